//! How a machine comes into the network: invited with a code, its words compared by phone, confirmed by the place above,
//! enrolled by the district's public feed.
//!
//! Reading order: `door` (the parent), `child` (the new machine), `requests` (what the district enters).

pub mod child;
pub mod door;
pub mod requests;

pub use door::{answer, confirm, invite, nodes};
pub use requests::{retire, settle_all as settle_requests};

use crate::cases::command;
use crate::clock::Clock;
use crate::error::Error;
use crate::node::Node;
use crate::store::{Draft, Priority};
use daiban_shared::api::RightRequest;
use daiban_shared::case::RefusalCode;
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::id::{CmdId, DocId, DocKind};
use daiban_shared::kind::{Body, Private, Right, RightAsked, Role};
use reqwest::redirect::Policy;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Name of the file that says that a folder has not joined yet.
pub const WAITING_FILE: &str = "join.toml";
/// A parent that does not answer within this time is said to be away.
const ANSWER_MAX: Duration = Duration::from_secs(60);

/// Whether this folder's machine has not joined yet.
pub fn is_waiting(folder: &Path) -> bool {
    folder.join(WAITING_FILE).exists()
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

/// One step of joining over HTTP: asks the parent and says where it stands. Call again every few seconds until `Joined`;
/// after a stop it goes on from the folder.
pub async fn step(folder: &Path, clock: Clock, url: &str, code: &str) -> Result<Joining, Error> {
    let (folder, url, code) = (PathBuf::from(folder), url.trim_end_matches('/').to_owned(), code.to_owned());
    let runtime = tokio::runtime::Handle::current();
    // The code is for the place above alone, not for where something on the way sends us.
    let client = reqwest::Client::builder().no_proxy().redirect(Policy::none()).timeout(ANSWER_MAX);
    let client = client.build().unwrap_or_default();
    let work = tokio::task::spawn_blocking(move || {
        child::step(&folder, clock, &url, &code, |path, body| {
            runtime.block_on(post(&client, &format!("{url}{path}"), body))
        })
    });
    work.await.map_err(|_| Error::Stopping)?
}

async fn post(client: &reqwest::Client, url: &str, body: Vec<u8>) -> Result<Option<Vec<u8>>, Error> {
    let away =
        |why: reqwest::Error| Error::Other(format!("{url} does not answer ({why}); is the machine above running?"));
    let response = client.post(url).header("content-type", "application/cbor").body(body).send().await.map_err(away)?;
    if response.status().is_redirection() {
        return Err(Error::Other(format!(
            "{url} sends on to another address, perhaps a sign-in page of the network; nothing was sent there: sign in to the network, or check the address"
        )));
    }
    if !response.status().is_success() {
        return Ok(None);
    }
    Ok(Some(response.bytes().await.map_err(away)?.to_vec()))
}

/// `POST /rights`: enters the right at the district, asks for it elsewhere. The same command twice is one right.
///
/// Errors: the command id was used with other content.
pub fn ask_right(node: &Node, actor: &Actor, request: RightRequest, cmd: CmdId) -> Result<(), Error> {
    if !actor.roles.contains(&Role::Admin) {
        return Err(Error::refused(RefusalCode::Role));
    }
    let by = actor.user;
    node.store().write(Priority::People, move |tx| {
        let content = command::content_hash("right", None, &request)?;
        if command::answered::<()>(tx.conn(), cmd, by, content)?.is_some() {
            return Ok(());
        }
        let directory = tx.directory();
        let newest = directory.newest();
        let me = tx.identity().site();
        let is_district = newest.district().is_some_and(|district| district.id == me);
        if newest.site(request.site).is_none() {
            return Err(Error::NotFound);
        }
        if !is_district && !newest.is_above(me, request.site) {
            return Err(Error::refused(RefusalCode::NotAncestor));
        }
        let right = Right {
            no: if is_district { requests::next_right(newest) } else { 0 },
            site: Some(request.site),
            tier: None,
            dept: request.department,
            user: None,
            power: request.power,
            items: request.items,
            up_to_yuan: None,
            from: Day::of(tx.now()),
            until: request.until,
            basis: request.basis,
            ended: false,
        };
        if is_district {
            let sql = "INSERT OR IGNORE INTO request_done (request, entered) VALUES (?1, 1)";
            // Also when the answer was cleared meanwhile.
            if tx.conn().prepare_cached(sql)?.execute([&cmd.0[..]])? == 0 {
                return Ok(());
            }
            requests::enter(tx, Body::Right(right), by, Role::Admin, cmd)?;
            return command::remember(tx, cmd, by, content, DocId::PUBLIC, &());
        }
        let doc = DocId::for_command(DocKind::Request, me, by, cmd);
        if tx.entries(doc)?.is_empty() {
            let body = Body::RightAsked(RightAsked { right });
            tx.append(Draft { doc, body, private: Private::default(), by, role: Role::Admin, cmd, part: 0 })?;
        }
        command::remember(tx, cmd, by, content, doc, &())
    })
}
