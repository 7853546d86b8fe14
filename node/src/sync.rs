//! Exchange with the machine above and those below: `POST /sync/v1`, the child always dials.
//!
//! Reading order: `message` (what travels), `frame` (entries in it), `session` (who speaks), `serve` (the parent),
//! `dial` (the child), `receipt` and `witness` (what "delivered" means). Effect is none of its business.

pub mod message;
pub mod frame;
pub mod session;
pub mod serve;
pub mod dial;
pub mod receipt;
pub mod witness;

use crate::error::Error;
use crate::node::Node;
use daiban_shared::api::SyncView;
use daiban_shared::text::Lang;

/// What this process knows of its lines.
#[derive(Default)]
pub struct Lines {}

/// `GET /sync`.
pub fn view(_node: &Node, _lang: Lang) -> Result<SyncView, Error> {
    Err(Error::Other("written next".into()))
}

/// After a restore: machines below heard since, of all; none when nothing is to be waited for. Not ready then.
pub fn recovering(_node: &Node) -> Result<Option<(u32, u32)>, Error> {
    Ok(None)
}
