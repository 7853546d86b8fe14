//! What appraisal measures: figures of a period beside the cards and inspections of the same days; and settled sheets.

use super::figures::{Asked, figures};
use super::inspections::{is_heard_past, place_of};
use super::log::by_pos;
use super::overview::{per_site, subtree};
use super::project::sheet_stand_of;
use super::query::Look;
use crate::error::Error;
use daiban_shared::api::{DaySpan, FigureKey};
use daiban_shared::appraisal::SheetStand;
use daiban_shared::figures::{Dimension, Measures};
use daiban_shared::id::{DeptId, DocId, Millis, SiteId, UserId};
use daiban_shared::kind::{AppraisalOf, Body, SheetFix, SheetStep};
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A place.
    Place(SiteId),
    /// A department, everywhere in the branch.
    Window(DeptId),
    /// An officer.
    Officer(UserId),
}

/// What a line of a score sheet counts, for the list behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Whom.
    pub subject: Subject,
    /// In which days.
    pub span: DaySpan,
}

impl Counted {
    /// Cards that count, as a term about a row of `card`.
    pub fn cards(&self) -> String {
        let whom = match self.subject {
            Subject::Place(site) => format!("site = {}", site.0),
            Subject::Officer(user) => format!("officer = x'{user}'"),
            Subject::Window(dept) => format!(
                "coalesce(dept, (SELECT case_view.dept FROM doc AS of_case JOIN case_view ON case_view.doc = of_case.id \
                 WHERE of_case.name = case_name)) = {}",
                dept.0
            ),
        };
        let (from, before) = (self.span.from.at_minute(0), self.span.to.plus(1).at_minute(0));
        format!("since >= {from} AND since < {before} AND stand <> 5 AND {whom}")
    }

    /// Inspections with a problem that counts, as a term about a row of `inspection`.
    pub fn inspections(&self) -> String {
        let whom = match self.subject {
            Subject::Place(site) => format!("finding.site = {}", site.0),
            Subject::Officer(user) => format!("finding.officer = x'{user}'"),
            Subject::Window(dept) => format!("finding.dept = {}", dept.0),
        };
        let (from, to) = (self.span.from.0, self.span.to.0);
        format!(
            "EXISTS (SELECT 1 FROM finding WHERE finding.doc = inspection.doc AND finding.on_day BETWEEN {from} AND {to} \
             AND finding.stand <> 4 AND {whom})"
        )
    }
}

/// What was measured of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Whom.
    pub subject: Subject,
    /// Where.
    pub site: SiteId,
    /// Figures.
    pub measures: Measures,
    /// What came of rules and inspections.
    pub marks: Marks,
    /// Everything that the place wrote in the period is here.
    pub is_complete: bool,
}

/// Cards and findings of one subject.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// Cards that stand.
    pub cards: u64,
    /// Cards answered late, or not yet though they should be.
    pub cards_late: u64,
    /// Points of findings.
    pub points: u64,
    /// Findings put right late, or not yet though they should be.
    pub findings_late: u64,
}

/// Everything in this branch that a scheme of this kind appraises; a place that works, whether it has done something or not.
pub fn measured(
    conn: &Connection,
    look: Look<'_>,
    of: AppraisalOf,
    period: daiban_shared::figures::Term,
    span: DaySpan,
) -> Result<Vec<Measured>, Error> {
    let by = match of {
        AppraisalOf::Place => Dimension::Place,
        AppraisalOf::Window => Dimension::Department,
        AppraisalOf::Officer => Dimension::Officer,
    };
    let asked = Asked { site: look.site, by, period, from: span.from, to: span.to };
    let mut found: BTreeMap<Subject, Measures> = BTreeMap::new();
    let branch: Vec<SiteId> = subtree(look.view(), look.site).into_iter().map(|(site, _)| site).collect();
    if of == AppraisalOf::Place {
        found.extend(branch.iter().map(|site| (Subject::Place(*site), Measures::default())));
    }
    let view = look.view();
    let parents: BTreeSet<SiteId> = branch.iter().filter_map(|site| view.site(*site)?.parent).collect();
    for row in figures(conn, look, asked)?.rows {
        // A place with others below it is appraised by itself.
        let is_branch = matches!(&row.key, FigureKey::Place { site, own: false, .. } if parents.contains(&site.id));
        if let Some(subject) = subject_of(&row.key).filter(|_| !is_branch) {
            found.insert(subject, row.figures.now);
        }
    }
    let marks = marks(conn, look, of, span)?;
    for subject in marks.keys() {
        found.entry(*subject).or_default();
    }
    let heard = per_site(conn, "SELECT site, until FROM heard")?;
    let end = span.to.plus(1).at_minute(0);
    let until = |site: SiteId| heard.get(&site).map(|at| *at as Millis);
    let is_heard = |site: SiteId| site == look.site || is_heard_past(until(site), end);
    let all_heard = branch.iter().filter(|site| view.live_node(**site).is_some()).all(|site| is_heard(*site));
    let mut out = Vec::with_capacity(found.len());
    for (subject, measures) in found {
        let site = match subject {
            Subject::Place(site) => site,
            Subject::Window(_) => look.site,
            Subject::Officer(user) => place_of(conn, look, user)?.unwrap_or(look.site),
        };
        if !branch.contains(&site) {
            continue;
        }
        let marks = marks.get(&subject).copied().unwrap_or_default();
        // A place without a machine of which nothing is known does no work here that could be scored.
        let is_idle = measures == Measures::default() && marks == Marks::default();
        if is_idle && view.live_node(site).is_none() {
            continue;
        }
        // A window's work comes from every place of the branch.
        let is_complete = match subject {
            Subject::Window(_) => all_heard,
            Subject::Place(_) | Subject::Officer(_) => is_heard(site),
        };
        out.push(Measured { subject, site, measures, marks, is_complete });
    }
    Ok(out)
}

fn subject_of(key: &FigureKey) -> Option<Subject> {
    if let FigureKey::Place { site, .. } = key {
        return Some(Subject::Place(site.id));
    }
    if let FigureKey::Department { department: Some(department) } = key {
        return Some(Subject::Window(department.id));
    }
    if let FigureKey::Officer { user: Some(user), .. } = key {
        return Some(Subject::Officer(*user));
    }
    None
}

fn marks(conn: &Connection, look: Look<'_>, of: AppraisalOf, span: DaySpan) -> Result<BTreeMap<Subject, Marks>, Error> {
    let (from, before) = (span.from.at_minute(0), span.to.plus(1).at_minute(0));
    let branch: BTreeSet<SiteId> = subtree(look.view(), look.site).into_iter().map(|(site, _)| site).collect();
    let mut out: BTreeMap<Subject, Marks> = BTreeMap::new();
    let mut gather = |row: &Row<'_>, add: fn(&mut Marks, u64, u64)| -> rusqlite::Result<()> {
        let site = SiteId(row.get(0)?);
        let subject = match of {
            AppraisalOf::Place => Some(Subject::Place(site)),
            AppraisalOf::Window => row.get::<_, Option<u16>>(2)?.map(DeptId).map(Subject::Window),
            AppraisalOf::Officer => row.get::<_, Option<[u8; 8]>>(1)?.map(UserId).map(Subject::Officer),
        };
        if let Some(subject) = subject.filter(|_| branch.contains(&site)) {
            let (count, late): (i64, i64) = (row.get(3)?, row.get(4)?);
            add(out.entry(subject).or_default(), count.unsigned_abs(), late.unsigned_abs());
        }
        Ok(())
    };
    let cards = "SELECT card.site, card.officer, coalesce(card.dept, case_view.dept), count(*), \
                 sum(coalesce(card.due_at < coalesce(card.answered_at, ?3), 0)) \
                 FROM card LEFT JOIN doc ON doc.name = card.case_name LEFT JOIN case_view ON case_view.doc = doc.id \
                 WHERE card.since >= ?1 AND card.since < ?2 AND card.stand <> 5 AND card.repeats IS NULL GROUP BY 1, 2, 3";
    let mut query = conn.prepare_cached(cards)?;
    let mut rows = query.query(params![from as i64, before as i64, look.now as i64])?;
    while let Some(row) = rows.next()? {
        gather(row, |marks, count, late| {
            marks.cards += count;
            marks.cards_late += late;
        })?;
    }
    let findings = "SELECT site, officer, dept, sum(points), \
                    sum(CASE stand WHEN 1 THEN until_at <= ?3 ELSE until_at <= coalesce(answered_at, 0) END) \
                    FROM finding WHERE on_day BETWEEN ?1 AND ?2 AND stand <> 4 GROUP BY 1, 2, 3";
    let mut query = conn.prepare_cached(findings)?;
    let mut rows = query.query(params![span.from.0, span.to.0, look.now as i64])?;
    while let Some(row) = rows.next()? {
        gather(row, |marks, points, late| {
            marks.points += points;
            marks.findings_late += late;
        })?;
    }
    Ok(out)
}

/// A settled sheet as its row and its entry tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Its document.
    pub doc: DocId,
    /// Who settled it.
    pub by: SiteId,
    /// As it was settled.
    pub fix: SheetFix,
    /// Where the private part of that lies.
    pub pos: i64,
    /// Tenths of a point by rulings.
    pub adjusted: i32,
    /// How often it was reckoned again.
    pub again: u16,
    /// Where it stands.
    pub stand: SheetStand,
    /// Settled at.
    pub fixed_at: Millis,
}

const SHEET_COLUMNS: &str = "SELECT doc.name, by_site, fixed_pos, adjusted, again, stand, fixed_at \
                             FROM sheet JOIN doc ON doc.id = sheet.doc";
/// Sheets of one list.
const SHEETS_MAX: usize = 2_000;

/// Settled sheets of one scheme and period.
pub fn settled(conn: &Connection, scheme: u32, from: daiban_shared::day::Day) -> Result<Vec<SheetLine>, Error> {
    let sql = format!("{SHEET_COLUMNS} WHERE from_day = ?1 AND scheme = ?2");
    read(conn, &sql, &[&from.0, &scheme])
}

/// Settled sheets of one place, the newest first; before them those that it settled itself and that are appealed.
pub fn sheets_at(conn: &Connection, site: SiteId) -> Result<Vec<SheetLine>, Error> {
    let sql = format!(
        "{SHEET_COLUMNS} WHERE site = ?1 OR (by_site = ?1 AND stand = 2) \
         ORDER BY stand = 2 DESC, from_day DESC, sheet.doc LIMIT {SHEETS_MAX}"
    );
    read(conn, &sql, &[&site.0])
}

/// One settled sheet.
pub fn sheet(conn: &Connection, doc: DocId) -> Result<Option<SheetLine>, Error> {
    let sql = format!("{SHEET_COLUMNS} WHERE doc.name = ?1");
    Ok(read(conn, &sql, &[&&doc.0[..]])?.into_iter().next())
}

/// Sheets that were settled here and are appealed.
pub fn sheets_appealed(conn: &Connection, own: SiteId) -> Result<u32, Error> {
    let sql = "SELECT count(*) FROM sheet WHERE by_site = ?1 AND stand = 2";
    Ok(conn.prepare_cached(sql)?.query_row([own.0], |row| row.get(0))?)
}

fn read(conn: &Connection, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<SheetLine>, Error> {
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(values)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let doc = DocId(row.get(0)?);
        let pos: i64 = row.get(2)?;
        // The row names the entry, and the entry says it all.
        let Some(Body::Sheet(SheetStep::Fix(fix))) = by_pos(conn, pos)?.map(|stored| stored.entry.body) else {
            continue;
        };
        out.push(SheetLine {
            doc,
            by: SiteId(row.get(1)?),
            fix,
            pos,
            adjusted: row.get(3)?,
            again: row.get(4)?,
            stand: sheet_stand_of(row.get(5)?),
            fixed_at: row.get::<_, i64>(6)? as Millis,
        });
    }
    Ok(out)
}
