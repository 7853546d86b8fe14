//! Steps that move limits: extension, lapse, green channel, urging, and times that an ancestor corrected.

use super::{Fold, Now};
use crate::api::LimitKind;
use crate::case::{Extension, Flag, GreenIn, Outcome, Status, Urged, Void};
use crate::day::Day;
use crate::entry::Entry;
use crate::ground::Directory;
use crate::id::{Hash, Millis};
use crate::kind::*;
use crate::limits::limits_of;
use crate::order::Ordered;
use std::collections::{BTreeMap, BTreeSet};

type Verdict = Result<Vec<Flag>, Void>;

impl<'a> Fold<'a> {
    /// Once a round; what is past its limit or longer than the item allows stands all the same, with its flag.
    pub(super) fn extend(&mut self, now: &Now<'a>, extend: &Extend) -> Verdict {
        if self.state.extension.is_some() {
            return Err(Void::Content);
        }
        let mut flags = Vec::new();
        flags.extend(self.decide_by().is_some_and(|due| now.counter > due).then_some(Flag::ExtendedLate));
        let allowed = self.item.map_or(0, |item| item.extension_quarters);
        flags.extend((extend.quarters > allowed).then_some(Flag::ExtendedTooLong));
        self.state.extension = Some(Extension { hash: now.entry.hash, at: now.counter, quarters: extend.quarters });
        Ok(flags)
    }

    /// The earlier of promise and legal limit.
    fn decide_by(&self) -> Option<Millis> {
        let decides = |kind: LimitKind| matches!(kind, LimitKind::Promise | LimitKind::Legal);
        self.limits().into_iter().filter(|limit| decides(limit.kind)).filter_map(|limit| limit.due).min()
    }

    fn limits(&self) -> Vec<crate::limits::Limit> {
        let reckoned = self.item.map(|item| limits_of(&self.state, item, &self.stays, self.calendar));
        reckoned.map(|reckoned| reckoned.limits).unwrap_or_default()
    }

    /// What was heard, told and answered are conditions of the author: a fact that comes late undoes no paper.
    pub(super) fn lapse(&mut self, now: &Now<'a>, lapse: &Lapse) -> Verdict {
        let limit = match self.state.status {
            Status::Received => self.notice_limit(lapse.of)?,
            Status::Accepted => self.gap_limit(lapse.of)?,
            Status::Done | Status::Closed => return Err(Void::Status),
        };
        let mut flags = self.unanswered(now);
        match limit {
            LapseLimit::Untold => flags.push(Flag::LapseUntold),
            LapseLimit::Late => flags.push(Flag::AfterDeemed),
            LapseLimit::Ends(due) => {
                let is_short = lapse.heard.iter().any(|heard| heard.until < due) || lapse.heard.is_empty();
                flags.extend((is_short && lapse.vouched.is_none()).then_some(Flag::LapseUnheard));
                flags.extend((now.counter <= due).then_some(Flag::LapseEarly));
            }
        }
        self.end(now, Outcome::Lapsed);
        Ok(flags)
    }

    fn notice_limit(&self, of: Hash) -> Result<LapseLimit, Void> {
        let notice = self.state.notice.as_ref().filter(|notice| notice.hash == of).ok_or(Void::Content)?;
        if !notice.in_time {
            return Ok(LapseLimit::Late);
        }
        Ok(self.citizens_limit(LimitKind::CorrectBy, of).map_or(LapseLimit::Untold, LapseLimit::Ends))
    }

    fn citizens_limit(&self, kind: LimitKind, of: Hash) -> Option<Millis> {
        self.limits().into_iter().find(|limit| limit.kind == kind && limit.of == of)?.due
    }

    fn gap_limit(&self, of: Hash) -> Result<LapseLimit, Void> {
        self.state.accepted.filter(|(accepted, _)| *accepted == of).ok_or(Void::Content)?;
        self.citizens_limit(LimitKind::GapBy, of).map(LapseLimit::Ends).ok_or(Void::Content)
    }

    pub(super) fn urge(&mut self, now: &Now<'a>, urge: &Urge) -> Verdict {
        let (hash, at, site) = (now.entry.hash, now.counter, now.site);
        let asked = Urged { hash, at, site, quarters: urge.quarters, answered: None };
        self.state.urged.push(asked);
        Ok(Vec::new())
    }

    /// The first admission counts; a second one changes nothing.
    pub(super) fn green(&mut self, now: &Now<'a>, green: &Green) -> Verdict {
        let item = self.item.ok_or(Void::Content)?;
        let right =
            now.ground.right(green.right).filter(|right| now.ground.right_allows(right, now.site, Power::Green, item));
        let Some(right) = right else { return Err(Void::NoRight) };
        let today = Day::of(now.counter);
        let expired = right.until.is_some_and(|until| until < today);
        self.state.green.get_or_insert(GreenIn { hash: now.entry.hash, at: now.counter, survey_settled: None });
        Ok(expired.then_some(Flag::RightExpired).into_iter().collect())
    }

    /// Its effect is worked out beforehand (`corrected`); here it only counts or not.
    pub(super) fn time_set(&self, now: &Now<'a>, set: &TimeSet) -> Verdict {
        let stands = self.corrections.contains(&now.entry.hash);
        if stands && self.has_seen(now, set.of) { Ok(Vec::new()) } else { Err(Void::Content) }
    }
}

/// When the citizen's limit behind a lapse ends.
enum LapseLimit {
    /// The resident was never told.
    Untold,
    /// The notice came after the five days, so it bound nobody.
    Late,
    /// At this moment.
    Ends(Millis),
}

/// Which entries have another time than they claim: an ancestor of their author said so after having seen them. The later
/// one in the order counts; all of them stand. Gives the times and the entries that set them.
pub(super) fn corrected(
    entries: &[Entry],
    directory: &Directory,
    ordered: &Ordered,
    cut: &BTreeSet<usize>,
) -> (BTreeMap<Hash, Millis>, BTreeSet<Hash>) {
    let (mut times, mut by_whom) = (BTreeMap::new(), BTreeSet::new());
    for here in ordered.sequence.iter().filter(|here| !cut.contains(here)) {
        let entry = &entries[*here];
        let Body::TimeSet(set) = &entry.body else { continue };
        let target = ordered.sequence.iter().find(|there| entries[**there].hash == set.of);
        let Some(there) = target.filter(|there| ordered.past.contains(*here, **there)) else { continue };
        let author = |entry: &Entry| directory.author(entry.node()).map(|(site, _)| site);
        let (Some(by), Some(of)) = (author(entry), author(&entries[*there])) else { continue };
        let ground = entry.head.ground.and_then(|ground| directory.at(ground));
        if ground.is_some_and(|ground| ground.is_above(by, of)) {
            times.insert(set.of, set.at);
            by_whom.insert(entry.hash);
        }
    }
    (times, by_whom)
}
