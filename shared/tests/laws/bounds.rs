//! What a command may name, and how much: nothing that does not exist, nothing twice, and never more than an entry holds.

use crate::decide::accepted_at_the_district;
use crate::limits::accept;
use crate::world::{Case, D, T1, V1, World, anybody, at, somebody, ticked};
use daiban_shared::api::{AskTo, Command, DefectIn};
use daiban_shared::case::RefusalCode;
use daiban_shared::decide::{About, Actor, FormView, Moment, Refusal, decide_form};
use daiban_shared::entry::PRIVATE_BYTES_MAX;
use daiban_shared::form::Value;
use daiban_shared::id::{DeptId, Hash, UserId};
use daiban_shared::kind::*;
use std::collections::{BTreeMap, BTreeSet};

const NOW: &str = "2026-09-09 09:00";

fn fresh(world: &World) -> Case<'_> {
    Case::open(world, "V04", V1, at("2026-09-08 10:20"))
}

fn defect(paper: Option<u8>, field: Option<&str>, words: &str) -> DefectIn {
    DefectIn { paper, field: field.map(str::to_owned), code: DefectCode::Other, words: words.to_owned() }
}

fn notice(defects: Vec<DefectIn>) -> Command {
    Command::Notify { defects, days: None, again: None }
}

fn supplement(papers: &[u8], defects: Option<Vec<u8>>) -> Command {
    let papers = papers.iter().map(|no| ticked(*no)).collect();
    Command::Supplement { papers, defects, on: None, words: String::new() }
}

fn refusal(case: &Case<'_>, at_place: daiban_shared::id::SiteId, command: &Command) -> Refusal {
    case.decide(&anybody(at_place), command, at(NOW)).expect_err("it is refused")
}

#[test]
fn a_notice_fits_its_entry_or_says_what_to_shorten() {
    let world = World::of_items(|item| item.code == "V04");
    let case = fresh(&world);
    let long = |count: usize, chars: usize| {
        let words = |i: usize| format!("{i:04}{}", "𠮷".repeat(chars - 4));
        notice((0..count).map(|i| defect(Some(1), None, &words(i))).collect())
    };
    let planned = case.decide(&anybody(V1), &long(7, 2_000), at(NOW)).expect("two pages of words");
    let mut private = planned.into_iter().next().expect("one entry").private;
    private.name = Some("𠮷".repeat(100));
    assert!(private.encode().len() <= PRIVATE_BYTES_MAX);
    let same = defect(Some(2), None, "复印件");
    let refused = [
        long(8, 2_000),
        long(51, 10),
        notice(vec![same.clone(), same]),
        notice(vec![defect(None, Some("applicant.shoe_size"), "鞋码")]),
        notice(vec![defect(None, Some("张三的电话是13800000000"), "")]),
    ];
    for command in refused {
        let refusal = refusal(&case, V1, &command);
        assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::BadField, Some("defects")), "{command:?}");
    }
    assert!(case.decide(&anybody(V1), &notice(vec![defect(None, Some("applicant.phone"), "")]), at(NOW)).is_ok());
}

#[test]
fn a_supplement_answers_the_papers_it_brings_and_what_it_names() {
    let world = World::of_items(|item| item.code == "V04");
    let mut case = fresh(&world);
    let defects = vec![
        defect(Some(2), None, "不清楚"),
        defect(None, Some("applicant.phone"), "空号"),
        defect(None, None, "请本人到场"),
    ];
    case.press(V1, &notice(defects), at(NOW));
    for (command, code, field) in [
        (supplement(&[], None), RefusalCode::NothingAdded, "papers"),
        (supplement(&[2], Some(vec![4])), RefusalCode::BadField, "defects"),
        (supplement(&[2], Some(vec![3, 3])), RefusalCode::BadField, "defects"),
        (supplement(&[2, 2], None), RefusalCode::BadField, "materials"),
    ] {
        let refusal = refusal(&case, V1, &command);
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)), "{command:?}");
    }
    case.press(V1, &supplement(&[2], None), at(NOW));
    let answered = |case: &Case<'_>| -> BTreeSet<u8> {
        case.state().notice.expect("it is in force").answered.into_keys().collect()
    };
    assert_eq!(answered(&case), BTreeSet::from([1]), "neither the field nor the other demand");
    case.press(V1, &supplement(&[], Some(vec![2])), at(NOW));
    assert_eq!(answered(&case), BTreeSet::from([1, 2]));
    assert!(case.state().notice.is_some_and(|notice| notice.complete_at.is_none()));
    case.press(V1, &supplement(&[3], Some(vec![1, 3])), at(NOW));
    assert!(case.state().notice.is_some_and(|notice| notice.complete_at.is_some()));
}

#[test]
fn a_desk_must_be_one_of_the_place() {
    let world = World::of_items(|item| item.code == "V04");
    let mut case = fresh(&world);
    let nowhere = Some(DeptId(999));
    let forward = |dept| Command::Forward { to: Some(T1), dept, opinion: None, words: String::new() };
    let assign =
        |dept| Command::Assign { to: None, dept, user: None, ground: Some(AssignGround::Duty), words: String::new() };
    let ask = |dept| Command::TaskOpen {
        what: None,
        to: vec![AskTo { site: V1, dept, days: None }],
        words: "请核实".into(),
        stage: None,
        excluded: None,
        place: String::new(),
        held: String::new(),
    };
    for command in [forward(nowhere), assign(nowhere), ask(nowhere)] {
        assert_eq!(refusal(&case, V1, &command).code, RefusalCode::NoSuchDesk, "{command:?}");
    }
    let desk = world.view().site(T1).expect("a town").departments[0].id;
    // The village's row lists no desks; every one that the district knows may stand there.
    assert!(case.decide(&anybody(V1), &assign(Some(desk)), at(NOW)).is_ok());
    case.press(V1, &forward(Some(desk)), at(NOW));
    assert_eq!(case.state().holder.and_then(|holder| holder.dept), Some(desk));
    let twice = Command::TaskOpen {
        what: None,
        to: vec![AskTo { site: V1, dept: None, days: None }, AskTo { site: V1, dept: None, days: Some(3) }],
        words: "请核实".into(),
        stage: None,
        excluded: None,
        place: String::new(),
        held: String::new(),
    };
    let refusal = refusal(&case, T1, &twice);
    assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::BadField, Some("to")));
}

#[test]
fn who_gave_a_case_to_a_colleague_takes_it_back_until_somebody_moves_it() {
    let world = World::of_items(|item| item.code == "V04");
    let mut case = fresh(&world);
    let person = |no: u8| Actor { user: UserId([no; 8]), ..somebody(V1, &[Role::Agent], None) };
    let (giver, colleague, third) = (person(1), person(2), person(3));
    let assign = |to: Option<&Actor>| Command::Assign {
        to: None,
        dept: None,
        user: to.map(|to| to.user),
        ground: Some(AssignGround::Duty),
        words: String::new(),
    };
    let holder = |case: &Case<'_>| case.state().holder.and_then(|holder| holder.user);
    case.press_as(&giver, &assign(Some(&colleague)), at(NOW));
    assert_eq!(case.decide(&third, &assign(None), at(NOW)).expect_err("not his").code, RefusalCode::NotYourDesk);
    assert_eq!(case.decide(&giver, &accept(), at(NOW)).expect_err("nothing else").code, RefusalCode::NotYourDesk);
    case.press_as(&giver, &assign(None), at(NOW));
    assert_eq!(holder(&case), None);
    case.press_as(&giver, &assign(Some(&colleague)), at(NOW));
    case.press_as(&colleague, &accept(), at(NOW));
    assert_eq!(case.decide(&giver, &assign(None), at(NOW)).expect_err("work has begun").code, RefusalCode::NotYourDesk);
    assert_eq!(holder(&case), Some(colleague.user));
}

#[test]
fn grounds_of_a_denial_stand_there_once() {
    let world = World::of_items(|item| ["V04"].contains(&item.code.as_str()));
    let case = accepted_at_the_district(&world);
    let deny = |grounds| Command::Deny { grounds, words: "收入超标".into() };
    let refusal = refusal(&case, D, &deny(vec![DenyGround::NotEligible; 3_000]));
    assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::BadField, Some("grounds")));
    assert!(case.decide(&anybody(D), &deny(DenyGround::ALL.to_vec()), at(NOW)).is_ok());
}

#[test]
fn a_field_that_others_wrote_since_is_not_overwritten_unseen() {
    let world = World::of_items(|item| item.code == "V04");
    let case = fresh(&world);
    let state = case.state();
    let moment = Moment { now: at(NOW), directory: world.view(), heard: &case.heard, new_since: 0 };
    let entries = BTreeSet::from([Hash([1; 32]), Hash([2; 32])]);
    let form = FormView { unseen: BTreeMap::from([("applicant.phone".to_owned(), entries)]), ..FormView::default() };
    let write = |field: &str, value: &str| {
        let values = BTreeMap::from([(field.to_owned(), Value::Text(value.to_owned()))]);
        decide_form(&About { state: &state, item: case.item(), form: &form }, &values, &anybody(V1), &moment)
    };
    let refusal = write("applicant.phone", "13800000009").expect_err("nobody looked");
    assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::LookAgain, Some("applicant.phone")));
    assert!(refusal.text(daiban_shared::text::Lang::En).starts_with("2 new"));
    assert!(write("applicant.address", "大坪村").is_ok(), "another field is no hindrance");
}

#[test]
fn two_requests_to_withdraw_that_were_recorded_apart_are_answered_in_any_order() {
    let world = World::of_items(|item| item.code == "V04");
    let mut case = fresh(&world);
    case.press(V1, &Command::Forward { to: None, dept: None, opinion: None, words: String::new() }, at(NOW));
    let asked = Body::WithdrawAsked(WithdrawAsked { signed: true, on: None });
    // Town and village hear the same wish on the same morning; neither has the other's entry yet.
    let village = case.head(V1, &asked, Role::Agent, at(NOW));
    let town = case.head(T1, &asked, Role::Clerk, at(NOW));
    let (first, second) = (case.push(&village, V1), case.push(&town, T1));
    for of in [second, first] {
        let answer = Command::Answer {
            of,
            result: Some(AnswerResult::Refused),
            words: "经核对本人并无此意".into(),
            dept: None,
            officers: Vec::new(),
        };
        case.press(T1, &answer, at("2026-09-09 10:00"));
    }
    assert!(case.state().asked.iter().all(|asked| asked.answered.is_some()));
}

#[test]
fn only_the_right_body_of_a_refusal_stands_in_its_head_for_ever() {
    let world = World::of_items(|item| item.code == "V04");
    let case = fresh(&world);
    for (ground, stands) in [(NotAcceptGround::NotOurs, true), (NotAcceptGround::NotEligible, false)] {
        let command = Command::NotAccept {
            ground: Some(ground),
            body_named: "梅县区人力资源和社会保障局".into(),
            words: "已当面说明".into(),
        };
        let planned = case.decide(&anybody(V1), &command, at(NOW)).expect("it may be refused");
        let Body::NotAccept(refusal) = &planned[0].body else { panic!("{planned:?}") };
        assert_eq!(refusal.body.is_some(), stands, "{ground:?}");
    }
}
