//! The sync page.

use super::super::people::SiteRef;
use crate::id::{DocId, Millis};
use serde::{Deserialize, Serialize};

/// `GET /sync`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncView {
    /// The parent; none at the district.
    pub parent: Option<ParentView>,
    /// Last answer of the parent.
    pub last_contact: Option<Millis>,
    /// Entries not yet acknowledged by the parent.
    pub pending_up: u64,
    /// The cases among them, the longest waiting first; at most `PENDING_CASES_MAX`.
    #[serde(default)]
    pub pending_cases: Vec<PendingCase>,
    /// Entries not yet acknowledged by the children.
    pub pending_down: u64,
    /// Entries that wait for something they rest on.
    pub waiting: u64,
    /// Private parts that are not here.
    pub missing_parts: u64,
    /// The machines below that call here.
    pub children: Vec<ChildView>,
    /// After a restore: (heard, of all), until everybody below has called.
    pub recovering: Option<(u32, u32)>,
    /// Received bytes that were not entries.
    pub refused: u64,
    /// The node's clock now.
    pub now: Millis,
}

/// Cases that the sync page lists.
pub const PENDING_CASES_MAX: usize = 50;

/// A case of which something has not arrived above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingCase {
    /// The case.
    pub id: DocId,
    /// Its number.
    pub number: String,
    /// Name of the applicant; empty where the private part is not here.
    pub applicant: String,
    /// What is applied for.
    pub item_zh: String,
    /// In English.
    pub item_en: String,
    /// How many of its entries wait.
    pub steps: u32,
    /// The oldest of them was written then.
    pub since: Millis,
}

/// The parent as this node sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentView {
    /// Its place.
    pub site: SiteRef,
    /// Its address.
    pub url: String,
    /// The line is up.
    pub connected: bool,
    /// What went wrong last, in the asked language.
    pub error: Option<String>,
    /// The parent's clock minus this one's, in milliseconds.
    pub clock_offset_ms: Option<i64>,
}

/// A child as this node sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildView {
    /// Its place.
    pub site: SiteRef,
    /// Last call.
    pub last_heard: Option<Millis>,
    /// Entries it has not acknowledged.
    pub pending: u64,
}
