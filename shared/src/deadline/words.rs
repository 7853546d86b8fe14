//! The explanation: one sentence for every run of days, for the page, the printed sheet and the command line.

use super::calendar::Workdays;
use super::walk::{Is, Seen};
use super::{Deadline, QUARTERS, Terms, WHOLE_PERMILLE};
use crate::day::{Day, clock};
use crate::item::{Span, Unit};
use crate::text::{ClockText, Lang, Ui, fill};
use serde::{Deserialize, Serialize};

/// One sentence of an explanation. Days run from `from` up to and including `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Line {
    /// Handed in after closing time or on a day off: received on the next working day (instant items).
    Received {
        /// The day on which it was handed in.
        handed: Day,
        /// The day on which it counts as received.
        day: Day,
    },
    /// The day on which the limit begins; it does not count.
    Start {
        /// The day.
        day: Day,
    },
    /// The limit is shortened.
    Factor {
        /// Thousandths.
        permille: u16,
        /// What it was.
        before: Span,
        /// What it became.
        after: Span,
    },
    /// The limit is extended.
    Extended {
        /// By.
        by: Span,
    },
    /// Days that count.
    Counted {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
        /// The number of the first one.
        first: u32,
        /// The number of the last one.
        last: u32,
        /// What is counted.
        unit: Unit,
        /// Weekends on which the counter works.
        make_up: bool,
        /// Number of the document that says so.
        document: Option<String>,
    },
    /// Weekends.
    Weekend {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
    /// Holidays.
    Holiday {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
        /// Number of the document that says so.
        document: Option<String>,
    },
    /// Days of a pause.
    Paused {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
    /// The last day would be one on which nobody works.
    MovedOn {
        /// The day it would have been.
        from: Day,
        /// The last day off.
        to: Day,
    },
    /// The calendar of this year is not published.
    Assumed {
        /// The year.
        year: i16,
    },
    /// It does not run: the end is reckoned when it runs again.
    Stopped {
        /// The last day that was looked at.
        day: Day,
    },
    /// The end.
    Due {
        /// The day.
        day: Day,
        /// The minute.
        minute: u16,
        /// Quarters of that day; 0 = the whole day.
        quarters: u16,
    },
}

impl Line {
    /// The sentence in the asked language.
    pub fn words(&self, lang: Lang) -> String {
        let say = |text: ClockText, values: &[(&str, String)]| {
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            fill(text.text(lang), &values)
        };
        let days = |from: Day, to: Day| ("days", run(from, to, lang));
        match self {
            Self::Received { handed, day } => {
                say(ClockText::Received, &[("handed", named(*handed, lang)), ("day", named(*day, lang))])
            }
            Self::Start { day } => say(ClockText::Start, &[("day", named(*day, lang))]),
            Self::Factor { permille, before, after } => say(
                ClockText::Factor,
                &[
                    ("factor", decimal(u32::from(*permille), 1_000)),
                    ("before", span_words(*before, lang)),
                    ("after", span_words(*after, lang)),
                ],
            ),
            Self::Extended { by } => say(ClockText::Extended, &[("by", span_words(*by, lang))]),
            Self::Counted { from, to, first, last, unit, make_up, document } => {
                let text = match (*make_up, *unit, first == last) {
                    (true, _, _) => ClockText::MakeUp,
                    (false, Unit::Workday, true) => ClockText::Workday,
                    (false, Unit::Workday, false) => ClockText::Workdays,
                    (false, Unit::Day | Unit::Month, true) => ClockText::CalendarDay,
                    (false, Unit::Day | Unit::Month, false) => ClockText::CalendarDays,
                };
                let numbers = if first == last { first.to_string() } else { format!("{first}–{last}") };
                let sentence = say(text, &[days(*from, *to), ("n", numbers)]);
                sentence + &by_document(document.as_deref(), lang)
            }
            Self::Weekend { from, to } => say(ClockText::Weekend, &[days(*from, *to)]),
            Self::Holiday { from, to, document } => {
                say(ClockText::Holiday, &[days(*from, *to)]) + &by_document(document.as_deref(), lang)
            }
            Self::Paused { from, to } => say(ClockText::Paused, &[days(*from, *to)]),
            Self::MovedOn { from, to } => say(ClockText::MovedOn, &[days(*from, *to)]),
            Self::Assumed { year } => say(ClockText::Assumed, &[("year", year.to_string())]),
            Self::Stopped { day } => say(ClockText::Stopped, &[("day", named(*day, lang))]),
            Self::Due { day, minute, quarters } => {
                let text = if *quarters == 0 { ClockText::DueAtClose } else { ClockText::DueInDay };
                let clock = clock(*minute);
                say(text, &[("day", named(*day, lang)), ("clock", clock), ("part", decimal((*quarters).into(), 4))])
            }
        }
    }
}

/// A length as people say it: `10 个工作日`, `0.5 working days`.
pub fn span_words(span: Span, lang: Lang) -> String {
    let text = match span.unit {
        Unit::Workday => Ui::Workdays,
        Unit::Day => Ui::Days,
        Unit::Month => Ui::Months,
    };
    fill(text.text(lang), &[("n", &decimal(span.quarters.into(), 4))])
}

fn decimal(value: u32, of: u32) -> String {
    let thousandths = value * 1_000 / of;
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn run(from: Day, to: Day, lang: Lang) -> String {
    if from == to {
        return named(from, lang);
    }
    lang.pick("{from} 至 {to}", "{from} to {to}")
        .replace("{from}", &named(from, lang))
        .replace("{to}", &named(to, lang))
}

fn named(day: Day, lang: Lang) -> String {
    const ZH: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let weekday = usize::from(day.weekday() - 1) % 7;
    match lang {
        Lang::Zh => format!("{day}（周{}）", ZH[weekday]),
        Lang::En => format!("{day} ({})", EN[weekday]),
    }
}

fn by_document(document: Option<&str>, lang: Lang) -> String {
    document.map_or(String::new(), |document| fill(ClockText::ByDocument.text(lang), &[("document", document)]))
}

impl Line {
    /// The first day that the sentence is about; none of what is said of the whole limit.
    pub fn first_day(&self) -> Option<Day> {
        match self {
            Self::Counted { from, .. }
            | Self::Weekend { from, .. }
            | Self::Holiday { from, .. }
            | Self::Paused { from, .. }
            | Self::MovedOn { from, .. } => Some(*from),
            Self::Start { day } | Self::Due { day, .. } | Self::Stopped { day } => Some(*day),
            Self::Received { .. } | Self::Factor { .. } | Self::Extended { .. } | Self::Assumed { .. } => None,
        }
    }
}

/// Gathers the days of a walk into sentences.
pub(super) struct Lines {
    lines: Vec<Line>,
    counted: u32,
    unit: Unit,
    assumed: Option<i16>,
}

impl Lines {
    pub(super) fn begin(terms: &Terms<'_>) -> Self {
        let mut lines = vec![Line::Start { day: terms.start }];
        let unit = terms.span.unit;
        if terms.factor != WHOLE_PERMILLE {
            // Days and months are counted whole: a part of one counts as one.
            let whole = |quarters: u16| quarters.div_ceil(QUARTERS).saturating_mul(QUARTERS);
            let quarters = terms.quarters();
            let after = Span { quarters: if unit == Unit::Workday { quarters } else { whole(quarters) }, unit };
            lines.push(Line::Factor { permille: terms.factor, before: terms.span, after });
        }
        if terms.extension > 0 {
            let unit = if unit == Unit::Month { Unit::Day } else { unit };
            lines.push(Line::Extended { by: Span { quarters: terms.extension, unit } });
        }
        Self { lines, counted: 0, unit, assumed: None }
    }

    pub(super) fn see(&mut self, seen: Seen, calendar: &impl Workdays) {
        let year = seen.day.ymd().0;
        if seen.provisional && self.assumed != Some(year) {
            self.assumed = Some(year);
            self.lines.push(Line::Assumed { year });
        }
        let (from, to) = (seen.day, seen.day);
        let document = || calendar.document(seen.day).map(str::to_owned);
        let next = match seen.is {
            Is::Counted | Is::MakeUp => {
                self.counted += 1;
                let make_up = seen.is == Is::MakeUp;
                let document = if make_up { document() } else { None };
                let (first, last) = (self.counted, self.counted);
                Line::Counted { from, to, first, last, unit: self.unit, make_up, document }
            }
            Is::Weekend => Line::Weekend { from, to },
            Is::Holiday => Line::Holiday { from, to, document: document() },
            Is::Paused => Line::Paused { from, to },
            // What it moved from has been counted; only the days off behind it are said.
            Is::MovedOn => Line::MovedOn { from, to },
            Is::MovedTo | Is::Later | Is::LaterOff => return,
        };
        if !self.lines.last_mut().is_some_and(|last| join(last, &next)) {
            self.lines.push(next);
        }
    }

    pub(super) fn end(mut self, terms: &Terms<'_>, due: Deadline) -> Vec<Line> {
        let total = terms.quarters().saturating_add(terms.extension);
        let quarters = if self.unit == Unit::Workday { total % QUARTERS } else { 0 };
        // Calendar days and months need a calendar only for the day on which they end.
        if due.provisional && self.assumed.is_none() {
            self.lines.push(Line::Assumed { year: due.day.ymd().0 });
        }
        self.lines.push(Line::Due { day: due.day, minute: due.minute, quarters });
        self.lines
    }
}

/// Takes the next day into the sentence before it, where it says the same.
fn join(line: &mut Line, next: &Line) -> bool {
    match (line, next) {
        (
            Line::Counted { to, last, make_up, document, .. },
            Line::Counted { from, last: number, make_up: also, document: its, .. },
        ) if to.plus(1) == *from && make_up == also && document == its => {
            (*to, *last) = (*from, *number);
            true
        }
        (Line::Weekend { to, .. }, Line::Weekend { from, .. })
        | (Line::Paused { to, .. }, Line::Paused { from, .. })
        | (Line::MovedOn { to, .. }, Line::MovedOn { from, .. })
            if to.plus(1) == *from =>
        {
            *to = *from;
            true
        }
        (Line::Holiday { to, document, .. }, Line::Holiday { from, document: its, .. })
            if to.plus(1) == *from && document == its =>
        {
            *to = *from;
            true
        }
        _ => false,
    }
}
