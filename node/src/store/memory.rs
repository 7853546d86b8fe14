//! What the writer keeps between commits: the directory, the ends of the own feeds, the neighbours, the clock's highest
//! reading. A copy is taken before each job and put back if the job fails.

use super::log;
use super::outbox::{self, Neighbour};
use crate::clock::Clock;
use crate::error::Error;
use crate::identity::{self, Identity};
use daiban_shared::day::stamp;
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, FeedId, Hash, Millis, NodeId};
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;

/// A clock this far back is wrong; less is drift.
const CLOCK_BACK_MS_MAX: Millis = 10 * 60 * 1000;
/// This program did not exist before: 2026-01-01. A machine that says so has lost its clock's battery.
const BUILT_AT: Millis = 1_767_196_800_000;
/// Name of the highest reading of the own clock in the table `fact`.
const CLOCK_FACT: &str = "clock";
/// Name of the parent's time that an administrator overruled, in the same table.
const OVERRULED_FACT: &str = "clock_overruled";

/// The moment before which this program did not exist.
pub fn built(clock: &Clock) -> Millis {
    match clock {
        Clock::System => BUILT_AT,
        // Tests and seeding tell stories of any time.
        Clock::Set(_) => 0,
    }
}

/// Whether a clock is wrong and not only slow.
pub fn is_far_behind(now: Millis, known: Millis) -> bool {
    now.saturating_add(CLOCK_BACK_MS_MAX) < known
}

/// The own feed for the public document and the one for everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedRole {
    /// Cases, witness, requests, own affairs.
    Main = 0,
    /// The district's public document.
    Public = 1,
}

impl FeedRole {
    /// Which feed a document's entries go to.
    pub fn of(doc: DocId) -> Self {
        if doc == DocId::PUBLIC { Self::Public } else { Self::Main }
    }
}

/// An own feed of this process.
#[derive(Debug, Clone, Copy)]
pub struct OwnFeed {
    /// Its name.
    pub feed: FeedId,
    /// Its newest position, 0 = none yet.
    pub n: u64,
    /// Hash of the newest entry; at the beginning that of the feed before.
    pub prev: Option<Hash>,
}

/// The writer's memory.
#[derive(Clone)]
pub struct Memory {
    /// With every public row.
    pub directory: Arc<Directory>,
    /// Newest position.
    pub last_pos: i64,
    /// Newest witness entry of the parent about this place, and when it was written.
    pub after: Option<(Hash, Millis)>,
    /// Every neighbour with its cursors, by place.
    pub neighbours: Vec<Neighbour>,
    /// Highest reading of the own clock at an own entry.
    pub clock_high: Millis,
    /// The parent's time up to here is known to be wrong: an administrator said so.
    clock_overruled: Millis,
    feeds: [Option<OwnFeed>; 2],
}

impl Memory {
    /// Reads what the store holds. Errors: an entry is damaged.
    pub fn load(conn: &Connection, identity: &Identity) -> Result<Self, Error> {
        let mut directory = Directory::new(identity.net());
        for stored in log::entries_of(conn, DocId::PUBLIC)? {
            directory.push(&stored.entry);
        }
        let parent = directory.newest().site(identity.site()).and_then(|site| site.parent);
        let witness =
            parent.map(|by| log::newest_witness(conn, identity.site(), by, &directory)).transpose()?.flatten();
        let after = witness.map(|entry| (entry.hash, entry.head.at));
        let fact = |key: &str| -> Result<Millis, Error> {
            let sql = "SELECT value FROM fact WHERE key = ?1";
            let value: Option<i64> = conn.query_row(sql, [key], |row| row.get(0)).optional()?;
            Ok(value.unwrap_or(0) as Millis)
        };
        Ok(Self {
            directory: Arc::new(directory),
            last_pos: log::newest_pos(conn)?,
            after,
            neighbours: outbox::neighbours(conn)?,
            clock_high: fact(CLOCK_FACT)?,
            clock_overruled: fact(OVERRULED_FACT)?,
            feeds: [None, None],
        })
    }

    /// The own feed of this process, opened at its first entry: no position is used twice, whatever was restored.
    pub fn own_feed(&mut self, conn: &Connection, node: NodeId, role: FeedRole) -> Result<OwnFeed, Error> {
        if let Some(feed) = self.feeds[role as usize] {
            return Ok(feed);
        }
        let highest: Option<u32> = conn
            .prepare_cached("SELECT max(generation) FROM feed WHERE node = ?1")?
            .query_row([&node.0[..]], |row| row.get(0))?;
        let minted = self.feeds.iter().flatten().map(|feed| feed.feed.generation()).max();
        let generation = highest.max(minted).unwrap_or(0).saturating_add(1);
        let prev = match role {
            FeedRole::Public => self.directory.tip_hash(),
            FeedRole::Main => log::last_own(conn, node, role as u8)?,
        };
        let feed = OwnFeed { feed: FeedId::new(node, generation, identity::random()?), n: 0, prev };
        self.feeds[role as usize] = Some(feed);
        Ok(feed)
    }

    /// An own entry was stored.
    pub fn grew(&mut self, role: FeedRole, hash: Hash) {
        if let Some(feed) = &mut self.feeds[role as usize] {
            feed.n += 1;
            feed.prev = Some(hash);
        }
    }

    /// The newest moment that this node, its parent or the program itself has seen.
    pub fn known(&self, clock: &Clock) -> Millis {
        let parent = self.after.map_or(0, |(_, at)| at);
        // A parent whose clock was ahead writes on a millisecond behind its own last word: that is overruled with it.
        let is_overruled = parent <= self.clock_overruled.saturating_add(CLOCK_BACK_MS_MAX);
        self.clock_high.max(if is_overruled { 0 } else { parent }).max(built(clock))
    }

    /// Errors: the clock stands far behind what is known.
    pub fn check_clock(&self, clock: &Clock, now: Millis) -> Result<(), Error> {
        let known = self.known(clock);
        if is_far_behind(now, known) {
            return Err(Error::ClockWrong { clock: stamp(now), known: stamp(known) });
        }
        Ok(())
    }

    /// Remembers a reading; with `confirmed` also one that is lower: an administrator said so.
    pub fn read_clock(&mut self, conn: &Connection, now: Millis, confirmed: bool) -> Result<(), Error> {
        let sql = "INSERT INTO fact VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        if now > self.clock_high || confirmed {
            self.clock_high = now;
            conn.prepare_cached(sql)?.execute(params![CLOCK_FACT, now as i64])?;
        }
        if let Some((hash, at)) = self.after.filter(|(_, at)| confirmed && *at > now) {
            self.after = Some((hash, now));
            self.clock_overruled = at;
            conn.prepare_cached(sql)?.execute(params![OVERRULED_FACT, at as i64])?;
        }
        Ok(())
    }

    /// The neighbour at a place.
    pub fn neighbour_mut(&mut self, site: daiban_shared::id::SiteId) -> Option<&mut Neighbour> {
        self.neighbours.iter_mut().find(|neighbour| neighbour.site == site)
    }
}
