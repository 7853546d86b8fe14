//! Items (事项) of the catalogue: what may be applied for, where, with which papers, within which limits (kind 68).

mod diff;

pub use diff::{Change, Listed, Part, changes};

use crate::day::Day;
use crate::form::Field;
use crate::id::DeptId;
use crate::site::Tier;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// How long a day counts: 0.25 and 0.5 days are in real guides, so spans count quarter days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Span {
    /// Quarter days; for months: months x 4.
    #[n(0)]
    pub quarters: u16,
    /// What is counted.
    #[n(1)]
    pub unit: Unit,
}

/// What a limit counts. "Days" of 行政许可法 are working days (§82), of other laws calendar days: unit per limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 工作日
    #[n(0)]
    Workday,
    /// 自然日
    #[n(1)]
    Day,
    /// 月
    #[n(2)]
    Month,
}

/// Whether the case ends at once or with a promise (办件类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 承诺件
    #[n(0)]
    Promised,
    /// 即办件
    #[n(1)]
    Instant,
}

/// What a village may do for the resident (domain §0.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum ProxyMode {
    /// 直办: the place decides itself.
    #[n(0)]
    Direct,
    /// 代办: the agent files for the resident.
    #[n(1)]
    Agent,
    /// 协办: the agent helps; only the first accepting site starts the five days.
    #[n(2)]
    Assist,
    /// 公开告知: the place only informs.
    #[n(3)]
    Inform,
}

/// A paper the resident brings (材料).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Material {
    /// Number within the item, from 1; never reused.
    #[n(0)]
    pub no: u8,
    /// 居民身份证
    #[n(1)]
    pub zh: String,
    /// Resident identity card
    #[n(2)]
    pub en: String,
    /// Originals to show.
    #[n(3)]
    pub originals: u8,
    /// Copies to leave.
    #[n(4)]
    pub copies: u8,
    /// 必要
    #[n(5)]
    pub required: bool,
    /// 可容缺后补
    #[n(6)]
    pub deferrable: bool,
    /// 可用电子证照
    #[n(7)]
    pub e_licence: bool,
}

/// A step of the item with its own limit (环节).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Stage {
    /// Which tier does it.
    #[n(0)]
    pub tier: Tier,
    /// 镇级审核
    #[n(1)]
    pub zh: String,
    /// town review
    #[n(2)]
    pub en: String,
    /// Its own limit.
    #[n(3)]
    pub span: Span,
    /// 公示
    #[n(4)]
    pub public_notice: bool,
    /// Its time does not count towards promise and legal limit (行政许可法 §45).
    #[n(5)]
    pub excluded: bool,
}

/// A department's part in a joint case (并联审批), or a named task.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct TaskRule {
    /// Who does it.
    #[n(0)]
    pub unit: DeptId,
    /// Tasks of one stage start together.
    #[n(1)]
    pub stage: u8,
    /// Its own limit in quarter working days.
    #[n(2)]
    pub quarters: u16,
    /// 公章刻制备案
    #[n(3)]
    pub zh: String,
    /// Seal registration
    #[n(4)]
    pub en: String,
}

/// A law or rule the item rests on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Basis {
    /// 《社会救助暂行办法》
    #[n(0)]
    pub title: String,
    /// 第十一条
    #[n(1)]
    pub article: String,
    /// The article was read in the law text.
    #[n(2)]
    pub verified: bool,
}

/// From which day the legal limit runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum LegalFrom {
    /// 自受理之日起
    #[n(0)]
    Acceptance,
    /// 自收到申请之日起
    #[n(1)]
    Application,
}

/// One version of an item as the public feed holds it (kind 68). Key: `code`; a case keeps the version it began with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Item {
    /// `V04`
    #[n(0)]
    pub code: String,
    /// From 1, one more with every change.
    #[n(1)]
    pub version: u32,
    /// 最低生活保障
    #[n(2)]
    pub zh: String,
    /// Minimum living allowance
    #[n(3)]
    pub en: String,
    /// Responsible (deciding or leading) department.
    #[n(4)]
    pub dept: DeptId,
    /// 民政
    #[n(5)]
    pub category_zh: String,
    /// civil affairs
    #[n(6)]
    pub category_en: String,
    /// 行政给付, 行政许可 ...
    #[n(7)]
    pub item_type: String,
    /// Where it can be filed and accepted.
    #[n(8)]
    pub accept_tiers: Vec<Tier>,
    /// Where it is examined.
    #[n(9)]
    pub review_tiers: Vec<Tier>,
    /// Where it is decided.
    #[n(10)]
    pub decide_tier: Tier,
    /// What the village may do.
    #[n(11)]
    pub village_mode: ProxyMode,
    /// 承诺件 or 即办件.
    #[n(12)]
    pub service: Service,
    /// 法定时限; none where no law sets one.
    #[n(13)]
    pub legal: Option<Span>,
    /// From when the legal limit runs.
    #[n(14)]
    pub legal_from: LegalFrom,
    /// 承诺时限.
    #[n(15)]
    pub promised: Span,
    /// Quarter working days by which the limits may be extended once (行政许可法 §42); 0 = none.
    #[n(16)]
    pub extension_quarters: u16,
    /// Steps with their limits, in order.
    #[n(17)]
    pub stages: Vec<Stage>,
    /// Tasks of a joint case.
    #[n(18)]
    pub tasks: Vec<TaskRule>,
    /// Papers to bring.
    #[n(19)]
    pub materials: Vec<Material>,
    /// The item's own form fields, beside the common ones.
    #[n(20)]
    pub fields: Vec<Field>,
    /// Yuan; 0 unless a law allows a fee (行政许可法 §58).
    #[n(21)]
    pub fee_yuan: u32,
    /// May be filed by an agent (行政许可法 §29).
    #[n(22)]
    pub proxy_allowed: bool,
    /// How often the resident must come.
    #[n(23)]
    pub visits: u8,
    /// Laws and rules.
    #[n(24)]
    pub basis: Vec<Basis>,
    /// Reviewer and decider must be two people (审核分离).
    #[n(25)]
    pub dual_review: bool,
    /// An asked department's silence past its limit counts as no objection (逾期视为无异议).
    #[n(26)]
    pub silence_is_consent: bool,
    /// First day on which it may be filed.
    #[n(27)]
    pub from: Day,
    /// Last day on which it may be filed.
    #[n(28)]
    pub until: Option<Day>,
    /// Names of the fields of this row that nobody official has confirmed.
    #[n(29)]
    pub assumed: Vec<String>,
    /// Withdrawn from the catalogue.
    #[n(30)]
    pub ended: bool,
    /// Id of the form field that holds the amount on which a right's limit is read; none = the item names none.
    #[n(31)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Quarter working days within which the site of a case in the green channel is surveyed (绿色通道现场勘察, two working
    /// days); none = the item needs no survey.
    #[n(32)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey_quarters: Option<u16>,
}

impl Item {
    /// The name in the asked language.
    pub fn name(&self, lang: crate::text::Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// Several stages or units work on it. An instant item (即办件) is decided while the resident waits, however many it has.
    pub fn has_steps(&self) -> bool {
        self.service != Service::Instant && self.stages.len() + self.tasks.len() > 1
    }

    /// The subject in the asked language.
    pub fn category(&self, lang: crate::text::Lang) -> &str {
        lang.pick(&self.category_zh, &self.category_en)
    }

    /// Whether an application may be handed in at this tier. A helping village (协办) takes it and passes it on unaccepted.
    pub fn files_at(&self, tier: Tier) -> bool {
        self.accept_tiers.contains(&tier) || (tier == Tier::Village && self.village_mode == ProxyMode::Assist)
    }

    /// Whether the department needs a desk at this tier: to accept, to examine or to decide.
    pub fn needs_desk_at(&self, tier: Tier) -> bool {
        self.decide_tier == tier || self.accept_tiers.contains(&tier) || self.review_tiers.contains(&tier)
    }
}
