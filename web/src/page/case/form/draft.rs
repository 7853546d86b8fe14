//! A correction that is being typed, kept in this browser by person and case: it survives a closed tab.
//!
//! Deleted when it is saved or cancelled.

use daiban_shared::id::{DocId, UserId};

use super::edits::Edits;
use crate::ui::dom;

/// Whose correction of which case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DraftOf {
    /// Who types it; nobody's is kept nowhere.
    pub user: Option<UserId>,
    /// In which case.
    pub case: DocId,
}

impl DraftOf {
    fn key(&self) -> Option<String> {
        Some(format!("daiban.edit.{}.{}", self.user?, self.case))
    }
}

/// What was kept; an unreadable one (of an older client) counts as none.
pub fn find(of: &DraftOf) -> Option<Edits> {
    serde_json::from_str(&dom::stored(&of.key()?)?).ok()
}

/// Keeps what was typed; nothing touched is nothing to keep.
pub fn keep(of: &DraftOf, edits: &Edits) {
    if edits.is_untouched() {
        return drop(of);
    }
    if let (Some(key), Ok(text)) = (of.key(), serde_json::to_string(edits)) {
        dom::store(&key, &text);
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
    fn a_correction_belongs_to_one_person_and_one_case() {
        let of = |user: u8, case: u8| DraftOf { user: Some(UserId([user; 8])), case: DocId([case; 16]) }.key();
        assert!(of(1, 1) != of(2, 1) && of(1, 1) != of(1, 2));
        assert_eq!(DraftOf { user: None, case: DocId([1; 16]) }.key(), None, "nobody's is kept nowhere");
    }
}
