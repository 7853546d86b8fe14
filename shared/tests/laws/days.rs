//! A million deadlines against a model that goes day by day: random pauses, extension, factor, units, part days.
//!
//! The model knows nothing but a list of days: it marks the days that do not count and ticks off the rest one after the other.

use crate::world::{Dice, day};
use daiban_shared::day::Day;
use daiban_shared::deadline::{DayPause, Hours, Terms, deadline, scaled};
use daiban_shared::import;
use daiban_shared::item::{Span, Unit};
use daiban_shared::kind::Calendar;
use std::collections::BTreeMap;

const PUBLISHED: &str = include_str!("../../../node/data/workdays_2004_2026.csv");
const CASES: usize = 1_000_000;
/// Days of the model behind 2004-01-01: past the published years, so that provisional days come up.
const DAYS: usize = 10_200;

/// Every day by what the file says of it, read by its own columns.
struct Model {
    first: Day,
    works: Vec<bool>,
    published: usize,
}

impl Model {
    fn read() -> Self {
        let first = day("2004-01-01");
        let mut works: Vec<bool> = PUBLISHED.lines().skip(1).map(|line| line.split(',').nth(2) == Some("1")).collect();
        let published = works.len();
        works.extend((published..DAYS).map(|i| first.plus(i as i32).weekday() <= 5));
        Self { first, works, published }
    }

    /// The last day and the minute, and whether a day behind the published ones was asked.
    fn due(&self, start: usize, ask: &Ask) -> (usize, u16, bool) {
        let quarters = match ask.factor {
            1_000 => u32::from(ask.quarters),
            factor => {
                let times = (u32::from(ask.quarters) * u32::from(factor)).div_ceil(1_000);
                times.max(u32::from(ask.quarters.min(4)))
            }
        };
        let total = quarters + u32::from(ask.extension);
        let paused = |i: usize| ask.pauses.iter().any(|(from, to)| (from + 1..=*to).contains(&(i as i64)));
        let close = 1_050;
        if ask.unit == Unit::Workday {
            let mut left = total.div_ceil(4);
            let mut at = start;
            while left > 0 {
                at += 1;
                if self.works[at] && !paused(at) {
                    left -= 1;
                }
            }
            let part = total % 4;
            let minute = if part == 0 { close } else { 510 + (close - 510) / 4 * part as u16 };
            return (at, minute, at >= self.published && total > 0);
        }
        let mut left = total.div_ceil(4);
        if ask.unit == Unit::Month {
            let start_day = self.first.plus(start as i32);
            let months = start_day.plus_months(quarters.div_ceil(4));
            left = (months.0 - start_day.0) as u32 + u32::from(ask.extension).div_ceil(4);
        }
        let mut at = start;
        while left > 0 {
            at += 1;
            left -= u32::from(!paused(at));
        }
        while !self.works[at] {
            at += 1;
        }
        (at, close, at >= self.published)
    }
}

struct Ask {
    quarters: u16,
    unit: Unit,
    factor: u16,
    extension: u16,
    pauses: Vec<(i64, i64)>,
}

impl Ask {
    fn drawn(dice: &mut Dice, start: usize) -> Self {
        let unit = match dice.below(8) {
            0 => Unit::Month,
            1 | 2 => Unit::Day,
            _ => Unit::Workday,
        };
        let most = if unit == Unit::Month { 16 } else { 121 };
        let quarters = if dice.below(4) == 0 { dice.below(most) } else { dice.below(most / 4 + 1) * 4 } as u16;
        let factor = [1_000, 1_000, 500, 250, 333, 1][dice.below(6)];
        let extension = if dice.below(3) == 0 { dice.below(60) as u16 } else { 0 };
        let pauses = (0..dice.below(4)).map(|_| {
            let from = start as i64 + dice.below(70) as i64 - 15;
            // Touching, overlapping, empty and one within the other all come up.
            (from, from + dice.below(25) as i64)
        });
        Self { quarters, unit, factor, extension, pauses: pauses.collect() }
    }
}

/// Looks a year up as the machine does.
fn calendar() -> BTreeMap<u16, Calendar> {
    let years = import::calendar(PUBLISHED).expect("the file is right");
    years.into_iter().map(|year| (year.year, year)).collect()
}

fn agree(model: &Model, calendar: &BTreeMap<u16, Calendar>, mut dice: Dice, cases: usize) -> usize {
    let mut provisional = 0;
    for case in 0..cases {
        let start = dice.below(9_000);
        let ask = Ask::drawn(&mut dice, start);
        let pauses: Vec<DayPause> = ask
            .pauses
            .iter()
            .map(|(from, to)| DayPause { from: model.first.plus(*from as i32), to: model.first.plus(*to as i32) })
            .collect();
        let span = Span { quarters: ask.quarters, unit: ask.unit };
        let (factor, extension) = (ask.factor, ask.extension);
        let start_day = model.first.plus(start as i32);
        let terms = Terms { start: start_day, span, factor, extension, pauses: &pauses, hours: Hours::default() };
        let due = deadline(&terms, calendar);
        let (at, minute, assumed) = model.due(start, &ask);
        assert_eq!(
            (due.day, due.minute, due.provisional),
            (model.first.plus(at as i32), minute, assumed),
            "case {case}: {terms:?}"
        );
        provisional += usize::from(assumed);
    }
    provisional
}

#[test]
fn a_million_deadlines_agree_with_a_model_that_ticks_off_days() {
    let (model, calendar) = (Model::read(), calendar());
    let half = CASES / 2;
    let provisional = std::thread::scope(|scope| {
        let other = scope.spawn(|| agree(&model, &calendar, Dice(2), half));
        agree(&model, &calendar, Dice(1), half) + other.join().expect("they agree")
    });
    assert!((10_000..CASES / 2).contains(&provisional), "{provisional} of them past the published calendar");
}

#[test]
fn a_factor_never_makes_less_than_a_day_of_more_than_a_day() {
    for quarters in 0..400 {
        for permille in [1, 250, 500, 999, 1_000] {
            let after = scaled(quarters, permille);
            assert!(after <= quarters && after >= quarters.min(4), "{quarters} x {permille}: {after}");
        }
    }
}
