//! The head of a column by which a table is put in order.

use yew::prelude::*;

use super::icon::{Icon, icon};

#[derive(Properties, PartialEq)]
pub struct SortHeadProps {
    pub name: AttrValue,
    /// The table stands in this order: from the end (`true`) or from the beginning; none = in another one.
    pub is_down: Option<bool>,
    /// What a press does, in words.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    pub onclick: Callback<MouseEvent>,
    pub test: AttrValue,
}

/// `<th>` with its button and arrow.
#[component]
pub fn SortHead(props: &SortHeadProps) -> Html {
    let (mark, order) = match props.is_down {
        Some(false) => (Icon::ArrowUp, "ascending"),
        Some(true) => (Icon::ArrowDown, "descending"),
        None => (Icon::ArrowUpDown, "none"),
    };
    html! {
        <th scope="col" role="columnheader" aria-sort={order}>
            <button type="button" class="quiet sort" onclick={props.onclick.clone()} title={props.hint.clone()} data-test={props.test.clone()}>
                { props.name.clone() }{ icon(mark) }
            </button>
        </th>
    }
}
