//! The parent's side of joining: codes, machines that used one, and the answers of `POST /sync/v1/join`. Nothing of the
//! directory leaves through this door: it holds the names of staff.

use super::requests::{self, is_own_word, may_stand};
use crate::error::Error;
use crate::identity::{self, words};
use crate::node::Node;
use crate::store::{Draft, Priority, Tx, subtree};
use crate::sync::{outgoing, site_ref};
use daiban_shared::api::{InviteCode, InviteView, NodeAsking, NodeView, NodesView};
use daiban_shared::decide::Actor;
use daiban_shared::entry::Net;
use daiban_shared::ground::View;
use daiban_shared::id::{CmdId, DocId, DocKind, Millis, NodeId, SiteId};
use daiban_shared::kind::{Body, NodeAsked, NodeRow, Private, Role};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use rusqlite::{Connection, OptionalExtension};

/// Digits and letters that are not taken for one another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters of a code; short enough to be read out.
const CODE_CHARS: usize = 10;
/// The first of them find the invitation; the other seven (35 bits) are its secret.
const LABEL_CHARS: usize = 3;
/// A code that nobody used is worthless after 72 hours.
const CODE_LASTS_MS: Millis = 72 * 3600 * 1000;
/// Wrong secrets before an invitation is void.
const TRIES_MAX: u32 = 5;
/// A longer body is not from a joining machine.
const ASK_BYTES_MAX: usize = 2_000;

/// What a joining machine sends: first the code alone, then also its row, signed by its own key.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub(super) struct Asks {
    /// As it was typed.
    #[n(0)]
    pub code: String,
    /// Keys and place.
    #[n(1)]
    pub machine: Option<NodeAsked>,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub(super) enum State {
    /// The code is wrong, used, expired, or tried too often.
    #[n(0)]
    BadCode,
    /// The code is good: make your keys.
    #[n(1)]
    Invited,
    /// Waits for the words to be compared here.
    #[n(2)]
    Waits,
    /// Asked of the district.
    #[n(3)]
    Confirmed,
    /// In the directory, which comes along.
    #[n(4)]
    Enrolled,
}

/// What the parent answers.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub(super) struct Says {
    #[n(0)]
    pub state: State,
    /// The network; the words that are compared cover it.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub net: [u8; 32],
    /// The place that the machine is for.
    #[n(2)]
    pub site: SiteId,
    /// Its name.
    #[n(3)]
    pub zh: String,
    /// Its English name.
    #[n(4)]
    pub en: String,
    /// The answering machine: checked against the directory before anything is written under it.
    #[n(5)]
    pub parent: NodeRow,
    /// The public feed from its first entry, for a machine that is enrolled.
    #[n(6)]
    pub feed: Vec<ByteVec>,
}

/// Draws a code for the machine of a place directly below; an earlier code for that place is void.
pub fn invite(node: &Node, site: SiteId) -> Result<InviteCode, Error> {
    let random: [u8; CODE_CHARS] = identity::random()?;
    node.store().write(Priority::People, move |tx| {
        let directory = tx.directory();
        let newest = directory.newest();
        let is_child = newest.site(site).is_some_and(|row| row.parent == Some(tx.identity().site()) && !row.ended);
        if !is_child {
            return Err(Error::NotFound);
        }
        if newest.live_node(site).is_some() {
            return Err(Error::SiteHasNode);
        }
        // A machine that was confirmed and never came in does not hold the place against the new one.
        tx.conn().execute("DELETE FROM asking WHERE site = ?1 AND confirmed = 1", [site.0])?;
        let code: String = random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        let expires = tx.now() + CODE_LASTS_MS;
        let label = &code[..LABEL_CHARS];
        tx.conn().execute(
            "DELETE FROM invite WHERE site = ?1 OR expires < ?2 OR label = ?3",
            (site.0, tx.now() as i64, label),
        )?;
        tx.conn().execute(
            "INSERT INTO invite (label, site, code_hash, expires, tries) VALUES (?1, ?2, ?3, ?4, 0)",
            (label, site.0, &hash(&code)[..], expires as i64),
        )?;
        Ok(InviteCode { code, expires })
    })
}

fn hash(code: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban invite 1").update(code.as_bytes());
    *hasher.finalize().as_bytes()
}

/// The code as it was drawn: people type small letters, spaces and dashes.
fn normal(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect()
}

/// Answers a body of `POST /sync/v1/join`; none = 403.
pub fn answer(node: &Node, bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() > ASK_BYTES_MAX {
        return None;
    }
    let asks: Asks = minicbor::decode(bytes).ok()?;
    if asks.machine.as_ref().is_some_and(|machine| !is_own_word(machine)) {
        return None;
    }
    let says = node.store().write(Priority::Peers, move |tx| look(tx, asks)).and_then(|mut says| {
        if says.state == State::Enrolled {
            says.feed = node.store().read(outgoing::public_feed)?;
        }
        Ok(says)
    });
    match says {
        Ok(says) => Some(minicbor::to_vec(&says).expect("encoding into memory does not fail")),
        Err(why) => {
            tracing::error!(%why, "a joining machine could not be answered");
            None
        }
    }
}

fn look(tx: &mut Tx<'_>, asks: Asks) -> Result<Says, Error> {
    if let Some(machine) = &asks.machine {
        let id = NodeId::of_key(&machine.node.key);
        // Also for machines that joined through our predecessor at this place: they do not know us yet.
        if tx.directory().newest().node(id) == Some(&machine.node) {
            return Ok(says(tx, State::Enrolled, machine.node.site));
        }
        if let Some((row, confirmed)) = asking(tx.conn(), id)?
            && row == machine.node
        {
            let state = if confirmed { State::Confirmed } else { State::Waits };
            return Ok(says(tx, state, row.site));
        }
    }
    let Some(site) = invited(tx, &normal(&asks.code))? else { return Ok(says(tx, State::BadCode, SiteId(0))) };
    let Some(machine) = asks.machine else { return Ok(says(tx, State::Invited, site)) };
    if machine.node.site != site || !machine.node.live {
        return Ok(says(tx, State::BadCode, SiteId(0)));
    }
    tx.conn().execute("DELETE FROM invite WHERE site = ?1", [site.0])?;
    tx.conn().execute(
        "INSERT OR REPLACE INTO asking (node, site, row, signature, at, confirmed) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
        (
            &NodeId::of_key(&machine.node.key).0[..],
            site.0,
            minicbor::to_vec(&machine.node).expect("encoding into memory does not fail"),
            &machine.signature[..],
            tx.now() as i64,
        ),
    )?;
    Ok(says(tx, State::Waits, site))
}

fn says(tx: &Tx<'_>, state: State, site: SiteId) -> Says {
    let me = tx.identity();
    let directory = tx.directory();
    let (zh, en) = directory.newest().site(site).map(|site| (site.zh.clone(), site.en.clone())).unwrap_or_default();
    // Somebody without a code learns nothing but that.
    let net = if state == State::BadCode { Net([0; 32]) } else { me.net() };
    Says { state, net: net.0, site, zh, en, parent: me.row(), feed: Vec::new() }
}

/// The place that this code is for; a wrong secret is counted.
fn invited(tx: &Tx<'_>, code: &str) -> Result<Option<SiteId>, Error> {
    if code.len() != CODE_CHARS {
        return Ok(None);
    }
    let label = &code[..LABEL_CHARS];
    let found: Option<(u32, Vec<u8>, i64, u32)> = tx
        .conn()
        .query_row("SELECT site, code_hash, expires, tries FROM invite WHERE label = ?1", [label], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((site, code_hash, expires, tries)) = found else { return Ok(None) };
    if tries >= TRIES_MAX || (expires as u64) < tx.now() {
        return Ok(None);
    }
    if code_hash != hash(code) {
        tx.conn().execute("UPDATE invite SET tries = tries + 1 WHERE label = ?1", [label])?;
        return Ok(None);
    }
    Ok(Some(SiteId(site)))
}

fn asking(conn: &Connection, id: NodeId) -> Result<Option<(NodeRow, bool)>, Error> {
    let found: Option<(Vec<u8>, bool)> = conn
        .query_row("SELECT row, confirmed FROM asking WHERE node = ?1", [&id.0[..]], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(found.and_then(|(row, confirmed)| Some((minicbor::decode(&row).ok()?, confirmed))))
}

/// The words were compared: the district enters the machine at once; another place asks the district for it.
pub fn confirm(node: &Node, actor: &Actor, id: NodeId) -> Result<(), Error> {
    let by = actor.user;
    let cmd = CmdId(identity::random()?);
    node.store().write(Priority::People, move |tx| {
        let (row, _) = asking(tx.conn(), id)?.ok_or(Error::NotFound)?;
        let signature: Vec<u8> =
            tx.conn().query_row("SELECT signature FROM asking WHERE node = ?1", [&id.0[..]], |row| row.get(0))?;
        let directory = tx.directory();
        let newest = directory.newest();
        if newest.node(id) == Some(&row) {
            return Ok(());
        }
        let is_taken = newest.live_node(row.site).is_some() || is_promised(tx.conn(), newest, id, row.site)?;
        if is_taken {
            return Err(Error::SiteHasNode);
        }
        if !may_stand(newest, &row) {
            return Err(Error::Other("this machine was retired, or its place has ended; it cannot stand there".into()));
        }
        if newest.district().is_some_and(|district| district.id == tx.identity().site()) {
            requests::enter(tx, Body::Node(row), by, Role::Admin, cmd)?;
        } else {
            let signature = signature.try_into().map_err(|_| Error::Other("the machine has to ask again".into()))?;
            let doc = DocId::for_command(DocKind::Request, tx.identity().site(), by, cmd);
            let body = Body::NodeAsked(NodeAsked { node: row, signature });
            tx.append(Draft { doc, body, private: Private::default(), by, role: Role::Admin, cmd, part: 0 })?;
        }
        tx.conn().execute("UPDATE asking SET confirmed = 1 WHERE node = ?1", [&id.0[..]])?;
        Ok(())
    })
}

/// Whether another machine was confirmed for this place and waits for the district: it would refuse the second one without
/// a word to anybody. Whoever wants the second one after all invites for the place again.
fn is_promised(conn: &Connection, newest: View<'_>, id: NodeId, site: SiteId) -> Result<bool, Error> {
    let mut statement =
        conn.prepare_cached("SELECT node FROM asking WHERE site = ?1 AND confirmed = 1 AND node <> ?2")?;
    let others = statement.query_map((site.0, &id.0[..]), |row| row.get(0).map(NodeId))?;
    let others = others.collect::<Result<Vec<_>, _>>()?;
    // One that has been in the directory came in, and may have been retired since.
    Ok(others.into_iter().any(|other| newest.node(other).is_none()))
}

/// `GET /nodes`.
pub fn nodes(node: &Node) -> Result<NodesView, Error> {
    let directory = node.store().directory();
    let newest = directory.newest();
    let me = node.identity();
    let heard = node.lines().last_heard();
    let (until, waiting, invites) = node.store().read(|conn| {
        let until = |site| crate::sync::heard_of(conn, site);
        let below = newest.nodes().filter(|(_, row)| newest.is_above(me.site(), row.site));
        let until = below.map(|(_, row)| Ok((row.site, until(row.site)?))).collect::<Result<Vec<_>, Error>>()?;
        Ok((until, all_asking(conn)?, all_invites(conn, node.clock().now())?))
    })?;
    // A town, its villages, the next town: as the people who read it think of the places.
    let sites: Vec<SiteId> = subtree(newest, me.site()).into_iter().map(|(site, _)| site).collect();
    let mut machines: Vec<(NodeId, &NodeRow)> =
        newest.nodes().filter(|(_, row)| newest.is_above(me.site(), row.site)).collect();
    machines.sort_by_key(|(id, row)| (sites.iter().position(|site| *site == row.site), *id));
    let view = |id: NodeId, row: &NodeRow| NodeView {
        node: id,
        site: site_ref(newest, row.site),
        live: row.live,
        last_heard: heard
            .get(&row.site)
            .copied()
            .or_else(|| until.iter().find(|(site, _)| *site == row.site).and_then(|(_, until)| *until)),
        words: words(me.net(), row),
    };
    Ok(NodesView {
        own: view(me.node(), newest.node(me.node()).unwrap_or(&me.row())),
        below: machines.into_iter().map(|(id, row)| view(id, row)).collect(),
        asking: waiting
            .into_iter()
            .filter(|(id, row, ..)| newest.node(*id) != Some(row))
            .map(|(id, row, at, confirmed)| NodeAsking {
                node: id,
                site: site_ref(newest, row.site),
                at,
                words: words(me.net(), &row),
                confirmed,
            })
            .collect(),
        invites: invites
            .into_iter()
            .map(|(site, expires)| InviteView { site: site_ref(newest, site), expires })
            .collect(),
    })
}

type Asking = (NodeId, NodeRow, Millis, bool);

fn all_asking(conn: &Connection) -> Result<Vec<Asking>, Error> {
    let mut statement = conn.prepare_cached("SELECT node, row, at, confirmed FROM asking ORDER BY at")?;
    let rows = statement.query_map([], |row| {
        Ok((NodeId(row.get(0)?), row.get::<_, Vec<u8>>(1)?, row.get::<_, i64>(2)? as u64, row.get(3)?))
    })?;
    let all = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter_map(|(id, row, at, sure)| Some((id, minicbor::decode(&row).ok()?, at, sure))).collect())
}

fn all_invites(conn: &Connection, now: Millis) -> Result<Vec<(SiteId, Millis)>, Error> {
    let mut statement =
        conn.prepare_cached("SELECT site, expires FROM invite WHERE expires >= ?1 AND tries < ?2 ORDER BY expires")?;
    let rows =
        statement.query_map((now as i64, TRIES_MAX), |row| Ok((SiteId(row.get(0)?), row.get::<_, i64>(1)? as u64)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
