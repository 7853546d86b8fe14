//! The limit that SQLite itself sets: the same bytes, one table, one unique key, the same frames, the same durability.

use anyhow::Result;
use rusqlite::{Connection, params};
use std::path::Path;
use std::time::Instant;

/// Entries in one frame of the protocol.
const FRAME: usize = 2_000;

/// Copies the newest `count` entries of a store into one table; gives entries a second.
pub fn entries_per_second(store: &Path, folder: &Path, count: usize) -> Result<f64> {
    let from = Connection::open(store)?;
    let sql = "SELECT head, coalesce(bytes, x'') FROM entry LEFT JOIN private USING (pos) ORDER BY pos DESC LIMIT ?1";
    let mut statement = from.prepare(sql)?;
    let rows: Vec<(Vec<u8>, Vec<u8>)> =
        statement.query_map([count as i64], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let path = folder.join("raw.db");
    let mut to = Connection::open(&path)?;
    to.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;
        CREATE TABLE raw (hash BLOB PRIMARY KEY, head BLOB NOT NULL, part BLOB NOT NULL) WITHOUT ROWID;",
    )?;
    let begin = Instant::now();
    for frame in rows.chunks(FRAME) {
        let tx = to.transaction()?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO raw VALUES (?1, ?2, ?3)")?;
            for (head, part) in frame {
                insert.execute(params![daiban_shared::entry::hash_of(head).0, head, part])?;
            }
        }
        tx.commit()?;
    }
    let rate = rows.len() as f64 / begin.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}
