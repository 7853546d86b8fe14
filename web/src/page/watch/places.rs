//! Places of the wall by town, and which of them have something to see. Pure.

use daiban_shared::api::{Freshness, Lights, WallPlace};
use daiban_shared::site::Tier;

/// A town with what lies below it, or the district by itself.
#[derive(Debug, PartialEq)]
pub struct Group<'a> {
    /// The town; of the district only its own hand counts here.
    pub head: &'a WallPlace,
    /// Villages with something to see, the worst first.
    pub below: Vec<&'a WallPlace>,
}

impl Group<'_> {
    /// What is shown for it.
    pub fn lights(&self) -> Lights {
        if self.is_single() { self.head.lights } else { self.head.branch }
    }

    /// Alarms that wait.
    pub fn alarms(&self) -> u64 {
        if self.is_single() { self.head.alarms } else { self.head.branch_alarms }
    }

    /// Places not heard for long.
    pub fn silent(&self) -> u64 {
        if self.is_single() { u64::from(self.head.freshness == Freshness::Silent) } else { self.head.silent }
    }

    /// The places below stand in groups of their own.
    pub fn is_single(&self) -> bool {
        self.head.site.tier == Tier::District
    }
}

/// It has cases, alarms, or is silent.
pub fn is_busy(place: &WallPlace) -> bool {
    place.lights.all() + place.alarms > 0 || place.freshness == Freshness::Silent
}

/// It has a machine, or something to see.
pub fn is_known(place: &WallPlace) -> bool {
    place.freshness != Freshness::NoMachine || place.branch.all() + place.branch_alarms + place.silent > 0
}

/// The groups in the order of the directory, and how many places are not listed.
pub fn groups(places: &[WallPlace]) -> (Vec<Group<'_>>, usize) {
    let mut out: Vec<Group<'_>> = Vec::new();
    let mut listed = 0;
    for place in places {
        let is_head = place.site.tier != Tier::Village || out.is_empty();
        if is_head {
            if is_known(place) {
                listed += 1;
                out.push(Group { head: place, below: Vec::new() });
            }
            continue;
        }
        let Some(group) = out.iter_mut().find(|group| Some(group.head.site.id) == place.parent) else { continue };
        if is_busy(place) {
            listed += 1;
            group.below.push(place);
        }
    }
    for group in &mut out {
        // Stable: places that are equally bad stay in the order of their numbers.
        group.below.sort_by_key(|place| std::cmp::Reverse(badness(place)));
    }
    (out, places.len() - listed)
}

fn badness(place: &WallPlace) -> (u64, u64, u64, u64) {
    let lights = place.lights;
    (lights.deep_red, lights.red, lights.yellow + place.alarms, lights.all())
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use daiban_shared::api::SiteRef;
    use daiban_shared::id::SiteId;

    pub fn place(id: u32, parent: Option<u32>, tier: Tier, lights: Lights, freshness: Freshness) -> WallPlace {
        WallPlace {
            site: SiteRef { id: SiteId(id), zh: format!("地点{id}"), en: format!("Place {id}"), tier },
            parent: parent.map(SiteId),
            lights,
            branch: lights,
            alarms: 0,
            branch_alarms: 0,
            heard_until: None,
            freshness,
            silent: u64::from(freshness == Freshness::Silent),
        }
    }

    #[test]
    fn a_town_stands_with_its_busy_villages_and_the_worst_comes_first() {
        let late = Lights { red: 1, ..Lights::default() };
        let open = Lights { none: 3, ..Lights::default() };
        let places = [
            place(1, None, Tier::District, open, Freshness::Fresh),
            place(2, Some(1), Tier::Town, open, Freshness::Fresh),
            place(3, Some(2), Tier::Village, open, Freshness::Fresh),
            place(4, Some(2), Tier::Village, late, Freshness::Fresh),
            place(5, Some(2), Tier::Village, Lights::default(), Freshness::Fresh),
            place(6, Some(1), Tier::Town, Lights::default(), Freshness::NoMachine),
            place(7, Some(2), Tier::Village, Lights::default(), Freshness::Silent),
        ];
        let (groups, quiet) = groups(&places);
        let shown: Vec<(u32, Vec<u32>)> = groups
            .iter()
            .map(|group| (group.head.site.id.0, group.below.iter().map(|place| place.site.id.0).collect()))
            .collect();
        assert_eq!(shown, [(1, vec![]), (2, vec![4, 3, 7])]);
        assert_eq!(quiet, 2, "a village without anything and a town without a machine");
    }

    #[test]
    fn at_a_town_its_own_tile_comes_first() {
        let places = [
            place(2, Some(1), Tier::Town, Lights::default(), Freshness::Fresh),
            place(3, Some(2), Tier::Village, Lights::default(), Freshness::Silent),
        ];
        let (groups, quiet) = groups(&places);
        assert_eq!((groups.len(), groups[0].below.len(), quiet), (1, 1, 0));
    }
}
