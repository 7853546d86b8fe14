//! The calendars that a reckoning needs, read from the machine year by year as they come up.

use std::collections::{BTreeMap, BTreeSet};

use daiban_shared::api::CalendarYear;
use daiban_shared::day::Day;
use daiban_shared::deadline::{Asked, Workdays, asked};
use daiban_shared::kind::Calendar;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, Why};
use crate::app::session::use_lang;

/// What is known of the years.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Years {
    /// The published ones.
    pub published: Published,
    /// All that were read, published or not.
    pub read: BTreeSet<u16>,
    /// The year that is being read.
    pub awaited: Option<u16>,
    /// The newest reading failed.
    pub has_failed: bool,
}

/// Published years, with the days that have a document of their own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Published {
    years: BTreeMap<u16, Calendar>,
    corrected: BTreeMap<Day, String>,
}

impl Published {
    fn add(&mut self, view: &CalendarYear) {
        self.years.extend(calendar_of(view).map(|calendar| (view.year, calendar)));
        self.corrected.extend(view.corrected.iter().map(|one| (one.day, one.document.clone())));
    }
}

impl Workdays for Published {
    fn workday(&self, day: Day) -> Option<bool> {
        self.years.workday(day)
    }

    fn document(&self, day: Day) -> Option<&str> {
        self.corrected.get(&day).map(String::as_str).or_else(|| self.years.document(day))
    }
}

/// The years that what is asked needs; reads the next one that is lacking.
#[hook]
pub fn use_years(ask: &Asked) -> Years {
    let lang = use_lang();
    let years = use_state(Years::default);
    // Asked for under way answers are put to what is known then.
    let known = use_mut_ref(Years::default);
    let lacking = lacking(ask, &years);
    {
        let years = years.clone();
        use_effect_with(lacking, move |lacking| {
            let Some(year) = *lacking else { return };
            spawn_local(async move {
                let answer = api::get::<CalendarYear>(lang, &format!("/calendar/{year}"), Why::Person).await;
                let mut known = known.borrow_mut();
                known.has_failed = answer.is_err();
                if let Ok(view) = answer {
                    known.read.insert(view.year);
                    known.published.add(&view);
                }
                years.set(known.clone());
            });
        });
    }
    Years { awaited: lacking, ..(*years).clone() }
}

/// The first year of a reckoning that was not read yet: with each one its end may move.
fn lacking(ask: &Asked, years: &Years) -> Option<u16> {
    let told = asked(ask, &years.published).ok()?;
    let year = |day: Day| u16::try_from(day.ymd().0).ok();
    (year(told.start)?..=year(told.due.day)?).find(|year| !years.read.contains(year))
}

/// A published year as the rules read it.
fn calendar_of(view: &CalendarYear) -> Option<Calendar> {
    let mut workdays = vec![0u8; view.days.len().div_ceil(8)];
    for (at, day) in view.days.iter().enumerate() {
        if day.works() {
            workdays[at / 8] |= 1 << (at % 8);
        }
    }
    view.published.then(|| Calendar { year: view.year, workdays, document: view.document.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::case::sample::site;
    use daiban_shared::api::{CorrectedDay, DayKind};

    fn view(year: u16, published: bool) -> CalendarYear {
        let first = Day::from_ymd(year.cast_signed(), 1, 1).expect("a day");
        let days = (0..365).map(|n| DayKind::of(first.plus(n), first.plus(n).weekday() <= 5)).collect();
        CalendarYear {
            year,
            published,
            document: "国办发明电〔2025〕7号".into(),
            corrected: vec![CorrectedDay {
                day: first.plus(9),
                is: DayKind::MakeUp,
                document: "梅区〔2026〕9号".into(),
            }],
            entered_at: None,
            by: site(),
            days,
            known: None,
            today: first,
        }
    }

    #[test]
    fn years_are_read_until_none_is_lacking() {
        let ask = Asked { from: "2026-12-20".into(), days: "20".into(), ..Asked::default() };
        let mut years = Years::default();
        for wanted in [Some(2026), Some(2027), None] {
            let lacks = lacking(&ask, &years);
            assert_eq!(lacks, wanted);
            let Some(year) = lacks else { break };
            years.read.insert(year);
            years.published.add(&view(year, year == 2026));
        }
        assert_eq!(years.published.years.keys().copied().collect::<Vec<_>>(), [2026], "an unpublished year stays one");
        let day = |text: &str| Day::parse(text).expect("a day");
        assert_eq!(years.published.document(day("2026-01-10")), Some("梅区〔2026〕9号"), "its own");
        assert_eq!(years.published.document(day("2026-01-11")), Some("国办发明电〔2025〕7号"), "that of its year");
        let due = asked(&ask, &years.published).expect("it can be read").due;
        assert!(due.provisional && due.day.to_string() == "2027-01-15", "{}", due.day);
    }
}
