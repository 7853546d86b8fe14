//! What a person may do now. Runs in the node only, inside the writer's transaction on a fresh fold.

mod bounds;
mod checks;
mod clock;
mod desk;
mod facts;
mod moves;
mod names;
mod open;
mod right;
mod task;

pub use checks::targets;
pub use clock::{HeardPlaces, lapse_heard};
pub use facts::decide_form;
pub use open::{Filing, decide_open};

use crate::api::{AtOnce, Command};
use crate::case::{CaseState, RefusalCode, Status};
use crate::form::Value;
use crate::id::{DeptId, Hash, Millis, SiteId, UserId};
use crate::item::{Item, Service};
use crate::kind::{Body, Kind, Private, Role};
use crate::text::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// Why a command is refused; the person can act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable code.
    pub code: RefusalCode,
    /// Values for the marks in the words: names in both languages.
    pub values: Vec<(&'static str, String, String)>,
    /// The form field concerned.
    pub field: Option<String>,
}

impl Refusal {
    /// A refusal without values.
    pub fn new(code: RefusalCode) -> Self {
        Self { code, values: Vec::new(), field: None }
    }

    /// Puts in a value that reads the same in both languages.
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        let value = value.to_string();
        self.with_both(name, value.clone(), value)
    }

    /// Puts in a value with a Chinese and an English form.
    pub fn with_both(mut self, name: &'static str, zh: impl ToString, en: impl ToString) -> Self {
        self.values.push((name, zh.to_string(), en.to_string()));
        self
    }

    /// Names the form field concerned.
    pub fn at_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// The words in the asked language.
    pub fn text(&self, lang: Lang) -> String {
        let values: Vec<(&str, &str)> = self.values.iter().map(|(name, zh, en)| (*name, lang.pick(zh, en))).collect();
        crate::text::fill(self.code.text(lang), &values)
    }
}

/// Who asks: an account of this node in its capacities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub user: UserId,
    /// Display name; goes into the private part.
    pub name: String,
    /// The place of this node.
    pub site: SiteId,
    /// Capacities.
    pub roles: BTreeSet<Role>,
    /// Desk, for reviewers; none = every desk of the place.
    pub dept: Option<DeptId>,
}

/// What `decide` needs to know of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormView {
    /// One value per field.
    pub values: BTreeMap<String, Value>,
    /// Fields with more than one distinct concurrent value.
    pub conflicts: BTreeSet<String>,
    /// Fields that others wrote since the page that the person saw, with the entries that did; none where no page is named.
    pub unseen: BTreeMap<String, BTreeSet<Hash>>,
}

/// Up to when each place was heard: everything it wrote before is here.
pub type HeardMap = BTreeMap<SiteId, Millis>;

/// One entry to write: the writer adds feed, position, seen, ground and signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Legal content.
    pub body: Body,
    /// Private part; the author's display name is put in.
    pub private: Private,
    /// In which capacity.
    pub role: Role,
}

/// Facts of the moment that are no part of the case.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The node's clock.
    pub now: Millis,
    /// Newest directory.
    pub directory: crate::ground::View<'a>,
    /// Up to when each place was heard.
    pub heard: &'a HeardMap,
    /// Entries of others since the page that the person saw; none of them = 0.
    pub new_since: u32,
}

/// The case that a command is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// A fresh fold.
    pub state: &'a CaseState,
    /// The version of the item that the case began with.
    pub item: &'a Item,
    /// Its form.
    pub form: &'a FormView,
}

/// What a command writes, or why it is refused. What is allowed here has effect when appended: decide is a subset of fold.
///
/// Errors: a `Refusal` that says what the person can do; nothing is written then.
pub fn decide(
    about: &About<'_>,
    command: &Command,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let kind = kind_of(command);
    let role = checks::common(kind, about, actor, moment)?;
    if kind.class() == crate::kind::Class::Move && moment.new_since > 0 {
        return Err(Refusal::new(RefusalCode::LookAgain).with("count", moment.new_since));
    }
    checks::of_kind(kind, about, actor, moment)?;
    let (body, private) = match kind.class() {
        crate::kind::Class::Move => moves::plan(about, command, actor, moment)?,
        crate::kind::Class::Fact
        | crate::kind::Class::Row
        | crate::kind::Class::System
        | crate::kind::Class::Request
        | crate::kind::Class::Card
        | crate::kind::Class::Sheet
        | crate::kind::Class::Inspection
        | crate::kind::Class::Unknown => facts::plan(about, command, actor, moment)?,
    };
    Ok(vec![Planned { body, private, role }])
}

/// Whether a step of this kind would be taken now, its own fields apart. For the page's list of actions.
///
/// Errors: the refusal to show beside the greyed action.
pub fn allowed(kind: Kind, about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    checks::common(kind, about, actor, moment)?;
    checks::of_kind(kind, about, actor, moment)
}

/// Whether this person can take an instant item (即办件) from here to its end by one press: accept, decide, hand over, file
/// away. Each step is checked again when it is written.
///
/// Errors: what stands in the way.
pub fn at_once(about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    match about.item.service {
        Service::Instant => {}
        Service::Promised => return Err(Refusal::new(RefusalCode::NotInstant)),
    }
    match about.state.status {
        Status::Received => {
            allowed(Kind::Accept, about, actor, moment)?;
            checks::role(Kind::Grant, actor)?;
            right::deciding_right(about, actor, moment).map(|_| ())
        }
        Status::Accepted | Status::Done | Status::Closed => allowed(Kind::Grant, about, actor, moment),
    }
}

/// What is written one after the other by that press.
pub fn at_once_steps(about: &About<'_>, asked: &AtOnce) -> Vec<Command> {
    let accept = Command::Accept { gaps: Vec::new(), gap_date: None };
    let first = (about.state.status == Status::Received).then_some(accept);
    let rest = [
        Command::Grant { ground: None, words: asked.words.clone() },
        Command::Deliver { of: None, way: asked.way, receiver: asked.receiver.clone(), on: None },
        Command::Close { undelivered: None },
    ];
    first.into_iter().chain(rest).collect()
}

/// Steps that a page can offer, in the order in which it shows them.
pub const OFFERED: &[Kind] = &[
    Kind::Accept,
    Kind::Notify,
    Kind::NotAccept,
    Kind::Forward,
    Kind::Grant,
    Kind::Deny,
    Kind::Return,
    Kind::Assign,
    Kind::TaskOpen,
    Kind::TaskEnd,
    Kind::Extend,
    Kind::Withdraw,
    Kind::Lapse,
    Kind::Terminate,
    Kind::Close,
    Kind::Annul,
    Kind::TakeOver,
    Kind::Supplement,
    Kind::Answer,
    Kind::Deliver,
    Kind::WithdrawAsked,
    Kind::Green,
    Kind::Urge,
    Kind::TimeSet,
    Kind::Note,
    Kind::FormChange,
];

/// The kind that a command writes.
pub fn kind_of(command: &Command) -> Kind {
    match command {
        Command::Forward { .. } => Kind::Forward,
        Command::Return { .. } => Kind::Return,
        Command::Assign { .. } => Kind::Assign,
        Command::TakeOver { .. } => Kind::TakeOver,
        Command::Notify { .. } => Kind::Notify,
        Command::Accept { .. } => Kind::Accept,
        Command::NotAccept { .. } => Kind::NotAccept,
        Command::TaskOpen { .. } => Kind::TaskOpen,
        Command::TaskEnd { .. } => Kind::TaskEnd,
        Command::Grant { .. } => Kind::Grant,
        Command::Deny { .. } => Kind::Deny,
        Command::Withdraw { .. } => Kind::Withdraw,
        Command::Terminate { .. } => Kind::Terminate,
        Command::Close { .. } => Kind::Close,
        Command::Annul { .. } => Kind::Annul,
        Command::Supplement { .. } => Kind::Supplement,
        Command::WithdrawAsked { .. } => Kind::WithdrawAsked,
        Command::Answer { .. } => Kind::Answer,
        Command::Deliver { .. } => Kind::Deliver,
        Command::Note { .. } => Kind::Note,
        Command::Extend { .. } => Kind::Extend,
        Command::Lapse { .. } => Kind::Lapse,
        Command::Urge { .. } => Kind::Urge,
        Command::TimeSet { .. } => Kind::TimeSet,
        Command::Green { .. } => Kind::Green,
    }
}
