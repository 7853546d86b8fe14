//! The store: one SQLite file, one writer, several readers. Keeps every entry for ever, makes views of them in the same
//! transaction, and keeps one chained outbox per neighbour. Knows nothing of HTTP, people or the words on screens.
//!
//! Reading order: `writer` (the queue and the group commit), `commit` (the only way to write), `log` (entries and private
//! parts as rows), `project` (views), `outbox`, `query`.

mod appraisal;
mod clock;
mod commit;
mod evidence;
mod figures;
mod inspections;
mod log;
mod memory;
mod migrate;
mod officers;
mod outbox;
mod overview;
mod project;
mod query;
mod readers;
mod recent;
mod registers;
mod repair;
mod report;
mod search;
mod supervision;
mod temp;
mod trends;
mod writer;

pub use appraisal::{
    Counted, Marks, Measured, SheetLine, Subject, measured, settled, sheet, sheets_appealed, sheets_at,
};
pub use commit::{Draft, PrivateIn, Received, Tx};
pub use evidence::{Evidence, Interval};
pub use figures::{Asked, figures, first_day};
pub use inspections::{InspectionFilter, findings_waiting, inspection, inspections, people_of};
pub use log::{PrivatePart, PrivateState, StoredEntry, by_feed, by_hash, by_pos, entries_of, newest_pos, private_of};
pub use officers::officers;
pub use outbox::{Cursor, Neighbour, OutRow, knows, neighbour, neighbours, pending, rows_after};
pub use overview::{in_hand, overview, subtree};
pub use project::{labels_of, put_heard, put_witness};
pub use query::{
    Days, DueFilter, FigureFilter, HolderFilter, LightFilter, ListFilter, Look, Officer, Order, SortBy, TodoFilter,
    changed_since, count, dept_ref, duty_at_desk, home, list, recent_of_person, related, site_ref, waiting,
};
pub use registers::{REGISTER_CASES_MAX, RegisterOf, accepted_with_gaps, green_channel};
pub use repair::{CheckReport, Rebuilt};
pub use report::{card_count, rule_counts};
pub use supervision::{AlarmFilter, CardFilter, CardRow, alarm, alarms, card, card_of, cards, case_of, person, wall};
pub use temp::Folder;
pub use trends::{compared, completeness, trends};
pub use writer::Priority;

use crate::clock::Clock;
use crate::error::Error;
use crate::identity::Identity;
use daiban_shared::ground::Directory;
use memory::Memory;
use readers::Readers;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use tokio::sync::watch;
use writer::Queue;

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

/// The open store; clones share it. The last one that is dropped stops the writer after its present commit.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    queue: Arc<Queue>,
    readers: Arc<Readers>,
    writer: Mutex<Option<JoinHandle<()>>>,
    path: PathBuf,
    // Deleted after the connections are closed: fields drop in this order.
    _folder: Option<Folder>,
}

/// What writer and readers share.
pub(crate) struct Shared {
    identity: Arc<Identity>,
    clock: Clock,
    directory: RwLock<Arc<Directory>>,
    changes: watch::Sender<i64>,
    /// Before this the clock cannot be right.
    clock_known: AtomicU64,
}

impl Store {
    /// Opens or creates the database.
    ///
    /// Views that an older version made are made anew, once. Errors: it is of a newer program, damaged, or cannot be written.
    pub fn open(settings: Settings) -> Result<Self, Error> {
        let in_memory = settings.path == Path::new(":memory:");
        let folder = in_memory.then(Folder::new).transpose()?;
        let path = folder.as_ref().map_or(settings.path, |folder| folder.path().join("daiban.db"));
        let conn = migrate::open_writer(&path)?;
        let memory = Memory::load(&conn, &settings.identity)?;
        let shared = Arc::new(Shared {
            identity: settings.identity,
            clock_known: AtomicU64::new(memory.known(&settings.clock)),
            clock: settings.clock,
            directory: RwLock::new(memory.directory.clone()),
            changes: watch::channel(memory.last_pos).0,
        });
        let readers = Arc::new(Readers::open(&path, settings.readers.max(1))?);
        let queue = Arc::new(Queue::default());
        let thread = writer::start(conn, memory, shared.clone(), queue.clone())?;
        let store =
            Self(Arc::new(Inner { shared, queue, readers, writer: Mutex::new(Some(thread)), path, _folder: folder }));
        if !store.read(repair::has_present_views)? {
            let made = store.rebuild()?;
            tracing::info!(cases = made.documents, "the lists were made anew by the rules of this version");
        }
        Ok(store)
    }

    /// Who this machine is.
    pub fn identity(&self) -> &Identity {
        &self.0.shared.identity
    }

    /// Where the time comes from.
    pub fn clock(&self) -> &Clock {
        &self.0.shared.clock
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The newest committed directory.
    pub fn directory(&self) -> Arc<Directory> {
        self.0.shared.directory.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads one consistent state.
    pub fn read<T>(&self, look: impl FnOnce(&rusqlite::Connection) -> Result<T, Error>) -> Result<T, Error> {
        self.0.readers.read(look)
    }

    /// As `read`, off the async threads.
    pub async fn read_async<T: Send + 'static>(
        &self,
        look: impl FnOnce(&rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let readers = self.0.readers.clone();
        tokio::task::spawn_blocking(move || readers.read(look)).await.map_err(|_| Error::Stopping)?
    }

    /// Gives a job to the writer and waits until its commit has returned. Never call it from inside a job.
    pub fn write<T: Send + 'static>(
        &self,
        priority: Priority,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (reply, answer) = std::sync::mpsc::sync_channel(1);
        // A caller that has gone away does not take its job back: it may be committed already.
        self.0.queue.put(priority, writer::job(job, move |result| drop(reply.send(result))))?;
        answer.recv().map_err(|_| Error::Stopping)?
    }

    /// Gives a job to the writer that nobody waits for: one that may also be lost. Its fault is in the log.
    pub fn write_later(
        &self,
        priority: Priority,
        job: impl FnOnce(&mut Tx<'_>) -> Result<(), Error> + Send + 'static,
    ) -> Result<(), Error> {
        let reply = |result: Result<(), Error>| {
            if let Err(why) = result {
                tracing::warn!(%why, "a job that can wait was not done");
            }
        };
        self.0.queue.put(priority, writer::job(job, reply))
    }

    /// As `write`, without blocking the thread.
    pub async fn write_async<T: Send + 'static>(
        &self,
        priority: Priority,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (reply, answer) = tokio::sync::oneshot::channel();
        self.0.queue.put(priority, writer::job(job, move |result| drop(reply.send(result))))?;
        answer.await.map_err(|_| Error::Stopping)?
    }

    /// How many callers wait for the writer.
    #[cfg(test)]
    pub fn waiting(&self) -> usize {
        self.0.queue.len()
    }

    /// The newest committed position; tells after every commit that wrote entries.
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.0.shared.changes.subscribe()
    }

    /// Makes every view anew from the entries.
    pub fn rebuild(&self) -> Result<Rebuilt, Error> {
        self.write(Priority::People, |tx| tx.rebuild_views())
    }

    /// Reads everything and says what is wrong; changes nothing.
    pub fn check(&self) -> Result<CheckReport, Error> {
        repair::check(self)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queue.close();
        let thread = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // A job that owns the last clone drops it on the writer's own thread, which cannot wait for itself.
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != std::thread::current().id()) {
            // The writer catches panics of jobs; if it panicked itself there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
