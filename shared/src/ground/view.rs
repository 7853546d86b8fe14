//! The directory as an author had it: only what lies behind one ground is there.

use super::{Directory, is_beyond};
use crate::id::{DeptId, FeedId, Hash, Millis, NodeId, SiteId};
use crate::item::Item;
use crate::kind::{Calendar, Cut, NodeRow, Power, Right, Rule, RuleKind, Scheme};
use crate::site::Site;

/// The directory as of one ground.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(super) directory: &'a Directory,
    pub(super) row: Option<usize>,
}

impl<'a> View<'a> {
    pub(super) fn sees(&self, row: usize) -> bool {
        self.row.is_some_and(|ground| self.directory.is_behind(row, ground))
    }

    fn newest_of<T>(&self, versions: Option<&'a Vec<(usize, T)>>) -> Option<&'a T> {
        // Later rows replace earlier ones of the same chain; depth, not arrival, says which is later.
        versions?
            .iter()
            .filter(|(row, _)| self.sees(*row))
            .max_by_key(|(row, _)| self.directory.rows[*row].depth)
            .map(|(_, value)| value)
    }

    /// A place.
    pub fn site(&self, id: SiteId) -> Option<&'a Site> {
        self.newest_of(self.directory.sites.get(&id))
    }

    /// Every place that has not ended, by id.
    pub fn sites(&self) -> impl Iterator<Item = &'a Site> + use<'a> {
        let view = *self;
        view.directory
            .sites
            .values()
            .filter_map(move |versions| view.newest_of(Some(versions)))
            .filter(|site| !site.ended)
    }

    /// The district.
    pub fn district(&self) -> Option<&'a Site> {
        self.sites().find(|site| site.parent.is_none())
    }

    /// The places above, nearest first.
    pub fn above(&self, site: SiteId) -> Vec<SiteId> {
        let mut out = Vec::new();
        let mut here = site;
        while let Some(parent) = self.site(here).and_then(|site| site.parent) {
            if out.contains(&parent) || parent == site {
                break; // A circle in the rows ends here instead of never.
            }
            out.push(parent);
            here = parent;
        }
        out
    }

    /// Whether `upper` is a proper ancestor of `lower`.
    pub fn is_above(&self, upper: SiteId, lower: SiteId) -> bool {
        self.above(lower).contains(&upper)
    }

    /// The places directly below.
    pub fn children(&self, site: SiteId) -> Vec<SiteId> {
        self.sites().filter(|below| below.parent == Some(site)).map(|below| below.id).collect()
    }

    /// A machine.
    pub fn node(&self, id: NodeId) -> Option<&'a NodeRow> {
        self.newest_of(self.directory.nodes.get(&id))
    }

    /// Every machine, by id.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &'a NodeRow)> + use<'a> {
        let view = *self;
        view.directory.nodes.iter().filter_map(move |(id, versions)| Some((*id, view.newest_of(Some(versions))?)))
    }

    /// The live machine of a place.
    pub fn live_node(&self, site: SiteId) -> Option<NodeId> {
        self.nodes().find(|(_, node)| node.site == site && node.live).map(|(id, _)| id)
    }

    /// The version of an item that a case pinned; none if that row does not lie behind this ground.
    pub fn item_row(&self, hash: Hash) -> Option<&'a Item> {
        self.directory.item_rows.get(&hash).filter(|(row, _)| self.sees(*row)).map(|(_, item)| item)
    }

    /// The newest version of an item and its hash.
    pub fn item(&self, code: &str) -> Option<(Hash, &'a Item)> {
        let hash = self.newest_of(self.directory.items.get(code))?;
        self.item_row(*hash).map(|item| (*hash, item))
    }

    /// The newest version of every item, by code.
    pub fn items(&self) -> impl Iterator<Item = (Hash, &'a Item)> + use<'a> {
        let view = *self;
        view.directory.items.keys().filter_map(move |code| view.item(code)).filter(|(_, item)| !item.ended)
    }

    /// One year of working days.
    pub fn calendar(&self, year: u16) -> Option<&'a Calendar> {
        self.newest_of(self.directory.calendars.get(&year))
    }

    /// Position of the newest calendar row behind this ground.
    pub fn calendar_position(&self) -> Option<u64> {
        self.directory.rows[self.row?].calendar
    }

    /// Position of the newest row behind this ground that moves due moments: a calendar, or a place with its hours.
    pub fn clock_position(&self) -> Option<u64> {
        self.directory.rows[self.row?].clock
    }

    /// A right by its number, ended ones included.
    pub fn right(&self, no: u32) -> Option<&'a Right> {
        self.newest_of(self.directory.rights.get(&no))
    }

    /// Every right that has not ended, by number.
    pub fn rights(&self) -> impl Iterator<Item = &'a Right> + use<'a> {
        self.rights_ever().filter(|right| !right.ended)
    }

    /// Every right, ended ones included, by number.
    pub fn rights_ever(&self) -> impl Iterator<Item = &'a Right> + use<'a> {
        let view = *self;
        view.directory.rights.values().filter_map(move |versions| view.newest_of(Some(versions)))
    }

    /// A rule of supervision as the district has it, ended ones included; none where the default holds.
    pub fn rule(&self, what: RuleKind) -> Option<&'a Rule> {
        self.newest_of(self.directory.rules.get(&what)).map(|(_, rule)| rule)
    }

    /// Every version of a rule with the moment at which it was entered, in order.
    pub fn rule_versions(&self, what: RuleKind) -> Vec<(Millis, Rule)> {
        let rows = self.directory.rules.get(&what).into_iter().flatten().filter(|(row, _)| self.sees(*row));
        let mut seen: Vec<_> = rows.map(|(row, version)| (self.directory.rows[*row].depth, version.clone())).collect();
        seen.sort_by_key(|(depth, _)| *depth);
        seen.into_iter().map(|(_, version)| version).collect()
    }

    /// A scheme of appraisal by its number, ended ones included.
    pub fn scheme(&self, no: u32) -> Option<&'a Scheme> {
        self.newest_of(self.directory.schemes.get(&no))
    }

    /// Every scheme of appraisal, ended ones included, by number.
    pub fn schemes(&self) -> impl Iterator<Item = &'a Scheme> + use<'a> {
        let view = *self;
        view.directory.schemes.values().filter_map(move |versions| view.newest_of(Some(versions)))
    }

    /// Whether the entry at (feed, n) of this machine lies beyond its cut.
    pub fn is_cut_off(&self, node: NodeId, feed: FeedId, n: u64) -> bool {
        self.cut(node).is_some_and(|cut| is_beyond(cut, feed, n))
    }

    /// The cut of a machine, if it was cut off.
    pub fn cut(&self, node: NodeId) -> Option<&'a Cut> {
        self.newest_of(self.directory.cuts.get(&node))
    }

    /// The department's names, from the district's row.
    pub fn department(&self, id: DeptId) -> Option<&'a crate::site::Department> {
        self.district()?.departments.iter().find(|department| department.id == id)
    }

    /// How many public entries lie behind this ground, itself included.
    pub fn position(&self) -> u64 {
        self.row.map_or(0, |row| self.directory.rows[row].depth + 1)
    }

    /// Whether a right lets this place use a power on an item. The desk is checked by `decide` only (kinds.md §4).
    pub fn right_allows(&self, right: &Right, site: SiteId, power: Power, item: &Item) -> bool {
        let place = match (right.site, right.tier) {
            (Some(only), _) => only == site,
            (None, Some(tier)) => self.site(site).is_some_and(|site| site.tier == tier),
            (None, None) => false,
        };
        // A department's right without a list is for its own items; a list names what else was given to it.
        let is_own = right.items.is_empty() && right.dept.is_none_or(|dept| dept == item.dept);
        !right.ended && place && right.power == power && (is_own || right.items.contains(&item.code))
    }

    /// The first right that lets this place use a power on an item.
    pub fn right_for(&self, site: SiteId, power: Power, item: &Item) -> Option<&'a Right> {
        self.rights().find(|right| self.right_allows(right, site, power, item))
    }
}
