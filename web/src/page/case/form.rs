//! The form of a case: its values, its conflicts with all values side by side, and its correction.

mod draft;
mod edit;
mod edits;
mod undo;

use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::api::{Candidate, CaseView, StepsWritten};
use daiban_shared::day::stamp;
use daiban_shared::form::id_number::masked;
use daiban_shared::form::{FieldKind, Value};
use daiban_shared::id::Hash;
use daiban_shared::kind::Kind;
use daiban_shared::text::{CaseUi, Lang, fill};
use yew::prelude::*;

use crate::api::{Ask, new_id};
use crate::app::session::{use_lang, use_session};
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::notice::Outcome;
use crate::ui::{dom, words};
use draft::DraftOf;
use edit::Edit;
use undo::{Undo, UndoNotice};

#[derive(Properties, PartialEq)]
pub struct FormPartProps {
    pub case: Rc<CaseView>,
    pub on_written: Callback<Vec<Hash>>,
}

/// Every field with several values: all of them, by whom and when, and a button to pick one.
#[component]
pub fn Conflicts(props: &FormPartProps) -> Html {
    let lang = use_lang();
    let case = &props.case;
    if case.conflicts.is_empty() {
        return Html::default();
    }
    let cards = case.conflicts.iter().map(|(field, values)| {
        html! {
            <Conflict key={field.clone()} case={case.clone()} field={field.clone()} values={values.clone()}
                on_written={props.on_written.clone()} />
        }
    });
    html! {
        <section class="conflicts" data-test="conflicts">
            { for cards }
            <p class="hint">{ CaseUi::ConflictLead.text(lang) }</p>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ConflictProps {
    case: Rc<CaseView>,
    field: String,
    values: Vec<Candidate>,
    on_written: Callback<Vec<Hash>>,
}

#[component]
fn Conflict(props: &ConflictProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    // One command a card: pressed twice, it is written once.
    let key = use_memo(props.values.len(), |_| new_id());
    let field = props.case.fields.iter().find(|field| field.id == props.field);
    let name = field.map_or(props.field.as_str(), |field| words::field_name(field, lang));
    let title = fill(CaseUi::ConflictTitle.text(lang), &[("field", name), ("n", &props.values.len().to_string())]);
    let send = {
        let (sender, on_written) = (sender.clone(), props.on_written.clone());
        Callback::from(move |ask: Ask| {
            let on_written = on_written.clone();
            sender.send::<StepsWritten>(ask, move |answer| on_written.emit(answer.steps));
        })
    };
    let again = {
        let (send, state) = (send.clone(), sender.state.clone());
        Callback::from(move |()| {
            if let Sending::Unknown(ask) = &state {
                send.emit((**ask).clone());
            }
        })
    };
    let rows = props.values.iter().map(|one| {
        let ask = pick(&props.case, &props.field, &one.value, &format!("{key}"));
        let send = send.clone();
        let by = [("name", one.by.name.as_str()), ("place", one.site.name(lang)), ("time", &stamp(one.at))];
        html! {
            <li key={one.step.to_string()} data-test="candidate">
                <strong>{ words::value(field, &one.value, lang) }</strong>
                <small>{ fill(CaseUi::ConflictBy.text(lang), &by) }</small>
                <SendButton second={true} text={CaseUi::Pick.text(lang)} busy={sender.state.is_busy()} off={sender.state.is_frozen()}
                    onclick={Callback::from(move |()| send.emit(ask.clone()))} test="pick" />
            </li>
        }
    });
    html! {
        <div class="notice bad" data-test="conflict" data-field={props.field.clone()}>
            <h3>{ title }</h3>
            <ul>{ for rows }</ul>
            <Outcome sender={sender.clone()} on_again={again} />
        </div>
    }
}

/// Writing a value after having seen the others picks it; one that came later was not seen.
fn pick(case: &CaseView, field: &str, value: &Value, key: &str) -> Ask {
    let body = BTreeMap::from([(field.to_owned(), value.clone())]);
    Ask::patch(format!("/cases/{}/form", case.id), &body, Some(key.to_owned())).seen(&case.heads)
}

/// Why the correction is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    /// Somebody pressed the button.
    ByHand,
    /// It was open when the page was left.
    Again,
}

/// The ids of the button that opens the correction, and of the heading, for when the button is not there.
const OPENER: &str = "edit-form";
const HEAD: &str = "case-form";

/// The focus goes back to the button when the correction is closed.
#[hook]
fn use_focus_back(is_open: bool) {
    let was_open = use_mut_ref(|| false);
    use_effect_with(is_open, move |is_open| {
        if was_open.replace(*is_open) && !is_open && !dom::focus(OPENER) {
            dom::focus(HEAD);
        }
    });
}

/// The values, or their correction.
#[component]
pub fn FormPart(props: &FormPartProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let draft_of = DraftOf { user: session.me().map(|me| me.user), case: props.case.id };
    // What was typed when the page was left stands open again.
    let editing = use_state(|| {
        let kept = draft::find(&draft_of);
        kept.is_some_and(|kept| kept.is_unsaved(&props.case.fields, &props.case)).then_some(Opened::Again)
    });
    use_focus_back(editing.is_some());
    let undo = use_state(|| None::<Undo>);
    let on_changed = {
        let undo = undo.clone();
        Callback::from(move |change: Undo| undo.set(Some(change)))
    };
    let on_undone = {
        let (undo, on_written) = (undo.clone(), props.on_written.clone());
        Callback::from(move |steps| {
            undo.set(None);
            on_written.emit(steps);
        })
    };
    let case = &props.case;
    if session.is_lay() {
        return html! {
            <section>
                <h2 id={HEAD} tabindex="-1">{ CaseUi::TabForm.text(lang) }</h2>
                <p class="hint" data-test="form-hidden">{ CaseUi::HiddenFromLay.text(lang) }</p>
            </section>
        };
    }
    // Why it cannot be corrected now, in words.
    let change = case.actions.iter().find(|action| action.kind == Kind::FormChange);
    let refused = change.filter(|action| !action.allowed);
    let refused = refused.map(|action| action.why.clone().unwrap_or_else(|| CaseUi::Refused.text(lang).to_owned()));
    let set = |value: Option<Opened>| {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(value))
    };
    let open = set(Some(Opened::ByHand)).reform(|_: MouseEvent| ());
    html! {
        <section>
            <h2 id={HEAD} tabindex="-1">{ CaseUi::TabForm.text(lang) }</h2>
            if let Some(opened) = *editing {
                // It stays open when it is not allowed any more: what was typed must not vanish.
                <Edit case={case.clone()} {draft_of} by_hand={opened == Opened::ByHand} {refused}
                    on_written={props.on_written.clone()} {on_changed} on_close={set(None)} />
            } else {
                if let Some(change) = &*undo { <UndoNotice case={case.clone()} change={change.clone()} on_written={on_undone} /> }
                { values(case, lang) }
                if let Some(why) = refused {
                    <p class="hint" data-test="edit-refused">{ words::pair(CaseUi::EditForm.text(lang), &why, lang) }</p>
                } else {
                    <p><button type="button" id={OPENER} onclick={open} data-test="edit-form">{ CaseUi::EditForm.text(lang) }</button></p>
                }
            }
        </section>
    }
}

fn values(case: &CaseView, lang: Lang) -> Html {
    let rows = case.fields.iter().filter_map(|field| {
        let stored = case.form.get(&field.id)?;
        let value = words::value(Some(field), stored, lang);
        let conflict = case.conflicts.contains_key(&field.id);
        if value.is_empty() && !conflict {
            return None;
        }
        Some(html! {
            <><dt>{ words::field_name(field, lang).to_owned() }</dt>
            <dd class={classes!(conflict.then_some("changed"))} data-test={format!("value-{}", field.id)}>
                if field.kind == FieldKind::IdNumber { <Masked text={value} /> } else { { value } }
                if conflict { <small>{ format!(" ⚠ {}", daiban_shared::text::LabelText::Conflict.text(lang)) }</small> }
            </dd></>
        })
    });
    let rows: Vec<Html> = rows.collect();
    if rows.is_empty() {
        return html! { <p class="faint">{ CaseUi::FormEmpty.text(lang) }</p> };
    }
    html! { <dl class="facts" data-test="form">{ rows }</dl> }
}

#[derive(Properties, PartialEq)]
struct MaskedProps {
    text: String,
}

/// An identity number, whole only when somebody asks: the counter's screen is seen from both sides.
#[component]
fn Masked(props: &MaskedProps) -> Html {
    let lang = use_lang();
    let whole = use_state(|| false);
    let show = {
        let whole = whole.clone();
        Callback::from(move |_: MouseEvent| whole.set(true))
    };
    if *whole {
        return html! { { props.text.clone() } };
    }
    html! {
        <>
            { masked(&props.text) }{ " " }
            <button type="button" class="quiet" onclick={show} data-test="show-number">
                { CaseUi::ShowNumber.text(lang) }
            </button>
        </>
    }
}
