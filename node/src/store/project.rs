//! Views: made at the end of every job from a fresh fold of each touched document, in the job's transaction. A failed
//! projection aborts the job. Views hold no truth: `daiban rebuild` makes them anew and must find the same.

mod form;
mod labels;
mod row;
mod tables;
mod witness;

pub use labels::{decode as decode_labels, labels_of};
pub use row::{SHOWN_LIMITS, person_hash};
pub use tables::Tally;
pub use witness::{put_heard, put_witness};

use super::commit::{Tx, own_fact};
use super::log::{self, StoredEntry};
use super::outbox;
use crate::error::Error;
use daiban_shared::case::CaseState;
use daiban_shared::fold::fold;
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, DocKind, Hash, SiteId};
use daiban_shared::kind::{Body, Taken};
use form::{FormParts, FormWords};
use row::{CaseRow, Words};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a case is sent to, and who is new among them.
#[derive(Default)]
struct Audience {
    children: BTreeSet<SiteId>,
    newly: BTreeSet<SiteId>,
}

impl Tx<'_> {
    /// Ends a job: views of everything it touched, then the neighbours' outboxes.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        self.touch_what_public_rows_change()?;
        let mut audiences = BTreeMap::new();
        let mut tally = Tally::default();
        while let Some(doc) = self.touched.pop_first() {
            if doc.kind() == DocKind::Case {
                let audience = self.project(doc, &mut tally)?;
                let known: &mut Audience = audiences.entry(doc).or_default();
                known.newly.extend(audience.newly);
                known.children = audience.children;
            }
        }
        tally.save(self.conn)?;
        self.grow_outboxes(&audiences)
    }

    fn project(&mut self, doc: DocId, tally: &mut Tally) -> Result<Audience, Error> {
        let mut state = self.case(doc)?;
        if self.sign_for(doc, &state)? {
            state = self.case(doc)?;
            self.touched.remove(&doc);
        }
        let (directory, own) = (self.directory(), self.identity().site());
        let is_refilled = self.refilled.remove(&doc);
        let conn = self.conn;
        let audience = views(conn, &directory, own, doc, self.load(doc)?, &state, is_refilled, tally);
        // A new calendar touches every case: they must not all stay in memory.
        self.unload(doc);
        audience
    }

    /// What is in this place's hand, or asked of it, by another place: the machine signs for it, and nobody can stop the
    /// clock by not pressing. Says whether it wrote.
    fn sign_for(&mut self, doc: DocId, state: &CaseState) -> Result<bool, Error> {
        let own = self.identity().site();
        let mut of: Vec<Hash> = Vec::new();
        if let Some(holder) = state.holder
            && holder.site == own
            && holder.taken_at.is_none()
            && holder.from.is_some_and(|from| from != own)
        {
            of.push(holder.since);
        }
        for task in state.tasks.iter().filter(|task| task.is_open()) {
            let is_asked =
                task.to.iter().any(|to| to.addressee.site == own && to.taken_at.is_none() && to.answer.is_none());
            let author = state.steps.iter().find(|step| step.hash == task.hash).map(|step| step.site);
            if is_asked && author.is_some_and(|author| author != own) {
                of.push(task.hash);
            }
        }
        let mut wrote = false;
        for of in of {
            let mut named = blake3::Hasher::new();
            named.update(b"taken").update(&of.0);
            match self.append(own_fact(doc, Body::Taken(Taken { of }), named)) {
                Ok(_) => wrote = true,
                // What has arrived is kept all the same; it is signed for when the clock is right again.
                Err(Error::ClockWrong { .. }) => return Ok(wrote),
                Err(error) => return Err(error),
            }
        }
        Ok(wrote)
    }

    /// New public rows change cases that waited for them, those of a machine that is cut off, and dates.
    fn touch_what_public_rows_change(&mut self) -> Result<(), Error> {
        if self.public_rows.is_empty() {
            return Ok(());
        }
        let waiting = "SELECT name FROM doc JOIN case_view ON doc.id = doc WHERE waits & 2";
        self.touch(waiting, &[])?;
        let rows = std::mem::take(&mut self.public_rows);
        let dates_change = rows.iter().any(|row| row.replaces_site || matches!(row.entry.body, Body::Calendar(_)));
        if dates_change {
            self.touch("SELECT name FROM doc JOIN case_view ON doc.id = doc", &[])?;
        }
        for row in rows {
            if let Body::Cut(cut) = &row.entry.body {
                let of_machine = "SELECT DISTINCT doc.name FROM feed JOIN entry ON entry.feed = feed.id JOIN doc ON doc.id = entry.doc \
                                  WHERE feed.node = ?1";
                self.touch(of_machine, &[&&cut.node.0[..]])?;
            }
        }
        Ok(())
    }

    fn touch(&mut self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<(), Error> {
        let mut query = self.conn.prepare_cached(sql)?;
        let mut rows = query.query(values)?;
        while let Some(row) = rows.next()? {
            self.touched.insert(DocId(row.get(0)?));
        }
        Ok(())
    }

    /// In commit order, which is causal: what is new and concerns the neighbour, unless it came from there. A case that
    /// newly concerns a child goes there whole.
    fn grow_outboxes(&mut self, audiences: &BTreeMap<DocId, Audience>) -> Result<(), Error> {
        let directory = self.directory();
        let mut neighbours = std::mem::take(&mut self.memory.neighbours);
        for neighbour in &mut neighbours {
            if self.rebuilds.contains(&neighbour.site) {
                outbox::rebuild(self.conn, &directory, neighbour)?;
                continue;
            }
            let before = neighbour.out;
            let mut whole: BTreeSet<DocId> = BTreeSet::new();
            if !neighbour.is_parent {
                whole.extend(
                    audiences
                        .iter()
                        .filter(|(_, audience)| audience.newly.contains(&neighbour.site))
                        .map(|(doc, _)| *doc),
                );
            }
            let mut sent = BTreeSet::new();
            for fresh in &self.fresh {
                if whole.contains(&fresh.doc) {
                    if sent.insert(fresh.doc) {
                        push_all(self.conn, neighbour, fresh.doc)?;
                    }
                    continue;
                }
                let is_child =
                    audiences.get(&fresh.doc).is_some_and(|audience| audience.children.contains(&neighbour.site));
                let wanted = outbox::concerns(&directory, neighbour, fresh.doc).unwrap_or(is_child);
                if wanted && fresh.from != Some(neighbour.site) {
                    outbox::push(self.conn, neighbour, fresh.pos, fresh.hash)?;
                }
            }
            for doc in whole.difference(&sent) {
                push_all(self.conn, neighbour, *doc)?;
            }
            if neighbour.out != before {
                outbox::save(self.conn, neighbour)?;
            }
        }
        self.memory.neighbours = neighbours;
        Ok(())
    }
}

fn push_all(conn: &Connection, neighbour: &mut outbox::Neighbour, doc: DocId) -> Result<(), Error> {
    for stored in log::entries_of(conn, doc)? {
        if stored.from != Some(neighbour.site) {
            outbox::push(conn, neighbour, stored.pos, stored.entry.hash)?;
        }
    }
    Ok(())
}

/// Writes every view of a case.
#[allow(clippy::too_many_arguments)] // One thing each; a struct of them would be used once.
fn views(
    conn: &Connection,
    directory: &Directory,
    own: SiteId,
    doc: DocId,
    entries: &[StoredEntry],
    state: &CaseState,
    is_refilled: bool,
    tally: &mut Tally,
) -> Result<Audience, Error> {
    let id = log::doc_id(conn, doc)?;
    let by_hash: BTreeMap<Hash, &StoredEntry> = entries.iter().map(|stored| (stored.entry.hash, stored)).collect();
    let parts = FormParts::of(conn, state, &by_hash)?;
    let old = tables::old_row(conn, id)?;
    let is_same_form =
        old.as_ref().is_some_and(|old| old.form_key == parts.key && old.has_number == state.opened.is_some());
    let view = directory.newest();
    let (words, is_conflicted) = match (&old, is_same_form && !is_refilled) {
        (Some(old), true) => (None, old.is_conflicted),
        (Some(_), false) | (None, _) => {
            let form: FormWords = parts.words(conn, &by_hash)?;
            (Some(Words::of(&form, state, view)), form.is_conflicted)
        }
    };
    let row = CaseRow { state, entries, view, own, origin: doc.origin(), is_conflicted };
    row.save(conn, id, parts.key, words.as_ref())?;
    tally.count(old.map(|old| old.contribution), Some(row.contribution()));
    tables::duties(conn, id, state)?;
    let is_child = |site: &SiteId| view.site(*site).is_some_and(|site| site.parent == Some(own) && !site.ended);
    let children: BTreeSet<SiteId> = state.interest.iter().copied().filter(is_child).collect();
    let newly = tables::interests(conn, id, &children)?;
    Ok(Audience { children, newly })
}

/// Throws every view away and makes it anew. Returns how many documents were folded.
pub fn rebuild(conn: &Connection, directory: &Directory, own: SiteId) -> Result<u64, Error> {
    conn.execute_batch(
        "DELETE FROM case_view; DELETE FROM duty; DELETE FROM interest; DELETE FROM tally; DELETE FROM search;",
    )?;
    let mut tally = Tally::default();
    let (mut after, mut count) = (0, 0);
    while let Some((last, some)) = remake_some(conn, directory, own, after, &mut tally)? {
        (after, count) = (last, count + some);
    }
    tally.save(conn)?;
    Ok(count)
}

/// Makes the views of the next thousand cases behind this document, but for the counters, which it gathers. Gives the last
/// document and how many there were; none at the end.
pub fn remake_some(
    conn: &Connection,
    directory: &Directory,
    own: SiteId,
    after: i64,
    tally: &mut Tally,
) -> Result<Option<(i64, u64)>, Error> {
    let sql = "SELECT id, name FROM doc WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT 1000";
    let kind = DocId::for_month(DocKind::Case, own, 0, 0).0[0];
    let docs: Vec<(i64, DocId)> = conn
        .prepare_cached(sql)?
        .query_map(params![kind, after], |row| Ok((row.get(0)?, DocId(row.get(1)?))))?
        .collect::<Result<_, _>>()?;
    let Some((last, _)) = docs.last().copied() else { return Ok(None) };
    let count = docs.len() as u64;
    for (_, doc) in docs {
        let entries = log::entries_of(conn, doc)?;
        let bare: Vec<_> = entries.iter().map(|stored| stored.entry.clone()).collect();
        views(conn, directory, own, doc, &entries, &fold(&bare, directory), true, tally)?;
    }
    Ok(Some((last, count)))
}
