//! What people call an item: who comes to the counter says 低保 and not 最低生活保障申请. Only for search; papers bear the name
//! of the catalogue.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static WORDS: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/everyday.json")).unwrap_or_default());

/// The everyday names of an item; none where nobody has noted any.
pub fn names(code: &str) -> &'static [String] {
    WORDS.get(code).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::import::catalogue;

    #[test]
    fn every_item_of_the_catalogue_is_found_by_what_people_call_it() {
        let items = catalogue(include_str!("../data/catalogue.json")).expect("a catalogue");
        for item in &items {
            assert!(!names(&item.code).is_empty(), "{}", item.code);
        }
        assert!(WORDS.keys().all(|code| items.iter().any(|item| item.code == *code)), "no other code");
        assert_eq!(names("V04").first().map(String::as_str), Some("低保"));
        assert!(names("X99").is_empty());
    }
}
