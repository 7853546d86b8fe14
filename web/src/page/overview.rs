//! The whole hierarchy for supervisors: counts by place and state, and how fresh each place's data is; as a tree, as a map,
//! over time, and places side by side.

mod compare;
mod figures;
mod looked;
mod map;
mod ranks;
mod tiles;
mod tree;
mod trends;

use std::rc::Rc;

use daiban_shared::api::{Freshness, Overview, PlaceRow};
use daiban_shared::day::stamp;
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::text::{FigureUi, Lang, OfficeUi, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::page::home::OPEN;
use crate::ui::download::Downloads;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Tick;
use crate::ui::link::Go;
use crate::ui::search::SearchField;
use crate::ui::state::{self, Empty};
use crate::ui::tile::{Tile, Tone};
use crate::ui::title::Title;
use crate::ui::words;
pub use figures::filter_of;
pub use looked::silent_places;
use looked::{Look, Looked, Step, use_look};
use tree::{Branch, Wanted};
pub use trends::{complete, figure};

#[derive(Properties, PartialEq)]
pub struct OverviewPageProps {
    /// `map`, `trends`, `compare`, `figures`; anything else = the tree.
    pub view: AttrValue,
}

/// `/overview`, `/overview/map`, `/overview/trends`, `/overview/compare`, `/overview/figures`
#[component]
pub fn OverviewPage(props: &OverviewPageProps) -> Html {
    let lang = use_lang();
    let loaded = use_load::<Overview>("/overview".to_owned(), true);
    html! {
        <>
            <Title text={Ui::Overview.text(lang)} />
            { tabs(&props.view, lang) }
            { state::of(&loaded, |view| match &*props.view {
                "map" => html! { <map::TileMap view={view.clone()} /> },
                "trends" => html! { <trends::TrendsView view={view.clone()} /> },
                "compare" => html! { <compare::CompareView view={view.clone()} /> },
                "figures" => html! { <figures::FiguresView view={view.clone()} /> },
                _ => html! { <Places view={view.clone()} /> },
            }) }
        </>
    }
}

fn tabs(view: &str, lang: Lang) -> Html {
    let known = ["map", "trends", "compare", "figures"].contains(&view);
    let tab = |name: &'static str, shape: Icon, text: &'static str| {
        let current = if known { view == name } else { name.is_empty() };
        let to = if name.is_empty() { Route::Overview } else { Route::OverviewAs { view: name.to_owned() } };
        let test = format!("overview-{}", if name.is_empty() { "tree" } else { name });
        html! {
            <li>
                <Go {to} class={classes!(current.then_some("current"))} {current} {test}>{ icon(shape) }{ " " }{ text }</Go>
            </li>
        }
    };
    html! {
        <ul class="tabs">
            { tab("", Icon::List, OfficeUi::TabTree.text(lang)) }
            { tab("map", Icon::LayoutGrid, OfficeUi::TabMap.text(lang)) }
            { tab("trends", Icon::ChartLine, OfficeUi::TabTrends.text(lang)) }
            { tab("compare", Icon::GitCompareArrows, OfficeUi::TabCompare.text(lang)) }
            { tab("figures", Icon::Table, FigureUi::Title.text(lang)) }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct PlacesProps {
    view: Rc<Overview>,
}

#[component]
fn Places(props: &PlacesProps) -> Html {
    let lang = use_lang();
    let look = use_look();
    let (wanted, folded) = (look.at.wanted(), look.at.folded());
    // What stood in the box when the page came; from then on the box leads and the address follows.
    let typed = use_mut_ref(|| look.at.q.clone());
    let view = &props.view;
    let change = |set: fn(&mut Wanted, bool)| {
        let (look, wanted) = (look.clone(), wanted.clone());
        Callback::from(move |yes| {
            let mut next = wanted.clone();
            set(&mut next, yes);
            look.go(&look.at.with(&next), Step::Choice);
        })
    };
    let on_text = {
        let (look, typed) = (look.clone(), typed.clone());
        Callback::from(move |words: String| {
            typed.replace(words.clone());
            look.go(&Looked { q: words, ..look.at.clone() }, Step::Stroke);
        })
    };
    // The way back within the page may lead to other words than those in the box: then it is drawn anew.
    let drawn = use_state(|| 0u32);
    {
        let drawn = drawn.clone();
        use_effect_with(look.at.q.clone(), move |q| {
            if typed.replace(q.clone()) != *q {
                drawn.set(*drawn + 1);
            }
        });
    }
    let branches = tree::branches(&view.places, &wanted, &folded);
    let head = |text: PlaceUi| html! { <th scope="col">{ text.text(lang) }</th> };
    html! {
        <>
            <p class="lead">{ fill(PlaceUi::OverviewLead.text(lang), &[("time", &stamp(view.as_of))]) }</p>
            { totals(view, lang) }
            <div class="filters">
                <span class="search">
                    <SearchField key={*drawn} id="place-search" words={PlaceUi::FindPlace.text(lang)} initial={look.at.q.clone()} {on_text} />
                </span>
                <Tick id="only-open" initial={wanted.open} text={PlaceUi::OnlyOpen.text(lang)} test="only-open"
                    on_tick={change(|wanted, yes| wanted.open = yes)} />
                <Tick id="only-late" initial={wanted.late} text={PlaceUi::OnlyLate.text(lang)} test="only-late"
                    on_tick={change(|wanted, yes| wanted.late = yes)} />
                <Tick id="only-silent" initial={wanted.silent} text={PlaceUi::OnlySilent.text(lang)} test="only-silent"
                    on_tick={change(|wanted, yes| wanted.silent = yes)} />
                <Tick id="also-bare" initial={wanted.bare} text={PlaceUi::AlsoBare.text(lang)} test="also-bare"
                    on_tick={change(|wanted, yes| wanted.bare = yes)} />
            </div>
            if branches.is_empty() {
                <Empty text={PlaceUi::PlacesNone.text(lang)} />
            } else {
                <div class="scroll">
                    <table class="figures cards places" data-test="places">
                        <thead><tr>
                            { head(PlaceUi::Place) }{ head(PlaceUi::Received) }{ head(PlaceUi::Accepted) }{ head(PlaceUi::Done) }
                            { head(PlaceUi::Filed) }{ head(PlaceUi::OverdueWord) }{ head(PlaceUi::DueSoonWord) }{ head(PlaceUi::InHandWord) }
                            { head(PlaceUi::Freshness) }
                        </tr></thead>
                        <tbody>{ for branches.iter().map(|branch| row(branch, &look, view.as_of, lang)) }</tbody>
                    </table>
                </div>
                <Downloads table="overview" />
            }
        </>
    }
}

/// A list of the cases filed in one branch, or at one place of it, whatever desk they lie at.
fn filed(site: SiteId, filter: CaseFilter) -> CaseFilter {
    CaseFilter { site: site.0.to_string(), desk: "all".to_owned(), ..filter }
}

fn totals(view: &Overview, lang: Lang) -> Html {
    let total = &view.total;
    let top = view.places.first().map(|place| place.site.id);
    let tile = |n: u64, text: PlaceUi, filter: CaseFilter, tone: Tone| {
        let filter = top.map_or_else(|| filter.clone(), |top| filed(top, filter.clone()));
        html! { <Tile n={n.to_string()} text={text.text(lang)} to={Route::Cases} {filter} {tone} /> }
    };
    html! {
        <ul class="tiles six" data-test="totals">
            { tile(total.received, PlaceUi::Received, CaseFilter::of("received", "", ""), Tone::Plain) }
            { tile(total.accepted, PlaceUi::Accepted, CaseFilter::of("accepted", "", ""), Tone::Plain) }
            { tile(total.done, PlaceUi::Done, CaseFilter::of("done", "", ""), Tone::Plain) }
            { tile(total.closed, PlaceUi::Filed, CaseFilter::of("closed", "", ""), Tone::Plain) }
            { tile(total.overdue, PlaceUi::OverdueWord, CaseFilter::of(OPEN, "", "overdue"), Tone::Bad) }
            { tile(total.due_soon, PlaceUi::DueSoonWord, CaseFilter::of(OPEN, "", "soon"), Tone::Soon) }
        </ul>
    }
}

fn row(branch: &Branch, look: &Look, now: Millis, lang: Lang) -> Html {
    let place = branch.place;
    let id = place.site.id;
    let drill = |status: &'static str, due: &'static str, n: u64| {
        if n == 0 {
            return html! { <span class="faint">{ "0" }</span> };
        }
        // A folded branch shows its sum, an open one what was filed at the place itself: the list shows the same.
        let filter = filed(id, CaseFilter::of(status, "", due));
        let filter = if branch.folded { filter } else { filter.own() };
        html! { <Go to={Route::Cases} filter={Some(filter)}>{ n }</Go> }
    };
    let toggle = {
        let look = look.clone();
        Callback::from(move |_: MouseEvent| look.go(&look.at.turned(id), Step::Stroke))
    };
    let (shape, class) = match place.freshness {
        Freshness::Fresh => (Some(Icon::CircleCheck), "fresh"),
        Freshness::Stale => (Some(Icon::History), "stale"),
        Freshness::Silent => (Some(Icon::CloudOff), "silent"),
        Freshness::NoMachine => (None, "no-machine"),
    };
    let text = freshness_words(place.freshness);
    let counts = &branch.counts;
    let label = |text: PlaceUi| text.text(lang);
    let fold = if branch.folded { PlaceUi::Unfold } else { PlaceUi::Fold };
    html! {
        <tr key={id.to_string()} class={classes!(class, format!("depth-{}", branch.depth))} data-test="place-row"
            data-freshness={class} data-place={place.site.zh.clone()}>
            <th scope="row">
                if branch.has_below {
                    <button type="button" class="fold" aria-expanded={(!branch.folded).to_string()} onclick={toggle}
                        aria-label={words::pair(fold.text(lang), place.site.name(lang), lang)} data-test="fold">
                        { icon(Icon::ChevronDown) }
                    </button>
                }
                <Go to={Route::Cases} filter={Some(filed(id, CaseFilter::default()))}
                    test="place-cases">{ place.site.name(lang).to_owned() }</Go>
            </th>
            <td data-label={label(PlaceUi::Received)}>{ drill("received", "", counts.received) }</td>
            <td data-label={label(PlaceUi::Accepted)}>{ drill("accepted", "", counts.accepted) }</td>
            <td data-label={label(PlaceUi::Done)}>{ drill("done", "", counts.done) }</td>
            <td data-label={label(PlaceUi::Filed)}>{ drill("closed", "", counts.closed) }</td>
            <td data-label={label(PlaceUi::OverdueWord)} class={classes!((counts.overdue > 0).then_some("late"))}>{ drill(OPEN, "overdue", counts.overdue) }</td>
            <td data-label={label(PlaceUi::DueSoonWord)}>{ drill(OPEN, "soon", counts.due_soon) }</td>
            <td data-label={label(PlaceUi::InHandWord)}>{ branch.in_hand }</td>
            <td class="fresh-cell">
                <span>
                    if let Some(shape) = shape { { icon(shape) }{ " " } }
                    { text.text(lang) }
                    <small>{ heard(place, now, lang) }</small>
                </span>
            </td>
        </tr>
    }
}

/// How fresh a place's data is, in words.
fn freshness_words(freshness: Freshness) -> PlaceUi {
    match freshness {
        Freshness::Fresh => PlaceUi::Fresh,
        Freshness::Stale => PlaceUi::StaleWord,
        Freshness::Silent => PlaceUi::Silent,
        Freshness::NoMachine => PlaceUi::NoMachine,
    }
}

fn heard(place: &PlaceRow, now: Millis, lang: Lang) -> String {
    match (place.freshness, place.heard_until) {
        // A place without a machine, and this machine itself, have not been heard.
        (Freshness::NoMachine, _) | (Freshness::Fresh, None) => String::new(),
        (Freshness::Fresh | Freshness::Stale | Freshness::Silent, Some(at)) => {
            fill(PlaceUi::HeardUntil.text(lang), &[("time", &words::moment_ago(now, Some(at), lang))])
        }
        (Freshness::Stale | Freshness::Silent, None) => PlaceUi::NeverHeard.text(lang).to_owned(),
    }
}
