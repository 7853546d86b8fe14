//! What a process knows of its lines: sessions, what the other side has, what it still has to be told. All of it may be
//! lost with the process; cursors live in the store, in the transaction of their rows.

use crate::store::Cursor;
use crate::sync::message::Receipt;
use crate::sync::outgoing::Stretch;
use daiban_shared::id::{FeedId, Millis, NodeId, SiteId};
use daiban_shared::kind::FeedEnd;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, watch};

/// Children whose large messages are worked on at once; a third one is asked to come again.
const BULK_CHILDREN_MAX: usize = 2;
/// Receipts kept for a child that is away; what is dropped comes with the next witness entry.
const RELAY_MAX: usize = 500;

/// The name of a session, from both nonces.
pub type SessionId = [u8; 8];
/// Fresh bytes of one side.
pub type Nonce = [u8; 16];

/// The session that two nonces make.
pub fn session_of(child: &[u8], parent: &[u8]) -> SessionId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban session 1").update(child).update(parent);
    let mut out = [0; 8];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    out
}

/// What went wrong on the line last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// Nobody answers.
    Down,
    /// The parent is at its limit.
    Busy,
    /// The parent does not take us: not enrolled, cut off, another network.
    Refused,
    /// A machine answers that our directory does not know as the parent's: perhaps it was replaced.
    NewParent,
    /// Something on the way sends us to another address: nothing was sent there.
    Redirected,
    /// What came was not an answer to our message.
    BadAnswer,
    /// The line works, this machine does not: see its log.
    Own,
}

/// The line to the parent.
#[derive(Debug, Default)]
pub struct Call {
    /// Our nonce of this process's current attempt.
    pub nonce: Nonce,
    /// None until the parent has made one.
    pub session: Option<SessionId>,
    /// Of the newest message sent.
    pub counter: u64,
    /// Of the newest answer taken.
    pub got: u64,
    /// What the parent has of our outbox; none = ask first, send nothing.
    pub peer_have: Option<Cursor>,
    /// We do not know the parent's cursor: tell it to start again.
    pub reset_due: bool,
    /// The last frame we got could not be read.
    pub plain_due: bool,
    /// The parent could not read our last frame.
    pub plain: bool,
    /// What the parent was told about places below.
    pub heard_told: BTreeMap<SiteId, Millis>,
    /// What the message in flight tells it.
    pub heard_sent: BTreeMap<SiteId, Millis>,
    /// End of our outbox as the message in flight names it.
    pub end_sent: u64,
    /// Where the entries of the message in flight end, if more stand behind them.
    pub sent_end: Option<Cursor>,
    /// Packed while that message was under way.
    pub ahead: Option<Stretch>,
    /// Both cursors after the last answer.
    pub stands: Option<(Cursor, Cursor)>,
    /// Answers in a row that moved neither.
    pub stood_still: u32,
    /// Sessions in a row that the parent did not know any more at their first message.
    pub lost_sessions: u32,
    /// Private parts the parent asks for.
    pub parts_due: Vec<FeedEnd>,
    /// When we last asked for private parts.
    pub lacks_at: Millis,
    /// The last answer taken.
    pub last_contact: Option<Millis>,
    /// None while all is well.
    pub fault: Option<LineFault>,
    /// The parent's clock minus ours.
    pub clock_offset_ms: Option<i64>,
    /// Measured; none before the first larger message.
    pub bytes_per_s: Option<u64>,
}

/// The line of one child.
#[derive(Debug, Default)]
pub struct Caller {
    /// The machine that called last.
    pub node: Option<NodeId>,
    /// The session in use.
    pub session: Option<SessionId>,
    /// Offered; in use from its first message on, so that a replayed greeting breaks nothing.
    pub offered: Option<SessionId>,
    /// The newest counter seen in the session.
    pub counter: u64,
    /// Feeds of the child's subtree that grew here since it was told.
    pub grown: BTreeMap<FeedId, u64>,
    /// Receipts of higher tiers to be handed on.
    pub relay: Vec<Receipt>,
    /// What the newest answer told it.
    pub sent: Option<Told>,
    /// Private parts the child asks for.
    pub parts_due: Vec<FeedEnd>,
    /// When we last asked for private parts.
    pub lacks_at: Millis,
    /// We could not read its last frame.
    pub plain_due: bool,
    /// We started again at 0 and it has not shown yet that it knows.
    pub is_resetting: bool,
    /// Its last call.
    pub last_heard: Option<Millis>,
}

/// Words of one answer; certain once the child has taken it.
#[derive(Debug)]
pub struct Told {
    /// Of that answer.
    pub counter: u64,
    /// Ends of feeds.
    pub feeds: Vec<(FeedId, u64)>,
    /// How many receipts were handed on, from the front of `relay`.
    pub relayed: usize,
}

impl Caller {
    /// The child has taken the answer with this counter: forget what that told it.
    pub fn confirm(&mut self, got: u64) {
        let Some(told) = self.sent.take_if(|told| told.counter <= got) else { return };
        for (feed, n) in told.feeds {
            if self.grown.get(&feed).is_some_and(|grown| *grown <= n) {
                self.grown.remove(&feed);
            }
        }
        self.relay.drain(..told.relayed.min(self.relay.len()));
    }

    /// Whether there is something to tell besides entries.
    pub fn has_words(&self) -> bool {
        !self.grown.is_empty() || !self.relay.is_empty()
    }
}

/// Every line of this machine.
pub struct Lines {
    parent: Mutex<Call>,
    children: Mutex<BTreeMap<SiteId, Caller>>,
    news: watch::Sender<u64>,
    refused: AtomicU64,
    /// Permits for large messages of children.
    pub bulk: Arc<Semaphore>,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            parent: Mutex::default(),
            children: Mutex::default(),
            news: watch::Sender::new(0),
            refused: AtomicU64::new(0),
            bulk: Arc::new(Semaphore::new(BULK_CHILDREN_MAX)),
        }
    }
}

impl Lines {
    /// The line to the parent.
    pub fn parent(&self) -> MutexGuard<'_, Call> {
        // A panic elsewhere leaves plain values behind that the next exchange puts right.
        self.parent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The line of one child.
    pub fn child<T>(&self, site: SiteId, look: impl FnOnce(&mut Caller) -> T) -> T {
        look(self.children.lock().unwrap_or_else(PoisonError::into_inner).entry(site).or_default())
    }

    /// When each child called last in this process.
    pub fn last_heard(&self) -> BTreeMap<SiteId, Millis> {
        let children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        children.iter().filter_map(|(site, caller)| Some((*site, caller.last_heard?))).collect()
    }

    /// Hands a receipt of a higher tier to those children that it concerns.
    pub fn relay(&self, receipt: &Receipt, concerns: impl Fn(SiteId) -> bool) {
        let mut children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, caller) in children.iter_mut().filter(|(site, _)| concerns(**site)) {
            if caller.relay.len() < RELAY_MAX {
                caller.relay.push(receipt.clone());
            }
        }
    }

    /// Changes whenever something other than an entry has news: delivery, a line that came or went.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Wakes everybody who waits on `news`.
    pub fn bump(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    /// Counts bytes that were not an entry.
    pub fn count_refused(&self, count: u64) {
        self.refused.fetch_add(count, Ordering::Relaxed);
    }

    /// Received bytes that were not entries, since the start.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_lost_answer_told_is_told_again() {
        let feed = FeedId([1; 20]);
        let mut caller = Caller::default();
        caller.grown.insert(feed, 5);
        caller.sent = Some(Told { counter: 7, feeds: vec![(feed, 5)], relayed: 0 });
        caller.confirm(6);
        assert!(caller.has_words());
        caller.grown.insert(feed, 6);
        caller.confirm(7);
        assert_eq!(caller.grown.get(&feed), Some(&6), "what grew since is still to be told");
        caller.sent = Some(Told { counter: 8, feeds: vec![(feed, 6)], relayed: 0 });
        caller.confirm(9);
        assert!(!caller.has_words());
    }
}
