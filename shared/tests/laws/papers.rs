//! Inspections and sheets: equal sets give equal states, and nobody but who may does anything to one.

use crate::cards::{free, shuffled};
use crate::world::{D, Dice, T1, T2, V1, World, at, day, user};
use daiban_shared::appraisal::{SheetStand, SheetState, fold_sheet, score, total};
use daiban_shared::case::{Effect, Void};
use daiban_shared::entry::Entry;
use daiban_shared::id::{CmdId, DocId, DocKind, Hash, SiteId, UserId};
use daiban_shared::kind::*;
use daiban_shared::watch::{FindingStand, InspectionState, fold_inspection};

/// Two problems at a place.
pub(crate) fn inspection(to: SiteId) -> Body {
    let finding = |no: u8, code: FindingCode| Finding {
        no,
        code,
        dept: None,
        user: Some(user(to)),
        case: None,
        until: day("2026-09-30"),
        points: 2,
    };
    let findings = vec![finding(1, FindingCode::Absent), finding(2, FindingCode::Disclosure)];
    let (way, on) = (InspectionWay::Mystery, day("2026-09-15"));
    Body::Inspection(InspectionStep::Open(InspectionOpen { way, to, on, findings }))
}

/// A place's quarter.
pub(crate) fn fix(site: SiteId, again: Option<Again>) -> SheetFix {
    let line = |indicator, weight, full, zero| SchemeLine { indicator, weight, full, zero };
    let on_time = if again.is_some() { 99 } else { 96 };
    let scores = vec![
        score(line(Indicator::OnTime, 80, 10_000, 9_000), on_time, Some(100)),
        score(line(Indicator::Findings, 20, 0, 10), 4, None),
    ];
    SheetFix {
        scheme: 1,
        name: "站点季度考核".into(),
        of: AppraisalOf::Place,
        site,
        dept: None,
        user: None,
        from: day("2026-07-01"),
        to: day("2026-09-30"),
        total: total(&scores),
        scores,
        cases: 100,
        is_complete: true,
        rank: Some(1),
        ranked: 12,
        as_of: at("2026-10-09 09:00"),
        again,
    }
}

fn inspected() -> DocId {
    DocId::for_command(DocKind::Inspection, D, UserId([9; 8]), CmdId([1; 16]))
}

fn step(dice: &mut Dice) -> Body {
    let no = 1 + dice.below(3) as u8;
    let step = match dice.below(6) {
        0 => return inspection(T2),
        1 | 2 => InspectionStep::Answer(InspectionAnswer { no, result: CardResult::Mended, on: None }),
        _ => {
            let ruling = *dice.of(FindingRuling::ALL).expect("a list");
            let until = (ruling == FindingRuling::Back).then(|| day("2026-10-15"));
            InspectionStep::Ruling(InspectionRuling { no, ruling, until })
        }
    };
    Body::Inspection(step)
}

fn sheet_step(dice: &mut Dice) -> Body {
    let step = match dice.below(6) {
        0 => SheetStep::Fix(fix(T1, None)),
        1 => SheetStep::Fix(fix(*dice.of(&[T1, T2]).expect("places"), Some(Again::LateData))),
        2 | 3 => SheetStep::Appeal(SheetAppeal { indicator: None, ground: AppealGround::WrongClock }),
        4 => SheetStep::Ruling(SheetRuling { verdict: SheetVerdict::Upheld, tenths: 0 }),
        _ => SheetStep::Ruling(SheetRuling { verdict: SheetVerdict::Adjusted, tenths: 25 }),
    };
    Body::Sheet(step)
}

fn wild_inspection(world: &World, dice: &mut Dice) -> Vec<Entry> {
    free(world, dice, inspected(), inspection(T1), step)
}

fn wild_sheet(world: &World, dice: &mut Dice) -> Vec<Entry> {
    let first = fix(T1, None);
    free(world, dice, DocId::for_sheet(D, &first), Body::Sheet(SheetStep::Fix(first)), sheet_step)
}

/// Where each problem stands and how often it was sent back, and the effect of each entry.
type Told = (Vec<(FindingStand, u16)>, Vec<(Hash, Effect)>);

fn told(state: &InspectionState) -> Told {
    let findings = state.findings.iter().map(|found| (found.stand, found.sent_back)).collect();
    (findings, state.steps.clone())
}

fn sheet_told(state: &SheetState) -> (SheetStand, u16, i32, u16, Vec<(Hash, Effect)>) {
    (state.stand, state.total(), state.adjusted, state.again, state.steps.clone())
}

#[test]
fn equal_sets_of_an_inspection_or_a_sheet_give_equal_states_in_any_order_with_duplicates() {
    let world = World::of_items(|item| item.code == "V04");
    for seed in 0..1_000 {
        let mut dice = Dice(seed);
        let all = wild_inspection(&world, &mut dice);
        let other = shuffled(&all, &mut dice);
        let told = |entries: &[Entry]| told(&fold_inspection(entries, &world.directory));
        assert_eq!(told(&other), told(&all), "seed {seed}");
        let all = wild_sheet(&world, &mut dice);
        let other = shuffled(&all, &mut dice);
        let told = |entries: &[Entry]| sheet_told(&fold_sheet(entries, &world.directory));
        assert_eq!(told(&other), told(&all), "seed {seed}");
    }
}

#[test]
fn the_place_answers_and_appeals_and_only_who_stands_above_it_rules_and_reckons_again() {
    let world = World::of_items(|item| item.code == "V04");
    let (mut counted, mut void) = (0, 0);
    for seed in 0..1_000 {
        let mut dice = Dice(seed);
        let inspection = wild_inspection(&world, &mut dice);
        let sheet = wild_sheet(&world, &mut dice);
        let (found, scored) = (fold_inspection(&inspection, &world.directory), fold_sheet(&sheet, &world.directory));
        for interest in [&found.interest, &scored.interest] {
            assert!(interest.contains(&D) && interest.contains(&T1), "it goes to both");
            assert!(!interest.contains(&V1) && !interest.contains(&T2), "nobody else hears of it");
        }
        let steps = found.steps.iter().map(|step| (step, &inspection));
        for ((hash, effect), all) in steps.chain(scored.steps.iter().map(|step| (step, &sheet))) {
            let entry = all.iter().find(|entry| entry.hash == *hash).expect("held");
            let (site, _) = world.directory.author(entry.node()).expect("known");
            match effect {
                Effect::Effect => {
                    let is_places = matches!(entry.kind(), Kind::InspectionAnswer | Kind::SheetAppeal);
                    assert!(if is_places { site == T1 } else { site == D }, "{:?} by {site:?}", entry.kind());
                    let role = entry.head.role.known().expect("a role");
                    assert_ne!(role, Role::Admin, "an administrator does none of this");
                    counted += 1;
                }
                Effect::None(_) => void += 1,
                Effect::Waits(_) => panic!("nothing waits here"),
            }
        }
    }
    assert!(counted > 1_000 && void > 1_000, "{counted} {void}");
}

#[test]
fn a_settled_sheet_changes_by_rulings_and_by_a_recalculation_that_says_why_and_by_nothing_else() {
    let world = World::of_items(|item| item.code == "V04");
    let first = fix(T1, None);
    let doc = DocId::for_sheet(D, &first);
    let fold = |steps: &[(SiteId, Role, Body)]| {
        let entries = crate::golden_two::chain(&world, doc, 80, steps);
        fold_sheet(&entries, &world.directory)
    };
    let body = |step: SheetStep| Body::Sheet(step);
    let settled = (D, Role::Supervisor, body(SheetStep::Fix(first.clone())));
    let state = fold(std::slice::from_ref(&settled));
    assert_eq!((state.total(), state.stand), (600, SheetStand::Settled), "60 % of 80 and 60 % of 20");
    let silent = (D, Role::Supervisor, body(SheetStep::Fix(SheetFix { total: 999, ..first.clone() })));
    let foreign = (D, Role::Supervisor, body(SheetStep::Fix(fix(T2, Some(Again::Other)))));
    let again = (D, Role::Supervisor, body(SheetStep::Fix(fix(T1, Some(Again::LateData)))));
    let adjusted = SheetRuling { verdict: SheetVerdict::Adjusted, tenths: 30 };
    let ruling = (D, Role::Supervisor, body(SheetStep::Ruling(adjusted)));
    let state = fold(&[settled.clone(), silent, foreign]);
    assert_eq!((state.total(), state.again), (600, 0));
    assert_eq!(state.steps[1].1, Effect::None(Void::SecondOpen));
    assert_eq!(state.steps[2].1, Effect::None(Void::Content));
    let state = fold(&[settled, ruling, again]);
    assert_eq!((state.total(), state.adjusted, state.again), (870, 30, 1), "what was ruled stays on top");
}

#[test]
fn a_problem_that_was_sent_back_has_its_new_date_and_a_late_answer_to_a_closed_one_opens_nothing() {
    let world = World::of_items(|item| item.code == "V04");
    let rule = |ruling, until| Body::Inspection(InspectionStep::Ruling(InspectionRuling { no: 1, ruling, until }));
    let answer =
        Body::Inspection(InspectionStep::Answer(InspectionAnswer { no: 1, result: CardResult::Mended, on: None }));
    let steps = [
        (D, Role::Supervisor, inspection(T1)),
        (T1, Role::Head, answer.clone()),
        (D, Role::Supervisor, rule(FindingRuling::Back, Some(day("2026-10-09")))),
        (D, Role::Supervisor, rule(FindingRuling::Closed, None)),
        (T1, Role::Head, answer),
    ];
    let told = |steps: &[(SiteId, Role, Body)]| {
        let state = fold_inspection(&crate::golden_two::chain(&world, inspected(), 80, steps), &world.directory);
        let found = state.findings[0].clone();
        (found.stand, found.until, found.sent_back)
    };
    assert_eq!(told(&steps[..2]), (FindingStand::Answered, day("2026-09-30"), 0));
    assert_eq!(told(&steps[..3]), (FindingStand::Open, day("2026-10-09"), 1));
    assert_eq!(told(&steps), (FindingStand::Closed, day("2026-10-09"), 1));
}
