//! The kept filters as chips with their counts; on the list page they are also made, renamed, ordered and deleted.

use std::rc::Rc;

use daiban_shared::api::CaseCount;
use daiban_shared::text::{ListUi, Ui, fill};
use yew::prelude::*;

use super::saved::{self, Filters, Named};
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::prefs::{use_pref, use_prefs_read};
use crate::ui::icon::{Icon, icon};
use crate::ui::input::TextInput;
use crate::ui::link::Go;
use crate::ui::words::counted_short;

#[derive(Properties, PartialEq)]
pub struct SavedBarProps {
    /// The list's filter; none = chips alone, as on the home page.
    #[prop_or_default]
    pub filter: Option<CaseFilter>,
    /// The filter is known by a word of the page and needs no other.
    #[prop_or_default]
    pub is_tab: bool,
}

/// Nothing where nothing is kept and nothing can be.
#[component]
pub fn SavedBar(props: &SavedBarProps) -> Html {
    let lang = use_lang();
    let (filters, set) = use_pref::<Filters>(saved::KEY);
    let is_read = use_prefs_read();
    let managing = use_state(|| false);
    let naming = use_state(|| false);
    let now = props.filter.as_ref().map(|filter| CaseFilter { news: String::new(), ..filter.clone() });
    let can_keep = !props.is_tab && now.as_ref().is_some_and(|now| filters.position(now).is_none());
    if !is_read || filters.0.is_empty() && !can_keep {
        return Html::default();
    }
    let chips = filters.0.iter().map(|named| {
        let current = now.as_ref() == Some(&named.filter);
        html! { <li key={named.filter.query()}><Chip named={named.clone()} {current} /></li> }
    });
    let toggle = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.set(!*state))
    };
    let keep = {
        let (filters, set, naming, now) = (filters.clone(), set.clone(), naming.clone(), now.clone());
        Callback::from(move |name: Option<String>| {
            if let (Some(name), Some(now)) = (name, now.clone()) {
                set.emit(filters.with(&name, now));
            }
            naming.set(false);
        })
    };
    let (is_list, has_any) = (props.filter.is_some(), !filters.0.is_empty());
    html! {
        <section class="saved" aria-label={ListUi::SavedFilters.text(lang)} data-test="saved">
            if !is_list { <h2>{ ListUi::SavedFilters.text(lang) }</h2> }
            if *managing {
                <Manage filters={filters.clone()} {set} />
            } else {
                <ul class="chips">{ for chips }</ul>
            }
            if *naming && can_keep {
                <NameForm initial="" on_done={keep} />
            } else if can_keep && !filters.is_full() {
                <button type="button" class="quiet" onclick={toggle(&naming)} data-test="save-filter">{ icon(Icon::Star) }{ ListUi::SaveFilter.text(lang) }</button>
            } else if can_keep {
                <p class="hint">{ fill(ListUi::SavedFull.text(lang), &[("n", &saved::FILTERS_MAX.to_string())]) }</p>
            }
            if is_list && has_any {
                <button type="button" class="quiet" onclick={toggle(&managing)} aria-expanded={managing.to_string()} data-test="saved-manage">
                    { icon(if *managing { Icon::Check } else { Icon::Pencil }) }
                    { if *managing { ListUi::SavedDone } else { ListUi::SavedManage }.text(lang) }
                </button>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ChipProps {
    named: Named,
    current: bool,
}

/// A name with the length of its list.
#[component]
fn Chip(props: &ChipProps) -> Html {
    let counted = use_load::<CaseCount>(format!("/case-count{}", props.named.filter.unordered().query()), true);
    let count = counted.value.map(|count| counted_short(if count.more { 1_000 } else { count.count }));
    html! {
        <Go to={Route::Cases} filter={Some(props.named.filter.clone())} class={classes!("chip", props.current.then_some("current"))}
            current={props.current} test="saved-filter">
            { props.named.name.clone() }{ " " }<span class="count">{ count.unwrap_or_default() }</span>
        </Go>
    }
}

#[derive(Properties, PartialEq)]
struct NameFormProps {
    initial: AttrValue,
    /// The name, or none if the person thought better of it.
    on_done: Callback<Option<String>>,
}

/// One line for a name.
#[component]
fn NameForm(props: &NameFormProps) -> Html {
    let lang = use_lang();
    let typed = use_mut_ref(|| props.initial.to_string());
    let onsubmit = {
        let (typed, done) = (typed.clone(), props.on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            done.emit(Some(typed.borrow().clone()));
        })
    };
    let on_text = Callback::from(move |text: String| {
        typed.replace(text);
    });
    let cancel = props.on_done.reform(|_: MouseEvent| None);
    html! {
        <form class="name-form" {onsubmit}>
            <label for="saved-name">{ ListUi::SavedName.text(lang) }</label>
            <TextInput id="saved-name" initial={props.initial.clone()} placeholder={Some(AttrValue::from(ListUi::SavedNameHint.text(lang)))}
                focus={true} test="saved-name" {on_text} />
            <button type="submit" data-test="saved-name-save">{ Ui::Save.text(lang) }</button>
            <button type="button" class="quiet" onclick={cancel}>{ Ui::Cancel.text(lang) }</button>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct ManageProps {
    filters: Rc<Filters>,
    set: Callback<Filters>,
}

/// One line a filter.
#[component]
fn Manage(props: &ManageProps) -> Html {
    let lang = use_lang();
    let renaming = use_state(|| None::<usize>);
    let (filters, set) = (&props.filters, &props.set);
    let button = |shape: Icon, text: ListUi, name: &str, off: bool, test: &'static str, next: Filters| {
        let set = set.clone();
        let onclick = Callback::from(move |_: MouseEvent| set.emit(next.clone()));
        let words = fill(text.text(lang), &[("name", name)]);
        html! {
            <button type="button" disabled={off} {onclick} aria-label={words.clone()} title={words} data-test={test}>{ icon(shape) }</button>
        }
    };
    let rows = filters.0.iter().enumerate().map(|(at, named)| {
        let name = named.name.as_str();
        if *renaming == Some(at) {
            let (renaming, filters, set) = (renaming.clone(), filters.clone(), set.clone());
            let on_done = Callback::from(move |name: Option<String>| {
                if let Some(name) = name {
                    set.emit(filters.renamed(at, &name));
                }
                renaming.set(None);
            });
            return html! { <li key={at}><NameForm initial={name.to_owned()} {on_done} /></li> };
        }
        let rename = {
            let renaming = renaming.clone();
            Callback::from(move |_: MouseEvent| renaming.set(Some(at)))
        };
        let words = fill(ListUi::SavedRename.text(lang), &[("name", name)]);
        html! {
            <li key={at} data-test="saved-row">
                <span class="saved-name">{ name.to_owned() }</span>
                { button(Icon::ArrowUp, ListUi::SavedUp, name, at == 0, "saved-up", filters.moved(at, true)) }
                { button(Icon::ArrowDown, ListUi::SavedDown, name, at + 1 == filters.0.len(), "saved-down", filters.moved(at, false)) }
                <button type="button" onclick={rename} aria-label={words.clone()} title={words} data-test="saved-rename">{ icon(Icon::Pencil) }</button>
                { button(Icon::Trash2, ListUi::SavedDelete, name, false, "saved-delete", filters.without(at)) }
            </li>
        }
    });
    html! { <ul class="saved-rows">{ for rows }</ul> }
}
