//! What is found while somebody types into the box that is on every page.

use super::{CaseRow, ItemRef};
use crate::api::SiteRef;
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// `GET /find?q=`: the first hits of each kind, with what matched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was typed is this day, and the cases are those filed on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Cases, the newest first.
    pub cases: Vec<FoundCase>,
    /// There are more cases than these.
    pub more_cases: bool,
    /// Items in force.
    pub items: Vec<FoundItem>,
    /// Places at or below this one.
    pub places: Vec<FoundPlace>,
}

/// A text with the parts that were looked for: from which character to before which.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The whole text.
    pub text: String,
    /// Ranges of characters, in order, without overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(u16, u16)>,
}

/// A case that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCase {
    /// As in a list.
    pub row: CaseRow,
    /// Its number.
    pub number: Marked,
    /// The applicant.
    pub applicant: Marked,
    /// The item, in the language asked for.
    pub item: Marked,
    /// The place of filing, in the language asked for.
    pub place: Marked,
    /// The end of the phone.
    pub phone_end: Marked,
}

/// An item that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundItem {
    /// Code, version, names.
    pub item: ItemRef,
    /// The code.
    pub code: Marked,
    /// The name, in the language asked for.
    pub name: Marked,
    /// Can be filed at this site.
    pub files_here: bool,
}

/// A place that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPlace {
    /// The place.
    pub site: SiteRef,
    /// Its name, in the language asked for.
    pub name: Marked,
    /// The place above, in the language asked for; empty at the top.
    pub above: String,
}
