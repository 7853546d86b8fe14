//! Whose work a list shows: the own desk's, or the whole place's. It stands in the address, like every filter.

use daiban_shared::text::{Ui, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use super::link::Go;
use super::words;
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_session;

/// `all` while the page shows every desk; empty = as usual for the person.
#[hook]
pub fn use_desk() -> String {
    let filter = use_location().and_then(|at| at.query::<CaseFilter>().ok());
    filter.map(|filter| filter.desk).unwrap_or_default()
}

#[derive(Properties, PartialEq)]
pub struct DeskSwitchProps {
    /// The page.
    pub to: Route,
    /// Its filter now.
    #[prop_or_default]
    pub filter: CaseFilter,
}

/// Says what is shown and leads to the other; nothing for people who see the whole place anyway.
#[component]
pub fn DeskSwitch(props: &DeskSwitchProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let desk = session.me().filter(|_| session.has_desk()).and_then(|me| me.department.clone());
    let Some(desk) = desk else { return Html::default() };
    let name = words::department(&desk, lang);
    let is_all = props.filter.desk == "all";
    let other = if is_all { String::new() } else { "all".to_owned() };
    let (now, then) = if is_all { (Ui::DeskAll, Ui::DeskShowOwn) } else { (Ui::DeskOwn, Ui::DeskShowAll) };
    let filter = CaseFilter { desk: other, ..props.filter.clone() };
    html! {
        <p class="desk-switch" data-test="desk" data-desk={if is_all { "all" } else { "own" }}>
            { fill(now.text(lang), &[("desk", &name)]) }{ " " }
            <Go to={props.to.clone()} {filter} test="desk-switch">{ fill(then.text(lang), &[("desk", &name)]) }</Go>
        </p>
    }
}
