//! What has changed since the person looked. A list begins to count anew when he comes back after a pause: what was new
//! this morning is still marked after a look at a case, and no longer after lunch. Pure.

use std::collections::BTreeMap;

use daiban_shared::id::{DocId, Millis};
use serde::{Deserialize, Serialize};

/// The key of the preference.
pub const KEY: &str = "lists.seen";
/// Who has not looked for so long comes back to see what is new.
const PAUSE_MS: u64 = 2 * 3_600_000;
/// A look is noted this often; more would only write.
const NOTE_MS: u64 = 10 * 60_000;
/// Lists and cases that are remembered: a preference is small.
const LISTS_MAX: usize = 30;
const CASES_MAX: usize = 200;

/// When the person looked at each list, and which cases he has opened since.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    lists: BTreeMap<String, Look>,
    cases: BTreeMap<String, u64>,
}

/// One list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Look {
    /// What is newer is marked.
    base: u64,
    /// Up to where the list was shown last.
    last: u64,
    /// When that was.
    at: Millis,
}

impl Seen {
    /// From where on a list counts as changed; none = he has never looked at it.
    pub fn base(&self, list: &str) -> Option<u64> {
        self.lists.get(list).map(|look| look.base)
    }

    /// Whether a case is to be marked in a list.
    pub fn is_new(&self, list: &str, case: DocId, news: u64) -> bool {
        let since = self.base(list).unwrap_or(u64::MAX).max(self.cases.get(&case.to_string()).copied().unwrap_or(0));
        news > since
    }

    /// The list is shown up to this position; none = nothing to note.
    pub fn shown(&self, list: &str, pos: u64, now: Millis) -> Option<Self> {
        let look = match self.lists.get(list) {
            // At the first look nothing is new.
            None => Look { base: pos, last: pos, at: now },
            // A clock that was set back, or a restored machine: the look begins anew.
            Some(look) if look.at > now || look.base > pos => Look { base: pos, last: pos, at: now },
            Some(look) if now - look.at >= PAUSE_MS => Look { base: look.last, last: pos, at: now },
            Some(look) if now - look.at >= NOTE_MS && pos > look.last => Look { last: pos, at: now, ..*look },
            Some(_) => return None,
        };
        let mut next = self.clone();
        next.lists.insert(list.to_owned(), look);
        while next.lists.len() > LISTS_MAX {
            let oldest = next.lists.iter().min_by_key(|(_, look)| look.at).map(|(list, _)| list.clone());
            oldest.map(|oldest| next.lists.remove(&oldest));
        }
        Some(next)
    }

    /// These cases were seen up to this position.
    pub fn opened(&self, cases: impl IntoIterator<Item = DocId>, pos: u64) -> Self {
        let mut next = self.clone();
        next.cases.extend(cases.into_iter().map(|case| (case.to_string(), pos)));
        while next.cases.len() > CASES_MAX {
            let oldest = next.cases.iter().min_by_key(|(_, pos)| **pos).map(|(case, _)| case.clone());
            oldest.map(|oldest| next.cases.remove(&oldest));
        }
        next
    }

    /// Everything in the list was seen.
    pub fn all(&self, list: &str, pos: u64, now: Millis) -> Self {
        let mut next = self.clone();
        next.lists.insert(list.to_owned(), Look { base: pos, last: pos, at: now });
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;
    const CASE: DocId = DocId([7; 16]);

    fn looked() -> Seen {
        Seen::default().shown("in-hand", 10, 100 * HOUR).expect("noted")
    }

    #[test]
    fn at_the_first_look_nothing_is_new_and_what_comes_then_is() {
        assert!(!Seen::default().is_new("in-hand", CASE, 99), "he has never looked");
        let seen = looked();
        assert!(!seen.is_new("in-hand", CASE, 10));
        assert!(seen.is_new("in-hand", CASE, 11));
        assert!(!seen.is_new("all", CASE, 11), "each list has its own look");
    }

    #[test]
    fn what_is_new_stays_so_while_he_works_and_is_old_after_a_pause() {
        let seen = looked();
        assert_eq!(seen.shown("in-hand", 11, 100 * HOUR + 60_000), None, "nothing is written for every look");
        let working = seen.shown("in-hand", 20, 101 * HOUR).expect("noted");
        assert!(working.is_new("in-hand", CASE, 11));
        let back = working.shown("in-hand", 30, 104 * HOUR).expect("noted");
        assert!(!back.is_new("in-hand", CASE, 20), "that he has seen before the pause");
        assert!(back.is_new("in-hand", CASE, 21));
    }

    #[test]
    fn an_opened_case_is_seen_until_it_changes_again() {
        let seen = looked().opened([CASE], 15);
        assert!(!seen.is_new("in-hand", CASE, 15));
        assert!(seen.is_new("in-hand", CASE, 16));
        let all = seen.all("in-hand", 40, 101 * HOUR);
        assert!(!all.is_new("in-hand", CASE, 40));
    }

    #[test]
    fn a_restored_machine_begins_to_count_anew() {
        let back = looked().shown("in-hand", 3, 100 * HOUR + 1).expect("noted");
        assert!(back.is_new("in-hand", CASE, 4));
    }

    #[test]
    fn it_stays_small_enough_to_be_kept() {
        let mut seen = Seen::default();
        for no in 0..400u64 {
            let mut case = CASE;
            case.0[..8].copy_from_slice(&no.to_be_bytes());
            seen = seen.opened([case], no + 1_000_000_000);
            let list = format!("status=received%2Caccepted&holder=here&site={no}&own=1&due=overdue");
            seen = seen.shown(&list, no, 1_795_000_000_000 + no).unwrap_or(seen);
        }
        assert!(serde_json::to_string(&seen).expect("JSON").len() < 16 * 1024);
        assert!(seen.base("status=received%2Caccepted&holder=here&site=399&own=1&due=overdue").is_some());
    }
}
