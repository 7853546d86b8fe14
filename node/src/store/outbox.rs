//! One chained outbox per neighbour, the same in both directions.

use crate::error::Error;
use daiban_shared::entry::Entry;
use daiban_shared::id::SiteId;
use rusqlite::Connection;
use super::log::PrivatePart;

/// How far a neighbour's outbox is known: position and chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Position, 0 = nothing yet.
    pub fseq: u64,
    /// First 16 bytes of BLAKE3(chain before ‖ hash of the entry); zeros at 0.
    pub chain: [u8; 16],
}

/// A neighbour and both cursors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Its place.
    pub site: SiteId,
    /// It stands above.
    pub is_parent: bool,
    /// End of the outbox for it.
    pub out: Cursor,
    /// What it has acknowledged.
    pub base: Cursor,
    /// What this node has of its outbox.
    pub taken: Cursor,
}

/// One row of an outbox with its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutRow {
    /// Cursor after this row.
    pub cursor: Cursor,
    /// Position in this store.
    pub pos: i64,
    /// The entry.
    pub entry: Entry,
    /// Its private part; none = its head names none.
    pub private: Option<PrivatePart>,
}

/// A neighbour by its place.
pub fn neighbour(conn: &Connection, site: SiteId) -> Result<Option<Neighbour>, Error> {
    let _ = (conn, site);
    unimplemented!()
}
/// Every neighbour, by place.
pub fn neighbours(conn: &Connection) -> Result<Vec<Neighbour>, Error> {
    let _ = conn;
    unimplemented!()
}
/// Whether this cursor lies in the outbox for the neighbour: acknowledged end or one of its rows.
pub fn knows(conn: &Connection, neighbour: SiteId, cursor: Cursor) -> Result<bool, Error> {
    let _ = (conn, neighbour, cursor);
    unimplemented!()
}
/// The rows behind a position, as many as fit into both bounds (at least one, if there is one).
pub fn rows_after(conn: &Connection, neighbour: SiteId, fseq: u64, entries_max: usize, bytes_max: usize) -> Result<Vec<OutRow>, Error> {
    let _ = (conn, neighbour, fseq, entries_max, bytes_max);
    unimplemented!()
}
/// How many rows the neighbour has not acknowledged.
pub fn pending(conn: &Connection, neighbour: SiteId) -> Result<u64, Error> {
    let _ = (conn, neighbour);
    unimplemented!()
}
