//! What was typed into an open step, kept in this browser by person, case and step: it survives a closed tab.
//!
//! The command's id is kept with it. Deleted when the node has answered, or when somebody cancels.

use std::collections::BTreeMap;

use daiban_shared::id::{DocId, UserId};
use daiban_shared::kind::Kind;
use serde::{Deserialize, Serialize};

use crate::page::case::timeline::code_of;
use crate::ui::dom;

/// What was typed, with the id of the command it becomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The command's id.
    pub id: String,
    /// As typed, by input.
    pub typed: BTreeMap<String, String>,
}

/// Whose draft of what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DraftOf {
    /// Who typed it; nobody's is kept nowhere.
    pub user: Option<UserId>,
    /// In which case.
    pub case: DocId,
    /// For which step.
    pub kind: Kind,
}

impl DraftOf {
    fn key(&self) -> Option<String> {
        Some(format!("daiban.act.{}.{}.{}", self.user?, self.case, code_of(self.kind)))
    }
}

/// What was kept; an unreadable one (of an older client) counts as none.
pub fn find(of: &DraftOf) -> Option<Kept> {
    serde_json::from_str(&dom::stored(&of.key()?)?).ok()
}

/// The steps of a case that somebody began and neither took nor cancelled.
pub fn unfinished(user: Option<UserId>, case: DocId) -> Vec<Kind> {
    let kept = |kind: &&Kind| find(&DraftOf { user, case, kind: **kind }).is_some();
    Kind::ALL.iter().filter(kept).copied().collect()
}

/// Keeps what was typed; what stood there from the beginning is nothing to keep.
pub fn keep(of: &DraftOf, id: &str, typed: &BTreeMap<String, String>, begun: &BTreeMap<String, String>) {
    if is_blank(typed) || typed == begun {
        return drop(of);
    }
    let Some(key) = of.key() else { return };
    let kept = Kept { id: id.to_owned(), typed: typed.clone() };
    if let Ok(text) = serde_json::to_string(&kept) {
        dom::store(&key, &text);
    }
}

/// Forgets it.
pub fn drop(of: &DraftOf) {
    if let Some(key) = of.key() {
        dom::forget(&key);
    }
}

fn is_blank(typed: &BTreeMap<String, String>) -> bool {
    typed.values().all(|text| text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_belongs_to_one_person_one_case_and_one_step() {
        let of = |user: u8, case: u8, kind| DraftOf { user: Some(UserId([user; 8])), case: DocId([case; 16]), kind };
        let keys = [of(1, 1, Kind::Grant), of(2, 1, Kind::Grant), of(1, 2, Kind::Grant), of(1, 1, Kind::Deny)];
        let distinct: std::collections::BTreeSet<Option<String>> = keys.iter().map(DraftOf::key).collect();
        assert_eq!(distinct.len(), keys.len());
        assert_eq!(DraftOf { user: None, ..keys[0] }.key(), None, "nobody's draft is kept nowhere");
    }

    #[test]
    fn ticks_taken_back_and_blanks_are_nothing_to_keep() {
        let typed = |text: &str| BTreeMap::from([("words".to_owned(), text.to_owned())]);
        assert!(is_blank(&typed(" \n")) && is_blank(&BTreeMap::new()) && !is_blank(&typed("属实")));
    }
}
