//! Which days are working days, as the public feed has them.

use crate::day::Day;
use crate::ground::View;
use crate::kind::{Calendar, RuleKind};
use crate::watch::default_rule;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Says which days are working days.
pub trait Workdays {
    /// None = the calendar of that year is not published.
    fn workday(&self, day: Day) -> Option<bool>;

    /// When lights come on (kind 70); the defaults of domain §2.7 where nobody says.
    fn thresholds(&self) -> Thresholds {
        Thresholds::default()
    }

    /// Number of the document that sets this day: its own where it was corrected, else that of its year; none where it is not known.
    fn document(&self, day: Day) -> Option<&str> {
        let _ = day;
        None
    }
}

/// When the lights of a case that is still in time come on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Blue with so many quarter working days left or fewer; none = this rule is off.
    pub left_quarters: Option<u32>,
    /// Blue from this share of the limit on, in percent.
    pub blue_percent: Option<u32>,
    /// Yellow from this share on.
    pub yellow_percent: Option<u32>,
}

impl Default for Thresholds {
    fn default() -> Self {
        let of = |what| Some(default_rule(what).threshold);
        Self {
            left_quarters: of(RuleKind::DaysLeft),
            blue_percent: of(RuleKind::PromiseShare),
            yellow_percent: of(RuleKind::PromiseNear),
        }
    }
}

impl Thresholds {
    /// As the district has them.
    pub fn of(view: View<'_>) -> Self {
        let of = |what| match view.rule(what) {
            Some(rule) if rule.ended => None,
            Some(rule) => Some(rule.threshold),
            None => Some(default_rule(what).threshold),
        };
        Self {
            left_quarters: of(RuleKind::DaysLeft),
            blue_percent: of(RuleKind::PromiseShare),
            yellow_percent: of(RuleKind::PromiseNear),
        }
    }

    /// Blue: of a limit of `whole` working days `used` are over and `left` are to come.
    pub fn is_blue(self, whole: u32, used: u32, left: u32) -> bool {
        self.left_quarters.is_some_and(|quarters| left * 4 <= quarters) || reached(self.blue_percent, whole, used)
    }

    /// Yellow; a limit of one day goes from blue to red.
    pub fn is_yellow(self, whole: u32, used: u32) -> bool {
        whole > 1 && reached(self.yellow_percent, whole, used)
    }
}

fn reached(percent: Option<u32>, whole: u32, used: u32) -> bool {
    percent.is_some_and(|percent| u64::from(used) * 100 >= u64::from(whole) * u64::from(percent))
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
        document_in(*self, day)
    }

    fn thresholds(&self) -> Thresholds {
        Thresholds::of(*self)
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

fn document_in(view: View<'_>, day: Day) -> Option<&str> {
    Some(view.year_documents(year_of(day)?)?.of(day)).filter(|document| !document.is_empty())
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
        document_in(self.view, day)
    }

    fn thresholds(&self) -> Thresholds {
        Thresholds::of(self.view)
    }
}
