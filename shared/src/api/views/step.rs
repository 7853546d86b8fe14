//! One entry of a case, as the timeline shows it.

use super::super::people::{DeptRef, SiteRef};
use super::super::rights::GrantView;
use super::Delivered;
use crate::day::Day;
use crate::id::{DocId, Hash, Millis, UserId};
use crate::kind::*;
use serde::{Deserialize, Serialize};

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
    /// The same as its row stood at the decision's ground; none while that public entry is not here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<Box<GrantView>>,
    /// Body that reconsiders what was refused, ended or annulled, in the asked language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// The other case, of a duplicate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<OtherCase>,
    /// The day that its paper names, as reckoned when it was written: to answer by (open), to decide by (accept).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// Papers in the file when it was handed on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub in_file: Vec<PaperIn>,
    /// The resident signed a sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
    /// The person it is handed to, by account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// The time that a step is corrected to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Millis>,
    /// A length in quarter working days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quarters: Option<u16>,
    /// Desks that were asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<DeptRef>,
    /// Stage of a joint case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<u8>,
    /// Its time does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<bool>,
    /// Where it takes place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When it takes place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// Officers who took part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub officers: Vec<UserId>,
    /// The licence whose renewal is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renews: Option<Renews>,
    /// Numbers of the notice's defects that it answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<u8>,
}

/// Another case that a step names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherCase {
    /// The case.
    pub id: DocId,
    /// Its number; none where it is not on this machine.
    pub number: Option<String>,
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
    /// In which capacity; none = one of a later version.
    pub role: Option<Role>,
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
