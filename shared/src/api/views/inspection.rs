//! Inspections: what was found at a place, how it was put right, and whether that was enough.

use super::{CardStep, Person};
use crate::api::{DeptRef, SiteRef};
use crate::day::Day;
use crate::id::{DeptId, DocId, Millis, SiteId, UserId};
use crate::kind::{CardResult, FindingCode, FindingRuling, InspectionWay};
use crate::watch::FindingStand;
use serde::{Deserialize, Serialize};

/// One problem of an inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// From 1 within the inspection.
    pub no: u8,
    /// What it is.
    pub code: FindingCode,
    /// The same, in the asked language.
    pub text: String,
    /// What was seen; empty where the words are not here.
    pub words: String,
    /// Whose window.
    pub department: Option<DeptRef>,
    /// Whose it is; none = the place's.
    pub officer: Option<Person>,
    /// About which case.
    pub case: Option<DocId>,
    /// Points that an appraisal takes off.
    pub points: u8,
    /// To be put right by the end of this day.
    pub until: Day,
    /// It was not put right by then.
    pub is_late: bool,
    /// How often it was sent back.
    pub sent_back: u16,
    /// Where it stands.
    pub stand: FindingStand,
}

/// `GET /inspections/{id}`, and a row of `GET /inspections`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionView {
    /// The inspection.
    pub id: DocId,
    /// How it was made.
    pub way: InspectionWay,
    /// The same, in the asked language.
    pub way_text: String,
    /// Who inspected.
    pub by: SiteRef,
    /// What was inspected.
    pub site: SiteRef,
    /// The day of the visit.
    pub on: Day,
    /// Entered at.
    pub opened_at: Millis,
    /// As of when.
    pub as_of: Millis,
    /// What was seen as a whole; empty where the words are not here.
    pub words: String,
    /// The problems.
    pub findings: Vec<FindingView>,
    /// Its entries; empty in lists.
    pub steps: Vec<CardStep>,
    /// What this person may do now.
    pub may: Vec<InspectionAct>,
}

/// What can be done with a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InspectionAct {
    /// The place tells what it did.
    Answer,
    /// Who inspected, or a place above, closes it or sends it back.
    Rule,
}

/// `POST /inspections`: an inspection is put to its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewInspection {
    /// The command: a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<InspectionWay>,
    /// The place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<SiteId>,
    /// The day of the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// What was seen as a whole.
    #[serde(default)]
    pub words: String,
    /// The problems; none = everything was in order.
    #[serde(default)]
    pub findings: Vec<NewFinding>,
}

/// One problem as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewFinding {
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<FindingCode>,
    /// What was seen.
    #[serde(default)]
    pub words: String,
    /// Whose window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DeptId>,
    /// Whose it is, where the account is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<UserId>,
    /// Number of the case that it is about.
    #[serde(default)]
    pub case: String,
    /// To be put right by the end of this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Points that an appraisal takes off.
    #[serde(default)]
    pub points: u8,
}

/// `POST /inspections/{id}/steps`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum InspectionCommand {
    /// The place tells what it did about one problem.
    Answer {
        /// The command: a UUID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Which problem.
        no: u8,
        /// Put right, or explained.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<CardResult>,
        /// What was done, with its proof.
        #[serde(default)]
        words: String,
    },
    /// Who inspected, or a place above, decides.
    Rule {
        /// The command: a UUID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Which problem.
        no: u8,
        /// Closed, sent back, set aside.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ruling: Option<FindingRuling>,
        /// The new date of one that is sent back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Day>,
        /// Why.
        #[serde(default)]
        words: String,
    },
}
