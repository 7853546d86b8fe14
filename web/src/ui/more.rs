//! The end of a list that has further pages: a button, and what went wrong when the next page did not come.

use daiban_shared::text::Ui;
use yew::prelude::*;

use super::notice::words_of;
use crate::api::Fault;
use crate::app::session::use_lang;
use crate::load::Pages;

/// Draws the end of a list; nothing where all of it is there.
pub fn end_of<T>(pages: &Pages<T>) -> Html {
    let fault = pages.loaded.fault.clone().filter(|_| pages.is_short);
    match &pages.loaded.value {
        Some(rows) if rows.has_more => {
            html! { <More {fault} busy={pages.loaded.busy && pages.is_short} on_more={pages.more.clone()} /> }
        }
        Some(_) | None => Html::default(),
    }
}

#[derive(Properties, PartialEq)]
struct MoreProps {
    fault: Option<Fault>,
    busy: bool,
    on_more: Callback<()>,
}

#[component]
fn More(props: &MoreProps) -> Html {
    let lang = use_lang();
    let text = match (props.busy, &props.fault) {
        (true, _) => Ui::Loading,
        (false, Some(_)) => Ui::Retry,
        (false, None) => Ui::More,
    };
    let onclick = props.on_more.reform(|_: MouseEvent| ());
    html! {
        <div class="more">
            if let Some(fault) = props.fault.as_ref().filter(|_| !props.busy) {
                <p class="notice warn" role="alert" data-test="more-failed">{ words_of(fault, lang) }</p>
            }
            <button type="button" {onclick} disabled={props.busy} aria-busy={props.busy.to_string()} data-test="more">
                { text.text(lang) }
            </button>
        </div>
    }
}
