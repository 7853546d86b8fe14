//! Today's work of a place, or of one desk there. Every count equals the list that the page opens with it.

use super::row::{COLUMNS, Seen};
use super::{Look, TO_CLOSE};
use crate::error::Error;
use crate::store::outbox;
use crate::store::project::OWED;
use daiban_shared::api::Home;
use daiban_shared::id::DeptId;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Cases on the home page.
const URGENT_ROWS: usize = 10;
/// Without what lies here at another desk than `?1`.
const AT_DESK: &str = "(?1 IS NULL OR +here = 0 OR holder_dept IS NULL OR holder_dept = ?1)";
/// In hand here and not done. Ended cases without a due moment stand behind this rank and are not even looked at.
const IN_HAND: &str = "here = 1 AND status IN (1, 2) AND rank <= 1 << 59";

/// Whether a duty is a desk's, in SQL over `duty` and `case_view`: asked of it, or about a case that lies there, or of the
/// place as a whole. `desk` is the parameter's name; null = every desk.
pub fn duty_at_desk(desk: &str) -> String {
    let at = "coalesce(duty.dept, CASE case_view.here WHEN 1 THEN case_view.holder_dept END)";
    format!("({desk} IS NULL OR {at} IS NULL OR {at} = {desk})")
}

/// Today's work of this place; of one desk there, if `desk` names one.
pub fn home(conn: &Connection, look: Look<'_>, desk: Option<DeptId>) -> Result<Home, Error> {
    let at = desk.map_or(Value::Null, |desk| Value::Integer(i64::from(desk.0)));
    let count = |sql: &str, values: &[i64]| -> Result<u32, Error> {
        let values = [at.clone()].into_iter().chain(values.iter().copied().map(Value::Integer));
        Ok(conn.prepare_cached(sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    };
    let (now, soon, own) = (look.now as i64, look.soon() as i64, i64::from(look.site.0));
    let in_hand = match desk {
        None => count("SELECT coalesce(sum(count), 0) FROM tally WHERE what = 3 AND site = ?2", &[own])?,
        Some(_) => count(&format!("SELECT count(*) FROM case_view WHERE {IN_HAND} AND {AT_DESK}"), &[])?,
    };
    let due = format!(
        "SELECT count(*) FROM case_view INDEXED BY case_here WHERE {IN_HAND} AND rank >= ?2 AND rank < ?3 AND {OWED} AND {AT_DESK}"
    );
    let overdue = count(&due, &[0, now])?;
    let due_soon = count(&due, &[now, soon])?;
    let owed = "FROM duty JOIN case_view ON case_view.doc = duty.doc WHERE duty.owner = ?2";
    let tasks = count(&format!("SELECT count(*) {owed} AND {}", duty_at_desk("?1")), &[own])?;
    let deliver = format!("SELECT count(DISTINCT duty.doc) {owed} AND duty.kind = 5 AND status > 0 AND {AT_DESK}");
    let to_deliver = count(&deliver, &[own])?;
    let away = "SELECT count(*) FROM case_view WHERE site = ?2 AND here = 0 AND status IN (1, 2)";
    let elsewhere = count(away, &[own])?;
    // Counted up to a thousand: more are filed away in batches anyway.
    let done = format!("SELECT count(*) FROM (SELECT 1 FROM case_view WHERE {TO_CLOSE} AND {AT_DESK} LIMIT 1000)");
    let to_close = count(&done, &[])?;
    let parent = outbox::neighbours(conn)?.into_iter().find(|neighbour| neighbour.is_parent);
    let pending_up = parent.map_or(0, |parent| u32::try_from(parent.pending()).unwrap_or(u32::MAX));
    let mut urgent = Vec::new();
    let sql = format!(
        "SELECT {COLUMNS} FROM case_view INDEXED BY case_here JOIN doc ON doc.id = case_view.doc LEFT JOIN pinned ON pinned.id = case_view.item \
         WHERE {IN_HAND} AND {AT_DESK} ORDER BY rank, case_view.doc LIMIT {URGENT_ROWS}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([&at])?;
    while let Some(row) = rows.next()? {
        urgent.push(Seen::read(row)?.show(conn, look)?);
    }
    let as_of = look.now;
    Ok(Home { as_of, in_hand, overdue, due_soon, tasks, elsewhere, to_deliver, to_close, pending_up, urgent })
}
