//! The parent's side of a message: checks who speaks, takes what came, answers with what is new; with nothing new it
//! holds the answer until there is something.

use crate::error::Error;
use crate::identity;
use crate::node::Node;
use crate::store::{self, Cursor, Neighbour, Priority};
use crate::sync::frame;
use crate::sync::message::{self, Message, What};
use crate::sync::receive::{self, From, Taken};
use crate::sync::session::{Nonce, Told, session_of};
use crate::sync::{self, outgoing, receipt, recovery, witness};
use daiban_shared::entry::Keys;
use daiban_shared::id::{Millis, NodeId, SiteId};
use daiban_shared::kind::Heard;
use std::time::Duration;
use tokio::time::Instant;

/// How long an answer is held: below the 30 s after which common proxies give up.
pub const WAIT_MS_MAX: u32 = 25_000;
/// A message longer than this takes one of the few permits for large ones.
const BULK_BYTES_MIN: usize = 64 * 1024;
/// When a child that found no permit comes again.
const BUSY_S: u32 = 3;
/// A claim "everything up to here" keeps this distance: an entry may be signed a moment before its commit.
const HEARD_MARGIN_MS: Millis = 2_000;
/// How often a silent child's `heard` is written, so that a long poll costs no commit.
const HEARD_STEP_MS: Millis = 60_000;

/// What the HTTP door answers to `POST /sync/v1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    /// 200, `application/cbor`.
    Message(Vec<u8>),
    /// 503 with Retry-After.
    Busy {
        /// When to come again.
        seconds: u32,
    },
    /// 403 without words: not a message of one of our children.
    Refused,
}

/// A message that was taken and waits for its answer.
struct Visit {
    child: SiteId,
    node: NodeId,
    message: Message,
    what: What,
    nonce: Option<Nonce>,
    /// What we had of the child's outbox before both started again.
    had: Cursor,
    has_news: bool,
}

/// Takes a child's message; with nothing new it waits as long as the message asks, 25 s at most.
pub async fn answer(node: &Node, bytes: Vec<u8>) -> Served {
    let permit = if bytes.len() < BULK_BYTES_MIN {
        None
    } else {
        match node.lines().bulk.clone().try_acquire_owned() {
            Ok(permit) => Some(permit),
            Err(_) => return Served::Busy { seconds: BUSY_S },
        }
    };
    let (mut changes, mut news) = (node.store().changes(), node.lines().news());
    let own = node.clone();
    let visit = match tokio::task::spawn_blocking(move || take(&own, &bytes)).await {
        Ok(Ok(Some(visit))) => visit,
        Ok(Ok(None)) => return Served::Refused,
        Ok(Err(why)) => return failed(&why),
        Err(_) => return Served::Busy { seconds: BUSY_S },
    };
    drop(permit);
    let deadline = Instant::now() + Duration::from_millis(u64::from(visit.message.wait_ms.min(WAIT_MS_MAX)));
    while !visit.has_news && !is_news_for(node, &visit).await {
        let woken = tokio::select! {
            changed = changes.changed() => changed.is_ok(),
            changed = news.changed() => changed.is_ok(),
            () = tokio::time::sleep_until(deadline) => false,
        };
        if !woken {
            break;
        }
    }
    let own = node.clone();
    match tokio::task::spawn_blocking(move || reply(&own, &visit)).await {
        Ok(Ok(bytes)) => Served::Message(bytes),
        Ok(Err(why)) => failed(&why),
        Err(_) => Served::Busy { seconds: BUSY_S },
    }
}

/// As `answer`, at once and without waiting; for tests and tools without a runtime.
pub fn answer_now(node: &Node, bytes: &[u8]) -> Served {
    match take(node, bytes).and_then(|visit| visit.map(|visit| reply(node, &visit)).transpose()) {
        Ok(Some(bytes)) => Served::Message(bytes),
        Ok(None) => Served::Refused,
        Err(why) => failed(&why),
    }
}

fn failed(why: &Error) -> Served {
    // Nothing was acknowledged; the child comes again, and by then the operator may have helped.
    tracing::error!(%why, "a message of a place below could not be taken");
    Served::Busy { seconds: BUSY_S }
}

async fn is_news_for(node: &Node, visit: &Visit) -> bool {
    let child = visit.child;
    if node.lines().child(child, |caller| caller.has_words()) {
        return true;
    }
    let pending = node.store().read_async(move |conn| store::pending(conn, child)).await;
    // A store that cannot be read is said by `reply`, at once.
    pending.map_or(true, |pending| pending > 0)
}

/// Checks the sender and takes everything in the message; none = refused.
fn take(node: &Node, bytes: &[u8]) -> Result<Option<Visit>, Error> {
    let Some((child, message)) = greet(node, bytes) else { return Ok(None) };
    let node_id = message.from;
    let had = Cursor::default();
    let mut visit = Visit { child, node: node_id, message, what: What::Talk, nonce: None, had, has_news: false };
    if !is_in_session(node, &visit) {
        visit.what = What::NewSession;
        visit.nonce = Some(identity::random()?);
        visit.has_news = true;
        return Ok(Some(visit));
    }
    if let Some(had) = align(node, &visit)? {
        visit.what = What::Reset;
        visit.had = had;
        visit.has_news = true;
        return Ok(Some(visit));
    }
    let from = From { site: child, is_child: true };
    let taken = receive::frames(node, from, &visit.message.frames)?;
    receive::parts(node, from, std::mem::take(&mut visit.message.parts))?;
    let now = node.clock().now();
    let asks = !visit.message.lacks.is_empty() || visit.message.plain;
    node.lines().child(child, |caller| {
        caller.confirm(visit.message.got);
        if taken.has_news {
            caller.grown.extend(taken.grown.iter().copied());
        }
        caller.plain_due = taken.is_unreadable;
        caller.parts_due = std::mem::take(&mut visit.message.lacks);
        caller.last_heard = Some(now);
    });
    visit.has_news = !visit.message.frames.is_empty() || asks;
    settle(node, &visit, &taken)?;
    Ok(Some(visit))
}

/// Who speaks: the live machine of a place directly below, in our network.
fn greet(node: &Node, bytes: &[u8]) -> Option<(SiteId, Message)> {
    let directory = node.store().directory();
    let message = match message::open(bytes, node.identity(), |from| directory.signer(from).map(|author| author.key)) {
        Ok(message) => message,
        Err(why) => {
            tracing::warn!(%why, "a sync message was refused");
            return None;
        }
    };
    let newest = directory.newest();
    let child = newest.node(message.from).filter(|row| row.live)?.site;
    let is_ours = newest.site(child)?.parent == Some(node.identity().site()) && newest.cut(message.from).is_none();
    is_ours.then_some((child, message))
}

fn is_in_session(node: &Node, visit: &Visit) -> bool {
    let message = &visit.message;
    node.lines().child(visit.child, |caller| {
        if caller.offered.is_some() && caller.offered == Some(message.session) {
            caller.session = caller.offered.take();
            caller.counter = 0;
            caller.sent = None;
        }
        let fits = caller.node == Some(visit.node) && caller.session == Some(message.session);
        // The counter only rises, so a recorded message opens nothing.
        let is_new = message.counter > caller.counter;
        if fits && is_new {
            caller.counter = message.counter;
        }
        fits && is_new
    })
}

/// Brings both outboxes to terms. Where one side did not know the other's cursor, both start at 0: then what we had of
/// the child's outbox before.
fn align(node: &Node, visit: &Visit) -> Result<Option<Cursor>, Error> {
    let (child, have) = (visit.child, visit.message.cursor());
    let stands = node.store().read(|conn| Ok((store::neighbour(conn, child)?, store::knows(conn, child, have)?)))?;
    if let (Some(neighbour), true, false) = (&stands.0, stands.1, visit.message.what == What::Reset) {
        node.lines().child(child, |caller| caller.is_resetting = false);
        if neighbour.base != have {
            node.store().write(Priority::Peers, move |tx| tx.ack(child, have))?;
        }
        return Ok(None);
    }
    let had = stands.0.as_ref().map(|neighbour| neighbour.taken).unwrap_or_default();
    let is_first = stands.0.is_none();
    let was_resetting = node.lines().child(child, |caller| std::mem::replace(&mut caller.is_resetting, true));
    let is_restored =
        visit.message.what == What::Talk && !was_resetting && !stands.1 && lies_beyond(stands.0.as_ref(), have);
    node.store().write(Priority::Peers, move |tx| {
        if is_restored {
            recovery::begin(tx)?;
        }
        tx.rebuild_outbox(child, false)?;
        tx.set_in_cursor(child, Cursor::default())
    })?;
    // A child that never called before has nothing of ours and nothing to start again.
    let is_new = is_first && have == Cursor::default() && visit.message.what == What::Talk;
    Ok((!is_new).then_some(had))
}

/// Whether an unknown cursor names rows that this machine does not have any more: then it was restored from an old copy.
/// One behind the acknowledged end is the neighbour's own loss.
pub(super) fn lies_beyond(neighbour: Option<&Neighbour>, have: Cursor) -> bool {
    have.fseq > 0 && neighbour.is_none_or(|neighbour| have.fseq >= neighbour.base.fseq)
}

/// Notes what this message means besides its entries: up to when the child was heard, and the witness entry if due.
fn settle(node: &Node, visit: &Visit, taken: &Taken) -> Result<(), Error> {
    let child = visit.child;
    let until = visit.message.clock.min(node.clock().now()).saturating_sub(HEARD_MARGIN_MS);
    let end = visit.message.end;
    let below: Vec<Heard> = {
        let directory = node.store().directory();
        let newest = directory.newest();
        visit.message.heard.iter().filter(|heard| newest.is_above(child, heard.site)).cloned().collect()
    };
    let now = node.clock().now();
    let (is_moved, is_due) = node.store().read(|conn| {
        let neighbour = store::neighbour(conn, child)?;
        let is_complete = neighbour.is_some_and(|neighbour| neighbour.taken.fseq == end);
        let before = sync::heard_of(conn, child)?;
        let is_later = before.is_none_or(|before| until >= before.saturating_add(HEARD_STEP_MS));
        let is_awaited = recovery::is_awaited(conn, child)?;
        let is_moved = is_complete && (is_later || is_awaited || taken.has_news || !below.is_empty());
        Ok((is_moved, witness::is_due(conn, child, now)?))
    })?;
    if !is_moved && !is_due && !taken.has_news {
        return Ok(());
    }
    let has_news = taken.has_news;
    node.store().write(Priority::Peers, move |tx| {
        if is_moved {
            store::put_heard(tx.conn(), child, until)?;
            below.iter().try_for_each(|heard| store::put_heard(tx.conn(), heard.site, heard.until.min(now)))?;
            recovery::note_heard(tx, child)?;
        }
        if has_news {
            witness::mark_news(tx, child)?;
        }
        witness::write_due(tx, child)
    })
}

fn reply(node: &Node, visit: &Visit) -> Result<Vec<u8>, Error> {
    let me = node.identity();
    let mut answer = Message::new(me, Some(visit.node), visit.what, node.clock().now());
    answer.session = visit.message.session;
    answer.counter = visit.message.counter;
    if let Some(nonce) = visit.nonce {
        let asked = visit.message.nonce.as_ref().map_or(&[][..], |nonce| nonce.as_slice());
        let session = session_of(asked, &nonce);
        answer.nonce = Some(nonce.to_vec().into());
        answer.session = session;
        node.lines().child(visit.child, |caller| {
            caller.node = Some(visit.node);
            caller.offered = Some(session);
        });
    }
    let child = visit.child;
    let neighbour = node.store().read(|conn| store::neighbour(conn, child))?;
    let has = neighbour.as_ref().map(|neighbour| neighbour.taken).unwrap_or_default();
    // With a reset the child learns what we had: if it does not know that any more, it was restored itself.
    answer = answer.with_cursor(if visit.what == What::Reset { visit.had } else { has });
    answer.end = neighbour.as_ref().map_or(0, |neighbour| neighbour.out.fseq);
    if visit.what != What::Talk {
        return Ok(message::seal(&answer, me));
    }
    let room = usize::try_from(visit.message.room).unwrap_or(frame::FRAME_BYTES_MAX);
    let have = visit.message.cursor();
    let plain = visit.message.plain;
    answer.frames = node.store().read(|conn| outgoing::stretch(conn, child, have, room, plain))?.frames;
    say(node, visit, &mut answer)?;
    Ok(message::seal(&answer, me))
}

/// Words besides entries: receipts, private parts asked for.
fn say(node: &Node, visit: &Visit, answer: &mut Message) -> Result<(), Error> {
    let directory = node.store().directory();
    let child = visit.child;
    let said = node.lines().child(child, |caller| {
        // The child has given this call up and made a newer one: what is told here would count as told and be lost.
        if caller.counter != visit.message.counter {
            return None;
        }
        answer.plain = std::mem::take(&mut caller.plain_due);
        let feeds = caller.grown.iter().map(|(feed, n)| (*feed, *n)).collect();
        caller.sent = Some(Told { counter: visit.message.counter, feeds, relayed: caller.relay.len() });
        Some((caller.grown.clone(), caller.relay.clone(), std::mem::take(&mut caller.parts_due), caller.lacks_at))
    });
    let Some((grown, relay, parts_due, lacks_at)) = said else { return Ok(()) };
    answer.receipts = receipt::sign(node.identity(), &directory, &grown, node.clock().now());
    answer.receipts.extend(relay);
    let now = node.clock().now();
    let (parts, lacks) = node.store().read(|conn| {
        let parts = outgoing::parts(conn, From { site: child, is_child: true }, &parts_due)?;
        Ok((parts, outgoing::lacks(conn, child, lacks_at, now)?))
    })?;
    if !lacks.is_empty() {
        node.lines().child(child, |caller| caller.lacks_at = now);
    }
    (answer.parts, answer.lacks) = (parts, lacks);
    Ok(())
}
