//! The wall on a screen of its own: fills it, turns from town to town by itself, stops at a key or a touch. Case numbers and
//! officers' names are all that it says about people.

use std::rc::Rc;

use daiban_shared::api::{AlarmPage, Freshness, Wall, WallPlace};
use daiban_shared::day::stamp;
use daiban_shared::text::{Lang, WallUi, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use super::lamp::Lamp;
use super::places::{self, Group};
use super::{late, wall};
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::{use_load, use_load_on};
use crate::ui::dom;
use crate::ui::icon::{Icon, icon};
use crate::ui::keys::use_keys;
use crate::ui::link::Go;
use crate::ui::state::{Failed, Loading};
use crate::ui::ticks::use_ticks;
use crate::ui::words;

/// How often the clock is looked at.
const TICK_MS: u32 = 1_000;
/// Ticks that a town stays.
const STAY_TICKS: u32 = 12;
/// Ticks between two readings: lights change by time alone.
const READ_TICKS: u32 = 30;
/// Late cases of a town that fit.
const ROWS: usize = 7;
/// Villages of a town that fit.
const VILLAGES: usize = 8;

/// Where the turning stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Turn {
    /// The town that is shown.
    at: u32,
    /// Ticks that it has been shown.
    ticks: u32,
    paused: bool,
}

enum Move {
    Tick,
    Pause,
    Step(i32),
}

impl Reducible for Turn {
    type Action = Move;

    fn reduce(self: Rc<Self>, step: Move) -> Rc<Self> {
        Rc::new(match step {
            Move::Tick if self.paused => *self,
            Move::Tick if self.ticks + 1 >= STAY_TICKS => Self { at: self.at.wrapping_add(1), ticks: 0, ..*self },
            Move::Tick => Self { ticks: self.ticks + 1, ..*self },
            Move::Pause => Self { paused: !self.paused, ticks: 0, ..*self },
            Move::Step(by) => Self { at: self.at.wrapping_add_signed(by), ticks: 0, paused: true },
        })
    }
}

/// `/wall/screen`
#[component]
pub fn WallScreen() -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let ticks = use_ticks(TICK_MS);
    let turn = use_reducer(Turn::default);
    // A screen on a wall is somebody who looks: read as a person's, so that the session does not end under it.
    let loaded = use_load_on::<Wall>("/wall".to_owned(), 0);
    let read = use_mut_ref(|| 0u32);
    {
        let (again, turn) = (loaded.again.clone(), turn.dispatcher());
        use_effect_with(ticks, move |ticks| {
            if *ticks > 0 {
                turn.dispatch(Move::Tick);
            }
            if read.replace(ticks / READ_TICKS) != ticks / READ_TICKS {
                again.emit(());
            }
        });
    }
    use_effect_with(lang, |lang| dom::set_title(WallUi::Title.text(*lang)));
    {
        let turn = turn.dispatcher();
        use_keys(Callback::from(move |event: KeyboardEvent| {
            if event.repeat() || event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            match event.key().as_str() {
                "Escape" => {
                    if let Some(navigator) = &navigator {
                        navigator.push(&Route::Wall);
                    }
                }
                "ArrowRight" => turn.dispatch(Move::Step(1)),
                "ArrowLeft" => turn.dispatch(Move::Step(-1)),
                // These move on the page or belong to the browser.
                "Tab" | "Shift" | "Enter" | "F5" | "F11" | "F12" => {}
                _ => {
                    event.prevent_default();
                    turn.dispatch(Move::Pause);
                }
            }
        }));
    }
    let on_touch = {
        let turn = turn.dispatcher();
        Callback::from(move |event: MouseEvent| {
            let is_link =
                event.target_dyn_into::<web_sys::Element>().is_some_and(|at| at.closest("a").ok().flatten().is_some());
            if !is_link {
                turn.dispatch(Move::Pause);
            }
        })
    };
    let clock = stamp(dom::now_ms());
    html! {
        <main class="wall-screen" id="main" onclick={on_touch} data-test="wall-screen" data-paused={turn.paused.to_string()}>
            { match (&loaded.value, &loaded.fault) {
                (None, None) => html! { <Loading /> },
                (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
                (Some(view), fault) => draw(view, *turn, fault.is_some(), &clock, lang),
            } }
        </main>
    }
}

fn draw(view: &Wall, turn: Turn, is_lost: bool, clock: &str, lang: Lang) -> Html {
    let (groups, _) = places::groups(&view.places);
    let Some(top) = view.places.first() else { return html! { <p>{ WallUi::NoPlaces.text(lang) }</p> } };
    let busy: Vec<&Group<'_>> = groups.iter().filter(|group| is_shown(group)).collect();
    let shown = if busy.is_empty() { groups.iter().collect() } else { busy };
    // Behind the towns stands how it goes over the weeks.
    let at = usize::try_from(turn.at).unwrap_or(0) % (shown.len() + 1);
    html! {
        <>
            <header>
                <h1>{ top.site.name(lang).to_owned() }{ " " }{ WallUi::Title.text(lang) }</h1>
                <p class="wall-clock">{ clock.to_owned() }</p>
            </header>
            { totals(top, lang) }
            if let Some(group) = shown.get(at) { { town(group, view.as_of, lang) } } else { { trend(top) } }
            <ol class="wall-strip" data-test="wall-strip">{ for shown.iter().enumerate().map(|(i, group)| chip(group, i == at, lang)) }</ol>
            <footer>
                if is_lost {
                    <p class="hall-lost" role="status">{ fill(WallUi::ShowLost.text(lang), &[("time", &stamp(view.as_of))]) }</p>
                } else {
                    <p data-test="wall-complete">{ words::complete(view.complete, lang) }</p>
                }
                <p role="status" data-test="wall-turns">
                    <strong>{ if turn.paused { WallUi::ShowPaused } else { WallUi::ShowRuns }.text(lang) }</strong>{ " · " }
                    { fill(WallUi::ShowHint.text(lang), &[("n", &STAY_TICKS.to_string())]) }{ " " }
                    <Go to={Route::Wall} test="wall-leave">{ WallUi::ShowEnd.text(lang) }</Go>
                </p>
            </footer>
        </>
    }
}

/// Turned to: it has something to see.
fn is_shown(group: &Group<'_>) -> bool {
    group.lights().all() + group.alarms() + group.silent() > 0
}

fn totals(top: &WallPlace, lang: Lang) -> Html {
    let item = |lamp: Lamp, n: u64| {
        html! {
            <li class={classes!(if n == 0 { "zero" } else { lamp.class() })}><strong>{ n }</strong><span>{ icon(lamp.shape()) }{ " " }{ lamp.text(lang) }</span></li>
        }
    };
    html! {
        <ul class="wall-sums" data-test="wall-sums">
            { for Lamp::OF_CASES.into_iter().map(|lamp| item(lamp, lamp.count(top.branch))) }
            { item(Lamp::Grey, top.silent) }
            <li class={classes!((top.branch_alarms == 0).then_some("zero"))}><strong>{ top.branch_alarms }</strong><span>{ icon(Icon::Bell) }{ " " }{ WallUi::Alarms.text(lang) }</span></li>
        </ul>
    }
}

fn name(group: &Group<'_>, lang: Lang) -> String {
    let name = group.head.site.name(lang);
    if group.is_single() { fill(WallUi::Own.text(lang), &[("place", name)]) } else { name.to_owned() }
}

fn trend(top: &WallPlace) -> Html {
    html! {
        <section class="wall-trend" data-test="wall-town" data-place="trend">
            <wall::Trend site={top.site.id.0.to_string()} bare={true} />
        </section>
    }
}

fn town(group: &Group<'_>, now: u64, lang: Lang) -> Html {
    let lights = group.lights();
    let shown = Lamp::OF_CASES.into_iter().filter(|lamp| lamp.count(lights) > 0);
    let each = shown.map(|lamp| html! {
        <span class={classes!("lamp", lamp.class())}>{ icon(lamp.shape()) }{ " " }{ lamp.text(lang) }{ " " }<strong>{ lamp.count(lights) }</strong></span>
    });
    let village = |place: &&WallPlace| {
        let silent = place.freshness == Freshness::Silent;
        let mark = if silent { Lamp::Grey } else { Lamp::worst(place.lights) };
        html! {
            <li key={place.site.id.0} class={mark.class()}>
                <strong>{ place.site.name(lang).to_owned() }</strong>
                <span>{ icon(mark.shape()) }{ " " }{ mark.text(lang) }{ " " }{ place.lights.all() }</span>
            </li>
        }
    };
    html! {
        <section class="wall-town" data-test="wall-town" data-place={group.head.site.zh.clone()}>
            <div>
                <h2>{ name(group, lang) }<small>{ fill(WallUi::Open.text(lang), &[("n", &lights.all().to_string())]) }</small></h2>
                <p class="lamps">{ for each }</p>
                if group.head.freshness == Freshness::Silent { { wall::silent_words(group.head, now, lang) } }
                if !group.below.is_empty() {
                    <ul class="wall-villages">{ for group.below.iter().take(VILLAGES).map(village) }</ul>
                }
            </div>
            <Latest key={group.head.site.id.0} site={group.head.site.id.0} own={group.is_single()} name={name(group, lang)} />
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct LatestProps {
    site: u32,
    /// Only of the place itself.
    own: bool,
    name: String,
}

/// The late cases of a town, the longest first.
#[component]
fn Latest(props: &LatestProps) -> Html {
    let lang = use_lang();
    let place = if props.own { "at" } else { "under" };
    let loaded = use_load::<AlarmPage>(format!("/alarms?late=1&{place}={}", props.site), true);
    let rows = loaded.value.as_ref().map(|page| page.items.iter().take(ROWS).cloned().collect::<Vec<_>>());
    let rows = rows.unwrap_or_default();
    html! {
        <div class="wall-latest">
            <h2>{ fill(WallUi::LatestOf.text(lang), &[("place", &props.name)]) }</h2>
            if rows.is_empty() {
                if loaded.value.is_some() { <p>{ WallUi::LatestNone.text(lang) }</p> }
            } else {
                { late::list(&rows, lang) }
            }
        </div>
    }
}

fn chip(group: &Group<'_>, is_current: bool, lang: Lang) -> Html {
    let mark = if group.head.freshness == Freshness::Silent { Lamp::Grey } else { Lamp::worst(group.lights()) };
    html! {
        <li key={group.head.site.id.0} class={classes!("lamp", mark.class(), is_current.then_some("current"))} aria-current={is_current.then_some("true")}>
            { icon(mark.shape()) }{ " " }{ name(group, lang) }{ " " }<strong>{ group.lights().late() }</strong>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(moves: &[Move]) -> Turn {
        let step = |turn: Rc<Turn>, of: &Move| {
            turn.reduce(match of {
                Move::Tick => Move::Tick,
                Move::Pause => Move::Pause,
                Move::Step(by) => Move::Step(*by),
            })
        };
        *moves.iter().fold(Rc::new(Turn::default()), step)
    }

    #[test]
    fn it_turns_by_itself_stops_at_a_key_and_goes_on_at_the_next() {
        let long = || (0..STAY_TICKS).map(|_| Move::Tick).collect::<Vec<_>>();
        assert_eq!(after(&long()).at, 1);
        let stopped: Vec<Move> = [Move::Pause].into_iter().chain(long()).collect();
        assert_eq!((after(&stopped).at, after(&stopped).paused), (0, true));
        let on: Vec<Move> = [Move::Pause, Move::Pause].into_iter().chain(long()).collect();
        assert_eq!((after(&on).at, after(&on).paused), (1, false));
        assert_eq!((after(&[Move::Step(1)]).at, after(&[Move::Step(1)]).paused), (1, true));
    }
}
