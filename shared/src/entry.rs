//! Entries: small, immutable, signed. `well_formed` is the only door: bytes are an entry, not an entry, or too early.
//!
//! A stored entry is its head followed by the 64 bytes of its signature. Knows nothing of effect: that is `fold`'s.

use crate::id::{CmdId, DocId, DocKind, FeedId, Hash, Millis, NodeId, SiteId, UserId};
use crate::kind::{self, Body, Kind, RoleNo};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use minicbor::{Decode, Encode};
use std::sync::Arc;

/// Ed25519 strict and BLAKE3; SM2/SM3 can follow under another number.
pub const SUITE: u8 = 1;
/// A head with its signature fits into one page of most disks twice; the largest item row is below 7 KiB.
pub const HEAD_BYTES_MAX: usize = 8 * 1024;
/// A private part holds one form or one page of words.
pub const PRIVATE_BYTES_MAX: usize = 64 * 1024;
/// More heads than these are joined first.
pub const SEEN_MAX: usize = 32;
/// The author's limit and the receiver's alarm, never a reason to refuse.
pub const CASE_ENTRIES_MAX: usize = 2_000;
/// Length of an Ed25519 signature.
pub const SIGNATURE_BYTES: usize = 64;
/// Length of the salt before the bytes of a private part.
pub const SALT_BYTES: usize = 16;

/// The name of a network: the hash of its root key. An entry of a practice network is nothing in the real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Net(pub [u8; 32]);

impl Net {
    /// The network of this root key.
    pub fn of_root(root_key: &[u8; 32]) -> Self {
        Self(*blake3::hash(root_key).as_bytes())
    }
}

/// How far an author had the district's public feed: rights, item version and calendar are read there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct GroundRef {
    /// A feed of the district.
    #[n(0)]
    pub feed: FeedId,
    /// Position in it.
    #[n(1)]
    pub n: u64,
}

/// The name of a private part in its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct PrivateRef {
    /// BLAKE3(salt ‖ bytes).
    #[n(0)]
    pub hash: Hash,
    /// Length of the bytes, without the salt.
    #[n(1)]
    pub len: u32,
}

/// The signed part of an entry (design §3). Field numbers are for ever; absent = default.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Head {
    /// Algorithms.
    #[n(0)]
    pub suite: u8,
    /// The document.
    #[n(1)]
    pub doc: DocId,
    /// The author's feed.
    #[n(2)]
    pub feed: FeedId,
    /// Position in the feed, from 1.
    #[n(3)]
    pub n: u64,
    /// The entry before in the feed; at 1 the last own entry of the feed before, if any.
    #[n(4)]
    pub prev: Option<Hash>,
    /// The heads of this document that the author had taken.
    #[n(5)]
    pub seen: Vec<Hash>,
    /// The newest public entry the author had; none only in the network's first entry.
    #[n(6)]
    pub ground: Option<GroundRef>,
    /// The newest witness entry of the parent that the author had.
    #[n(7)]
    pub after: Option<Hash>,
    /// The user, an account of the node.
    #[n(8)]
    pub by: UserId,
    /// In which capacity; one of a later version makes the entry an unknown kind here.
    #[n(9)]
    pub role: RoleNo,
    /// The client's command.
    #[n(10)]
    pub cmd: CmdId,
    /// Which entry of that command, from 0.
    #[n(11)]
    pub part: u8,
    /// The author's clock, at least one millisecond after the newest seen entry; claimed.
    #[n(12)]
    pub at: Millis,
    /// Kind number and legal content (`kind::encode`).
    #[cbor(n(13), with = "minicbor::bytes")]
    pub body: Vec<u8>,
    /// The private part, if there is one.
    #[n(14)]
    pub private: Option<PrivateRef>,
}

/// A well-formed entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// BLAKE3(head ‖ signature).
    pub hash: Hash,
    /// The signed bytes and the signature, as stored and sent.
    pub bytes: Arc<[u8]>,
    /// Decoded head.
    pub head: Head,
    /// Decoded body.
    pub body: Body,
}

impl Entry {
    /// The machine that signed it.
    pub fn node(&self) -> NodeId {
        self.head.feed.node()
    }

    /// What kind it is.
    pub fn kind(&self) -> Kind {
        self.body.kind()
    }

    /// Reads bytes that this store took through `well_formed` before; checks no signature.
    ///
    /// Errors: the bytes are damaged; the store must stop and say so.
    pub fn trusted(bytes: &[u8]) -> Result<Self, NotAnEntry> {
        let (head, _) = parse(bytes)?;
        Ok(Self { hash: hash_of(bytes), bytes: bytes.into(), body: body_of(&head), head })
    }
}

/// Why bytes are not an entry. Such bytes are dropped; nothing signed ever is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEntry {
    /// Longer than `HEAD_BYTES_MAX`, or too short for a signature.
    #[error("length is out of bounds")]
    Length,
    /// Not CBOR of a head.
    #[error("not a head")]
    Syntax,
    /// Decoded and encoded again it gives other bytes.
    #[error("not canonical")]
    NotCanonical,
    /// Algorithms that no version has.
    #[error("no such suite")]
    Suite,
    /// The signature does not fit the key, the network or the bytes.
    #[error("bad signature")]
    Signature,
    /// `open` signed by a machine of another site, or a public row by a machine that is not the district's.
    #[error("not the author's document")]
    ForeignDocument,
    /// Position 0, more than `SEEN_MAX` heads, or heads that are doubled or out of order.
    #[error("a field is out of bounds")]
    Bounds,
}

/// What the door says about received bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Kept, forwarded, acknowledged.
    Entry(Box<Entry>),
    /// Dropped; the sender is told why.
    NotAnEntry(NotAnEntry),
    /// It cannot be judged here yet: neither stored nor acknowledged nor counted as a gap, and sent again.
    Later(Early),
}

/// What has to come first, before bytes can be judged here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Early {
    /// The public entry that names its signer.
    #[error("its machine {0} is not known here yet")]
    Signer(NodeId),
    /// A version of this program that knows its algorithms.
    #[error("it is signed with algorithms of a later version (suite {0}): upgrade this machine")]
    Suite(u8),
}

/// A machine's key and place, as the public feed says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author {
    /// Ed25519.
    pub key: VerifyingKey,
    /// Where the machine stands.
    pub site: SiteId,
    /// Named by a root entry: may write the public feed.
    pub is_root_named: bool,
}

/// Who may sign: the machines of the public feed.
pub trait Keys {
    /// The machine's key and place, if it is known.
    fn signer(&self, node: NodeId) -> Option<Author>;
}

/// Checks received bytes: length, canonical form, bounds, signature, and that a document is opened by its own site.
/// Depends on bytes, network and keys only, so that every node decides alike.
pub fn well_formed(bytes: &[u8], net: Net, keys: &impl Keys) -> Verdict {
    if let Some(suite) = suite_of(bytes).filter(|suite| *suite > SUITE) {
        return Verdict::Later(Early::Suite(suite));
    }
    let (head, signed) = match parse(bytes) {
        Ok(parsed) => parsed,
        Err(reason) => return Verdict::NotAnEntry(reason),
    };
    // minicbor reads long integers, unknown keys and trailing bytes; two spellings of one entry would be two hashes.
    if minicbor::to_vec(&head).ok().as_deref() != Some(signed) {
        return Verdict::NotAnEntry(NotAnEntry::NotCanonical);
    }
    // The door looks at what was signed, whatever capacity it was signed in: machines of every version decide alike.
    let body = kind::decode(&head.body);
    let node = head.feed.node();
    let Some(signer) = self_proving_root(&body, node, net).or_else(|| keys.signer(node)) else {
        return Verdict::Later(Early::Signer(node));
    };
    if let Err(reason) = check(&head, &body, signed, &signer, net, bytes) {
        return Verdict::NotAnEntry(reason);
    }
    Verdict::Entry(Box::new(Entry { hash: hash_of(bytes), bytes: bytes.into(), body: body_of(&head), head }))
}

/// Signs a head. The author runs `well_formed` on the result before it commits.
pub fn seal(head: &Head, net: Net, key: &SigningKey) -> Vec<u8> {
    let mut bytes = minicbor::to_vec(head).expect("encoding into memory does not fail");
    let signature = key.sign(message(net, &bytes).as_bytes());
    bytes.extend_from_slice(&signature.to_bytes());
    bytes
}

/// The name of a private part.
pub fn private_ref(salt: &[u8; SALT_BYTES], bytes: &[u8]) -> PrivateRef {
    let mut hasher = blake3::Hasher::new();
    hasher.update(salt).update(bytes);
    PrivateRef { hash: Hash(*hasher.finalize().as_bytes()), len: bytes.len() as u32 }
}

/// BLAKE3 of the stored bytes.
pub fn hash_of(bytes: &[u8]) -> Hash {
    Hash(*blake3::hash(bytes).as_bytes())
}

/// What the root key signs: the district's machine.
pub fn root_message(node: &kind::NodeRow) -> Hash {
    tagged(b"daiban root 1", &minicbor::to_vec(node).expect("encoding into memory does not fail"))
}

/// What a new machine signs to prove that it holds its key.
pub fn node_message(node: &kind::NodeRow) -> Hash {
    tagged(b"daiban node 1", &minicbor::to_vec(node).expect("encoding into memory does not fail"))
}

fn tagged(tag: &[u8], bytes: &[u8]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(tag).update(bytes);
    Hash(*hasher.finalize().as_bytes())
}

fn message(net: Net, head: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban entry 1").update(&net.0).update(head);
    hasher.finalize()
}

/// The algorithms that bytes name. Heads of later suites may be longer and hold what this version cannot read, so nothing
/// behind the first field is looked at.
fn suite_of(bytes: &[u8]) -> Option<u8> {
    let mut decoder = minicbor::Decoder::new(bytes);
    decoder.map().ok()?;
    let is_suite = decoder.u8().ok()? == 0;
    is_suite.then(|| decoder.u8().ok()).flatten()
}

/// What an entry says here: in a capacity of a later version as little as in a kind of a later version.
fn body_of(head: &Head) -> Body {
    let body = kind::decode(&head.body);
    if head.role.known().is_some() { body } else { Body::Unknown { number: body.number() } }
}

fn parse(bytes: &[u8]) -> Result<(Head, &[u8]), NotAnEntry> {
    if bytes.len() <= SIGNATURE_BYTES || bytes.len() > HEAD_BYTES_MAX {
        return Err(NotAnEntry::Length);
    }
    let signed = &bytes[..bytes.len() - SIGNATURE_BYTES];
    let head: Head = minicbor::decode(signed).map_err(|_| NotAnEntry::Syntax)?;
    if head.suite != SUITE {
        return Err(NotAnEntry::Suite);
    }
    let sorted = head.seen.windows(2).all(|pair| pair[0] < pair[1]);
    if head.n == 0 || head.seen.len() > SEEN_MAX || !sorted {
        return Err(NotAnEntry::Bounds);
    }
    if head.private.is_some_and(|private| private.len as usize > PRIVATE_BYTES_MAX) {
        return Err(NotAnEntry::Bounds);
    }
    Ok((head, signed))
}

fn check(head: &Head, body: &Body, signed: &[u8], signer: &Author, net: Net, bytes: &[u8]) -> Result<(), NotAnEntry> {
    if head.feed.node() != NodeId::of_key(signer.key.as_bytes()) {
        return Err(NotAnEntry::Signature);
    }
    let signature: [u8; 64] = bytes[signed.len()..].try_into().map_err(|_| NotAnEntry::Length)?;
    signer
        .key
        .verify_strict(message(net, signed).as_bytes(), &Signature::from_bytes(&signature))
        .map_err(|_| NotAnEntry::Signature)?;
    match head.doc.kind() {
        DocKind::Public if !signer.is_root_named || head.doc != DocId::PUBLIC => Err(NotAnEntry::ForeignDocument),
        DocKind::Case | DocKind::Request | DocKind::Own | DocKind::Card | DocKind::Inspection | DocKind::Appraisal
            if opens(body, head) && head.doc.origin() != signer.site =>
        {
            Err(NotAnEntry::ForeignDocument)
        }
        DocKind::Case
        | DocKind::Request
        | DocKind::Public
        | DocKind::Witness
        | DocKind::Own
        | DocKind::Card
        | DocKind::Inspection
        | DocKind::Appraisal
        | DocKind::Other(_) => Ok(()),
    }
}

/// An entry that begins a document: only a machine of the document's origin site may write it.
fn opens(body: &Body, head: &Head) -> bool {
    matches!(body, Body::Open(_)) || head.seen.is_empty() && head.doc.kind() != DocKind::Public
}

/// A root entry carries its own proof: the root key's signature over the machine that signs it.
fn self_proving_root(body: &Body, node: NodeId, net: Net) -> Option<Author> {
    let Body::Root(root) = body else { return None };
    if Net::of_root(&root.root_key) != net || NodeId::of_key(&root.node.key) != node {
        return None;
    }
    let root_key = VerifyingKey::from_bytes(&root.root_key).ok()?;
    let message = root_message(&root.node);
    root_key.verify_strict(&message.0, &Signature::from_bytes(&root.signature)).ok()?;
    let key = VerifyingKey::from_bytes(&root.node.key).ok()?;
    Some(Author { key, site: root.node.site, is_root_named: true })
}
