//! Views: made at the end of every job from a fresh fold of each touched document, in the job's transaction. A failed
//! projection aborts the job. Views hold no truth: `daiban rebuild` makes them anew and must find the same.

mod alarms;
mod cards;
mod figures;
mod form;
mod labels;
mod papers;
mod row;
mod tables;
mod witness;

pub use figures::{
    BY_ITEM, BY_OFFICER, BY_PLACE, COUNTED_COLUMNS, Counted, Counts, Happened, officer_number, officer_of, read_counted,
};
pub use labels::{decode as decode_labels, labels_of};
pub use papers::{rebuild as remake_papers, sheet_stand_of};
pub use row::{LATE_AT, OWED, SHOWN_LIMITS, person_hash};
pub use witness::{put_heard, put_witness};

use super::commit::{Reach, Tx, own_fact};
use super::log::{self, Document};
use super::outbox;
use crate::error::Error;
use alarms::AlarmLine;
pub use cards::{stand_number, stand_of};
use daiban_shared::case::{CaseState, Status};
use daiban_shared::fold::fold;
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, DocKind, Hash, SiteId};
use daiban_shared::kind::{Body, Taken};
use figures::FigureTally;
use form::{FormParts, FormWords};
use row::{CaseRow, Words};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use tables::{DutyLine, Index, OldRow, Tally};

/// Raised with every change of a rule or of what a view says: a store whose views are older makes them anew when it opens.
pub const VIEWS: i64 = 10;

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
        let mut late = Late::default();
        while let Some(doc) = self.touched.pop_first() {
            let audience = match doc.kind() {
                DocKind::Case => self.project(doc, &mut late)?,
                DocKind::Card | DocKind::Inspection | DocKind::Appraisal => self.project_paper(doc)?,
                DocKind::Public | DocKind::Witness | DocKind::Request | DocKind::Own | DocKind::Other(_) => continue,
            };
            let known: &mut Audience = audiences.entry(doc).or_default();
            known.newly.extend(audience.newly);
            known.children = audience.children;
        }
        self.grow_outboxes(&audiences)?;
        late.save(self.conn)?;
        let read_only: Vec<DocId> = self.loaded.keys().copied().collect();
        read_only.into_iter().for_each(|doc| self.unload(doc));
        Ok(())
    }

    fn project(&mut self, doc: DocId, late: &mut Late) -> Result<Audience, Error> {
        let mut state = self.state(doc)?;
        if self.sign_for(doc, &state)? {
            state = self.state(doc)?;
            self.touched.remove(&doc);
        }
        let (directory, own) = (self.directory(), self.identity().site());
        let is_refilled = self.refilled.remove(&doc);
        let conn = self.conn;
        let known = self.load(doc)?;
        let last = known.view.take();
        let document = &known.document;
        let sheet = Sheet { conn, directory: &directory, own, doc, document, state: &state, is_refilled };
        let (view, newly) = views(&sheet, last, late)?;
        let children = view.children.clone();
        known.view = Some(view);
        // A new calendar touches every case: they must not all stay in memory.
        self.unload(doc);
        Ok(Audience { children, newly })
    }

    fn project_paper(&mut self, doc: DocId) -> Result<Audience, Error> {
        let (directory, own) = (self.directory(), self.identity().site());
        let (children, newly) = papers::save(self.conn, &directory, own, doc)?;
        Ok(Audience { children, newly })
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
        let reach: Vec<Reach> = rows.iter().map(|row| row.reach).filter(|reach| *reach != Reach::Waiting).collect();
        if !reach.is_empty() {
            // Whatever a row says of the past, it changes the dates of what is not over.
            let since = reach.iter().filter_map(|reach| match reach {
                Reach::Since(at) => Some(*at as i64),
                Reach::Place => Some(i64::MIN),
                Reach::Dates | Reach::Waiting => None,
            });
            let since = since.min().unwrap_or(i64::MAX);
            let sql = "SELECT name FROM doc JOIN case_view ON doc.id = doc WHERE status <> ?1 OR changed_at >= ?2";
            self.touch(sql, &[&Status::Closed.number(), &since])?;
            self.touch("SELECT name FROM doc JOIN card ON doc.id = card.doc", &[])?;
        }
        // A case is found by the name of the place where it was filed.
        let is_renamed = |doc: &DocId| {
            rows.iter().any(|row| {
                row.reach == Reach::Place && matches!(&row.entry.body, Body::Site(site) if site.id == doc.origin())
            })
        };
        self.refilled.extend(self.touched.iter().filter(|doc| is_renamed(doc)).copied());
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

/// The views of a case that stand in the store, as far as the next projection needs them.
#[derive(Debug)]
pub struct LastView {
    row: OldRow,
    duties: Vec<DutyLine>,
    alarms: Vec<AlarmLine>,
    children: BTreeSet<SiteId>,
    /// Hash of the words in the search index; none = not known.
    words: Option<blake3::Hash>,
}

/// What is gathered over a job and written once at its end.
#[derive(Default)]
pub struct Late {
    tally: Tally,
    figures: FigureTally,
    index: Index,
}

impl Late {
    fn save(&mut self, conn: &Connection) -> Result<(), Error> {
        self.save_tally(conn)?;
        self.index.save(conn)
    }

    /// The counters of cases that were made anew.
    pub fn save_tally(&mut self, conn: &Connection) -> Result<(), Error> {
        self.tally.save(conn)?;
        self.figures.save(conn)
    }
}

/// Whose views are made, and where.
struct Sheet<'a> {
    conn: &'a Connection,
    directory: &'a Directory,
    own: SiteId,
    doc: DocId,
    document: &'a Document,
    state: &'a CaseState,
    /// A private part came or went: the words are made anew.
    is_refilled: bool,
}

/// Writes every view of a case; `last` = what is known to stand there.
fn views(sheet: &Sheet<'_>, last: Option<LastView>, late: &mut Late) -> Result<(LastView, BTreeSet<SiteId>), Error> {
    let Sheet { conn, own, document, state, .. } = *sheet;
    let id = document.id.ok_or(Error::NotFound)?;
    let parts = FormParts::of(state, document);
    let (old, old_duties, old_alarms, old_children, old_words) = match last {
        Some(last) => (Some(last.row), Some(last.duties), Some(last.alarms), Some(last.children), last.words),
        None => (tables::old_row(conn, id)?, None, None, None, None),
    };
    let is_same_form =
        old.as_ref().is_some_and(|old| old.form_key == parts.key && old.has_number == state.opened.is_some());
    let view = sheet.directory.newest();
    let (words, is_conflicted) = match (&old, is_same_form && !sheet.is_refilled) {
        (Some(old), true) => (None, old.is_conflicted),
        (Some(_), false) | (None, _) => {
            let form: FormWords = parts.words(conn, document)?;
            (Some(Words::of(&form, state, view)), form.is_conflicted)
        }
    };
    let judged = figures::judge(state, document, view);
    let row = CaseRow { state, document, view, own, origin: sheet.doc.origin(), is_conflicted, judged: &judged };
    let place = row.save(conn, id, parts.key, old.as_ref().map(|old| &old.place), words.as_ref())?;
    let contribution = row.contribution();
    late.tally.count(old.as_ref().map(|old| old.contribution), Some(contribution));
    let old_counted = old.as_ref().map(|old| &old.place.counted);
    if old_counted != Some(&place.counted) {
        late.figures.count(old_counted, Some(&place.counted), view.district().map(|district| district.id));
    }
    late.figures.name(figures::officers(state, document));
    let mut indexed = old_words;
    if let Some(words) = words {
        let key = Some(blake3::hash(words.tokens.as_bytes()));
        if key != old_words {
            late.index.put(id, words.tokens, old.is_some());
        }
        indexed = key;
    }
    let duties = tables::duty_lines(state);
    if old_duties.as_ref() != Some(&duties) {
        tables::save_duties(conn, id, &duties, old.is_some() && old_duties.is_none_or(|old| !old.is_empty()))?;
    }
    let alarms = alarms::alarm_lines(conn, state, document, view)?;
    if old_alarms.as_ref() != Some(&alarms) {
        alarms::save(conn, id, &alarms, old.is_some() && old_alarms.is_none_or(|old| !old.is_empty()))?;
    }
    let is_child = |site: &SiteId| view.site(*site).is_some_and(|site| site.parent == Some(own) && !site.ended);
    let children: BTreeSet<SiteId> = state.interest.iter().copied().filter(is_child).collect();
    let old_children = old_children.map_or_else(|| tables::interested(conn, id), Ok)?;
    let newly = tables::save_interests(conn, id, &old_children, &children)?;
    let row = OldRow { contribution, form_key: parts.key, has_number: state.opened.is_some(), is_conflicted, place };
    Ok((LastView { row, duties, alarms, children, words: indexed }, newly))
}

/// Throws every view away and makes it anew. Returns how many documents were folded.
pub fn rebuild(conn: &Connection, directory: &Directory, own: SiteId) -> Result<u64, Error> {
    conn.execute_batch(
        "DELETE FROM case_view; DELETE FROM duty; DELETE FROM interest; DELETE FROM tally; DELETE FROM search; \
         DELETE FROM figure; DELETE FROM carried; DELETE FROM alarm; DELETE FROM card; \
         DELETE FROM inspection; DELETE FROM finding; DELETE FROM sheet;",
    )?;
    let mut late = Late::default();
    let (mut after, mut count) = (0, 0);
    while let Some((last, some)) = remake_some(conn, directory, own, after, &mut late)? {
        (after, count) = (last, count + some);
    }
    late.save_tally(conn)?;
    papers::rebuild(conn, directory, own)?;
    Ok(count)
}

/// Makes the views of the next thousand cases behind this document, but for the counters, which it gathers. Gives the last
/// document and how many there were; none at the end.
pub fn remake_some(
    conn: &Connection,
    directory: &Directory,
    own: SiteId,
    after: i64,
    late: &mut Late,
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
        let document = Document::read(conn, doc)?;
        let state = fold(&document.entries, directory);
        let sheet = Sheet { conn, directory, own, doc, document: &document, state: &state, is_refilled: true };
        views(&sheet, None, late)?;
    }
    late.index.save(conn)?;
    Ok(Some((last, count)))
}
