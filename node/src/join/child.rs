//! The new machine's side: makes its keys, asks the parent until it is enrolled, takes the directory, and opens no feed
//! before root -> district -> parent and itself are proved. Goes on from the folder after a stop.

use super::door::{Asks, Says, State};
use super::{Joining, WAITING_FILE};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::file::{self, write_secret};
use crate::identity::{Identity, KEY_FILE, words};
use crate::node::{self, Node};
use crate::sync::receive;
use daiban_shared::entry::{Net, node_message};
use daiban_shared::id::NodeId;
use daiban_shared::kind::{NodeAsked, NodeRow};
use serde::Serialize;
use std::path::Path;

/// The door for joining machines.
pub const JOIN_PATH: &str = "/sync/v1/join";

/// Kept until the machine has joined, for whoever looks into the folder.
#[derive(Serialize)]
struct Waiting<'a> {
    parent: &'a str,
    zh: &'a str,
    en: &'a str,
}

/// One step of joining over any line: `send(path, body)` gives the answer's body, or none for "refused".
pub fn step(
    folder: &Path,
    clock: Clock,
    url: &str,
    code: &str,
    mut send: impl FnMut(&str, Vec<u8>) -> Result<Option<Vec<u8>>, Error>,
) -> Result<Joining, Error> {
    let url = url.trim_end_matches('/');
    let mut ask = |asks: &Asks| -> Result<Says, Error> {
        let body = minicbor::to_vec(asks).expect("encoding into memory does not fail");
        let answer = send(JOIN_PATH, body)?.ok_or_else(|| no_daiban(url))?;
        let says: Says = minicbor::decode(&answer).map_err(|_| no_daiban(url))?;
        match says.state {
            State::BadCode => Err(Error::Other(
                "the code is wrong, used by another machine, expired or was tried too often; ask the place above for a new one".into(),
            )),
            State::Invited | State::Waits | State::Confirmed | State::Enrolled => Ok(says),
        }
    };
    let identity = match waiting_identity(folder)? {
        Some(identity) => identity,
        None => begin(folder, url, &ask(&Asks { code: code.into(), machine: None })?)?,
    };
    let row = identity.row();
    let signature = identity.sign(&node_message(&row).0);
    let machine = Some(NodeAsked { node: row.clone(), signature });
    let says = ask(&Asks { code: code.into(), machine })?;
    if says.net != identity.net().0 || says.site != identity.site() {
        return Err(Error::Other(
            "the parent answers for another network or place than before; begin again in an empty folder".into(),
        ));
    }
    match says.state {
        State::BadCode | State::Invited => Err(no_daiban(url)),
        State::Waits => Ok(Joining::Compare { words: words(identity.net(), &row), site: (says.zh, says.en) }),
        State::Confirmed => Ok(Joining::Confirmed),
        State::Enrolled => finish(folder, clock, url, &says),
    }
}

/// Asks a parent that we do not know for the directory, which proves it or not: after its machine was replaced.
pub fn ask_directory(node: &Node) -> Vec<u8> {
    let row = node.identity().row();
    let signature = node.identity().sign(&node_message(&row).0);
    let asks = Asks { code: String::new(), machine: Some(NodeAsked { node: row, signature }) };
    minicbor::to_vec(&asks).expect("encoding into memory does not fail")
}

/// Takes the directory that such a parent sent; entries that are not this network's are refused.
pub fn take_directory(node: &Node, answer: &[u8]) -> Result<(), Error> {
    let says: Says = minicbor::decode(answer).map_err(|_| Error::Other("the parent sent no directory".into()))?;
    receive::public_feed(node, says.parent.site, &says.feed)
}

fn no_daiban(url: &str) -> Error {
    Error::Other(format!("{url} does not answer as a Daiban machine of a place above; check the address"))
}

/// The keys of a machine that is already joining; none = nothing is here yet.
fn waiting_identity(folder: &Path) -> Result<Option<Identity>, Error> {
    if !folder.join(KEY_FILE).exists() {
        return Ok(None);
    }
    if !super::is_waiting(folder) {
        return Err(Error::Other(format!("{} already belongs to a machine; choose an empty folder", folder.display())));
    }
    Identity::load(folder).map(Some)
}

fn begin(folder: &Path, url: &str, says: &Says) -> Result<Identity, Error> {
    node::make_folder(folder)?;
    let waiting = Waiting { parent: url, zh: &says.zh, en: &says.en };
    let text = toml::to_string(&waiting).map_err(|why| Error::Other(format!("{WAITING_FILE}: {why}")))?;
    // First the mark, then the key: a stop between them begins anew instead of opening a machine that nobody knows.
    write_secret(folder, WAITING_FILE, &text)?;
    let identity = Identity::create(says.site, Net(says.net))?;
    identity.save(folder)?;
    Ok(identity)
}

fn finish(folder: &Path, clock: Clock, url: &str, says: &Says) -> Result<Joining, Error> {
    let config = Config { parent: Some(url.to_owned()), ..Config::load(folder)? };
    config.save(folder)?;
    let node = Node::open_any(folder, clock)?;
    receive::public_feed(&node, says.parent.site, &says.feed)?;
    prove(&node, &says.parent)?;
    file::remove(folder, WAITING_FILE)?;
    Ok(Joining::Joined)
}

/// Every public entry was proved by the root's word as it arrived; here: that they name this machine and its parent.
fn prove(node: &Node, parent: &NodeRow) -> Result<(), Error> {
    let directory = node.store().directory();
    let newest = directory.newest();
    let me = node.identity();
    let is_me = newest.node(me.node()) == Some(&me.row());
    let above = newest.site(me.site()).and_then(|site| site.parent);
    let parent_id = NodeId::of_key(&parent.key);
    let is_parent =
        above == Some(parent.site) && newest.node(parent_id).is_some_and(|row| row.live && row.site == parent.site);
    if is_me && is_parent {
        return Ok(());
    }
    Err(Error::Other(
        "the network's directory does not name this machine and its parent; do not go on, call the district's administrator".into(),
    ))
}
