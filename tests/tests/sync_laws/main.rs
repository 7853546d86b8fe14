//! Laws of the whole: random histories of honest people over lines that break, double, delay and repeat, on machines whose
//! clocks are slow, with and without take-overs, backups, restores, copied folders, newer programs and erased parts. The
//! lawful end of each: nothing that anybody holds is lost, all see the same, no position is used twice.

mod acts;
mod history;
mod tally;

use acts::Act;
use daiban_node::seed::Place::{Changjiao, District, Yanyang, Yinna};
use daiban_shared::case::{CaseState, Effect};
use daiban_shared::id::{DocId, Hash};
use daiban_shared::kind::{Body, Class, Kind};
use daiban_tests::world::{Mould, World};
use history::{History, ITEMS, PLACES};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use tally::Tally;

/// Histories of each law in one run; one takes a fifth of a second. `PROPTEST_CASES` asks for another number.
const HISTORIES: u32 = 400;
/// Acts of one history.
const ACTS: std::ops::Range<usize> = 30..65;

/// Plays histories of such acts, each to its lawful end, and looks at what came out.
fn law(
    acts: impl Strategy<Value = Act>,
    may_take_over: bool,
    check: impl Fn(&History) -> Result<(), TestCaseError>,
) -> Tally {
    let mould = Mould::of(World::with_items(&[Yanyang, Changjiao, Yinna], &ITEMS));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(HISTORIES);
    // Each history has folders of its own; shrinking one takes minutes at most.
    let config =
        ProptestConfig { cases, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() };
    let tally = RefCell::new(Tally::default());
    let result = TestRunner::new(config).run(&prop::collection::vec(acts, ACTS), |acts| {
        let mut history = History::new(mould.cast(), may_take_over);
        acts.iter().for_each(|act| history.act(act));
        history.end();
        tally.borrow_mut().count(&history);
        check(&history)
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
    let tally = tally.into_inner();
    println!("{tally}");
    tally
}

fn all_cases(history: &History) -> Vec<(DocId, CaseState)> {
    let world = &history.world;
    world.cases(District).into_iter().map(|case| (case, world.state(District, case))).collect()
}

#[test]
fn without_take_overs_and_restores_no_step_of_honest_people_ever_loses_its_effect() {
    let tally = law(acts::ordinary(), false, |history| {
        for (_, state) in all_cases(history) {
            for step in state.steps {
                prop_assert_eq!(step.effect, Effect::Effect, "{:?}", step.kind);
            }
        }
        Ok(())
    });
    tally.assert_moves();
    tally.assert_has(&[
        Kind::Accept,
        Kind::Forward,
        Kind::Return,
        Kind::Grant,
        Kind::Deny,
        Kind::Notify,
        Kind::Supplement,
        Kind::WithdrawAsked,
        Kind::Withdraw,
        Kind::TaskOpen,
        Kind::Answer,
        Kind::Deliver,
        Kind::Close,
        Kind::Annul,
        Kind::FormChange,
    ]);
    tally.assert_apart();
}

#[test]
fn after_a_take_over_only_what_had_not_seen_it_loses_effect_and_each_such_move_is_somebodys_duty() {
    let undone = RefCell::new(0);
    let tally = law(acts::ordinary(), true, |history| {
        for (case, state) in all_cases(history) {
            let past = pasts(history, case);
            let taken: Vec<Hash> = effective(&state, Kind::TakeOver).collect();
            let answered = answers(history, case);
            for step in state.steps.iter().filter(|step| step.effect != Effect::Effect) {
                *undone.borrow_mut() += 1;
                let had_not_seen = taken.iter().any(|taken| !past[&step.hash].contains(taken));
                prop_assert!(had_not_seen, "lost without a take-over: {:?} {:?}", step.kind, step.effect);
                let owes = |duty: &daiban_shared::case::Duty| duty.of == step.hash && duty.owner == step.site;
                let is_owed = state.duties.iter().any(owes) || answered.contains(&step.hash);
                prop_assert!(step.kind.class() != Class::Move || is_owed, "nobody owes anything for {:?}", step.kind);
            }
        }
        Ok(())
    });
    tally.assert_moves();
    tally.assert_has(&[Kind::TakeOver]);
    assert!(!tally.is_telling() || undone.into_inner() > 0, "the race that this law is about never happened");
}

#[test]
fn backups_restores_and_copied_folders_lose_nothing_that_anybody_holds_and_use_no_position_twice() {
    let tally = law(acts::disasters(), true, |_| Ok(()));
    tally.assert_moves();
    tally.assert_apart();
}

#[test]
fn a_case_with_an_entry_of_a_newer_program_offers_no_move_and_what_was_done_stands() {
    let tally = law(acts::newer(), false, |history| {
        for (case, state) in all_cases(history) {
            for step in state.steps.iter().filter(|step| step.kind != Kind::Unknown) {
                prop_assert_eq!(step.effect, Effect::Effect, "{:?}", step.kind);
            }
            let is_newer = state.steps.iter().any(|step| step.kind == Kind::Unknown);
            prop_assert_eq!(state.has_unknown, is_newer);
            for place in PLACES.into_iter().filter(|place| is_newer && history.world.cases(*place).contains(&case)) {
                history.assert_no_move_is_offered(place, case);
            }
        }
        Ok(())
    });
    tally.assert_moves();
    tally.assert_listed(Kind::Unknown);
}

#[test]
fn an_erased_private_part_leaves_verify_sync_and_rebuild_green_and_stays_erased() {
    let tally = law(acts::erasing(), false, |history| {
        for (_, state) in all_cases(history) {
            for step in state.steps {
                prop_assert_eq!(step.effect, Effect::Effect, "{:?}", step.kind);
            }
        }
        history.assert_erased();
        Ok(())
    });
    tally.assert_moves();
    assert!(!tally.is_telling() || tally.erased > 0, "nothing was erased");
}

fn effective(state: &CaseState, kind: Kind) -> impl Iterator<Item = Hash> {
    let steps = state.steps.iter().filter(move |step| step.kind == kind && step.effect == Effect::Effect);
    steps.map(|step| step.hash)
}

/// What each entry of a case had seen, directly or not.
fn pasts(history: &History, case: DocId) -> BTreeMap<Hash, BTreeSet<Hash>> {
    let entries = history.world.stored(District, case);
    let seen: BTreeMap<Hash, Vec<Hash>> =
        entries.iter().map(|stored| (stored.entry.hash, stored.entry.head.seen.clone())).collect();
    let past = |hash: &Hash| {
        let (mut past, mut open) = (BTreeSet::new(), seen[hash].clone());
        while let Some(next) = open.pop() {
            if past.insert(next) {
                open.extend(seen.get(&next).into_iter().flatten());
            }
        }
        past
    };
    seen.keys().map(|hash| (*hash, past(hash))).collect()
}

fn answers(history: &History, case: DocId) -> BTreeSet<Hash> {
    let entries = history.world.stored(District, case).into_iter();
    entries
        .filter_map(|stored| if let Body::Answer(answer) = stored.entry.body { Some(answer.of) } else { None })
        .collect()
}
