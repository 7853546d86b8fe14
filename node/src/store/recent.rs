//! Cases that the writer folded lately, as they were read and projected. A village's work arrives step by step, so the
//! same cases are touched in slice after slice; reading and decoding them anew each time was a fifth of the writer's
//! time. Holds no truth: what is not here is read from the store, and after a failed job nothing is here.

use super::log::Document;
use super::project::LastView;
use daiban_shared::case::CaseState;
use daiban_shared::id::{DocId, FeedId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes in each of the two halves: two thousand cases in work, more than a town has between two steps of one case.
const HALF_BYTES_MAX: usize = 12 * 1024 * 1024;
/// Feeds whose numbers are remembered: those that are written to these days.
const FEEDS_MAX: usize = 1_000;
/// What a decoded entry takes besides its bytes, about.
const ENTRY_BYTES: usize = 640;

/// A document as the writer last knew it.
#[derive(Debug)]
pub struct Known {
    /// All its entries.
    pub document: Document,
    /// The views of it that stand in the store; none = to be asked there.
    pub view: Option<LastView>,
    /// Its fold under the present directory, within one job; none = to be folded.
    pub state: Option<Arc<CaseState>>,
}

impl Known {
    fn bytes(&self) -> usize {
        self.document.entries.iter().map(|entry| entry.bytes.len() + ENTRY_BYTES).sum()
    }
}

/// The memory, in two halves: when the young one is full the old one is forgotten and the young one grows old.
#[derive(Debug, Default)]
pub struct Recent {
    young: BTreeMap<DocId, Known>,
    old: BTreeMap<DocId, Known>,
    young_bytes: usize,
    feeds: BTreeMap<FeedId, i64>,
}

impl Recent {
    /// Takes a document out: as long as a job works on it, only the job knows it.
    pub fn take(&mut self, doc: DocId) -> Option<Known> {
        let Some(known) = self.young.remove(&doc) else { return self.old.remove(&doc) };
        self.young_bytes = self.young_bytes.saturating_sub(known.bytes());
        Some(known)
    }

    /// Puts it back after its views were written.
    pub fn put(&mut self, doc: DocId, known: Known) {
        self.young_bytes += known.bytes();
        self.young.insert(doc, Known { state: None, ..known });
        if self.young_bytes > HALF_BYTES_MAX {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }

    /// The number of a feed here, if it was asked for lately.
    pub fn feed(&self, feed: FeedId) -> Option<i64> {
        self.feeds.get(&feed).copied()
    }

    /// Remembers it.
    pub fn put_feed(&mut self, feed: FeedId, id: i64) {
        if self.feeds.len() >= FEEDS_MAX {
            self.feeds.clear();
        }
        self.feeds.insert(feed, id);
    }

    /// Forgets feeds: a job that was undone may have been the first to name one.
    pub fn forget_feeds(&mut self) {
        self.feeds.clear();
    }

    /// Forgets everything: what a job that was undone has put here never was.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
