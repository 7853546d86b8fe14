//! Finds another case by number or name, so that nobody has to copy an address.

use daiban_shared::api::{CaseRow, Page};
use daiban_shared::id::DocId;
use daiban_shared::text::{CaseUi, Lang, Ui, fill};
use yew::prelude::*;

use crate::api::encode;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::field::{Labelled, described};
use crate::ui::input::TextInput;

/// Rows to choose from; who needs more types more.
const ROWS_MAX: usize = 8;

#[derive(Properties, PartialEq)]
pub struct FindCaseProps {
    pub id: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// The case at hand: not its own duplicate.
    pub own: DocId,
    /// The chosen case's id; empty = none.
    pub chosen: String,
    pub on_chosen: Callback<String>,
}

/// A search field with the cases that fit.
#[component]
pub fn FindCase(props: &FindCaseProps) -> Html {
    let lang = use_lang();
    let typed = use_state(String::new);
    let named = use_state(String::new);
    let asked = typed.trim().to_owned();
    let path = if asked.is_empty() { String::new() } else { format!("/cases?q={}", encode(&asked)) };
    let found = use_load::<Page<CaseRow>>(path, false);
    let rows: Vec<CaseRow> = found.value.as_ref().filter(|_| !asked.is_empty()).map_or_else(Vec::new, |page| {
        page.items.iter().filter(|row| row.id != props.own).take(ROWS_MAX).cloned().collect()
    });
    let none = rows.is_empty() && !asked.is_empty() && !found.busy && found.value.is_some();
    let on_text = {
        let typed = typed.clone();
        Callback::from(move |text| typed.set(text))
    };
    let name = if named.is_empty() { props.chosen.clone() } else { (*named).clone() };
    let options = rows.iter().map(|row| {
        let (id, text) = (row.id.to_string(), words_of(row, lang));
        let current = id == props.chosen;
        let onclick = {
            let (named, on_chosen, text) = (named.clone(), props.on_chosen.clone(), text.clone());
            Callback::from(move |_: MouseEvent| {
                named.set(text.clone());
                on_chosen.emit(id.clone());
            })
        };
        html! {
            <li key={row.id.to_string()}>
                <button type="button" class={classes!(current.then_some("current"))} aria-pressed={current.to_string()}
                    {onclick} data-test="other-case">{ text }</button>
            </li>
        }
    });
    html! {
        <div class="find-case" data-test="find-case">
            <Labelled id={props.id.clone()} label={props.label.clone()} hint={CaseUi::DuplicateFind.text(lang)} error={props.error.clone()}>
                <TextInput id={props.id.clone()} kind="search" invalid={props.error.is_some()} described={described(&props.id)} test={props.id.clone()} {on_text} />
            </Labelled>
            <ul class="requests">{ for options }</ul>
            if none { <p class="hint">{ CaseUi::DuplicateNone.text(lang) }</p> }
            if let Some(fault) = &found.fault { <p class="hint">{ crate::ui::notice::words_of(fault, lang) }</p> }
            if !props.chosen.is_empty() {
                <p role="status" data-test="other-chosen">{ fill(CaseUi::DuplicateChosen.text(lang), &[("case", &name)]) }</p>
            }
        </div>
    }
}

fn words_of(row: &CaseRow, lang: Lang) -> String {
    let name = if row.applicant.is_empty() { Ui::NoName.text(lang) } else { &row.applicant };
    format!("{} · {name} · {}", row.number, lang.pick(&row.item.zh, &row.item.en))
}
