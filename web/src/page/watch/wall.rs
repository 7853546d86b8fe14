//! The wall: the hierarchy with its lights, by town or as a tree; silent places, alarms, late cases; down to the case. It reads
//! itself anew with every news, and every half minute, because time alone makes cases late.

use std::rc::Rc;

use daiban_shared::api::{Freshness, Trends, Wall, WallPlace};
use daiban_shared::text::{Lang, OfficeUi, PlaceUi, WallUi, fill};
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use super::alarms::AlarmLook;
use super::lamp::{self, Lamp};
use super::places::{self, Group};
use super::{Tabs, late, tree};
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::{use_load, use_load_on};
use crate::page::overview::{complete, silent_places};
use crate::ui::chart::{Chart, Form, Series};
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::state::{self, Empty};
use crate::ui::ticks::use_ticks;
use crate::ui::title::Title;

/// Lights change by time alone.
const BEAT_MS: u32 = 30_000;

/// How the wall is looked at, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WallLook {
    /// `tree`; empty = by town.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Places whose branches are folded, points between.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub folded: String,
}

/// `/wall`
#[component]
pub fn WallPage() -> Html {
    let lang = use_lang();
    let beat = use_ticks(BEAT_MS);
    let loaded = use_load_on::<Wall>("/wall".to_owned(), beat);
    html! {
        <>
            <Title text={WallUi::Title.text(lang)} />
            <Tabs here={Route::Wall} />
            { state::of(&loaded, |wall| html! { <Drawn wall={wall.clone()} /> }) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct DrawnProps {
    wall: Rc<Wall>,
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let look = use_location().and_then(|at| at.query::<WallLook>().ok()).unwrap_or_default();
    let wall = &props.wall;
    let Some(top) = wall.places.first() else {
        return html! { <Empty text={WallUi::NoPlaces.text(lang)} /> };
    };
    let go = {
        let navigator = navigator.clone();
        Callback::from(move |look: WallLook| {
            if let Some(navigator) = &navigator {
                let _ = navigator.replace_with_query(&Route::Wall, &look);
            }
        })
    };
    let is_tree = look.by == "tree";
    let view = |by: &'static str, shape: Icon, text: WallUi| {
        let (go, next) = (go.clone(), WallLook { by: by.to_owned(), ..look.clone() });
        let current = is_tree == (by == "tree");
        html! {
            <button type="button" class={classes!("chip", current.then_some("current"))} aria-pressed={current.to_string()}
                onclick={move |_| go.emit(next.clone())} data-test={format!("wall-by-{}", if by.is_empty() { "town" } else { by })}>
                { icon(shape) }{ text.text(lang) }
            </button>
        }
    };
    html! {
        <>
            <div class="wall-head">
                { complete(wall.complete, lang) }
                <div class="choices">
                    { view("", Icon::LayoutGrid, WallUi::ViewTiles) }{ view("tree", Icon::List, WallUi::ViewTree) }
                    <Go to={Route::WallScreen} class={classes!("button")} test="wall-show">{ icon(Icon::ExternalLink) }{ " " }{ WallUi::Show.text(lang) }</Go>
                </div>
            </div>
            { totals(top, wall.as_of, lang) }
            <div class={classes!("wall-columns", is_tree.then_some("wide"))}>
                <div>
                    if is_tree {
                        <tree::Tree wall={wall.clone()} folded={look.folded.clone()} on_fold={
                            let look = look.clone();
                            go.reform(move |folded: String| WallLook { folded, ..look.clone() })
                        } />
                    } else {
                        { tiles(wall, lang) }
                    }
                </div>
                <div>
                    <section class="card">
                        <h2>{ WallUi::Latest.text(lang) }</h2>
                        if wall.latest.is_empty() {
                            <p>{ WallUi::LatestNone.text(lang) }</p>
                        } else {
                            { late::list(&wall.latest, lang) }
                        }
                    </section>
                    <Trend site={top.site.id.0.to_string()} />
                </div>
            </div>
        </>
    }
}

/// Everything together, each number a list.
fn totals(top: &WallPlace, now: u64, lang: Lang) -> Html {
    let site = top.site.id.0.to_string();
    let tile = |lamp: Lamp, n: u64, to: Html| {
        html! { <li class={classes!("wall-total", if n == 0 { "zero" } else { lamp.class() })}>{ to }</li> }
    };
    let words = |lamp: Lamp, n: u64| html! { <><strong>{ n }</strong><span>{ icon(lamp.shape()) }{ " " }{ lamp.text(lang) }</span></> };
    let of_cases = |lamp: Lamp| {
        let n = lamp.count(top.branch);
        let filter = CaseFilter::held_by(&site, lamp.code());
        tile(
            lamp,
            n,
            html! {
                <Go to={Route::Cases} filter={Some(filter)} test={format!("total-{}", lamp.code())}>{ words(lamp, n) }</Go>
            },
        )
    };
    html! {
        <ul class="wall-totals" data-test="wall-totals">
            { for Lamp::OF_CASES.into_iter().map(of_cases) }
            { tile(Lamp::Grey, top.silent, html! { <Go to={Route::Overview} query={silent_places()} test="total-silent">{ words(Lamp::Grey, top.silent) }</Go> }) }
            <li class={classes!("wall-total", (top.branch_alarms == 0).then_some("zero"))} title={WallUi::AlarmsHint.text(lang)}>
                <Go to={Route::Alarms} query={AlarmLook::waiting("", now).query()} test="total-alarms">
                    <strong>{ top.branch_alarms }</strong><span>{ icon(Icon::Bell) }{ " " }{ WallUi::Alarms.text(lang) }</span>
                </Go>
            </li>
        </ul>
    }
}

fn tiles(wall: &Wall, lang: Lang) -> Html {
    let (groups, quiet) = places::groups(&wall.places);
    html! {
        <>
            <div class="wall-tiles" data-test="wall-tiles">{ for groups.iter().map(|group| tile(group, wall.as_of, lang)) }</div>
            if quiet > 0 { <p class="hint">{ fill(WallUi::Quiet.text(lang), &[("n", &quiet.to_string())]) }</p> }
        </>
    }
}

/// A town: its lights, what is silent, its villages with something to see.
fn tile(group: &Group<'_>, now: u64, lang: Lang) -> Html {
    let head = group.head;
    let (id, lights) = (head.site.id.0.to_string(), group.lights());
    let filter = |light: &str| {
        if group.is_single() {
            CaseFilter { at: id.clone(), light: light.to_owned(), desk: "all".to_owned(), ..CaseFilter::default() }
        } else {
            CaseFilter::held_by(&id, light)
        }
    };
    let name = if group.is_single() {
        fill(WallUi::Own.text(lang), &[("place", head.site.name(lang))])
    } else {
        head.site.name(lang).to_owned()
    };
    // The first press leads to what is late, where there is something.
    let first = if lights.late() > 0 { filter("red,deep_red") } else { filter("none,blue,yellow") };
    let silent = head.freshness == Freshness::Silent;
    let waiting = if group.is_single() { AlarmLook::waiting_at(&id, now) } else { AlarmLook::waiting(&id, now) };
    let mark = if silent { Lamp::Grey } else { Lamp::worst(lights) };
    html! {
        <section key={id.clone()} class={classes!("wall-tile", mark.class())} data-test="wall-tile" data-place={head.site.zh.clone()}>
            <h3>
                <Go to={Route::Cases} filter={Some(first)} test="wall-tile-open">{ name }</Go>
                <small>{ fill(WallUi::Open.text(lang), &[("n", &lights.all().to_string())]) }</small>
            </h3>
            { lamps(&lights, filter, lang) }
            { notes(group.alarms(), group.silent(), waiting, lang) }
            if silent { { silent_words(head, now, lang) } }
            if !group.below.is_empty() {
                <ul class="wall-villages">{ for group.below.iter().map(|place| village(place, now, lang)) }</ul>
            }
        </section>
    }
}

fn lamps(lights: &daiban_shared::api::Lights, filter: impl Fn(&str) -> CaseFilter, lang: Lang) -> Html {
    let shown = Lamp::OF_CASES.into_iter().filter(|lamp| lamp.count(*lights) > 0);
    let each = shown.map(|lamp| lamp::link(lamp, lamp.count(*lights), filter(lamp.code()), lang));
    html! { <p class="lamps">{ for each }</p> }
}

fn notes(alarms: u64, silent: u64, look: AlarmLook, lang: Lang) -> Html {
    if alarms + silent == 0 {
        return Html::default();
    }
    html! {
        <p class="lamps">
            if alarms > 0 {
                <Go to={Route::Alarms} query={look.query()} test="wall-alarms">
                    <span class="lamp">{ icon(Icon::Bell) }{ " " }{ fill(WallUi::AlarmCount.text(lang), &[("n", &alarms.to_string())]) }</span>
                </Go>
            }
            if silent > 0 {
                <span class="lamp lamp-grey">{ icon(Icon::CloudOff) }{ " " }{ fill(WallUi::SilentCount.text(lang), &[("n", &silent.to_string())]) }</span>
            }
        </p>
    }
}

fn village(place: &WallPlace, now: u64, lang: Lang) -> Html {
    let id = place.site.id.0.to_string();
    let silent = place.freshness == Freshness::Silent;
    let mark = if silent { Lamp::Grey } else { Lamp::worst(place.lights) };
    let light = if place.lights.late() > 0 { "red,deep_red" } else { "" };
    html! {
        <li key={id.clone()} class={mark.class()} data-test="wall-village" data-place={place.site.zh.clone()}>
            <Go to={Route::Cases} filter={Some(CaseFilter::held_by(&id, light))}>{ place.site.name(lang).to_owned() }</Go>
            { lamps(&place.lights, |light| CaseFilter::held_by(&id, light), lang) }
            { notes(place.alarms, 0, AlarmLook::waiting(&id, now), lang) }
            if silent { { silent_words(place, now, lang) } }
        </li>
    }
}

/// Since when a place is silent.
pub fn silent_words(place: &WallPlace, now: u64, lang: Lang) -> Html {
    let since = place.heard_until.map_or_else(
        || WallUi::Never.text(lang).to_owned(),
        |at| fill(WallUi::Heard.text(lang), &[("time", &crate::ui::words::ago(now, at, lang))]),
    );
    html! { <p class="wall-silent">{ icon(Icon::CloudOff) }{ " " }{ PlaceUi::Silent.text(lang) }{ " · " }{ since }</p> }
}

#[derive(Properties, PartialEq)]
pub struct TrendProps {
    pub site: String,
    /// On a screen on a wall, where nobody opens anything.
    #[prop_or_default]
    pub bare: bool,
}

/// What was filed, what ended and what of it late, over twelve weeks.
#[component]
pub fn Trend(props: &TrendProps) -> Html {
    let lang = use_lang();
    let loaded = use_load::<Trends>(format!("/trends?site={}", props.site), true);
    let picked = use_state(|| None::<usize>);
    let on_pick = {
        let picked = picked.clone();
        Callback::from(move |at| picked.set(Some(at)))
    };
    let bare = props.bare;
    let draw = |trends: &Rc<Trends>| {
        let labels: Vec<String> = trends.points.iter().map(|point| point.from.to_string()[5..].to_owned()).collect();
        let series = |text: OfficeUi, of: fn(daiban_shared::api::Flow) -> u64| Series {
            name: text.text(lang).to_owned(),
            values: trends.points.iter().map(|point| Some(of(point.flow) as f64)).collect(),
        };
        let says = picked.and_then(|at| trends.points.get(at)).map_or_else(
            || {
                if bare {
                    Html::default()
                } else {
                    html! { <span class="hint">{ OfficeUi::ChartHint.text(lang) }</span> }
                }
            },
            |point| {
                let each = |text: OfficeUi, n: u64| html! { <span>{ text.text(lang) }{ " " }{ n }</span> };
                html! {
                    <>
                        <strong class="nowrap">{ format!("{} – {}", point.from, point.to) }</strong>
                        { each(OfficeUi::FiledFlow, point.flow.filed) }{ each(OfficeUi::EndedFlow, point.flow.ended) }
                        { each(OfficeUi::LateFlow, point.flow.late) }
                    </>
                }
            },
        );
        html! {
            <>
                <Chart id="wall-trend" title={WallUi::Trend.text(lang)} unit={OfficeUi::CasesUnit.text(lang)} form={Form::Bars} {labels}
                    picked={*picked} on_pick={on_pick.clone()} {says}
                    series={vec![
                        series(OfficeUi::FiledFlow, |flow| flow.filed),
                        series(OfficeUi::EndedFlow, |flow| flow.ended),
                        series(OfficeUi::LateFlow, |flow| flow.late),
                    ]} />
                if !bare {
                    <details class="behind">
                        <summary data-test="wall-trend-table">{ OfficeUi::AsTable.text(lang) }</summary>
                        { trend_table(trends, lang) }
                    </details>
                    <p><Go to={Route::OverviewAs { view: "trends".to_owned() }}>{ WallUi::TrendMore.text(lang) }</Go></p>
                }
            </>
        }
    };
    state::of(&loaded, draw)
}

/// The numbers of the chart.
fn trend_table(trends: &Trends, lang: Lang) -> Html {
    let head = |text: OfficeUi| html! { <th scope="col">{ text.text(lang) }</th> };
    html! {
        <table class="figures">
            <thead><tr>
                <th scope="col">{ OfficeUi::By.text(lang) }</th>
                { head(OfficeUi::FiledFlow) }{ head(OfficeUi::EndedFlow) }{ head(OfficeUi::LateFlow) }
            </tr></thead>
            <tbody>{ for trends.points.iter().map(|point| html! {
                <tr>
                    <th scope="row" class="nowrap">{ format!("{} – {}", point.from, point.to) }</th>
                    <td>{ point.flow.filed }</td><td>{ point.flow.ended }</td><td>{ point.flow.late }</td>
                </tr>
            }) }</tbody>
        </table>
    }
}
