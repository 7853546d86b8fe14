//! What a person's screen did not show: the entries behind the heads that the request names, and what came since.

use super::dossier::{Dossier, Form};
use daiban_shared::case::{Effect, Step};
use daiban_shared::decide::Actor;
use daiban_shared::id::Hash;
use daiban_shared::kind::{Body, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// Entries of other people and machines that the screen did not show. What machines write by themselves, and what
/// still waits for something, is no news to decide on.
pub fn news_since(dossier: &Dossier, heads: &[Hash], actor: &Actor) -> u32 {
    let past = past_of(dossier, heads);
    let is_news = |step: &&Step| {
        let is_machines = matches!(step.kind, Kind::Taken | Kind::Join);
        let waits = matches!(step.effect, Effect::Waits(_));
        !past.contains(&step.hash) && !is_own(step, actor) && !is_machines && !waits
    };
    dossier.state.steps.iter().filter(is_news).count() as u32
}

/// Fields whose present values the screen did not show, with the entries that wrote them: those of others, and of
/// several concurrent values every one.
pub fn unseen_fields(
    dossier: &Dossier,
    form: &Form,
    heads: &[Hash],
    actor: &Actor,
) -> BTreeMap<String, BTreeSet<Hash>> {
    let past = past_of(dossier, heads);
    let mut unseen: BTreeMap<String, BTreeSet<Hash>> = BTreeMap::new();
    let of_others = |step: &&Step| step.effect == Effect::Effect && !past.contains(&step.hash) && !is_own(step, actor);
    for step in dossier.state.steps.iter().filter(of_others) {
        for field in written_fields(dossier, step.hash) {
            unseen.entry(field.clone()).or_default().insert(step.hash);
        }
    }
    for (field, candidates) in form.doc.conflicts() {
        let new: Vec<Hash> = candidates.into_iter().map(|(hash, _)| hash).filter(|hash| !past.contains(hash)).collect();
        if !new.is_empty() {
            unseen.entry(field).or_default().extend(new);
        }
    }
    unseen
}

fn is_own(step: &Step, actor: &Actor) -> bool {
    step.by == actor.user && step.site == actor.site
}

/// A form change names its fields in the head, so they are known although the values are not here.
fn written_fields(dossier: &Dossier, hash: Hash) -> Vec<&String> {
    match dossier.entry(hash).map(|entry| &entry.body) {
        Some(Body::FormChange(change)) => change.fields.iter().collect(),
        Some(_) | None => dossier
            .part(hash)
            .private()
            .and_then(|private| private.form.as_ref())
            .into_iter()
            .flat_map(BTreeMap::keys)
            .collect(),
    }
}

/// The entries behind these heads, themselves included.
fn past_of(dossier: &Dossier, heads: &[Hash]) -> BTreeSet<Hash> {
    let mut past = BTreeSet::new();
    let mut open: Vec<Hash> = heads.to_vec();
    while let Some(hash) = open.pop() {
        if past.insert(hash) {
            open.extend(dossier.entry(hash).into_iter().flat_map(|entry| entry.head.seen.iter().copied()));
        }
    }
    past
}
