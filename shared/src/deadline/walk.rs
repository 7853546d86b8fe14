//! The walk from the start day to the due day, once for all: what reckons and what explains go the same way.

use super::calendar::{Workdays, is_workday};
use super::words::{Line, Lines};
use super::{DAYS_MAX, DayPause, Deadline, QUARTERS, Terms, counts_workdays};
use crate::day::Day;
use crate::item::Unit;
use serde::{Deserialize, Serialize};

/// What a day is on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Is {
    /// It counts.
    Counted,
    /// A weekend on which the counter works: it counts.
    MakeUp,
    /// Saturday or Sunday.
    Weekend,
    /// Monday to Friday, and the counter is closed.
    Holiday,
    /// Within a pause.
    Paused,
    /// Behind the last day, and the counter is closed: the limit ends on the next working day.
    MovedOn,
    /// Behind the last day, and the counter works: the limit ends here.
    MovedTo,
    /// Behind the end, a day on which the counter works.
    Later,
    /// Behind the end, a day on which it does not.
    LaterOff,
}

/// One day of the way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) day: Day,
    pub(super) is: Is,
    /// Only assumed: the calendar of the year is not published.
    pub(super) provisional: bool,
}

/// When it is due.
pub fn deadline(terms: &Terms<'_>, calendar: &impl Workdays) -> Deadline {
    walk(terms, calendar, |_| {})
}

/// When it is due, and every day that was counted or not, with the reason.
pub fn explained(terms: &Terms<'_>, calendar: &impl Workdays) -> (Deadline, Vec<Line>) {
    let mut lines = Lines::begin(terms);
    let due = walk(terms, calendar, |seen| lines.see(seen, calendar));
    (due, lines.end(terms, due))
}

/// When it is due, and what each day is, from the one after the start up to the end, or up to `until` where that is later.
pub fn days(terms: &Terms<'_>, until: Day, calendar: &impl Workdays) -> (Deadline, Vec<Is>) {
    let mut days = Vec::new();
    let due = walk(terms, calendar, |seen| days.push(seen.is));
    let last = terms.start.plus(i32::try_from(days.len()).unwrap_or(0));
    let behind = (last.0.saturating_add(1)..=until.0.min(terms.start.0.saturating_add(DAYS_MAX))).map(Day);
    days.extend(behind.map(|day| if is_workday(day, calendar).0 { Is::Later } else { Is::LaterOff }));
    (due, days)
}

fn walk(terms: &Terms<'_>, calendar: &impl Workdays, mut see: impl FnMut(Seen)) -> Deadline {
    let total = terms.quarters().saturating_add(terms.extension);
    let mut here = Here { day: terms.start, provisional: false, walked: 0 };
    match terms.span.unit {
        Unit::Workday => {
            here.count(total.div_ceil(QUARTERS), terms, calendar, &mut see);
            Deadline { day: here.day, minute: terms.hours.minute(total), provisional: here.provisional }
        }
        Unit::Day => here.closing(total.div_ceil(QUARTERS), terms, calendar, &mut see),
        Unit::Month => {
            let last = terms.start.plus_months(u32::from(terms.quarters().div_ceil(QUARTERS)));
            let days = last.0.saturating_sub(terms.start.0).saturating_add(terms.extension.div_ceil(QUARTERS).into());
            here.closing(u16::try_from(days).unwrap_or(0), terms, calendar, &mut see)
        }
    }
}

/// How far the walk has come.
struct Here {
    day: Day,
    provisional: bool,
    walked: i32,
}

impl Here {
    fn count(&mut self, n: u16, terms: &Terms<'_>, calendar: &impl Workdays, see: &mut impl FnMut(Seen)) {
        let only_workdays = counts_workdays(terms.span.unit);
        let mut left = n;
        while left > 0 && self.walked < DAYS_MAX {
            self.walked += 1;
            self.day = self.day.plus(1);
            let (works, assumed) = is_workday(self.day, calendar);
            let provisional = assumed && only_workdays;
            self.provisional |= provisional;
            let is = day_is(self.day, works, only_workdays, terms.pauses);
            if matches!(is, Is::Counted | Is::MakeUp) {
                left -= 1;
            }
            see(Seen { day: self.day, is, provisional });
        }
    }

    /// Counts days of the calendar; a last day on which nobody works moves on to the next working day (民法典 §203).
    fn closing(&mut self, n: u16, terms: &Terms<'_>, calendar: &impl Workdays, see: &mut impl FnMut(Seen)) -> Deadline {
        self.count(n, terms, calendar, see);
        let mut is = None;
        for _ in 0..DAYS_MAX {
            let (works, provisional) = is_workday(self.day, calendar);
            self.provisional |= provisional;
            if let Some(is) = is {
                let is = if works { Is::MovedTo } else { is };
                see(Seen { day: self.day, is, provisional });
            }
            if works {
                break;
            }
            is = Some(Is::MovedOn);
            self.day = self.day.plus(1);
        }
        Deadline { day: self.day, minute: terms.hours.closes, provisional: self.provisional }
    }
}

fn day_is(day: Day, works: bool, only_workdays: bool, pauses: &[DayPause]) -> Is {
    let is_weekend = day.weekday() > 5;
    if only_workdays && !works {
        return if is_weekend { Is::Weekend } else { Is::Holiday };
    }
    if pauses.iter().any(|pause| pause.covers(day)) {
        return Is::Paused;
    }
    if only_workdays && is_weekend { Is::MakeUp } else { Is::Counted }
}
