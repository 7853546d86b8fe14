//! `daiban deadline`: when something is due and why, reckoned with the published calendar. Needs no folder and no machine.

use super::USAGE;
use super::district::{CALENDAR, refused_rows};
use super::order::Report;
use clap::Args;
use daiban_shared::day::{clock, minute_of};
use daiban_shared::deadline::{Asked, Deadline, Line, Wrong, asked};
use daiban_shared::import;
use daiban_shared::kind::Calendar;
use daiban_shared::text::{AskText, Lang};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// `daiban deadline ...`. Everything is read as text first, so that what is wrong gets a sentence of ours.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The day or the moment from which to count: 2026-09-25 or 2026-09-25T16:40. The day itself does not count.
    #[arg(long, value_name = "DAY", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    from: String,
    /// How long: working days in steps of 0.25, or whole calendar days or months.
    #[arg(long, value_name = "N", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    days: String,
    /// What is counted: workday, day or month.
    #[arg(long, value_name = "UNIT", default_value = "workday", allow_hyphen_values = true)]
    unit: String,
    /// Close of business.
    #[arg(long, value_name = "TIME", default_value = "17:30", allow_hyphen_values = true)]
    close: String,
    /// Days that do not count, after FROM up to and including TO; may be given several times.
    #[arg(long, value_name = "FROM..TO", allow_hyphen_values = true)]
    pause: Vec<String>,
    /// What an extension adds, in the unit of the limit; to months, calendar days.
    #[arg(long, value_name = "N", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    extend: String,
    /// The limit times this, never less than one day: 0.5 in the green channel.
    #[arg(long, value_name = "X", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    factor: String,
    /// Published calendars (CSV); its years are added to the built-in ones of 2004-2026 or replace them.
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// Of an instant item: what comes after closing time or on a day off is received on the next working day.
    #[arg(long)]
    instant: bool,
}

impl Arguments {
    fn asked(&self) -> Asked {
        // Without the two dots the end is empty, which no pause can have.
        let pause = |text: &String| match text.split_once("..") {
            Some((from, to)) => (from.to_owned(), to.to_owned()),
            None => (text.clone(), String::new()),
        };
        Asked {
            from: self.from.clone(),
            days: self.days.clone(),
            unit: self.unit.clone(),
            close: self.close.clone(),
            pauses: self.pause.iter().map(pause).collect(),
            extend: self.extend.clone(),
            factor: self.factor.clone(),
            instant: self.instant,
        }
    }
}

/// Reckons and explains.
pub fn run(arguments: &Arguments, lang: Lang) -> Report {
    let calendar = match years(arguments.calendar.as_deref(), lang) {
        Ok(calendar) => calendar,
        Err(report) => return report,
    };
    match asked(&arguments.asked(), &calendar) {
        Ok(answer) => told(answer.due, &answer.lines, lang),
        Err(wrong) => {
            let said = wrong.into_iter().map(|wrong| format!("{}: {}", option(wrong), wrong.words(lang)));
            Report::failed(USAGE, said.collect())
        }
    }
}

fn told(due: Deadline, lines: &[Line], lang: Lang) -> Report {
    let moment = format!("{}T{}", due.day, clock(minute_of(due.at())));
    let explanation: Vec<String> = lines.iter().map(|line| line.words(lang)).collect();
    let data = json!({ "due": moment, "provisional": due.provisional, "explanation": explanation });
    Report::done([moment].into_iter().chain(explanation).collect(), data)
}

/// The option that a given came by.
fn option(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::From => "--from",
        Wrong::Days | Wrong::TooFar => "--days",
        Wrong::Unit => "--unit",
        Wrong::Close => "--close",
        Wrong::Pause(_) => "--pause",
        Wrong::Extend => "--extend",
        Wrong::Factor => "--factor",
    }
}

/// The built-in years with those of a file.
fn years(file: Option<&Path>, lang: Lang) -> Result<BTreeMap<u16, Calendar>, Report> {
    let read = |name: &str, bytes: &[u8]| {
        let years = import::text(bytes).and_then(import::calendar).map_err(|rows| refused_rows(name, &rows, lang))?;
        Ok::<_, Report>(years.into_iter().map(|year| (year.year, year)))
    };
    let mut all: BTreeMap<u16, Calendar> = read("calendar", CALENDAR.as_bytes())?.collect();
    if let Some(file) = file {
        let bytes = std::fs::read(file).map_err(|source| {
            let words = AskText::Calendar.text(lang);
            Report::failed(USAGE, vec![format!("--calendar: {words} ({}: {source})", file.display())])
        })?;
        all.extend(read(&format!("--calendar {}", file.display()), &bytes)?);
    }
    Ok(all)
}
