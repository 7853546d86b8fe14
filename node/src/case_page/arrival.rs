//! Where each entry has arrived: by the word of the higher tiers, and by what this node itself holds.

use crate::cases::Dossier;
use crate::error::Error;
use daiban_shared::api::Delivered;
use daiban_shared::case::Step;
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, FeedId, Hash, Millis, SiteId};
use daiban_shared::site::Tier;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// `witness.tier` of the town.
const TOWN: u8 = 1;
/// `witness.tier` of the district.
const DISTRICT: u8 = 2;

/// Arrival of every entry of a case.
pub struct Arrivals {
    by_entry: BTreeMap<Hash, Delivered>,
}

impl Arrivals {
    /// Reads what the tiers above have said, and when the entries came here.
    pub fn read(
        conn: &Connection,
        doc: DocId,
        dossier: &Dossier,
        directory: &Directory,
        own: SiteId,
    ) -> Result<Self, Error> {
        let own_tier = directory.newest().site(own).map(|site| site.tier);
        let came = came_here(conn, doc)?;
        let mut by_entry = BTreeMap::new();
        for step in &dossier.state.steps {
            let Some(entry) = dossier.entry(step.hash) else { continue };
            let (feed, n) = (entry.head.feed, entry.head.n);
            let heard =
                Delivered { town: first_word(conn, feed, TOWN, n)?, district: first_word(conn, feed, DISTRICT, n)? };
            let here = came.get(&(feed, n)).copied();
            by_entry.insert(step.hash, arrival(heard, step, own_tier, here));
        }
        Ok(Self { by_entry })
    }

    /// Where this entry has arrived.
    pub fn of(&self, hash: Hash) -> Delivered {
        self.by_entry.get(&hash).copied().unwrap_or_default()
    }

    /// When the machine above its author had this entry at the latest.
    pub fn witnessed_at(&self, step: &Step) -> Option<Millis> {
        let delivered = self.of(step.hash);
        match step.tier {
            Tier::Village => delivered.town,
            Tier::Town => delivered.district,
            Tier::District => None,
        }
    }
}

fn arrival(heard: Delivered, step: &Step, own_tier: Option<Tier>, here: Option<Millis>) -> Delivered {
    let mut out = heard;
    // What lies here has arrived here, whether or not the machine has said so yet.
    match own_tier {
        Some(Tier::Town) => out.town = out.town.or(here),
        Some(Tier::District) => out.district = out.district.or(here),
        Some(Tier::Village) | None => {}
    }
    match step.tier {
        // The way from a village to the district leads through its town.
        Tier::Village => out.town = out.town.or(out.district),
        Tier::Town => out.town = Some(step.at),
        Tier::District => out = Delivered { town: None, district: Some(step.at) },
    }
    out
}

/// The earliest moment at which a tier said that it has the feed up to here.
fn first_word(conn: &Connection, feed: FeedId, tier: u8, n: u64) -> Result<Option<Millis>, Error> {
    let at: Option<i64> = conn
        .prepare_cached("select min(at) from witness where feed = ?1 and tier = ?2 and n >= ?3")?
        .query_row(params![&feed.0[..], tier, n as i64], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(at.map(|at| at as Millis))
}

fn came_here(conn: &Connection, doc: DocId) -> Result<BTreeMap<(FeedId, u64), Millis>, Error> {
    const SQL: &str = "select feed.name, entry.n, entry.received_at from entry join feed on feed.id = entry.feed
                       where entry.doc = (select id from doc where name = ?1)";
    let mut query = conn.prepare_cached(SQL)?;
    let rows = query.query_map([&doc.0[..]], |row| {
        Ok(((FeedId(row.get(0)?), row.get::<_, i64>(1)? as u64), row.get::<_, i64>(2)? as Millis))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::case::Effect;
    use daiban_shared::id::{CmdId, UserId};
    use daiban_shared::kind::{Kind, Role};

    fn step(tier: Tier) -> Step {
        Step {
            hash: Hash::ZERO,
            kind: Kind::Note,
            site: SiteId(1),
            tier,
            by: UserId::ZERO,
            role: Some(Role::Agent),
            cmd: (CmdId::ZERO, 0),
            at: 100,
            effect: Effect::Effect,
            flags: Vec::new(),
            paper: 0,
            paper_site: None,
        }
    }

    #[test]
    fn a_step_is_where_somebody_said_it_is_or_where_it_lies() {
        let said = |town, district| Delivered { town, district };
        let none = Delivered::default();
        let table = [
            // (what was heard, author, this node, came here) -> arrival
            (none, Tier::Village, Tier::Village, Some(101), none),
            (said(Some(150), None), Tier::Village, Tier::Village, Some(101), said(Some(150), None)),
            (none, Tier::Village, Tier::Town, Some(160), said(Some(160), None)),
            (none, Tier::Village, Tier::District, Some(170), said(Some(170), Some(170))),
            (said(Some(150), None), Tier::Village, Tier::District, Some(170), said(Some(150), Some(170))),
            (none, Tier::Town, Tier::Village, Some(190), said(Some(100), None)),
            (none, Tier::District, Tier::Village, Some(190), said(None, Some(100))),
        ];
        for (heard, author, own, here, expected) in table {
            assert_eq!(arrival(heard, &step(author), Some(own), here), expected, "{author:?} at {own:?}");
        }
    }
}
