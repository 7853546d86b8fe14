//! The places as tiles: size by load, light and freshness by shape, word and colour.

use std::rc::Rc;

use daiban_shared::api::{Freshness, Overview, PlaceRow};
use daiban_shared::id::Millis;
use daiban_shared::text::{Lang, OfficeUi, PlaceUi, fill};
use yew::prelude::*;

use super::tiles::{Group, Heard, Tile, groups, open_of};
use super::{filed, freshness_words};
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::page::home::OPEN;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::state::Empty;

#[derive(Properties, PartialEq)]
pub struct TileMapProps {
    pub view: Rc<Overview>,
}

/// One tile a place, grouped by town.
#[component]
pub fn TileMap(props: &TileMapProps) -> Html {
    let lang = use_lang();
    let view = &props.view;
    let (groups, left_out) = groups(&view.places);
    if groups.is_empty() {
        return html! { <Empty text={OfficeUi::MapNone.text(lang)} /> };
    }
    html! {
        <>
            <p class="lead">{ OfficeUi::MapLead.text(lang) }</p>
            { legend(lang) }
            <div class="place-map" data-test="place-map">
                { for groups.iter().map(|group| draw_group(group, view.as_of, lang)) }
            </div>
            if left_out > 0 {
                <p class="hint">{ fill(OfficeUi::MapBare.text(lang), &[("n", &left_out.to_string())]) }</p>
            }
            { table(&groups, view.as_of, lang) }
        </>
    }
}

fn legend(lang: Lang) -> Html {
    let signs = [
        ("map-late", Icon::OctagonAlert, PlaceUi::OverdueWord.text(lang)),
        ("map-soon", Icon::Clock, PlaceUi::DueSoonWord.text(lang)),
        ("map-calm", Icon::CircleCheck, OfficeUi::AllInTime.text(lang)),
        ("map-stale", Icon::History, PlaceUi::StaleWord.text(lang)),
        ("map-silent", Icon::CloudOff, PlaceUi::Silent.text(lang)),
    ];
    html! {
        <ul class="map-legend" aria-label={OfficeUi::Legend.text(lang)}>
            { for signs.into_iter().map(|(class, shape, word)| html! { <li class={class}>{ icon(shape) }{ " " }{ word }</li> }) }
        </ul>
    }
}

fn draw_group(group: &Group<'_>, now: Millis, lang: Lang) -> Html {
    let head = group.head;
    let count = |text: OfficeUi, n: u64| fill(text.text(lang), &[("n", &n.to_string())]);
    html! {
        <section key={head.site.id.to_string()} class="map-group" data-test="map-group">
            <h2>
                <Go to={Route::Cases} filter={Some(filed(head.site.id, CaseFilter::of(OPEN, "", "")))}>{ head.site.name(lang).to_owned() }</Go>
                <small>
                    { count(OfficeUi::OpenCount, group.open()) }
                    if group.overdue() > 0 { { " · " }{ count(OfficeUi::LateCount, group.overdue()) } }
                    if group.silent() > 0 {
                        { " · " }{ format!("{} {}", PlaceUi::Silent.text(lang), group.silent()) }
                    }
                </small>
            </h2>
            <ul class="map-tiles">{ for group.tiles.iter().map(|tile| draw(tile, now, lang)) }</ul>
        </section>
    }
}

fn draw(tile: &Tile<'_>, now: Millis, lang: Lang) -> Html {
    let place = tile.place;
    let silent = place.freshness == Freshness::Silent || place.freshness == Freshness::NoMachine;
    let (light, shape, words) = light(place, lang);
    let filter = filed(place.site.id, CaseFilter::of(OPEN, "", "")).own();
    html! {
        <li key={place.site.id.to_string()} class={format!("size-{}", tile.size)}>
            <Go to={Route::Cases} filter={Some(filter)} test="map-tile"
                class={classes!("map-tile", light, silent.then_some("map-silent"))}>
                <strong>{ place.site.name(lang).to_owned() }</strong>
                <span class="map-open">{ fill(OfficeUi::OpenCount.text(lang), &[("n", &tile.open.to_string())]) }</span>
                <span class="map-light">{ icon(shape) }{ " " }{ words }</span>
                { heard(place, now, lang) }
            </Go>
        </li>
    }
}

/// The worst that a place has: its class, shape and words.
fn light(place: &PlaceRow, lang: Lang) -> (&'static str, Icon, String) {
    let count = |text: OfficeUi, n: u64| fill(text.text(lang), &[("n", &n.to_string())]);
    let counts = &place.filed;
    match (counts.overdue, counts.due_soon) {
        (0, 0) => ("map-calm", Icon::CircleCheck, OfficeUi::AllInTime.text(lang).to_owned()),
        (0, soon) => ("map-soon", Icon::Clock, count(OfficeUi::SoonCount, soon)),
        (late, _) => ("map-late", Icon::OctagonAlert, count(OfficeUi::LateCount, late)),
    }
}

/// Silent since when; nothing where the data are fresh, so that the eye falls on those that are not.
fn heard(place: &PlaceRow, now: Millis, lang: Lang) -> Html {
    let (class, shape) = match place.freshness {
        Freshness::Fresh => return Html::default(),
        Freshness::Stale => ("map-heard map-stale", Icon::History),
        Freshness::Silent | Freshness::NoMachine => ("map-heard", Icon::CloudOff),
    };
    html! { <span class={class}>{ icon(shape) }{ " " }{ since(place, now, lang) }</span> }
}

fn since(place: &PlaceRow, now: Millis, lang: Lang) -> String {
    if place.freshness == Freshness::NoMachine {
        return PlaceUi::NoMachine.text(lang).to_owned();
    }
    let count = |text: OfficeUi, n: u64| fill(text.text(lang), &[("n", &n.to_string())]);
    match Heard::of(place.heard_until, now) {
        Heard::Never => OfficeUi::HeardNever.text(lang).to_owned(),
        Heard::Now => PlaceUi::Fresh.text(lang).to_owned(),
        Heard::Hours(hours) => count(OfficeUi::HeardHoursAgo, hours),
        Heard::Days(days) => count(OfficeUi::HeardDaysAgo, days),
    }
}

fn table(groups: &[Group<'_>], now: Millis, lang: Lang) -> Html {
    let head = |text: &'static str| html! { <th scope="col">{ text }</th> };
    let row = |tile: &Tile<'_>| {
        let place = tile.place;
        html! {
            <tr key={place.site.id.to_string()}>
                <th scope="row">{ place.site.name(lang).to_owned() }</th>
                <td data-label={OfficeUi::OpenWord.text(lang)}>{ open_of(place) }</td>
                <td data-label={PlaceUi::OverdueWord.text(lang)}>{ place.filed.overdue }</td>
                <td data-label={PlaceUi::DueSoonWord.text(lang)}>{ place.filed.due_soon }</td>
                <td class="fresh-cell" data-label={PlaceUi::Freshness.text(lang)}><span>{ freshness_words(place.freshness).text(lang) }
                    if place.freshness != Freshness::Fresh { <small>{ since(place, now, lang) }</small> }
                </span></td>
            </tr>
        }
    };
    html! {
        <details class="behind">
            <summary data-test="map-as-table">{ OfficeUi::AsTable.text(lang) }</summary>
            <div class="scroll"><table class="figures cards" data-test="map-table">
                <thead><tr>
                    { head(PlaceUi::Place.text(lang)) }{ head(OfficeUi::OpenWord.text(lang)) }
                    { head(PlaceUi::OverdueWord.text(lang)) }{ head(PlaceUi::DueSoonWord.text(lang)) }
                    { head(PlaceUi::Freshness.text(lang)) }
                </tr></thead>
                <tbody>{ for groups.iter().flat_map(|group| &group.tiles).map(row) }</tbody>
            </table></div>
        </details>
    }
}
