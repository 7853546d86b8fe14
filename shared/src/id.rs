//! Names of things: places, machines, feeds, documents, people, commands. Built only from bytes or by `parse`.

use crate::kind::SheetFix;
use std::fmt;

/// Why a name could not be read: it is not the expected number of hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {digits} hexadecimal digits")]
pub struct BadId {
    /// How many digits the name has.
    pub digits: usize,
}

macro_rules! byte_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// All zeros: stands for "none" where the format has no option.
            pub const ZERO: Self = Self([0; $len]);

            /// Reads lower or upper case hexadecimal digits.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                let bad = BadId { digits: $len * 2 };
                let mut out = [0u8; $len];
                let text = text.as_bytes();
                if text.len() != $len * 2 {
                    return Err(bad);
                }
                for (i, pair) in text.chunks_exact(2).enumerate() {
                    let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else { return Err(bad) };
                    out[i] = high << 4 | low;
                }
                Ok(Self(out))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Self::parse(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                let bytes = d.bytes()?;
                let bytes = bytes.try_into().map_err(|_| {
                    minicbor::decode::Error::message(concat!("expected ", $len, " bytes"))
                })?;
                Ok(Self(bytes))
            }
        }
    };
}

fn digit(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|d| d as u8)
}

byte_id!(
    /// BLAKE3 of an entry: its head and signature.
    Hash, 32
);
byte_id!(
    /// A machine: the first 8 bytes of BLAKE3 of its Ed25519 public key.
    NodeId, 8
);
byte_id!(
    /// One process of one machine: node 8, generation 4 (big endian), random 8. Never used by a second process.
    FeedId, 20
);
byte_id!(
    /// A document: kind 1, origin site 4 (big endian), 11 bytes by kind (design §3).
    DocId, 16
);
byte_id!(
    /// An account of one node: random, made locally, in no feed.
    UserId, 8
);
byte_id!(
    /// A client's command: a UUID. The fold takes each (command, part) once.
    CmdId, 16
);

/// A place (district, town, village), drawn at random by the district, never reused, for ever the same.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct SiteId(#[n(0)] pub u32);

impl fmt::Display for SiteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// A department of the district's own list, e.g. 民政局.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct DeptId(#[n(0)] pub u16);

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = u64;

impl NodeId {
    /// The machine that holds the secret half of this key.
    pub fn of_key(public_key: &[u8; 32]) -> Self {
        let hash = blake3::hash(public_key);
        Self(hash.as_bytes()[..8].try_into().expect("BLAKE3 has 32 bytes"))
    }
}

impl FeedId {
    /// Opens the name of a feed; `random` comes from the operating system and is never read back from disk.
    pub fn new(node: NodeId, generation: u32, random: [u8; 8]) -> Self {
        let mut bytes = [0; 20];
        bytes[..8].copy_from_slice(&node.0);
        bytes[8..12].copy_from_slice(&generation.to_be_bytes());
        bytes[12..].copy_from_slice(&random);
        Self(bytes)
    }

    /// The machine that writes this feed.
    pub fn node(&self) -> NodeId {
        NodeId(self.0[..8].try_into().expect("8 of 20 bytes"))
    }

    /// Rises with every process of the machine.
    pub fn generation(&self) -> u32 {
        u32::from_be_bytes(self.0[8..12].try_into().expect("4 of 20 bytes"))
    }
}

/// What a document is about. Everybody who may read one entry of a document may read all (one audience per document).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocKind {
    /// One application by one resident.
    Case,
    /// The district's directory, catalogue and calendar.
    Public,
    /// What a parent received from one child's subtree in one month.
    Witness,
    /// What an ancestor of a site asks the district to enter.
    Request,
    /// The machine's own affairs, e.g. a confirmed clock; document of the site and month.
    Own,
    /// A card of supervision: its audience is not that of its case.
    Card,
    /// An inspection of a place.
    Inspection,
    /// The settled sheet of a place, window or officer.
    Appraisal,
    /// A document of a later version.
    Other(u8),
}

impl Hash {
    /// The name under which the part of one of several desks is known that an entry asked: the first has the entry's own.
    pub fn of_desk(self, no: u8) -> Self {
        if no == 0 {
            return self;
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"desk").update(&[no]).update(&self.0);
        Self(*hasher.finalize().as_bytes())
    }
}

impl DocId {
    /// The one document of the district's public feed.
    pub const PUBLIC: Self = {
        let mut bytes = [0; 16];
        bytes[0] = 2;
        Self(bytes)
    };

    /// A case or request: the same command after a crash opens the same document.
    pub fn for_command(kind: DocKind, site: SiteId, user: UserId, cmd: CmdId) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&site.0.to_be_bytes()).update(&user.0).update(&cmd.0);
        let mut tail = [0; 11];
        tail.copy_from_slice(&hasher.finalize().as_bytes()[..11]);
        Self::build(kind, site, tail)
    }

    /// A witness or own document: one per site and month, so that no document grows for ever.
    pub fn for_month(kind: DocKind, site: SiteId, year: i16, month: i8) -> Self {
        let mut tail = [0; 11];
        let stamp = u32::from(year.unsigned_abs()) * 100 + u32::from(month.unsigned_abs());
        tail[..4].copy_from_slice(&stamp.to_be_bytes());
        Self::build(kind, site, tail)
    }

    /// The card that follows at this place from a rule, a case and one of its entries: always the same document.
    pub fn for_card(site: SiteId, rule: u8, case: DocId, of: Hash) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"card").update(&[rule]).update(&case.0).update(&of.0);
        let mut tail = [0; 11];
        tail.copy_from_slice(&hasher.finalize().as_bytes()[..11]);
        Self::build(DocKind::Card, site, tail)
    }

    /// The sheet of a place, window or officer by a scheme for one period: always the same document.
    pub fn for_sheet(site: SiteId, fix: &SheetFix) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"sheet").update(&fix.scheme.to_be_bytes()).update(&fix.from.0.to_be_bytes());
        hasher.update(&fix.site.0.to_be_bytes()).update(&fix.dept.map_or(0, |dept| dept.0).to_be_bytes());
        hasher.update(&fix.user.map_or([0; 8], |user| user.0));
        let mut tail = [0; 11];
        tail.copy_from_slice(&hasher.finalize().as_bytes()[..11]);
        Self::build(DocKind::Appraisal, site, tail)
    }

    fn build(kind: DocKind, site: SiteId, tail: [u8; 11]) -> Self {
        let mut bytes = [0; 16];
        bytes[0] = match kind {
            DocKind::Case => 1,
            DocKind::Public => 2,
            DocKind::Witness => 3,
            DocKind::Request => 4,
            DocKind::Own => 5,
            DocKind::Card => 6,
            DocKind::Inspection => 7,
            DocKind::Appraisal => 8,
            DocKind::Other(number) => number,
        };
        bytes[1..5].copy_from_slice(&site.0.to_be_bytes());
        bytes[5..].copy_from_slice(&tail);
        Self(bytes)
    }

    /// What the document is about.
    pub fn kind(&self) -> DocKind {
        match self.0[0] {
            1 => DocKind::Case,
            2 => DocKind::Public,
            3 => DocKind::Witness,
            4 => DocKind::Request,
            5 => DocKind::Own,
            6 => DocKind::Card,
            7 => DocKind::Inspection,
            8 => DocKind::Appraisal,
            number => DocKind::Other(number),
        }
    }

    /// The place where the document began; zero for the public feed.
    pub fn origin(&self) -> SiteId {
        SiteId(u32::from_be_bytes(self.0[1..5].try_into().expect("4 of 16 bytes")))
    }
}
