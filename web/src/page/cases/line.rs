//! One row of a list: drawn again only when something of it changes, since a long list has many.

use std::rc::Rc;

use daiban_shared::api::{CaseRow, Due};
use daiban_shared::day::{Day, stamp};
use daiban_shared::id::DocId;
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, ListUi, Ui, fill};
use yew::prelude::*;

use super::columns::Column;
use crate::app::route::Route;
use crate::ui::link::Go;
use crate::ui::{badge, words};

/// What somebody does with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Opens it.
    Open,
    /// Ticks it.
    Pick,
    /// Ticks everything from the row ticked last.
    PickTo,
}

#[derive(Properties, PartialEq)]
pub struct LineProps {
    pub row: Rc<CaseRow>,
    /// Its place in the list, from 0.
    pub at: usize,
    pub columns: Rc<Vec<Column>>,
    /// The place that looks.
    pub own: Option<Tier>,
    pub lang: Lang,
    /// It can be ticked, and is or not.
    #[prop_or_default]
    pub picked: Option<bool>,
    #[prop_or_default]
    pub current: bool,
    /// Changed since the person looked.
    #[prop_or_default]
    pub updated: bool,
    #[prop_or_default]
    pub on_press: Callback<(DocId, Press)>,
}

/// `<tr>`, a card on phones.
#[component]
pub fn Line(props: &LineProps) -> Html {
    let (row, lang) = (&props.row, props.lang);
    let id = row.id;
    let name = if row.applicant.is_empty() { Ui::NoName.text(lang).to_owned() } else { row.applicant.clone() };
    let onclick = {
        let press = props.on_press.clone();
        Callback::from(move |_: MouseEvent| press.emit((id, Press::Open)))
    };
    let on_pick = {
        let press = props.on_press.clone();
        Callback::from(move |event: MouseEvent| {
            press.emit((id, if event.shift_key() { Press::PickTo } else { Press::Pick }));
        })
    };
    let class = classes!(
        props.current.then_some("current"),
        props.updated.then_some("updated"),
        (props.picked == Some(true)).then_some("picked")
    );
    html! {
        <tr {class} role="row" data-test="case-row" data-number={row.number.clone()} data-row={props.at.to_string()}
            aria-rowindex={(props.at + 2).to_string()}>
            if let Some(picked) = props.picked {
                <td class="pick" role="cell">
                    <label><input type="checkbox" checked={picked} onclick={on_pick} data-test="pick"
                        aria-label={fill(ListUi::ChooseRow.text(lang), &[("name", &name), ("number", &row.number)])} /></label>
                </td>
            }
            <td class="who-cell" role="cell">
                <span {onclick}>
                    <Go to={Route::Case { id: id.to_string() }} class={classes!("name")} id={link_id(id)} test="open-case">{ name }</Go>
                </span>
                if props.updated {
                    <span class="news" data-test="row-updated"><span class="dot" aria-hidden="true"></span>{ ListUi::Updated.text(lang) }</span>
                }
                <small class="number">{ row.number.clone() }</small>
            </td>
            { for props.columns.iter().map(|column| html! {
                <td role="cell" data-label={column.name(lang)} class={format!("col-{}", column.code())}>{ cell(row, *column, &props.columns, props.own, lang) }</td>
            }) }
        </tr>
    }
}

/// The id of a row's link, to find it again.
pub fn link_id(case: DocId) -> String {
    format!("row-{case}")
}

fn cell(row: &CaseRow, column: Column, columns: &[Column], own: Option<Tier>, lang: Lang) -> Html {
    match column {
        Column::Item => html! {
            <>
                { lang.pick(&row.item.zh, &row.item.en).to_owned() }
                if !columns.contains(&Column::Place) { <small>{ row.site.name(lang).to_owned() }</small> }
            </>
        },
        Column::Status => html! {
            <>
                { badge::status(row.status, row.outcome, lang) }
                { for row.labels.iter().take(2).map(|label| html! { <small class="label">{ words::label(label, lang) }</small> }) }
            </>
        },
        Column::Holder => html! {
            <>
                <span class={classes!(row.holder.here.then_some("strong"))}>{ holder(row, columns, lang) }</span>
                { arrived(row, own, lang) }
            </>
        },
        Column::Due => badge::due(row.due.as_ref(), lang),
        Column::Late if late(row).is_some() => {
            html! { <strong class="late">{ text(row, column, lang) }</strong> }
        }
        Column::Place | Column::Phone | Column::Officer | Column::Late | Column::Filed | Column::Change => {
            text(row, column, lang).into()
        }
    }
}

/// The limit after which an office is late, once it is; a resident is nobody's delay.
fn late(row: &CaseRow) -> Option<&Due> {
    row.due.as_ref().filter(|due| due.days_left < 0 && !due.limit.is_residents())
}

/// In whose hand; the person has a column of his own, or stands here.
fn holder(row: &CaseRow, columns: &[Column], lang: Lang) -> String {
    if !columns.contains(&Column::Officer) {
        return words::holder(&row.holder, lang);
    }
    let place = daiban_shared::api::HolderView { user_name: None, ..row.holder.clone() };
    words::holder(&place, lang)
}

/// A column in words alone, as a spreadsheet has it.
pub fn text(row: &CaseRow, column: Column, lang: Lang) -> String {
    let dash = || "–".to_owned();
    let or_dash = |text: &str| if text.is_empty() { dash() } else { text.to_owned() };
    match column {
        Column::Item => lang.pick(&row.item.zh, &row.item.en).to_owned(),
        Column::Place => row.site.name(lang).to_owned(),
        Column::Phone => or_dash(&row.phone_end),
        Column::Status => {
            let outcome = row.outcome.map(|outcome| outcome.text(lang));
            [Some(row.status.text(lang)), outcome].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        Column::Holder => words::holder(&row.holder, lang),
        Column::Officer => or_dash(row.holder.user_name.as_deref().unwrap_or_default()),
        Column::Due => row.due.as_ref().map_or_else(dash, |due| due.day.to_string()),
        Column::Late => late(row).map_or_else(dash, |due| {
            fill(ListUi::DaysLate.text(lang), &[("n", &due.days_left.unsigned_abs().to_string())])
        }),
        Column::Filed => Day::of(row.opened_at).to_string(),
        Column::Change => stamp(row.changed_at),
    }
}

/// How far this place's newest own step has come; nothing where it has written none.
fn arrived(row: &CaseRow, own: Option<Tier>, lang: Lang) -> Html {
    match own {
        Some(Tier::Village) => badge::arrived(&row.delivered, Tier::Village, true, lang),
        Some(Tier::Town) if row.holder.here || row.delivered.district.is_some() => {
            badge::arrived(&row.delivered, Tier::Town, true, lang)
        }
        Some(Tier::Town | Tier::District) | None => Html::default(),
    }
}
