//! "Delivered" is a tier's own signed word: within seconds by receipts, for ever by witness entries.

use super::world::*;
use crate::store;
use crate::sync::{self, dial};
use daiban_shared::id::{DocKind, Millis, SiteId};
use daiban_shared::kind::Body;

/// What a machine knows of the arrival of everything that another has written: per tier the highest position.
fn arrived(world: &World, at: SiteId, author: SiteId, tier: u8) -> u64 {
    let node = world.node(author).identity().node();
    let read = |conn: &rusqlite::Connection| {
        let mut statement = conn.prepare("SELECT feed, n FROM witness WHERE tier = ?1")?;
        let rows = statement
            .query_map([tier], |row| Ok((daiban_shared::id::FeedId(row.get(0)?), row.get::<_, i64>(1)? as u64)))?;
        let all = rows.collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().filter(|(feed, _)| feed.node() == node).map(|(_, n)| n).max().unwrap_or(0))
    };
    world.node(at).store().read(read).unwrap()
}

fn witnesses(world: &World, site: SiteId) -> Vec<store::StoredEntry> {
    let docs = |conn: &rusqlite::Connection| {
        let mut statement = conn.prepare("SELECT name FROM doc WHERE kind = 3")?;
        let rows = statement.query_map([], |row| row.get(0).map(daiban_shared::id::DocId))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    };
    let docs = world.node(site).store().read(docs).unwrap();
    docs.into_iter()
        .flat_map(|doc| world.node(site).store().read(|conn| store::entries_of(conn, doc)).unwrap())
        .collect()
}

#[test]
fn a_village_sees_both_tiers_within_one_round() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.note(VILLAGE, doc);
    world.contact(VILLAGE);
    assert_eq!((arrived(&world, VILLAGE, VILLAGE, 1), arrived(&world, VILLAGE, VILLAGE, 2)), (2, 0));
    world.contact(TOWN);
    assert_eq!(arrived(&world, VILLAGE, VILLAGE, 2), 0, "the district's word has not come yet");
    world.contact(VILLAGE);
    assert_eq!((arrived(&world, VILLAGE, VILLAGE, 1), arrived(&world, VILLAGE, VILLAGE, 2)), (2, 2));
    assert_eq!(arrived(&world, TOWN, VILLAGE, 1), 2, "the town's own screen says the same");
}

#[test]
fn receipts_of_strangers_and_of_places_below_count_for_nothing() {
    let mut world = World::whole();
    world.file(VILLAGE);
    let feeds = std::collections::BTreeMap::from([(daiban_shared::id::FeedId([1; 20]), 5)]);
    let directory = world.node(DISTRICT).store().directory();
    for liar in [VILLAGE2, TOWN2, VILLAGE] {
        let receipts = sync::receipt::sign(world.node(liar).identity(), &directory, &feeds, MORNING);
        sync::receipt::take(world.node(VILLAGE), receipts).unwrap();
    }
    let mut forged = sync::receipt::sign(world.node(TOWN).identity(), &directory, &feeds, MORNING);
    forged[0].feeds[0].n = 6;
    sync::receipt::take(world.node(VILLAGE), forged).unwrap();
    let count = |conn: &rusqlite::Connection| {
        Ok(conn
            .query_row("SELECT count(*) FROM witness WHERE feed = ?1", [&[1_u8; 20][..]], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(world.node(VILLAGE).store().read(count).unwrap(), 0);
    let good = sync::receipt::sign(world.node(TOWN).identity(), &directory, &feeds, MORNING);
    sync::receipt::take(world.node(VILLAGE), good).unwrap();
    assert_eq!(world.node(VILLAGE).store().read(count).unwrap(), 1);
}

#[test]
fn witness_entries_come_at_most_every_ten_minutes_and_never_about_themselves() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.settle();
    let first = witnesses(&world, VILLAGE).len();
    assert!(first > 0, "the first news are witnessed at once");
    for _ in 0..5 {
        world.note(VILLAGE, doc);
        world.pass(60_000);
        world.contact(VILLAGE);
    }
    assert_eq!(witnesses(&world, TOWN).iter().filter(|stored| stored.entry.head.doc.origin() == VILLAGE).count(), 1);
    world.pass(10 * 60_000);
    world.contact(VILLAGE);
    let about: Vec<_> =
        witnesses(&world, VILLAGE).into_iter().filter(|stored| stored.entry.head.doc.origin() == VILLAGE).collect();
    assert_eq!(about.len(), 2, "the village was silent, and its news are witnessed when it calls again");
    let Body::Witness(newest) = &about[1].entry.body else { panic!("a witness") };
    assert_eq!(newest.feeds.iter().map(|end| end.n).collect::<Vec<_>>(), [6]);
    world.settle();
    let quiet = witnesses(&world, DISTRICT).len();
    for _ in 0..12 {
        world.pass(11 * 60_000);
        world.settle();
    }
    assert_eq!(witnesses(&world, DISTRICT).len(), quiet, "witness entries are no news");
    let after = world.note(VILLAGE, doc);
    let stored = world.node(VILLAGE).store().read(|conn| store::by_hash(conn, doc, after)).unwrap().unwrap();
    let named = stored.entry.head.after.expect("the lower bound in time");
    assert!(
        witnesses(&world, VILLAGE)
            .iter()
            .any(|stored| stored.entry.hash == named && stored.entry.head.doc.kind() == DocKind::Witness)
    );
}

fn heard(world: &World, at: SiteId, site: SiteId) -> Option<Millis> {
    world.node(at).store().read(|conn| sync::heard_of(conn, site)).unwrap()
}

#[test]
fn a_place_is_heard_when_nothing_of_it_is_pending_and_the_district_learns_it() {
    let mut world = World::line();
    world.pass(3_600_000);
    world.contact(VILLAGE);
    let now = world.clock.now();
    assert!(heard(&world, TOWN, VILLAGE).is_some_and(|until| until + 5_000 > now && until <= now));
    world.contact(TOWN);
    assert_eq!(heard(&world, DISTRICT, VILLAGE), heard(&world, TOWN, VILLAGE));
    // The village writes and its line is cut in mid-message: the claim does not move.
    world.pass(3_600_000);
    world.file(VILLAGE);
    dial::exchange(world.node(VILLAGE), |_| None).unwrap();
    world.contact(TOWN);
    assert!(heard(&world, DISTRICT, VILLAGE).is_some_and(|until| until <= now));
}
