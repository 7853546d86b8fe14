//! What a line of a score sheet counts, as the list of cards or inspections behind it.

use daiban_shared::api::{DaySpan, SheetRow};
use daiban_shared::text::{AppraisalText, Lang, fill};
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::encode;
use crate::app::route::Route;
use crate::ui::icon::{Icon, icon};

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

    /// `at=7&from=...`, to be put behind `?` or `&`.
    pub fn query(&self) -> String {
        self.parts().iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    fn parts(&self) -> Vec<(&'static str, &str)> {
        let parts = [
            ("at", &self.at),
            ("officer", &self.officer),
            ("dept", &self.dept),
            ("from", &self.from),
            ("to", &self.to),
        ];
        parts.into_iter().map(|(name, value)| (name, value.as_str())).filter(|(_, value)| !value.is_empty()).collect()
    }
}

#[derive(Properties, PartialEq)]
pub struct CountedLinkProps {
    pub to: Route,
    pub look: CountedLook,
    pub test: AttrValue,
    #[prop_or_default]
    pub class: Classes,
    pub children: Html,
}

/// A link to the list.
#[component]
pub fn CountedLink(props: &CountedLinkProps) -> Html {
    let navigator = use_navigator();
    let query = props.look.query();
    let href = if query.is_empty() { props.to.to_path() } else { format!("{}?{query}", props.to.to_path()) };
    let onclick = {
        let (to, look) = (props.to.clone(), props.look.clone());
        Callback::from(move |event: MouseEvent| {
            let in_tab = event.meta_key() || event.ctrl_key() || event.shift_key() || event.button() != 0;
            if let Some(navigator) = navigator.as_ref().filter(|_| !in_tab) {
                event.prevent_default();
                let _ = navigator.push_with_query(&to, &look);
            }
        })
    };
    html! { <a {href} {onclick} class={props.class.clone()} data-test={props.test.clone()}>{ props.children.clone() }</a> }
}

/// What the list is narrowed to, with the way to the whole one.
pub fn chip(to: Route, look: &CountedLook, lang: Lang) -> Html {
    if look.is_empty() {
        return Html::default();
    }
    let words = fill(AppraisalText::CountedOnly.text(lang), &[("from", &look.from), ("to", &look.to)]);
    html! {
        <p>
            <CountedLink {to} look={CountedLook::default()} class={classes!("chip", "current")} test="counted-only">
                { words }{ icon(Icon::X) }
            </CountedLink>
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
        assert_eq!(look.parts(), [("at", "7"), ("from", "2026-10-01"), ("to", "2026-12-31")]);
        assert!(!look.is_empty() && CountedLook::default().is_empty());
    }
}
