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

/// Keys of one stroke are asked for together; an answer takes a few milliseconds and stands there before the next key.
const PAUSE_MS: u32 = 30;
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
    let lang = use_session().lang;
    let find = use_find(lang);
    // At once: what is typed right after belongs into the box, and a phone brings its keyboard only for a touch.
    let open = use_callback((), |(), ()| {
        dom::focus(BOX);
    });
    use_shortcut(open.clone());
    let all = Rc::new(hits(&find.results.found, &find.results.typed, lang));
    let shown = *find.is_open && !find.typed.trim().is_empty() && !find.results.typed.is_empty();
    let choose = find.chooser(use_navigator());
    let oninput = {
        let take = find.taker();
        // While an input method composes, what stands in the box is not what is meant.
        Callback::from(move |event: InputEvent| {
            if !event.is_composing() {
                take(text_of(&event));
            }
        })
    };
    use_composed(&find.node, find.taker());
    let onfocus = {
        let is_open = find.is_open.setter();
        Callback::from(move |_: FocusEvent| is_open.set(true))
    };
    let onblur = find.closer().reform(|_: FocusEvent| ());
    let onkeydown = find.keys(all.clone(), shown, choose.clone());
    let current = find.active.filter(|_| shown).map(|at| format!("find-{at}"));
    html! {
        <div class="find" role="search">
            <button type="button" class="quiet find-open" onclick={open.reform(|_: MouseEvent| ())}
                aria-label={ListUi::Find.text(lang)} data-test="find-open">
                { icon(Icon::Search) }
            </button>
            <div class="find-field">
                { icon(Icon::Search) }
                <input ref={find.node.clone()} id={BOX} type="search" role="combobox" autocomplete="off" spellcheck="false"
                    maxlength="60" aria-label={ListUi::Find.text(lang)} aria-expanded={shown.to_string()}
                    aria-controls="find-list" aria-autocomplete="list" aria-activedescendant={current}
                    placeholder={ListUi::FindHint.text(lang)} title={ListUi::FindHint.text(lang)} {oninput} {onkeydown}
                    {onfocus} {onblur} data-test="find" />
                <kbd aria-hidden="true">{ "/" }</kbd>
            </div>
            if shown { { draw(&all, &find.results, *find.active, &choose, lang) } }
            <p class="hidden" role="status">{ if shown { said(&find.results, all.len(), lang) } else { String::new() } }</p>
        </div>
    }
}

/// Where a result leads.
type Way = (Route, Option<CaseFilter>);

/// The box as it stands.
struct Find {
    node: NodeRef,
    typed: UseStateHandle<String>,
    is_open: UseStateHandle<bool>,
    active: UseStateHandle<Option<usize>>,
    results: Results,
}

#[hook]
fn use_find(lang: Lang) -> Find {
    let typed = use_state(String::new);
    let results = use_results(&typed, lang);
    Find { node: use_node_ref(), typed, is_open: use_state(|| false), active: use_state(|| None), results }
}

/// `/` where nobody types, and Ctrl+K anywhere.
#[hook]
fn use_shortcut(open: Callback<()>) {
    use_keys(Callback::from(move |event: KeyboardEvent| {
        let with = event.ctrl_key() || event.meta_key();
        let is_slash = event.key() == "/" && !with && !event.alt_key() && !is_typing();
        let is_k = with && event.key().eq_ignore_ascii_case("k");
        if (is_slash || is_k) && !is_composing(&event) && !dom::is_there("dialog[open]") {
            event.prevent_default();
            open.emit(());
        }
    }));
}

impl Find {
    fn closer(&self) -> Callback<()> {
        let (is_open, active) = (self.is_open.setter(), self.active.setter());
        Callback::from(move |()| {
            is_open.set(false);
            active.set(None);
        })
    }

    fn taker(&self) -> impl Fn(String) + 'static {
        let (typed, is_open, active) = (self.typed.setter(), self.is_open.setter(), self.active.setter());
        move |text: String| {
            typed.set(text);
            is_open.set(true);
            active.set(None);
        }
    }

    /// Goes to a result; the box is empty again.
    fn chooser(&self, navigator: Option<Navigator>) -> Callback<Way> {
        let (close, typed, node) = (self.closer(), self.typed.setter(), self.node.clone());
        Callback::from(move |(to, filter): Way| {
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
    }

    fn keys(&self, all: Rc<Vec<Hit>>, shown: bool, choose: Callback<Way>) -> Callback<KeyboardEvent> {
        let (active, typed, node, close) = (self.active.clone(), self.typed.clone(), self.node.clone(), self.closer());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            _ if is_composing(&event) => {}
            "ArrowDown" | "ArrowUp" if shown => {
                event.prevent_default();
                active.set(step(*active, event.key() == "ArrowDown", all.len()));
            }
            "Enter" => {
                event.prevent_default();
                let typed = typed.trim().to_owned();
                if let Some(hit) = active.filter(|_| shown).and_then(|at| all.get(at)) {
                    choose.emit((hit.to.clone(), hit.filter.clone()));
                } else if !typed.is_empty() {
                    choose.emit((Route::Cases, Some(CaseFilter { q: typed, ..CaseFilter::default() })));
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
        })
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

fn draw(all: &Rc<Vec<Hit>>, results: &Results, active: Option<usize>, choose: &Callback<Way>, lang: Lang) -> Html {
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
