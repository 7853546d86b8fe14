//! A menu that opens under its button: closed by Escape, by leaving it, and by choosing.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::icon::{Icon, icon};

#[derive(Properties, PartialEq)]
pub struct MenuProps {
    pub icon: Icon,
    pub label: AttrValue,
    #[prop_or_default]
    pub test: AttrValue,
    /// Links and buttons.
    pub children: Html,
}

/// `<details>`, so that it works by keyboard as browsers do.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let node = use_node_ref();
    let close = |node: &NodeRef, and_focus: bool| {
        let Some(details) = node.cast::<web_sys::HtmlElement>() else { return };
        if details.remove_attribute("open").is_ok() && and_focus {
            let summary = details.query_selector("summary").ok().flatten();
            if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = summary.focus();
            }
        }
    };
    let onkeydown = {
        let node = node.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close(&node, true);
            }
        })
    };
    let onfocusout = {
        let node = node.clone();
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            let inside = node.get().is_some_and(|menu| to.is_some() && menu.contains(to.as_ref()));
            // A press on something that takes no focus is no wish to close.
            if to.is_some() && !inside {
                close(&node, false);
            }
        })
    };
    let onclick = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| close(&node, false))
    };
    html! {
        <details class="menu" ref={node} {onkeydown} {onfocusout}>
            <summary data-test={props.test.clone()}>
                { icon(props.icon) }<span>{ props.label.clone() }</span>{ icon(Icon::ChevronDown) }
            </summary>
            <div {onclick}>{ props.children.clone() }</div>
        </details>
    }
}
