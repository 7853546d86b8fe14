//! Decisions that are set aside and made again, and whose a lateness is: rounds, desks, officers.

use crate::clock::{company, limit, world};
use crate::decide::{accepted_at_the_district, granted};
use crate::late::{alarm, assign, decided_above, steps};
use crate::limits::{accept, grant};
use crate::world::{Case, D, T1, V1, at, somebody, unit_answers};
use daiban_shared::api::{AskTo, Command, LimitKind};
use daiban_shared::kind::*;
use daiban_shared::watch::{Alarm, Rules, alarms};

fn redo() -> Command {
    Command::Annul { authority: Some(Authority::OwnError), redo: true, days: None, words: "更正".into() }
}

#[test]
fn a_decision_that_is_set_aside_makes_nothing_timely_that_was_late() {
    let world = world();
    let mut case = accepted_at_the_district(&world);
    case.press(D, &grant(), at("2026-12-28 09:00"));
    let late = |case: &Case<'_>, rule: RuleKind| {
        let all = alarms(&case.state(), case.item(), &Rules::of(world.view()));
        all.into_iter().filter(|alarm| alarm.rule == rule).map(|alarm| (alarm.of, alarm.since)).collect::<Vec<_>>()
    };
    let kinds = [RuleKind::PromisePassed, RuleKind::LegalPassed];
    let before = kinds.map(|rule| late(&case, rule));
    assert!(before.iter().all(|alarms| alarms.len() == 1), "{before:?}");
    case.press(D, &redo(), at("2026-12-28 09:10"));
    case.press(D, &grant(), at("2026-12-28 09:11"));
    assert_eq!(kinds.map(|rule| late(&case, rule)), before, "set aside and decided again within minutes");
    // A second decision may be late as well: that is another lateness, with a card of its own.
    case.press(D, &redo(), at("2026-12-28 09:20"));
    let due = limit(&case, LimitKind::Promise).due.expect("a date");
    case.press(D, &grant(), due + 86_400_000);
    let both = late(&case, RuleKind::PromisePassed);
    assert_eq!(both.len(), 2);
    assert_ne!(both[0].0, both[1].0);
}

#[test]
fn who_decided_late_is_named_when_somebody_else_decides_again() {
    let world = world();
    let mut case = accepted_at_the_district(&world);
    case.press(D, &grant(), at("2026-12-28 09:00"));
    let before = alarm(&case, RuleKind::PromisePassed);
    case.press(D, &redo(), at("2026-12-28 09:10"));
    let other = somebody(D, &[Role::Reviewer], None).user;
    let ground = AssignGround::ALL.first().copied();
    let to_other = Command::Assign { to: None, dept: None, user: Some(other), ground, words: "请办".into() };
    case.press(D, &to_other, at("2026-12-28 09:20"));
    assert_eq!(case.state().holder.and_then(|holder| holder.user), Some(other));
    assert_eq!(alarm(&case, RuleKind::PromisePassed).user, before.user);
}

#[test]
fn who_urges_is_not_who_delivered_late() {
    let world = world();
    let mut case = granted(&world);
    let due = limit(&case, LimitKind::DeliverBy).due.expect("a date");
    let before = alarm(&case, RuleKind::DeliverLate).user;
    let supervisor = somebody(D, &[Role::Supervisor], None);
    case.press_as(
        &supervisor,
        &Command::Urge { ground: UrgeGround::ALL.first().copied(), words: "请尽快送达".into(), days: None },
        due + 86_400_000,
    );
    let deliver = Command::Deliver { of: None, way: Some(DeliverWay::ByProxy), receiver: String::new(), on: None };
    case.press(V1, &deliver, due + 2 * 86_400_000);
    let late = alarm(&case, RuleKind::DeliverLate);
    assert!(late.ended.is_some() && late.user == before && before != Some(supervisor.user), "{late:?}");
}

#[test]
fn a_paper_that_was_handed_over_in_time_is_not_late_because_nobody_had_heard_of_it() {
    let world = world();
    let mut case = granted(&world);
    let outcome = case.state().done.expect("granted").0;
    // The village hands it over, and its line is down until after the annulment.
    let deliver = Deliver { of: outcome, way: DeliverWay::InPerson, returned: Vec::new(), on: None };
    let head = case.head(V1, &Body::Deliver(deliver), Role::Agent, at("2026-09-10 09:00"));
    let mut unheard = case.clone();
    for case in [&mut case, &mut unheard] {
        case.press(D, &redo(), at("2026-10-12 09:00"));
    }
    case.push(&head, V1);
    let late = |case: &Case<'_>| {
        let all = alarms(&case.state(), case.item(), &Rules::of(world.view()));
        all.iter().filter(|alarm| alarm.rule == RuleKind::DeliverLate).count()
    };
    assert_eq!((late(&unheard), late(&case)), (1, 0), "the entry takes its alarm back when it comes");
}

#[test]
fn a_second_late_acceptance_is_another_lateness() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    let refusal = NotAccept { ground: NotAcceptGround::NotEligible, body: None, on: None };
    case.write(V1, &Body::NotAccept(refusal), Role::Agent, at("2026-09-22 09:00"));
    case.press(V1, &redo(), at("2026-10-12 09:00"));
    let accept = Accept { gaps: Vec::new(), gap_date: None, on: None };
    case.write(V1, &Body::Accept(accept), Role::Agent, at("2026-10-28 09:00"));
    let all = alarms(&case.state(), case.item(), &Rules::of(world.view()));
    let late: Vec<&Alarm> = all.iter().filter(|alarm| alarm.rule == RuleKind::AcceptLate).collect();
    assert_eq!(late.len(), 2);
    assert_ne!(late[0].of, late[1].of, "each has a card of its own");
}

#[test]
fn a_refusal_to_accept_that_came_late_was_late_when_it_is_set_aside() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    // Written before anybody there knew that the five days were over: it counts, and was late.
    let refusal = NotAccept { ground: NotAcceptGround::NotEligible, body: None, on: None };
    case.write(V1, &Body::NotAccept(refusal), Role::Agent, at("2026-09-22 09:00"));
    let late = alarm(&case, RuleKind::AcceptLate);
    case.press(V1, &redo(), at("2026-10-12 09:00"));
    assert_eq!(alarm(&case, RuleKind::AcceptLate), late);
}

#[test]
fn who_decided_in_time_is_not_late_when_the_decision_is_set_aside_later() {
    let world = world();
    let mut case = decided_above(&world);
    case.press(D, &assign(T1), at("2026-11-02 09:00"));
    case.taken(T1, at("2026-11-02 09:05"));
    let back = Command::TakeOver { ground: Some(TakeOverGround::Unable), words: "收回".into() };
    case.press(D, &back, at("2026-11-23 09:00"));
    case.press(D, &redo(), at("2026-11-23 09:10"));
    let found = alarms(&case.state(), case.item(), &Rules::of(world.view()));
    assert!(
        found.iter().all(|alarm| alarm.rule != RuleKind::StepLate || alarm.since > at("2026-11-23 09:10")),
        "{found:?}"
    );
    let step = steps(&case).pop().expect("the district begins anew");
    assert_eq!((step.owner, step.starts), (D, at("2026-11-23 09:10")), "the new round begins for it");
}

#[test]
fn what_silence_made_late_is_the_same_lateness_once_somebody_accepts() {
    let world = world();
    let mut case = Case::open(&world, "D02", D, at("2026-11-09 09:00"));
    let silent = alarm(&case, RuleKind::PromisePassed);
    case.press(D, &accept(), at("2026-11-23 09:00"));
    assert_eq!(alarm(&case, RuleKind::PromisePassed).of, silent.of, "its card stays its card");
}

#[test]
fn an_answer_to_what_was_taken_back_is_not_late() {
    let world = world();
    let mut case = accepted_at_the_district(&world);
    let to = vec![AskTo { site: T1, dept: None, days: Some(2) }];
    let (words, place, held) = ("请核实".to_owned(), String::new(), String::new());
    let ask = Command::TaskOpen { what: Some(TaskKind::Question), to, words, stage: None, excluded: None, place, held };
    let task = case.press(D, &ask, at("2026-09-14 09:00"));
    case.write(T1, &Body::Taken(Taken { of: task }), Role::Node, at("2026-09-14 09:05"));
    // The line breaks, and the town answers without having heard that it need not.
    let answer = Answer { of: task, result: AnswerResult::Confirmed, officers: Vec::new(), on: None, dept: None };
    let answer = case.head(T1, &Body::Answer(answer), Role::Clerk, at("2026-09-18 09:00"));
    let end = Command::TaskEnd { task, ground: Some(TaskEndGround::NotNeeded), words: "已查明".into() };
    case.press(D, &end, at("2026-09-15 09:00"));
    let answered = case.push(&answer, T1);
    assert_eq!(case.effect(answered), daiban_shared::case::Effect::Effect);
    let found = alarms(&case.state(), case.item(), &Rules::of(world.view()));
    assert!(found.iter().all(|alarm| alarm.rule != RuleKind::TaskLate), "{found:?}");
}

#[test]
fn each_desk_that_was_asked_is_late_for_itself_and_nobody_is_blamed_for_another() {
    let world = world();
    let mut case = company(&world, "2026-11-16 09:00");
    let units: Vec<_> = case.item().tasks.iter().map(|rule| rule.unit).collect();
    let to = units.iter().map(|unit| AskTo { site: D, dept: Some(*unit), days: Some(1) }).collect();
    let (words, place, held) = ("请会签".to_owned(), String::new(), String::new());
    let stage = Some(1);
    let ask = Command::TaskOpen { what: Some(TaskKind::Opinion), to, words, stage, excluded: None, place, held };
    let task = case.press(D, &ask, at("2026-11-16 09:05"));
    let first = somebody(D, &[Role::Reviewer], Some(units[0]));
    case.press_as(&first, &unit_answers(task, AnswerResult::NoObjection), at("2026-11-20 09:00"));
    let found = alarms(&case.state(), case.item(), &Rules::of(world.view()));
    let late: Vec<&Alarm> = found.iter().filter(|alarm| alarm.rule == RuleKind::TaskLate).collect();
    assert_eq!(
        late.iter().map(|alarm| alarm.desk).collect::<Vec<_>>(),
        units.iter().map(|unit| Some(*unit)).collect::<Vec<_>>()
    );
    let names: std::collections::BTreeSet<_> = late.iter().map(|alarm| alarm.of).collect();
    assert_eq!((names.len(), late[0].of), (units.len(), task), "a card for each");
    assert_eq!(
        late.iter().map(|alarm| alarm.user.is_some()).collect::<Vec<_>>(),
        units.iter().map(|unit| *unit == units[0]).collect::<Vec<_>>()
    );
}
