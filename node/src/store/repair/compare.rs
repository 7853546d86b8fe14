//! Compares the views with what the entries make of them. It has a connection of its own that can only read, so nobody waits
//! for it, and it reads one state of one commit. The views are made in tables that exist for this connection alone and are
//! emptied after every thousand cases; what is kept of both sides is one sum per view, so memory does not grow with the store.

use crate::error::Error;
use crate::identity::Identity;
use crate::store::{log, project};
use daiban_shared::ground::Directory;
use daiban_shared::id::DocId;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, params};
use std::path::Path;
use std::time::Duration;

/// Tables that the views are made in; the last two are no views, but names are looked up there.
const MADE: [&str; 14] = [
    "case_view",
    "duty",
    "alarm",
    "card",
    "inspection",
    "finding",
    "sheet",
    "interest",
    "tally",
    "figure",
    "carried",
    "search",
    "officer",
    "pinned",
];
/// Each view as it is kept and as it is made; of the search index, its words.
const VIEWS: [(&str, &str, &str); 12] = [
    ("card", "SELECT * FROM main.card", "SELECT * FROM temp.card"),
    ("inspection", "SELECT * FROM main.inspection", "SELECT * FROM temp.inspection"),
    ("finding", "SELECT * FROM main.finding", "SELECT * FROM temp.finding"),
    ("sheet", "SELECT * FROM main.sheet", "SELECT * FROM temp.sheet"),
    ("case_view", "SELECT * FROM main.case_view", "SELECT * FROM temp.case_view"),
    ("duty", "SELECT * FROM main.duty", "SELECT * FROM temp.duty"),
    ("alarm", "SELECT * FROM main.alarm", "SELECT * FROM temp.alarm"),
    ("interest", "SELECT * FROM main.interest", "SELECT * FROM temp.interest"),
    ("tally", "SELECT * FROM main.tally", "SELECT * FROM temp.tally"),
    ("figure", "SELECT * FROM main.figure", "SELECT * FROM temp.figure"),
    ("carried", "SELECT * FROM main.carried", "SELECT * FROM temp.carried"),
    ("search", "SELECT doc, term FROM temp.kept_words", "SELECT doc, term FROM temp.made_words"),
];
/// Empties the tables for the next cases. The counters come last and at once.
const EMPTY: &str =
    "DELETE FROM temp.case_view; DELETE FROM temp.duty; DELETE FROM temp.alarm; DELETE FROM temp.interest;
                     INSERT INTO temp.search (search) VALUES ('delete-all');";
/// Page cache in KiB.
const CACHE_KIB: i64 = 16 * 1024;
const STATEMENTS_CACHED: usize = 128;

/// What was compared.
pub struct Compared {
    /// Cases folded.
    pub documents: u64,
    /// Views that differ from the entries.
    pub differ: Vec<&'static str>,
}

/// Rows in any order: equal sums mean equal rows, as often as they stand there.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Sum {
    rows: u64,
    hashes: u128,
}

/// Makes every view anew and compares.
pub fn views(path: &Path, identity: &Identity) -> Result<Compared, Error> {
    let conn = open(path)?;
    let snapshot = conn.unchecked_transaction()?;
    // The first look fixes the state; the directory must be of the same.
    let mut directory = Directory::new(identity.net());
    for stored in log::entries_of(&snapshot, DocId::PUBLIC)? {
        directory.push(&stored.entry);
    }
    prepare(&snapshot)?;
    let mut made = [Sum::default(); VIEWS.len()];
    let mut late = project::Late::default();
    let (mut after, mut documents) = (0, 0);
    while let Some((last, count)) = project::remake_some(&snapshot, &directory, identity.site(), after, &mut late)? {
        (after, documents) = (last, documents + count);
        for (sum, (_, _, sql)) in made.iter_mut().zip(&VIEWS) {
            add(&snapshot, sql, sum)?;
        }
        snapshot.execute_batch(EMPTY)?;
    }
    late.save_tally(&snapshot)?;
    // Documents beside the cases and whom they go to are made at once: there are few.
    project::remake_papers(&snapshot, &directory, identity.site())?;
    let mut differ = Vec::new();
    for (made, (name, kept_sql, made_sql)) in made.iter_mut().zip(&VIEWS) {
        if matches!(*name, "tally" | "figure" | "carried" | "card" | "inspection" | "finding" | "sheet" | "interest") {
            add(&snapshot, made_sql, made)?;
        }
        let mut kept = Sum::default();
        add(&snapshot, kept_sql, &mut kept)?;
        if kept != *made {
            differ.push(*name);
        }
    }
    snapshot.finish()?;
    Ok(Compared { documents, differ })
}

fn open(path: &Path) -> Result<Connection, Error> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(Duration::from_secs(10))?;
    // The made tables cannot name rows of another file's tables.
    conn.pragma_update(None, "foreign_keys", false)?;
    conn.pragma_update(None, "cache_size", -CACHE_KIB)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    Ok(conn)
}

/// Tables of the same names and columns that hide the kept ones from whoever names no schema.
fn prepare(conn: &Connection) -> Result<(), Error> {
    for name in MADE {
        let sql: String =
            conn.query_row("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?1", [name], |row| {
                row.get(0)
            })?;
        conn.execute_batch(&sql.replacen("TABLE ", "TABLE temp.", 1))?;
    }
    conn.execute_batch(
        "INSERT INTO temp.pinned SELECT * FROM main.pinned;
         CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab('main', 'search', 'instance');
         CREATE VIRTUAL TABLE temp.made_words USING fts5vocab('temp', 'search', 'instance');",
    )?;
    Ok(())
}

fn add(conn: &Connection, sql: &str, sum: &mut Sum) -> Result<(), Error> {
    let mut query = conn.prepare_cached(sql)?;
    let columns = query.column_count();
    let mut rows = query.query(params![])?;
    while let Some(row) = rows.next()? {
        let mut hasher = blake3::Hasher::new();
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Null => drop(hasher.update(b"n")),
                ValueRef::Integer(value) => drop(hasher.update(b"i").update(&value.to_le_bytes())),
                ValueRef::Real(value) => drop(hasher.update(b"r").update(&value.to_le_bytes())),
                ValueRef::Text(value) | ValueRef::Blob(value) => {
                    hasher.update(b"b").update(&(value.len() as u64).to_le_bytes()).update(value);
                }
            }
        }
        let mut hash = [0; 16];
        hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        sum.rows += 1;
        sum.hashes = sum.hashes.wrapping_add(u128::from_le_bytes(hash));
    }
    Ok(())
}
