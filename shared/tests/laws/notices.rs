//! Correction notices and what else stops, starts or moves a limit: several notices, silence, days at the counter, a new
//! round.

use crate::limits::forward;
use crate::world::{Case, D, T1, V1, World, at, day, open_body};
use daiban_shared::api::{Command, LimitKind};
use daiban_shared::case::{Effect, Flag};
use daiban_shared::day::Day;
use daiban_shared::id::Millis;
use daiban_shared::kind::*;
use daiban_shared::limits::Limit;

fn world(code: &str) -> World {
    World::of_items(|item| item.code == code)
}

fn limit(case: &Case<'_>, kind: LimitKind) -> Option<Limit> {
    case.state().limits.into_iter().rfind(|limit| limit.kind == kind)
}

fn day_of(case: &Case<'_>, kind: LimitKind) -> Option<Day> {
    limit(case, kind)?.day
}

fn at_the_town<'w>(world: &'w World, filed: &str) -> Case<'w> {
    let mut case = Case::empty(world, V1);
    let (item, _) = world.item("V04");
    case.write(V1, &open_body(item, &[1]), Role::Agent, at(filed));
    case.press(V1, &forward(None), at(filed));
    case
}

fn notify(defects: &[u8], again: Option<AgainCode>) -> Body {
    let defect = |no: &u8| Defect { no: *no, paper: Some(*no), field: None, code: DefectCode::Missing };
    Body::Notify(Notify { defects: defects.iter().map(defect).collect(), days: 10, again, on: None })
}

fn accept_body() -> Body {
    Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: None })
}

fn brought(defects: &[u8], on: Option<Day>) -> Body {
    let (defects, papers) = (defects.to_vec(), Vec::new());
    Body::Supplement(Supplement { papers, defects, gaps: Vec::new(), on, returned: Vec::new() })
}

#[test]
fn a_second_notice_in_time_keeps_what_the_first_one_stopped() {
    let world = world("V04");
    let mut case = at_the_town(&world, "2026-09-08 10:20");
    case.write(T1, &notify(&[2], None), Role::Clerk, at("2026-09-10 09:00"));
    case.write(V1, &brought(&[2], None), Role::Agent, at("2026-09-20 09:00"));
    let second = case.write(T1, &notify(&[3], Some(AgainCode::NewFact)), Role::Clerk, at("2026-09-22 09:00"));
    let step = case.state().steps.into_iter().find(|step| step.hash == second).expect("a step");
    assert_eq!((step.effect, step.flags), (Effect::Effect, vec![]), "in time: five days from the supplement");
    case.write(T1, &accept_body(), Role::Clerk, at("2026-09-23 09:00"));
    let state = case.state();
    assert_eq!((state.accepted_on, state.is_deemed), (Some(day("2026-09-23")), false));
    // 30 calendar days of the application end on 8 October; (10, 20] and (22, 23] do not count.
    assert_eq!(day_of(&case, LimitKind::Legal), Some(day("2026-10-19")));
    let five_days: Vec<_> = state.limits.iter().filter(|limit| limit.kind == LimitKind::AcceptBy).collect();
    assert_eq!(five_days.len(), 2);
    assert!(five_days.iter().all(|limit| limit.ended.is_some() && !limit.ended_late()));
}

#[test]
fn a_notice_is_answered_when_the_last_of_its_defects_was_first_answered() {
    let world = world("V04");
    let mut case = at_the_town(&world, "2026-09-08 10:20");
    case.write(T1, &notify(&[2, 3], None), Role::Clerk, at("2026-09-09 09:00"));
    // The village takes one paper on the 10th, while its line is down; the town takes both on the 14th.
    let village = case.head(V1, &brought(&[2], None), Role::Agent, at("2026-09-10 09:00"));
    let other = case.head(V1, &brought(&[3], Some(day("2026-09-11"))), Role::Agent, at("2026-09-15 09:00"));
    case.write(T1, &brought(&[2, 3], None), Role::Clerk, at("2026-09-14 09:00"));
    assert_eq!(case.state().notice.expect("a notice").complete_at, Some(at("2026-09-14 09:00")));
    case.push(&village, V1);
    assert_eq!(case.state().notice.expect("a notice").complete_at, Some(at("2026-09-14 09:00")));
    let second = daiban_shared::entry::Head { n: 9, cmd: daiban_shared::id::CmdId([77; 16]), ..other };
    case.push(&second, V1);
    assert_eq!(case.state().notice.expect("a notice").complete_at, Some(day("2026-09-11").at_minute(0)));
}

#[test]
fn the_legal_limit_of_an_application_runs_before_anybody_accepts_it() {
    let world = world("V04");
    let case = at_the_town(&world, "2026-09-08 10:20");
    assert_eq!(day_of(&case, LimitKind::Legal), Some(day("2026-10-08")));
    let passed = |now: &str| case.state().at(at(now), &world.view()).passed;
    assert!(!passed("2026-10-08 17:00").contains(&LimitKind::Legal));
    assert!(passed("2026-10-08 17:31").contains(&LimitKind::Legal));
}

/// kinds.md, "Limits": accept_by passed means that promise and legal limit run, whether anybody presses "accept" or not.
#[test]
fn what_counts_as_accepted_has_a_promise() {
    let world = world("V04");
    let case = at_the_town(&world, "2026-09-08 10:20");
    let promise = limit(&case, LimitKind::Promise).expect("promised");
    // 20 working days from the day of receipt, as if it had been accepted then.
    assert_eq!(promise.day, Some(day("2026-10-12")));
    assert!(case.state().at(at("2026-10-12 17:31"), &world.view()).passed.contains(&LimitKind::Promise));
    // A promise of one day is broken only once the silence counts as an acceptance.
    let short = self::world("D02");
    let mut case = Case::empty(&short, D);
    let (item, _) = short.item("D02");
    case.write(D, &open_body(item, &[1]), Role::Clerk, at("2026-11-18 14:00"));
    let passed = |now: Millis| case.state().at(now, &short.view()).passed;
    let five_days = at("2026-11-25 17:30");
    assert!(!passed(five_days).contains(&LimitKind::Promise));
    assert!(passed(five_days + 1).contains(&LimitKind::Promise));
    // A notice in time stops it: nothing counts as accepted then.
    let mut told = at_the_town(&world, "2026-09-08 10:20");
    told.write(T1, &notify(&[2], None), Role::Clerk, at("2026-09-09 09:00"));
    assert_eq!(limit(&told, LimitKind::Promise), None);
    assert!(limit(&told, LimitKind::Legal).expect("of application").paused);
}

#[test]
fn a_new_round_gives_the_step_its_whole_time_again() {
    let world = world("V04");
    let mut case = at_the_town(&world, "2026-03-03 09:00");
    case.taken(T1, at("2026-03-03 10:00"));
    case.write(T1, &accept_body(), Role::Clerk, at("2026-03-03 11:00"));
    let first = limit(&case, LimitKind::Step).expect("the town's step");
    let stop =
        Command::Terminate { ground: Some(TerminateGround::Moot), duplicate_of: None, words: "已无必要".into() };
    case.press(T1, &stop, at("2026-03-04 09:00"));
    let redo =
        Command::Annul { authority: Some(Authority::Court), redo: true, days: None, words: "法院撤销".into() };
    case.press(T1, &redo, at("2026-06-15 09:00"));
    let again = limit(&case, LimitKind::Step).expect("the town's step");
    assert_eq!((first.starts, again.starts), (at("2026-03-03 10:00"), at("2026-06-15 09:00")));
    assert!(!case.state().at(at("2026-06-16 09:00"), &world.view()).passed.contains(&LimitKind::Step));
}

/// What happened at the counter while the machine was off counts from that day, and says that it was entered later.
#[test]
fn a_step_that_is_entered_later_counts_from_its_day_at_the_counter() {
    let world = world("V04");
    let mut case = at_the_town(&world, "2026-09-08 10:20");
    let late = Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: Some(day("2026-09-14")) });
    let hash = case.write(T1, &late, Role::Clerk, at("2026-09-17 09:00"));
    let state = case.state();
    assert_eq!((state.accepted_on, state.is_deemed), (Some(day("2026-09-14")), false));
    let step = state.steps.iter().find(|step| step.hash == hash).expect("a step");
    assert_eq!((step.effect, step.flags.as_slice()), (Effect::Effect, [Flag::Late].as_slice()));
    // Never from before the filing, never from after its own time.
    for (on, from) in [("2020-01-01", "2026-09-08"), ("2030-01-01", "2026-09-17")] {
        let mut case = at_the_town(&world, "2026-09-08 10:20");
        let odd = Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: Some(day(on)) });
        case.write(T1, &odd, Role::Clerk, at("2026-09-17 09:00"));
        let accepted = case.state().accepted.expect("accepted").1;
        assert_eq!(Day::of(accepted), day(from));
    }
}

#[test]
fn a_case_is_not_filed_on_a_day_that_has_not_come() {
    let world = world("V04");
    let (item, _) = world.item("V04");
    let Body::Open(open) = open_body(item, &[1]) else { panic!("an open") };
    let mut case = Case::empty(&world, V1);
    let ahead = Body::Open(Open { on: Some(day("2026-12-01")), ..open });
    case.write(V1, &ahead, Role::Agent, at("2026-09-08 10:20"));
    assert_eq!(case.state().opened.expect("open").on, day("2026-09-08"));
    assert_eq!(day_of(&case, LimitKind::AcceptBy), Some(day("2026-09-15")));
}

#[test]
fn a_late_notice_is_a_notice_with_a_fault_and_pauses_nothing() {
    let world = world("V04");
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    let defects = vec![Defect { no: 1, paper: Some(2), field: None, code: DefectCode::Missing }];
    let late = Body::Notify(Notify { defects, days: 10, again: None, on: None });
    let hash = case.write(V1, &late, Role::Agent, at("2026-09-16 09:00"));
    let state = case.state();
    let step = state.steps.iter().find(|step| step.hash == hash).expect("a step");
    assert_eq!((step.effect, step.flags.as_slice()), (Effect::Effect, [Flag::AfterDeemed].as_slice()));
    assert!(state.at(at("2026-09-16 10:00"), &world.view()).is_deemed);
    case.press(V1, &crate::limits::accept(), at("2026-09-17 09:00"));
    assert_eq!(case.state().accepted_on, Some(day("2026-09-08")));
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-10-12")));
    assert_eq!(day_of(&case, LimitKind::Legal), Some(day("2026-10-08")));
}
