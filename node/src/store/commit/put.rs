//! How an entry becomes rows: the log, the private part beside it, and what the job and the memory know of its document.

use super::{Fresh, PrivateIn, PublicRow, Reach, Received, Tx};
use crate::error::Error;
use crate::store::log::{self, Place, PrivatePart, PrivateState, StoredEntry};
use crate::store::memory::FeedRole;
use daiban_shared::entry::{Entry, Head, private_ref};
use daiban_shared::ground::View;
use daiban_shared::id::{DocKind, SiteId};
use daiban_shared::kind::Body;
use daiban_shared::site::Site;
use rusqlite::params;
use std::sync::Arc;

impl Tx<'_> {
    /// Takes a well-formed entry of another machine, or an own one that comes back. Idempotent; a fork keeps both.
    pub fn receive(&mut self, entry: Entry, private: PrivateIn, from: SiteId) -> Result<Received, Error> {
        let feed = self.feed(&entry.head)?;
        let same = log::by_feed_id(self.conn, feed, entry.head.n)?;
        let known = same.into_iter().find(|stored| stored.entry.hash == entry.hash);
        let part = checked(&entry, private);
        if let Some(known) = known {
            if let Some(part) = part.filter(|part| part.state == PrivateState::Here) {
                self.refill(&known, &part, from)?;
            }
            return Ok(Received::Known);
        }
        self.put(entry, part, Some(from)).map(Received::New)
    }

    /// A private part that was missing has come; it goes on to those who take part.
    fn refill(&mut self, known: &StoredEntry, part: &PrivatePart, from: SiteId) -> Result<(), Error> {
        let there = log::private_of(self.conn, known.pos)?.map(|part| part.state);
        if !matches!(there, Some(PrivateState::Missing | PrivateState::Refused)) {
            return Ok(());
        }
        log::refill_private(self.conn, known.pos, part)?;
        let (hash, doc) = (known.entry.hash, known.entry.head.doc);
        if let Some(loaded) = self.known_mut(doc) {
            let place = loaded.document.places.iter_mut().find(|place| place.pos == known.pos);
            place.into_iter().for_each(|place| place.part = Some(part.state));
        }
        self.fresh.push(Fresh { pos: known.pos, hash, doc, from: Some(from) });
        self.touched.insert(doc);
        self.refilled.insert(doc);
        Ok(())
    }

    pub(super) fn put(
        &mut self,
        entry: Entry,
        private: Option<PrivatePart>,
        from: Option<SiteId>,
    ) -> Result<i64, Error> {
        let head = &entry.head;
        let id = match self.known_mut(head.doc).and_then(|known| known.document.id) {
            Some(id) => id,
            None => log::doc_id(self.conn, head.doc)?,
        };
        let feed = self.feed(head)?;
        let pos = self.memory.last_pos + 1;
        let sql =
            "INSERT INTO entry (pos, doc, feed, n, origin, received_at, head) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.conn.prepare_cached(sql)?.execute(params![
            pos,
            id,
            feed,
            head.n as i64,
            from.map(|site| site.0),
            self.now as i64,
            &entry.bytes[..]
        ])?;
        if let Some(part) = &private {
            log::put_private(self.conn, pos, part)?;
        }
        self.memory.last_pos = pos;
        self.fresh.push(Fresh { pos, hash: entry.hash, doc: head.doc, from });
        self.touched.insert(head.doc);
        match head.doc.kind() {
            DocKind::Public => self.public_row(&entry),
            DocKind::Witness => self.witnessed(&entry)?,
            DocKind::Case
            | DocKind::Request
            | DocKind::Own
            | DocKind::Card
            | DocKind::Inspection
            | DocKind::Appraisal
            | DocKind::Other(_) => {}
        }
        let place = Place { pos, from, part: private.map(|part| part.state), received_at: self.now };
        if let Some(known) = self.known_mut(entry.head.doc) {
            known.document.push(id, entry, place);
            known.state = None;
        }
        Ok(pos)
    }

    /// The number of an entry's feed here.
    fn feed(&mut self, head: &Head) -> Result<i64, Error> {
        if let Some(id) = self.recent.feed(head.feed) {
            return Ok(id);
        }
        let id = log::feed_id(self.conn, head.feed, FeedRole::of(head.doc) as u8)?;
        self.recent.put_feed(head.feed, id);
        Ok(id)
    }

    /// The directory grows; what was folded under it before is folded again.
    fn public_row(&mut self, entry: &Entry) {
        let directory = Arc::make_mut(&mut self.memory.directory);
        let reach = reach_of(entry, directory.newest());
        directory.push(entry);
        self.public_rows.push(PublicRow { entry: entry.clone(), reach });
        self.loaded.values_mut().for_each(|known| known.state = None);
    }
}

fn reach_of(entry: &Entry, before: View<'_>) -> Reach {
    if let Body::Site(site) = &entry.body {
        let Some(known) = before.site(site.id) else { return Reach::Waiting };
        let (opens_minute, closes_minute) = (known.opens_minute, known.closes_minute);
        let same_hours = Site { opens_minute, closes_minute, ..(**site).clone() };
        return if same_hours == *known { Reach::Dates } else { Reach::Place };
    }
    if matches!(entry.body, Body::Calendar(_)) {
        return Reach::Dates;
    }
    if matches!(entry.body, Body::Rule(_)) { Reach::Since(entry.head.at) } else { Reach::Waiting }
}

/// What is stored of a received private part.
fn checked(entry: &Entry, private: PrivateIn) -> Option<PrivatePart> {
    let named = entry.head.private?;
    Some(match private {
        PrivateIn::Here { salt, bytes } if private_ref(&salt, &bytes) == named => {
            PrivatePart { state: PrivateState::Here, salt, bytes }
        }
        PrivateIn::Here { .. } | PrivateIn::Refused => PrivatePart::absent(PrivateState::Refused),
        PrivateIn::None | PrivateIn::Missing => PrivatePart::absent(PrivateState::Missing),
    })
}
