//! A case was filed: its number, what happens next, the receipt.

use daiban_shared::api::{CaseView, LimitKind};
use daiban_shared::day::Day;
use daiban_shared::kind::Kind;
use daiban_shared::text::{FileUi, FilingUi, Lang, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{Begin, Route};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::link::{Go, go_with};
use crate::ui::title::Title;
use crate::ui::{badge, state, words};

#[derive(Properties, PartialEq)]
pub struct FiledPageProps {
    pub id: String,
}

/// `/filed/{id}`
#[component]
pub fn FiledPage(props: &FiledPageProps) -> Html {
    let session = use_session();
    let loaded = use_load::<CaseView>(format!("/cases/{}", props.id), true);
    let begin = use_location().and_then(|at| at.query::<Begin>().ok()).unwrap_or_default();
    let navigator = use_navigator();
    // Filed with the wish to print: the receipt follows as soon as the case is read.
    let receipt = loaded.value.as_ref().filter(|_| begin.print == "1").and_then(|case| receipt(case));
    {
        let id = props.id.clone();
        use_effect_with(receipt, move |step| {
            if let (Some(step), Some(navigator)) = (step.clone(), navigator) {
                // Back leads to this page and not into printing again.
                navigator.replace(&Route::Filed { id: id.clone() });
                go_with(&navigator, &Route::Print { id, step }, &begin);
            }
        });
    }
    state::of(&loaded, |case| draw(case, session.lang))
}

fn draw(case: &CaseView, lang: Lang) -> Html {
    let id = case.id.to_string();
    let receipt = receipt(case);
    let same = Begin::with_applicant_of(&id);
    html! {
        <section class="filed" data-test="filed">
            <Title text={FileUi::FiledTitle.text(lang)} />
            <p class="big-number">
                <span>{ FileUi::FiledNumber.text(lang) }</span>
                <strong data-test="number">{ digits(&case.number) }</strong>
                <small>{ FileUi::FiledNumberHint.text(lang) }</small>
            </p>
            if let Some(step) = case.steps.iter().rev().find(|step| step.site.id == case.site.id) { <p>{ badge::arrived(&step.delivered, step.site.tier, true, lang) }</p> }
            <h2>{ FileUi::NextTitle.text(lang) }</h2>
            <ul data-test="next">{ for next(case, lang).into_iter().map(|text| html! { <li>{ text }</li> }) }</ul>
            <p class="buttons">
                if let Some(step) = receipt {
                    <Go to={Route::Print { id: id.clone(), step }} class={classes!("button", "main")}
                        test="print-receipt">{ FileUi::PrintReceipt.text(lang) }</Go>
                }
                <Go to={Route::Items} class={classes!("button")} test="file-another">
                    { FileUi::FileAnother.text(lang) }
                </Go>
                <Go to={Route::Items} begin={same} class={classes!("button")} test="file-same">
                    { FilingUi::FileSame.text(lang) }
                </Go>
                <Go to={Route::Case { id }} class={classes!("button")} test="see-case">
                    { FileUi::SeeCase.text(lang) }
                </Go>
            </p>
        </section>
    }
}

/// A number as one says it on the phone: in groups of four. The gaps are no characters, so that it is copied whole.
fn digits(number: &str) -> Html {
    let signs: Vec<char> = number.chars().collect();
    signs.chunks(4).map(|group| html! { <span class="digits">{ group.iter().collect::<String>() }</span> }).collect()
}

/// The step whose paper the resident takes along.
fn receipt(case: &CaseView) -> Option<String> {
    case.steps.iter().find(|step| step.kind == Kind::Open).map(|step| step.id.to_string())
}

/// What the resident is told.
pub fn next(case: &CaseView, lang: Lang) -> Vec<String> {
    let mut out = vec![fill(FileUi::NextHolder.text(lang), &[("place", &words::holder(&case.holder, lang))])];
    if let Some(day) = accept_by(case) {
        out.push(fill(FileUi::NextAccept.text(lang), &[("day", &day.to_string())]));
    } else if let Some(due) = &case.due {
        out.push(fill(FileUi::NextDue.text(lang), &[("day", &due.day.to_string())]));
    }
    let missing: Vec<&str> = case
        .materials
        .iter()
        .filter(|material| material.required && material.handed.is_none())
        .map(|material| lang.pick(&material.zh, &material.en))
        .collect();
    if !missing.is_empty() {
        out.push(fill(FileUi::NextMissing.text(lang), &[("list", &missing.join(lang.pick("、", ", ")))]));
    }
    out.push(FileUi::NextResult.text(lang).to_owned());
    out
}

/// The day by which acceptance is answered, while that is open.
fn accept_by(case: &CaseView) -> Option<Day> {
    case.limits.iter().find(|limit| limit.limit == LimitKind::AcceptBy && limit.ended.is_none())?.day
}
