//! The same applicant again: name, ID number, phone and address of a case, from the node, never from the browser's storage.

use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::api::{CaseRow, KnownApplicant, Page};
use daiban_shared::text::{FilingUi, Lang, fill};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Kept;
use crate::api::{self, Fault, Why, encode};
use crate::app::session::{Event, use_session};
use crate::draft::{Act, Draft};
use crate::load::use_load;
use crate::ui::field::Labelled;
use crate::ui::icon::{Icon, turning};
use crate::ui::input::TextInput;
use crate::ui::keys::is_composing;
use crate::ui::notice::words_of;
use crate::ui::state;

/// Cases that are offered; more would need another word.
const HITS_MAX: usize = 5;

/// How taking over stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// Nothing was taken over.
    Nothing,
    /// The node is asked.
    Waits,
    /// From the case of this number; with what stood in the fields before.
    From(String, BTreeMap<String, String>),
    /// The node did not give it.
    Failed(Fault),
}

/// Takes the applicant of a case over into a draft.
#[derive(Clone, PartialEq)]
pub struct Taking {
    /// How the last one stands.
    pub taken: Taken,
    /// Takes over from the case with this id.
    pub take: Callback<String>,
    /// Puts back what stood there before.
    pub undo: Callback<BTreeMap<String, String>>,
}

/// Means to take an applicant over; `done` is called when the draft holds him.
#[hook]
pub fn use_taking(draft: UseReducerHandle<Kept>, done: Callback<()>) -> Taking {
    let session = use_session();
    let lang = session.lang;
    let taken = use_state(|| Taken::Nothing);
    let take = {
        let (taken, draft, done) = (taken.clone(), draft.clone(), done.clone());
        Callback::from(move |case: String| {
            if *taken == Taken::Waits {
                return;
            }
            let (draft, session, taken, done) = (draft.clone(), session.dispatcher(), taken.setter(), done.clone());
            taken.set(Taken::Waits);
            spawn_local(async move {
                match api::get::<KnownApplicant>(lang, &format!("/cases/{case}/applicant"), Why::Person).await {
                    Ok(known) => {
                        let before = before(&draft.0, &known.values);
                        draft.dispatch(Act::Fill(known.values));
                        taken.set(Taken::From(known.number, before));
                        done.emit(());
                    }
                    Err(fault) => {
                        if fault == Fault::SignedOut {
                            session.dispatch(Event::Ended);
                        }
                        taken.set(Taken::Failed(fault));
                    }
                }
            });
        })
    };
    let undo = {
        let (taken, draft) = (taken.setter(), draft.dispatcher());
        Callback::from(move |before| {
            draft.dispatch(Act::Fill(before));
            taken.set(Taken::Nothing);
            done.emit(());
        })
    };
    Taking { taken: (*taken).clone(), take, undo }
}

/// What stands in the fields that are about to be filled.
fn before(draft: &Draft, values: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    values.keys().map(|field| (field.clone(), draft.text(field).to_owned())).collect()
}

/// Says from which case the applicant was taken, and what to ask him.
pub fn says(taking: &Taking, lang: Lang) -> Html {
    match &taking.taken {
        Taken::Nothing => Html::default(),
        Taken::Waits => html! {
            <p class="notice" role="status" aria-busy="true" data-test="taking">
                { turning(Icon::LoaderCircle) }{ " " }{ FilingUi::SameWaits.text(lang) }
            </p>
        },
        Taken::From(number, before) => {
            let (undo, before) = (taking.undo.clone(), before.clone());
            html! {
                <p class="notice" role="status" data-test="taken-from">
                    { fill(FilingUi::SameFrom.text(lang), &[("number", number)]) }{ " " }
                    <button type="button" onclick={move |_| undo.emit(before.clone())} data-test="taken-undo">{ FilingUi::SameUndo.text(lang) }</button>
                </p>
            }
        }
        Taken::Failed(fault) => html! {
            <p class="notice bad" role="alert" data-test="not-taken">
                { fill(FilingUi::SameFailed.text(lang), &[("why", &words_of(fault, lang))]) }
            </p>
        },
    }
}

#[derive(Properties, PartialEq)]
pub struct FromCaseProps {
    /// Takes over from this case.
    pub on_take: Callback<String>,
}

/// Looks for a case whose applicant is taken over.
#[component]
pub fn FromCase(props: &FromCaseProps) -> Html {
    let lang = use_session().lang;
    let words = use_state(String::new);
    let asked = use_state(String::new);
    let path = if asked.is_empty() { String::new() } else { format!("/cases?q={}", encode(&asked)) };
    let found = use_load::<Page<CaseRow>>(path, false);
    let on_text = {
        let words = words.clone();
        Callback::from(move |text| words.set(text))
    };
    let onkeydown = {
        let (words, asked) = (words.clone(), asked.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !is_composing(&event) {
                // The form around it would move on to the next field.
                event.prevent_default();
                event.stop_propagation();
                asked.set(words.trim().to_owned());
            }
        })
    };
    html! {
        <details class="from-case" data-test="from-case">
            <summary>{ FilingUi::SameSearch.text(lang) }</summary>
            <div {onkeydown}>
                <Labelled id="from-case" label={FilingUi::SameSearch.text(lang)} hint={FilingUi::SameSearchHint.text(lang)}>
                    <TextInput id="from-case" kind="search" test="from-case-search" {on_text} />
                </Labelled>
            </div>
            if !asked.is_empty() { { state::of(&found, |page| hits(page, &props.on_take, lang)) } }
        </details>
    }
}

fn hits(page: &Rc<Page<CaseRow>>, on_take: &Callback<String>, lang: Lang) -> Html {
    if page.items.is_empty() {
        return html! { <p class="hint" role="status">{ FilingUi::SameNone.text(lang) }</p> };
    }
    let rows = page.items.iter().take(HITS_MAX).map(|row| {
        let (id, on_take) = (row.id.to_string(), on_take.clone());
        html! {
            <li key={id.clone()}>
                <span>{ format!("{} · {} · {}", row.applicant, lang.pick(&row.item.zh, &row.item.en), row.number) }</span>
                <button type="button" onclick={move |_| on_take.emit(id.clone())} data-test="take-over">
                    { FilingUi::SameTake.text(lang) }
                </button>
            </li>
        }
    });
    html! { <ul class="hits">{ for rows }</ul> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stood_there_before_comes_back_also_where_nothing_did() {
        let typed = Draft::new("V04", 1, "open".into(), "forward".into())
            .after(Act::Type("applicant.phone".into(), "13811112222".into()));
        let known = [("applicant.phone", "13800001000"), ("applicant.name", "张三")];
        let known: BTreeMap<String, String> = known.map(|(field, text)| (field.into(), text.into())).into();
        let undone = typed.after(Act::Fill(known.clone())).after(Act::Fill(before(&typed, &known)));
        assert_eq!((undone.text("applicant.phone"), undone.text("applicant.name")), ("13811112222", ""));
    }
}
