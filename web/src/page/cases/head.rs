//! The heads of the columns, by which a list is put in order, and the box that ticks all rows.

use std::rc::Rc;

use daiban_shared::text::{Lang, ListUi, Ui, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use super::columns::Column;
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::ui::link::go;
use crate::ui::sort_head::SortHead;

#[derive(Properties, PartialEq)]
pub struct HeadProps {
    pub filter: CaseFilter,
    pub columns: Rc<Vec<Column>>,
    /// Every row that is shown is ticked.
    pub is_all: bool,
    pub on_all: Callback<MouseEvent>,
}

/// `<thead role="rowgroup">`
#[component]
pub fn Head(props: &HeadProps) -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let column = |name: &'static str, sort: Option<&'static str>| {
        let Some(sort) = sort else { return html! { <th scope="col" role="columnheader">{ name }</th> } };
        let filter = CaseFilter { sort: pressed(&props.filter.sort, sort), ..props.filter.clone() };
        let navigator = navigator.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(navigator) = &navigator {
                go(navigator, &Route::Cases, Some(&filter));
            }
        });
        html! {
            <SortHead {name} is_down={direction(&props.filter.sort, sort)} hint={Some(AttrValue::from(fill(ListUi::SortBy.text(lang), &[("column", name)])))}
                {onclick} test={format!("sort-{sort}")} />
        }
    };
    html! {
        <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
                <td class="pick" role="cell">
                    <label><input type="checkbox" checked={props.is_all} onclick={props.on_all.clone()} data-test="pick-all"
                        aria-label={all_words(props.is_all, lang)} /></label>
                </td>
                { column(Ui::ColumnApplicant.text(lang), Some("applicant")) }
                { for props.columns.iter().map(|shown| column(shown.name(lang), shown.sort())) }
            </tr>
        </thead>
    }
}

fn all_words(is_all: bool, lang: Lang) -> String {
    let text = if is_all { ListUi::ChooseNone } else { ListUi::ChooseAll };
    text.text(lang).replace("{n}", "").replace("  ", " ").trim().to_owned()
}

/// Whether the list is ordered by this, and from which end; the usual order is that by due moment.
pub fn direction(now: &str, sort: &str) -> Option<bool> {
    let (is_down, by) = now.strip_prefix('-').map_or((false, now), |by| (true, by));
    let by = if by.is_empty() { "due" } else { by };
    (by == sort).then_some(is_down)
}

/// The order after a press on a head: first as people usually want it, then the other way round.
pub fn pressed(now: &str, sort: &str) -> String {
    let newest_first = matches!(sort, "change" | "filed");
    let is_down = match direction(now, sort) {
        Some(is_down) => !is_down,
        None => newest_first,
    };
    made(sort, is_down)
}

/// An order in the address; the usual one is none.
pub fn made(sort: &str, is_down: bool) -> String {
    match (sort, is_down) {
        ("due", false) => String::new(),
        (_, true) => format!("-{sort}"),
        (_, false) => sort.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_press_turns_the_order_round() {
        let table = [
            ("", "due", "-due"),
            ("-due", "due", ""),
            ("", "applicant", "applicant"),
            ("applicant", "applicant", "-applicant"),
            ("-applicant", "applicant", "applicant"),
            ("applicant", "change", "-change"),
            ("-change", "change", "change"),
            ("-change", "due", ""),
        ];
        for (now, sort, then) in table {
            assert_eq!(pressed(now, sort), then, "{now} then {sort}");
        }
        assert_eq!(
            (direction("", "due"), direction("-filed", "filed"), direction("", "filed")),
            (Some(false), Some(true), None)
        );
    }
}
