//! Two moments of a case side by side: two choices and a table.

use std::rc::Rc;

use daiban_shared::api::{CaseView, EffectView, FormAt};
use daiban_shared::day::stamp;
use daiban_shared::text::{DossierUi, Lang, fill};
use yew::prelude::*;

use super::refer;
use super::versions::{Line, lines};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::input::{text_of, ticked};
use crate::ui::state;

#[derive(Properties, PartialEq)]
pub struct CompareProps {
    pub case: Rc<CaseView>,
}

/// Folded until somebody wants it: two readings of the form are not made for everybody who looks at a case.
#[component]
pub fn Compare(props: &CompareProps) -> Html {
    let lang = use_lang();
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <section class="versions">
            <h2>{ DossierUi::Versions.text(lang) }</h2>
            <button type="button" aria-expanded={open.to_string()} onclick={toggle} data-test="versions">
                { DossierUi::VersionsShow.text(lang) }
            </button>
            if *open { <SideBySide case={props.case.clone()} /> }
        </section>
    }
}

/// The moments that can be picked: places of steps that count, oldest first.
fn moments(case: &CaseView) -> Vec<usize> {
    let steps = case.steps.iter().enumerate();
    steps.filter(|(_, step)| step.effect == EffectView::Effect).map(|(place, _)| place).collect()
}

#[component]
fn SideBySide(props: &CompareProps) -> Html {
    let lang = use_lang();
    let case = &props.case;
    let moments = moments(case);
    let first = moments.first().copied().unwrap_or(0);
    let from = use_state(|| first);
    // The number of steps is now, and stays so when a step comes.
    let to = use_state(|| usize::MAX);
    let all = use_state(|| false);
    let end = (*to).min(case.steps.len());
    let path = |place: usize| match case.steps.get(place) {
        Some(step) => format!("/cases/{}/form?at={}", case.id, step.id),
        None => format!("/cases/{}/form", case.id),
    };
    let before = use_load::<FormAt>(path(*from), false);
    let after = use_load::<FormAt>(path(end), end == case.steps.len());
    let pick = |state: &UseStateHandle<usize>| {
        let state = state.clone();
        Callback::from(move |event: Event| state.set(text_of(&event).parse().unwrap_or(usize::MAX)))
    };
    let show_all = {
        let all = all.clone();
        Callback::from(move |event: Event| all.set(ticked(&event)))
    };
    let option = |place: usize, chosen: usize| {
        let step = &case.steps[place];
        let text = format!("{} {}", stamp(step.at), step.kind.text(lang));
        html! { <option value={place.to_string()} selected={place == chosen}>{ text }</option> }
    };
    html! {
        <div class="side-by-side" data-test="side-by-side">
            <p class="hint">{ DossierUi::VersionsLead.text(lang) }</p>
            <div class="filters">
                <label>{ DossierUi::VersionsLeft.text(lang) }
                    <select onchange={pick(&from)} data-test="version-left">
                        { for moments.iter().filter(|place| **place < end).map(|place| option(*place, *from)) }
                    </select>
                </label>
                <label>{ DossierUi::VersionsRight.text(lang) }
                    <select onchange={pick(&to)} data-test="version-right">
                        <option value="now" selected={end == case.steps.len()}>{ DossierUi::VersionsNow.text(lang) }</option>
                        { for moments.iter().rev().filter(|place| **place > *from).map(|place| option(*place, end)) }
                    </select>
                </label>
                <label class="tick">
                    <input type="checkbox" onchange={show_all} />{ DossierUi::VersionsAll.text(lang) }
                </label>
            </div>
            { state::of(&before, |before| state::of(&after, |after| {
                table(case, &lines(case, *from, end, before, after, lang), *all, lang)
            })) }
        </div>
    }
}

fn table(case: &CaseView, lines: &[Line], all: bool, lang: Lang) -> Html {
    let shown: Vec<&Line> = lines.iter().filter(|line| all || line.changed).collect();
    if shown.is_empty() {
        return html! { <p class="empty" data-test="versions-same">{ DossierUi::VersionsSame.text(lang) }</p> };
    }
    let head =
        [DossierUi::VersionsField, DossierUi::VersionsLeft, DossierUi::VersionsRight, DossierUi::VersionsChangedBy];
    let rows = shown.iter().map(|line| {
        let cell = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
        html! {
            <tr class={classes!(line.changed.then_some("changed"))} data-test="version-row" data-changed={line.changed.to_string()}>
                <th scope="row">{ line.name.clone() }</th>
                <td data-label={head[1].text(lang)}><span>{ cell(&line.before) }</span></td>
                <td data-label={head[2].text(lang)}><span>{ cell(&line.after) }</span></td>
                <td data-label={head[3].text(lang)}>
                    <small>{ line.by.and_then(|place| changed_by(case, place, lang)).unwrap_or_else(|| "–".to_owned()) }</small>
                </td>
            </tr>
        }
    });
    html! {
        <table class="cards">
            <thead><tr>{ for head.iter().map(|text| html! { <th scope="col">{ text.text(lang) }</th> }) }</tr></thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

fn changed_by(case: &CaseView, place: usize, lang: Lang) -> Option<String> {
    let step = case.steps.get(place)?;
    let name = if step.by.name.is_empty() { refer::paper(step, lang) } else { step.by.name.clone() };
    let values = [("name", name.as_str()), ("place", step.site.name(lang)), ("time", &stamp(step.at))];
    Some(fill(DossierUi::ChangedBy.text(lang), &values))
}
