//! What a paper said when it was written. It is reckoned from the entries on which its step was taken and from nothing
//! later, so that a second print under the same number says the same.

use super::Look;
use daiban_shared::api::Payload;
use daiban_shared::case::CaseState;
use daiban_shared::entry::Entry;
use daiban_shared::fold::fold;
use daiban_shared::id::Hash;
use daiban_shared::kind::Kind;
use std::collections::BTreeSet;

impl Look<'_> {
    /// Adds to a step's content what only its past tells: the day that its paper names, the papers that go with it.
    pub(super) fn with_past(&self, hash: Hash, kind: Kind, payload: Payload) -> Payload {
        match kind {
            Kind::Open | Kind::Accept => {
                let due = self.state_at(hash).shown_limit().and_then(|limit| limit.day);
                Payload { due, ..payload }
            }
            Kind::Forward | Kind::Return | Kind::Assign => {
                let papers = self.state_at(hash).papers.into_values();
                let in_file = papers.filter(|paper| paper.originals > 0 || paper.copies > 0).collect();
                Payload { in_file, ..payload }
            }
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
            | Kind::Taken
            | Kind::Supplement
            | Kind::WithdrawAsked
            | Kind::Answer
            | Kind::Deliver
            | Kind::Note
            | Kind::FormChange
            | Kind::Join
            | Kind::Site
            | Kind::Node
            | Kind::Cut
            | Kind::Right
            | Kind::Item
            | Kind::Calendar
            | Kind::Root
            | Kind::Witness
            | Kind::Clock
            | Kind::NodeAsked
            | Kind::RightAsked
            | Kind::Unknown => payload,
        }
    }

    /// The case as it stood when a step had just been taken.
    fn state_at(&self, hash: Hash) -> CaseState {
        let mut past: BTreeSet<Hash> = BTreeSet::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut open = vec![hash];
        while let Some(hash) = open.pop() {
            let Some(entry) = self.dossier.entry(hash) else { continue };
            if past.insert(hash) {
                open.extend(entry.head.seen.iter().copied());
                entries.push(entry.clone());
            }
        }
        fold(&entries, self.directory)
    }
}
