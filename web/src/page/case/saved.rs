//! What this page has just written, with its paper, the way back where it has no legal effect, and the way to the next case.

use std::rc::Rc;

use daiban_shared::api::{CaseView, HolderView};
use daiban_shared::id::Hash;
use daiban_shared::kind::Kind;
use daiban_shared::text::{ActUi, CaseUi, Ui};
use yew::prelude::*;

use super::next::NextLink;
use super::{handed, refer};
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::page::handing;
use crate::ui::link::Go;
use crate::ui::{dom, words};

/// The id of the notice: it takes the focus, so that nobody has to look for what happened.
const NOTICE: &str = "case-saved";

/// What this page has just written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// Its steps.
    pub steps: Vec<Hash>,
    /// In whose hand the case was before.
    pub before: Option<HolderView>,
}

#[derive(Properties, PartialEq)]
pub struct SavedProps {
    pub case: Rc<CaseView>,
    pub written: Written,
    pub on_written: Callback<Vec<Hash>>,
}

/// Stands above the case as soon as the page has read what was written.
#[component]
pub fn Saved(props: &SavedProps) -> Html {
    let lang = use_lang();
    let (case, written) = (&props.case, &props.written);
    let mine: Vec<_> = case.steps.iter().filter(|step| written.steps.contains(&step.id)).collect();
    let told: Vec<Hash> = mine.iter().map(|step| step.id).collect();
    use_effect_with(told, |told| {
        if !told.is_empty() {
            dom::focus(NOTICE);
        }
    });
    if mine.is_empty() {
        return Html::default();
    }
    let papers = mine.iter().filter(|step| step.paper_number.is_some()).map(|step| {
        let to = Route::Print { id: case.id.to_string(), step: step.id.to_string() };
        let text = words::pair(CaseUi::PrintPaper.text(lang), refer::title(step).text(lang), lang);
        html! { <Go {to} class={classes!("button")} test="print-written">{ text }</Go> }
    });
    let papers: Vec<Html> = papers.collect();
    let is_handed = mine.iter().any(|step| step.kind == Kind::Assign);
    let before = written.before.clone().filter(|before| is_handed && handing::can_go_back(before, &case.holder));
    let text = if papers.is_empty() { Ui::Saved.text(lang) } else { ActUi::SavedWithPaper.text(lang) };
    html! {
        <div id={NOTICE} tabindex="-1" class="notice good" role="status" data-test="saved"><p>{ text }</p>{ papers }
            if let Some(before) = before {
                <handed::UndoHanding case={case.clone()} {before} on_written={props.on_written.clone()} />
            }
            <NextLink case={case.id.to_string()} />
        </div>
    }
}
