//! Claimed against provable time: read only when somebody opens it.

use std::rc::Rc;

use daiban_shared::api::{BoundDay, CaseTimes, CaseView, StepTime};
use daiban_shared::day::stamp;
use daiban_shared::id::Millis;
use daiban_shared::text::{EvidenceUi, Lang, fill};
use yew::prelude::*;

use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::{state, words};

#[derive(Properties, PartialEq)]
pub struct EvidenceProps {
    pub case: Rc<CaseView>,
}

/// The stretch in which each step can have been written, and the limits under both bounds.
#[component]
pub fn Evidence(props: &EvidenceProps) -> Html {
    let lang = use_lang();
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: Event| open.set(!*open))
    };
    html! {
        <details class="evidence" data-test="evidence" ontoggle={toggle}>
            <summary>{ EvidenceUi::Title.text(lang) }</summary>
            if *open { <Times case={props.case.clone()} /> }
        </details>
    }
}

#[component]
fn Times(props: &EvidenceProps) -> Html {
    let lang = use_lang();
    let loaded = use_load::<CaseTimes>(format!("/cases/{}/times", props.case.id), true);
    state::of(&loaded, |times| drawn(times, &props.case, lang))
}

fn drawn(times: &CaseTimes, case: &CaseView, lang: Lang) -> Html {
    let steps = times.steps.iter().map(|time| step(time, case, lang));
    let limits = times.limits.iter().map(|limit| {
        html! {
            <tr>
                <th scope="row">{ words::limit(limit.limit, lang) }</th>
                <td>{ bound(Some(limit.claimed), lang) }</td>
                <td>{ bound(limit.earliest, lang) }</td>
                <td>{ bound(limit.latest, lang) }</td>
            </tr>
        }
    });
    let as_of = fill(EvidenceUi::AsOf.text(lang), &[("time", &stamp(times.as_of))]);
    html! {
        <>
            <p class="hint">{ EvidenceUi::Lead.text(lang) }{ " " }{ as_of }</p>
            if times.differs { <p class="notice warn" data-test="bounds-differ">{ EvidenceUi::Differs.text(lang) }</p> }
            <div class="scrolls">
                <table class="plain">
                    <thead><tr>
                        <th scope="col">{ EvidenceUi::Step.text(lang) }</th>
                        <th scope="col">{ EvidenceUi::Claimed.text(lang) }</th>
                        <th scope="col">{ EvidenceUi::Earliest.text(lang) }</th>
                        <th scope="col">{ EvidenceUi::Latest.text(lang) }</th>
                        <th scope="col"></th>
                    </tr></thead>
                    <tbody>{ for steps }</tbody>
                </table>
            </div>
            if !times.limits.is_empty() {
                <h3>{ EvidenceUi::Limits.text(lang) }</h3>
                <div class="scrolls">
                    <table class="plain">
                        <thead><tr>
                            <th scope="col">{ EvidenceUi::Limit.text(lang) }</th>
                            <th scope="col">{ EvidenceUi::Claimed.text(lang) }</th>
                            <th scope="col">{ EvidenceUi::AtEarliest.text(lang) }</th>
                            <th scope="col">{ EvidenceUi::AtLatest.text(lang) }</th>
                        </tr></thead>
                        <tbody>{ for limits }</tbody>
                    </table>
                </div>
            }
        </>
    }
}

fn step(time: &StepTime, case: &CaseView, lang: Lang) -> Html {
    let known = case.steps.iter().find(|step| step.id == time.id);
    let name = known.map_or_else(String::new, |step| format!("{} {}", step.site.name(lang), step.kind.text(lang)));
    let mark = match (time.outside, time.wide) {
        (true, _) => EvidenceUi::Outside,
        (false, true) => EvidenceUi::Wide,
        (false, false) => EvidenceUi::Fits,
    };
    html! {
        <tr data-test="step-time" data-outside={time.outside.to_string()}>
            <th scope="row">{ name }</th>
            <td>{ stamp(time.at) }</td>
            <td>{ moment(time.earliest, lang) }</td>
            <td>{ moment(time.latest, lang) }</td>
            <td class={classes!(time.outside.then_some("late"))}>{ mark.text(lang) }</td>
        </tr>
    }
}

fn moment(at: Option<Millis>, lang: Lang) -> String {
    at.map_or_else(|| EvidenceUi::Open.text(lang).to_owned(), stamp)
}

fn bound(bound: Option<BoundDay>, lang: Lang) -> String {
    let Some(bound) = bound else { return "–".to_owned() };
    let day = bound.day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    if bound.late { format!("{day}{}", words::bracketed(EvidenceUi::Late.text(lang), lang)) } else { day }
}
