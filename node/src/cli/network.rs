//! `daiban node`: machines of the places below this one.

use super::order::{Order, Report};
use crate::identity::Identity;
use crate::{Node, join};
use clap::{Subcommand, ValueEnum};
use daiban_shared::api::{NodeAsking, NodesView};
use daiban_shared::day::stamp;
use daiban_shared::decide::Actor;
use daiban_shared::ground::View;
use daiban_shared::id::{NodeId, SiteId, UserId};
use daiban_shared::kind::{CutReason, Role};
use daiban_shared::site::Site;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

/// `daiban node ...`
#[derive(Debug, Subcommand)]
pub enum Machines {
    /// Make a code with which the machine of a place directly below can join.
    Invite {
        /// The place: its number (002), name, official code or id.
        site: String,
    },
    /// Confirm a machine whose words were compared by phone.
    Confirm {
        /// The machine, or the place it asks for; see `daiban node list`.
        node: String,
        /// The words that the other screen shows; asked for when left out.
        #[arg(long)]
        words: Option<String>,
    },
    /// At the district: cut a lost, stolen or replaced machine off. What it writes from now on counts nowhere, and its place is
    /// free for another one. This cannot be taken back.
    Retire {
        /// The machine, or its place; see `daiban node list`.
        node: String,
        /// Why.
        #[arg(long, value_enum)]
        reason: Reason,
        /// Do not ask once more.
        #[arg(long)]
        yes: bool,
    },
    /// This machine, those below, those that wait, and invitations.
    List,
}

/// Why a machine is retired.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Reason {
    Lost,
    Replaced,
    Stolen,
    Ended,
}

impl Reason {
    fn code(self) -> CutReason {
        match self {
            Self::Lost => CutReason::Lost,
            Self::Replaced => CutReason::Replaced,
            Self::Stolen => CutReason::Stolen,
            Self::Ended => CutReason::Ended,
        }
    }
}

/// Carries out `daiban node`.
pub fn run(dir: &Path, machines: Machines) -> Report {
    match machines {
        Machines::Invite { site } => super::give(dir, Order::NodeInvite { site }),
        Machines::List => super::give(dir, Order::NodeList),
        Machines::Retire { node, reason, yes } if yes || is_sure(&node) => {
            super::give(dir, Order::NodeRetire { node, reason: reason.code() })
        }
        Machines::Retire { .. } => {
            Report::refused("nothing was done: a retired machine never comes back; give --yes if that is meant")
        }
        Machines::Confirm { node, words } => {
            let words = words.or_else(ask_words);
            super::give(dir, Order::NodeConfirm { node, words })
        }
    }
}

/// Typing the name again is the confirmation.
fn is_sure(node: &str) -> bool {
    typed(&format!("a retired machine never comes back. Type {node} again: ")).is_some_and(|again| again == node)
}

/// Typing the words instead of pressing "yes" is the comparison.
fn ask_words() -> Option<String> {
    typed("words on the other screen: ")
}

/// A line that a person types; none without a terminal.
fn typed(question: &str) -> Option<String> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return None;
    }
    eprint!("{question}");
    std::io::stderr().flush().ok()?;
    let mut line = String::new();
    input.lock().read_line(&mut line).ok()?;
    Some(line.trim().to_owned())
}

/// Makes an invitation.
pub fn invite(node: &Node, site: &str) -> Result<Report, Report> {
    let directory = node.store().directory();
    let view = directory.newest();
    let site = place(view, site)?;
    if site.parent != Some(node.identity().site()) {
        return Err(Report::refused(format!("{} {} is not directly below this place", site.number, site.zh)));
    }
    if view.live_node(site.id).is_some() {
        return Err(Report::refused(format!("a live machine already stands at {}", site.zh)));
    }
    let invite = join::invite(node, site.id)?;
    let lines = vec![
        format!("code for {} ({}): {}", site.zh, site.en, invite.code),
        format!("valid until {}", stamp(invite.expires)),
        "at the new machine: daiban init --parent <address of this machine> --code <code>".to_owned(),
    ];
    Ok(Report::done(lines, json!({ "site": site.id, "code": invite.code, "expires": invite.expires })))
}

/// Confirms a machine.
pub fn confirm(node: &Node, asking: &str, words: Option<&str>) -> Result<Report, Report> {
    let directory = node.store().directory();
    let view = directory.newest();
    let waiting = join::nodes(node)?.asking;
    let site = place(view, asking).map(|site| site.id).ok();
    let found: Vec<&NodeAsking> = waiting
        .iter()
        .filter(|one| one.node.to_string() == asking.to_lowercase() || Some(one.site.id) == site)
        .collect();
    let [found] = found[..] else {
        return Err(Report::refused(format!("{} machines wait as “{asking}”; see `daiban node list`", found.len())));
    };
    let Some(words) = words else {
        return Err(Report::refused("compare the words by phone and give them with --words"));
    };
    if !is_same(words, &found.words) {
        // Ours are not repeated here: they would be typed in without a phone call.
        return Err(Report::refused(
            "the words differ; compare them again, and do not confirm if they stay different: somebody else may be asking",
        ));
    }
    join::confirm(node, &operator(node.identity()), found.node)?;
    let lines = vec![format!("{} confirmed; it joins as soon as the district has entered it", found.site.zh)];
    Ok(Report::done(lines, json!({ "node": found.node, "site": found.site.id })))
}

/// Cuts a machine off.
pub fn retire(node: &Node, asked: &str, reason: CutReason) -> Result<Report, Report> {
    let directory = node.store().directory();
    let view = directory.newest();
    let site = place(view, asked).map(|site| site.id).ok();
    let is_meant = |id: &NodeId, at: SiteId| id.to_string() == asked.to_lowercase() || Some(at) == site;
    let found = view.nodes().find(|(id, row)| row.live && is_meant(id, row.site)).map(|(id, row)| (id, row.site));
    let Some((id, at)) = found else {
        return Err(Report::refused(format!("no live machine “{asked}”; see `daiban node list`")));
    };
    join::retire(node, UserId::ZERO, id, reason)?;
    let name = view.site(at).map_or_else(String::new, |site| format!("{} ({})", site.zh, site.en));
    let lines = vec![
        format!("machine {id} at {name} is retired; what it writes from now on counts nowhere"),
        "its place gets a new one by a new invitation; what only its own disk held is lost".to_owned(),
    ];
    Ok(Report::done(lines, json!({ "node": id, "site": at })))
}

/// This machine and its neighbours.
pub fn list(node: &Node) -> Result<Report, Report> {
    let nodes = join::nodes(node)?;
    let data = serde_json::to_value(&nodes).map_err(|error| Report::refused(error.to_string()))?;
    Ok(Report::done(lines(&nodes), data))
}

fn lines(nodes: &NodesView) -> Vec<String> {
    let mut out = vec![format!(
        "this machine  {}  {} ({})  {}",
        nodes.own.node,
        nodes.own.site.zh,
        nodes.own.site.en,
        nodes.own.words.join("-")
    )];
    for below in &nodes.below {
        let state = if below.live { "live" } else { "ended" };
        let heard = below.last_heard.map_or("never heard".to_owned(), |at| format!("heard {}", stamp(at)));
        out.push(format!("below         {}  {} ({})  {state}, {heard}", below.node, below.site.zh, below.site.en));
    }
    for asking in &nodes.asking {
        let state = if asking.confirmed { "confirmed, waits for the district" } else { "waits to be confirmed" };
        out.push(format!(
            "asking        {}  {} ({})  {state}  {}",
            asking.node,
            asking.site.zh,
            asking.site.en,
            asking.words.join("-")
        ));
    }
    for invite in &nodes.invites {
        out.push(format!("invitation    {} ({})  until {}", invite.site.zh, invite.site.en, stamp(invite.expires)));
    }
    out
}

/// A place by its number, official code, id or name. A name that several places have must be given by number.
pub fn place<'a>(view: View<'a>, text: &str) -> Result<&'a Site, Report> {
    let matches = |site: &&Site| {
        let number = text.len() == 3 && text.parse() == Ok(site.number);
        let id = text.len() == 8 && u32::from_str_radix(text, 16).is_ok_and(|id| SiteId(id) == site.id);
        number
            || id
            || site.codes.iter().any(|code| code.code == text)
            || site.zh == text
            || site.en.eq_ignore_ascii_case(text)
    };
    let found: Vec<&Site> = view.sites().filter(matches).collect();
    match found[..] {
        [site] => Ok(site),
        [] => Err(Report::refused(format!("no place “{text}”; give its three-digit number or its name"))),
        _ => {
            let numbers: Vec<String> = found.iter().map(|site| format!("{:03}", site.number)).collect();
            Err(Report::refused(format!(
                "several places are called “{text}”; give one of the numbers {}",
                numbers.join(", ")
            )))
        }
    }
}

/// Whoever can write into the machine's folder acts as its administrator.
pub fn operator(identity: &Identity) -> Actor {
    Actor {
        user: UserId::ZERO,
        name: String::new(),
        site: identity.site(),
        roles: BTreeSet::from([Role::Admin]),
        dept: None,
    }
}

fn is_same(typed: &str, words: &[String]) -> bool {
    let plain = |text: &str| {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    plain(typed) == plain(&words.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_as_they_are_read_out() {
        let words = ["1234".to_owned(), "5678".to_owned()];
        assert!(is_same("1234-5678", &words) && is_same(" 1234 5678 ", &words));
        assert!(!is_same("1234-5679", &words) && !is_same("", &words));
    }
}
