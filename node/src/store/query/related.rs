//! Other cases of the same person, found by the hash of the ID number that the views keep.

use super::Look;
use super::row::{COLUMNS, Seen};
use crate::error::Error;
use crate::store::project::person_hash;
use daiban_shared::api::{CaseRow, RELATED_MAX};
use daiban_shared::id::{DocId, Millis};
use rusqlite::{Connection, OptionalExtension, params};

/// Other cases of the person who applies in `doc`, the newest first, at most `RELATED_MAX`. None where the ID number is not
/// on this machine.
pub fn related(conn: &Connection, look: Look<'_>, doc: DocId) -> Result<Vec<CaseRow>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM case_view JOIN doc ON doc.id = case_view.doc LEFT JOIN pinned ON pinned.id = item \
         WHERE person = (SELECT own.person FROM case_view AS own JOIN doc AS d ON d.id = own.doc WHERE d.name = ?1) \
         AND doc.name <> ?1 AND status > 0 ORDER BY opened_at DESC LIMIT {RELATED_MAX}"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query(params![doc.0])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(Seen::read(row)?.show(conn, look)?);
    }
    Ok(out)
}

/// The newest case number of this person and item filed since then.
pub fn recent_of_person(
    conn: &Connection,
    id_number: &str,
    item: &str,
    since: Millis,
) -> Result<Option<String>, Error> {
    let Some(person) = person_hash(id_number) else { return Ok(None) };
    let sql = "SELECT number FROM case_view JOIN pinned ON pinned.id = case_view.item \
               WHERE person = ?1 AND code = ?2 AND opened_at >= ?3 AND status > 0 ORDER BY opened_at DESC LIMIT 1";
    let number = conn.prepare_cached(sql)?.query_row(params![person, item, since as i64], |row| row.get(0));
    Ok(number.optional()?)
}
