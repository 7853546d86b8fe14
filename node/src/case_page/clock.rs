//! The clock of a case: every limit with its sentences, and the strip of days, both by the calendar that its dates rest on.

use super::Look;
use daiban_shared::api::{DeptRef, LimitKind, LimitView, StripView};
use daiban_shared::case::CaseState;
use daiban_shared::day::Day;
use daiban_shared::deadline::{Hours, Years};
use daiban_shared::fold::calendar_of;
use daiban_shared::ground::View;
use daiban_shared::limits::Limit;

/// Days of a strip: a year, so that a case that nobody closed for years still shows how it began.
const STRIP_DAYS_MAX: i32 = 370;

impl Look<'_> {
    /// The calendar and the hours of places on which the dates of this case rest: those of its decision, once there is one.
    fn ground(&self) -> View<'_> {
        let decided = self.state().done.and_then(|(hash, _)| self.dossier.entry(hash));
        calendar_of(decided, self.directory)
    }

    pub(super) fn limits(&self) -> Vec<LimitView> {
        let (state, ground) = (self.state(), self.ground());
        let calendar = Years::new(ground);
        let shown = state.shown_limit();
        let view = |limit: &Limit| {
            let hours = ground.site(limit.owner).map_or_else(Hours::default, |site| site.hours());
            let lines = state.explain(limit, self.now, hours, &calendar);
            LimitView {
                limit: limit.kind,
                owner: self.names.site(limit.owner),
                desk: self.desk_of(limit),
                starts: limit.starts,
                start: limit.start,
                span: limit.span,
                factor: limit.factor,
                extension: limit.extension,
                day: limit.day,
                provisional: limit.provisional,
                ended: limit.ended,
                paused: limit.paused,
                passed: limit.has_passed(self.now) || limit.ended_late(),
                shown: shown == Some(limit),
                explanation: lines.iter().map(|line| line.words(self.names.lang)).collect(),
            }
        };
        state.limits.iter().map(view).collect()
    }

    /// The desk whose limit it is: those of one request stand in the order of its addressees.
    fn desk_of(&self, limit: &Limit) -> Option<DeptRef> {
        let state = self.state();
        let is_of_request = |other: &&Limit| other.kind == LimitKind::Task && other.of == limit.of;
        let place = state.limits.iter().filter(is_of_request).position(|other| std::ptr::eq(other, limit))?;
        let task = state.tasks.iter().find(|task| task.hash == limit.of)?;
        task.to.get(place)?.addressee.dept.map(|dept| self.names.dept(dept))
    }

    pub(super) fn strip(&self) -> Option<StripView> {
        let state = self.state();
        let limit = state.strip_limit()?;
        let place = state.limits.iter().position(|one| one == limit)?;
        let wanted = until(state, limit, Day::of(self.now));
        let until = wanted.min(limit.start.plus(STRIP_DAYS_MAX));
        let mut days = state.days_of(limit, self.now, until, &Years::new(self.ground()));
        let all = days.len();
        days.truncate(STRIP_DAYS_MAX.unsigned_abs() as usize);
        Some(StripView { limit: place, start: limit.start, is_cut: until < wanted || days.len() < all, days })
    }
}

/// The last day that the strip has to show: the later of promise and legal limit, the outcome, and today while it runs.
fn until(state: &CaseState, limit: &Limit, today: Day) -> Day {
    let ends = state.limits.iter().filter(|other| {
        let is_decision = matches!(other.kind, LimitKind::Promise | LimitKind::Legal);
        // An earlier round's ends lie before this one's start.
        other.kind == limit.kind || is_decision && other.day.is_some_and(|day| day >= limit.start)
    });
    let last = ends.filter_map(|limit| limit.day).max().unwrap_or(limit.start);
    let now = limit.ended.map_or(today, |ended| Day::of(ended).min(today));
    last.max(now)
}
