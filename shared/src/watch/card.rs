//! What becomes of a card: put to the place, answered, appealed, decided. Equal sets of entries give equal states.

use crate::case::{Effect, Void};
use crate::day::Day;
use crate::entry::Entry;
use crate::ground::Directory;
use crate::id::{Hash, Millis, SiteId, UserId};
use crate::kind::*;
use crate::order;
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
    let ordered = order::order(entries, directory);
    let mut state = CardState {
        served: None,
        stand: Stand::Served,
        answered: None,
        appealed: None,
        ruled: None,
        interest: BTreeSet::new(),
        steps: Vec::new(),
        heads: order::heads(entries, &ordered),
    };
    let cut = crate::fold::cut_off(entries, directory, &ordered);
    for here in &ordered.sequence {
        let entry = &entries[*here];
        let taken = if cut.contains(here) { Err(Void::Cut) } else { take(&mut state, entry, directory) };
        let effect = taken.map_or_else(Effect::None, |()| Effect::Effect);
        state.steps.push((entry.hash, effect));
    }
    let waiting = ordered.waiting.iter().map(|(here, wait)| (entries[*here].hash, Effect::Waits(*wait)));
    state.steps.extend(waiting);
    state
}

fn take(state: &mut CardState, entry: &Entry, directory: &Directory) -> Result<(), Void> {
    let head = &entry.head;
    let (site, _) = directory.author(entry.node()).ok_or(Void::Content)?;
    let ground = head.ground.and_then(|ground| directory.at(ground)).ok_or(Void::Content)?;
    let role = head.role.known();
    let Some((_, origin, _, served)) = &state.served else {
        let Body::CardServe(serve) = &entry.body else { return Err(Void::NotOpened) };
        if head.doc.origin() != site || !ground.is_above(site, serve.to) && site != serve.to {
            return Err(Void::Content);
        }
        if !matches!(role, Some(Role::Supervisor | Role::Head)) {
            return Err(Void::Role);
        }
        state.interest.extend([site, serve.to]);
        state.interest.extend(ground.above(serve.to));
        state.interest.extend(ground.above(site));
        state.served = Some((entry.hash, site, head.at, serve.clone()));
        return Ok(());
    };
    let (is_addressed, rules) = (site == served.to, site == *origin || ground.is_above(site, *origin));
    match &entry.body {
        Body::CardServe(_) => Err(Void::SecondOpen),
        Body::CardAnswer(_) | Body::CardAppeal(_) if !is_addressed => Err(Void::NotParticipant),
        Body::CardAnswer(_) | Body::CardAppeal(_)
            if !matches!(role, Some(Role::Agent | Role::Clerk | Role::Reviewer | Role::Head)) =>
        {
            Err(Void::Role)
        }
        Body::CardAnswer(answer) => {
            state.answered = Some((entry.hash, head.at, answer.result));
            if state.stand == Stand::Served {
                state.stand = Stand::Answered;
            }
            Ok(())
        }
        Body::CardAppeal(appeal) => {
            if state.stand == Stand::Cancelled {
                return Err(Void::Status);
            }
            state.appealed = Some((entry.hash, head.at, appeal.ground));
            state.stand = Stand::Appealed;
            Ok(())
        }
        Body::CardRuling(_) if !rules => Err(Void::NotParticipant),
        Body::CardRuling(_) if !matches!(role, Some(Role::Supervisor | Role::Head)) => Err(Void::Role),
        Body::CardRuling(ruling) => {
            state.ruled = Some((entry.hash, head.at, ruling.ruling, head.by));
            state.stand = match ruling.ruling {
                Ruling::Upheld => Stand::Upheld,
                Ruling::Cancelled => Stand::Cancelled,
            };
            Ok(())
        }
        Body::Note(_) | Body::Join => Ok(()),
        Body::Unknown { .. } => Err(Void::UnknownKind),
        Body::Open(_)
        | Body::Forward(_)
        | Body::Return(_)
        | Body::Assign(_)
        | Body::TakeOver(_)
        | Body::Notify(_)
        | Body::Accept(_)
        | Body::NotAccept(_)
        | Body::TaskOpen(_)
        | Body::TaskEnd(_)
        | Body::Grant(_)
        | Body::Deny(_)
        | Body::Withdraw(_)
        | Body::Terminate(_)
        | Body::Close(_)
        | Body::Annul(_)
        | Body::Extend(_)
        | Body::Lapse(_)
        | Body::Taken(_)
        | Body::Supplement(_)
        | Body::WithdrawAsked(_)
        | Body::Answer(_)
        | Body::Deliver(_)
        | Body::FormChange(_)
        | Body::Urge(_)
        | Body::TimeSet(_)
        | Body::Green(_)
        | Body::Site(_)
        | Body::Node(_)
        | Body::Cut(_)
        | Body::Right(_)
        | Body::Item(_)
        | Body::Calendar(_)
        | Body::Rule(_)
        | Body::Root(_)
        | Body::Witness(_)
        | Body::Clock(_)
        | Body::NodeAsked(_)
        | Body::RightAsked(_) => Err(Void::Content),
    }
}
