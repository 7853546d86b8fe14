//! What a person may do: every refusal says in both languages what can be done, and what is offered has effect.

use crate::limits::{accept, deliver, forward, grant, notify, supplement};
use crate::world::{
    Case, D, Dice, Machine, PLACES, T1, V1, V2, V3, Wild, World, anybody, at, build, commands_of_all, doc, new_case,
    node_row, open_body, proposed_rights, somebody, user, wild,
};
use daiban_shared::api::Command;
use daiban_shared::case::{Effect, RefusalCode, all_words};
use daiban_shared::decide::{
    About, Actor, Filing, FormView, HeardMap, Moment, OFFERED, Refusal, allowed, decide, decide_form, decide_open,
    kind_of,
};
use daiban_shared::entry::Head;
use daiban_shared::fold::fold;
use daiban_shared::form::Value;
use daiban_shared::id::{DeptId, Hash, Millis};
use daiban_shared::item::Item;
use daiban_shared::kind::*;
use daiban_shared::text::Lang;
use std::collections::{BTreeMap, BTreeSet};

const NOW: &str = "2026-09-09 09:00";

/// The node refuses these: it knows the clock, the disk, the number of entries, what is still on its way, its accounts,
/// its numbers and the other cases that are here.
const OF_THE_NODE: [RefusalCode; 8] = [
    RefusalCode::PersonAway,
    RefusalCode::TooMany,
    RefusalCode::ClockWrong,
    RefusalCode::DiskFull,
    RefusalCode::Waiting,
    RefusalCode::NumbersUsedUp,
    RefusalCode::NoSuchPerson,
    RefusalCode::DuplicateUnknown,
];
/// Refusals of the steps that move limits; `clock.rs` reaches each of them.
const OF_THE_CLOCK: [RefusalCode; 19] = [
    RefusalCode::NoExtension,
    RefusalCode::AlreadyExtended,
    RefusalCode::ExtendTooLong,
    RefusalCode::ExtendTooLate,
    RefusalCode::NoApprover,
    RefusalCode::NothingToLapse,
    RefusalCode::LapseNotDue,
    RefusalCode::LapseUntold,
    RefusalCode::LapseAnswered,
    RefusalCode::LapseUnheard,
    RefusalCode::GateClosed,
    RefusalCode::UnitRefused,
    RefusalCode::NeedsUnit,
    RefusalCode::NeedsDays,
    RefusalCode::NoBasis,
    RefusalCode::TwoOfficers,
    RefusalCode::AlreadyGreen,
    RefusalCode::NoGreenRight,
    RefusalCode::StepUnknown,
];
/// Reached beside what they are about, in `rights`.
const OF_RIGHTS: [RefusalCode; 5] = [
    RefusalCode::RightNotYet,
    RefusalCode::RightOtherItem,
    RefusalCode::RightOtherPerson,
    RefusalCode::OverAmount,
    RefusalCode::AmountMissing,
];
/// A holder always takes part, and may ask his own place, so somebody can always be asked.
const NEVER: [RefusalCode; 1] = [RefusalCode::NoAddressee];

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

fn fresh(world: &World) -> Case<'_> {
    Case::open(world, "V04", V1, at("2026-09-08 10:20"))
}

pub(crate) fn accepted_at_the_district(world: &World) -> Case<'_> {
    let mut case = fresh(world);
    case.press(V1, &accept(), at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:20"));
    case.press(T1, &forward(Some(Opinion::Agree)), at("2026-09-08 15:00"));
    case
}

fn granted(world: &World) -> Case<'_> {
    let mut case = accepted_at_the_district(world);
    case.press(D, &grant(), at("2026-09-08 16:00"));
    case
}

fn asked() -> Command {
    Command::WithdrawAsked { signed: true, on: None, words: String::new() }
}

fn terminate(ground: Option<TerminateGround>, words: &str) -> Command {
    Command::Terminate { ground, duplicate_of: None, words: words.into() }
}

fn annul() -> Command {
    Command::Annul { authority: Some(Authority::OwnError), redo: false, days: None, words: "更正".into() }
}

fn question() -> Command {
    Command::TaskOpen {
        what: None,
        to: Vec::new(),
        words: "请核实住址".into(),
        stage: None,
        excluded: None,
        place: String::new(),
        held: String::new(),
    }
}

fn answer(of: Hash) -> Command {
    Command::Answer {
        of, result: Some(AnswerResult::Done), words: "已核实".into(), dept: None, officers: Vec::new()
    }
}

fn take_over(ground: TakeOverGround) -> Command {
    Command::TakeOver { ground: Some(ground), words: "失联".into() }
}

fn refused(case: &Case<'_>, actor: &Actor, command: &Command) -> Refusal {
    refused_at(case, actor, command, at(NOW))
}

fn refused_at(case: &Case<'_>, actor: &Actor, command: &Command, now: Millis) -> Refusal {
    let refusal = case.decide(actor, command, now).expect_err("it is refused");
    // The page greys an action for the same reason, unless the reason lies in the command's own fields.
    let state = case.state();
    let moment = Moment { now, directory: case.world.view(), heard: &case.heard, new_since: 0 };
    let about = About { state: &state, item: case.item(), form: &case.form };
    if let Err(greyed) = allowed(kind_of(command), &about, actor, &moment) {
        assert_eq!(greyed, refusal);
    }
    refusal
}

fn opening(
    world: &World,
    item: &Item,
    place: daiban_shared::id::SiteId,
    change: impl Fn(&mut daiban_shared::api::NewCase),
    duplicate: Option<&str>,
) -> Vec<Refusal> {
    let mut new = new_case(item);
    change(&mut new);
    let heard = HeardMap::new();
    let moment = Moment { now: at(NOW), directory: world.view(), heard: &heard, new_since: 0 };
    let filing = Filing { item_hash: Hash::ZERO, item, number: "44140300126090810011", duplicate };
    decide_open(&filing, &new, &anybody(place), &moment).expect_err("it is refused")
}

fn who_and_when(world: &World, all: &mut Vec<(RefusalCode, Refusal)>) {
    let case = fresh(world);
    let everybody = anybody(V1);
    all.push((RefusalCode::NotHolder, refused(&case, &anybody(T1), &accept())));
    all.push((RefusalCode::Role, refused(&case, &somebody(V1, &[Role::Supervisor], None), &accept())));
    all.push((RefusalCode::Status, refused(&case, &everybody, &grant())));
    all.push((RefusalCode::NotAncestor, refused(&case, &anybody(V2), &take_over(TakeOverGround::Unable))));
    all.push((RefusalCode::NotParticipant, refused(&case, &anybody(V3), &Command::Note { words: "来访".into() })));
    all.push((RefusalCode::AfterDeemed, refused_at(&case, &everybody, &notify(2), at("2026-09-16 09:00"))));
    all.push((RefusalCode::NothingToDeliver, refused(&case, &everybody, &deliver())));
    all.push((RefusalCode::TaskUnknown, refused(&case, &everybody, &answer(Hash::ZERO))));
    all.push((RefusalCode::NoWithdrawal, refused(&case, &everybody, &Command::Withdraw { words: String::new() })));
    let mut heard = fresh(world);
    heard.heard.insert(V1, at("2026-09-09 08:00"));
    all.push((RefusalCode::HeardRecently, refused(&heard, &anybody(T1), &take_over(TakeOverGround::Silent))));
    let mut conflict = fresh(world);
    conflict.form.conflicts.insert("applicant.phone".into());
    all.push((RefusalCode::Conflict, refused(&conflict, &everybody, &accept())));
    let other_desk = somebody(D, &[Role::Reviewer], Some(DeptId(2)));
    all.push((RefusalCode::NotYourDesk, refused(&accepted_at_the_district(world), &other_desk, &grant())));
    let state = case.state();
    let moment = Moment { now: at(NOW), directory: world.view(), heard: &case.heard, new_since: 2 };
    let about = About { state: &state, item: case.item(), form: &case.form };
    all.push((RefusalCode::LookAgain, decide(&about, &accept(), &everybody, &moment).expect_err("a stale page")));
    let unchanged = decide_form(&about, &BTreeMap::new(), &everybody, &moment);
    all.push((RefusalCode::NothingChanged, unchanged.expect_err("nothing")));
}

fn own_fields(world: &World, all: &mut Vec<(RefusalCode, Refusal)>) {
    let case = fresh(world);
    let everybody = anybody(V1);
    all.push((
        RefusalCode::EmptyNotice,
        refused(&case, &everybody, &Command::Notify { defects: Vec::new(), days: None, again: None }),
    ));
    let ours = Command::NotAccept {
        ground: Some(NotAcceptGround::NotOurs),
        body_named: String::new(),
        words: "不属本单位".into(),
    };
    all.push((RefusalCode::NoBodyNamed, refused(&case, &everybody, &ours)));
    all.push((RefusalCode::NoGround, refused(&case, &everybody, &terminate(None, "无"))));
    all.push((RefusalCode::NoWords, refused(&case, &everybody, &terminate(Some(TerminateGround::Moot), " "))));
    all.push((
        RefusalCode::DuplicateOf,
        refused(&case, &everybody, &terminate(Some(TerminateGround::Duplicate), "重复")),
    ));
    let aside = Command::Forward { to: Some(V2), dept: None, opinion: None, words: String::new() };
    all.push((RefusalCode::Target, refused(&case, &everybody, &aside)));
    let no_desk = Command::Forward { to: None, dept: Some(DeptId(999)), opinion: None, words: String::new() };
    all.push((RefusalCode::NoSuchDesk, refused(&case, &everybody, &no_desk)));
    let nothing = Command::Supplement { papers: Vec::new(), defects: None, on: None, words: String::new() };
    all.push((RefusalCode::NothingAdded, refused(&case, &everybody, &nothing)));
    let (hash, item) = world.item("V04");
    let strict = item.materials.iter().find(|paper| paper.required && !paper.deferrable).expect("a strict paper").no;
    let mut bare = Case::empty(world, V1);
    bare.write(V1, &open_body(hash, &[]), Role::Agent, at("2026-09-08 10:20"));
    all.push((RefusalCode::MissingPaper, refused(&bare, &everybody, &accept())));
    let gaps = Command::Accept { gaps: item.materials.iter().map(|paper| paper.no).collect(), gap_date: None };
    all.push((RefusalCode::NotDeferrable, refused(&bare, &everybody, &gaps)));
    assert!(strict > 0);
    let mut told = fresh(world);
    told.press(V1, &notify(2), at(NOW));
    all.push((RefusalCode::SecondNotice, refused(&told, &everybody, &notify(2))));
    let mut town = fresh(world);
    town.press(V1, &accept(), at(NOW));
    all.push((RefusalCode::NoRight, refused(&town, &everybody, &grant())));
    town.press(V1, &forward(None), at(NOW));
    all.push((RefusalCode::NoOpinion, refused(&town, &anybody(T1), &forward(None))));
}

fn what_is_open(world: &World, all: &mut Vec<(RefusalCode, Refusal)>) {
    let mut case = accepted_at_the_district(world);
    let task = case.press(D, &question(), at(NOW));
    all.push((RefusalCode::TaskOpen, refused(&case, &anybody(D), &grant())));
    case.press(V1, &asked(), at(NOW));
    all.push((RefusalCode::NotAddressee, refused(&case, &anybody(D), &answer(task))));
    all.push((RefusalCode::AlreadyAsked, refused(&case, &anybody(V1), &asked())));
    all.push((
        RefusalCode::WithdrawalUnanswered,
        refused(&case, &anybody(D), &terminate(Some(TerminateGround::Moot), "无")),
    ));
    let mut done = granted(world);
    all.push((RefusalCode::NotDelivered, refused(&done, &anybody(D), &Command::Close { undelivered: None })));
    done.press(D, &annul(), at(NOW));
    all.push((RefusalCode::NothingToAnnul, refused(&done, &anybody(D), &annul())));
    let mut late = accepted_at_the_district(world);
    let request = late.head(V1, &Body::WithdrawAsked(WithdrawAsked { signed: true, on: None }), Role::Agent, at(NOW));
    late.press(D, &grant(), at(NOW));
    late.push(&request, V1); // Written at the village before it heard of the grant.
    all.push((RefusalCode::DutiesOpen, refused(&late, &anybody(D), &Command::Close { undelivered: None })));
    let mut later = fresh(world);
    let unknown = Head { body: vec![0x18, 200], ..later.head(V1, &Body::Note(Note::default()), Role::Agent, at(NOW)) };
    later.push(&unknown, V1);
    all.push((RefusalCode::UnknownKind, refused(&later, &anybody(V1), &accept())));
}

fn gaps_and_two_people(world: &World, all: &mut Vec<(RefusalCode, Refusal)>) {
    let (hash, item) = world.item("D02");
    let deferred =
        item.materials.iter().find(|paper| paper.required && paper.deferrable).expect("a deferrable paper").no;
    let others: Vec<u8> = item.materials.iter().map(|paper| paper.no).filter(|no| *no != deferred).collect();
    let mut case = Case::empty(world, D);
    case.write(D, &open_body(hash, &others), Role::Clerk, at(NOW));
    let gaps = |gap_date| Command::Accept { gaps: vec![deferred], gap_date };
    all.push((RefusalCode::GapDate, refused(&case, &anybody(D), &gaps(None))));
    case.press(D, &gaps(Some(daiban_shared::day::Day::of(at("2026-09-20 09:00")))), at(NOW));
    all.push((RefusalCode::UnitNotAsked, refused(&case, &anybody(D), &grant())));
    case.units_agree(D, at(NOW));
    all.push((RefusalCode::GapOpen, refused(&case, &anybody(D), &grant())));
    case.press(D, &supplement(deferred), at(NOW));
    assert!(case.decide(&anybody(D), &grant(), at(NOW)).is_ok());
    let mut two = Case::open(world, "D04", T1, at(NOW));
    two.press(T1, &accept(), at(NOW));
    two.press(T1, &forward(Some(Opinion::Agree)), at(NOW));
    all.push((RefusalCode::DualReview, refused(&two, &Actor { user: user(T1), ..anybody(D) }, &grant())));
}

fn filing(world: &World, all: &mut Vec<(RefusalCode, Refusal)>) {
    let (_, item) = world.item("V04");
    let first = |mut refusals: Vec<Refusal>| refusals.remove(0);
    all.push((RefusalCode::MissingField, first(opening(world, item, V1, |new| new.applicant.name.clear(), None))));
    all.push((RefusalCode::BadField, first(opening(world, item, V1, |new| new.applicant.phone = "12".into(), None))));
    all.push((RefusalCode::LikelyDuplicate, first(opening(world, item, V1, |_| {}, Some("44140300126090810011")))));
    let ended = Item { ended: true, ..item.clone() };
    all.push((RefusalCode::ItemNotInForce, first(opening(world, &ended, V1, |_| {}, None))));
    let (_, district) = world.item("D02");
    all.push((RefusalCode::NotFilingTier, first(opening(world, district, V1, |_| {}, None))));
    let several = opening(
        world,
        item,
        V1,
        |new| {
            new.applicant.name.clear();
            new.applicant.phone = "12".into();
        },
        None,
    );
    assert_eq!(several.len(), 2, "a form shows all its faults at once");
}

#[test]
fn every_refusal_is_reached_and_says_in_both_languages_what_to_do() {
    let world = World::of_items(|item| ["V04", "D02", "D04"].contains(&item.code.as_str()));
    let mut all = Vec::new();
    who_and_when(&world, &mut all);
    own_fields(&world, &mut all);
    what_is_open(&world, &mut all);
    gaps_and_two_people(&world, &mut all);
    filing(&world, &mut all);
    let mut expired = world.clone();
    let right = proposed_rights(&world.items).pop().expect("the district's");
    expired.enter(Body::Right(Right { until: Some(daiban_shared::day::Day::of(at("2026-08-01 09:00"))), ..right }));
    all.push((RefusalCode::RightExpired, refused(&accepted_at_the_district(&expired), &anybody(D), &grant())));
    let mut silent = world.clone();
    silent.enter(Body::Node(NodeRow { live: false, ..node_row(T1) }));
    let to_the_town = Command::Forward { to: Some(T1), dept: None, opinion: None, words: String::new() };
    all.push((RefusalCode::TargetSilent, refused(&fresh(&silent), &anybody(V1), &to_the_town)));

    for (expected, refusal) in &all {
        assert_eq!(refusal.code, *expected);
        let (zh, en) = (refusal.text(Lang::Zh), refusal.text(Lang::En));
        assert!(!zh.contains('{') && !en.contains('{'), "{zh} / {en}");
        assert!(has_han(&zh) && !has_han(&en), "{zh} / {en}");
    }
    let reached: BTreeSet<RefusalCode> = all.iter().map(|(code, _)| *code).collect();
    for code in RefusalCode::ALL {
        let lists: [&[RefusalCode]; 4] = [&OF_THE_NODE, &OF_THE_CLOCK, &OF_RIGHTS, &NEVER];
        let known = reached.contains(code) || lists.iter().any(|list| list.contains(code));
        assert!(known, "{code:?} is never reached");
    }
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
