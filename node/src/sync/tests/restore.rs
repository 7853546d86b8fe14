//! Machines restored from old copies: what anybody still holds comes back to everybody whom it concerns.

use super::laws::{Chance, histories};
use super::world::*;
use crate::store::Priority;
use crate::sync::{self, dial, serve};
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
fn a_restored_town_that_calls_the_district_first_waits_for_its_villages_too() {
    let mut world = World::line();
    world.join(VILLAGE2);
    let copy = world.copy(TOWN);
    let doc = world.file(VILLAGE);
    world.settle();
    world.restore(TOWN, &copy);
    world.contact(TOWN);
    assert_eq!(sync::recovering(world.node(TOWN)).unwrap(), Some((0, 2)));
    assert_eq!(world.entries(TOWN, doc).len(), 1, "the district gives back what it holds");
    world.settle();
    assert_eq!(sync::recovering(world.node(TOWN)).unwrap(), None);
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

#[test]
fn whatever_is_cut_or_restored_nothing_that_anybody_holds_is_lost_and_nobody_gets_more() {
    for seed in 0..histories(150) {
        history(seed);
    }
}

const SITES: [SiteId; 4] = [DISTRICT, TOWN, VILLAGE, VILLAGE2];

fn history(seed: u64) {
    let mut chance = Chance(seed);
    let mut world = World::line();
    world.join(VILLAGE2);
    world.settle();
    let mut copies: BTreeMap<SiteId, Vec<std::path::PathBuf>> = BTreeMap::new();
    for site in SITES {
        let copy = world.copy(site);
        copies.entry(site).or_default().push(copy);
    }
    for _ in 0..80 {
        act(&mut world, &mut chance, &mut copies);
    }
    let held: BTreeSet<_> = SITES.iter().flat_map(|site| world.all(*site)).collect();
    world.settle();
    world.settle();
    assert!(held.is_subset(&world.all(DISTRICT)), "seed {seed}");
    for site in SITES {
        let report = world.node(site).store().check().unwrap();
        assert_eq!(report.faults, Vec::<String>::new(), "seed {seed} {site}");
    }
    for site in [TOWN, VILLAGE, VILLAGE2] {
        for doc in world.docs(site) {
            let interest =
                world.node(DISTRICT).store().write(Priority::People, move |tx| tx.case(doc)).unwrap().interest;
            assert!(interest.contains(&site), "seed {seed}: {site} has a case that is not its own");
        }
        for doc in world.docs(DISTRICT) {
            let interest =
                world.node(DISTRICT).store().write(Priority::People, move |tx| tx.case(doc)).unwrap().interest;
            if interest.contains(&site) {
                assert_eq!(world.entries(site, doc), world.entries(DISTRICT, doc), "seed {seed} {site} {doc}");
            }
        }
        assert!(sync::recovering(world.node(site)).unwrap().is_none(), "seed {seed} {site}");
    }
}

/// Something happens somewhere: work, a call over a bad line, a copy, a restore.
fn act(world: &mut World, chance: &mut Chance, copies: &mut BTreeMap<SiteId, Vec<std::path::PathBuf>>) {
    let site = SITES[chance.below(4) as usize];
    let docs = world.docs(site);
    let doc = (!docs.is_empty()).then(|| docs[chance.below(docs.len() as u64) as usize]);
    match (chance.below(20), doc) {
        (0..=3, _) => drop(world.file(site)),
        (4..=6, Some(doc)) => drop(world.note(site, doc)),
        (7..=8, Some(doc)) if site != DISTRICT => drop(world.hand(site, doc, parent(site).unwrap())),
        (9, Some(doc)) if site == TOWN => drop(world.hand(site, doc, VILLAGE)),
        (10..=12, _) if site != DISTRICT => drop(world.contact(site)),
        (13..=16, _) if site != DISTRICT => bad_contact(world, site, chance),
        (17..=18, _) => {
            let copy = world.copy(site);
            copies.entry(site).or_default().push(copy);
        }
        (19, _) => {
            let all = &copies[&site];
            let copy = all[chance.below(all.len() as u64) as usize].clone();
            world.restore(site, &copy);
        }
        (_, _) => world.pass(60_000),
    }
}

/// A call over a line that fails at some message: before the parent has it, or before the child has the answer.
fn bad_contact(world: &World, site: SiteId, chance: &mut Chance) {
    let above = world.node(parent(site).unwrap());
    dial::exchange(world.node(site), |bytes| match chance.below(6) {
        0 => None,
        1 => {
            serve::answer_now(above, &bytes);
            None
        }
        _ => match serve::answer_now(above, &bytes) {
            serve::Served::Message(answer) => Some(answer),
            serve::Served::Busy { .. } | serve::Served::Refused => None,
        },
    })
    .unwrap();
}
