//! What a running machine does by itself once a minute: it witnesses what came from below although nobody calls, signs for
//! what came while its clock was wrong, notes when it last had contact, and clears rows that nobody asks for any more.
//!
//! Every part is a function of the clock, so that tests step it instead of waiting.

mod prune;

use crate::error::Error;
use crate::node::Node;
use crate::store::Priority;
use crate::sync::{dial, witness};
use crate::{join, sync};
use daiban_shared::api::MachineClock;
use daiban_shared::id::{Millis, UserId};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::sync::watch;

/// Between two turns of a running machine.
const EVERY: Duration = Duration::from_secs(60);

/// What the turns of one process remember; nothing of it has to outlive the process.
#[derive(Debug, Default)]
pub struct Upkeep(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    /// What came while the clock was wrong has been signed for.
    is_caught_up: bool,
    prune: prune::Place,
}

/// One turn. With nothing to do it writes nothing.
pub fn turn(node: &Node) -> Result<(), Error> {
    let mut remembered = node.upkeep().0.lock().unwrap_or_else(PoisonError::into_inner);
    if node.store().is_clock_wrong() {
        // Nothing can be signed, and nobody knows how old a row is.
        remembered.is_caught_up = false;
        return Ok(());
    }
    if !remembered.is_caught_up {
        catch_up(node)?;
        remembered.is_caught_up = true;
    }
    note_contact(node)?;
    witness_due(node)?;
    prune::step(node, &mut remembered.prune)
}

/// Takes turns until told to stop (`true`, or the sender is gone).
pub async fn run(node: Node, mut stop: watch::Receiver<bool>) {
    loop {
        let own = node.clone();
        match tokio::task::spawn_blocking(move || turn(&own)).await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => tracing::error!(%why, "the upkeep of this machine failed; it tries again in a minute"),
            Err(_) => tracing::error!("the upkeep of this machine failed by a fault in the program"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// What the clock says, and the newest moment that is known here.
pub fn clock(node: &Node) -> MachineClock {
    let store = node.store();
    MachineClock { now: store.clock().now(), known: store.clock_known(), wrong: store.is_clock_wrong() }
}

/// An administrator confirms the clock; what waited for that is written at once.
///
/// Errors: the clock says a day on which this program did not exist.
pub fn confirm_clock(node: &Node, by: UserId) -> Result<MachineClock, Error> {
    node.store().confirm_clock(by)?;
    // No turn need have seen the wrong clock.
    node.upkeep().0.lock().unwrap_or_else(PoisonError::into_inner).is_caught_up = false;
    // The clock is confirmed; what fails here is tried again by the next turn.
    if let Err(why) = turn(node) {
        tracing::error!(%why, "the clock was confirmed, but what waited for it could not be written yet");
    }
    Ok(clock(node))
}

fn catch_up(node: &Node) -> Result<(), Error> {
    join::settle_requests(node)?;
    node.store().sign_late()
}

fn note_contact(node: &Node) -> Result<(), Error> {
    let Some(at) = node.lines().parent().last_contact else { return Ok(()) };
    if sync::noted_contact(node)? == Some(at) {
        return Ok(());
    }
    node.store().write(Priority::Peers, move |tx| dial::note_contact(tx, at))
}

fn witness_due(node: &Node) -> Result<(), Error> {
    let now: Millis = node.clock().now();
    let due = node.store().read(|conn| witness::due(conn, now))?;
    if due.is_empty() {
        return Ok(());
    }
    node.store().write(Priority::Peers, move |tx| due.into_iter().try_for_each(|child| witness::write_due(tx, child)))
}
