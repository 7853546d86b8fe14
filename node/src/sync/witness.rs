//! Witness entries (kind 96): what a parent has received from one child's subtree, signed for ever. Per child at most one
//! in ten minutes, at least one an hour while there is news, and never about other witness entries.

use crate::error::Error;
use crate::store::{Draft, Tx};
use daiban_shared::day::Day;
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, Millis, SiteId, UserId};
use daiban_shared::kind::{Body, FeedEnd, Heard, Private, Role, Witness};
use rusqlite::{Connection, OptionalExtension};

/// Between two witness entries about one child.
pub const WITNESS_EVERY_MS: Millis = 10 * 60 * 1000;
/// Ends in one entry: 200 of them fill a head.
const ENDS_MAX: usize = 150;
/// Places in one entry.
const HEARD_MAX: usize = 100;

/// Something other than witness entries came from this child.
pub fn mark_news(tx: &Tx<'_>, child: SiteId) -> Result<(), Error> {
    tx.conn()
        .prepare_cached(
            "INSERT INTO witnessed (child, at, has_news) VALUES (?1, 0, 1) ON CONFLICT (child) DO UPDATE SET has_news = 1
             WHERE has_news = 0",
        )?
        .execute([child.0])?;
    Ok(())
}

/// Writes a witness entry about this child if there is news and the last one is old enough. With a wrong clock nothing is
/// written and the news stay: what the child sent is kept all the same.
pub fn write_due(tx: &mut Tx<'_>, child: SiteId) -> Result<(), Error> {
    let now = tx.now();
    let due: Option<i64> = tx
        .conn()
        .prepare_cached("SELECT at FROM witnessed WHERE child = ?1 AND has_news = 1")?
        .query_row([child.0], |row| row.get(0))
        .optional()?;
    let Some(last) = due.map(|at| at as u64) else { return Ok(()) };
    if now < last.saturating_add(WITNESS_EVERY_MS) || tx.is_clock_wrong() {
        return Ok(());
    }
    let ends = unwitnessed(tx.conn(), child)?;
    let mut heard = heard_below(tx, child)?;
    let (year, month, _) = Day::of(now).ymd();
    let doc = DocId::for_month(DocKind::Witness, child, year, month);
    for feeds in ends.chunks(ENDS_MAX) {
        append(tx, doc, Witness { feeds: feeds.to_vec(), heard: std::mem::take(&mut heard) })?;
    }
    let sql = "UPDATE feed_end SET witnessed = n WHERE child = ?1 AND witnessed <> n";
    tx.conn().prepare_cached(sql)?.execute([child.0])?;
    let sql = "UPDATE witnessed SET at = ?2, has_news = 0 WHERE child = ?1";
    tx.conn().prepare_cached(sql)?.execute((child.0, now as i64))?;
    Ok(())
}

fn append(tx: &mut Tx<'_>, doc: DocId, witness: Witness) -> Result<(), Error> {
    let cmd = CmdId(crate::identity::random()?);
    let body = Body::Witness(witness);
    tx.append(Draft { doc, body, private: Private::default(), by: UserId::ZERO, role: Role::Node, cmd, part: 0 })?;
    Ok(())
}

fn unwitnessed(conn: &Connection, child: SiteId) -> Result<Vec<FeedEnd>, Error> {
    let mut statement =
        conn.prepare_cached("SELECT feed, n FROM feed_end WHERE child = ?1 AND witnessed <> n ORDER BY feed")?;
    let rows = statement
        .query_map([child.0], |row| Ok(FeedEnd { feed: FeedId(row.get(0)?), n: row.get::<_, i64>(1)? as u64 }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn heard_below(tx: &Tx<'_>, child: SiteId) -> Result<Vec<Heard>, Error> {
    let directory = tx.directory();
    let newest = directory.newest();
    let mut statement = tx.conn().prepare_cached("SELECT site, until FROM heard ORDER BY site")?;
    let rows =
        statement.query_map([], |row| Ok(Heard { site: SiteId(row.get(0)?), until: row.get::<_, i64>(1)? as u64 }))?;
    let all = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(all
        .into_iter()
        .filter(|heard| heard.site == child || newest.is_above(child, heard.site))
        .take(HEARD_MAX)
        .collect())
}

/// Children about whom there is news that is old enough: whether or not they call.
pub fn due(conn: &Connection, now: Millis) -> Result<Vec<SiteId>, Error> {
    let mut statement = conn.prepare_cached("SELECT child FROM witnessed WHERE has_news = 1 AND at <= ?1")?;
    let rows = statement.query_map([now.saturating_sub(WITNESS_EVERY_MS) as i64], |row| row.get(0).map(SiteId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether there is news about this child that is old enough to be witnessed; asked at every call of it.
pub fn is_due(conn: &Connection, child: SiteId, now: Millis) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM witnessed WHERE child = ?1 AND has_news = 1 AND at <= ?2)";
    let latest = now.saturating_sub(WITNESS_EVERY_MS) as i64;
    Ok(conn.prepare_cached(sql)?.query_row((child.0, latest), |row| row.get(0))?)
}
