//! Search and filters above the list; they stand in the address, so that a list can be sent to a colleague.

use daiban_shared::api::{Page, SiteView};
use daiban_shared::case::Status;
use daiban_shared::text::{Lang, Ui};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::home::OPEN;
use crate::ui::input::{Select, Tick};
use crate::ui::link::go;
use crate::ui::search::SearchField;

#[derive(Properties, PartialEq)]
pub struct FilterBarProps {
    pub filter: CaseFilter,
}

/// Search box, status, place, limit.
#[component]
pub fn FilterBar(props: &FilterBarProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let navigator = use_navigator();
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let typed = use_mut_ref(String::new);
    typed.replace(props.filter.q.clone());
    let change = {
        let filter = props.filter.clone();
        move |set: fn(&mut CaseFilter, String)| {
            let (filter, navigator) = (filter.clone(), navigator.clone());
            Callback::from(move |text: String| {
                let mut filter = filter.clone();
                set(&mut filter, text);
                if let Some(navigator) = &navigator {
                    go(navigator, &Route::Cases, Some(&filter));
                }
            })
        }
    };
    let search = change(|filter, text| filter.q = text);
    let onsubmit = {
        let (search, typed) = (search.clone(), typed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            search.emit(typed.borrow().trim().to_owned());
        })
    };
    let clear = search.reform(|_: MouseEvent| String::new());
    let on_text = Callback::from(move |text: String| {
        typed.replace(text);
    });
    let places = places(sites.value.as_deref(), &props.filter.site, lang);
    let key = format!("{:?}", props.filter);
    html! {
        <form class="filters" role="search" {onsubmit}>
            <span class="search">
                <SearchField key={props.filter.q.clone()} id="case-search" words={Ui::CasesSearch.text(lang)} initial={props.filter.q.clone()} {on_text} />
                <button type="submit" data-test="case-search-go">{ Ui::Search.text(lang) }</button>
                if !props.filter.q.is_empty() {
                    <button type="button" class="quiet" onclick={clear} data-test="case-search-clear">
                        { Ui::Clear.text(lang) }
                    </button>
                }
            </span>
            <label>{ Ui::FilterStatus.text(lang) }
                <Select key={format!("s{key}")} id="filter-status" initial={props.filter.status.clone()} options={statuses(lang)}
                    empty={Ui::All.text(lang)} test="filter-status" on_text={change(|filter, text| *filter = CaseFilter { status: text, todo: String::new(), ..filter.clone() })} />
            </label>
            <label>{ Ui::FilterDue.text(lang) }
                <Select key={format!("d{key}")} id="filter-due" initial={props.filter.due.clone()} options={dues(lang)}
                    empty={Ui::All.text(lang)} test="filter-due" on_text={change(|filter, text| *filter = CaseFilter { due: text, todo: String::new(), ..filter.clone() })} />
            </label>
            if places.len() > 1 {
                <label>{ Ui::FilterPlace.text(lang) }
                    <Select key={format!("p{key}")} id="filter-site" initial={props.filter.site.clone()} options={places}
                        empty={Ui::All.text(lang)} test="filter-site" on_text={change(|filter, text| *filter = CaseFilter { site: text, own: String::new(), ..filter.clone() })} />
                </label>
                { own(&props.filter, change(|filter, text| filter.own = text), lang) }
            }
        </form>
    }
}

/// Whether places below the chosen one count too; nothing to ask where none is chosen.
fn own(filter: &CaseFilter, on_text: Callback<String>, lang: Lang) -> Html {
    if filter.site.is_empty() {
        return Html::default();
    }
    let on_tick = on_text.reform(|yes: bool| if yes { "1".to_owned() } else { String::new() });
    let initial = !filter.own.is_empty();
    html! { <Tick id="filter-own" {initial} text={Ui::FilterOwn.text(lang)} test="filter-own" {on_tick} /> }
}

fn statuses(lang: Lang) -> Vec<(String, String)> {
    let statuses = [
        ("received", Status::Received),
        ("accepted", Status::Accepted),
        ("done", Status::Done),
        ("closed", Status::Closed),
    ];
    let each = statuses.iter().map(|(code, status)| (code.to_string(), status.text(lang).to_owned()));
    [(OPEN.to_owned(), Ui::NotDone.text(lang).to_owned())].into_iter().chain(each).collect()
}

fn dues(lang: Lang) -> Vec<(String, String)> {
    let dues = [("overdue", Ui::Overdue), ("today", Ui::DueToday), ("soon", Ui::DueSoon), ("week", Ui::DueWeek)];
    dues.iter().map(|(code, text)| (code.to_string(), text.text(lang).to_owned())).collect()
}

/// Places with a machine, since only there cases are filed, and the one that is chosen, whose machine may be gone.
fn places(sites: Option<&Page<SiteView>>, chosen: &str, lang: Lang) -> Vec<(String, String)> {
    let rows = sites.into_iter().flat_map(|page| &page.items);
    let live = rows.filter(|site| site.live || site.id.0.to_string() == chosen);
    live.map(|site| (site.id.0.to_string(), lang.pick(&site.zh, &site.en).to_owned())).collect()
}
