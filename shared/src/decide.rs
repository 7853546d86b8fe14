//! What a person may do now. Runs in the node only, inside the writer's transaction on a fresh fold.

use crate::case::RefusalCode;
use crate::day::Day;
use crate::form::Value;
use crate::id::{DeptId, Hash, Millis, SiteId, UserId};
use crate::kind::{Body, Private, Role};
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
#[derive(Debug, Clone)]
pub struct Moment<'a> {
    /// The node's clock.
    pub now: Millis,
    /// Newest directory.
    pub directory: crate::ground::View<'a>,
    /// Up to when each place was heard.
    pub heard: &'a HeardMap,
    /// Entries of others since the page that the person saw; none of them = 0.
    pub new_since: u32,
    /// First day of "today", for dates in undertakings.
    pub today: Day,
}

#[allow(unused)]
type _Unused = Hash;
