//! The invariants of kinds.md §6, on histories that no honest person writes and on those that honest people do.

use crate::changes::{legal_change, on_another_day};
use crate::limits::model;
use crate::world::{D, Dice, Draft, PLACES, Play, Rules, V1, Wild, World, build, wild};
use daiban_shared::case::{CaseState, Effect, Outcome, Status, Void};
use daiban_shared::day::Day;
use daiban_shared::deadline::Workdays;
use daiban_shared::entry::Entry;
use daiban_shared::fold::fold;
use daiban_shared::id::{Hash, SiteId};
use daiban_shared::item::LegalFrom;
use daiban_shared::kind::{Body, Class, Kind, Note};
use daiban_shared::order::order;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};

const ITEMS: [&str; 4] = ["V04", "T12", "V01", "T28"];

fn world() -> World {
    World::of_items(|item| ITEMS.contains(&item.code.as_str()))
}

fn law(cases: u32, kind: Wild, check: impl Fn(&World, &mut Dice, Vec<Draft>) -> Result<(), TestCaseError>) {
    let world = world();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(any::<u64>(), 1..40usize), |(seed, count)| {
        let mut dice = Dice(seed);
        let code = *dice.of(&ITEMS).expect("items");
        let drafts = wild(&world, code, &mut dice, count, kind);
        check(&world, &mut dice, drafts)
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

const TANGLE: Wild = Wild { chain: false, forks: true, hostile: true };
const CHAIN: Wild = Wild { chain: true, forks: false, hostile: false };

fn above(site: SiteId) -> Vec<SiteId> {
    let parent = PLACES.iter().find(|place| place.0 == site).and_then(|place| place.1);
    parent.map_or_else(Vec::new, |parent| [vec![parent], above(parent)].concat())
}

/// What must hold of every state, however it came about.
fn invariants(entries: &[Entry], state: &CaseState, world: &World) -> Result<(), TestCaseError> {
    let hashes: BTreeSet<Hash> = entries.iter().map(|entry| entry.hash).collect();
    prop_assert_eq!(state.steps.len(), hashes.len());
    prop_assert_eq!(state.steps.iter().map(|step| step.hash).collect::<BTreeSet<_>>(), hashes);
    let has_ended = matches!(state.status, Status::Done | Status::Closed);
    prop_assert_eq!(has_ended, state.outcome.is_some());
    prop_assert_eq!(has_ended, state.done.is_some());
    let mut commands = BTreeSet::new();
    for step in &state.steps {
        let counts = step.effect == Effect::Effect;
        prop_assert!(!counts || commands.insert((step.site, step.cmd)), "one command counted twice");
        prop_assert_eq!(step.paper_mark().is_some(), counts && step.kind.paper_letter().is_some());
        prop_assert!(counts || step.flags.is_empty());
    }
    for duty in &state.duties {
        prop_assert!(PLACES.iter().any(|place| place.0 == duty.owner) && duty.quarters > 0);
    }
    holders(entries, state, world)?;
    never_later_than_the_law(state, world)
}

/// Counted day by day, where nothing stopped the clock: no date that is shown lies behind the legal one.
fn never_later_than_the_law(state: &CaseState, world: &World) -> Result<(), TestCaseError> {
    let stopped = state.notices > 0 || state.tasks.iter().any(|task| task.excluded) || state.round.no > 1;
    let stopped = stopped || state.extension.is_some();
    let (Some(opened), Status::Accepted, false) = (&state.opened, state.status, stopped) else { return Ok(()) };
    let item = world.view().item_row(opened.item).expect("known");
    let Some(legal) = item.legal else { return Ok(()) };
    let start = match item.legal_from {
        LegalFrom::Application => opened.on,
        LegalFrom::Acceptance => state.accepted_on.expect("accepted"),
    };
    let last = model(start, legal, &[], |day| world.view().workday(day).unwrap_or(day.weekday() <= 5));
    let shown = state.shown_limit().and_then(|limit| limit.day);
    prop_assert!(shown.is_some_and(|day| day <= last), "{:?} is behind {}", shown, last);
    Ok(())
}

fn handed_to(body: &Body, author: SiteId) -> Option<SiteId> {
    if let Body::Forward(forward) = body {
        return Some(forward.to);
    }
    if let Body::Return(back) = body {
        return Some(back.to);
    }
    if let Body::Assign(assign) = body {
        return Some(assign.to);
    }
    matches!(body, Body::Open(_) | Body::TakeOver(_)).then_some(author)
}

/// Moves are the holder's, and taken on what put the case in his hand; who is told follows from what counts.
fn holders(entries: &[Entry], state: &CaseState, world: &World) -> Result<(), TestCaseError> {
    let ordered = order(entries, &world.directory);
    let index: BTreeMap<Hash, usize> = entries.iter().enumerate().rev().map(|(i, entry)| (entry.hash, i)).collect();
    let mut holder: Option<(SiteId, Hash)> = None;
    let mut interest = BTreeSet::new();
    let mut first_notice = false;
    for step in state.steps.iter().filter(|step| step.effect == Effect::Effect && step.kind.class() == Class::Move) {
        let body = &entries[index[&step.hash]].body;
        if !matches!(step.kind, Kind::Open | Kind::TakeOver) {
            let (site, since) = holder.expect("moves come after the opening");
            prop_assert_eq!(step.site, site);
            prop_assert!(ordered.past.contains(index[&step.hash], index[&since]));
        }
        // Between the desks of a place nothing is handed over.
        let to = handed_to(body, step.site).filter(|to| Some(*to) != holder.map(|(site, _)| site));
        if let Body::TakeOver(_) = body {
            prop_assert!(above(holder.expect("held").0).contains(&step.site));
        }
        if let Body::Notify(notify) = body {
            prop_assert!(!first_notice || notify.again.is_some(), "two notices without a code");
            first_notice = true;
        }
        if let Body::TaskOpen(task) = body {
            interest.extend(task.to.iter().flat_map(|to| [vec![to.site], above(to.site)].concat()));
        }
        if let Some(site) = to {
            holder = Some((site, step.hash));
            interest.extend([vec![site], above(site)].concat());
        }
    }
    prop_assert_eq!(state.holder.map(|holder| (holder.site, holder.since)), holder);
    prop_assert_eq!(&state.interest, &interest);
    prop_assert!(interest.is_subset(&state.participants));
    Ok(())
}

#[test]
fn equal_sets_give_equal_states_in_any_order_of_arrival_with_duplicates() {
    law(3_000, TANGLE, |world, dice, drafts| {
        let all = build(&drafts);
        let expected = fold(&all, &world.directory);
        invariants(&all, &expected, world)?;
        let mut other = all.clone();
        for _ in 0..dice.below(4) {
            other.extend(dice.of(&all).cloned());
        }
        dice.shuffle(&mut other);
        prop_assert_eq!(fold(&other, &world.directory), expected);
        // What is held before everything has come is a state as well.
        other.truncate(dice.below(other.len()));
        invariants(&other, &fold(&other, &world.directory), world)
    });
}

#[test]
fn each_entry_changes_only_what_its_kind_may_change() {
    law(2_000, CHAIN, |world, _, drafts| {
        let all = build(&drafts);
        let mut before = fold(&all[..0], &world.directory);
        for (i, entry) in all.iter().enumerate() {
            let after = fold(&all[..=i], &world.directory);
            let step = after.steps.last().expect("a step");
            prop_assert_eq!(step.hash, entry.hash);
            prop_assert_eq!(
                &after.steps[..i].iter().map(|step| step.effect).collect::<Vec<_>>(),
                &before.steps.iter().map(|step| step.effect).collect::<Vec<_>>()
            );
            let moves_status = (before.status, before.outcome) != (after.status, after.outcome);
            let moves_holder = before.holder.map(|holder| holder.since) != after.holder.map(|holder| holder.since);
            prop_assert!(!(moves_status && moves_holder), "one entry changed both");
            prop_assert!(
                before.participants.is_subset(&after.participants) && before.interest.is_subset(&after.interest)
            );
            if step.effect == Effect::Effect {
                prop_assert!(
                    !moves_status
                        || step.kind.class() == Class::Move
                            && before.holder.map(|holder| holder.site) == Some(step.site)
                );
                let between_desks = handed_to(&entry.body, step.site) == before.holder.map(|holder| holder.site);
                let may_hand =
                    step.kind.is_hand_over() && !between_desks || matches!(step.kind, Kind::Open | Kind::TakeOver);
                prop_assert_eq!(moves_holder, may_hand);
                legal_change(&before, &after, step.kind)?;
            } else {
                prop_assert!(!moves_status && !moves_holder);
            }
            before = after;
        }
        Ok(())
    });
}

/// Effects by position, status, outcome, holder, participants, interest.
type Shape = (Vec<Effect>, Status, Option<Outcome>, Option<SiteId>, BTreeSet<SiteId>, BTreeSet<SiteId>);

fn shape(entries: &[Entry], state: &CaseState) -> Shape {
    let effect = |entry: &Entry| state.steps.iter().find(|step| step.hash == entry.hash).expect("a step").effect;
    let effects = entries.iter().map(effect).collect();
    (
        effects,
        state.status,
        state.outcome,
        state.holder.map(|holder| holder.site),
        state.participants.clone(),
        state.interest.clone(),
    )
}

#[test]
fn moving_every_clock_and_counter_day_changes_limits_and_flags_only() {
    let kind = Wild { chain: false, forks: false, hostile: false };
    law(3_000, kind, |world, dice, drafts| {
        let all = build(&drafts);
        let move_it = |draft: &Draft| {
            let day = dice.maybe().then(|| Day(dice.below(60_000) as i32 - 10_000));
            Draft { at: dice.roll() >> (20 + dice.below(40)), body: on_another_day(&draft.body, day), ..draft.clone() }
        };
        let moved: Vec<Draft> = drafts.iter().map(move_it).collect();
        let other = build(&moved);
        prop_assert_eq!(shape(&other, &fold(&other, &world.directory)), shape(&all, &fold(&all, &world.directory)));
        Ok(())
    });
}

#[test]
fn a_fact_that_turns_into_a_note_changes_the_effect_of_no_move() {
    let kind = Wild { chain: false, forks: false, hostile: false };
    law(3_000, kind, |world, dice, drafts| {
        // withdraw rests on its request; every other fact is in question.
        let is_fact =
            |draft: &Draft| draft.body.kind().class() == Class::Fact && draft.body.kind() != Kind::WithdrawAsked;
        let noted: Vec<Draft> = drafts
            .iter()
            .map(|draft| Draft {
                body: if is_fact(draft) && dice.maybe() { Body::Note(Note::default()) } else { draft.body.clone() },
                ..draft.clone()
            })
            .collect();
        let (all, other) = (build(&drafts), build(&noted));
        let (before, after) = (fold(&all, &world.directory), fold(&other, &world.directory));
        let moves = |entries: &[Entry], state: &CaseState| {
            let (effects, status, outcome, holder, participants, interest) = shape(entries, state);
            let moves: Vec<Effect> = entries
                .iter()
                .zip(effects)
                .filter(|(entry, _)| entry.kind().class() == Class::Move)
                .map(|(_, effect)| effect)
                .collect();
            (moves, status, outcome, holder, participants, interest)
        };
        prop_assert_eq!(moves(&other, &after), moves(&all, &before));
        Ok(())
    });
}

#[test]
fn what_one_machine_holds_of_honest_work_grows_into_what_all_hold() {
    let world = world();
    let mut runner = TestRunner::new(Config { cases: 2_000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(any::<u64>(), 1..50usize, any::<bool>()), |(seed, events, restore)| {
        let play = Play::start(&world, seed, Rules { take_over: true, restore }).run(events);
        let together = play.together();
        let joined = fold(&together.entries, &world.directory);
        invariants(&together.entries, &joined, &world)?;
        for machine in &play.machines {
            let own = machine.state(&world);
            prop_assert!(own.participants.is_subset(&joined.participants));
            prop_assert!(
                own.steps.iter().all(|step| !matches!(step.effect, Effect::Waits(_))),
                "commit order brings causes first"
            );
            invariants(&machine.entries, &own, &world)?;
        }
        Ok(())
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

#[test]
fn a_stranger_says_nothing_about_a_case() {
    let world = world();
    let mut dice = Dice(7);
    let mut drafts = wild(&world, "V04", &mut dice, 2, CHAIN);
    let stranger = PLACES
        .iter()
        .map(|place| place.0)
        .find(|site| *site != V1 && *site != D && !above(V1).contains(site))
        .expect("a stranger");
    drafts[1] = Draft { site: stranger, n: 1, body: Body::Note(Note::default()), ..drafts[1].clone() };
    let all = build(&drafts);
    assert_eq!(fold(&all, &world.directory).steps[1].effect, Effect::None(Void::NotParticipant));
}
