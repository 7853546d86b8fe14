//! Connections that can only read, lent one at a time.

use super::migrate;
use crate::error::Error;
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

/// The pool.
pub struct Readers {
    free: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Readers {
    /// Opens so many connections.
    pub fn open(path: &Path, count: usize) -> Result<Self, Error> {
        let free = (0..count).map(|_| migrate::open_reader(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { free: Mutex::new(free), returned: Condvar::new() })
    }

    /// Looks at one consistent state: everything read in it is of one commit.
    pub fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let lent = Lent { pool: self, conn: Some(self.take()) };
        let conn = lent.conn.as_ref().expect("taken above");
        let snapshot = conn.unchecked_transaction()?;
        let out = look(&snapshot);
        snapshot.finish()?;
        out
    }

    fn take(&self) -> Connection {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(conn) = free.pop() {
                return conn;
            }
            free = self.returned.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Goes back into the pool even when the reader panics.
struct Lent<'a> {
    pool: &'a Readers,
    conn: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            self.pool.free.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            self.pool.returned.notify_one();
        }
    }
}
