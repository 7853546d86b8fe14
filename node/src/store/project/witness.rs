//! What witness entries say, as rows: up to where a tier has a feed, and up to when a place was heard.

use crate::error::Error;
use crate::store::commit::Tx;
use daiban_shared::entry::Entry;
use daiban_shared::id::{FeedId, Millis, SiteId};
use daiban_shared::kind::Body;
use daiban_shared::site::Tier;
use rusqlite::{Connection, params};

impl Tx<'_> {
    /// Takes a witness entry. Only the word of a place above the witnessed one counts.
    pub(in crate::store) fn witnessed(&mut self, entry: &Entry) -> Result<(), Error> {
        let Body::Witness(witness) = &entry.body else { return Ok(()) };
        let directory = self.directory();
        let child = entry.head.doc.origin();
        let Some((author, tier)) = directory.author(entry.node()) else { return Ok(()) };
        let above = directory.newest().above(child);
        if !above.contains(&author) {
            return Ok(());
        }
        for end in &witness.feeds {
            put_witness(self.conn, end.feed, tier, end.n, entry.head.at)?;
        }
        // What reached a place below has reached us behind it; what reached a place above says nothing of what is here.
        let own = self.identity().site();
        if author == own || directory.newest().is_above(own, author) {
            for heard in &witness.heard {
                // A clock that is ahead, there or on the way, does not make a place heard in the future.
                put_heard(self.conn, heard.site, heard.until.min(self.now()))?;
            }
        }
        let is_parent = above.first() == Some(&author);
        if child == own && is_parent && self.memory.after.is_none_or(|(_, at)| at <= entry.head.at) {
            self.memory.after = Some((entry.hash, entry.head.at));
        }
        Ok(())
    }
}

/// A tier has everything of a feed up to `n`, at the latest at that moment.
pub fn put_witness(conn: &Connection, feed: FeedId, tier: Tier, n: u64, at: Millis) -> Result<(), Error> {
    let sql = "INSERT INTO witness (feed, tier, n, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET at = min(at, excluded.at)";
    conn.prepare_cached(sql)?.execute(params![&feed.0[..], tier as u8, n as i64, at as i64])?;
    Ok(())
}

/// Everything that a place wrote up to that moment is here.
pub fn put_heard(conn: &Connection, site: SiteId, until: Millis) -> Result<(), Error> {
    let sql =
        "INSERT INTO heard (site, until) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET until = max(until, excluded.until)";
    conn.prepare_cached(sql)?.execute(params![site.0, until as i64])?;
    Ok(())
}
