//! Items: lists and guides.

use super::super::people::{DeptRef, SiteRef};
use super::JointStage;
use crate::form::Field;
use crate::item::{Item, Service, Span};
use serde::{Deserialize, Serialize};

/// An item beside a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRef {
    /// `V04`
    pub code: String,
    /// Version the case began with.
    pub version: u32,
    /// 最低生活保障
    pub zh: String,
    /// Minimum living allowance
    pub en: String,
}

/// `GET /items`: one item in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRow {
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
    /// Can be filed at this site.
    pub files_here: bool,
    /// What people call it, for search: `["低保"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub everyday: Vec<String>,
    /// Pinyin initials of the name and the everyday names, every reading, for search: `["zdshbzsq", "db"]`.
    pub initials: Vec<String>,
    /// Cases of this item at this node in the last 90 days: sorts the list.
    pub used: u32,
}

/// `GET /items/{code}`: the guide and the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemView {
    /// The whole row of the catalogue.
    pub item: Item,
    /// Deciding or leading department.
    pub department: DeptRef,
    /// Common fields and the item's own, in order.
    pub fields: Vec<Field>,
    /// Can be filed at this site.
    pub files_here: bool,
    /// Where the first hand-over goes, if there is one.
    pub forwards_to: Option<SiteRef>,
    /// The stages of its joint case, as defined; empty where it has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<JointStage>,
}
