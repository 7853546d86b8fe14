//! Rights (授权) as people give, ask for, answer and end them. The district's machine writes the rows; a request of another
//! place is a document of its own, and the row that answers it names it by its command: entered, or ended from its first
//! day with the reason where the district refused (ADR 0013).

use super::requests;
use crate::cases::command::{self, Given};
use crate::error::Error;
use crate::node::Node;
use crate::store::{self, Draft, Priority, Tx};
use daiban_shared::api::{EndRequest, RightRequest};
use daiban_shared::case::RefusalCode;
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::entry::Entry;
use daiban_shared::id::{CmdId, DocId, DocKind, Hash};
use daiban_shared::kind::{Body, Private, Right, RightAsked, Role};
use rusqlite::Connection;

/// The command under which the district answers a request.
pub fn answer_of(request: Hash) -> CmdId {
    let mut cmd = [0; 16];
    cmd.copy_from_slice(&request.0[..16]);
    CmdId(cmd)
}

/// Every row about a right, as the public feed has them, oldest first.
pub fn rows(conn: &Connection) -> Result<Vec<(Entry, Right)>, Error> {
    let stored = store::entries_of(conn, DocId::PUBLIC)?.into_iter().map(|stored| stored.entry);
    let rows = stored.filter_map(|entry| {
        let right = if let Body::Right(right) = &entry.body { Some(right.clone()) } else { None };
        right.map(|right| (entry, right))
    });
    Ok(rows.collect())
}

/// Requests for a right that are here, oldest first: all of them at the district, elsewhere the own ones.
pub fn asked(conn: &Connection) -> Result<Vec<(Entry, Private, Right)>, Error> {
    let docs: Vec<DocId> = {
        let mut statement = conn.prepare_cached("SELECT name FROM doc WHERE kind = 4 ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get(0).map(DocId))?;
        rows.collect::<Result<_, _>>()?
    };
    let mut out = Vec::new();
    for doc in docs {
        // Only the first entry of a request asks; whatever else lies there is nobody's question.
        let Some(stored) = store::entries_of(conn, doc)?.into_iter().next() else { continue };
        if let Body::RightAsked(asked) = &stored.entry.body {
            let right = asked.right.clone();
            let part = store::private_of(conn, stored.pos)?;
            let private = part.and_then(|part| Private::decode(&part.bytes).ok()).unwrap_or_default();
            out.push((stored.entry, private, right));
        }
    }
    Ok(out)
}

/// `POST /rights`: enters the right at the district, asks for it elsewhere. The same command twice is one right.
///
/// Errors: the command id was used with other content; the place is not the own one or below it.
pub fn ask(node: &Node, actor: &Actor, request: RightRequest, cmd: CmdId) -> Result<(), Error> {
    must_administer(actor)?;
    let (by, name) = (actor.user, actor.name.clone());
    node.store().write(Priority::People, move |tx| {
        let content = command::content_hash("right", None, &request)?;
        command::once(tx, Given { cmd, by, content }, |tx| {
            let me = tx.identity().site();
            let is_district = is_district(tx);
            check_place(tx, &request, is_district)?;
            let why = Some(request.why.trim().to_owned()).filter(|why| !why.is_empty());
            let right = row(request, Day::of(tx.now()));
            if is_district {
                if !answered_by(tx.conn(), cmd)? {
                    let no = next(tx)?;
                    requests::enter(tx, Body::Right(Right { no, ..right }), by, Role::Admin, cmd)?;
                }
                return Ok((DocId::PUBLIC, ()));
            }
            let doc = DocId::for_command(DocKind::Request, me, by, cmd);
            if tx.entries(doc)?.is_empty() {
                let body = Body::RightAsked(RightAsked { right });
                let private = Private { name: Some(name), words: why, ..Private::default() };
                tx.append(Draft { doc, body, private, by, role: Role::Admin, cmd, part: 0 })?;
            }
            Ok((doc, ()))
        })
    })
}

/// What the district says to a request.
pub enum Answer {
    /// It enters the right as it was asked for.
    Enter,
    /// It does not, for this reason.
    Refuse(String),
}

/// The district answers a request of another place, once: a second answer changes nothing.
///
/// Errors: this is not the district; there is no such request; its author may not ask for this place.
pub fn settle(node: &Node, actor: &Actor, request: Hash, answer: Answer) -> Result<(), Error> {
    must_administer(actor)?;
    let by = actor.user;
    node.store().write(Priority::People, move |tx| {
        if !is_district(tx) {
            return Err(Error::refused(RefusalCode::Role));
        }
        let found = asked(tx.conn())?.into_iter().find(|(entry, _, _)| entry.hash == request);
        let (entry, _, right) = found.ok_or(Error::NotFound)?;
        let cmd = answer_of(request);
        if answered_by(tx.conn(), cmd)? {
            return Ok(());
        }
        let today = Day::of(tx.now());
        let no = next(tx)?;
        let row = match answer {
            Answer::Enter => {
                if !requests::may_ask(tx, &entry, &right) {
                    return Err(Error::refused(RefusalCode::NotAncestor));
                }
                // It holds from the day on which it is entered at the earliest: nothing is allowed afterwards.
                Right { no, from: right.from.max(today), ..right }
            }
            Answer::Refuse(reason) => Right { no, from: today, ended: true, basis: reason, ..right },
        };
        let entered = !row.ended;
        requests::enter(tx, Body::Right(row), by, Role::Admin, cmd)?;
        requests::note_done(tx, request, entered)
    })
}

/// The district ends a right from here on. What was decided on it stands.
///
/// Errors: this is not the district; there is no such right in force.
pub fn end(node: &Node, actor: &Actor, no: u32, request: EndRequest, cmd: CmdId) -> Result<(), Error> {
    must_administer(actor)?;
    let by = actor.user;
    node.store().write(Priority::People, move |tx| {
        if !is_district(tx) {
            return Err(Error::refused(RefusalCode::Role));
        }
        let directory = tx.directory();
        let right = directory.newest().right(no).ok_or(Error::NotFound)?;
        if right.ended {
            return Ok(());
        }
        let row = Right { ended: true, basis: request.basis.trim().to_owned(), ..right.clone() };
        requests::enter(tx, Body::Right(row), by, Role::Admin, cmd)
    })
}

fn must_administer(actor: &Actor) -> Result<(), Error> {
    if actor.roles.contains(&Role::Admin) { Ok(()) } else { Err(Error::refused(RefusalCode::Role)) }
}

fn is_district(tx: &Tx<'_>) -> bool {
    let (directory, me) = (tx.directory(), tx.identity().site());
    directory.newest().district().is_some_and(|district| district.id == me)
}

/// The own place or one below; a whole tier is the district's to give.
fn check_place(tx: &Tx<'_>, request: &RightRequest, is_district: bool) -> Result<(), Error> {
    let (directory, me) = (tx.directory(), tx.identity().site());
    let newest = directory.newest();
    let Some(site) = request.site else {
        let may = is_district && request.tier.is_some();
        return if may { Ok(()) } else { Err(Error::refused(RefusalCode::NotAncestor)) };
    };
    if newest.site(site).is_none() {
        return Err(Error::NotFound);
    }
    let may = is_district || site == me || newest.is_above(me, site);
    if may { Ok(()) } else { Err(Error::refused(RefusalCode::NotAncestor)) }
}

fn row(request: RightRequest, today: Day) -> Right {
    Right {
        no: 0,
        tier: request.tier.filter(|_| request.site.is_none()),
        site: request.site,
        dept: request.department,
        person: request.person.unwrap_or_default(),
        user: request.user,
        power: request.power,
        items: request.items,
        up_to_yuan: request.up_to_yuan,
        from: request.from.map_or(today, |from| from.max(today)),
        until: request.until,
        basis: request.basis.trim().to_owned(),
        ended: false,
    }
}

/// Whether the public feed has a right that this command wrote: also when the command's own answer was cleared.
fn answered_by(conn: &Connection, cmd: CmdId) -> Result<bool, Error> {
    Ok(rows(conn)?.iter().any(|(entry, _)| entry.head.cmd == cmd))
}

/// A number that no right had before, on any branch of the public feed.
fn next(tx: &Tx<'_>) -> Result<u32, Error> {
    let highest = rows(tx.conn())?.iter().map(|(_, right)| right.no).max().unwrap_or(0);
    Ok(highest.saturating_add(1))
}
