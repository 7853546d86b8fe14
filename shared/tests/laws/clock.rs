//! The steps that move limits: extension, lapse, green channel, urging, corrected times, and joint cases.

use crate::decide::accepted_at_the_district;
use crate::limits::{accept, forward, grant, notify, supplement};
use crate::world::{Case, D, T1, V1, World, anybody, at, day, open_body, somebody, unit_answers};
use daiban_shared::api::{Command, DutyKind, LimitKind};
use daiban_shared::case::{Effect, Flag, Outcome, RefusalCode, Status};
use daiban_shared::day::Day;
use daiban_shared::id::{Hash, Millis};
use daiban_shared::kind::*;
use daiban_shared::limits::Limit;

pub(crate) fn world() -> World {
    World::of_items(|item| ["V04", "D02", "D04", "D05"].contains(&item.code.as_str()))
}

pub(crate) fn limit(case: &Case<'_>, kind: LimitKind) -> Limit {
    let limits = case.state().limits;
    limits.into_iter().rfind(|limit| limit.kind == kind).unwrap_or_else(|| panic!("no limit {kind:?}"))
}

pub(crate) fn day_of(case: &Case<'_>, kind: LimitKind) -> Option<Day> {
    limit(case, kind).day
}

fn extend(days: Option<u16>) -> Command {
    Command::Extend {
        days,
        ground: Some(ExtendGround::Complex),
        approver: Some(Approver::AuthorityHead),
        words: "情况复杂，需进一步核实".into(),
    }
}

fn lapse(vouched: Option<Vouched>) -> Command {
    Command::Lapse { vouched, words: "逾期未补正".into() }
}

pub(crate) fn refused(case: &Case<'_>, command: &Command, site: daiban_shared::id::SiteId, now: &str) -> RefusalCode {
    case.decide(&anybody(site), command, at(now)).expect_err("it is refused").code
}

pub(crate) fn flags(case: &Case<'_>, hash: Hash) -> Vec<Flag> {
    case.state().steps.into_iter().find(|step| step.hash == hash).expect("a step").flags
}

/// A company at the counter of the district, all papers there.
pub(crate) fn company(world: &World, now: &str) -> Case<'static> {
    let world: &'static World = Box::leak(Box::new(world.clone()));
    let (item, row) = world.item("D02");
    let papers: Vec<u8> = row.materials.iter().map(|paper| paper.no).collect();
    let mut case = Case::empty(world, D);
    case.write(D, &open_body(item, &papers), Role::Clerk, at(now));
    case.press(D, &accept(), at(now));
    case
}

#[test]
fn a_limit_is_extended_once_by_what_the_item_allows_and_before_it_has_passed() {
    let mut case = company(&world(), "2026-11-18 14:00");
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-11-19")));
    assert_eq!(refused(&case, &extend(Some(4)), D, "2026-11-19 09:00"), RefusalCode::ExtendTooLong);
    let no_approver =
        Command::Extend { days: None, ground: Some(ExtendGround::Complex), approver: None, words: "因".into() };
    assert_eq!(refused(&case, &no_approver, D, "2026-11-19 09:00"), RefusalCode::NoApprover);
    assert_eq!(refused(&case, &extend(None), D, "2026-11-19 17:31"), RefusalCode::ExtendTooLate);
    case.press(D, &extend(None), at("2026-11-19 09:00"));
    // Three working days more, for both limits: the earlier one is still the one that counts.
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-11-24")));
    assert_eq!(day_of(&case, LimitKind::Legal), Some(day("2026-11-26")));
    assert_eq!(refused(&case, &extend(None), D, "2026-11-20 09:00"), RefusalCode::AlreadyExtended);
    let again = Extend { quarters: 4, ground: ExtendGround::Other, approver: Approver::GovernmentHead, on: None };
    let second = case.write(D, &Body::Extend(again), Role::Head, at("2026-11-20 09:00"));
    assert!(matches!(case.effect(second), Effect::None(_)), "one extension a round");
    let words: Vec<String> = {
        let (state, limit) = (case.state(), limit(&case, LimitKind::Promise));
        let lines = state.explain(&limit, at("2026-11-20 09:00"), Default::default(), &case.world.view());
        lines.iter().map(|line| line.words(daiban_shared::text::Lang::Zh)).collect()
    };
    assert_eq!(words[1], "期限延长3 个工作日");
}

#[test]
fn an_extension_that_comes_late_or_is_too_long_stands_with_its_flag() {
    let mut case = company(&world(), "2026-11-18 14:00");
    let body = Extend { quarters: 400, ground: ExtendGround::Other, approver: Approver::GovernmentHead, on: None };
    let late = case.write(D, &Body::Extend(body), Role::Head, at("2026-11-20 09:00"));
    assert_eq!(case.effect(late), Effect::Effect);
    assert_eq!(flags(&case, late), [Flag::ExtendedLate, Flag::ExtendedTooLong]);
}

#[test]
fn an_item_without_extension_days_is_not_extended() {
    let mut world = World::of_items(|item| item.code == "V04");
    let row = daiban_shared::item::Item { version: 9, extension_quarters: 0, ..world.items[0].clone() };
    world.enter(Body::Item(Box::new(row)));
    let case = accepted_at_the_district(&world);
    assert_eq!(refused(&case, &extend(None), D, "2026-09-09 09:00"), RefusalCode::NoExtension);
}

/// kinds.md §3, variant "no answer".
#[test]
fn a_notice_lapses_only_when_the_resident_was_told_the_limit_is_over_and_the_village_is_heard() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    assert_eq!(refused(&case, &lapse(None), T1, "2026-09-09 09:00"), RefusalCode::NothingToLapse);
    let notice = case.press(T1, &notify(2), at("2026-09-10 09:00"));
    assert_eq!(refused(&case, &lapse(None), T1, "2026-10-20 09:00"), RefusalCode::LapseUntold);
    let told = Command::Deliver { of: Some(notice), way: Some(DeliverWay::ByProxy), receiver: String::new(), on: None };
    case.press(V1, &told, at("2026-09-11 09:00"));
    assert_eq!(day_of(&case, LimitKind::CorrectBy), Some(day("2026-09-24")));
    assert_eq!(refused(&case, &lapse(None), T1, "2026-09-24 17:30"), RefusalCode::LapseNotDue);
    // The village was heard before the limit only: it may hold the answer.
    case.heard.insert(V1, at("2026-09-24 17:00"));
    let refusal = case.decide(&anybody(T1), &lapse(None), at("2026-09-25 09:00")).expect_err("the village is silent");
    assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::LapseUnheard, Some("vouched")));
    assert!(refusal.text(daiban_shared::text::Lang::En).contains("2026-09-24 17:00"));
    let mut answered = case.clone();
    answered.press(V1, &supplement(2), at("2026-09-23 09:00"));
    assert_eq!(refused(&answered, &lapse(None), T1, "2026-09-25 09:00"), RefusalCode::LapseAnswered);
    let mut vouched = case.clone();
    let hash = vouched.press(T1, &lapse(Some(Vouched::Phoned)), at("2026-09-25 09:00"));
    assert!(flags(&vouched, hash).is_empty(), "he vouches for it");
    case.heard.insert(V1, at("2026-09-25 08:00"));
    let hash = case.press(T1, &lapse(None), at("2026-09-25 09:00"));
    let state = case.state();
    assert_eq!((state.status, state.outcome), (Status::Done, Some(Outcome::Lapsed)));
    assert!(flags(&case, hash).is_empty());
    let Body::Lapse(body) = &case.entries.last().expect("held").body else { panic!("a lapse") };
    assert_eq!(body.vouched, None, "nobody has to vouch where the village was heard");
    assert!(body.heard.iter().any(|heard| heard.site == V1 && heard.until == at("2026-09-25 08:00")));
}

#[test]
fn an_answer_that_comes_late_undoes_no_lapse_and_becomes_the_holders_duty() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    let notice = case.press(T1, &notify(2), at("2026-09-10 09:00"));
    let told = Command::Deliver { of: Some(notice), way: Some(DeliverWay::ByProxy), receiver: String::new(), on: None };
    case.press(V1, &told, at("2026-09-11 09:00"));
    let papers = vec![PaperIn { no: 2, originals: 1, copies: 0, how: PaperForm::Paper, blobs: Vec::new() }];
    let answer = Supplement { papers, defects: vec![1], gaps: vec![], on: None, returned: vec![] };
    let head = case.head(V1, &Body::Supplement(answer), Role::Agent, at("2026-09-14 09:00"));
    case.press(T1, &lapse(Some(Vouched::Phoned)), at("2026-09-25 09:00"));
    let late = case.push(&head, V1);
    let state = case.state();
    assert_eq!(case.effect(late), Effect::Effect);
    assert_eq!((state.status, state.outcome), (Status::Done, Some(Outcome::Lapsed)));
    let duty = state.duties.iter().find(|duty| duty.kind == DutyKind::SupplementIn).expect("the holder owes an answer");
    assert_eq!(duty.owner, T1);
    // He answers it by opening the case again.
    let redo =
        Command::Annul { authority: Some(Authority::OwnError), redo: true, days: None, words: "补正及时".into() };
    case.press(T1, &redo, at("2026-09-28 09:00"));
    assert_eq!(case.state().status, Status::Received);
}

#[test]
fn a_deferred_paper_that_never_comes_ends_the_case_and_no_result_is_given_before() {
    let world = world();
    let (item, row) = world.item("D02");
    let deferred = row.materials.iter().find(|paper| paper.deferrable && paper.required).expect("a paper").no;
    let others: Vec<u8> = row.materials.iter().map(|paper| paper.no).filter(|no| *no != deferred).collect();
    let mut case = Case::empty(&world, D);
    case.write(D, &open_body(item, &others), Role::Clerk, at("2026-11-18 14:00"));
    case.press(D, &Command::Accept { gaps: vec![deferred], gap_date: Some(day("2026-11-25")) }, at("2026-11-18 14:00"));
    case.units_agree(D, at("2026-11-18 15:00"));
    assert_eq!(refused(&case, &grant(), D, "2026-11-19 09:00"), RefusalCode::GapOpen);
    assert_eq!(refused(&case, &lapse(None), D, "2026-11-25 17:30"), RefusalCode::LapseNotDue);
    let mut filled = case.clone();
    filled.press(D, &supplement(deferred), at("2026-11-24 09:00"));
    assert_eq!(limit(&filled, LimitKind::GapBy).ended, Some(at("2026-11-24 09:00")));
    assert_eq!(refused(&filled, &lapse(None), D, "2026-11-26 09:00"), RefusalCode::NothingToLapse);
    case.press(D, &lapse(None), at("2026-11-26 09:00"));
    assert_eq!(case.state().outcome, Some(Outcome::Lapsed));
}

#[test]
fn the_green_channel_halves_the_promise_and_never_the_legal_limit() {
    let mut world = world();
    let right =
        Right { no: 70, site: Some(D), tier: None, power: Power::Green, items: vec!["V04".into()], ..any_right() };
    let green = Command::Green {
        body: "区绿色通道领导小组".into(),
        ground: Some(GreenGround::Livelihood),
        words: "危房".into(),
    };
    let without = accepted_at_the_district(&world);
    assert_eq!(refused(&without, &green, D, "2026-09-09 09:00"), RefusalCode::NoGreenRight);
    world.enter(Body::Right(right));
    let mut case = accepted_at_the_district(&world);
    let legal = day_of(&case, LimitKind::Legal);
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-10-12")));
    case.press(D, &green, at("2026-09-09 09:00"));
    assert_eq!(
        day_of(&case, LimitKind::Promise),
        Some(day("2026-09-21")),
        "ten of twenty days, 20 September is worked"
    );
    assert_eq!(day_of(&case, LimitKind::Legal), legal);
    assert_eq!(refused(&case, &green, D, "2026-09-10 09:00"), RefusalCode::AlreadyGreen);
    // Half of the promise was over before anybody was admitted: nobody becomes late by an admission.
    let mut later = accepted_at_the_district(&world);
    later.press(D, &green, at("2026-09-25 09:00"));
    assert_eq!(day_of(&later, LimitKind::Promise), Some(day("2026-10-12")));
    let body = Green { right: 1, body: "某科".into(), ground: GreenGround::Other, on: None };
    let void = case.write(D, &Body::Green(body), Role::Head, at("2026-09-10 10:00"));
    assert!(matches!(case.effect(void), Effect::None(_)), "a right to decide lets nobody in");
}

#[test]
fn an_extension_after_a_late_admission_extends_the_whole_promise() {
    let mut world = world();
    let mut item = world.item("V04").1.clone();
    (item.version, item.extension_quarters) = (item.version + 1, 40);
    world.enter(Body::Item(Box::new(item)));
    let items = vec!["V04".into()];
    world.enter(Body::Right(Right { no: 70, site: Some(D), tier: None, power: Power::Green, items, ..any_right() }));
    let mut case = accepted_at_the_district(&world);
    let ground = Some(GreenGround::Livelihood);
    let green = Command::Green { body: "区绿色通道领导小组".into(), ground, words: "危房".into() };
    case.press(D, &green, at("2026-09-25 09:00"));
    let whole = day_of(&case, LimitKind::Promise);
    assert_eq!(whole, Some(day("2026-10-12")), "half of it was over");
    let approver = Some(Approver::AuthorityHead);
    let ground = Some(ExtendGround::Complex);
    case.press(
        D,
        &Command::Extend { days: Some(5), ground, approver, words: "案情复杂".into() },
        at("2026-09-28 09:00"),
    );
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-10-19")));
}

fn any_right() -> Right {
    crate::world::proposed_rights(&World::of_items(|item| item.code == "V04").items).remove(0)
}

#[test]
fn who_is_urged_owes_an_answer_and_no_clock_stops() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    let before = case.state().limits;
    let urge = Command::Urge { ground: Some(UrgeGround::NoProgress), days: None, words: "请尽快受理".into() };
    assert_eq!(refused(&case, &urge, V1, "2026-09-11 09:00"), RefusalCode::NotAncestor);
    let own = somebody(V1, &[Role::Supervisor], None);
    assert!(case.decide(&own, &urge, at("2026-09-11 09:00")).is_ok(), "a supervisor urges the own place");
    let supervisor = somebody(T1, &[Role::Supervisor], None);
    let hash = case.press_as(&supervisor, &urge, at("2026-09-11 09:00"));
    let state = case.state();
    let duty = state.duties.iter().find(|duty| duty.kind == DutyKind::Urged).expect("a duty");
    assert_eq!((duty.owner, duty.of, duty.quarters), (V1, hash, 8));
    assert_eq!(state.limits.iter().filter(|limit| limit.kind != LimitKind::Duty).cloned().collect::<Vec<_>>(), before);
    case.press(V1, &unit_answers(hash, AnswerResult::Told), at("2026-09-14 09:00"));
    assert!(case.state().duties.iter().all(|duty| duty.kind != DutyKind::Urged));
    case.press(V1, &accept(), at("2026-09-14 10:00"));
    case.press(V1, &forward(None), at("2026-09-14 10:10"));
    let holder = case.state().holder.expect("a holder").site;
    assert_ne!(holder, V1);
    let upwards = case.decide(&own, &urge, at("2026-09-15 09:00")).expect_err("nobody urges upwards");
    assert_eq!(upwards.code, RefusalCode::NotAncestor);
}

#[test]
fn a_wrong_clock_is_corrected_from_above_for_everybody_to_see() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    // The village's clock ran two weeks ahead.
    let accepted = case.press(V1, &accept(), at("2026-09-22 09:00"));
    assert!(case.state().is_deemed, "by its own clock it came late");
    let set = |at: Millis| Command::TimeSet { of: accepted, at: Some(at), words: "村里时钟快了两周".into() };
    assert_eq!(refused(&case, &set(at("2026-09-08 11:00")), V1, "2026-09-23 09:00"), RefusalCode::NotAncestor);
    let unknown = Command::TimeSet { of: Hash::ZERO, at: Some(1), words: "误".into() };
    assert_eq!(refused(&case, &unknown, T1, "2026-09-23 09:00"), RefusalCode::StepUnknown);
    assert_eq!(refused(&case, &set(at("2026-12-01 09:00")), T1, "2026-09-23 09:00"), RefusalCode::BadField);
    case.press(T1, &set(at("2026-09-08 11:00")), at("2026-09-23 09:00"));
    let state = case.state();
    assert_eq!((state.is_deemed, state.accepted_on), (false, Some(day("2026-09-08"))));
    assert_eq!(flags(&case, accepted), [Flag::TimeCorrected]);
    // A second correction replaces the first; one from below counts for nothing.
    case.press(D, &set(at("2026-09-09 11:00")), at("2026-09-24 09:00"));
    assert_eq!(case.state().accepted_on, Some(day("2026-09-09")));
    let own = case.write(V1, &Body::TimeSet(TimeSet { of: accepted, at: 5 }), Role::Head, at("2026-09-25 09:00"));
    assert!(matches!(case.effect(own), Effect::None(_)));
    assert_eq!(case.state().accepted_on, Some(day("2026-09-09")));
}

#[test]
fn what_comes_after_closing_time_is_received_on_the_next_working_day_for_instant_items() {
    let mut world = World::of_items(|item| item.code == "V04");
    world.items[0].service = daiban_shared::item::Service::Instant;
    let row = Body::Item(Box::new(daiban_shared::item::Item { version: 9, ..world.items[0].clone() }));
    world.enter(row);
    let opened = |now: &str| {
        let (hash, _) = world.view().item("V04").expect("known");
        let mut case = Case::empty(&world, V1);
        case.write(V1, &open_body(hash, &[1, 2, 3]), Role::Agent, at(now));
        day_of(&case, LimitKind::AcceptBy)
    };
    assert_eq!(opened("2026-09-18 17:30"), Some(day("2026-09-24")), "Friday within hours; Sunday 20 is worked");
    assert_eq!(opened("2026-09-18 17:31"), Some(day("2026-09-28")), "after hours: received on Sunday the 20th");
    assert_eq!(opened("2026-09-19 09:00"), Some(day("2026-09-28")), "on a day off");
}

#[test]
fn a_renewal_that_is_not_decided_at_the_expiry_counts_as_granted() {
    let world = world();
    let (item, _) = world.item("V04");
    let Body::Open(open) = open_body(item, &[1]) else { panic!("an open") };
    let renews = Some(Renews { licence: "梅证 2021-17".into(), expires: day("2026-10-11") });
    let mut case = Case::empty(&world, V1);
    case.write(V1, &Body::Open(Open { renews, ..open }), Role::Agent, at("2026-09-08 10:20"));
    let limit = limit(&case, LimitKind::Renewal);
    assert_eq!((limit.day, limit.provisional), (Some(day("2026-10-11")), false));
    let at = |now: Millis| case.state().at(now, &world.view());
    assert!(!at(limit.due.expect("a moment")).is_deemed_granted);
    assert!(at(limit.due.expect("a moment") + 1).is_deemed_granted);
}
