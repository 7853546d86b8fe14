//! The search box on every page: `/` or Ctrl+K, results while somebody types, arrow keys and Enter.
//!
//! A combobox as WAI-ARIA describes it: the focus stays in the box, the active result is named to screen readers.

mod hits;

use std::cell::Cell;
use std::rc::Rc;

use daiban_shared::api::Found;
use daiban_shared::text::{Lang, ListUi, fill};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, HtmlInputElement};
use yew::prelude::*;
use yew_router::prelude::*;

use super::route::{CaseFilter, Route};
use super::session::use_session;
use crate::api::{self, Fault, encode};
use crate::ui::dom;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::text_of;
use crate::ui::keys::{is_composing, is_typing, use_keys};
use crate::ui::link::go;
use hits::{Hit, Kind, hits, pieces, step};

/// Who types goes on within this time; the node is asked once he pauses.
const PAUSE_MS: u32 = 120;
const BOX: &str = "find-box";

/// What was found for which words.
#[derive(Debug, Clone, Default, PartialEq)]
struct Results {
    typed: String,
    found: Rc<Found>,
    failed: bool,
}

/// The box and the list under it.
#[component]
pub fn FindBox() -> Html {
    let session = use_session();
    let lang = session.lang;
    let navigator = use_navigator();
    let node = use_node_ref();
    let typed = use_state(String::new);
    let is_open = use_state(|| false);
    let active = use_state(|| None::<usize>);
    let results = use_results(&typed, lang);
    // On a phone the box is a button until it is wanted.
    let is_wide = use_state(|| false);
    let open = {
        let is_wide = is_wide.clone();
        Callback::from(move |()| {
            is_wide.set(true);
            // The box may only now come to be drawn.
            spawn_local(async {
                dom::sleep(0).await;
                dom::focus(BOX);
            });
        })
    };
    {
        let open = open.clone();
        use_keys(Callback::from(move |event: KeyboardEvent| {
            let is_slash =
                event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !is_typing();
            let is_k = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k");
            if (is_slash || is_k) && !is_composing(&event) && !dom::is_there("dialog[open]") {
                event.prevent_default();
                open.emit(());
            }
        }));
    }
    let close = {
        let (is_open, is_wide, active) = (is_open.setter(), is_wide.setter(), active.setter());
        Callback::from(move |()| {
            is_open.set(false);
            is_wide.set(false);
            active.set(None);
        })
    };
    let all = Rc::new(hits(&results.found, &results.typed, lang));
    let shown = *is_open && !typed.trim().is_empty() && !results.typed.is_empty();
    let choose = {
        let (close, typed, node) = (close.clone(), typed.setter(), node.clone());
        Callback::from(move |(to, filter): (Route, Option<CaseFilter>)| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_value("");
                let _ = input.blur();
            }
            typed.set(String::new());
            close.emit(());
            if let Some(navigator) = &navigator {
                go(navigator, &to, filter.as_ref());
            }
        })
    };
    let onkeydown = {
        let (all, active, close, choose, node, typed) =
            (all.clone(), active.clone(), close.clone(), choose.clone(), node.clone(), typed.clone());
        Callback::from(move |event: KeyboardEvent| {
            if is_composing(&event) {
                return;
            }
            match event.key().as_str() {
                "ArrowDown" | "ArrowUp" if shown => {
                    event.prevent_default();
                    active.set(step(*active, event.key() == "ArrowDown", all.len()));
                }
                "Enter" => {
                    event.prevent_default();
                    let hit = active.filter(|_| shown).and_then(|at| all.get(at));
                    if let Some(hit) = hit {
                        choose.emit((hit.to.clone(), hit.filter.clone()));
                    } else if !typed.trim().is_empty() {
                        choose.emit((
                            Route::Cases,
                            Some(CaseFilter { q: typed.trim().to_owned(), ..CaseFilter::default() }),
                        ));
                    }
                }
                "Escape" => {
                    event.stop_propagation();
                    close.emit(());
                    if let Some(input) = node.cast::<HtmlInputElement>() {
                        let _ = input.blur();
                    }
                }
                _ => {}
            }
        })
    };
    let take = {
        let (typed, is_open, active) = (typed.setter(), is_open.setter(), active.setter());
        move |text: String| {
            typed.set(text);
            is_open.set(true);
            active.set(None);
        }
    };
    let oninput = {
        let take = take.clone();
        // While an input method composes, what stands in the box is not what is meant.
        Callback::from(move |event: InputEvent| {
            if !event.is_composing() {
                take(text_of(&event));
            }
        })
    };
    use_composed(&node, take);
    let onfocus = {
        let is_open = is_open.setter();
        Callback::from(move |_: FocusEvent| is_open.set(true))
    };
    let onblur = close.reform(|_: FocusEvent| ());
    let current = active.filter(|_| shown).map(|at| format!("find-{at}"));
    html! {
        <div class={classes!("find", is_wide.then_some("wide"))} role="search">
            <button type="button" class="quiet find-open" onclick={open.reform(|_: MouseEvent| ())} aria-label={ListUi::Find.text(lang)} data-test="find-open">
                { icon(Icon::Search) }
            </button>
            <div class="find-field">
                { icon(Icon::Search) }
                <input ref={node} id={BOX} type="search" role="combobox" autocomplete="off" spellcheck="false" maxlength="60"
                    aria-label={ListUi::Find.text(lang)} aria-expanded={shown.to_string()} aria-controls="find-list"
                    aria-autocomplete="list" aria-activedescendant={current} placeholder={ListUi::FindHint.text(lang)}
                    title={ListUi::FindHint.text(lang)} {oninput} {onkeydown} {onfocus} {onblur} data-test="find" />
                <kbd aria-hidden="true">{ "/" }</kbd>
            </div>
            if shown {
                { draw(&all, &results, *active, &choose, lang) }
            }
            <p class="hidden" role="status">{ if shown { said(&results, all.len(), lang) } else { String::new() } }</p>
        </div>
    }
}

/// Calls `take` with what an input method has written, once it is done: no input event says so.
#[hook]
fn use_composed(node: &NodeRef, take: impl Fn(String) + 'static) {
    let node = node.clone();
    use_effect_with((), move |()| {
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| take(text_of(&event)));
        let input = node.cast::<HtmlInputElement>();
        let name = "compositionend";
        if let Some(input) = &input {
            let _ = input.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(input) = input {
                let _ = input.remove_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
            }
        }
    });
}

/// What is found for what is typed: asked for after a pause; older answers stand until newer ones come, and a request that
/// nobody waits for any more is given up.
#[hook]
fn use_results(typed: &UseStateHandle<String>, lang: Lang) -> Results {
    let results = use_state(Results::default);
    {
        let results = results.setter();
        use_effect_with(((**typed).trim().to_owned(), lang), move |(typed, lang)| {
            let (typed, lang) = (typed.clone(), *lang);
            let is_newest = Rc::new(Cell::new(true));
            let controller = AbortController::new().ok();
            if typed.is_empty() {
                results.set(Results::default());
            } else {
                let (is_newest, signal) = (is_newest.clone(), controller.as_ref().map(AbortController::signal));
                spawn_local(async move {
                    dom::sleep(PAUSE_MS).await;
                    let Some(signal) = signal.filter(|_| is_newest.get()) else { return };
                    let found = api::get_until::<Found>(lang, &format!("/find?q={}", encode(&typed)), &signal).await;
                    if !is_newest.get() {
                        return;
                    }
                    let failed = matches!(
                        found,
                        Err(Fault::Unreachable | Fault::SignedOut | Fault::Refused(_) | Fault::Strange(_))
                    );
                    results.set(Results { typed, found: Rc::new(found.unwrap_or_default()), failed });
                });
            }
            move || {
                is_newest.set(false);
                if let Some(controller) = controller {
                    controller.abort();
                }
            }
        });
    }
    (*results).clone()
}

fn said(results: &Results, count: usize, lang: Lang) -> String {
    match (results.failed, count) {
        (true, _) => ListUi::FindFailed.text(lang).to_owned(),
        (false, 0) => fill(ListUi::FindNone.text(lang), &[("q", &results.typed)]),
        (false, count) => fill(ListUi::FindCount.text(lang), &[("n", &count.to_string())]),
    }
}

fn draw(
    all: &Rc<Vec<Hit>>,
    results: &Results,
    active: Option<usize>,
    choose: &Callback<(Route, Option<CaseFilter>)>,
    lang: Lang,
) -> Html {
    let option = |(at, hit): (usize, &Hit)| {
        let onclick = {
            let (choose, to, filter) = (choose.clone(), hit.to.clone(), hit.filter.clone());
            Callback::from(move |_: MouseEvent| choose.emit((to.clone(), filter.clone())))
        };
        let is_active = active == Some(at);
        let texts = hit.texts.iter().map(|text| {
            let parts = pieces(text).into_iter().map(|(part, is_mark)| {
                if is_mark {
                    html! { <mark>{ part }</mark> }
                } else {
                    part.into()
                }
            });
            html! { <span>{ for parts }</span> }
        });
        html! {
            <li id={format!("find-{at}")} role="option" aria-selected={is_active.to_string()} {onclick}
                class={classes!(is_active.then_some("active"))} data-test={hit.kind.code()} data-to={hit.to.to_path()}>
                { icon(hit.kind.icon()) }<span class="texts">{ for texts }</span>
            </li>
        }
    };
    let group = |kind: Kind, name: ListUi| {
        let mine: Vec<(usize, &Hit)> = all.iter().enumerate().filter(|(_, hit)| hit.kind == kind).collect();
        if mine.is_empty() {
            return Html::default();
        }
        html! {
            <ul role="group" aria-label={name.text(lang)}>
                <li class="group" role="presentation">{ name.text(lang) }</li>
                { for mine.into_iter().map(option) }
            </ul>
        }
    };
    // A press inside must not take the focus out of the box.
    let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <div class="find-list" id="find-list" role="listbox" aria-label={ListUi::Find.text(lang)} {onmousedown} data-test="find-list" data-for={results.typed.clone()}>
            { group(Kind::Case, ListUi::FindCases) }
            { group(Kind::Item, ListUi::FindItems) }
            { group(Kind::Place, ListUi::FindPlaces) }
            if all.is_empty() { <p class="none" data-test="find-none">{ said(results, 0, lang) }</p> }
            { for all.iter().enumerate().filter(|(_, hit)| hit.kind == Kind::All).map(option) }
        </div>
    }
}
