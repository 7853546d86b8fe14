//! A link to a page of this client: an ordinary address, so that it can be opened in another tab.

use yew::prelude::*;
use yew_router::prelude::*;

use super::icon::{Icon, icon};
use crate::api::encode;
use crate::app::route::{Begin, CaseFilter, Route};

/// Names and values behind the `?` of an address.
pub type Query = Vec<(&'static str, String)>;

/// Those that say something.
pub fn filled<const N: usize>(parts: [(&'static str, &String); N]) -> Query {
    parts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.clone())).collect()
}

/// `?rule=...`, or nothing.
pub fn query_text(query: &Query) -> String {
    let parts: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

#[derive(Properties, PartialEq)]
pub struct GoProps {
    pub to: Route,
    #[prop_or_default]
    pub filter: Option<CaseFilter>,
    /// What a filing begins with.
    #[prop_or_default]
    pub begin: Begin,
    /// What else its address says.
    #[prop_or_default]
    pub query: Query,
    #[prop_or_default]
    pub class: Classes,
    /// Name for browser tests.
    #[prop_or_default]
    pub test: AttrValue,
    /// It leads to where one is.
    #[prop_or_default]
    pub current: bool,
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Opens in a tab of its own, so that what is typed here stays.
    #[prop_or_default]
    pub own_tab: bool,
    pub children: Html,
}

/// `<a>` within the client.
#[component]
pub fn Go(props: &GoProps) -> Html {
    let navigator = use_navigator();
    let href = props.to.to_path()
        + &props.filter.as_ref().map(|filter| filter.query()).unwrap_or_default()
        + &props.begin.query()
        + &query_text(&props.query);
    let own_tab = props.own_tab;
    let onclick = {
        let (to, filter, begin, query) =
            (props.to.clone(), props.filter.clone(), props.begin.clone(), props.query.clone());
        Callback::from(move |event: MouseEvent| {
            if own_tab
                || event.meta_key()
                || event.ctrl_key()
                || event.shift_key()
                || event.alt_key()
                || event.button() != 0
            {
                return;
            }
            event.prevent_default();
            match &navigator {
                Some(navigator) if begin != Begin::default() => go_with(navigator, &to, &begin),
                Some(navigator) if !query.is_empty() && navigator.push_with_query(&to, &query).is_ok() => {}
                Some(navigator) => go(navigator, &to, filter.as_ref()),
                None => {}
            }
        })
    };
    html! {
        <a {href} {onclick} class={props.class.clone()} id={props.id.clone()} data-test={props.test.clone()}
            target={own_tab.then_some("_blank")} aria-current={props.current.then_some("page")}>
            { props.children.clone() }
        </a>
    }
}

/// The way up, above a headline: to the list that a page belongs to.
pub fn up(to: Route, name: &'static str) -> Html {
    html! { <p class="crumbs"><Go {to}>{ icon(Icon::ArrowLeft) }{ " " }{ name }</Go></p> }
}

/// Goes to a page.
pub fn go(navigator: &Navigator, to: &Route, filter: Option<&CaseFilter>) {
    match filter {
        Some(filter) if navigator.push_with_query(to, filter).is_ok() => {}
        Some(_) | None => navigator.push(to),
    }
}

/// Goes to a filing, or to what comes before and after it.
pub fn go_with(navigator: &Navigator, to: &Route, begin: &Begin) {
    if *begin == Begin::default() || navigator.push_with_query(to, begin).is_err() {
        navigator.push(to);
    }
}
