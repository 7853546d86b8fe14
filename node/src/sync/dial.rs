//! The child's side: makes a message, takes the answer, decides whether to go on at once. `exchange` does it over any
//! line until nothing is left; `run` is the loop of a running program over HTTP.

mod run;

pub use run::run;

use crate::error::Error;
use crate::identity;
use crate::join;
use crate::node::Node;
use crate::store::{self, Cursor, Neighbour, Priority, Tx};
use crate::sync::message::{self, BadMessage, Message, What};
use crate::sync::outgoing::{self, ROOM_BYTES_MAX, ROOM_BYTES_MIN};
use crate::sync::receive::{self, From};
use crate::sync::session::{LineFault, session_of};
use crate::sync::{receipt, recovery, serve};
use daiban_shared::entry::Keys;
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::kind::Heard;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Places are told to the parent when they were heard this much later than told last.
const HEARD_STEP_MS: Millis = 10 * 60 * 1000;
/// A message is aimed at this many seconds of the measured line.
const AIM_S: u64 = 10;
/// Messages without any progress before the line counts as broken and is left alone for a while.
const STANDS_STILL_MAX: u32 = 4;
/// Assumed of a line that was not measured yet: 512 kbit/s.
const BYTES_PER_S_ASSUMED: u64 = 64 * 1024;

/// Name of the moment of the last contact in the table `fact`.
pub const CONTACT_FACT: &str = "last_contact";

/// What to do after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Something is left in either direction: go on at once.
    Again,
    /// Both sides have all there is.
    Quiet,
}

/// Exchanges messages until both sides have everything, or the line fails. `send` gives the parent's answer, or none
/// when the line was cut (before or after the parent took the message).
///
/// Errors: this machine failed; a cut line is no error but `Ok(false)`.
pub fn exchange(node: &Node, mut send: impl FnMut(Vec<u8>) -> Option<Vec<u8>>) -> Result<bool, Error> {
    loop {
        let asked = ask(node, 0)?;
        let Some(answer) = send(asked) else {
            broke(node, LineFault::Down);
            return Ok(false);
        };
        match hear(node, &answer)? {
            Some(Turn::Again) => {}
            Some(Turn::Quiet) => return Ok(true),
            None => return Ok(false),
        }
    }
}

/// As `exchange`, with a parent in the same process.
pub fn exchange_with(child: &Node, parent: &Node) -> Result<bool, Error> {
    let send = |bytes: Vec<u8>| match serve::answer_now(parent, &bytes) {
        serve::Served::Message(answer) => Some(answer),
        serve::Served::Busy { .. } | serve::Served::Refused => None,
    };
    let is_done = exchange(child, send)?;
    if is_done || child.lines().parent().fault != Some(LineFault::NewParent) {
        return Ok(is_done);
    }
    let asked = join::child::ask_directory(child);
    let Some(answer) = join::answer(parent, &asked) else { return Ok(false) };
    join::child::take_directory(child, &answer)?;
    exchange(child, send)
}

/// The place above.
pub fn parent_site(node: &Node) -> Option<SiteId> {
    node.store().directory().newest().site(node.identity().site())?.parent
}

fn parent_of(node: &Node) -> Result<SiteId, Error> {
    parent_site(node).ok_or_else(|| Error::Other("this machine's place has none above it; it dials nobody".into()))
}

/// The next message. `wait_ms` = how long the parent may hold its answer when it has nothing new.
pub fn ask(node: &Node, wait_ms: u32) -> Result<Vec<u8>, Error> {
    let parent = parent_of(node)?;
    if node.store().read(|conn| store::neighbour(conn, parent))?.is_none() {
        node.store().write(Priority::Peers, move |tx| tx.rebuild_outbox(parent, true))?;
    }
    let nonce: [u8; 16] = identity::random()?;
    let mut call = node.lines().parent();
    let what = if call.reset_due { What::Reset } else { What::Talk };
    let mut message = Message::new(node.identity(), None, what, node.clock().now());
    call.counter += 1;
    message.counter = call.counter;
    message.got = call.got;
    message.room = room(call.bytes_per_s);
    match call.session {
        Some(session) => message.session = session,
        None => {
            call.nonce = nonce;
            message.nonce = Some(nonce.to_vec().into());
        }
    }
    let sends = call.session.is_some() && what == What::Talk;
    let have = call.peer_have.filter(|_| sends);
    let (plain, lacks_at) = (call.plain, call.lacks_at);
    message.plain = std::mem::take(&mut call.plain_due);
    let parts_due = if have.is_some() { std::mem::take(&mut call.parts_due) } else { Vec::new() };
    let room = message.room as usize;
    let ahead =
        call.ahead.take().filter(|ahead| Some(ahead.from) == have && ahead.plain == plain && ahead.room <= room);
    let now = message.clock;
    let own = From { site: parent, is_child: false };
    let me = node.identity().site();
    // One reading of the store for all of it: the claim about the places below holds for exactly this end.
    let (neighbour, stretch, heard, parts, lacks) = node.store().read(|conn| {
        let neighbour = store::neighbour(conn, parent)?.ok_or(Error::NotFound)?;
        let stretch = match (ahead, have) {
            (Some(ahead), _) => Some(ahead),
            (None, Some(have)) => Some(outgoing::stretch(conn, parent, have, room, plain)?),
            (None, None) => None,
        };
        let heard = if have.is_some() { heard_news(conn, me, &call.heard_told)? } else { Vec::new() };
        let lacks = if have.is_some() { outgoing::lacks(conn, parent, lacks_at, now)? } else { Vec::new() };
        Ok((neighbour, stretch, heard, outgoing::parts(conn, own, &parts_due)?, lacks))
    })?;
    message = message.with_cursor(neighbour.taken);
    message.end = neighbour.out.fseq;
    message.wait_ms = wait_ms;
    call.end_sent = message.end;
    call.sent_end = stretch.as_ref().map(|stretch| stretch.end).filter(|end| end.fseq < message.end);
    let frames = stretch.map_or_else(Vec::new, |stretch| stretch.frames);
    call.heard_sent = heard.iter().map(|heard| (heard.site, heard.until)).collect();
    if !lacks.is_empty() {
        call.lacks_at = now;
    }
    (message.frames, message.heard, message.parts, message.lacks) = (frames, heard, parts, lacks);
    Ok(message::seal(&message, node.identity()))
}

/// While the parent works on the message in flight: packs what will be sent next, if it takes all of that.
pub fn look_ahead(node: &Node) -> Result<(), Error> {
    let parent = parent_of(node)?;
    let (from, plain, room) = {
        let call = node.lines().parent();
        let Some(from) = call.sent_end else { return Ok(()) };
        (from, call.plain, room(call.bytes_per_s) as usize)
    };
    let ahead = node.store().read(|conn| {
        // A cursor names rows only as long as the outbox was not made anew.
        let stands = store::knows(conn, parent, from)?;
        if stands { outgoing::stretch(conn, parent, from, room, plain).map(Some) } else { Ok(None) }
    })?;
    node.lines().parent().ahead = ahead;
    Ok(())
}

fn room(bytes_per_s: Option<u64>) -> u32 {
    let aimed = bytes_per_s.unwrap_or(BYTES_PER_S_ASSUMED).saturating_mul(AIM_S);
    aimed.clamp(ROOM_BYTES_MIN as u64, ROOM_BYTES_MAX as u64) as u32
}

/// Places below that were heard noticeably later than the parent was told.
fn heard_news(conn: &Connection, me: SiteId, told: &BTreeMap<SiteId, Millis>) -> Result<Vec<Heard>, Error> {
    let mut statement = conn.prepare_cached("SELECT site, until FROM heard WHERE site <> ?1 ORDER BY site")?;
    let rows = statement
        .query_map([me.0], |row| Ok(Heard { site: SiteId(row.get(0)?), until: row.get::<_, i64>(1)? as u64 }))?;
    let all = rows.collect::<Result<Vec<_>, _>>()?;
    let is_news = |heard: &Heard| told.get(&heard.site).is_none_or(|told| heard.until > told + HEARD_STEP_MS);
    Ok(all.into_iter().filter(is_news).collect())
}

/// Takes the parent's answer. None: it was no answer to our message; the line starts again.
pub fn hear(node: &Node, bytes: &[u8]) -> Result<Option<Turn>, Error> {
    let parent = parent_of(node)?;
    let answer = match opened(node, parent, bytes) {
        Ok(answer) => answer,
        Err(fault) => {
            broke(node, fault);
            return Ok(None);
        }
    };
    match answer.what {
        What::NewSession => return Ok(new_session(node, &answer)),
        What::Reset => {
            let had = answer.cursor();
            let own =
                node.store().read(|conn| Ok((store::neighbour(conn, parent)?, store::knows(conn, parent, had)?)))?;
            start_again(node, parent, !own.1 && serve::lies_beyond(own.0.as_ref(), had))?;
            let mut call = node.lines().parent();
            (call.peer_have, call.reset_due) = (Some(Cursor::default()), false);
            return Ok(Some(Turn::Again));
        }
        What::Talk => {}
    }
    let from = From { site: parent, is_child: false };
    if !agree(node, parent, &answer)? {
        return Ok(Some(Turn::Again));
    }
    let before = node.store().read(|conn| store::neighbour(conn, parent))?;
    let acked = answer.cursor();
    let is_acked = before.is_some_and(|neighbour| neighbour.base == acked);
    let taken = receive::frames(node, from, &answer.frames)?;
    receive::parts(node, from, answer.parts.clone())?;
    receipt::take(node, answer.receipts.clone())?;
    note(node, &answer, taken.is_unreadable);
    let neighbour = node.store().read(|conn| store::neighbour(conn, parent))?.ok_or(Error::NotFound)?;
    let is_level = neighbour.taken.fseq >= answer.end && neighbour.out == answer.cursor();
    if !is_acked {
        let prune = move |tx: &mut store::Tx<'_>| tx.ack(parent, acked);
        // With more to send the parent need not wait until the rows behind it are deleted here.
        if is_level {
            node.store().write(Priority::Peers, prune)?
        } else {
            node.store().write_later(Priority::Peers, prune)?
        }
    }
    let mut call = node.lines().parent();
    if is_level && call.parts_due.is_empty() {
        call.stood_still = 0;
        return Ok(Some(Turn::Quiet));
    }
    let stands = (neighbour.taken, answer.cursor());
    call.stood_still = if call.stands == Some(stands) { call.stood_still + 1 } else { 0 };
    call.stands = Some(stands);
    if call.stood_still < STANDS_STILL_MAX {
        return Ok(Some(Turn::Again));
    }
    drop(call);
    tracing::warn!("the exchange with the place above does not get on");
    broke(node, LineFault::BadAnswer);
    Ok(None)
}

/// The answer, if the parent's live machine signed it for our last message.
fn opened(node: &Node, parent: SiteId, bytes: &[u8]) -> Result<Message, LineFault> {
    let directory = node.store().directory();
    let newest = directory.newest();
    let key_of = |from| {
        newest.node(from).filter(|row| row.live && row.site == parent && newest.cut(from).is_none())?;
        directory.signer(from).map(|author| author.key)
    };
    let answer = match message::open(bytes, node.identity(), key_of) {
        Ok(answer) => answer,
        Err(why) => {
            tracing::warn!(%why, "what the place above answered was refused");
            let is_unknown = matches!(why, BadMessage::Sender(_));
            return Err(if is_unknown { LineFault::NewParent } else { LineFault::BadAnswer });
        }
    };
    let mut call = node.lines().parent();
    let is_greeting = answer.what == What::NewSession;
    let fits = answer.counter == call.counter && (is_greeting || call.session == Some(answer.session));
    if !fits {
        return Err(LineFault::BadAnswer);
    }
    if !is_greeting {
        call.lost_sessions = 0;
    }
    Ok(answer)
}

fn new_session(node: &Node, answer: &Message) -> Option<Turn> {
    let mut call = node.lines().parent();
    let nonce = answer.nonce.as_ref().map_or(&[][..], |nonce| nonce.as_slice());
    let had_nonce = call.session.is_none();
    if had_nonce && session_of(&call.nonce, nonce) == answer.session {
        call.session = Some(answer.session);
        (call.counter, call.got) = (0, 0);
        call.heard_told.clear();
        return Some(Turn::Again);
    }
    // The parent was started anew: greet it with a fresh nonce, so that no recorded answer is taken for its own.
    call.session = None;
    call.peer_have = None;
    if had_nonce {
        return None;
    }
    call.lost_sessions += 1;
    if call.lost_sessions < STANDS_STILL_MAX {
        return Some(Turn::Again);
    }
    // A line that doubles or repeats every message takes each new session away at once: both would greet for ever.
    call.lost_sessions = 0;
    drop(call);
    tracing::warn!("the place above forgets every session at once; the line doubles or repeats messages");
    broke(node, LineFault::BadAnswer);
    None
}

/// Brings our outbox to terms with what the parent has of it; false = it has to start again first.
fn agree(node: &Node, parent: SiteId, answer: &Message) -> Result<bool, Error> {
    let have = answer.cursor();
    let (neighbour, knows): (Option<Neighbour>, bool) =
        node.store().read(|conn| Ok((store::neighbour(conn, parent)?, store::knows(conn, parent, have)?)))?;
    if !knows {
        let is_restored = serve::lies_beyond(neighbour.as_ref(), have) && !node.lines().parent().reset_due;
        start_again(node, parent, is_restored)?;
        let mut call = node.lines().parent();
        (call.peer_have, call.reset_due) = (None, true);
        return Ok(false);
    }
    let mut call = node.lines().parent();
    (call.peer_have, call.reset_due) = (Some(have), false);
    Ok(true)
}

fn start_again(node: &Node, parent: SiteId, is_restored: bool) -> Result<(), Error> {
    tracing::warn!("the machines do not know each other's position; both go through everything once");
    node.store().write(Priority::Peers, move |tx| {
        if is_restored {
            recovery::begin(tx)?;
        }
        tx.rebuild_outbox(parent, true)?;
        tx.set_in_cursor(parent, Cursor::default())
    })
}

fn note(node: &Node, answer: &Message, is_unreadable: bool) {
    let now = node.clock().now();
    let mut call = node.lines().parent();
    call.got = answer.counter;
    call.plain = answer.plain;
    call.plain_due = is_unreadable;
    call.parts_due = answer.lacks.clone();
    call.clock_offset_ms =
        i64::try_from(answer.clock).ok().zip(i64::try_from(now).ok()).map(|(theirs, ours)| theirs - ours);
    let sent = std::mem::take(&mut call.heard_sent);
    // With something still pending the parent could not believe what it was told about places below.
    if answer.have >= call.end_sent {
        call.heard_told.extend(sent);
    }
    let was_down = call.fault.take().is_some() || call.last_contact.is_none();
    call.last_contact = Some(now);
    drop(call);
    if was_down {
        node.lines().bump();
    }
}

/// Keeps the moment of the last contact over a restart.
pub fn note_contact(tx: &Tx<'_>, at: Millis) -> Result<(), Error> {
    let sql = "INSERT INTO fact VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
    tx.conn().prepare_cached(sql)?.execute((CONTACT_FACT, at as i64))?;
    Ok(())
}

/// The line failed: what the parent has is asked anew before anything is sent again.
pub fn broke(node: &Node, fault: LineFault) {
    let mut call = node.lines().parent();
    call.peer_have = None;
    call.ahead = None;
    let is_new = call.fault != Some(fault);
    call.fault = Some(fault);
    drop(call);
    if is_new {
        node.lines().bump();
    }
}
