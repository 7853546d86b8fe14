//! Dates and lights.

use crate::day::Day;
use crate::id::Millis;
use crate::item::Span;
use serde::{Deserialize, Serialize};

/// How urgent a case is; screens add shape and word to the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// In time.
    None,
    /// One working day left, or 80 % used.
    Blue,
    /// 90 % used, or a step is late.
    Yellow,
    /// The promise has passed.
    Red,
    /// The legal limit has passed.
    DeepRed,
}

/// When a case is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// By the close of business of this day.
    pub day: Day,
    /// The moment.
    pub at: Millis,
    /// Past the published calendar: may still change.
    pub provisional: bool,
    /// Whole working days left; negative = late.
    pub days_left: i32,
    /// How urgent.
    pub light: Light,
    /// Which limit it is.
    pub limit: LimitKind,
}

/// Limits that a case may have (kinds.md, "Limits").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// 受理时限: 5 working days.
    AcceptBy,
    /// 承诺时限
    Promise,
    /// 法定时限
    Legal,
    /// 环节时限
    Step,
    /// 交办时限
    Task,
    /// 待办时限
    Duty,
    /// 送达时限: 10 working days.
    DeliverBy,
    /// 补正期限
    CorrectBy,
    /// 容缺期限
    GapBy,
    /// 延续期限: a renewal undecided by then counts as granted.
    Renewal,
}

/// One limit with its reckoning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitView {
    /// Which.
    pub limit: LimitKind,
    /// Its clock began.
    pub starts: Millis,
    /// How long.
    pub span: Span,
    /// Due at the close of business of this day; none while it cannot be reckoned.
    pub day: Option<Day>,
    /// Past the published calendar.
    pub provisional: bool,
    /// It was met or fell away at this moment.
    pub ended: Option<Millis>,
    /// It does not run at the moment.
    pub paused: bool,
    /// It has passed.
    pub passed: bool,
}
