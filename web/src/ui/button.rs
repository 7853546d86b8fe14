//! The button that sends: off while its command is on its way.

use daiban_shared::text::Ui;
use yew::prelude::*;

use crate::app::session::use_lang;

#[derive(Properties, PartialEq)]
pub struct SendButtonProps {
    pub text: AttrValue,
    pub busy: bool,
    /// Off for another reason.
    #[prop_or_default]
    pub off: bool,
    #[prop_or_default]
    pub onclick: Callback<()>,
    #[prop_or_default]
    pub test: AttrValue,
    /// Less weight than the page's usual button.
    #[prop_or_default]
    pub second: bool,
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Sends the form it stands in.
    #[prop_or_default]
    pub submit: bool,
}

/// A button that says while it works.
#[component]
pub fn SendButton(props: &SendButtonProps) -> Html {
    let lang = use_lang();
    let onclick = props.onclick.clone();
    let text = if props.busy { AttrValue::from(Ui::Sending.text(lang)) } else { props.text.clone() };
    html! {
        <button type={if props.submit { "submit" } else { "button" }} class={if props.second { "second" } else { "main" }}
            id={props.id.clone()} disabled={props.busy || props.off} aria-busy={props.busy.to_string()} data-next="1"
            onclick={move |_| onclick.emit(())} data-test={props.test.clone()}>
            { text }
        </button>
    }
}
