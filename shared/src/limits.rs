//! Limits: what is due when, counted in working days of the published calendar. Data of `fold`; `at(now)` says what passed.
//!
//! The start day does not count; a limit ends at close of business of its last day (行政许可法 §82, 民法典 §201-203).
//! A pause (from, to] takes out its days: pauses are united, then cut with the counted days, never added twice.

mod reckon;

pub(crate) use reckon::limits_of;
pub use reckon::reckoning_at;

use crate::api::{Light, LimitKind};
use crate::case::{CaseState, Status};
use crate::day::Day;
use crate::ground::View;
use crate::id::{Hash, Millis, SiteId};
use crate::item::{Span, Unit};
use std::cell::Cell;

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
    /// How long.
    pub span: Span,
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

/// Says which days are working days.
pub trait Workdays {
    /// None = the calendar of that year is not published.
    fn workday(&self, day: Day) -> Option<bool>;
}

impl Workdays for View<'_> {
    fn workday(&self, day: Day) -> Option<bool> {
        Years::new(*self).workday(day)
    }
}

/// A calendar that remembers the year it looked up last: a limit asks for one day after the other.
pub struct Years<'a> {
    view: View<'a>,
    last: Cell<Option<Year<'a>>>,
}

#[derive(Clone, Copy)]
struct Year<'a> {
    first: Day,
    next: Day,
    workdays: Option<&'a [u8]>,
}

impl<'a> Years<'a> {
    /// Nothing looked up yet.
    pub fn new(view: View<'a>) -> Self {
        Self { view, last: Cell::new(None) }
    }

    fn year_of(&self, day: Day) -> Option<Year<'a>> {
        if let Some(year) = self.last.get().filter(|year| year.first <= day && day < year.next) {
            return Some(year);
        }
        let (number, _, _) = day.ymd();
        let calendar = u16::try_from(number).ok().and_then(|number| self.view.calendar(number));
        let year = Year {
            first: Day::from_ymd(number, 1, 1)?,
            next: Day::from_ymd(number.checked_add(1)?, 1, 1)?,
            workdays: calendar.map(|calendar| calendar.workdays.as_slice()),
        };
        self.last.set(Some(year));
        Some(year)
    }
}

impl Workdays for Years<'_> {
    fn workday(&self, day: Day) -> Option<bool> {
        let year = self.year_of(day)?;
        let offset = usize::try_from(day.0 - year.first.0).ok()?;
        year.workdays?.get(offset / 8).map(|byte| byte >> (offset % 8) & 1 == 1)
    }
}

/// Days that do not count: after `from`, up to and including `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayPause {
    /// The last day that counts.
    pub from: Day,
    /// The last day that does not.
    pub to: Day,
}

impl DayPause {
    fn covers(self, day: Day) -> bool {
        self.from < day && day <= self.to
    }
}

/// A counted day and whether it rests on a calendar that is not published yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The day.
    pub day: Day,
    /// Past the published calendar: Monday to Friday were taken for working days.
    pub provisional: bool,
}

/// No limit is longer: a bound for the walk, ten years.
const DAYS_MAX: i32 = 3_660;

/// The last day of a span that starts on `start`. Part days count as whole days of the calendar.
pub fn due_day(start: Day, span: Span, pauses: &[DayPause], calendar: &impl Workdays) -> Counted {
    let whole = u32::from(span.quarters).div_ceil(4);
    match span.unit {
        Unit::Workday => nth_day(start, whole, pauses, calendar, true),
        Unit::Day => next_workday(nth_day(start, whole, pauses, calendar, false), calendar),
        Unit::Month => {
            let last = start.plus_months(whole);
            let days = u32::try_from(last.0.saturating_sub(start.0)).unwrap_or(0);
            next_workday(nth_day(start, days, pauses, calendar, false), calendar)
        }
    }
}

fn nth_day(start: Day, n: u32, pauses: &[DayPause], calendar: &impl Workdays, only_workdays: bool) -> Counted {
    let mut here = Counted { day: start, provisional: false };
    let mut left = n;
    let mut walked = 0;
    while left > 0 && walked < DAYS_MAX {
        here.day = here.day.plus(1);
        walked += 1;
        let (is_workday, provisional) = workday(here.day, calendar);
        here.provisional |= provisional && only_workdays;
        if (is_workday || !only_workdays) && !pauses.iter().any(|pause| pause.covers(here.day)) {
            left -= 1;
        }
    }
    here
}

/// A limit in days or months whose last day is a holiday ends on the next working day (民法典 §203).
fn next_workday(mut here: Counted, calendar: &impl Workdays) -> Counted {
    for _ in 0..DAYS_MAX {
        let (is_workday, provisional) = workday(here.day, calendar);
        here.provisional |= provisional;
        if is_workday {
            break;
        }
        here.day = here.day.plus(1);
    }
    here
}

fn workday(day: Day, calendar: &impl Workdays) -> (bool, bool) {
    match calendar.workday(day) {
        Some(is_workday) => (is_workday, false),
        None => (day.weekday() <= 5, true),
    }
}

/// Working days after `start` up to and including `end`, pauses apart.
pub fn workdays_between(start: Day, end: Day, pauses: &[DayPause], calendar: &impl Workdays) -> u32 {
    let mut count = 0;
    let mut day = start;
    while day < end && day.0 - start.0 < DAYS_MAX {
        day = day.plus(1);
        if workday(day, calendar).0 && !pauses.iter().any(|pause| pause.covers(day)) {
            count += 1;
        }
    }
    count
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
    /// Which limits have passed at this moment. Only screens, cards and `decide` know the time.
    pub fn at(&self, now: Millis, calendar: &impl Workdays) -> AtNow {
        let passed: Vec<LimitKind> =
            self.limits.iter().filter(|limit| limit.has_passed(now)).map(|limit| limit.kind).collect();
        let is_deemed = self.is_deemed || self.status == Status::Received && passed.contains(&LimitKind::AcceptBy);
        let due = self.shown_limit().and_then(|limit| due_at(limit, now, &passed, calendar));
        AtNow { due, passed, is_deemed }
    }

    /// The limit by which lists are sorted; none for a case that is filed away or delivered.
    pub fn shown_limit(&self) -> Option<&Limit> {
        let running =
            |kind: LimitKind| self.limits.iter().filter(move |limit| limit.kind == kind && limit.ended.is_none());
        match self.status {
            Status::Received => running(LimitKind::AcceptBy).chain(running(LimitKind::CorrectBy)).next(),
            Status::Accepted => running(LimitKind::Promise)
                .chain(running(LimitKind::Legal))
                .min_by_key(|limit| limit.due.unwrap_or(Millis::MAX)),
            Status::Done => running(LimitKind::DeliverBy).next(),
            Status::Closed => None,
        }
    }
}

fn due_at(limit: &Limit, now: Millis, passed: &[LimitKind], calendar: &impl Workdays) -> Option<DueAt> {
    let due = due_of(limit.kind, limit.starts, (limit.day?, limit.due?), now, passed, calendar);
    Some(DueAt { provisional: limit.provisional, ..due })
}

/// How a limit that began at `starts` and ends with this day and moment stands now; `passed` = others of its case that have passed.
pub fn due_of(
    kind: LimitKind,
    starts: Millis,
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
    let light = light((Day::of(starts), day, at), now, passed, days_left, calendar);
    DueAt { kind, day, at, provisional: calendar.workday(day).is_none(), days_left, light }
}

/// Lights by the defaults of domain §2.7.
fn light(
    (start, day, at): (Day, Day, Millis),
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
    let whole = workdays_between(start, day, &[], calendar).max(1);
    let used = workdays_between(start, Day::of(now).min(day), &[], calendar);
    if passed.contains(&LimitKind::Step) || used * 10 >= whole * 9 && whole > 1 && days_left == 0 {
        return Light::Yellow;
    }
    if days_left <= 1 || used * 10 >= whole * 8 {
        return Light::Blue;
    }
    Light::None
}
