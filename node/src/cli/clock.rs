//! `daiban clock`: what the machine's clock says beside what it has already seen, and the operator's word that it is right.

use super::REFUSED;
use super::order::{Order, Report};
use crate::{Node, upkeep};
use clap::Subcommand;
use daiban_shared::day::stamp;
use daiban_shared::id::UserId;
use serde_json::json;

/// `daiban clock ...`; without a word it only says how the clock stands.
#[derive(Debug, Subcommand)]
pub enum Clock {
    /// The clock is right now, although this machine has seen a later time: writing goes on.
    Confirm,
}

impl Clock {
    /// The order.
    pub fn order(chosen: Option<Self>) -> Order {
        Order::Clock { confirm: matches!(chosen, Some(Self::Confirm)) }
    }
}

/// Says how the clock stands; with `confirm` it is right from now on.
pub fn perform(node: &Node, confirm: bool) -> Result<Report, Report> {
    let was_wrong = upkeep::clock(node).wrong;
    // Whoever can write into the machine's folder acts as its administrator.
    let clock = if confirm { upkeep::confirm_clock(node, UserId::ZERO)? } else { upkeep::clock(node) };
    let mut lines = vec![format!("clock        {}", stamp(clock.now)), format!("newest seen  {}", stamp(clock.known))];
    lines.push(match (clock.wrong, was_wrong && confirm) {
        (true, _) => "wrong: nothing is written. Set the clock; if it is right: daiban clock confirm".to_owned(),
        (false, true) => "confirmed; writing goes on".to_owned(),
        (false, false) => "right".to_owned(),
    });
    Ok(Report { exit: if clock.wrong { REFUSED } else { 0 }, lines, data: json!(clock) })
}
