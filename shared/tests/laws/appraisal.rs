//! Points: between none and all, never falling where the work is better, and the same ranks whatever the order.

use crate::world::day;
use daiban_shared::appraisal::{SchemeFault, TOTAL_MAX, faults, grade, ranks, score, template, total};
use daiban_shared::kind::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn line() -> impl Strategy<Value = SchemeLine> {
    let indicators = prop::sample::select(Indicator::ALL.to_vec());
    (indicators, 1_u16..=100, 0_u32..10_000, 1_u32..=10_000).prop_map(|(indicator, weight, low, more)| {
        let high = low + more;
        let (full, zero) = if indicator.is_rising() { (high, low) } else { (low, high) };
        SchemeLine { indicator, weight, full, zero }
    })
}

proptest! {
    #[test]
    fn points_lie_between_none_and_all_and_never_fall_where_the_work_is_better(line in line(), worse in 0_u64..30_000, more in 0_u64..30_000, whole in 1_u64..30_000) {
        let whole = match line.indicator.unit() {
            daiban_shared::appraisal::Unit::Share(_) => Some(whole),
            daiban_shared::appraisal::Unit::More | daiban_shared::appraisal::Unit::Fewer => None,
        };
        let points = |part| score(line, part, whole).tenths.expect("there is something to measure");
        let (low, high) = (points(worse), points(worse + more));
        let all = line.weight * 10;
        prop_assert!(low <= all && high <= all);
        let never_falls = if line.indicator.is_rising() { low <= high } else { low >= high };
        prop_assert!(never_falls);
    }

    #[test]
    fn who_has_all_points_of_what_could_be_measured_has_a_hundred(lines in prop::collection::vec(line(), 1..8), blank in 0_usize..8) {
        let best = |line: &SchemeLine| {
            let tenths = Some(line.weight * 10);
            Score { line: *line, part: 0, whole: None, tenths }
        };
        let mut scores: Vec<Score> = lines.iter().map(best).collect();
        prop_assert_eq!(total(&scores), TOTAL_MAX);
        // One line without anything to measure changes nothing, all of them give nothing.
        let at = blank % scores.len();
        scores[at].tenths = None;
        prop_assert_eq!(total(&scores), if scores.len() == 1 { 0 } else { TOTAL_MAX });
    }

    #[test]
    fn ranks_count_who_is_better_and_equals_share_one(rows in prop::collection::vec(prop::option::of((0_u16..6, 0_u64..3)), 0..20)) {
        let found = ranks(&rows);
        for (row, rank) in rows.iter().zip(&found) {
            let expected = row.map(|row| 1 + rows.iter().flatten().filter(|other| **other > row).count() as u16);
            prop_assert_eq!(*rank, expected);
        }
    }
}

#[test]
fn a_share_is_scored_by_its_exact_hundredths_and_a_half_tenth_rounds_up() {
    let line = SchemeLine { indicator: Indicator::OnTime, weight: 35, full: 10_000, zero: 9_000 };
    let points = |part, whole| score(line, part, Some(whole)).tenths;
    // S0 of the published reports: 243,000 of 247,500 is 98.18 %, so 818/1000 of 35 points: 28.63.
    assert_eq!(points(243_000, 247_500), Some(286));
    assert_eq!((points(90, 100), points(89, 100), points(100, 100)), (Some(0), Some(0), Some(350)));
    assert_eq!(points(0, 0), None, "nothing was done: nothing to measure");
    // 91 %: a tenth of 3.5 points is 0.35, so 3.5 tenths of 35 points.
    assert_eq!(points(91, 100), Some(35));
    let fewer = SchemeLine { indicator: Indicator::Cards, weight: 15, full: 0, zero: 4 };
    let points = |count| score(fewer, count, None).tenths;
    assert_eq!(
        [points(0), points(1), points(3), points(4), points(9)],
        [Some(150), Some(113), Some(38), Some(0), Some(0)]
    );
    let grades = [1_000, 900, 899, 800, 799, 600, 599, 0].map(grade);
    use Grade::{Excellent, Fail, Good, Pass};
    assert_eq!(grades, [Excellent, Excellent, Good, Good, Pass, Pass, Fail, Fail]);
}

#[test]
fn schemes_that_cannot_be_used_say_why_and_what_is_offered_can_be() {
    for of in AppraisalOf::ALL {
        let good = Scheme {
            no: 1,
            name: "考核".into(),
            of: *of,
            cycle: Cycle::Quarter,
            lines: template(*of),
            min_cases: 10,
            from: day("2026-07-01"),
            document: "梅县政数〔2026〕8 号".into(),
            ended: false,
        };
        assert_eq!(faults(&good), BTreeSet::new(), "{of:?}");
        let with = |change: &dyn Fn(&mut Scheme)| {
            let mut scheme = good.clone();
            change(&mut scheme);
            faults(&scheme)
        };
        assert_eq!(with(&|scheme| scheme.name = "  ".into()), BTreeSet::from([SchemeFault::Name]));
        assert_eq!(with(&|scheme| scheme.document.clear()), BTreeSet::from([SchemeFault::Document]));
        assert_eq!(with(&|scheme| scheme.from = day("2026-08-01")), BTreeSet::from([SchemeFault::From]));
        assert_eq!(with(&|scheme| scheme.lines.clear()), BTreeSet::from([SchemeFault::NoLines]));
        assert_eq!(with(&|scheme| scheme.lines[0].weight += 1), BTreeSet::from([SchemeFault::Weights]));
        let twice = with(&|scheme| scheme.lines[1].indicator = scheme.lines[0].indicator);
        assert!(twice.contains(&SchemeFault::Twice));
        let turned = with(&|scheme| {
            let line = &mut scheme.lines[0];
            (line.full, line.zero) = (line.zero, line.full);
        });
        assert_eq!(turned, BTreeSet::from([SchemeFault::Direction]));
    }
}
