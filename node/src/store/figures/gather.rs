//! Sums of what happened in some stretches of days: what was before from whole years, months from their counters, other days from the
//! indexes.

use super::Scope;
use crate::error::Error;
use crate::store::project::{BY_ITEM, BY_OFFICER, BY_PLACE, COUNTED_COLUMNS, Counted, Counts, Happened, read_counted};
use crate::store::query::Look;
use daiban_shared::api::DaySpan;
use daiban_shared::day::Day;
use daiban_shared::figures::{Dimension, first_of, month_of};
use rusqlite::{Connection, Row, params};
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

/// What was found: of each name the sums of the stretches, in their order.
pub type Sums = BTreeMap<Key, Vec<Counts>>;

/// A stretch of days.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// First day; none = from the beginning: then only the balance of the sums is known.
    from: Option<Day>,
    to: Day,
}

impl Target {
    /// Some days.
    pub fn of(span: DaySpan) -> Self {
        Self { from: Some(span.from), to: span.to }
    }

    /// Everything up to the end of a day.
    pub fn until(to: Day) -> Self {
        Self { from: None, to }
    }

    fn has(&self, day: i32) -> bool {
        self.from.is_none_or(|from| from.0 <= day) && day <= self.to.0
    }

    /// It as months from and up to, and the days that are to be added to them or taken away: a month of which more than half is asked for
    /// is counted whole, less the rest of its days.
    fn parts(&self) -> Parts {
        let next = month_of(self.to.plus(1));
        let (mut first, mut last) = (i32::MIN, next - 1);
        let mut ends = vec![(first_of(next), self.to)];
        if let Some(from) = self.from {
            let month = month_of(from);
            first = if first_of(month) == from { month } else { month + 1 };
            if first > next {
                ends = vec![(from, self.to)];
            } else {
                ends.push((from, first_of(first).plus(-1)));
            }
        }
        let mut days = Vec::new();
        for (from, to) in ends.into_iter().filter(|(from, to)| from <= to) {
            let month = month_of(from);
            let (begin, end) = (first_of(month), first_of(month + 1).plus(-1));
            if (to.0 - from.0 + 1) * 2 <= end.0 - begin.0 + 1 {
                days.push((from, to, 1));
                continue;
            }
            (first, last) = if first > last { (month, month) } else { (first.min(month), last.max(month)) };
            let rest = [(begin, from.plus(-1), -1), (to.plus(1), end, -1)];
            days.extend(rest.into_iter().filter(|(from, to, _)| from <= to));
        }
        Parts { first, last, days }
    }
}

/// What a stretch is put together from.
struct Parts {
    /// The first whole month.
    first: i32,
    /// The last one; before the first = none.
    last: i32,
    /// From, to, and whether they are added or taken away.
    days: Vec<(Day, Day, i64)>,
}

/// Adds up what happened in each of them.
pub fn gather(
    conn: &Connection,
    look: Look<'_>,
    scope: Scope,
    by: Dimension,
    targets: &[Target],
) -> Result<Sums, Error> {
    let mut gathering = Gathering { scope, by, targets, sums: Sums::new() };
    match (scope, by) {
        // A village is small, and its counters by item would be as many as its cases.
        (Scope::Own(_), Dimension::Department | Dimension::Item | Dimension::Officer) => gathering.own_cases(conn)?,
        (_, _) => {
            gathering.months(conn)?;
            gathering.days(conn)?;
        }
    }
    gathering.silent(conn, look)?;
    Ok(gathering.sums)
}

struct Gathering<'a> {
    scope: Scope,
    by: Dimension,
    targets: &'a [Target],
    sums: Sums,
}

impl Gathering<'_> {
    /// Adds to the stretches of these numbers.
    fn add(&mut self, to: &[usize], key: Key, counts: Counts, times: i64) {
        if counts == Counts::default() || to.is_empty() {
            return;
        }
        let sums = self.sums.entry(key).or_insert_with(|| vec![Counts::default(); self.targets.len()]);
        to.iter().for_each(|at| sums[*at].add(counts, times));
    }

    fn add_case(&mut self, to: &[usize], case: &Counted, happened: Happened, times: i64) {
        let key = match self.by {
            Dimension::Place => Key::Place(case.site),
            Dimension::Department => Key::Department(case.dept.unwrap_or(0)),
            Dimension::Item => Key::Item(case.item.clone()),
            Dimension::Officer => Key::Officer(happened.officer),
            Dimension::Time => Key::All,
        };
        let counts = if self.by == Dimension::Officer { happened.of_officer } else { happened.counts };
        self.add(to, key, counts, times);
    }

    /// Stretches in which a day lies.
    fn with_day(&self, day: i32) -> Vec<usize> {
        (0..self.targets.len()).filter(|at| self.targets[*at].has(day)).collect()
    }

    fn months(&mut self, conn: &Connection) -> Result<(), Error> {
        let spans: Vec<(i32, i32)> =
            self.targets.iter().map(Target::parts).map(|parts| (parts.first, parts.last)).collect();
        let is_open = |at: &usize| self.targets[*at].from.is_none();
        let open: Vec<usize> = (0..spans.len()).filter(is_open).collect();
        // Everything before this year is in each of the sums that have no beginning, and in no other.
        let starts = spans.iter().enumerate().map(|(at, (first, last))| if is_open(&at) { last + 1 } else { *first });
        let year = starts.min().unwrap_or(0).div_euclid(12);
        self.years(conn, year, &open)?;
        let (kind, by_site) = self.counters();
        let site = if by_site { " AND site = ?3" } else { " AND ?3 = ?3" };
        let ends =
            "SELECT (SELECT min(month) FROM figure WHERE kind = ?1), (SELECT max(month) FROM figure WHERE kind = ?1)";
        let (oldest, newest): (Option<i32>, Option<i32>) =
            conn.prepare_cached(ends)?.query_row([kind], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (Some(oldest), Some(newest)) = (oldest, newest) else { return Ok(()) };
        let last = spans.iter().map(|(_, last)| *last).max().unwrap_or(newest).min(newest);
        let whole = format!(
            "SELECT {}, accepted, instant, done, on_time, early, treated, after_fact, unaccepted, \"left\" \
             FROM figure WHERE kind = ?1 AND month = ?2{site}",
            self.column()
        );
        // Of a month that lies in no stretch, but before some, the balance is enough.
        let balance = format!(
            "SELECT {}, accepted - \"left\" FROM figure WHERE kind = ?1 AND month = ?2{site} AND accepted <> \"left\"",
            self.column()
        );
        let (mut whole, mut balance) = (conn.prepare_cached(&whole)?, conn.prepare_cached(&balance)?);
        for month in oldest.max(year * 12)..=last {
            let within = |at: &usize| (spans[*at].0..=spans[*at].1).contains(&month);
            let to: Vec<usize> = (0..spans.len()).filter(within).collect();
            if to.is_empty() {
                continue;
            }
            let only_open = to.iter().all(is_open);
            let query = if only_open { &mut balance } else { &mut whole };
            let mut rows = query.query(params![kind, month, self.scope.site().0])?;
            while let Some(row) = rows.next()? {
                let counts = if only_open { Counts::of_balance(row.get(1)?) } else { Counts::read(row, 1)? };
                self.add(&to, self.read_key(row)?, counts, 1);
            }
        }
        Ok(())
    }

    /// What whole years before this one left over, added to the sums that have no beginning.
    fn years(&mut self, conn: &Connection, year: i32, open: &[usize]) -> Result<(), Error> {
        let (kind, by_site) = self.counters();
        let site = if by_site { " AND site = ?3" } else { " AND ?3 = ?3" };
        let sql = format!(
            "SELECT {}, sum(balance) FROM carried WHERE kind = ?1 AND year < ?2{site} GROUP BY site, dept, item, officer",
            self.column()
        );
        let mut query = conn.prepare_cached(&sql)?;
        let mut rows = query.query(params![kind, year, self.scope.site().0])?;
        while let Some(row) = rows.next()? {
            self.add(open, self.read_key(row)?, Counts::of_balance(row.get(1)?), 1);
        }
        Ok(())
    }

    /// By what the counters are set apart; read by `read_key`.
    fn column(&self) -> &'static str {
        match self.by {
            Dimension::Place => "site",
            Dimension::Department => "dept",
            Dimension::Item => "item",
            Dimension::Officer => "officer",
            Dimension::Time => "NULL",
        }
    }

    fn read_key(&self, row: &Row<'_>) -> rusqlite::Result<Key> {
        Ok(match self.by {
            Dimension::Place => Key::Place(row.get(0)?),
            Dimension::Department => Key::Department(row.get(0)?),
            Dimension::Item => Key::Item(row.get(0)?),
            Dimension::Officer => Key::Officer(row.get(0)?),
            Dimension::Time => Key::All,
        })
    }

    /// Which counters, and whether they are of the scope alone. Of a town's table of places, the caller keeps those that he knows.
    fn counters(&self) -> (i64, bool) {
        match (self.by, self.scope) {
            (Dimension::Place, _) => (BY_PLACE, false),
            (Dimension::Officer, _) => (BY_OFFICER, true),
            (_, Scope::Own(_)) => (BY_PLACE, true),
            (Dimension::Department | Dimension::Item | Dimension::Time, Scope::All(_) | Scope::Town(_)) => {
                (BY_ITEM, true)
            }
        }
    }

    fn days(&mut self, conn: &Connection) -> Result<(), Error> {
        let came = "SELECT accepted_day, NULL, NULL, dept, item_code, acceptor, NULL, marks, site, town \
                    FROM case_view INDEXED BY case_accepted WHERE accepted_day BETWEEN ?1 AND ?2 AND silent_at IS NULL";
        let went = "SELECT accepted_day, NULL, ended_day, dept, item_code, acceptor, decider, marks, site, town \
                    FROM case_view INDEXED BY case_ended WHERE ended_day BETWEEN ?1 AND ?2";
        let (mut came, mut went) = (conn.prepare_cached(came)?, conn.prepare_cached(went)?);
        for (at, target) in self.targets.iter().enumerate() {
            for (from, to, times) in target.parts().days {
                let mut rows = came.query(params![from.0, to.0])?;
                while let Some(row) = rows.next()? {
                    let case = read_counted(row, 0)?;
                    if self.scope.has(case.site, case.town) {
                        case.came().into_iter().for_each(|happened| self.add_case(&[at], &case, happened, times));
                    }
                }
                let mut rows = went.query(params![from.0, to.0])?;
                while let Some(row) = rows.next()? {
                    let case = read_counted(row, 0)?;
                    if self.scope.has(case.site, case.town) {
                        case.went().for_each(|happened| self.add_case(&[at], &case, happened, times));
                    }
                }
            }
        }
        Ok(())
    }

    fn own_cases(&mut self, conn: &Connection) -> Result<(), Error> {
        let sql = format!("SELECT {COUNTED_COLUMNS} FROM case_view WHERE site = ?1");
        let mut query = conn.prepare_cached(&sql)?;
        let mut rows = query.query([self.scope.site().0])?;
        while let Some(row) = rows.next()? {
            let case = read_counted(row, 0)?;
            for happened in case.happened() {
                self.add_case(&self.with_day(happened.day), &case, happened, 1);
            }
        }
        Ok(())
    }

    /// Nobody has accepted them, but the five days have passed in silence: that depends on now, so no counter knows it.
    fn silent(&mut self, conn: &Connection, look: Look<'_>) -> Result<(), Error> {
        let sql = format!("SELECT {COUNTED_COLUMNS} FROM case_view INDEXED BY case_silent WHERE silent_at < ?1");
        let mut query = conn.prepare_cached(&sql)?;
        let mut rows = query.query([look.now as i64])?;
        while let Some(row) = rows.next()? {
            let case = read_counted(row, 0)?;
            let Some(day) = case.accepted.filter(|_| self.scope.has(case.site, case.town)) else { continue };
            self.add_case(&self.with_day(day), &case, case.accepted_on(day), 1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_stretch_is_whole_months_and_the_fewer_days_at_both_ends() {
        let table = [
            ("2026-01-01", "2026-03-31", 3, vec![]),
            ("2026-01-02", "2026-03-30", 3, vec!["-2026-03-31 2026-03-31", "-2026-01-01 2026-01-01"]),
            ("2026-01-20", "2026-03-10", 1, vec!["+2026-03-01 2026-03-10", "+2026-01-20 2026-01-31"]),
            ("2026-01-05", "2026-01-09", 0, vec!["+2026-01-05 2026-01-09"]),
            ("2026-01-03", "2026-01-29", 1, vec!["-2026-01-01 2026-01-02", "-2026-01-30 2026-01-31"]),
            ("2026-01-20", "2026-02-10", 0, vec!["+2026-02-01 2026-02-10", "+2026-01-20 2026-01-31"]),
            ("2026-01-20", "2026-02-20", 1, vec!["-2026-02-21 2026-02-28", "+2026-01-20 2026-01-31"]),
            ("2026-01-01", "2026-02-10", 1, vec!["+2026-02-01 2026-02-10"]),
        ];
        for (from, to, months, days) in table {
            let parts = Target::of(DaySpan { from: day(from), to: day(to) }).parts();
            assert_eq!((parts.last - parts.first + 1).max(0), months, "{from} {to}");
            let sign = |times: &i64| if *times > 0 { '+' } else { '-' };
            let found: Vec<String> =
                parts.days.iter().map(|(from, to, times)| format!("{}{from} {to}", sign(times))).collect();
            assert_eq!(found, days, "{from} {to}");
        }
        assert_eq!(Target::until(day("2026-02-28")).parts().days, []);
        assert_eq!(Target::until(day("2026-02-10")).parts().days, [(day("2026-02-01"), day("2026-02-10"), 1)]);
        assert_eq!(Target::until(day("2026-02-27")).parts().days, [(day("2026-02-28"), day("2026-02-28"), -1)]);
    }

    #[test]
    fn the_parts_of_every_stretch_hold_each_of_its_days_once() {
        let (begin, end) = (day("2025-11-20"), day("2026-03-10"));
        for from in begin.0..=end.0 {
            for to in from..=end.0 {
                let parts = Target::of(DaySpan { from: Day(from), to: Day(to) }).parts();
                for of in begin.0 - 40..=end.0 + 40 {
                    let in_months = (parts.first..=parts.last).contains(&month_of(Day(of)));
                    let in_days = parts.days.iter().filter(|(a, b, _)| (a.0..=b.0).contains(&of));
                    let times = i64::from(in_months) + in_days.map(|(_, _, times)| times).sum::<i64>();
                    assert_eq!(times, i64::from((from..=to).contains(&of)), "{of} of {from} to {to}");
                }
            }
        }
    }
}
