//! Entries and their private parts as rows.

use crate::error::Error;
use daiban_shared::entry::Entry;
use daiban_shared::id::{DocId, FeedId, Hash, SiteId};
use rusqlite::Connection;

/// Where a private part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateState {
    /// In this store.
    Here,
    /// It has not arrived; asked for again.
    Missing,
    /// What arrived does not fit the head; asked for again.
    Refused,
    /// Let go by this machine alone, after the case was closed.
    Dropped,
    /// Erased everywhere.
    Erased,
}

/// A private part as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivatePart {
    /// Where it is.
    pub state: PrivateState,
    /// Before the bytes in the hash; zeros unless here.
    pub salt: [u8; 16],
    /// Encoded `Private`; empty unless here.
    pub bytes: Vec<u8>,
}

/// An entry with its position here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Position in this store.
    pub pos: i64,
    /// The neighbour it came from; none = written here.
    pub from: Option<SiteId>,
    /// The entry.
    pub entry: Entry,
}

/// All entries of a document in the order of arrival.
pub fn entries_of(conn: &Connection, doc: DocId) -> Result<Vec<StoredEntry>, Error> {
    let _ = (conn, doc);
    unimplemented!()
}
/// The entries at a position of a feed; more than one proves a copied machine.
pub fn by_feed(conn: &Connection, feed: FeedId, n: u64) -> Result<Vec<StoredEntry>, Error> {
    let _ = (conn, feed, n);
    unimplemented!()
}
/// An entry of a document by its hash.
pub fn by_hash(conn: &Connection, doc: DocId, hash: Hash) -> Result<Option<StoredEntry>, Error> {
    let _ = (conn, doc, hash);
    unimplemented!()
}
/// The private part of the entry at a position; none = its head names none.
pub fn private_of(conn: &Connection, pos: i64) -> Result<Option<PrivatePart>, Error> {
    let _ = (conn, pos);
    unimplemented!()
}
/// The newest position.
pub fn newest_pos(conn: &Connection) -> Result<i64, Error> {
    let _ = conn;
    unimplemented!()
}
