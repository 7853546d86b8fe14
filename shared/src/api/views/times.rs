//! Claimed against provable time of a case's steps, and its limits under both bounds.

use super::LimitKind;
use crate::day::Day;
use crate::id::{Hash, Millis};
use serde::{Deserialize, Serialize};

/// When one step can have been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTime {
    /// The entry.
    pub id: Hash,
    /// As its author claims.
    pub at: Millis,
    /// Not before: its author had a word of the place above of this moment.
    pub earliest: Option<Millis>,
    /// Not after: a place above had it by then.
    pub latest: Option<Millis>,
    /// The claim lies outside, by more than the minutes of grace.
    pub outside: bool,
    /// The stretch is as long as weeks, or open: the claim can hardly be checked.
    pub wide: bool,
}

/// A limit by the claimed times and by both bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundLimit {
    /// Which.
    pub limit: LimitKind,
    /// The entry it belongs to.
    pub of: Hash,
    /// As claimed.
    pub claimed: BoundDay,
    /// With every step as early as can be.
    pub earliest: Option<BoundDay>,
    /// With every step as late as can be.
    pub latest: Option<BoundDay>,
}

/// How a limit stands by one reckoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundDay {
    /// The day; none while it is stopped.
    pub day: Option<Day>,
    /// It has passed, or was met too late.
    pub late: bool,
}

/// `GET /cases/{id}/times`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseTimes {
    /// As of.
    pub as_of: Millis,
    /// Every step that counts, in order.
    pub steps: Vec<StepTime>,
    /// The limits against the authority.
    pub limits: Vec<BoundLimit>,
    /// The bounds give another answer to the question what is late.
    pub differs: bool,
}
