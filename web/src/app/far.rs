//! Pages that are loaded when somebody first opens one of them: an agent's first visit need not bring the supervisor's
//! charts over a slow line. What a part draws lies in a file of its own, cut off by the build.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use super::route::Route;
use crate::api::Fault;
use crate::page;
use crate::ui::dom;
use crate::ui::state::{Failed, Loading};

/// The first page comes before parts that only a later one needs.
const PRELOAD_AFTER_MS: u32 = 1_500;

/// What is loaded together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One case and what may be done with it.
    Case,
    /// The catalogue and filing.
    Filing,
    /// Papers to print.
    Paper,
    /// Supervision, sync, people, machines, settings.
    Office,
    /// The wall, alarms, cards, rules, reports.
    Watch,
    /// The calendar, the catalogue and its versions, the hall's screen.
    Reference,
}

#[derive(Properties, PartialEq)]
pub struct FarProps {
    pub part: Part,
    pub route: Route,
}

enum Here {
    Loading,
    Failed,
    Drawn(Html),
}

/// Draws a page of a part that may still have to be loaded.
#[component]
pub fn Far(props: &FarProps) -> Html {
    let here = use_state(|| Rc::new(Here::Loading));
    let tries = use_state(|| 0u32);
    {
        let here = here.setter();
        use_effect_with((props.part, props.route.clone(), *tries), move |(part, route, _)| {
            let (part, route) = (*part, route.clone());
            let newest = Rc::new(std::cell::Cell::new(true));
            let is_newest = newest.clone();
            spawn_local(async move {
                let drawn = page_of(part, route).await;
                // Somebody who went on meanwhile wants to see the other page.
                if is_newest.get() {
                    here.set(Rc::new(drawn.map_or(Here::Failed, Here::Drawn)));
                }
            });
            move || newest.set(false)
        });
    }
    match &**here {
        Here::Loading => html! { <Loading /> },
        Here::Failed => {
            let again = Callback::from(move |()| tries.set(*tries + 1));
            html! { <Failed fault={Fault::Unreachable} {again} /> }
        }
        Here::Drawn(html) => html.clone(),
    }
}

/// Loads what a person of these duties will open next, when the first page stands.
pub async fn preload(files: bool, watches: bool) {
    dom::sleep(PRELOAD_AFTER_MS).await;
    // A part that does not come now is asked for again when its page is opened.
    let _ = preload_case().await;
    if files {
        let _ = preload_filing().await;
    }
    if watches {
        let _ = preload_office().await;
        let _ = preload_watch().await;
    }
    let _ = preload_paper().await;
    let _ = preload_reference().await;
}

async fn page_of(part: Part, route: Route) -> Result<Html, SplitLoaderError> {
    match part {
        Part::Case => case(route).await,
        Part::Filing => filing(route).await,
        Part::Paper => paper(route).await,
        Part::Office => office(route).await,
        Part::Watch => watch(route).await,
        Part::Reference => reference(route).await,
    }
}

#[allow(unsafe_code, reason = "the macro declares the function on both sides of the border")]
#[wasm_split(paper, fallible, preload(preload_paper))]
fn paper(route: Route) -> Result<Html, SplitLoaderError> {
    Ok(page::paper_page(route))
}

#[allow(unsafe_code, reason = "the macro declares the function on both sides of the border")]
#[wasm_split(case, fallible, preload(preload_case))]
fn case(route: Route) -> Result<Html, SplitLoaderError> {
    Ok(page::case_page(route))
}

#[allow(unsafe_code, reason = "the macro declares the function on both sides of the border")]
#[wasm_split(filing, fallible, preload(preload_filing))]
fn filing(route: Route) -> Result<Html, SplitLoaderError> {
    Ok(page::filing_page(route))
}

#[allow(unsafe_code, reason = "the macro declares the function on both sides of the border")]
#[wasm_split(office, fallible, preload(preload_office))]
fn office(route: Route) -> Result<Html, SplitLoaderError> {
    Ok(page::office_page(route))
}

#[allow(unsafe_code, reason = "the macro declares the function on both sides of the border")]
#[wasm_split(watch, fallible, preload(preload_watch))]
fn watch(route: Route) -> Result<Html, SplitLoaderError> {
    Ok(page::watch_page(route))
}

#[allow(unsafe_code, reason = "the macro declares the function on both sides of the border")]
#[wasm_split(reference, fallible, preload(preload_reference))]
fn reference(route: Route) -> Result<Html, SplitLoaderError> {
    Ok(page::reference_page(route))
}
