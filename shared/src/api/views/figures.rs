//! Figures with their definitions: by place, department, item, officer or time.

use super::super::people::{DeptRef, SiteRef};
use super::Complete;
use crate::day::Day;
use crate::figures::{Dimension, Measures, Term};
use crate::id::{Millis, SiteId, UserId};
use serde::{Deserialize, Serialize};

/// A stretch of days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySpan {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FigureKey {
    /// A place: with everything below it, or itself alone.
    Place {
        /// The place.
        site: SiteRef,
        /// The place above.
        parent: Option<SiteId>,
        /// Only what was filed at the place itself.
        own: bool,
    },
    /// A department; none = the items' row has not arrived.
    Department {
        /// Which.
        department: Option<DeptRef>,
    },
    /// An item, whatever version of it.
    Item {
        /// `V04`
        code: String,
        /// 最低生活保障
        zh: String,
        /// Minimum living allowance
        en: String,
    },
    /// An account; none = nobody, where silence counts as an acceptance.
    Officer {
        /// The account.
        user: Option<UserId>,
        /// The person's name, where it is known here.
        name: Option<String>,
    },
    /// A stretch of time.
    Time(DaySpan),
}

impl FigureKey {
    /// Of places, the top's own part and those directly below it: together they are the whole, each once.
    pub fn is_part_of(&self, top: SiteId) -> bool {
        match self {
            Self::Place { site, own: true, .. } => site.id == top,
            Self::Place { parent, own: false, .. } => *parent == Some(top),
            Self::Department { .. } | Self::Item { .. } | Self::Officer { .. } | Self::Time(_) => true,
        }
    }
}

/// The figures of a period, of the one before, and of that of the year before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureSet {
    /// The period asked for.
    pub now: Measures,
    /// The period before.
    pub before: Measures,
    /// The same period of the year before.
    pub year_before: Measures,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureRow {
    /// What it is about.
    pub key: FigureKey,
    /// Its figures; of a stretch of time, only its own.
    #[serde(flatten)]
    pub figures: FigureSet,
}

/// `GET /figures`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The place; the branch below it counts too.
    pub site: SiteRef,
    /// By what the rows are set apart.
    pub by: Dimension,
    /// How long a period lasts.
    pub period: Term,
    /// The days asked for.
    pub span: DaySpan,
    /// The period before.
    pub before: DaySpan,
    /// The same of the year before.
    pub year_before: DaySpan,
    /// As of: silence counts as an acceptance up to this moment.
    pub as_of: Millis,
    /// Everything together.
    pub total: FigureSet,
    /// The rows that are not all nothing; places in the order of the hierarchy, officers by what they did.
    pub rows: Vec<FigureRow>,
    /// How complete that is.
    pub complete: Complete,
}
