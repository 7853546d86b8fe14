//! The write path of people: a command becomes entries in one transaction, or a refusal in words.

use crate::error::Error;
use crate::store::Store;
use daiban_shared::api::{CaseCreated, Command, NewCase, StepsWritten};
use daiban_shared::decide::Actor;
use daiban_shared::form::Value;
use daiban_shared::id::{CmdId, DocId, Hash};
use std::collections::BTreeMap;

/// Whether a command was carried out now or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Written now: 201.
    Fresh,
    /// The same command was answered before: 200 with the same answer.
    Replayed,
}

/// Files a case at the own site.
pub fn file(store: &Store, actor: &Actor, new: NewCase, cmd: CmdId) -> Result<(CaseCreated, Answered), Error> {
    let _ = (store, actor, new, cmd);
    Err(Error::NotFound)
}

/// Takes a step in a case. `heads` is what the person's screen showed; none = no check.
pub fn step(
    store: &Store,
    actor: &Actor,
    doc: DocId,
    heads: Option<Vec<Hash>>,
    command: Command,
    cmd: CmdId,
) -> Result<(StepsWritten, Answered), Error> {
    let _ = (store, actor, doc, heads, command, cmd);
    Err(Error::NotFound)
}

/// Writes form fields of a case.
pub fn change_form(
    store: &Store,
    actor: &Actor,
    doc: DocId,
    values: BTreeMap<String, Value>,
    cmd: CmdId,
) -> Result<(StepsWritten, Answered), Error> {
    let _ = (store, actor, doc, values, cmd);
    Err(Error::NotFound)
}
