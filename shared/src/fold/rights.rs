//! Which moves need a right, and whether the author had it at his ground.

use super::{Fold, Now};
use crate::case::Void;
use crate::kind::{Body, Kind, Power};

impl<'a> Fold<'a> {
    pub(super) fn check_right(&self, now: &Now<'a>) -> Result<(), Void> {
        let ok = match &now.entry.body {
            Body::Notify(_) | Body::Accept(_) | Body::NotAccept(_) => self.may_accept(now),
            Body::Grant(grant) => self.may_decide(now, Some(grant.right)),
            Body::Deny(deny) => self.may_decide(now, Some(deny.right)),
            // Setting an annulment aside brings back what it had set aside, so it needs the same.
            Body::Annul(_) => match self.state.decision {
                Some(Kind::Grant | Kind::Deny) => self.may_decide(now, None),
                Some(Kind::NotAccept) => self.may_accept(now),
                Some(_) | None => true,
            },
            Body::Open(_)
            | Body::Forward(_)
            | Body::Return(_)
            | Body::Assign(_)
            | Body::TakeOver(_)
            | Body::TaskOpen(_)
            | Body::TaskEnd(_)
            | Body::Withdraw(_)
            | Body::Terminate(_)
            | Body::Close(_)
            | Body::Extend(_)
            | Body::Lapse(_)
            | Body::Taken(_)
            | Body::Supplement(_)
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
            | Body::Unknown { .. } => true,
        };
        if ok { Ok(()) } else { Err(Void::NoRight) }
    }

    pub(super) fn may_accept(&self, now: &Now<'a>) -> bool {
        self.item.and_then(|item| item.accept_tiers.iter().min()).is_some_and(|lowest| now.tier >= *lowest)
    }

    pub(super) fn may_decide(&self, now: &Now<'a>, right: Option<u32>) -> bool {
        let Some(item) = self.item else { return false };
        match right {
            Some(no) => {
                now.ground.right(no).is_some_and(|right| now.ground.right_allows(right, now.site, Power::Decide, item))
            }
            None => now.ground.right_for(now.site, Power::Decide, item).is_some(),
        }
    }
}
