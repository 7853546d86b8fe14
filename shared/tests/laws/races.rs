//! Races between places that had not heard of each other, told step by step: what each of them wrote, and what everybody
//! finds once it has all come together.

use crate::limits::{accept, forward};
use crate::world::{Case, D, T1, V1, V2, World, at, node_of};
use daiban_shared::api::Command;
use daiban_shared::case::{Effect, Flag, Outcome, Status, Void};
use daiban_shared::id::SiteId;
use daiban_shared::kind::*;

fn world() -> World {
    World::of_items(|item| ["V04", "T28"].contains(&item.code.as_str()))
}

fn assign(to: SiteId) -> Command {
    let words = String::new();
    Command::Assign { to: Some(to), dept: None, user: None, ground: Some(AssignGround::Designated), words }
}

pub(crate) fn take_over() -> Command {
    Command::TakeOver { ground: Some(TakeOverGround::Unable), words: "失联".into() }
}

pub(crate) fn note(words: &str) -> Command {
    Command::Note { words: words.into() }
}

fn not_accept() -> Command {
    let ground = Some(NotAcceptGround::NotEligible);
    Command::NotAccept { ground, body_named: String::new(), words: "户籍不符".into() }
}

/// A village that was cut off accepts what the town takes over and refuses meanwhile. Whoever writes on top of both changes
/// nothing of what the town's machine already showed.
#[test]
fn a_word_of_the_district_on_top_of_a_race_does_not_turn_its_outcome_around() {
    let world = world();
    // The one whose machine comes first where the order may choose acts offline.
    let (origin, other) = if node_of(V1) < node_of(V2) { (V2, V1) } else { (V1, V2) };
    let now = at("2026-09-08 10:20");
    let mut case = Case::open(&world, "V04", origin, now);
    case.press(origin, &forward(None), now);
    case.press(T1, &assign(other), now);
    let offline =
        case.head(other, &Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: None }), Role::Agent, now);
    case.press(T1, &take_over(), now);
    case.press(T1, &not_accept(), now);
    case.press(origin, &note("居民已知悉"), now);
    let late = case.push(&offline, other);
    let before = case.state();
    assert_eq!(case.effect(late), Effect::None(Void::NotHolder));
    assert_eq!((before.status, before.outcome), (Status::Done, Some(Outcome::NotAccepted)));

    case.press(D, &note("已核查"), now);
    let after = case.state();
    assert_eq!(after.steps[..before.steps.len()], before.steps[..]);
    assert_eq!((after.status, after.outcome), (Status::Done, Some(Outcome::NotAccepted)));
}

fn notify(again: Option<AgainCode>) -> Body {
    let defects = vec![Defect { no: 1, paper: Some(2), field: None, code: DefectCode::Missing }];
    Body::Notify(Notify { defects, days: 10, again, on: None })
}

fn supplement_body(no: u8) -> Body {
    let paper = PaperIn { no, originals: 1, copies: 0, how: PaperForm::Paper, blobs: Vec::new() };
    let papers = vec![paper];
    Body::Supplement(Supplement { papers, defects: vec![1], gaps: Vec::new(), on: None, returned: Vec::new() })
}

/// What the resident brought answers the notice that his village had heard of, not one that was given meanwhile.
#[test]
fn a_supplement_answers_the_newest_notice_that_its_author_knew() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    let first = case.write(T1, &notify(None), Role::Clerk, at("2026-09-09 09:00"));
    let offline = case.head(V1, &supplement_body(2), Role::Agent, at("2026-09-10 09:00"));
    let second = case.write(T1, &notify(Some(AgainCode::NewFact)), Role::Clerk, at("2026-09-10 10:00"));
    case.push(&offline, V1);
    let state = case.state();
    let newest = state.notice.expect("a notice");
    assert_eq!((newest.hash, newest.complete_at), (second, None));
    assert_eq!(state.earlier_notices.len(), 1);
    assert_eq!(
        (state.earlier_notices[0].hash, state.earlier_notices[0].complete_at),
        (first, Some(at("2026-09-10 09:00")))
    );
    case.write(V1, &supplement_body(2), Role::Agent, at("2026-09-11 09:00"));
    assert_eq!(case.state().notice.expect("a notice").complete_at, Some(at("2026-09-11 09:00")));
}

/// A take-over undoes moves. What honest people recorded about them stays recorded, and starts and ends nothing.
#[test]
fn a_fact_about_a_move_that_a_take_over_undid_is_kept() {
    let world = world();
    let now = at("2026-09-09 09:00");
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), now);
    let over = case.head(
        D,
        &Body::TakeOver(TakeOver { ground: TakeOverGround::Unable, heard: None, on: None }),
        Role::Head,
        now,
    );
    let accepted = case.press(T1, &accept(), now);
    let told = case.press(V1, &told_of(accepted), now);
    let asked = case.press(T1, &question(), now);
    let handed = case.press(T1, &assign(V2), now);
    let signed = case.taken(V2, now);
    let of = Body::Taken(Taken { of: asked });
    let task_signed = case.write(V1, &of, Role::Node, now);
    case.push(&over, D);
    for undone in [accepted, asked, handed] {
        assert_eq!(case.effect(undone), Effect::None(Void::NotHolder));
    }
    for fact in [told, signed, task_signed] {
        assert_eq!(case.effect(fact), Effect::Effect);
    }
    let state = case.state();
    assert!(state.delivered.is_empty() && state.tasks.is_empty());
    assert_eq!(state.holder.map(|holder| holder.site), Some(D));
    // What was never there, or is no paper, is not delivered.
    let note = case.press(V1, &note("来访"), now);
    for of in [note, daiban_shared::id::Hash([7; 32])] {
        let body = Body::Deliver(Deliver { of, way: DeliverWay::InPerson, returned: Vec::new(), on: None });
        let hash = case.write(V1, &body, Role::Agent, now);
        assert_eq!(case.effect(hash), Effect::None(Void::Content));
    }
}

fn told_of(of: daiban_shared::id::Hash) -> Command {
    Command::Deliver { of: Some(of), way: Some(DeliverWay::ByProxy), receiver: "钟秀英".into(), on: None }
}

pub(crate) fn question() -> Command {
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

/// kinds.md §4: no paper is ever void because of a desk.
#[test]
fn a_machine_that_was_restored_before_a_change_of_desk_loses_nothing() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    case.taken(T1, at("2026-09-09 08:00"));
    let restored = case.head(
        T1,
        &Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: None }),
        Role::Clerk,
        at("2026-09-10 09:00"),
    );
    let before = case.state();
    let desk = Command::Assign {
        to: None,
        dept: Some(daiban_shared::id::DeptId(3)),
        user: None,
        ground: Some(AssignGround::Duty),
        words: String::new(),
    };
    case.press(T1, &desk, at("2026-09-11 09:00"));
    let after = case.state();
    let (was, is) = (before.holder.expect("held"), after.holder.expect("held"));
    assert_eq!((is.since, is.since_at, is.taken_at), (was.since, was.since_at, was.taken_at));
    assert_eq!(is.dept, Some(daiban_shared::id::DeptId(3)));
    // The town's time runs on: a desk is no new beginning.
    assert_eq!(before.limits, after.limits);
    let restored = daiban_shared::entry::Head {
        feed: daiban_shared::id::FeedId::new(node_of(T1), 2, [2; 8]),
        n: 1,
        prev: None,
        cmd: daiban_shared::id::CmdId([88; 16]),
        ..restored
    };
    let accepted = case.push(&restored, T1);
    assert_eq!(case.effect(accepted), Effect::Effect);
}

/// A paper is printed with its number and handed over; nothing that arrives later prints another on it, or the same on
/// another paper.
#[test]
fn two_places_that_give_receipts_at_the_same_time_never_give_one_number_twice() {
    let world = world();
    let mut case = Case::open(&world, "V04", V1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    case.write(T1, &notify(None), Role::Clerk, at("2026-09-09 09:00"));
    let mark = |case: &Case<'_>, hash| {
        let steps = case.state().steps;
        steps.iter().find(|step| step.hash == hash).expect("a step").paper_mark().expect("a paper")
    };
    let offline = case.head(V1, &supplement_body(2), Role::Agent, at("2026-09-10 09:00"));
    let mut village = Case { entries: case.entries.clone(), ..Case::empty(&world, V1) };
    let receipt = village.push(&offline, V1);
    assert_eq!(mark(&village, receipt), "R1");
    let town = case.write(T1, &supplement_body(3), Role::Clerk, at("2026-09-10 09:30"));
    assert_eq!(mark(&case, town), "R1-001");
    case.push(&offline, V1);
    assert_eq!((mark(&case, receipt), mark(&case, town)), ("R1".into(), "R1-001".into()));
    let next = case.write(V1, &supplement_body(4), Role::Agent, at("2026-09-11 09:00"));
    assert_eq!(mark(&case, next), "R2");
}

/// What the district turned down keeps no number that a paper of somebody else may get.
#[test]
fn a_move_after_one_that_lost_its_effect_gets_a_number_of_its_own() {
    let world = world();
    let now = at("2026-09-09 09:00");
    let mut case = Case::open(&world, "V04", V1, now);
    case.press(V1, &forward(None), now);
    let over = Body::TakeOver(TakeOver { ground: TakeOverGround::Unable, heard: None, on: None });
    let over = case.head(D, &over, Role::Head, now);
    let lost = case.press(T1, &accept(), now);
    case.push(&over, D);
    assert_eq!(case.effect(lost), Effect::None(Void::NotHolder));
    let again = case.press(D, &accept(), now);
    let step = case.state().steps.into_iter().find(|step| step.hash == again).expect("a step");
    assert_eq!(step.paper_mark().as_deref(), Some("G1-000"), "G1-001 was printed in the town");
}

#[test]
fn what_decide_refuses_has_effect_with_a_fault() {
    let world = world();
    let now = at("2026-09-09 09:00");
    let mut case = Case::open(&world, "T28", V1, now);
    let nobody = TaskOpen { what: TaskKind::PublicNotice, to: Vec::new(), stage: 0, excluded: true, on: None };
    let asked = case.write(V1, &Body::TaskOpen(nobody), Role::Agent, now);
    case.press(V1, &accept(), now);
    let clock = Reckoning { due: None, provisional: false, used_quarters: 0, pauses: Vec::new(), calendar: None };
    let right = world.view().right_for(V1, Power::Decide, case.item()).expect("the village decides").no;
    let bare = Deny {
        right,
        grounds: Vec::new(),
        remedy: Remedy::DistrictGovernment,
        reckoning: clock,
        court: None,
        on: None,
    };
    // A task without a basis in the item, or without anybody who could answer, stops no clock.
    assert!(case.state().limits.iter().all(|limit| !limit.paused), "{:?}", case.state().limits);
    let denied = case.write(V1, &Body::Deny(bare), Role::Reviewer, now);
    let state = case.state();
    let flags = |hash| state.steps.iter().find(|step| step.hash == hash).map(|step| step.flags.clone());
    assert_eq!(flags(asked), Some(vec![Flag::NoUnit, Flag::ExcludedWithoutBasis]));
    assert_eq!(flags(denied), Some(vec![Flag::NoGround]));
    assert_eq!(state.outcome, Some(Outcome::Denied));
    assert!(state.tasks[0].over_at().is_some() && !state.tasks[0].is_open());
}

#[test]
fn a_case_filed_with_a_reason_why_nothing_was_delivered_is_filed_without_a_fault() {
    let world = world();
    let now = at("2026-09-09 09:00");
    for (undelivered, flags) in [(Some(UndeliveredCode::NotReachable), vec![]), (None, vec![Flag::Undelivered])] {
        let mut case = Case::open(&world, "T28", V1, now);
        case.press(V1, &not_accept(), now);
        let reckoning =
            Reckoning { due: None, provisional: false, used_quarters: 0, pauses: Vec::new(), calendar: None };
        let closed = case.write(V1, &Body::Close(Close { undelivered, reckoning, on: None }), Role::Agent, now);
        let step = case.state().steps.into_iter().find(|step| step.hash == closed).expect("a step");
        assert_eq!((step.effect, step.flags), (Effect::Effect, flags));
    }
}

/// An answer ahead of its question clears nothing: what becomes a duty later stays one.
#[test]
fn an_answer_to_nothing_that_was_owed_clears_no_duty() {
    let world = world();
    let now = at("2026-09-09 09:00");
    let mut case = Case::open(&world, "V04", V1, now);
    case.press(V1, &forward(None), now);
    let over = Body::TakeOver(TakeOver { ground: TakeOverGround::Unable, heard: None, on: None });
    let over = case.head(D, &over, Role::Head, now);
    let lost = case.press(T1, &accept(), now);
    let answer =
        |of| Body::Answer(Answer { of, result: AnswerResult::Done, officers: Vec::new(), on: None, dept: None });
    let early = case.write(T1, &answer(lost), Role::Clerk, now);
    case.push(&over, D);
    assert_eq!((case.effect(lost), case.effect(early)), (Effect::None(Void::NotHolder), Effect::Effect));
    let owners = |case: &Case<'_>| -> Vec<SiteId> {
        case.state().duties.iter().filter(|duty| duty.of == lost).map(|duty| duty.owner).collect()
    };
    assert_eq!(owners(&case), [T1, D]);
    case.press(
        T1,
        &Command::Answer {
            of: lost,
            result: Some(AnswerResult::Told),
            words: String::new(),
            dept: None,
            officers: Vec::new(),
        },
        now,
    );
    assert_eq!(owners(&case), [D], "each owes an answer of his own");
    case.press(
        D,
        &Command::Answer {
            of: lost,
            result: Some(AnswerResult::Told),
            words: String::new(),
            dept: None,
            officers: Vec::new(),
        },
        now,
    );
    assert_eq!(owners(&case), []);
}
