//! The wall as a tree: every place with its lights, branches folded or not; a folded one shows its sum.

use std::collections::BTreeSet;
use std::rc::Rc;

use daiban_shared::api::{Freshness, Wall, WallPlace};
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, PlaceUi, WallUi, fill};
use yew::prelude::*;

use super::alarms::AlarmLook;
use super::lamp::Lamp;
use super::places::{is_busy, is_known};
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Tick;
use crate::ui::link::Go;
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct TreeProps {
    pub wall: Rc<Wall>,
    /// Ids with points between.
    pub folded: String,
    pub on_fold: Callback<String>,
}

/// One row a place.
#[component]
pub fn Tree(props: &TreeProps) -> Html {
    let lang = use_lang();
    let busy = use_state(|| false);
    let folded: BTreeSet<u32> = props.folded.split('.').filter_map(|id| id.parse().ok()).collect();
    let (rows, quiet) = shown(&props.wall.places, &folded, *busy);
    let on_turn = {
        let (folded, on_fold) = (folded.clone(), props.on_fold.clone());
        Callback::from(move |id: u32| {
            let mut next = folded.clone();
            if !next.remove(&id) {
                next.insert(id);
            }
            let ids: Vec<String> = next.into_iter().map(|id| id.to_string()).collect();
            on_fold.emit(ids.join("."));
        })
    };
    let on_tick = {
        let busy = busy.setter();
        Callback::from(move |yes| busy.set(yes))
    };
    let head = |text: &'static str| html! { <th scope="col">{ text }</th> };
    html! {
        <>
            <div class="filters"><Tick id="wall-busy" text={WallUi::OnlyBusy.text(lang)} test="wall-busy" {on_tick} /></div>
            <div class="scroll"><table class="figures cards places" data-test="wall-tree">
                <thead><tr>
                    { head(PlaceUi::Place.text(lang)) }
                    { for Lamp::OF_CASES.iter().map(|lamp| html! {
                        <th scope="col"><span class={classes!("lamp", lamp.class())}>{ icon(lamp.shape()) }{ " " }{ lamp.text(lang) }</span></th>
                    }) }
                    { head(WallUi::Alarms.text(lang)) }{ head(PlaceUi::Freshness.text(lang)) }
                </tr></thead>
                <tbody>{ for rows.iter().map(|row| line(row, &on_turn, props.wall.as_of, lang)) }</tbody>
            </table></div>
            if quiet > 0 { <p class="hint">{ fill(WallUi::Quiet.text(lang), &[("n", &quiet.to_string())]) }</p> }
        </>
    }
}

struct Row<'a> {
    place: &'a WallPlace,
    depth: usize,
    has_below: bool,
    is_folded: bool,
}

fn depth(places: &[WallPlace], place: &WallPlace) -> usize {
    let (mut depth, mut at) = (0, place.parent);
    while let Some(above) = at.and_then(|id| places.iter().find(|other| other.site.id == id)) {
        depth += 1;
        at = above.parent;
    }
    depth
}

fn shown<'a>(places: &'a [WallPlace], folded: &BTreeSet<u32>, busy: bool) -> (Vec<Row<'a>>, usize) {
    let mut rows = Vec::new();
    let mut hidden: BTreeSet<u32> = BTreeSet::new();
    let mut quiet = 0;
    for place in places {
        let id = place.site.id.0;
        let under = place.parent.is_some_and(|parent| folded.contains(&parent.0) || hidden.contains(&parent.0));
        if under {
            hidden.insert(id);
            continue;
        }
        let is_folded = folded.contains(&id);
        let branch = place.branch.all() + place.branch_alarms + place.silent > 0;
        if !is_known(place) || busy && !is_busy(place) && !branch {
            quiet += 1;
            continue;
        }
        let has_below = places.iter().any(|other| other.parent == Some(place.site.id));
        rows.push(Row { place, depth: depth(places, place), has_below, is_folded });
    }
    (rows, quiet)
}

fn line(row: &Row<'_>, on_turn: &Callback<u32>, now: u64, lang: Lang) -> Html {
    let place = row.place;
    let id = place.site.id.0;
    let text = id.to_string();
    // A folded branch shows its sum, an open one what lies at the place itself.
    let is_sum = row.is_folded || place.site.tier == Tier::Village;
    let lights = if row.is_folded { place.branch } else { place.lights };
    let alarms = if row.is_folded { place.branch_alarms } else { place.alarms };
    let cell = |lamp: &Lamp| {
        let n = lamp.count(lights);
        let filter = if is_sum {
            CaseFilter::held_by(&text, lamp.code())
        } else {
            CaseFilter {
                at: text.clone(),
                light: lamp.code().to_owned(),
                desk: "all".to_owned(),
                ..CaseFilter::default()
            }
        };
        let shown = if n == 0 {
            html! { <span class="faint">{ "0" }</span> }
        } else {
            html! { <Go to={Route::Cases} filter={Some(filter)} test="wall-cell">{ n }</Go> }
        };
        html! { <td data-label={lamp.text(lang)} class={classes!((n > 0).then_some(lamp.class()))}>{ shown }</td> }
    };
    let fold = if row.is_folded { PlaceUi::Unfold } else { PlaceUi::Fold };
    let turn = {
        let on_turn = on_turn.clone();
        Callback::from(move |_: MouseEvent| on_turn.emit(id))
    };
    let (shape, word) = match place.freshness {
        Freshness::Fresh => (Icon::CircleCheck, PlaceUi::Fresh),
        Freshness::Stale => (Icon::History, PlaceUi::StaleWord),
        Freshness::Silent => (Icon::CloudOff, PlaceUi::Silent),
        Freshness::NoMachine => (Icon::CircleDashed, PlaceUi::NoMachine),
    };
    let heard = place.heard_until.map(|at| words::ago(now, at, lang)).unwrap_or_default();
    html! {
        <tr key={text.clone()} class={classes!(format!("depth-{}", row.depth), (place.freshness == Freshness::Silent).then_some("silent"))}
            data-test="wall-row" data-place={place.site.zh.clone()}>
            <th scope="row">
                if row.has_below {
                    <button type="button" class="fold" aria-expanded={(!row.is_folded).to_string()} onclick={turn}
                        aria-label={words::pair(fold.text(lang), place.site.name(lang), lang)} data-test="wall-fold">
                        { icon(Icon::ChevronDown) }
                    </button>
                }
                <Go to={Route::Cases} filter={Some(CaseFilter::held_by(&text, ""))}>{ place.site.name(lang).to_owned() }</Go>
            </th>
            { for Lamp::OF_CASES.iter().map(cell) }
            <td data-label={WallUi::Alarms.text(lang)}>
                if alarms == 0 { <span class="faint">{ "0" }</span> } else {
                    <Go to={Route::Alarms} query={if row.is_folded { AlarmLook::waiting(&text, now) } else { AlarmLook::waiting_at(&text, now) }.query()} test="wall-row-alarms">{ alarms }</Go>
                }
            </td>
            <td class="fresh-cell" data-label={PlaceUi::Freshness.text(lang)}><span>{ icon(shape) }{ " " }{ word.text(lang) }
                if place.freshness == Freshness::Silent || place.freshness == Freshness::Stale { <small>{ heard }</small> }
            </span></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::super::places::tests::place;
    use super::*;
    use daiban_shared::api::Lights;

    #[test]
    fn a_folded_branch_hides_what_lies_below_it_and_quiet_places_can_be_left_out() {
        let open = Lights { none: 1, ..Lights::default() };
        let places = [
            place(1, None, Tier::District, open, Freshness::Fresh),
            place(2, Some(1), Tier::Town, Lights::default(), Freshness::Fresh),
            place(3, Some(2), Tier::Village, open, Freshness::Fresh),
        ];
        let ids = |folded: &[u32], busy| {
            let folded = folded.iter().copied().collect();
            shown(&places, &folded, busy).0.iter().map(|row| (row.place.site.id.0, row.depth)).collect::<Vec<_>>()
        };
        assert_eq!(ids(&[], false), [(1, 0), (2, 1), (3, 2)]);
        assert_eq!(ids(&[2], false), [(1, 0), (2, 1)]);
        assert_eq!(ids(&[1], false), [(1, 0)]);
        assert_eq!(ids(&[], true), [(1, 0), (3, 2)]);
    }
}
