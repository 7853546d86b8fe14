//! Machines that a place above asks the district to enter (`node_asked`): the district's machine enters them by itself, in
//! the transaction in which the request arrives. A right that somebody asks for waits for a person (`grants`).

use crate::error::Error;
use crate::node::Node;
use crate::store::{self, Draft, Priority, Tx};
use daiban_shared::entry::{Entry, node_message};
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, Hash, NodeId, UserId};
use daiban_shared::kind::{Body, Cut, CutFeed, CutReason, Kind, NodeAsked, NodeRow, Private, Right, Role};
use ed25519_dalek::{Signature, VerifyingKey};

/// Looks at every request that was not looked at yet, e.g. after a restore, or when the clock is right again.
pub fn settle_all(node: &Node) -> Result<(), Error> {
    if !is_district(&node.store().directory(), node.identity()) {
        return Ok(());
    }
    if node.store().is_clock_wrong() {
        return Ok(());
    }
    let docs: Vec<DocId> = node.store().read(|conn| {
        let mut statement = conn.prepare_cached("SELECT name FROM doc WHERE kind = 4")?;
        let rows = statement.query_map([], |row| row.get(0).map(DocId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })?;
    for doc in docs {
        let open: Vec<Entry> = node.store().read(|conn| {
            let stored = store::entries_of(conn, doc)?.into_iter().map(|stored| stored.entry);
            let asks = stored.filter(|entry| entry.body.kind() == Kind::NodeAsked);
            asks.filter_map(|entry| is_open(conn, &entry).map(|open| open.then_some(entry)).transpose()).collect()
        })?;
        if !open.is_empty() {
            node.store().write(Priority::Peers, move |tx| open.iter().try_for_each(|entry| settle(tx, entry)))?;
        }
    }
    Ok(())
}

fn is_district(directory: &daiban_shared::ground::Directory, me: &crate::identity::Identity) -> bool {
    directory.newest().district().is_some_and(|district| district.id == me.site())
}

fn is_open(conn: &rusqlite::Connection, entry: &Entry) -> Result<bool, Error> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM request_done WHERE request = ?1)";
    Ok(conn.prepare_cached(sql)?.query_row([&entry.hash.0[..]], |row| row.get(0))?)
}

/// Enters what this request asks for, once; a request that may not be granted is remembered as looked at. With a wrong clock
/// it stays open: it came in a message with much else, which is kept.
pub fn settle(tx: &mut Tx<'_>, request: &Entry) -> Result<(), Error> {
    if request.head.doc.kind() != DocKind::Request
        || !is_district(&tx.directory(), tx.identity())
        || !is_open(tx.conn(), request)?
        || tx.is_clock_wrong()
    {
        return Ok(());
    }
    let row = if let Body::NodeAsked(asked) = &request.body {
        enrolment(tx, request, asked)
    } else {
        return Ok(());
    };
    let entered = row.is_some();
    if let Some(body) = row {
        // The request names the command: entered twice after a restore, it counts once.
        enter(tx, body, UserId::ZERO, Role::Node, super::grants::answer_of(request.hash))?;
    } else {
        tracing::warn!(request = %request.hash, "a request was not granted");
    }
    note_done(tx, request.hash, entered)
}

/// Remembers that a request was answered.
pub fn note_done(tx: &Tx<'_>, request: Hash, entered: bool) -> Result<(), Error> {
    tx.conn()
        .prepare_cached("INSERT OR IGNORE INTO request_done (request, entered) VALUES (?1, ?2)")?
        .execute((&request.0[..], entered))?;
    Ok(())
}

/// Enters one row into the public feed.
pub fn enter(tx: &mut Tx<'_>, body: Body, by: UserId, role: Role, cmd: CmdId) -> Result<(), Error> {
    let private = Private::default();
    tx.append(Draft { doc: DocId::PUBLIC, body, private, by, role, cmd, part: 0 })?;
    Ok(())
}

/// The machine's row, if the asker stands above its place, the machine itself signed, and no other stands there.
fn enrolment(tx: &Tx<'_>, request: &Entry, asked: &NodeAsked) -> Option<Body> {
    let directory = tx.directory();
    let (asker, _) = directory.author(request.node())?;
    let newest = directory.newest();
    let may = newest.is_above(asker, asked.node.site) && newest.cut(request.node()).is_none();
    (may && is_own_word(asked) && may_stand(newest, &asked.node)).then(|| Body::Node(asked.node.clone()))
}

/// The machine holds its key and asks for this place itself.
pub fn is_own_word(asked: &NodeAsked) -> bool {
    let message = node_message(&asked.node);
    VerifyingKey::from_bytes(&asked.node.key)
        .is_ok_and(|key| key.verify_strict(&message.0, &Signature::from_bytes(&asked.signature)).is_ok())
}

/// A live row for a place that exists and has no other live machine; a cut machine never comes back.
pub fn may_stand(newest: daiban_shared::ground::View<'_>, row: &NodeRow) -> bool {
    let id = NodeId::of_key(&row.key);
    let is_free = newest.live_node(row.site).is_none();
    row.live && is_free && newest.site(row.site).is_some_and(|site| !site.ended) && newest.cut(id).is_none()
}

/// Whether the author of a request stands at the right's one place or above it.
pub fn may_ask(tx: &Tx<'_>, request: &Entry, right: &Right) -> bool {
    let directory = tx.directory();
    let Some((asker, _)) = directory.author(request.node()) else { return false };
    let newest = directory.newest();
    let reaches = right.site.is_some_and(|site| site == asker || newest.is_above(asker, site));
    reaches && newest.cut(request.node()).is_none()
}

/// A machine is lost, stolen or replaced: the district cuts it behind everything of it that is here. Its place is free
/// for another one; what only the lost disk held is lost, and what comes from it later has no effect.
///
/// Errors: this is not the district; there is no such live machine, or it is this one.
pub fn retire(node: &Node, by: UserId, id: NodeId, reason: CutReason) -> Result<(), Error> {
    let cmd = CmdId(crate::identity::random()?);
    node.store().write(Priority::People, move |tx| {
        let directory = tx.directory();
        if !is_district(&directory, tx.identity()) {
            return Err(Error::Other("only the district's machine retires machines; ask its administrator".into()));
        }
        let row = directory.newest().node(id).filter(|row| row.live && id != tx.identity().node()).ok_or(Error::NotFound)?;
        let row = NodeRow { live: false, ..row.clone() };
        let feeds = {
            let sql = "SELECT feed.name, max(entry.n) FROM feed JOIN entry ON entry.feed = feed.id WHERE node = ?1 GROUP BY feed.id";
            let mut statement = tx.conn().prepare_cached(sql)?;
            let rows = statement.query_map([&id.0[..]], |row| {
                Ok(CutFeed { feed: FeedId(row.get(0)?), n: row.get::<_, i64>(1)? as u64 })
            })?;
            rows.collect::<Result<Vec<_>, _>>()?
        };
        enter(tx, Body::Node(row), by, Role::Admin, cmd)?;
        let private = Private::default();
        let body = Body::Cut(Cut { node: id, feeds, reason });
        tx.append(Draft { doc: DocId::PUBLIC, body, private, by, role: Role::Admin, cmd, part: 1 })?;
        Ok(())
    })
}
