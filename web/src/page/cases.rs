//! The list of cases: tabs, kept filters, filters, and the list itself.

mod bar;
pub mod batch;
mod bulk;
mod choice;
mod columns;
mod csv;
mod days;
mod filter;
mod head;
pub mod keys;
mod line;
mod listing;
pub mod memory;
mod reading;
mod rows;
mod saved;
mod saved_bar;
mod screen;
mod seen;
mod table;
mod window;
mod work_list;

#[cfg(test)]
pub use listing::tests::row as sample_row;
pub use saved_bar::SavedBar;
pub use table::CaseTable;

use daiban_shared::api::Home;
use daiban_shared::text::{Lang, Ui};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::home::OPEN;
use crate::ui::desk::DeskSwitch;
use crate::ui::download::Downloads;
use crate::ui::link::Go;
use crate::ui::title::Title;
use crate::ui::words;
use memory::use_memory;
use work_list::WorkList;

/// `/cases?status=&holder=&due=&todo=&site=&own=&desk=&q=&news=&sort=`
#[component]
pub fn CasesPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let location = use_location();
    let filter = location.and_then(|at| at.query::<CaseFilter>().ok()).unwrap_or_default();
    let desk = CaseFilter { desk: filter.desk.clone(), ..CaseFilter::default() };
    let path = if session.is_lay() { String::new() } else { format!("/home{}", desk.query()) };
    let home = use_load::<Home>(path, true);
    // Who comes back from a case goes on at its row.
    let memory = use_memory();
    let keep_focus = use_memo((), |()| memory.is_kept());
    html! {
        <>
            <Title text={Ui::Cases.text(lang)} keep_focus={*keep_focus} />
            { tabs(&filter, home.value.as_deref(), lang) }
            <SavedBar filter={filter.clone()} is_tab={is_tab(&filter)} />
            <filter::FilterBar filter={filter.clone()} />
            <days::DayChips filter={filter.clone()} />
            // A search looks at every desk: whoever asks for one case wants it wherever it lies.
            if filter.q.is_empty() { <DeskSwitch to={Route::Cases} filter={filter.clone()} /> }
            <WorkList filter={filter.clone()} />
            if !session.is_lay() { <Downloads table="cases" query={filter.unordered().query()} /> }
        </>
    }
}

/// What a tab shows needs no name of its own.
fn is_tab(filter: &CaseFilter) -> bool {
    let plain = CaseFilter { desk: String::new(), ..filter.unordered() };
    let open = |holder, due| CaseFilter::of(OPEN, holder, due);
    let known = [
        open("here", ""),
        open("here", "overdue"),
        open("here", "soon"),
        open("elsewhere", "").own(),
        CaseFilter::todo("deliver"),
        CaseFilter::todo("close"),
        CaseFilter::default(),
    ];
    filter.sort.is_empty() && known.contains(&plain)
}

fn tabs(filter: &CaseFilter, home: Option<&Home>, lang: Lang) -> Html {
    let kind = |filter: &CaseFilter| CaseFilter {
        site: String::new(),
        desk: String::new(),
        q: String::new(),
        ..filter.unordered()
    };
    let tab = |text: Ui, wanted: CaseFilter, count: Option<u32>, test: &'static str| {
        let current = wanted == kind(filter);
        let wanted = CaseFilter { desk: filter.desk.clone(), ..wanted };
        html! {
            <li>
                <Go to={Route::Cases} filter={Some(wanted)} class={classes!(current.then_some("current"))} {current}
                    {test}>
                    { text.text(lang) }
                    if let Some(count) = count { { " " }<span class="count">{ words::counted_short(count) }</span> }
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
