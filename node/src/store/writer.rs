//! The writer: one thread, one queue, one commit for many jobs. Nobody is answered before the commit has returned.

use super::Shared;
use super::commit::Tx;
use super::memory::Memory;
use super::recent::Recent;
use crate::error::Error;
use rusqlite::{Connection, ErrorCode};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Jobs of people in one commit: one fsync serves them all.
const PEOPLE_MAX: usize = 50;
/// Slices of peers in one commit: a person who comes meanwhile waits for two of them at most.
const PEERS_MAX: usize = 2;
/// Callers that may wait; more means that the disk does not follow, and a quick refusal is kinder.
const QUEUE_MAX: usize = 4_096;

/// Who is served first by the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits at a counter.
    People,
    /// Another machine waits.
    Peers,
}

/// A caller's work and the way to answer it.
pub trait Job: Send {
    /// Does the work; the answer is kept until the commit.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Error>;
    /// Answers: what the work gave, or the error that undid it.
    fn answer(self: Box<Self>, undone: Option<Error>);
}

struct Call<T, F, R> {
    work: Option<F>,
    given: Option<T>,
    reply: R,
}

/// A job of a closure.
pub fn job<T, F, R>(work: F, reply: R) -> Box<dyn Job>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    R: FnOnce(Result<T, Error>) + Send + 'static,
{
    Box::new(Call { work: Some(work), given: None, reply })
}

impl<T, F, R> Job for Call<T, F, R>
where
    T: Send,
    F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send,
    R: FnOnce(Result<T, Error>) + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let work = self.work.take().expect("a job runs once");
        self.given = Some(work(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, undone: Option<Error>) {
        let result = match (undone, self.given) {
            (Some(error), _) => Err(error),
            (None, Some(given)) => Ok(given),
            (None, None) => Err(Error::Stopping),
        };
        (self.reply)(result);
    }
}

/// Jobs that wait for the writer.
#[derive(Default)]
pub struct Queue {
    waiting: Mutex<Waiting>,
    came: Condvar,
}

#[derive(Default)]
struct Waiting {
    people: VecDeque<Box<dyn Job>>,
    peers: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl Queue {
    /// Puts a job at the end of its line. Errors: the store is closing, or thousands wait already.
    pub fn put(&self, priority: Priority, job: Box<dyn Job>) -> Result<(), Error> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.closed {
            return Err(Error::Stopping);
        }
        if waiting.people.len() + waiting.peers.len() >= QUEUE_MAX {
            return Err(Error::Busy);
        }
        match priority {
            Priority::People => waiting.people.push_back(job),
            Priority::Peers => waiting.peers.push_back(job),
        }
        self.came.notify_one();
        Ok(())
    }

    /// How many callers wait.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.people.len() + waiting.peers.len()
    }

    /// Nothing more is taken; what waits is still done.
    pub fn close(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.came.notify_all();
    }

    fn take(&self) -> Option<Vec<Box<dyn Job>>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if !waiting.people.is_empty() || !waiting.peers.is_empty() {
                let people = waiting.people.len().min(PEOPLE_MAX);
                let peers = waiting.peers.len().min(PEERS_MAX);
                let mut group: Vec<_> = waiting.people.drain(..people).collect();
                group.extend(waiting.peers.drain(..peers));
                return Some(group);
            }
            if waiting.closed {
                return None;
            }
            waiting = self.came.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Starts the writer's thread.
pub fn start(
    conn: Connection,
    memory: Memory,
    shared: Arc<Shared>,
    queue: Arc<Queue>,
) -> Result<JoinHandle<()>, Error> {
    let mut writer = Writer { conn, memory, recent: Recent::default(), shared };
    std::thread::Builder::new()
        .name("writer".into())
        .spawn(move || {
            while let Some(group) = queue.take() {
                writer.commit(group);
            }
        })
        .map_err(|why| Error::Other(format!("the writer's thread does not start: {why}")))
}

struct Writer {
    conn: Connection,
    memory: Memory,
    recent: Recent,
    shared: Arc<Shared>,
}

impl Writer {
    /// One transaction for the group; then the news, then the answers.
    fn commit(&mut self, group: Vec<Box<dyn Job>>) {
        let before = self.memory.clone();
        let is_alone = group.len() == 1;
        let mut ran = Vec::with_capacity(group.len());
        let mut failed = self.conn.execute_batch("BEGIN IMMEDIATE").err().map(Error::from);
        for mut job in group {
            let error = match &failed {
                None if is_alone => self.work(job.as_mut()).err(),
                None => self.run(job.as_mut()).err(),
                Some(why) => Some(again(why)),
            };
            // SQLite may end the whole transaction by itself (a full disk, an I/O error): then no job of it is kept.
            if failed.is_none() && self.conn.is_autocommit() {
                failed = Some(error.as_ref().map_or(Error::Stopping, again));
            }
            ran.push((job, error));
        }
        if is_alone && ran.iter().any(|(_, error)| error.is_some()) {
            // A job that is alone has no savepoint: the whole transaction goes, and nothing else was in it.
            if !self.conn.is_autocommit() {
                failed = self.conn.execute_batch("ROLLBACK").err().map(Error::from);
            }
        } else if failed.is_none() {
            failed = self.conn.execute_batch("COMMIT").err().map(|why| named(why.into()));
        }
        if let Some(why) = &failed {
            tracing::error!("a commit failed and was undone: {why}");
            if !self.conn.is_autocommit() {
                // If even this fails the connection is lost, and every later job says so.
                let _ = self.conn.execute_batch("ROLLBACK");
            }
            self.memory = before.clone();
            self.recent.clear();
        }
        self.publish(&before);
        for (job, error) in ran {
            job.answer(error.or_else(|| failed.as_ref().map(again)));
        }
    }

    /// One of several jobs, in a savepoint: its error undoes only itself, in the database and in memory.
    fn run(&mut self, job: &mut dyn Job) -> Result<(), Error> {
        self.conn.execute_batch("SAVEPOINT job")?;
        let ran = self.work(job);
        if ran.is_ok() {
            self.conn.execute_batch("RELEASE job")?;
        } else if !self.conn.is_autocommit() {
            self.conn.execute_batch("ROLLBACK TO job; RELEASE job")?;
        }
        ran
    }

    /// One job; an error undoes it in memory. Without a savepoint around it SQLite keeps no copy of the pages that a
    /// large slice changes, which was a sixth of the writer's time.
    fn work(&mut self, job: &mut dyn Job) -> Result<(), Error> {
        let before = self.memory.clone();
        let mut tx = Tx::new(&self.conn, &mut self.memory, &mut self.recent, &self.shared);
        let ran = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx).and_then(|()| tx.finish())));
        let ran = ran.unwrap_or_else(|_| {
            Err(Error::Other("a fault in the program; nothing was written, the log says where".into()))
        });
        let wrote = tx.has_written();
        if ran.is_err() {
            self.memory = before;
            // A refusal has only read: what others know of their cases stays.
            if wrote { self.recent.clear() } else { self.recent.forget_feeds() }
        }
        ran.map_err(named)
    }

    fn publish(&self, before: &Memory) {
        if !Arc::ptr_eq(&before.directory, &self.memory.directory) {
            *self.shared.directory.write().unwrap_or_else(PoisonError::into_inner) = self.memory.directory.clone();
        }
        self.shared.clock_known.store(self.memory.known(&self.shared.clock), Ordering::Relaxed);
        if before.last_pos != self.memory.last_pos {
            self.shared.changes.send_replace(self.memory.last_pos);
        }
    }
}

/// SQLite's word for a full disk, as ours.
fn named(error: Error) -> Error {
    if let Error::Sqlite(rusqlite::Error::SqliteFailure(why, _)) = &error
        && why.code == ErrorCode::DiskFull
    {
        return Error::DiskFull;
    }
    error
}

/// The same bad news for another caller.
fn again(error: &Error) -> Error {
    if matches!(error, Error::DiskFull) { Error::DiskFull } else { Error::Other(error.to_string()) }
}
