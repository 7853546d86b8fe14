//! From a case to the one after it in the list that it was opened from: by a link once something was done, by the key `n` always.

use daiban_shared::text::{DossierUi, ListUi, Ui, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::page::cases::keys::{Keys, Row};
use crate::page::cases::memory::use_memory;
use crate::ui::dom;
use crate::ui::keys::{is_plain, use_keys};

/// What lies over the page or is being filled in takes the keys first.
const TAKES_KEYS: &str = ".panel, .edit, dialog[open], details.menu[open], [role=listbox]";

/// What the keys do on the page of a case.
const ROWS: &[Row] = &[
    (&["n"], ListUi::KeyNext),
    (&["F9", "Ctrl+Enter"], ListUi::KeyFinish),
    (&["Esc"], ListUi::KeyBack),
    (&["/", "Ctrl+K"], ListUi::KeySearch),
    (&["?"], ListUi::KeyHelp),
];

/// Goes to the next case in place of this one, so that going back leads to the list. None = there is none.
#[hook]
fn use_next(case: &str) -> Option<(String, String, Callback<()>)> {
    let (memory, navigator) = (use_memory(), use_navigator()?);
    let next = memory.next(case)?;
    let to = Route::Case { id: next.id.to_string() };
    let path = to.to_path();
    let go = Callback::from(move |()| {
        memory.go_on(next.id);
        navigator.replace(&to);
    });
    Some((path, next.applicant, go))
}

#[derive(Properties, PartialEq)]
pub struct NextProps {
    pub case: AttrValue,
}

/// The link with the name.
#[component]
pub fn NextLink(props: &NextProps) -> Html {
    let lang = use_lang();
    let Some((href, name, go)) = use_next(&props.case) else { return Html::default() };
    let name = if name.is_empty() { Ui::NoName.text(lang).to_owned() } else { name };
    let onclick = Callback::from(move |event: MouseEvent| {
        let in_tab = event.meta_key() || event.ctrl_key() || event.shift_key() || event.button() != 0;
        if !in_tab {
            event.prevent_default();
            go.emit(());
        }
    });
    html! {
        <a {href} {onclick} class="button" data-test="next-case">
            { fill(DossierUi::NextCase.text(lang), &[("name", &name)]) }{ " " }<kbd>{ "n" }</kbd>
        </a>
    }
}

/// Listens for the keys of the page and shows them.
#[component]
pub fn CaseKeys(props: &NextProps) -> Html {
    let next = use_next(&props.case);
    let help = use_state(|| false);
    {
        let help = help.clone();
        use_keys(Callback::from(move |event: KeyboardEvent| {
            if *help || event.repeat() || !is_plain(&event) || dom::is_there(TAKES_KEYS) {
                return;
            }
            match (event.key().as_str(), &next) {
                ("n", Some((.., go))) => {
                    event.prevent_default();
                    go.emit(());
                }
                // The second is what the key gives while Chinese signs are switched on.
                ("?" | "？", _) => {
                    event.prevent_default();
                    help.set(true);
                }
                (_, _) => {}
            }
        }));
    }
    if !*help {
        return Html::default();
    }
    let on_close = Callback::from(move |()| help.set(false));
    html! { <Keys rows={ROWS} {on_close} /> }
}
