//! The write path of people: a command becomes entries in one transaction, or a refusal in words.
//!
//! Each command runs on a fresh fold inside the writer. The same command again gives the same answer, so a retry after a
//! lost answer is harmless. Knows nothing of HTTP and decides nothing: `decide` says what is written.

pub(crate) mod command;
mod dossier;
mod number;

pub(crate) use dossier::{Dossier, Part, heard};

use crate::error::Error;
use crate::store::{self, Draft, Priority, Store, Tx};
use daiban_shared::api::{CaseCreated, Command, NewCase, StepsWritten};
use daiban_shared::case::RefusalCode;
use daiban_shared::decide::{self, About, Actor, Filing, Moment, Planned, Refusal};
use daiban_shared::entry::CASE_ENTRIES_MAX;
use daiban_shared::form::{IdNumber, Value};
use daiban_shared::id::{CmdId, DocId, DocKind, Hash, Millis};
use daiban_shared::kind::Kind;
use std::collections::{BTreeMap, BTreeSet};
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
        working(tx, &actor, doc, cmd, content, |about, moment, dossier| {
            let new_since = heads.as_ref().map_or(0, |heads| news_since(dossier, heads, &actor));
            decide::decide(about, &command, &actor, &Moment { new_since, ..*moment })
        })
    })
}

/// Writes form fields of a case; a field with several values is picked by writing it.
///
/// Errors: a refusal; no such case here; the command id was used with other content.
pub fn change_form(
    store: &Store,
    actor: &Actor,
    doc: DocId,
    values: BTreeMap<String, Value>,
    cmd: CmdId,
) -> Result<(StepsWritten, Answered), Error> {
    let actor = actor.clone();
    store.write(Priority::People, move |tx| {
        let content = command::content_hash("form", Some(doc), &values)?;
        working(tx, &actor, doc, cmd, content, |about, moment, _| decide::decide_form(about, &values, &actor, moment))
    })
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
    plan: impl FnOnce(&About<'_>, &Moment<'_>, &Dossier) -> Result<Vec<Planned>, Refusal>,
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
    let form = dossier.form().view();
    let heard = store_heard(tx)?;
    let moment = Moment { now: tx.now(), directory: directory.newest(), heard: &heard, new_since: 0 };
    let planned = plan(&About { state: &dossier.state, item, form: &form }, &moment, &dossier)?;
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

/// Entries of other people and machines that the screen did not show. What machines write by themselves, and what
/// still waits for something, is no news to decide on.
fn news_since(dossier: &Dossier, heads: &[Hash], actor: &Actor) -> u32 {
    let past = dossier.past_of(heads);
    let is_news = |step: &&daiban_shared::case::Step| {
        let is_own = step.by == actor.user && step.site == actor.site;
        let is_machines = matches!(step.kind, Kind::Taken | Kind::Join);
        let waits = matches!(step.effect, daiban_shared::case::Effect::Waits(_));
        !past.contains(&step.hash) && !is_own && !is_machines && !waits
    };
    dossier.state.steps.iter().filter(is_news).count() as u32
}

/// Up to when each place was heard; the own place always.
fn store_heard(tx: &Tx<'_>) -> Result<BTreeMap<daiban_shared::id::SiteId, Millis>, Error> {
    dossier::heard(tx.conn(), tx.identity().site(), tx.now())
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

impl Dossier {
    /// The entries behind these heads, themselves included.
    fn past_of(&self, heads: &[Hash]) -> BTreeSet<Hash> {
        let mut past = BTreeSet::new();
        let mut open: Vec<Hash> = heads.to_vec();
        while let Some(hash) = open.pop() {
            if past.insert(hash) {
                open.extend(self.entry(hash).into_iter().flat_map(|entry| entry.head.seen.iter().copied()));
            }
        }
        past
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
