//! Registers of supervision (台账): what went through the green channel, and what was accepted although papers lacked.

use super::super::people::SiteRef;
use super::{Complete, DaySpan};
use crate::case::Outcome;
use crate::day::Day;
use crate::id::{DocId, Millis};
use crate::kind::GreenGround;
use serde::{Deserialize, Serialize};

/// `GET /green-channel`, `GET /accepted-with-gaps`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register<T> {
    /// As of.
    pub as_of: Millis,
    /// The place; cases that were filed below it count too.
    pub site: SiteRef,
    /// The days.
    pub span: DaySpan,
    /// The rows, the newest first.
    pub items: Vec<T>,
    /// There are more than one register takes: the days have to be fewer.
    pub is_cut: bool,
    /// How much of what happened is here.
    pub complete: Complete,
}

/// What every row of a register says of its case. No word of it is about a person who applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterCase {
    /// The case.
    pub id: DocId,
    /// Its number.
    pub number: String,
    /// What was applied for, in the asked language.
    pub item: String,
    /// Where it was filed.
    pub site: SiteRef,
    /// In whose hand it is.
    pub holder: Option<SiteRef>,
    /// The day from which it counts as accepted.
    pub accepted_on: Option<Day>,
    /// The day of its end.
    pub ended_on: Option<Day>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// How something stands to its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timely {
    /// Nothing runs yet.
    NotBegun,
    /// It runs and is in time.
    Running,
    /// It stands still.
    Paused,
    /// It runs and its day is over.
    Overdue,
    /// Done in time.
    InTime,
    /// Done too late.
    Late,
}

/// A case that was let into the green channel, with its real times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GreenRow {
    /// The case.
    pub case: RegisterCase,
    /// The body that admitted it.
    pub body: String,
    /// The place where that was entered.
    pub admitted_at: SiteRef,
    /// On what ground.
    pub ground: GreenGround,
    /// When.
    pub admitted_on: Day,
    /// The day by which the halved promise is due; none while nothing runs or while it stands still.
    pub due: Option<Day>,
    /// That day lies behind the published calendar.
    pub provisional: bool,
    /// Working days used, pauses taken out; none before the acceptance.
    pub used_days: Option<u32>,
    /// Working days that pauses took out.
    pub paused_days: u32,
    /// In time or not, of the case.
    pub timely: Timely,
    /// Its site surveys.
    pub surveys: Vec<SurveyRow>,
    /// The site has to be surveyed by this day and nobody did yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey_by: Option<Day>,
}

/// A site survey of such a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyRow {
    /// When it was asked for.
    pub asked_on: Day,
    /// The day by which it was due: two working days in the green channel.
    pub due: Option<Day>,
    /// When it was over.
    pub done_on: Option<Day>,
    /// Working days that it took, up to now while it lasts.
    pub used_days: u32,
    /// In time or not.
    pub timely: Timely,
}

/// A case that was accepted although papers lacked (容缺受理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapRow {
    /// The case.
    pub case: RegisterCase,
    /// Where it was accepted.
    pub accepted_at: SiteRef,
    /// The papers that lacked.
    pub papers: Vec<GapPaper>,
    /// The date in the undertaking.
    pub promised: Option<Day>,
    /// The last of them was handed in on this day.
    pub filled_on: Option<Day>,
    /// Working days beyond the date in the undertaking.
    pub days_late: u32,
    /// In time or not; nothing runs once the case has ended without them.
    pub timely: Timely,
}

/// A paper that lacked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapPaper {
    /// Its name, in the asked language.
    pub name: String,
    /// Handed in on this day.
    pub handed_in: Option<Day>,
}
