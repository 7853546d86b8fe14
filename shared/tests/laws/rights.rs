//! Dead ends and rights: what a person may do on a closed case, and whose items a right is for.

use crate::limits::{accept, grant};
use crate::races::note;
use crate::world::{Case, D, T1, V1, World, anybody, at, day, proposed_rights};
use daiban_shared::api::Command;
use daiban_shared::case::{Effect, RefusalCode, Status, Void};
use daiban_shared::decide::{About, HeardMap, Moment, Planned, Refusal, decide_form};
use daiban_shared::form::{Field, FieldKind, Group, Value};
use daiban_shared::id::{DeptId, UserId};
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

/// The world of `items`, with one right of the district in place of what the catalogue proposes.
fn only(right: impl Fn(Right) -> Right) -> World {
    let mut world = World::of_items(|item| item.code == "V04");
    for given in proposed_rights(&world.items) {
        world.enter(Body::Right(Right { ended: true, ..given }));
    }
    let given = proposed_rights(&world.items).pop().expect("the district's");
    world.enter(Body::Right(right(Right { no: 90, ..given })));
    world
}

/// A case that lies accepted at the district, and what its form says.
fn at_the_district(world: &World) -> Case<'_> {
    let mut case = Case::open(world, "V04", D, at("2026-09-08 10:20"));
    case.write(D, &Body::Accept(Accept { gaps: vec![], gap_date: None, on: None }), Role::Clerk, at(NOW));
    case
}

fn refused(case: &Case<'_>) -> Refusal {
    case.decide(&anybody(D), &grant(), at(NOW)).expect_err("refused")
}

/// The catalogue names a field for the amount, or none.
fn limited(yuan: u64, amount: Option<&str>) -> World {
    let mut world = only(|right| Right { up_to_yuan: Some(yuan), ..right });
    let mut item = world.items.iter().find(|item| item.code == "V04").expect("the item").clone();
    item.version += 1;
    item.amount = amount.map(str::to_owned);
    if amount.is_some() {
        item.fields.retain(|field| Some(field.id.as_str()) != amount);
        item.fields.push(Field {
            id: amount.unwrap_or_default().into(),
            group: Group::Item,
            zh: "申请金额".into(),
            en: "Amount".into(),
            hint_zh: String::new(),
            hint_en: String::new(),
            kind: FieldKind::Money,
            required: false,
        });
    }
    world.enter(Body::Item(Box::new(item.clone())));
    world.items.retain(|item| item.code != "V04");
    world.items.push(item);
    world
}

#[test]
fn a_right_up_to_an_amount_carries_what_is_within_it_and_nothing_else() {
    let world = limited(1_000, Some("sum"));
    let mut case = at_the_district(&world);
    let missing = refused(&case);
    assert_eq!((missing.code, missing.field.as_deref()), (RefusalCode::AmountMissing, Some("sum")));
    for (fen, allowed) in [(0, true), (99_999, true), (100_000, true), (100_001, false), (-1, false)] {
        case.form.values.insert("sum".into(), Value::Number(fen));
        assert_eq!(case.decide(&anybody(D), &grant(), at(NOW)).is_ok(), allowed, "{fen}");
    }
    case.form.values.insert("sum".into(), Value::Number(100_001));
    let over = refused(&case);
    assert_eq!(over.code, RefusalCode::OverAmount);
    let words = over.text(daiban_shared::text::Lang::Zh);
    assert!(words.contains("1000.01") && words.contains("第 90 号"), "{words}");
    case.form.values.insert("sum".into(), Value::Text("1000".into()));
    assert_eq!(refused(&case).code, RefusalCode::AmountMissing, "words are no amount");
}

#[test]
fn without_a_field_for_the_amount_nothing_is_within_a_limit() {
    let world = limited(1_000, None);
    let mut case = at_the_district(&world);
    case.form.values.insert("sum".into(), Value::Number(1));
    assert_eq!(refused(&case).code, RefusalCode::AmountMissing);
}

/// How a right differs from the one that fits.
type Change = fn(Right) -> Right;

#[test]
fn a_decision_without_a_right_says_what_is_wrong_with_the_nearest_one_and_who_may_decide() {
    let other = UserId([9; 8]);
    let table: [(RefusalCode, Change); 5] = [
        // The rights that ended before it would have covered the case: the refusal says so.
        (RefusalCode::RightEnded, |right| Right { site: Some(T1), tier: None, ..right }),
        (RefusalCode::RightEnded, |right| Right { ended: true, basis: "梅区〔2026〕9号".into(), ..right }),
        (RefusalCode::RightExpired, |right| Right { until: Some(day("2026-09-09")), ..right }),
        (RefusalCode::RightNotYet, |right| Right { from: day("2026-09-11"), ..right }),
        (RefusalCode::RightOtherPerson, |right| Right { user: Some(UserId([9; 8])), ..right }),
    ];
    for (code, change) in table {
        let world = only(change);
        let refusal = refused(&at_the_district(&world));
        assert_eq!(refusal.code, code);
        let zh = refusal.text(daiban_shared::text::Lang::Zh);
        let en = refusal.text(daiban_shared::text::Lang::En);
        assert!(!zh.contains('{') && !en.contains('{'), "{zh} / {en}");
        assert!(zh.contains("授权"), "{zh}");
    }
    // Nothing here ever covered the item.
    let mut none = World::of_items(|item| item.code == "V04");
    for given in proposed_rights(&none.items) {
        none.enter(Body::Right(Right { items: vec!["D02".into()], ..given }));
    }
    assert_eq!(refused(&at_the_district(&none)).code, RefusalCode::RightOtherItem);
    let world = only(move |right| Right { user: Some(other), ..right });
    assert!(
        refused(&at_the_district(&world)).text(daiban_shared::text::Lang::Zh).contains("转办"),
        "the head can help"
    );
}
