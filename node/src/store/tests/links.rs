//! Exchange of outboxes as sync does it, without messages: cursors, cuts, lost acknowledgements, copies from backups.

use super::super::*;
use super::world::{LINKS, World};
use daiban_shared::entry::{Verdict, well_formed};
use daiban_shared::id::SiteId;

/// How a contact goes wrong.
#[derive(Debug, Clone, Copy)]
pub struct Luck {
    /// At most so many rows arrive, each way.
    pub rows_max: usize,
    /// The sender hears what arrived.
    pub is_acknowledged: bool,
}

impl Luck {
    pub const GOOD: Self = Self { rows_max: usize::MAX, is_acknowledged: true };
}

impl World {
    /// Exchanges until nobody has news.
    pub fn settle(&mut self) {
        for _ in 0..50 {
            let moved: usize = LINKS.iter().map(|(parent, child)| self.contact(parent, child, Luck::GOOD)).sum();
            if moved == 0 {
                return;
            }
        }
        panic!("the places never come to rest");
    }

    /// One contact; returns how many rows moved.
    pub fn contact(&mut self, parent: &str, child: &str, luck: Luck) -> usize {
        let (p, c) = (self.site(parent), self.site(child));
        let (above, below) = (self.store(parent), self.store(child));
        if !(knows_other(&above, c, &below, p) && knows_other(&below, p, &above, c)) {
            for (store, other, is_parent) in [(&above, c, false), (&below, p, true)] {
                store
                    .write(Priority::Peers, move |tx| {
                        tx.rebuild_outbox(other, is_parent)?;
                        tx.set_in_cursor(other, Cursor::default())
                    })
                    .expect("rebuilt");
            }
        }
        give(&above, p, &below, c, luck) + give(&below, c, &above, p, luck)
    }
}

/// Whether the outbox for `other` knows what the other side has of it.
fn knows_other(store: &Store, other: SiteId, their: &Store, own: SiteId) -> bool {
    let taken = their.read(|conn| neighbour(conn, own)).expect("read").map(|neighbour| neighbour.taken);
    taken.is_some_and(|taken| store.read(|conn| knows(conn, other, taken)).expect("read"))
}

fn give(from: &Store, from_site: SiteId, to: &Store, to_site: SiteId, luck: Luck) -> usize {
    let taken = to.read(|conn| neighbour(conn, from_site)).expect("read").expect("a neighbour").taken;
    let rows =
        from.read(|conn| rows_after(conn, to_site, taken.fseq, luck.rows_max.min(2_000), 1 << 20)).expect("read");
    let (count, mut end) = (rows.len(), taken);
    for slice in rows.chunks(200) {
        let mut received = Vec::new();
        for row in slice {
            end = end.after(row.entry.hash);
            assert_eq!(end, row.cursor, "the chain is the one that was sent");
            received.push(row.clone());
        }
        let cursor = end;
        to.write(Priority::Peers, move |tx| {
            for row in received {
                let private = match row.private {
                    None => PrivateIn::None,
                    Some(part) if part.state == PrivateState::Here => {
                        PrivateIn::Here { salt: part.salt, bytes: part.bytes }
                    }
                    Some(_) => PrivateIn::Missing,
                };
                let directory = tx.directory();
                let verdict = well_formed(&row.entry.bytes, tx.identity().net(), directory.as_ref());
                assert!(
                    matches!(verdict, Verdict::Entry(_)),
                    "public rows travel ahead of what names them: {verdict:?}"
                );
                tx.receive(row.entry, private, from_site)?;
            }
            tx.set_in_cursor(from_site, cursor)
        })
        .expect("received");
    }
    if luck.is_acknowledged {
        from.write(Priority::Peers, move |tx| tx.ack(to_site, end)).expect("acknowledged");
    }
    count
}
