//! A machine whose clock is wrong keeps what others send, and signs for it when the clock is right again.

use super::world::*;
use crate::clock::Clock;
use crate::join;
use crate::store::{self, Priority};
use crate::sync::receive::{self, From};
use crate::sync::{self, message::Part};
use crate::upkeep;
use daiban_shared::api::RightRequest;
use daiban_shared::id::{CmdId, DocId, DocKind, Millis, SiteId, UserId};
use daiban_shared::kind::{Body, Heard, Power, Private, Role, Witness};

const YEAR: Millis = 365 * 24 * 3_600_000;
const BOSS: UserId = UserId([7; 8]);

/// This machine wrote something while its clock was ten years ahead; now the clock is right, and the machine started anew.
fn was_ahead(world: &mut World, site: SiteId) -> Clock {
    let clock = Clock::set_to(world.clock.now() + 10 * YEAR);
    world.open_with(site, clock.clone());
    world.file(site);
    clock.move_to(world.clock.now());
    world.open_with(site, clock.clone());
    assert!(upkeep::clock(world.node(site)).wrong);
    clock
}

fn witnessed(world: &World, site: SiteId, child: SiteId) -> usize {
    let month = |year, month| DocId::for_month(DocKind::Witness, child, year, month);
    world.entries(site, month(2026, 9)).len()
}

#[test]
fn a_town_with_a_wrong_clock_takes_its_villages_cases_and_signs_for_them_later() {
    let mut world = World::line();
    was_ahead(&mut world, TOWN);
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    let before = witnessed(&world, TOWN, VILLAGE);
    assert!(world.contact(VILLAGE), "the line does not break");
    assert_eq!(world.entries(TOWN, doc).len(), 2);
    upkeep::turn(world.node(TOWN)).unwrap();
    assert_eq!(
        (world.entries(TOWN, doc).len(), witnessed(&world, TOWN, VILLAGE)),
        (2, before),
        "nothing is signed yet"
    );
    assert!(!upkeep::confirm_clock(world.node(TOWN), BOSS).unwrap().wrong);
    assert_eq!(world.entries(TOWN, doc).len(), 3, "the town signs for the hand-over");
    world.pass(11 * 60_000);
    world.node(TOWN).clock().move_to(world.clock.now());
    upkeep::turn(world.node(TOWN)).unwrap();
    assert!(witnessed(&world, TOWN, VILLAGE) > before, "and for what the village sent");
    world.open(TOWN);
    world.settle();
    assert_eq!(world.entries(VILLAGE, doc), world.entries(TOWN, doc));
    let own = DocId::for_month(DocKind::Own, TOWN, 2026, 9);
    assert_eq!(world.entries(DISTRICT, own).len(), 1, "every place above sees that the clock was confirmed");
    let state = world.node(VILLAGE).store().write(Priority::People, move |tx| tx.case(doc)).unwrap();
    assert!(state.holder.unwrap().taken_at.is_some());
}

#[test]
fn what_came_before_any_turn_saw_the_wrong_clock_is_signed_for_too() {
    let mut world = World::line();
    let clock = Clock::set_to(world.clock.now() + 10 * YEAR);
    world.open_with(TOWN, clock.clone());
    upkeep::turn(world.node(TOWN)).unwrap();
    world.file(TOWN);
    clock.move_to(world.clock.now());
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    assert!(world.contact(VILLAGE));
    assert_eq!(world.entries(TOWN, doc).len(), 2, "the hand-over is kept and not signed for");
    assert!(!upkeep::confirm_clock(world.node(TOWN), BOSS).unwrap().wrong);
    assert_eq!(world.entries(TOWN, doc).len(), 3);
}

#[test]
fn a_district_with_a_wrong_clock_starts_and_enters_what_was_asked_when_it_is_right() {
    let mut world = World::line();
    was_ahead(&mut world, DISTRICT);
    let request = RightRequest {
        site: Some(VILLAGE),
        department: None,
        power: Power::Accept,
        items: vec![],
        basis: "试验文件〔2026〕1号".into(),
        why: "村里要用".into(),
        tier: None,
        user: None,
        person: None,
        up_to_yuan: None,
        from: None,
        until: None,
    };
    join::ask_right(world.node(TOWN), &world.admin(TOWN), request, CmdId([9; 16])).unwrap();
    assert!(world.contact(TOWN));
    let enter = |world: &World| {
        let asked = world.node(DISTRICT).store().read(join::grants::asked).unwrap().remove(0).0.hash;
        join::grants::settle(world.node(DISTRICT), &world.admin(DISTRICT), asked, join::grants::Answer::Enter)
    };
    let rights = |world: &World| world.node(DISTRICT).store().directory().newest().rights().count();
    assert_eq!(rights(&world), 0);
    // A request that waits does not keep the machine from starting.
    world.open(DISTRICT);
    assert_eq!(rights(&world), 0);
    assert!(enter(&world).is_err(), "nothing is written with a wrong clock");
    upkeep::confirm_clock(world.node(DISTRICT), BOSS).unwrap();
    enter(&world).unwrap();
    assert_eq!(rights(&world), 1);
}

#[test]
fn a_parent_that_was_ahead_stops_its_village_until_that_confirms_and_then_no_more() {
    let mut world = World::line();
    let ahead = Clock::set_to(world.clock.now() + 15 * 24 * 3_600_000);
    world.open_with(TOWN, ahead.clone());
    let doc = world.file(VILLAGE);
    world.contact(VILLAGE);
    assert!(upkeep::clock(world.node(VILLAGE)).wrong, "the parent's word counts");
    upkeep::confirm_clock(world.node(VILLAGE), BOSS).unwrap();
    world.note(VILLAGE, doc);
    world.open(VILLAGE);
    world.note(VILLAGE, doc);
    // The parent's next word in the same month stands a millisecond behind its last one.
    ahead.move_to(world.clock.now());
    upkeep::confirm_clock(world.node(TOWN), BOSS).unwrap();
    world.pass(11 * 60_000);
    ahead.move_to(world.clock.now());
    world.contact(VILLAGE);
    world.contact(VILLAGE);
    assert!(!upkeep::clock(world.node(VILLAGE)).wrong);
    world.note(VILLAGE, doc);
}

#[test]
fn no_word_makes_a_place_heard_in_the_future() {
    let world = World::line();
    let doc = DocId::for_month(DocKind::Witness, VILLAGE, 2026, 9);
    let heard = vec![Heard { site: VILLAGE, until: world.clock.now() + 3 * YEAR }];
    let body = Body::Witness(Witness { feeds: vec![], heard });
    world.append(TOWN, doc, body, Private::default(), CmdId([8; 16]), Role::Node);
    world.settle();
    for site in [TOWN, DISTRICT] {
        let until = world.node(site).store().read(|conn| sync::heard_of(conn, VILLAGE)).unwrap();
        assert!(until.is_some_and(|until| until <= world.clock.now()), "{site}: {until:?}");
    }
}

#[test]
fn news_followed_by_silence_are_witnessed_all_the_same() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.settle();
    let before = witnessed(&world, TOWN, VILLAGE);
    world.note(VILLAGE, doc);
    world.pass(60_000);
    world.contact(VILLAGE);
    upkeep::turn(world.node(TOWN)).unwrap();
    assert_eq!(witnessed(&world, TOWN, VILLAGE), before, "not twice in ten minutes");
    // The line is cut; nobody calls any more.
    world.pass(10 * 60_000);
    upkeep::turn(world.node(TOWN)).unwrap();
    assert_eq!(witnessed(&world, TOWN, VILLAGE), before + 1);
    let newest = *world.node(TOWN).store().changes().borrow();
    world.pass(60 * 60_000);
    upkeep::turn(world.node(TOWN)).unwrap();
    assert_eq!(*world.node(TOWN).store().changes().borrow(), newest, "with nothing due nothing is written");
}

#[test]
fn a_private_part_that_comes_later_is_news_to_be_witnessed() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    let village = world.node(VILLAGE).store();
    let stored = village.read(|conn| store::entries_of(conn, doc)).unwrap().remove(0);
    let part = village.read(|conn| store::private_of(conn, stored.pos)).unwrap().unwrap();
    let entry = stored.entry.clone();
    let missing = store::PrivateIn::Missing;
    world.node(TOWN).store().write(Priority::Peers, move |tx| tx.receive(entry, missing, VILLAGE)).unwrap();
    world.pass(11 * 60_000);
    upkeep::turn(world.node(TOWN)).unwrap();
    let before = witnessed(&world, TOWN, VILLAGE);
    let (feed, n) = (stored.entry.head.feed, stored.entry.head.n);
    let from = From { site: VILLAGE, is_child: true };
    receive::parts(world.node(TOWN), from, vec![Part { feed, n, salt: part.salt, bytes: part.bytes }]).unwrap();
    world.pass(11 * 60_000);
    upkeep::turn(world.node(TOWN)).unwrap();
    assert_eq!(witnessed(&world, TOWN, VILLAGE), before + 1);
}

#[test]
fn the_last_contact_is_known_after_a_restart() {
    let mut world = World::line();
    world.contact(VILLAGE);
    let at = world.clock.now();
    upkeep::turn(world.node(VILLAGE)).unwrap();
    world.pass(3_600_000);
    world.open(VILLAGE);
    let view = sync::view(world.node(VILLAGE), daiban_shared::text::Lang::En).unwrap();
    assert_eq!(view.last_contact, Some(at));
    assert!(!view.parent.unwrap().connected, "known is not connected");
}

#[test]
fn old_words_of_the_tiers_are_thinned_to_one_a_day_and_the_day_stays() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    for _ in 0..5 {
        world.note(VILLAGE, doc);
        world.contact(VILLAGE);
        world.pass(60_000);
    }
    let words = |world: &World| {
        let sql = "SELECT count(*), max(n), min(at) FROM witness WHERE tier = 1";
        let read = |conn: &rusqlite::Connection| {
            Ok(conn
                .query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))?)
        };
        world.node(VILLAGE).store().read(read).unwrap()
    };
    let (count, newest, first) = words(&world);
    assert!(count >= 5);
    upkeep::turn(world.node(VILLAGE)).unwrap();
    assert_eq!(words(&world).0, count, "news are kept to the moment");
    world.pass(31 * 24 * 3_600_000);
    upkeep::turn(world.node(VILLAGE)).unwrap();
    let (count, still, at) = words(&world);
    assert_eq!((count, still), (1, newest));
    assert!(at >= first && at < first + 24 * 3_600_000);
}
