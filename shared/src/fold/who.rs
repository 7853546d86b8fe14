//! Who may make which step, and in which status: the tables that `fold` and `decide` share.

use crate::case::{Status, Void};
use crate::kind::{Kind, Role, RoleNo};

/// In which statuses a move may be made (kinds.md §1).
pub(crate) fn allowed_in(kind: Kind) -> &'static [Status] {
    use Status::{Accepted, Closed, Done, Received};
    match kind {
        Kind::Forward | Kind::Return | Kind::Assign | Kind::TakeOver => &[Received, Accepted, Done, Closed],
        Kind::Notify | Kind::Accept | Kind::NotAccept => &[Received],
        Kind::TaskOpen | Kind::TaskEnd => &[Received, Accepted, Done],
        Kind::Grant | Kind::Deny | Kind::Extend => &[Accepted],
        Kind::Withdraw | Kind::Terminate | Kind::Lapse => &[Received, Accepted],
        Kind::Close => &[Done],
        Kind::Annul => &[Done, Closed],
        Kind::Open
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
        | Kind::Unknown => &[],
    }
}

/// Which roles may make a move; the node vouches for them (kinds.md §2, column "who").
pub(crate) fn roles_of(kind: Kind) -> &'static [Role] {
    use Role::{Agent, Clerk, Head, Node, Reviewer, Supervisor};
    match kind {
        Kind::Grant | Kind::Deny => &[Reviewer, Head],
        Kind::TakeOver | Kind::Green | Kind::TimeSet => &[Head, Reviewer],
        Kind::Urge => &[Supervisor, Head],
        Kind::Open => &[Agent, Clerk, Head],
        Kind::Forward
        | Kind::Return
        | Kind::Assign
        | Kind::Notify
        | Kind::Accept
        | Kind::NotAccept
        | Kind::TaskOpen
        | Kind::TaskEnd
        | Kind::Withdraw
        | Kind::Terminate
        | Kind::Close
        | Kind::Annul
        | Kind::Extend
        | Kind::Lapse
        | Kind::Supplement
        | Kind::WithdrawAsked
        | Kind::Answer
        | Kind::Deliver
        | Kind::Note
        | Kind::FormChange => &[Agent, Clerk, Reviewer, Head],
        Kind::Taken | Kind::Join => &[Node],
        Kind::Site
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
        | Kind::Unknown => &[],
    }
}

pub(super) fn check_role(kind: Kind, role: RoleNo) -> Result<(), Void> {
    if role.known().is_some_and(|role| roles_of(kind).contains(&role)) { Ok(()) } else { Err(Void::Role) }
}
