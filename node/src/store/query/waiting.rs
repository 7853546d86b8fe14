//! Cases with entries that a neighbour has not acknowledged: what a clerk asks after when the line is down.

use crate::error::Error;
use crate::store::outbox::Neighbour;
use daiban_shared::api::{PENDING_CASES_MAX, PendingCase};
use daiban_shared::id::{DocId, Millis};
use rusqlite::{Connection, params};

/// Rows of the outbox that are looked at: after a long silence nobody reads further, and the page stays quick.
const ROWS_MAX: usize = 5_000;

/// The cases, the longest waiting first.
pub fn waiting(conn: &Connection, neighbour: &Neighbour) -> Result<Vec<PendingCase>, Error> {
    let sql = format!(
        "SELECT doc.name, number, applicant, coalesce(zh, ''), coalesce(en, ''), count(*), min(received_at) AS since FROM \
         (SELECT pos FROM outbox WHERE neighbour = ?1 AND fseq > ?2 ORDER BY fseq LIMIT {ROWS_MAX}) AS row \
         JOIN entry ON entry.pos = row.pos JOIN case_view ON case_view.doc = entry.doc JOIN doc ON doc.id = entry.doc \
         LEFT JOIN pinned ON pinned.id = case_view.item WHERE status > 0 GROUP BY entry.doc ORDER BY since LIMIT {PENDING_CASES_MAX}"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map(params![neighbour.site.0, neighbour.base.fseq as i64], |row| {
        Ok(PendingCase {
            id: DocId(row.get(0)?),
            number: row.get(1)?,
            applicant: row.get(2)?,
            item_zh: row.get(3)?,
            item_en: row.get(4)?,
            steps: row.get(5)?,
            since: row.get::<_, i64>(6)? as Millis,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
