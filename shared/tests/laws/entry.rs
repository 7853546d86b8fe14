//! The door: one spelling of an entry, one signature, one network, and nothing that panics.

use crate::world::{
    D, Machine, T1, V1, V2, V3, World, at, doc, key_of, node_of, node_row, open_body, private_of, root, root_key,
    stored, user,
};
use daiban_shared::case::{Effect, Void};
use daiban_shared::entry::*;
use daiban_shared::ground::Directory;
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, Hash, NodeId};
use daiban_shared::kind::{self, Body, Note, Private, Role, RoleNo, Root};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use proptest::prelude::*;

fn small() -> World {
    World::of_items(|item| item.code == "V04")
}

fn opened(world: &World) -> Vec<u8> {
    let (item, _) = world.item("V04");
    let mut machine = Machine::new(V1, world);
    let mut head = machine.head(world, doc(V1), &open_body(item, &[1, 2]), at("2026-09-08 10:20"));
    head.role = Role::Agent.into();
    head.private = Some(private_of(&Private { words: Some("行动不便".into()), ..Private::default() }));
    machine.append(world, &head);
    machine.entries[0].bytes.to_vec()
}

fn head_of(bytes: &[u8]) -> Head {
    stored(bytes).head
}

fn refused(world: &World, bytes: &[u8]) -> NotAnEntry {
    match well_formed(bytes, world.net, &world.directory) {
        Verdict::NotAnEntry(reason) => reason,
        other @ (Verdict::Entry(_) | Verdict::Later(_)) => panic!("taken: {other:?}"),
    }
}

/// Signs any bytes as a head, as a hostile program could.
fn signed(world: &World, head: &[u8], key: &SigningKey) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban entry 1").update(&world.net.0).update(head);
    let signature = key.sign(hasher.finalize().as_bytes());
    [head, &signature.to_bytes()].concat()
}

fn unsigned(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() - SIGNATURE_BYTES]
}

#[test]
fn an_entry_reads_back_as_it_was_written() {
    let world = small();
    let bytes = opened(&world);
    let Verdict::Entry(entry) = well_formed(&bytes, world.net, &world.directory) else { panic!("refused") };
    assert_eq!(entry.hash, hash_of(&bytes));
    assert_eq!(&*entry.bytes, bytes.as_slice());
    assert_eq!(*entry, stored(&bytes));
    assert_eq!(seal(&entry.head, world.net, &key_of(V1)), bytes);
}

#[test]
fn only_one_spelling_of_a_head_is_an_entry() {
    let world = small();
    let bytes = opened(&world);
    let head = unsigned(&bytes);
    let key = key_of(V1);
    // 0xaf.. is a map of n fields; the first field is 00 01 (suite 1).
    assert_eq!(&head[1..3], &[0, 1]);
    let long_integer = [&[head[0], 0, 0x18, 1], &head[3..]].concat();
    let long_key = [&[head[0], 0x18, 0, 1], &head[3..]].concat();
    let trailing = [head, &[0]].concat();
    let unknown_key = [&[head[0] + 1], &head[1..], &[0x18, 99, 0]].concat();
    let doubled_key = [&[head[0] + 1, 0, 1], &head[1..]].concat();
    let endless = [&[0xbf], &head[1..], &[0xff]].concat();
    for crafted in [long_integer, long_key, trailing, unknown_key, doubled_key, endless] {
        let reason = refused(&world, &signed(&world, &crafted, &key));
        assert!(matches!(reason, NotAnEntry::NotCanonical | NotAnEntry::Syntax), "{reason:?}");
    }
    assert!(matches!(well_formed(&signed(&world, head, &key), world.net, &world.directory), Verdict::Entry(_)));
}

#[test]
fn heads_beyond_their_bounds_are_refused() {
    let world = small();
    let head = head_of(&opened(&world));
    let hash = |no: u8| Hash([no; 32]);
    let many: Vec<Hash> = (0..=SEEN_MAX as u8).map(hash).collect();
    let crafted = [
        (Head { n: 0, ..head.clone() }, NotAnEntry::Bounds),
        (Head { seen: vec![hash(2), hash(1)], ..head.clone() }, NotAnEntry::Bounds),
        (Head { seen: vec![hash(1), hash(1)], ..head.clone() }, NotAnEntry::Bounds),
        (Head { seen: many, ..head.clone() }, NotAnEntry::Bounds),
        (
            Head { private: Some(PrivateRef { hash: hash(1), len: PRIVATE_BYTES_MAX as u32 + 1 }), ..head.clone() },
            NotAnEntry::Bounds,
        ),
        (Head { suite: 0, ..head.clone() }, NotAnEntry::Suite),
        (Head { body: vec![0; HEAD_BYTES_MAX], ..head.clone() }, NotAnEntry::Length),
    ];
    for (head, reason) in crafted {
        assert_eq!(refused(&world, &seal(&head, world.net, &key_of(V1))), reason);
    }
    for length in [0, 1, SIGNATURE_BYTES] {
        assert_eq!(refused(&world, &vec![0; length]), NotAnEntry::Length);
    }
}

#[test]
fn a_head_of_the_largest_size_is_taken() {
    let world = small();
    let head = head_of(&opened(&world));
    let empty = seal(&Head { body: vec![0; 1_000], ..head.clone() }, world.net, &key_of(V1)).len();
    let body = vec![0; HEAD_BYTES_MAX - empty + 1_000];
    let bytes = seal(&Head { body: body.clone(), ..head.clone() }, world.net, &key_of(V1));
    assert_eq!(bytes.len(), HEAD_BYTES_MAX);
    assert!(matches!(well_formed(&bytes, world.net, &world.directory), Verdict::Entry(_)));
    let longer = Head { body: [body, vec![0]].concat(), ..head };
    assert_eq!(refused(&world, &seal(&longer, world.net, &key_of(V1))), NotAnEntry::Length);
}

#[test]
fn an_entry_of_another_network_or_another_key_is_nothing() {
    let world = small();
    let bytes = opened(&world);
    let practice = Net::of_root(&[2; 32]);
    assert_eq!(refused(&world, &seal(&head_of(&bytes), practice, &key_of(V1))), NotAnEntry::Signature);
    assert_eq!(refused(&world, &seal(&head_of(&bytes), world.net, &key_of(V2))), NotAnEntry::Signature);
    assert_eq!(well_formed(&bytes, practice, &world.directory), Verdict::NotAnEntry(NotAnEntry::Signature));
}

#[test]
fn a_malleable_or_low_order_signature_is_refused() {
    let world = small();
    let bytes = opened(&world);
    // s + L verifies without the strict check, and would give the same head a second hash.
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut malleable = bytes.clone();
    let at = malleable.len() - 32;
    let mut carry = 0u16;
    for (i, add) in order.iter().enumerate() {
        let sum = u16::from(malleable[at + i]) + u16::from(*add) + carry;
        malleable[at + i] = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(refused(&world, &malleable), NotAnEntry::Signature);

    struct Weak(VerifyingKey);
    impl Keys for Weak {
        fn signer(&self, _: NodeId) -> Option<Author> {
            Some(Author { key: self.0, site: V1, is_root_named: false })
        }
    }
    // The neutral point as a key: R = neutral, s = 0 fits every message.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let key = VerifyingKey::from_bytes(&neutral).expect("a point");
    let head = Head { feed: FeedId::new(NodeId::of_key(&neutral), 1, [0; 8]), ..head_of(&bytes) };
    let mut forged = minicbor::to_vec(&head).expect("into memory");
    forged.extend(neutral);
    forged.extend([0; 32]);
    assert_eq!(well_formed(&forged, world.net, &Weak(key)), Verdict::NotAnEntry(NotAnEntry::Signature));
}

#[test]
fn a_document_is_opened_by_a_machine_of_its_own_place_only() {
    let world = small();
    let head = head_of(&opened(&world));
    for foreign in [V2, V3, T1, D] {
        let feed = FeedId::new(node_of(foreign), 1, [1; 8]);
        let theirs = Head { feed, ..head.clone() };
        assert_eq!(refused(&world, &seal(&theirs, world.net, &key_of(foreign))), NotAnEntry::ForeignDocument);
        // A second opening that pretends to have seen the first is foreign all the same.
        let later = Head { seen: vec![Hash([1; 32])], ..theirs.clone() };
        assert_eq!(refused(&world, &seal(&later, world.net, &key_of(foreign))), NotAnEntry::ForeignDocument);
        // Whatever begins a document is its opening.
        let note = Head { body: kind::encode(&Body::Note(Note::default())), ..theirs };
        assert_eq!(refused(&world, &seal(&note, world.net, &key_of(foreign))), NotAnEntry::ForeignDocument);
    }
}

#[test]
fn only_the_districts_machine_writes_the_public_feed() {
    let world = small();
    let head = head_of(&opened(&world));
    let row = kind::encode(&Body::Node(node_row(V2)));
    for foreign in [V1, T1] {
        let feed = FeedId::new(node_of(foreign), 1, [1; 8]);
        let theirs = Head { doc: DocId::PUBLIC, feed, body: row.clone(), ..head.clone() };
        assert_eq!(refused(&world, &seal(&theirs, world.net, &key_of(foreign))), NotAnEntry::ForeignDocument);
    }
    let mut other = DocId::PUBLIC;
    other.0[15] = 1;
    let feed = FeedId::new(node_of(D), 2, [1; 8]);
    let second = Head { doc: other, feed, body: row, ..head };
    assert_eq!(refused(&world, &seal(&second, world.net, &key_of(D))), NotAnEntry::ForeignDocument);
}

#[test]
fn an_unknown_signer_is_later_and_becomes_an_entry_with_the_news_of_him() {
    let world = small();
    let bytes = opened(&world);
    let enrolled = world.rows.iter().position(|row| row.body == Body::Node(node_row(V1))).expect("enrolled");
    let before = world.directory_of(enrolled);
    assert_eq!(well_formed(&bytes, world.net, &before), Verdict::Later(Early::Signer(node_of(V1))));
    assert!(matches!(well_formed(&bytes, world.net, &world.directory_of(enrolled + 1)), Verdict::Entry(_)));
}

#[test]
fn the_first_public_entry_proves_itself_and_no_other_does() {
    let world = small();
    let empty = Directory::new(world.net);
    let first = &world.rows[0];
    assert!(matches!(well_formed(&first.bytes, world.net, &empty), Verdict::Entry(_)));
    assert_eq!(well_formed(&first.bytes, Net::of_root(&[2; 32]), &empty), Verdict::Later(Early::Signer(node_of(D))));
    // A second district under a root that somebody else made, or with a proof for another machine.
    let thief = SigningKey::from_bytes(&[66; 32]);
    let node = kind::NodeRow { key: thief.verifying_key().to_bytes(), ..node_row(D) };
    let proofs = [thief.sign(&root_message(&node).0).to_bytes(), root().signature, [0; 64]];
    for signature in proofs {
        let body = Body::Root(Root { root_key: root_key().verifying_key().to_bytes(), node: node.clone(), signature });
        let feed = FeedId::new(NodeId::of_key(&node.key), 1, [1; 8]);
        let head = Head { feed, body: kind::encode(&body), ..first.head.clone() };
        let bytes = seal(&head, world.net, &thief);
        assert!(matches!(well_formed(&bytes, world.net, &empty), Verdict::Later(_)));
        assert!(matches!(well_formed(&bytes, world.net, &world.directory), Verdict::Later(_)));
    }
}

/// Nobody here can verify it, and nothing signed is dropped: it comes in once this machine was upgraded.
#[test]
fn an_entry_of_a_later_suite_is_later_whatever_it_looks_like() {
    let world = small();
    let bytes = opened(&world);
    let suite = |bytes: &[u8]| well_formed(bytes, world.net, &world.directory);
    let upgraded = seal(&Head { suite: 2, ..head_of(&bytes) }, world.net, &key_of(V1));
    assert_eq!(suite(&upgraded), Verdict::Later(Early::Suite(2)));
    // Longer signatures, other fields: only the first field is read.
    let longer = [&upgraded[..], &[0; 4_096]].concat();
    assert_eq!(suite(&longer), Verdict::Later(Early::Suite(2)));
    let strange = [0xa2, 0, 24, 77, 1, 0x61, 0x78].as_slice();
    assert_eq!(suite(strange), Verdict::Later(Early::Suite(77)));
    assert!(Early::Suite(2).to_string().contains("upgrade"));
}

#[test]
fn a_capacity_of_a_later_version_is_kept_and_says_nothing_here() {
    let world = small();
    let first = opened(&world);
    let head = Head { role: RoleNo(9), n: 2, seen: vec![hash_of(&first)], cmd: CmdId([9; 16]), ..head_of(&first) };
    let head = Head { body: kind::encode(&Body::Note(Note::default())), ..head };
    let bytes = seal(&head, world.net, &key_of(V1));
    let Verdict::Entry(entry) = well_formed(&bytes, world.net, &world.directory) else { panic!("refused") };
    assert_eq!((entry.body.clone(), &*entry.bytes), (Body::Unknown { number: 37 }, bytes.as_slice()));
    assert_eq!(stored(&bytes), *entry);
    let state = daiban_shared::fold::fold(&[stored(&first), *entry], &world.directory);
    assert!(state.has_unknown, "the case takes facts only on this machine");
    assert_eq!((state.steps[1].role, state.steps[1].effect), (None, Effect::None(Void::UnknownKind)));
    // Who may open a document does not depend on the capacity.
    let opening = Head { role: RoleNo(9), feed: FeedId::new(node_of(V2), 1, [1; 8]), n: 1, ..head_of(&first) };
    let opening = seal(&Head { seen: vec![Hash([1; 32])], ..opening }, world.net, &key_of(V2));
    assert_eq!(refused(&world, &opening), NotAnEntry::ForeignDocument);
}

#[test]
fn a_later_kind_is_kept_although_nobody_here_understands_it() {
    let world = small();
    let head = head_of(&opened(&world));
    for body in [vec![0x18, 200, 1, 2, 3], vec![0xff, 0xff], Vec::new()] {
        let bytes = seal(&Head { body, ..head.clone() }, world.net, &key_of(V1));
        let Verdict::Entry(entry) = well_formed(&bytes, world.net, &world.directory) else { panic!("refused") };
        assert_eq!(entry.kind(), kind::Kind::Unknown);
        assert_eq!(stored(&bytes), *entry);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Entry::trusted(&bytes);
        let _ = kind::decode(&bytes);
        let _ = Private::decode(&bytes);
        let nobody = Directory::new(Net([0; 32]));
        prop_assert!(!matches!(well_formed(&bytes, Net([0; 32]), &nobody), Verdict::Entry(_)));
    }

    #[test]
    fn a_body_has_one_spelling(number in 0u16..140, rest in proptest::collection::vec(any::<u8>(), 0..60)) {
        let mut bytes = minicbor::to_vec(number).expect("into memory");
        bytes.extend(rest);
        let body = kind::decode(&bytes);
        let one_spelling = body.kind() == kind::Kind::Unknown || kind::encode(&body) == bytes;
        prop_assert!(one_spelling, "two spellings");
    }
}

#[test]
fn changed_bytes_never_become_another_entry() {
    let world = small();
    let case = opened(&world);
    let sources = [case, world.rows[0].bytes.to_vec(), world.rows.last().expect("rows").bytes.to_vec()];
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 6_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let change = (0..3usize, 0..2_000usize, any::<u8>(), 0..4usize, 0..9usize);
    let result = runner.run(&change, |(source, place, byte, how, length)| {
        let original = &sources[source];
        let mut bytes = original.clone();
        let place = place % bytes.len();
        match how {
            0 => bytes[place] ^= byte,
            1 => bytes.insert(place, byte),
            2 => drop(bytes.drain(place..(place + length).min(original.len()))),
            _ => bytes.extend(std::iter::repeat_n(byte, length)),
        }
        let taken = matches!(well_formed(&bytes, world.net, &world.directory), Verdict::Entry(_));
        prop_assert_eq!(taken, &bytes == original);
        Ok(())
    });
    if let Err(broken) = result {
        panic!("{broken}");
    }
}

#[test]
fn the_same_command_opens_the_same_document_after_a_crash() {
    let doc = |cmd: u8| DocId::for_command(DocKind::Case, V1, user(V1), CmdId([cmd; 16]));
    assert_eq!(doc(1), doc(1));
    assert_ne!(doc(1), doc(2));
    assert_eq!((doc(1).kind(), doc(1).origin()), (DocKind::Case, V1));
}
