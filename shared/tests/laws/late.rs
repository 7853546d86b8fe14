//! What was late stays late, and stays with whom it was late: stopping the clock, handing on, deciding and filing away
//! afterwards change neither.

use crate::clock::{company, day_of, flags, limit, refused, world};
use crate::decide::{accepted_at_the_district, granted};
use crate::limits::{accept, forward, grant};
use crate::world::{Case, D, T1, V1, World, anybody, at, day, open_body, site_row, somebody, unit_answers};
use daiban_shared::api::{AskTo, AtOnce, Command, DutyKind, LimitKind};
use daiban_shared::case::{Flag, Outcome, RefusalCode, Status};
use daiban_shared::decide::{About, Actor, HeardMap, Moment, at_once, at_once_steps};
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::item::Service;
use daiban_shared::kind::*;
use daiban_shared::limits::Limit;
use daiban_shared::site::{Site, Tier};
use daiban_shared::watch::{Alarm, Rules, alarms};

fn hearing(case: &Case<'_>) -> Command {
    Command::TaskOpen {
        what: Some(TaskKind::Hearing),
        to: vec![AskTo { site: D, dept: Some(case.item().dept), days: Some(5) }],
        words: "听证".into(),
        stage: None,
        excluded: None,
        place: "三楼会议室".into(),
        held: String::new(),
    }
}

pub(crate) fn assign(to: SiteId) -> Command {
    let ground = AssignGround::ALL.first().copied();
    Command::Assign { to: Some(to), dept: None, user: None, ground, words: "请办".into() }
}

pub(crate) fn alarm(case: &Case<'_>, rule: RuleKind) -> Alarm {
    let all = alarms(&case.state(), case.item(), &Rules::of(case.world.view()));
    all.into_iter().find(|alarm| alarm.rule == rule).unwrap_or_else(|| panic!("no {rule:?}"))
}

/// Filed in a village, and decided in time by the district, each machine signing for what it was handed.
pub(crate) fn decided_above(world: &World) -> Case<'_> {
    let mut case = Case::open(world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &accept(), at("2026-09-08 10:21"));
    case.press(V1, &forward(None), at("2026-09-08 10:22"));
    case.taken(T1, at("2026-09-08 10:23"));
    case.press(T1, &forward(Some(Opinion::Agree)), at("2026-09-09 09:00"));
    case.taken(D, at("2026-09-09 09:01"));
    case.press(D, &grant(), at("2026-09-10 09:00"));
    case
}

pub(crate) fn steps(case: &Case<'_>) -> Vec<Limit> {
    case.state().limits.into_iter().filter(|limit| limit.kind == LimitKind::Step).collect()
}

fn passed(case: &Case<'_>, now: Millis) -> Vec<LimitKind> {
    case.state().at(now, &case.world.view()).passed
}

#[test]
fn a_hearing_that_begins_after_the_limit_makes_nothing_timely() {
    let mut case = company(&world(), "2026-11-16 09:00");
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-11-17")));
    case.press(D, &hearing(&case), at("2026-11-23 09:00"));
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-11-17")), "it had passed before the clock stopped");
    assert!(!limit(&case, LimitKind::Promise).paused);
    assert!(passed(&case, at("2026-11-23 10:00")).contains(&LimitKind::Promise));
    assert_eq!(alarm(&case, RuleKind::PromisePassed).since, limit(&case, LimitKind::Promise).due.expect("a date") + 1);
    let extend = Command::Extend {
        days: None,
        ground: Some(ExtendGround::Complex),
        approver: Some(Approver::AuthorityHead),
        words: "案情复杂".into(),
    };
    assert_eq!(refused(&case, &extend, D, "2026-11-23 10:00"), RefusalCode::ExtendTooLate);
}

#[test]
fn a_hearing_within_the_last_day_stops_it_and_that_day_counts_by_the_convention_of_pauses() {
    let mut case = company(&world(), "2026-11-16 09:00");
    let task = case.press(D, &hearing(&case), at("2026-11-17 10:00"));
    assert_eq!((day_of(&case, LimitKind::Promise), day_of(&case, LimitKind::Legal)), (None, None), "both wait");
    let dept = case.item().dept;
    let answer = Command::Answer {
        of: task,
        result: Some(AnswerResult::Done),
        words: "听证笔录".into(),
        dept: Some(dept),
        officers: Vec::new(),
    };
    case.press(D, &answer, at("2026-11-18 16:00"));
    // A pause is (start, end]: the day on which it begins counts, so the promise ended on the 17th and the legal limit moves by one.
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-11-17")));
    assert_eq!(day_of(&case, LimitKind::Legal), Some(day("2026-11-20")));
}

#[test]
fn who_accepted_late_was_late_also_when_another_place_holds_the_case() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    case.press(T1, &accept(), at("2026-09-22 09:00"));
    assert_eq!((limit(&case, LimitKind::AcceptBy).owner, limit(&case, LimitKind::AcceptBy).ended_late()), (T1, true));
    let back = Command::Return { to: Some(V1), ground: ReturnGround::ALL.first().copied(), words: "请重做".into() };
    case.press(T1, &back, at("2026-09-23 09:00"));
    assert_eq!(limit(&case, LimitKind::AcceptBy).owner, T1);
    let late = alarm(&case, RuleKind::AcceptLate);
    assert_eq!((late.site, late.user), (T1, Some(crate::world::user(T1))));
    assert_eq!(limit(&case, LimitKind::Promise).owner, V1, "what still runs is the holder's");
}

#[test]
fn a_limit_that_passed_in_one_hand_is_not_late_in_the_next() {
    let mut case = company(&world(), "2026-11-16 09:00");
    case.press(D, &assign(T1), at("2026-11-20 09:00"));
    assert_eq!(limit(&case, LimitKind::Promise).owner, D, "it passed on the 17th, in the district's hand");
    assert_eq!(alarm(&case, RuleKind::PromisePassed).site, D);
    let mut in_time = company(&world(), "2026-11-16 09:00");
    in_time.press(D, &assign(T1), at("2026-11-17 09:00"));
    assert_eq!(limit(&in_time, LimitKind::Promise).owner, T1);
}

#[test]
fn a_step_ends_with_the_decision_and_who_gets_a_decided_case_has_no_step() {
    let world = world();
    let mut case = decided_above(&world);
    let at_decision = steps(&case).pop().expect("the district's step");
    case.press(D, &assign(T1), at("2026-11-02 09:00"));
    case.taken(T1, at("2026-11-02 09:05"));
    let after = steps(&case);
    assert_eq!(after.last(), Some(&at_decision), "handing a decided case on is no step of the decision");
    assert!(!at_decision.ended_late());
}

#[test]
fn filing_away_undelivered_ends_the_delivery_then_and_not_before() {
    let world = world();
    let mut case = granted(&world);
    let due = limit(&case, LimitKind::DeliverBy).due.expect("a date");
    let code = Some(UndeliveredCode::ALL[0]);
    case.press(D, &Command::Close { undelivered: code }, due + 86_400_000);
    assert!(limit(&case, LimitKind::DeliverBy).ended_late());
    assert_eq!(alarm(&case, RuleKind::DeliverLate).since, due + 1);
    let mut soon = granted(&world);
    soon.press(D, &Command::Close { undelivered: code }, due - 86_400_000);
    assert!(!limit(&soon, LimitKind::DeliverBy).ended_late());
}

#[test]
fn what_ends_without_a_decision_ends_what_was_asked() {
    let world = world();
    let mut case = accepted_at_the_district(&world);
    let task = case.press(D, &hearing(&case), at("2026-09-10 09:00"));
    let moot =
        Command::Terminate { ground: Some(TerminateGround::Moot), duplicate_of: None, words: "已无必要".into() };
    case.press(D, &moot, at("2026-09-11 09:00"));
    let state = case.state();
    assert!(state.tasks.iter().all(|task| !task.is_open()));
    assert!(state.duties.iter().all(|duty| duty.of != task), "nobody owes an answer any more");
    let ended = state.limits.iter().find(|limit| limit.of == task).expect("its limit").ended;
    assert_eq!(ended, Some(at("2026-09-11 09:00")));
    assert_eq!(passed(&case, at("2026-11-11 09:00")), [LimitKind::DeliverBy]);
}

#[test]
fn an_urging_that_was_answered_late_was_answered_late() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    let urge = Command::Urge { ground: Some(UrgeGround::NoProgress), days: None, words: "请尽快".into() };
    let urged = case.press_as(&somebody(T1, &[Role::Supervisor], None), &urge, at("2026-09-08 11:00"));
    case.press(V1, &unit_answers(urged, AnswerResult::Told), at("2026-09-14 09:00"));
    let late = alarm(&case, RuleKind::UrgeUnanswered);
    assert_eq!((late.site, late.of, late.ended), (V1, urged, Some(at("2026-09-14 09:00"))));
    // Who holds the case next owes no second answer.
    case.press(V1, &accept(), at("2026-09-14 09:10"));
    case.press(V1, &forward(None), at("2026-09-14 09:20"));
    assert!(case.state().duties.iter().all(|duty| duty.kind != DutyKind::Urged));
}

#[test]
fn an_extension_after_the_legal_limit_is_late_also_while_the_promise_runs() {
    let world = world();
    let mut case = accepted_at_the_district(&world);
    let (legal, promise) = (limit(&case, LimitKind::Legal), limit(&case, LimitKind::Promise));
    assert!(legal.due < promise.due);
    let extend = Extend { quarters: 4, ground: ExtendGround::Complex, approver: Approver::AuthorityHead, on: None };
    let between = legal.due.expect("a date") + 60_000;
    let late = case.write(D, &Body::Extend(extend), Role::Head, between);
    assert!(flags(&case, late).contains(&Flag::ExtendedLate));
}

#[test]
fn more_than_ten_working_days_are_extended_by_the_head_of_the_government() {
    let world = world();
    let (hash, item) = world.item("D05");
    let papers: Vec<u8> = item.materials.iter().map(|paper| paper.no).collect();
    let mut case = Case::empty(&world, D);
    case.write(D, &open_body(hash, &papers), Role::Clerk, at("2026-11-16 09:00"));
    case.press(D, &accept(), at("2026-11-16 09:00"));
    let extend = |days, approver| Command::Extend {
        days: Some(days),
        ground: Some(ExtendGround::Complex),
        approver: Some(approver),
        words: "项目复杂".into(),
    };
    let (authority, government) = (Approver::AuthorityHead, Approver::GovernmentHead);
    let now = "2026-11-17 09:00";
    assert_eq!(refused(&case, &extend(11, authority), D, now), RefusalCode::GovernmentApproves);
    assert!(case.decide(&anybody(D), &extend(10, authority), at(now)).is_ok());
    case.press(D, &extend(15, government), at(now));
}

#[test]
fn a_renewal_shows_its_expiry_and_is_not_denied_after_it() {
    let world = world();
    let (item, _) = world.item("V04");
    let Body::Open(open) = open_body(item, &[1, 2, 3, 4, 5]) else { panic!("an open") };
    let renews = Some(Renews { licence: "梅证 2021-17".into(), expires: day("2026-10-11") });
    let mut case = Case::empty(&world, D);
    case.write(D, &Body::Open(Open { renews, ..open }), Role::Clerk, at("2026-09-11 10:20"));
    case.write(
        D,
        &Body::Accept(Accept { gaps: vec![], gap_date: None, on: None }),
        Role::Clerk,
        at("2026-09-11 11:00"),
    );
    let shown = case.state().at(at("2026-09-14 09:00"), &world.view()).due.expect("a limit");
    assert_eq!((shown.kind, shown.day), (LimitKind::Renewal, day("2026-10-11")), "it comes before the promise");
    let deny = Command::Deny { grounds: vec![DenyGround::ALL[0]], words: "不符合条件".into() };
    assert!(case.decide(&anybody(D), &deny, at("2026-10-11 20:00")).is_ok(), "its last day is not over");
    assert_eq!(refused(&case, &deny, D, "2026-10-12 09:00"), RefusalCode::RenewalGranted);
    let mut granted = case.clone();
    granted.press(D, &grant(), at("2026-10-12 09:00"));
    let body = Deny {
        right: world.view().right_for(D, Power::Decide, case.item()).expect("a right").no,
        grounds: vec![DenyGround::ALL[0]],
        remedy: Remedy::DistrictGovernment,
        reckoning: daiban_shared::limits::reckoning_at(&case.state(), world.view(), at("2026-10-12 09:00")),
        court: None,
        on: None,
    };
    let denied = case.write(D, &Body::Deny(body), Role::Reviewer, at("2026-10-12 09:00"));
    assert!(flags(&case, denied).contains(&Flag::AfterRenewal), "the paper stands, with its flag");

    // Applied for less than thirty days before, the licence ends and nothing is granted by silence.
    let mut hasty = Case::empty(&world, D);
    let renews = Some(Renews { licence: "梅证 2021-17".into(), expires: day("2026-10-10") });
    let Body::Open(open) = open_body(item, &[1, 2, 3, 4, 5]) else { panic!("an open") };
    hasty.write(D, &Body::Open(Open { renews, ..open }), Role::Clerk, at("2026-09-11 10:20"));
    assert!(hasty.state().limits.iter().all(|limit| limit.kind != LimitKind::Renewal));
}

/// A place that closes at five: what its residents may do until then, nobody may take for over at half past five only.
#[test]
fn a_deferred_paper_may_come_until_its_place_closes() {
    let mut world = world();
    world.enter(Body::Site(Box::new(Site { closes_minute: 1_020, ..site_row(D) })));
    let (hash, item) = world.item("D02");
    let others: Vec<u8> = item.materials.iter().filter(|paper| !paper.deferrable).map(|paper| paper.no).collect();
    let gap = item.materials.iter().find(|paper| paper.deferrable).expect("a deferrable paper").no;
    let mut case = Case::empty(&world, D);
    case.write(D, &open_body(hash, &others), Role::Clerk, at("2026-11-16 09:00"));
    let accepted = Command::Accept { gaps: vec![gap], gap_date: Some(day("2026-11-20")) };
    case.press(D, &accepted, at("2026-11-16 09:00"));
    let far = Command::Accept { gaps: vec![gap], gap_date: Some(day("2099-01-01")) };
    let mut fresh = Case::empty(&world, D);
    fresh.write(D, &open_body(hash, &others), Role::Clerk, at("2026-11-16 09:00"));
    assert_eq!(refused(&fresh, &far, D, "2026-11-16 09:00"), RefusalCode::GapDateFar);
    let lapse = Command::Lapse { vouched: None, words: "逾期未补".into() };
    assert_eq!(refused(&case, &lapse, D, "2026-11-20 17:00"), RefusalCode::LapseNotDue);
    let lapsed = case.press(D, &lapse, at("2026-11-20 17:01"));
    assert_eq!(flags(&case, lapsed), []);
}

#[test]
fn an_instant_item_is_taken_to_its_end_by_one_press_of_somebody_who_may_decide() {
    let world = World::of_items(|item| item.code == "T29" || item.code == "V04");
    let instant = world.items.iter().find(|item| item.service == Service::Instant).expect("an instant item");
    let site = match instant.decide_tier {
        Tier::Village => V1,
        Tier::Town => T1,
        Tier::District => D,
    };
    let mut case = Case::open(&world, &instant.code, site, at("2026-09-08 10:20"));
    let may = |case: &Case<'_>, actor: &Actor| {
        let (state, heard) = (case.state(), HeardMap::new());
        let moment = Moment { now: at("2026-09-08 10:30"), directory: world.view(), heard: &heard, new_since: 0 };
        at_once(&About { state: &state, item: case.item(), form: &case.form }, actor, &moment)
    };
    let clerk = somebody(site, &[Role::Clerk, Role::Agent], None);
    assert_eq!(may(&case, &clerk).expect_err("a clerk decides nothing").code, RefusalCode::Role);
    let actor = anybody(site);
    assert_eq!(may(&case, &actor), Ok(()));
    let asked = AtOnce { way: Some(DeliverWay::InPerson), receiver: "钟秀英".into(), ..AtOnce::default() };
    let state = case.state();
    let steps = at_once_steps(&About { state: &state, item: case.item(), form: &case.form }, &asked);
    for step in &steps {
        case.press_as(&actor, step, at("2026-09-08 10:30"));
    }
    let state = case.state();
    assert_eq!((state.status, state.outcome), (Status::Closed, Some(Outcome::Granted)));
    assert!(state.steps.iter().all(|step| step.flags.is_empty()), "nothing was left out");
    let slow = Case::open(&world, "V04", D, at("2026-09-08 10:20"));
    assert_eq!(may(&slow, &anybody(D)).expect_err("it takes its time").code, RefusalCode::NotInstant);
}

/// 事后补录: what takes several steps and was decided minutes after its acceptance was done before it was typed in.
#[test]
fn what_is_decided_minutes_after_its_acceptance_was_entered_afterwards_unless_it_is_instant() {
    let mut world = World::of_items(|item| item.code == "T29" || item.code == "T13");
    let steps = world.item("T13").1.stages.clone();
    assert!(steps.len() > 1);
    let mut instant = world.item("T29").1.clone();
    assert_eq!(instant.service, Service::Instant);
    (instant.version, instant.stages) = (instant.version + 1, steps);
    world.enter(Body::Item(Box::new(instant)));
    let seen = |code: &str, decided: &str| {
        let mut case = Case::open(&world, code, T1, at("2026-09-08 09:00"));
        case.press(T1, &accept(), at("2026-09-08 09:05"));
        case.press(T1, &grant(), at(decided));
        let all = alarms(&case.state(), case.item(), &Rules::of(world.view()));
        all.iter().filter(|alarm| alarm.rule == RuleKind::AfterTheFact).count()
    };
    assert_eq!(seen("T13", "2026-09-08 09:06"), 1);
    assert_eq!(seen("T13", "2026-09-08 16:00"), 0);
    assert_eq!(seen("T29", "2026-09-08 09:06"), 0, "an instant item is decided while the resident waits");
}
