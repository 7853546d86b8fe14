//! What makes filing quicker: the place's villagers' groups, an applicant who was here before, a filled sample.

use crate::form::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Groups a place keeps; the largest administrative villages have about sixty.
pub const GROUPS_MAX: usize = 100;
/// Characters of a group's name.
pub const GROUP_CHARS_MAX: usize = 30;

/// `GET /groups`, `PUT /groups`: 村民小组 of this place, in its own order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// 第一村民小组
    pub groups: Vec<String>,
}

/// `GET /cases/{id}/applicant`: whom a case is for, to file another for the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownApplicant {
    /// Number of the case they come from.
    pub number: String,
    /// `applicant.name`, `applicant.id_number`, `applicant.phone`, `applicant.address`; empty ones are absent.
    pub values: BTreeMap<String, String>,
}

/// `GET /items/{code}/sample`: the form as an invented person would fill it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleForm {
    /// By field.
    pub values: BTreeMap<String, Value>,
    /// Numbers of the papers that are handed over.
    pub papers: Vec<u8>,
}
