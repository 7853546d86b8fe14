//! `rebuild` makes the views anew; `check` reads everything and says what is wrong. Neither deletes or mends an entry: a
//! damaged database is for a person with a backup.

mod compare;

use super::commit::Tx;
use super::{Store, log, project};
use crate::error::Error;
use daiban_shared::entry::{Verdict, private_ref, well_formed};
use rusqlite::{Connection, params};

/// Name of the version of the views in the table `fact`.
const VIEWS_FACT: &str = "views";
/// Faults listed; behind them the disk is gone anyway.
const FAULTS_MAX: usize = 100;

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

impl CheckReport {
    fn fault(&mut self, words: String) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(words);
        }
    }
}

impl Tx<'_> {
    /// Makes every view anew.
    pub(super) fn rebuild_views(&mut self) -> Result<Rebuilt, Error> {
        let (directory, own) = (self.directory(), self.identity().site());
        // What is remembered of the old views would be taken for what stands there.
        self.recent.clear();
        self.loaded.clear();
        let documents = project::rebuild(self.conn, &directory, own)?;
        let sql = "INSERT INTO fact VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.conn.prepare_cached(sql)?.execute(params![VIEWS_FACT, project::VIEWS])?;
        Ok(Rebuilt { documents })
    }
}

/// Whether the views were made by the rules of this version.
pub fn has_present_views(conn: &Connection) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM fact WHERE key = ?1 AND value = ?2)";
    Ok(conn.query_row(sql, params![VIEWS_FACT, project::VIEWS], |row| row.get(0))?)
}

/// Reads everything; changes nothing and lets everybody else go on.
pub fn check(store: &Store) -> Result<CheckReport, Error> {
    let mut report = store.read(|conn| entries(store, conn))?;
    let compared = compare::views(store.path(), store.identity())?;
    report.documents = compared.documents;
    for name in compared.differ {
        report.fault(format!("view {name} differs from the entries; run `daiban rebuild`"));
    }
    Ok(report)
}

fn entries(store: &Store, conn: &Connection) -> Result<CheckReport, Error> {
    let mut report = CheckReport::default();
    // The check of the search index trusts what this connection remembers of it; opening a query makes it look again.
    conn.prepare_cached("SELECT rowid FROM search WHERE search MATCH 'x' LIMIT 1")?.exists([])?;
    let word: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if word != "ok" {
        report.fault(format!("the database file is damaged: {word}; copy the folder and restore it from a backup"));
    }
    let directory = store.directory();
    let mut query = conn.prepare("SELECT pos, head FROM entry ORDER BY pos")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let pos: i64 = row.get(0)?;
        let head = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        report.entries += 1;
        let entry = match well_formed(head, store.identity().net(), directory.as_ref()) {
            Verdict::Entry(entry) => entry,
            Verdict::NotAnEntry(why) => {
                report.fault(format!("entry at position {pos}: {why}"));
                continue;
            }
            Verdict::Later(why) => {
                report.fault(format!("entry at position {pos}: {why}"));
                continue;
            }
        };
        let part = log::private_of(conn, pos)?;
        match (entry.head.private, part) {
            (Some(named), Some(part))
                if part.state == log::PrivateState::Here && private_ref(&part.salt, &part.bytes) != named =>
            {
                report.fault(format!("private part at position {pos} does not fit its head"));
            }
            (Some(_), None) => report.fault(format!("private part at position {pos} has no row")),
            (_, _) => {}
        }
    }
    chains(conn, &mut report)?;
    Ok(report)
}

/// Each outbox ends where its neighbour's row says.
fn chains(conn: &Connection, report: &mut CheckReport) -> Result<(), Error> {
    for neighbour in super::neighbours(conn)? {
        let sql = "SELECT outbox.fseq, outbox.chain, entry.head FROM outbox LEFT JOIN entry USING (pos) WHERE neighbour = ?1 ORDER BY fseq";
        let mut query = conn.prepare(sql)?;
        let mut rows = query.query(params![neighbour.site.0])?;
        let mut end = neighbour.base;
        while let Some(row) = rows.next()? {
            let head: Vec<u8> = row.get(2)?;
            end = end.after(daiban_shared::entry::hash_of(&head));
            let stored = super::Cursor { fseq: row.get::<_, i64>(0)? as u64, chain: row.get(1)? };
            if stored != end {
                report.fault(format!(
                    "outbox for {} is broken at {}; it is made anew at the next contact",
                    neighbour.site, stored.fseq
                ));
                end = stored;
            }
        }
        if end != neighbour.out {
            report.fault(format!("outbox for {} does not end where it should", neighbour.site));
        }
    }
    Ok(())
}
