//! Answers that show something.

use super::people::{DeptRef, SiteRef};
use crate::case::{Outcome, Status};
use crate::day::Day;
use crate::form::{Field, Value};
use crate::id::{DocId, Hash, Millis, SiteId, UserId};
use crate::item::{Item, Service, Span};
use crate::kind::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An item beside a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRef {
    /// `V04`
    pub code: String,
    /// Version the case began with.
    pub version: u32,
    /// 最低生活保障
    pub zh: String,
    /// Minimum living allowance
    pub en: String,
}

/// `GET /items`: one item in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRow {
    /// Code, version, names.
    #[serde(flatten)]
    pub item: ItemRef,
    /// Deciding or leading department.
    pub department: DeptRef,
    /// 民政
    pub category_zh: String,
    /// civil affairs
    pub category_en: String,
    /// 承诺件 or 即办件.
    pub service: Service,
    /// Promise.
    pub promised: Span,
    /// Can be filed at this site.
    pub files_here: bool,
    /// Pinyin initials, every reading, for search: `["dbsq"]`.
    pub initials: Vec<String>,
    /// Cases of this item at this node in the last 90 days: sorts the list.
    pub used: u32,
}

/// `GET /items/{code}`: the guide and the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemView {
    /// The whole row of the catalogue.
    pub item: Item,
    /// Deciding or leading department.
    pub department: DeptRef,
    /// Common fields and the item's own, in order.
    pub fields: Vec<Field>,
    /// Can be filed at this site.
    pub files_here: bool,
    /// Where the first hand-over goes, if there is one.
    pub forwards_to: Option<SiteRef>,
}

/// How urgent a case is; screens add shape and word to the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// In time.
    None,
    /// One working day left, or 80 % used.
    Blue,
    /// 90 % used, or a step is late.
    Yellow,
    /// The promise has passed.
    Red,
    /// The legal limit has passed.
    DeepRed,
}

/// When a case is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// By the close of business of this day.
    pub day: Day,
    /// The moment.
    pub at: Millis,
    /// Past the published calendar: may still change.
    pub provisional: bool,
    /// Whole working days left; negative = late.
    pub days_left: i32,
    /// How urgent.
    pub light: Light,
    /// Which limit it is.
    pub limit: LimitKind,
}

/// Limits that a case may have (kinds.md, "Limits").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// 受理时限: 5 working days.
    AcceptBy,
    /// 承诺时限
    Promise,
    /// 法定时限
    Legal,
    /// 环节时限
    Step,
    /// 交办时限
    Task,
    /// 待办时限
    Duty,
    /// 送达时限: 10 working days.
    DeliverBy,
    /// 补正期限
    CorrectBy,
    /// 容缺期限
    GapBy,
}

/// One limit with its reckoning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitView {
    /// Which.
    pub limit: LimitKind,
    /// Its clock began.
    pub starts: Millis,
    /// How long.
    pub span: Span,
    /// Due at the close of business of this day; none while it cannot be reckoned.
    pub day: Option<Day>,
    /// Past the published calendar.
    pub provisional: bool,
    /// It was met or fell away at this moment.
    pub ended: Option<Millis>,
    /// It does not run at the moment.
    pub paused: bool,
    /// It has passed.
    pub passed: bool,
}

/// In whose hand a case is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderView {
    /// The place.
    pub site: SiteRef,
    /// The desk there.
    pub department: Option<DeptRef>,
    /// The person there.
    pub user: Option<UserId>,
    /// Handed over, but the receiver's machine has not got it yet.
    pub in_transit: bool,
    /// In the hand of this node's site.
    pub here: bool,
}

/// One row of `GET /cases`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// The case.
    pub id: DocId,
    /// Its number.
    pub number: String,
    /// What is applied for.
    pub item: ItemRef,
    /// Name of the applicant; empty where the private part is not here.
    pub applicant: String,
    /// Where it was filed.
    pub site: SiteRef,
    /// Where it stands.
    pub status: Status,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// In whose hand.
    pub holder: HolderView,
    /// When due; none once done and delivered.
    pub due: Option<Due>,
    /// Filed at.
    pub opened_at: Millis,
    /// Newest entry.
    pub changed_at: Millis,
    /// What the screen says about it, most important first.
    pub labels: Vec<Label>,
    /// Where its newest own steps have arrived.
    pub delivered: Delivered,
}

/// Arrival at the higher tiers, each from that tier's own word; none = not yet. A tier's own steps count as arrived there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivered {
    /// At the town's machine.
    pub town: Option<Millis>,
    /// At the district's machine.
    pub district: Option<Millis>,
}

/// A short word about a case's state (kinds.md §1, labels), with its date where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Which.
    pub code: crate::text::LabelText,
    /// The day in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
}

/// Whether an entry counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectView {
    /// It counts.
    Effect,
    /// It is kept and listed, and changes nothing.
    None,
    /// Something it rests on has not arrived.
    Waits,
}

/// Why a step has no effect or waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code: a `Void` or `Wait` in snake case.
    pub code: String,
    /// In the asked language.
    pub text: String,
}

/// Who wrote a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Account at its node.
    pub id: UserId,
    /// Display name; empty where the private part is not here, or for the machine itself.
    pub name: String,
}

/// The content of a step: the fields its kind has, others absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // The fields are those of the kinds, described there.
pub struct Payload {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<SiteRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DeptRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// Codes of grounds, results, ways, with words in the asked language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeText>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<DefectView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addressees: Vec<SiteRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Hash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_named: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperIn>,
    /// Names of changed form fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redo: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reckoning: Option<Reckoning>,
    /// Number of the right on which it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<u32>,
}

/// A code with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeText {
    /// Stable.
    pub code: String,
    /// In the asked language.
    pub text: String,
}

/// One defect of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefectView {
    /// Number, paper, field, code.
    #[serde(flatten)]
    pub defect: Defect,
    /// What to bring; empty where the private part is not here.
    pub words: String,
    /// Answered by a supplement.
    pub answered: bool,
}

/// One entry of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// The entry.
    pub id: Hash,
    /// Its kind.
    pub kind: Kind,
    /// Who.
    pub by: Person,
    /// In which capacity.
    pub role: Role,
    /// Where.
    pub site: SiteRef,
    /// When, as claimed.
    pub at: Millis,
    /// When the parent's machine had it at the latest; none = not yet.
    pub witnessed_at: Option<Millis>,
    /// Whether it counts.
    pub effect: EffectView,
    /// Why not.
    pub reason: Option<Reason>,
    /// Faults that undo nothing.
    pub flags: Vec<CodeText>,
    /// Where it has arrived.
    pub delivered: Delivered,
    /// What it says.
    pub payload: Payload,
    /// Number of its paper (文号); only for effective steps with a paper.
    pub paper_number: Option<String>,
    /// Its private part: here, missing, refused, dropped, erased; none = has none.
    pub private: Option<String>,
}

/// One of several concurrent values of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The value.
    pub value: Value,
    /// Who wrote it.
    pub by: Person,
    /// Where.
    pub site: SiteRef,
    /// When.
    pub at: Millis,
    /// The entry.
    pub step: Hash,
}

/// A line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialView {
    /// Number within the item; 0 = a paper that is not on the list.
    pub no: u8,
    /// 居民身份证
    pub zh: String,
    /// Resident identity card
    pub en: String,
    /// 必要
    pub required: bool,
    /// 可容缺
    pub deferrable: bool,
    /// Originals asked for.
    pub originals: u8,
    /// Copies asked for.
    pub copies: u8,
    /// As handed in; none = missing.
    pub handed: Option<PaperIn>,
    /// Accepted as a gap: to follow.
    pub gap: bool,
    /// Named in an open notice.
    pub asked: bool,
}

/// A request to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// The task_open entry.
    pub id: Hash,
    /// What.
    pub what: TaskKind,
    /// 征询, in the asked language.
    pub text: String,
    /// Of whom, and whether they have answered.
    pub to: Vec<TaskAddressee>,
    /// The question.
    pub words: String,
    /// Still open.
    pub open: bool,
}

/// One addressee of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskAddressee {
    /// The place.
    pub site: SiteRef,
    /// The desk there.
    pub department: Option<DeptRef>,
    /// The answering entry.
    pub answered: Option<Hash>,
    /// Its limit.
    pub due: Option<Day>,
}

/// Something that somebody owes (kinds.md, "Duties").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyView {
    /// The case.
    pub case: DocId,
    /// Its number.
    pub number: String,
    /// Which duty.
    pub code: DutyKind,
    /// What it is about, in the asked language.
    pub text: String,
    /// What to do, in the asked language.
    pub todo: String,
    /// The entry it is about.
    pub of: Hash,
    /// Who owes it.
    pub owner: SiteRef,
    /// Its limit.
    pub due: Option<Day>,
    /// Owed by this node's site.
    pub here: bool,
}

/// Kinds of duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// 撤回申请待答复
    WithdrawalAsked,
    /// 交办待办
    Task,
    /// 补正已收到，待处理
    SupplementIn,
    /// 本单位的步骤未生效
    OwnStepVoid,
    /// 结果待送达
    OutcomeToDeliver,
}

/// What may be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionView {
    /// The step.
    pub kind: Kind,
    /// It would be taken now (its own fields apart).
    pub allowed: bool,
    /// Why not, in the asked language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Stable code of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Places it can be addressed to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<SiteRef>,
}

/// `GET /cases/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// The case.
    pub id: DocId,
    /// Its number.
    pub number: String,
    /// What is applied for, in the version the case began with.
    pub item: ItemRef,
    /// Responsible department.
    pub department: DeptRef,
    /// Where it was filed.
    pub site: SiteRef,
    /// Where it stands.
    pub status: Status,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// In whose hand.
    pub holder: HolderView,
    /// When due.
    pub due: Option<Due>,
    /// The day from which it counts as accepted.
    pub accepted_on: Option<Day>,
    /// Every limit with its reckoning.
    pub limits: Vec<LimitView>,
    /// What the screen showed: a move names these, so that it is refused if others wrote since.
    pub heads: Vec<Hash>,
    /// Every entry, in the order in which they count.
    pub steps: Vec<StepView>,
    /// Values of the form (the first of several where they conflict).
    pub form: BTreeMap<String, Value>,
    /// Fields with several concurrent values.
    pub conflicts: BTreeMap<String, Vec<Candidate>>,
    /// Fields of the form, in order, with names and checks.
    pub fields: Vec<Field>,
    /// The checklist.
    pub materials: Vec<MaterialView>,
    /// Requests to others.
    pub tasks: Vec<TaskView>,
    /// What somebody owes.
    pub duties: Vec<DutyView>,
    /// What may be done now by the signed-in user, with the refusals in words.
    pub actions: Vec<ActionView>,
    /// What the screen says, most important first.
    pub labels: Vec<Label>,
    /// Form parts that are not here (missing, refused or erased): their entries.
    pub missing_parts: Vec<Hash>,
    /// The node's clock when this was made.
    pub now: Millis,
}

/// `GET /cases/{id}/form?at={step}`: the form as it was when a step was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAt {
    /// Values then.
    pub form: BTreeMap<String, Value>,
    /// Fields that had several values then.
    pub conflicts: BTreeMap<String, Vec<Candidate>>,
}

/// `GET /home`: today's work, by role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// In this place's hand and not done: to work on.
    pub in_hand: u32,
    /// Of these: overdue.
    pub overdue: u32,
    /// Of these: due today or tomorrow.
    pub due_soon: u32,
    /// Requests and duties owed here.
    pub tasks: u32,
    /// Filed here, now in others' hands.
    pub elsewhere: u32,
    /// Done, to be delivered.
    pub to_deliver: u32,
    /// Delivered, to be filed away.
    pub to_close: u32,
    /// Written here, not yet at the parent: entries.
    pub pending_up: u32,
    /// The most urgent in hand.
    pub urgent: Vec<CaseRow>,
}

/// `GET /sync`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncView {
    /// The parent; none at the district.
    pub parent: Option<ParentView>,
    /// Last answer of the parent.
    pub last_contact: Option<Millis>,
    /// Entries not yet acknowledged by the parent.
    pub pending_up: u64,
    /// Entries not yet acknowledged by the children.
    pub pending_down: u64,
    /// Entries that wait for something they rest on.
    pub waiting: u64,
    /// Private parts that are not here.
    pub missing_parts: u64,
    /// The machines below that call here.
    pub children: Vec<ChildView>,
    /// After a restore: (heard, of all), until everybody below has called.
    pub recovering: Option<(u32, u32)>,
    /// Received bytes that were not entries.
    pub refused: u64,
    /// The node's clock now.
    pub now: Millis,
}

/// The parent as this node sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentView {
    /// Its place.
    pub site: SiteRef,
    /// Its address.
    pub url: String,
    /// The line is up.
    pub connected: bool,
    /// What went wrong last, in the asked language.
    pub error: Option<String>,
    /// The parent's clock minus this one's, in milliseconds.
    pub clock_offset_ms: Option<i64>,
}

/// A child as this node sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildView {
    /// Its place.
    pub site: SiteRef,
    /// Last call.
    pub last_heard: Option<Millis>,
    /// Entries it has not acknowledged.
    pub pending: u64,
}

/// How fresh a place's data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Heard within the hour, or this node itself.
    Fresh,
    /// Heard within three days.
    Stale,
    /// Not heard for three days or never: grey.
    Silent,
    /// No machine stands there.
    NoMachine,
}

/// `GET /overview`: counts over this node's subtree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// As of.
    pub as_of: Millis,
    /// The whole subtree.
    pub total: Counts,
    /// Every place of the subtree, parents before children.
    pub places: Vec<PlaceRow>,
}

/// Cases by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// 已收件
    pub received: u64,
    /// 已受理
    pub accepted: u64,
    /// 已办结
    pub done: u64,
    /// 已归档
    pub closed: u64,
    /// Open and past due.
    pub overdue: u64,
    /// Open and due within a working day.
    pub due_soon: u64,
}

/// One place in the overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// The place.
    pub site: SiteRef,
    /// The place above.
    pub parent: Option<SiteId>,
    /// Cases filed there (own, without places below).
    pub filed: Counts,
    /// Cases in its hand now that are not done.
    pub in_hand: u64,
    /// Up to when everything it wrote is here.
    pub heard_until: Option<Millis>,
    /// How fresh that is.
    pub freshness: Freshness,
}
