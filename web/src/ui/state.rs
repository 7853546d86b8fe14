//! The four states of anything that is read: loading, failed, stale, there; and empty, where it is a list.

use std::rc::Rc;

use daiban_shared::text::Ui;
use yew::prelude::*;

use super::dom;
use super::icon::{Icon, turning};
use super::link::Go;
use super::notice::words_of;
use super::title::Title;
use super::wait::use_long;
use crate::api::Fault;
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::Loaded;

/// Stands until the first answer.
#[component]
pub fn Loading() -> Html {
    let lang = use_lang();
    let is_long = use_long(true);
    html! {
        <p class="loading" role="status" aria-busy="true" data-test="loading">
            { turning(Icon::LoaderCircle) }{ Ui::Loading.text(lang) }
            if is_long { <span data-test="slow">{ " " }{ Ui::TakesLong.text(lang) }</span> }
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
    // Where nothing else has a headline this is the page.
    let is_page = use_memo((), |()| !dom::is_there("main h1"));
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
    // Another try cannot find what does not exist, nor allow what is not allowed.
    let is_final = matches!(&props.fault, Fault::Refused(problem) if matches!(problem.status, 403 | 404));
    let title = if is_final { Ui::NotOpenTitle } else { Ui::FailedTitle }.text(lang);
    html! {
        <div class="notice bad" role="alert" data-test="failed">
            if *is_page { <Title text={title} /> } else { <h2>{ title }</h2> }
            <p>{ words_of(&props.fault, lang) }</p>
            if is_final {
                <p><Go to={Route::Home} test="go-home">{ Ui::ToHome.text(lang) }</Go></p>
            } else {
                { retry }
            }
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
