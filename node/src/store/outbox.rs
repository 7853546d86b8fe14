//! One chained outbox per neighbour, the same in both directions: every entry that did not come from the neighbour and
//! concerns it, in commit order. Both sides know a position and a chain; if either does not know the other's, both rebuild
//! from the store and start at 0, and what is known is skipped. Knows nothing of messages.

use super::log::{self, PrivatePart};
use crate::error::Error;
use daiban_shared::entry::Entry;
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, DocKind, Hash, SiteId};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// How far an outbox is known: position and chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Position, 0 = nothing yet.
    pub fseq: u64,
    /// First 16 bytes of BLAKE3(chain before ‖ hash of the entry); zeros at 0.
    pub chain: [u8; 16],
}

impl Cursor {
    /// The cursor after one more entry.
    pub fn after(self, hash: Hash) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.chain).update(&hash.0);
        let mut chain = [0; 16];
        chain.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self { fseq: self.fseq + 1, chain }
    }
}

/// A neighbour and both cursors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Its place.
    pub site: SiteId,
    /// It stands above.
    pub is_parent: bool,
    /// End of the outbox for it.
    pub out: Cursor,
    /// What it has acknowledged.
    pub base: Cursor,
    /// What this node has of its outbox.
    pub taken: Cursor,
}

impl Neighbour {
    /// How many rows it has not acknowledged.
    pub fn pending(&self) -> u64 {
        self.out.fseq - self.base.fseq
    }
}

/// One row of an outbox with its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutRow {
    /// Cursor after this row.
    pub cursor: Cursor,
    /// Position in this store.
    pub pos: i64,
    /// The entry.
    pub entry: Entry,
    /// Its private part; none = its head names none.
    pub private: Option<PrivatePart>,
}

const NEIGHBOUR_SQL: &str =
    "SELECT site, is_parent, out_fseq, out_chain, base_fseq, base_chain, in_fseq, in_chain FROM neighbour";

/// A neighbour by its place.
pub fn neighbour(conn: &Connection, site: SiteId) -> Result<Option<Neighbour>, Error> {
    let mut query = conn.prepare_cached(&format!("{NEIGHBOUR_SQL} WHERE site = ?1"))?;
    Ok(query.query_row([site.0], neighbour_row).optional()?)
}

/// Every neighbour, by place.
pub fn neighbours(conn: &Connection) -> Result<Vec<Neighbour>, Error> {
    let mut query = conn.prepare_cached(&format!("{NEIGHBOUR_SQL} ORDER BY site"))?;
    let rows = query.query_map([], neighbour_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn neighbour_row(row: &Row<'_>) -> rusqlite::Result<Neighbour> {
    let cursor = |fseq: usize| {
        Ok::<_, rusqlite::Error>(Cursor { fseq: row.get::<_, i64>(fseq)? as u64, chain: row.get(fseq + 1)? })
    };
    Ok(Neighbour {
        site: SiteId(row.get(0)?),
        is_parent: row.get(1)?,
        out: cursor(2)?,
        base: cursor(4)?,
        taken: cursor(6)?,
    })
}

/// Whether this cursor lies in the outbox for the neighbour: its acknowledged end, or one of its rows.
pub fn knows(conn: &Connection, site: SiteId, cursor: Cursor) -> Result<bool, Error> {
    if neighbour(conn, site)?.is_some_and(|neighbour| neighbour.base == cursor) {
        return Ok(true);
    }
    let mut query = conn.prepare_cached("SELECT chain FROM outbox WHERE neighbour = ?1 AND fseq = ?2")?;
    let chain: Option<[u8; 16]> = query.query_row(params![site.0, cursor.fseq as i64], |row| row.get(0)).optional()?;
    Ok(chain == Some(cursor.chain))
}

/// The rows behind a position, as many as fit into both bounds (at least one, if there is one).
pub fn rows_after(
    conn: &Connection,
    site: SiteId,
    fseq: u64,
    entries_max: usize,
    bytes_max: usize,
) -> Result<Vec<OutRow>, Error> {
    let sql = "SELECT entry.pos, entry.origin, entry.head, fseq, chain FROM outbox CROSS JOIN entry ON entry.pos = outbox.pos \
               WHERE neighbour = ?1 AND fseq > ?2 ORDER BY fseq LIMIT ?3";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params![site.0, fseq as i64, entries_max as i64])?;
    let mut out = Vec::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let log::StoredEntry { pos, entry, .. } = log::stored(row)?;
        let private = if entry.head.private.is_some() { log::private_of(conn, pos)? } else { None };
        bytes += entry.bytes.len() + private.as_ref().map_or(0, |part| part.bytes.len());
        if bytes > bytes_max && !out.is_empty() {
            break;
        }
        let cursor = Cursor { fseq: row.get::<_, i64>(3)? as u64, chain: row.get(4)? };
        out.push(OutRow { cursor, pos, entry, private });
    }
    Ok(out)
}

/// How many rows the neighbour has not acknowledged.
pub fn pending(conn: &Connection, site: SiteId) -> Result<u64, Error> {
    Ok(neighbour(conn, site)?.map_or(0, |neighbour| neighbour.pending()))
}

/// Whether a document of this kind is sent to the neighbour whatever stands in it; none = cases, by their interest.
pub fn concerns(directory: &Directory, neighbour: &Neighbour, doc: DocId) -> Option<bool> {
    if neighbour.is_parent {
        return Some(true);
    }
    let origin = doc.origin();
    match doc.kind() {
        DocKind::Case | DocKind::Card | DocKind::Inspection | DocKind::Appraisal => None,
        DocKind::Public => Some(true),
        // A town's word on its village is for the village, the district's on the town for town and villages.
        DocKind::Witness => Some(origin == neighbour.site || directory.newest().is_above(origin, neighbour.site)),
        DocKind::Request | DocKind::Own | DocKind::Other(_) => Some(false),
    }
}

/// Whether a case is sent to the place directly below.
pub fn is_interested(conn: &Connection, doc: DocId, child: SiteId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM interest WHERE doc = (SELECT id FROM doc WHERE name = ?1) AND child = ?2)";
    Ok(conn.prepare_cached(sql)?.query_row(params![&doc.0[..], child.0], |row| row.get(0))?)
}

/// Puts an entry at the end of the neighbour's outbox.
pub fn push(conn: &Connection, neighbour: &mut Neighbour, pos: i64, hash: Hash) -> Result<(), Error> {
    neighbour.out = neighbour.out.after(hash);
    conn.prepare_cached("INSERT INTO outbox (neighbour, fseq, chain, pos) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![neighbour.site.0, neighbour.out.fseq as i64, neighbour.out.chain, pos])?;
    Ok(())
}

/// Makes the outbox anew from the store: everything that concerns the neighbour, whoever wrote it and wherever it came
/// from, because a restored neighbour may have lost what it once sent.
pub fn rebuild(conn: &Connection, directory: &Directory, neighbour: &mut Neighbour) -> Result<(), Error> {
    conn.prepare_cached("DELETE FROM outbox WHERE neighbour = ?1")?.execute([neighbour.site.0])?;
    neighbour.out = Cursor::default();
    neighbour.base = Cursor::default();
    let sql = "SELECT pos, entry.origin, head, doc.name FROM entry JOIN doc ON doc.id = entry.doc ORDER BY pos";
    let mut query = conn.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let doc = DocId(row.get(3)?);
        let wanted = match concerns(directory, neighbour, doc) {
            Some(wanted) => wanted,
            None => is_interested(conn, doc, neighbour.site)?,
        };
        if wanted {
            let head = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
            push(conn, neighbour, row.get(0)?, daiban_shared::entry::hash_of(head))?;
        }
    }
    save(conn, neighbour)
}

/// The neighbour has everything up to here: rows behind are pruned. A position that was never sent, or that was sent
/// before the outbox was made anew, changes nothing.
pub fn ack(conn: &Connection, neighbour: &mut Neighbour, to: Cursor) -> Result<(), Error> {
    let mut query = conn.prepare_cached("SELECT chain FROM outbox WHERE neighbour = ?1 AND fseq = ?2")?;
    let chain: Option<[u8; 16]> =
        query.query_row(params![neighbour.site.0, to.fseq as i64], |row| row.get(0)).optional()?;
    if chain != Some(to.chain) {
        return Ok(());
    }
    neighbour.base = to;
    conn.prepare_cached("DELETE FROM outbox WHERE neighbour = ?1 AND fseq <= ?2")?
        .execute(params![neighbour.site.0, to.fseq as i64])?;
    save(conn, neighbour)
}

/// Writes the neighbour's row.
pub fn save(conn: &Connection, neighbour: &Neighbour) -> Result<(), Error> {
    let sql = "INSERT INTO neighbour (site, is_parent, out_fseq, out_chain, base_fseq, base_chain, in_fseq, in_chain) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (site) DO UPDATE SET is_parent = excluded.is_parent, \
               out_fseq = excluded.out_fseq, out_chain = excluded.out_chain, base_fseq = excluded.base_fseq, \
               base_chain = excluded.base_chain, in_fseq = excluded.in_fseq, in_chain = excluded.in_chain";
    conn.prepare_cached(sql)?.execute(params![
        neighbour.site.0,
        neighbour.is_parent,
        neighbour.out.fseq as i64,
        neighbour.out.chain,
        neighbour.base.fseq as i64,
        neighbour.base.chain,
        neighbour.taken.fseq as i64,
        neighbour.taken.chain,
    ])?;
    Ok(())
}
