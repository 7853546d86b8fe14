//! Papers of several cases in one go, as they were ticked in a list.

use daiban_shared::api::{CaseView, EffectView, FormAt, Page, SiteView, StepView};
use daiban_shared::kind::Kind;
use daiban_shared::text::{ListUi, PrintUi, fill};
use serde::Deserialize;
use std::rc::Rc;
use yew::prelude::*;
use yew_router::prelude::*;

use super::print::{Paper, paper};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::{dom, state};

/// Cases at once: each is read from the node, and a printer's tray holds about so many sheets.
const CASES_MAX: usize = 50;

/// What stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// `receipt` or `newest`.
    what: String,
    /// Cases, separated by commas.
    ids: String,
}

/// `/print/cases?what=&ids=`
#[component]
pub fn PrintManyPage() -> Html {
    let lang = use_session().lang;
    let asked = use_location().and_then(|at| at.query::<Asked>().ok()).unwrap_or_default();
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let ids: Vec<String> = asked.ids.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
    let title = fill(PrintUi::Print.text(lang), &[]);
    use_effect_with(title, |title| dom::set_title(title));
    let known = Rc::new(sites.value.as_ref().map(|page| page.items.clone()).unwrap_or_default());
    let n = ids.len().min(CASES_MAX).to_string();
    html! {
        <div class="print-page" data-test="print-many">
            <p class="buttons screen-only">
                <button type="button" class="main" onclick={|_| dom::print()} data-test="print">
                    { icon(Icon::Printer) }{ fill(ListUi::PrintMany.text(lang), &[("n", &n)]) }
                </button>
            </p>
            if ids.is_empty() { <p class="notice warn screen-only">{ ListUi::PrintManyNone.text(lang) }</p> }
            if ids.len() > CASES_MAX {
                <p class="notice warn screen-only">{ fill(ListUi::PrintManyTooMany.text(lang), &[("n", &CASES_MAX.to_string())]) }</p>
            }
            { for ids.into_iter().take(CASES_MAX).map(|id| html! {
                <One key={id.clone()} id={id.clone()} is_receipt={asked.what == "receipt"} sites={known.clone()} />
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OneProps {
    id: String,
    is_receipt: bool,
    sites: Rc<Vec<SiteView>>,
}

/// The paper of one case.
#[component]
fn One(props: &OneProps) -> Html {
    let lang = use_session().lang;
    let loaded = use_load::<CaseView>(format!("/cases/{}", props.id), false);
    let step = loaded.value.as_ref().and_then(|case| wanted(&case.steps, props.is_receipt).cloned());
    let path = step.as_ref().map_or_else(String::new, |step| format!("/cases/{}/form?at={}", props.id, step.id));
    let then = use_load::<FormAt>(path, false);
    state::of(&loaded, |case| match &step {
        Some(step) => {
            state::of(&then, |then| paper(&Paper { case, step, form: &then.form, sites: &props.sites, lang }))
        }
        None => html! {
            <p class="notice warn screen-only" data-test="no-paper">{ format!("{} · {}", case.number, PrintUi::NoPaper.text(lang)) }</p>
        },
    })
}

/// The receipt, or the newest paper.
fn wanted(steps: &[StepView], is_receipt: bool) -> Option<&StepView> {
    let mut papers = steps.iter().filter(|step| step.effect == EffectView::Effect && step.paper_number.is_some());
    if is_receipt { papers.find(|step| step.kind == Kind::Open) } else { papers.max_by_key(|step| step.at) }
}
