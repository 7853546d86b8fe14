//! Cards of supervision as rows.

use crate::error::Error;
use daiban_shared::deadline::{Terms, deadline};
use daiban_shared::ground::View;
use daiban_shared::item::{Span, Unit};
use daiban_shared::watch::{CardState, Stand};
use rusqlite::{Connection, params};

/// Writes the row of a card; one that has not begun here has none.
pub fn put(conn: &Connection, id: i64, state: &CardState, changed_at: u64, view: View<'_>) -> Result<(), Error> {
    let Some((_, by, served_at, served)) = &state.served else {
        // What it stood for, or what stood for it, is looked at anew by the card that is left.
        conn.prepare_cached("UPDATE card SET repeats = NULL WHERE repeats = ?1")?.execute([id])?;
        conn.prepare_cached("DELETE FROM card WHERE doc = ?1")?.execute([id])?;
        return Ok(());
    };
    let span = Span { quarters: served.quarters, unit: Unit::Workday };
    let hours = view.site(served.to).map_or_else(Default::default, |site| site.hours());
    let start = daiban_shared::day::Day::of(*served_at);
    let due = deadline(&Terms { hours, ..Terms::plain(start, span, &[]) }, &view);
    let sql = "INSERT INTO card (doc, case_name, rule, of, light, by_site, site, officer, since, served_at, due_at, due_day, \
               answered_at, stand, changed_at, dept) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) \
               ON CONFLICT (doc) DO UPDATE SET answered_at = ?13, stand = ?14, changed_at = ?15, due_at = ?11, due_day = ?12";
    conn.prepare_cached(sql)?.execute(params![
        id,
        &served.case.0[..],
        served.rule.number(),
        &served.of.0[..],
        served.light.number(),
        by.0,
        served.to.0,
        served.user.map(|user| user.0.to_vec()),
        served.since as i64,
        *served_at as i64,
        due.at() as i64,
        due.day.0,
        state.answered.map(|(_, at, _)| at as i64),
        stand_number(state.stand),
        changed_at as i64,
        served.dept.map(|dept| dept.0),
    ])?;
    once(conn, &served.case.0, served.rule.number(), &served.of.0)
}

/// Of several cards for one alarm one counts: that which was answered, else the first; every machine finds the same.
fn once(conn: &Connection, case: &[u8], rule: u8, of: &[u8]) -> Result<(), Error> {
    let sql = "WITH first AS (SELECT card.doc AS doc FROM card JOIN doc ON doc.id = card.doc \
               WHERE case_name = ?1 AND rule = ?2 AND of = ?3 ORDER BY answered_at IS NULL, served_at, doc.name LIMIT 1) \
               UPDATE card SET repeats = (SELECT nullif(first.doc, card.doc) FROM first) \
               WHERE case_name = ?1 AND rule = ?2 AND of = ?3";
    conn.prepare_cached(sql)?.execute(params![case, rule, of])?;
    Ok(())
}

/// As the column holds it.
pub fn stand_number(stand: Stand) -> u8 {
    match stand {
        Stand::Served => 1,
        Stand::Answered => 2,
        Stand::Appealed => 3,
        Stand::Upheld => 4,
        Stand::Cancelled => 5,
    }
}

/// From the column.
pub fn stand_of(number: u8) -> Stand {
    match number {
        2 => Stand::Answered,
        3 => Stand::Appealed,
        4 => Stand::Upheld,
        5 => Stand::Cancelled,
        _ => Stand::Served,
    }
}
