//! Races between places that had not heard of each other, told step by step: what each of them wrote, and what everybody
//! finds once it has all come together.

use crate::limits::forward;
use crate::world::{Case, D, T1, V1, V2, World, at, node_of};
use daiban_shared::api::Command;
use daiban_shared::case::{Effect, Outcome, Status, Void};
use daiban_shared::id::SiteId;
use daiban_shared::kind::*;

fn world() -> World {
    World::of_items(|item| ["V04", "T28"].contains(&item.code.as_str()))
}

fn assign(to: SiteId) -> Command {
    let words = String::new();
    Command::Assign { to: Some(to), dept: None, user: None, ground: Some(AssignGround::Designated), words }
}

pub(crate) fn take_over() -> Command {
    Command::TakeOver { ground: Some(TakeOverGround::Unable), words: "失联".into() }
}

pub(crate) fn note(words: &str) -> Command {
    Command::Note { words: words.into() }
}

fn not_accept() -> Command {
    let ground = Some(NotAcceptGround::NotEligible);
    Command::NotAccept { ground, body_named: String::new(), words: "户籍不符".into() }
}

/// A village that was cut off accepts what the town takes over and refuses meanwhile. Whoever writes on top of both changes
/// nothing of what the town's machine already showed.
#[test]
fn a_word_of_the_district_on_top_of_a_race_does_not_turn_its_outcome_around() {
    let world = world();
    // The one whose machine comes first where the order may choose acts offline.
    let (origin, other) = if node_of(V1) < node_of(V2) { (V2, V1) } else { (V1, V2) };
    let now = at("2026-09-08 10:20");
    let mut case = Case::open(&world, "V04", origin, now);
    case.press(origin, &forward(None), now);
    case.press(T1, &assign(other), now);
    let offline = case.head(other, &Body::Accept(Accept { gaps: Vec::new(), gap_date: None }), Role::Agent, now);
    case.press(T1, &take_over(), now);
    case.press(T1, &not_accept(), now);
    case.press(origin, &note("居民已知悉"), now);
    let late = case.push(&offline, other);
    let before = case.state();
    assert_eq!(case.effect(late), Effect::None(Void::NotHolder));
    assert_eq!((before.status, before.outcome), (Status::Done, Some(Outcome::NotAccepted)));

    case.press(D, &note("已核查"), now);
    let after = case.state();
    assert_eq!(after.steps[..before.steps.len()], before.steps[..]);
    assert_eq!((after.status, after.outcome), (Status::Done, Some(Outcome::NotAccepted)));
}
