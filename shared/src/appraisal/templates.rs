//! A scheme to begin with, for each thing that is appraised: a district changes the numbers to those of its own document.

use crate::kind::{AppraisalOf, Indicator, SchemeLine};

/// Lines that are offered.
pub fn template(of: AppraisalOf) -> Vec<SchemeLine> {
    let line = |indicator, weight, full, zero| SchemeLine { indicator, weight, full, zero };
    match of {
        AppraisalOf::Place => vec![
            line(Indicator::OnTime, 35, 10_000, 9_000),
            line(Indicator::Early, 10, 8_000, 3_000),
            line(Indicator::Treated, 10, 10_000, 8_000),
            line(Indicator::AfterFact, 10, 0, 1_000),
            line(Indicator::Cards, 15, 0, 5),
            line(Indicator::Findings, 15, 0, 15),
            line(Indicator::FindingsLate, 5, 0, 3),
        ],
        AppraisalOf::Window => vec![
            line(Indicator::OnTime, 30, 10_000, 9_000),
            line(Indicator::Early, 15, 8_500, 4_000),
            line(Indicator::Treated, 15, 10_000, 8_000),
            line(Indicator::AfterFact, 10, 0, 1_000),
            line(Indicator::Cards, 15, 0, 10),
            line(Indicator::Findings, 15, 0, 20),
        ],
        AppraisalOf::Officer => vec![
            line(Indicator::OnTime, 35, 10_000, 9_000),
            line(Indicator::Early, 15, 8_000, 3_000),
            line(Indicator::AfterFact, 15, 0, 1_000),
            line(Indicator::Cards, 15, 0, 3),
            line(Indicator::Findings, 20, 0, 10),
        ],
    }
}
