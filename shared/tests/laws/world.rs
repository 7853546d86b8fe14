//! A district over two towns over three villages, with real keys and the real catalogue and calendar, and machines that
//! hold sets of entries. An honest person appends through `decide`; a hostile machine signs whatever it likes.

mod case;
mod draft;
mod filed;
mod play;

pub use case::{Case, Machine, ask_stage, doc, open_body, private_of, unit_answers};
pub use draft::{Draft, Wild, build, wild};
pub use filed::{commands_of_all, new_case, ticked};
pub use play::{Dice, Play, Rules};

use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::entry::{self, Entry, GroundRef, Head, Net, SUITE, Verdict, root_message, seal, well_formed};
use daiban_shared::ground::{Directory, Pushed, View};
use daiban_shared::id::{CmdId, DeptId, DocId, FeedId, Hash, Millis, NodeId, SiteId, UserId};
use daiban_shared::import;
use daiban_shared::item::Item;
use daiban_shared::kind::{self, Body, NodeRow, Power, Right, Role, Root};
use daiban_shared::site::{Department, Site, SiteKind, Tier};
use ed25519_dalek::{Signer, SigningKey};
use std::collections::BTreeSet;

pub const D: SiteId = SiteId(0x0d);
pub const T1: SiteId = SiteId(0x71);
pub const T2: SiteId = SiteId(0x72);
pub const V1: SiteId = SiteId(0x81);
pub const V2: SiteId = SiteId(0x82);
pub const V3: SiteId = SiteId(0x83);

/// (place, the place above, tier, name).
pub const PLACES: [(SiteId, Option<SiteId>, Tier, &str, &str); 6] = [
    (D, None, Tier::District, "梅县区", "Meixian District"),
    (T1, Some(D), Tier::Town, "雁洋镇", "Yanyang Town"),
    (T2, Some(D), Tier::Town, "松口镇", "Songkou Town"),
    (V1, Some(T1), Tier::Village, "大坪村", "Daping Village"),
    (V2, Some(T1), Tier::Village, "长教村", "Changjiao Village"),
    (V3, Some(T2), Tier::Village, "横西村", "Hengxi Village"),
];

const CATALOGUE: &str = include_str!("../../../node/data/catalogue.json");
const DEPARTMENTS: &str = include_str!("../../../node/data/departments.json");
const WORKDAYS: &str = include_str!("../../../node/data/workdays_2004_2026.csv");

/// The network: its public feed and everybody's keys.
#[derive(Clone)]
pub struct World {
    pub net: Net,
    pub directory: Directory,
    pub rows: Vec<Entry>,
    pub items: Vec<Item>,
    pub years: Vec<kind::Calendar>,
    public: FeedId,
}

impl World {
    /// Everything entered: places, machines, items, calendars, and the rights that an importer proposes.
    pub fn new() -> Self {
        Self::of_items(|_| true)
    }

    /// The same with some of the items.
    pub fn of_items(wanted: impl Fn(&Item) -> bool) -> Self {
        let all = import::catalogue(CATALOGUE).expect("the catalogue is whole");
        let items: Vec<Item> = all.into_iter().filter(wanted).collect();
        let years = import::calendar(WORKDAYS).expect("the calendar is whole");
        let net = Net::of_root(root_key().verifying_key().as_bytes());
        let public = FeedId::new(node_of(D), 1, [9; 8]);
        let mut world = Self { net, directory: Directory::new(net), rows: Vec::new(), items, years, public };
        world.enter(Body::Root(root()));
        for (site, ..) in PLACES {
            world.enter(Body::Site(Box::new(site_row(site))));
        }
        for (site, ..) in PLACES.iter().skip(1) {
            world.enter(Body::Node(node_row(*site)));
        }
        for year in world.years.clone() {
            world.enter(Body::Calendar(year));
        }
        for item in world.items.clone() {
            world.enter(Body::Item(Box::new(item)));
        }
        for right in proposed_rights(&world.items) {
            world.enter(Body::Right(right));
        }
        world
    }

    /// The district's machine enters a row.
    pub fn enter(&mut self, body: Body) -> Entry {
        let prev = self.rows.last().map(|row| row.hash);
        let ground = self.rows.last().map(|row| GroundRef { feed: row.head.feed, n: row.head.n });
        let head = Head {
            suite: SUITE,
            doc: DocId::PUBLIC,
            feed: self.public,
            n: self.rows.len() as u64 + 1,
            prev,
            seen: Vec::new(),
            ground,
            after: None,
            by: user(D),
            role: Role::Admin.into(),
            cmd: CmdId([0; 16]),
            part: 0,
            at: at("2026-01-02 09:00") + self.rows.len() as u64,
            body: kind::encode(&body),
            private: None,
        };
        let entry = self.sign(&head, &key_of(D));
        assert_eq!(self.directory.push(&entry), Pushed::Taken);
        self.rows.push(entry.clone());
        entry
    }

    /// Signs a head and takes it through the door.
    pub fn sign(&self, head: &Head, key: &SigningKey) -> Entry {
        let bytes = seal(head, self.net, key);
        match well_formed(&bytes, self.net, &self.directory) {
            Verdict::Entry(entry) => *entry,
            other @ (Verdict::NotAnEntry(_) | Verdict::Later(_)) => {
                panic!("the author's own bytes are refused: {other:?}")
            }
        }
    }

    /// The newest directory.
    pub fn view(&self) -> View<'_> {
        self.directory.newest()
    }

    /// The newest row's position.
    pub fn ground(&self) -> GroundRef {
        self.directory.tip().expect("the directory is not empty")
    }

    /// An item and the hash of its row.
    pub fn item(&self, code: &str) -> (Hash, &Item) {
        self.view().item(code).expect("a known item")
    }

    /// The end of the public feed as a machine would have it that heard only so many rows.
    pub fn directory_of(&self, rows: usize) -> Directory {
        let mut directory = Directory::new(self.net);
        for row in &self.rows[..rows] {
            directory.push(row);
        }
        directory
    }
}

/// Deciding tier and every higher filing tier, as the importer proposes (kinds.md, kind 67).
pub fn proposed_rights(items: &[Item]) -> Vec<Right> {
    let tiers = [Tier::Village, Tier::Town, Tier::District];
    let decides = |item: &Item, tier: Tier| {
        item.decide_tier == tier || tier > item.decide_tier && item.accept_tiers.contains(&tier)
    };
    let rows = tiers.iter().zip(1..).map(|(tier, no)| Right {
        no,
        site: None,
        tier: Some(*tier),
        dept: None,
        user: None,
        power: Power::Decide,
        items: items.iter().filter(|item| decides(item, *tier)).map(|item| item.code.clone()).collect(),
        up_to_yuan: None,
        from: day("2026-01-01"),
        until: None,
        basis: "梅县政办〔2026〕1 号".into(),
        ended: false,
        person: String::new(),
    });
    rows.filter(|right| !right.items.is_empty()).collect()
}

pub fn site_row(site: SiteId) -> Site {
    let (i, place) = PLACES.iter().enumerate().find(|(_, place)| place.0 == site).expect("a known place");
    let kinds = [SiteKind::VillagersCommittee, SiteKind::Town, SiteKind::District];
    let departments: Vec<Department> = import::departments(DEPARTMENTS).expect("the list is whole");
    Site {
        id: site,
        number: i as u16,
        parent: place.1,
        tier: place.2,
        kind: kinds[place.2 as usize],
        zh: place.3.into(),
        en: place.4.into(),
        codes: Vec::new(),
        departments: if place.2 == Tier::Village { Vec::new() } else { departments },
        closes_minute: 1_050,
        phone: None,
        ended: false,
        merged_into: None,
        opens_minute: None,
    }
}

pub fn root_key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

/// The machine's key of a place; fixed, so that a failing run can be repeated.
pub fn key_of(site: SiteId) -> SigningKey {
    SigningKey::from_bytes(&[site.0 as u8; 32])
}

pub fn node_of(site: SiteId) -> NodeId {
    NodeId::of_key(key_of(site).verifying_key().as_bytes())
}

pub fn node_row(site: SiteId) -> NodeRow {
    NodeRow { key: key_of(site).verifying_key().to_bytes(), seal_key: [7; 32], site, live: true }
}

pub fn root() -> Root {
    let node = node_row(D);
    let signature = root_key().sign(&root_message(&node).0).to_bytes();
    Root { root_key: root_key().verifying_key().to_bytes(), node, signature }
}

pub fn user(site: SiteId) -> UserId {
    UserId([site.0 as u8; 8])
}

/// Somebody who has every capacity at a place.
pub fn anybody(site: SiteId) -> Actor {
    let roles = BTreeSet::from([Role::Agent, Role::Clerk, Role::Reviewer, Role::Head]);
    Actor { user: user(site), name: "陈志远".into(), site, roles, dept: None }
}

/// Somebody with these capacities only.
pub fn somebody(site: SiteId, roles: &[Role], dept: Option<DeptId>) -> Actor {
    Actor { roles: roles.iter().copied().collect(), dept, user: UserId([200; 8]), ..anybody(site) }
}

pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// `2026-09-08 10:20` in Beijing.
pub fn at(text: &str) -> Millis {
    let (date, time) = text.split_once(' ').expect("a day and a time");
    let (hour, minute) = time.split_once(':').expect("hours and minutes");
    let minutes: u16 = hour.parse::<u16>().expect("hours") * 60 + minute.parse::<u16>().expect("minutes");
    day(date).at_minute(minutes)
}

/// An entry as a store reads it back.
pub fn stored(bytes: &[u8]) -> Entry {
    entry::Entry::trusted(bytes).expect("own bytes")
}
