//! When a case of a list is due.

use super::{Look, Where};
use crate::store::project::OWED;
use daiban_shared::day::{DAY_MS, Day};

/// When due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueFilter {
    /// The moment has passed, and an office is late.
    Overdue,
    /// Today.
    Today,
    /// An office's, from now to the end of the next working day: what the counters call soon.
    Soon,
    /// Today or in the six days after.
    Week,
}

/// Due then, by the order of the lists.
pub(super) fn when(out: &mut Where, due: DueFilter, look: Look<'_>) {
    let (from, to) = bounds(due, look);
    out.and("case_view.rank >= ??", from);
    out.and("case_view.rank < ??", to);
    // Late, or soon late, is an office; a day of the calendar may be the resident's as well.
    if matches!(due, DueFilter::Overdue | DueFilter::Soon) {
        out.terms.push(OWED.into());
    }
}

/// The first due moment that fits, and the first that does so no more.
fn bounds(due: DueFilter, look: Look<'_>) -> (i64, i64) {
    let today = Day::of(look.now).at_minute(0) as i64;
    let (now, day) = (look.now as i64, DAY_MS as i64);
    match due {
        DueFilter::Overdue => (0, now),
        DueFilter::Today => (today, today + day),
        DueFilter::Soon => (now, look.soon() as i64),
        DueFilter::Week => (today, today + 7 * day),
    }
}
