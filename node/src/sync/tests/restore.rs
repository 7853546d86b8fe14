//! Machines restored from old copies: what anybody still holds comes back to everybody whom it concerns.

use super::world::*;
use crate::sync;
use daiban_shared::id::SiteId;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_town_restored_from_yesterday_gets_everything_back_and_says_whom_it_waits_for() {
    let mut world = World::line();
    world.join(VILLAGE2);
    let old = world.file(VILLAGE);
    world.hand(VILLAGE, old, TOWN);
    world.settle();
    let copy = world.copy(TOWN);
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    world.contact(VILLAGE);
    // Only the village knows of this return: the line to the district is down.
    let back = world.hand(TOWN, doc, VILLAGE);
    let other = world.file(VILLAGE2);
    world.contact(VILLAGE);
    world.contact(VILLAGE2);
    let before = world.all(TOWN);
    world.restore(TOWN, &copy);
    assert!(!world.all(TOWN).contains(&back));
    world.contact(VILLAGE);
    assert!(world.all(TOWN).contains(&back), "the village gives the town's own entry back");
    assert_eq!(sync::recovering(world.node(TOWN)).unwrap(), Some((1, 2)));
    world.contact(VILLAGE2);
    assert_eq!(sync::recovering(world.node(TOWN)).unwrap(), None);
    assert_eq!(world.all(TOWN), before);
    world.hand(VILLAGE, doc, TOWN);
    world.settle();
    assert_eq!(world.entries(DISTRICT, doc), world.entries(VILLAGE, doc));
    assert_eq!(world.entries(DISTRICT, other), world.entries(VILLAGE2, other));
}

#[test]
fn a_village_restored_from_an_old_copy_goes_on_and_its_branch_merges() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    let copy = world.copy(VILLAGE);
    let lost = world.note(VILLAGE, doc);
    world.settle();
    world.restore(VILLAGE, &copy);
    let offline = world.note(VILLAGE, doc);
    world.settle();
    for site in [VILLAGE, TOWN, DISTRICT] {
        let here = world.entries(site, doc);
        assert!(here.contains(&lost) && here.contains(&offline) && here.len() == 3);
    }
    world.note(VILLAGE, doc);
    world.settle();
    assert_eq!(world.entries(DISTRICT, doc).len(), 4);
}

#[test]
fn a_district_restored_before_a_village_joined_learns_of_it_again() {
    let mut world = World::founded();
    world.join(TOWN);
    let copy = world.copy(DISTRICT);
    world.join(VILLAGE);
    let doc = world.file(VILLAGE);
    world.settle();
    world.restore(DISTRICT, &copy);
    assert!(world.node(DISTRICT).store().directory().newest().live_node(VILLAGE).is_none());
    world.settle();
    assert_eq!(world.entries(DISTRICT, doc).len(), 1);
    assert!(world.node(DISTRICT).store().directory().newest().live_node(VILLAGE).is_some());
}

/// A small generator: the same seed gives the same history.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[test]
fn whatever_is_cut_or_restored_nothing_that_anybody_holds_is_lost() {
    for seed in 0..6 {
        history(seed);
    }
}

fn history(seed: u64) {
    let mut chance = Chance(seed);
    let mut world = World::line();
    world.join(VILLAGE2);
    world.settle();
    let sites = [DISTRICT, TOWN, VILLAGE, VILLAGE2];
    let mut copies: BTreeMap<SiteId, Vec<std::path::PathBuf>> = BTreeMap::new();
    for site in sites {
        let copy = world.copy(site);
        copies.entry(site).or_default().push(copy);
    }
    for _ in 0..60 {
        let site = sites[chance.below(4) as usize];
        let docs = world.docs(site);
        match chance.below(20) {
            0..=3 => drop(world.file(site)),
            4..=7 if !docs.is_empty() => drop(world.note(site, docs[chance.below(docs.len() as u64) as usize])),
            8..=9 if !docs.is_empty() && site != DISTRICT => {
                let doc = docs[chance.below(docs.len() as u64) as usize];
                world.hand(site, doc, parent(site).unwrap());
            }
            10..=16 if site != DISTRICT => drop(world.contact(site)),
            17..=18 => {
                let copy = world.copy(site);
                copies.entry(site).or_default().push(copy);
            }
            19 => {
                let all = &copies[&site];
                let copy = all[chance.below(all.len() as u64) as usize].clone();
                world.restore(site, &copy);
            }
            _ => world.pass(60_000),
        }
    }
    let held: BTreeSet<_> = sites.iter().flat_map(|site| world.all(*site)).collect();
    world.settle();
    world.settle();
    assert!(held.is_subset(&world.all(DISTRICT)), "seed {seed}");
    for site in [TOWN, VILLAGE, VILLAGE2] {
        for doc in world.docs(site) {
            if doc.origin() == site {
                assert_eq!(world.entries(site, doc), world.entries(DISTRICT, doc), "seed {seed} {site} {doc}");
            }
        }
        assert!(sync::recovering(world.node(site)).unwrap().is_none(), "seed {seed} {site}");
    }
}
