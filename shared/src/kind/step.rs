//! Bodies of a case's entries: moves (1-18).

use super::codes::*;
use crate::day::Day;
use crate::id::{DeptId, DocId, Hash, Millis, SiteId, UserId};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A paper of the checklist as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct PaperIn {
    /// Number of the material in the item; 0 = not on the list.
    #[n(0)]
    pub no: u8,
    /// Originals handed in or shown.
    #[n(1)]
    pub originals: u8,
    /// Copies handed in.
    #[n(2)]
    pub copies: u8,
    /// On paper, scanned, or seen.
    #[n(3)]
    pub how: PaperForm,
    /// Scans, by a hash keyed with the document.
    #[n(4)]
    #[serde(default)]
    pub blobs: Vec<Hash>,
}

/// A licence whose renewal is asked for; undecided at its expiry it counts as renewed (行政许可法 §50).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Renews {
    /// Number of the licence.
    #[n(0)]
    pub licence: String,
    /// Its last day.
    #[n(1)]
    pub expires: Day,
}

/// 1 收件: a case begins.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Open {
    /// The item row (kind 68) by the hash of its public entry: pins the version.
    #[n(0)]
    pub item: Hash,
    /// Case number, a label: district 6, site 3, YYMMDD, serial 4, check digit.
    #[n(1)]
    pub number: String,
    /// Who applies.
    #[n(2)]
    pub object: ObjectKind,
    /// How it came in.
    #[n(3)]
    pub channel: Channel,
    /// What the place does for the resident.
    #[n(4)]
    pub mode: Mode,
    /// Papers handed in.
    #[n(5)]
    pub papers: Vec<PaperIn>,
    /// For renewals.
    #[n(6)]
    pub renews: Option<Renews>,
    /// The day at the counter, if entered later than a working day (补录).
    #[n(7)]
    pub on: Option<Day>,
}

/// 2 上报: handed up, with or without an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Forward {
    /// An ancestor of the author's site.
    #[n(0)]
    pub to: SiteId,
    /// The desk there.
    #[n(1)]
    pub dept: Option<DeptId>,
    /// The reviewing tier's view.
    #[n(2)]
    pub opinion: Opinion,
    /// The day at the counter, if entered later.
    #[n(3)]
    pub on: Option<Day>,
}

/// 3 退回: handed down to be done again.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Return {
    /// A descendant of the author's site.
    #[n(0)]
    pub to: SiteId,
    /// Why.
    #[n(1)]
    pub ground: ReturnGround,
    /// The day at the counter, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}

/// 4 转办: to another desk of the own site, or down to a place that shall act.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Assign {
    /// The own site or a descendant.
    #[n(0)]
    pub to: SiteId,
    /// The desk there.
    #[n(1)]
    pub dept: Option<DeptId>,
    /// The person there.
    #[n(2)]
    pub user: Option<UserId>,
    /// Why.
    #[n(3)]
    pub ground: AssignGround,
    /// The day at the counter, if entered later.
    #[n(4)]
    pub on: Option<Day>,
}

/// 5 接管: an ancestor takes the case into its own hand.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TakeOver {
    /// Why.
    #[n(0)]
    pub ground: TakeOverGround,
    /// Up to when the author had everything the holder wrote; none = never heard.
    #[n(1)]
    pub heard: Option<Millis>,
    /// The day at the counter, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}

/// One fault in a correction notice; the words stand in the private part under the same number.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Defect {
    /// From 1 within the notice.
    #[n(0)]
    pub no: u8,
    /// The paper concerned.
    #[n(1)]
    pub paper: Option<u8>,
    /// The form field concerned.
    #[n(2)]
    pub field: Option<String>,
    /// What is wrong.
    #[n(3)]
    pub code: DefectCode,
}

/// 6 一次性补正告知: everything that is missing, told once (行政许可法 §32).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Notify {
    /// At least one.
    #[n(0)]
    pub defects: Vec<Defect>,
    /// Working days the resident has from the telling.
    #[n(1)]
    pub days: u8,
    /// Why there is a second notice.
    #[n(2)]
    pub again: Option<AgainCode>,
    /// The day at the counter, if entered later.
    #[n(3)]
    pub on: Option<Day>,
}

/// 7 受理, with or without gaps (容缺).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Accept {
    /// Papers that follow later.
    #[n(0)]
    pub gaps: Vec<u8>,
    /// The date in the signed undertaking.
    #[n(1)]
    pub gap_date: Option<Day>,
    /// The day at the counter, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}

/// 8 不予受理.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NotAccept {
    /// Why.
    #[n(0)]
    pub ground: NotAcceptGround,
    /// For "not ours": the right body.
    #[n(1)]
    pub body: Option<String>,
    /// The day at the counter, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}

/// An addressee of a task.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Addressee {
    /// The place.
    #[n(0)]
    pub site: SiteId,
    /// The desk there.
    #[n(1)]
    pub dept: Option<DeptId>,
    /// Its own limit in quarter working days.
    #[n(2)]
    pub quarters: u16,
}

/// 9 交办: something is asked of others; the holder keeps the case.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TaskOpen {
    /// What is asked.
    #[n(0)]
    pub what: TaskKind,
    /// Of whom.
    #[n(1)]
    pub to: Vec<Addressee>,
    /// Stage of a joint case.
    #[n(2)]
    pub stage: u8,
    /// Its time does not count (行政许可法 §45).
    #[n(3)]
    pub excluded: bool,
    /// The day at the counter, if entered later.
    #[n(4)]
    pub on: Option<Day>,
}

/// 10 收回交办.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TaskEnd {
    /// The task_open entry.
    #[n(0)]
    pub task: Hash,
    /// Why.
    #[n(1)]
    pub ground: TaskEndGround,
    /// The day at the counter, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}

/// A stretch of time that does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Pause {
    /// From here.
    #[n(0)]
    pub from: Millis,
    /// To here; none = still running.
    #[n(1)]
    pub to: Option<Millis>,
}

/// How the clock stood when a case was decided or closed; frozen, so that a later calendar changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Reckoning {
    /// The day by whose close of business it was due; none = no limit ran.
    #[n(0)]
    pub due: Option<Day>,
    /// Past the published calendar.
    #[n(1)]
    pub provisional: bool,
    /// Quarter working days used of the promise.
    #[n(2)]
    pub used_quarters: u32,
    /// What did not count.
    #[n(3)]
    pub pauses: Vec<Pause>,
    /// The newest calendar row used: its position in the public feed.
    #[n(4)]
    pub calendar: Option<u64>,
}

/// 12 准予.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Grant {
    /// Number of the right row on which the author decides.
    #[n(0)]
    pub right: u32,
    /// Why.
    #[n(1)]
    pub ground: GrantGround,
    /// The clock at this moment.
    #[n(2)]
    pub reckoning: Reckoning,
    /// The day at the counter, if entered later.
    #[n(3)]
    pub on: Option<Day>,
}

/// 13 不予.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Deny {
    /// Number of the right row on which the author decides.
    #[n(0)]
    pub right: u32,
    /// At least one.
    #[n(1)]
    pub grounds: Vec<DenyGround>,
    /// Where to ask for reconsideration (60 days).
    #[n(2)]
    pub remedy: Remedy,
    /// The clock at this moment.
    #[n(3)]
    pub reckoning: Reckoning,
    /// The court, where it is named.
    #[n(4)]
    pub court: Option<String>,
    /// The day at the counter, if entered later.
    #[n(5)]
    pub on: Option<Day>,
}

/// 14 准予撤回.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Withdraw {
    /// The withdraw_asked entry.
    #[n(0)]
    pub of: Hash,
    /// The day at the counter, if entered later.
    #[n(1)]
    pub on: Option<Day>,
}

/// 16 终止.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Terminate {
    /// Why.
    #[n(0)]
    pub ground: TerminateGround,
    /// The other case, for a duplicate.
    #[n(1)]
    pub duplicate_of: Option<DocId>,
    /// The day at the counter, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}

/// 17 归档.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Close {
    /// Why the result was not delivered.
    #[n(0)]
    pub undelivered: Option<UndeliveredCode>,
    /// The clock at this moment.
    #[n(1)]
    pub reckoning: Reckoning,
    /// The day at the counter, if entered later.
    #[n(2)]
    pub on: Option<Day>,
}

/// 18 撤销.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Annul {
    /// The move that is set aside.
    #[n(0)]
    pub of: Hash,
    /// On what authority.
    #[n(1)]
    pub authority: Authority,
    /// To be decided again.
    #[n(2)]
    pub redo: bool,
    /// Working days set by the court or the reconsideration body; none = the item's own.
    #[n(3)]
    pub days: Option<u16>,
    /// The day at the counter, if entered later.
    #[n(4)]
    pub on: Option<Day>,
}
