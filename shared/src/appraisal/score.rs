//! From numbers to points: straight between no points and all, whole numbers only, half a tenth rounds up.

use super::Unit;
use crate::figures::basis_points;
use crate::kind::{Grade, Indicator, Scheme, SchemeLine, Score};
use std::collections::BTreeSet;

/// All points of a sheet, in tenths.
pub const TOTAL_MAX: u16 = 1_000;
/// Weights of a scheme add up to this.
const WEIGHTS: u32 = 100;

/// Why a scheme cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemeFault {
    /// It has no name.
    Name,
    /// It rests on no document.
    Document,
    /// It begins within a period.
    From,
    /// It has no lines.
    NoLines,
    /// Weights do not add up to 100, or one is nothing.
    Weights,
    /// A measure stands twice.
    Twice,
    /// All points and none lie at the same number, or the wrong way round.
    Direction,
}

/// Everything that is wrong with a scheme.
pub fn faults(scheme: &Scheme) -> BTreeSet<SchemeFault> {
    let mut out = BTreeSet::new();
    let mut check = |is_wrong: bool, fault: SchemeFault| {
        if is_wrong {
            out.insert(fault);
        }
    };
    let lines = &scheme.lines;
    let measures: BTreeSet<Indicator> = lines.iter().map(|line| line.indicator).collect();
    let weights: u32 = lines.iter().map(|line| u32::from(line.weight)).sum();
    let is_wrong =
        |line: &SchemeLine| if line.indicator.is_rising() { line.full <= line.zero } else { line.full >= line.zero };
    check(scheme.name.trim().is_empty(), SchemeFault::Name);
    check(scheme.document.trim().is_empty(), SchemeFault::Document);
    check(scheme.cycle.term().first(scheme.from) != scheme.from, SchemeFault::From);
    check(lines.is_empty(), SchemeFault::NoLines);
    check(!lines.is_empty() && (weights != WEIGHTS || lines.iter().any(|line| line.weight == 0)), SchemeFault::Weights);
    check(measures.len() != lines.len(), SchemeFault::Twice);
    check(lines.iter().any(is_wrong), SchemeFault::Direction);
    out
}

/// One line scored: `part` is the number, or stands above `whole`. A share of nothing has no points and no weight.
pub fn score(line: SchemeLine, part: u64, whole: Option<u64>) -> Score {
    let value = match (line.indicator.unit(), whole) {
        (Unit::Share(_), Some(whole)) => basis_points(part, whole),
        (Unit::Share(_), None) => None,
        (Unit::More | Unit::Fewer, _) => Some(part),
    };
    let tenths = value.map(|value| between(i128::from(value), line));
    Score { line, part, whole, tenths }
}

fn between(value: i128, line: SchemeLine) -> u16 {
    let (full, zero, all) = (i128::from(line.full), i128::from(line.zero), i128::from(line.weight) * 10);
    let (mut way, mut length) = (value - zero, full - zero);
    if length < 0 {
        (way, length) = (-way, -length);
    }
    if length == 0 {
        return 0;
    }
    let tenths = (way.clamp(0, length) * all * 2 + length) / (length * 2);
    u16::try_from(tenths).unwrap_or(u16::MAX)
}

/// All lines together, in tenths of a hundred points; what could not be measured has its weight spread over the rest.
pub fn total(scores: &[Score]) -> u16 {
    let measured =
        scores.iter().filter_map(|score| score.tenths.map(|tenths| (u32::from(tenths), u32::from(score.line.weight))));
    let (tenths, weight) = measured.fold((0, 0), |(tenths, weight), (more, heavier)| (tenths + more, weight + heavier));
    let whole = if weight == 0 { 0 } else { (tenths * 200 + weight) / (weight * 2) };
    u16::try_from(whole).unwrap_or(TOTAL_MAX).min(TOTAL_MAX)
}

/// The grade of a total in tenths.
pub fn grade(total: u16) -> Grade {
    match total {
        900.. => Grade::Excellent,
        800..=899 => Grade::Good,
        600..=799 => Grade::Pass,
        0..=599 => Grade::Fail,
    }
}

/// Ranks by total, then by cases; who is equal in both shares a rank, and the next one is not used. None = is not ranked.
pub fn ranks(rows: &[Option<(u16, u64)>]) -> Vec<Option<u16>> {
    let better = |than: &(u16, u64)| rows.iter().flatten().filter(|row| *row > than).count();
    rows.iter().map(|row| row.as_ref().map(|row| u16::try_from(better(row) + 1).unwrap_or(u16::MAX))).collect()
}
