//! Counts over a subtree.

use super::super::people::SiteRef;
use crate::id::{Millis, SiteId};
use serde::{Deserialize, Serialize};

/// How fresh a place's data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Heard within the hour, or this node itself.
    Fresh,
    /// Heard within three days.
    Stale,
    /// Not heard for three days or never: grey.
    Silent,
    /// No machine stands there.
    NoMachine,
}

/// `GET /overview`: counts over this node's subtree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// As of.
    pub as_of: Millis,
    /// The whole subtree.
    pub total: Counts,
    /// Every place of the subtree, parents before children.
    pub places: Vec<PlaceRow>,
}

/// Cases by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// 已收件
    pub received: u64,
    /// 已受理
    pub accepted: u64,
    /// 已办结
    pub done: u64,
    /// 已归档
    pub closed: u64,
    /// Open and past due.
    pub overdue: u64,
    /// Open and due within a working day.
    pub due_soon: u64,
}

/// One place in the overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// The place.
    pub site: SiteRef,
    /// The place above.
    pub parent: Option<SiteId>,
    /// Cases filed there (own, without places below).
    pub filed: Counts,
    /// Cases in its hand now that are not done.
    pub in_hand: u64,
    /// Up to when everything it wrote is here.
    pub heard_until: Option<Millis>,
    /// How fresh that is.
    pub freshness: Freshness,
}
