//! Which days are working days, as the public feed has them.

use crate::day::Day;
use crate::ground::View;
use crate::kind::Calendar;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Says which days are working days.
pub trait Workdays {
    /// None = the calendar of that year is not published.
    fn workday(&self, day: Day) -> Option<bool>;

    /// Number of the document that sets the calendar of this day's year; none where it is not known.
    fn document(&self, day: Day) -> Option<&str> {
        let _ = day;
        None
    }
}

/// Whether a day is worked, and whether that is only assumed.
pub(crate) fn is_workday(day: Day, calendar: &impl Workdays) -> (bool, bool) {
    match calendar.workday(day) {
        Some(is_workday) => (is_workday, false),
        None => (day.weekday() <= 5, true),
    }
}

impl Workdays for View<'_> {
    fn workday(&self, day: Day) -> Option<bool> {
        Years::new(*self).workday(day)
    }

    fn document(&self, day: Day) -> Option<&str> {
        document_of(self.calendar(year_of(day)?)?)
    }
}

/// Years by their number, as they stand in a file or come from a page.
impl Workdays for BTreeMap<u16, Calendar> {
    fn workday(&self, day: Day) -> Option<bool> {
        let number = year_of(day)?;
        let first = Day::from_ymd(number.cast_signed(), 1, 1)?;
        bit(&self.get(&number)?.workdays, day, first)
    }

    fn document(&self, day: Day) -> Option<&str> {
        document_of(self.get(&year_of(day)?)?)
    }
}

fn year_of(day: Day) -> Option<u16> {
    u16::try_from(day.ymd().0).ok()
}

fn document_of(calendar: &Calendar) -> Option<&str> {
    Some(calendar.document.as_str()).filter(|document| !document.is_empty())
}

fn bit(workdays: &[u8], day: Day, first: Day) -> Option<bool> {
    let offset = usize::try_from(day.0 - first.0).ok()?;
    workdays.get(offset / 8).map(|byte| byte >> (offset % 8) & 1 == 1)
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

    fn year(&self, day: Day) -> Option<Year<'a>> {
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
        let year = self.year(day)?;
        bit(year.workdays?, day, year.first)
    }

    fn document(&self, day: Day) -> Option<&str> {
        document_of(self.view.calendar(year_of(day)?)?)
    }
}
