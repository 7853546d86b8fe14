//! The child's side: one request after the other, for as long as the program runs.

use crate::node::Node;

/// Dials the parent (its URL without path) until told to stop (`true` or the sender is gone).
pub async fn run(_node: Node, _parent: String, mut stop: tokio::sync::watch::Receiver<bool>) {
    while !*stop.borrow() && stop.changed().await.is_ok() {}
}
