//! What the documents of supervision have in common: cards, inspections, sheets. Each is folded in the one order of entries.

use crate::case::{Effect, Void};
use crate::entry::Entry;
use crate::ground::{Directory, View};
use crate::id::{Hash, SiteId};
use crate::kind::{Body, Class, Role};
use crate::order;
use std::collections::BTreeSet;

/// Who wrote an entry and what he saw.
pub(crate) struct Author<'d> {
    pub site: SiteId,
    pub role: Option<Role>,
    pub ground: View<'d>,
}

impl Author<'_> {
    /// A supervisor or head: who puts a document, and who rules on it.
    pub fn watches(&self) -> bool {
        matches!(self.role, Some(Role::Supervisor | Role::Head))
    }

    /// Somebody who works at the place: who answers and appeals.
    pub fn works(&self) -> bool {
        matches!(self.role, Some(Role::Agent | Role::Clerk | Role::Reviewer | Role::Head))
    }

    /// Of this place, and others stand above it.
    pub fn is_under_watch(&self, site: SiteId) -> bool {
        self.site == site && self.ground.site(site).is_some_and(|site| site.parent.is_some())
    }

    /// Of this place, or of one above it.
    pub fn is_at_or_above(&self, site: SiteId) -> bool {
        self.site == site || self.ground.is_above(self.site, site)
    }

    /// To whom a document goes that this author puts to a place: both, and everybody above either.
    pub fn audience(&self, to: SiteId) -> BTreeSet<SiteId> {
        let above = self.ground.above(to).into_iter().chain(self.ground.above(self.site));
        above.chain([self.site, to]).collect()
    }
}

/// Every entry once, in order, with its effect, and what a new entry has to name. `take` gives state what an entry says.
pub(crate) fn walk(
    entries: &[Entry],
    directory: &Directory,
    mut take: impl FnMut(&Entry, &Author<'_>) -> Result<(), Void>,
) -> (Vec<(Hash, Effect)>, Vec<Hash>) {
    let ordered = order::order(entries, directory);
    let cut = crate::fold::cut_off(entries, directory, &ordered);
    let mut steps = Vec::with_capacity(entries.len());
    for here in &ordered.sequence {
        let entry = &entries[*here];
        let taken = if cut.contains(here) {
            Err(Void::Cut)
        } else {
            author(entry, directory).and_then(|author| take(entry, &author))
        };
        steps.push((entry.hash, taken.map_or_else(Effect::None, |()| Effect::Effect)));
    }
    steps.extend(ordered.waiting.iter().map(|(here, wait)| (entries[*here].hash, Effect::Waits(*wait))));
    (steps, order::heads(entries, &ordered))
}

fn author<'d>(entry: &Entry, directory: &'d Directory) -> Result<Author<'d>, Void> {
    let head = &entry.head;
    let (site, _) = directory.author(entry.node()).ok_or(Void::Content)?;
    let ground = head.ground.and_then(|ground| directory.at(ground)).ok_or(Void::Content)?;
    Ok(Author { site, role: head.role.known(), ground })
}

/// A step of a place that takes part, in a capacity that may make it.
pub(crate) fn may(takes_part: bool, has_role: bool) -> Result<(), Void> {
    match (takes_part, has_role) {
        (false, _) => Err(Void::NotParticipant),
        (true, false) => Err(Void::Role),
        (true, true) => Ok(()),
    }
}

/// What an entry may be that is no step of such a document.
pub(crate) fn other(body: &Body) -> Result<(), Void> {
    match body.kind().class() {
        Class::Fact if matches!(body, Body::Note(_) | Body::Join) => Ok(()),
        Class::Unknown => Err(Void::UnknownKind),
        Class::Move
        | Class::Fact
        | Class::Row
        | Class::System
        | Class::Request
        | Class::Card
        | Class::Sheet
        | Class::Inspection => Err(Void::Content),
    }
}
