//! Rows of lists, and the home page.

use super::super::people::{DeptRef, SiteRef};
use super::{Due, ItemRef};
use crate::case::{Outcome, Status};
use crate::day::Day;
use crate::id::{DocId, Millis, UserId};
use crate::text::LabelText;
use serde::{Deserialize, Serialize};

/// In whose hand a case is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderView {
    /// The place.
    pub site: SiteRef,
    /// The desk there.
    pub department: Option<DeptRef>,
    /// The person there.
    pub user: Option<UserId>,
    /// The person's name; none where the account is not of this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
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
    /// Last digits of the applicant's phone; empty where the private part is not here.
    #[serde(default)]
    pub phone_end: String,
    /// Position of its newest entry at this node: beyond that of an earlier look, it has changed since.
    #[serde(default)]
    pub news: u64,
}

/// `GET /cases`: a page of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePage {
    /// The rows.
    pub items: Vec<CaseRow>,
    /// Where the next page begins; none = this is the last.
    pub next: Option<String>,
    /// Position of the newest entry at this node when the page was read.
    pub pos: u64,
    /// What depends on now is as of this moment.
    pub as_of: Millis,
}

/// `GET /case-count`: how many rows a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCount {
    /// So many, or the limit.
    pub count: u32,
    /// There are more than `count`.
    pub more: bool,
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

/// What the time alone makes of a case, for its labels.
#[derive(Debug, Clone, Copy)]
pub struct ByTime {
    /// Nobody accepted it within the five days.
    pub is_deemed: bool,
    /// The day of who looks.
    pub today: Day,
}

impl ByTime {
    /// The labels as they read then. A silence that is not complete says nothing yet, nor does a licence that has not expired;
    /// what a resident was asked for is wanted no more once its last day is over, and the label says that no answer came.
    pub fn labels(self, labels: &[Label]) -> Vec<Label> {
        labels.iter().filter_map(|label| self.label(label)).collect()
    }

    fn label(self, label: &Label) -> Option<Label> {
        let is_over = label.day.is_some_and(|day| day < self.today);
        let code = match label.code {
            LabelText::ToAccept => (!self.is_deemed).then_some(label.code),
            LabelText::CountsAsAccepted => self.is_deemed.then_some(label.code),
            LabelText::CountsAsRenewed => is_over.then_some(label.code),
            LabelText::ToCorrect if is_over => Some(LabelText::CorrectionOver),
            LabelText::GapToFollow if is_over => Some(LabelText::GapOver),
            LabelText::ToCorrect
            | LabelText::Corrected
            | LabelText::Examining
            | LabelText::Excluded
            | LabelText::GapToFollow
            | LabelText::InTransit
            | LabelText::WithdrawalAsked
            | LabelText::Conflict
            | LabelText::Waiting
            | LabelText::OwnStepVoid
            | LabelText::ToDeliver
            | LabelText::Delivered
            | LabelText::Question
            | LabelText::UnknownKind
            | LabelText::CorrectionOver
            | LabelText::GapOver => Some(label.code),
        };
        Some(Label { code: code?, ..label.clone() })
    }
}

/// When something of today's work must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 已超期
    Overdue,
    /// 补正期满: the resident's time is over, and no answer is here; nobody is late.
    Unanswered,
    /// 今天到期
    Today,
    /// By the end of the next working day.
    Tomorrow,
    /// Later, or without a limit.
    Later,
}

/// One row of `GET /today`: a case in hand, or something owed about a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkRow {
    /// How urgent.
    pub band: Band,
    /// The case.
    pub case: DocId,
    /// Its number.
    pub number: String,
    /// Whose; empty while the form is not here.
    pub applicant: String,
    /// Which item.
    pub item: ItemRef,
    /// What is owed, and what to do, in the asked language; none = the case itself is in hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<(String, String)>,
    /// When it is due.
    pub due: Option<Due>,
}

/// `GET /today`: cases in hand and duties in one order, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayView {
    /// The rows, at most a screen or two of them.
    pub items: Vec<WorkRow>,
    /// There is more.
    pub more: bool,
    /// What depends on now is as of this moment.
    pub as_of: Millis,
}

/// `GET /home`: today's work, by role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// As of.
    pub as_of: Millis,
    /// In this place's hand and not done: to work on.
    pub in_hand: u32,
    /// Of these: overdue.
    pub overdue: u32,
    /// Of these: due by the end of the next working day.
    pub due_soon: u32,
    /// Requests and duties owed here, deliveries included: the rows of `GET /tasks`.
    pub tasks: u32,
    /// Filed here, now in others' hands.
    pub elsewhere: u32,
    /// Done, and the result is still to be delivered from here.
    pub to_deliver: u32,
    /// Delivered, to be filed away; counted up to 1,000.
    pub to_close: u32,
    /// Written here, not yet at the parent: entries.
    pub pending_up: u32,
    /// The most urgent in hand.
    pub urgent: Vec<CaseRow>,
}
