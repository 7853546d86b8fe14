//! Limits: three items through the machine with the real calendar, silence of the authority, and a model that counts
//! day by day.

use crate::world::{Case, D, Dice, T1, V1, World, at, day, doc, open_body, ticked};
use daiban_shared::api::{Command, DefectIn, LimitKind};
use daiban_shared::case::{Effect, Outcome, Status};
use daiban_shared::day::Day;
use daiban_shared::deadline::{DayPause, Workdays, due_day, workdays_between};
use daiban_shared::id::{Hash, Millis, SiteId};
use daiban_shared::item::{Span, Unit};
use daiban_shared::kind::*;
use daiban_shared::limits::Limit;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn world(code: &str) -> World {
    World::of_items(|item| item.code == code)
}

fn limit(case: &Case<'_>, kind: LimitKind) -> Limit {
    let limits = case.state().limits;
    limits.into_iter().rfind(|limit| limit.kind == kind).unwrap_or_else(|| panic!("no limit {kind:?}"))
}

fn days(case: &Case<'_>, kind: LimitKind) -> String {
    limit(case, kind).day.map_or_else(|| "paused".into(), |day| day.to_string())
}

fn step_of(case: &Case<'_>, site: SiteId) -> String {
    let limits = case.state().limits;
    let step = limits.into_iter().rfind(|limit| limit.kind == LimitKind::Step && limit.owner == site);
    step.and_then(|limit| limit.day).map_or_else(|| "paused".into(), |day| day.to_string())
}

fn shown(case: &Case<'_>, now: Millis) -> String {
    case.state().at(now, &case.world.view()).due.map_or_else(|| "none".into(), |due| due.day.to_string())
}

pub(crate) fn accept() -> Command {
    Command::Accept { gaps: Vec::new(), gap_date: None }
}

pub(crate) fn forward(opinion: Option<Opinion>) -> Command {
    Command::Forward { to: None, dept: None, opinion, words: String::new() }
}

pub(crate) fn grant() -> Command {
    Command::Grant { ground: None, words: String::new() }
}

pub(crate) fn deliver() -> Command {
    Command::Deliver { of: None, way: Some(DeliverWay::InPerson), receiver: "钟秀英".into(), on: None }
}

pub(crate) fn notify(paper: u8) -> Command {
    let defect = DefectIn { paper: Some(paper), field: None, code: DefectCode::Missing, words: "请补交".into() };
    Command::Notify { defects: vec![defect], days: None, again: None }
}

pub(crate) fn supplement(paper: u8) -> Command {
    Command::Supplement { papers: vec![ticked(paper)], defects: None, on: None, words: String::new() }
}

fn reckoning(case: &Case<'_>, hash: Hash) -> Reckoning {
    let body = &case.entries.iter().find(|entry| entry.hash == hash).expect("held").body;
    if let Body::Grant(grant) = body {
        return grant.reckoning.clone();
    }
    let Body::Close(close) = body else { panic!("no reckoning in {body:?}") };
    close.reckoning.clone()
}

/// kinds.md §3, first table.
#[test]
fn v04_runs_from_the_village_to_the_district_with_a_public_notice_between() {
    let world = world("V04");
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &accept(), at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:20"));
    assert_eq!(days(&case, LimitKind::Promise), "2026-10-12");
    assert_eq!(days(&case, LimitKind::Legal), "2026-10-08");
    assert_eq!(shown(&case, at("2026-09-09 09:00")), "2026-10-08");
    assert!(!limit(&case, LimitKind::AcceptBy).ended_late());

    case.taken(T1, at("2026-09-10 08:05"));
    assert_eq!(step_of(&case, T1), "2026-09-23");

    let to = vec![Addressee { site: V1, dept: None, quarters: 28 }];
    let notice = TaskOpen { what: TaskKind::PublicNotice, to, stage: 0, excluded: true, on: None };
    let task = case.write(T1, &Body::TaskOpen(notice), Role::Clerk, at("2026-09-15 16:00"));
    assert_eq!(case.effect(task), Effect::Effect);
    assert_eq!(days(&case, LimitKind::Promise), "paused");
    assert_eq!(days(&case, LimitKind::Legal), "paused");
    assert_eq!(step_of(&case, T1), "paused");
    case.write(V1, &Body::Taken(Taken { of: task }), Role::Node, at("2026-09-15 16:00"));
    assert_eq!(days(&case, LimitKind::Task), "2026-09-23");
    let answer = Command::Answer {
        of: task,
        result: Some(AnswerResult::NoObjection),
        words: "公示无异议".into(),
        dept: None,
        officers: Vec::new(),
    };
    case.press(V1, &answer, at("2026-09-23 17:30"));
    assert_eq!(days(&case, LimitKind::Promise), "2026-10-21");
    assert_eq!(days(&case, LimitKind::Legal), "2026-10-16");
    assert_eq!(shown(&case, at("2026-09-24 09:00")), "2026-10-16");
    assert_eq!(step_of(&case, T1), "2026-10-10");

    case.press(T1, &forward(Some(Opinion::Agree)), at("2026-09-24 09:00"));
    case.taken(D, at("2026-09-24 09:00"));
    assert_eq!(step_of(&case, D), "2026-10-15");
    let granted = case.press(D, &grant(), at("2026-10-09 15:00"));
    let clock = reckoning(&case, granted);
    assert_eq!((clock.due, clock.used_quarters, clock.provisional), (Some(day("2026-10-16")), 11 * 4, false));
    assert_eq!(days(&case, LimitKind::DeliverBy), "2026-10-22");
    case.press(V1, &deliver(), at("2026-10-10 10:00"));
    assert!(!limit(&case, LimitKind::DeliverBy).ended_late());
    let closed = case.press(D, &Command::Close { undelivered: None }, at("2026-10-12 09:00"));
    assert_eq!(reckoning(&case, closed).used_quarters, 11 * 4, "the clock stopped at the decision");
    assert_eq!(case.state().status, Status::Closed);
    assert_eq!(shown(&case, at("2026-10-13 09:00")), "none");
}

/// kinds.md §3, variant "paper missing".
#[test]
fn a_notice_in_time_stops_the_five_days_and_they_run_anew_from_the_supplement() {
    let world = world("V04");
    let mut case = Case::empty(&world, V1);
    let (item, _) = world.item("V04");
    case.write(V1, &open_body(item, &[1]), Role::Agent, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    let notice = case.press(T1, &notify(2), at("2026-09-10 09:00"));
    assert!(case.state().notice.is_some_and(|notice| notice.in_time));
    assert_eq!(case.state().at(at("2026-09-30 09:00"), &world.view()).passed, []);
    let told = Command::Deliver { of: Some(notice), way: Some(DeliverWay::ByProxy), receiver: String::new(), on: None };
    case.press(V1, &told, at("2026-09-11 09:00"));
    assert_eq!(days(&case, LimitKind::CorrectBy), "2026-09-24");
    case.press(V1, &supplement(2), at("2026-09-14 11:00"));
    assert_eq!(days(&case, LimitKind::AcceptBy), "2026-09-20");
    let state = case.state();
    assert!(!state.at(at("2026-09-20 17:30"), &world.view()).is_deemed);
    assert!(state.at(at("2026-09-20 17:31"), &world.view()).is_deemed);
}

#[test]
fn an_acceptance_after_a_notice_in_time_counts_from_its_own_day_whatever_the_first_five_days_were() {
    let world = world("V04");
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    case.press(T1, &notify(2), at("2026-09-10 09:00"));
    // The clerk finds that the paper was there all along: no supplement, and the first five days are long over.
    case.press(T1, &accept(), at("2026-09-21 09:00"));
    let state = case.state();
    assert_eq!((state.accepted_on, state.is_deemed), (Some(day("2026-09-21")), false));
    // The acceptance ends the pause: a limit that never runs again is no limit.
    assert_ne!(days(&case, LimitKind::Promise), "paused");
    assert_eq!(days(&case, LimitKind::Promise), "2026-10-26");
    // 30 calendar days of the application, 11 of them behind the notice: 8 October + 11.
    assert_eq!(days(&case, LimitKind::Legal), "2026-10-19");
}

/// kinds.md §3, second item.
#[test]
fn t28_is_decided_in_the_village() {
    let world = world("T28");
    let mut case = Case::open(&world, "T28", V1, at("2026-09-18 09:00"));
    case.press(V1, &accept(), at("2026-09-18 09:00"));
    assert_eq!(shown(&case, at("2026-09-18 10:00")), "2026-11-05");
    let granted = case.press(V1, &grant(), at("2026-10-12 16:00"));
    assert_eq!(reckoning(&case, granted).used_quarters, 12 * 4);
    assert_eq!(days(&case, LimitKind::DeliverBy), "2026-10-26");
    case.press(V1, &deliver(), at("2026-10-12 16:00"));
    case.press(V1, &Command::Close { undelivered: None }, at("2026-10-12 16:00"));
}

/// kinds.md §3, third item.
#[test]
fn d02_is_granted_when_the_deferred_paper_is_there() {
    let world = world("D02");
    let (item, row) = world.item("D02");
    let deferred =
        row.materials.iter().find(|paper| paper.deferrable && paper.required).expect("a deferrable paper").no;
    let others: Vec<u8> = row.materials.iter().map(|paper| paper.no).filter(|no| *no != deferred).collect();
    let mut case = Case::empty(&world, D);
    case.write(D, &open_body(item, &others), Role::Clerk, at("2026-11-18 14:00"));
    case.press(D, &Command::Accept { gaps: vec![deferred], gap_date: Some(day("2026-11-25")) }, at("2026-11-18 14:00"));
    assert_eq!(days(&case, LimitKind::Promise), "2026-11-19");
    assert_eq!(days(&case, LimitKind::Legal), "2026-11-23");
    assert_eq!(limit(&case, LimitKind::Promise).due, Some(at("2026-11-19 17:30")));
    assert_eq!(days(&case, LimitKind::GapBy), "2026-11-25");
    case.units_agree(D, at("2026-11-19 10:30"));
    case.press(D, &supplement(deferred), at("2026-11-19 15:00"));
    let granted = case.press(D, &grant(), at("2026-11-19 15:20"));
    assert_eq!(reckoning(&case, granted).used_quarters, 4);
    assert!(!limit(&case, LimitKind::Promise).ended_late());
    case.press(D, &deliver(), at("2026-11-19 15:40"));
    case.press(D, &Command::Close { undelivered: None }, at("2026-11-19 15:50"));
}

/// 行政许可法 §32(4).
#[test]
fn five_days_of_silence_make_an_acceptance_of_the_day_of_receipt() {
    let world = world("V04");
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    let open = case.state();
    assert_eq!(limit(&case, LimitKind::AcceptBy).due, Some(at("2026-09-15 17:30")));
    assert!(!open.at(at("2026-09-15 17:30"), &world.view()).is_deemed);
    assert!(open.at(at("2026-09-15 17:30") + 1, &world.view()).is_deemed);
    assert_eq!(open.at(at("2026-09-15 17:30") + 1, &world.view()).passed, [LimitKind::AcceptBy]);
    // A late acceptance changes no date: the promise runs from the day of receipt.
    case.press(V1, &accept(), at("2026-09-17 09:00"));
    let state = case.state();
    assert_eq!((state.accepted_on, state.is_deemed), (Some(day("2026-09-08")), true));
    assert_eq!(days(&case, LimitKind::Promise), "2026-10-12");
}

#[test]
fn a_pause_that_nobody_ended_ends_with_the_case() {
    let world = world("V04");
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &accept(), at("2026-09-08 10:20"));
    let to = vec![Addressee { site: V1, dept: None, quarters: 28 }];
    let notice = TaskOpen { what: TaskKind::PublicNotice, to, stage: 0, excluded: true, on: None };
    case.write(V1, &Body::TaskOpen(notice), Role::Agent, at("2026-09-10 09:00"));
    let withdrawn =
        Command::Terminate { ground: Some(TerminateGround::Moot), duplicate_of: None, words: "已无必要".into() };
    case.press(V1, &withdrawn, at("2026-10-19 09:00"));
    // 5 weeks did not count, so the file was ended in time.
    assert!(!limit(&case, LimitKind::Legal).ended_late(), "{:?}", limit(&case, LimitKind::Legal));
    assert!(!limit(&case, LimitKind::Promise).ended_late());
}

#[test]
fn what_is_decided_anew_gets_its_limits_from_that_day() {
    let world = world("V04");
    let mut case = Case::open(&world, "V04", V1, at("2026-03-03 09:00"));
    case.press(V1, &forward(None), at("2026-03-03 09:00"));
    let refuse = Command::NotAccept {
        ground: Some(NotAcceptGround::NotEligible),
        body_named: String::new(),
        words: "户籍不符".into(),
    };
    case.press(T1, &refuse, at("2026-03-04 09:00"));
    let redo = Command::Annul {
        authority: Some(Authority::Reconsideration),
        redo: true,
        days: None,
        words: "复议撤销".into(),
    };
    case.press(T1, &redo, at("2026-06-15 09:00"));
    let state = case.state();
    assert_eq!((state.status, state.outcome, state.round.no), (Status::Received, None, 2));
    assert!(!state.at(at("2026-06-16 09:00"), &world.view()).is_deemed, "the five days begin with the new round");
    assert_eq!(days(&case, LimitKind::AcceptBy), "2026-06-23");
    case.press(T1, &accept(), at("2026-06-17 09:00"));
    let state = case.state();
    assert_eq!((state.accepted_on, state.is_deemed), (Some(day("2026-06-17")), false));
    case.press(T1, &forward(Some(Opinion::Agree)), at("2026-06-17 10:00"));
    let granted = case.press(D, &grant(), at("2026-06-22 10:00"));
    assert!(reckoning(&case, granted).used_quarters <= 5 * 4);
}

#[test]
fn the_days_that_a_court_sets_are_counted_from_the_annulment_and_so_is_what_was_used() {
    let world = world("T28");
    let mut case = Case::open(&world, "T28", V1, at("2026-03-03 09:00"));
    case.press(V1, &accept(), at("2026-03-03 09:00"));
    case.press(V1, &grant(), at("2026-03-10 09:00"));
    let redo =
        Command::Annul { authority: Some(Authority::Court), redo: true, days: Some(7), words: "法院撤销".into() };
    case.press(V1, &redo, at("2026-09-08 09:00"));
    assert_eq!(days(&case, LimitKind::Promise), "2026-09-17");
    let granted = case.press(V1, &grant(), at("2026-09-10 09:00"));
    assert_eq!(reckoning(&case, granted).used_quarters, 2 * 4);
    assert_eq!(case.state().outcome, Some(Outcome::Granted));
}

#[test]
fn days_behind_the_published_calendar_are_called_provisional() {
    let world = world("T28");
    let mut case = Case::open(&world, "T28", V1, at("2026-12-10 09:00"));
    case.press(V1, &accept(), at("2026-12-10 09:00"));
    let promise = limit(&case, LimitKind::Promise);
    assert!(promise.provisional && promise.day > Some(day("2026-12-31")));
    let due = case.state().at(at("2026-12-11 09:00"), &world.view()).due.expect("a date");
    assert!(due.provisional);
    let near = Span { quarters: 20, unit: Unit::Workday };
    assert!(!due_day(day("2026-12-10"), near, &[], &world.view()).provisional);
    for unit in [Unit::Workday, Unit::Day, Unit::Month] {
        assert!(due_day(day("2026-12-30"), Span { quarters: 16, unit }, &[], &world.view()).provisional, "{unit:?}");
    }
}

#[test]
fn dates_of_the_published_examples_are_met() {
    let world = world("V04");
    let examples = include_str!("../data/deadline_examples.csv");
    let mut count = 0;
    for line in examples.lines().skip(1) {
        let [start, n, due] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let quarters = n.parse::<u16>().expect("a number") * 4;
        let found = due_day(day(start), Span { quarters, unit: Unit::Workday }, &[], &world.view());
        assert_eq!((found.day, found.provisional), (day(due), false), "{line}");
        count += 1;
    }
    assert_eq!(count, 50);
}

/// Counts with nothing but a list of days.
pub(crate) fn model(start: Day, span: Span, pauses: &[(Day, Day)], is_workday: impl Fn(Day) -> bool) -> Day {
    let counts = |day: Day| !pauses.iter().any(|(from, to)| day > *from && day <= *to);
    let whole = span.quarters.div_ceil(4);
    let ahead = (1..4_000).map(|i| start.plus(i));
    let nth =
        |n: usize, days: &mut dyn Iterator<Item = Day>| if n == 0 { start } else { days.nth(n - 1).expect("near") };
    match span.unit {
        Unit::Workday => nth(usize::from(whole), &mut ahead.filter(|day| is_workday(*day) && counts(*day))),
        Unit::Day | Unit::Month => {
            let n =
                if span.unit == Unit::Day { i32::from(whole) } else { start.plus_months(u32::from(whole)).0 - start.0 };
            let last = nth(n as usize, &mut ahead.filter(|day| counts(*day)));
            (0..4_000).map(|i| last.plus(i)).find(|day| is_workday(*day)).expect("near")
        }
    }
}

#[test]
fn counting_agrees_with_a_model_that_goes_day_by_day() {
    let world = world("V04");
    let view = world.view();
    let first = day("2018-01-01");
    let mut runner = TestRunner::new(Config { cases: 3_000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(any::<u64>(), 0u16..260, 0usize..4), |(seed, quarters, pauses)| {
        let mut dice = Dice(seed);
        let start = first.plus(dice.below(2_800) as i32);
        let unit = *dice.of(&[Unit::Workday, Unit::Day]).expect("units");
        let (quarters, unit) = if dice.below(8) == 0 { (quarters % 24, Unit::Month) } else { (quarters, unit) };
        let spans: Vec<(Day, Day)> = (0..pauses)
            .map(|_| {
                let from = start.plus(dice.below(60) as i32 - 10);
                (from, from.plus(dice.below(30) as i32))
            })
            .collect();
        let day_pauses: Vec<DayPause> = spans.iter().map(|(from, to)| DayPause { from: *from, to: *to }).collect();
        let span = Span { quarters, unit };
        let is_workday = |day: Day| view.workday(day).unwrap_or(day.weekday() <= 5);
        let counted = due_day(start, span, &day_pauses, &view);
        prop_assert_eq!(counted.day, model(start, span, &spans, is_workday));
        let between = (1..=counted.day.0 - start.0).map(|i| start.plus(i));
        let counts = |day: &Day| is_workday(*day) && !spans.iter().any(|(from, to)| day > from && day <= to);
        prop_assert_eq!(
            workdays_between(start, counted.day, &day_pauses, &view),
            between.filter(counts).count() as u32
        );
        Ok(())
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

#[test]
fn absurd_days_and_moments_stop_no_machine() {
    let world = World::of_items(|item| item.legal.is_some());
    let (hash, _) = world.item("V04");
    for on in [i32::MIN, -1, 0, i32::MAX] {
        for now in [0, at("2026-09-08 10:20"), u64::MAX] {
            let mut case = Case::empty(&world, V1);
            let Body::Open(open) = open_body(hash, &[1]) else { panic!("an open") };
            case.write(V1, &Body::Open(Open { on: Some(Day(on)), ..open }), Role::Agent, now);
            case.write(
                V1,
                &Body::Accept(Accept { gaps: vec![2], gap_date: Some(Day(on)), on: None }),
                Role::Agent,
                now,
            );
            let supplement = Supplement {
                papers: Vec::new(),
                defects: vec![1],
                gaps: vec![2],
                on: Some(Day(on)),
                returned: Vec::new(),
            };
            case.write(V1, &Body::Supplement(supplement), Role::Agent, now);
            let state = case.state();
            assert_eq!(state.steps.len(), 3);
            for moment in [0, at("2026-09-08 10:20"), u64::MAX] {
                let _ = state.at(moment, &world.view());
            }
        }
        for unit in [Unit::Workday, Unit::Day, Unit::Month] {
            let _ = due_day(Day(on), Span { quarters: u16::MAX, unit }, &[], &world.view());
        }
        let _ = workdays_between(Day(i32::MIN), Day(on), &[], &world.view());
    }
    assert_eq!(doc(V1).origin(), V1);
}
