//! Cards as lists, from their rows.

use super::super::appraisal::Counted;
use super::super::overview::subtree;
use super::super::project::{stand_number, stand_of};
use super::super::query::Look;
use super::{light_of, rule_of};
use crate::error::Error;
use daiban_shared::day::Day;
use daiban_shared::id::{DeptId, DocId, Hash, Millis, SiteId, UserId};
use daiban_shared::kind::{LightCode, RuleKind};
use daiban_shared::text::Lang;
use daiban_shared::watch::Stand;
use rusqlite::{Connection, OptionalExtension, Row};

/// Cards in lists: those that this place has to answer, or that lie at or below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardFilter {
    /// At this place and below it.
    pub under: Option<SiteId>,
    /// Only those that stand so.
    pub stand: Option<Stand>,
    /// Only those that a line of a score sheet counts.
    pub counted: Option<Counted>,
}

/// A card as its row tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// The card.
    pub doc: DocId,
    /// The case.
    pub case: DocId,
    /// The rule.
    pub rule: RuleKind,
    /// The entry.
    pub of: Hash,
    /// Which light.
    pub light: LightCode,
    /// Who put it.
    pub by: SiteId,
    /// Who answers.
    pub site: SiteId,
    /// The desk that was asked.
    pub desk: Option<DeptId>,
    /// The officer.
    pub officer: Option<UserId>,
    /// Since when.
    pub since: Millis,
    /// Put at.
    pub served_at: Millis,
    /// The answer is owed by then.
    pub due: Option<(Day, Millis)>,
    /// The newest answer.
    pub answered_at: Option<Millis>,
    /// Where it stands.
    pub stand: Stand,
    /// The card for the same alarm that counts instead of this one.
    pub repeats: Option<DocId>,
}

const CARD_COLUMNS: &str = "SELECT doc.name, case_name, rule, of, light, by_site, site, officer, since, served_at, due_day, due_at, \
                            answered_at, stand, (SELECT name FROM doc WHERE id = repeats), dept FROM card JOIN doc ON doc.id = card.doc";
/// Cards of one list: a district has a few hundred a year.
const CARDS_MAX: usize = 500;

/// Cards, those that wait for an answer first, then the newest.
pub fn cards(conn: &Connection, look: Look<'_>, filter: &CardFilter) -> Result<Vec<CardRow>, Error> {
    let mut terms = vec!["repeats IS NULL".to_owned()];
    if let Some(under) = filter.under {
        let places: Vec<String> = subtree(look.view(), under).iter().map(|(site, _)| site.0.to_string()).collect();
        terms.push(format!("site IN ({})", places.join(",")));
    }
    if let Some(stand) = filter.stand {
        terms.push(format!("stand = {}", stand_number(stand)));
    }
    terms.extend(filter.counted.map(|counted| counted.cards()));
    let sql = format!(
        "{CARD_COLUMNS} WHERE {} ORDER BY stand IN (1, 3) DESC, served_at DESC LIMIT {CARDS_MAX}",
        terms.join(" AND ")
    );
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map([], card_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One card.
pub fn card(conn: &Connection, doc: DocId) -> Result<Option<CardRow>, Error> {
    let sql = format!("{CARD_COLUMNS} WHERE doc.name = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([&doc.0[..]], card_row).optional()?)
}

/// Number and item of a case that is known here, for a card whose alarm is gone.
pub fn case_of(conn: &Connection, case: DocId, lang: Lang) -> Result<Option<(String, String)>, Error> {
    let sql = "SELECT number, coalesce(zh, ''), coalesce(en, '') FROM case_view JOIN doc ON doc.id = case_view.doc \
               LEFT JOIN pinned ON pinned.id = case_view.item WHERE doc.name = ?1";
    let read = |row: &Row<'_>| {
        let (zh, en): (String, String) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, lang.pick(&zh, &en).to_owned()))
    };
    Ok(conn.prepare_cached(sql)?.query_row([&case.0[..]], read).optional()?)
}

/// The card that was put for an alarm, whoever put it.
pub fn card_of(conn: &Connection, rule: RuleKind, case: DocId, of: Hash) -> Result<Option<CardRow>, Error> {
    let sql = format!("{CARD_COLUMNS} WHERE case_name = ?1 AND rule = ?2 AND of = ?3 AND repeats IS NULL");
    let values = (&case.0[..], rule.number(), &of.0[..]);
    Ok(conn.prepare_cached(&sql)?.query_row(values, card_row).optional()?)
}

fn card_row(row: &Row<'_>) -> rusqlite::Result<CardRow> {
    let (day, at): (Option<i32>, Option<i64>) = (row.get(10)?, row.get(11)?);
    Ok(CardRow {
        doc: DocId(row.get(0)?),
        case: DocId(row.get(1)?),
        rule: rule_of(row.get(2)?),
        of: Hash(row.get(3)?),
        light: light_of(row.get(4)?),
        by: SiteId(row.get(5)?),
        site: SiteId(row.get(6)?),
        desk: row.get::<_, Option<u16>>(15)?.map(DeptId),
        officer: row.get::<_, Option<[u8; 8]>>(7)?.map(UserId),
        since: row.get::<_, i64>(8)? as Millis,
        served_at: row.get::<_, i64>(9)? as Millis,
        due: day.zip(at).map(|(day, at)| (Day(day), at as Millis)),
        answered_at: row.get::<_, Option<i64>>(12)?.map(|at| at as Millis),
        stand: stand_of(row.get(13)?),
        repeats: row.get::<_, Option<[u8; 16]>>(14)?.map(DocId),
    })
}
