//! Entries in a message: a stretch of an outbox, compressed. Hashes that the receiver can work out travel as references,
//! so that a step costs little more than its signature; the chain at the end proves that every byte was rebuilt.

use crate::store::{Cursor, OutRow, PrivateIn, PrivateState};
use daiban_shared::entry::{GroundRef, Head, PrivateRef, SALT_BYTES, SIGNATURE_BYTES, SUITE, hash_of, private_ref};
use daiban_shared::id::{CmdId, DocId, FeedId, Hash, Millis, UserId};
use daiban_shared::kind::RoleNo;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// Entries in one frame.
pub const FRAME_ENTRIES_MAX: usize = 2_000;
/// Bytes of entries and private parts in one frame, before compression.
pub const FRAME_BYTES_MAX: usize = 1024 * 1024;
/// What a frame may unpack to: its content and one longest row more than it should have; beyond lies a bomb.
const UNPACKED_BYTES_MAX: usize = 2 * FRAME_BYTES_MAX;
/// Fast, and near the best for bytes that are mostly signatures.
const ZSTD_LEVEL: i32 = 3;

/// Why a frame cannot be read. Nothing of it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFrame {
    /// Not compressed, too large, or not CBOR of a frame.
    #[error("not a frame")]
    Syntax,
    /// Rebuilt bytes do not lead to the named chain.
    #[error("the entries of the frame do not fit its chain")]
    Chain,
}

/// One row of a received frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The entry's bytes, not yet checked.
    pub bytes: Vec<u8>,
    /// What came with it.
    pub private: PrivateIn,
    /// The sender's outbox after this row.
    pub cursor: Cursor,
}

/// A received frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The sender's outbox before the first row.
    pub from: Cursor,
    /// Rows in the order of the outbox.
    pub rows: Vec<Row>,
}

#[derive(Encode, Decode)]
struct Wire {
    #[n(0)]
    from: u64,
    #[cbor(n(1), with = "minicbor::bytes")]
    chain: [u8; 16],
    #[cbor(n(2), with = "minicbor::bytes")]
    end_chain: [u8; 16],
    #[n(3)]
    rows: Vec<WireRow>,
}

#[derive(Encode, Decode)]
struct WireRow {
    /// The entry with references.
    #[n(0)]
    slim: Option<Slim>,
    /// The entry as it is.
    #[n(1)]
    whole: Option<ByteVec>,
    /// Salt and bytes of the private part; none = not here or not named.
    #[n(2)]
    part: Option<ByteVec>,
}

/// A head whose hashes are references where the receiver can work them out.
#[derive(Encode, Decode)]
struct Slim {
    #[n(0)]
    doc: DocId,
    #[n(1)]
    feed: FeedId,
    #[n(2)]
    n: u64,
    #[n(3)]
    prev: Option<Known>,
    #[n(4)]
    seen: Vec<Known>,
    #[n(5)]
    ground: Option<GroundRef>,
    #[n(6)]
    after: Option<Known>,
    #[n(7)]
    by: UserId,
    #[n(8)]
    role: RoleNo,
    #[n(9)]
    cmd: CmdId,
    #[n(10)]
    part: u8,
    #[n(11)]
    at: Millis,
    #[cbor(n(12), with = "minicbor::bytes")]
    body: Vec<u8>,
    /// Set only where the part does not travel along.
    #[n(13)]
    private: Option<PrivateRef>,
    #[cbor(n(14), with = "minicbor::bytes")]
    signature: [u8; 64],
}

/// A hash: of the entry so many rows before this one, or in full.
enum Known {
    Back(u32),
    Full(Hash),
}

impl<C> Encode<C> for Known {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::Back(rows) => e.u32(*rows)?.ok(),
            Self::Full(hash) => e.bytes(&hash.0)?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for Known {
    fn decode(d: &mut minicbor::Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
        if d.datatype()? == minicbor::data::Type::Bytes {
            return Ok(Self::Full(Hash::decode(d, ctx)?));
        }
        Ok(Self::Back(d.u32()?))
    }
}

/// The chain after an entry.
pub fn chain_after(chain: [u8; 16], hash: Hash) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&chain).update(&hash.0);
    let mut out = [0; 16];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    out
}

/// Packs a stretch of an outbox that begins behind `from`. `plain` leaves references out.
pub fn pack(from: Cursor, rows: &[OutRow], plain: bool) -> Vec<u8> {
    let mut places: BTreeMap<Hash, usize> = BTreeMap::new();
    let mut chain = from.chain;
    let mut wire = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let part = row.private.as_ref().filter(|part| part.state == PrivateState::Here).map(|part| {
            let mut bytes = part.salt.to_vec();
            bytes.extend_from_slice(&part.bytes);
            ByteVec::from(bytes)
        });
        let head = &row.entry.head;
        // A part that does not fit its head (damage) must not take the head's own reference away.
        let derived = row.private.as_ref().is_some_and(|own| Some(private_ref(&own.salt, &own.bytes)) == head.private);
        let slim = (!plain).then(|| slim(&row.entry.bytes, head, &places, index, derived && part.is_some()));
        let slim = slim.flatten();
        let whole = slim.is_none().then(|| ByteVec::from(row.entry.bytes.to_vec()));
        wire.push(WireRow { slim, whole, part });
        places.insert(row.entry.hash, index);
        chain = chain_after(chain, row.entry.hash);
    }
    let frame = Wire { from: from.fseq, chain: from.chain, end_chain: chain, rows: wire };
    let bytes = minicbor::to_vec(&frame).expect("encoding into memory does not fail");
    zstd::bulk::compress(&bytes, ZSTD_LEVEL).expect("compressing into memory does not fail")
}

fn slim(bytes: &[u8], head: &Head, places: &BTreeMap<Hash, usize>, index: usize, derived: bool) -> Option<Slim> {
    let known = |hash: &Hash| match places.get(hash) {
        Some(place) => Known::Back((index - place) as u32),
        None => Known::Full(*hash),
    };
    let signature = bytes.get(bytes.len().checked_sub(SIGNATURE_BYTES)?..)?.try_into().ok()?;
    Some(Slim {
        doc: head.doc,
        feed: head.feed,
        n: head.n,
        prev: head.prev.as_ref().map(known),
        seen: head.seen.iter().map(known).collect(),
        ground: head.ground,
        after: head.after.as_ref().map(known),
        by: head.by,
        role: head.role,
        cmd: head.cmd,
        part: head.part,
        at: head.at,
        body: head.body.clone(),
        private: if derived { None } else { head.private },
        signature,
    })
}

/// Unpacks a frame and rebuilds every entry's bytes.
pub fn unpack(bytes: &[u8]) -> Result<Frame, BadFrame> {
    let bytes = zstd::bulk::decompress(bytes, UNPACKED_BYTES_MAX).map_err(|_| BadFrame::Syntax)?;
    let wire: Wire = minicbor::decode(&bytes).map_err(|_| BadFrame::Syntax)?;
    if wire.rows.len() > FRAME_ENTRIES_MAX {
        return Err(BadFrame::Syntax);
    }
    let mut cursor = Cursor { fseq: wire.from, chain: wire.chain };
    let from = cursor;
    let mut hashes: Vec<Hash> = Vec::with_capacity(wire.rows.len());
    let mut rows = Vec::with_capacity(wire.rows.len());
    for row in wire.rows {
        let part = row.part.map(Vec::from);
        let (bytes, named) = match (row.slim, row.whole) {
            (Some(slim), None) => fatten(slim, &hashes, part.as_deref())?,
            (None, Some(whole)) => {
                let whole = Vec::from(whole);
                let named = named_part(&whole);
                (whole, named)
            }
            (Some(_), Some(_)) | (None, None) => return Err(BadFrame::Syntax),
        };
        let hash = hash_of(&bytes);
        let fseq = cursor.fseq.checked_add(1).ok_or(BadFrame::Syntax)?;
        cursor = Cursor { fseq, chain: chain_after(cursor.chain, hash) };
        hashes.push(hash);
        rows.push(Row { bytes, private: arrived(named, part), cursor });
    }
    if cursor.chain != wire.end_chain {
        return Err(BadFrame::Chain);
    }
    Ok(Frame { from, rows })
}

/// The private part that an entry's bytes name; a head that cannot be read names none and is refused later.
fn named_part(bytes: &[u8]) -> Option<PrivateRef> {
    let signed = bytes.len().checked_sub(SIGNATURE_BYTES)?;
    minicbor::decode::<Head>(&bytes[..signed]).ok()?.private
}

/// What came beside a head: checked here, so that the writer has nothing to hash.
pub fn arrived(named: Option<PrivateRef>, part: Option<Vec<u8>>) -> PrivateIn {
    match (named, part) {
        (None, _) => PrivateIn::None,
        (Some(_), None) => PrivateIn::Missing,
        (Some(named), Some(part)) => match part.split_at_checked(SALT_BYTES) {
            Some((salt, bytes)) => match salt.try_into() {
                Ok(salt) if private_ref(&salt, bytes) == named => PrivateIn::Here { salt, bytes: bytes.to_vec() },
                Ok(_) | Err(_) => PrivateIn::Refused,
            },
            None => PrivateIn::Refused,
        },
    }
}

fn fatten(slim: Slim, hashes: &[Hash], part: Option<&[u8]>) -> Result<(Vec<u8>, Option<PrivateRef>), BadFrame> {
    let full = |known: Known| match known {
        Known::Full(hash) => Ok(hash),
        Known::Back(rows) => {
            let place = hashes.len().checked_sub(rows as usize).ok_or(BadFrame::Syntax)?;
            hashes.get(place).copied().ok_or(BadFrame::Syntax)
        }
    };
    let private = match (slim.private, part) {
        (Some(named), _) => Some(named),
        (None, None) => None,
        (None, Some(part)) => {
            let (salt, bytes) = part.split_at_checked(SALT_BYTES).ok_or(BadFrame::Syntax)?;
            Some(private_ref(&salt.try_into().map_err(|_| BadFrame::Syntax)?, bytes))
        }
    };
    let head = Head {
        suite: SUITE,
        doc: slim.doc,
        feed: slim.feed,
        n: slim.n,
        prev: slim.prev.map(full).transpose()?,
        seen: slim.seen.into_iter().map(full).collect::<Result<_, _>>()?,
        ground: slim.ground,
        after: slim.after.map(full).transpose()?,
        by: slim.by,
        role: slim.role,
        cmd: slim.cmd,
        part: slim.part,
        at: slim.at,
        body: slim.body,
        private,
    };
    let mut bytes = minicbor::to_vec(&head).expect("encoding into memory does not fail");
    bytes.extend_from_slice(&slim.signature);
    Ok((bytes, private))
}

#[cfg(test)]
mod tests;
