//! `decide` is a subset of `fold`, and honest work is never undone: thousands of histories with lines that break.

use crate::world::{Machine, Play, Rules, World, proposed_rights};
use daiban_shared::case::{CaseState, Duty, Effect, Step};
use daiban_shared::id::SiteId;
use daiban_shared::kind::{Answer, AnswerResult, Body, Class, Kind, Power, Right, Role};
use daiban_shared::order::order;
use daiban_shared::site::Tier;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const EVENTS: usize = 60;

fn world() -> World {
    let codes = ["V01", "V03", "V04", "T03", "T12", "T22", "D02", "D05"];
    let mut world = World::of_items(|item| codes.contains(&item.code.as_str()));
    let first = proposed_rights(&world.items).remove(0);
    let items = codes.map(str::to_owned).to_vec();
    world.enter(Body::Right(Right { no: 70, tier: Some(Tier::Town), power: Power::Green, items, ..first }));
    world
}

fn histories(cases: u32, rules: Rules, check: impl Fn(&Play<'_>, &CaseState) -> Result<(), TestCaseError>) {
    let world = world();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(any::<u64>(), 1..EVENTS), |(seed, events)| {
        let play = Play::start(&world, seed, rules).run(events);
        let state = play.joined();
        check(&play, &state)
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

fn lost<'s>(play: &Play<'_>, state: &'s CaseState) -> Vec<&'s Step> {
    let lost = state.steps.iter().filter(|step| play.counted.contains(&step.hash) && step.effect != Effect::Effect);
    lost.collect()
}

/// The histories must reach every kind of step, or the laws say little.
#[test]
fn the_histories_reach_every_kind_of_step_and_every_status() {
    let world = world();
    let (mut kinds, mut ends) = (BTreeMap::new(), BTreeSet::new());
    for seed in 0..2_000 {
        let state = Play::start(&world, seed, Rules { take_over: true, restore: false }).run(EVENTS).joined();
        for step in state.steps.iter().filter(|step| step.effect == Effect::Effect) {
            *kinds.entry(step.kind).or_insert(0) += 1;
        }
        ends.insert((state.status, state.outcome));
    }
    for kind in daiban_shared::decide::OFFERED.iter().filter(|kind| **kind != Kind::FormChange) {
        assert!(kinds.get(kind).is_some_and(|count| *count >= 5), "{kind:?} is hardly ever pressed: {kinds:?}");
    }
    assert!(ends.len() >= 10, "{ends:?}");
}

#[test]
fn no_honest_step_loses_its_effect_while_nobody_takes_over() {
    histories(2_000, Rules::default(), |play, state| {
        prop_assert_eq!(lost(play, state), Vec::<&Step>::new());
        prop_assert_eq!(state.steps.iter().filter(|step| step.effect != Effect::Effect).count(), 0);
        Ok(())
    });
}

#[test]
fn after_a_take_over_only_moves_that_had_not_seen_it_lose_effect_and_each_is_somebodys_duty() {
    let undone = RefCell::new(0);
    histories(2_000, Rules { take_over: true, restore: false }, |play, state| {
        *undone.borrow_mut() += lost(play, state).len();
        let entries = play.together().entries;
        let ordered = order(&entries, &play.world.directory);
        let index = |hash| entries.iter().position(|entry| entry.hash == hash).expect("held");
        for step in lost(play, state) {
            let had_not_seen = state.steps.iter().any(|taken| {
                taken.kind == Kind::TakeOver
                    && taken.effect == Effect::Effect
                    && !ordered.past.contains(index(step.hash), index(taken.hash))
            });
            prop_assert!(had_not_seen, "lost without a take-over: {:?}", step);
            if step.kind.class() == Class::Move {
                let owners: Vec<_> =
                    state.duties.iter().filter(|duty| duty.of == step.hash).map(|duty| duty.owner).collect();
                let answered_at = |site: SiteId| {
                    entries.iter().any(|entry| {
                        matches!(&entry.body, Body::Answer(answer) if answer.of == step.hash)
                            && play.world.directory.author(entry.node()).is_some_and(|(by, _)| by == site)
                    })
                };
                // Each owes an answer of his own; what another place answered excuses nobody.
                prop_assert!(owners.contains(&step.site) || answered_at(step.site), "nobody owes for {:?}", step);
                let holder = state.holder.expect("an open case has a holder").site;
                let wants_two = step.kind.paper_letter().is_some() && holder != step.site;
                prop_assert!(!wants_two || owners.contains(&holder) || answered_at(holder));
            } else {
                prop_assert!(false, "a fact of an honest participant is never void: {:?}", step);
            }
        }
        Ok(())
    });
    assert!(undone.into_inner() > 20, "the race that this law is about hardly ever happens");
}

/// Also the facts that machines sign by themselves, and also when machines come back from old copies.
#[test]
fn no_fact_of_honest_people_and_machines_is_ever_void() {
    for restore in [false, true] {
        histories(2_000, Rules { take_over: true, restore }, |_, state| {
            let void = state.steps.iter().filter(|step| step.kind.class() == Class::Fact);
            prop_assert_eq!(void.filter(|step| step.effect != Effect::Effect).collect::<Vec<_>>(), Vec::<&Step>::new());
            Ok(())
        });
    }
}

#[test]
fn a_number_that_was_printed_stays_and_no_other_paper_gets_it() {
    histories(2_000, Rules { take_over: true, restore: false }, |play, state| {
        for step in state.steps.iter().filter(|step| step.effect == Effect::Effect) {
            let printed = play.printed.iter().find(|(hash, _)| *hash == step.hash).map(|(_, mark)| mark);
            prop_assert!(printed.is_none() || step.paper_mark().as_ref() == printed);
        }
        let marks: Vec<String> = state.steps.iter().filter_map(Step::paper_mark).collect();
        prop_assert_eq!(marks.len(), marks.iter().collect::<BTreeSet<_>>().len(), "{:?}", marks);
        Ok(())
    });
}

/// kinds.md §6.14: every duty has an owner, and is gone when he has answered; nobody else's is.
#[test]
fn an_answer_of_its_owner_clears_a_duty_and_no_other() {
    let cleared = RefCell::new(BTreeSet::new());
    histories(2_000, Rules { take_over: true, restore: true }, |play, state| {
        let about = |duty: &Duty| (duty.kind, duty.of, duty.owner);
        for duty in &state.duties {
            let entries = play.together().entries;
            let mut machine = Machine { entries, generation: 90, ..Machine::new(duty.owner, play.world) };
            let (of, result, officers) = (duty.of, AnswerResult::Done, Vec::new());
            let body = Body::Answer(Answer { of, result, officers, on: None, dept: None });
            machine.write(play.world, play.doc, &body, Role::Clerk, play.now);
            let after = machine.state(play.world).duties;
            let left: Vec<_> = state.duties.iter().map(about).filter(|other| *other != about(duty)).collect();
            prop_assert_eq!(after.iter().map(about).collect::<Vec<_>>(), left);
            cleared.borrow_mut().insert(format!("{:?}", duty.kind));
        }
        Ok(())
    });
    assert_eq!(cleared.into_inner().len(), 7, "every kind of duty is met");
}
