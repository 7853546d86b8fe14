//! Bodies of a case's facts (32-38).

use super::codes::*;
use super::step::PaperIn;
use crate::day::Day;
use crate::id::{DeptId, Hash, UserId};
use minicbor::{Decode, Encode};

/// 32 签收: the receiver's node has the hand-over or task.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Taken {
    /// The hand-over or task_open entry.
    #[n(0)]
    pub of: Hash,
}

/// 33 补交材料.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Supplement {
    /// Papers handed in.
    #[n(0)]
    pub papers: Vec<PaperIn>,
    /// Numbers of the notice's defects that this answers.
    #[n(1)]
    pub defects: Vec<u8>,
    /// Numbers of the deferred papers that this fills.
    #[n(2)]
    pub gaps: Vec<u8>,
    /// The day at the counter, if entered later.
    #[n(3)]
    pub on: Option<Day>,
    /// Numbers of the papers whose originals were handed back at once.
    #[cbor(n(4), skip_if = "Vec::is_empty")]
    pub returned: Vec<u8>,
}

/// 34 申请撤回.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct WithdrawAsked {
    /// The resident signed a sheet.
    #[n(0)]
    pub signed: bool,
    /// The day at the counter, if entered later.
    #[n(1)]
    pub on: Option<Day>,
}

/// 35 答复.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// The task, request, or own step without effect.
    #[n(0)]
    pub of: Hash,
    /// The result.
    #[n(1)]
    pub result: AnswerResult,
    /// Officers who took part; two where the law asks for two.
    #[n(2)]
    pub officers: Vec<UserId>,
    /// The day at the counter, if entered later.
    #[n(3)]
    pub on: Option<Day>,
    /// The desk that answers, where one place has several that were asked.
    #[n(4)]
    pub dept: Option<DeptId>,
}

/// 36 送达.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Deliver {
    /// A move with a paper.
    #[n(0)]
    pub of: Hash,
    /// How.
    #[n(1)]
    pub way: DeliverWay,
    /// Numbers of the papers handed back.
    #[n(2)]
    pub returned: Vec<u8>,
    /// The day at the counter, if entered later.
    #[n(3)]
    pub on: Option<Day>,
}

/// 37 备注: its words are private.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Note {
    /// The day at the counter, if entered later.
    #[n(0)]
    pub on: Option<Day>,
}

/// 38 表单修改.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FormChange {
    /// Names of the fields; the values are private.
    #[n(0)]
    pub fields: Vec<String>,
    /// Why.
    #[n(1)]
    pub why: ChangeWhy,
    /// The day at the counter, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}
