//! What a step may change, and the same step on another day.

use daiban_shared::case::{CaseState, Outcome, Status};
use daiban_shared::day::Day;
use daiban_shared::kind::{Body, Kind};
use proptest::prelude::*;

/// kinds.md §1: from which status to which.
pub fn legal_change(before: &CaseState, after: &CaseState, kind: Kind) -> Result<(), TestCaseError> {
    use Status::{Accepted, Closed, Done, Received};
    let change = (before.status, after.status);
    let allowed = match kind {
        Kind::Accept => change == (Received, Accepted),
        Kind::NotAccept => change == (Received, Done) && after.outcome == Some(Outcome::NotAccepted),
        Kind::Grant => change == (Accepted, Done) && after.outcome == Some(Outcome::Granted),
        Kind::Deny => change == (Accepted, Done) && after.outcome == Some(Outcome::Denied),
        Kind::Withdraw => {
            change.1 == Done && matches!(change.0, Received | Accepted) && after.outcome == Some(Outcome::Withdrawn)
        }
        Kind::Terminate => {
            change.1 == Done && matches!(change.0, Received | Accepted) && after.outcome == Some(Outcome::Terminated)
        }
        Kind::Lapse => {
            change.1 == Done && matches!(change.0, Received | Accepted) && after.outcome == Some(Outcome::Lapsed)
        }
        Kind::Extend => change == (Accepted, Accepted),
        Kind::Close => change == (Done, Closed) && before.outcome == after.outcome,
        Kind::Annul => {
            matches!(change.0, Done | Closed)
                && match after.outcome {
                    None => change.1 == if before.accepted.is_some() { Accepted } else { Received },
                    outcome => change.1 == Done && outcome == Some(Outcome::Annulled),
                }
        }
        Kind::Notify => change == (Received, Received),
        Kind::Open
        | Kind::Forward
        | Kind::Return
        | Kind::Assign
        | Kind::TakeOver
        | Kind::TaskOpen
        | Kind::TaskEnd
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
        | Kind::Unknown => before.status == after.status && before.outcome == after.outcome,
    };
    prop_assert!(allowed, "{:?} changed {:?}", kind, change);
    Ok(())
}

/// The same content, said to have happened on another day at the counter.
pub fn on_another_day(body: &Body, day: Option<Day>) -> Body {
    let mut body = body.clone();
    let on = match &mut body {
        Body::Open(it) => &mut it.on,
        Body::Forward(it) => &mut it.on,
        Body::Return(it) => &mut it.on,
        Body::Assign(it) => &mut it.on,
        Body::TakeOver(it) => &mut it.on,
        Body::Notify(it) => &mut it.on,
        Body::Accept(it) => &mut it.on,
        Body::NotAccept(it) => &mut it.on,
        Body::TaskOpen(it) => &mut it.on,
        Body::TaskEnd(it) => &mut it.on,
        Body::Grant(it) => &mut it.on,
        Body::Deny(it) => &mut it.on,
        Body::Withdraw(it) => &mut it.on,
        Body::Terminate(it) => &mut it.on,
        Body::Close(it) => &mut it.on,
        Body::Annul(it) => &mut it.on,
        Body::Supplement(it) => &mut it.on,
        Body::WithdrawAsked(it) => &mut it.on,
        Body::Answer(it) => &mut it.on,
        Body::Deliver(it) => &mut it.on,
        Body::Note(it) => &mut it.on,
        Body::FormChange(it) => &mut it.on,
        Body::Extend(it) => &mut it.on,
        Body::Lapse(it) => &mut it.on,
        Body::Urge(it) => &mut it.on,
        Body::Green(it) => &mut it.on,
        Body::Taken(_)
        | Body::Join
        | Body::TimeSet(_)
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
        | Body::Unknown { .. } => return body,
    };
    *on = day;
    body
}
