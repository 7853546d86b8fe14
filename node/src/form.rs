//! The form of a case as an Automerge document, built here from the form entries: the only file that names automerge.
//!
//! No node ever parses another node's Automerge bytes. What travels is `{field: value}`; each node replays the entries
//! in fold order (fork at the changes of `seen`, actor = first 16 bytes of the entry's hash, fields sorted, time 0), so
//! equal entries give equal heads. A part that is missing or erased is left out; later ones stand. Total: no value panics.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, ChangeHash, ROOT, ReadDoc, ScalarValue};
use daiban_shared::form::Value;
use daiban_shared::id::Hash;
use std::collections::{BTreeMap, BTreeSet};

/// Fields that one entry can write; the largest form has about sixty. Those beyond it in sorted order are left out.
pub const FIELDS_PER_ENTRY_MAX: usize = 512;
/// Bytes of a field's name. Longer ones are left out.
pub const FIELD_NAME_BYTES_MAX: usize = 200;

/// One entry of the case. A replay takes every entry that does not wait, in fold order.
#[derive(Debug, Clone, Copy)]
pub struct FormEntry<'a> {
    /// The entry.
    pub hash: Hash,
    /// The heads its author had.
    pub seen: &'a [Hash],
    /// What it writes. None: its private part is not here. Empty: it writes nothing, or has no effect.
    pub values: Option<&'a BTreeMap<String, Value>>,
}

/// Concurrent values of one field, each once, with the entry that wrote it; the one that `values` shows comes first.
pub type Candidates = Vec<(Hash, Value)>;

/// The form of one case with its history.
pub struct FormDoc {
    doc: Automerge,
    /// The changes that stand behind each entry: its own, or those of what it has seen.
    behind: BTreeMap<Hash, Vec<ChangeHash>>,
    written_by: BTreeMap<ChangeHash, Hash>,
    missing: Vec<Hash>,
}

/// The form as it was behind some entries of the case.
pub struct Version<'a> {
    form: &'a FormDoc,
    heads: Vec<ChangeHash>,
}

impl FormDoc {
    /// Builds the form. Entries come in an order in which each follows what it has seen; what it names beyond is passed over.
    pub fn replay<'a>(entries: impl IntoIterator<Item = FormEntry<'a>>) -> Self {
        let mut form =
            Self { doc: Automerge::new(), behind: BTreeMap::new(), written_by: BTreeMap::new(), missing: Vec::new() };
        for entry in entries {
            form.take(entry);
        }
        form
    }

    /// One value per field, as everybody sees it now.
    pub fn values(&self) -> BTreeMap<String, Value> {
        self.newest().values()
    }

    /// Fields with more than one distinct concurrent value now.
    pub fn conflicts(&self) -> BTreeMap<String, Candidates> {
        self.newest().conflicts()
    }

    /// The form behind these entries; entries that are not part of the replay are passed over.
    pub fn at(&self, entries: &[Hash]) -> Version<'_> {
        Version { form: self, heads: self.changes_behind(entries) }
    }

    /// Names of the newest changes: equal entries give equal heads on every machine.
    pub fn heads(&self) -> Vec<[u8; 32]> {
        let mut heads: Vec<_> = self.doc.get_heads().into_iter().map(|head| head.0).collect();
        heads.sort_unstable();
        heads
    }

    /// Entries whose private part is not here.
    pub fn missing(&self) -> &[Hash] {
        &self.missing
    }

    fn newest(&self) -> Version<'_> {
        Version { form: self, heads: self.doc.get_heads() }
    }

    fn changes_behind(&self, entries: &[Hash]) -> Vec<ChangeHash> {
        let changes: BTreeSet<_> =
            entries.iter().filter_map(|entry| self.behind.get(entry)).flatten().copied().collect();
        changes.into_iter().collect()
    }

    fn take(&mut self, entry: FormEntry<'_>) {
        let deps = self.changes_behind(entry.seen);
        let change = match entry.values {
            None => {
                self.missing.push(entry.hash);
                None
            }
            Some(values) => self.write(entry.hash, &deps, values),
        };
        match change {
            Some(change) => {
                self.written_by.insert(change, entry.hash);
                self.behind.insert(entry.hash, vec![change]);
            }
            None => {
                self.behind.insert(entry.hash, deps);
            }
        }
    }

    fn write(&mut self, hash: Hash, deps: &[ChangeHash], values: &BTreeMap<String, Value>) -> Option<ChangeHash> {
        if values.is_empty() {
            return None;
        }
        let actor = ActorId::from(&hash.0[..16]);
        let mut now = self.doc.get_heads();
        now.sort_unstable();
        // The usual case, everything in one line, needs no second document.
        if now == deps {
            self.doc.set_actor(actor);
            return write_fields(&mut self.doc, values);
        }
        let mut fork = if deps.is_empty() { Automerge::new() } else { self.doc.fork_at(deps).ok()? };
        fork.set_actor(actor);
        let change = write_fields(&mut fork, values)?;
        let bytes = fork.get_change_by_hash(&change)?;
        // Refused only where two entries share the first half of their hashes; such a twin is left out.
        self.doc.apply_changes([bytes]).ok()?;
        Some(change)
    }
}

impl Version<'_> {
    /// One value per field.
    pub fn values(&self) -> BTreeMap<String, Value> {
        let range = self.form.doc.map_range_at(ROOT, .., &self.heads);
        range.filter_map(|item| Some((item.key.to_string(), scalar(&item.value.into_value())?))).collect()
    }

    /// Fields with more than one distinct value.
    pub fn conflicts(&self) -> BTreeMap<String, Candidates> {
        let mut out = BTreeMap::new();
        for item in self.form.doc.map_range_at(ROOT, .., &self.heads).filter(|item| item.conflict) {
            let key = item.key.to_string();
            let candidates = self.candidates(&key);
            if candidates.len() > 1 {
                out.insert(key, candidates);
            }
        }
        out
    }

    fn candidates(&self, key: &str) -> Candidates {
        let mut out: Candidates = Vec::new();
        let found = self.form.doc.get_all_at(ROOT, key, &self.heads).unwrap_or_default();
        // Automerge lists the value it shows last.
        for (value, id) in found.into_iter().rev() {
            let Some(value) = scalar(&value) else { continue };
            let writer = self.form.doc.hash_for_opid(&id).and_then(|change| self.form.written_by.get(&change));
            let Some(writer) = writer else { continue };
            if out.iter().all(|(_, known)| *known != value) {
                out.push((*writer, value));
            }
        }
        out
    }
}

/// One commit with the sorted fields; none when nothing could be written.
fn write_fields(doc: &mut Automerge, values: &BTreeMap<String, Value>) -> Option<ChangeHash> {
    let mut tx = doc.transaction();
    for (field, value) in values.iter().filter(|(field, _)| is_name(field)).take(FIELDS_PER_ENTRY_MAX) {
        if put(&mut tx, field, value).is_err() {
            tx.rollback();
            return None;
        }
    }
    tx.commit_with(CommitOptions::default().with_time(0)).0
}

fn put(tx: &mut Transaction<'_>, field: &str, value: &Value) -> Result<(), AutomergeError> {
    let value = match value {
        Value::Flag(flag) => ScalarValue::Boolean(*flag),
        Value::Number(number) => ScalarValue::Int(*number),
        Value::Text(text) => ScalarValue::Str(text.as_str().into()),
    };
    // Automerge passes over a value that stands there already. Somebody who writes it again means it, and against a
    // concurrent other value it must count as his: so the old one is taken away first.
    if tx.get(ROOT, field)?.is_some_and(|(old, _)| old.as_scalar() == Some(&value)) {
        tx.delete(ROOT, field)?;
    }
    tx.put(ROOT, field, value)
}

fn is_name(field: &str) -> bool {
    !field.is_empty() && field.len() <= FIELD_NAME_BYTES_MAX
}

fn scalar(value: &automerge::Value<'_>) -> Option<Value> {
    match value.as_scalar()? {
        ScalarValue::Boolean(flag) => Some(Value::Flag(*flag)),
        ScalarValue::Int(number) => Some(Value::Number(*number)),
        ScalarValue::Str(text) => Some(Value::Text(text.to_string())),
        ScalarValue::Bytes(_)
        | ScalarValue::Uint(_)
        | ScalarValue::F64(_)
        | ScalarValue::Counter(_)
        | ScalarValue::Timestamp(_)
        | ScalarValue::Unknown { .. }
        | ScalarValue::Null => None,
    }
}

#[cfg(test)]
mod tests;
