//! A district with two towns and three villages: small, with a set clock, joined as real machines do.

use crate::clock::Clock;
use crate::join::{self, Joining};
use crate::node::Node;
use crate::store::{self, Draft, Folder, Priority, PrivateIn};
use crate::sync::dial;
use daiban_shared::decide::Actor;
use daiban_shared::entry::{Head, SUITE, Verdict, seal, well_formed};
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, Hash, Millis, SiteId, UserId};
use daiban_shared::import::catalogue;
use daiban_shared::kind::*;
use daiban_shared::site::{DatedCode, Site, SiteKind, Tier};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub const DISTRICT: SiteId = SiteId(1);
pub const TOWN: SiteId = SiteId(10);
pub const TOWN2: SiteId = SiteId(20);
pub const VILLAGE: SiteId = SiteId(11);
pub const VILLAGE2: SiteId = SiteId(12);
pub const VILLAGE3: SiteId = SiteId(21);
/// Monday morning.
pub const MORNING: Millis = 1_788_739_200_000;
const AGENT: UserId = UserId([7; 8]);

/// The place above.
pub fn parent(site: SiteId) -> Option<SiteId> {
    match site.0 {
        1 => None,
        10 | 20 => Some(DISTRICT),
        11 | 12 => Some(TOWN),
        _ => Some(TOWN2),
    }
}

pub struct World {
    pub clock: Clock,
    pub nodes: BTreeMap<SiteId, Node>,
    folders: BTreeMap<SiteId, Folder>,
    copies: u32,
    commands: u32,
}

fn place(id: SiteId) -> Body {
    let (tier, kind, zh) = match id.0 {
        1 => (Tier::District, SiteKind::District, "试验区"),
        10 | 20 => (Tier::Town, SiteKind::Town, "试验镇"),
        _ => (Tier::Village, SiteKind::VillagersCommittee, "试验村"),
    };
    Body::Site(Box::new(Site {
        id,
        number: id.0 as u16,
        parent: parent(id),
        tier,
        kind,
        zh: format!("{zh}{}", id.0),
        en: format!("Place {}", id.0),
        codes: vec![DatedCode { code: format!("4414{:08}", id.0), from: None }],
        departments: vec![],
        closes_minute: 1050,
        phone: None,
        ended: false,
        merged_into: None,
        opens_minute: None,
    }))
}

impl World {
    /// Only the district, founded.
    pub fn founded() -> Self {
        let (folder, clock) = (Folder::in_memory().unwrap(), Clock::set_to(MORNING));
        let mut rows: Vec<Body> = [DISTRICT, TOWN, TOWN2, VILLAGE, VILLAGE2, VILLAGE3].into_iter().map(place).collect();
        let items = catalogue(include_str!("../../../data/catalogue.json")).unwrap();
        rows.extend(items.into_iter().take(1).map(|item| Body::Item(Box::new(item))));
        let (node, _) = Node::init_district(folder.path(), clock.clone(), rows).unwrap();
        let (nodes, folders) = (BTreeMap::from([(DISTRICT, node)]), BTreeMap::from([(DISTRICT, folder)]));
        Self { clock, nodes, folders, copies: 0, commands: 0 }
    }

    /// District, one town, one village.
    pub fn line() -> Self {
        let mut world = Self::founded();
        world.join(TOWN);
        world.join(VILLAGE);
        world
    }

    /// All six machines.
    pub fn whole() -> Self {
        let mut world = Self::line();
        world.join(VILLAGE2);
        world.join(TOWN2);
        world.join(VILLAGE3);
        world.settle();
        world
    }

    pub fn node(&self, site: SiteId) -> &Node {
        &self.nodes[&site]
    }

    /// An empty folder for the machine of a place.
    pub fn new_folder(&mut self, site: SiteId) -> PathBuf {
        let folder = Folder::in_memory().unwrap();
        let path = folder.path().to_owned();
        self.folders.insert(site, folder);
        path
    }

    /// One step of joining, without HTTP.
    pub fn join_step(&self, site: SiteId, folder: &std::path::Path, code: &str) -> Result<Joining, crate::Error> {
        let above = self.node(parent(site).unwrap());
        join::child::step(folder, self.clock.clone(), "http://127.0.0.1:1", code, |path, body| {
            assert_eq!(path, "/sync/v1/join");
            Ok(join::answer(above, &body))
        })
    }

    /// Invites, compares words, confirms, enrols, opens.
    pub fn join(&mut self, site: SiteId) {
        let above = parent(site).unwrap();
        let code = join::invite(self.node(above), site).unwrap().code;
        let folder = self.new_folder(site);
        let Joining::Compare { words, .. } = self.join_step(site, &folder, &code).unwrap() else {
            panic!("not to compare")
        };
        let asking = join::nodes(self.node(above)).unwrap().asking;
        let asking = asking.iter().find(|asking| asking.words == words).expect("the same words");
        join::confirm(self.node(above), &self.admin(above), asking.node).unwrap();
        self.settle();
        assert_eq!(self.join_step(site, &folder, &code).unwrap(), Joining::Joined);
        self.nodes.insert(site, Node::open(&folder, self.clock.clone()).unwrap());
    }

    pub fn admin(&self, site: SiteId) -> Actor {
        Actor { user: AGENT, name: "测试".into(), site, roles: BTreeSet::from([Role::Admin]), dept: None }
    }

    /// One contact of a machine with the one above; false = the line failed.
    pub fn contact(&self, site: SiteId) -> bool {
        let above = parent(site).unwrap();
        match (self.nodes.get(&site), self.nodes.get(&above)) {
            (Some(child), Some(above)) => dial::exchange_with(child, above).unwrap(),
            (Some(_), None) | (None, _) => false,
        }
    }

    /// Contacts until nothing moves.
    pub fn settle(&self) {
        for _ in 0..4 {
            for site in self.nodes.keys().rev().filter(|site| **site != DISTRICT) {
                self.contact(*site);
            }
        }
    }

    pub fn pass(&self, ms: Millis) {
        self.clock.move_to(self.clock.now() + ms);
    }

    fn cmd(&mut self) -> CmdId {
        self.commands += 1;
        let mut cmd = [0; 16];
        cmd[..4].copy_from_slice(&self.commands.to_be_bytes());
        CmdId(cmd)
    }

    /// Somebody files at this place.
    pub fn file(&mut self, site: SiteId) -> DocId {
        let cmd = self.cmd();
        let doc = DocId::for_command(DocKind::Case, site, AGENT, cmd);
        let directory = self.node(site).store().directory();
        let item = directory.newest().items().next().unwrap().0;
        let open = Open {
            item,
            number: format!("{}-{}", site.0, self.commands),
            object: ObjectKind::Person,
            channel: Channel::Counter,
            mode: Mode::Proxy,
            papers: vec![],
            renews: None,
            on: None,
        };
        let form = BTreeMap::from([("applicant.name".to_owned(), daiban_shared::form::Value::Text("温试验".into()))]);
        let private = Private { name: Some("测试".into()), form: Some(form), ..Private::default() };
        self.append(site, doc, Body::Open(open), private, cmd, Role::Agent);
        doc
    }

    pub fn append(&self, site: SiteId, doc: DocId, body: Body, private: Private, cmd: CmdId, role: Role) -> Hash {
        let draft = Draft { doc, body, private, by: AGENT, role, cmd, part: 0 };
        self.node(site).store().write(Priority::People, move |tx| tx.append(draft)).unwrap().hash
    }

    /// Hands a case up or down.
    pub fn hand(&mut self, from: SiteId, doc: DocId, to: SiteId) -> Hash {
        let cmd = self.cmd();
        if from.0 < to.0 {
            let body = Body::Return(Return { to, ground: ReturnGround::FormWrong, on: None });
            return self.append(from, doc, body, Private::default(), cmd, Role::Clerk);
        }
        let role = if from.0.is_multiple_of(10) { Role::Clerk } else { Role::Agent };
        let body = Body::Forward(Forward { to, dept: None, opinion: Opinion::Agree, on: None });
        self.append(from, doc, body, Private::default(), cmd, role)
    }

    /// A note with words; the only kind that anybody may write at any time.
    pub fn note(&mut self, site: SiteId, doc: DocId) -> Hash {
        let cmd = self.cmd();
        let private = Private { words: Some("情况属实".into()), ..Private::default() };
        self.append(site, doc, Body::Note(Default::default()), private, cmd, Role::Clerk)
    }

    /// A hostile machine signs a note in a case that it does not hold, by a hash that it has learned somewhere.
    pub fn slip_in(&self, site: SiteId, doc: DocId, learned: Hash) -> Hash {
        let node = self.node(site);
        let (me, directory) = (node.identity(), node.store().directory());
        let head = Head {
            suite: SUITE,
            doc,
            feed: FeedId::new(me.node(), 99, [9; 8]),
            n: 1,
            prev: None,
            seen: vec![learned],
            ground: directory.tip(),
            after: None,
            by: AGENT,
            role: Role::Clerk.into(),
            cmd: CmdId([99; 16]),
            part: 0,
            at: self.clock.now(),
            body: encode(&Body::Note(Default::default())),
            private: None,
        };
        let bytes = seal(&head, me.net(), me.signing_key());
        let Verdict::Entry(entry) = well_formed(&bytes, me.net(), directory.as_ref()) else { panic!("an entry") };
        let hash = entry.hash;
        node.store().write(Priority::People, move |tx| tx.receive(*entry, PrivateIn::None, site)).unwrap();
        hash
    }

    /// Every entry of a document that this machine has.
    pub fn entries(&self, site: SiteId, doc: DocId) -> BTreeSet<Hash> {
        let stored = self.node(site).store().read(|conn| store::entries_of(conn, doc)).unwrap();
        stored.into_iter().map(|stored| stored.entry.hash).collect()
    }

    /// Every entry here, of cases only.
    pub fn all(&self, site: SiteId) -> BTreeSet<Hash> {
        self.docs(site).into_iter().flat_map(|doc| self.entries(site, doc)).collect()
    }

    /// Every case here.
    pub fn docs(&self, site: SiteId) -> Vec<DocId> {
        let read = |conn: &rusqlite::Connection| {
            let mut statement = conn.prepare("SELECT name FROM doc WHERE kind = 1")?;
            let rows = statement.query_map([], |row| row.get(0).map(DocId))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        };
        self.node(site).store().read(read).unwrap()
    }

    /// A copy of the machine's database, taken while it stands still.
    pub fn copy(&mut self, site: SiteId) -> PathBuf {
        self.nodes.remove(&site);
        self.copies += 1;
        let folder = self.folders[&site].path().to_owned();
        let to = folder.join(format!("copy{}", self.copies));
        std::fs::create_dir(&to).unwrap();
        for file in std::fs::read_dir(&folder).unwrap().map(Result::unwrap).filter(|file| is_database(&file.path())) {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
        self.open(site);
        to
    }

    /// The machine's database as it was.
    pub fn restore(&mut self, site: SiteId, copy: &std::path::Path) {
        self.nodes.remove(&site);
        let folder = self.folders[&site].path().to_owned();
        for file in std::fs::read_dir(&folder).unwrap().map(Result::unwrap).filter(|file| is_database(&file.path())) {
            std::fs::remove_file(file.path()).unwrap();
        }
        for file in std::fs::read_dir(copy).unwrap().map(Result::unwrap) {
            std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
        self.open(site);
    }

    /// As `open`, with a clock of its own.
    pub fn open_with(&mut self, site: SiteId, clock: Clock) {
        self.nodes.remove(&site);
        let node = Node::open(self.folders[&site].path(), clock).unwrap();
        self.nodes.insert(site, node);
    }

    /// Starts the machine of a folder again.
    pub fn open(&mut self, site: SiteId) {
        self.nodes.remove(&site);
        let node = Node::open(self.folders[&site].path(), self.clock.clone()).unwrap();
        self.nodes.insert(site, node);
    }
}

fn is_database(path: &std::path::Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(crate::node::DATABASE_FILE))
}
