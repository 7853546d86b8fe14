//! Every refusal is reached, and says in both languages what can be done.

use crate::decide::{NOW, accepted_at_the_district, fresh, granted, has_han};
use crate::limits::{accept, deliver, forward, grant, notify, supplement};
use crate::world::{
    Case, D, T1, V1, V2, V3, World, anybody, at, new_case, node_row, open_body, proposed_rights, somebody, user,
};
use daiban_shared::api::Command;
use daiban_shared::case::RefusalCode;
use daiban_shared::decide::{
    About, Actor, Filing, HeardMap, Moment, Refusal, allowed, decide, decide_form, decide_open, kind_of,
};
use daiban_shared::entry::Head;
use daiban_shared::id::{DeptId, Hash, Millis};
use daiban_shared::item::Item;
use daiban_shared::kind::*;
use daiban_shared::text::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// The node refuses these: it knows the clock, the disk, the number of entries, what is still on its way, its accounts,
/// its numbers and the other cases that are here.
const OF_THE_NODE: [RefusalCode; 11] = [
    RefusalCode::NotAWorker,
    RefusalCode::CardAsksNothing,
    RefusalCode::PersonAway,
    RefusalCode::TooMany,
    RefusalCode::ClockWrong,
    RefusalCode::DiskFull,
    RefusalCode::Waiting,
    RefusalCode::NumbersUsedUp,
    RefusalCode::NoSuchPerson,
    RefusalCode::DuplicateUnknown,
    RefusalCode::CardTooEarly,
];
/// Reached beside what they are about, in `rights`.
const OF_RIGHTS: [RefusalCode; 6] = [
    RefusalCode::RightEnded,
    RefusalCode::RightNotYet,
    RefusalCode::RightOtherItem,
    RefusalCode::RightOtherPerson,
    RefusalCode::OverAmount,
    RefusalCode::AmountMissing,
];
/// Refusals of the steps that move limits and of joint cases; `clock`, `late` and `joint` reach each of them.
const OF_THE_CLOCK: [RefusalCode; 29] = [
    RefusalCode::NotInstant,
    RefusalCode::RenewalGranted,
    RefusalCode::GovernmentApproves,
    RefusalCode::UnitUnheard,
    RefusalCode::UnitNotOurs,
    RefusalCode::TaskNotOverdue,
    RefusalCode::AlreadyAnswered,
    RefusalCode::OtherDeskAsked,
    RefusalCode::GapDateFar,
    RefusalCode::LeadDesk,
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
/// A holder always takes part, and may ask his own place, so somebody can always be asked.
const NEVER: [RefusalCode; 1] = [RefusalCode::NoAddressee];

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
        let lists = [&OF_THE_NODE[..], &OF_RIGHTS, &OF_THE_CLOCK, &NEVER];
        let known = reached.contains(code) || lists.iter().any(|list| list.contains(code));
        assert!(known, "{code:?} is never reached");
    }
}
