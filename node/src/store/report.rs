//! What a report counts besides the figures: alarms by rule, and the cards that wait.

use super::overview::subtree;
use super::query::Look;
use super::supervision::{light_of, often_enough, rule_of};
use crate::error::Error;
use daiban_shared::api::{CardCount, DaySpan, RuleCount};
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::text::Lang;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Alarms at a place and below it by rule, in these days and in those of the period before; the most first.
pub fn rule_counts(
    conn: &Connection,
    look: Look<'_>,
    site: SiteId,
    span: DaySpan,
    before: DaySpan,
    lang: Lang,
) -> Result<Vec<RuleCount>, Error> {
    let mut found: BTreeMap<u8, RuleCount> = BTreeMap::new();
    let places: Vec<String> = subtree(look.view(), site).iter().map(|(site, _)| site.0.to_string()).collect();
    let sql = format!(
        "SELECT alarm.rule, max(alarm.light), max(alarm.card), count(*), sum(alarm.ended IS NULL), \
         sum(alarm.site = {own} OR coalesce(alarm.since <= heard.until, 0)), count(card.doc), \
         coalesce(sum(card.stand IN (2, 4)), 0), coalesce(sum(card.stand = 5), 0) \
         FROM alarm JOIN doc ON doc.id = alarm.doc LEFT JOIN heard ON heard.site = alarm.site \
         LEFT JOIN card ON card.case_name = doc.name AND card.rule = alarm.rule AND card.of = alarm.of AND card.repeats IS NULL \
         WHERE alarm.since >= ?1 AND alarm.since < ?2 AND alarm.site IN ({places}) AND {often} GROUP BY alarm.rule",
        own = look.site.0,
        places = places.join(", "),
        often = often_enough(look),
    );
    let mut query = conn.prepare_cached(&sql)?;
    for (is_now, days) in [(true, span), (false, before)] {
        let (from, to) = moments(days, look.now);
        let mut rows = query.query(params![from as i64, to as i64])?;
        while let Some(row) = rows.next()? {
            let (rule, light): (u8, u8) = (row.get(0)?, row.get(1)?);
            let what = rule_of(rule);
            let count = found.entry(rule).or_insert_with(|| RuleCount {
                rule: what,
                text: what.text(lang).to_owned(),
                light: light_of(light),
                is_card: false,
                now: 0,
                before: 0,
                open: 0,
                official: 0,
                cards: 0,
                answered: 0,
                cancelled: 0,
            });
            let n = |at| row.get::<_, i64>(at).map(|n| n.max(0) as u64);
            if !is_now {
                count.before = n(3)?;
                continue;
            }
            count.is_card = row.get(2)?;
            (count.now, count.open, count.official) = (n(3)?, n(4)?, n(5)?);
            (count.cards, count.answered, count.cancelled) = (n(6)?, n(7)?, n(8)?);
        }
    }
    let mut counts: Vec<RuleCount> = found.into_values().collect();
    counts.sort_by_key(|count| (std::cmp::Reverse(count.now), count.rule));
    Ok(counts)
}

/// From the first moment of the days to the end of the last; nothing that has not come about yet.
fn moments(days: DaySpan, now: Millis) -> (Millis, Millis) {
    (days.from.at_minute(0), days.to.plus(1).at_minute(0).min(now.saturating_add(1)))
}

/// Cards that wait for a place; `looks_over` = it sees those of others too.
pub fn card_count(conn: &Connection, own: SiteId, looks_over: bool) -> Result<CardCount, Error> {
    let sql = "SELECT coalesce(sum(site = ?1 AND stand = 1), 0), coalesce(sum(by_site = ?1 AND stand = 3), 0), \
               coalesce(sum(?2 OR site = ?1), 0) + (SELECT count(*) FROM inspection WHERE ?2 OR site = ?1) \
               + (SELECT count(*) FROM sheet WHERE ?2 OR site = ?1) FROM card WHERE repeats IS NULL";
    let (to_mend, to_review) = super::inspections::findings_waiting(conn, own)?;
    let to_decide = super::appraisal::sheets_appealed(conn, own)?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(CardCount { to_answer: row.get(0)?, to_rule: row.get(1)?, all: row.get(2)?, to_mend, to_review, to_decide })
    };
    let count = conn.prepare_cached(sql)?.query_row(params![own.0, looks_over], read)?;
    Ok(if looks_over { count } else { CardCount { to_rule: 0, to_review: 0, to_decide: 0, ..count } })
}
