//! The private part of an entry: names, words and form values. It may be missing or erased; no rule reads it.

use crate::form::Value;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// What hangs on a head by a salted hash.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Private {
    /// Display name of the author.
    #[n(0)]
    pub name: Option<String>,
    /// Free text: opinion, reasons, note.
    #[n(1)]
    pub words: Option<String>,
    /// Form values: `{field: value}`; materials as `m.<no>.<what>`.
    #[n(2)]
    pub form: Option<BTreeMap<String, Value>>,
    /// Words per numbered defect of a notice.
    #[n(3)]
    pub defects: Option<BTreeMap<u8, String>>,
    /// Who received the paper.
    #[n(4)]
    pub receiver: Option<String>,
    /// The right body, the court, the judgment's number.
    #[n(5)]
    pub body_named: Option<String>,
    /// Where a survey, hearing or meeting takes place.
    #[n(6)]
    pub place: Option<String>,
    /// When it takes place, as people write it.
    #[n(7)]
    pub held: Option<String>,
    /// Names of the people concerned, by number: of a finding, or 0 of a sheet.
    #[n(8)]
    pub people: Option<BTreeMap<u8, String>>,
}

/// Why a private part could not be read; its head stands all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the private part is not readable by this version")]
pub struct PrivateError;

impl Private {
    /// Nothing in it: the entry needs no private part.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The bytes that are hashed, stored and sent.
    pub fn encode(&self) -> Vec<u8> {
        minicbor::to_vec(self).expect("encoding into memory does not fail")
    }

    /// Reads the bytes of another node; fields of later versions are passed over.
    pub fn decode(bytes: &[u8]) -> Result<Self, PrivateError> {
        minicbor::decode(bytes).map_err(|_| PrivateError)
    }
}
