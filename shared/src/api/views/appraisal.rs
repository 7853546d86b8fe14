//! Appraisal: schemes, sheets as they are reckoned and as they were settled.

use super::{CardStep, Complete, DaySpan, Person};
use crate::api::{DeptRef, SiteRef};
use crate::appraisal::SheetStand;
use crate::day::Day;
use crate::id::{DocId, Millis};
use crate::kind::{Again, AppealGround, Grade, Indicator, Scheme, Score, SheetVerdict};
use serde::{Deserialize, Serialize};

/// `GET /schemes`: every scheme as it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schemes {
    /// Who enters schemes.
    pub by: SiteRef,
    /// This person may.
    pub may_enter: bool,
    /// The number that the next one has.
    pub next: u32,
    /// Today, as the node has it.
    pub today: Day,
    /// The schemes, ended ones last.
    pub items: Vec<Scheme>,
}

/// `GET /appraisal`: everything that a scheme appraises in one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appraisal {
    /// By which scheme.
    pub scheme: Scheme,
    /// The period.
    pub span: DaySpan,
    /// It is over.
    pub is_over: bool,
    /// This person may settle it.
    pub may_settle: bool,
    /// As of when.
    pub as_of: Millis,
    /// How far the data of the branch reaches.
    pub complete: Complete,
    /// A sheet for each place, window or officer, the best first.
    pub sheets: Vec<SheetRow>,
}

/// A sheet as it stands: as it was settled, or as it would be now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Its document; none = not settled.
    pub id: Option<DocId>,
    /// The place, or where the window or officer is.
    pub site: SiteRef,
    /// The window.
    pub department: Option<DeptRef>,
    /// The officer.
    pub officer: Option<Person>,
    /// Line by line.
    pub scores: Vec<Score>,
    /// Tenths of a point of a hundred, with what rulings changed.
    pub total: u16,
    /// Tenths of a point by rulings.
    pub adjusted: i32,
    /// How good that is.
    pub grade: Grade,
    /// Cases accepted or ended.
    pub cases: u64,
    /// Everything that the place wrote in the period was here.
    pub is_complete: bool,
    /// Its rank; none = too few cases, or data was missing.
    pub rank: Option<u16>,
    /// How many were ranked.
    pub ranked: u16,
    /// Where a settled one stands.
    pub stand: Option<SheetStand>,
    /// What the same sheet would have now, where that differs from what was settled; rulings not included.
    pub now: Option<u16>,
}

/// `GET /sheets/{id}`, and a row of `GET /sheets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    /// By which scheme, as it was called then.
    pub scheme: String,
    /// The period.
    pub span: DaySpan,
    /// As it stands.
    pub row: SheetRow,
    /// Who settled it.
    pub by: SiteRef,
    /// Settled at.
    pub fixed_at: Millis,
    /// The data was of this moment.
    pub as_of: Millis,
    /// How often it was reckoned again.
    pub again: u16,
    /// Its entries; empty in lists.
    pub steps: Vec<CardStep>,
    /// What this person may do now.
    pub may: Vec<SheetAct>,
}

/// What can be done with a settled sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetAct {
    /// The place, or the officer, appeals.
    Appeal,
    /// Who settled it, or a place above, decides.
    Rule,
}

/// `POST /appraisal`: settles what a scheme appraises in one period, or reckons it again with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    /// The command: a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// By which scheme.
    pub scheme: u32,
    /// A day of the period.
    pub of: Day,
    /// Why it is reckoned again; none = what is not settled yet is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
    /// In words.
    #[serde(default)]
    pub words: String,
}

/// What became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Sheets that were written.
    pub written: u32,
    /// Sheets that stay as they were.
    pub kept: u32,
}

/// `POST /sheets/{id}/steps`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum SheetCommand {
    /// The place, or the officer, appeals.
    Appeal {
        /// The command: a UUID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Against which line; none = the whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        indicator: Option<Indicator>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<AppealGround>,
        /// In words.
        #[serde(default)]
        words: String,
    },
    /// Who settled it, or a place above, decides.
    Rule {
        /// The command: a UUID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// It stands, or points change.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        verdict: Option<SheetVerdict>,
        /// Tenths of a point that are added, or taken away.
        #[serde(default)]
        tenths: i16,
        /// In words.
        #[serde(default)]
        words: String,
    },
}
