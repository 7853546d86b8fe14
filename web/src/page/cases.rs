//! The list of cases: tabs, filters, search, and rows that change by themselves.

mod filter;
mod table;

pub use table::CaseTable;

use daiban_shared::api::{CaseRow, Home, Page};
use daiban_shared::text::{Lang, Ui};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api;
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::home::OPEN;
use crate::ui::link::Go;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;

/// `/cases?status=&holder=&due=&site=&q=`
#[component]
pub fn CasesPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let location = use_location();
    let filter = location.and_then(|at| at.query::<CaseFilter>().ok()).unwrap_or_default();
    let loaded = use_load::<Page<CaseRow>>(format!("/cases{}", filter.query(None)), true);
    let home = use_load::<Home>("/home".to_owned(), true);
    html! {
        <>
            <Title text={Ui::Cases.text(lang)} />
            { tabs(&filter, home.value.as_deref(), lang) }
            <filter::FilterBar filter={filter.clone()} />
            <div aria-busy={loaded.busy.to_string()}>
                { state::of(&loaded, |page| html! {
                    if page.items.is_empty() {
                        <Empty text={Ui::CasesNone.text(lang)}><p>{ Ui::CasesNoneHint.text(lang) }</p></Empty>
                    } else {
                        <CaseTable rows={page.items.clone()} />
                        <MorePages key={format!("{filter:?}{:?}", page.next)} filter={filter.clone()}
                            next={page.next.clone()} />
                    }
                }) }
            </div>
        </>
    }
}

fn tabs(filter: &CaseFilter, home: Option<&Home>, lang: Lang) -> Html {
    let tab = |text: Ui, wanted: CaseFilter, count: Option<u32>, test: &'static str| {
        let current = (&wanted.status, &wanted.holder, &wanted.due) == (&filter.status, &filter.holder, &filter.due);
        html! {
            <li>
                <Go to={Route::Cases} filter={Some(wanted)} class={classes!(current.then_some("current"))} {current}
                    {test}>
                    { text.text(lang) }
                    if let Some(count) = count { { " " }<span class="count">{ count }</span> }
                </Go>
            </li>
        }
    };
    let count = |of: fn(&Home) -> u32| home.map(of);
    html! {
        <ul class="tabs">
            { tab(Ui::InHand, CaseFilter::of(OPEN, "here", ""), count(|h| h.in_hand), "tab-in-hand") }
            { tab(Ui::Overdue, CaseFilter::of(OPEN, "here", "overdue"), count(|h| h.overdue), "tab-overdue") }
            { tab(Ui::DueSoon, CaseFilter::of(OPEN, "here", "today"), count(|h| h.due_soon), "tab-due-soon") }
            { tab(Ui::Elsewhere, CaseFilter::of(OPEN, "elsewhere", ""), count(|h| h.elsewhere), "tab-elsewhere") }
            { tab(Ui::ToDeliver, CaseFilter::of("done", "", ""), count(|h| h.to_deliver), "tab-done") }
            { tab(Ui::All, CaseFilter::default(), None, "tab-all") }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct MoreProps {
    filter: CaseFilter,
    next: Option<String>,
}

/// Further pages, one press each.
#[component]
fn MorePages(props: &MoreProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let rows = use_state(Vec::<CaseRow>::new);
    let next = use_state(|| props.next.clone());
    let busy = use_state(|| false);
    let onclick = {
        let (rows, next, busy, filter) = (rows.clone(), next.clone(), busy.clone(), props.filter.clone());
        Callback::from(move |_: MouseEvent| {
            let (rows, next, busy, filter) = (rows.clone(), next.clone(), busy.clone(), filter.clone());
            busy.set(true);
            spawn_local(async move {
                let path = format!("/cases{}", filter.query(next.as_deref()));
                if let Ok(page) = api::get::<Page<CaseRow>>(lang, &path).await {
                    rows.set([rows.as_slice(), &page.items].concat());
                    next.set(page.next);
                }
                busy.set(false);
            });
        })
    };
    html! {
        <>
            if !rows.is_empty() { <CaseTable rows={(*rows).clone()} /> }
            if next.is_some() {
                <p class="more">
                    <button type="button" {onclick} disabled={*busy} data-test="more">{ Ui::More.text(lang) }</button>
                </p>
            }
        </>
    }
}
