//! Counts over the subtree, from the tally: never from the cases themselves, of which a district has a million.

use super::query::{Look, site_ref};
use crate::error::Error;
use daiban_shared::api::{Counts, Freshness, Overview, PlaceRow};
use daiban_shared::day::HOUR_MS;
use daiban_shared::ground::View;
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::kind::RuleKind;
use daiban_shared::watch::default_rule;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// A place heard within this time is fresh.
const FRESH_MS: Millis = 3_600_000;

/// Counts by place and state, and how fresh each place's data is.
pub fn overview(conn: &Connection, look: Look<'_>) -> Result<Overview, Error> {
    let view = look.view();
    let counts = counts(conn, look)?;
    let in_hand = per_site(conn, "SELECT site, sum(count) FROM tally WHERE what = 3 GROUP BY site")?;
    let heard = per_site(conn, "SELECT site, until FROM heard")?;
    let mut total = Counts::default();
    let mut places = Vec::new();
    for (site, parent) in subtree(view, look.site) {
        let filed = counts.get(&site).copied().unwrap_or_default();
        add(&mut total, filed);
        let heard_until = heard.get(&site).map(|at| *at as Millis);
        places.push(PlaceRow {
            site: site_ref(view, site),
            parent,
            filed,
            in_hand: in_hand.get(&site).map_or(0, |count| *count as u64),
            heard_until,
            freshness: freshness(look, site, heard_until),
        });
    }
    Ok(Overview { as_of: look.now, total, places })
}

/// Cases in a place's hand that are not done.
pub fn in_hand(conn: &Connection, site: SiteId) -> Result<u64, Error> {
    let sql = "SELECT coalesce(sum(count), 0) FROM tally WHERE what = 3 AND site = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([site.0], |row| row.get::<_, i64>(0))? as u64)
}

/// The own place and everything below it, parents before children, in the order of their numbers.
pub fn subtree(view: View<'_>, own: SiteId) -> Vec<(SiteId, Option<SiteId>)> {
    let mut below: BTreeMap<SiteId, Vec<(u16, SiteId)>> = BTreeMap::new();
    for site in view.sites() {
        if let Some(parent) = site.parent {
            below.entry(parent).or_default().push((site.number, site.id));
        }
    }
    let mut out = Vec::new();
    let mut stack = vec![(own, view.site(own).and_then(|site| site.parent))];
    while let Some((site, parent)) = stack.pop() {
        out.push((site, parent));
        // Taken out, so that a circle in the rows ends.
        let mut children = below.remove(&site).unwrap_or_default();
        children.sort_unstable_by(|a, b| b.cmp(a));
        stack.extend(children.into_iter().map(|(_, child)| (child, Some(site))));
    }
    out
}

fn counts(conn: &Connection, look: Look<'_>) -> Result<BTreeMap<SiteId, Counts>, Error> {
    let mut out: BTreeMap<SiteId, Counts> = BTreeMap::new();
    let mut query = conn.prepare_cached("SELECT site, key, count FROM tally WHERE what = 1")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let counts = out.entry(SiteId(row.get(0)?)).or_default();
        let count = row.get::<_, i64>(2)? as u64;
        match row.get::<_, i64>(1)? {
            1 => counts.received += count,
            2 => counts.accepted += count,
            3 => counts.done += count,
            4 => counts.closed += count,
            _ => {}
        }
    }
    let sql = "SELECT site, sum(CASE WHEN key < ?1 THEN count ELSE 0 END), sum(CASE WHEN key >= ?1 AND key < ?2 THEN count ELSE 0 END) \
               FROM tally WHERE what = 2 GROUP BY site";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params![look.now as i64, look.soon() as i64])?;
    while let Some(row) = rows.next()? {
        let counts = out.entry(SiteId(row.get(0)?)).or_default();
        counts.overdue = row.get::<_, i64>(1)? as u64;
        counts.due_soon = row.get::<_, i64>(2)? as u64;
    }
    Ok(out)
}

pub(super) fn per_site(conn: &Connection, sql: &str) -> Result<BTreeMap<SiteId, i64>, Error> {
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map([], |row| Ok((SiteId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn freshness(look: Look<'_>, site: SiteId, heard_until: Option<Millis>) -> Freshness {
    if site == look.site {
        return Freshness::Fresh;
    }
    if look.view().live_node(site).is_none() {
        return Freshness::NoMachine;
    }
    // Grey by the district's rule; where it is switched off, nobody is silent.
    let own = look.view().rule(RuleKind::PlaceSilent).cloned();
    let rule = own.unwrap_or_else(|| default_rule(RuleKind::PlaceSilent));
    let longest = if rule.ended { Millis::MAX } else { Millis::from(rule.threshold) * HOUR_MS };
    match heard_until.map(|until| look.now.saturating_sub(until)) {
        Some(age) if age <= FRESH_MS => Freshness::Fresh,
        Some(age) if age <= longest => Freshness::Stale,
        None if rule.ended => Freshness::Stale,
        Some(_) | None => Freshness::Silent,
    }
}

fn add(total: &mut Counts, one: Counts) {
    total.received += one.received;
    total.accepted += one.accepted;
    total.done += one.done;
    total.closed += one.closed;
    total.overdue += one.overdue;
    total.due_soon += one.due_soon;
}
