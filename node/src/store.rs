//! The store: one SQLite file, one writer, several readers. Keeps every entry for ever, makes views of them in the same
//! transaction, and keeps one chained outbox per neighbour. Knows nothing of HTTP, people or the words on screens.
//!
//! Reading order: `commit` (the writer), `log` (entries and private parts), `project` (views), `outbox`, `query`.

mod commit;
mod log;
mod migrate;
mod outbox;
mod overview;
mod project;
mod query;
mod search;

pub use commit::{Draft, PrivateIn, Priority, Received, Tx};
pub use log::{PrivatePart, PrivateState, StoredEntry, by_feed, by_hash, entries_of, newest_pos, private_of};
pub use outbox::{Cursor, Neighbour, OutRow, knows, neighbour, neighbours, pending, rows_after};
pub use overview::overview;
pub use query::{DueFilter, HolderFilter, ListFilter, Look, changed_since, home, list, recent_of_person};

use crate::clock::Clock;
use crate::error::Error;
use crate::identity::Identity;
use daiban_shared::ground::Directory;
use std::path::PathBuf;
use std::sync::Arc;

/// How a store is opened.
pub struct Settings {
    /// The database file; `:memory:` = a folder of its own that is deleted with the store, for tests.
    pub path: PathBuf,
    /// Who this machine is.
    pub identity: Arc<Identity>,
    /// Where the time comes from.
    pub clock: Clock,
    /// How many may read at once.
    pub readers: usize,
}

/// The open store; clones share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {}

/// What `rebuild` did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// Documents folded anew.
    pub documents: u64,
}

/// What `check` found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Entries read, decoded and verified.
    pub entries: u64,
    /// Documents folded.
    pub documents: u64,
    /// What is wrong, in words for the operator; empty = all well.
    pub faults: Vec<String>,
}

impl Store {
    /// Opens or creates the database. Errors: it is of a newer program, damaged, or cannot be written.
    pub fn open(settings: Settings) -> Result<Self, Error> {
        let _ = settings;
        unimplemented!()
    }
    /// Who this machine is.
    pub fn identity(&self) -> &Identity {
        unimplemented!()
    }
    /// Where the time comes from.
    pub fn clock(&self) -> &Clock {
        unimplemented!()
    }
    /// The newest committed directory.
    pub fn directory(&self) -> Arc<Directory> {
        unimplemented!()
    }
    /// Reads one consistent state.
    pub fn read<T>(&self, look: impl FnOnce(&rusqlite::Connection) -> Result<T, Error>) -> Result<T, Error> {
        let _ = look;
        unimplemented!()
    }
    /// As `read`, off the async threads.
    pub async fn read_async<T: Send + 'static>(
        &self,
        look: impl FnOnce(&rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _ = look;
        unimplemented!()
    }
    /// Gives a job to the writer and waits until its commit has returned.
    pub fn write<T: Send + 'static>(
        &self,
        priority: Priority,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _ = (priority, job);
        unimplemented!()
    }
    /// As `write`, without blocking the thread.
    pub async fn write_async<T: Send + 'static>(
        &self,
        priority: Priority,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _ = (priority, job);
        unimplemented!()
    }
    /// The newest committed position; changes after every commit that wrote entries.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<i64> {
        unimplemented!()
    }
    /// Makes every view anew from the entries.
    pub fn rebuild(&self) -> Result<Rebuilt, Error> {
        unimplemented!()
    }
    /// Reads everything and says what is wrong; changes nothing.
    pub fn check(&self) -> Result<CheckReport, Error> {
        unimplemented!()
    }
}
