//! What a change of the form changed: old and new of each field, as far as both are known here.

use std::rc::Rc;

use daiban_shared::api::{CaseView, FormAt, StepView};
use yew::prelude::*;

use super::says::facts;
use super::versions::{Change, changes, seen_before};
use crate::app::session::use_lang;
use crate::load::use_load;

#[derive(Properties, PartialEq)]
pub struct FormChangedProps {
    pub case: Rc<CaseView>,
    pub step: StepView,
    /// The two forms are read; otherwise only the names of the fields are said.
    pub is_read: bool,
}

/// `电话：13800000001 → 13900000009`
#[component]
pub fn FormChanged(props: &FormChangedProps) -> Html {
    let lang = use_lang();
    let (case, step) = (&props.case, &props.step);
    let earlier = seen_before(case, step);
    // An empty path reads nothing.
    let path = |step: Option<&StepView>| match step {
        Some(step) if props.is_read => format!("/cases/{}/form?at={}", case.id, step.id),
        Some(_) | None => String::new(),
    };
    let before = use_load::<FormAt>(path(earlier), false);
    let after = use_load::<FormAt>(path(earlier.map(|_| step)), false);
    let rows: Vec<(String, Html)> = match (&before.value, &after.value) {
        (Some(before), Some(after)) => {
            let changes = changes(case, step, before, after, lang).into_iter();
            changes.map(|change| (change.name.clone(), old_and_new(&change))).collect()
        }
        (_, _) => {
            facts(case, step, lang).into_iter().map(|(name, value)| (name.to_owned(), html! { { value } })).collect()
        }
    };
    html! {
        <dl class="facts small changed-fields" data-test="form-changed">
            { for rows.into_iter().map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ value }</dd></> }) }
        </dl>
    }
}

fn old_and_new(change: &Change) -> Html {
    let after = if change.after.is_empty() { "–" } else { &change.after };
    html! {
        <>
            if let Some(before) = &change.before {
                if before.is_empty() { { "–" } } else { <del>{ before.clone() }</del> }
                { " " }
            }
            { "→ " }<ins>{ after.to_owned() }</ins>
        </>
    }
}
