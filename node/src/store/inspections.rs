//! Inspections as lists: what was found where, who owes what until when.

use super::appraisal::Counted;
use super::log::{entries_of, private_of};
use super::overview::subtree;
use super::query::{Look, dept_ref, site_ref};
use super::supervision::person;
use crate::error::Error;
use daiban_shared::api::{FindingView, InspectionAct, InspectionView, Person};
use daiban_shared::entry::Entry;
use daiban_shared::id::{DocId, Millis, SiteId, UserId};
use daiban_shared::kind::Private;
use daiban_shared::text::Lang;
use daiban_shared::watch::{FindingStand, FindingState, InspectionState, fold_inspection};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Inspections of one list: a district makes a few hundred a year.
const INSPECTIONS_MAX: usize = 300;
/// People of one place to choose from.
const PEOPLE_MAX: usize = 500;

/// Which inspections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InspectionFilter {
    /// Of this place and those below it.
    pub under: Option<SiteId>,
    /// Only those with a problem that is not closed.
    pub open: bool,
    /// Only those with a problem that a line of a score sheet counts.
    pub counted: Option<Counted>,
}

/// Inspections, those with open problems first, then the newest.
pub fn inspections(
    conn: &Connection,
    look: Look<'_>,
    filter: &InspectionFilter,
    lang: Lang,
) -> Result<Vec<InspectionView>, Error> {
    let under = filter.under.unwrap_or(look.site);
    let places: Vec<SiteId> = subtree(look.view(), under).into_iter().map(|(site, _)| site).collect();
    let counted = filter.counted.map_or_else(|| "1".to_owned(), |counted| counted.inspections());
    let sql = format!(
        "SELECT doc.name, inspection.site, EXISTS (SELECT 1 FROM finding WHERE finding.doc = inspection.doc AND stand < 3) AS open \
         FROM inspection JOIN doc ON doc.id = inspection.doc WHERE {counted} ORDER BY open DESC, on_day DESC, inspection.doc DESC"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let (doc, site, is_open): (_, _, bool) = (DocId(row.get(0)?), SiteId(row.get(1)?), row.get(2)?);
        if out.len() == INSPECTIONS_MAX || filter.open && !is_open {
            break;
        }
        if places.contains(&site) {
            out.extend(inspection(conn, look, doc, lang)?.map(|(view, _)| view));
        }
    }
    Ok(out)
}

/// One inspection with what its entries make of it; none while it is not here.
pub fn inspection(
    conn: &Connection,
    look: Look<'_>,
    doc: DocId,
    lang: Lang,
) -> Result<Option<(InspectionView, InspectionState)>, Error> {
    let stored = entries_of(conn, doc)?;
    let entries: Vec<Entry> = stored.iter().map(|stored| stored.entry.clone()).collect();
    let state = fold_inspection(&entries, look.directory);
    let Some((hash, by, at, open)) = &state.opened else { return Ok(None) };
    let pos = stored.iter().find(|stored| stored.entry.hash == *hash).map(|stored| stored.pos);
    let part = pos.map(|pos| private_of(conn, pos)).transpose()?.flatten();
    let private = part.and_then(|part| Private::decode(&part.bytes).ok()).unwrap_or_default();
    let mut findings = Vec::with_capacity(state.findings.len());
    for found in &state.findings {
        findings.push(finding(conn, look, found, &private, lang)?);
    }
    let view = InspectionView {
        id: doc,
        way: open.way,
        way_text: open.way.text(lang).to_owned(),
        by: site_ref(look.view(), *by),
        site: site_ref(look.view(), open.to),
        on: open.on,
        opened_at: *at,
        as_of: look.now,
        words: private.words.unwrap_or_default(),
        findings,
        steps: Vec::new(),
        may: Vec::<InspectionAct>::new(),
    };
    Ok(Some((view, state)))
}

fn finding(
    conn: &Connection,
    look: Look<'_>,
    found: &FindingState,
    private: &Private,
    lang: Lang,
) -> Result<FindingView, Error> {
    let finding = &found.finding;
    let of = |map: &Option<BTreeMap<u8, String>>| map.as_ref().and_then(|map| map.get(&finding.no)).cloned();
    let known = finding.user.map(|id| person(conn, id)).transpose()?;
    let named = of(&private.people);
    let officer = known.map(|known| Person {
        name: if known.name.is_empty() { named.unwrap_or_default() } else { known.name },
        ..known
    });
    let end = found.until.plus(1).at_minute(0);
    let is_late = match found.stand {
        FindingStand::Open => end <= look.now,
        FindingStand::Answered | FindingStand::Closed => found.answered.is_some_and(|(_, at, _)| end <= at),
        FindingStand::Withdrawn => false,
    };
    Ok(FindingView {
        no: finding.no,
        code: finding.code,
        text: finding.code.text(lang).to_owned(),
        words: of(&private.defects).unwrap_or_default(),
        department: finding.dept.map(|dept| dept_ref(look.view(), dept)),
        officer,
        case: finding.case,
        points: finding.points,
        until: found.until,
        is_late,
        sent_back: found.sent_back,
        stand: found.stand,
    })
}

/// Problems that wait: at the own place to be put right, and answered to this place to be looked at.
pub fn findings_waiting(conn: &Connection, own: SiteId) -> Result<(u32, u32), Error> {
    let sql = "SELECT coalesce(sum(finding.site = ?1 AND stand = 1), 0), coalesce(sum(by_site = ?1 AND stand = 2), 0) \
               FROM finding JOIN inspection ON inspection.doc = finding.doc WHERE stand < 3";
    Ok(conn.prepare_cached(sql)?.query_row([own.0], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// People of a place who have written something that is here, by name.
pub fn people_of(conn: &Connection, look: Look<'_>, site: SiteId) -> Result<Vec<Person>, Error> {
    let sql = "SELECT officer.user, feed.node FROM officer JOIN entry ON entry.pos = officer.pos JOIN feed ON feed.id = entry.feed";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params![])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let node = daiban_shared::id::NodeId(row.get(1)?);
        let is_there = look.view().node(node).is_some_and(|node| node.site == site);
        if is_there && out.len() < PEOPLE_MAX {
            out.push(person(conn, super::project::officer_of(row.get(0)?))?);
        }
    }
    out.retain(|person| !person.name.is_empty());
    out.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(out)
}

/// The place at which an officer wrote; none where nothing of his is here.
pub(super) fn place_of(conn: &Connection, look: Look<'_>, user: UserId) -> Result<Option<SiteId>, Error> {
    use rusqlite::OptionalExtension;
    let sql = "SELECT feed.node FROM officer JOIN entry ON entry.pos = officer.pos JOIN feed ON feed.id = entry.feed \
               WHERE officer.user = ?1";
    let number = super::project::officer_number(user);
    let node: Option<[u8; 8]> = conn.prepare_cached(sql)?.query_row([number], |row| row.get(0)).optional()?;
    Ok(node.and_then(|node| look.view().node(daiban_shared::id::NodeId(node))).map(|node| node.site))
}

/// Moments are whole: a day ends when the next one begins.
pub(super) fn is_heard_past(heard: Option<Millis>, until: Millis) -> bool {
    heard.is_some_and(|heard| heard >= until)
}
