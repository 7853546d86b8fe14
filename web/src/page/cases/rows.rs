//! The rows near the screen, and spacers for the others. Scrolling draws this alone anew, nothing of what stands around it.

use std::rc::Rc;

use daiban_shared::api::CaseRow;
use daiban_shared::id::DocId;
use daiban_shared::site::Tier;
use daiban_shared::text::Lang;
use yew::prelude::*;

use super::choice::Choice;
use super::columns::Column;
use super::line::{Line, Press, link_id};
use super::listing;
use super::screen::{Screen, use_window};
use super::seen::Seen;
use crate::ui::dom;

/// The next page is asked for when so few rows are left below the screen.
const AHEAD: usize = 40;

#[derive(Properties, PartialEq)]
pub struct RowsProps {
    pub rows: listing::Rows,
    pub screen: Screen,
    pub columns: Rc<Vec<Column>>,
    /// The place that looks.
    pub own: Option<Tier>,
    pub lang: Lang,
    pub current: Option<DocId>,
    pub choice: UseReducerHandle<Choice>,
    pub seen: Rc<Seen>,
    /// What looks at the list are remembered by.
    pub list: String,
    pub on_press: Callback<(DocId, Press)>,
    /// There is more to read, and nothing is in the way.
    pub has_more: bool,
    pub on_more: Callback<()>,
}

/// `<tbody>`
#[component]
pub fn Rows(props: &RowsProps) -> Html {
    let (screen, rows) = (&props.screen, &props.rows);
    let window = use_window(screen, rows.len());
    let redraw = use_force_update();
    {
        let screen = screen.clone();
        let drawn = (window.from, window.to);
        let last = use_mut_ref(|| drawn);
        use_effect(move || {
            // Where the same rows were drawn again something of them has changed.
            let all = last.replace(drawn) == drawn;
            if screen.measure(all) {
                redraw.force_update();
            }
            if screen.wanted().get().is_some_and(|case| dom::focus(&link_id(case))) {
                screen.wanted().set(None);
            }
        });
    }
    {
        let more = props.on_more.clone();
        let wanted = props.has_more && window.to + AHEAD >= rows.len();
        use_effect_with((wanted, rows.len()), move |(wanted, _)| {
            if *wanted {
                more.emit(());
            }
        });
    }
    let line = |at: usize, row: &Rc<CaseRow>| {
        html! {
            <Line key={row.id.to_string()} row={row.clone()} {at} columns={props.columns.clone()} own={props.own} lang={props.lang}
                picked={Some(props.choice.cases.contains(&row.id))} current={props.current == Some(row.id)}
                updated={props.seen.is_new(&props.list, row.id, row.news)} on_press={props.on_press.clone()} />
        }
    };
    let spacer = |height: f64, key: &'static str| {
        let style = format!("height:{height:.0}px");
        html! { <tr class="spacer" {key} aria-hidden="true" {style}><td></td></tr> }
    };
    let shown = rows.get(window.from..window.to).unwrap_or_default();
    html! {
        <tbody role="rowgroup" ref={screen.body()}>
            { spacer(window.above, "above") }
            { for shown.iter().enumerate().map(|(no, row)| line(window.from + no, row)) }
            { spacer(window.below, "below") }
        </tbody>
    }
}
