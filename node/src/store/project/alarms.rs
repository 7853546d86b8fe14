//! What rules of supervision see in a case, as rows; and the lights of open cases, as counters by moment.

use super::tables::delete_lines;
use crate::error::Error;
use crate::store::evidence::Evidence;
use crate::store::log::Document;
use daiban_shared::case::CaseState;
use daiban_shared::ground::View;
use daiban_shared::id::Hash;
use daiban_shared::watch::{Alarm, Rules, alarms};
use rusqlite::{Connection, params};

/// An alarm as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmLine {
    rule: u8,
    of: Hash,
    light: u8,
    card: bool,
    site: u32,
    officer: Option<Vec<u8>>,
    since: i64,
    due_day: Option<i32>,
    ended: Option<i64>,
    dept: Option<u16>,
}

impl AlarmLine {
    fn of(alarm: &Alarm) -> Self {
        Self {
            rule: alarm.rule.number(),
            of: alarm.of,
            light: alarm.light.number(),
            card: alarm.is_card,
            site: alarm.site.0,
            officer: alarm.user.map(|user| user.0.to_vec()),
            since: alarm.since as i64,
            due_day: alarm.due.map(|day| day.0),
            ended: alarm.ended.map(|at| at as i64),
            dept: alarm.desk.map(|desk| desk.0),
        }
    }
}

/// Alarms of a case as rows, those of claimed times included.
pub fn alarm_lines(
    conn: &Connection,
    state: &CaseState,
    document: &Document,
    view: View<'_>,
) -> Result<Vec<AlarmLine>, Error> {
    let Some(item) = state.opened.as_ref().and_then(|opened| view.item_row(opened.item)) else {
        return Ok(Vec::new());
    };
    let rules = Rules::of(view);
    let mut found = alarms(state, item, &rules);
    found.extend(Evidence::new(conn, view).outside(state, document, &rules)?);
    Ok(found.iter().map(AlarmLine::of).collect())
}

/// Writes them in place of those that stood there; `has_old` = some may.
pub fn save(conn: &Connection, doc: i64, lines: &[AlarmLine], has_old: bool) -> Result<(), Error> {
    if has_old {
        delete_lines(conn, "DELETE FROM alarm WHERE doc = ?1 AND no = ?2", doc)?;
    }
    let sql = "INSERT INTO alarm (doc, no, rule, of, light, card, site, officer, since, due_day, ended, dept) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    for (no, line) in lines.iter().enumerate() {
        conn.prepare_cached(sql)?.execute(params![
            doc,
            no as i64,
            line.rule,
            &line.of.0[..],
            line.light,
            line.card,
            line.site,
            line.officer,
            line.since,
            line.due_day,
            line.ended,
            line.dept,
        ])?;
    }
    Ok(())
}
