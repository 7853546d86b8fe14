//! Sums of what happened in some stretches of days: months from their counters, other days from the indexes.

use super::Scope;
use crate::error::Error;
use crate::store::project::{BY_ITEM, BY_OFFICER, BY_PLACE, COUNTED_COLUMNS, Counted, Counts, Happened, read_counted};
use crate::store::query::Look;
use daiban_shared::api::DaySpan;
use daiban_shared::day::Day;
use daiban_shared::figures::{Dimension, first_of, month_of};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// What a sum is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    All,
    Place(u32),
    Department(u16),
    Item(String),
    /// 0 = nobody.
    Officer(i64),
}

/// A stretch of days and the sums of what happened in it.
#[derive(Debug)]
pub struct Target {
    /// First day; none = from the beginning.
    from: Option<Day>,
    to: Day,
    pub sums: BTreeMap<Key, Counts>,
}

impl Target {
    /// Some days.
    pub fn of(span: DaySpan) -> Self {
        Self { from: Some(span.from), to: span.to, sums: BTreeMap::new() }
    }

    /// Everything up to the end of a day.
    pub fn until(to: Day) -> Self {
        Self { from: None, to, sums: BTreeMap::new() }
    }

    fn has(&self, day: i32) -> bool {
        self.from.is_none_or(|from| from.0 <= day) && day <= self.to.0
    }

    fn add(&mut self, key: Key, counts: Counts) {
        if counts != Counts::default() {
            self.sums.entry(key).or_default().add(counts, 1);
        }
    }

    /// Whole months in it, from and up to.
    fn months(&self) -> (i32, i32) {
        let first = self.from.map_or(i32::MIN, |from| {
            let month = month_of(from);
            if first_of(month) == from { month } else { month + 1 }
        });
        let next = month_of(self.to.plus(1));
        (first, next - 1)
    }

    /// The days that lie in no whole month: none, one stretch or two.
    fn days(&self) -> Vec<(Day, Day)> {
        let (first, last) = self.months();
        if first > last {
            return self.from.map(|from| (from, self.to)).into_iter().collect();
        }
        let before = self.from.map(|from| (from, first_of(first).plus(-1)));
        let behind = (first_of(last + 1), self.to);
        before.into_iter().chain([behind]).filter(|(from, to)| from <= to).collect()
    }
}

/// Adds up what happened in each of them.
pub fn gather(
    conn: &Connection,
    look: Look<'_>,
    scope: Scope,
    by: Dimension,
    targets: &mut [Target],
) -> Result<(), Error> {
    let sums = Sums { scope, by };
    match (scope, by) {
        // A village is small, and its counters by item would be as many as its cases.
        (Scope::Own(_), Dimension::Department | Dimension::Item | Dimension::Officer) => {
            sums.own_cases(conn, targets)?
        }
        (_, _) => {
            sums.months(conn, targets)?;
            sums.days(conn, targets)?;
        }
    }
    sums.silent(conn, look, targets)
}

#[derive(Clone, Copy)]
struct Sums {
    scope: Scope,
    by: Dimension,
}

impl Sums {
    fn key(self, case: &Counted, officer: i64) -> Key {
        match self.by {
            Dimension::Place => Key::Place(case.site),
            Dimension::Department => Key::Department(case.dept.unwrap_or(0)),
            Dimension::Item => Key::Item(case.item.clone()),
            Dimension::Officer => Key::Officer(officer),
            Dimension::Time => Key::All,
        }
    }

    fn counts(self, happened: Happened) -> Counts {
        if self.by == Dimension::Officer { happened.of_officer } else { happened.counts }
    }

    fn add(self, target: &mut Target, case: &Counted, happened: Happened) {
        target.add(self.key(case, happened.officer), self.counts(happened));
    }

    fn months(self, conn: &Connection, targets: &mut [Target]) -> Result<(), Error> {
        let spans: Vec<(i32, i32)> = targets.iter().map(Target::months).collect();
        let is_open = |target: &Target| target.from.is_none();
        // Everything before this month is in each of the sums that have no beginning, and in no other.
        let open_ends = targets.iter().zip(&spans).filter(|(target, _)| is_open(target)).map(|(_, (_, last))| *last);
        let starts = targets.iter().zip(&spans).filter(|(target, _)| !is_open(target)).map(|(_, (first, _))| *first);
        let first = starts.chain(open_ends.map(|last| last + 1)).min().unwrap_or(i32::MIN);
        let last = spans.iter().map(|(_, last)| *last).max().unwrap_or(first);
        let (kind, by_site) = self.counters();
        let site = if by_site { " AND site = ?4" } else { " AND ?4 = ?4" };
        let before = format!(
            "SELECT ?3, site, dept, item, officer, sum(accepted), 0, 0, 0, 0, 0, 0, 0, sum(\"left\") \
             FROM figure WHERE kind = ?1 AND month < ?2{site} GROUP BY site, dept, item, officer"
        );
        let within = format!(
            "SELECT month, site, dept, item, officer, accepted, instant, done, on_time, early, treated, after_fact, unaccepted, \"left\" \
             FROM figure WHERE kind = ?1 AND month BETWEEN ?2 AND ?3{site}"
        );
        for (sql, is_before) in [(before, true), (within, false)] {
            let mut query = conn.prepare_cached(&sql)?;
            let mut rows = query.query(params![kind, first, last, self.scope.site().0])?;
            while let Some(row) = rows.next()? {
                let month: i32 = row.get(0)?;
                let key = match self.by {
                    Dimension::Place => Key::Place(row.get(1)?),
                    Dimension::Department => Key::Department(row.get(2)?),
                    Dimension::Item => Key::Item(row.get(3)?),
                    Dimension::Officer => Key::Officer(row.get(4)?),
                    Dimension::Time => Key::All,
                };
                let counts = Counts::read(row, 5)?;
                for (target, (first, last)) in targets.iter_mut().zip(&spans) {
                    let counts_here = if is_before { is_open(target) } else { (*first..=*last).contains(&month) };
                    if counts_here {
                        target.add(key.clone(), counts);
                    }
                }
            }
        }
        Ok(())
    }

    /// Which counters, and whether they are of the scope alone. Of a town's table of places, the caller keeps those that he knows.
    fn counters(self) -> (i64, bool) {
        match (self.by, self.scope) {
            (Dimension::Place, _) => (BY_PLACE, false),
            (Dimension::Officer, _) => (BY_OFFICER, true),
            (_, Scope::Own(_)) => (BY_PLACE, true),
            (Dimension::Department | Dimension::Item | Dimension::Time, Scope::All(_) | Scope::Town(_)) => {
                (BY_ITEM, true)
            }
        }
    }

    fn days(self, conn: &Connection, targets: &mut [Target]) -> Result<(), Error> {
        let came = "SELECT accepted_day, NULL, NULL, dept, item_code, acceptor, NULL, marks, site, town \
                    FROM case_view INDEXED BY case_accepted WHERE accepted_day BETWEEN ?1 AND ?2 AND silent_at IS NULL";
        let went = "SELECT accepted_day, NULL, ended_day, dept, item_code, acceptor, decider, marks, site, town \
                    FROM case_view INDEXED BY case_ended WHERE ended_day BETWEEN ?1 AND ?2";
        let (mut came, mut went) = (conn.prepare_cached(came)?, conn.prepare_cached(went)?);
        for target in targets {
            for (from, to) in target.days() {
                let mut rows = came.query(params![from.0, to.0])?;
                while let Some(row) = rows.next()? {
                    let case = read_counted(row, 0)?;
                    if self.scope.has(case.site, case.town) {
                        case.came().into_iter().for_each(|happened| self.add(target, &case, happened));
                    }
                }
                let mut rows = went.query(params![from.0, to.0])?;
                while let Some(row) = rows.next()? {
                    let case = read_counted(row, 0)?;
                    if self.scope.has(case.site, case.town) {
                        case.went().for_each(|happened| self.add(target, &case, happened));
                    }
                }
            }
        }
        Ok(())
    }

    fn own_cases(self, conn: &Connection, targets: &mut [Target]) -> Result<(), Error> {
        let sql = format!("SELECT {COUNTED_COLUMNS} FROM case_view WHERE site = ?1");
        let mut query = conn.prepare_cached(&sql)?;
        let mut rows = query.query([self.scope.site().0])?;
        while let Some(row) = rows.next()? {
            let case = read_counted(row, 0)?;
            for happened in case.happened() {
                for target in targets.iter_mut().filter(|target| target.has(happened.day)) {
                    self.add(target, &case, happened);
                }
            }
        }
        Ok(())
    }

    /// Nobody has accepted them, but the five days have passed in silence: that depends on now, so no counter knows it.
    fn silent(self, conn: &Connection, look: Look<'_>, targets: &mut [Target]) -> Result<(), Error> {
        let sql = format!("SELECT {COUNTED_COLUMNS} FROM case_view INDEXED BY case_silent WHERE silent_at < ?1");
        let mut query = conn.prepare_cached(&sql)?;
        let mut rows = query.query([look.now as i64])?;
        while let Some(row) = rows.next()? {
            let case = read_counted(row, 0)?;
            let Some(day) = case.accepted.filter(|_| self.scope.has(case.site, case.town)) else { continue };
            for target in targets.iter_mut().filter(|target| target.has(day)) {
                self.add(target, &case, case.accepted_on(day));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_its_whole_months_and_the_days_at_both_ends() {
        let day = |text: &str| Day::parse(text).expect("a day");
        let table = [
            ("2026-01-01", "2026-03-31", 3, vec![]),
            ("2026-01-02", "2026-03-30", 1, vec!["2026-01-02 2026-01-31", "2026-03-01 2026-03-30"]),
            ("2026-01-05", "2026-01-09", 0, vec!["2026-01-05 2026-01-09"]),
            ("2026-01-20", "2026-02-10", 0, vec!["2026-01-20 2026-02-10"]),
            ("2026-01-01", "2026-02-10", 1, vec!["2026-02-01 2026-02-10"]),
        ];
        for (from, to, months, days) in table {
            let target = Target::of(DaySpan { from: day(from), to: day(to) });
            let (first, last) = target.months();
            assert_eq!((last - first + 1).max(0), months, "{from} {to}");
            let found: Vec<String> = target.days().iter().map(|(from, to)| format!("{from} {to}")).collect();
            assert_eq!(found, days, "{from} {to}");
        }
        assert_eq!(Target::until(day("2026-02-28")).days(), []);
        assert_eq!(Target::until(day("2026-02-27")).days(), [(day("2026-02-01"), day("2026-02-27"))]);
    }
}
