//! What one case counts for: computed from its state and stored nowhere as truth.

use super::Measure;
use crate::api::LimitKind;
use crate::case::{CaseState, Effect, Flag, Status};
use crate::day::Day;
use crate::entry::Entry;
use crate::id::{Hash, Millis, UserId};
use crate::item::{Item, Service};
use crate::kind::{Body, Class, Kind, Reckoning};

/// Decided sooner than this after its acceptance, a case of several stages was not worked on here (domain §1.17).
pub const FAST_MS: Millis = 120_000;

/// What is true of a case, as bits that are stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks(pub u8);

impl Marks {
    /// Its item is decided at once.
    pub const INSTANT: Self = Self(1);
    /// Done in time.
    pub const ON_TIME: Self = Self(2);
    /// Done on a day before the due day.
    pub const EARLY: Self = Self(4);
    /// Every acceptance and decision was entered when it was made.
    pub const TREATED: Self = Self(8);
    /// Entered after the fact.
    pub const AFTER_FACT: Self = Self(16);
    /// Admitted to the green channel.
    pub const GREEN: Self = Self(32);
    /// Accepted although papers lacked.
    pub const WITH_GAPS: Self = Self(64);

    /// Whether it has this one.
    pub fn has(self, mark: Self) -> bool {
        self.0 & mark.0 == mark.0
    }

    fn set(&mut self, mark: Self, is_so: bool) {
        self.0 |= if is_so { mark.0 } else { 0 };
    }
}

/// What a case counts for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaseFigure {
    /// The day from which it counts as accepted.
    pub accepted_on: Option<Day>,
    /// Nobody has accepted it: it counts only once this moment has passed in silence.
    pub counts_after: Option<Millis>,
    /// The entry that accepted it.
    pub accepted_by: Option<(Hash, UserId)>,
    /// The day of its end.
    pub done_on: Option<Day>,
    /// The entry that ended it.
    pub done_by: Option<(Hash, UserId)>,
    /// What is true of it.
    pub marks: Marks,
}

impl CaseFigure {
    /// The day on which it counts for a measure of a stretch of time at this moment; none = it does not. Carried over and in work are
    /// counts of a day, not of a stretch, and have none.
    pub fn day(&self, measure: Measure, now: Millis) -> Option<Day> {
        let done = |is_so: bool| self.done_on.filter(|_| is_so);
        match measure {
            Measure::Accepted => self.accepted_at(now),
            Measure::Instant => self.accepted_at(now).filter(|_| self.marks.has(Marks::INSTANT)),
            Measure::Done => self.done_on,
            Measure::OnTime => done(self.marks.has(Marks::ON_TIME)),
            Measure::Early => done(self.marks.has(Marks::EARLY)),
            Measure::Late => done(!self.marks.has(Marks::ON_TIME)),
            Measure::Treated => done(self.marks.has(Marks::TREATED)),
            Measure::AfterFact => done(self.marks.has(Marks::AFTER_FACT)),
            Measure::Unaccepted => done(self.accepted_on.is_none()),
            Measure::Carried | Measure::InWork => None,
        }
    }

    /// Accepted and not done at the end of a day.
    pub fn is_in_work(&self, day: Day, now: Millis) -> bool {
        self.accepted_at(now).is_some_and(|accepted| accepted <= day) && self.done_on.is_none_or(|done| done > day)
    }

    fn accepted_at(&self, now: Millis) -> Option<Day> {
        self.accepted_on.filter(|_| self.counts_after.is_none_or(|after| after < now))
    }
}

/// From a case's state; `entry` finds one of its entries, `item` is the version that it pins. A case that was not opened counts
/// for nothing.
pub fn figure_of<'a>(state: &CaseState, entry: impl Fn(Hash) -> Option<&'a Entry>, item: Option<&Item>) -> CaseFigure {
    if state.opened.is_none() {
        return CaseFigure::default();
    }
    let mut out = CaseFigure::default();
    out.marks.set(Marks::INSTANT, item.is_some_and(|item| item.service == Service::Instant));
    let author = |hash: Hash| state.steps.iter().find(|step| step.hash == hash).map(|step| (hash, step.by));
    out.accepted_by = state.accepted.and_then(|(hash, _)| author(hash));
    (out.accepted_on, out.counts_after) = acceptance(state);
    out.marks.set(Marks::GREEN, state.green.is_some());
    let accepted = state.accepted.and_then(|(hash, _)| entry(hash)).map(|entry| &entry.body);
    out.marks.set(Marks::WITH_GAPS, matches!(accepted, Some(Body::Accept(accept)) if !accept.gaps.is_empty()));
    let Some((decision, at)) = decision_of(state, &entry) else { return out };
    out.done_by = author(decision);
    let day = Day::of(at);
    // What is entered as of a day before the acceptance counts on the acceptance: nothing leaves before it came.
    out.done_on = Some(out.accepted_on.map_or(day, |accepted| accepted.max(day)));
    let frozen = entry(decision).and_then(|entry| reckoning_in(&entry.body));
    let limits = || state.limits.iter().filter(|limit| matches!(limit.kind, LimitKind::Promise | LimitKind::Legal));
    let due = frozen.map_or_else(|| limits().filter_map(|limit| limit.day).min(), |reckoning| reckoning.due);
    let is_late = match frozen {
        Some(reckoning) => reckoning.due.is_some_and(|due| day > due),
        None => state.limits.iter().any(|limit| {
            matches!(limit.kind, LimitKind::Promise | LimitKind::Legal | LimitKind::AcceptBy) && limit.ended_late()
        }),
    };
    out.marks.set(Marks::ON_TIME, !is_late);
    out.marks.set(Marks::EARLY, !is_late && due.is_some_and(|due| day < due));
    let is_entered_late = |of: fn(Kind) -> bool| {
        let counts = |step: &&crate::case::Step| step.effect == Effect::Effect && of(step.kind);
        state.steps.iter().filter(counts).any(|step| step.flags.contains(&Flag::Late))
    };
    out.marks.set(Marks::TREATED, !is_entered_late(is_decisive));
    let is_fast = state.accepted.is_some_and(|(_, accepted)| accepted <= at && at - accepted < FAST_MS);
    let has_steps = item.is_some_and(Item::has_steps);
    out.marks.set(Marks::AFTER_FACT, is_entered_late(leads_to_decision) || is_fast && has_steps);
    out
}

/// The day from which it counts as accepted, and after which moment if that rests on silence alone.
fn acceptance(state: &CaseState) -> (Option<Day>, Option<Millis>) {
    match (state.accepted_on, state.silence) {
        (Some(day), _) => (Some(day), None),
        (None, None) => (None, None),
        (None, Some((day, over))) => match state.round.ended {
            Some(ended) => (Some(day).filter(|_| ended > over), None),
            None if state.status == Status::Received => (Some(day), Some(over)),
            None => (None, None),
        },
    }
}

/// The move that ended the case and when; of an annulment, the decision that it set aside: that is when the work was done.
fn decision_of<'a>(state: &CaseState, entry: &impl Fn(Hash) -> Option<&'a Entry>) -> Option<(Hash, Millis)> {
    let (ending, at) = state.done?;
    let decision = match entry(ending).map(|entry| &entry.body) {
        Some(Body::Annul(annul)) => annul.of,
        Some(_) | None => ending,
    };
    Some((decision, state.round.ended.unwrap_or(at)))
}

fn reckoning_in(body: &Body) -> Option<&Reckoning> {
    if let Body::Grant(grant) = body {
        return Some(&grant.reckoning);
    }
    if let Body::Deny(deny) = body { Some(&deny.reckoning) } else { None }
}

/// Steps that decide about the application.
fn is_decisive(kind: Kind) -> bool {
    let decides =
        [Kind::Accept, Kind::NotAccept, Kind::Grant, Kind::Deny, Kind::Withdraw, Kind::Terminate, Kind::Lapse];
    decides.contains(&kind)
}

/// Moves up to the decision: filing away comes after it.
fn leads_to_decision(kind: Kind) -> bool {
    kind.class() == Class::Move && kind != Kind::Close
}
