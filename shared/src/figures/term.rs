//! Periods of reports: days to years, the one before, and the same one a year before.

use super::Term;
use crate::day::Day;

impl Term {
    /// Months that it lasts; none for days and weeks.
    fn months(self) -> Option<i32> {
        match self {
            Self::Day | Self::Week => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
        }
    }

    /// The first day of the period in which a day lies; weeks begin on Monday.
    pub fn first(self, day: Day) -> Day {
        match self.months() {
            Some(months) => first_of(month_of(day).div_euclid(months) * months),
            None if self == Self::Week => day.plus(1 - i32::from(day.weekday())),
            None => day,
        }
    }

    /// The first day of the period `n` after that in which a day lies; negative = before.
    pub fn next(self, day: Day, n: i32) -> Day {
        let first = self.first(day);
        match self.months() {
            Some(months) => first_of(month_of(first).saturating_add(months.saturating_mul(n))),
            None if self == Self::Week => first.plus(n.saturating_mul(7)),
            None => first.plus(n),
        }
    }

    /// The last day of the period in which a day lies.
    pub fn last(self, day: Day) -> Day {
        self.next(day, 1).plus(-1)
    }

    /// As many periods before. A stretch that ends within a period (this month up to today) is set beside the same number of days of the
    /// earlier one; one that begins within a period, beside as many days before it.
    pub fn before(self, from: Day, to: Day) -> (Day, Day) {
        let days = to.0.saturating_sub(from.0);
        if self.first(from) != from {
            return (from.plus(-days - 1), from.plus(-1));
        }
        let mut periods = 1;
        while self.last(self.next(from, periods - 1)) < to && periods < 10_000 {
            periods += 1;
        }
        let first = self.next(from, -periods);
        let last = if self.last(to) == to { from.plus(-1) } else { first.plus(days).min(from.plus(-1)) };
        (first, last)
    }

    /// The same days of the year before; of weeks, 52 weeks before, so that each weekday stands beside its like.
    pub fn year_before(self, from: Day, to: Day) -> (Day, Day) {
        if self == Self::Week {
            return (from.plus(-364), to.plus(-364));
        }
        let is_last = self != Self::Day && Self::Month.last(to) == to;
        let earlier = a_year_before(to);
        (a_year_before(from), if is_last { Self::Month.last(earlier) } else { earlier })
    }

    /// The periods between two days, the first and the last cut to them. At most `max`, the newest ones.
    pub fn between(self, from: Day, to: Day, max: usize) -> Vec<(Day, Day)> {
        let mut out = Vec::new();
        let mut last = to;
        while last >= from && out.len() < max {
            let first = self.first(last).max(from);
            out.push((first, last));
            last = first.plus(-1);
        }
        out.reverse();
        out
    }
}

/// Months since year 0.
pub fn month_of(day: Day) -> i32 {
    let (year, month, _) = day.ymd();
    i32::from(year) * 12 + i32::from(month) - 1
}

/// The first day of a month, as far as the calendar goes.
pub fn first_of(month: i32) -> Day {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(9_999);
    let of_year = i8::try_from(month.rem_euclid(12) + 1).unwrap_or(1);
    Day::from_ymd(year, of_year, 1).unwrap_or(Day(0))
}

/// 29 February becomes the 28th.
fn a_year_before(day: Day) -> Day {
    let (year, month, of_month) = day.ymd();
    let earlier = year.saturating_sub(1);
    Day::from_ymd(earlier, month, of_month).or_else(|| Day::from_ymd(earlier, month, 28)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn words((from, to): (Day, Day)) -> String {
        format!("{from} {to}")
    }

    #[test]
    fn a_period_is_set_beside_the_one_before_and_that_of_the_year_before() {
        let table = [
            (Term::Day, "2024-02-29", "2024-02-29", "2024-02-28 2024-02-28", "2023-02-28 2023-02-28"),
            (Term::Week, "2026-11-16", "2026-11-22", "2026-11-09 2026-11-15", "2025-11-17 2025-11-23"),
            (Term::Month, "2024-03-01", "2024-03-31", "2024-02-01 2024-02-29", "2023-03-01 2023-03-31"),
            (Term::Month, "2023-02-01", "2023-02-28", "2023-01-01 2023-01-31", "2022-02-01 2022-02-28"),
            (Term::Month, "2025-02-01", "2025-02-28", "2025-01-01 2025-01-31", "2024-02-01 2024-02-29"),
            (Term::Month, "2026-03-01", "2026-03-30", "2026-02-01 2026-02-28", "2025-03-01 2025-03-30"),
            (Term::Quarter, "2026-01-01", "2026-03-31", "2025-10-01 2025-12-31", "2025-01-01 2025-03-31"),
            (Term::HalfYear, "2014-01-01", "2014-06-30", "2013-07-01 2013-12-31", "2013-01-01 2013-06-30"),
            (Term::Year, "2026-01-01", "2026-11-25", "2025-01-01 2025-11-25", "2025-01-01 2025-11-25"),
            (Term::Month, "2026-01-01", "2026-03-31", "2025-10-01 2025-12-31", "2025-01-01 2025-03-31"),
            (Term::Month, "2026-01-10", "2026-01-19", "2025-12-31 2026-01-09", "2025-01-10 2025-01-19"),
        ];
        for (term, from, to, before, year) in table {
            assert_eq!(words(term.before(day(from), day(to))), before, "{term:?} {from} {to}");
            assert_eq!(words(term.year_before(day(from), day(to))), year, "{term:?} {from} {to}");
        }
    }

    #[test]
    fn every_day_lies_in_its_period_and_periods_leave_no_gap() {
        for term in Term::ALL.iter().copied() {
            for at in (Day(0).0..40_000).step_by(13).map(Day) {
                let (first, last) = (term.first(at), term.last(at));
                assert!(first <= at && at <= last, "{term:?} {at}");
                assert_eq!(term.first(last.plus(1)), last.plus(1), "{term:?} {at}");
                assert_eq!((term.next(at, 0), term.next(last.plus(1), -1)), (first, first), "{term:?} {at}");
            }
        }
    }
}
