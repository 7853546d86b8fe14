//! Limits: what is due when, counted in working days of the published calendar. Data of `fold`; `at(now)` says what passed.
//!
//! The start day does not count; a limit ends at close of business of its last day (行政许可法 §82, 民法典 §201-203).
//! A pause (from, to] takes out its days: pauses are united, then cut with the counted days, never added twice.

mod pauses;
mod reckon;

use pauses::began_before;
pub use pauses::{day_pauses, reckoning_at};

/// The limits of a case anew, by this calendar: the same as in its state where the calendar is the same.
pub fn limits_anew(state: &CaseState, item: &Item, calendar: View<'_>) -> Vec<Limit> {
    limits_of(state, item, &state.stays, calendar).limits
}

pub(crate) use reckon::limits_of;

use crate::api::{DutyKind, Light, LimitKind};
use crate::case::{CaseState, Duty, Status, TaskTo};
use crate::day::Day;
use crate::deadline::{DayPause, Hours, Is, Line, Terms, Workdays, days, explained, workdays_between};
use crate::ground::View;
use crate::id::{Hash, Millis, SiteId};
use crate::item::{Item, Span};
use crate::kind::Pause;

/// One limit with its reckoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Which.
    pub kind: LimitKind,
    /// The entry or duty it belongs to.
    pub of: Hash,
    /// Whose limit it is.
    pub owner: SiteId,
    /// Its clock began.
    pub starts: Millis,
    /// The day from which it is counted; it does not count.
    pub start: Day,
    /// How long.
    pub span: Span,
    /// The span times this, in thousandths (绿色通道).
    pub factor: u16,
    /// Quarters that an extension adds.
    pub extension: u16,
    /// The pauses of the case take out its days.
    pub pausable: bool,
    /// By the close of business of this day; none while a pause is open.
    pub day: Option<Day>,
    /// The moment; of what runs only because a silence counts as an acceptance, never before that silence is complete.
    pub due: Option<Millis>,
    /// Past the published calendar: not certain.
    pub provisional: bool,
    /// Met or fallen away at this moment.
    pub ended: Option<Millis>,
    /// It does not run at the moment.
    pub paused: bool,
}

impl Limit {
    /// It runs, has a date, and the date is behind us.
    pub fn has_passed(&self, now: Millis) -> bool {
        self.ended.is_none() && self.due.is_some_and(|due| now > due)
    }

    /// It was met or fell away only after its date.
    pub fn ended_late(&self) -> bool {
        matches!((self.ended, self.due), (Some(ended), Some(due)) if ended > due)
    }
}

/// What a moment adds to a state: nothing here changes effect, status or holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtNow {
    /// The limit that screens show: before acceptance the five days, then the earlier of promise and legal limit,
    /// after the outcome its delivery.
    pub due: Option<DueAt>,
    /// Limits that run and have passed.
    pub passed: Vec<LimitKind>,
    /// Counts as accepted, by silence, at this moment.
    pub is_deemed: bool,
    /// A renewal was not decided when the licence expired: it counts as granted (行政许可法 §50).
    pub is_deemed_granted: bool,
}

/// The limit that screens show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueAt {
    /// Which.
    pub kind: LimitKind,
    /// By the close of business of this day.
    pub day: Day,
    /// The moment.
    pub at: Millis,
    /// Past the published calendar.
    pub provisional: bool,
    /// Whole working days left; negative = late.
    pub days_left: i32,
    /// How urgent.
    pub light: Light,
}

impl CaseState {
    /// Every day of a limit that was counted or not, sentence by sentence; while a pause is open, up to `now`. `calendar` is
    /// that of `fold::calendar_of`.
    pub fn explain(&self, limit: &Limit, now: Millis, hours: Hours, calendar: &impl Workdays) -> Vec<Line> {
        let pauses = self.day_pauses(limit, now);
        let mut lines = explained(&terms(limit, &pauses, hours), calendar).1;
        if limit.span.quarters == 0 {
            // A day that was fixed beforehand: nothing was counted.
            return lines.pop().into_iter().collect();
        }
        if limit.day.is_none() {
            let today = Day::of(now);
            lines.retain(|line| line.first_day().is_none_or(|day| day <= today));
            lines.push(Line::Stopped { day: today });
        }
        lines
    }

    /// What each day of a limit is, from the one after its start up to its end, or to `until` where that is later. While a
    /// pause is open nobody knows what the days behind `now` will be.
    pub fn days_of(&self, limit: &Limit, now: Millis, until: Day, calendar: &impl Workdays) -> Vec<Is> {
        let pauses = self.day_pauses(limit, now);
        let terms = terms(limit, &pauses, Hours::default());
        if limit.day.is_some() {
            return days(&terms, until, calendar).1;
        }
        let stopped = Terms { span: Span { quarters: u16::MAX, ..limit.span }, ..terms };
        let passed = Day::of(now).0.saturating_sub(limit.start.0);
        let mut known = days(&stopped, limit.start, calendar).1;
        known.truncate(usize::try_from(passed).unwrap_or(0));
        let behind = Terms { start: Day::of(now).max(limit.start), span: Span { quarters: 0, ..limit.span }, ..terms };
        let unknown = days(&Terms { pauses: &[], extension: 0, ..behind }, until, calendar).1;
        known.into_iter().chain(unknown).collect()
    }

    /// Days that do not count towards a limit, of the pauses that are over.
    pub fn days_out(&self, limit: &Limit) -> Vec<DayPause> {
        let began = if limit.pausable { began_before(&self.pauses, limit.ended) } else { &[] };
        let closed: Vec<Pause> = began.iter().filter(|pause| pause.to.is_some()).copied().collect();
        day_pauses(&closed, 0)
    }

    fn day_pauses(&self, limit: &Limit, now: Millis) -> Vec<DayPause> {
        if limit.pausable { day_pauses(began_before(&self.pauses, limit.ended), now) } else { Vec::new() }
    }

    /// The limit of a duty: each desk of one request has its own, a delivery one for everybody who owes it.
    pub fn limit_of(&self, duty: &Duty) -> Option<&Limit> {
        let mut of_entry = self.limits.iter().filter(|limit| limit.of == duty.of);
        match duty.kind {
            DutyKind::SurveyDue => of_entry.find(|limit| limit.kind == LimitKind::Survey),
            DutyKind::OutcomeToDeliver => of_entry.find(|limit| limit.kind == LimitKind::DeliverBy),
            DutyKind::Task => {
                let task = self.tasks.iter().find(|task| task.hash == duty.of)?;
                let is_his = |to: &TaskTo| (to.addressee.site, to.addressee.dept) == (duty.owner, duty.dept);
                let place = task.to.iter().position(is_his)?;
                of_entry.filter(|limit| limit.kind == LimitKind::Task).nth(place)
            }
            DutyKind::WithdrawalAsked | DutyKind::SupplementIn | DutyKind::OwnStepVoid | DutyKind::Urged => {
                of_entry.find(|limit| limit.kind == LimitKind::Duty && limit.owner == duty.owner)
            }
        }
    }

    /// The limit by which the case is to be decided, that a strip of days shows: the promise, else the legal limit; before an
    /// acceptance the one that lists show.
    pub fn strip_limit(&self) -> Option<&Limit> {
        let last = |kind: LimitKind| self.limits.iter().rfind(|limit| limit.kind == kind);
        let decision = last(LimitKind::Promise).or_else(|| last(LimitKind::Legal));
        match self.status {
            Status::Received => self.shown_limit().or(decision).or_else(|| last(LimitKind::AcceptBy)),
            Status::Accepted | Status::Done | Status::Closed => decision.or_else(|| last(LimitKind::AcceptBy)),
        }
    }

    /// Which limits have passed at this moment. Only screens, cards and `decide` know the time.
    pub fn at(&self, now: Millis, calendar: &impl Workdays) -> AtNow {
        let passed: Vec<LimitKind> =
            self.limits.iter().filter(|limit| limit.has_passed(now)).map(|limit| limit.kind).collect();
        let is_deemed = self.is_deemed || self.status == Status::Received && passed.contains(&LimitKind::AcceptBy);
        let due = self.shown_limit().and_then(|limit| due_at(limit, now, &passed, &self.days_out(limit), calendar));
        let is_deemed_granted = passed.contains(&LimitKind::Renewal);
        AtNow { due, passed, is_deemed, is_deemed_granted }
    }

    /// The limit by which lists are sorted; none for a case that is filed away or delivered.
    pub fn shown_limit(&self) -> Option<&Limit> {
        let running =
            |kind: LimitKind| self.limits.iter().filter(move |limit| limit.kind == kind && limit.ended.is_none());
        let due = |limit: &&Limit| limit.due.unwrap_or(Millis::MAX);
        match self.status {
            // A renewal counts as granted when its licence expires, whatever else still runs.
            Status::Received => {
                let first = running(LimitKind::AcceptBy).chain(running(LimitKind::CorrectBy)).next();
                first.into_iter().chain(running(LimitKind::Renewal)).min_by_key(due)
            }
            Status::Accepted => running(LimitKind::Promise)
                .chain(running(LimitKind::Legal))
                .chain(running(LimitKind::Renewal))
                .min_by_key(due),
            Status::Done => running(LimitKind::DeliverBy).next(),
            Status::Closed => None,
        }
    }
}

fn terms<'a>(limit: &Limit, pauses: &'a [DayPause], hours: Hours) -> Terms<'a> {
    let (factor, extension) = (limit.factor, limit.extension);
    Terms { start: limit.start, span: limit.span, factor, extension, pauses, hours }
}

fn due_at(
    limit: &Limit,
    now: Millis,
    passed: &[LimitKind],
    out: &[DayPause],
    calendar: &impl Workdays,
) -> Option<DueAt> {
    let due = due_of(limit.kind, (limit.starts, out), (limit.day?, limit.due?), now, passed, calendar);
    Some(DueAt { provisional: limit.provisional, ..due })
}

/// How a limit that began at `starts`, has lost the days `out` to pauses and ends with this day and moment stands now;
/// `passed` = others of its case that have passed.
pub fn due_of(
    kind: LimitKind,
    (starts, out): (Millis, &[DayPause]),
    (day, at): (Day, Millis),
    now: Millis,
    passed: &[LimitKind],
    calendar: &impl Workdays,
) -> DueAt {
    let today = Day::of(now);
    let days_left = if today <= day {
        workdays_between(today, day, &[], calendar) as i32
    } else {
        -(workdays_between(day, today, &[], calendar) as i32)
    };
    let light = if kind.is_residents() {
        light_of_resident(passed)
    } else {
        light((Day::of(starts), out, day, at), now, passed, days_left, calendar)
    };
    DueAt { kind, day, at, provisional: calendar.workday(day).is_none(), days_left, light }
}

/// While the case waits for the resident nobody is late but by another limit: his own lights nothing.
fn light_of_resident(passed: &[LimitKind]) -> Light {
    if passed.contains(&LimitKind::Legal) {
        Light::DeepRed
    } else if passed.contains(&LimitKind::Step) {
        Light::Yellow
    } else {
        Light::None
    }
}

/// Lights by the rules in force (domain §2.7).
fn light(
    (start, out, day, at): (Day, &[DayPause], Day, Millis),
    now: Millis,
    passed: &[LimitKind],
    days_left: i32,
    calendar: &impl Workdays,
) -> Light {
    if passed.contains(&LimitKind::Legal) {
        return Light::DeepRed;
    }
    if now > at {
        return Light::Red;
    }
    let whole = workdays_between(start, day, out, calendar).max(1);
    let used = workdays_between(start, Day::of(now).min(day), out, calendar);
    let thresholds = calendar.thresholds();
    if passed.contains(&LimitKind::Step) || thresholds.is_yellow(whole, used) {
        return Light::Yellow;
    }
    let left = u32::try_from(days_left).unwrap_or(0);
    if thresholds.is_blue(whole, used, left) { Light::Blue } else { Light::None }
}
