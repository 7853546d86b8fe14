//! Frames of strangers: every byte may be wrong, and nothing of it may hurt or be taken.

use super::*;
use crate::store::PrivatePart;
use daiban_shared::entry::{Entry, Net, seal};
use daiban_shared::id::{DocKind, NodeId, SiteId};
use daiban_shared::kind::{Body, Role, encode};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;

const SALT: [u8; 16] = [5; 16];

fn rows(count: u64, with_parts: bool) -> Vec<OutRow> {
    let key = SigningKey::from_bytes(&[1; 32]);
    let feed = FeedId::new(NodeId::of_key(key.verifying_key().as_bytes()), 1, [2; 8]);
    let doc = DocId::for_command(DocKind::Case, SiteId(1), UserId([1; 8]), CmdId([1; 16]));
    let mut cursor = Cursor::default();
    let mut before = None;
    let mut out = Vec::new();
    for n in 1..=count {
        let part = with_parts.then(|| PrivatePart { state: PrivateState::Here, salt: SALT, bytes: vec![n as u8; 30] });
        let head = Head {
            suite: SUITE,
            doc,
            feed,
            n,
            prev: before,
            seen: before.into_iter().collect(),
            ground: Some(GroundRef { feed, n: 3 }),
            after: Some(Hash([8; 32])),
            by: UserId([1; 8]),
            role: Role::Clerk.into(),
            cmd: CmdId([n as u8; 16]),
            part: 0,
            at: 1_788_739_200_000 + n,
            body: encode(&Body::Note(Default::default())),
            private: part.as_ref().map(|part| private_ref(&part.salt, &part.bytes)),
        };
        let entry = Entry::trusted(&seal(&head, Net([0; 32]), &key)).unwrap();
        cursor = Cursor { fseq: cursor.fseq + 1, chain: chain_after(cursor.chain, entry.hash) };
        before = Some(entry.hash);
        out.push(OutRow { cursor, pos: n as i64, entry, private: part });
    }
    out
}

#[test]
fn every_byte_and_every_part_comes_back() {
    for (with_parts, plain) in [(true, false), (true, true), (false, false), (false, true)] {
        let rows = rows(20, with_parts);
        let frame = unpack(&pack(Cursor::default(), &rows, plain)).unwrap();
        assert_eq!(frame.from, Cursor::default());
        assert_eq!(frame.rows.len(), 20);
        for (got, sent) in frame.rows.iter().zip(&rows) {
            assert_eq!((&got.bytes[..], got.cursor), (&sent.entry.bytes[..], sent.cursor));
            assert_eq!(matches!(got.private, PrivateIn::Here { .. }), with_parts);
        }
    }
}

#[test]
fn a_missing_part_leaves_its_head_and_a_false_one_is_refused() {
    let mut rows = rows(3, true);
    rows[0].private = Some(PrivatePart { state: PrivateState::Erased, salt: [0; 16], bytes: vec![] });
    rows[1].private = Some(PrivatePart { state: PrivateState::Here, salt: SALT, bytes: vec![77; 30] });
    let frame = unpack(&pack(Cursor::default(), &rows, false)).unwrap();
    let parts: Vec<_> = frame.rows.into_iter().map(|row| row.private).collect();
    assert_eq!(parts[0], PrivateIn::Missing);
    assert_eq!(parts[1], PrivateIn::Refused);
    assert!(matches!(parts[2], PrivateIn::Here { .. }));
}

#[test]
fn bombs_and_false_chains_are_refused() {
    let bomb = zstd::bulk::compress(&vec![0; 64 * 1024 * 1024], 3).unwrap();
    assert_eq!(unpack(&bomb), Err(BadFrame::Syntax));
    let rows = rows(2, false);
    let packed = zstd::bulk::decompress(&pack(Cursor::default(), &rows, false), UNPACKED_BYTES_MAX).unwrap();
    let mut wire: Wire = minicbor::decode(&packed).unwrap();
    wire.end_chain = [1; 16];
    let again = zstd::bulk::compress(&minicbor::to_vec(&wire).unwrap(), 3).unwrap();
    assert_eq!(unpack(&again), Err(BadFrame::Chain));
    let reference = Slim {
        prev: Some(Known::Back(9)),
        ..slim(&rows[0].entry.bytes, &rows[0].entry.head, &BTreeMap::new(), 0, false).unwrap()
    };
    wire.rows = vec![WireRow { slim: Some(reference), whole: None, part: None }];
    let beyond = zstd::bulk::compress(&minicbor::to_vec(&wire).unwrap(), 3).unwrap();
    assert_eq!(unpack(&beyond), Err(BadFrame::Syntax));
}

proptest! {
    #[test]
    fn no_bytes_hurt(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = unpack(&bytes);
        let packed = zstd::bulk::compress(&bytes, 3).unwrap();
        let _ = unpack(&packed);
    }

    #[test]
    fn a_changed_byte_is_noticed_or_changes_only_a_part(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let rows = rows(4, true);
        let mut packed = zstd::bulk::decompress(&pack(Cursor::default(), &rows, false), UNPACKED_BYTES_MAX).unwrap();
        let at = at.index(packed.len());
        packed[at] ^= 1 << bit;
        let again = zstd::bulk::compress(&packed, 3).unwrap();
        if let Ok(frame) = unpack(&again) {
            // The chain covers every entry; what else can change is the beginning that the frame claims, or its end.
            for (got, sent) in frame.rows.iter().zip(&rows) {
                prop_assert!(got.bytes[..] == sent.entry.bytes[..]);
            }
        }
    }
}
