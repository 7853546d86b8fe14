//! The district's feed as rows: equal sets give equal directories, rights end from a place on, cuts bind what nobody has
//! built on, and what is decided keeps the clock of its decision.

use crate::limits::{accept, forward, grant};
use crate::world::{
    Case, D, Dice, Play, Rules, T1, T2, V1, World, anybody, at, key_of, node_of, site_row, stored, user,
};
use daiban_shared::api::Command;
use daiban_shared::case::{CaseState, Effect, Status, Void};
use daiban_shared::entry::{Entry, GroundRef, Head};
use daiban_shared::fold::fold;
use daiban_shared::ground::{Directory, Pushed, is_beyond};
use daiban_shared::id::{FeedId, SiteId};
use daiban_shared::item::{Span, Unit};
use daiban_shared::kind::*;
use daiban_shared::site::{Site, Tier};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn world() -> World {
    World::of_items(|item| ["V04", "T12", "V01"].contains(&item.code.as_str()))
}

fn cut(site: SiteId, good: &[(FeedId, u64)]) -> Body {
    let feeds = good.iter().map(|(feed, n)| CutFeed { feed: *feed, n: *n }).collect();
    Body::Cut(Cut { node: node_of(site), feeds, reason: CutReason::Stolen })
}

fn feed_of(site: SiteId) -> FeedId {
    FeedId::new(node_of(site), 1, [1; 8])
}

fn effects(state: &CaseState) -> Vec<(Kind, Effect)> {
    state.steps.iter().map(|step| (step.kind, step.effect)).collect()
}

/// A granted case: village open, forward; town accept, forward; district grant.
fn granted(world: &World) -> Vec<Entry> {
    let mut case = Case::open(world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:20"));
    case.press(T1, &accept(), at("2026-09-09 09:00"));
    case.press(T1, &forward(Some(Opinion::Agree)), at("2026-09-09 09:10"));
    case.press(D, &grant(), at("2026-09-14 09:00"));
    case.entries
}

#[test]
fn what_an_ancestor_has_built_on_survives_the_cut_and_what_nobody_knew_does_not() {
    let mut world = world();
    let entries = granted(&world);
    let before = fold(&entries, &world.directory);
    // A thief writes on with the village's key, and in a feed that he opened.
    let mut late = Case { entries: entries.clone(), ..Case::empty(&world, V1) };
    let stolen = Head { n: 3, ..late.head(V1, &Body::Note(Note::default()), Role::Agent, at("2026-09-15 09:00")) };
    late.push(&stolen, V1);
    let opened = Head {
        feed: FeedId::new(node_of(V1), 9, [6; 8]),
        n: 1,
        ..late.head(V1, &Body::Note(Note::default()), Role::Agent, at("2026-09-15 09:05"))
    };
    late.push(&opened, V1);
    let all = late.entries;

    world.enter(cut(V1, &[(feed_of(V1), 1)]));
    let state = fold(&all, &world.directory);
    assert_eq!(effects(&state)[..5], effects(&before)[..], "the forward that the town had built on stays");
    assert_eq!(state.steps[5].effect, Effect::None(Void::Cut));
    assert_eq!(state.steps[6].effect, Effect::None(Void::Cut));
    assert_eq!((state.status, state.holder), (before.status, before.holder));

    // Raising the cut re-admits; the feed that is not listed lies wholly beyond.
    world.enter(cut(V1, &[(feed_of(V1), 3)]));
    let state = fold(&all, &world.directory);
    assert_eq!(state.steps[5].effect, Effect::Effect);
    assert_eq!(state.steps[6].effect, Effect::None(Void::Cut));
}

#[test]
fn a_forward_beyond_the_cut_that_nobody_built_on_leaves_the_case_where_it_was() {
    let mut world = world();
    let entries = granted(&world)[..2].to_vec();
    world.enter(cut(V1, &[(feed_of(V1), 1)]));
    let state = fold(&entries, &world.directory);
    assert_eq!(state.steps[1].effect, Effect::None(Void::Cut));
    assert_eq!(state.holder.map(|holder| holder.site), Some(V1));
}

#[test]
fn one_thief_does_not_vouch_for_another() {
    let mut world = world();
    let entries = granted(&world)[..2].to_vec();
    let old = world.ground();
    world.enter(cut(V1, &[(feed_of(V1), 1)]));
    world.enter(cut(T1, &[]));
    // With the town's stolen key somebody builds on the village's void step, and says that he knew of no cut.
    let mut case = Case { entries, ..Case::empty(&world, V1) };
    let blessed = Head { ground: Some(old), ..case.head(T1, &Body::Join, Role::Node, at("2026-09-20 09:00")) };
    case.push(&blessed, T1);
    let state = case.state();
    assert_eq!(state.steps[2].effect, Effect::None(Void::Cut));
    assert_eq!(state.steps[1].effect, Effect::None(Void::Cut), "a step that is cut off itself vouches for nothing");
}

#[test]
fn states_agree_in_any_order_of_arrival_under_cuts() {
    let world = world();
    let mut runner = TestRunner::new(Config { cases: 2_000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(any::<u64>(), 5..45usize), |(seed, events)| {
        let play = Play::start(&world, seed, Rules { take_over: true, restore: true }).run(events);
        let mut entries = play.together().entries;
        let mut dice = Dice(seed);
        let mut cut_world = world.clone();
        let before = fold(&entries, &cut_world.directory);
        let machine = play.machines[1 + dice.below(5)].clone();
        cut_world.enter(cut(machine.site, &[(machine.feed(), dice.below(machine.n as usize + 1) as u64)]));
        let state = fold(&entries, &cut_world.directory);
        for step in &state.steps {
            let entry = entries.iter().find(|entry| entry.hash == step.hash).expect("held");
            let beyond = cut_world.view().is_cut_off(entry.node(), entry.head.feed, entry.head.n);
            prop_assert!(beyond || step.effect != Effect::None(Void::Cut));
        }
        dice.shuffle(&mut entries);
        prop_assert_eq!(fold(&entries, &cut_world.directory), state);
        // Every feed listed to its end: nothing is beyond, and everything is as it was.
        let ends: Vec<(FeedId, u64)> = entries.iter().map(|entry| (entry.head.feed, entry.head.n)).collect();
        let mut all_good: Vec<(FeedId, u64)> = Vec::new();
        for (feed, n) in ends {
            if feed.node() == node_of(machine.site) {
                all_good.push((feed, n));
            }
        }
        cut_world.enter(cut(machine.site, &all_good));
        prop_assert_eq!(effects(&fold(&entries, &cut_world.directory)), effects(&before));
        Ok(())
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

#[test]
fn a_position_beyond_the_last_good_one_is_beyond() {
    let cut = Cut { node: node_of(V1), feeds: vec![CutFeed { feed: feed_of(V1), n: 3 }], reason: CutReason::Lost };
    assert!(!is_beyond(&cut, feed_of(V1), 3));
    assert!(is_beyond(&cut, feed_of(V1), 4));
    assert!(is_beyond(&cut, FeedId::new(node_of(V1), 2, [0; 8]), 1));
}

/// Everything that the district could enter later about the things a case rests on.
fn later_rows(world: &mut World) {
    let mut year = world.years.iter().find(|year| year.year == 2026).expect("this year").clone();
    year.workdays = vec![0; year.workdays.len()];
    world.enter(Body::Calendar(year));
    for right in crate::world::proposed_rights(&world.items.clone()) {
        world.enter(Body::Right(Right { ended: true, ..right }));
    }
    for item in world.items.clone() {
        let promised = Span { quarters: 4, unit: Unit::Day };
        world.enter(Body::Item(Box::new(daiban_shared::item::Item {
            version: 2,
            promised,
            legal: None,
            accept_tiers: vec![Tier::District],
            ..item
        })));
    }
    for site in [D, T1, T2, V1] {
        world.enter(Body::Site(Box::new(Site { closes_minute: 600, ..site_row(site) })));
    }
}

#[test]
fn what_the_district_enters_later_changes_nothing_that_is_done() {
    let world = world();
    let mut later = world.clone();
    later_rows(&mut later);
    let mut hours = world.clone();
    hours.enter(Body::Site(Box::new(Site { closes_minute: 600, ..site_row(D) })));
    let mut runner = TestRunner::new(Config { cases: 2_000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(any::<u64>(), 10..50usize), |(seed, events)| {
        let play = Play::start(&world, seed, Rules { take_over: true, restore: false }).run(events);
        let entries = play.together().entries;
        let state = fold(&entries, &world.directory);
        for newer in [&later, &hours] {
            let then = fold(&entries, &newer.directory);
            match state.status {
                Status::Done | Status::Closed => prop_assert_eq!(&then, &state),
                Status::Received | Status::Accepted => prop_assert_eq!(effects(&then), effects(&state)),
            }
        }
        Ok(())
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

#[test]
fn a_right_that_ended_binds_from_then_on_and_never_before() {
    let mut world = world();
    let entries = granted(&world);
    let old = world.ground();
    later_rows(&mut world);
    let mut before = Case { entries: entries[..4].to_vec(), ..Case::empty(&world, V1) };
    let right = 3;
    let clock = Reckoning { due: None, provisional: false, used_quarters: 0, pauses: Vec::new(), calendar: None };
    let body = Body::Grant(Grant { right, ground: GrantGround::Met, reckoning: clock, on: None });
    let fresh = before.head(D, &body, Role::Reviewer, at("2026-09-20 09:00"));
    let stale = Head { ground: Some(old), n: 2, ..fresh.clone() };
    let refused = before.push(&fresh, D);
    assert_eq!(before.effect(refused), Effect::None(Void::NoRight));
    before.entries.pop();
    let counted = before.push(&stale, D);
    assert_eq!(before.effect(counted), Effect::Effect, "it was decided before the district ended the right");
}

/// An annulled grant is not brought back by a place that could not have granted it.
#[test]
fn setting_an_annulment_aside_needs_what_the_decision_needed() {
    let world = world();
    let mut case = Case { entries: granted(&world), ..Case::empty(&world, V1) };
    let annul =
        |redo| Command::Annul { authority: Some(Authority::OwnError), redo, days: None, words: "更正".into() };
    let annulled = case.press(D, &annul(false), at("2026-09-15 09:00"));
    let down = Command::Assign {
        to: Some(V1),
        dept: None,
        user: None,
        ground: Some(AssignGround::ForDelivery),
        words: String::new(),
    };
    case.press(D, &down, at("2026-09-15 09:10"));
    let refusal = case
        .decide(&anybody(V1), &annul(true), at("2026-09-16 09:00"))
        .expect_err("the village cannot decide this item");
    assert_eq!(refusal.code, daiban_shared::case::RefusalCode::RightOtherItem);
    let body = Body::Annul(Annul { of: annulled, authority: Authority::OwnError, redo: true, days: None, on: None });
    let head = Head { n: 9, ..case.head(V1, &body, Role::Agent, at("2026-09-16 09:00")) };
    let hash = case.push(&head, V1);
    assert_eq!(case.effect(hash), Effect::None(Void::NoRight));
}

/// A town that a village was moved under takes its case over and may then say something about it.
#[test]
fn who_takes_a_case_over_takes_part_in_it() {
    let mut world = world();
    let entries = granted(&world)[..1].to_vec();
    world.enter(Body::Site(Box::new(Site { parent: Some(T2), ..site_row(V1) })));
    let mut case = Case { entries, ..Case::empty(&world, V1) };
    let command = Command::TakeOver { ground: Some(TakeOverGround::SiteEnded), words: "村已划入".into() };
    case.press(T2, &command, at("2026-09-20 09:00"));
    case.press(T2, &Command::Note { words: "已接管".into() }, at("2026-09-20 09:10"));
}

/// Signed by the district's machine in a feed that it opened after it was restored from an old copy.
fn branch(world: &World, from: usize, generation: u32, n: u64, body: &Body) -> Entry {
    let head = Head {
        feed: FeedId::new(node_of(D), generation, [8; 8]),
        n,
        prev: Some(world.rows[from].hash),
        body: encode(body),
        by: user(D),
        ..world.rows[from].head.clone()
    };
    stored(&daiban_shared::entry::seal(&head, world.net, &key_of(D)))
}

#[test]
fn equal_public_sets_give_equal_directories_in_any_order() {
    let mut world = world();
    world.enter(Body::Site(Box::new(Site { zh: "雁洋镇（新）".into(), ..site_row(T1) })));
    let last = world.rows.len() - 1;
    // Two lost branches that enter one new place with different levels, one machine at different places, one position twice.
    let new = SiteId(0x99);
    let place = |tier, parent| Body::Site(Box::new(Site { id: new, tier, parent: Some(parent), ..site_row(V1) }));
    let key = ed25519_dalek::SigningKey::from_bytes(&[77; 32]).verifying_key().to_bytes();
    let machine = |site| Body::Node(NodeRow { key, seal_key: [0; 32], site, live: true });
    let one = branch(&world, last - 3, 2, 1, &place(Tier::Village, T1));
    let two = branch(&world, last, 2, 1, &place(Tier::Town, D));
    let three = branch(&world, last, 3, 1, &machine(new));
    let four = branch(&world, last - 2, 4, 1, &machine(V1));
    let mut rows = world.rows.clone();
    rows.extend([one.clone(), two.clone(), three, four]);
    let node = daiban_shared::id::NodeId::of_key(&key);
    let build = |rows: &[Entry]| {
        let mut directory = Directory::new(world.net);
        for row in rows {
            assert_ne!(directory.push(row), Pushed::Known);
            assert_eq!(directory.push(row), Pushed::Known);
        }
        directory
    };
    let seen = |directory: &Directory| {
        let grounds = rows.iter().map(|row| GroundRef { feed: row.head.feed, n: row.head.n });
        let views = grounds.map(|ground| {
            directory.at(ground).map(|view| {
                (view.site(new).cloned(), view.node(node).cloned(), view.position(), view.calendar_position())
            })
        });
        let mut lost = directory.lost_rows();
        lost.sort();
        (directory.author(node), directory.tip(), lost, views.collect::<Vec<_>>(), directory.len())
    };
    let expected = seen(&build(&rows));
    assert_eq!(expected.4, rows.len());
    let mut dice = Dice(3);
    for _ in 0..60 {
        let mut other = rows.clone();
        dice.shuffle(&mut other);
        assert_eq!(seen(&build(&other)), expected);
    }
}

#[test]
fn after_a_restore_of_the_district_each_ground_sees_its_own_branch() {
    let mut world = world();
    let from = world.rows.len() - 1;
    let right = |no, basis: &str| {
        Body::Right(Right { no, basis: basis.into(), ..crate::world::proposed_rights(&world.items)[0].clone() })
    };
    let (kept, lost, known) = (right(90, "新"), right(91, "旧"), branch(&world, from, 2, 1, &right(90, "新")));
    assert_eq!(world.directory.push(&known), Pushed::Taken);
    let lost = world.enter(lost);
    let view = |entry: &Entry| world.directory.at(GroundRef { feed: entry.head.feed, n: entry.head.n }).expect("taken");
    assert_eq!(Body::Right(view(&known).right(90).expect("its own").clone()), kept);
    assert_eq!(view(&known).right(91), None);
    assert_eq!(view(&lost).right(90), None);
    assert!(view(&lost).right(91).is_some());
    // The newer feed is the one that counts now, and the lost rows are listed to be entered again.
    assert_eq!(world.directory.tip_hash(), Some(known.hash));
    assert_eq!(world.directory.lost_rows(), [lost.hash]);
}
