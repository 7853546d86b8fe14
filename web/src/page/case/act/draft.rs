//! What was typed into an open step, kept in this browser by person, case and step: it survives a closed tab.

use std::collections::BTreeMap;

use daiban_shared::id::{DocId, UserId};
use daiban_shared::kind::Kind;

use crate::draft::form::{self, Kept};
use crate::page::case::timeline::code_of;
use crate::ui::dom;

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
    form::find(&of.key()?)
}

/// The steps of a case that somebody began and neither took nor cancelled.
pub fn unfinished(user: Option<UserId>, case: DocId) -> Vec<Kind> {
    let kept = |kind: &&Kind| find(&DraftOf { user, case, kind: **kind }).is_some();
    Kind::ALL.iter().filter(kept).copied().collect()
}

/// Keeps what was typed; what stood there from the beginning is nothing to keep.
pub fn keep(of: &DraftOf, id: &str, typed: &BTreeMap<String, String>, begun: &BTreeMap<String, String>) {
    if let Some(key) = of.key() {
        form::keep(&key, id, typed, begun);
    }
}

/// Forgets it.
pub fn drop(of: &DraftOf) {
    if let Some(key) = of.key() {
        dom::forget(&key);
    }
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
}
