//! What rules saw, counted per officer and place: who returns too often, who enters after the fact, whose times do not fit.

use super::overview::subtree;
use super::query::{Look, site_ref};
use super::supervision::{person, rule_of, too_many};
use super::trends::complete;
use crate::error::Error;
use daiban_shared::api::{OfficerCount, OfficerPage, OfficerWatch};
use daiban_shared::day::DAY_MS;
use daiban_shared::id::{Millis, SiteId, UserId};
use daiban_shared::kind::RuleKind;
use daiban_shared::text::Lang;
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// Officers of one list.
const OFFICERS_MAX: usize = 500;

fn count_of(row: &Row<'_>, lang: Lang) -> rusqlite::Result<OfficerCount> {
    let rule = rule_of(row.get(2)?);
    Ok(OfficerCount { rule, rule_text: rule.text(lang).to_owned(), count: row.get(3)?, too_often: row.get(4)? })
}

/// Every officer at this place and below it of whom a rule saw something in the last days, the most first. Returns are too
/// many where one of them made an alarm, by the days and the number of its rule.
pub fn officers(conn: &Connection, look: Look<'_>, under: SiteId, days: u32, lang: Lang) -> Result<OfficerPage, Error> {
    let since = look.now.saturating_sub(Millis::from(days) * DAY_MS);
    let places: BTreeSet<SiteId> = subtree(look.view(), under).into_iter().map(|(site, _)| site).collect();
    let sql = format!(
        "SELECT site, officer, rule, count(*), max({}) FROM alarm WHERE since > ?1 AND since <= ?2 AND officer IS NOT NULL AND {} \
         GROUP BY site, officer, rule",
        too_many(look, RuleKind::ReturnedOften),
        too_many(look, RuleKind::NightBatch)
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query(params![since as i64, look.now as i64])?;
    let mut found: BTreeMap<(SiteId, UserId), Vec<OfficerCount>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let site = SiteId(row.get(0)?);
        if places.contains(&site) {
            let key = (site, UserId(row.get(1)?));
            found.entry(key).or_default().push(count_of(row, lang)?);
        }
    }
    let mut out = Vec::new();
    for ((site, officer), counts) in found {
        out.push(OfficerWatch { officer: person(conn, officer)?, site: site_ref(look.view(), site), counts });
    }
    let seen =
        |officer: &OfficerWatch| officer.counts.iter().filter(|one| one.too_often).map(|one| one.count).sum::<u32>();
    out.sort_by_key(|officer| std::cmp::Reverse(seen(officer)));
    out.truncate(OFFICERS_MAX);
    let complete = complete(conn, look, &places)?;
    Ok(OfficerPage { as_of: look.now, complete, items: out })
}
