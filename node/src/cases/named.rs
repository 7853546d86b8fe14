//! What a command names that only this machine knows: its accounts, and the other cases that are here.

use super::Found;
use crate::accounts;
use crate::error::Error;
use crate::store::entries_of;
use daiban_shared::api::Command;
use daiban_shared::case::RefusalCode;
use daiban_shared::day::Day;
use daiban_shared::decide::{Actor, Refusal};
use daiban_shared::id::{DocId, DocKind, SiteId, UserId};
use daiban_shared::kind::AssignGround;

/// Errors: the command names a person or a case that is not here.
pub fn check(found: &Found<'_>, command: &Command, actor: &Actor) -> Result<(), Error> {
    match command {
        Command::Assign { to, user: Some(user), ground, .. } => {
            person(found, *to, *user, actor)?;
            // What he had goes back to him; nothing new reaches somebody who is away.
            if *user == actor.user || *ground == Some(AssignGround::HandBack) { Ok(()) } else { present(found, *user) }
        }
        Command::Terminate { duplicate_of: Some(other), .. } => other_case(found, *other),
        Command::Answer { officers, .. } if !officers.is_empty() => {
            officers.iter().try_for_each(|officer| known_officer(found, *officer))
        }
        Command::Assign { .. }
        | Command::Terminate { .. }
        | Command::Forward { .. }
        | Command::Return { .. }
        | Command::TakeOver { .. }
        | Command::Notify { .. }
        | Command::Accept { .. }
        | Command::NotAccept { .. }
        | Command::TaskOpen { .. }
        | Command::TaskEnd { .. }
        | Command::Grant { .. }
        | Command::Deny { .. }
        | Command::Withdraw { .. }
        | Command::Close { .. }
        | Command::Annul { .. }
        | Command::Extend { .. }
        | Command::Lapse { .. }
        | Command::Urge { .. }
        | Command::TimeSet { .. }
        | Command::Green { .. }
        | Command::Supplement { .. }
        | Command::WithdrawAsked { .. }
        | Command::Answer { .. }
        | Command::Deliver { .. }
        | Command::Note { .. } => Ok(()),
    }
}

/// A case in the hand of an account that nobody has would lie there for ever. Accounts of another place are not known
/// here, so a person can be named at the own place only.
fn person(found: &Found<'_>, to: Option<SiteId>, user: UserId, actor: &Actor) -> Result<(), Error> {
    let is_own_place = to.is_none_or(|to| to == actor.site);
    if !is_own_place || !accounts::is_enabled(found.conn, user)? {
        return Err(Refusal::new(RefusalCode::NoSuchPerson).at_field("user").into());
    }
    if !accounts::handles_cases(found.conn, user)? {
        return Err(Refusal::new(RefusalCode::NotAWorker).at_field("user").into());
    }
    Ok(())
}

fn present(found: &Found<'_>, user: UserId) -> Result<(), Error> {
    match accounts::away_on(found.conn, user, Day::of(found.moment.now))? {
        Some(until) => Err(Refusal::new(RefusalCode::PersonAway).with("day", until).at_field("user").into()),
        None => Ok(()),
    }
}

/// Officers are named by their accounts at this place.
fn known_officer(found: &Found<'_>, user: UserId) -> Result<(), Error> {
    if accounts::is_enabled(found.conn, user)? {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::NoSuchPerson).at_field("officers").into())
}

fn other_case(found: &Found<'_>, other: DocId) -> Result<(), Error> {
    let is_another = other != found.doc && other.kind() == DocKind::Case;
    if is_another && !entries_of(found.conn, other)?.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::DuplicateUnknown).at_field("duplicate_of").into())
}
