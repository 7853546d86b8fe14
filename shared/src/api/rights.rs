//! Rights (授权): who may accept and decide what, who asked for it, and what became of that.

use super::people::{DeptRef, SiteRef};
use super::views::ItemRef;
use crate::day::Day;
use crate::id::{DeptId, Hash, Millis, SiteId, UserId};
use crate::kind::{Power, Right};
use crate::site::Tier;
use serde::{Deserialize, Serialize};

/// Days before its end from which a right is said to end soon.
pub const EXPIRING_DAYS: i32 = 30;

/// Where a right stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RightState {
    /// 生效中
    InForce,
    /// 即将到期: in force, for less than thirty days more.
    Expiring,
    /// 未生效
    NotYet,
    /// 已到期
    Expired,
    /// 已终止
    Ended,
}

impl RightState {
    /// Every state, as filters list them.
    pub const ALL: [Self; 5] = [Self::InForce, Self::Expiring, Self::NotYet, Self::Expired, Self::Ended];

    /// Of a right on a day.
    pub fn of(right: &Right, today: Day) -> Self {
        if right.ended {
            return Self::Ended;
        }
        match right.until {
            Some(until) if until < today => Self::Expired,
            Some(_) | None if right.from > today => Self::NotYet,
            Some(until) if until.0 - today.0 < EXPIRING_DAYS => Self::Expiring,
            Some(_) | None => Self::InForce,
        }
    }

    /// Somebody may decide on it today.
    pub fn carries(self) -> bool {
        match self {
            Self::InForce | Self::Expiring => true,
            Self::NotYet | Self::Expired | Self::Ended => false,
        }
    }
}

/// A row of the public feed with the names in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantView {
    /// The row.
    pub right: Right,
    /// Its place, if it names one.
    pub site: Option<SiteRef>,
    /// Its department, if it names one.
    pub department: Option<DeptRef>,
}

/// What happened to a right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightEvent {
    /// When.
    pub at: Millis,
    /// By whom, where the account is of this machine.
    pub by: Option<String>,
    /// It was ended; otherwise entered or entered anew.
    pub ended: bool,
    /// The document or reason that was named.
    pub basis: String,
}

/// `GET /rights`: one right; `POST /rights` takes a `RightRequest` (entered here at the district, asked for elsewhere).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightView {
    /// The row with names; of an ended one as it was in force.
    #[serde(flatten)]
    pub grant: GrantView,
    /// Its items by name; empty = every item, of a department its own ones.
    pub items: Vec<ItemRef>,
    /// As of today.
    pub state: RightState,
    /// What happened to it, oldest first.
    pub history: Vec<RightEvent>,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum AskedState {
    /// Nobody has answered.
    Open,
    /// The right was entered.
    Entered {
        /// Under this number.
        no: u32,
        /// When.
        at: Millis,
    },
    /// The district refused.
    Refused {
        /// Why.
        reason: String,
        /// When.
        at: Millis,
    },
}

/// `GET /right-requests`: one request; at the district all of them, elsewhere the own ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightAskedView {
    /// The request.
    pub id: Hash,
    /// When it was asked.
    pub at: Millis,
    /// Who asks.
    pub from: SiteRef,
    /// The person; empty where the private part is not here.
    pub by: String,
    /// Why; empty = nothing was said.
    pub why: String,
    /// What is asked for.
    #[serde(flatten)]
    pub grant: GrantView,
    /// Its items by name.
    pub items: Vec<ItemRef>,
    /// What became of it.
    pub state: AskedState,
}

/// `POST /rights`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightRequest {
    /// The place; none = every place of `tier`.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Every place of this tier; the district only.
    #[serde(default)]
    pub tier: Option<Tier>,
    /// The department; none = any.
    #[serde(default)]
    pub department: Option<DeptId>,
    /// Only this person of the own place.
    #[serde(default)]
    pub user: Option<UserId>,
    /// Name of that person; the machine fills it in.
    #[serde(default)]
    pub person: Option<String>,
    /// What it allows.
    pub power: Power,
    /// Item codes; empty = every item.
    #[serde(default)]
    pub items: Vec<String>,
    /// Up to this amount in yuan; none = any.
    #[serde(default)]
    pub up_to_yuan: Option<u64>,
    /// First day; none = the day on which it is entered.
    #[serde(default)]
    pub from: Option<Day>,
    /// Last day; none = open.
    #[serde(default)]
    pub until: Option<Day>,
    /// The document it rests on.
    pub basis: String,
    /// Why it is asked for; for the district's eyes.
    #[serde(default)]
    pub why: String,
}

/// `POST /rights/{no}/end`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndRequest {
    /// The document or reason.
    pub basis: String,
}

/// `POST /right-requests/{id}/refuse`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefuseRequest {
    /// Why.
    pub reason: String,
}
