//! An instant item by one press: all of it or nothing, and once.

use super::*;
use daiban_shared::api::{AtOnce, PaperTicked};

fn certificate() -> NewCase {
    let materials = vec![PaperTicked { no: 1, originals: 1, copies: 0, how: None }];
    NewCase { item: "T12".into(), materials, ..allowance() }
}

fn asked() -> AtOnce {
    AtOnce { way: Some(DeliverWay::InPerson), receiver: "陈秀英".into(), ..AtOnce::default() }
}

#[test]
fn one_press_accepts_grants_hands_over_and_files_away_and_a_second_press_writes_nothing() {
    let mut sample = Sample::new();
    let officer = sample.village.person(1, &[Role::Agent, Role::Reviewer]);
    let store = sample.village.store.clone();
    let (made, _) = file(&store, &officer, certificate(), sample.cmd()).expect("filed");
    let cmd = sample.cmd();
    let (written, answered) = at_once(&store, &officer, made.id, asked(), cmd).expect("done");
    assert_eq!(answered, Answered::Fresh);
    let view = sample.village.view(made.id);
    let kinds: Vec<Kind> = view.steps.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [Kind::Open, Kind::Accept, Kind::Grant, Kind::Deliver, Kind::Close]);
    assert_eq!((view.status, view.outcome), (Status::Closed, Some(Outcome::Granted)));
    assert_eq!(written.steps, view.steps[1..].iter().map(|step| step.id).collect::<Vec<_>>());
    let again = at_once(&store, &officer, made.id, asked(), cmd).expect("the same answer");
    assert_eq!((again.0.steps, again.1), (written.steps, Answered::Replayed));
    assert_eq!(sample.village.view(made.id).steps.len(), 5);
}

#[test]
fn where_one_of_the_steps_is_refused_none_is_taken() {
    let mut sample = Sample::new();
    let officer = sample.village.person(1, &[Role::Agent, Role::Reviewer]);
    let store = sample.village.store.clone();
    let (made, _) = file(&store, &officer, certificate(), sample.cmd()).expect("filed");
    // The result would be granted, but nobody says how it reached the resident.
    let refused = refusal(at_once(&store, &officer, made.id, AtOnce { way: None, ..asked() }, sample.cmd()));
    assert_eq!(refused.field.as_deref(), Some("way"));
    assert_eq!(sample.village.view(made.id).steps.len(), 1, "neither accepted nor granted");
    // Somebody else wrote since: the person looks again before anything is written.
    let heads = sample.village.view(made.id).heads;
    let other = sample.village.person(2, &[Role::Agent]);
    step(&store, &other, made.id, None, note("家属来电"), sample.cmd()).expect("a note");
    let stale = AtOnce { heads: Some(heads), ..asked() };
    assert_eq!(refusal(at_once(&store, &officer, made.id, stale, sample.cmd())).code, RefusalCode::LookAgain);
    let (slow, _) = file(&store, &officer, NewCase { file_anyway: true, ..allowance() }, sample.cmd()).expect("filed");
    assert_eq!(refusal(at_once(&store, &officer, slow.id, asked(), sample.cmd())).code, RefusalCode::NotInstant);
}
