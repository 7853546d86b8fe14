//! Limits: what is due when, counted in working days of the published calendar. Data of `fold`; `at(now)` says what passed.

use crate::api::LimitKind;
use crate::day::Day;
use crate::id::{Hash, Millis, SiteId};
use crate::item::Span;

/// One limit with its reckoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Which.
    pub kind: LimitKind,
    /// The entry or duty it belongs to.
    pub of: Hash,
    /// Whose limit it is.
    pub owner: SiteId,
    /// Its clock began.
    pub starts: Millis,
    /// How long.
    pub span: Span,
    /// By the close of business of this day; none while a pause is open.
    pub day: Option<Day>,
    /// The moment.
    pub due: Option<Millis>,
    /// Past the published calendar: not certain.
    pub provisional: bool,
    /// Met or fallen away at this moment.
    pub ended: Option<Millis>,
    /// It does not run at the moment.
    pub paused: bool,
}
