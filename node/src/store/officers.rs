//! What rules saw, counted per officer and place: who returns too often, who enters after the fact, whose times do not fit.

use super::overview::subtree;
use super::query::{Look, site_ref};
use super::supervision::{person, rule_of, too_many};
use crate::error::Error;
use daiban_shared::api::{OfficerCount, OfficerWatch};
use daiban_shared::day::DAY_MS;
use daiban_shared::id::{Millis, SiteId, UserId};
use daiban_shared::kind::RuleKind;
use daiban_shared::text::Lang;
use daiban_shared::watch::Rules;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Officers of one list.
const OFFICERS_MAX: usize = 500;

/// Every officer at this place and below it of whom a rule saw something in the last days, the most first.
pub fn officers(
    conn: &Connection,
    look: Look<'_>,
    under: SiteId,
    days: u32,
    lang: Lang,
) -> Result<Vec<OfficerWatch>, Error> {
    let since = look.now.saturating_sub(Millis::from(days) * DAY_MS);
    let places: Vec<SiteId> = subtree(look.view(), under).into_iter().map(|(site, _)| site).collect();
    let rules = Rules::of(look.view());
    let sql = format!(
        "SELECT site, officer, rule, count(*) FROM alarm WHERE since > ?1 AND since <= ?2 AND officer IS NOT NULL AND {} \
         GROUP BY site, officer, rule",
        too_many(look, RuleKind::NightBatch)
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query(params![since as i64, look.now as i64])?;
    let mut found: BTreeMap<(SiteId, UserId), Vec<(RuleKind, u32)>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let site = SiteId(row.get(0)?);
        if places.contains(&site) {
            let key = (site, UserId(row.get(1)?));
            found.entry(key).or_default().push((rule_of(row.get(2)?), row.get(3)?));
        }
    }
    let mut out = Vec::new();
    for ((site, officer), counts) in found {
        let count = |(rule, count): &(RuleKind, u32)| OfficerCount {
            rule: *rule,
            rule_text: rule.text(lang).to_owned(),
            count: *count,
            too_often: *rule != RuleKind::ReturnedOften
                || rules.get(RuleKind::ReturnedOften).is_some_and(|rule| *count >= rule.threshold),
        };
        let counts: Vec<OfficerCount> = counts.iter().map(count).collect();
        out.push(OfficerWatch { officer: person(conn, officer)?, site: site_ref(look.view(), site), counts });
    }
    let seen =
        |officer: &OfficerWatch| officer.counts.iter().filter(|one| one.too_often).map(|one| one.count).sum::<u32>();
    out.sort_by_key(|officer| std::cmp::Reverse(seen(officer)));
    out.truncate(OFFICERS_MAX);
    Ok(out)
}
