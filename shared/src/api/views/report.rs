//! Reports: the figures of a day, week, month or half-year with their sentences, tables and what rules saw.

use super::super::people::SiteRef;
use super::{Complete, DaySpan, FigureRow, FigureSet};
use crate::figures::{Dimension, ReportKind};
use crate::id::Millis;
use crate::kind::{LightCode, RuleKind};
use serde::{Deserialize, Serialize};

/// How often a rule saw something in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCount {
    /// Which rule.
    pub rule: RuleKind,
    /// In the asked language.
    pub text: String,
    /// Its light.
    pub light: LightCode,
    /// It asks for an answer.
    pub is_card: bool,
    /// In the period.
    pub now: u64,
    /// In the period before.
    pub before: u64,
    /// Of the period: not made good.
    pub open: u64,
    /// Of the period: the place was heard past it.
    pub official: u64,
    /// Of the period: a card was put.
    pub cards: u64,
    /// Of these cards: answered, or upheld after an appeal.
    pub answered: u64,
    /// Of these cards: set aside.
    pub cancelled: u64,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPart {
    /// `一、受理和办结`
    pub heading: String,
    /// In the asked language, made of figures alone.
    pub sentences: Vec<String>,
}

/// A table of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTable {
    /// By what the rows are set apart.
    pub by: Dimension,
    /// In the asked language.
    pub title: String,
    /// The rows that are not all nothing; of places those directly below.
    pub rows: Vec<FigureRow>,
}

/// `GET /report`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The place; the branch below it counts too.
    pub site: SiteRef,
    /// Which report.
    pub kind: ReportKind,
    /// `梅县区政务服务月报`
    pub title: String,
    /// The days, up to today where the period is not over.
    pub span: DaySpan,
    /// The period before.
    pub before: DaySpan,
    /// The same of the year before.
    pub year_before: DaySpan,
    /// As of.
    pub as_of: Millis,
    /// How complete that is.
    pub complete: Complete,
    /// Everything together.
    pub total: FigureSet,
    /// What it says.
    pub parts: Vec<ReportPart>,
    /// By place, department, item and officer.
    pub tables: Vec<ReportTable>,
    /// What rules saw, the most first.
    pub problems: Vec<RuleCount>,
}
