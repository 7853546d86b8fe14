//! Several machines in one process: founded, invited, joined and exchanging as real ones do, with lines that can be cut.
//! Knows nothing of samples.

use super::places::Place;
use crate::cli::district::{Files, district_rows};
use crate::clock::Clock;
use crate::error::Error;
use crate::join::{self, Joining};
use crate::node::Node;
use crate::sync::{dial, serve};
use daiban_shared::api::NodeAsking;
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::id::{SiteId, UserId};
use daiban_shared::kind::{Body, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Stands in the settings of a new machine until whoever starts it knows the parent's address.
const PARENT_URL: &str = "http://127.0.0.1:1";
/// Rounds of exchange after which a network that is still not quiet is faulty.
const ROUNDS_MAX: usize = 64;
/// Steps in which a machine joins: asks, is confirmed, is enrolled.
const JOIN_STEPS_MAX: usize = 20;

/// The machines of the sample places under one clock.
pub struct Network {
    dir: PathBuf,
    clock: Clock,
    nodes: BTreeMap<Place, Node>,
    cut: BTreeSet<Place>,
    /// Newest positions of child and parent when they last had everything of each other.
    quiet: BTreeMap<Place, (i64, i64)>,
}

impl Network {
    /// The district's machine with the built-in directory; the sample places have invented phones.
    pub fn found(dir: &Path, clock: Clock) -> Result<Self, Error> {
        let mut rows = built_in_rows(Day::of(clock.now()))?;
        for row in &mut rows {
            let Body::Site(site) = row else { continue };
            site.phone = Place::ALL.into_iter().find(|place| place.number() == site.number).map(Place::phone);
        }
        Self::found_with(dir, clock, rows)
    }

    /// The district's machine with these public rows, which contain the sample places.
    pub fn found_with(dir: &Path, clock: Clock, rows: Vec<Body>) -> Result<Self, Error> {
        let (node, _) = Node::init_district(&dir.join(Place::District.folder()), clock.clone(), rows)?;
        let nodes = BTreeMap::from([(Place::District, node)]);
        Ok(Self { dir: dir.into(), clock, nodes, cut: BTreeSet::new(), quiet: BTreeMap::new() })
    }

    /// The machines, to be used without this network.
    pub fn into_machines(self) -> BTreeMap<Place, Node> {
        self.nodes
    }

    /// The machine of a place that has joined.
    ///
    /// Errors: it has not.
    pub fn node(&self, place: Place) -> Result<&Node, Error> {
        self.nodes.get(&place).ok_or_else(|| Error::Other(format!("{place:?} has not joined")))
    }

    /// The place's stable id, drawn when the district was founded.
    pub fn site(&self, place: Place) -> Result<SiteId, Error> {
        let directory = self.node(Place::District)?.store().directory();
        let found = directory.newest().sites().find(|site| site.number == place.number()).map(|site| site.id);
        found.ok_or_else(|| Error::Other(format!("place number {:03} is not in the directory", place.number())))
    }

    /// The one clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Invites a place's machine, lets it ask, compares the words, confirms, and waits until the district has enrolled it.
    pub fn join(&mut self, place: Place) -> Result<(), Error> {
        let above = place.parent().ok_or_else(|| Error::Other("the district joins nobody".into()))?;
        let parent = self.node(above)?.clone();
        let folder = self.dir.join(place.folder());
        let site = self.site(place)?;
        let code = join::invite(&parent, site)?.code;
        for _ in 0..JOIN_STEPS_MAX {
            let asked = join::child::step(&folder, self.clock.clone(), PARENT_URL, &code, |path, body| {
                Ok(answer(&parent, path, &body))
            });
            match asked? {
                Joining::Compare { words, .. } => confirm(&parent, site, &words)?,
                Joining::Confirmed => {}
                Joining::Joined => {
                    self.nodes.insert(place, Node::open(&folder, self.clock.clone())?);
                    return self.settle();
                }
            }
            self.settle()?;
        }
        Err(Error::Other(format!("{place:?} did not get into the network")))
    }

    /// Breaks the line between a place and the one above.
    pub fn cut(&mut self, place: Place) {
        self.cut.insert(place);
    }

    /// Mends it.
    pub fn heal(&mut self, place: Place) {
        self.cut.remove(&place);
    }

    /// Exchanges over every line that stands until nobody has news.
    pub fn settle(&mut self) -> Result<(), Error> {
        for _ in 0..ROUNDS_MAX {
            if !self.round(false)? {
                return Ok(());
            }
        }
        Err(Error::Other("the machines do not come to rest; this is a fault of the program".into()))
    }

    /// Every child calls once even without news, so that every place counts as heard until now.
    pub fn call_all(&mut self) -> Result<(), Error> {
        self.round(true)?;
        self.settle()
    }

    fn round(&mut self, also_without_news: bool) -> Result<bool, Error> {
        let mut moved = false;
        // Villages first, so that what they wrote goes all the way up in one round.
        for (place, child) in self.nodes.iter().rev() {
            let Some(parent) = place.parent().and_then(|above| self.nodes.get(&above)) else { continue };
            let ends = (newest(child), newest(parent));
            if self.cut.contains(place) || !also_without_news && self.quiet.get(place) == Some(&ends) {
                continue;
            }
            if !dial::exchange_with(child, parent)? {
                return Err(Error::Other(format!("{place:?} and the place above do not understand each other")));
            }
            self.quiet.insert(*place, (newest(child), newest(parent)));
            moved = true;
        }
        Ok(moved)
    }
}

/// Every public row of the built-in district; rights hold from this day.
pub fn built_in_rows(today: Day) -> Result<Vec<Body>, Error> {
    district_rows(&Files::default(), None, today)
        .map_err(|wrong| Error::Other(format!("the built-in data is wrong: {wrong:?}")))
}

/// What the parent's two doors for machines answer.
pub fn answer(parent: &Node, path: &str, body: &[u8]) -> Option<Vec<u8>> {
    if path.ends_with("/join") {
        return join::answer(parent, body);
    }
    match serve::answer_now(parent, body) {
        serve::Served::Message(answer) => Some(answer),
        serve::Served::Busy { .. } | serve::Served::Refused => None,
    }
}

fn newest(node: &Node) -> i64 {
    *node.store().changes().borrow()
}

/// The parent's administrator reads the words on both screens and confirms only if they are the same.
fn confirm(parent: &Node, site: SiteId, words: &[String]) -> Result<(), Error> {
    let waiting: Vec<NodeAsking> =
        join::nodes(parent)?.asking.into_iter().filter(|asking| asking.site.id == site).collect();
    let Some(asking) = waiting.iter().find(|asking| asking.words == words) else {
        return Err(Error::Other("the words on the two screens differ".into()));
    };
    if asking.confirmed { Ok(()) } else { join::confirm(parent, &administrator(parent), asking.node) }
}

fn administrator(node: &Node) -> Actor {
    Actor {
        user: UserId::ZERO,
        name: String::new(),
        site: node.identity().site(),
        roles: BTreeSet::from([Role::Admin]),
        dept: None,
    }
}
