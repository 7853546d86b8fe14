//! How a machine comes into the network: invited with a code, its words compared by phone, confirmed by the place above,
//! enrolled by the district's public feed.
//!
//! Reading order: `door` (the parent), `child` (the new machine), `requests` (what the district enters by itself), `grants`
//! (rights, which its people enter).

pub mod child;
pub mod door;
pub mod grants;
pub mod places;
pub mod requests;

pub use door::{answer, confirm, invite, nodes};
pub use grants::ask as ask_right;
pub use requests::{retire, settle_all as settle_requests};

use crate::clock::Clock;
use crate::error::Error;
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
