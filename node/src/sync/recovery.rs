//! After a restore from an old copy: which places below have not called since. Until all have, screens say so, because
//! what only they hold of this machine's own work is not back yet.

use crate::error::Error;
use crate::store::Tx;
use daiban_shared::ground::View;
use daiban_shared::id::SiteId;
use rusqlite::Connection;

/// This machine was found to be restored: every place below with a live machine has to call once.
pub fn begin(tx: &Tx<'_>) -> Result<(), Error> {
    let directory = tx.directory();
    let newest = directory.newest();
    for child in newest.children(tx.identity().site()) {
        if newest.live_node(child).is_some() {
            tx.conn()
                .prepare_cached("INSERT OR IGNORE INTO recovering (child, is_heard) VALUES (?1, 0)")?
                .execute([child.0])?;
        }
    }
    tracing::warn!("this machine was restored from an old copy; it waits until every place below has called");
    Ok(())
}

/// Whether this child has still to call.
pub fn is_awaited(conn: &Connection, child: SiteId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM recovering WHERE child = ?1 AND is_heard = 0)";
    Ok(conn.prepare_cached(sql)?.query_row([child.0], |row| row.get(0))?)
}

/// This child has given back everything it holds.
pub fn note_heard(tx: &Tx<'_>, child: SiteId) -> Result<(), Error> {
    tx.conn().prepare_cached("UPDATE recovering SET is_heard = 1 WHERE child = ?1")?.execute([child.0])?;
    let sql = "DELETE FROM recovering WHERE NOT EXISTS (SELECT 1 FROM recovering WHERE is_heard = 0)";
    tx.conn().prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// Heard, of all; none when nothing is awaited. A place whose machine was retired meanwhile is not waited for.
pub fn progress(conn: &Connection, newest: View<'_>) -> Result<Option<(u32, u32)>, Error> {
    let mut statement = conn.prepare_cached("SELECT child, is_heard FROM recovering")?;
    let rows = statement.query_map([], |row| Ok((SiteId(row.get(0)?), row.get::<_, bool>(1)?)))?;
    let (mut all, mut heard) = (0, 0);
    for row in rows {
        let (child, is_heard) = row?;
        if is_heard || newest.live_node(child).is_some() {
            all += 1;
            heard += u32::from(is_heard);
        }
    }
    Ok((all > heard).then_some((heard, all)))
}
