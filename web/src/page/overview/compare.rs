//! Places side by side: a bar, a figure and a rank for each.

use std::rc::Rc;

use daiban_shared::api::{ComparedPlace, Comparison, Overview, PlaceRow};
use daiban_shared::day::Day;
use daiban_shared::id::SiteId;
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, OfficeUi, PlaceUi, fill};
use yew::prelude::*;

use super::ranks::{Figure, PICKED_MAX, Pick, Picked, quiet_towns, rank};
use super::trends::{complete, figure, share};
use crate::app::route::CaseFilter;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::page::home::OPEN;
use crate::ui::download::Downloads;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Select;
use crate::ui::state::{self, Empty};

#[derive(Properties, PartialEq)]
pub struct CompareViewProps {
    pub view: Rc<Overview>,
}

/// Last thirty days, and now.
#[component]
pub fn CompareView(props: &CompareViewProps) -> Html {
    let lang = use_lang();
    let picked = use_reducer(Picked::default);
    let today = Day::of(props.view.as_of);
    let query = format!("?from={}&to={today}", today.plus(-29));
    let loaded = use_load::<Comparison>(format!("/comparison{query}"), true);
    html! {
        <>
            <p class="lead">{ OfficeUi::CompareLead.text(lang) }</p>
            <Picker view={props.view.clone()} picked={picked.clone()} />
            { state::of(&loaded, |view| draw(view, &picked, lang)) }
            <Downloads table="comparison" {query} />
        </>
    }
}

/// Places for a choice: those with a machine, towns with their villages behind them.
pub fn choices(places: &[PlaceRow], lang: Lang) -> Vec<(String, String)> {
    let indent = |tier: Tier| match tier {
        Tier::District => "",
        Tier::Town => "\u{2003}",
        Tier::Village => "\u{2003}\u{2003}",
    };
    let known = places.iter().filter(|place| super::tree::is_known(place));
    known
        .map(|place| (place.site.id.0.to_string(), format!("{}{}", indent(place.site.tier), place.site.name(lang))))
        .collect()
}

#[derive(Properties, PartialEq)]
struct PickerProps {
    view: Rc<Overview>,
    picked: UseReducerHandle<Picked>,
}

#[component]
fn Picker(props: &PickerProps) -> Html {
    let lang = use_lang();
    let picked = &props.picked;
    let chip = |text: OfficeUi, current: bool, pick: Pick, test: &'static str| {
        let picked = picked.clone();
        html! {
            <button type="button" class={classes!("chip", current.then_some("current"))} aria-pressed={current.to_string()}
                onclick={move |_| picked.dispatch(pick.clone())} data-test={test}>{ text.text(lang) }</button>
        }
    };
    let on_add = {
        let picked = picked.clone();
        Callback::from(move |id: String| {
            if let Ok(id) = id.parse() {
                picked.dispatch(Pick::Add(SiteId(id)));
            }
        })
    };
    let drop = |id: &SiteId| {
        let id = *id;
        let place = props.view.places.iter().find(|place| place.site.id == id)?;
        let (picked, name) = (picked.clone(), place.site.name(lang));
        Some(html! {
            <li><button type="button" class="chip" onclick={move |_| picked.dispatch(Pick::Drop(id))} data-test="picked"
                aria-label={fill(OfficeUi::CompareDrop.text(lang), &[("place", name)])}>{ name }{ icon(Icon::X) }</button></li>
        })
    };
    let own = picked.places.as_ref();
    let rest = own.map(|own| {
        let rest = choices(&props.view.places, lang)
            .into_iter()
            .filter(|(id, _)| !own.iter().any(|own| own.0.to_string() == *id));
        rest.collect::<Vec<_>>()
    });
    html! {
        <div class="filters">
            <div class="choices" role="group">
                { chip(OfficeUi::CompareAllTowns, own.is_none(), Pick::Towns, "compare-towns") }
                { chip(OfficeUi::ComparePicked, own.is_some(), Pick::Own, "compare-own") }
            </div>
            if let Some(own) = own {
                <ul class="chips">{ for own.iter().filter_map(drop) }</ul>
                if own.len() < PICKED_MAX {
                    <label for="compare-add">{ OfficeUi::ComparePick.text(lang) }
                        // Anew after every choice, so that it shows that another can follow.
                        <Select key={own.len()} id="compare-add" options={rest.unwrap_or_default()} empty={OfficeUi::ComparePick.text(lang)}
                            test="compare-add" on_text={on_add} />
                    </label>
                } else {
                    <span class="hint">{ OfficeUi::CompareFull.text(lang) }</span>
                }
            }
        </div>
    }
}

fn draw(view: &Comparison, picked: &UseReducerHandle<Picked>, lang: Lang) -> Html {
    let shown = picked.shown(&view.places);
    let is_own = picked.places.is_some();
    if shown.is_empty() || (is_own && shown.len() < 2) {
        let text = if is_own { OfficeUi::CompareFew } else { OfficeUi::CompareNone };
        return html! { <Empty text={text.text(lang)} /> };
    }
    let quiet = quiet_towns(&view.places);
    html! {
        <>
            { complete(view.complete, lang) }
            <div class="scroll">
                <table class="figures compare cards" data-test="comparison">
                    <thead><tr>
                        <th scope="col">{ PlaceUi::Place.text(lang) }</th>
                        { for Figure::ALL.into_iter().map(|of| column(of, picked, lang)) }
                    </tr></thead>
                    <tbody>{ for shown.iter().map(|place| row(place, &shown, view, lang)) }</tbody>
                </table>
            </div>
            if !is_own && quiet > 0 {
                <p class="hint">{ fill(OfficeUi::CompareQuiet.text(lang), &[("n", &quiet.to_string())]) }</p>
            }
        </>
    }
}

fn name(figure: Figure) -> &'static str {
    match figure {
        Figure::Filed => "filed",
        Figure::Ended => "ended",
        Figure::OnTime => "on-time",
        Figure::Open => "open",
        Figure::Overdue => "overdue",
    }
}

fn title(figure: Figure, lang: Lang) -> &'static str {
    match figure {
        Figure::Filed => OfficeUi::FiledFlow.text(lang),
        Figure::Ended => OfficeUi::EndedFlow.text(lang),
        Figure::OnTime => OfficeUi::OnTime.text(lang),
        Figure::Open => OfficeUi::OpenWord.text(lang),
        Figure::Overdue => PlaceUi::OverdueWord.text(lang),
    }
}

fn column(of: Figure, picked: &UseReducerHandle<Picked>, lang: Lang) -> Html {
    let current = picked.by == of;
    let sort = picked.clone();
    html! {
        <th scope="col" aria-sort={if current { "descending" } else { "none" }}>
            <button type="button" class="quiet" onclick={move |_| sort.dispatch(Pick::By(of))} data-test={format!("sort-{}", name(of))}>
                { title(of, lang) }{ icon(if current { Icon::ArrowDown } else { Icon::ArrowUpDown }) }
            </button>
        </th>
    }
}

fn row(place: &ComparedPlace, shown: &[&ComparedPlace], view: &Comparison, lang: Lang) -> Html {
    let site = place.site.id.0.to_string();
    let cell = |of: Figure| {
        let words = match of {
            Figure::Filed => figure(place.flow.filed, CaseFilter::filed_in(&site, view.from, view.to)),
            Figure::Ended => figure(place.flow.ended, CaseFilter::ended_in(&site, view.from, view.to, "")),
            Figure::OnTime => html! { share(place.flow, lang) },
            Figure::Open => figure(place.open, now(&site, "")),
            Figure::Overdue => figure(place.overdue, now(&site, "overdue")),
        };
        let most = match of {
            Figure::OnTime => 1000,
            Figure::Filed | Figure::Ended | Figure::Open | Figure::Overdue => {
                shown.iter().filter_map(|place| of.of(place)).max().unwrap_or(0).max(1)
            }
        };
        let width = of.of(place).unwrap_or(0) * 100 / most;
        let place_in_order = rank(place, shown, of);
        html! {
            <td data-label={title(of, lang)}>
                <span class="bar-cell">
                    <span class="share-bar" aria-hidden="true"><span class={name(of)} style={format!("width: {width}%")} /></span>
                    <span class="bar-figure">{ words }</span>
                    <small>{ place_in_order.map(|n| fill(OfficeUi::RankNo.text(lang), &[("n", &n.to_string())])).unwrap_or_default() }</small>
                </span>
            </td>
        }
    };
    html! {
        <tr key={site.clone()} data-test="compared" data-place={place.site.zh.clone()}>
            <th scope="row">{ place.site.name(lang).to_owned() }</th>
            { for Figure::ALL.into_iter().map(cell) }
        </tr>
    }
}

/// In work now, in the whole branch.
fn now(site: &str, due: &str) -> CaseFilter {
    CaseFilter { site: site.to_owned(), desk: "all".to_owned(), ..CaseFilter::of(OPEN, "", due) }
}
