//! The parent's side of a message.

use crate::node::Node;

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

/// Takes a child's message; with nothing new it waits as long as the message asks, 25 s at most.
pub async fn answer(_node: &Node, _bytes: Vec<u8>) -> Served {
    Served::Refused
}
