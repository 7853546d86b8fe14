//! The form as it was when a step was taken, beside what has changed since.

use std::rc::Rc;

use daiban_shared::api::{CaseView, FormAt, StepView};
use daiban_shared::day::stamp;
use daiban_shared::form::id_number::masked;
use daiban_shared::form::{Field, FieldKind, Value};
use daiban_shared::text::{CaseUi, Lang, fill};
use yew::prelude::*;

use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::{state, words};

#[derive(Properties, PartialEq)]
pub struct FormThenProps {
    pub case: Rc<CaseView>,
    pub step: StepView,
}

/// `GET /cases/{id}/form?at={step}`
#[component]
pub fn FormThen(props: &FormThenProps) -> Html {
    let lang = use_lang();
    let (case, step) = (&props.case, &props.step);
    let loaded = use_load::<FormAt>(format!("/cases/{}/form?at={}", case.id, step.id), false);
    let title = fill(CaseUi::FormThenTitle.text(lang), &[("time", &stamp(step.at)), ("kind", step.kind.text(lang))]);
    html! {
        <div class="then" data-test="form-at">
            <h3>{ title }</h3>
            { state::of(&loaded, |then| draw(case, then, lang)) }
        </div>
    }
}

fn draw(case: &CaseView, then: &FormAt, lang: Lang) -> Html {
    let rows = case.fields.iter().filter_map(|field| {
        let before = then.form.get(&field.id);
        let now = case.form.get(&field.id);
        let shown = |value: Option<&Value>| value.map(|value| masked_value(field, value, lang)).unwrap_or_default();
        let (before_text, now_text) = (shown(before), shown(now));
        let several = then.conflicts.get(&field.id).map(|values| {
            let values: Vec<String> = values.iter().map(|one| masked_value(field, &one.value, lang)).collect();
            values.join(" / ")
        });
        let before_text = several.unwrap_or(before_text);
        if before_text.is_empty() && now_text.is_empty() {
            return None;
        }
        // Two masked numbers may look the same; a field that was empty and a missing one are the same.
        let is_empty = |value: Option<&Value>| shown(value).is_empty();
        let changed = before_text != now_text || (before != now && !(is_empty(before) && is_empty(now)));
        Some(html! {
            <><dt>{ words::field_name(field, lang).to_owned() }</dt>
            <dd class={classes!(changed.then_some("changed"))}>
                { if before_text.is_empty() { "–".to_owned() } else { before_text } }
                if changed { <small>{ words::bracketed(CaseUi::FormChangedSince.text(lang), lang) }</small> }
            </dd></>
        })
    });
    let rows: Vec<Html> = rows.collect();
    if rows.is_empty() {
        return html! { <p>{ CaseUi::FormEmpty.text(lang) }</p> };
    }
    html! { <dl class="facts small">{ rows }</dl> }
}

/// A value in words; identity numbers as people compare them at a counter.
fn masked_value(field: &Field, value: &Value, lang: Lang) -> String {
    let text = words::value(Some(field), value, lang);
    if field.kind == FieldKind::IdNumber { masked(&text) } else { text }
}
