//! What becomes of a settled sheet: appealed, decided, reckoned again with a reason. Equal sets of entries give equal states.

use super::score::{TOTAL_MAX, grade};
use crate::case::{Effect, Void};
use crate::entry::Entry;
use crate::ground::Directory;
use crate::id::{Hash, Millis, SiteId};
use crate::kind::{Body, Grade, SheetFix, SheetStep, SheetVerdict};
use crate::watch::document::{Author, may, other, walk};
use std::collections::BTreeSet;

/// Where a sheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetStand {
    /// Settled.
    Settled,
    /// Appealed; a ruling is owed.
    Appealed,
    /// The appeal was decided.
    Decided,
}

/// A sheet as its entries tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetState {
    /// As it was settled last: the entry, who, when, what; none while that is not here.
    pub fixed: Option<(Hash, SiteId, Millis, SheetFix)>,
    /// How often it was reckoned again.
    pub again: u16,
    /// Where it stands.
    pub stand: SheetStand,
    /// Tenths of a point by rulings.
    pub adjusted: i32,
    /// To which places it is sent.
    pub interest: BTreeSet<SiteId>,
    /// Every entry once, in order, with its effect.
    pub steps: Vec<(Hash, Effect)>,
    /// What a new entry has to name.
    pub heads: Vec<Hash>,
}

impl SheetState {
    /// Points with what rulings changed, in tenths.
    pub fn total(&self) -> u16 {
        let settled = self.fixed.as_ref().map_or(0, |(_, _, _, fix)| i32::from(fix.total));
        let total = settled.saturating_add(self.adjusted).clamp(0, i32::from(TOTAL_MAX));
        u16::try_from(total).unwrap_or(TOTAL_MAX)
    }

    /// The grade with what rulings changed.
    pub fn grade(&self) -> Grade {
        grade(self.total())
    }
}

/// Folds a sheet. Who settled it, and those above, reckon again and rule; the place appeals.
pub fn fold_sheet(entries: &[Entry], directory: &Directory) -> SheetState {
    let mut state = SheetState {
        fixed: None,
        again: 0,
        stand: SheetStand::Settled,
        adjusted: 0,
        interest: BTreeSet::new(),
        steps: Vec::new(),
        heads: Vec::new(),
    };
    let (steps, heads) = walk(entries, directory, |entry, author| take(&mut state, entry, author));
    SheetState { steps, heads, ..state }
}

fn take(state: &mut SheetState, entry: &Entry, author: &Author<'_>) -> Result<(), Void> {
    let Some((_, origin, _, fixed)) = &state.fixed else {
        let Body::Sheet(SheetStep::Fix(fix)) = &entry.body else { return Err(Void::NotOpened) };
        if entry.head.doc.origin() != author.site || !author.is_at_or_above(fix.site) {
            return Err(Void::Content);
        }
        may(true, author.watches())?;
        state.interest = author.audience(fix.site);
        state.fixed = Some((entry.hash, author.site, entry.head.at, fix.clone()));
        return Ok(());
    };
    let Body::Sheet(step) = &entry.body else { return other(&entry.body) };
    match step {
        SheetStep::Fix(fix) => {
            may(author.is_at_or_above(*origin), author.watches())?;
            if fix.again.is_none() {
                return Err(Void::SecondOpen);
            }
            if !is_same(fix, fixed) {
                return Err(Void::Content);
            }
            state.fixed = Some((entry.hash, *origin, entry.head.at, fix.clone()));
            state.again = state.again.saturating_add(1);
            Ok(())
        }
        SheetStep::Appeal(_) => {
            may(author.site == fixed.site, author.works())?;
            state.stand = SheetStand::Appealed;
            Ok(())
        }
        SheetStep::Ruling(ruling) => {
            may(author.is_at_or_above(*origin), author.watches())?;
            match ruling.verdict {
                SheetVerdict::Upheld => {}
                SheetVerdict::Adjusted => state.adjusted = state.adjusted.saturating_add(ruling.tenths.into()),
            }
            state.stand = SheetStand::Decided;
            Ok(())
        }
    }
}

/// The same sheet: only its numbers may differ.
fn is_same(one: &SheetFix, other: &SheetFix) -> bool {
    let key = |fix: &SheetFix| (fix.scheme, fix.of, fix.site, fix.dept, fix.user, fix.from, fix.to);
    key(one) == key(other)
}
