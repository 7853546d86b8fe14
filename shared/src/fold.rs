//! From the entries of a case to its state: order, holder, rights at each entry's ground, cuts at the newest ground.
//!
//! Pure, total, deterministic; reads heads only, so erasing a private part changes nothing. Time makes dates, never effect.

mod begin;
mod clock;
mod duties;
mod facts;
mod moves;
mod rights;
mod who;

pub(crate) use begin::cut_off;
use begin::{empty_state, step};
pub(crate) use who::{allowed_in, roles_of};

use crate::case::{CaseState, Effect, Flag, Holder, Stay, Void};
use crate::day::Day;
use crate::entry::Entry;
use crate::ground::{Directory, View};
use crate::id::{CmdId, Hash, Millis, SiteId};
use crate::item::Item;
use crate::kind::{Body, Class, Kind};
use crate::limits;
use crate::order::{self, Ordered, Past};
use crate::site::Tier;
use std::collections::{BTreeMap, BTreeSet};

/// Folds a case. Equal sets of entries and equal directory give equal states in any order of arrival, with duplicates.
pub fn fold(entries: &[Entry], directory: &Directory) -> CaseState {
    fold_at(entries, directory, &BTreeMap::new())
}

/// The same with other times than those that were claimed: what the limits would be under provable bounds. Times that an
/// ancestor corrected stay corrected.
pub fn fold_at(entries: &[Entry], directory: &Directory, times: &BTreeMap<Hash, Millis>) -> CaseState {
    let ordered = order::order(entries, directory);
    let newest = directory.newest();
    let state = fold_by(entries, directory, &ordered, newest, times);
    let decided = state.done.and_then(|(hash, _)| entries.iter().find(|entry| entry.hash == hash));
    let ground = calendar_of(decided, directory);
    if ground.clock_position() == newest.clock_position() {
        return state;
    }
    fold_by(entries, directory, &ordered, ground, times)
}

/// The calendar by which the limits of a case are reckoned; `decided` = the move that ended it. A decided case keeps that of
/// its decision: a later one changes nothing that is closed (design §4).
pub fn calendar_of<'a>(decided: Option<&Entry>, directory: &'a Directory) -> View<'a> {
    let ground = decided.and_then(|entry| entry.head.ground).and_then(|ground| directory.at(ground));
    ground.unwrap_or_else(|| directory.newest())
}

fn fold_by<'a>(
    entries: &'a [Entry],
    directory: &'a Directory,
    ordered: &'a Ordered,
    calendar: View<'a>,
    times: &'a BTreeMap<Hash, Millis>,
) -> CaseState {
    let mut fold = Fold::new(entries, directory, ordered, calendar, times);
    for here in &ordered.sequence {
        fold.take(*here);
    }
    for (here, wait) in &ordered.waiting {
        let entry = &entries[*here];
        let (site, tier) = directory.author(entry.node()).unwrap_or((entry.head.doc.origin(), Tier::Village));
        fold.state.steps.push(step(entry, site, tier, Effect::Waits(*wait)));
        fold.state.has_unknown |= entry.kind() == Kind::Unknown;
    }
    fold.finish()
}

/// What the entry at hand brings along, worked out once.
struct Now<'a> {
    index: usize,
    entry: &'a Entry,
    site: SiteId,
    tier: Tier,
    ground: View<'a>,
    /// Legal time: `at`, but not before anything the entry has seen.
    when: Millis,
    /// When it happened at the counter: the beginning of the day that the entry names, else the legal time. Limits count
    /// from here; effect, status and holder know nothing of it.
    counter: Millis,
}

struct Fold<'a> {
    entries: &'a [Entry],
    directory: &'a Directory,
    /// Beyond the cuts of their machines, by index.
    cut: BTreeSet<usize>,
    /// Times that an ancestor corrected.
    corrected: BTreeMap<Hash, Millis>,
    /// Times to reckon with instead of the claimed ones.
    times: &'a BTreeMap<Hash, Millis>,
    /// The entries that corrected them.
    corrections: BTreeSet<Hash>,
    calendar: View<'a>,
    ordered: &'a Ordered,
    past: &'a Past,
    index_of: BTreeMap<Hash, usize>,
    legal: Vec<Millis>,
    taken_commands: BTreeSet<(SiteId, CmdId, u8)>,
    effective: BTreeSet<Hash>,
    /// (entry, place) pairs that an `answer` cleared.
    cleared: BTreeSet<(Hash, SiteId)>,
    item: Option<&'a Item>,
    /// Hand-overs in order, for the limits of steps.
    stays: Vec<Stay>,
    /// Who gave an opinion: where the item sets reviewer and decider apart, none of them decides.
    reviewers: BTreeSet<crate::id::UserId>,
    state: CaseState,
}

impl<'a> Fold<'a> {
    fn new(
        entries: &'a [Entry],
        directory: &'a Directory,
        ordered: &'a Ordered,
        calendar: View<'a>,
        times: &'a BTreeMap<Hash, Millis>,
    ) -> Self {
        let mut index_of = BTreeMap::new();
        for (i, entry) in entries.iter().enumerate() {
            index_of.entry(entry.hash).or_insert(i);
        }
        let cut = cut_off(entries, directory, ordered);
        let (corrected, corrections) = clock::corrected(entries, directory, ordered, &cut);
        Self {
            entries,
            directory,
            corrected,
            times,
            corrections,
            cut,
            calendar,
            ordered,
            past: &ordered.past,
            index_of,
            legal: vec![0; entries.len()],
            taken_commands: BTreeSet::new(),
            effective: BTreeSet::new(),
            cleared: BTreeSet::new(),
            item: None,
            stays: Vec::new(),
            reviewers: BTreeSet::new(),
            state: empty_state(order::heads(entries, ordered)),
        }
    }

    fn take(&mut self, index: usize) {
        let entry = &self.entries[index];
        // Order placed it, so its author and ground are known.
        let Some((site, tier)) = self.directory.author(entry.node()) else { return };
        let Some(ground) = entry.head.ground.and_then(|ground| self.directory.at(ground)) else { return };
        let before = entry.head.seen.iter().filter_map(|hash| self.index_of.get(hash)).map(|i| self.legal[*i]).max();
        let other = self.corrected.get(&entry.hash).or_else(|| self.times.get(&entry.hash));
        let claimed = other.copied().unwrap_or(entry.head.at);
        let when = claimed.max(before.unwrap_or(0));
        self.legal[index] = when;
        let counter = self.counter(entry.body.on(), when);
        let now = Now { index, entry, site, tier, ground, when, counter };
        let verdict = self.check_and_apply(&now);
        self.note_participants(&now);
        let effect = verdict.as_ref().map_or_else(|void| Effect::None(*void), |_| Effect::Effect);
        let mut step = step(entry, site, tier, effect);
        if let Ok(mut flags) = verdict {
            if entry.body.on().is_some() {
                flags.push(Flag::Late);
            }
            if self.corrected.contains_key(&entry.hash) {
                flags.push(Flag::TimeCorrected);
            }
            if before.is_some_and(|before| entry.head.at < before) {
                flags.push(Flag::ClockBeforePast);
            }
            step.flags = flags;
            self.effective.insert(entry.hash);
            self.taken_commands.insert((site, entry.head.cmd, entry.head.part));
            (step.paper, step.paper_site) = self.paper(&now);
        }
        self.state.steps.push(step);
    }

    /// The checks of kinds.md §1 in their order; the first that fails is the reason.
    fn check_and_apply(&mut self, now: &Now<'a>) -> Result<Vec<Flag>, Void> {
        let head = &now.entry.head;
        if self.taken_commands.contains(&(now.site, head.cmd, head.part)) {
            return Err(Void::Repeated);
        }
        if self.cut.contains(&now.index) {
            return Err(Void::Cut);
        }
        match now.entry.kind().class() {
            Class::Move => self.take_move(now),
            Class::Fact => self.take_fact(now),
            Class::Unknown => {
                self.state.has_unknown = true;
                Err(Void::UnknownKind)
            }
            // A row or a witness in a case document says nothing about the case.
            Class::Row | Class::System | Class::Request | Class::Card | Class::Sheet | Class::Inspection => {
                Err(Void::Content)
            }
        }
    }

    /// When a step happened at the counter: never before the day of filing, never after its own time.
    fn counter(&self, on: Option<Day>, when: Millis) -> Millis {
        let filed = self.state.opened.as_ref().map_or(0, |opened| opened.on.at_minute(0));
        on.map_or(when, |on| on.at_minute(0).max(filed).min(when))
    }

    /// Ordinal of the paper, and the author's three digits where he is not at the origin. Counted is what the author's place
    /// wrote and he had seen, with effect or without: a number that was printed never changes, and as each place counts its
    /// own, no race gives one number to two papers.
    fn paper(&self, now: &Now<'a>) -> (u16, Option<u16>) {
        let kind = now.entry.kind();
        if kind.paper_letter().is_none() {
            return (0, None);
        }
        let site_of = |i: usize| self.directory.author(self.entries[i].node()).map(|(site, _)| site);
        let counts = |i: &&usize| {
            self.entries[**i].kind() == kind && self.past.contains(now.index, **i) && site_of(**i) == Some(now.site)
        };
        let before = self.ordered.sequence.iter().filter(counts).count();
        let is_elsewhere = self.state.opened.as_ref().is_some_and(|opened| opened.site != now.site);
        let site = now.ground.site(now.site).filter(|_| is_elsewhere).map(|site| site.number);
        (u16::try_from(before).unwrap_or(u16::MAX).saturating_add(1), site)
    }

    fn has_seen(&self, now: &Now<'_>, hash: Hash) -> bool {
        self.index_of.get(&hash).is_some_and(|before| self.past.contains(now.index, *before))
    }

    /// A participant's hand-over or task names participants, even one without effect: so they only ever grow.
    fn note_participants(&mut self, now: &Now<'_>) {
        // A place that was moved gets new ancestors; who takes a case over takes part in it, whatever becomes of the move.
        let is_take_over = matches!(now.entry.body, Body::TakeOver(_));
        if is_take_over && self.state.participants.iter().any(|below| now.ground.is_above(now.site, *below)) {
            add_with_above(&mut self.state.participants, now.site, now.ground);
        }
        if !self.state.participants.contains(&now.site) {
            return;
        }
        let named: Vec<SiteId> = match &now.entry.body {
            Body::Forward(forward) => vec![forward.to],
            Body::Return(back) => vec![back.to],
            Body::Assign(assign) => vec![assign.to],
            Body::TaskOpen(task) => task.to.iter().map(|addressee| addressee.site).collect(),
            Body::Open(_)
            | Body::TakeOver(_)
            | Body::Notify(_)
            | Body::Accept(_)
            | Body::NotAccept(_)
            | Body::TaskEnd(_)
            | Body::Grant(_)
            | Body::Deny(_)
            | Body::Withdraw(_)
            | Body::Terminate(_)
            | Body::Close(_)
            | Body::Annul(_)
            | Body::Extend(_)
            | Body::Lapse(_)
            | Body::Taken(_)
            | Body::Supplement(_)
            | Body::WithdrawAsked(_)
            | Body::Answer(_)
            | Body::Deliver(_)
            | Body::Note(_)
            | Body::FormChange(_)
            | Body::Join
            | Body::Urge(_)
            | Body::TimeSet(_)
            | Body::Green(_)
            | Body::Site(_)
            | Body::Node(_)
            | Body::Cut(_)
            | Body::Right(_)
            | Body::Item(_)
            | Body::Calendar(_)
            | Body::Rule(_)
            | Body::Scheme(_)
            | Body::Sheet(_)
            | Body::Inspection(_)
            | Body::Root(_)
            | Body::Witness(_)
            | Body::Clock(_)
            | Body::NodeAsked(_)
            | Body::RightAsked(_)
            | Body::CardServe(_)
            | Body::CardAnswer(_)
            | Body::CardAppeal(_)
            | Body::CardRuling(_)
            | Body::Unknown { .. } => return,
        };
        for site in named {
            add_with_above(&mut self.state.participants, site, now.ground);
        }
    }

    fn interest(&mut self, site: SiteId, ground: View<'_>) {
        add_with_above(&mut self.state.interest, site, ground);
    }

    fn hand_to(
        &mut self,
        now: &Now<'_>,
        site: SiteId,
        dept: Option<crate::id::DeptId>,
        user: Option<crate::id::UserId>,
    ) {
        let from = self.state.holder.map(|holder| holder.site);
        // Who takes a case into his own hand has it at once; others sign for it.
        let taken_at = (site == now.site).then_some(now.counter);
        let since = now.entry.hash;
        if let Some(stay) = self.stays.last_mut() {
            stay.until = Some(now.counter);
        }
        let tier = now.ground.site(site).map_or(now.tier, |site| site.tier);
        self.stays.push(Stay { hash: since, site, tier, taken: taken_at, until: None });
        self.state.holder = Some(Holder { site, dept, user, since, since_at: now.counter, taken_at, from });
        self.interest(site, now.ground);
    }

    fn finish(mut self) -> CaseState {
        duties::collect(&mut self);
        if let Some(item) = self.item {
            let reckoned = limits::limits_of(&self.state, item, &self.stays, self.calendar);
            self.state.limits = reckoned.limits;
            self.state.pauses = reckoned.pauses;
            self.state.accepted_on = reckoned.accepted_on;
            self.state.is_deemed = reckoned.is_deemed;
            self.state.silence = reckoned.silence;
        }
        let delivered = &self.state.delivered;
        for limit in self.state.set_aside.iter_mut().filter(|limit| limit.kind == crate::api::LimitKind::DeliverBy) {
            limit.ended = [limit.ended, delivered.get(&limit.of).copied()].into_iter().flatten().min();
        }
        self.state.set_aside.retain(limits::Limit::ended_late);
        self.state.stays = self.stays;
        self.state
    }
}

fn add_with_above(sites: &mut BTreeSet<SiteId>, site: SiteId, ground: View<'_>) {
    sites.insert(site);
    sites.extend(ground.above(site));
}

/// The day at the counter: as entered, but not a day that had not come; else the day of the entry.
fn counter_day(on: Option<Day>, when: Millis) -> Day {
    on.map_or(Day::of(when), |on| on.min(Day::of(when)))
}
