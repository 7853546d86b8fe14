//! What a paper said when it was written. It is reckoned from the entries on which its step was taken and from nothing
//! later, so that a second print under the same number says the same.

use super::Look;
use daiban_shared::api::Payload;
use daiban_shared::case::Effect;
use daiban_shared::entry::Entry;
use daiban_shared::fold::fold;
use daiban_shared::id::Hash;
use daiban_shared::kind::{Body, Kind, PaperIn};
use std::collections::{BTreeMap, BTreeSet};

impl Look<'_> {
    /// Adds to a step's content what only its past tells: the day that its paper names, the papers that go with it.
    pub(super) fn with_past(&self, hash: Hash, kind: Kind, payload: Payload) -> Payload {
        match kind {
            Kind::Open | Kind::Accept | Kind::Extend => {
                let past: Vec<Entry> =
                    self.past(hash).iter().filter_map(|hash| self.dossier.entry(*hash)).cloned().collect();
                let due = fold(&past, self.directory).shown_limit().and_then(|limit| limit.day);
                Payload { due, ..payload }
            }
            Kind::Forward | Kind::Return | Kind::Assign => Payload { in_file: self.in_file(hash), ..payload },
            Kind::TakeOver
            | Kind::Notify
            | Kind::NotAccept
            | Kind::TaskOpen
            | Kind::TaskEnd
            | Kind::Grant
            | Kind::Deny
            | Kind::Withdraw
            | Kind::Terminate
            | Kind::Close
            | Kind::Annul
            | Kind::Lapse
            | Kind::Taken
            | Kind::Supplement
            | Kind::WithdrawAsked
            | Kind::Answer
            | Kind::Deliver
            | Kind::Note
            | Kind::FormChange
            | Kind::Join
            | Kind::Urge
            | Kind::TimeSet
            | Kind::Green
            | Kind::Site
            | Kind::Node
            | Kind::Cut
            | Kind::Right
            | Kind::Item
            | Kind::Calendar
            | Kind::Rule
            | Kind::Scheme
            | Kind::SheetFix
            | Kind::SheetAppeal
            | Kind::SheetRuling
            | Kind::InspectionOpen
            | Kind::InspectionAnswer
            | Kind::InspectionRuling
            | Kind::Root
            | Kind::Witness
            | Kind::Clock
            | Kind::NodeAsked
            | Kind::RightAsked
            | Kind::CardServe
            | Kind::CardAnswer
            | Kind::CardAppeal
            | Kind::CardRuling
            | Kind::Unknown => payload,
        }
    }

    /// Papers that had been handed in when a step was taken; later ones replace earlier ones of their number.
    fn in_file(&self, hash: Hash) -> Vec<PaperIn> {
        let past = self.past(hash);
        let mut papers: BTreeMap<u8, PaperIn> = BTreeMap::new();
        // A long case may have many hand-overs, so their pasts are walked and not folded.
        let counts =
            self.state().steps.iter().filter(|step| step.effect == Effect::Effect && past.contains(&step.hash));
        for entry in counts.filter_map(|step| self.dossier.entry(step.hash)) {
            let handed: &[PaperIn] = match &entry.body {
                Body::Open(open) => &open.papers,
                Body::Supplement(more) => &more.papers,
                Body::Forward(_)
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
                | Body::WithdrawAsked(_)
                | Body::Answer(_)
                | Body::Deliver(_)
                | Body::Note(_)
                | Body::FormChange(_)
                | Body::Join
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
                | Body::Scheme(_)
                | Body::Sheet(_)
                | Body::Inspection(_)
                | Body::Root(_)
                | Body::Witness(_)
                | Body::Clock(_)
                | Body::NodeAsked(_)
                | Body::RightAsked(_)
                | Body::CardServe(_)
                | Body::CardAnswer(_)
                | Body::CardAppeal(_)
                | Body::CardRuling(_)
                | Body::Unknown { .. } => &[],
            };
            papers.extend(handed.iter().map(|paper| (paper.no, paper.clone())));
        }
        papers.into_values().filter(|paper| paper.originals > 0 || paper.copies > 0).collect()
    }

    /// The entries on which a step was taken, itself included.
    fn past(&self, hash: Hash) -> BTreeSet<Hash> {
        let mut past: BTreeSet<Hash> = BTreeSet::new();
        let mut open = vec![hash];
        while let Some(hash) = open.pop() {
            if past.insert(hash) {
                open.extend(self.dossier.entry(hash).into_iter().flat_map(|entry| entry.head.seen.iter().copied()));
            }
        }
        past
    }
}
