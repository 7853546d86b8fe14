//! The form of a case: its values, its conflicts with all values side by side, and its correction.

use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::api::{Candidate, CaseView, StepsWritten};
use daiban_shared::day::{Day, stamp};
use daiban_shared::form::id_number::masked;
use daiban_shared::form::{Field, FieldKind, Value, parse_value};
use daiban_shared::id::Hash;
use daiban_shared::kind::Kind;
use daiban_shared::text::{CaseUi, Lang, Ui, fill};
use yew::prelude::*;

use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::{FormField, dom_id, fault_of};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};
use crate::ui::{dom, words};

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

/// Writing a value after having seen the others picks it.
fn pick(case: &CaseView, field: &str, value: &Value, key: &str) -> Ask {
    let body = BTreeMap::from([(field.to_owned(), value.clone())]);
    Ask::patch(format!("/cases/{}/form", case.id), &body, Some(key.to_owned()))
}

/// The values, or their correction.
#[component]
pub fn FormPart(props: &FormPartProps) -> Html {
    let lang = use_lang();
    let editing = use_state(|| false);
    let case = &props.case;
    let may = case.actions.iter().find(|action| action.kind == Kind::FormChange).is_none_or(|action| action.allowed);
    let set = |value: bool| {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(value))
    };
    let open = set(true).reform(|_: MouseEvent| ());
    html! {
        <section>
            <h2>{ CaseUi::TabForm.text(lang) }</h2>
            if *editing {
                <Edit case={case.clone()} on_written={props.on_written.clone()} on_close={set(false)} />
            } else {
                { values(case, lang) }
                if may { <p><button type="button" onclick={open} data-test="edit-form">{ CaseUi::EditForm.text(lang) }</button></p> }
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

#[derive(Properties, PartialEq)]
struct EditProps {
    case: Rc<CaseView>,
    on_written: Callback<Vec<Hash>>,
    on_close: Callback<()>,
}

#[component]
fn Edit(props: &EditProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let key = use_memo((), |()| new_id());
    // What the form said when the correction began; only what differs is sent.
    let before = use_memo((), |()| props.case.form.clone());
    let typed = use_reducer(Typed::default);
    let fields = &props.case.fields;
    let changed = changes(fields, &before, &typed.0);
    let nothing = changed.is_empty();
    let faulty =
        fields.iter().any(|field| typed.0.get(&field.id).is_some_and(|text| parse_value(field, text).is_err()));
    use_effect_with((), |()| {
        dom::focus(&dom_id("applicant.name"));
    });
    let send = {
        let (sender, close, on_written) = (sender.clone(), props.on_close.clone(), props.on_written.clone());
        let path = format!("/cases/{}/form", props.case.id);
        Callback::from(move |()| {
            let ask = match &sender.state {
                Sending::Unknown(ask) => (**ask).clone(),
                Sending::Idle | Sending::Busy | Sending::Refused(_) => {
                    Ask::patch(path.clone(), &changed, Some((*key).clone()))
                }
            };
            let (close, on_written) = (close.clone(), on_written.clone());
            sender.send::<StepsWritten>(ask, move |answer| {
                on_written.emit(answer.steps);
                close.emit(());
            });
        })
    };
    let rows = fields.iter().map(|field| {
        let initial = before.get(&field.id).map(|value| words::typed(field, value)).unwrap_or_default();
        let text = typed.0.get(&field.id).cloned().unwrap_or_else(|| initial.clone());
        let error = sender.state.field(&field.id).or_else(|| typed.0.get(&field.id).and_then(|text| fault_of(field, text, lang)));
        html! {
            <FormField key={field.id.clone()} field={field.clone()} {initial} {text} error={error.map(AttrValue::from)}
                today={Day::of(props.case.now)} on_text={typed::into(&typed, field.id.clone())} on_leave={Callback::noop()} />
        }
    });
    html! {
        <div class="edit" data-test="edit">
            <fieldset class="bare" disabled={sender.state.is_frozen()}>{ for rows }</fieldset>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={CaseUi::SaveForm.text(lang)} busy={sender.state.is_busy()} off={faulty || nothing}
                    onclick={send} test="save-form" />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} onclick={props.on_close.clone()}
                    test="cancel-form" />
            </p>
        </div>
    }
}

/// The fields whose new value differs from what stood there.
fn changes(
    fields: &[Field],
    before: &BTreeMap<String, Value>,
    typed: &BTreeMap<String, String>,
) -> BTreeMap<String, Value> {
    let empty = Value::Text(String::new());
    let changed = fields.iter().filter_map(|field| {
        let value = parse_value(field, typed.get(&field.id)?).ok()?;
        (before.get(&field.id).unwrap_or(&empty) != &value).then(|| (field.id.clone(), value))
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::form::common_fields;

    #[test]
    fn only_what_differs_is_sent() {
        let text = |text: &str| Value::Text(text.into());
        let before = BTreeMap::from([
            ("applicant.name".to_owned(), text("张三")),
            ("applicant.phone".to_owned(), text("13812345678")),
        ]);
        let typed = |id: &str, words: &str| BTreeMap::from([(id.to_owned(), words.to_owned())]);
        let fields = common_fields();
        assert!(changes(&fields, &before, &typed("applicant.phone", "138 1234 5678")).is_empty());
        assert_eq!(changes(&fields, &before, &typed("applicant.phone", "13812345679")).len(), 1);
        assert!(changes(&fields, &before, &typed("applicant.address", "")).is_empty(), "still empty");
        assert!(changes(&fields, &before, &typed("applicant.phone", "12")).is_empty(), "a wrong value is never sent");
    }
}
