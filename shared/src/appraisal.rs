//! Appraisal (绩效考核): how a scheme scores what was measured, and what becomes of a settled sheet.
//!
//! Every line is data: the numbers that were measured, where they stand between no points and all, and the points. So a
//! sheet explains itself, and one that is settled stays as it was whatever is counted later.

mod score;
mod sheet;
mod templates;

pub use score::{SchemeFault, TOTAL_MAX, faults, grade, ranks, score, total};
pub use sheet::{SheetStand, SheetState, fold_sheet};
pub use templates::template;

use crate::figures::{Rate, Term};
use crate::kind::{Cycle, Indicator};

/// What an indicator is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hundredths of a per cent of a share of the figures.
    Share(Rate),
    /// A number; more is better.
    More,
    /// A number; fewer is better.
    Fewer,
}

impl Indicator {
    /// What it is measured in.
    pub fn unit(self) -> Unit {
        match self {
            Self::OnTime => Unit::Share(Rate::OnTimeOfDone),
            Self::Early => Unit::Share(Rate::EarlyOfDone),
            Self::Instant => Unit::Share(Rate::InstantOfAccepted),
            Self::Treated => Unit::Share(Rate::TreatedOfAccepted),
            Self::AfterFact => Unit::Share(Rate::AfterFactOfDone),
            Self::Volume => Unit::More,
            Self::Cards | Self::CardsLate | Self::Findings | Self::FindingsLate => Unit::Fewer,
        }
    }

    /// More of it is better.
    pub fn is_rising(self) -> bool {
        match self {
            Self::OnTime | Self::Early | Self::Instant | Self::Treated | Self::Volume => true,
            Self::AfterFact | Self::Cards | Self::CardsLate | Self::Findings | Self::FindingsLate => false,
        }
    }
}

impl Cycle {
    /// The period of figures that is as long.
    pub fn term(self) -> Term {
        match self {
            Self::Month => Term::Month,
            Self::Quarter => Term::Quarter,
            Self::HalfYear => Term::HalfYear,
            Self::Year => Term::Year,
        }
    }
}
