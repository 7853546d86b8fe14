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
use daiban_shared::api::{AtOnce, CaseCreated, Command, NewCase, StepsWritten};
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
        working(tx, &actor, doc, cmd, content, |found| planned(found, heads.as_ref(), &command, &actor))
    })
}

/// Takes an instant item from here to its end by one press: accepted, granted, handed over, filed away; all of it or nothing.
///
/// Errors: what refuses one of these steps; no such case here; the command id was used with other content.
pub fn at_once(
    store: &Store,
    actor: &Actor,
    doc: DocId,
    asked: AtOnce,
    cmd: CmdId,
) -> Result<(StepsWritten, Answered), Error> {
    let actor = actor.clone();
    store.write(Priority::People, move |tx| {
        let content = command::content_hash("at once", Some(doc), &AtOnce { id: None, ..asked.clone() })?;
        once(tx, &actor, doc, cmd, content, |tx| {
            let commands = look(tx, doc, |found| {
                decide::at_once(&found.about, &actor, &found.moment)?;
                Ok(decide::at_once_steps(&found.about, &asked))
            })?;
            let mut steps = Vec::new();
            for (no, command) in commands.iter().enumerate() {
                // Each is decided on what the one before it left; the first also on what the person's screen showed.
                let heads = asked.heads.as_ref().filter(|_| no == 0);
                let planned = look(tx, doc, |found| planned(found, heads, command, &actor))?;
                steps.extend(append(tx, &actor, doc, planned, cmd, steps.len())?);
            }
            Ok(steps)
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
    append(tx, actor, doc, planned, cmd, 0)?;
    let answer = CaseCreated { id: doc, number };
    command::remember(tx, cmd, actor.user, content, doc, &answer)?;
    Ok((answer, Answered::Fresh))
}

/// What a command writes, if the machine knows whom it names.
fn planned(
    found: &Found<'_>,
    heads: Option<&Vec<Hash>>,
    command: &Command,
    actor: &Actor,
) -> Result<Vec<Planned>, Error> {
    let new_since = heads.map_or(0, |heads| screen::news_since(found.dossier, heads, actor));
    let planned = decide::decide(&found.about, command, actor, &Moment { new_since, ..found.moment })?;
    named::check(found, command, actor)?;
    Ok(planned)
}

fn working(
    tx: &mut Tx<'_>,
    actor: &Actor,
    doc: DocId,
    cmd: CmdId,
    content: [u8; 32],
    plan: impl FnOnce(&Found<'_>) -> Result<Vec<Planned>, Error>,
) -> Result<(StepsWritten, Answered), Error> {
    once(tx, actor, doc, cmd, content, |tx| {
        let planned = look(tx, doc, plan)?;
        append(tx, actor, doc, planned, cmd, 0)
    })
}

/// Works on a case once: what was written by this command before, here or on a machine that was restored since, is the answer.
fn once(
    tx: &mut Tx<'_>,
    actor: &Actor,
    doc: DocId,
    cmd: CmdId,
    content: [u8; 32],
    work: impl FnOnce(&mut Tx<'_>) -> Result<Vec<Hash>, Error>,
) -> Result<(StepsWritten, Answered), Error> {
    if let Some(answer) = command::answered(tx.conn(), cmd, actor.user, content)? {
        return Ok((answer, Answered::Replayed));
    }
    let directory = tx.directory();
    let before = Dossier::read(tx.conn(), doc, &directory)?.ok_or(Error::NotFound)?.written_by(actor.user, cmd);
    if !before.is_empty() {
        return Ok((StepsWritten { id: doc, steps: before }, Answered::Replayed));
    }
    let answer = StepsWritten { id: doc, steps: work(tx)? };
    command::remember(tx, cmd, actor.user, content, doc, &answer)?;
    Ok((answer, Answered::Fresh))
}

/// Looks at a case on a fresh fold.
fn look<T>(tx: &mut Tx<'_>, doc: DocId, work: impl FnOnce(&Found<'_>) -> Result<T, Error>) -> Result<T, Error> {
    let directory = tx.directory();
    let dossier = Dossier::read(tx.conn(), doc, &directory)?.ok_or(Error::NotFound)?;
    let item = dossier.item(&directory).ok_or(Error::NotFound)?;
    let form = dossier.form();
    let view = form.view();
    let heard = dossier::heard(tx.conn(), tx.identity().site(), tx.now())?;
    work(&Found {
        conn: tx.conn(),
        doc,
        dossier: &dossier,
        form: &form,
        about: About { state: &dossier.state, item, form: &view },
        moment: Moment { now: tx.now(), directory: directory.newest(), heard: &heard, new_since: 0 },
    })
}

/// Appends what was planned; `part` = how many entries of this command were written before.
fn append(
    tx: &mut Tx<'_>,
    actor: &Actor,
    doc: DocId,
    planned: Vec<Planned>,
    cmd: CmdId,
    part: usize,
) -> Result<Vec<Hash>, Error> {
    if tx.entries(doc)?.len() + planned.len() > CASE_ENTRIES_MAX {
        return Err(Error::refused(RefusalCode::TooMany));
    }
    let mut steps = Vec::new();
    let first = u8::try_from(part).unwrap_or(u8::MAX);
    for (part, one) in (first..=u8::MAX).zip(planned) {
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
