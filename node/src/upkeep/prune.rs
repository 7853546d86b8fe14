//! Rows that nobody asks for any more, cleared in small steps: no turn holds the writer for long, and a pass over everything
//! is made once a day.

use crate::error::Error;
use crate::node::Node;
use crate::store::Priority;
use daiban_shared::day::{DAY_MS, Day};
use daiban_shared::id::{FeedId, Millis};
use rusqlite::{Connection, params};

/// Answers of commands are kept so long. Later the entries of the case say that the command was carried out.
const COMMAND_MS_MAX: Millis = 30 * DAY_MS;
/// What the tiers have said is kept to the moment so long; of an older day its last word is kept (docs/adr/0006).
const WITNESS_MS_MAX: Millis = 30 * DAY_MS;
/// Counts of refused bytes are kept so long.
const REFUSED_DAYS_MAX: i32 = 366;
/// Commands looked at in one turn.
const COMMANDS_MAX: i64 = 5_000;
/// Feeds looked at in one turn.
const FEEDS_MAX: i64 = 100;

/// How far the pass of this day has come.
#[derive(Debug, Default)]
pub struct Place {
    command: Vec<u8>,
    feed: Vec<u8>,
    /// The next pass begins then.
    rests_until: Millis,
}

/// Old rows of one step.
#[derive(Default)]
struct Old {
    commands: Vec<(Vec<u8>, Vec<u8>)>,
    words: Vec<(FeedId, u8, i64)>,
}

/// One small step of the pass; with nothing old it writes nothing.
pub fn step(node: &Node, place: &mut Place) -> Result<(), Error> {
    let now = node.clock().now();
    // A clock that was put back must not stop the passes for years.
    if now < place.rests_until && place.rests_until <= now + DAY_MS {
        return Ok(());
    }
    let (command, feed) = (place.command.clone(), place.feed.clone());
    let (old, command, feed) = node.store().read(|conn| {
        let mut old = Old::default();
        let command = commands(conn, &command, now, &mut old)?;
        let feed = words(conn, &feed, now, &mut old)?;
        Ok((old, command, feed))
    })?;
    let is_last = command.is_none() && feed.is_none();
    if is_last || !old.commands.is_empty() || !old.words.is_empty() {
        clear(node, old, is_last.then(|| Day::of(now).plus(-REFUSED_DAYS_MAX)))?;
    }
    // A table that is through is at its end until the other one is.
    place.command = command.unwrap_or_else(|| vec![0xff; 17]);
    place.feed = feed.unwrap_or_else(|| vec![0xff; 21]);
    if is_last {
        *place = Place { rests_until: now + DAY_MS, ..Place::default() };
    }
    Ok(())
}

/// Commands behind this one that are old; up to where was looked, none at the end.
fn commands(conn: &Connection, after: &[u8], now: Millis, old: &mut Old) -> Result<Option<Vec<u8>>, Error> {
    let before = now.saturating_sub(COMMAND_MS_MAX) as i64;
    let sql = "SELECT cmd, by, at FROM command WHERE cmd > ?1 ORDER BY cmd LIMIT ?2";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params![after, COMMANDS_MAX])?;
    let (mut last, mut count) = (None, 0);
    while let Some(row) = rows.next()? {
        let (cmd, at): (Vec<u8>, i64) = (row.get(0)?, row.get(2)?);
        if at < before {
            old.commands.push((cmd.clone(), row.get(1)?));
        }
        last = Some(cmd);
        count += 1;
    }
    Ok(last.filter(|_| count == COMMANDS_MAX))
}

/// Words about feeds behind this one that a later word of the same old day covers.
fn words(conn: &Connection, after: &[u8], now: Millis, old: &mut Old) -> Result<Option<Vec<u8>>, Error> {
    let sql =
        "SELECT max(feed), count(*) FROM (SELECT DISTINCT feed FROM witness WHERE feed > ?1 ORDER BY feed LIMIT ?2)";
    let (last, count): (Option<Vec<u8>>, i64) =
        conn.prepare_cached(sql)?.query_row(params![after, FEEDS_MAX], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some(last) = last else { return Ok(None) };
    // Days of Beijing: UTC+8.
    let sql = "SELECT feed, tier, n FROM witness AS word WHERE feed > ?1 AND feed <= ?2 AND at < ?3 AND EXISTS ( \
               SELECT 1 FROM witness AS later WHERE later.feed = word.feed AND later.tier = word.tier AND later.n > word.n \
               AND (later.at + 28800000) / 86400000 = (word.at + 28800000) / 86400000)";
    let mut query = conn.prepare_cached(sql)?;
    let before = now.saturating_sub(WITNESS_MS_MAX) as i64;
    let rows =
        query.query_map(params![after, last, before], |row| Ok((FeedId(row.get(0)?), row.get(1)?, row.get(2)?)))?;
    for row in rows {
        old.words.push(row?);
    }
    Ok(Some(last).filter(|_| count == FEEDS_MAX))
}

fn clear(node: &Node, old: Old, refused_before: Option<Day>) -> Result<(), Error> {
    node.store().write(Priority::Peers, move |tx| {
        let conn = tx.conn();
        for (cmd, by) in old.commands {
            conn.prepare_cached("DELETE FROM command WHERE cmd = ?1 AND by = ?2")?.execute(params![cmd, by])?;
        }
        for (feed, tier, n) in old.words {
            conn.prepare_cached("DELETE FROM witness WHERE feed = ?1 AND tier = ?2 AND n = ?3")?.execute(params![
                &feed.0[..],
                tier,
                n
            ])?;
        }
        if let Some(day) = refused_before {
            conn.prepare_cached("DELETE FROM refused WHERE day < ?1")?.execute([day.0])?;
        }
        Ok(())
    })
}
