//! The calendar of working days as it is published: one row per day, whole years.
//!
//! Columns: `date,weekday,is_workday,kind,holiday_name`, and `document` with the number of the notice, where the file has it.

use super::table::{Cells, Table};
use super::{Reason, RowError};
use crate::day::Day;
use crate::form;
use crate::kind::Calendar;
use std::collections::BTreeMap;

/// Years that a calendar can be about.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;

/// One line of the file.
struct DayRow {
    day: Day,
    works: bool,
    document: String,
}

/// Reads whole years. A year with a missing or doubled day is refused: a guess would move due dates.
pub fn calendar(text: &str) -> Result<Vec<Calendar>, Vec<RowError>> {
    let mut table = Table::read(text, &["date", "weekday", "is_workday", "kind"])?;
    let rows = table.map(day_row);
    let mut lines: BTreeMap<Day, usize> = BTreeMap::new();
    let mut years: BTreeMap<i16, (usize, Calendar)> = BTreeMap::new();
    for (line, row) in rows {
        if let Some(first) = lines.get(&row.day) {
            table.fail(line, "date", Reason::Duplicate(*first));
            continue;
        }
        lines.insert(row.day, line);
        let year = row.day.ymd().0;
        let (_, calendar) = years.entry(year).or_insert_with(|| (line, empty(year)));
        set(calendar, row.day, row.works);
        if calendar.document.is_empty() {
            calendar.document = row.document;
        }
    }
    for (year, (line, _)) in &years {
        let have = lines.keys().filter(|day| day.ymd().0 == *year).count();
        if have < days_of(*year) {
            table.fail(*line, "date", Reason::YearIncomplete(days_of(*year) - have));
        }
    }
    table.finish(years.into_values().map(|(_, calendar)| calendar).collect())
}

/// Years that look as if nobody had published them: Monday to Friday only. The column of a warning is the year.
pub fn calendar_warnings(years: &[Calendar]) -> Vec<RowError> {
    let plain = |calendar: &Calendar| {
        let year = calendar.year.cast_signed();
        let first = Day::from_ymd(year, 1, 1);
        first.is_some_and(|first| {
            (0..days_of(year)).all(|i| is_set(calendar, i) == (first.plus(i as i32).weekday() <= 5))
        })
    };
    let suspicious = years.iter().filter(|calendar| plain(calendar));
    suspicious.map(|calendar| RowError::new(1, &calendar.year.to_string(), Reason::NoHolidays)).collect()
}

fn day_row(cells: &Cells) -> Result<DayRow, Vec<RowError>> {
    let one = |error| vec![error];
    // Spreadsheets rewrite dates as 2026/1/1; the order year, month, day leaves no doubt.
    let day = form::day(cells.filled("date").map_err(one)?).ok().filter(|day| YEARS.contains(&day.ymd().0));
    let day = day.ok_or_else(|| one(cells.error("date", Reason::NotAllowed("2026-11-21".into()))))?;
    let mut errors = Vec::new();
    if cells.get("weekday") != day.weekday().to_string() {
        errors.push(cells.error("weekday", Reason::Contradiction("date".into())));
    }
    let works = match cells.get("is_workday") {
        "1" | "TRUE" | "true" | "是" => true,
        "0" | "FALSE" | "false" | "否" => false,
        _ => return Err(one(cells.error("is_workday", Reason::NotAllowed("0, 1".into())))),
    };
    let weekend = day.weekday() > 5;
    let expected = match cells.get("kind") {
        "workday" => (true, Some(false)),
        "makeup_workday" => (true, None),
        "weekend" => (false, Some(true)),
        "holiday" => (false, None),
        _ => {
            return Err(one(
                cells.error("kind", Reason::NotAllowed("workday, makeup_workday, weekend, holiday".into()))
            ));
        }
    };
    if expected.0 != works {
        errors.push(cells.error("kind", Reason::Contradiction("is_workday".into())));
    }
    if expected.1.is_some_and(|needed| needed != weekend) {
        errors.push(cells.error("kind", Reason::Contradiction("weekday".into())));
    }
    if errors.is_empty() { Ok(DayRow { day, works, document: cells.get("document").to_owned() }) } else { Err(errors) }
}

fn empty(year: i16) -> Calendar {
    Calendar { year: year.unsigned_abs(), workdays: vec![0; days_of(year).div_ceil(8)], document: String::new() }
}

fn days_of(year: i16) -> usize {
    let start = |year| Day::from_ymd(year, 1, 1).map_or(0, |day| day.0);
    usize::try_from(start(year + 1) - start(year)).unwrap_or(0)
}

fn set(calendar: &mut Calendar, day: Day, works: bool) {
    let first = Day::from_ymd(day.ymd().0, 1, 1).map_or(day.0, |first| first.0);
    let place = usize::try_from(day.0 - first).unwrap_or(0);
    if works && let Some(byte) = calendar.workdays.get_mut(place / 8) {
        *byte |= 1 << (place % 8);
    }
}

fn is_set(calendar: &Calendar, place: usize) -> bool {
    calendar.workdays.get(place / 8).is_some_and(|byte| byte >> (place % 8) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = include_str!("../../../node/data/workdays_2004_2026.csv");

    fn works(years: &[Calendar], day: &str) -> bool {
        let day = Day::parse(day).expect("a day");
        let year = day.ymd().0;
        let calendar = years.iter().find(|calendar| calendar.year.cast_signed() == year).expect("a published year");
        is_set(calendar, usize::try_from(day.0 - Day::from_ymd(year, 1, 1).expect("a day").0).expect("not negative"))
    }

    fn year(number: i16, change: impl Fn(Day) -> Option<String>) -> String {
        let first = Day::from_ymd(number, 1, 1).expect("a day");
        let rows = (0..days_of(number) as i32).filter_map(|i| change(first.plus(i)));
        format!("date,weekday,is_workday,kind,holiday_name\n{}", rows.collect::<String>())
    }

    fn plain(day: Day) -> String {
        let kind = if day.weekday() > 5 { "0,weekend" } else { "1,workday" };
        format!("{day},{},{kind},\n", day.weekday())
    }

    #[test]
    fn the_published_years_are_read_to_the_day() {
        let years = calendar(PUBLISHED).expect("the file is right");
        assert_eq!(years.iter().map(|calendar| calendar.year).collect::<Vec<_>>(), (2004..=2026).collect::<Vec<u16>>());
        let ones: u32 = years.iter().flat_map(|calendar| &calendar.workdays).map(|byte| byte.count_ones()).sum();
        assert_eq!(ones, 5594 + 150);
        let table = [
            ("2026-10-01", false),
            ("2026-10-10", true),
            ("2026-11-21", false),
            ("2026-11-20", true),
            ("2026-12-31", true),
        ];
        for (day, expected) in table {
            assert_eq!(works(&years, day), expected, "{day}");
        }
        assert!(calendar_warnings(&years).is_empty());
    }

    #[test]
    fn every_published_day_has_its_own_bit() {
        let years = calendar(PUBLISHED).expect("the file is right");
        for line in PUBLISHED.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(works(&years, cells[0]), cells[2] == "1", "{line}");
        }
    }

    #[test]
    fn a_year_that_is_not_whole_is_refused() {
        let gap = year(2027, |day| (day.to_string() != "2027-05-05").then(|| plain(day)));
        assert_eq!(calendar(&gap), Err(vec![RowError::new(2, "date", Reason::YearIncomplete(1))]));
        let double = year(2027, |day| Some(plain(day).repeat(if day.to_string() == "2027-01-02" { 2 } else { 1 })));
        assert_eq!(calendar(&double), Err(vec![RowError::new(4, "date", Reason::Duplicate(3))]));
    }

    #[test]
    fn a_guessed_year_is_warned_about() {
        let guess = calendar(&year(2027, |day| Some(plain(day)))).expect("well written");
        assert_eq!(calendar_warnings(&guess), vec![RowError::new(1, "2027", Reason::NoHolidays)]);
    }

    #[test]
    fn contradictions_in_a_row_are_named() {
        let table = [
            ("2027-01-01,1,1,workday,", "weekday", Reason::Contradiction("date".into())),
            ("2027-01-01,5,0,workday,", "kind", Reason::Contradiction("is_workday".into())),
            ("2027-01-01,5,0,weekend,", "kind", Reason::Contradiction("weekday".into())),
            ("2027-01-01,5,yes,workday,", "is_workday", Reason::NotAllowed("0, 1".into())),
            ("2027-01-01,5,0,feast,", "kind", Reason::NotAllowed("workday, makeup_workday, weekend, holiday".into())),
            ("1/1/2027,5,0,holiday,", "date", Reason::NotAllowed("2026-11-21".into())),
        ];
        for (line, column, reason) in table {
            let text =
                year(2027, |day| Some(if day.to_string() == "2027-01-01" { format!("{line}\n") } else { plain(day) }));
            let errors = calendar(&text).expect_err("the first row is wrong");
            assert!(errors.contains(&RowError::new(2, column, reason)), "{line}: {errors:?}");
        }
    }

    #[test]
    fn dates_as_a_spreadsheet_rewrites_them_are_read() {
        let rewritten =
            year(2027, |day| Some(plain(day).replace("-0", "/").replace('-', "/").replace(",1,w", ",TRUE,w")));
        assert!(rewritten.contains("2027/1/2,"));
        assert_eq!(calendar(&rewritten), calendar(&year(2027, |day| Some(plain(day)))));
    }

    #[test]
    fn a_column_may_name_the_document() {
        let with = year(2027, |day| Some(plain(day).replace('\n', ",国办发明电〔2026〕1号\n")))
            .replace("holiday_name\n", "holiday_name,document\n");
        assert_eq!(calendar(&with).expect("well written")[0].document, "国办发明电〔2026〕1号");
    }
}
