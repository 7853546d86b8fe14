//! A case as this node has it: entries, private parts, fold. Read by the write path and by the case page.

use crate::error::Error;
use crate::form::{FormDoc, FormEntry};
use crate::store::{PrivateState, entries_of, private_of};
use daiban_shared::case::{CaseState, Effect};
use daiban_shared::decide::HeardMap;
use daiban_shared::entry::Entry;
use daiban_shared::fold::fold;
use daiban_shared::form::Value;
use daiban_shared::ground::Directory;
use daiban_shared::id::{CmdId, DocId, DocKind, Hash, Millis, SiteId, UserId};
use daiban_shared::item::Item;
use daiban_shared::kind::{Body, Kind, Open, Private};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The private part of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Its head names none.
    None,
    /// Here and readable.
    Here(Box<Private>),
    /// Not here, and why.
    Absent(PrivateState),
}

impl Part {
    /// Its content, if it is here.
    pub fn private(&self) -> Option<&Private> {
        match self {
            Self::Here(private) => Some(private),
            Self::None | Self::Absent(_) => None,
        }
    }
}

/// One entry with its private part.
#[derive(Debug, Clone)]
struct Sheet {
    entry: Entry,
    part: Part,
}

/// A case as this node has it.
pub(crate) struct Dossier {
    pub state: CaseState,
    sheets: BTreeMap<Hash, Sheet>,
}

/// The form of a case with its history, ready to be asked.
pub(crate) struct Form {
    pub doc: FormDoc,
}

impl Dossier {
    /// Reads and folds a case; none when nothing of it is here.
    ///
    /// Errors: an entry of the store is damaged.
    pub fn read(conn: &Connection, doc: DocId, directory: &Directory) -> Result<Option<Self>, Error> {
        if doc.kind() != DocKind::Case {
            return Ok(None);
        }
        let stored = entries_of(conn, doc)?;
        if stored.is_empty() {
            return Ok(None);
        }
        let mut entries = Vec::with_capacity(stored.len());
        let mut sheets = BTreeMap::new();
        for row in stored {
            let part = part_of(conn, row.pos)?;
            entries.push(row.entry.clone());
            // An entry can lie here twice, once with its private part.
            let known = sheets.entry(row.entry.hash).or_insert(Sheet { entry: row.entry, part: part.clone() });
            if matches!(known.part, Part::Absent(_)) {
                known.part = part;
            }
        }
        Ok(Some(Self { state: fold(&entries, directory), sheets }))
    }

    /// An entry of the case.
    pub fn entry(&self, hash: Hash) -> Option<&Entry> {
        self.sheets.get(&hash).map(|sheet| &sheet.entry)
    }

    /// Its private part.
    pub fn part(&self, hash: Hash) -> &Part {
        self.sheets.get(&hash).map_or(&Part::None, |sheet| &sheet.part)
    }

    /// The entries that a command of this person wrote, in order.
    pub fn written_by(&self, user: UserId, cmd: CmdId) -> Vec<Hash> {
        let own = |sheet: &&Sheet| sheet.entry.head.by == user && sheet.entry.head.cmd == cmd;
        let mut found: Vec<_> =
            self.sheets.values().filter(own).map(|sheet| (sheet.entry.head.part, sheet.entry.hash)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, hash)| hash).collect()
    }

    /// The filing entry: the one that counts, or, while none does, one that waits or was void.
    pub fn filing(&self) -> Option<(&Entry, &Open)> {
        let counts = self.state.opened.as_ref().map(|opened| opened.hash);
        let order = counts.into_iter().chain(self.state.steps.iter().map(|step| step.hash));
        order.filter_map(|hash| self.entry(hash)).find_map(|entry| {
            let Body::Open(open) = &entry.body else { return None };
            Some((entry, open))
        })
    }

    /// The version of the item that the case began with.
    pub fn item<'a>(&self, directory: &'a Directory) -> Option<&'a Item> {
        let (entry, open) = self.filing()?;
        let at_filing = entry.head.ground.and_then(|ground| directory.at(ground));
        directory.newest().item_row(open.item).or_else(|| at_filing?.item_row(open.item))
    }

    /// The form, from the entries that count.
    pub fn form(&self) -> Form {
        let nothing = BTreeMap::new();
        let entries = self.state.steps.iter().filter(|step| !matches!(step.effect, Effect::Waits(_)));
        let entries = entries.filter_map(|step| {
            let sheet = self.sheets.get(&step.hash)?;
            let writes = step.effect == Effect::Effect && bears_form(step.kind);
            let values = if writes { written(&sheet.part, &nothing) } else { Some(&nothing) };
            Some(FormEntry { hash: step.hash, seen: &sheet.entry.head.seen, values })
        });
        Form { doc: FormDoc::replay(entries) }
    }
}

impl Form {
    /// As `decide` sees it.
    pub fn view(&self) -> daiban_shared::decide::FormView {
        let conflicts: BTreeSet<String> = self.doc.conflicts().into_keys().collect();
        daiban_shared::decide::FormView { values: self.doc.values(), conflicts, unseen: BTreeMap::new() }
    }
}

/// Up to when each place was heard; the own place always.
pub(crate) fn heard(conn: &Connection, own: SiteId, now: Millis) -> Result<HeardMap, Error> {
    let mut query = conn.prepare_cached("select site, until from heard")?;
    let rows = query.query_map([], |row| Ok((SiteId(row.get(0)?), row.get::<_, i64>(1)? as Millis)))?;
    let mut heard = rows.collect::<Result<HeardMap, _>>()?;
    heard.insert(own, now);
    Ok(heard)
}

fn bears_form(kind: Kind) -> bool {
    matches!(kind, Kind::Open | Kind::FormChange | Kind::Supplement)
}

fn written<'a>(part: &'a Part, nothing: &'a BTreeMap<String, Value>) -> Option<&'a BTreeMap<String, Value>> {
    match part {
        Part::None => Some(nothing),
        Part::Here(private) => Some(private.form.as_ref().unwrap_or(nothing)),
        Part::Absent(_) => None,
    }
}

fn part_of(conn: &Connection, pos: i64) -> Result<Part, Error> {
    let Some(stored) = private_of(conn, pos)? else { return Ok(Part::None) };
    Ok(match stored.state {
        // What another version wrote so that this one cannot read it is as good as not here.
        PrivateState::Here => Private::decode(&stored.bytes)
            .map_or(Part::Absent(PrivateState::Refused), |private| Part::Here(Box::new(private))),
        state @ (PrivateState::Missing | PrivateState::Refused | PrivateState::Dropped | PrivateState::Erased) => {
            Part::Absent(state)
        }
    })
}
