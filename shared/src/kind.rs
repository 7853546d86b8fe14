//! Every kind of entry: its number and its legal content. The meaning of a kind never changes; a new rule is a new kind.
//!
//! `Body` is what stands in the head; `Private` is what hangs on it and may be erased. `fold` reads bodies only.

mod appraisal;
mod appraisal_codes;
mod capacity;
mod codec;
pub mod codes;
mod fact;
mod inspection;
mod limit;
mod number;
mod private;
mod row;
mod step;
mod watch;
mod watch_codes;

pub use appraisal::*;
pub use appraisal_codes::{
    Again, AppraisalOf, Cycle, FindingCode, FindingRuling, Grade, Indicator, InspectionWay, SheetVerdict,
    all_texts as appraisal_texts,
};
pub use capacity::RoleNo;
pub use codec::{decode, encode};
pub use codes::*;
pub use fact::*;
pub use inspection::*;
pub use limit::*;
pub use number::{Class, Kind, all_texts as kind_texts};
pub use private::{Private, PrivateError};
pub use row::*;
pub use step::*;
pub use watch::*;
pub use watch_codes::{
    AppealGround, Approver, CardResult, ExtendGround, GreenGround, LightCode, RuleKind, Ruling, UrgeGround, Vouched,
    all_texts as watch_texts,
};

use crate::item::Item;
use crate::site::Site;

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
    Extend(Extend),
    Lapse(Lapse),
    Taken(Taken),
    Supplement(Supplement),
    WithdrawAsked(WithdrawAsked),
    Answer(Answer),
    Deliver(Deliver),
    Note(Note),
    FormChange(FormChange),
    Join,
    Urge(Urge),
    TimeSet(TimeSet),
    Green(Green),
    Site(Box<Site>),
    Node(NodeRow),
    Cut(Cut),
    Right(Right),
    Item(Box<Item>),
    Calendar(Calendar),
    Rule(Rule),
    Scheme(Scheme),
    Root(Root),
    Witness(Witness),
    Clock(Clock),
    NodeAsked(NodeAsked),
    RightAsked(RightAsked),
    CardServe(CardServe),
    CardAnswer(CardAnswer),
    CardAppeal(CardAppeal),
    CardRuling(CardRuling),
    Sheet(SheetStep),
    Inspection(InspectionStep),
    /// A kind, or a value of a closed list, of a later version: stored and forwarded; the document takes facts only.
    Unknown {
        number: u16,
    },
}

impl Role {
    /// Works on cases; a supervisor or administrator without another role looks on.
    pub fn handles_cases(self) -> bool {
        match self {
            Self::Agent | Self::Clerk | Self::Reviewer | Self::Head => true,
            Self::Supervisor | Self::LaySupervisor | Self::Admin | Self::Node => false,
        }
    }
}
