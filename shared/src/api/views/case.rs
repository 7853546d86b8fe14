//! The case page.

use super::super::people::{DeptRef, SiteRef};
use super::{Due, HolderView, ItemRef, JointStage, Label, LimitView, Person, StepView, StripView, TaskView};
use crate::case::{Outcome, Status};
use crate::day::Day;
use crate::form::{Field, Value};
use crate::id::{DocId, Hash, Millis};
use crate::item::{Basis, Service, Span};
use crate::kind::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The desk of it that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeptRef>,
    /// Its limit.
    pub due: Option<Day>,
    /// Owed by this node's site.
    pub here: bool,
}

/// What this place owes, with whose case it is and how much time is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// What is owed.
    #[serde(flatten)]
    pub duty: DutyView,
    /// Whose case; empty while the form is not here.
    pub applicant: String,
    /// Which item.
    pub item: ItemRef,
    /// How its limit stands now.
    pub limit: Option<Due>,
}

/// `GET /tasks`: a page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskPage {
    /// The rows.
    pub items: Vec<TaskRow>,
    /// Where the next page begins; none = this is the last.
    pub next: Option<String>,
    /// What depends on now is as of this moment.
    pub as_of: Millis,
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
    /// 督办待回复
    Urged,
    /// 绿色通道待现场勘察
    SurveyDue,
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
    /// Of a lapse: where an answer could have been handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<LapseHeard>,
}

/// Whether everything is here that could have come in before the resident's limit was over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LapseHeard {
    /// The end of the resident's limit.
    pub due: Millis,
    /// Every place where the answer could have been handed in.
    pub places: Vec<HeardPlace>,
}

/// Up to when a place was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardPlace {
    /// The place.
    pub site: SiteRef,
    /// Everything that it wrote up to this moment is here; none = it was never heard.
    pub until: Option<Millis>,
    /// That is past the limit.
    pub enough: bool,
}

/// What papers quote of the item, in the version the case began with: a reprint says what the first print said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTerms {
    /// 承诺件 or 即办件.
    pub service: Service,
    /// Promise.
    pub promised: Span,
    /// Laws and rules.
    pub basis: Vec<Basis>,
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
    /// It counts as accepted because five working days passed in silence.
    #[serde(default)]
    pub is_deemed: bool,
    /// What papers quote of the item; none while its row has not arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<ItemTerms>,
    /// Every limit with its reckoning.
    pub limits: Vec<LimitView>,
    /// The clock as one strip of days; none while no limit runs or ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strip: Option<StripView>,
    /// Stretches that do not count, united.
    #[serde(default)]
    pub pauses: Vec<Pause>,
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
    /// The stages of the item's joint case, as defined and as they stand; empty where the item has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<JointStage>,
    /// What somebody owes.
    pub duties: Vec<DutyView>,
    /// What may be done now by the signed-in user, with the refusals in words.
    pub actions: Vec<ActionView>,
    /// The signed-in user can take an instant item from here to its end by one press.
    #[serde(default)]
    pub at_once: bool,
    /// What the screen says, most important first.
    pub labels: Vec<Label>,
    /// Form parts that are not here (missing, refused or erased): their entries.
    pub missing_parts: Vec<Hash>,
    /// The node's clock when this was made.
    pub now: Millis,
}

/// Other cases of a person that are shown beside one.
pub const RELATED_MAX: usize = 20;

/// `GET /cases/{id}/form?at={step}`: the form as it was when a step was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAt {
    /// Values then.
    pub form: BTreeMap<String, Value>,
    /// Fields that had several values then.
    pub conflicts: BTreeMap<String, Vec<Candidate>>,
}
