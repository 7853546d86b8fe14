//! Dead ends and rights: what a person may do on a closed case, and whose items a right is for.

use crate::limits::{accept, grant};
use crate::races::note;
use crate::world::{Case, D, V1, World, anybody, at, day, proposed_rights};
use daiban_shared::api::Command;
use daiban_shared::case::{Effect, RefusalCode, Status, Void};
use daiban_shared::decide::{About, HeardMap, Moment, Planned, Refusal, decide_form};
use daiban_shared::form::Value;
use daiban_shared::id::DeptId;
use daiban_shared::kind::*;
use std::collections::BTreeMap;

const NOW: &str = "2026-09-10 09:00";

fn write(case: &Case<'_>, field: &str, value: &str) -> Result<Vec<Planned>, Refusal> {
    let (state, heard) = (case.state(), HeardMap::new());
    let moment = Moment { now: at(NOW), directory: case.world.view(), heard: &heard, new_since: 0 };
    let changes = BTreeMap::from([(field.to_owned(), Value::Text(value.to_owned()))]);
    decide_form(&About { state: &state, item: case.item(), form: &case.form }, &changes, &anybody(V1), &moment)
}

/// A village's correction arrives when the case is closed: it must be settled before anybody can annul or hand on.
#[test]
fn a_conflict_that_comes_after_the_closing_is_settled_by_picking_and_by_nothing_else() {
    let world = World::of_items(|item| item.code == "T28");
    let mut case = Case::open(&world, "T28", V1, at("2026-09-08 10:20"));
    case.press(V1, &accept(), at("2026-09-08 10:20"));
    case.press(V1, &grant(), at("2026-09-09 09:00"));
    case.press(V1, &Command::Close { undelivered: Some(UndeliveredCode::NoPaper) }, at("2026-09-09 09:00"));
    assert_eq!(case.state().status, Status::Closed);
    let phone = "applicant.phone";
    assert_eq!(write(&case, phone, "13800000000").expect_err("closed").code, RefusalCode::Status);
    case.form.conflicts.insert(phone.into());
    let annul = Command::Annul { authority: Some(Authority::OwnError), redo: true, days: None, words: "更正".into() };
    assert_eq!(case.decide(&anybody(V1), &annul, at(NOW)).expect_err("a conflict").code, RefusalCode::Conflict);
    assert_eq!(write(&case, "applicant.name", "钟秀英").expect_err("closed").code, RefusalCode::Status);
    let planned = write(&case, phone, "13800000000").expect("picking");
    let hash = case.write(V1, &planned[0].body, planned[0].role, at(NOW));
    assert_eq!(case.effect(hash), Effect::Effect);
    case.form.conflicts.clear();
    case.press(V1, &annul, at(NOW));
    case.press(V1, &note("重新办理"), at(NOW));
}

fn world_with(right: impl Fn(Right) -> Right) -> World {
    let mut world = World::of_items(|item| item.code == "V04");
    let given = proposed_rights(&world.items).pop().expect("the district's");
    world.enter(Body::Right(right(given)));
    world
}

#[test]
fn a_departments_right_without_a_list_is_for_its_own_items_only() {
    let dept = World::of_items(|item| item.code == "V04").item("V04").1.dept;
    let other = DeptId(dept.0 + 1);
    let of = |dept, items: &[&str]| {
        let items: Vec<String> = items.iter().map(|code| (*code).to_owned()).collect();
        world_with(move |right| Right { dept: Some(dept), items: items.clone(), ..right })
    };
    for (world, allowed) in [(of(dept, &[]), true), (of(other, &[]), false), (of(other, &["V04"]), true)] {
        let mut case = Case::open(&world, "V04", D, at("2026-09-08 10:20"));
        case.write(D, &Body::Accept(Accept { gaps: vec![], gap_date: None, on: None }), Role::Clerk, at(NOW));
        assert_eq!(case.decide(&anybody(D), &grant(), at(NOW)).is_ok(), allowed);
        let reckoning = Reckoning {
            due: Some(day("2026-10-01")),
            provisional: false,
            used_quarters: 0,
            pauses: vec![],
            calendar: None,
        };
        let right = proposed_rights(&world.items).pop().expect("the district's").no;
        let granted = Body::Grant(Grant { right, ground: GrantGround::Met, reckoning, on: None });
        let granted = case.write(D, &granted, Role::Reviewer, at(NOW));
        assert_eq!(case.effect(granted), if allowed { Effect::Effect } else { Effect::None(Void::NoRight) });
    }
}

/// Nobody can say yet what the amount of a case is, so a limited right is not taken for an unlimited one.
#[test]
fn a_right_up_to_an_amount_is_not_used_for_any_amount() {
    let world = world_with(|right| Right { up_to_yuan: Some(1_000), ..right });
    let mut case = Case::open(&world, "V04", D, at("2026-09-08 10:20"));
    case.write(D, &Body::Accept(Accept { gaps: vec![], gap_date: None, on: None }), Role::Clerk, at(NOW));
    assert_eq!(case.decide(&anybody(D), &grant(), at(NOW)).expect_err("refused").code, RefusalCode::NoRight);
}
