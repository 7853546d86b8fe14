//! The one way to write.

use super::outbox::Cursor;
use crate::error::Error;
use crate::identity::Identity;
use daiban_shared::case::CaseState;
use daiban_shared::entry::Entry;
use daiban_shared::ground::Directory;
use daiban_shared::id::{CmdId, DocId, Millis, SiteId, UserId};
use daiban_shared::kind::{Body, Private, Role};
use std::sync::Arc;

/// Who is served first by the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits at a counter.
    People,
    /// Another machine waits.
    Peers,
}

/// An own entry to be written: the writer adds feed, position, seen, ground, time and signature.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The document.
    pub doc: DocId,
    /// Legal content.
    pub body: Body,
    /// Private part; empty = none.
    pub private: Private,
    /// The account.
    pub by: UserId,
    /// In which capacity.
    pub role: Role,
    /// The command.
    pub cmd: CmdId,
    /// Which entry of the command.
    pub part: u8,
}

/// The private part beside a received head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrivateIn {
    /// The head names none.
    None,
    /// It came along.
    Here {
        /// Before the bytes in the hash.
        salt: [u8; 16],
        /// Encoded `Private`.
        bytes: Vec<u8>,
    },
    /// The sender does not have it.
    Missing,
    /// It came, and does not fit the head.
    Refused,
}

/// What became of a received entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// Stored at this position.
    New(i64),
    /// It was here already.
    Known,
}

/// One job's part of the writer's transaction.
pub struct Tx<'a> {
    conn: &'a rusqlite::Connection,
}

impl Tx<'_> {
    /// The connection, for reading and for the tables of other modules.
    pub fn conn(&self) -> &rusqlite::Connection {
        self.conn
    }
    /// The clock when the job began.
    pub fn now(&self) -> Millis {
        unimplemented!()
    }
    /// Who this machine is.
    pub fn identity(&self) -> &Identity {
        unimplemented!()
    }
    /// The directory with the public rows of this transaction.
    pub fn directory(&self) -> Arc<Directory> {
        unimplemented!()
    }
    /// A fresh fold, with the entries written earlier in this transaction.
    pub fn case(&mut self, doc: DocId) -> Result<CaseState, Error> {
        let _ = doc;
        unimplemented!()
    }
    /// All entries of a document in the order of arrival.
    pub fn entries(&self, doc: DocId) -> Result<Vec<Entry>, Error> {
        let _ = doc;
        unimplemented!()
    }
    /// Writes an own entry.
    pub fn append(&mut self, draft: Draft) -> Result<Entry, Error> {
        let _ = draft;
        unimplemented!()
    }
    /// Takes a well-formed entry of another machine (or an own one that comes back).
    pub fn receive(&mut self, entry: Entry, private: PrivateIn, from: SiteId) -> Result<Received, Error> {
        let _ = (entry, private, from);
        unimplemented!()
    }
    /// Begins an outbox for a neighbour, or rebuilds it from the store: everything that concerns it, from 0.
    pub fn rebuild_outbox(&mut self, neighbour: SiteId, is_parent: bool) -> Result<(), Error> {
        let _ = (neighbour, is_parent);
        unimplemented!()
    }
    /// The neighbour has everything up to here: rows behind are pruned.
    pub fn ack(&mut self, neighbour: SiteId, fseq: u64) -> Result<(), Error> {
        let _ = (neighbour, fseq);
        unimplemented!()
    }
    /// Remembers up to where this node has the neighbour's outbox; in the transaction of the rows.
    pub fn set_in_cursor(&mut self, neighbour: SiteId, cursor: Cursor) -> Result<(), Error> {
        let _ = (neighbour, cursor);
        unimplemented!()
    }
}
