//! The district's public feed as rows: places, machines, rights, items, calendars, cuts. One chain of one writer.
//!
//! A row is read *at a ground*: visible is what lies behind that position along `prev`, so ending a right is never
//! retroactive. After a restore of the district the chain may have two branches; each ground sees its own.

mod view;
mod year;

pub use view::View;
pub use year::YearDocuments;

use crate::entry::{Author, Entry, GroundRef, Keys, Net};
use crate::id::{DocKind, FeedId, Hash, Millis, NodeId, SiteId};
use crate::item::Item;
use crate::kind::{Body, Calendar, Cut, NodeRow, Right, Rule, RuleKind, Scheme};
use crate::site::{Site, Tier};
use ed25519_dalek::VerifyingKey;
use std::collections::BTreeMap;

/// Everything the public feed says, in the order in which it arrived here. Build it by `push`, entry by entry.
#[derive(Debug, Clone)]
pub struct Directory {
    net: Net,
    rows: Vec<Row>,
    by_place: BTreeMap<GroundRef, usize>,
    by_hash: BTreeMap<Hash, usize>,
    branches: Vec<Branch>,
    pending: Vec<Entry>,
    authors: BTreeMap<NodeId, (Seat, Author)>,
    tiers: BTreeMap<SiteId, (Seat, Tier)>,
    nodes: BTreeMap<NodeId, Vec<(usize, NodeRow)>>,
    sites: BTreeMap<SiteId, Vec<(usize, Site)>>,
    rights: BTreeMap<u32, Vec<(usize, Right)>>,
    items: BTreeMap<String, Vec<(usize, Hash)>>,
    item_rows: BTreeMap<Hash, (usize, Item)>,
    calendars: BTreeMap<u16, Vec<(usize, Calendar)>>,
    cuts: BTreeMap<NodeId, Vec<(usize, Cut)>>,
    rules: BTreeMap<RuleKind, Vec<(usize, Entered)>>,
    schemes: BTreeMap<u32, Vec<(usize, Scheme)>>,
}

/// A rule with the moment at which it was entered.
type Entered = (Millis, Rule);

#[derive(Debug, Clone)]
struct Row {
    at: GroundRef,
    hash: Hash,
    branch: usize,
    depth: u64,
    /// Depth of the newest calendar row behind this one, itself included.
    calendar: Option<u64>,
    /// The same for rows that move the clock: calendars, and places with their hours.
    clock: Option<u64>,
}

/// Where a row stands, whichever branch arrived first: what holds for ever is read from the lowest seat.
type Seat = (u64, Hash);

#[derive(Debug, Clone)]
struct Branch {
    /// The row from which it grew; none for the first.
    from: Option<usize>,
    /// Its newest row.
    tip: usize,
}

/// What became of a pushed public entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It is part of the directory, and so are those that waited for it.
    Taken,
    /// It was there already.
    Known,
    /// The entry before it is missing.
    Waits,
}

impl Directory {
    /// The empty directory of a network.
    pub fn new(net: Net) -> Self {
        Self {
            net,
            rows: Vec::new(),
            by_place: BTreeMap::new(),
            by_hash: BTreeMap::new(),
            branches: Vec::new(),
            pending: Vec::new(),
            authors: BTreeMap::new(),
            tiers: BTreeMap::new(),
            nodes: BTreeMap::new(),
            sites: BTreeMap::new(),
            rights: BTreeMap::new(),
            items: BTreeMap::new(),
            item_rows: BTreeMap::new(),
            calendars: BTreeMap::new(),
            cuts: BTreeMap::new(),
            rules: BTreeMap::new(),
            schemes: BTreeMap::new(),
        }
    }

    /// The network.
    pub fn net(&self) -> Net {
        self.net
    }

    /// Takes one well-formed entry of the public document. Equal sets give equal directories in any order.
    pub fn push(&mut self, entry: &Entry) -> Pushed {
        if self.by_hash.contains_key(&entry.hash) || self.pending.iter().any(|waiting| waiting.hash == entry.hash) {
            return Pushed::Known;
        }
        if !self.place(entry) {
            self.pending.push(entry.clone());
            return Pushed::Waits;
        }
        loop {
            let waiting = std::mem::take(&mut self.pending);
            let before = waiting.len();
            for entry in waiting {
                if !self.place(&entry) {
                    self.pending.push(entry);
                }
            }
            if self.pending.len() == before {
                return Pushed::Taken;
            }
        }
    }

    fn place(&mut self, entry: &Entry) -> bool {
        debug_assert_eq!(entry.head.doc.kind(), DocKind::Public);
        let parent = match (entry.head.prev, &entry.body) {
            (None, Body::Root(_)) => None,
            (None, _) => return false,
            (Some(prev), _) => match self.by_hash.get(&prev) {
                Some(row) => Some(*row),
                None => return false,
            },
        };
        let row = self.rows.len();
        let depth = parent.map_or(0, |parent| self.rows[parent].depth + 1);
        let branch = match parent {
            Some(parent) if self.branches[self.rows[parent].branch].tip == parent => {
                let branch = self.rows[parent].branch;
                self.branches[branch].tip = row;
                branch
            }
            from => {
                self.branches.push(Branch { from, tip: row });
                self.branches.len() - 1
            }
        };
        let at = GroundRef { feed: entry.head.feed, n: entry.head.n };
        let is_calendar = matches!(entry.body, Body::Calendar(_));
        let moves_clock = is_calendar || matches!(entry.body, Body::Site(_));
        let (calendar, clock) =
            parent.map_or((None, None), |parent| (self.rows[parent].calendar, self.rows[parent].clock));
        let calendar = if is_calendar { Some(depth) } else { calendar };
        let clock = if moves_clock { Some(depth) } else { clock };
        self.rows.push(Row { at, hash: entry.hash, branch, depth, calendar, clock });
        // One position signed twice proves a copied machine; every node must read the same of the two.
        let there = self.by_place.entry(at).or_insert(row);
        if entry.hash < self.rows[*there].hash {
            *there = row;
        }
        self.by_hash.insert(entry.hash, row);
        self.index(row, entry);
        true
    }

    fn index(&mut self, row: usize, entry: &Entry) {
        match &entry.body {
            Body::Root(root) => self.add_node(row, &root.node, true),
            Body::Node(node) => self.add_node(row, node, false),
            Body::Site(site) => {
                let seat = self.seat(row);
                let tier = self.tiers.entry(site.id).or_insert((seat, site.tier));
                if seat < tier.0 {
                    *tier = (seat, site.tier);
                }
                self.sites.entry(site.id).or_default().push((row, (**site).clone()));
            }
            Body::Right(right) => self.rights.entry(right.no).or_default().push((row, right.clone())),
            Body::Item(item) => {
                self.items.entry(item.code.clone()).or_default().push((row, entry.hash));
                self.item_rows.insert(entry.hash, (row, (**item).clone()));
            }
            Body::Calendar(calendar) => self.calendars.entry(calendar.year).or_default().push((row, calendar.clone())),
            Body::Rule(rule) => self.rules.entry(rule.what).or_default().push((row, (entry.head.at, rule.clone()))),
            Body::Scheme(scheme) => self.schemes.entry(scheme.no).or_default().push((row, scheme.clone())),
            Body::Cut(cut) => self.cuts.entry(cut.node).or_default().push((row, cut.clone())),
            Body::Open(_)
            | Body::Forward(_)
            | Body::Return(_)
            | Body::Assign(_)
            | Body::TakeOver(_)
            | Body::Notify(_)
            | Body::Accept(_)
            | Body::NotAccept(_)
            | Body::TaskOpen(_)
            | Body::TaskEnd(_)
            | Body::Grant(_)
            | Body::Deny(_)
            | Body::Withdraw(_)
            | Body::Terminate(_)
            | Body::Close(_)
            | Body::Annul(_)
            | Body::Extend(_)
            | Body::Lapse(_)
            | Body::Taken(_)
            | Body::Supplement(_)
            | Body::WithdrawAsked(_)
            | Body::Answer(_)
            | Body::Deliver(_)
            | Body::Note(_)
            | Body::FormChange(_)
            | Body::Join
            | Body::Urge(_)
            | Body::TimeSet(_)
            | Body::Green(_)
            | Body::Witness(_)
            | Body::Clock(_)
            | Body::NodeAsked(_)
            | Body::RightAsked(_)
            | Body::CardServe(_)
            | Body::CardAnswer(_)
            | Body::CardAppeal(_)
            | Body::CardRuling(_)
            | Body::Sheet(_)
            | Body::Inspection(_)
            | Body::Unknown { .. } => {}
        }
    }

    fn add_node(&mut self, row: usize, node: &NodeRow, is_root_named: bool) {
        // A row with a key that is no curve point enrols nobody.
        let Ok(key) = VerifyingKey::from_bytes(&node.key) else { return };
        let id = NodeId::of_key(&node.key);
        let seat = self.seat(row);
        let known = self.authors.entry(id).or_insert((seat, Author { key, site: node.site, is_root_named }));
        known.1.is_root_named |= is_root_named;
        if seat < known.0 {
            known.0 = seat;
            known.1.site = node.site;
        }
        self.nodes.entry(id).or_default().push((row, node.clone()));
    }

    fn seat(&self, row: usize) -> Seat {
        (self.rows[row].depth, self.rows[row].hash)
    }

    /// The place and tier of a machine; for ever the same, so the order of entries needs no date.
    pub fn author(&self, node: NodeId) -> Option<(SiteId, Tier)> {
        let site = self.authors.get(&node)?.1.site;
        self.tiers.get(&site).map(|(_, tier)| (site, *tier))
    }

    /// What an author saw at this ground; none while that public entry is not here.
    pub fn at(&self, ground: GroundRef) -> Option<View<'_>> {
        self.by_place.get(&ground).map(|row| View { directory: self, row: Some(*row) })
    }

    /// Everything up to the newest row: on two branches the one with the higher (generation, n, hash).
    pub fn newest(&self) -> View<'_> {
        let row = self.branches.iter().map(|branch| branch.tip).max_by_key(|row| {
            let row = &self.rows[*row];
            (row.at.feed.generation(), row.at.n, row.hash)
        });
        View { directory: self, row }
    }

    /// The newest row's position; none while the directory is empty.
    pub fn tip(&self) -> Option<GroundRef> {
        self.newest().row.map(|row| self.rows[row].at)
    }

    /// Hash of the newest row, to be named by the district's next public entry.
    pub fn tip_hash(&self) -> Option<Hash> {
        self.newest().row.map(|row| self.rows[row].hash)
    }

    /// How many public entries are part of the directory.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Nothing has arrived yet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The district's own rows that lie on a branch which the newest row does not see: to be entered again.
    pub fn lost_rows(&self) -> Vec<Hash> {
        let newest = self.newest();
        (0..self.rows.len()).filter(|row| !newest.sees(*row)).map(|row| self.rows[row].hash).collect()
    }

    fn is_behind(&self, row: usize, ground: usize) -> bool {
        let target = &self.rows[row];
        let mut ground = ground;
        loop {
            let here = &self.rows[ground];
            if here.branch == target.branch {
                return target.depth <= here.depth;
            }
            match self.branches[here.branch].from {
                Some(from) => ground = from,
                None => return false,
            }
        }
    }
}

impl Keys for Directory {
    fn signer(&self, node: NodeId) -> Option<Author> {
        self.authors.get(&node).map(|(_, author)| *author)
    }
}

/// Whether an entry lies beyond the cut of its machine.
pub fn is_beyond(cut: &Cut, feed: FeedId, n: u64) -> bool {
    !cut.feeds.iter().any(|good| good.feed == feed && n <= good.n)
}
