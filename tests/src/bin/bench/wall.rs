//! The wall of such a district and what it opens: whether its lights are right, and where they are asked for.

use anyhow::{Context, Result, ensure};
use daiban_shared::id::SiteId;
use std::path::Path;

/// Places that are asked about.
#[derive(Clone, Copy)]
pub struct Places {
    /// The machine's own.
    pub district: SiteId,
    /// One directly below.
    pub town: SiteId,
    /// One below a town.
    pub village: SiteId,
}

/// What supervisors ask for, by the addresses that their pages use.
pub fn paths(places: Places) -> Vec<(&'static str, String)> {
    let Places { district: SiteId(district), town: SiteId(town), village: SiteId(village) } = places;
    vec![
        ("the wall", "/api/v1/wall".to_owned()),
        ("overview", "/api/v1/overview".to_owned()),
        ("trend of the district", format!("/api/v1/trends?site={district}")),
        ("trend of a town", format!("/api/v1/trends?site={town}")),
        ("late of the district", format!("/api/v1/cases?held={district}&light=red,deep_red&desk=all")),
        ("in time, of the district", format!("/api/v1/cases?held={district}&light=none&desk=all")),
        ("late of a town", format!("/api/v1/cases?held={town}&light=red,deep_red&desk=all")),
        ("yellow of a village", format!("/api/v1/cases?held={village}&light=yellow&desk=all")),
        ("length of a list of lights", format!("/api/v1/case-count?held={district}&light=yellow&desk=all")),
        ("alarms", "/api/v1/alarms".to_owned()),
        ("alarms, open cards", "/api/v1/alarms?cards=1&open=1".to_owned()),
        ("alarms, of the district", format!("/api/v1/alarms?under={district}&cards=1&open=1")),
        ("alarms, of a town", format!("/api/v1/alarms?under={town}&cards=1&open=1")),
        ("alarms, of a village", format!("/api/v1/alarms?under={village}")),
        ("alarms, by rule", "/api/v1/alarms?rule=promise_passed".to_owned()),
        ("alarms, a rare rule", "/api/v1/alarms?rule=second_notice".to_owned()),
        ("alarms, official", "/api/v1/alarms?official=1".to_owned()),
        ("alarms, deep red", "/api/v1/alarms?light=deep_red".to_owned()),
        ("alarms, years ago", "/api/v1/alarms?from=2019-01-01&to=2019-03-31".to_owned()),
        ("officers, thirty days", "/api/v1/officers?days=30".to_owned()),
        ("officers, a year", "/api/v1/officers?days=366".to_owned()),
        ("cards", "/api/v1/cards".to_owned()),
        ("report of a month", "/api/v1/report?kind=month&of=2026-09-16".to_owned()),
        ("report of a half-year", "/api/v1/report?kind=half_year&of=2026-03-16".to_owned()),
    ]
}

/// A scan of the open cases beside the wall: how many are in hand, and how many of them are late.
pub fn exact(database: &Path, district: SiteId, get: &impl Fn(&str) -> Result<String>) -> Result<()> {
    let answer = get("/api/v1/wall")?;
    let body: serde_json::Value = serde_json::from_str(answer.rsplit("\r\n\r\n").next().unwrap_or("{}"))?;
    let now = body["as_of"].as_i64().context("no moment")?;
    let places = body["places"].as_array().context("no places")?;
    let top = places.iter().find(|place| place["site"]["id"] == district.0).context("no district")?;
    let light = |name: &str| top["branch"][name].as_i64().unwrap_or(0);
    let late = light("red") + light("deep_red");
    let open = late + light("none") + light("blue") + light("yellow");
    let conn = rusqlite::Connection::open(database)?;
    let sql = "SELECT count(*), coalesce(sum(coalesce(due_at < ?1, 0) OR coalesce(deep_at < ?1, 0)), 0) \
               FROM case_view WHERE status IN (1, 2) AND holder IS NOT NULL";
    let scanned: (i64, i64) = conn.query_row(sql, [now], |row| Ok((row.get(0)?, row.get(1)?)))?;
    ensure!(scanned == (open, late), "the wall has {open}, {late} of them late; a scan finds {scanned:?}");
    let alarms: (i64, i64) = conn.query_row("SELECT count(*), sum(ended IS NULL) FROM alarm", [], |row| {
        Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.unwrap_or(0)))
    })?;
    println!("  a scan of the open cases gives the same as the wall: {open}, {late} of them late");
    println!("  {} alarms, {} not made good", alarms.0, alarms.1);
    Ok(())
}
