//! What Daiban does, told in nine scenes. Begin here.
//!
//! The stage: Meixian District (梅县区), Yanyang Town (雁洋镇) and Changjiao Village (长教村), each with its own machine and its
//! own store, joined by lines that can break. Nobody waits for anybody: each works on what its machine has, and when the
//! line is back everything arrives once.

use daiban_node::seed::Place::{Changjiao, District, Songkou, Tongpa, Yanyang};
use daiban_node::store::{Look, overview};
use daiban_shared::api::{Command, DefectIn, DutyKind, EffectView, Freshness, PaperTicked};
use daiban_shared::case::{Outcome, RefusalCode, Status};
use daiban_shared::form::Value;
use daiban_shared::kind::*;
use daiban_tests::line::Line;
use daiban_tests::world::{HOUR, MINUTE, Who, World};
use std::collections::BTreeMap;

/// 最低生活保障: filed in the village, examined in the town, decided in the district by the civil affairs bureau.
const ALLOWANCE: &str = "V04";
const CIVIL_AFFAIRS: Who = Who::ReviewerOf(1);

fn forward() -> Command {
    Command::Forward { to: None, dept: None, opinion: None, words: String::new() }
}

fn forward_agreed() -> Command {
    Command::Forward { to: None, dept: None, opinion: Some(Opinion::Agree), words: "情况属实".into() }
}

fn accept() -> Command {
    Command::Accept { gaps: vec![], gap_date: None }
}

fn grant() -> Command {
    Command::Grant { ground: None, words: "符合条件".into() }
}

fn deliver() -> Command {
    Command::Deliver { of: None, way: Some(DeliverWay::ByProxy), receiver: String::new(), on: None }
}

fn withdrawal() -> Command {
    Command::WithdrawAsked { signed: true, on: None, words: "不再申请".into() }
}

fn refusal(result: Result<daiban_shared::id::Hash, daiban_node::Error>) -> RefusalCode {
    match result {
        Err(daiban_node::Error::Refused(refusal)) => refusal.code,
        Ok(_) => panic!("it was taken"),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn scene_1_an_agent_files_and_the_resident_gets_a_number_that_never_changes() {
    let mut world = World::three_tiers();
    // What is missing or wrong is said field by field before anything is written.
    let mut wrong = world.application(Changjiao, ALLOWANCE, 3, &[]);
    wrong.applicant.id_number = "441421195103120041".into();
    let refused = world.desk(Changjiao, Who::Agent).file(wrong).unwrap_err();
    assert!(refused.to_string().contains("BadField"), "{refused}");

    let case = world.file(Changjiao, ALLOWANCE);
    let page = world.page(Changjiao, Who::Agent, case);
    // District 441403, place 353, the day, a serial number, a check digit.
    assert_eq!((page.number.len(), &page.number[..15]), (20, "441403353260908"));
    assert_eq!(page.status, Status::Received);
    assert!(page.holder.here, "it is in the village's hand until it is handed up");
    // The receipt (收件凭证) has a number of its own, made from the case's.
    assert_eq!(page.steps[0].paper_number, Some(format!("{}A1", page.number)));
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle();
    assert_eq!(world.page(District, CIVIL_AFFAIRS, case).number, page.number);
}

#[test]
fn scene_2_the_town_is_away_and_the_village_works_on() {
    let mut world = World::three_tiers();
    world.stop(Yanyang);
    for item in [ALLOWANCE, "V05", "T02"] {
        let case = world.file(Changjiao, item);
        world.step(Changjiao, Who::Agent, case, forward());
        world.settle();
        let page = world.page(Changjiao, Who::Agent, case);
        assert!(page.steps.iter().all(|step| step.effect == EffectView::Effect), "everything counts at once");
        // On this machine; not yet at the town. Each step says so, from the town's own word and not from hope.
        assert!(page.steps.iter().all(|step| step.delivered.town.is_none() && step.delivered.district.is_none()));
        assert!(page.holder.in_transit, "handed up, and the town has not got it yet");
    }
}

#[test]
fn scene_3_the_line_is_back_and_everything_arrives_without_a_press() {
    let mut world = World::three_tiers();
    world.stop(Yanyang);
    let case = world.file(Changjiao, ALLOWANCE);
    world.step(Changjiao, Who::Agent, case, forward());
    world.pass(3 * HOUR).start(Yanyang);
    world.cut(Yanyang).settle();
    let filed = world.step_view(Changjiao, case, Kind::Open);
    assert_eq!(
        (filed.delivered.town.is_some(), filed.delivered.district),
        (true, None),
        "at the town, not yet at the district"
    );
    world.heal(Yanyang).settle();
    let filed = world.step_view(Changjiao, case, Kind::Open);
    assert!(filed.delivered.district.is_some(), "at the district");
    assert_eq!(world.page(Yanyang, Who::Clerk, case).status, Status::Received);
    assert!(!world.page(Changjiao, Who::Agent, case).holder.in_transit, "the town's machine has signed for it");
}

#[test]
fn scene_4_the_town_tells_once_what_is_missing_accepts_and_hands_up() {
    let mut world = World::three_tiers();
    let case = world.file_without(Changjiao, ALLOWANCE, &[4]);
    world.settle();
    assert_eq!(refusal(world.try_step(Yanyang, Who::Clerk, case, accept())), RefusalCode::NotHolder);
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle();
    // Now it is hers. A required paper is missing, so she cannot accept; she tells everything that is missing at once.
    assert_eq!(refusal(world.try_step(Yanyang, Who::Clerk, case, accept())), RefusalCode::MissingPaper);
    let defect = DefectIn { paper: Some(4), field: None, code: DefectCode::Missing, words: "收入证明".into() };
    world.step(Yanyang, Who::Clerk, case, Command::Notify { defects: vec![defect], days: None, again: None });
    world.settle();
    let notice = world.step_view(Changjiao, case, Kind::Notify);
    assert_eq!(notice.payload.defects[0].words, "收入证明");
    world.pass(24 * HOUR);
    world.step(Changjiao, Who::Agent, case, deliver());
    let papers = vec![PaperTicked { no: 4, originals: 1, copies: 0, how: None }];
    world.step(
        Changjiao,
        Who::Agent,
        case,
        Command::Supplement { papers, defects: None, on: None, words: String::new() },
    );
    world.settle();
    // What the resident brought is a fact; it accepts nothing by itself. She does.
    let page = world.page(Yanyang, Who::Clerk, case);
    assert_eq!(page.status, Status::Received);
    assert!(page.duties.iter().any(|duty| duty.code == DutyKind::SupplementIn && duty.here));
    world.step(Yanyang, Who::Clerk, case, accept());
    assert_eq!(refusal(world.try_step(Yanyang, Who::Clerk, case, forward())), RefusalCode::NoOpinion);
    world.step(Yanyang, Who::Clerk, case, forward_agreed());
    world.settle();
    let page = world.page(District, CIVIL_AFFAIRS, case);
    assert_eq!((page.status, page.holder.here), (Status::Accepted, true));
    assert_eq!(page.holder.department.map(|desk| desk.zh).as_deref(), Some("民政局"));
    assert!(page.due.is_some_and(|due| !due.provisional), "it has a date by which it must be decided");
}

#[test]
fn scene_5_the_district_decides_the_village_hears_it_delivers_and_the_file_is_closed() {
    let mut world = World::three_tiers();
    let case = at_the_district(&mut world);
    assert_eq!(refusal(world.try_step(District, Who::ReviewerOf(8), case, grant())), RefusalCode::NotYourDesk);
    world.step(
        District,
        CIVIL_AFFAIRS,
        case,
        Command::TaskOpen {
            what: None,
            to: vec![],
            words: "请补充家庭人口情况".into(),
            stage: None,
            excluded: None,
            place: String::new(),
            held: String::new(),
        },
    );
    assert_eq!(refusal(world.try_step(District, CIVIL_AFFAIRS, case, grant())), RefusalCode::TaskOpen);
    world.settle();
    let task = world.page(Changjiao, Who::Agent, case).tasks[0].id;
    let answer = Command::Answer {
        of: task,
        result: Some(AnswerResult::Done),
        words: "共同生活三人".into(),
        dept: None,
        officers: Vec::new(),
    };
    world.step(Changjiao, Who::Agent, case, answer);
    world.settle();
    world.pass(2 * HOUR);
    world.step(District, CIVIL_AFFAIRS, case, grant());
    world.contact(Yanyang);
    world.contact(Changjiao);
    let page = world.page(Changjiao, Who::Agent, case);
    assert_eq!((page.status, page.outcome), (Status::Done, Some(Outcome::Granted)));
    assert!(page.duties.iter().any(|duty| duty.code == DutyKind::OutcomeToDeliver && duty.here));
    assert_eq!(
        refusal(world.try_step(District, CIVIL_AFFAIRS, case, Command::Close { undelivered: None })),
        RefusalCode::NotDelivered
    );
    world.step(Changjiao, Who::Agent, case, deliver());
    world.settle();
    world.step(District, CIVIL_AFFAIRS, case, Command::Close { undelivered: None });
    world.settle();
    for place in [Changjiao, Yanyang, District] {
        assert_eq!(world.state(place, case).status, Status::Closed, "{place:?}");
    }
    world.assert_agreement();
    world.check_all();
}

/// Filed in the village, accepted and handed up by the town.
fn at_the_district(world: &mut World) -> daiban_shared::id::DocId {
    let case = world.file(Changjiao, ALLOWANCE);
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle().pass(HOUR);
    world.step(Yanyang, Who::Clerk, case, accept());
    world.step(Yanyang, Who::Clerk, case, forward_agreed());
    world.settle().pass(HOUR);
    case
}

#[test]
fn scene_6_two_correct_one_phone_number_and_both_see_both_until_one_is_picked() {
    let mut world = World::three_tiers();
    let case = world.file(Changjiao, ALLOWANCE);
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle();
    world.cut(Changjiao);
    let phone = |number: &str| BTreeMap::from([("applicant.phone".to_owned(), Value::Text(number.to_owned()))]);
    world.desk(Changjiao, Who::Agent).correct(case, phone("13800001111")).unwrap();
    world.pass(MINUTE);
    world.desk(Yanyang, Who::Clerk).correct(case, phone("13800002222")).unwrap();
    world.heal(Changjiao).settle();
    for (place, who) in [(Changjiao, Who::Agent), (Yanyang, Who::Clerk)] {
        let page = world.page(place, who, case);
        let both = &page.conflicts["applicant.phone"];
        let mut seen: Vec<(String, &str)> =
            both.iter().map(|one| (format!("{:?}", one.value), one.site.zh.as_str())).collect();
        seen.sort();
        assert_eq!(seen.len(), 2);
        assert!(seen[0].0.contains("13800001111") && seen[0].1 == "长教村委会", "{seen:?}");
        assert!(seen[1].0.contains("13800002222") && seen[1].1 == "雁洋镇", "{seen:?}");
    }
    assert_eq!(refusal(world.try_step(Yanyang, Who::Clerk, case, accept())), RefusalCode::Conflict);
    world.desk(Yanyang, Who::Clerk).correct(case, phone("13800001111")).unwrap();
    world.step(Yanyang, Who::Clerk, case, accept());
    world.settle();
    let page = world.page(Changjiao, Who::Agent, case);
    assert!(page.conflicts.is_empty());
    assert_eq!(page.form["applicant.phone"], Value::Text("13800001111".into()));
}

#[test]
fn scene_7_a_withdrawal_and_a_decision_cross_and_nobodys_paper_is_undone() {
    let mut world = World::three_tiers();
    let case = at_the_district(&mut world);
    world.cut(Changjiao);
    let asked = world.step(Changjiao, Who::Agent, case, withdrawal());
    world.pass(MINUTE);
    let granted = world.step(District, CIVIL_AFFAIRS, case, grant());
    world.settle();
    let paper = world.step_view(Yanyang, case, Kind::Grant).paper_number;
    world.heal(Changjiao).settle();
    // The decision stands as the holder's; the withdrawal is a fact that the holder must answer.
    for place in [Changjiao, Yanyang, District] {
        let state = world.state(place, case);
        assert_eq!((state.status, state.outcome), (Status::Done, Some(Outcome::Granted)), "{place:?}");
        assert!(world.void_steps(place, case).is_empty(), "{place:?}: nobody's step is undone");
        assert_eq!(
            world.step_view(place, case, Kind::Grant).paper_number,
            paper,
            "{place:?}: the printed paper keeps its number"
        );
        assert_eq!(state.steps.iter().filter(|step| step.hash == asked || step.hash == granted).count(), 2);
    }
    let owed = world.page(District, CIVIL_AFFAIRS, case).duties;
    assert!(owed.iter().any(|duty| duty.code == DutyKind::WithdrawalAsked && duty.here), "{owed:?}");
    let told = Command::Answer {
        of: asked,
        result: Some(AnswerResult::Told),
        words: "决定已作出，可依法申请撤销".into(),
        dept: None,
        officers: Vec::new(),
    };
    world.step(District, CIVIL_AFFAIRS, case, told);
    world.settle();
    assert!(
        !world.page(District, CIVIL_AFFAIRS, case).duties.iter().any(|duty| duty.code == DutyKind::WithdrawalAsked)
    );
    world.assert_agreement();
}

#[test]
fn scene_8_a_dead_towns_case_is_taken_over_and_its_late_move_comes_back_as_a_task() {
    let mut world = World::three_tiers();
    let case = world.file(Changjiao, ALLOWANCE);
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle();
    let silent = Command::TakeOver { ground: Some(TakeOverGround::Silent), words: "镇中心断网两日".into() };
    assert_eq!(refusal(world.try_step(District, Who::Head, case, silent.clone())), RefusalCode::HeardRecently);
    world.cut(Yanyang).go_to(9, 11, 9, 0);
    // The town knows nothing of it and accepts the case on its own machine.
    world.step(Yanyang, Who::Clerk, case, accept());
    world.pass(HOUR);
    world.step(District, Who::Head, case, silent);
    world.step(District, Who::Clerk, case, accept());
    world.pass(24 * HOUR);
    world.heal(Yanyang).settle();
    let late = world.void_steps(Yanyang, case);
    assert_eq!(late.len(), 1);
    assert_eq!((late[0].kind, late[0].site.zh.as_str()), (Kind::Accept, "雁洋镇"));
    assert!(late[0].reason.as_ref().is_some_and(|reason| !reason.text.is_empty()), "with the reason in words");
    let page = world.page(Yanyang, Who::Clerk, case);
    let task =
        page.duties.iter().find(|duty| duty.code == DutyKind::OwnStepVoid && duty.here).expect("a task of the town");
    assert_eq!(task.of, late[0].id);
    let told = Command::Answer {
        of: task.of,
        result: Some(AnswerResult::Told),
        words: String::new(),
        dept: None,
        officers: Vec::new(),
    };
    world.step(Yanyang, Who::Clerk, case, told);
    world.settle();
    assert_eq!(world.state(Changjiao, case).holder.map(|holder| holder.site), Some(world.site(District)));
    world.assert_agreement();
}

#[test]
fn scene_9_the_district_sees_every_case_by_place_and_how_fresh_it_is() {
    let mut world = World::whole();
    for (place, item) in [(Changjiao, ALLOWANCE), (Changjiao, "V05"), (Tongpa, "T01")] {
        let case = world.file(place, item);
        world.step(place, Who::Agent, case, forward());
    }
    world.settle();
    world.line(Songkou, Line::Cut).pass(4 * 24 * HOUR).settle();
    let unseen = world.file(Tongpa, ALLOWANCE);
    world.settle();
    let district = world.node(District);
    let directory = district.store().directory();
    let look = Look { directory: &directory, site: world.site(District), now: world.clock.now() };
    let seen = district.store().read(|conn| overview(conn, look));
    let seen = seen.unwrap();
    assert_eq!(seen.total.received, 3, "the fourth has not arrived: {unseen}");
    let row = |place| {
        let site = world.site(place);
        seen.places.iter().find(|row| row.site.id == site).unwrap_or_else(|| panic!("no row for {place:?}"))
    };
    assert_eq!((row(Changjiao).filed.received, row(Tongpa).filed.received), (2, 1));
    assert_eq!(row(Yanyang).in_hand, 2);
    assert_eq!((row(Changjiao).freshness, row(Songkou).freshness), (Freshness::Fresh, Freshness::Silent));
    assert_eq!(row(Tongpa).freshness, Freshness::Silent, "a silent village is grey");
}
