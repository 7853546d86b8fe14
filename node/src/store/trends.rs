//! Figures over days, weeks and months, from the daily counters: never from the cases themselves.

use super::overview::{freshness, overview, subtree};
use super::query::{Look, site_ref};
use crate::error::Error;
use daiban_shared::api::{ComparedPlace, Comparison, Complete, Flow, Freshness, Overview, Period, TrendPoint, Trends};
use daiban_shared::day::Day;
use daiban_shared::id::{Millis, SiteId};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Points of a trend: five years of weeks and a year of days fit.
pub const POINTS_MAX: usize = 400;

/// One branch over time, both days included. Errors: `NotFound` where the place does not lie below this node's.
pub fn trends(
    conn: &Connection,
    look: Look<'_>,
    site: SiteId,
    by: Period,
    from: Day,
    to: Day,
) -> Result<Trends, Error> {
    let places = subtree(look.view(), look.site);
    if !places.iter().any(|(place, _)| *place == site) {
        return Err(Error::NotFound);
    }
    let branch: BTreeSet<SiteId> = subtree(look.view(), site).into_iter().map(|(place, _)| place).collect();
    let mut points: Vec<TrendPoint> = by
        .between(from, to, POINTS_MAX)
        .into_iter()
        .map(|(from, to)| TrendPoint { from, to, flow: Flow::default() })
        .collect();
    let Some((first, last)) = points.first().zip(points.last()).map(|(first, last)| (first.from, last.to)) else {
        return Ok(Trends { site: site_ref(look.view(), site), by, points, complete: complete(conn, look, &branch)? });
    };
    // One read of a range where the branch is small, one of everything where it is not: a district has four hundred places.
    let sql = "SELECT what, key, count FROM tally WHERE what = ?1 AND site = ?2 AND key BETWEEN ?3 AND ?4";
    let mut query = conn.prepare_cached(sql)?;
    for what in [FILED_ON, ENDED_ON, LATE_ON] {
        for place in &branch {
            let mut rows = query.query(params![what, place.0, first.0, last.0])?;
            while let Some(row) = rows.next()? {
                let (day, count) = (Day(row.get(1)?), row.get::<_, i64>(2)? as u64);
                let at = points.partition_point(|point| point.to < day);
                if let Some(point) = points.get_mut(at) {
                    add(&mut point.flow, what, count);
                }
            }
        }
    }
    let complete = complete(conn, look, &branch)?;
    Ok(Trends { site: site_ref(look.view(), site), by, points, complete })
}

/// Every place of the subtree with its branch, for these days and now.
pub fn compared(conn: &Connection, look: Look<'_>, from: Day, to: Day) -> Result<Comparison, Error> {
    let now: Overview = overview(conn, look)?;
    let mut flows: BTreeMap<SiteId, Flow> = BTreeMap::new();
    let sql = "SELECT site, sum(count) FROM tally WHERE what = ?1 AND key BETWEEN ?2 AND ?3 GROUP BY site";
    let mut query = conn.prepare_cached(sql)?;
    for what in [FILED_ON, ENDED_ON, LATE_ON] {
        let mut rows = query.query(params![what, from.0, to.0])?;
        while let Some(row) = rows.next()? {
            add(flows.entry(SiteId(row.get(0)?)).or_default(), what, row.get::<_, i64>(1)? as u64);
        }
    }
    let mut places: Vec<ComparedPlace> = now
        .places
        .iter()
        .map(|place| ComparedPlace {
            site: place.site.clone(),
            parent: place.parent,
            flow: flows.get(&place.site.id).copied().unwrap_or_default(),
            open: place.filed.received + place.filed.accepted,
            overdue: place.filed.overdue,
        })
        .collect();
    // Parents stand before children, so from the end every branch is whole before it is added to the one above.
    for at in (0..places.len()).rev() {
        let (before, rest) = places.split_at_mut(at);
        let below = &rest[0];
        if let Some(above) = before.iter_mut().find(|place| Some(place.site.id) == below.parent) {
            above.flow = above.flow.plus(below.flow);
            above.open += below.open;
            above.overdue += below.overdue;
        }
    }
    let all: BTreeSet<SiteId> = places.iter().map(|place| place.site.id).collect();
    Ok(Comparison { from, to, places, complete: complete(conn, look, &all)? })
}

/// How much of what this branch wrote is here.
pub fn completeness(conn: &Connection, look: Look<'_>) -> Result<Complete, Error> {
    let branch = super::overview::subtree(look.view(), look.site).into_iter().map(|(site, _)| site).collect();
    complete(conn, look, &branch)
}

/// How much of what these places wrote is here.
pub fn complete(conn: &Connection, look: Look<'_>, places: &BTreeSet<SiteId>) -> Result<Complete, Error> {
    let heard = super::overview::per_site(conn, "SELECT site, until FROM heard")?;
    let mut out = Complete { to: look.now, places: 0, of: 0 };
    for site in places {
        let until = heard.get(site).map(|at| *at as Millis);
        match freshness(look, *site, until) {
            Freshness::Fresh => {
                out.places += 1;
                out.of += 1;
                // Complete is what the one of them that was heard the longest ago has sent.
                if *site != look.site {
                    out.to = until.map_or(out.to, |until| out.to.min(until));
                }
            }
            Freshness::Stale | Freshness::Silent => out.of += 1,
            Freshness::NoMachine => {}
        }
    }
    Ok(out)
}

/// Numbers of the counters, as `project/tables.rs` writes them.
const FILED_ON: i64 = 4;
const ENDED_ON: i64 = 5;
const LATE_ON: i64 = 6;

fn add(flow: &mut Flow, what: i64, count: u64) {
    match what {
        FILED_ON => flow.filed += count,
        ENDED_ON => flow.ended += count,
        LATE_ON => flow.late += count,
        _ => {}
    }
}
