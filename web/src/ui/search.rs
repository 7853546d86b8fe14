//! The field in which a list is searched: its label says what can be typed, and is read out where nobody sees it.

use yew::prelude::*;

use super::input::TextInput;

#[derive(Properties, PartialEq)]
pub struct SearchFieldProps {
    pub id: AttrValue,
    /// What can be typed.
    pub words: AttrValue,
    #[prop_or_default]
    pub initial: AttrValue,
    /// Id of further words about it.
    #[prop_or_default]
    pub described: Option<AttrValue>,
    #[prop_or_default]
    pub focus: bool,
    pub on_text: Callback<String>,
}

/// `<label>` and `<input type="search">`; its id is its name for browser tests too.
#[component]
pub fn SearchField(props: &SearchFieldProps) -> Html {
    html! {
        <>
            <label for={props.id.clone()} class="hidden">{ props.words.clone() }</label>
            <TextInput id={props.id.clone()} kind="search" initial={props.initial.clone()} placeholder={Some(props.words.clone())}
                described={props.described.clone()} focus={props.focus} test={props.id.clone()} on_text={props.on_text.clone()} />
        </>
    }
}
