//! Claimed against provable time: the stretch within which a step was written, by what its author had seen of his parent's
//! word, and by when the parent had it.

use super::log::{self, Document};
use crate::error::Error;
use daiban_shared::case::{CaseState, Effect, Step};
use daiban_shared::day::{Day, HOUR_MS};
use daiban_shared::entry::Entry;
use daiban_shared::ground::View;
use daiban_shared::id::{DocId, DocKind, Hash, Millis, SiteId};
use daiban_shared::kind::RuleKind;
use daiban_shared::watch::{Alarm, Rules};
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Months back in which the parent's word that an author had is looked for: a village may be without a line for weeks.
const MONTHS_MAX: u32 = 4;

/// When a step can have been written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Interval {
    /// Not before: its author had a word of the parent of this moment.
    pub earliest: Option<Millis>,
    /// Not after: the parent had it by then.
    pub latest: Option<Millis>,
}

impl Interval {
    /// By how much a claimed time lies outside.
    pub fn outside_by(self, at: Millis) -> Millis {
        let before = self.earliest.map_or(0, |earliest| earliest.saturating_sub(at));
        let after = self.latest.map_or(0, |latest| at.saturating_sub(latest));
        before.max(after)
    }

    /// How long nothing confirms a claimed time: from the parent's word before it, or from the time itself where there
    /// was none yet, until the parent had it; none while no parent has it.
    pub fn width(self, at: Millis) -> Option<Millis> {
        Some(self.latest?.saturating_sub(self.earliest.unwrap_or(at)))
    }
}

/// Reads the words of parents that lie here.
pub struct Evidence<'a> {
    conn: &'a Connection,
    view: View<'a>,
    /// Times of witness entries, by the document in which they stand.
    words: RefCell<BTreeMap<DocId, BTreeMap<Hash, Millis>>>,
    /// When this database took its first entry.
    began: Cell<Option<Millis>>,
}

impl<'a> Evidence<'a> {
    /// Nothing read yet.
    pub fn new(conn: &'a Connection, view: View<'a>) -> Self {
        Self { conn, view, words: RefCell::default(), began: Cell::default() }
    }

    /// The interval of an entry of this place by all that is known here today; `received_at` = when it came from below.
    pub fn interval(&self, entry: &Entry, site: SiteId, received_at: Option<Millis>) -> Result<Interval, Error> {
        let latest = [received_at, self.witnessed(entry)?].into_iter().flatten().min();
        self.since(entry, site, latest)
    }

    fn since(&self, entry: &Entry, site: SiteId, latest: Option<Millis>) -> Result<Interval, Error> {
        let earliest = match entry.head.after {
            Some(after) => self.word(after, site, latest.unwrap_or(entry.head.at).max(entry.head.at))?,
            None => None,
        };
        Ok(Interval { earliest, latest })
    }

    /// The interval of every step of a case that counts, by all that is known here today.
    pub fn of_case(&self, doc: DocId, state: &CaseState) -> Result<Vec<(Hash, Interval)>, Error> {
        let document = Document::read(self.conn, doc)?;
        let mut out = Vec::new();
        for step in state.steps.iter().filter(|step| step.effect == Effect::Effect) {
            let Some((entry, place)) = document.find(step.hash) else { continue };
            let received_at = self.is_from_below(step, place.from).then_some(place.received_at);
            out.push((step.hash, self.interval(entry, step.site, received_at)?));
        }
        Ok(out)
    }

    /// When a parent first said that it had the entry.
    fn witnessed(&self, entry: &Entry) -> Result<Option<Millis>, Error> {
        let sql = "SELECT min(at) FROM witness WHERE feed = ?1 AND n >= ?2";
        let values = params![&entry.head.feed.0[..], entry.head.n as i64];
        let at: Option<Option<i64>> = self.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
        Ok(at.flatten().map(|at| at as Millis))
    }

    /// The time of a parent's word about this place, from the newest month backwards.
    fn word(&self, hash: Hash, site: SiteId, newest: Millis) -> Result<Option<Millis>, Error> {
        let (mut year, mut month, _) = Day::of(newest).ymd();
        for _ in 0..MONTHS_MAX {
            let doc = DocId::for_month(DocKind::Witness, site, year, month);
            if let Some(at) = self.words_of(doc)?.get(&hash) {
                return Ok(Some(*at));
            }
            (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        }
        Ok(None)
    }

    fn words_of(&self, doc: DocId) -> Result<BTreeMap<Hash, Millis>, Error> {
        if let Some(known) = self.words.borrow().get(&doc) {
            return Ok(known.clone());
        }
        let entries = log::entries_of(self.conn, doc)?;
        let words: BTreeMap<Hash, Millis> =
            entries.iter().map(|stored| (stored.entry.hash, stored.entry.head.at)).collect();
        self.words.borrow_mut().insert(doc, words.clone());
        Ok(words)
    }

    /// Steps of places below whose claimed time lies outside its interval, or which nothing confirms for weeks, as alarms: by
    /// when they came here and by the word that their author had, which came here before them, so that the same is found
    /// whenever it is asked. What arrived within minutes of its claimed time needs no look at the words.
    pub fn outside(&self, state: &CaseState, document: &Document, rules: &Rules) -> Result<Vec<Alarm>, Error> {
        let mut out = Vec::new();
        for step in state.steps.iter().filter(|step| step.effect == Effect::Effect) {
            let Some((entry, place)) = document.find(step.hash) else { continue };
            let rule = |what: RuleKind| rules.at(what, place.received_at);
            let outside = rule(RuleKind::ClaimOutside).map(|rule| (rule, Millis::from(rule.threshold) * 60_000));
            let wide = rule(RuleKind::IntervalWide).map(|rule| (rule, Millis::from(rule.threshold) * HOUR_MS));
            let grace = [outside, wide].into_iter().flatten().map(|(_, grace)| grace).min().unwrap_or(Millis::MAX);
            if !self.is_from_below(step, place.from) || place.received_at.abs_diff(step.at) <= grace {
                continue;
            }
            let interval = self.since(entry, step.site, Some(place.received_at))?;
            let outside = outside.filter(|(_, grace)| interval.outside_by(step.at) > *grace);
            // What was claimed before this database began came here a second time, after a restore: that says nothing.
            let is_first = step.at >= self.began()?;
            let is_wide = |most: Millis| is_first && interval.width(step.at).is_some_and(|width| width >= most);
            let wide = wide.filter(|(_, most)| is_wide(*most));
            for (rule, _) in outside.into_iter().chain(wide) {
                out.push(Alarm {
                    rule: rule.what,
                    of: step.hash,
                    light: rule.light,
                    is_card: rule.is_card,
                    site: step.site,
                    desk: None,
                    user: Some(step.by),
                    since: place.received_at,
                    due: None,
                    ended: None,
                });
            }
        }
        Ok(out)
    }

    /// When this database took its first entry.
    fn began(&self) -> Result<Millis, Error> {
        if let Some(known) = self.began.get() {
            return Ok(known);
        }
        let sql = "SELECT received_at FROM entry ORDER BY pos LIMIT 1";
        let first: Option<i64> = self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        let began = first.unwrap_or(0).max(0) as Millis;
        self.began.set(Some(began));
        Ok(began)
    }

    /// It came up, and was not sent down.
    fn is_from_below(&self, step: &Step, from: Option<SiteId>) -> bool {
        from.is_some_and(|from| from == step.site || self.view.is_above(from, step.site))
    }
}
