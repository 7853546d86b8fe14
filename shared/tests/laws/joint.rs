//! Cases that several offices handle: units of a stage, gates, special procedures, surveys.

use crate::clock::{company, day_of, flags, limit, refused, world};
use crate::decide::accepted_at_the_district;
use crate::limits::{accept, grant};
use crate::world::{Case, D, T1, World, ask_stage, at, day, open_body, somebody, unit_answers};
use daiban_shared::api::{
    AskTo, Command, DeptRef, DutyKind, JointStage, LimitKind, OpinionView, SiteRef, TaskAddressee, stages_of,
};
use daiban_shared::case::{Flag, RefusalCode};
use daiban_shared::id::DeptId;
use daiban_shared::kind::*;
use daiban_shared::site::Tier;
use daiban_shared::watch::{Rules, alarms};

fn asking(what: TaskKind, stage: u8, to: Vec<AskTo>) -> Command {
    Command::TaskOpen {
        what: Some(what),
        to,
        words: "请会签".into(),
        stage: Some(stage),
        excluded: None,
        place: "梅塘村".into(),
        held: String::new(),
    }
}

#[test]
fn the_units_of_a_stage_are_asked_together_and_each_has_its_own_limit_and_answer() {
    let mut case = company(&world(), "2026-11-18 14:00");
    assert_eq!(refused(&case, &grant(), D, "2026-11-18 15:00"), RefusalCode::UnitNotAsked);
    let rules = case.item().tasks.clone();
    let task = case.press(D, &ask_stage(1), at("2026-11-18 14:05"));
    let state = case.state();
    assert_eq!(state.tasks[0].to.len(), rules.len());
    for (to, rule) in state.tasks[0].to.iter().zip(&rules) {
        assert_eq!((to.addressee.dept, to.addressee.quarters), (Some(rule.unit), rule.quarters));
    }
    // Half a working day, from half past eight to half past five.
    assert_eq!(limit(&case, LimitKind::Task).due, Some(at("2026-11-19 13:00")));
    assert_eq!(refused(&case, &grant(), D, "2026-11-18 15:00"), RefusalCode::TaskOpen);
    let unit = |i: usize| somebody(D, &[Role::Reviewer], Some(rules[i].unit));
    case.press_as(&unit(0), &unit_answers(task, AnswerResult::NoObjection), at("2026-11-18 16:00"));
    let open = case.state().tasks[0].to.iter().filter(|to| to.answer.is_none()).count();
    assert_eq!(open, rules.len() - 1, "the answer of one desk is none of the others");
    let twice = case.decide(&unit(0), &unit_answers(task, AnswerResult::Done), at("2026-11-18 16:10"));
    assert_eq!(twice.expect_err("he has answered").code, RefusalCode::AlreadyAnswered);
    let stranger = somebody(D, &[Role::Reviewer], Some(case.item().dept));
    let other = case.decide(&stranger, &unit_answers(task, AnswerResult::Done), at("2026-11-18 16:10"));
    assert_eq!(other.expect_err("another desk was asked").code, RefusalCode::OtherDeskAsked);
    for i in 1..rules.len() {
        let result = if i == 1 { AnswerResult::Refused } else { AnswerResult::NoObjection };
        case.press_as(&unit(i), &unit_answers(task, result), at("2026-11-18 16:30"));
    }
    assert_eq!(refused(&case, &grant(), D, "2026-11-18 17:00"), RefusalCode::UnitRefused);
    let to = vec![daiban_shared::api::AskTo { site: D, dept: Some(rules[1].unit), days: None }];
    let once_more = asking(TaskKind::Opinion, 1, to);
    let second = case.press(D, &once_more, at("2026-11-19 09:00"));
    case.press_as(&unit(1), &unit_answers(second, AnswerResult::NoObjection), at("2026-11-19 10:00"));
    case.press(D, &grant(), at("2026-11-19 11:00"));
    assert!(!limit(&case, LimitKind::Promise).ended_late());
}

#[test]
fn a_stage_waits_for_the_stage_before_it() {
    let mut case = company(&world(), "2026-11-18 14:00");
    let task = case.press(D, &ask_stage(1), at("2026-11-18 14:05"));
    let meeting = Command::TaskOpen {
        what: Some(TaskKind::Meeting),
        to: vec![daiban_shared::api::AskTo { site: D, dept: Some(case.item().dept), days: Some(1) }],
        words: "联审".into(),
        stage: Some(2),
        excluded: None,
        place: "三楼会议室".into(),
        held: "11 月 20 日上午".into(),
    };
    assert_eq!(refused(&case, &meeting, D, "2026-11-18 14:10"), RefusalCode::GateClosed);
    let early = TaskOpen { what: TaskKind::Meeting, to: Vec::new(), stage: 2, excluded: false, on: None };
    let early = case.write(D, &Body::TaskOpen(early), Role::Clerk, at("2026-11-18 14:20"));
    assert!(flags(&case, early).contains(&Flag::GateClosed), "the paper stands, with its flag");
    let end = Command::TaskEnd { task, ground: Some(TaskEndGround::Overdue), words: String::new() };
    case.press(D, &end, at("2026-11-20 09:00"));
    case.press(D, &meeting, at("2026-11-20 09:10"));
}

/// A unit's request is taken back: what that says depends on whether the item takes silence for consent.
#[test]
fn no_joint_case_is_granted_without_the_opinion_of_every_unit() {
    let world = world();
    for (code, silence) in [("D02", true), ("D05", false)] {
        let (hash, item) = world.item(code);
        assert_eq!(item.silence_is_consent, silence);
        let papers: Vec<u8> = item.materials.iter().map(|paper| paper.no).collect();
        let mut case = Case::empty(&world, D);
        case.write(D, &open_body(hash, &papers), Role::Clerk, at("2026-11-16 09:00"));
        case.press(D, &crate::limits::accept(), at("2026-11-16 09:00"));
        let task = case.press(D, &ask_stage(1), at("2026-11-16 09:05"));
        let end = |ground| Command::TaskEnd { task, ground: Some(ground), words: String::new() };
        let overdue = end(TaskEndGround::Overdue);
        assert_eq!(refused(&case, &overdue, D, "2026-11-16 10:00"), RefusalCode::TaskNotOverdue);
        let mut silent = case.clone();
        silent.press(D, &overdue, at("2026-11-20 09:00"));
        let granted = silent.decide(&crate::world::anybody(D), &grant(), at("2026-11-20 10:00"));
        assert_eq!(granted.is_ok(), silence, "{code}");
        // Taken back at once, nobody was silent: they were not heard.
        case.press(D, &end(TaskEndGround::NotNeeded), at("2026-11-16 10:00"));
        assert_eq!(refused(&case, &grant(), D, "2026-11-16 11:00"), RefusalCode::UnitUnheard);
        let again = case.press(D, &ask_stage(1), at("2026-11-16 11:05"));
        for rule in item.tasks.clone() {
            let unit = somebody(D, &[Role::Reviewer], Some(rule.unit));
            case.press_as(&unit, &unit_answers(again, AnswerResult::NoObjection), at("2026-11-16 14:00"));
        }
        case.press(D, &grant(), at("2026-11-16 15:00"));
    }
}

#[test]
fn not_ours_is_no_opinion_and_another_office_of_the_stage_is_asked_instead() {
    let mut case = company(&world(), "2026-11-16 09:00");
    let rules = case.item().tasks.clone();
    let task = case.press(D, &ask_stage(1), at("2026-11-16 09:05"));
    for (i, rule) in rules.iter().enumerate() {
        let result = if i == 0 { AnswerResult::NotOurs } else { AnswerResult::NoObjection };
        case.press_as(
            &somebody(D, &[Role::Reviewer], Some(rule.unit)),
            &unit_answers(task, result),
            at("2026-11-16 10:00"),
        );
    }
    assert_eq!(refused(&case, &grant(), D, "2026-11-16 11:00"), RefusalCode::UnitNotOurs);
    let other = somebody(D, &[Role::Reviewer], Some(case.item().dept));
    let to = vec![AskTo { site: D, dept: other.dept, days: None }];
    let instead = case.press(D, &asking(TaskKind::Opinion, 1, to), at("2026-11-16 11:05"));
    case.press_as(&other, &unit_answers(instead, AnswerResult::NoObjection), at("2026-11-16 11:30"));
    case.press(D, &grant(), at("2026-11-16 14:00"));
}

#[test]
fn the_opinion_of_a_unit_for_itself_stands_in_for_no_other_that_said_not_ours() {
    let mut case = company(&world(), "2026-11-16 09:00");
    let rules = case.item().tasks.clone();
    let unit = |no: usize| somebody(D, &[Role::Reviewer], Some(rules[no].unit));
    let to = vec![AskTo { site: D, dept: Some(rules[0].unit), days: None }];
    let alone = case.press(D, &asking(TaskKind::Opinion, 1, to), at("2026-11-16 09:05"));
    let others = case.press(D, &ask_stage(1), at("2026-11-16 09:10"));
    case.press_as(&unit(0), &unit_answers(alone, AnswerResult::NotOurs), at("2026-11-16 09:30"));
    for no in 1..rules.len() {
        case.press_as(&unit(no), &unit_answers(others, AnswerResult::NoObjection), at("2026-11-16 10:00"));
    }
    assert_eq!(refused(&case, &grant(), D, "2026-11-16 11:00"), RefusalCode::UnitNotOurs);
    // Nor does a meeting to which a town came.
    let to = vec![Addressee { site: T1, dept: None, quarters: 4 }];
    let meeting = TaskOpen { what: TaskKind::Meeting, to, stage: 1, excluded: false, on: None };
    let of = case.write(D, &Body::TaskOpen(meeting), Role::Clerk, at("2026-11-16 11:05"));
    let came = Answer { of, result: AnswerResult::Done, officers: Vec::new(), on: None, dept: None };
    case.write(T1, &Body::Answer(came), Role::Clerk, at("2026-11-16 14:00"));
    assert_eq!(refused(&case, &grant(), D, "2026-11-16 15:00"), RefusalCode::UnitNotOurs);
}

/// A town has the desks of what it does itself; a unit that has none there is asked where it has one, above.
#[test]
fn a_unit_without_a_desk_at_the_place_that_decides_is_asked_above() {
    let mut world = World::of_items(|item| item.code == "V03");
    let units: Vec<_> = world.item("V03").1.tasks.iter().map(|rule| rule.unit).collect();
    let mut town = crate::world::site_row(T1);
    town.departments.retain(|desk| desk.id != units[0]);
    world.enter(Body::Site(Box::new(town)));
    let mut case = Case::open(&world, "V03", T1, at("2026-09-08 09:00"));
    case.press(T1, &accept(), at("2026-09-08 09:05"));
    let task = case.press(T1, &ask_stage(1), at("2026-09-08 09:10"));
    let asked: Vec<_> = case.state().tasks[0].to.iter().map(|to| (to.addressee.site, to.addressee.dept)).collect();
    assert_eq!(asked[0], (D, Some(units[0])), "the district has every desk");
    assert!(asked[1..].iter().all(|(site, _)| *site == T1), "{asked:?}");
    for (site, dept) in asked {
        let unit = somebody(site, &[Role::Reviewer], dept);
        case.press_as(&unit, &unit_answers(task, AnswerResult::NoObjection), at("2026-09-08 11:00"));
    }
    case.press(T1, &grant(), at("2026-09-08 15:00"));
    // A place alone is no unit of a stage.
    let nobody = vec![AskTo { site: D, dept: None, days: None }];
    let mut case = Case::open(&world, "V03", T1, at("2026-09-08 09:00"));
    case.press(T1, &accept(), at("2026-09-08 09:05"));
    assert_eq!(refused(&case, &asking(TaskKind::Opinion, 1, nobody), T1, "2026-09-08 09:10"), RefusalCode::NeedsUnit);
}

#[test]
fn a_stage_begins_when_the_stages_before_it_were_asked_and_nobody_refused() {
    let mut world = world();
    let mut item = world.item("D05").1.clone();
    let two = item.tasks[0].unit;
    item.version += 1;
    item.tasks.iter_mut().skip(1).for_each(|rule| rule.stage = 2);
    world.enter(Body::Item(Box::new(item)));
    let (hash, item) = world.item("D05");
    let papers: Vec<u8> = item.materials.iter().map(|paper| paper.no).collect();
    let mut case = Case::empty(&world, D);
    case.write(D, &open_body(hash, &papers), Role::Clerk, at("2026-11-16 09:00"));
    case.press(D, &crate::limits::accept(), at("2026-11-16 09:00"));
    assert_eq!(refused(&case, &ask_stage(2), D, "2026-11-16 09:05"), RefusalCode::GateClosed);
    let task = case.press(D, &ask_stage(1), at("2026-11-16 09:05"));
    let unit = somebody(D, &[Role::Reviewer], Some(two));
    case.press_as(&unit, &unit_answers(task, AnswerResult::Refused), at("2026-11-16 10:00"));
    assert_eq!(refused(&case, &ask_stage(2), D, "2026-11-16 10:05"), RefusalCode::GateClosed);
    let once_more = asking(TaskKind::Opinion, 1, vec![AskTo { site: D, dept: Some(two), days: None }]);
    let again = case.press(D, &once_more, at("2026-11-16 11:00"));
    case.press_as(&unit, &unit_answers(again, AnswerResult::NoObjection), at("2026-11-16 12:00"));
    case.press(D, &ask_stage(2), at("2026-11-16 14:00"));
}

#[test]
fn a_case_on_no_desk_is_led_by_the_department_of_its_item() {
    let mut case = company(&world(), "2026-11-16 09:00");
    let stranger = somebody(D, &[Role::Reviewer, Role::Clerk], Some(case.item().tasks[0].unit));
    let refusal = case.decide(&stranger, &ask_stage(1), at("2026-11-16 09:05")).expect_err("it does not lead");
    assert_eq!(refusal.code, RefusalCode::LeadDesk);
    let counter = somebody(D, &[Role::Clerk], None);
    assert!(case.decide(&counter, &ask_stage(1), at("2026-11-16 09:05")).is_ok(), "the counter belongs to none");
    let lead = somebody(D, &[Role::Reviewer], Some(case.item().dept));
    case.press_as(&lead, &ask_stage(1), at("2026-11-16 09:05"));
}

#[test]
fn special_procedures_stop_the_clock_for_as_long_as_they_take_and_two_at_once_stop_it_once() {
    let world = world();
    let mut case = accepted_at_the_district(&world);
    let dept = case.item().dept;
    let special = |what: TaskKind, days: Option<u16>| Command::TaskOpen {
        what: Some(what),
        to: vec![daiban_shared::api::AskTo { site: D, dept: Some(dept), days }],
        words: "需专家评审".into(),
        stage: None,
        excluded: None,
        place: String::new(),
        held: String::new(),
    };
    assert_eq!(refused(&case, &special(TaskKind::Expert, None), D, "2026-09-10 09:00"), RefusalCode::NeedsDays);
    let mut opinion = special(TaskKind::Opinion, Some(2));
    if let Command::TaskOpen { excluded, .. } = &mut opinion {
        *excluded = Some(true);
    }
    let basis = case.item().stages.iter().any(|stage| stage.excluded && !stage.public_notice);
    assert!(!basis);
    assert_eq!(refused(&case, &opinion, D, "2026-09-10 09:00"), RefusalCode::NoBasis);
    let first = case.press(D, &special(TaskKind::Expert, Some(5)), at("2026-09-10 09:00"));
    let second = case.press(D, &special(TaskKind::Hearing, Some(5)), at("2026-09-11 09:00"));
    assert_eq!(day_of(&case, LimitKind::Promise), None, "no date while it is stopped");
    let answer = |of| Command::Answer {
        of,
        result: Some(AnswerResult::Done),
        words: "已完成".into(),
        dept: Some(dept),
        officers: Vec::new(),
    };
    case.press(D, &answer(first), at("2026-09-15 09:00"));
    case.press(D, &answer(second), at("2026-09-16 09:00"));
    // 11, 14, 15 and 16 September are out, each once: 12 October and four working days.
    assert_eq!(day_of(&case, LimitKind::Promise), Some(day("2026-10-16")));
    assert_eq!(case.state().pauses.len(), 1);
}

#[test]
fn a_survey_takes_two_officers() {
    let world = world();
    let mut case = accepted_at_the_district(&world);
    let dept = case.item().dept;
    let survey = Command::TaskOpen {
        what: Some(TaskKind::Survey),
        to: vec![daiban_shared::api::AskTo { site: D, dept: Some(dept), days: Some(5) }],
        words: "现场勘察".into(),
        stage: None,
        excluded: None,
        place: "梅塘村".into(),
        held: String::new(),
    };
    let nobody = vec![daiban_shared::api::AskTo { site: D, dept: None, days: Some(5) }];
    let unnamed = asking(TaskKind::Survey, 0, nobody);
    assert_eq!(refused(&case, &unnamed, D, "2026-09-10 09:00"), RefusalCode::NeedsUnit);
    let task = case.press(D, &survey, at("2026-09-10 09:00"));
    let answer = |officers| Command::Answer {
        of: task,
        result: Some(AnswerResult::Done),
        words: "属实".into(),
        dept: None,
        officers,
    };
    assert_eq!(refused(&case, &answer(Vec::new()), D, "2026-09-11 09:00"), RefusalCode::TwoOfficers);
    case.press(D, &answer(vec![daiban_shared::id::UserId([9; 8])]), at("2026-09-11 09:00"));
    let Body::Answer(body) = &case.entries.last().expect("held").body else { panic!("an answer") };
    assert_eq!(body.officers.len(), 2, "the author is one of them");
}

#[test]
fn the_site_of_a_green_case_is_surveyed_within_two_working_days_by_itself() {
    let mut world = world();
    let of_all = world.view().rights().next().expect("a right").clone();
    let items = vec!["D05".into()];
    world.enter(Body::Right(Right { no: 70, site: Some(D), tier: None, power: Power::Green, items, ..of_all }));
    let (hash, item) = world.item("D05");
    let papers: Vec<u8> = item.materials.iter().map(|paper| paper.no).collect();
    let mut case = Case::empty(&world, D);
    case.write(D, &open_body(hash, &papers), Role::Clerk, at("2026-11-16 09:00"));
    case.press(D, &crate::limits::accept(), at("2026-11-16 09:05"));
    let duty = |case: &Case| case.state().duties.into_iter().find(|duty| duty.kind == DutyKind::SurveyDue);
    assert_eq!(duty(&case), None, "nothing is owed before the admission");
    let (body, ground) = ("区重点项目办".to_owned(), Some(GreenGround::KeyProject));
    case.press(D, &Command::Green { body, ground, words: "重点项目".into() }, at("2026-11-16 10:00"));
    assert_eq!(duty(&case).map(|duty| duty.owner), Some(D), "the holder owes it without being asked");
    assert_eq!(limit(&case, LimitKind::Survey).due, Some(at("2026-11-18 17:30")));

    let green = case.state().green.expect("admitted").hash;
    let mut waived = case.clone();
    let not_needed = Command::Answer {
        of: green,
        result: Some(AnswerResult::Done),
        officers: Vec::new(),
        words: "上月已联合踏勘".into(),
        dept: None,
    };
    waived.press(D, &not_needed, at("2026-11-16 11:00"));
    assert_eq!((duty(&waived), limit(&waived, LimitKind::Survey).ended), (None, Some(at("2026-11-16 11:00"))));
    let on = Command::Assign {
        to: Some(T1),
        dept: None,
        user: None,
        ground: AssignGround::ALL.first().copied(),
        words: "请办".into(),
    };
    waived.press(D, &on, at("2026-11-16 12:00"));
    assert_eq!(duty(&waived), None, "what was settled is not owed anew by the next place");

    let own = case.item().dept;
    let to = vec![AskTo { site: D, dept: Some(own), days: Some(3) }];
    let survey = case.press(D, &asking(TaskKind::Survey, 0, to), at("2026-11-17 09:00"));
    assert_eq!(duty(&case), None, "who was asked has the duty now");
    let running = limit(&case, LimitKind::Survey);
    assert_eq!((running.due, running.ended), (Some(at("2026-11-18 17:30")), None), "asking does not meet the limit");
    let officer = somebody(D, &[Role::Reviewer], Some(own));
    let done = Command::Answer {
        of: survey,
        result: Some(AnswerResult::NoObjection),
        officers: vec![crate::world::user(D), crate::world::user(T1)],
        words: "现场符合".into(),
        dept: None,
    };
    case.press_as(&officer, &done, at("2026-11-19 09:00"));
    assert!(limit(&case, LimitKind::Survey).ended_late());
    let found = alarms(&case.state(), case.item(), &Rules::of(case.world.view()));
    assert!(found.iter().any(|alarm| alarm.rule == RuleKind::TaskLate && alarm.of == green), "{found:?}");
}

#[test]
fn the_critical_path_names_who_decides_when_a_stage_ends() {
    let mut rules = company(&world(), "2026-11-18 14:00").item().tasks.clone();
    rules.truncate(3);
    rules[1].quarters = 6;
    let name = |id: DeptId| DeptRef { id, zh: id.0.to_string(), en: id.0.to_string() };
    let mut stage = stages_of(&rules, name).remove(0);
    let critical = |stage: &JointStage| stage.critical().iter().map(|unit| unit.unit.id).collect::<Vec<_>>();
    assert_eq!(
        (critical(&stage), stage.quarters()),
        (vec![rules[1].unit], 6),
        "before anybody is asked, the longest limit"
    );

    let asked = |day_text: &str, opinion| TaskAddressee {
        site: SiteRef { id: D, zh: "梅县区".into(), en: "Meixian".into(), tier: Tier::District },
        department: None,
        answered: None,
        due: Some(day(day_text)),
        late: false,
        opinion,
    };
    let said = |hour: &str| OpinionView {
        result: AnswerResult::NoObjection,
        text: String::new(),
        words: String::new(),
        by: String::new(),
        officers: 1,
        at: at(hour),
    };
    let days = ["2026-11-19", "2026-11-20", "2026-11-20"];
    for (unit, text) in stage.units.iter_mut().zip(days) {
        (unit.to_ask, unit.addressee) = (false, Some(asked(text, None)));
    }
    assert_eq!(critical(&stage), [rules[1].unit, rules[2].unit], "two answers are due last");
    stage.units[1].addressee = Some(asked(days[1], Some(said("2026-11-18 16:00"))));
    assert_eq!(critical(&stage), [rules[2].unit], "what is answered holds nobody up");
    stage.units[0].to_ask = true;
    assert_eq!(critical(&stage), [rules[0].unit], "who must be asked again comes last");
    stage.units[0] = stage.units[1].clone();
    stage.units[2].addressee = Some(asked(days[2], Some(said("2026-11-18 15:00"))));
    assert_eq!(critical(&stage), [rules[1].unit, rules[1].unit], "the last answer ended the stage");
}
