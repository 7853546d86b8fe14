//! Bytes that are no entry: counted, passed over, and never a reason to fill the disk.

use super::world::*;
use crate::store::{self, Cursor, OutRow};
use crate::sync::frame::{chain_after, pack};
use crate::sync::receive::{self, From};
use daiban_shared::entry::{Entry, Head, Net, SUITE, seal};
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, UserId};
use daiban_shared::kind::{Body, Role, encode};

/// So many notes of a village's machine, signed for another network.
fn foreign(world: &World, from: Cursor, count: u64) -> Vec<OutRow> {
    let me = world.node(VILLAGE).identity();
    let mut cursor = from;
    let rows = (1..=count).map(|n| {
        let head = Head {
            suite: SUITE,
            doc: DocId::for_command(DocKind::Case, VILLAGE, UserId([1; 8]), CmdId([1; 16])),
            feed: FeedId::new(me.node(), 99, [9; 8]),
            n,
            prev: None,
            seen: vec![],
            ground: None,
            after: None,
            by: UserId([1; 8]),
            role: Role::Clerk.into(),
            cmd: CmdId([n as u8; 16]),
            part: 0,
            at: MORNING,
            body: encode(&Body::Note(Default::default())),
            private: None,
        };
        let entry = Entry::trusted(&seal(&head, Net([9; 32]), me.signing_key())).unwrap();
        cursor = Cursor { fseq: cursor.fseq + 1, chain: chain_after(cursor.chain, entry.hash) };
        OutRow { cursor, pos: n as i64, entry, private: None }
    });
    rows.collect()
}

#[test]
fn refused_bytes_are_counted_by_place_and_day() {
    let world = World::line();
    world.contact(VILLAGE);
    let town = world.node(TOWN);
    let from = From { site: VILLAGE, is_child: true };
    let mut stands = town.store().read(|conn| store::neighbour(conn, VILLAGE)).unwrap().unwrap().taken;
    for _ in 0..2 {
        let rows = foreign(&world, stands, 20);
        let taken = receive::frames(town, from, &[pack(stands, &rows, true).into()]).unwrap();
        assert_eq!((taken.new, taken.refused), (0, 20));
        stands = rows.last().unwrap().cursor;
    }
    let counted = |conn: &rusqlite::Connection| {
        let sql = "SELECT count(*), sum(count), max(site) FROM refused";
        Ok(conn.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, u32>(2)?)))?)
    };
    assert_eq!(town.store().read(counted).unwrap(), (1, 40, VILLAGE.0));
}
