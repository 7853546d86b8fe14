//! The four states of anything that is read: loading, failed, stale, there; and empty, where it is a list.

use std::rc::Rc;

use daiban_shared::text::Ui;
use yew::prelude::*;

use super::icon::{Icon, turning};
use super::notice::words_of;
use crate::api::Fault;
use crate::app::session::use_lang;
use crate::load::Loaded;

/// Stands until the first answer.
#[component]
pub fn Loading() -> Html {
    let lang = use_lang();
    html! {
        <p class="loading" role="status" aria-busy="true" data-test="loading">
            { turning(Icon::LoaderCircle) }{ Ui::Loading.text(lang) }
        </p>
    }
}

#[derive(Properties, PartialEq)]
pub struct FailedProps {
    pub fault: Fault,
    pub again: Callback<()>,
    /// Old data stand below.
    #[prop_or_default]
    pub stale: bool,
}

/// What went wrong, what to do, and a button to try again.
#[component]
pub fn Failed(props: &FailedProps) -> Html {
    let lang = use_lang();
    let again = props.again.clone();
    let retry = html! {
        <button type="button" onclick={move |_| again.emit(())} data-test="retry">{ Ui::Retry.text(lang) }</button>
    };
    if props.stale {
        return html! {
            <div class="notice warn" role="status" data-test="stale">
                <p>{ Ui::Stale.text(lang) }{ " " }{ words_of(&props.fault, lang) }</p>{ retry }
            </div>
        };
    }
    html! {
        <div class="notice bad" role="alert" data-test="failed">
            <h2>{ Ui::FailedTitle.text(lang) }</h2>
            <p>{ words_of(&props.fault, lang) }</p>{ retry }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct EmptyProps {
    pub text: AttrValue,
    #[prop_or_default]
    pub children: Html,
}

/// A list without rows, and what can be done.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! { <div class="empty" data-test="empty"><p>{ props.text.clone() }</p>{ props.children.clone() }</div> }
}

/// Draws what was read, or its state.
pub fn of<T>(loaded: &Loaded<T>, draw: impl FnOnce(&Rc<T>) -> Html) -> Html {
    let failed =
        |fault: &Fault, stale: bool| html! { <Failed fault={fault.clone()} again={loaded.again.clone()} {stale} /> };
    match (&loaded.value, &loaded.fault) {
        (None, None) => html! { <Loading /> },
        (None, Some(fault)) => failed(fault, false),
        // The same shape with and without the banner: what somebody types below must not be drawn anew.
        (Some(value), fault) => {
            let banner = fault.as_ref().map(|fault| failed(fault, true)).unwrap_or_default();
            html! { <>{ banner }{ draw(value) }</> }
        }
    }
}
