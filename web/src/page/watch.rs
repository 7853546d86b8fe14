//! Supervision as people see it: the wall, alarms, cards, rules and reports.

mod act;
pub mod alarms;
pub mod appraisal;
pub mod card;
mod card_act;
pub mod cards;
mod counted;
pub mod inspection;
mod inspection_act;
pub mod inspection_form;
pub mod inspections;
pub mod lamp;
mod late;
mod officers;
mod places;
mod put;
pub mod register;
pub mod report;
mod report_tables;
mod rule_form;
pub mod rules;
mod scheme_form;
pub mod schemes;
mod settle;
pub mod sheet;
mod sheet_act;
mod sheet_lines;
pub mod show;
mod tree;
pub mod wall;

use daiban_shared::api::{SiteRef, Wall};
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{AppraisalText, Lang, RegisterUi, WatchUi};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_session;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::typed::Typed;

#[derive(Properties, PartialEq)]
pub struct TabsProps {
    pub here: Route,
}

/// The pages of supervision beside each other; of his own place alone for who does not look over.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let looks_over = session.has_role(&[Role::Supervisor, Role::LaySupervisor, Role::Head, Role::Admin]);
    let tab = |to: Route, shape: Icon, text: &'static str, test: &'static str| {
        let current = to == props.here;
        html! {
            <li><Go {to} class={classes!(current.then_some("current"))} {current} {test}>{ icon(shape) }{ " " }{ text }</Go></li>
        }
    };
    html! {
        <ul class="tabs">
            if looks_over {
                { tab(Route::Wall, Icon::LayoutGrid, WatchUi::TabWall.text(lang), "watch-wall") }
                { tab(Route::Alarms, Icon::Bell, WatchUi::TabAlarms.text(lang), "watch-alarms") }
            }
            if !session.is_lay() {
                { tab(Route::Cards, Icon::OctagonAlert, WatchUi::TabCards.text(lang), "watch-cards") }
                { tab(Route::Inspections, Icon::Search, AppraisalText::TabInspections.text(lang), "watch-inspections") }
                { tab(if looks_over { Route::Appraisal } else { Route::Sheets }, Icon::Star, AppraisalText::TabAppraisal.text(lang), "watch-appraisal") }
            }
            if looks_over {
                { tab(Route::Reports, Icon::FileText, WatchUi::TabReports.text(lang), "watch-reports") }
                { tab(Route::Registers, Icon::Table, RegisterUi::Tab.text(lang), "watch-registers") }
                { tab(Route::WatchRules, Icon::List, WatchUi::TabRules.text(lang), "watch-rules") }
            }
        </ul>
    }
}

/// Places with something to see, for a list to choose from, those below indented.
pub fn choices(wall: &Wall, lang: Lang) -> Vec<(String, String)> {
    let indent = |site: &SiteRef| match site.tier {
        Tier::District => "",
        Tier::Town => "\u{2003}",
        Tier::Village => "\u{2003}\u{2003}",
    };
    let known = wall.places.iter().filter(|place| places::is_known(place));
    known
        .map(|place| (place.site.id.0.to_string(), format!("{}{}", indent(&place.site), place.site.name(lang))))
        .collect()
}

/// A name as the node has it.
pub fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What was chosen from a list; none while nothing was.
fn chosen<T: serde::de::DeserializeOwned>(typed: &Typed, name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(typed.text(name).to_owned())).ok()
}

/// A closed list to choose from.
fn options<T: serde::Serialize + Copy>(list: &[T], text: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
    list.iter().map(|one| (word(one), text(*one).to_owned())).collect()
}
