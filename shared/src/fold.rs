//! From the entries of a case to its state: order, holder, rights at each entry's ground, cuts at the newest ground.

use crate::case::CaseState;
use crate::entry::Entry;
use crate::ground::Directory;

/// Folds a case. Pure, total, deterministic: equal sets of entries and equal directory give equal states in any order
/// of arrival, with duplicates. Reads heads only.
pub fn fold(entries: &[Entry], directory: &Directory) -> CaseState {
    let _ = (entries, directory);
    unimplemented!("written next")
}
