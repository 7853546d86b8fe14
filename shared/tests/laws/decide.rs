//! What a person may do: every refusal says in both languages what can be done, and what is offered has effect.

use crate::limits::{accept, forward, grant};
use crate::world::{
    Case, D, Dice, Machine, PLACES, T1, V1, Wild, World, anybody, at, build, commands_of_all, doc, proposed_rights,
    wild,
};
use daiban_shared::api::Command;
use daiban_shared::case::{Effect, RefusalCode, all_words};
use daiban_shared::decide::{About, FormView, HeardMap, Moment, OFFERED, allowed, decide, decide_form, kind_of};
use daiban_shared::entry::Head;
use daiban_shared::fold::fold;
use daiban_shared::form::Value;
use daiban_shared::kind::*;
use std::collections::BTreeMap;

pub(crate) const NOW: &str = "2026-09-09 09:00";

pub(crate) fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

pub(crate) fn fresh(world: &World) -> Case<'_> {
    Case::open(world, "V04", V1, at("2026-09-08 10:20"))
}

pub(crate) fn accepted_at_the_district(world: &World) -> Case<'_> {
    let mut case = fresh(world);
    case.press(V1, &accept(), at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:20"));
    case.press(T1, &forward(Some(Opinion::Agree)), at("2026-09-08 15:00"));
    case
}

pub(crate) fn granted(world: &World) -> Case<'_> {
    let mut case = accepted_at_the_district(world);
    case.press(D, &grant(), at("2026-09-08 16:00"));
    case
}

#[test]
fn every_text_of_every_closed_list_is_chinese_and_english() {
    let all = [codes::all_texts(), kind_texts(), watch_texts(), all_words()].concat();
    assert!(all.len() > 250);
    for (list, zh, en) in all {
        assert!(has_han(zh), "{list}: {zh}");
        assert!(!en.trim().is_empty() && !has_han(en), "{list}: {en}");
        let marks = |text: &str| text.matches('{').count();
        assert_eq!(marks(zh), marks(en), "{list}: {zh} / {en}");
    }
}

#[test]
fn a_case_with_a_step_of_a_later_version_takes_facts_only() {
    let world = World::of_items(|item| item.code == "V04");
    for mut case in [fresh(&world), accepted_at_the_district(&world), granted(&world)] {
        let unknown =
            Head { body: vec![0x18, 200, 1], ..case.head(V1, &Body::Note(Note::default()), Role::Agent, at(NOW)) };
        let hash = case.push(&unknown, V1);
        assert!(matches!(case.effect(hash), Effect::None(_)));
        let state = case.state();
        let moment = Moment { now: at(NOW), directory: world.view(), heard: &case.heard, new_since: 0 };
        let about = About { state: &state, item: case.item(), form: &case.form };
        for place in PLACES {
            for kind in OFFERED.iter().filter(|kind| kind.class() == Class::Move) {
                let refusal = allowed(*kind, &about, &anybody(place.0), &moment).expect_err("no move");
                assert_eq!(refusal.code, RefusalCode::UnknownKind, "{kind:?}");
            }
        }
        case.press(V1, &Command::Note { words: "居民来电".into() }, at(NOW));
    }
}

#[test]
fn a_field_with_two_values_is_settled_by_picking_one() {
    let world = World::of_items(|item| item.code == "V04");
    let mut case = fresh(&world);
    let number = Value::Text("13800000000".into());
    case.form.values.insert("applicant.phone".into(), number.clone());
    let changes = BTreeMap::from([("applicant.phone".to_owned(), number)]);
    let state = case.state();
    let heard = HeardMap::new();
    let moment = Moment { now: at(NOW), directory: world.view(), heard: &heard, new_since: 0 };
    let write = |form: &FormView| {
        decide_form(&About { state: &state, item: world.item("V04").1, form }, &changes, &anybody(V1), &moment)
    };
    assert_eq!(write(&case.form).expect_err("the same value").code, RefusalCode::NothingChanged);
    case.form.conflicts.insert("applicant.phone".into());
    let planned = write(&case.form).expect("picking");
    let Body::FormChange(change) = &planned[0].body else { panic!("a form change") };
    assert_eq!((change.why, change.fields.as_slice()), (ChangeWhy::Pick, ["applicant.phone".to_owned()].as_slice()));
}

fn without_flags(steps: Vec<daiban_shared::case::Step>) -> Vec<daiban_shared::case::Step> {
    steps.into_iter().map(|step| daiban_shared::case::Step { flags: Vec::new(), ..step }).collect()
}

/// Commands that were offered on states of this seed, each appended and found to have effect.
fn offered_have_effect(world: &World, seed: u64, offered: &mut BTreeMap<Kind, usize>) {
    let mut dice = Dice(seed);
    let code = *dice.of(&["V04", "T12", "V01"]).expect("items");
    let count = 1 + dice.below(30);
    let entries = build(&wild(world, code, &mut dice, count, Wild { chain: false, forks: true, hostile: false }));
    let state = fold(&entries, &world.directory);
    let Some(opened) = &state.opened else { return };
    let item = world.view().item_row(opened.item).expect("known");
    let (form, heard) = (FormView::default(), HeardMap::new());
    // Within the five days or long after them.
    let now = at(if dice.maybe() { "2026-09-09 09:00" } else { "2026-10-20 09:00" });
    let moment = Moment { now, directory: world.view(), heard: &heard, new_since: 0 };
    let about = About { state: &state, item, form: &form };
    for place in PLACES {
        for command in commands_of_all(&mut dice, &state, item, &world.view()) {
            let kind = kind_of(&command);
            let Ok(planned) = decide(&about, &command, &anybody(place.0), &moment) else { continue };
            assert!(allowed(kind, &about, &anybody(place.0), &moment).is_ok(), "taken, but not offered");
            let mut machine = Machine { entries: entries.clone(), generation: 7, ..Machine::new(place.0, world) };
            for step in planned {
                let hash = machine.write(world, doc(V1), &step.body, step.role, now);
                let after = machine.state(world);
                let (last, before) = after.steps.split_last().expect("a step");
                let placed = state.steps.iter().filter(|step| !matches!(step.effect, Effect::Waits(_))).count();
                if placed == state.steps.len() {
                    // Another time moves flags; it moves nothing else.
                    let plain = |steps| if kind == Kind::TimeSet { without_flags(steps) } else { steps };
                    let (before, earlier) = (plain(before.to_vec()), plain(state.steps.clone()));
                    assert_eq!(before, earlier, "an entry that has seen everything reorders nothing");
                    assert_eq!(last.hash, hash);
                }
                let effect = after.steps.iter().find(|step| step.hash == hash).map(|step| step.effect);
                assert_eq!(effect, Some(Effect::Effect), "seed {seed}: {command:?} at {:?}", place.0);
            }
            *offered.entry(kind).or_default() += 1;
        }
    }
}

/// Also on histories with forks and copies: what a page offers on what it shows has effect when it is pressed.
#[test]
fn what_is_offered_on_any_state_has_effect_when_it_is_appended() {
    let mut world = World::of_items(|item| ["V04", "T12", "V01"].contains(&item.code.as_str()));
    let first = proposed_rights(&world.items).remove(0);
    let items = ["V04", "T12", "V01"].map(str::to_owned).to_vec();
    world.enter(Body::Right(Right { no: 70, power: Power::Green, items, ..first }));
    let mut offered = BTreeMap::new();
    for seed in 0..2_000 {
        offered_have_effect(&world, seed, &mut offered);
    }
    // Wild histories leave duties everywhere, so a case can rarely be closed or decided there; honest ones do that.
    let rare = [Kind::Close, Kind::Grant, Kind::Deny, Kind::NotAccept, Kind::Notify, Kind::Extend];
    // A notice that is told and never answered is made by honest histories only.
    let elsewhere = [Kind::FormChange, Kind::Lapse];
    for kind in OFFERED.iter().filter(|kind| !elsewhere.contains(kind)) {
        let least = if rare.contains(kind) { 1 } else { 50 };
        assert!(offered.get(kind).is_some_and(|count| *count >= least), "{kind:?} is hardly ever tried: {offered:?}");
    }
}
