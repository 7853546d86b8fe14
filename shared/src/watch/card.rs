//! What becomes of a card: put to the place, answered, appealed, decided. Equal sets of entries give equal states.

use super::document::{Author, may, other, walk};
use crate::case::{Effect, Void};
use crate::day::Day;
use crate::entry::Entry;
use crate::ground::Directory;
use crate::id::{Hash, Millis, SiteId, UserId};
use crate::kind::{AppealGround, Body, CardResult, CardServe, Ruling};
use std::collections::BTreeSet;

/// Where a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Put to the place; an answer is owed.
    Served,
    /// Answered.
    Answered,
    /// Appealed; a ruling is owed.
    Appealed,
    /// The appeal was heard, and it stands.
    Upheld,
    /// Set aside with a reason.
    Cancelled,
}

/// A card as its entries tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardState {
    /// What it is about; none while its beginning is not here.
    pub served: Option<(Hash, SiteId, Millis, CardServe)>,
    /// Where it stands.
    pub stand: Stand,
    /// The newest answer.
    pub answered: Option<(Hash, Millis, CardResult)>,
    /// The newest appeal.
    pub appealed: Option<(Hash, Millis, AppealGround)>,
    /// The newest ruling.
    pub ruled: Option<(Hash, Millis, Ruling, UserId)>,
    /// To which places it is sent.
    pub interest: BTreeSet<SiteId>,
    /// Every entry once, in order, with its effect.
    pub steps: Vec<(Hash, Effect)>,
    /// What a new entry has to name.
    pub heads: Vec<Hash>,
}

impl CardState {
    /// The day by which the answer is owed is counted from here.
    pub fn served_on(&self) -> Option<Day> {
        self.served.as_ref().map(|(_, _, at, _)| Day::of(*at))
    }

    /// An answer is owed.
    pub fn is_open(&self) -> bool {
        match self.stand {
            Stand::Served => true,
            Stand::Answered | Stand::Appealed | Stand::Upheld | Stand::Cancelled => false,
        }
    }
}

/// Folds a card. The place that put it and those above rule on it; the place that it was put to answers and appeals.
pub fn fold_card(entries: &[Entry], directory: &Directory) -> CardState {
    let mut state = CardState {
        served: None,
        stand: Stand::Served,
        answered: None,
        appealed: None,
        ruled: None,
        interest: BTreeSet::new(),
        steps: Vec::new(),
        heads: Vec::new(),
    };
    let (steps, heads) = walk(entries, directory, |entry, author| take(&mut state, entry, author));
    CardState { steps, heads, ..state }
}

fn take(state: &mut CardState, entry: &Entry, author: &Author<'_>) -> Result<(), Void> {
    let head = &entry.head;
    let Some((_, origin, _, served)) = &state.served else {
        let Body::CardServe(serve) = &entry.body else { return Err(Void::NotOpened) };
        // A place is watched from above; only the district, which has nobody above it, puts cards to itself.
        if head.doc.origin() != author.site || !author.is_at_or_above(serve.to) || author.is_under_watch(serve.to) {
            return Err(Void::Content);
        }
        if !author.watches() {
            return Err(Void::Role);
        }
        state.interest = author.audience(serve.to);
        state.served = Some((entry.hash, author.site, head.at, serve.clone()));
        return Ok(());
    };
    let (is_addressed, rules) = (author.site == served.to, author.is_at_or_above(*origin));
    if let Body::CardAnswer(_) | Body::CardAppeal(_) = &entry.body {
        may(is_addressed, author.works())?;
    }
    if let Body::CardServe(_) = &entry.body {
        return Err(Void::SecondOpen);
    }
    if let Body::CardAnswer(answer) = &entry.body {
        state.answered = Some((entry.hash, head.at, answer.result));
        if state.stand == Stand::Served {
            state.stand = Stand::Answered;
        }
        return Ok(());
    }
    if let Body::CardAppeal(appeal) = &entry.body {
        if state.stand == Stand::Cancelled {
            return Err(Void::Status);
        }
        state.appealed = Some((entry.hash, head.at, appeal.ground));
        state.stand = Stand::Appealed;
        return Ok(());
    }
    if let Body::CardRuling(ruling) = &entry.body {
        may(rules, author.watches())?;
        state.ruled = Some((entry.hash, head.at, ruling.ruling, head.by));
        state.stand = match ruling.ruling {
            Ruling::Upheld => Stand::Upheld,
            Ruling::Cancelled => Stand::Cancelled,
        };
        return Ok(());
    }
    other(&entry.body)
}
