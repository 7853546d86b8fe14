//! A year as months of weeks. Pure.

use daiban_shared::api::DayKind;
use daiban_shared::day::Day;

/// One month, Monday first.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// From 1.
    pub number: u8,
    /// Its weeks; none = a day of another month.
    pub weeks: Vec<[Option<(Day, DayKind)>; 7]>,
}

impl Month {
    /// How many days of it are worked.
    pub fn works(&self) -> usize {
        self.weeks.iter().flatten().flatten().filter(|(_, kind)| kind.works()).count()
    }

    /// Its English name.
    pub fn english(&self) -> &'static str {
        const NAMES: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        NAMES.get(usize::from(self.number) - 1).copied().unwrap_or("")
    }
}

/// Twelve months of the days of a year, the first of which is 1 January.
pub fn months(year: u16, days: &[DayKind]) -> Vec<Month> {
    let mut out: Vec<Month> = (1..=12).map(|number| Month { number, weeks: Vec::new() }).collect();
    let Some(first) = Day::from_ymd(year.cast_signed(), 1, 1) else { return out };
    for (day, kind) in (0..).map(|n| first.plus(n)).zip(days) {
        let (_, number, of_month) = day.ymd();
        let Some(month) = out.get_mut(usize::from(number.unsigned_abs()) - 1) else { continue };
        if of_month == 1 || day.weekday() == 1 {
            month.weeks.push([None; 7]);
        }
        if let Some(week) = month.weeks.last_mut() {
            week[usize::from(day.weekday()) - 1] = Some((day, *kind));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: u16, length: usize) -> Vec<Month> {
        let first = Day::from_ymd(year.cast_signed(), 1, 1).expect("a day");
        let days: Vec<DayKind> =
            (0..length as i32).map(|n| first.plus(n)).map(|day| DayKind::of(day, day.weekday() <= 5)).collect();
        months(year, &days)
    }

    #[test]
    fn every_day_stands_once_under_its_weekday() {
        for (number, length) in [(2024, 366), (2026, 365)] {
            let months = year(number, length);
            let seen: Vec<Day> =
                months.iter().flat_map(|month| month.weeks.iter().flatten().flatten()).map(|(day, _)| *day).collect();
            assert_eq!((months.len(), seen.len()), (12, length));
            assert!(seen.windows(2).all(|pair| pair[1] == pair[0].plus(1)));
            for month in &months {
                for week in &month.weeks {
                    for (place, (day, _)) in
                        week.iter().enumerate().filter_map(|(place, day)| day.map(|day| (place, day)))
                    {
                        assert_eq!(usize::from(day.weekday()), place + 1);
                    }
                }
                assert!((4..=6).contains(&month.weeks.len()));
            }
        }
    }

    #[test]
    fn a_month_counts_its_working_days() {
        assert_eq!(year(2026, 365)[1].works(), 20, "February 2026 has four weeks");
    }
}
