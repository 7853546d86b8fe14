//! The hall's screen, the year's calendar, the catalogue's versions and what a new edition of it would change.

use super::super::people::{DeptRef, SiteRef};
use super::{Complete, Flow, ItemRef};
use crate::day::Day;
use crate::id::Millis;
use crate::item::{Item, Service, Span};
use crate::site::Tier;
use serde::{Deserialize, Serialize};

/// `GET /screen`: what everybody in the hall may see. Counts only: nothing of it is about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenView {
    /// The place.
    pub place: SiteRef,
    /// As of; the screen's clock follows it.
    pub now: Millis,
    /// Filed and ended today, here and below.
    pub today: Flow,
    /// In this place's hand and not done.
    pub waiting: u64,
    /// Filed and ended in the last days.
    pub lately: Flow,
    /// How many days those are.
    pub lately_days: u32,
    /// How complete that is.
    pub complete: Complete,
    /// Today is a working day.
    pub works_today: bool,
    /// The next working day after today.
    pub next_workday: Day,
    /// Close of business, minutes after midnight.
    pub closes_minute: u16,
    /// Phone for residents; empty = not known.
    pub phone: String,
    /// A practice network.
    pub practice: bool,
}

/// `GET` and `POST /screen/switch`: whether the hall's screen is shown without signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreenSwitch {
    /// It is.
    pub on: bool,
}

/// What a day is at the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 工作日
    Work,
    /// 周末
    Rest,
    /// 节假日: Monday to Friday, and the counter is closed.
    Holiday,
    /// 调休上班: a weekend on which the counter works.
    MakeUp,
}

impl DayKind {
    /// Of a day that is worked or not.
    pub fn of(day: Day, works: bool) -> Self {
        match (day.weekday() > 5, works) {
            (false, true) => Self::Work,
            (false, false) => Self::Holiday,
            (true, true) => Self::MakeUp,
            (true, false) => Self::Rest,
        }
    }

    /// The counter works.
    pub fn works(self) -> bool {
        match self {
            Self::Work | Self::MakeUp => true,
            Self::Rest | Self::Holiday => false,
        }
    }
}

/// `GET /calendar/{year}`: one year as this machine counts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// Which.
    pub year: u16,
    /// It was published; otherwise Monday to Friday is counted, provisionally.
    pub published: bool,
    /// Number of the document; empty = none was given.
    pub document: String,
    /// Days that later documents set otherwise, in order.
    #[serde(default)]
    pub corrected: Vec<CorrectedDay>,
    /// When it was entered.
    pub entered_at: Option<Millis>,
    /// Who enters calendars.
    pub by: SiteRef,
    /// 1 January, then every day of the year.
    pub days: Vec<DayKind>,
    /// The first and the last published year; none = no year at all.
    pub known: Option<(u16, u16)>,
    /// Today.
    pub today: Day,
}

/// A day that was set otherwise after its year was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedDay {
    /// Which.
    pub day: Day,
    /// What it is now.
    pub is: DayKind,
    /// Number of the document that says so.
    pub document: String,
}

/// `POST /calendar/check`: what a file of working days would change. Nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarCheck {
    /// To be named when it is published: this file against these calendars.
    pub mark: String,
    /// The years of the file, in order.
    pub years: Vec<CheckedYear>,
    /// What is wrong; with any of it nothing can be published.
    pub errors: Vec<CheckedFault>,
    /// What somebody should look at.
    pub warnings: Vec<CheckedFault>,
}

/// One year of a file against the year as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedYear {
    /// Which.
    pub year: u16,
    /// It is published already; otherwise it is new.
    pub known: bool,
    /// Number of the document; empty = none is given.
    pub document: String,
    /// Working days of the file's year.
    pub workdays: u32,
    /// Days that are worked or not, other than it is published now: `true` = worked from then on.
    pub changed: Vec<(Day, bool)>,
    /// Nothing would be entered.
    pub same: bool,
}

/// `POST /calendar/{year}/day`: one day is corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarDayIn {
    /// The day.
    pub day: Day,
    /// The counter works on it.
    pub works: bool,
    /// Number of the document that says so.
    pub document: String,
}

/// One row of `GET /catalogue`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueRow {
    /// Code, version, names.
    #[serde(flatten)]
    pub item: ItemRef,
    /// Deciding or leading department.
    pub department: DeptRef,
    /// 民政
    pub category_zh: String,
    /// civil affairs
    pub category_en: String,
    /// 承诺件 or 即办件.
    pub service: Service,
    /// Promise.
    pub promised: Span,
    /// Where it is decided.
    pub decide_tier: Tier,
    /// Where it may be filed.
    pub filed_at: Vec<Tier>,
    /// How many papers it asks for.
    pub papers: u32,
    /// When its newest version was entered.
    pub changed_at: Millis,
}

/// One version of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemVersion {
    /// When it was entered.
    pub at: Millis,
    /// By whom, where the account is of this machine.
    pub by: Option<String>,
    /// The whole row.
    pub item: Item,
}

/// `GET /catalogue/{code}`: every version, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemVersions {
    /// Who enters items.
    pub by: SiteRef,
    /// The departments, for names.
    pub departments: Vec<DeptRef>,
    /// The versions.
    pub versions: Vec<ItemVersion>,
}

/// What a row of a new edition is against the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Not there yet.
    New,
    /// There, and different.
    Changed,
    /// There, and the same.
    Unchanged,
}

/// A right row of a new edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRow {
    /// Its number in the file, from 1.
    pub row: usize,
    /// `V04`
    pub code: String,
    /// 最低生活保障
    pub zh: String,
    /// Minimum living allowance
    pub en: String,
    /// Against the catalogue.
    pub state: RowState,
    /// Both versions, where they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<Box<(Item, Item)>>,
}

/// A wrong place of a file, or one worth a second look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedFault {
    /// Its number in the file, from 1.
    pub row: usize,
    /// The field; empty = the whole row.
    pub column: String,
    /// What is wrong and what to do.
    pub words: String,
}

/// `POST /catalogue/check`: what a file would change. Nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueCheck {
    /// To be named when it is published: this file against this catalogue.
    pub mark: String,
    /// Rows that can be taken.
    pub rows: Vec<CheckedRow>,
    /// What is wrong; with any of it nothing can be published.
    pub errors: Vec<CheckedFault>,
    /// What somebody should look at.
    pub warnings: Vec<CheckedFault>,
    /// Items of the catalogue that the file lacks; they stay as they are.
    pub absent: Vec<ItemRef>,
    /// The departments, for names.
    pub departments: Vec<DeptRef>,
}

/// `POST /catalogue/publish`: what was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguePublished {
    /// New versions.
    pub entered: usize,
    /// Rows that were the same already.
    pub unchanged: usize,
}
