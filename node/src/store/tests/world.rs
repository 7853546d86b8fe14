//! Four places of one district, each with its own store, and the errands of people there.

use super::super::{Folder, ListFilter, Look, Priority, Settings, Store, entries_of, list};
use crate::clock::Clock;
use crate::identity::Identity;
use crate::store::Draft;
use daiban_shared::api::CaseRow;
use daiban_shared::api::Page;
use daiban_shared::case::CaseState;
use daiban_shared::day::Day;
use daiban_shared::entry::{Entry, Net, root_message};
use daiban_shared::fold::fold;
use daiban_shared::form::Value;
use daiban_shared::id::{CmdId, Hash, SiteId, UserId};
use daiban_shared::id::{DocId, DocKind};
use daiban_shared::kind::{
    Addressee, Body, ChangeWhy, Channel, FormChange, Forward, Mode, ObjectKind, Open, Opinion, Private, Role, Root,
    TakeOver, TakeOverGround, TaskKind, TaskOpen,
};
use daiban_shared::site::{Site, SiteKind, Tier};
use ed25519_dalek::{Signer, SigningKey};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Names, ids, parents and tiers of the places.
pub const PLACES: [(&str, u32, Option<u32>, Tier); 5] = [
    ("district", 1, None, Tier::District),
    ("town", 2, Some(1), Tier::Town),
    ("village", 3, Some(2), Tier::Village),
    ("other", 4, Some(2), Tier::Village),
    ("far town", 5, Some(1), Tier::Town),
];
/// Who calls whom.
pub const LINKS: [(&str, &str); 4] =
    [("district", "town"), ("town", "village"), ("town", "other"), ("district", "far town")];
/// Wed 2026-09-09 09:00 in Beijing.
pub const START: u64 = 1_788_915_600_000;

pub struct World {
    pub clock: Clock,
    stores: BTreeMap<&'static str, Store>,
    folders: Vec<Folder>,
    item: Hash,
    cmd: u64,
}

impl World {
    /// Everybody is enrolled and has the district's rows.
    pub fn new() -> Self {
        let clock = Clock::set_to(START);
        let root = SigningKey::from_bytes(&[200; 32]);
        let net = Net::of_root(&root.verifying_key().to_bytes());
        let mut world = Self { clock, stores: BTreeMap::new(), folders: Vec::new(), item: Hash::ZERO, cmd: 1_000 };
        let mut identities = Vec::new();
        for (name, id, _, _) in PLACES {
            let identity = Arc::new(Identity::from_secrets([id as u8; 32], [id as u8 + 100; 32], SiteId(id), net));
            let folder = Folder::in_memory().expect("a folder");
            world.stores.insert(name, world.open_store(folder.path(), identity.clone()));
            world.folders.push(folder);
            identities.push(identity);
        }
        world.enrol(&root, &identities);
        world.settle();
        world
    }

    fn open_store(&self, folder: &Path, identity: Arc<Identity>) -> Store {
        let path = folder.join("daiban.db");
        Store::open(Settings { path, identity, clock: self.clock.clone(), readers: 2 }).expect("opens")
    }

    fn enrol(&mut self, root: &SigningKey, identities: &[Arc<Identity>]) {
        let node = identities[0].row();
        let signature = root.sign(&root_message(&node).0).to_bytes();
        let mut rows = vec![Body::Root(Root { root_key: root.verifying_key().to_bytes(), node, signature })];
        rows.extend(
            PLACES.iter().map(|(name, id, parent, tier)| Body::Site(Box::new(place(name, *id, *parent, *tier)))),
        );
        rows.extend(identities[1..].iter().map(|identity| Body::Node(identity.row())));
        let items =
            daiban_shared::import::catalogue(include_str!("../../../data/catalogue.json")).expect("a catalogue");
        let item = items.into_iter().find(|item| item.code == "V04").expect("V04");
        rows.push(Body::Item(Box::new(item)));
        let district = self.store("district");
        let written = district.write(Priority::People, move |tx| {
            let rows = rows.into_iter().enumerate();
            rows.map(|(i, body)| tx.append(draft(DocId::PUBLIC, i as u64, body))).collect::<Result<Vec<_>, _>>()
        });
        self.item = written.expect("enrolled").last().expect("the item").hash;
        for (parent, child) in LINKS {
            let (p, c) = (self.site(parent), self.site(child));
            self.store(parent).write(Priority::Peers, move |tx| tx.rebuild_outbox(c, false)).expect("a neighbour");
            self.store(child).write(Priority::Peers, move |tx| tx.rebuild_outbox(p, true)).expect("a neighbour");
        }
    }

    /// The row of the one item.
    pub fn item(&self) -> Hash {
        self.item
    }

    pub fn store(&self, place: &str) -> Store {
        self.stores[place].clone()
    }

    pub fn site(&self, place: &str) -> SiteId {
        SiteId(PLACES.iter().find(|(name, ..)| *name == place).expect("a place").1)
    }

    fn folder(&self, place: &str) -> &Folder {
        &self.folders[PLACES.iter().position(|(name, ..)| *name == place).expect("a place")]
    }

    /// The process ends and starts again on the same folder.
    pub fn restart(&mut self, place: &'static str) {
        let identity = self.store(place).0.shared.identity.clone();
        self.stores.remove(place);
        let store = self.open_store(self.folder(place).path(), identity);
        self.stores.insert(place, store);
    }

    /// A copy of the database as it stands, in another folder.
    pub fn backup(&self, place: &str) -> Folder {
        let folder = Folder::in_memory().expect("a folder");
        let target = folder.path().join("daiban.db");
        let conn = rusqlite::Connection::open(self.store(place).path()).expect("opens");
        conn.execute("VACUUM INTO ?1", [target.to_str().expect("a name")]).expect("copied");
        folder
    }

    /// The place goes on from an old copy.
    pub fn restore(&mut self, place: &'static str, backup: &Folder) {
        let identity = self.store(place).0.shared.identity.clone();
        self.stores.remove(place);
        let folder = Folder::in_memory().expect("a folder");
        std::fs::copy(backup.path().join("daiban.db"), folder.path().join("daiban.db")).expect("copied");
        let store = self.open_store(folder.path(), identity);
        self.stores.insert(place, store);
        self.folders[PLACES.iter().position(|(name, ..)| *name == place).expect("a place")] = folder;
    }

    /// A second process with the same keys on a copied folder.
    pub fn copy_of(&mut self, place: &'static str) -> Store {
        let folder = self.backup(place);
        let store = self.open_store(folder.path(), self.store(place).0.shared.identity.clone());
        self.folders.push(folder);
        store
    }

    fn next(&mut self) -> u64 {
        self.cmd += 1;
        self.clock.move_to(self.clock.now() + 1_000);
        self.cmd
    }

    pub fn write(&mut self, place: &str, doc: DocId, body: Body, private: Private) -> Entry {
        let draft = Draft { private, ..draft(doc, self.next(), body) };
        self.store(place).write(Priority::People, move |tx| tx.append(draft)).expect("written")
    }

    /// Files a case for the `i`-th resident.
    pub fn open(&mut self, place: &'static str, i: usize) -> DocId {
        let cmd = CmdId([self.next() as u8 ^ i as u8; 16]);
        let mut cmd = cmd;
        cmd.0[..8].copy_from_slice(&self.cmd.to_be_bytes());
        let doc = DocId::for_command(DocKind::Case, self.site(place), UserId([1; 8]), cmd);
        let body = open_body(self.item, self.cmd);
        self.write(place, doc, body, resident(i));
        doc
    }

    pub fn note(&mut self, place: &str, doc: DocId, words: &str) {
        self.write(
            place,
            doc,
            Body::Note(Default::default()),
            Private { words: Some(words.into()), ..Private::default() },
        );
    }

    pub fn forward(&mut self, place: &str, doc: DocId, to: &str) {
        let to = self.site(to);
        self.write(
            place,
            doc,
            Body::Forward(Forward { to, dept: None, opinion: Opinion::Agree, on: None }),
            Private::default(),
        );
    }

    pub fn phone(&mut self, place: &str, doc: DocId, phone: &str) {
        let form = BTreeMap::from([("applicant.phone".to_owned(), Value::Text(phone.into()))]);
        let body =
            Body::FormChange(FormChange { fields: vec!["applicant.phone".into()], why: ChangeWhy::Edit, on: None });
        self.write(place, doc, body, Private { form: Some(form), ..Private::default() });
    }

    /// The town takes the case over if need be and asks another place.
    pub fn task(&mut self, place: &'static str, doc: DocId, of: &str) {
        let to = vec![Addressee { site: self.site(of), dept: None, quarters: 8 }];
        let take = Body::TakeOver(TakeOver { ground: TakeOverGround::Unable, heard: None, on: None });
        let ask = Body::TaskOpen(TaskOpen { what: TaskKind::Question, to, stage: 0, excluded: false, on: None });
        for body in [take, ask] {
            let draft = Draft { role: Role::Head, ..draft(doc, self.next(), body) };
            self.store(place).write(Priority::People, move |tx| tx.append(draft)).expect("written");
        }
    }

    pub fn entries(&self, place: &str, doc: DocId) -> Vec<Entry> {
        let stored = self.store(place).read(|conn| entries_of(conn, doc)).expect("read");
        stored.into_iter().map(|stored| stored.entry).collect()
    }

    pub fn case(&self, place: &str, doc: DocId) -> CaseState {
        fold(&self.entries(place, doc), &self.store(place).directory())
    }

    pub fn list(&self, place: &str, filter: ListFilter) -> Page<CaseRow> {
        let directory = self.store(place).directory();
        let look = Look { site: self.site(place), now: self.clock.now(), directory: &directory };
        self.store(place).read(|conn| list(conn, look, &filter)).expect("listed")
    }

    pub fn find(&self, place: &str, q: &str) -> Vec<DocId> {
        let found = self.list(place, ListFilter { q: Some(q.into()), ..ListFilter::default() });
        found.items.iter().map(|row| row.id).collect()
    }

    /// Every store decodes, verifies, and has the views that its entries give.
    pub fn check_all(&self) {
        for (place, store) in &self.stores {
            let report = store.check().expect("checked");
            assert_eq!(report.faults, Vec::<String>::new(), "{place}");
        }
    }
}

fn place(name: &str, id: u32, parent: Option<u32>, tier: Tier) -> Site {
    let kind = match tier {
        Tier::District => SiteKind::District,
        Tier::Town => SiteKind::Town,
        Tier::Village => SiteKind::VillagersCommittee,
    };
    Site {
        id: SiteId(id),
        number: id as u16,
        parent: parent.map(SiteId),
        tier,
        kind,
        zh: format!("地{id}"),
        en: name.into(),
        codes: Vec::new(),
        departments: Vec::new(),
        closes_minute: 1_050,
        phone: None,
        ended: false,
        merged_into: None,
        opens_minute: None,
    }
}

pub fn open_body(item: Hash, serial: u64) -> Body {
    Body::Open(Open {
        item,
        number: format!("4414030032609{serial:07}"),
        object: ObjectKind::Person,
        channel: Channel::Counter,
        mode: Mode::Proxy,
        papers: Vec::new(),
        renews: None,
        on: None::<Day>,
    })
}

pub fn resident(i: usize) -> Private {
    let name = format!("陈{}", ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"][i % 10]);
    let text = |text: &str| Value::Text(text.to_owned());
    let form = BTreeMap::from([
        ("applicant.name".to_owned(), text(&name)),
        ("applicant.phone".to_owned(), text(&format!("1380013{i:04}"))),
        ("applicant.id_number".to_owned(), text(&format!("44140319800101{i:04}"))),
        ("applicant.address".to_owned(), text("雁洋镇长教村桥头组")),
    ]);
    Private { name: Some("代办员".into()), form: Some(form), ..Private::default() }
}

/// An entry of a person at the counter.
pub fn draft(doc: DocId, cmd: u64, body: Body) -> Draft {
    let mut id = [7; 16];
    id[..8].copy_from_slice(&cmd.to_be_bytes());
    Draft { doc, body, private: Private::default(), by: UserId([1; 8]), role: Role::Clerk, cmd: CmdId(id), part: 0 }
}

/// A note.
pub fn note_of(doc: DocId, cmd: u64, words: &str) -> Draft {
    let private = Private { words: Some(words.into()), ..Private::default() };
    Draft { private, ..draft(doc, cmd, Body::Note(Default::default())) }
}
