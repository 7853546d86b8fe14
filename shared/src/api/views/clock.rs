//! Dates and lights.

use crate::api::{DeptRef, SiteRef};
use crate::day::Day;
use crate::deadline::Is;
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
    /// 勘察时限: the site survey of a case in the green channel.
    Survey,
}

impl LimitKind {
    /// It binds the resident: when it passes nobody at an office is late, and nothing happens until the holder moves
    /// (design.md §4, "Silence").
    pub fn is_residents(self) -> bool {
        match self {
            Self::CorrectBy | Self::GapBy => true,
            Self::AcceptBy
            | Self::Promise
            | Self::Legal
            | Self::Step
            | Self::Task
            | Self::Duty
            | Self::DeliverBy
            | Self::Renewal
            | Self::Survey => false,
        }
    }
}

/// One limit with its reckoning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitView {
    /// Which.
    pub limit: LimitKind,
    /// Whose limit it is.
    pub owner: SiteRef,
    /// The desk that was asked, for a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeptRef>,
    /// Its clock began.
    pub starts: Millis,
    /// The day from which it is counted; it does not count.
    pub start: Day,
    /// How long.
    pub span: Span,
    /// The span times this, in thousandths (绿色通道).
    pub factor: u16,
    /// Quarters that an extension adds.
    pub extension: u16,
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
    /// The head of the case and the lists name its day.
    pub shown: bool,
    /// Every day that was counted or not, a sentence each, in the asked language.
    pub explanation: Vec<String>,
}

/// The clock of a case as one strip of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StripView {
    /// The limit that is counted: its place among the limits.
    pub limit: usize,
    /// The day on which it begins; it does not count.
    pub start: Day,
    /// What each day is, from the one after the start.
    pub days: Vec<Is>,
    /// Days beyond the drawn ones lie before today or before an end.
    pub is_cut: bool,
}
