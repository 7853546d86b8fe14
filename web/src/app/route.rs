//! The addresses of the pages, and the filter of the case list as it stands in one.

use daiban_shared::day::Day;
use serde::{Deserialize, Serialize};
use yew_router::prelude::*;

use crate::api::encode;

/// Every page.
#[derive(Debug, Clone, PartialEq, Routable)]
pub enum Route {
    /// Today's work.
    #[at("/")]
    Home,
    /// The catalogue.
    #[at("/items")]
    Items,
    /// An item's guide.
    #[at("/items/:code")]
    Item { code: String },
    /// Filing a case of an item.
    #[at("/file/:code")]
    File { code: String },
    /// A case was filed.
    #[at("/filed/:id")]
    Filed { id: String },
    /// The place's villagers' groups.
    #[at("/groups")]
    Groups,
    /// Cases by filter.
    #[at("/cases")]
    Cases,
    /// One case.
    #[at("/cases/:id")]
    Case { id: String },
    /// The paper of a step.
    #[at("/print/case/:id/:step")]
    Print { id: String, step: String },
    /// The whole file of a case on paper.
    #[at("/print/file/:id")]
    PrintFile { id: String },
    /// The clock of a case on paper.
    #[at("/print/clock/:id")]
    PrintClock { id: String },
    /// Papers of several cases.
    #[at("/print/cases")]
    PrintMany,
    /// What this place owes.
    #[at("/tasks")]
    Tasks,
    /// Counts of the subtree.
    #[at("/overview")]
    Overview,
    /// The same as a map, over time, or side by side.
    #[at("/overview/:view")]
    OverviewAs { view: String },
    /// Supervision: the hierarchy with its lights.
    #[at("/wall")]
    Wall,
    /// The same on a screen of its own, rotating.
    #[at("/wall/screen")]
    WallScreen,
    /// What rules saw.
    #[at("/alarms")]
    Alarms,
    /// Cards of supervision.
    #[at("/cards")]
    Cards,
    /// One card.
    #[at("/cards/:id")]
    Card { id: String },
    /// Inspections of places.
    #[at("/inspections")]
    Inspections,
    /// Entering one.
    #[at("/inspections/new")]
    InspectionNew,
    /// One inspection.
    #[at("/inspections/:id")]
    Inspection { id: String },
    /// How places, windows and officers are scored.
    #[at("/appraisal")]
    Appraisal,
    /// By which schemes.
    #[at("/appraisal/schemes")]
    Schemes,
    /// Settled sheets of the own place.
    #[at("/sheets")]
    Sheets,
    /// One settled sheet.
    #[at("/sheets/:id")]
    Sheet { id: String },
    /// The rules.
    #[at("/watch-rules")]
    WatchRules,
    /// Reports.
    #[at("/reports")]
    Reports,
    /// Registers of the green channel and of acceptances with gaps.
    #[at("/registers")]
    Registers,
    /// The line up and down.
    #[at("/line")]
    Sync,
    /// The hall's display; nobody signs in there.
    #[at("/screen")]
    Screen,
    /// The working days of this year.
    #[at("/calendar")]
    Calendar,
    /// The working days of a year.
    #[at("/calendar/:year")]
    CalendarOf { year: u16 },
    /// When something is due, by a day and a length.
    #[at("/deadline")]
    Deadline,
    /// The district's catalogue.
    #[at("/catalogue")]
    Catalogue,
    /// A new edition of it.
    #[at("/catalogue/import")]
    CatalogueImport,
    /// An item's versions.
    #[at("/catalogue/items/:code")]
    Versions { code: String },
    /// Accounts of this machine.
    #[at("/people")]
    People,
    /// Machines.
    #[at("/nodes")]
    Nodes,
    /// Who may decide what.
    #[at("/rights")]
    Rights,
    /// Size of text, contrast, movement.
    #[at("/display")]
    Display,
    /// The own password.
    #[at("/password")]
    Password,
    /// Guides, words, keys.
    #[at("/help/:topic")]
    Help { topic: String },
    /// Practice.
    #[at("/practice")]
    Practice,
    /// No such page.
    #[not_found]
    #[at("/404")]
    NotFound,
}

/// What a filing begins with, as it stands in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Begin {
    /// The case whose applicant is taken over.
    #[serde(rename = "for", skip_serializing_if = "String::is_empty")]
    pub applicant_of: String,
    /// The draft that is gone on with.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub draft: String,
    /// `1`: the receipt is printed at once.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub print: String,
    /// The step that is shown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub step: String,
}

impl Begin {
    /// With the applicant of this case.
    pub fn with_applicant_of(case: &str) -> Self {
        Self { applicant_of: case.to_owned(), ..Self::default() }
    }

    /// With this draft.
    pub fn with_draft(draft: &str) -> Self {
        Self { draft: draft.to_owned(), ..Self::default() }
    }

    /// With the wish to print.
    pub fn printing() -> Self {
        Self { print: "1".into(), ..Self::default() }
    }

    /// `?for=...`, or nothing.
    pub fn query(&self) -> String {
        let parts = [("for", &self.applicant_of), ("draft", &self.draft), ("print", &self.print), ("step", &self.step)];
        let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> = parts.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// The filter of the case list, word for word as the node takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseFilter {
    /// Statuses, separated by commas.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// `here` or `elsewhere`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub holder: String,
    /// `overdue`, `today`, `soon`, `week`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub due: String,
    /// `deliver` or `close`: what is left to do with a finished case.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub todo: String,
    /// Where it was filed: the place's id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// `1`: at that place itself, without those below it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub own: String,
    /// Filed on this day or later.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub filed_from: String,
    /// Filed on this day or before.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub filed_to: String,
    /// Ended on this day or later.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ended_from: String,
    /// Ended on this day or before.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ended_to: String,
    /// `1`: ended after its limit; `0`: in time.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub late: String,
    /// What a figure counts: `accepted`, `done` ...
    #[serde(skip_serializing_if = "String::is_empty")]
    pub figure: String,
    /// First day of that figure.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Last day of that figure.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Its department, by number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dept: String,
    /// Its item, by code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// Its officer, by account, `none` = nobody; without a figure, in whose hand a case lies.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub officer: String,
    /// `all`: of every desk, not only the own one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub desk: String,
    /// In this place's hand: its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// Open, in the hand of this place or of one below it: its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub held: String,
    /// Lights that they show now, separated by commas: `none`, `blue`, `yellow`, `red`, `deep_red`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub light: String,
    /// In this person's hand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub in_hand_of: String,
    /// Searched words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// `1`: only what has changed since the person looked; the node takes the position instead.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub news: String,
    /// In which order; `-` in front = from the end.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sort: String,
}

impl CaseFilter {
    /// By status and holder.
    pub fn of(status: &str, holder: &str, due: &str) -> Self {
        Self { status: status.into(), holder: holder.into(), due: due.into(), ..Self::default() }
    }

    /// By what is left to do with a finished case.
    pub fn todo(todo: &str) -> Self {
        Self { todo: todo.into(), ..Self::default() }
    }

    /// Filed in these days, at whatever desk.
    pub fn filed_in(site: &str, from: Day, to: Day) -> Self {
        let (filed_from, filed_to) = (from.to_string(), to.to_string());
        Self { site: site.into(), desk: "all".into(), filed_from, filed_to, ..Self::default() }
    }

    /// Ended in these days; `late` = after the limit (`1`), in time (`0`), or both.
    pub fn ended_in(site: &str, from: Day, to: Day, late: &str) -> Self {
        let (ended_from, ended_to) = (from.to_string(), to.to_string());
        Self { site: site.into(), desk: "all".into(), ended_from, ended_to, late: late.into(), ..Self::default() }
    }

    /// What a figure counts, at whatever desk.
    pub fn counted(site: &str, figure: &str, from: Day, to: Day) -> Self {
        let (from, to) = (from.to_string(), to.to_string());
        Self { site: site.into(), desk: "all".into(), figure: figure.into(), from, to, ..Self::default() }
    }

    /// What the wall counts: open in the hand of a place or below it, of these lights, at whatever desk.
    pub fn held_by(site: &str, light: &str) -> Self {
        Self { held: site.into(), light: light.into(), desk: "all".into(), ..Self::default() }
    }

    /// Without what a figure counts.
    pub fn uncounted(&self) -> Self {
        let none = String::new;
        Self { figure: none(), from: none(), to: none(), dept: none(), item: none(), officer: none(), ..self.clone() }
    }

    /// Filed at this place itself.
    pub fn own(self) -> Self {
        Self { own: "1".into(), ..self }
    }

    /// The filter without its order: what is counted, and what a look is remembered by.
    pub fn unordered(&self) -> Self {
        Self { news: String::new(), sort: String::new(), ..self.clone() }
    }

    /// `?status=received&...`, or nothing.
    pub fn query(&self) -> String {
        let parts = [
            ("status", self.status.as_str()),
            ("holder", &self.holder),
            ("due", &self.due),
            ("todo", &self.todo),
            ("site", &self.site),
            ("own", &self.own),
            ("filed_from", &self.filed_from),
            ("filed_to", &self.filed_to),
            ("ended_from", &self.ended_from),
            ("ended_to", &self.ended_to),
            ("late", &self.late),
            ("figure", &self.figure),
            ("from", &self.from),
            ("to", &self.to),
            ("dept", &self.dept),
            ("item", &self.item),
            ("officer", &self.officer),
            ("desk", &self.desk),
            ("at", &self.at),
            ("held", &self.held),
            ("light", &self.light),
            ("in_hand_of", &self.in_hand_of),
            ("q", &self.q),
            ("news", &self.news),
            ("sort", &self.sort),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}
