//! A link to a page of this client: an ordinary address, so that it can be opened in another tab.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{CaseFilter, Route};

#[derive(Properties, PartialEq)]
pub struct GoProps {
    pub to: Route,
    #[prop_or_default]
    pub filter: Option<CaseFilter>,
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
    pub children: Html,
}

/// `<a>` within the client.
#[component]
pub fn Go(props: &GoProps) -> Html {
    let navigator = use_navigator();
    let href = props.to.to_path() + &props.filter.as_ref().map(|filter| filter.query()).unwrap_or_default();
    let onclick = {
        let (to, filter) = (props.to.clone(), props.filter.clone());
        Callback::from(move |event: MouseEvent| {
            if event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() || event.button() != 0 {
                return;
            }
            event.prevent_default();
            if let Some(navigator) = &navigator {
                go(navigator, &to, filter.as_ref());
            }
        })
    };
    html! {
        <a {href} {onclick} class={props.class.clone()} id={props.id.clone()} data-test={props.test.clone()}
            aria-current={props.current.then_some("page")}>
            { props.children.clone() }
        </a>
    }
}

/// Goes to a page.
pub fn go(navigator: &Navigator, to: &Route, filter: Option<&CaseFilter>) {
    match filter {
        Some(filter) if navigator.push_with_query(to, filter).is_ok() => {}
        Some(_) | None => navigator.push(to),
    }
}
