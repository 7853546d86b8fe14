//! Bodies of steps that move limits: the moves 11 and 15, the facts 40-42.

use super::row::Heard;
use super::watch_codes::*;
use crate::day::Day;
use crate::id::{Hash, Millis};
use minicbor::{Decode, Encode};

/// 11 延期: once a round, by the named authority (行政许可法 §42).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Extend {
    /// Quarter days, in the unit of each limit.
    #[n(0)]
    pub quarters: u16,
    /// Why.
    #[n(1)]
    pub ground: ExtendGround,
    /// Who approved it.
    #[n(2)]
    pub approver: Approver,
    /// The day at the counter, if entered later.
    #[n(3)]
    pub on: Option<Day>,
}

/// 15 视为撤回: the resident did not answer a notice, or did not bring a deferred paper (容缺). Time alone does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Lapse {
    /// The notice, or the acceptance with gaps.
    #[n(0)]
    pub of: Hash,
    /// Up to when the author had everything that each place wrote where the answer could have been handed in.
    #[n(1)]
    pub heard: Vec<Heard>,
    /// For places that were not heard past the limit: how the author made sure.
    #[n(2)]
    pub vouched: Option<Vouched>,
    /// The day at the counter, if entered later.
    #[n(3)]
    pub on: Option<Day>,
}

/// 40 督办: a supervisor or head above asks the holder to get on with it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Urge {
    /// The rule by which it came to notice; none = the author's own judgment.
    #[n(0)]
    pub rule: Option<RuleKind>,
    /// Why.
    #[n(1)]
    pub ground: UrgeGround,
    /// To answer within, in quarter working days.
    #[n(2)]
    pub quarters: u16,
    /// The day, if entered later.
    #[n(3)]
    pub on: Option<Day>,
}

/// 41 校时: an ancestor of its author corrects the time of an entry, for everybody to see.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TimeSet {
    /// The entry.
    #[n(0)]
    pub of: Hash,
    /// When it was really written.
    #[n(1)]
    pub at: Millis,
}

/// 42 绿色通道准入: halves the promise, never a legal limit or a public notice.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Green {
    /// Number of the right row on which it is admitted.
    #[n(0)]
    pub right: u32,
    /// The body that admits it.
    #[n(1)]
    pub body: String,
    /// Why.
    #[n(2)]
    pub ground: GreenGround,
    /// The day, if entered later.
    #[n(3)]
    pub on: Option<Day>,
}
