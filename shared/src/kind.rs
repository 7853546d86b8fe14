//! Every kind of entry: its number and its legal content. The meaning of a kind never changes; a new rule is a new kind.
//!
//! `Body` is what stands in the head; `Private` is what hangs on it and may be erased. `fold` reads bodies only.

mod codec;
pub mod codes;
mod private;

pub use codec::{decode, encode};
pub use codes::*;
pub use private::{Private, PrivateError};

use crate::day::Day;
use crate::id::{DeptId, DocId, FeedId, Hash, Millis, NodeId, SiteId, UserId};
use crate::item::Item;
use crate::site::{Site, Tier};
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
}

/// 8 不予受理.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NotAccept {
    /// Why; the right body is named in the private part.
    #[n(0)]
    pub ground: NotAcceptGround,
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
    /// Where to ask for reconsideration (60 days) - and the court (6 months).
    #[n(2)]
    pub remedy: Remedy,
    /// The clock at this moment.
    #[n(3)]
    pub reckoning: Reckoning,
}

/// 14 准予撤回.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Withdraw {
    /// The withdraw_asked entry.
    #[n(0)]
    pub of: Hash,
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
}

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
}

/// 65 节点: a machine and the place it stands at.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NodeRow {
    /// Its Ed25519 key.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub key: [u8; 32],
    /// Its X25519 key, for sealed bundles.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub seal_key: [u8; 32],
    /// Its place.
    #[n(2)]
    pub site: SiteId,
    /// The one live machine of its place.
    #[n(3)]
    pub live: bool,
}

/// 66 截断: a machine's entries beyond these positions have no effect.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cut {
    /// The machine.
    #[n(0)]
    pub node: NodeId,
    /// Last good position of each of its feeds; a feed that is not listed lies wholly beyond.
    #[n(1)]
    pub feeds: Vec<CutFeed>,
    /// Why.
    #[n(2)]
    pub reason: CutReason,
}

/// The last good position of one feed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CutFeed {
    /// The feed.
    #[n(0)]
    pub feed: FeedId,
    /// Last good position.
    #[n(1)]
    pub n: u64,
}

/// 67 授权: who may accept, decide or administer what.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Right {
    /// Key: number in the district, never reused.
    #[n(0)]
    pub no: u32,
    /// One place; none = every place of `tier`.
    #[n(1)]
    pub site: Option<SiteId>,
    /// Every place of this tier, where `site` is none.
    #[n(2)]
    pub tier: Option<Tier>,
    /// Only this department; none = any.
    #[n(3)]
    pub dept: Option<DeptId>,
    /// Only this person; none = whoever has the role there.
    #[n(4)]
    pub user: Option<UserId>,
    /// What it allows.
    #[n(5)]
    pub power: Power,
    /// Item codes; empty = every item.
    #[n(6)]
    pub items: Vec<String>,
    /// Up to this amount in yuan.
    #[n(7)]
    pub up_to_yuan: Option<u64>,
    /// First day.
    #[n(8)]
    pub from: Day,
    /// Last day.
    #[n(9)]
    pub until: Option<Day>,
    /// The document it rests on.
    #[n(10)]
    pub basis: String,
    /// Ended from here on; never retroactive.
    #[n(11)]
    pub ended: bool,
}

/// 69 日历: one year of working days.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Calendar {
    /// Key.
    #[n(0)]
    pub year: u16,
    /// One bit per day from 1 January (lowest bit first); 1 = working day.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub workdays: Vec<u8>,
    /// Number of the document that sets it.
    #[n(2)]
    pub document: String,
}

/// 72 根: the root key's word for the district's machine; the public feed's first entry.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Root {
    /// The root's Ed25519 public key; its BLAKE3 hash is the network's name.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub root_key: [u8; 32],
    /// The district's machine.
    #[n(1)]
    pub node: NodeRow,
    /// The root's signature over BLAKE3("daiban root 1" ‖ CBOR of `node`).
    #[cbor(n(2), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

/// The end of one feed as a parent has it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct FeedEnd {
    /// The feed.
    #[n(0)]
    pub feed: FeedId,
    /// Everything up to here has been received.
    #[n(1)]
    pub n: u64,
}

/// Up to when a place of the subtree was heard.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Heard {
    /// The place.
    #[n(0)]
    pub site: SiteId,
    /// Everything it wrote up to this moment has been received.
    #[n(1)]
    pub until: Millis,
}

/// 96 见证: what a parent has received from one child's subtree.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Witness {
    /// Ends of the feeds that grew since the last witness of this document.
    #[n(0)]
    pub feeds: Vec<FeedEnd>,
    /// Up to when each place was heard.
    #[n(1)]
    pub heard: Vec<Heard>,
}

/// 97 校时确认: an administrator confirms a clock that jumped; later comparisons start here.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Clock {
    /// What the clock said before.
    #[n(0)]
    pub before: Millis,
    /// What it is confirmed to say.
    #[n(1)]
    pub now: Millis,
}

/// 112: an ancestor asks the district to enrol a machine.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NodeAsked {
    /// The row to enter.
    #[n(0)]
    pub node: NodeRow,
    /// The machine's own word: its signature over BLAKE3("daiban node 1" ‖ CBOR of `node`).
    #[cbor(n(1), with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

/// 113: an ancestor asks the district to enter a right.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RightAsked {
    /// The row to enter; its number is drawn by the district.
    #[n(0)]
    pub right: Right,
}

/// The legal content of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // Each variant is described at its struct.
pub enum Body {
    Open(Open),
    Forward(Forward),
    Return(Return),
    Assign(Assign),
    TakeOver(TakeOver),
    Notify(Notify),
    Accept(Accept),
    NotAccept(NotAccept),
    TaskOpen(TaskOpen),
    TaskEnd(TaskEnd),
    Grant(Grant),
    Deny(Deny),
    Withdraw(Withdraw),
    Terminate(Terminate),
    Close(Close),
    Annul(Annul),
    Taken(Taken),
    Supplement(Supplement),
    WithdrawAsked(WithdrawAsked),
    Answer(Answer),
    Deliver(Deliver),
    Note,
    FormChange(FormChange),
    Join,
    Site(Box<Site>),
    Node(NodeRow),
    Cut(Cut),
    Right(Right),
    Item(Box<Item>),
    Calendar(Calendar),
    Root(Root),
    Witness(Witness),
    Clock(Clock),
    NodeAsked(NodeAsked),
    RightAsked(RightAsked),
    /// A kind, or a value of a closed list, of a later version: stored and forwarded; the document takes facts only.
    Unknown { number: u16 },
}
