//! What stops the clock of a case, and how the clock stood at a decision.

use crate::api::LimitKind;
use crate::case::{CaseState, Notice};
use crate::day::Day;
use crate::deadline::{DayPause, Years, workdays_between};
use crate::ground::View;
use crate::id::Millis;
use crate::kind::{Pause, Reckoning};

/// The clock at a decision, to be frozen in its body.
pub fn reckoning_at(state: &CaseState, calendar: View<'_>, now: Millis) -> Reckoning {
    let shown = state.limits.iter().filter(|limit| matches!(limit.kind, LimitKind::Promise | LimitKind::Legal));
    let due = shown.filter(|limit| limit.day.is_some()).min_by_key(|limit| limit.due);
    let pauses = pauses_of(state);
    let day_pauses = day_pauses(&pauses, now);
    let start = state.accepted_on.map(|day| promise_from(state, day));
    // A case that is filed away used what it had used when it was decided.
    let end = Day::of(state.round.ended.map_or(now, |ended| ended.min(now)));
    let used = start.map_or(0, |start| workdays_between(start, end, &day_pauses, &Years::new(calendar)));
    Reckoning {
        due: due.and_then(|limit| limit.day),
        provisional: due.is_some_and(|limit| limit.provisional),
        used_quarters: used * 4,
        pauses,
        calendar: calendar.calendar_position(),
    }
}

/// Pauses as days that do not count; one that is still open, up to `now`.
pub fn day_pauses(pauses: &[Pause], now: Millis) -> Vec<DayPause> {
    let days = |pause: &Pause| DayPause { from: Day::of(pause.from), to: Day::of(pause.to.unwrap_or(now)) };
    pauses.iter().map(days).collect()
}

/// The pauses, united and in order, that had begun when a limit ended: later ones do not touch it.
pub(super) fn began_before(pauses: &[Pause], ended: Option<Millis>) -> &[Pause] {
    let n = pauses.iter().take_while(|pause| ended.is_none_or(|ended| pause.from < ended)).count();
    &pauses[..n]
}

/// The day from which promise and legal limit run: the acceptance, or the annulment that began the round.
pub(super) fn promise_from(state: &CaseState, accepted_on: Day) -> Day {
    state.round.from.map_or(accepted_on, |from| accepted_on.max(Day::of(from)))
}

/// Stretches that do not count: notices in time until all was answered or the case was accepted all the same, excluded
/// tasks until they were over. An outcome ends them, and so does a new round: its limits begin anew.
pub(super) fn pauses_of(state: &CaseState) -> Vec<Pause> {
    let notice = notices_in_time(state).map(|(notice, next)| {
        let accepted = state.accepted.map(|(_, at)| at).filter(|at| *at >= notice.at);
        Pause { from: notice.at, to: earlier(earlier(notice.complete_at, accepted), next) }
    });
    let tasks = state.tasks.iter().filter(|task| task.excluded).map(|task| Pause { from: task.at, to: task.over_at() });
    let ends = |pause: Pause| {
        let ended = state.round.from.filter(|from| pause.from < *from).or(state.round.ended);
        Pause { to: earlier(pause.to, ended), ..pause }
    };
    let mut all: Vec<Pause> = notice.chain(tasks).map(ends).collect();
    all.sort_by_key(|pause| (pause.from, pause.to.unwrap_or(Millis::MAX)));
    let mut united: Vec<Pause> = Vec::new();
    for pause in all {
        match united.last_mut() {
            Some(last) if last.to.is_none_or(|to| pause.from <= to) => {
                last.to = match (last.to, pause.to) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    (None, _) | (_, None) => None,
                };
            }
            Some(_) | None => united.push(pause),
        }
    }
    united
}

/// Notices in time in order, each with the moment at which the next one took its place.
pub(super) fn notices_in_time(state: &CaseState) -> impl Iterator<Item = (&Notice, Option<Millis>)> {
    let all: Vec<&Notice> = state.earlier_notices.iter().chain(&state.notice).filter(|notice| notice.in_time).collect();
    let next: Vec<Option<Millis>> = all.iter().skip(1).map(|next| Some(next.at)).chain([None]).collect();
    all.into_iter().zip(next)
}

pub(super) fn earlier(a: Option<Millis>, b: Option<Millis>) -> Option<Millis> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
