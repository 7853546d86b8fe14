//! Supervision (电子监察): which rules watch, what came about in a case by rule, and what becomes of a card.
//!
//! An alarm follows from rule, case and entry, and has a moment from which it is there; so no job has to run, and none comes
//! twice. Whether that moment has come is the screen's to say, and whether it counts officially: only once its place was
//! heard past it.

mod alarms;
mod card;
pub(crate) mod document;
mod inspection;
mod rules;

pub use alarms::{Alarm, NIGHT_MS, alarms};
pub use card::{CardState, Stand, fold_card};
pub use inspection::{FindingStand, FindingState, InspectionState, fold_inspection};
pub use rules::{Rules, default_rule, has_fixed_light, makes_alarms};
