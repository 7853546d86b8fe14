//! A year of working days over its versions: which document sets each of its days.

use super::View;
use crate::day::Day;
use crate::kind::Calendar;
use std::collections::BTreeMap;

/// The documents of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearDocuments<'a> {
    /// That of the year as a whole.
    pub own: &'a str,
    /// Days that a later document changed, with the newest that did.
    pub changed: BTreeMap<Day, &'a str>,
}

impl<'a> YearDocuments<'a> {
    /// The document of a day.
    pub fn of(&self, day: Day) -> &'a str {
        self.changed.get(&day).copied().unwrap_or(self.own)
    }
}

impl<'a> View<'a> {
    /// Which documents set the days of a year; none while it is not published.
    ///
    /// A row whose days differ from those before sets only the days that differ; one that changes no day names the year's document anew.
    pub fn year_documents(&self, year: u16) -> Option<YearDocuments<'a>> {
        let mut versions: Vec<&(usize, Calendar)> =
            self.directory.calendars.get(&year)?.iter().filter(|(row, _)| self.sees(*row)).collect();
        versions.sort_by_key(|(row, _)| self.directory.rows[*row].depth);
        let first = Day::from_ymd(year.cast_signed(), 1, 1)?;
        let (_, begin) = versions.first()?;
        let mut out = YearDocuments { own: &begin.document, changed: BTreeMap::new() };
        for (before, after) in versions.iter().zip(versions.iter().skip(1)) {
            let days = differing(&before.1, &after.1, first);
            if days.is_empty() {
                out.own = &after.1.document;
            }
            out.changed.extend(days.into_iter().map(|day| (day, after.1.document.as_str())));
        }
        Some(out)
    }
}

fn differing(before: &Calendar, after: &Calendar, first: Day) -> Vec<Day> {
    let works =
        |calendar: &Calendar, at: usize| calendar.workdays.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1);
    let bits = before.workdays.len().max(after.workdays.len()) * 8;
    let differ = (0..bits).filter(|at| works(before, *at) != works(after, *at));
    differ.filter_map(|at| i32::try_from(at).ok()).map(|at| first.plus(at)).collect()
}
