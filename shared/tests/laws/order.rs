//! The order of entries: total, deterministic, topological, and settled before every entry of the highest tier.

use crate::world::{D, Dice, T1, V1, V2, V3, World, at, doc, key_of, node_of, stored, user};
use daiban_shared::case::Wait;
use daiban_shared::entry::{Entry, GroundRef, Head, SUITE, seal};
use daiban_shared::id::{CmdId, FeedId, Hash, SiteId};
use daiban_shared::kind::{self, Body, Note, Role};
use daiban_shared::order::{Ordered, heads, order};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;

fn small() -> World {
    World::of_items(|item| item.code == "V04")
}

/// An entry with any position and any `seen`; a hostile machine can sign all of these.
fn crafted(world: &World, site: SiteId, n: u64, seen: &[Hash], salt: u64) -> Entry {
    let sorted: BTreeSet<Hash> = seen.iter().copied().collect();
    let mut cmd = [0; 16];
    cmd[..8].copy_from_slice(&salt.to_be_bytes());
    let head = Head {
        suite: SUITE,
        doc: doc(V1),
        feed: FeedId::new(node_of(site), 1, [1; 8]),
        n,
        prev: None,
        seen: sorted.into_iter().collect(),
        ground: Some(world.ground()),
        after: None,
        by: user(site),
        role: Role::Agent.into(),
        cmd: CmdId(cmd),
        part: 0,
        at: at("2026-09-08 10:20"),
        body: kind::encode(&Body::Note(Note::default())),
        private: None,
    };
    // The signature costs more than the walk and is no part of this law.
    let mut bytes = minicbor::to_vec(&head).expect("into memory");
    bytes.extend([0; 64]);
    stored(&bytes)
}

/// Forks, ghosts and any `seen`; the district's machine is honest: it has always seen its own last entry.
fn tangle(world: &World, dice: &mut Dice, count: usize) -> Vec<Entry> {
    let sites = [D, T1, V1, V1, V2, V3];
    let mut all: Vec<Entry> = Vec::new();
    let mut last_of_district = None;
    for salt in 0..count as u64 {
        let site = *dice.of(&sites).expect("sites");
        let mut seen: Vec<Hash> = Vec::new();
        for _ in 0..dice.below(4) {
            seen.extend(dice.of(&all).map(|entry| entry.hash));
        }
        if dice.below(12) == 0 && site != D {
            seen.push(Hash([salt as u8; 32]));
        }
        let n = if site == D { salt + 1 } else { 1 + dice.below(5) as u64 };
        if site == D {
            // An honest frontier never names an entry that waits.
            let placed = order(&all, &world.directory);
            let placed: BTreeSet<Hash> = placed.sequence.iter().map(|i| all[*i].hash).collect();
            seen.retain(|hash| placed.contains(hash));
            seen.extend(last_of_district);
        }
        let entry = crafted(world, site, n, &seen, salt);
        if site == D {
            last_of_district = Some(entry.hash);
        }
        all.push(entry);
    }
    all
}

fn hashes(entries: &[Entry], ordered: &Ordered) -> Vec<Hash> {
    ordered.sequence.iter().map(|i| entries[*i].hash).collect()
}

fn past(entries: &[Entry], of: Hash) -> BTreeSet<Hash> {
    let mut out = BTreeSet::new();
    let mut todo = vec![of];
    while let Some(hash) = todo.pop() {
        for before in entries.iter().filter(|entry| entry.hash == hash).flat_map(|entry| &entry.head.seen) {
            if out.insert(*before) {
                todo.push(*before);
            }
        }
    }
    out
}

fn law(cases: u32, check: impl Fn(&World, &mut Dice, Vec<Entry>) -> Result<(), TestCaseError>) {
    let world = small();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(any::<u64>(), 1..40usize), |(seed, count)| {
        let mut dice = Dice(seed);
        let all = tangle(&world, &mut dice, count);
        check(&world, &mut dice, all)
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

#[test]
fn every_entry_is_placed_or_waits_exactly_once_and_after_all_it_has_seen() {
    law(3_000, |world, _, all| {
        let ordered = order(&all, &world.directory);
        let sequence = hashes(&all, &ordered);
        let mut every: Vec<Hash> = sequence.clone();
        every.extend(ordered.waiting.iter().map(|(i, _)| all[*i].hash));
        let set: BTreeSet<Hash> = every.iter().copied().collect();
        prop_assert_eq!(every.len(), set.len());
        prop_assert_eq!(set, all.iter().map(|entry| entry.hash).collect());
        for (place, hash) in sequence.iter().enumerate() {
            let known = past(&all, *hash);
            let before: BTreeSet<Hash> = sequence[..place].iter().copied().collect();
            prop_assert!(known.is_subset(&before));
            let here = ordered.sequence[place];
            for other in &ordered.sequence {
                prop_assert_eq!(ordered.past.contains(here, *other), known.contains(&all[*other].hash));
            }
        }
        for (i, wait) in &ordered.waiting {
            prop_assert_eq!(*wait, Wait::Seen);
            prop_assert!(past(&all, all[*i].hash).iter().any(|hash| !all.iter().any(|entry| entry.hash == *hash)));
        }
        Ok(())
    });
}

#[test]
fn the_order_is_the_same_in_whatever_order_and_how_often_entries_arrive() {
    law(3_000, |world, dice, all| {
        let expected = order(&all, &world.directory);
        let mut other = all.clone();
        for _ in 0..dice.below(all.len()) {
            other.extend(dice.of(&all).cloned());
        }
        dice.shuffle(&mut other);
        let ordered = order(&other, &world.directory);
        prop_assert_eq!(hashes(&other, &ordered), hashes(&all, &expected));
        let waiting = |entries: &[Entry], ordered: &Ordered| {
            ordered.waiting.iter().map(|(i, wait)| (entries[*i].hash, *wait)).collect::<Vec<_>>()
        };
        prop_assert_eq!(waiting(&other, &ordered), waiting(&all, &expected));
        prop_assert_eq!(heads(&other, &ordered), heads(&all, &expected));
        Ok(())
    });
}

#[test]
fn before_an_entry_of_the_highest_tier_stands_exactly_its_past_and_nothing_that_comes_later_changes_that() {
    law(3_000, |world, dice, all| {
        // What a machine holds at first: any part, so some entries wait.
        let held: Vec<Entry> = all.iter().filter(|_| dice.below(4) != 0).cloned().collect();
        let (early, late) = (order(&held, &world.directory), order(&all, &world.directory));
        let (early, late) = (hashes(&held, &early), hashes(&all, &late));
        for entry in all.iter().filter(|entry| entry.node() == node_of(D)) {
            let Some(end) = late.iter().position(|hash| *hash == entry.hash) else { continue };
            let before: BTreeSet<Hash> = late[..end].iter().copied().collect();
            prop_assert_eq!(before, past(&all, entry.hash));
            if let Some(then) = early.iter().position(|hash| *hash == entry.hash) {
                prop_assert_eq!(&early[..then], &late[..end]);
            }
        }
        Ok(())
    });
}

/// What a machine has, it has in the same order after anybody wrote on top of all of it.
#[test]
fn an_entry_that_has_seen_everything_reorders_nothing() {
    law(4_000, |world, dice, all| {
        let ordered = order(&all, &world.directory);
        let before = hashes(&all, &ordered);
        let site = *dice.of(&[D, T1, V1, V2, V3]).expect("sites");
        let note = crafted(world, site, 1 + dice.below(50) as u64, &heads(&all, &ordered), 1_000);
        let grown = [all, vec![note.clone()]].concat();
        let after = hashes(&grown, &order(&grown, &world.directory));
        prop_assert_eq!(&after[..before.len()], &before);
        prop_assert_eq!(after[before.len()], note.hash);
        Ok(())
    });
}

#[test]
fn the_past_of_an_entry_of_the_highest_tier_stands_as_it_would_stand_alone() {
    law(4_000, |world, _, all| {
        let sequence = hashes(&all, &order(&all, &world.directory));
        for entry in all.iter().filter(|entry| entry.node() == node_of(D)) {
            let Some(end) = sequence.iter().position(|hash| *hash == entry.hash) else { continue };
            let known = past(&all, entry.hash);
            let alone: Vec<Entry> = all.iter().filter(|entry| known.contains(&entry.hash)).cloned().collect();
            prop_assert_eq!(hashes(&alone, &order(&alone, &world.directory)), &sequence[..end]);
        }
        Ok(())
    });
}

/// review.md C4: a second position 5 that has seen 6 made a circle of numbers and `seen`; edges are `seen` only.
#[test]
fn a_machine_that_signs_two_entries_at_one_position_stops_nobody() {
    let world = small();
    let open = crafted(&world, V1, 4, &[], 0);
    let five = crafted(&world, V1, 5, &[open.hash], 1);
    let six = crafted(&world, V1, 6, &[five.hash], 2);
    let accept = crafted(&world, T1, 1, &[six.hash], 3);
    let grant = crafted(&world, D, 1, &[accept.hash], 4);
    let again = crafted(&world, V1, 5, &[six.hash], 5);
    let honest = vec![open, five, six, accept, grant];
    let expected = hashes(&honest, &order(&honest, &world.directory));
    let all = [honest, vec![again]].concat();
    let ordered = order(&all, &world.directory);
    assert!(ordered.waiting.is_empty());
    assert_eq!(hashes(&all, &ordered)[..5], expected);
}

#[test]
fn a_chain_of_two_thousand_entries_is_walked_without_recursion() {
    let world = small();
    let mut all: Vec<Entry> = Vec::new();
    for salt in 0..2_000 {
        let seen: Vec<Hash> = all.last().map(|entry| entry.hash).into_iter().collect();
        all.push(crafted(&world, if salt % 2 == 0 { V1 } else { T1 }, salt + 1, &seen, salt));
    }
    let expected: Vec<Hash> = all.iter().map(|entry| entry.hash).collect();
    all.reverse();
    let walk = std::thread::Builder::new().stack_size(256 * 1024);
    let walked = walk.spawn(move || hashes(&all, &order(&all, &world.directory))).expect("a thread");
    assert_eq!(walked.join().expect("no overflow"), expected);
}

#[test]
fn an_entry_waits_with_the_entry_it_rests_on_and_comes_in_when_that_arrives() {
    let world = small();
    let ghost = crafted(&world, V1, 1, &[], 0);
    let first = crafted(&world, V1, 2, &[ghost.hash], 1);
    let second = crafted(&world, D, 1, &[first.hash], 2);
    let free = crafted(&world, T1, 1, &[], 3);
    let held = vec![second.clone(), first.clone(), free.clone()];
    let ordered = order(&held, &world.directory);
    assert_eq!(hashes(&held, &ordered), [free.hash]);
    assert_eq!(ordered.waiting, [(0, Wait::Seen), (1, Wait::Seen)]);
    // A new entry never names what waits, or a ghost would block everybody who reads it.
    assert_eq!(heads(&held, &ordered), [free.hash]);
    let all = [held, vec![ghost.clone()]].concat();
    assert_eq!(hashes(&all, &order(&all, &world.directory)), [ghost.hash, first.hash, second.hash, free.hash]);
}

#[test]
fn an_entry_waits_for_the_public_feed_that_its_author_had() {
    let mut world = small();
    let old = world.directory.clone();
    world.enter(Body::Calendar(world.years[22].clone()));
    let entry = crafted(&world, V1, 1, &[], 0);
    let ordered = order(std::slice::from_ref(&entry), &old);
    assert_eq!((ordered.sequence.len(), ordered.waiting), (0, vec![(0, Wait::Ground)]));
    assert_eq!(order(std::slice::from_ref(&entry), &world.directory).sequence, [0]);
    let mut nowhere = entry.head.clone();
    nowhere.ground = Some(GroundRef { feed: FeedId::ZERO, n: 1 });
    let entries = [stored(&seal(&nowhere, world.net, &key_of(V1)))];
    assert_eq!(order(&entries, &world.directory).waiting, [(0, Wait::Ground)]);
}
