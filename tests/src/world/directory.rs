//! The public rows of a small world.

use daiban_node::seed::{Place, built_in_rows};
use daiban_shared::day::Day;
use daiban_shared::kind::Body;

/// The real catalogue with the seven sample places and the newest calendars: founded in a moment.
pub(super) fn small(day: Day, items: &[&str]) -> Vec<Body> {
    let rows = built_in_rows(day).expect("the built-in data is right");
    let is_needed = |row: &Body| match row {
        Body::Site(site) => Place::ALL.iter().any(|place| place.number() == site.number),
        Body::Calendar(calendar) => calendar.year >= 2026,
        Body::Item(item) => items.is_empty() || items.contains(&item.code.as_str()),
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
        | Body::Note(_)
        | Body::FormChange(_)
        | Body::Join
        | Body::Urge(_)
        | Body::TimeSet(_)
        | Body::Green(_)
        | Body::Node(_)
        | Body::Cut(_)
        | Body::Right(_)
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
    rows.into_iter().filter(is_needed).collect()
}
