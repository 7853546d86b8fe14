//! The write path of people: a command becomes entries in one transaction, or a refusal in words.
//!
//! Each command runs on a fresh fold inside the writer. The same command again gives the same answer, so a retry after a
//! lost answer is harmless. Knows nothing of HTTP and decides nothing: `decide` says what is written.

pub(crate) mod command;
pub(crate) mod dossier;
mod named;
mod number;
mod screen;

use dossier::Form;
pub(crate) use dossier::{Dossier, Part, heard};

use crate::error::Error;
use crate::store::{self, Draft, Priority, Store, Tx};
use daiban_shared::api::{CaseCreated, Command, NewCase, StepsWritten};
use daiban_shared::case::RefusalCode;
use daiban_shared::decide::{self, About, Actor, Filing, FormView, Moment, Planned, Refusal};
use daiban_shared::entry::CASE_ENTRIES_MAX;
use daiban_shared::form::{IdNumber, Value};
use daiban_shared::id::{CmdId, DocId, DocKind, Hash};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// Below this much free space nobody files; open cases can still be worked on.
pub const FREE_BYTES_MIN: u64 = 200 * 1024 * 1024;
/// The same person and item within this time is likely a double filing.
const DUPLICATE_MS: u64 = 30 * 24 * 3_600_000;

/// Whether a command was carried out now or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Written now: 201.
    Fresh,
    /// The same command was answered before: 200 with the same answer.
    Replayed,
}

/// Files a case at the own site.
///
/// Errors: a refusal; the command id was used with other content.
pub fn file(store: &Store, actor: &Actor, new: NewCase, cmd: CmdId) -> Result<(CaseCreated, Answered), Error> {
    let free = free_bytes(store.path());
    let actor = actor.clone();
    store.write(Priority::People, move |tx| filing(tx, &actor, new, cmd, free))
}

/// Takes a step in a case. `heads` is what the person's screen showed; none = no check.
///
/// Errors: a refusal; no such case here; the command id was used with other content.
pub fn step(
    store: &Store,
    actor: &Actor,
    doc: DocId,
    heads: Option<Vec<Hash>>,
    command: Command,
    cmd: CmdId,
) -> Result<(StepsWritten, Answered), Error> {
    let actor = actor.clone();
    store.write(Priority::People, move |tx| {
        let content = command::content_hash("step", Some(doc), &(&heads, &command))?;
        working(tx, &actor, doc, cmd, content, |found| {
            let new_since = heads.as_ref().map_or(0, |heads| screen::news_since(found.dossier, heads, &actor));
            let planned = decide::decide(&found.about, &command, &actor, &Moment { new_since, ..found.moment })?;
            named::check(found, &command, &actor)?;
            Ok(planned)
        })
    })
}

/// Writes form fields of a case; a field with several values is picked by writing it. `heads` is what the person's
/// screen showed: a field that others wrote since is not overwritten unseen. None = no check.
///
/// Errors: a refusal; no such case here; the command id was used with other content.
pub fn change_form(
    store: &Store,
    actor: &Actor,
    doc: DocId,
    heads: Option<Vec<Hash>>,
    values: BTreeMap<String, Value>,
    cmd: CmdId,
) -> Result<(StepsWritten, Answered), Error> {
    let actor = actor.clone();
    store.write(Priority::People, move |tx| {
        // What the screen showed is a condition and not content: a retry after a reload is still the same command.
        let content = command::content_hash("form", Some(doc), &values)?;
        working(tx, &actor, doc, cmd, content, |found| {
            let unseen = heads.map(|heads| screen::unseen_fields(found.dossier, found.form, &heads, &actor));
            let form = FormView { unseen: unseen.unwrap_or_default(), ..found.about.form.clone() };
            Ok(decide::decide_form(&About { form: &form, ..found.about }, &values, &actor, &found.moment)?)
        })
    })
}

/// A case as a command finds it, inside the writer's transaction.
struct Found<'a> {
    conn: &'a Connection,
    doc: DocId,
    dossier: &'a Dossier,
    form: &'a Form,
    about: About<'a>,
    moment: Moment<'a>,
}

fn filing(
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: NewCase,
    cmd: CmdId,
    free: Option<u64>,
) -> Result<(CaseCreated, Answered), Error> {
    let content = command::content_hash("file", None, &NewCase { id: None, ..new.clone() })?;
    if let Some(answer) = command::answered(tx.conn(), cmd, actor.user, content)? {
        return Ok((answer, Answered::Replayed));
    }
    let doc = DocId::for_command(DocKind::Case, actor.site, actor.user, cmd);
    // After a restore the case may have come back from the place above before the person pressed again.
    if let Some(opened) = tx.case(doc)?.opened {
        return Ok((CaseCreated { id: doc, number: opened.number }, Answered::Replayed));
    }
    if free.is_some_and(|free| free < FREE_BYTES_MIN) {
        return Err(Error::refused(RefusalCode::DiskFull));
    }
    let directory = tx.directory();
    let directory = directory.newest();
    let Some((item_hash, item)) = directory.item(&new.item) else {
        return Err(Refusal::new(RefusalCode::ItemNotInForce).with("item", &new.item).at_field("item").into());
    };
    let duplicate = likely_duplicate(tx, &new)?;
    let number = number::next(tx, actor.site)?;
    let filing = Filing { item_hash, item, number: &number, duplicate: duplicate.as_deref() };
    let heard = BTreeMap::new();
    let moment = Moment { now: tx.now(), directory, heard: &heard, new_since: 0 };
    let planned = decide::decide_open(&filing, &new, actor, &moment).map_err(all_of)?;
    append(tx, actor, doc, planned, cmd)?;
    let answer = CaseCreated { id: doc, number };
    command::remember(tx, cmd, actor.user, content, doc, &answer)?;
    Ok((answer, Answered::Fresh))
}

fn working(
    tx: &mut Tx<'_>,
    actor: &Actor,
    doc: DocId,
    cmd: CmdId,
    content: [u8; 32],
    plan: impl FnOnce(&Found<'_>) -> Result<Vec<Planned>, Error>,
) -> Result<(StepsWritten, Answered), Error> {
    if let Some(answer) = command::answered(tx.conn(), cmd, actor.user, content)? {
        return Ok((answer, Answered::Replayed));
    }
    let directory = tx.directory();
    let dossier = Dossier::read(tx.conn(), doc, &directory)?.ok_or(Error::NotFound)?;
    let before = dossier.written_by(actor.user, cmd);
    if !before.is_empty() {
        return Ok((StepsWritten { id: doc, steps: before }, Answered::Replayed));
    }
    let item = dossier.item(&directory).ok_or(Error::NotFound)?;
    let form = dossier.form();
    let view = form.view();
    let heard = dossier::heard(tx.conn(), tx.identity().site(), tx.now())?;
    let planned = plan(&Found {
        conn: tx.conn(),
        doc,
        dossier: &dossier,
        form: &form,
        about: About { state: &dossier.state, item, form: &view },
        moment: Moment { now: tx.now(), directory: directory.newest(), heard: &heard, new_since: 0 },
    })?;
    if dossier.len() + planned.len() > CASE_ENTRIES_MAX {
        return Err(Error::refused(RefusalCode::TooMany));
    }
    let answer = StepsWritten { id: doc, steps: append(tx, actor, doc, planned, cmd)? };
    command::remember(tx, cmd, actor.user, content, doc, &answer)?;
    Ok((answer, Answered::Fresh))
}

fn append(tx: &mut Tx<'_>, actor: &Actor, doc: DocId, planned: Vec<Planned>, cmd: CmdId) -> Result<Vec<Hash>, Error> {
    let mut steps = Vec::new();
    for (part, one) in (0..=u8::MAX).zip(planned) {
        let mut private = one.private;
        private.name = Some(actor.name.clone());
        let draft = Draft { doc, body: one.body, private, by: actor.user, role: one.role, cmd, part };
        steps.push(tx.append(draft)?.hash);
    }
    Ok(steps)
}

fn likely_duplicate(tx: &Tx<'_>, new: &NewCase) -> Result<Option<String>, Error> {
    // A number that cannot be one is refused field by field further down.
    let Ok(id_number) = IdNumber::parse(new.applicant.id_number.trim()) else { return Ok(None) };
    let since = tx.now().saturating_sub(DUPLICATE_MS);
    store::recent_of_person(tx.conn(), id_number.text(), &new.item, since)
}

/// One reason is shown as such; several as a list of fields.
fn all_of(mut refusals: Vec<Refusal>) -> Error {
    match refusals.len() {
        1 => refusals.remove(0).into(),
        _ => Error::RefusedFields(refusals),
    }
}

/// Free space beside the database; none where the system does not tell: then SQLite says when the disk is full.
pub(crate) fn free_bytes(database: &Path) -> Option<u64> {
    fs4::available_space(database.parent()?).ok()
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
