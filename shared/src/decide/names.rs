//! Names that a refusal puts into its words.

use super::Moment;
use crate::id::{DeptId, SiteId};
use crate::item::Item;

/// Names of a place in both languages, its id where it is not in the directory.
pub(super) fn place_names(site: SiteId, moment: &Moment<'_>) -> (String, String) {
    moment
        .directory
        .site(site)
        .map_or_else(|| (site.to_string(), site.to_string()), |site| (site.zh.clone(), site.en.clone()))
}

/// Names of a department in both languages, its number where the district does not list it.
pub(super) fn desk_names(dept: DeptId, moment: &Moment<'_>) -> (String, String) {
    let number = || (dept.0.to_string(), dept.0.to_string());
    moment.directory.department(dept).map_or_else(number, |known| (known.zh.clone(), known.en.clone()))
}

/// Names of a paper in both languages.
pub(super) fn paper_names(item: &Item, no: u8) -> (String, String) {
    let paper = item.materials.iter().find(|paper| paper.no == no);
    paper.map_or_else(|| (no.to_string(), no.to_string()), |paper| (paper.zh.clone(), paper.en.clone()))
}

/// Names of a form field in both languages.
pub(super) fn field_names(item: &Item, field: &str) -> (String, String) {
    let known = crate::form::fields_of(item).into_iter().find(|known| known.id == field);
    known.map_or_else(|| (field.to_owned(), field.to_owned()), |known| (known.zh, known.en))
}
