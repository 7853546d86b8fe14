//! The list of cases: tabs, filters, search, and rows that change by themselves.

mod days;
mod filter;
mod table;

pub use table::CaseTable;

use daiban_shared::api::{CaseRow, Home};
use daiban_shared::text::{Lang, Ui};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_session;
use crate::load::{use_load, use_pages};
use crate::page::home::OPEN;
use crate::ui::desk::DeskSwitch;
use crate::ui::download::Downloads;
use crate::ui::link::Go;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::{more, words};

/// `/cases?status=&holder=&due=&todo=&site=&own=&desk=&q=`
#[component]
pub fn CasesPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let location = use_location();
    let filter = location.and_then(|at| at.query::<CaseFilter>().ok()).unwrap_or_default();
    let pages = use_pages::<CaseRow>(format!("/cases{}", filter.query()));
    let desk = CaseFilter { desk: filter.desk.clone(), ..CaseFilter::default() };
    let home = use_load::<Home>(format!("/home{}", desk.query()), true);
    html! {
        <>
            <Title text={Ui::Cases.text(lang)} />
            { tabs(&filter, home.value.as_deref(), lang) }
            <filter::FilterBar filter={filter.clone()} />
            <days::DayChips filter={filter.clone()} />
            // A search looks at every desk: whoever asks for one case wants it wherever it lies.
            if filter.q.is_empty() { <DeskSwitch to={Route::Cases} filter={filter.clone()} /> }
            <div aria-busy={pages.loaded.busy.to_string()}>
                { state::of(&pages.loaded, |rows| html! {
                    if rows.items.is_empty() {
                        <Empty text={Ui::CasesNone.text(lang)}><p>{ Ui::CasesNoneHint.text(lang) }</p></Empty>
                    } else {
                        <CaseTable rows={rows.items.clone()} />
                        { more::end_of(&pages) }
                        <Downloads table="cases" query={filter.query()} />
                    }
                }) }
            </div>
        </>
    }
}

fn tabs(filter: &CaseFilter, home: Option<&Home>, lang: Lang) -> Html {
    let kind = |filter: &CaseFilter| CaseFilter {
        site: String::new(),
        desk: String::new(),
        q: String::new(),
        ..filter.clone()
    };
    let tab = |text: Ui, wanted: CaseFilter, count: Option<u32>, test: &'static str| {
        let current = wanted == kind(filter);
        let wanted = CaseFilter { desk: filter.desk.clone(), ..wanted };
        html! {
            <li>
                <Go to={Route::Cases} filter={Some(wanted)} class={classes!(current.then_some("current"))} {current}
                    {test}>
                    { text.text(lang) }
                    if let Some(count) = count { { " " }<span class="count">{ words::counted(count) }</span> }
                </Go>
            </li>
        }
    };
    let count = |of: fn(&Home) -> u32| home.map(of);
    html! {
        <ul class="tabs">
            { tab(Ui::InHand, CaseFilter::of(OPEN, "here", ""), count(|h| h.in_hand), "tab-in-hand") }
            { tab(Ui::Overdue, CaseFilter::of(OPEN, "here", "overdue"), count(|h| h.overdue), "tab-overdue") }
            { tab(Ui::DueSoon, CaseFilter::of(OPEN, "here", "soon"), count(|h| h.due_soon), "tab-due-soon") }
            { tab(Ui::Elsewhere, CaseFilter::of(OPEN, "elsewhere", "").own(), count(|h| h.elsewhere), "tab-elsewhere") }
            { tab(Ui::ToDeliver, CaseFilter::todo("deliver"), count(|h| h.to_deliver), "tab-to-deliver") }
            { tab(Ui::ToClose, CaseFilter::todo("close"), count(|h| h.to_close), "tab-to-close") }
            { tab(Ui::All, CaseFilter::default(), None, "tab-all") }
        </ul>
    }
}
