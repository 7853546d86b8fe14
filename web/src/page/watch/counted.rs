//! What a line of a score sheet counts, as the list of cards or inspections behind it.

use daiban_shared::api::{DaySpan, SheetRow};
use daiban_shared::text::{AppraisalText, Lang, fill};
use serde::{Deserialize, Serialize};
use yew::prelude::*;

use crate::app::route::Route;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::{Go, Query, filled};

/// `?at=..&officer=..&dept=..&from=..&to=..`: one of the first three, and the days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CountedLook {
    /// A place: its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// An officer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub officer: String,
    /// A window: its department.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dept: String,
    /// The first day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The last day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
}

impl CountedLook {
    /// Of a sheet: its officer, else its window, else its place.
    pub fn of(row: &SheetRow, span: DaySpan) -> Self {
        let (from, to) = (span.from.to_string(), span.to.to_string());
        let days = Self { from, to, ..Self::default() };
        match (&row.officer, &row.department) {
            (Some(officer), _) => Self { officer: officer.id.to_string(), ..days },
            (None, Some(dept)) => Self { dept: dept.id.0.to_string(), ..days },
            (None, None) => Self { at: row.site.id.0.to_string(), ..days },
        }
    }

    /// It narrows nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As its address says it.
    pub fn query(&self) -> Query {
        filled([
            ("at", &self.at),
            ("officer", &self.officer),
            ("dept", &self.dept),
            ("from", &self.from),
            ("to", &self.to),
        ])
    }
}

/// What the list is narrowed to, with the way to the whole one.
pub fn chip(to: Route, look: &CountedLook, lang: Lang) -> Html {
    if look.is_empty() {
        return Html::default();
    }
    let words = fill(AppraisalText::CountedOnly.text(lang), &[("from", &look.from), ("to", &look.to)]);
    html! {
        <p>
            <Go {to} class={classes!("chip", "current")} test="counted-only">
                { words }{ icon(Icon::X) }
            </Go>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_narrows_the_list_stands_in_its_address() {
        let look =
            CountedLook { at: "7".into(), from: "2026-10-01".into(), to: "2026-12-31".into(), ..Default::default() };
        let parts = [("at", "7"), ("from", "2026-10-01"), ("to", "2026-12-31")];
        assert_eq!(look.query(), parts.map(|(name, value)| (name, value.to_owned())));
        assert!(!look.is_empty() && CountedLook::default().is_empty());
    }
}
