//! The schema: one `.sql` file per version, applied in order, never edited after a release. A newer file is refused.

use crate::error::Error;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// Version k is the k-th file.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_store.sql"),
    include_str!("../../migrations/0002_sync.sql"),
    include_str!("../../migrations/0003_accounts.sql"),
    include_str!("../../migrations/0004_cases.sql"),
    include_str!("../../migrations/0005_upkeep.sql"),
    include_str!("../../migrations/0006_preferences.sql"),
    include_str!("../../migrations/0007_lists.sql"),
    include_str!("../../migrations/0008_figures.sql"),
    include_str!("../../migrations/0009_filing.sql"),
    include_str!("../../migrations/0010_absence.sql"),
    include_str!("../../migrations/0011_watch.sql"),
    include_str!("../../migrations/0012_measures.sql"),
    include_str!("../../migrations/0013_years.sql"),
    include_str!("../../migrations/0014_appraisal.sql"),
    include_str!("../../migrations/0015_cards_once.sql"),
    include_str!("../../migrations/0016_desks.sql"),
];
/// Statements are prepared once; this many stay prepared per connection.
const STATEMENTS_CACHED: usize = 128;
/// Page cache of a connection in KiB (negative in the pragma): 32 MB for the writer.
const WRITER_CACHE_KIB: i64 = 32 * 1024;
/// And for each reader.
const READER_CACHE_KIB: i64 = 8 * 1024;
/// The log is folded back into the file after this many pages of 4 KiB.
const CHECKPOINT_PAGES: i64 = 4_000;

/// Opens the writer's connection and brings the schema up to date.
///
/// Errors: the database is of a newer program or damaged, or the disk does not keep what it is told to keep.
pub fn open_writer(path: &Path) -> Result<Connection, Error> {
    let mut conn = Connection::open(path)?;
    configure(&conn, WRITER_CACHE_KIB)?;
    let mode: String = conn.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    let synchronous: i64 = conn.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    // With NORMAL a power cut loses acknowledged commits.
    if mode != "wal" || synchronous != 2 {
        return Err(Error::Other(format!(
            "{}: journal {mode}, synchronous {synchronous}: this disk cannot keep what it was told; use a local disk",
            path.display()
        )));
    }
    migrate(&mut conn, path)?;
    Ok(conn)
}

/// Opens a connection that can only read.
pub fn open_reader(path: &Path) -> Result<Connection, Error> {
    let conn = Connection::open(path)?;
    configure(&conn, READER_CACHE_KIB)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

fn configure(conn: &Connection, cache_kib: i64) -> Result<(), Error> {
    conn.busy_timeout(std::time::Duration::from_secs(10))?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // One plan per statement for ever: otherwise SQLite plans anew for every other value, a quarter of the writer's time.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "cache_size", -cache_kib)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    Ok(())
}

fn migrate(conn: &mut Connection, path: &Path) -> Result<(), Error> {
    let known = MIGRATIONS.len() as u32;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(Error::NewerDatabase { path: path.to_owned(), found, known });
    }
    for sql in &MIGRATIONS[found as usize..] {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "user_version", known)?;
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_a_newer_program_is_refused_and_left_alone() {
        let folder = super::super::temp::Folder::new().expect("a folder");
        let path = folder.path().join("daiban.db");
        let conn = open_writer(&path).expect("a new database");
        conn.pragma_update(None, "user_version", 999).expect("written");
        drop(conn);
        match open_writer(&path) {
            Err(Error::NewerDatabase { found, known, .. }) => assert!(found == 999 && known == MIGRATIONS.len() as u32),
            other => panic!("{other:?}"),
        }
        let conn = Connection::open(&path).expect("still there");
        let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).expect("read");
        assert_eq!(version, 999);
    }

    #[test]
    fn opening_twice_changes_nothing() {
        let folder = super::super::temp::Folder::new().expect("a folder");
        let path = folder.path().join("daiban.db");
        let schema = |conn: &Connection| -> Vec<String> {
            let mut query =
                conn.prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name").expect("prepared");
            query.query_map([], |row| row.get(0)).expect("run").map(|row| row.expect("a row")).collect()
        };
        let first = schema(&open_writer(&path).expect("new"));
        let second = schema(&open_writer(&path).expect("again"));
        assert_eq!(first, second);
        assert!(first.iter().any(|sql| sql.contains("case_view")));
    }
}
