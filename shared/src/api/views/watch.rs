//! Supervision: the wall, alarms, cards and rules.

use super::super::people::{DeptRef, SiteRef};
use super::{Complete, Freshness, Person};
use crate::day::Day;
use crate::id::{DocId, Hash, Millis, SiteId};
use crate::kind::{AppealGround, CardResult, LightCode, Rule, RuleKind, Ruling};
use crate::watch::Stand;
use serde::{Deserialize, Serialize};

/// How many cases show each light; every case counts once, under its worst.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lights {
    /// In time.
    pub none: u64,
    /// Little time left.
    pub blue: u64,
    /// Nearly used, or a step is late.
    pub yellow: u64,
    /// The promise has passed.
    pub red: u64,
    /// The legal limit has passed.
    pub deep_red: u64,
}

impl Lights {
    /// All cases.
    pub fn all(self) -> u64 {
        self.none + self.blue + self.yellow + self.red + self.deep_red
    }

    /// Past a limit.
    pub fn late(self) -> u64 {
        self.red + self.deep_red
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            none: self.none + other.none,
            blue: self.blue + other.blue,
            yellow: self.yellow + other.yellow,
            red: self.red + other.red,
            deep_red: self.deep_red + other.deep_red,
        }
    }
}

/// One place on the wall, with what lies in its hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WallPlace {
    /// The place.
    pub site: SiteRef,
    /// The place above.
    pub parent: Option<SiteId>,
    /// Open cases in its hand.
    pub lights: Lights,
    /// The same with everything below it.
    pub branch: Lights,
    /// Alarms of the last thirty days that ask for an answer.
    pub alarms: u64,
    /// The same with everything below it.
    pub branch_alarms: u64,
    /// Up to when everything it wrote is here.
    pub heard_until: Option<Millis>,
    /// How fresh that is; a silent place is grey, whatever its lights.
    pub freshness: Freshness,
    /// Silent places at and below it.
    pub silent: u64,
}

/// `GET /wall`: the hierarchy with its lights, parents before children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall {
    /// As of.
    pub as_of: Millis,
    /// The places.
    pub places: Vec<WallPlace>,
    /// The worst cases that are late, the longest first.
    pub latest: Vec<AlarmView>,
    /// How complete that is.
    pub complete: Complete,
}

/// Something that a rule saw in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmView {
    /// By which rule.
    pub rule: RuleKind,
    /// In the asked language.
    pub rule_text: String,
    /// Which light.
    pub light: LightCode,
    /// It asks for an answer.
    pub is_card: bool,
    /// The case.
    pub case: DocId,
    /// Its number.
    pub number: String,
    /// What was applied for, in the asked language.
    pub item: String,
    /// The entry.
    pub of: Hash,
    /// Whose it is.
    pub site: SiteRef,
    /// The desk that was asked, where it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeptRef>,
    /// The officer; without a name where the account is not of this machine.
    pub officer: Option<Person>,
    /// From when on.
    pub since: Millis,
    /// The day by which it was due.
    pub due: Option<Day>,
    /// Working days since then, up to now or until it was made good.
    pub days_late: u32,
    /// Made good at this moment.
    pub ended: Option<Millis>,
    /// The place was heard past that moment: it counts officially.
    pub official: bool,
    /// The card, if it was put to the place.
    pub card: Option<DocId>,
    /// Where the card stands.
    pub stand: Option<Stand>,
}

/// `GET /alarms`: a page of alarms, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmPage {
    /// As of.
    pub as_of: Millis,
    /// The rows.
    pub items: Vec<AlarmView>,
    /// Where the next page begins; none = this is the last.
    pub next: Option<String>,
}

/// How often a rule saw something of one officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerCount {
    /// Which rule.
    pub rule: RuleKind,
    /// In the asked language.
    pub rule_text: String,
    /// So often.
    pub count: u32,
    /// As often as the rule asks; returns count only from its number on.
    pub too_often: bool,
}

/// A row of `GET /officers`: what rules saw of one officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerWatch {
    /// Who.
    pub officer: Person,
    /// Where.
    pub site: SiteRef,
    /// By rule.
    pub counts: Vec<OfficerCount>,
}

/// `GET /officers`: what rules saw of officers, the most first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerPage {
    /// As of.
    pub as_of: Millis,
    /// How much is here.
    pub complete: Complete,
    /// The rows.
    pub items: Vec<OfficerWatch>,
}

/// One entry of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardStep {
    /// The entry.
    pub id: Hash,
    /// What it is, in the asked language.
    pub text: String,
    /// Result, ground or ruling, in the asked language; empty where there is none.
    pub says: String,
    /// Its words; empty where the private part is not here.
    pub words: String,
    /// Who.
    pub by: Person,
    /// Where.
    pub site: SiteRef,
    /// When.
    pub at: Millis,
    /// It counts.
    pub counts: bool,
}

/// `GET /cards/{id}`, and a row of `GET /cards`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardView {
    /// The card.
    pub id: DocId,
    /// What it is about.
    pub alarm: AlarmView,
    /// Who put it.
    pub by: SiteRef,
    /// Put at.
    pub served_at: Millis,
    /// The answer is owed by the close of business of this day.
    pub answer_by: Option<Day>,
    /// It was not answered by then.
    pub answer_late: bool,
    /// Where it stands.
    pub stand: Stand,
    /// Another card was put for the same alarm, and that one counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<DocId>,
    /// Its entries; empty in lists.
    pub steps: Vec<CardStep>,
    /// What this person may do now.
    pub may: Vec<CardAct>,
}

/// Days back, besides today, of which the wall counts alarms that wait.
pub const WALL_ALARM_DAYS: i32 = 30;

/// `GET /card-count`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardCount {
    /// Put to this place and not answered.
    pub to_answer: u32,
    /// Put by this place and appealed.
    pub to_rule: u32,
    /// Cards, inspections and sheets that this person can see.
    pub all: u32,
    /// Problems of inspections that this place has to put right.
    pub to_mend: u32,
    /// Problems that were answered to this place, to be looked at.
    pub to_review: u32,
    /// Sheets that this place settled and that are appealed.
    pub to_decide: u32,
}

/// What can be done with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardAct {
    /// The place answers.
    Answer,
    /// The place appeals.
    Appeal,
    /// Who put it, or a place above, decides.
    Rule,
}

/// `POST /cards`: an alarm is put to its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServeCard {
    /// The command: a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// By which rule.
    pub rule: RuleKind,
    /// The case.
    pub case: DocId,
    /// The entry.
    pub of: Hash,
    /// What to say with it.
    #[serde(default)]
    pub words: String,
}

/// `POST /cards/{id}/steps`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum CardCommand {
    /// The place answers.
    Answer {
        /// The command: a UUID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// What was done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<CardResult>,
        /// In words.
        #[serde(default)]
        words: String,
    },
    /// The place appeals.
    Appeal {
        /// The command: a UUID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Why it should not stand.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<AppealGround>,
        /// In words.
        #[serde(default)]
        words: String,
    },
    /// Who put it, or a place above, decides.
    Rule {
        /// The command: a UUID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// It stands, or it is set aside.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ruling: Option<Ruling>,
        /// Why it is set aside.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<AppealGround>,
        /// In words.
        #[serde(default)]
        words: String,
    },
}

/// `GET /watch-rules`: every rule as it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchRules {
    /// Who enters rules.
    pub by: SiteRef,
    /// This person may.
    pub may_enter: bool,
    /// The rules.
    pub rules: Vec<WatchRule>,
}

/// One rule with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchRule {
    /// As it holds.
    #[serde(flatten)]
    pub rule: Rule,
    /// What it watches, in the asked language.
    pub text: String,
    /// It is the default: the district has entered nothing.
    pub is_default: bool,
}
