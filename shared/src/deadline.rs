//! The clock: when something is due, and why. Pure: the same answer on every machine and in the browser.
//!
//! The start day does not count; a limit ends at close of business of its last day (行政许可法 §82, 民法典 §201-203). A pause
//! (from, to] takes out the days after `from` up to `to`: pauses are united, then cut with the days that count, so a day
//! that two of them cover is taken out once. A limit in days or months that would end on a day off ends on the next
//! working day. Part days end within the hours of their day: half a day is half of the time between opening and closing.

mod ask;
mod calendar;
mod walk;
mod words;

pub use ask::{Asked, Told, Wrong, asked};
pub use calendar::{Thresholds, Workdays, Years};
pub use walk::{Is, days, deadline, explained};
pub use words::{Line, span_words};

use crate::day::{Day, minute_of};
use crate::id::Millis;
use crate::item::{Span, Unit};

/// When a place opens where nobody says: 8:30.
pub const OPENS_MINUTE: u16 = 510;
/// When a place closes where nobody says: 17:30.
pub const CLOSES_MINUTE: u16 = 1_050;
/// No limit is longer: a bound for the walk, ten years.
pub(crate) const DAYS_MAX: i32 = 3_660;
/// A factor that changes nothing.
pub const WHOLE_PERMILLE: u16 = 1_000;
/// Quarters of a day.
const QUARTERS: u16 = 4;

/// When a place works, in minutes after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Opening.
    pub opens: u16,
    /// Close of business.
    pub closes: u16,
}

impl Default for Hours {
    fn default() -> Self {
        Self { opens: OPENS_MINUTE, closes: CLOSES_MINUTE }
    }
}

impl Hours {
    /// Closing at this minute; opening as usual, or at once where the place closes before.
    pub fn closing(closes: u16) -> Self {
        Self { opens: OPENS_MINUTE.min(closes), closes }
    }

    /// The minute at which so many quarters of a working day are over; 0 and 4 = close of business.
    fn minute(self, quarters: u16) -> u16 {
        match quarters % QUARTERS {
            0 => self.closes,
            part => {
                let whole = u32::from(self.closes.saturating_sub(self.opens));
                let past = whole * u32::from(part) / u32::from(QUARTERS);
                self.opens.saturating_add(u16::try_from(past).unwrap_or(u16::MAX))
            }
        }
    }
}

/// Days that do not count: after `from`, up to and including `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayPause {
    /// The last day that counts.
    pub from: Day,
    /// The last day that does not.
    pub to: Day,
}

impl DayPause {
    pub(crate) fn covers(self, day: Day) -> bool {
        self.from < day && day <= self.to
    }
}

/// What a deadline is reckoned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms<'a> {
    /// The day on which it begins; it does not count.
    pub start: Day,
    /// How long.
    pub span: Span,
    /// The span times this, in thousandths; never less than one day, unless the span itself is shorter (绿色通道: 500).
    pub factor: u16,
    /// Quarter days that an extension adds, in the unit of the span; to months, calendar days.
    pub extension: u16,
    /// What does not count.
    pub pauses: &'a [DayPause],
    /// When the place works.
    pub hours: Hours,
}

impl<'a> Terms<'a> {
    /// A span from a day on, nothing else.
    pub fn plain(start: Day, span: Span, pauses: &'a [DayPause]) -> Self {
        Self { start, span, factor: WHOLE_PERMILLE, extension: 0, pauses, hours: Hours::default() }
    }

    /// The quarters of the span after the factor, without the extension.
    pub(crate) fn quarters(&self) -> u16 {
        scaled(self.span.quarters, self.factor)
    }
}

/// A span's quarters times a factor in thousandths, rounded up, with one day as the floor.
pub fn scaled(quarters: u16, permille: u16) -> u16 {
    if permille == WHOLE_PERMILLE {
        return quarters;
    }
    let times = (u32::from(quarters) * u32::from(permille)).div_ceil(u32::from(WHOLE_PERMILLE));
    u16::try_from(times).unwrap_or(u16::MAX).max(QUARTERS.min(quarters))
}

/// When something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub day: Day,
    /// The minute of that day.
    pub minute: u16,
    /// It rests on a year whose calendar is not published: Monday to Friday were taken for working days.
    pub provisional: bool,
}

impl Deadline {
    /// The moment.
    pub fn at(self) -> Millis {
        self.day.at_minute(self.minute)
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

/// The last day of a span that begins on `start`.
pub fn due_day(start: Day, span: Span, pauses: &[DayPause], calendar: &impl Workdays) -> Counted {
    let due = deadline(&Terms::plain(start, span, pauses), calendar);
    Counted { day: due.day, provisional: due.provisional }
}

/// The day on which an application counts as received. For an instant item, what comes after closing time or on a day off
/// is received on the next working day; for all others the day of the calendar stands.
pub fn received_on(at: Millis, is_instant: bool, hours: Hours, calendar: &impl Workdays) -> Day {
    let day = Day::of(at);
    if !is_instant {
        return day;
    }
    let comes_late = minute_of(at) > hours.closes;
    let first = if comes_late { day.plus(1) } else { day };
    (0..DAYS_MAX).map(|days| first.plus(days)).find(|day| calendar::is_workday(*day, calendar).0).unwrap_or(first)
}

/// Working days after `start` up to and including `end`, pauses apart.
pub fn workdays_between(start: Day, end: Day, pauses: &[DayPause], calendar: &impl Workdays) -> u32 {
    let mut count = 0;
    let mut day = start;
    while day < end && day.0.saturating_sub(start.0) < DAYS_MAX {
        day = day.plus(1);
        if calendar::is_workday(day, calendar).0 && !pauses.iter().any(|pause| pause.covers(day)) {
            count += 1;
        }
    }
    count
}

/// Whether a unit counts working days only.
pub(crate) fn counts_workdays(unit: Unit) -> bool {
    match unit {
        Unit::Workday => true,
        Unit::Day | Unit::Month => false,
    }
}
