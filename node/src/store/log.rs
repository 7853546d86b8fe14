//! Entries and their private parts as rows. Knows nothing of views and neighbours.

use crate::error::Error;
use daiban_shared::entry::Entry;
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, DocKind, FeedId, Hash, Millis, NodeId, SiteId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeMap;

/// Where a private part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateState {
    /// In this store.
    Here = 0,
    /// It has not arrived; asked for again.
    Missing = 1,
    /// What arrived does not fit the head; asked for again.
    Refused = 2,
    /// Let go by this machine alone, after the case was closed.
    Dropped = 3,
    /// Erased everywhere.
    Erased = 4,
}

impl PrivateState {
    fn of(number: i64) -> Self {
        match number {
            0 => Self::Here,
            2 => Self::Refused,
            3 => Self::Dropped,
            4 => Self::Erased,
            _ => Self::Missing,
        }
    }

    /// The word in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Dropped => "dropped",
            Self::Erased => "erased",
        }
    }
}

/// A private part as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivatePart {
    /// Where it is.
    pub state: PrivateState,
    /// Before the bytes in the hash; zeros unless here.
    pub salt: [u8; 16],
    /// Encoded `Private`; empty unless here.
    pub bytes: Vec<u8>,
}

impl PrivatePart {
    /// A part that is not here, and why.
    pub fn absent(state: PrivateState) -> Self {
        Self { state, salt: [0; 16], bytes: Vec::new() }
    }
}

/// An entry with its position here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Position in this store.
    pub pos: i64,
    /// The neighbour it came from; none = written here.
    pub from: Option<SiteId>,
    /// The entry.
    pub entry: Entry,
}

/// A document with what the views need of each entry beside it.
#[derive(Debug, Default)]
pub struct Document {
    /// Its number here; none = no entry of it is here.
    pub id: Option<i64>,
    /// In the order of arrival.
    pub entries: Vec<Entry>,
    /// Where each of them lies, in the same order.
    pub places: Vec<Place>,
    /// Index by hash; of an entry that lies here twice, the newest.
    by_hash: BTreeMap<Hash, usize>,
}

/// Where an entry lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Position in this store.
    pub pos: i64,
    /// The neighbour it came from; none = written here.
    pub from: Option<SiteId>,
    /// Its private part; none = its head names none.
    pub part: Option<PrivateState>,
    /// When it was stored here.
    pub received_at: Millis,
}

impl Document {
    /// Reads it. Errors: a head is damaged.
    pub fn read(conn: &Connection, doc: DocId) -> Result<Self, Error> {
        let sql = "SELECT entry.pos, entry.origin, head, private.state, doc.id, received_at FROM doc CROSS JOIN entry ON entry.doc = doc.id \
                   LEFT JOIN private ON private.pos = entry.pos WHERE doc.name = ?1 ORDER BY entry.pos";
        let mut query = conn.prepare_cached(sql)?;
        let mut rows = query.query([&doc.0[..]])?;
        let mut out = Self::default();
        while let Some(row) = rows.next()? {
            let StoredEntry { pos, from, entry } = stored(row)?;
            let part: Option<i64> = row.get(3)?;
            out.push(
                row.get(4)?,
                entry,
                Place { pos, from, part: part.map(PrivateState::of), received_at: row.get::<_, i64>(5)? as Millis },
            );
        }
        Ok(out)
    }

    /// An entry was stored behind the others.
    pub fn push(&mut self, id: i64, entry: Entry, place: Place) {
        self.id = Some(id);
        self.by_hash.insert(entry.hash, self.entries.len());
        self.entries.push(entry);
        self.places.push(place);
    }

    /// The entry with this hash, and where it lies.
    pub fn find(&self, hash: Hash) -> Option<(&Entry, Place)> {
        let at = *self.by_hash.get(&hash)?;
        Some((&self.entries[at], self.places[at]))
    }
}

/// All entries of a document in the order of arrival.
pub fn entries_of(conn: &Connection, doc: DocId) -> Result<Vec<StoredEntry>, Error> {
    let sql =
        "SELECT pos, entry.origin, head FROM entry JOIN doc ON doc.id = entry.doc WHERE doc.name = ?1 ORDER BY pos";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query([&doc.0[..]])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(stored(row)?);
    }
    Ok(out)
}

/// The entries at a position of a feed; more than one proves a copied machine.
pub fn by_feed(conn: &Connection, feed: FeedId, n: u64) -> Result<Vec<StoredEntry>, Error> {
    let mut query = conn.prepare_cached("SELECT id FROM feed WHERE name = ?1")?;
    let id: Option<i64> = query.query_row([&feed.0[..]], |row| row.get(0)).optional()?;
    id.map_or(Ok(Vec::new()), |id| by_feed_id(conn, id, n))
}

/// As `by_feed`, by the feed's number here.
pub fn by_feed_id(conn: &Connection, feed: i64, n: u64) -> Result<Vec<StoredEntry>, Error> {
    let mut query =
        conn.prepare_cached("SELECT pos, origin, head FROM entry WHERE feed = ?1 AND n = ?2 ORDER BY pos")?;
    let mut rows = query.query(params![feed, n as i64])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(stored(row)?);
    }
    Ok(out)
}

/// An entry of a document by its hash.
pub fn by_hash(conn: &Connection, doc: DocId, hash: Hash) -> Result<Option<StoredEntry>, Error> {
    // Within one document there are a dozen entries: an index on the random hash would cost more than it saves.
    Ok(entries_of(conn, doc)?.into_iter().find(|stored| stored.entry.hash == hash))
}

/// The entry at a position.
pub fn by_pos(conn: &Connection, pos: i64) -> Result<Option<StoredEntry>, Error> {
    let mut query = conn.prepare_cached("SELECT pos, origin, head FROM entry WHERE pos = ?1")?;
    let mut rows = query.query([pos])?;
    rows.next()?.map(stored).transpose()
}

/// The private part of the entry at a position; none = its head names none.
pub fn private_of(conn: &Connection, pos: i64) -> Result<Option<PrivatePart>, Error> {
    let mut query = conn.prepare_cached("SELECT state, salt, bytes FROM private WHERE pos = ?1")?;
    let part = query.query_row([pos], |row| {
        let salt: Option<Vec<u8>> = row.get(1)?;
        let bytes: Option<Vec<u8>> = row.get(2)?;
        let salt = salt.and_then(|salt| salt.try_into().ok()).unwrap_or([0; 16]);
        Ok(PrivatePart { state: PrivateState::of(row.get(0)?), salt, bytes: bytes.unwrap_or_default() })
    });
    Ok(part.optional()?)
}

/// The newest position.
pub fn newest_pos(conn: &Connection) -> Result<i64, Error> {
    Ok(conn.prepare_cached("SELECT coalesce(max(pos), 0) FROM entry")?.query_row([], |row| row.get(0))?)
}

/// The newest witness entry of one place's machine about another: a parent's word on what it has of its child.
pub fn newest_witness(
    conn: &Connection,
    site: SiteId,
    by: SiteId,
    directory: &Directory,
) -> Result<Option<Entry>, Error> {
    let sql = "SELECT pos, entry.origin, head FROM doc CROSS JOIN entry ON doc.id = entry.doc \
               WHERE doc.name BETWEEN ?1 AND ?2 ORDER BY pos DESC";
    let first = DocId::for_month(DocKind::Witness, site, 0, 0);
    let mut last = first;
    last.0[5..].fill(0xff);
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params![&first.0[..], &last.0[..]])?;
    while let Some(row) = rows.next()? {
        let entry = stored(row)?.entry;
        if directory.author(entry.node()).is_some_and(|(author, _)| author == by) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// Hash of the last own entry in this role, over all feeds of the machine.
pub fn last_own(conn: &Connection, node: NodeId, role: u8) -> Result<Option<Hash>, Error> {
    let sql = "SELECT entry.pos, entry.origin, entry.head FROM feed JOIN entry ON entry.feed = feed.id \
               WHERE feed.node = ?1 AND feed.role = ?2 ORDER BY feed.generation DESC, entry.n DESC, entry.pos DESC LIMIT 1";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params![&node.0[..], role])?;
    Ok(rows.next()?.map(stored).transpose()?.map(|stored| stored.entry.hash))
}

/// The number of a document here; made when it is new.
pub fn doc_id(conn: &Connection, doc: DocId) -> Result<i64, Error> {
    if let Some(id) = known_doc(conn, doc)? {
        return Ok(id);
    }
    conn.prepare_cached("INSERT INTO doc (name, kind, origin) VALUES (?1, ?2, ?3)")?.execute(params![
        &doc.0[..],
        doc.0[0],
        doc.origin().0
    ])?;
    Ok(conn.last_insert_rowid())
}

/// The number of a document, if it is here.
pub fn known_doc(conn: &Connection, doc: DocId) -> Result<Option<i64>, Error> {
    let mut query = conn.prepare_cached("SELECT id FROM doc WHERE name = ?1")?;
    Ok(query.query_row([&doc.0[..]], |row| row.get(0)).optional()?)
}

/// The number of a feed here; made when it is new.
pub fn feed_id(conn: &Connection, feed: FeedId, role: u8) -> Result<i64, Error> {
    let mut query = conn.prepare_cached("SELECT id FROM feed WHERE name = ?1")?;
    if let Some(id) = query.query_row([&feed.0[..]], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    conn.prepare_cached("INSERT INTO feed (name, node, generation, role) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![&feed.0[..], &feed.node().0[..], feed.generation(), role])?;
    Ok(conn.last_insert_rowid())
}

/// Writes the row of a private part beside a new entry.
pub fn put_private(conn: &Connection, pos: i64, part: &PrivatePart) -> Result<(), Error> {
    save_private(conn, "INSERT INTO private (pos, state, salt, bytes) VALUES (?1, ?2, ?3, ?4)", pos, part)
}

/// Writes the row of a private part that has come at last.
pub fn refill_private(conn: &Connection, pos: i64, part: &PrivatePart) -> Result<(), Error> {
    save_private(conn, "UPDATE private SET state = ?2, salt = ?3, bytes = ?4 WHERE pos = ?1", pos, part)
}

fn save_private(conn: &Connection, sql: &str, pos: i64, part: &PrivatePart) -> Result<(), Error> {
    let here = part.state == PrivateState::Here;
    let (salt, bytes) = (here.then_some(&part.salt[..]), here.then_some(&part.bytes[..]));
    conn.prepare_cached(sql)?.execute(params![pos, part.state as i64, salt, bytes])?;
    Ok(())
}

/// A row of (pos, origin, head). Errors: the head is damaged.
pub fn stored(row: &Row<'_>) -> Result<StoredEntry, Error> {
    let pos = row.get(0)?;
    let from: Option<u32> = row.get(1)?;
    let head = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
    let entry = Entry::trusted(head).map_err(|why| Error::Damaged { pos, why: why.to_string() })?;
    Ok(StoredEntry { pos, from: from.map(SiteId), entry })
}
