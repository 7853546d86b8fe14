//! Bodies of the district's public feed (64-72), of machines (96, 97) and of requests (112, 113).

use super::codes::*;
use crate::day::Day;
use crate::id::{DeptId, FeedId, Millis, NodeId, SiteId, UserId};
use crate::site::Tier;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// 65 节点: a machine and the place it stands at.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NodeRow {
    /// Its Ed25519 key.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub key: [u8; 32],
    /// Its X25519 key, for sealed bundles.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub seal_key: [u8; 32],
    /// Its place.
    #[n(2)]
    pub site: SiteId,
    /// The one live machine of its place.
    #[n(3)]
    pub live: bool,
}

/// 66 截断: a machine's entries beyond these positions have no effect.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cut {
    /// The machine.
    #[n(0)]
    pub node: NodeId,
    /// Last good position of each of its feeds; a feed that is not listed lies wholly beyond.
    #[n(1)]
    pub feeds: Vec<CutFeed>,
    /// Why.
    #[n(2)]
    pub reason: CutReason,
}

/// The last good position of one feed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CutFeed {
    /// The feed.
    #[n(0)]
    pub feed: FeedId,
    /// Last good position.
    #[n(1)]
    pub n: u64,
}

/// 67 授权: who may accept, decide or administer what.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Right {
    /// Key: number in the district, never reused.
    #[n(0)]
    pub no: u32,
    /// One place; none = every place of `tier`.
    #[n(1)]
    pub site: Option<SiteId>,
    /// Every place of this tier, where `site` is none.
    #[n(2)]
    pub tier: Option<Tier>,
    /// Only this department; none = any.
    #[n(3)]
    pub dept: Option<DeptId>,
    /// Only this person; none = whoever has the role there.
    #[n(4)]
    pub user: Option<UserId>,
    /// What it allows.
    #[n(5)]
    pub power: Power,
    /// Item codes; empty = every item.
    #[n(6)]
    pub items: Vec<String>,
    /// Up to this amount in yuan.
    #[n(7)]
    pub up_to_yuan: Option<u64>,
    /// First day.
    #[n(8)]
    pub from: Day,
    /// Last day.
    #[n(9)]
    pub until: Option<Day>,
    /// The document it rests on.
    #[n(10)]
    pub basis: String,
    /// Ended from here on; never retroactive.
    #[n(11)]
    pub ended: bool,
    /// Name of `user` when it was entered: accounts are known at their own machine only. Empty where it names nobody.
    #[cbor(n(12), skip_if = "String::is_empty")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub person: String,
}

/// 69 日历: one year of working days.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Calendar {
    /// Key.
    #[n(0)]
    pub year: u16,
    /// One bit per day from 1 January (lowest bit first); 1 = working day.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub workdays: Vec<u8>,
    /// Number of the document that sets it.
    #[n(2)]
    pub document: String,
}

/// 72 根: the root key's word for the district's machine; the public feed's first entry.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Root {
    /// The root's Ed25519 public key; its BLAKE3 hash is the network's name.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub root_key: [u8; 32],
    /// The district's machine.
    #[n(1)]
    pub node: NodeRow,
    /// The root's signature over BLAKE3("daiban root 1" ‖ CBOR of `node`).
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

/// The end of one feed as a parent has it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct FeedEnd {
    /// The feed.
    #[n(0)]
    pub feed: FeedId,
    /// Everything up to here has been received.
    #[n(1)]
    pub n: u64,
}

/// Up to when a place of the subtree was heard.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Heard {
    /// The place.
    #[n(0)]
    pub site: SiteId,
    /// Everything it wrote up to this moment has been received.
    #[n(1)]
    pub until: Millis,
}

/// 96 见证: what a parent has received from one child's subtree.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Witness {
    /// Ends of the feeds that grew since the last witness of this document.
    #[n(0)]
    pub feeds: Vec<FeedEnd>,
    /// Up to when each place was heard.
    #[n(1)]
    pub heard: Vec<Heard>,
}

/// 97 校时确认: an administrator confirms a clock that jumped; later comparisons start here.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Clock {
    /// What the clock said before.
    #[n(0)]
    pub before: Millis,
    /// What it is confirmed to say.
    #[n(1)]
    pub now: Millis,
}

/// 112: an ancestor asks the district to enrol a machine.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NodeAsked {
    /// The row to enter.
    #[n(0)]
    pub node: NodeRow,
    /// The machine's own word: its signature over BLAKE3("daiban node 1" ‖ CBOR of `node`).
    #[cbor(n(1), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

/// 113: an ancestor asks the district to enter a right.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RightAsked {
    /// The row to enter; its number is drawn by the district.
    #[n(0)]
    pub right: Right,
}
