//! Requests that change something.

use crate::day::Day;
use crate::form::Value;
use crate::id::{DeptId, DocId, Hash, Millis, SiteId, UserId};
use crate::kind::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `POST /session`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Login name.
    pub user: String,
    /// Password.
    pub password: String,
}

/// Who applies, in `POST /cases`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// Becomes the form field `applicant.name`.
    pub name: String,
    /// Becomes `applicant.id_number`.
    pub id_number: String,
    /// Becomes `applicant.phone`.
    pub phone: String,
}

/// `POST /cases`: files a case at the own site.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// The command: a UUID. The same again gives the same case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Item code.
    pub item: String,
    /// Who applies.
    pub applicant: Applicant,
    /// Other form fields.
    #[serde(default)]
    pub form: BTreeMap<String, Value>,
    /// Papers handed in.
    #[serde(default)]
    pub materials: Vec<PaperTicked>,
    /// File although the same person filed the same item within 30 days.
    #[serde(default)]
    pub file_anyway: bool,
    /// How it came in; at the counter if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// A note for the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A licence whose renewal is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renews: Option<RenewsIn>,
}

/// The licence of a renewal: undecided at its expiry it counts as renewed (行政许可法 §50).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewsIn {
    /// Its number.
    #[serde(default)]
    pub licence: String,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
}

/// A paper ticked in the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperTicked {
    /// Number of the material in the item.
    pub no: u8,
    /// Originals handed in or shown.
    #[serde(default)]
    pub originals: u8,
    /// Copies handed in.
    #[serde(default)]
    pub copies: u8,
    /// On paper if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<PaperForm>,
}

/// Answer to `POST /cases` (201, and 200 with the same content for a repeated command).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCreated {
    /// The case.
    pub id: DocId,
    /// Its number, for paper and phone.
    pub number: String,
}

/// One defect in a notice, as the clerk enters it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefectIn {
    /// The paper concerned, by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<u8>,
    /// The form field concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong.
    pub code: DefectCode,
    /// What to bring.
    #[serde(default)]
    pub words: String,
}

/// An addressee of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskTo {
    /// The place.
    pub site: SiteId,
    /// The desk there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dept: Option<DeptId>,
    /// Working days to answer; 2 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
}

/// `POST /cases/{id}/at-once`: an instant item (即办件) to its end by one press: accepted, granted, handed over, filed away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtOnce {
    /// The command's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What the person's screen showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heads: Option<Vec<Hash>>,
    /// How the result reached the resident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<DeliverWay>,
    /// Who received it.
    #[serde(default)]
    pub receiver: String,
    /// Of the decision.
    #[serde(default)]
    pub words: String,
}

/// `POST /cases/{id}/steps`: `{id?, heads?, kind, ...}`; this is the part behind `id` and `heads`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs)] // The fields are those of the kinds, described there.
pub enum Command {
    Forward {
        /// Lowest ancestor that accepts, reviews or decides, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<SiteId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dept: Option<DeptId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opinion: Option<Opinion>,
        #[serde(default)]
        words: String,
    },
    Return {
        /// Where it came from, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<SiteId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<ReturnGround>,
        #[serde(default)]
        words: String,
    },
    Assign {
        /// The own site if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<SiteId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dept: Option<DeptId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<UserId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<AssignGround>,
        #[serde(default)]
        words: String,
    },
    TakeOver {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<TakeOverGround>,
        #[serde(default)]
        words: String,
    },
    Notify {
        #[serde(default)]
        defects: Vec<DefectIn>,
        /// The item's own if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<AgainCode>,
    },
    Accept {
        #[serde(default)]
        gaps: Vec<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gap_date: Option<Day>,
    },
    NotAccept {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<NotAcceptGround>,
        /// The right body, where the ground is "not ours".
        #[serde(default)]
        body_named: String,
        #[serde(default)]
        words: String,
    },
    TaskOpen {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<TaskKind>,
        #[serde(default)]
        to: Vec<AskTo>,
        /// Stage of a joint case; its units of the item if `to` is empty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<u8>,
        /// Its time does not count; as the law and the item say if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        excluded: Option<bool>,
        /// Where it takes place.
        #[serde(default)]
        place: String,
        /// When it takes place, as people write it.
        #[serde(default)]
        held: String,
        #[serde(default)]
        words: String,
    },
    TaskEnd {
        task: Hash,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<TaskEndGround>,
        #[serde(default)]
        words: String,
    },
    Grant {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<GrantGround>,
        #[serde(default)]
        words: String,
    },
    Deny {
        #[serde(default)]
        grounds: Vec<DenyGround>,
        #[serde(default)]
        words: String,
    },
    Withdraw {
        #[serde(default)]
        words: String,
    },
    Terminate {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<TerminateGround>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        duplicate_of: Option<DocId>,
        #[serde(default)]
        words: String,
    },
    Close {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undelivered: Option<UndeliveredCode>,
    },
    Annul {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        authority: Option<Authority>,
        #[serde(default)]
        redo: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u16>,
        #[serde(default)]
        words: String,
    },
    Extend {
        /// What is left of the item's own if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u16>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<ExtendGround>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approver: Option<Approver>,
        #[serde(default)]
        words: String,
    },
    Lapse {
        /// How the author made sure, where a place was not heard past the limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        vouched: Option<Vouched>,
        #[serde(default)]
        words: String,
    },
    Urge {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<UrgeGround>,
        /// Working days to answer; 2 if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u16>,
        #[serde(default)]
        words: String,
    },
    TimeSet {
        of: Hash,
        /// When it was really written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Millis>,
        #[serde(default)]
        words: String,
    },
    Green {
        /// The body that admits it; that of the right if absent.
        #[serde(default)]
        body: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<GreenGround>,
        #[serde(default)]
        words: String,
    },
    Supplement {
        #[serde(default)]
        papers: Vec<PaperTicked>,
        /// Numbers of the notice's defects that this answers, beside those whose papers it brings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        defects: Option<Vec<u8>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Day>,
        #[serde(default)]
        words: String,
    },
    WithdrawAsked {
        #[serde(default)]
        signed: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Day>,
        #[serde(default)]
        words: String,
    },
    Answer {
        of: Hash,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<AnswerResult>,
        /// The desk that answers, where several of one place were asked; the author's own if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dept: Option<DeptId>,
        /// Officers who took part beside the author.
        #[serde(default)]
        officers: Vec<UserId>,
        #[serde(default)]
        words: String,
    },
    Deliver {
        /// The outcome if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Hash>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        way: Option<DeliverWay>,
        #[serde(default)]
        receiver: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Day>,
    },
    Note {
        #[serde(default)]
        words: String,
    },
}

/// Answer to `POST /cases/{id}/steps` and `PATCH /cases/{id}/form` (201; 200 for a repeated command).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepsWritten {
    /// The case.
    pub id: DocId,
    /// The entries written, in order.
    pub steps: Vec<Hash>,
}
