//! The one way to write: own entries are signed here, received ones are stored as they came. At the end of a job every
//! touched document is folded once, its views are made, and the neighbours' outboxes grow, all in one transaction.

mod put;

use super::Shared;
use super::log::{self, Document, PrivatePart, PrivateState};
use super::memory::{FeedRole, Memory};
use super::outbox::{self, Cursor, Neighbour};
use super::recent::{Known, Recent};
use crate::error::Error;
use crate::identity::{self, Identity};
use daiban_shared::case::CaseState;
use daiban_shared::entry::{Entry, Head, NotAnEntry, SEEN_MAX, SUITE, Verdict, private_ref, seal, well_formed};
use daiban_shared::fold::fold;
use daiban_shared::ground::Directory;
use daiban_shared::id::{CmdId, DocId, DocKind, Hash, Millis, SiteId, UserId};
use daiban_shared::kind::{Body, Kind, Private, Role, encode};
use rusqlite::Connection;
use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An own entry to be written: the writer adds feed, position, seen, ground, time and signature.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The document.
    pub doc: DocId,
    /// Legal content.
    pub body: Body,
    /// Private part; empty = none.
    pub private: Private,
    /// The account.
    pub by: UserId,
    /// In which capacity.
    pub role: Role,
    /// The command.
    pub cmd: CmdId,
    /// Which entry of the command.
    pub part: u8,
}

/// The private part beside a received head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrivateIn {
    /// The head names none.
    None,
    /// It came along.
    Here {
        /// Before the bytes in the hash.
        salt: [u8; 16],
        /// Encoded `Private`.
        bytes: Vec<u8>,
    },
    /// The sender does not have it.
    Missing,
    /// It came, and does not fit the head.
    Refused,
}

/// What became of a received entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// Stored at this position.
    New(i64),
    /// It was here already.
    Known,
}

/// An entry written in this job, or whose private part has come.
pub(super) struct Fresh {
    pub pos: i64,
    pub hash: Hash,
    pub doc: DocId,
    pub from: Option<SiteId>,
}

/// A public entry written in this job.
pub(super) struct PublicRow {
    pub entry: Entry,
    pub reach: Reach,
}

/// Which cases a public row makes anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// None that are not waiting for it.
    Waiting,
    /// Those that are not filed away: working days and hours change no date of a case that is over.
    Dates,
    /// Those, and what happened from this moment on: a rule judges nothing that came about before it.
    Since(Millis),
    /// All: a place that was known lies elsewhere, or is called otherwise.
    Place,
}

/// One job's part of the writer's transaction.
pub struct Tx<'a> {
    pub(super) conn: &'a Connection,
    pub(super) memory: &'a mut Memory,
    pub(super) shared: &'a Shared,
    pub(super) fresh: Vec<Fresh>,
    pub(super) touched: BTreeSet<DocId>,
    /// Cases whose words are made anew, because a private part came.
    pub(super) refilled: BTreeSet<DocId>,
    pub(super) public_rows: Vec<PublicRow>,
    pub(super) rebuilds: BTreeSet<SiteId>,
    /// Documents that this job works on; the views that stand in the store beside the entries.
    pub(super) loaded: BTreeMap<DocId, Known>,
    pub(super) recent: &'a mut Recent,
    now: Millis,
}

impl<'a> Tx<'a> {
    pub(super) fn new(
        conn: &'a Connection,
        memory: &'a mut Memory,
        recent: &'a mut Recent,
        shared: &'a Shared,
    ) -> Self {
        let now = shared.clock.now();
        Self {
            conn,
            memory,
            shared,
            fresh: Vec::new(),
            touched: BTreeSet::new(),
            refilled: BTreeSet::new(),
            public_rows: Vec::new(),
            rebuilds: BTreeSet::new(),
            loaded: BTreeMap::new(),
            recent,
            now,
        }
    }

    /// Whether this job has changed a document or a view so far.
    pub(super) fn has_written(&self) -> bool {
        !self.fresh.is_empty() || !self.touched.is_empty()
    }

    /// The connection, for reading and for the tables of other modules.
    pub fn conn(&self) -> &Connection {
        self.conn
    }

    /// The clock when the job began.
    pub fn now(&self) -> Millis {
        self.now
    }

    /// Who this machine is.
    pub fn identity(&self) -> &Identity {
        &self.shared.identity
    }

    /// The generation of this process: one more than any this store has seen before.
    pub fn generation(&mut self) -> Result<u32, Error> {
        let node = self.shared.identity.node();
        Ok(self.memory.own_feed(self.conn, node, FeedRole::Main)?.feed.generation())
    }

    /// The directory with the public rows of this transaction.
    pub fn directory(&self) -> Arc<Directory> {
        self.memory.directory.clone()
    }

    /// A fresh fold, with the entries written earlier in this transaction.
    pub fn case(&mut self, doc: DocId) -> Result<CaseState, Error> {
        Ok(CaseState::clone(&*self.state(doc)?))
    }

    /// As `case`, folded once as long as nothing is added.
    pub(super) fn state(&mut self, doc: DocId) -> Result<Arc<CaseState>, Error> {
        let directory = self.directory();
        let known = self.load(doc)?;
        if let Some(state) = &known.state {
            return Ok(state.clone());
        }
        let state = Arc::new(fold(&known.document.entries, &directory));
        known.state = Some(state.clone());
        Ok(state)
    }

    /// All entries of a document in the order of arrival.
    pub fn entries(&self, doc: DocId) -> Result<Vec<Entry>, Error> {
        Ok(log::entries_of(self.conn, doc)?.into_iter().map(|stored| stored.entry).collect())
    }

    /// The document, from memory if the writer worked on it lately.
    pub(super) fn load(&mut self, doc: DocId) -> Result<&mut Known, Error> {
        let slot = match self.loaded.entry(doc) {
            Slot::Occupied(slot) => return Ok(slot.into_mut()),
            Slot::Vacant(slot) => slot,
        };
        let known = match self.recent.take(doc) {
            Some(known) => known,
            None => Known { document: Document::read(self.conn, doc)?, view: None, state: None },
        };
        Ok(slot.insert(known))
    }

    /// The job is done with this case; a later one may soon touch it again.
    pub(super) fn unload(&mut self, doc: DocId) {
        if let Some(known) = self.loaded.remove(&doc).filter(|_| doc.kind() == DocKind::Case) {
            self.recent.put(doc, known);
        }
    }

    /// What this job and the memory have of a document, if they have it.
    fn known_mut(&mut self, doc: DocId) -> Option<&mut Known> {
        if !self.loaded.contains_key(&doc)
            && let Some(known) = self.recent.take(doc)
        {
            self.loaded.insert(doc, known);
        }
        self.loaded.get_mut(&doc)
    }

    /// Writes an own entry.
    ///
    /// Errors: the clock is wrong; the machine is not enrolled yet; the content is longer than an entry may be.
    pub fn append(&mut self, draft: Draft) -> Result<Entry, Error> {
        let confirms_clock = matches!(draft.body, Body::Clock(_));
        if !confirms_clock {
            self.memory.check_clock(&self.shared.clock, self.now)?;
        }
        let (mut seen, mut newest) = self.heads(draft.doc)?;
        while seen.len() > SEEN_MAX {
            // More heads than an entry may name: joined by the machine first.
            let some: Vec<Hash> = seen.drain(..SEEN_MAX).collect();
            let joined = self.write_own(join_of(draft.doc, &some), some, newest)?;
            newest = newest.max(joined.head.at);
            seen.push(joined.hash);
            seen.sort();
        }
        let entry = self.write_own(draft, seen, newest)?;
        self.memory.read_clock(self.conn, self.now, confirms_clock)?;
        Ok(entry)
    }

    /// The heads of a document, sorted, and the time of the newest of them. The public document is one chain along
    /// `prev` and needs none.
    fn heads(&mut self, doc: DocId) -> Result<(Vec<Hash>, Millis), Error> {
        let mut heads = match doc.kind() {
            DocKind::Public => Vec::new(),
            DocKind::Case => self.state(doc)?.heads.clone(),
            DocKind::Witness
            | DocKind::Request
            | DocKind::Own
            | DocKind::Card
            | DocKind::Inspection
            | DocKind::Appraisal
            | DocKind::Other(_) => plain_heads(&self.load(doc)?.document.entries),
        };
        heads.sort();
        heads.dedup();
        let entries = &self.load(doc)?.document.entries;
        let times = entries.iter().filter(|entry| heads.contains(&entry.hash)).map(|entry| entry.head.at);
        let newest = times.max().unwrap_or(0);
        Ok((heads, newest))
    }

    fn write_own(&mut self, draft: Draft, seen: Vec<Hash>, newest_seen: Millis) -> Result<Entry, Error> {
        let role = FeedRole::of(draft.doc);
        let identity = self.shared.identity.clone();
        let feed = self.memory.own_feed(self.conn, identity.node(), role)?;
        let private = if draft.private.is_empty() {
            None
        } else {
            Some(PrivatePart { state: PrivateState::Here, salt: identity::random()?, bytes: draft.private.encode() })
        };
        let head = Head {
            suite: SUITE,
            doc: draft.doc,
            feed: feed.feed,
            n: feed.n + 1,
            prev: feed.prev,
            seen,
            ground: self.memory.directory.tip(),
            after: self.memory.after.map(|(hash, _)| hash),
            by: draft.by,
            role: draft.role.into(),
            cmd: draft.cmd,
            part: draft.part,
            at: self.now.max(newest_seen.saturating_add(1)),
            body: encode(&draft.body),
            private: private.as_ref().map(|part| private_ref(&part.salt, &part.bytes)),
        };
        let bytes = seal(&head, identity.net(), identity.signing_key());
        let entry = match well_formed(&bytes, identity.net(), self.memory.directory.as_ref()) {
            Verdict::Entry(entry) => *entry,
            // The rest of the bounds is kept by this very function.
            Verdict::NotAnEntry(NotAnEntry::Length | NotAnEntry::Bounds) => return Err(Error::TooLong),
            Verdict::NotAnEntry(why) => return Err(Error::Other(format!("this entry cannot be written: {why}"))),
            Verdict::Later(_) => return Err(Error::Other("this machine is not enrolled in the network yet".into())),
        };
        self.memory.grew(role, entry.hash);
        self.put(entry.clone(), private, None)?;
        Ok(entry)
    }

    /// Begins an outbox for a neighbour, or makes it anew at the end of this job: everything that concerns it, from 0.
    pub fn rebuild_outbox(&mut self, site: SiteId, is_parent: bool) -> Result<(), Error> {
        if self.memory.neighbour_mut(site).is_none() {
            let nothing = Cursor::default();
            self.memory.neighbours.push(Neighbour { site, is_parent, out: nothing, base: nothing, taken: nothing });
            self.memory.neighbours.sort_by_key(|neighbour| neighbour.site);
        }
        if let Some(neighbour) = self.memory.neighbour_mut(site) {
            neighbour.is_parent = is_parent;
            neighbour.out = Cursor::default();
            neighbour.base = Cursor::default();
            outbox::save(self.conn, neighbour)?;
        }
        self.rebuilds.insert(site);
        Ok(())
    }

    /// The neighbour has everything up to here: rows behind are pruned.
    pub fn ack(&mut self, site: SiteId, to: Cursor) -> Result<(), Error> {
        match self.memory.neighbour_mut(site) {
            Some(neighbour) => outbox::ack(self.conn, neighbour, to),
            None => Ok(()),
        }
    }

    /// Remembers up to where this node has the neighbour's outbox; in the transaction of the rows.
    ///
    /// Errors: no such neighbour.
    pub fn set_in_cursor(&mut self, site: SiteId, cursor: Cursor) -> Result<(), Error> {
        let neighbour = self.memory.neighbour_mut(site).ok_or(Error::NotFound)?;
        neighbour.taken = cursor;
        outbox::save(self.conn, neighbour)
    }
}

/// Entries that no other entry has seen, of documents without rules of their own. One that waits is not named.
fn plain_heads(entries: &[Entry]) -> Vec<Hash> {
    let here: BTreeSet<Hash> = entries.iter().map(|entry| entry.hash).collect();
    let complete = entries.iter().filter(|entry| entry.head.seen.iter().all(|hash| here.contains(hash)));
    let seen: BTreeSet<Hash> = complete.clone().flat_map(|entry| entry.head.seen.iter().copied()).collect();
    complete.map(|entry| entry.hash).filter(|hash| !seen.contains(hash)).collect()
}

fn join_of(doc: DocId, heads: &[Hash]) -> Draft {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"join");
    for hash in heads {
        hasher.update(&hash.0);
    }
    own_fact(doc, Body::Join, hasher)
}

/// A fact that the machine writes by itself; its command is named by what it rests on, so that it counts once.
pub(super) fn own_fact(doc: DocId, body: Body, named: blake3::Hasher) -> Draft {
    let mut cmd = [0; 16];
    cmd.copy_from_slice(&named.finalize().as_bytes()[..16]);
    Draft { doc, body, private: Private::default(), by: UserId::ZERO, role: Role::Node, cmd: CmdId(cmd), part: 0 }
}

/// Kinds whose private parts hold form values.
pub(super) fn bears_form(kind: Kind) -> bool {
    matches!(kind, Kind::Open | Kind::FormChange | Kind::Supplement)
}
