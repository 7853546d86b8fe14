//! What can go wrong on this machine. Words here are for the operator; what a person at the counter reads is made in
//! `http::problem`. No names, numbers of people or form text: ids only.

use daiban_shared::case::RefusalCode;
use rusqlite::ErrorCode;
use std::path::PathBuf;

/// An error of the node.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person can act on it: `decide` said no.
    #[error("refused: {0:?}")]
    Refused(Box<daiban_shared::decide::Refusal>),
    /// Several fields are wrong at once: one reason each, so that a form shows them all.
    #[error("refused: {} fields", .0.len())]
    RefusedFields(Vec<daiban_shared::decide::Refusal>),
    /// The same command id with other content.
    #[error("this command was already used with other content")]
    SameCommandOtherContent,
    /// No such case here (or it is not this actor's to see).
    #[error("not found")]
    NotFound,
    /// SQLite said no.
    #[error("database: {}", shown(.0))]
    Sqlite(#[from] rusqlite::Error),
    /// A place has one live machine, and there is one or another is on its way.
    #[error(
        "a live machine already stands at this place, or another one was confirmed for it; the district has to retire it first"
    )]
    SiteHasNode,
    /// The database is of a newer program.
    #[error("database {path} was written by a newer program (schema {found}, this one knows {known}); upgrade the program", path = path.display())]
    NewerDatabase {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// The store holds bytes that are not an entry: damage on the disk.
    #[error("entry at position {pos} is damaged ({why}); stop, copy the folder and restore it from a backup")]
    Damaged {
        /// Where.
        pos: i64,
        /// What was found.
        why: String,
    },
    /// The folder is held by another process.
    #[error("folder {path} is in use by another process (pid {pid}); give the command while it runs, or stop it first", path = path.display())]
    FolderInUse {
        /// The folder.
        path: PathBuf,
        /// Who holds it, 0 = unknown.
        pid: u32,
    },
    /// A file could not be read or written.
    #[error("{what} {path}: {source}", path = path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The node stops or has stopped.
    #[error("the node is stopping")]
    Stopping,
    /// Thousands of writes wait already.
    #[error("the disk does not follow: too many writes wait; try again later")]
    Busy,
    /// An own entry would be longer than entries may be.
    #[error("the content is longer than an entry may be")]
    TooLong,
    /// The disk is full.
    #[error("the disk is full; free some space, nothing was lost")]
    DiskFull,
    /// The clock is before what the node has already seen.
    #[error(
        "this machine's clock says {clock}, but it has already seen {known}; set the clock, or confirm it as administrator"
    )]
    ClockWrong {
        /// Now, by the clock.
        clock: String,
        /// The newest known moment.
        known: String,
    },
    /// Anything else, with what to do.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// A refusal without values.
    pub fn refused(code: RefusalCode) -> Self {
        Self::Refused(Box::new(daiban_shared::decide::Refusal::new(code)))
    }
}

/// SQLite's words, and what the operator does about a damaged file.
fn shown(error: &rusqlite::Error) -> String {
    let is_damaged = matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt));
    let what_to_do = if is_damaged {
        "; daiban.db is damaged or is no database: stop, keep a copy of the folder as it is, and restore daiban.db from a \
         backup; what the backup lacks comes back from the other machines"
    } else {
        ""
    };
    format!("{error}{what_to_do}")
}

impl From<daiban_shared::decide::Refusal> for Error {
    fn from(refusal: daiban_shared::decide::Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
