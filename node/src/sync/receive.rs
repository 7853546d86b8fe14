//! Takes frames of a neighbour: checks them on every core outside the writer, then commits them slice by slice, each with
//! the cursor that covers it. Bytes that are no entry are counted and passed over; nothing signed is dropped.

use crate::error::Error;
use crate::join::requests;
use crate::node::Node;
use crate::store::{self, Cursor, Priority, PrivateIn, Tx};
use crate::sync::frame::{self, BadFrame, Row};
use crate::sync::message::Part;
use crate::sync::{receipt, witness};
use daiban_shared::day::Day;
use daiban_shared::entry::{Entry, Net, NotAnEntry, Verdict, well_formed};
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, DocKind, FeedId, SiteId};
use minicbor::bytes::ByteVec;

/// Received entries in one transaction: people wait behind it for about 0.15 s (docs/adr/0004).
const SLICE_ENTRIES_MAX: usize = 1_000;
/// Fewer rows than this are checked faster by one core than two are woken.
const SPLIT_ROWS_MIN: usize = 64;

/// Who the neighbour is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct From {
    /// Its place.
    pub site: SiteId,
    /// It stands below.
    pub is_child: bool,
}

/// What became of a message's frames.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Entries that were not here yet.
    pub new: u64,
    /// Bytes that were no entry.
    pub refused: u64,
    /// A frame could not be read: send it without references.
    pub is_unreadable: bool,
    /// Feeds of the neighbour's subtree that grew, with something other than witness entries.
    pub grown: Vec<(FeedId, u64)>,
    /// Something other than witness entries is new.
    pub has_news: bool,
}

struct Checked {
    verdict: Result<Box<Entry>, NotAnEntry>,
    private: PrivateIn,
    cursor: Cursor,
}

/// Takes frames in order. Those that do not begin where we stand are left: the answer names where that is. While the
/// writer commits one frame, the next is unpacked and checked.
pub fn frames(node: &Node, from: From, frames: &[ByteVec]) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut ahead = frames.first().map(|bytes| look(node, bytes, cores));
    for index in 0..frames.len() {
        let looked = match ahead.take() {
            Some(Ok(looked)) => looked,
            Some(Err(why)) => {
                tracing::warn!(site = %from.site, %why, "a frame could not be read");
                taken.is_unreadable = true;
                break;
            }
            None => break,
        };
        let goes_on = std::thread::scope(|scope| {
            // The writer is the slower of the two: one core is left to it.
            let spare = cores.saturating_sub(1).max(1);
            let next = frames.get(index + 1).map(|bytes| scope.spawn(move || look(node, bytes, spare)));
            let goes_on = commit(node, from, looked, &mut taken);
            ahead = next.map(|next| next.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            goes_on
        })?;
        if !goes_on {
            break;
        }
    }
    node.lines().count_refused(taken.refused);
    Ok(taken)
}

/// Takes the public feed while joining: every entry is proved by the root's word before it is stored.
///
/// Errors: something in it is not a public entry of this network.
pub fn public_feed(node: &Node, from: SiteId, frames: &[ByteVec]) -> Result<(), Error> {
    for bytes in frames {
        let looked =
            look(node, bytes, 1).map_err(|why| Error::Other(format!("the directory cannot be read: {why}")))?;
        let entries: Option<Vec<Entry>> =
            looked.rows.into_iter().map(|row| row.verdict.ok().map(|entry| *entry)).collect();
        let entries = entries.filter(|entries| entries.iter().all(|entry| entry.head.doc == DocId::PUBLIC));
        let (Some(entries), true) = (entries, looked.late.is_empty()) else {
            return Err(Error::Other("the directory is not signed by this network's district".into()));
        };
        node.store().write(Priority::Peers, move |tx| {
            entries.into_iter().try_for_each(|entry| tx.receive(entry, PrivateIn::None, from).map(|_| ()))
        })?;
    }
    Ok(())
}

/// A frame whose rows were checked, as far as their signers are known.
struct Looked {
    from: Cursor,
    rows: Vec<Checked>,
    /// Rows whose signer was not known when they were looked at.
    late: Vec<Row>,
}

fn look(node: &Node, bytes: &[u8], cores: usize) -> Result<Looked, BadFrame> {
    let frame = frame::unpack(bytes)?;
    let (rows, late) = check(frame.rows, node.identity().net(), &node.store().directory(), cores);
    Ok(Looked { from: frame.from, rows, late })
}

/// Commits what lies behind our cursor; false = what follows cannot be taken now.
fn commit(node: &Node, from: From, looked: Looked, taken: &mut Taken) -> Result<bool, Error> {
    let stands = node.store().read(|conn| store::neighbour(conn, from.site))?.map(|neighbour| neighbour.taken);
    let stands = stands.unwrap_or_default();
    let rows = match behind(looked.from, looked.rows, stands) {
        Some(rows) => rows,
        None if looked.late.is_empty() => return Ok(true),
        None => return Ok(false),
    };
    let end = rows.last().map_or(stands, |row| row.cursor);
    if !slices(node, from, stands, rows, taken)? {
        return Ok(false);
    }
    if looked.late.is_empty() {
        return Ok(true);
    }
    // The frame before this one may have brought their signers.
    let (rows, late) = check(looked.late, node.identity().net(), &node.store().directory(), 1);
    if let Some(first) = late.first()
        && let Verdict::Later(why) = well_formed(&first.bytes, node.identity().net(), &*node.store().directory())
    {
        tracing::warn!(row = first.cursor.fseq, site = %from.site, %why, "an entry cannot be taken yet; it is sent again");
    }
    Ok(slices(node, from, end, rows, taken)? && late.is_empty())
}

/// The rows behind our cursor; none if the frame does not lead on from it.
fn behind(from: Cursor, rows: Vec<Checked>, stands: Cursor) -> Option<Vec<Checked>> {
    if from == stands {
        return Some(rows);
    }
    // After a lost answer the sender repeats what we have: the chain says that it is the same stretch.
    let place = rows.iter().position(|row| row.cursor == stands)?;
    Some(rows.into_iter().skip(place + 1).collect())
}

/// Checks every row; stops before the first whose signer is not known here yet and gives that and all behind it back.
fn check(mut rows: Vec<Row>, net: Net, directory: &Directory, cores: usize) -> (Vec<Checked>, Vec<Row>) {
    let mut verdicts = verdicts(&rows, net, directory, cores);
    let mut directory = learned(directory, &verdicts);
    // Public entries of this frame name the signers of others: look again while they bring somebody new.
    while let Some(grown) = directory.take() {
        let again: Vec<usize> = (0..rows.len()).filter(|at| matches!(verdicts[*at], Verdict::Later(_))).collect();
        let mut is_learned = false;
        let mut next = grown;
        for at in again {
            let verdict = well_formed(&rows[at].bytes, net, &next);
            if let Verdict::Entry(entry) = &verdict
                && entry.head.doc.kind() == DocKind::Public
            {
                next.push(entry);
                is_learned = true;
            }
            verdicts[at] = verdict;
        }
        directory = is_learned.then_some(next);
    }
    let late = verdicts.iter().position(|verdict| matches!(verdict, Verdict::Later(_))).unwrap_or(rows.len());
    let late = rows.split_off(late);
    let mut checked = Vec::with_capacity(rows.len());
    for (row, verdict) in rows.into_iter().zip(verdicts) {
        let verdict = match verdict {
            Verdict::Entry(entry) => Ok(entry),
            Verdict::NotAnEntry(why) => Err(why),
            Verdict::Later(_) => break,
        };
        checked.push(Checked { verdict, private: row.private, cursor: row.cursor });
    }
    (checked, late)
}

/// A directory with the public entries among these; none if nobody waits for one.
fn learned(known: &Directory, verdicts: &[Verdict]) -> Option<Directory> {
    if !verdicts.iter().any(|verdict| matches!(verdict, Verdict::Later(_))) {
        return None;
    }
    let mut own = known.clone();
    for verdict in verdicts {
        if let Verdict::Entry(entry) = verdict
            && entry.head.doc.kind() == DocKind::Public
        {
            own.push(entry);
        }
    }
    Some(own)
}

fn verdicts(rows: &[Row], net: Net, directory: &Directory, cores: usize) -> Vec<Verdict> {
    let all =
        |rows: &[Row]| -> Vec<Verdict> { rows.iter().map(|row| well_formed(&row.bytes, net, directory)).collect() };
    if rows.len() < SPLIT_ROWS_MIN || cores == 1 {
        return all(rows);
    }
    let share = rows.len().div_ceil(cores);
    std::thread::scope(|scope| {
        let others: Vec<_> = rows.chunks(share).skip(1).map(|rows| scope.spawn(move || all(rows))).collect();
        let mut out = all(&rows[..share]);
        for other in others {
            match other.join() {
                Ok(part) => out.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        out
    })
}

/// Commits slices; false if the cursor has moved meanwhile (another request of the same neighbour was faster).
fn slices(node: &Node, from: From, stands: Cursor, rows: Vec<Checked>, taken: &mut Taken) -> Result<bool, Error> {
    let mut stands = stands;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let slice: Vec<Checked> = rows.by_ref().take(SLICE_ENTRIES_MAX).collect();
        let end = slice.last().map_or(stands, |row| row.cursor);
        let Some(done) = node.store().write(Priority::Peers, move |tx| slice_job(tx, from, stands, slice))? else {
            return Ok(false);
        };
        stands = end;
        taken.new += done.new;
        taken.refused += done.refused;
        taken.has_news |= done.has_news;
        taken.grown.extend(done.grown);
    }
    Ok(true)
}

fn slice_job(tx: &mut Tx<'_>, from: From, stands: Cursor, slice: Vec<Checked>) -> Result<Option<Taken>, Error> {
    let neighbour = store::neighbour(tx.conn(), from.site)?;
    if neighbour.is_none_or(|neighbour| neighbour.taken != stands) {
        return Ok(None);
    }
    let mut done = Taken::default();
    let mut feeds: Vec<FeedId> = Vec::new();
    let mut asked: Vec<Entry> = Vec::new();
    let mut end = stands;
    for row in slice {
        end = row.cursor;
        let entry = match row.verdict {
            Ok(entry) => *entry,
            Err(why) => {
                done.refused += 1;
                note_refused(tx, from.site, why)?;
                continue;
            }
        };
        if feeds.last() != Some(&entry.head.feed) {
            feeds.push(entry.head.feed);
        }
        done.has_news |= entry.head.doc.kind() != DocKind::Witness;
        if entry.head.doc.kind() == DocKind::Request {
            asked.push(entry.clone());
        }
        if let store::Received::New(_) = tx.receive(entry, row.private, from.site)? {
            done.new += 1;
        }
    }
    for entry in asked {
        requests::settle(tx, &entry)?;
    }
    if from.is_child {
        done.grown = receipt::advance(tx, from.site, feeds)?;
    }
    tx.set_in_cursor(from.site, end)?;
    Ok(Some(done))
}

fn note_refused(tx: &Tx<'_>, site: SiteId, why: NotAnEntry) -> Result<(), Error> {
    tracing::warn!(%site, %why, "received bytes are not an entry");
    // One row a day: a neighbour that sends nonsense for weeks must not fill the disk.
    let sql = "INSERT INTO refused (site, day, count, why) VALUES (?1, ?2, 1, ?3) \
               ON CONFLICT DO UPDATE SET count = count + 1, why = excluded.why";
    tx.conn().prepare_cached(sql)?.execute((site.0, Day::of(tx.now()).0, why.to_string()))?;
    Ok(())
}

/// Takes private parts that were asked for: each has to fit a head that is here.
pub fn parts(node: &Node, from: From, parts: Vec<Part>) -> Result<(), Error> {
    if parts.is_empty() {
        return Ok(());
    }
    let grown = node.store().write(Priority::Peers, move |tx| {
        let mut feeds = Vec::new();
        for part in parts {
            let mut bytes = part.salt.to_vec();
            bytes.extend_from_slice(&part.bytes);
            for stored in store::by_feed(tx.conn(), part.feed, part.n)? {
                let private = frame::arrived(stored.entry.head.private, Some(bytes.clone()));
                if matches!(private, PrivateIn::Here { .. }) {
                    tx.receive(stored.entry, private, from.site)?;
                    feeds.push(part.feed);
                }
            }
        }
        if !from.is_child {
            return Ok(Vec::new());
        }
        let grown = receipt::advance(tx, from.site, feeds)?;
        if !grown.is_empty() {
            witness::mark_news(tx, from.site)?;
        }
        Ok(grown)
    })?;
    node.lines().child(from.site, |caller| caller.grown.extend(grown));
    Ok(())
}
