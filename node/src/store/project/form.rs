//! The latest words of a case's form, for lists and search. The form itself, with its history, is `crate::form`'s; here a
//! value stands until an entry that has seen it writes another, which is all that a list needs.

use crate::error::Error;
use crate::store::commit::bears_form;
use crate::store::log::{self, Document, PrivateState};
use daiban_shared::case::{CaseState, Effect};
use daiban_shared::form::Value;
use daiban_shared::id::Hash;
use daiban_shared::kind::Private;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The form parts that count, in fold order.
pub struct FormParts {
    parts: Vec<(Hash, i64)>,
    /// Changes whenever another set of parts is here: the words are made anew only then.
    pub key: i64,
}

/// What lists and search show of a form.
#[derive(Default)]
pub struct FormWords {
    /// One value per field.
    pub values: BTreeMap<String, Value>,
    /// A field has several concurrent values.
    pub is_conflicted: bool,
}

impl FormParts {
    /// Finds them.
    pub fn of(state: &CaseState, document: &Document) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut parts = Vec::new();
        for step in state.steps.iter().filter(|step| step.effect == Effect::Effect && bears_form(step.kind)) {
            let Some((entry, place)) = document.find(step.hash) else { continue };
            if entry.head.private.is_none() {
                continue;
            }
            let here = place.part == Some(PrivateState::Here);
            hasher.update(&step.hash.0).update(&[u8::from(here)]);
            if here {
                parts.push((step.hash, place.pos));
            }
        }
        let mut key = [0; 8];
        key.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Self { parts, key: i64::from_le_bytes(key) }
    }

    /// Reads the values.
    pub fn words(&self, conn: &Connection, document: &Document) -> Result<FormWords, Error> {
        let mut fields: BTreeMap<String, Vec<(Hash, Value)>> = BTreeMap::new();
        for (hash, pos) in &self.parts {
            let Some(part) = log::private_of(conn, *pos)? else { continue };
            // A part of a later version that this one cannot read is shown as not here; its head stands.
            let Some(form) = Private::decode(&part.bytes).ok().and_then(|private| private.form) else { continue };
            let past = if fields.is_empty() { BTreeSet::new() } else { past_of(*hash, document) };
            for (field, value) in form {
                let candidates = fields.entry(field).or_default();
                candidates.retain(|(written, _)| !past.contains(written));
                candidates.push((*hash, value));
            }
        }
        let mut out = FormWords::default();
        for (field, candidates) in fields {
            let distinct: BTreeSet<&Value> = candidates.iter().map(|(_, value)| value).collect();
            out.is_conflicted |= distinct.len() > 1;
            if let Some((_, value)) = candidates.into_iter().next_back() {
                out.values.insert(field, value);
            }
        }
        Ok(out)
    }
}

/// Everything an entry has seen, directly or not. An explicit stack: chains are long.
fn past_of(hash: Hash, document: &Document) -> BTreeSet<Hash> {
    let mut past = BTreeSet::new();
    let mut stack = vec![hash];
    while let Some(here) = stack.pop() {
        for seen in document.find(here).map_or(&[][..], |(entry, _)| &entry.head.seen) {
            if past.insert(*seen) {
                stack.push(*seen);
            }
        }
    }
    past
}
