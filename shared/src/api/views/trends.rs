//! Figures over days, weeks and months, and places beside each other.

use super::super::people::SiteRef;
use crate::day::Day;
use crate::id::{Millis, SiteId};
use serde::{Deserialize, Serialize};

/// How long one point of a trend lasts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A day.
    Day,
    /// Monday to Sunday.
    #[default]
    Week,
    /// A calendar month.
    Month,
}

impl Period {
    /// Every period, for screens.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The first day of the period in which a day lies.
    pub fn first(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Week => day.plus(1 - i32::from(day.weekday())),
            Self::Month => day.plus(1 - i32::from(day.ymd().2)),
        }
    }

    /// The last day of the period in which a day lies.
    pub fn last(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Week => self.first(day).plus(6),
            // No month has more than 31 days, and none less than 28.
            Self::Month => self.first(self.first(day).plus(31)).plus(-1),
        }
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

/// What happened at a place, or in a branch, in some days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Cases filed.
    pub filed: u64,
    /// Cases that ended.
    pub ended: u64,
    /// Of these: after their limit.
    pub late: u64,
}

impl Flow {
    /// Of the cases that ended, those in time, in thousandths; none where nothing ended.
    pub fn on_time_permille(self) -> Option<u64> {
        (self.ended > 0).then(|| self.ended.saturating_sub(self.late) * 1000 / self.ended)
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self { filed: self.filed + other.filed, ended: self.ended + other.ended, late: self.late + other.late }
    }
}

/// One point of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendPoint {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// What happened.
    #[serde(flatten)]
    pub flow: Flow,
}

/// How much of what happened is here: a village without a line sends later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complete {
    /// Everything that these places wrote up to this moment is here.
    pub to: Millis,
    /// Places of which that is so.
    pub places: u32,
    /// Places with a machine.
    pub of: u32,
}

/// `GET /trends`: one branch over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trends {
    /// The place; the branch below it counts too.
    pub site: SiteRef,
    /// How long a point lasts.
    pub by: Period,
    /// The points, oldest first, without gaps.
    pub points: Vec<TrendPoint>,
    /// How complete that is.
    pub complete: Complete,
}

/// One place in a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedPlace {
    /// The place.
    pub site: SiteRef,
    /// The place above.
    pub parent: Option<SiteId>,
    /// What happened there and below it.
    #[serde(flatten)]
    pub flow: Flow,
    /// In work there and below it now.
    pub open: u64,
    /// Of these: past their limit.
    pub overdue: u64,
}

/// `GET /comparison`: every place of the subtree with its branch, parents before children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The places.
    pub places: Vec<ComparedPlace>,
    /// How complete that is.
    pub complete: Complete,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn between(by: Period, from: &str, to: &str) -> Vec<String> {
        by.between(day(from), day(to), 99).iter().map(|(from, to)| format!("{from} {to}")).collect()
    }

    #[test]
    fn periods_begin_on_monday_and_on_the_first() {
        assert_eq!(
            between(Period::Week, "2026-11-11", "2026-11-24"),
            ["2026-11-11 2026-11-15", "2026-11-16 2026-11-22", "2026-11-23 2026-11-24"]
        );
        assert_eq!(
            between(Period::Month, "2025-12-31", "2026-02-28"),
            ["2025-12-31 2025-12-31", "2026-01-01 2026-01-31", "2026-02-01 2026-02-28"]
        );
        assert_eq!(between(Period::Day, "2026-11-24", "2026-11-24"), ["2026-11-24 2026-11-24"]);
        assert!(between(Period::Day, "2026-11-25", "2026-11-24").is_empty());
        assert_eq!(Period::Month.last(day("2024-02-03")), day("2024-02-29"));
    }

    #[test]
    fn too_many_periods_leave_the_newest() {
        let last = Period::Day.between(day("2020-01-01"), day("2026-11-24"), 2);
        assert_eq!(last, [(day("2026-11-23"), day("2026-11-23")), (day("2026-11-24"), day("2026-11-24"))]);
    }

    #[test]
    fn nothing_ended_is_no_share() {
        assert_eq!(Flow { filed: 3, ended: 0, late: 0 }.on_time_permille(), None);
        assert_eq!(Flow { filed: 0, ended: 8, late: 1 }.on_time_permille(), Some(875));
    }
}
