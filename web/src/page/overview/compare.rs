//! Places side by side: a bar, a figure and a rank for each.

use std::rc::Rc;

use daiban_shared::api::{ComparedPlace, Comparison, Overview, PlaceRow};
use daiban_shared::day::Day;
use daiban_shared::id::SiteId;
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, OfficeUi, PlaceUi, fill};
use yew::prelude::*;

use super::looked::{Step, joined, use_look};
use super::ranks::{Figure, PICKED_MAX, Pick, Picked, quiet_towns, rank};
use super::trends::{complete, figure, share};
use crate::app::route::CaseFilter;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::page::home::OPEN;
use crate::ui::download::Downloads;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Select;
use crate::ui::sort_head::SortHead;
use crate::ui::state::{self, Empty};

/// Days over which filed and ended cases are counted.
const COMPARED_DAYS: i32 = 30;

#[derive(Properties, PartialEq)]
pub struct CompareViewProps {
    pub view: Rc<Overview>,
}

/// Last thirty days, and now.
#[component]
pub fn CompareView(props: &CompareViewProps) -> Html {
    let lang = use_lang();
    let look = use_look();
    let picked = look.at.picked();
    let on_pick = {
        let (look, picked) = (look.clone(), picked.clone());
        Callback::from(move |pick| look.go(&look.at.compared(&picked.after(pick)), Step::Choice))
    };
    let today = Day::of(props.view.as_of);
    let query = format!("?from={}&to={today}", today.plus(1 - COMPARED_DAYS));
    let loaded = use_load::<Comparison>(format!("/comparison{query}"), true);
    let days = COMPARED_DAYS.to_string();
    // A file holds what is on the screen; before two places are chosen that is nothing.
    let shown = loaded.value.as_ref().map(|view| picked.shown(&view.places)).unwrap_or_default();
    let places = joined(shown.iter().map(|place| place.site.id));
    let is_shown = is_enough(&picked, shown.len());
    html! {
        <>
            <p class="lead">{ OfficeUi::CompareLead.text(lang) }</p>
            <p data-test="compare-period"><strong>{ fill(OfficeUi::ComparePeriod.text(lang), &[("n", &days)]) }</strong></p>
            <p class="hint">{ OfficeUi::CompareWhy.text(lang) }</p>
            <Picker view={props.view.clone()} picked={picked.clone()} on_pick={on_pick.clone()} />
            { state::of(&loaded, |view| draw(view, &picked, &on_pick, lang)) }
            if is_shown { <Downloads table="comparison" query={format!("{query}&places={places}")} /> }
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
    picked: Picked,
    on_pick: Callback<Pick>,
}

#[component]
fn Picker(props: &PickerProps) -> Html {
    let lang = use_lang();
    let picked = &props.picked;
    let chip = |text: OfficeUi, current: bool, pick: Pick, test: &'static str| {
        let on_pick = props.on_pick.clone();
        html! {
            <button type="button" class={classes!("chip", current.then_some("current"))} aria-pressed={current.to_string()}
                onclick={move |_| on_pick.emit(pick.clone())} data-test={test}>{ text.text(lang) }</button>
        }
    };
    let on_add = {
        let on_pick = props.on_pick.clone();
        Callback::from(move |id: String| {
            if let Ok(id) = id.parse() {
                on_pick.emit(Pick::Add(SiteId(id)));
            }
        })
    };
    let drop = |id: &SiteId| {
        let id = *id;
        let place = props.view.places.iter().find(|place| place.site.id == id)?;
        let (on_pick, name) = (props.on_pick.clone(), place.site.name(lang));
        Some(html! {
            <li><button type="button" class="chip" onclick={move |_| on_pick.emit(Pick::Drop(id))} data-test="picked"
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

fn draw(view: &Comparison, picked: &Picked, on_pick: &Callback<Pick>, lang: Lang) -> Html {
    let shown = picked.shown(&view.places);
    let is_own = picked.places.is_some();
    if !is_enough(picked, shown.len()) {
        let text = match (is_own, shown.len()) {
            (false, _) => OfficeUi::CompareNone,
            (true, 0) => OfficeUi::CompareTwo,
            (true, _) => OfficeUi::CompareFew,
        };
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
                        { for Figure::ALL.into_iter().map(|of| column(of, picked.by == of, on_pick, lang)) }
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

/// One place alone is not compared with anything.
fn is_enough(picked: &Picked, shown: usize) -> bool {
    shown > usize::from(picked.places.is_some())
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

fn column(of: Figure, is_current: bool, on_pick: &Callback<Pick>, lang: Lang) -> Html {
    let onclick = on_pick.reform(move |_: MouseEvent| Pick::By(of));
    html! {
        <SortHead name={title(of, lang)} is_down={is_current.then_some(!of.is_burden())} {onclick} test={format!("sort-{}", of.code())} />
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
                    <span class="share-bar" aria-hidden="true"><span class={of.code()} style={format!("width: {width}%")} /></span>
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
