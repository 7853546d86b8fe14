//! A list of differences as a table.

use daiban_shared::text::{CatalogueUi, Lang};
use yew::prelude::*;

use super::lines::{Kind, Line};
use crate::ui::icon::{Icon, icon};

/// One row a difference; a shape and a word say whether it came, went or changed.
pub fn table(lines: &[Line], lang: Lang) -> Html {
    if lines.is_empty() {
        return html! { <p class="hint">{ CatalogueUi::NoChange.text(lang) }</p> };
    }
    let head = |text: CatalogueUi| html! { <th scope="col">{ text.text(lang) }</th> };
    html! {
        <table class="cards diff" data-test="diff">
            <thead><tr>{ head(CatalogueUi::What) }{ head(CatalogueUi::Before) }{ head(CatalogueUi::After) }</tr></thead>
            <tbody>{ for lines.iter().map(|line| row(line, lang)) }</tbody>
        </table>
    }
}

fn row(line: &Line, lang: Lang) -> Html {
    let (class, shape, word) = match line.kind {
        Kind::Added => ("diff-added", Icon::Plus, CatalogueUi::Added),
        Kind::Removed => ("diff-removed", Icon::X, CatalogueUi::Removed),
        Kind::Changed => ("diff-changed", Icon::Pencil, CatalogueUi::Changed),
        Kind::Moved => ("diff-changed", Icon::ArrowUpDown, CatalogueUi::Moved),
    };
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    html! {
        <tr class={class} data-test="diff-row">
            <th scope="row">{ line.what.clone() }<small>{ icon(shape) }{ " " }{ word.text(lang) }</small></th>
            <td data-label={CatalogueUi::Before.text(lang)}><span class="diff-before">{ value(&line.before) }</span></td>
            <td data-label={CatalogueUi::After.text(lang)}><span class="diff-after">{ value(&line.after) }</span></td>
        </tr>
    }
}
