//! Every case can come to an end, whatever place is dead, and every item of the catalogue can come to a grant.

use crate::limits::{accept, deliver, forward, grant};
use crate::world::{Case, D, PLACES, Play, Rules, T1, T2, V1, World, anybody, at, new_case};
use daiban_shared::api::{Command, DutyKind};
use daiban_shared::case::{CaseState, Outcome, Status};
use daiban_shared::decide::{About, Filing, FormView, HeardMap, Moment, allowed, decide, decide_form, decide_open};
use daiban_shared::form::Value;
use daiban_shared::id::SiteId;
use daiban_shared::item::Item;
use daiban_shared::kind::*;
use daiban_shared::site::Tier;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;

/// What the district presses to bring a case to its end when nobody else is alive.
fn next_of_the_district(state: &CaseState) -> Option<Command> {
    let words = || "镇里失联，由区接办".to_owned();
    if state.holder.is_some_and(|holder| holder.site != D) {
        return Some(Command::TakeOver { ground: Some(TakeOverGround::Unable), words: words() });
    }
    if let Some(task) = state.tasks.iter().find(|task| task.is_open()) {
        return Some(Command::TaskEnd { task: task.hash, ground: Some(TaskEndGround::NotNeeded), words: words() });
    }
    if let Some(asked) = state.asked.iter().find(|asked| asked.answered.is_none()) {
        return Some(Command::Answer {
            of: asked.hash,
            result: Some(AnswerResult::Refused),
            words: words(),
            dept: None,
            officers: Vec::new(),
        });
    }
    if let Some(duty) = state.duties.iter().find(|duty| duty.owner == D && duty.kind == DutyKind::OwnStepVoid) {
        return Some(Command::Answer {
            of: duty.of,
            result: Some(AnswerResult::Told),
            words: words(),
            dept: None,
            officers: Vec::new(),
        });
    }
    match state.status {
        Status::Received | Status::Accepted => {
            Some(Command::Terminate { ground: Some(TerminateGround::Moot), duplicate_of: None, words: words() })
        }
        Status::Done => Some(Command::Close { undelivered: Some(UndeliveredCode::NotReachable) }),
        Status::Closed => None,
    }
}

fn picked() -> BTreeMap<String, Value> {
    BTreeMap::from([("applicant.phone".to_owned(), Value::Text("13800000000".into()))])
}

fn dead_sites(mask: u8) -> Vec<SiteId> {
    PLACES.iter().skip(1).enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, place)| place.0).collect()
}

#[test]
fn every_case_can_be_closed_by_the_district_whatever_other_places_are_dead() {
    let world = World::of_items(|item| ["V01", "V03", "V04", "T03", "T12", "D05"].contains(&item.code.as_str()));
    let mut runner = TestRunner::new(Config { cases: 2_000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(any::<u64>(), 1..50usize, any::<u8>()), |(seed, events, mask)| {
        let mut play = Play::start(&world, seed, Rules { take_over: true, restore: false }).run(events);
        // What dead places had not sent never comes; what the living hold reaches the district.
        let dead = dead_sites(mask);
        let living: Vec<_> = play.machines.iter().filter(|machine| !dead.contains(&machine.site)).cloned().collect();
        let (doc, now) = (play.doc, play.now + 60_000);
        for machine in living {
            play.machine(D).take(&machine.entries);
        }
        if play.machine(D).clone().state(&world).opened.is_none() {
            return Ok(()); // A case of which no living place has heard is not there for anybody.
        }
        let mut form = FormView::default();
        for press in 0..40 {
            let state = play.machine(D).clone().state(&world);
            // A village's correction meets another one, at any time and also after the closing.
            if press == seed % 8 {
                form.conflicts.insert("applicant.phone".into());
            }
            let next = next_of_the_district(&state);
            if next.is_none() && form.conflicts.is_empty() {
                prop_assert_eq!(state.status, Status::Closed);
                return Ok(());
            }
            let heard = HeardMap::new();
            let item = world.view().item_row(state.opened.as_ref().expect("open").item).expect("known");
            let moment = Moment { now: now + press, directory: world.view(), heard: &heard, new_since: 0 };
            let about = About { state: &state, item, form: &form };
            let planned = match next.filter(|_| form.conflicts.is_empty()) {
                Some(command) => decide(&about, &command, &anybody(D), &moment),
                None => decide_form(&about, &picked(), &anybody(D), &moment),
            };
            let planned = planned.map_err(|refusal| TestCaseError::fail(format!("{refusal:?}")))?;
            form.conflicts.clear();
            for step in planned {
                play.machine(D).write(&world, doc, &step.body, step.role, now + press);
            }
        }
        Err(TestCaseError::fail("the district presses for ever"))
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

/// A town item whose town is dead is decided by another town that the district names (指定管辖).
#[test]
fn the_district_lets_another_town_decide_for_a_dead_one() {
    let world = World::of_items(|item| item.code == "V01");
    let mut case = filed(&world, "V01", V1);
    let now = at("2026-09-09 09:00");
    case.press(V1, &forward(None), now);
    case.press(D, &Command::TakeOver { ground: Some(TakeOverGround::Unable), words: "镇里失联".into() }, now);
    let other = Command::Assign {
        to: Some(T2),
        dept: None,
        user: None,
        ground: Some(AssignGround::Designated),
        words: String::new(),
    };
    case.press(D, &other, now);
    assert_eq!(walk_to_the_grant(&mut case), Some(Outcome::Granted));
    assert_eq!(case.state().holder.map(|holder| holder.site), Some(T2));
}

#[test]
fn a_closed_case_can_be_opened_again_by_its_holder() {
    let world = World::of_items(|item| ["V04", "T12", "T03"].contains(&item.code.as_str()));
    for (code, origin) in [("V04", V1), ("T12", V1), ("T03", V1)] {
        for ending in 0..4 {
            let mut case = filed(&world, code, origin);
            let outcome = match ending {
                0 => walk_to_the_grant(&mut case),
                1 => end_with(
                    &mut case,
                    &Command::Terminate {
                        ground: Some(TerminateGround::Moot),
                        duplicate_of: None,
                        words: "不办了".into(),
                    },
                ),
                2 => end_with(
                    &mut case,
                    &Command::NotAccept {
                        ground: Some(NotAcceptGround::NotEligible),
                        body_named: String::new(),
                        words: "不符".into(),
                    },
                ),
                _ => {
                    case.press(
                        origin,
                        &Command::WithdrawAsked { signed: true, on: None, words: String::new() },
                        at("2026-09-09 09:00"),
                    );
                    end_with(&mut case, &Command::Withdraw { words: String::new() })
                }
            };
            let holder = case.state().holder.expect("a holder").site;
            case.press(holder, &Command::Close { undelivered: Some(UndeliveredCode::NoPaper) }, at("2026-10-09 12:00"));
            let redo =
                Command::Annul { authority: Some(Authority::OwnError), redo: true, days: None, words: "更正".into() };
            case.press(holder, &redo, at("2026-10-10 09:00"));
            let state = case.state();
            assert_eq!(state.outcome, None, "{code} after {outcome:?}");
            assert!(matches!(state.status, Status::Received | Status::Accepted));
        }
    }
}

fn end_with(case: &mut Case<'_>, command: &Command) -> Option<Outcome> {
    let tier = |site: SiteId| PLACES.iter().find(|place| place.0 == site).expect("known").2;
    let lowest = case.item().accept_tiers.iter().min().copied().expect("somebody accepts");
    while tier(case.state().holder.expect("held").site) < lowest {
        let site = case.state().holder.expect("held").site;
        case.press(site, &forward(None), at("2026-09-09 10:00"));
    }
    let site = case.state().holder.expect("held").site;
    case.press(site, command, at("2026-09-10 09:00"));
    case.state().outcome
}

/// Filed through `decide`, with a filled form and every paper.
fn filed<'w>(world: &'w World, code: &str, origin: SiteId) -> Case<'w> {
    let (hash, item) = world.item(code);
    let mut case = Case::empty(world, origin);
    let now = at("2026-09-08 10:20");
    let heard = HeardMap::new();
    let moment = Moment { now, directory: world.view(), heard: &heard, new_since: 0 };
    let filing = Filing { item_hash: hash, item, number: "44140300126090810011", duplicate: None };
    let planned = decide_open(&filing, &new_case(item), &anybody(origin), &moment);
    let planned = planned.unwrap_or_else(|refusals| panic!("{code} at {origin}: {refusals:?}"));
    for step in planned {
        case.write(origin, &step.body, step.role, now);
    }
    assert_eq!(case.state().status, Status::Received);
    case
}

fn may(case: &Case<'_>, site: SiteId, kind: Kind) -> bool {
    let state = case.state();
    let (form, heard) = (FormView::default(), HeardMap::new());
    let moment = Moment { now: at("2026-09-09 09:00"), directory: case.world.view(), heard: &heard, new_since: 0 };
    allowed(kind, &About { state: &state, item: case.item(), form: &form }, &anybody(site), &moment).is_ok()
}

/// Accepts as soon as a place may, hands up with an opinion until one may decide.
fn walk_to_the_grant(case: &mut Case<'_>) -> Option<Outcome> {
    let now = at("2026-09-09 09:00");
    for _ in 0..8 {
        let state = case.state();
        let site = state.holder.expect("held").site;
        // Where review and decision are two people's, the colleague decides.
        let decider = daiban_shared::decide::Actor { user: daiban_shared::id::UserId([99; 8]), ..anybody(site) };
        match state.status {
            Status::Received if may(case, site, Kind::Accept) => drop(case.press(site, &accept(), now)),
            Status::Accepted if may(case, site, Kind::Grant) => drop(case.press_as(&decider, &grant(), now)),
            Status::Accepted if may_ask_units(case) => case.units_agree(site, now),
            Status::Received | Status::Accepted => {
                case.press(site, &forward(Some(Opinion::Agree)), now);
                let there = case.state().holder.expect("held").site;
                case.taken(there, now);
            }
            Status::Done | Status::Closed => break,
        }
    }
    case.state().outcome
}

/// A joint item at its deciding place, whose units nobody has asked yet.
fn may_ask_units(case: &Case<'_>) -> bool {
    let holder = case.state().holder.expect("held").site;
    let tier = PLACES.iter().find(|place| place.0 == holder).expect("known").2;
    tier == case.item().decide_tier && !case.item().tasks.is_empty() && case.state().tasks.is_empty()
}

fn origins(item: &Item) -> Vec<SiteId> {
    [(Tier::Village, V1), (Tier::Town, T1), (Tier::District, D)]
        .into_iter()
        .filter(|(tier, _)| item.files_at(*tier))
        .map(|(_, site)| site)
        .collect()
}

#[test]
fn each_of_the_41_items_comes_from_every_filing_place_to_a_grant_and_is_closed() {
    let world = World::new();
    assert_eq!(world.items.len(), 41);
    for item in &world.items {
        assert!(!origins(item).is_empty(), "{} can be filed nowhere", item.code);
        for origin in origins(item) {
            let mut case = filed(&world, &item.code, origin);
            assert_eq!(walk_to_the_grant(&mut case), Some(Outcome::Granted), "{} filed at {origin}", item.code);
            let holder = case.state().holder.expect("held").site;
            let tier = PLACES.iter().find(|place| place.0 == holder).expect("known").2;
            let at_once = origin == holder;
            assert!(
                tier == item.decide_tier || at_once && tier > item.decide_tier,
                "{} was decided at {tier:?}",
                item.code
            );
            case.press(origin, &deliver(), at("2026-09-10 09:00"));
            case.press(holder, &Command::Close { undelivered: None }, at("2026-09-10 10:00"));
            let state = case.state();
            assert_eq!(state.status, Status::Closed);
            assert!(state.duties.is_empty(), "{}: {:?}", item.code, state.duties);
            assert!(state.steps.iter().all(|step| step.flags.is_empty()), "{} ends without a fault", item.code);
        }
    }
}
