//! Entries of the third file: inspections and appraisal. They mean for ever what they mean today.

use crate::golden::{LATEST, read, told};
use crate::golden_two::{chain, keep};
use crate::papers::{fix, inspection};
use crate::world::{D, T1, World, day};
use daiban_shared::appraisal::template;
use daiban_shared::entry::Entry;
use daiban_shared::id::{CmdId, DocId, DocKind, UserId};
use daiban_shared::kind::*;
use std::collections::BTreeSet;

const ENTRIES: &[u8] = include_bytes!("../fixtures/entries-3.bin");
const EXPECTED: &str = include_str!("../fixtures/entries-3.txt");

#[test]
fn entries_of_the_third_file_fold_to_the_same_for_ever() {
    let (found, kinds) = told(&read(ENTRIES));
    let latest: BTreeSet<Kind> = LATEST.into_iter().collect();
    assert!(latest.is_subset(&kinds), "every kind of the third file is in it: {kinds:?}");
    assert!(found == EXPECTED, "an entry of the third file means something else now:\n{found}");
}

/// Writes the two files. They were written once, when these kinds had settled.
#[test]
#[ignore = "it would overwrite what must never change"]
fn write_the_third_file() {
    keep("entries-3", &entries());
}

fn entries() -> Vec<Entry> {
    let mut world = World::of_items(|item| item.code == "V04");
    let (of, cycle) = (AppraisalOf::Place, Cycle::Quarter);
    world.enter(Body::Scheme(Scheme {
        no: 1,
        name: "站点季度考核".into(),
        of,
        cycle,
        lines: template(of),
        min_cases: 10,
        from: day("2026-01-01"),
        document: "梅县政数〔2026〕8 号".into(),
        ended: false,
    }));
    let inspected = DocId::for_command(DocKind::Inspection, D, UserId([9; 8]), CmdId([1; 16]));
    let answer = |no| InspectionStep::Answer(InspectionAnswer { no, result: CardResult::Mended, on: None });
    let rule = |no, ruling, until| InspectionStep::Ruling(InspectionRuling { no, ruling, until });
    let mut all = chain(
        &world,
        inspected,
        60,
        &[
            (D, Role::Supervisor, inspection(T1)),
            (T1, Role::Head, Body::Inspection(answer(1))),
            (D, Role::Supervisor, Body::Inspection(rule(1, FindingRuling::Back, Some(day("2026-10-09"))))),
            (T1, Role::Head, Body::Inspection(answer(1))),
            (D, Role::Supervisor, Body::Inspection(rule(1, FindingRuling::Closed, None))),
            (D, Role::Supervisor, Body::Inspection(rule(2, FindingRuling::Withdrawn, None))),
        ],
    );
    let sheet = fix(T1, None);
    let appeal = SheetAppeal { indicator: Some(Indicator::OnTime), ground: AppealGround::LateData };
    let ruling = SheetRuling { verdict: SheetVerdict::Adjusted, tenths: -15 };
    let steps = [
        (D, Role::Supervisor, Body::Sheet(SheetStep::Fix(sheet.clone()))),
        (T1, Role::Head, Body::Sheet(SheetStep::Appeal(appeal))),
        (D, Role::Supervisor, Body::Sheet(SheetStep::Ruling(ruling))),
        (D, Role::Supervisor, Body::Sheet(SheetStep::Fix(fix(T1, Some(Again::LateData))))),
    ];
    all.extend(chain(&world, DocId::for_sheet(D, &sheet), 70, &steps));
    world.rows.into_iter().chain(all).collect()
}
