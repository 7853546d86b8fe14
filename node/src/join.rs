//! How a machine comes into the network: invited with a code, its words compared by phone, confirmed by the place above,
//! enrolled by the district's public feed.

use crate::clock::Clock;
use crate::error::Error;
use crate::node::Node;
use daiban_shared::api::{InviteCode, NodesView, RightRequest};
use daiban_shared::decide::Actor;
use daiban_shared::id::{CmdId, NodeId, SiteId};
use std::path::Path;

/// Name of the file that says that a folder has not joined yet.
pub const WAITING_FILE: &str = "join.toml";

/// Whether this folder's machine has not joined yet.
pub fn is_waiting(folder: &Path) -> bool {
    folder.join(WAITING_FILE).exists()
}

/// Draws a code for the machine of a place directly below.
pub fn invite(_node: &Node, _site: SiteId) -> Result<InviteCode, Error> {
    Err(Error::Other("written next".into()))
}

/// `GET /nodes`.
pub fn nodes(_node: &Node) -> Result<NodesView, Error> {
    Err(Error::Other("written next".into()))
}

/// The words were compared: asks the district to enrol this machine (the district enrols at once).
pub fn confirm(_node: &Node, _actor: &Actor, _asking: NodeId) -> Result<(), Error> {
    Err(Error::Other("written next".into()))
}

/// `POST /rights`: enters the right at the district, asks for it elsewhere.
pub fn ask_right(_node: &Node, _actor: &Actor, _request: RightRequest, _cmd: CmdId) -> Result<(), Error> {
    Err(Error::Other("written next".into()))
}

/// Answers a body of `POST /sync/v1/join`; none = 403.
pub fn answer(_node: &Node, _bytes: &[u8]) -> Option<Vec<u8>> {
    None
}

/// Where a joining machine stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joining {
    /// Compare these words with the parent's screen; the parent's administrator confirms.
    Compare {
        /// Six groups of four digits.
        words: Vec<String>,
        /// The place it joins as, in Chinese and English.
        site: (String, String),
    },
    /// Confirmed; the district has not answered yet.
    Confirmed,
    /// The machine is part of the network; `Node::open` works now and `daiban.toml` names the parent.
    Joined,
}

/// One step of joining: asks the parent and says where it stands. Call again every few seconds until `Joined`; after a
/// stop it goes on from the folder.
pub async fn step(_folder: &Path, _clock: Clock, _url: &str, _code: &str) -> Result<Joining, Error> {
    Err(Error::Other("written next".into()))
}

/// At the district: enters what ancestors have asked for. Elsewhere nothing.
pub fn settle_requests(_node: &Node) -> Result<(), Error> {
    Ok(())
}
