//! Laws of the exchange over random cases: a signer that is not known yet is *later* wherever it stands in a frame, and
//! foreign machines and foreign cases get nothing.

use super::world::*;
use crate::identity::Identity;
use crate::store::{self, Cursor, OutRow};
use crate::sync::message::{self, Message, What};
use crate::sync::receive::{self, From};
use crate::sync::{dial, frame, outgoing, serve};
use daiban_shared::entry::{Entry, Head, SUITE, seal};
use daiban_shared::id::{CmdId, DocId, FeedId, SiteId, UserId};
use daiban_shared::kind::{Body, FeedEnd, Role, encode};
use std::collections::BTreeSet;

/// Cases in one world, before it is founded anew.
const CASES_A_WORLD: u64 = 25;

/// How many histories a law plays; `DAIBAN_HISTORIES` asks for another number.
pub fn histories(usual: u64) -> u64 {
    std::env::var("DAIBAN_HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// A small generator: the same seed gives the same history.
pub struct Chance(pub u64);

impl Chance {
    /// 0 .. n - 1.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A note in a case, signed by a machine of the other village that nobody has heard of.
fn note_of_stranger(world: &World, stranger: &Identity, doc: DocId, chance: &mut Chance) -> Entry {
    let directory = world.node(TOWN).store().directory();
    let head = Head {
        suite: SUITE,
        doc,
        feed: FeedId::new(stranger.node(), 1, [chance.below(250) as u8; 8]),
        n: 1,
        prev: None,
        seen: world.entries(TOWN, doc).into_iter().take(1).collect(),
        ground: directory.tip(),
        after: None,
        by: UserId([5; 8]),
        role: Role::Clerk.into(),
        cmd: CmdId(crate::identity::random().unwrap()),
        part: 0,
        at: world.clock.now(),
        body: encode(&Body::Note(Default::default())),
        private: None,
    };
    Entry::trusted(&seal(&head, stranger.net(), stranger.signing_key())).unwrap()
}

fn taken_of_village(world: &World) -> Cursor {
    world.node(TOWN).store().read(|conn| store::neighbour(conn, VILLAGE)).unwrap().unwrap().taken
}

#[test]
fn an_unknown_signer_is_later_wherever_it_stands_and_what_follows_is_taken_when_it_is_known() {
    for first in (0..histories(1_000)).step_by(CASES_A_WORLD as usize) {
        let mut world = World::line();
        let doc = world.file(VILLAGE);
        world.settle();
        for seed in first..first + CASES_A_WORLD {
            unknown_signer(&world, doc, &mut Chance(seed));
        }
    }
}

fn unknown_signer(world: &World, doc: DocId, chance: &mut Chance) {
    let stranger =
        Identity::create(VILLAGE2, world.node(TOWN).identity().net()).expect("keys from the system's randomness");
    for _ in 0..chance.below(9) {
        world.say(VILLAGE, doc);
    }
    let from = taken_of_village(world);
    let village = world.node(VILLAGE).store();
    let mut rows = village.read(|conn| store::rows_after(conn, TOWN, from.fseq, 100, 1 << 20)).unwrap();
    let place = chance.below(rows.len() as u64 + 1) as usize;
    let entry = note_of_stranger(world, &stranger, doc, chance);
    let hash = entry.hash;
    rows.insert(place, OutRow { cursor: from, pos: 0, entry, private: None });
    let bytes = [frame::pack(from, &rows, chance.below(2) == 0).into()];
    let child = From { site: VILLAGE, is_child: true };
    for _ in 0..2 {
        receive::frames(world.node(TOWN), child, &bytes).unwrap();
        let stands = taken_of_village(world).fseq;
        assert_eq!(stands, from.fseq + place as u64, "what stands before it is taken, nothing behind it");
        assert!(!world.entries(TOWN, doc).contains(&hash), "it is not stored");
    }
    world.node(DISTRICT).publish(vec![Body::Node(stranger.row())]).unwrap();
    assert!(world.contact(TOWN));
    let taken = receive::frames(world.node(TOWN), child, &bytes).unwrap();
    assert_eq!((taken.new, taken.refused), ((rows.len() - place) as u64, 0), "the same frame goes on from there");
    let here = world.entries(TOWN, doc);
    assert!(rows.iter().filter(|row| row.entry.head.doc == doc).all(|row| here.contains(&row.entry.hash)));
    // The frame was made by hand, so the village's own outbox does not lead on from it: both start again.
    world.settle();
    assert_eq!(world.entries(VILLAGE, doc), world.entries(DISTRICT, doc));
}

const ALL: [SiteId; 6] = [DISTRICT, TOWN, TOWN2, VILLAGE, VILLAGE2, VILLAGE3];

#[test]
fn foreign_cases_and_foreign_machines_get_nothing_whatever_is_written_where() {
    let mut learned = 0;
    for first in (0..histories(1_000)).step_by(CASES_A_WORLD as usize) {
        let mut world = World::whole();
        for seed in first..first + CASES_A_WORLD {
            learned += foreign(&mut world, &mut Chance(seed));
        }
    }
    assert!(learned > 0, "nobody ever tried a foreign case");
}

/// Some work, and strangers who have learned of a case; gives how many have.
fn foreign(world: &mut World, chance: &mut Chance) -> usize {
    let mut strangers = BTreeSet::new();
    let origin = ALL[1 + chance.below(5) as usize];
    let doc = world.file(origin);
    let opened = *world.entries(origin, doc).first().unwrap();
    for _ in 0..chance.below(12) {
        let site = ALL[chance.below(6) as usize];
        let is_here = world.entries(site, doc).contains(&opened);
        match chance.below(4) {
            0 if is_here && site != DISTRICT => _ = world.hand(site, doc, parent(site).unwrap()),
            1 if is_here => world.say(site, doc),
            2 if !concerned(origin).contains(&site) && !strangers.contains(&site) => {
                world.slip_in(site, doc, opened);
                strangers.insert(site);
            }
            _ => _ = site != DISTRICT && world.contact(site),
        }
    }
    world.settle();
    let all = world.entries(DISTRICT, doc);
    for site in ALL {
        let held = world.entries(site, doc);
        let is_concerned = concerned(origin).contains(&site);
        if is_concerned {
            assert_eq!(held, all, "{site}");
        } else {
            // What strangers have written goes up their own line; nothing of the case comes down to them.
            assert_eq!(held.len(), usize::from(strangers.contains(&site)) + below(&strangers, site), "{site}");
        }
        assert_no_part(world, site, doc, is_concerned);
    }
    assert_refused(world, chance);
    strangers.len()
}

/// The origin and those above it.
fn concerned(origin: SiteId) -> BTreeSet<SiteId> {
    std::iter::successors(Some(origin), |site| parent(*site)).collect()
}

fn below(strangers: &BTreeSet<SiteId>, site: SiteId) -> usize {
    strangers.iter().filter(|stranger| parent(**stranger) == Some(site)).count()
}

/// A place below asks for the private parts of a case by their places in the feeds.
fn assert_no_part(world: &World, site: SiteId, doc: DocId, is_concerned: bool) {
    let Some(above) = parent(site).filter(|_| !is_concerned) else { return };
    let store = world.node(above).store();
    let stored = store.read(|conn| store::entries_of(conn, doc)).unwrap();
    let asked: Vec<FeedEnd> =
        stored.iter().map(|stored| FeedEnd { feed: stored.entry.head.feed, n: stored.entry.head.n }).collect();
    let to = From { site, is_child: true };
    assert!(store.read(|conn| outgoing::parts(conn, to, &asked)).unwrap().is_empty(), "{site} gets no part");
}

/// A machine that is no child of the asked one gets no answer, whatever it says.
fn assert_refused(world: &World, chance: &mut Chance) {
    let (asking, asked) = (ALL[chance.below(6) as usize], ALL[chance.below(6) as usize]);
    if parent(asking) == Some(asked) {
        return;
    }
    let identity = world.node(asking).identity();
    let what = [What::Talk, What::Reset, What::NewSession][chance.below(3) as usize];
    let bytes = message::seal(&Message::new(identity, None, what, world.clock.now()), identity);
    assert_eq!(serve::answer_now(world.node(asked), &bytes), serve::Served::Refused, "{asking} asks {asked}");
    if asking != DISTRICT {
        let usual = dial::ask(world.node(asking), 0).unwrap();
        assert_eq!(serve::answer_now(world.node(asked), &usual), serve::Served::Refused);
    }
}

impl World {
    /// A note whose command is new, however many there are in this world.
    fn say(&self, site: SiteId, doc: DocId) {
        let cmd = CmdId(crate::identity::random().unwrap());
        let private = daiban_shared::kind::Private {
            words: Some("情况属实".into()),
            ..daiban_shared::kind::Private::default()
        };
        self.append(site, doc, Body::Note(Default::default()), private, cmd, Role::Clerk);
    }
}
