//! The line over a list: how long it is, its order, its columns, what is new, its keys.

use std::rc::Rc;

use daiban_shared::api::CaseCount;
use daiban_shared::text::{ListUi, Ui, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use super::columns::{self, Column, with};
use super::head::{direction, made};
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::prefs::use_pref;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::{Select, Tick};
use crate::ui::link::{Go, go};
use crate::ui::words::counted_short;

#[derive(Properties, PartialEq)]
pub struct ListBarProps {
    pub filter: CaseFilter,
    /// Columns that are shown.
    pub columns: Rc<Vec<Column>>,
    /// Everything in the list was seen.
    pub on_seen: Callback<()>,
    pub on_help: Callback<()>,
}

/// One line on a wide screen.
#[component]
pub fn ListBar(props: &ListBarProps) -> Html {
    let lang = use_lang();
    let counted = use_load::<CaseCount>(format!("/case-count{}", props.filter.unordered().query()), true);
    let only = !props.filter.news.is_empty();
    let count = counted.value.filter(|_| !only).map(|count| {
        let n = if count.more { counted_short(1_000) } else { counted_short(count.count) };
        html! { <span class="total" data-test="total" data-count={n.clone()}>{ fill(ListUi::Rows.text(lang), &[("n", &n)]) }</span> }
    });
    let other = CaseFilter { news: if only { String::new() } else { "1".to_owned() }, ..props.filter.clone() };
    html! {
        <div class="list-bar">
            { for count }
            <Order filter={props.filter.clone()} />
            <ColumnMenu columns={props.columns.clone()} />
            <Go to={Route::Cases} filter={Some(other)} class={classes!("chip", only.then_some("current"))} current={only} test="only-changed">
                { icon(Icon::Bell) }{ if only { ListUi::OnlyChangedOff } else { ListUi::OnlyChanged }.text(lang) }
            </Go>
            <button type="button" class="quiet" onclick={props.on_seen.reform(|_: MouseEvent| ())} data-test="seen-all">
                { icon(Icon::CheckCheck) }{ ListUi::SeenAll.text(lang) }
            </button>
            <button type="button" class="quiet keys-button" onclick={props.on_help.reform(|_: MouseEvent| ())} data-test="keys">
                { icon(Icon::CircleQuestionMark) }{ ListUi::KeysShow.text(lang) }
            </button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OrderProps {
    filter: CaseFilter,
}

/// Every order, also those without a column, and on phones where there are no heads.
#[component]
fn Order(props: &OrderProps) -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let orders = [
        ("due", Ui::ColumnDue.text(lang)),
        ("filed", ListUi::ColumnFiled.text(lang)),
        ("change", ListUi::ColumnChange.text(lang)),
        ("number", ListUi::ColumnNumber.text(lang)),
        ("applicant", Ui::ColumnApplicant.text(lang)),
        ("item", Ui::ColumnItem.text(lang)),
        ("place", ListUi::ColumnPlace.text(lang)),
    ];
    let now = orders.iter().find_map(|(by, _)| direction(&props.filter.sort, by).map(|is_down| (*by, is_down)));
    let (by, is_down) = now.unwrap_or(("due", false));
    let options: Vec<(String, String)> =
        orders.iter().map(|(by, name)| ((*by).to_owned(), (*name).to_owned())).collect();
    let to = {
        let (filter, navigator) = (props.filter.clone(), navigator.clone());
        move |sort: String| {
            if let Some(navigator) = &navigator {
                go(navigator, &Route::Cases, Some(&CaseFilter { sort, ..filter.clone() }));
            }
        }
    };
    let on_text = {
        let to = to.clone();
        Callback::from(move |by: String| to(made(&by, matches!(by.as_str(), "filed" | "change"))))
    };
    let turned = made(by, !is_down);
    let turn = Callback::from(move |_: MouseEvent| to(turned.clone()));
    let (shape, word) =
        if is_down { (Icon::ArrowDown, ListUi::Descending) } else { (Icon::ArrowUp, ListUi::Ascending) };
    html! {
        <span class="order">
            <label for="list-order">{ ListUi::Sort.text(lang) }</label>
            <Select key={by} id="list-order" initial={by} {options} test="list-order" {on_text} />
            <button type="button" onclick={turn} aria-label={word.text(lang)} title={word.text(lang)} data-test="list-turn">{ icon(shape) }</button>
        </span>
    }
}

#[derive(Properties, PartialEq)]
struct ColumnMenuProps {
    columns: Rc<Vec<Column>>,
}

/// Which columns are shown; kept with the account.
#[component]
fn ColumnMenu(props: &ColumnMenuProps) -> Html {
    let lang = use_lang();
    let (chosen, set) = use_pref::<Option<Vec<Column>>>(columns::KEY);
    let ticks = columns::ALL.into_iter().map(|column| {
        let (shown, set) = (props.columns.clone(), set.clone());
        let on_tick = Callback::from(move |is_on: bool| set.emit(Some(with(&shown, column, is_on))));
        html! {
            <Tick key={column.code()} id={format!("column-{}", column.code())} initial={props.columns.contains(&column)}
                text={column.name(lang)} test={format!("column-{}", column.code())} {on_tick} />
        }
    });
    let usual = set.reform(|_: MouseEvent| None);
    let node = use_node_ref();
    let onkeydown = {
        let node = node.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                if let Some(details) = node.cast::<web_sys::Element>() {
                    let _ = details.remove_attribute("open");
                }
            }
        })
    };
    html! {
        <details class="menu columns-menu" ref={node} {onkeydown}>
            <summary data-test="columns">{ icon(Icon::Table) }<span>{ ListUi::Columns.text(lang) }</span>{ icon(Icon::ChevronDown) }</summary>
            <div>
                { for ticks }
                if chosen.is_some() {
                    <button type="button" class="quiet" onclick={usual} data-test="columns-usual">{ ListUi::ColumnsUsual.text(lang) }</button>
                }
            </div>
        </details>
    }
}
