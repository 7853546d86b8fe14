//! What travels between two machines: one CBOR map with one Ed25519 signature over all of it. Half duplex: the child
//! asks, the parent answers. Knows nothing of the store.

use crate::identity::Identity;
use crate::store::Cursor;
use daiban_shared::entry::{Net, SIGNATURE_BYTES};
use daiban_shared::id::{FeedId, Millis, NodeId};
use daiban_shared::kind::{FeedEnd, Heard};
use ed25519_dalek::{Signature, VerifyingKey};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// The protocol; another number is another language.
pub const VERSION: u8 = 1;
/// Rises with every new kind of entry this program can read.
pub const KINDS: u16 = 1;
/// A body longer than this is no message (the HTTP door has the same limit).
pub const MESSAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum What {
    /// The child's ordinary message and the parent's ordinary answer.
    #[n(0)]
    Talk,
    /// Parent: I do not know this session, here is a new one.
    #[n(1)]
    NewSession,
    /// I do not know your cursor: I have rebuilt my outbox and start at 0, do the same.
    #[n(2)]
    Reset,
}

/// A private part that was missing, by the place of its head.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Part {
    /// The head's feed.
    #[n(0)]
    pub feed: FeedId,
    /// Position in it.
    #[n(1)]
    pub n: u64,
    /// Before the bytes in the hash.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub salt: [u8; 16],
    /// The part.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

/// A tier's own word that it has these feeds up to these positions, for one place.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// The machine that received.
    #[n(0)]
    pub by: NodeId,
    /// Ends of feeds of one place.
    #[n(1)]
    pub feeds: Vec<FeedEnd>,
    /// When, by the receiver's clock.
    #[n(2)]
    pub at: Millis,
    /// The machine's signature (`receipt::message`).
    #[cbor(n(3), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Message {
    /// `VERSION`.
    #[n(0)]
    pub version: u8,
    /// `KINDS` of the sender.
    #[n(1)]
    pub kinds: u16,
    /// First 8 bytes of the network's name, for a clear error; the signature covers the whole name.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub net: [u8; 8],
    /// Sender.
    #[n(3)]
    pub from: NodeId,
    /// Receiver; a child leaves it out, because its parent's machine may have been replaced. The session binds it.
    #[n(4)]
    pub to: Option<NodeId>,
    /// What it is for.
    #[n(5)]
    pub what: What,
    /// From both nonces; zero while there is none.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub session: [u8; 8],
    /// Rises with every message of the session; the answer repeats it.
    #[n(7)]
    pub counter: u64,
    /// The sender's nonce, where a session is being made.
    #[n(8)]
    pub nonce: Option<ByteVec>,
    /// What the sender has of the receiver's outbox: position.
    #[n(9)]
    pub have: u64,
    /// And chain.
    #[cbor(n(10), with = "minicbor::bytes")]
    pub chain: [u8; 16],
    /// End of the sender's outbox for the receiver.
    #[n(11)]
    pub end: u64,
    /// The sender's clock.
    #[n(12)]
    pub clock: Millis,
    /// How long the parent may hold its answer, in milliseconds.
    #[n(13)]
    pub wait_ms: u32,
    /// The last frame could not be read: send the next ones without references.
    #[n(14)]
    pub plain: bool,
    /// The newest counter whose answer the child has taken.
    #[n(15)]
    pub got: u64,
    /// Up to when places of the sender's subtree were heard; holds when nothing is pending behind this message.
    #[n(16)]
    pub heard: Vec<Heard>,
    /// Words about delivery.
    #[n(17)]
    pub receipts: Vec<Receipt>,
    /// Heads whose private part is not here.
    #[n(18)]
    pub lacks: Vec<FeedEnd>,
    /// Private parts that were asked for.
    #[n(19)]
    pub parts: Vec<Part>,
    /// Entries (`frame`).
    #[n(20)]
    pub frames: Vec<ByteVec>,
    /// How many bytes the child's line carries in one answer.
    #[n(21)]
    pub room: u32,
}

impl Message {
    /// A message without content.
    pub fn new(me: &Identity, to: Option<NodeId>, what: What, clock: Millis) -> Self {
        Self {
            version: VERSION,
            kinds: KINDS,
            net: short(me.net()),
            from: me.node(),
            to,
            what,
            session: [0; 8],
            counter: 0,
            nonce: None,
            have: 0,
            chain: [0; 16],
            end: 0,
            clock,
            wait_ms: 0,
            plain: false,
            got: 0,
            heard: Vec::new(),
            receipts: Vec::new(),
            lacks: Vec::new(),
            parts: Vec::new(),
            frames: Vec::new(),
            room: 0,
        }
    }

    /// What the sender has of the receiver's outbox.
    pub fn cursor(&self) -> Cursor {
        Cursor { fseq: self.have, chain: self.chain }
    }

    /// Names what the sender has.
    pub fn with_cursor(mut self, cursor: Cursor) -> Self {
        (self.have, self.chain) = (cursor.fseq, cursor.chain);
        self
    }
}

/// Why bytes are not a message for us. The other side learns nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMessage {
    /// Not CBOR of a message.
    #[error("not a sync message")]
    Syntax,
    /// Another protocol.
    #[error("another protocol version")]
    Version,
    /// Another network, e.g. practice.
    #[error("another network")]
    Net,
    /// Addressed to another machine.
    #[error("addressed to another machine")]
    To,
    /// The sender is not a machine that may speak here.
    #[error("unknown sender {0}")]
    Sender(NodeId),
    /// The signature does not fit.
    #[error("bad signature")]
    Signature,
}

/// Signs a message.
pub fn seal(message: &Message, me: &Identity) -> Vec<u8> {
    let mut bytes = minicbor::to_vec(message).expect("encoding into memory does not fail");
    let signature = me.sign(digest(me.net(), &bytes).as_bytes());
    bytes.extend_from_slice(&signature);
    bytes
}

/// Reads a message and checks network, address and signature; `key_of` says whose messages are welcome.
pub fn open(
    bytes: &[u8],
    me: &Identity,
    key_of: impl Fn(NodeId) -> Option<VerifyingKey>,
) -> Result<Message, BadMessage> {
    if bytes.len() <= SIGNATURE_BYTES || bytes.len() > MESSAGE_BYTES_MAX {
        return Err(BadMessage::Syntax);
    }
    let (signed, signature) = bytes.split_at(bytes.len() - SIGNATURE_BYTES);
    let message: Message = minicbor::decode(signed).map_err(|_| BadMessage::Syntax)?;
    if message.version != VERSION {
        return Err(BadMessage::Version);
    }
    if message.net != short(me.net()) {
        return Err(BadMessage::Net);
    }
    if message.to.is_some_and(|to| to != me.node()) {
        return Err(BadMessage::To);
    }
    let key = key_of(message.from).ok_or(BadMessage::Sender(message.from))?;
    let signature: [u8; 64] = signature.try_into().map_err(|_| BadMessage::Syntax)?;
    key.verify_strict(digest(me.net(), signed).as_bytes(), &Signature::from_bytes(&signature))
        .map_err(|_| BadMessage::Signature)?;
    Ok(message)
}

fn short(net: Net) -> [u8; 8] {
    let mut out = [0; 8];
    out.copy_from_slice(&net.0[..8]);
    out
}

fn digest(net: Net, bytes: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban sync 1").update(&net.0).update(bytes);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::id::SiteId;

    fn identity(secret: u8, net: u8) -> Identity {
        Identity::from_secrets([secret; 32], [secret; 32], SiteId(u32::from(secret)), Net([net; 32]))
    }

    fn key_of(who: &Identity) -> impl Fn(NodeId) -> Option<VerifyingKey> {
        let (node, key) = (who.node(), who.signing_key().verifying_key());
        move |asked| (asked == node).then_some(key)
    }

    #[test]
    fn a_message_reads_back_and_every_changed_byte_is_noticed() {
        let (me, parent) = (identity(1, 0), identity(2, 0));
        let mut message =
            Message::new(&me, Some(parent.node()), What::Talk, 77).with_cursor(Cursor { fseq: 9, chain: [4; 16] });
        message.frames = vec![vec![1, 2, 3].into()];
        let bytes = seal(&message, &me);
        assert_eq!(open(&bytes, &parent, key_of(&me)), Ok(message));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(open(&changed, &parent, key_of(&me)).is_err(), "byte {at}");
        }
    }

    #[test]
    fn strangers_other_networks_and_other_addressees_are_told_apart() {
        let (me, parent) = (identity(1, 0), identity(2, 0));
        let bytes = seal(&Message::new(&me, Some(parent.node()), What::Talk, 0), &me);
        assert_eq!(open(&bytes, &identity(3, 0), key_of(&me)), Err(BadMessage::To));
        assert_eq!(open(&bytes, &identity(2, 5), key_of(&me)), Err(BadMessage::Net));
        assert_eq!(open(&bytes, &parent, |_| None), Err(BadMessage::Sender(me.node())));
        let practice = identity(1, 9);
        let forged =
            seal(&Message { net: [0; 8], ..Message::new(&practice, Some(parent.node()), What::Talk, 0) }, &practice);
        assert_eq!(open(&forged, &parent, key_of(&me)), Err(BadMessage::Signature));
    }

    #[test]
    fn a_message_with_nothing_new_is_small() {
        let me = identity(1, 0);
        let bytes = seal(&Message::new(&me, None, What::Talk, 1_780_000_000_000), &me);
        assert!(bytes.len() < 190, "{} bytes", bytes.len());
    }
}
