//! Sessions, people, machines, rights, errors.

use crate::day::Day;
use crate::id::{DeptId, Millis, NodeId, SiteId, UserId};
use crate::kind::Role;
use crate::site::{SiteKind, Tier};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A place in a list or beside a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRef {
    /// Stable id.
    pub id: SiteId,
    /// 雁洋镇
    pub zh: String,
    /// Yanyang Town
    pub en: String,
    /// Level.
    pub tier: Tier,
}

impl SiteRef {
    /// The name in the asked language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// A department in a list or beside a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeptRef {
    /// Stable number.
    pub id: DeptId,
    /// 民政局
    pub zh: String,
    /// Civil Affairs Bureau
    pub en: String,
}

/// `GET /me` and the answer to `POST /session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Account.
    pub user: UserId,
    /// Login name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Capacities at this node.
    pub roles: Vec<Role>,
    /// Desk, for reviewers.
    pub department: Option<DeptRef>,
    /// The place of this node.
    pub site: SiteRef,
    /// The places above, nearest first.
    pub above: Vec<SiteRef>,
    /// Signs this machine's entries.
    pub node: NodeId,
    /// Program version.
    pub version: String,
    /// Practice network: nothing here is real.
    pub practice: bool,
    /// The node's clock now.
    pub now: Millis,
}

/// `GET /clock`: what this machine's clock says beside what it has already seen. While it is wrong nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineClock {
    /// The clock now.
    pub now: Millis,
    /// The newest moment that this machine, its parent or its program has seen.
    pub known: Millis,
    /// The clock stands so far before that moment that nothing is written.
    pub wrong: bool,
}

/// `POST /clock`: an administrator says that the clock is right now.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockConfirm {
    /// Must be true.
    pub confirm: bool,
}

/// `GET /sites`: one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteView {
    /// Stable id.
    pub id: SiteId,
    /// Three digits of case numbers.
    pub number: u16,
    /// The place above.
    pub parent: Option<SiteId>,
    /// Level.
    pub tier: Tier,
    /// Kind.
    pub kind: SiteKind,
    /// 雁洋镇
    pub zh: String,
    /// Yanyang Town
    pub en: String,
    /// Newest official code.
    pub code: String,
    /// Departments with a desk here.
    pub departments: Vec<DeptRef>,
    /// Phone for residents; empty = none is known.
    #[serde(default)]
    pub phone: String,
    /// A live machine stands here.
    pub live: bool,
    /// Opening, minutes after midnight.
    #[serde(default)]
    pub opens: u16,
    /// Close of business, minutes after midnight.
    #[serde(default)]
    pub closes: u16,
}

/// `POST /sites/{id}/hours`: when a place works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursIn {
    /// Command id; a repeated one changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `08:30`
    pub opens: String,
    /// `17:30`
    pub closes: String,
}

/// A list: `{items, next}`; `next` goes into `?page=` and is absent at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An error in RFC 9457 form (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `about:blank` or `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short words in the asked language.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened and what to do, in the asked language.
    pub detail: String,
    /// Stable: programs go by this.
    pub code: String,
    /// The field concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Words per field, where several are wrong at once.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

/// `GET /users`: one account of this node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// Account.
    pub id: UserId,
    /// Login name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Capacities.
    pub roles: Vec<Role>,
    /// Desk.
    pub department: Option<DeptRef>,
    /// May not sign in.
    pub disabled: bool,
    /// When away.
    #[serde(default)]
    pub away: Away,
    /// Codes of the items that the person handles; empty = whatever comes.
    #[serde(default)]
    pub items: Vec<String>,
    /// Last sign-in.
    pub last_seen: Option<Millis>,
}

/// Days on which somebody is away, both included; both or none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Away {
    /// The first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

impl Away {
    /// Not away on any day, or from a day to the same or a later one.
    pub fn is_sound(self) -> bool {
        match (self.from, self.to) {
            (None, None) => true,
            (Some(from), Some(to)) => from <= to,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Until when the person is away, of somebody who is away on that day.
    pub fn on(self, day: Day) -> Option<Day> {
        let (from, to) = self.from.zip(self.to)?;
        (from <= day && day <= to).then_some(to)
    }
}

/// `GET /colleagues`: a list of the people of this machine who can sign in, for choosing one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColleagueView {
    /// Account.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Capacities.
    pub roles: Vec<Role>,
    /// Desk; none = every desk of the place.
    pub dept: Option<DeptRef>,
    /// Away today, until this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_until: Option<Day>,
    /// Codes of the items that the person handles; empty = whatever comes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Open cases in the person's hand.
    #[serde(default)]
    pub cases: u32,
}

/// `POST /users`; `PATCH /users/{id}` takes any subset.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UserChange {
    /// Login name (only when new).
    pub login: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// Password.
    pub password: Option<String>,
    /// Capacities.
    pub roles: Option<Vec<Role>>,
    /// Desk; 0 takes it away: every desk of the place.
    pub department: Option<DeptId>,
    /// May not sign in.
    pub disabled: Option<bool>,
    /// When away; without days = back again.
    pub away: Option<Away>,
    /// Codes of the items that the person handles; none of them = whatever comes.
    pub items: Option<Vec<String>>,
}

/// `POST /session/password`: the signed-in user changes the own password.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    pub old: String,
    /// The new one.
    pub new: String,
}

/// `GET /nodes`: this machine, its neighbours, and machines that ask to join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodesView {
    /// This machine.
    pub own: NodeView,
    /// Machines of the places below this one that the directory knows.
    pub below: Vec<NodeView>,
    /// Machines that used an invitation and wait to be confirmed.
    pub asking: Vec<NodeAsking>,
    /// Invitations not used yet.
    pub invites: Vec<InviteView>,
}

/// One machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeView {
    /// The machine.
    pub node: NodeId,
    /// Where it stands.
    pub site: SiteRef,
    /// The one live machine of its place.
    pub live: bool,
    /// Last contact, if it calls here.
    pub last_heard: Option<Millis>,
    /// Words of its key, to compare by phone.
    pub words: Vec<String>,
}

/// A machine that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeAsking {
    /// The machine.
    pub node: NodeId,
    /// The place it asks for.
    pub site: SiteRef,
    /// When it asked.
    pub at: Millis,
    /// Words that must be the same on both screens.
    pub words: Vec<String>,
    /// Confirmed here; waits for the district.
    pub confirmed: bool,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteView {
    /// For this place.
    pub site: SiteRef,
    /// Until then.
    pub expires: Millis,
}

/// `POST /nodes/invite`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InviteRequest {
    /// The place, below this one.
    pub site: SiteId,
}

/// Answer to `POST /nodes/invite`: the code is shown once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InviteCode {
    /// To be typed at the child.
    pub code: String,
    /// Until then.
    pub expires: Millis,
}

/// `POST /nodes/confirm`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRequest {
    /// The machine whose words were compared.
    pub node: NodeId,
}
