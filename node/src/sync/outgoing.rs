//! What goes into a message: the next stretch of an outbox, private parts that were asked for, and those we lack.

use crate::error::Error;
use crate::store::{self, Cursor, OutRow, PrivateState};
use crate::sync::frame::{self, FRAME_BYTES_MAX, FRAME_ENTRIES_MAX};
use crate::sync::message::Part;
use crate::sync::receive::From;
use daiban_shared::id::{DocId, DocKind, FeedId, Millis, SiteId};
use daiban_shared::kind::FeedEnd;
use minicbor::bytes::ByteVec;
use rusqlite::Connection;

/// The least that a message carries, however slow the line: one form with its words.
pub const ROOM_BYTES_MIN: usize = 16 * 1024;
/// The most in one message: four full frames and a short one stay below the door's 8 MB in the worst case.
pub const ROOM_BYTES_MAX: usize = 4 * FRAME_BYTES_MAX;
/// Entries in the first frame of a long message: while the writer commits it, the others are being checked.
const FIRST_ENTRIES: usize = 250;
/// Public entries in one frame for a joining machine: at 8 KB each they stay below what a frame may unpack to.
const PUBLIC_FRAME_ENTRIES: usize = 200;
/// Private parts in one message.
const PARTS_MAX: usize = 20;
/// Between two requests for private parts that the neighbour may not have either.
const LACKS_EVERY_MS: Millis = 10 * 60 * 1000;

/// A stretch of an outbox, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins.
    pub from: Cursor,
    /// Where it ends.
    pub end: Cursor,
    /// Without references to earlier entries of a frame.
    pub plain: bool,
    /// What it was allowed to take, before compression.
    pub room: usize,
    /// Its frames, in order.
    pub frames: Vec<ByteVec>,
}

/// Packs the outbox behind this cursor, up to `room` bytes before compression.
pub fn stretch(conn: &Connection, to: SiteId, from: Cursor, room: usize, plain: bool) -> Result<Stretch, Error> {
    let room = room.clamp(ROOM_BYTES_MIN, ROOM_BYTES_MAX);
    let mut out = Stretch { from, end: from, plain, room, frames: Vec::new() };
    let mut left = room;
    while left > 0 {
        let rows = store::rows_after(conn, to, out.end.fseq, FRAME_ENTRIES_MAX, left.min(FRAME_BYTES_MAX))?;
        let bytes: usize = rows
            .iter()
            .map(|row| row.entry.bytes.len() + row.private.as_ref().map_or(0, |part| part.bytes.len()))
            .sum();
        let is_long = rows.len() == FRAME_ENTRIES_MAX || bytes > FRAME_BYTES_MAX / 2;
        let first = if out.frames.is_empty() && is_long { FIRST_ENTRIES.min(rows.len()) } else { 0 };
        for rows in [&rows[..first], &rows[first..]] {
            let Some(last) = rows.last() else { continue };
            out.frames.push(frame::pack(out.end, rows, plain).into());
            out.end = last.cursor;
        }
        if rows.is_empty() {
            break;
        }
        left = left.saturating_sub(bytes.max(1));
    }
    Ok(out)
}

/// The whole public feed as frames of its own, for a machine that joins: before it knows the directory, its own row
/// included, it can sign nothing and read nothing else.
pub fn public_feed(conn: &Connection) -> Result<Vec<ByteVec>, Error> {
    let mut from = Cursor::default();
    let mut out = Vec::new();
    for stored in store::entries_of(conn, DocId::PUBLIC)?.chunks(PUBLIC_FRAME_ENTRIES) {
        let mut cursor = from;
        let rows: Vec<OutRow> = stored
            .iter()
            .map(|stored| {
                cursor = Cursor { fseq: cursor.fseq + 1, chain: frame::chain_after(cursor.chain, stored.entry.hash) };
                OutRow { cursor, pos: stored.pos, entry: stored.entry.clone(), private: None }
            })
            .collect();
        out.push(frame::pack(from, &rows, false).into());
        from = cursor;
    }
    Ok(out)
}

/// The asked private parts that are here and that the neighbour may see.
pub fn parts(conn: &Connection, to: From, asked: &[FeedEnd]) -> Result<Vec<Part>, Error> {
    let mut out = Vec::new();
    for end in asked.iter().take(PARTS_MAX) {
        for stored in store::by_feed(conn, end.feed, end.n)? {
            let doc = stored.entry.head.doc;
            // A place below gets parts of its own cases only, whatever it asks for.
            if to.is_child && !(doc.kind() == DocKind::Case && is_interested(conn, doc, to.site)?) {
                continue;
            }
            if let Some(part) = store::private_of(conn, stored.pos)?.filter(|part| part.state == PrivateState::Here) {
                out.push(Part { feed: end.feed, n: end.n, salt: part.salt, bytes: part.bytes });
            }
        }
    }
    Ok(out)
}

/// Heads that came from this neighbour without their private part, to be asked for again.
pub fn lacks(conn: &Connection, from: SiteId, asked_at: Millis, now: Millis) -> Result<Vec<FeedEnd>, Error> {
    if asked_at != 0 && now < asked_at.saturating_add(LACKS_EVERY_MS) {
        return Ok(Vec::new());
    }
    let mut statement = conn.prepare_cached(
        "SELECT feed.name, entry.n FROM private JOIN entry ON entry.pos = private.pos JOIN feed ON feed.id = entry.feed
         WHERE private.state IN (1, 2) AND entry.origin = ?1 LIMIT ?2",
    )?;
    let rows = statement.query_map((from.0, PARTS_MAX as i64), |row| {
        Ok(FeedEnd { feed: FeedId(row.get(0)?), n: row.get::<_, i64>(1)? as u64 })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn is_interested(conn: &Connection, doc: DocId, child: SiteId) -> Result<bool, Error> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM interest JOIN doc ON doc.id = interest.doc WHERE doc.name = ?1 AND child = ?2)";
    Ok(conn.prepare_cached(sql)?.query_row((&doc.0[..], child.0), |row| row.get(0))?)
}
