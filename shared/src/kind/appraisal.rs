//! Bodies of appraisal (绩效考核): schemes in the public feed (73) and settled sheets as documents of their own (136-138).

use super::appraisal_codes::*;
use super::watch_codes::AppealGround;
use crate::day::Day;
use crate::id::{DeptId, Millis, SiteId, UserId};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// 73 考核方案: what is measured and how much each measure weighs. Key: `no`; a later row of the number replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Scheme {
    /// Key: number in the district, never reused.
    #[n(0)]
    pub no: u32,
    /// As people call it.
    #[n(1)]
    pub name: String,
    /// What is appraised.
    #[n(2)]
    pub of: AppraisalOf,
    /// How often.
    #[n(3)]
    pub cycle: Cycle,
    /// Its lines; their weights add up to 100.
    #[n(4)]
    pub lines: Vec<SchemeLine>,
    /// Cases that somebody must have accepted or ended to be ranked.
    #[n(5)]
    pub min_cases: u32,
    /// The first day of the first period for which it holds.
    #[n(6)]
    pub from: Day,
    /// The document it rests on.
    #[n(7)]
    pub document: String,
    /// Ended from here on.
    #[n(8)]
    pub ended: bool,
}

/// One line of a scheme: from which value on there are all points, and from which on none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct SchemeLine {
    /// What is measured.
    #[n(0)]
    pub indicator: Indicator,
    /// Points of a hundred.
    #[n(1)]
    pub weight: u16,
    /// All points from here on: hundredths of a per cent of a share, else a number.
    #[n(2)]
    pub full: u32,
    /// No points from here on.
    #[n(3)]
    pub zero: u32,
}

/// One line of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Score {
    /// The line of the scheme as it was.
    #[n(0)]
    pub line: SchemeLine,
    /// The number, or what stands above the line of a share.
    #[n(1)]
    pub part: u64,
    /// What stands below it; none = a number.
    #[n(2)]
    pub whole: Option<u64>,
    /// Tenths of a point; none = nothing to measure, its weight is spread over the others.
    #[n(3)]
    pub tenths: Option<u16>,
}

/// A step of the document of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Each variant is described at its struct.
pub enum SheetStep {
    Fix(SheetFix),
    Appeal(SheetAppeal),
    Ruling(SheetRuling),
}

/// 136 考核定稿: the sheet of one place, window or officer for one period, frozen; a second one is a recalculation and says why.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SheetFix {
    /// By which scheme.
    #[n(0)]
    pub scheme: u32,
    /// The scheme's name then.
    #[n(1)]
    pub name: String,
    /// What is appraised.
    #[n(2)]
    pub of: AppraisalOf,
    /// The place, or where the window or officer is.
    #[n(3)]
    pub site: SiteId,
    /// The window.
    #[n(4)]
    pub dept: Option<DeptId>,
    /// The officer.
    #[n(5)]
    pub user: Option<UserId>,
    /// First day of the period.
    #[n(6)]
    pub from: Day,
    /// Last day.
    #[n(7)]
    pub to: Day,
    /// Line by line.
    #[n(8)]
    pub scores: Vec<Score>,
    /// Tenths of a point of a hundred.
    #[n(9)]
    pub total: u16,
    /// Cases accepted or ended.
    #[n(10)]
    pub cases: u64,
    /// Everything that the place wrote in the period was here.
    #[n(11)]
    pub is_complete: bool,
    /// Its rank; none = too few cases, or data was missing.
    #[n(12)]
    pub rank: Option<u16>,
    /// How many were ranked.
    #[n(13)]
    pub ranked: u16,
    /// As of when.
    #[n(14)]
    pub as_of: Millis,
    /// Why it was reckoned again.
    #[n(15)]
    pub again: Option<Again>,
}

/// 137 考核申诉.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SheetAppeal {
    /// Against which line; none = the whole.
    #[n(0)]
    pub indicator: Option<Indicator>,
    /// Why.
    #[n(1)]
    pub ground: AppealGround,
}

/// 138 考核裁定: what becomes of an appeal; the sheet itself stays as it was settled.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SheetRuling {
    /// It stands, or points change.
    #[n(0)]
    pub verdict: SheetVerdict,
    /// Tenths of a point that are added, or taken away.
    #[n(1)]
    pub tenths: i16,
}
