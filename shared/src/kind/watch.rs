//! Bodies of supervision (电子监察): rules in the public feed (70) and cards as documents of their own (128-131).

use super::watch_codes::*;
use crate::day::Day;
use crate::id::{DeptId, DocId, Hash, Millis, SiteId, UserId};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// 70 监察规则: when a light comes on and whether it is a card (domain §2.7). Key: `what`; a row replaces the default.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Rule {
    /// Key: what it watches.
    #[n(0)]
    pub what: RuleKind,
    /// Which light.
    #[n(1)]
    pub light: LightCode,
    /// From here on; what it counts depends on the rule: percent, quarter working days, minutes or times.
    #[n(2)]
    pub threshold: u32,
    /// Counted over so many days back, for rules that count how often.
    #[n(3)]
    pub days: u16,
    /// It asks for an answer.
    #[n(4)]
    pub is_card: bool,
    /// To answer within, in quarter working days.
    #[n(5)]
    pub answer_quarters: u16,
    /// The document it rests on.
    #[n(6)]
    pub document: String,
    /// Switched off from here on.
    #[n(7)]
    pub ended: bool,
}

/// 128 监察牌: a card is put to the place that has to answer it. It follows from rule, case and entry, so none is put twice.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CardServe {
    /// By which rule.
    #[n(0)]
    pub rule: RuleKind,
    /// About which case.
    #[n(1)]
    pub case: DocId,
    /// The entry whose limit passed, or which has the fault.
    #[n(2)]
    pub of: Hash,
    /// Which light.
    #[n(3)]
    pub light: LightCode,
    /// Who answers.
    #[n(4)]
    pub to: SiteId,
    /// The officer, where there is one.
    #[n(5)]
    pub user: Option<UserId>,
    /// The day by which it had been due.
    #[n(6)]
    pub due: Option<Day>,
    /// The moment at which it came about.
    #[n(7)]
    pub since: Millis,
    /// Up to when the place had been heard: from here on it counts officially.
    #[n(8)]
    pub heard: Option<Millis>,
    /// To answer within, in quarter working days from the receipt.
    #[n(9)]
    pub quarters: u16,
    /// The desk that was asked and did not answer; none = of no desk in particular.
    #[n(10)]
    pub dept: Option<DeptId>,
}

/// 129 监察牌答复.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CardAnswer {
    /// What the place says.
    #[n(0)]
    pub result: CardResult,
    /// The day, if entered later.
    #[n(1)]
    pub on: Option<Day>,
}

/// 130 监察牌申诉.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CardAppeal {
    /// Why it should not stand.
    #[n(0)]
    pub ground: AppealGround,
    /// The day, if entered later.
    #[n(1)]
    pub on: Option<Day>,
}

/// 131 监察牌裁定: what becomes of a card; it is never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CardRuling {
    /// It stands, or it is set aside.
    #[n(0)]
    pub ruling: Ruling,
    /// Why.
    #[n(1)]
    pub ground: Option<AppealGround>,
}
