//! N machines in one process under one clock that is set by hand, with lines that can be cut, backups and restores.
//!
//! Everything goes through the doors that a running program has: machines join with a code and compared words, people act
//! through the write path, machines exchange signed messages. Only HTTP is missing. Nothing sleeps: `settle` exchanges
//! until nobody has news.

mod directory;
mod mould;
mod seen;

pub use mould::Mould;

use crate::line::{Line, Wire};
use daiban_node::seed::{self, Desk, Network, Place, application, resident};
use daiban_node::store::Folder;
use daiban_node::sync::dial;
use daiban_node::{Clock, Node};
use daiban_shared::api::Command;
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::id::{DeptId, DocId, Hash, Millis, SiteId, UserId};
use daiban_shared::kind::Role;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Rounds of exchange after which a world that is still not quiet is faulty.
const ROUNDS_MAX: usize = 64;
/// One minute of the clock.
pub const MINUTE: Millis = 60_000;
/// One hour of the clock.
pub const HOUR: Millis = 60 * MINUTE;

/// Who acts, by capacity: the story needs no names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// 代办员
    Agent,
    /// 窗口
    Clerk,
    /// 审批, every desk.
    Reviewer,
    /// 审批 of one department.
    ReviewerOf(u16),
    /// 负责人
    Head,
    /// 监督
    Supervisor,
}

impl Who {
    fn role(self) -> Role {
        match self {
            Self::Agent => Role::Agent,
            Self::Clerk => Role::Clerk,
            Self::Reviewer | Self::ReviewerOf(_) => Role::Reviewer,
            Self::Head => Role::Head,
            Self::Supervisor => Role::Supervisor,
        }
    }
}

/// A copy of a machine's database, as a backup program makes it.
pub struct Backup(Folder);

/// The stage.
pub struct World {
    /// The one clock.
    pub clock: Clock,
    dir: Folder,
    nodes: BTreeMap<Place, Node>,
    /// Clocks of their own, and by how much they are slow.
    slow: BTreeMap<Place, (Clock, Millis)>,
    lines: BTreeMap<Place, Wire>,
    filed: usize,
}

impl World {
    /// Meixian District, Yanyang Town, Changjiao Village; Tuesday 2026-09-08, 9:00.
    pub fn three_tiers() -> Self {
        Self::with(&[Place::Yanyang, Place::Changjiao])
    }

    /// All seven sample places.
    pub fn whole() -> Self {
        Self::with(&Place::ALL[1..])
    }

    /// The district and these places, each after the one above it.
    pub fn with(places: &[Place]) -> Self {
        Self::with_items(places, &[])
    }

    /// As `with`, with only these items in the catalogue; none named = the whole catalogue.
    pub fn with_items(places: &[Place], items: &[&str]) -> Self {
        let day = Day::from_ymd(2026, 9, 8).expect("a day");
        let clock = Clock::set_to(day.at_minute(9 * 60));
        let dir = Folder::in_memory().expect("a folder for the world");
        let mut network =
            Network::found_with(dir.path(), clock.clone(), directory::small(day, items)).expect("a district");
        for place in places {
            network.join(*place).expect("the place joins");
        }
        Self { clock, dir, nodes: network.into_machines(), slow: BTreeMap::new(), lines: BTreeMap::new(), filed: 0 }
    }

    // ---- machines

    /// The running machine of a place.
    pub fn node(&self, place: Place) -> &Node {
        self.nodes.get(&place).unwrap_or_else(|| panic!("{place:?} is stopped"))
    }

    /// The running machines.
    pub fn running(&self) -> Vec<Place> {
        self.nodes.keys().copied().collect()
    }

    /// The place's stable id.
    pub fn site(&self, place: Place) -> SiteId {
        let node = self.nodes.values().next().expect("a machine runs");
        let directory = node.store().directory();
        let found = directory.newest().sites().find(|site| site.number == place.number()).map(|site| site.id);
        found.expect("the directory has every sample place")
    }

    /// Where a machine lives.
    pub fn folder(&self, place: Place) -> PathBuf {
        self.dir.path().join(place.folder())
    }

    /// Ends a machine's process.
    pub fn stop(&mut self, place: Place) -> &mut Self {
        self.nodes.remove(&place);
        self
    }

    /// Starts it on its folder; a new process writes a new feed.
    pub fn start(&mut self, place: Place) -> &mut Self {
        let clock = self.slow.get(&place).map_or_else(|| self.clock.clone(), |(clock, _)| clock.clone());
        self.start_with(place, clock)
    }

    /// Starts it anew with a clock that is slow by so much and stays so.
    pub fn slow(&mut self, place: Place, by: Millis) -> &mut Self {
        self.slow.insert(place, (Clock::set_to(self.clock.now() - by), by));
        self.start(place)
    }

    /// A backup while the machine stands still; it runs again afterwards.
    pub fn backup(&mut self, place: Place) -> Backup {
        self.stop(place);
        let backup = Folder::in_memory().expect("a folder for the backup");
        mould::copy_database(&self.folder(place), backup.path());
        self.start(place);
        Backup(backup)
    }

    /// The machine's database as it was at the backup; its key and its process are its own.
    pub fn restore(&mut self, place: Place, backup: &Backup) -> &mut Self {
        self.stop(place);
        let folder = self.folder(place);
        for file in mould::database_files(&folder) {
            std::fs::remove_file(file).expect("a file is removed");
        }
        mould::copy_database(backup.0.path(), &folder);
        self.start(place)
    }

    /// Starts a machine whose own clock is not the world's.
    pub fn start_with(&mut self, place: Place, clock: Clock) -> &mut Self {
        self.stop(place);
        let node = Node::open(&self.folder(place), clock).expect("the machine opens its folder");
        self.nodes.insert(place, node);
        self
    }

    /// Somebody copies a running machine's whole folder, key included, and starts the copy beside it.
    pub fn copied_machine(&mut self, place: Place) -> (Folder, Node) {
        self.stop(place);
        let copy = Folder::in_memory().expect("a folder for the copy");
        mould::copy_folder(&self.folder(place), copy.path());
        self.start(place);
        let node = Node::open(copy.path(), self.clock.clone()).expect("the copy opens");
        (copy, node)
    }

    // ---- lines and time

    /// What the line between a place and the one above does from now on.
    pub fn line(&mut self, place: Place, line: Line) -> &mut Self {
        self.lines.entry(place).or_default().line = line;
        self
    }

    /// Nothing passes.
    pub fn cut(&mut self, place: Place) -> &mut Self {
        self.line(place, Line::Cut)
    }

    /// Everything passes again.
    pub fn heal(&mut self, place: Place) -> &mut Self {
        self.line(place, Line::Up)
    }

    /// The clock goes on.
    pub fn pass(&mut self, ms: Millis) -> &mut Self {
        self.show(self.clock.now() + ms);
        self
    }

    /// The clock shows this time of a later day of 2026.
    pub fn go_to(&mut self, month: i8, day: i8, hour: u16, minute: u16) -> &mut Self {
        let at = Day::from_ymd(2026, month, day).expect("a day").at_minute(hour * 60 + minute);
        assert!(at >= self.clock.now(), "the story goes forward");
        self.show(at);
        self
    }

    fn show(&self, at: Millis) {
        self.clock.move_to(at);
        self.slow.values().for_each(|(clock, by)| clock.move_to(at - by));
    }

    /// One contact of a place with the one above; false = nothing came of it.
    pub fn contact(&mut self, place: Place) -> bool {
        let above = place.parent().and_then(|above| self.nodes.get(&above));
        let (Some(child), Some(parent)) = (self.nodes.get(&place), above) else { return false };
        let wire = self.lines.entry(place).or_default();
        dial::exchange(child, |bytes| wire.carry(parent, &bytes)).expect("a broken line is no error of the machine")
    }

    /// Exchanges over every line until nobody has news.
    pub fn settle(&mut self) -> &mut Self {
        for _ in 0..ROUNDS_MAX {
            let before = self.ends();
            for place in Place::ALL.into_iter().rev().filter(|place| place.parent().is_some()) {
                self.contact(place);
            }
            if self.ends() == before {
                return self;
            }
        }
        panic!("the machines do not come to rest");
    }

    fn ends(&self) -> Vec<i64> {
        self.nodes.values().map(|node| *node.store().changes().borrow()).collect()
    }

    /// Every machine does what it does by itself once a minute.
    pub fn upkeep(&mut self) -> &mut Self {
        for (place, node) in &self.nodes {
            daiban_node::upkeep::turn(node).unwrap_or_else(|why| panic!("{place:?}: {why}"));
        }
        self
    }

    // ---- people

    /// Somebody at a place.
    pub fn desk(&self, place: Place, who: Who) -> Desk<'_> {
        let node = self.node(place);
        Desk::with(node, actor(node, who))
    }

    /// Somebody files an item with everything that is asked for; another person every time.
    pub fn file(&mut self, place: Place, item: &str) -> DocId {
        self.file_without(place, item, &[])
    }

    /// As `file`, without these papers.
    pub fn file_without(&mut self, place: Place, item: &str, missing: &[u8]) -> DocId {
        self.filed += 1;
        let new = self.application(place, item, self.filed, missing);
        self.desk(place, counter(place)).file(new).expect("the case is filed").id
    }

    /// An application as a page would send it.
    pub fn application(&self, place: Place, item: &str, person: usize, missing: &[u8]) -> daiban_shared::api::NewCase {
        let directory = self.node(place).store().directory();
        let (_, item) = directory.newest().item(item).expect("an item of the catalogue");
        let mut new = application(item, &resident(person), place.address(), missing);
        // The story may need more applications than there are invented people.
        new.file_anyway = true;
        new
    }

    /// A step that is allowed.
    pub fn step(&mut self, place: Place, who: Who, case: DocId, command: Command) -> Hash {
        self.try_step(place, who, case, command).unwrap_or_else(|why| panic!("{place:?} {who:?}: {why}"))
    }

    /// A step, or why it was refused.
    pub fn try_step(
        &mut self,
        place: Place,
        who: Who,
        case: DocId,
        command: Command,
    ) -> Result<Hash, daiban_node::Error> {
        let written = self.desk(place, who).step(case, command)?;
        Ok(*written.steps.last().expect("a step writes an entry"))
    }
}

/// Who files at the counter of a place.
pub fn counter(place: Place) -> Who {
    if seed::counter(place) == "agent" { Who::Agent } else { Who::Clerk }
}

/// A person of a machine; the same capacity is the same account.
pub fn actor(node: &Node, who: Who) -> Actor {
    let dept = match who {
        Who::ReviewerOf(dept) => Some(DeptId(dept)),
        Who::Agent | Who::Clerk | Who::Reviewer | Who::Head | Who::Supervisor => None,
    };
    let site = node.identity().site();
    let mut user = [who.role().number(); 8];
    user[..4].copy_from_slice(&site.0.to_be_bytes());
    user[5] = dept.map_or(0, |dept| dept.0 as u8);
    Actor { user: UserId(user), name: format!("{who:?}"), site, roles: BTreeSet::from([who.role()]), dept }
}
