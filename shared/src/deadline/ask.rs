//! A deadline as somebody asks for it in words and numbers: the command line and the page of the calculator read the same.
//!
//! Nothing is guessed: what cannot be read is named with what to give instead.

use super::calendar::Workdays;
use super::{DAYS_MAX, DayPause, Deadline, Hours, Is, Line, Terms, WHOLE_PERMILLE, days, explained, received_on};
use crate::day::{Day, parse_clock};
use crate::form::half_width;
use crate::item::{Span, Unit};
use crate::text::{AskText, Lang};

/// Whole days of a span or an extension that can be asked for.
const WHOLE_MAX: u16 = 999;
/// Years that can be asked about, as those of a calendar.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;

/// What was given, as it was typed. What is empty takes its usual value; `from` and `days` have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// A day or a moment: `2026-09-25`, `2026-09-25T16:40`.
    pub from: String,
    /// Days in quarters: `10`, `0.25`; whole ones of calendar days and months.
    pub days: String,
    /// `workday`, `day`, `month`; empty = working days.
    pub unit: String,
    /// Close of business, `17:30`.
    pub close: String,
    /// Pauses, each with its beginning and its end, days or moments.
    pub pauses: Vec<(String, String)>,
    /// What an extension adds, in the unit of the limit (to months: days).
    pub extend: String,
    /// The span times this: `0.5`.
    pub factor: String,
    /// Of an instant item: what comes after closing time or on a day off is received on the next working day.
    pub instant: bool,
}

/// What is told of a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When it is due.
    pub due: Deadline,
    /// The day on which it begins; it does not count.
    pub start: Day,
    /// What each day is, from the one after the start up to the end.
    pub days: Vec<Is>,
    /// Why, in sentences.
    pub lines: Vec<Line>,
}

/// Which of the givens cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// The beginning.
    From,
    /// The days.
    Days,
    /// The unit.
    Unit,
    /// Close of business.
    Close,
    /// The pause with this number, counted from 0.
    Pause(usize),
    /// The extension.
    Extend,
    /// The factor.
    Factor,
    /// All can be read, but the end lies more than ten years ahead.
    TooFar,
}

impl Wrong {
    /// What to give instead, in the asked language.
    pub fn words(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::From => AskText::From,
            Self::Days => AskText::Days,
            Self::Unit => AskText::Unit,
            Self::Close => AskText::Close,
            Self::Pause(_) => AskText::Pause,
            Self::Extend => AskText::Extend,
            Self::Factor => AskText::Factor,
            Self::TooFar => AskText::TooFar,
        };
        text.text(lang)
    }
}

/// The deadline with its sentences.
///
/// Errors: everything that cannot be read, in the order of the givens.
pub fn asked(asked: &Asked, calendar: &impl Workdays) -> Result<Told, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut note = |what: Wrong| wrong.push(what);
    let from = or_note(moment(&asked.from), Wrong::From, &mut note);
    let unit = or_note(unit(&asked.unit), Wrong::Unit, &mut note);
    let whole_only = unit.is_some_and(|unit| unit != Unit::Workday);
    let quarters = quarters(&asked.days, whole_only).filter(|quarters| *quarters > 0);
    let quarters = or_note(quarters, Wrong::Days, &mut note);
    let closes = usual(&asked.close, Hours::default().closes, time).filter(|minute| *minute > 0);
    let closes = or_note(closes, Wrong::Close, &mut note);
    let mut pauses = Vec::new();
    for (no, (from, to)) in asked.pauses.iter().enumerate() {
        let pause = moment(from).zip(moment(to)).filter(|(from, to)| from <= to);
        match pause {
            Some(((from, _), (to, _))) => pauses.push(DayPause { from, to }),
            None => note(Wrong::Pause(no)),
        }
    }
    let extension = usual(&asked.extend, 0, |text| self::quarters(text, whole_only));
    let extension = or_note(extension, Wrong::Extend, &mut note);
    let factor = usual(&asked.factor, WHOLE_PERMILLE, permille);
    let factor = or_note(factor, Wrong::Factor, &mut note);
    let (Some((day, minute)), Some(unit), Some(quarters)) = (from, unit, quarters) else { return Err(wrong) };
    let (Some(closes), Some(extension), Some(factor), true) = (closes, extension, factor, wrong.is_empty()) else {
        return Err(wrong);
    };
    let hours = Hours::closing(closes);
    let start = received_on(day.at_minute(minute.unwrap_or(0)), asked.instant, hours, calendar);
    let terms = Terms { start, span: Span { quarters, unit }, factor, extension, pauses: &pauses, hours };
    let (due, mut lines) = explained(&terms, calendar);
    if due.day.0.saturating_sub(start.0) >= DAYS_MAX {
        return Err(vec![Wrong::TooFar]);
    }
    if start != day {
        lines.insert(0, Line::Received { handed: day, day: start });
    }
    Ok(Told { due, start, days: days(&terms, start, calendar).1, lines })
}

fn or_note<T>(value: Option<T>, wrong: Wrong, note: &mut impl FnMut(Wrong)) -> Option<T> {
    if value.is_none() {
        note(wrong);
    }
    value
}

/// What is read from the text; of an empty one, what is usual.
fn usual<T>(text: &str, usual: T, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    if text.trim().is_empty() { Some(usual) } else { read(text) }
}

/// Full width as typed with an input method, without blanks around.
fn plain(text: &str) -> String {
    text.trim().chars().map(half_width).collect()
}

/// A day, with the minute where one is given: `2026-09-25`, `2026-09-25T16:40`, `2026-09-25 16:40`.
fn moment(text: &str) -> Option<(Day, Option<u16>)> {
    let text = plain(text);
    let (day, clock) = match text.split_once(['T', ' ']) {
        Some((day, clock)) => (day, Some(clock)),
        None => (text.as_str(), None),
    };
    let day = Day::parse(day).filter(|day| YEARS.contains(&day.ymd().0))?;
    match clock {
        Some(clock) => Some((day, Some(time(clock)?))),
        None => Some((day, None)),
    }
}

/// Minutes after midnight of `17:30`; seconds of `17:30:00` are dropped.
fn time(text: &str) -> Option<u16> {
    parse_clock(&plain(text))
}

fn unit(text: &str) -> Option<Unit> {
    match plain(text).as_str() {
        "" | "workday" => Some(Unit::Workday),
        "day" => Some(Unit::Day),
        "month" => Some(Unit::Month),
        _ => None,
    }
}

/// Quarters of `10`, `0.25`, `2.5`.
fn quarters(text: &str, whole_only: bool) -> Option<u16> {
    let thousandths = thousandths(text)?;
    let step = if whole_only { 1_000 } else { 250 };
    if thousandths % step != 0 || thousandths > u32::from(WHOLE_MAX) * 1_000 {
        return None;
    }
    u16::try_from(thousandths / 250).ok()
}

/// A factor that shortens: `0.5`, `1`.
fn permille(text: &str) -> Option<u16> {
    let thousandths = u16::try_from(thousandths(text)?).ok()?;
    (1..=WHOLE_PERMILLE).contains(&thousandths).then_some(thousandths)
}

/// Thousandths of a decimal number with at most three places.
fn thousandths(text: &str) -> Option<u32> {
    let text = plain(text);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && part.is_empty() || whole.len() > 4 || part.len() > 3 || !is_number(whole) || !is_number(part)
    {
        return None;
    }
    let whole = if whole.is_empty() { 0 } else { whole.parse::<u32>().ok()? };
    Some(whole * 1_000 + format!("{part:0<3}").parse::<u32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Calendar;
    use std::collections::BTreeMap;

    const PUBLISHED: &str = include_str!("../../../node/data/workdays_2004_2026.csv");

    fn published() -> BTreeMap<u16, Calendar> {
        let years = crate::import::calendar(PUBLISHED).expect("the file is right");
        years.into_iter().map(|year| (year.year, year)).collect()
    }

    fn ask(from: &str, days: &str) -> Asked {
        Asked { from: from.into(), days: days.into(), ..Asked::default() }
    }

    fn due(one: &Asked) -> Result<String, Vec<Wrong>> {
        asked(one, &published()).map(|told| crate::day::stamp(told.due.at()))
    }

    #[test]
    fn what_is_given_in_words_is_reckoned() {
        let of = |change: &dyn Fn(&mut Asked)| {
            let mut one = ask("2026-09-25T16:40", "10");
            change(&mut one);
            due(&one).expect("it can be read")
        };
        assert_eq!(of(&|_| ()), "2026-10-15 17:30");
        assert_eq!(of(&|one| one.days = "0.25".into()), "2026-09-28 10:45");
        assert_eq!(of(&|one| one.days = "１０".into()), "2026-10-15 17:30", "full width");
        assert_eq!(of(&|one| one.close = "17:00".into()), "2026-10-15 17:00");
        assert_eq!(of(&|one| (one.days, one.close) = ("0.5".into(), "17:00".into())), "2026-09-28 12:45");
        assert_eq!(of(&|one| (one.days, one.close) = ("0.75".into(), "18:00".into())), "2026-09-28 15:37");
        assert_eq!(of(&|one| one.factor = "0.5".into()), "2026-10-09 17:30");
        assert_eq!(of(&|one| one.extend = "10".into()), "2026-10-29 17:30");
        assert_eq!(of(&|one| one.unit = "day".into()), "2026-10-08 17:30", "the 5th is a day off");
        assert_eq!(of(&|one| (one.unit, one.days) = ("month".into(), "1".into())), "2026-10-26 17:30");
        let hearing = ("2026-09-28T09:00".to_owned(), "2026-10-09".to_owned());
        assert_eq!(of(&|one| one.pauses = vec![hearing.clone(), hearing.clone()]), "2026-10-21 17:30");
    }

    #[test]
    fn what_comes_late_to_an_instant_item_is_received_on_the_next_working_day_and_says_so() {
        let late = Asked { instant: true, ..ask("2026-09-24T17:31", "1") };
        let told = asked(&late, &published()).expect("it can be read");
        assert_eq!((told.due.day.to_string().as_str(), told.days.as_slice()), ("2026-09-29", &[Is::Counted][..]));
        let lines = told.lines;
        assert!(lines[0].words(Lang::Zh).contains("2026-09-28"), "{}", lines[0].words(Lang::Zh));
        assert_eq!(due_day(&Asked { instant: true, ..ask("2026-09-24T17:30", "1") }), "2026-09-28");
        assert_eq!(due_day(&Asked { instant: true, ..ask("2026-09-26", "1") }), "2026-09-29");
        assert_eq!(due_day(&ask("2026-09-25T23:59", "1")), "2026-09-28", "others count by their day");
    }

    #[test]
    fn what_is_not_certain_and_what_is_rounded_is_said_in_every_unit() {
        let words = |one: &Asked| -> Vec<String> {
            asked(one, &published()).expect("it can be read").lines.iter().map(|line| line.words(Lang::Zh)).collect()
        };
        for unit in ["workday", "day", "month"] {
            let said = words(&Asked { unit: unit.into(), ..ask("2026-12-28", "5") });
            assert!(said.iter().any(|line| line.contains("尚未公布") && line.contains("2027")), "{unit}: {said:?}");
        }
        let half = words(&Asked { unit: "day".into(), factor: "0.5".into(), ..ask("2026-09-25", "5") });
        assert!(half.iter().any(|line| line.contains("5 天") && line.contains("3 天")), "{half:?}");
    }

    fn due_day(one: &Asked) -> String {
        due(one).expect("it can be read")[..10].to_owned()
    }

    #[test]
    fn what_cannot_be_read_is_named_with_what_to_give() {
        let pause = |from: &str, to: &str| Asked { pauses: vec![(from.into(), to.into())], ..ask("2026-09-25", "10") };
        let good = || ask("2026-09-25", "10");
        let table = [
            (ask("25.9.2026", "10"), Wrong::From),
            (ask("2026-02-30", "10"), Wrong::From),
            (ask("1999-12-31", "10"), Wrong::From),
            (ask("2026-09-25T24:00", "10"), Wrong::From),
            (ask("2026-09-25T9", "10"), Wrong::From),
            (ask("2026-09-25", ""), Wrong::Days),
            (ask("2026-09-25", "0"), Wrong::Days),
            (ask("2026-09-25", "-3"), Wrong::Days),
            (ask("2026-09-25", "0.3"), Wrong::Days),
            (ask("2026-09-25", "1000"), Wrong::Days),
            (Asked { unit: "day".into(), ..ask("2026-09-25", "0.5") }, Wrong::Days),
            (Asked { unit: "week".into(), ..good() }, Wrong::Unit),
            (Asked { close: "half past five".into(), ..good() }, Wrong::Close),
            (Asked { close: "00:00".into(), ..good() }, Wrong::Close),
            (Asked { extend: "some".into(), ..good() }, Wrong::Extend),
            (Asked { factor: "2".into(), ..good() }, Wrong::Factor),
            (Asked { factor: "0".into(), ..good() }, Wrong::Factor),
            (pause("2026-10-09", "2026-09-28"), Wrong::Pause(0)),
            (pause("2026-10-09", ""), Wrong::Pause(0)),
            (Asked { unit: "month".into(), ..ask("2026-09-25", "130") }, Wrong::TooFar),
            (pause("2026-10-09", "2196-10-09"), Wrong::TooFar),
        ];
        for (one, wrong) in table {
            assert_eq!(due(&one), Err(vec![wrong]), "{one:?}");
            assert!(wrong.words(Lang::En).is_ascii() && !wrong.words(Lang::Zh).is_ascii());
        }
        let all = Asked { unit: "week".into(), factor: "x".into(), ..Asked::default() };
        assert_eq!(due(&all), Err(vec![Wrong::From, Wrong::Unit, Wrong::Days, Wrong::Factor]));
    }
}
