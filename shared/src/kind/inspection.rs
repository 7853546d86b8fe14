//! Bodies of inspections (检查, 144-146): what was found at a place, how it was put right, and whether that was enough.

use super::appraisal_codes::*;
use super::watch_codes::CardResult;
use crate::day::Day;
use crate::id::{DeptId, DocId, SiteId, UserId};
use minicbor::{Decode, Encode};

/// A step of an inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Each variant is described at its struct.
pub enum InspectionStep {
    Open(InspectionOpen),
    Answer(InspectionAnswer),
    Ruling(InspectionRuling),
}

/// 144 检查通报: an inspection of a place and the problems that it found; none = everything was in order.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct InspectionOpen {
    /// How it was made.
    #[n(0)]
    pub way: InspectionWay,
    /// The place.
    #[n(1)]
    pub to: SiteId,
    /// The day of the visit.
    #[n(2)]
    pub on: Day,
    /// What was found; the words to each are in the private part, by number.
    #[n(3)]
    pub findings: Vec<Finding>,
}

/// One problem, with its owner and its date.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Finding {
    /// From 1 within the inspection.
    #[n(0)]
    pub no: u8,
    /// What it is.
    #[n(1)]
    pub code: FindingCode,
    /// Whose window.
    #[n(2)]
    pub dept: Option<DeptId>,
    /// Whose it is; none = the place's.
    #[n(3)]
    pub user: Option<UserId>,
    /// About which case.
    #[n(4)]
    pub case: Option<DocId>,
    /// To be put right by the end of this day.
    #[n(5)]
    pub until: Day,
    /// Points that an appraisal takes off.
    #[n(6)]
    pub points: u8,
}

/// 145 整改报告: what the place did about one problem, with its proof in words.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct InspectionAnswer {
    /// Which problem.
    #[n(0)]
    pub no: u8,
    /// Put right, or explained.
    #[n(1)]
    pub result: CardResult,
    /// The day, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}

/// 146 整改复核: whether that was enough. A problem is closed, sent back with a new date, or set aside; never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct InspectionRuling {
    /// Which problem.
    #[n(0)]
    pub no: u8,
    /// What becomes of it.
    #[n(1)]
    pub ruling: FindingRuling,
    /// The new date of one that is sent back.
    #[n(2)]
    pub until: Option<Day>,
}
