//! Rows of cases, as a table on a wide screen and as cards on a phone.

use daiban_shared::api::CaseRow;
use daiban_shared::text::{Lang, Ui};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_session;
use crate::ui::link::Go;
use crate::ui::{badge, words};

#[derive(Properties, PartialEq)]
pub struct CaseTableProps {
    pub rows: Vec<CaseRow>,
}

/// One row a case.
#[component]
pub fn CaseTable(props: &CaseTableProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    html! {
        <table class="cards" data-test="cases">
            <thead>
                <tr>
                    <th scope="col">{ Ui::ColumnApplicant.text(lang) }</th>
                    <th scope="col">{ Ui::ColumnItem.text(lang) }</th>
                    <th scope="col">{ Ui::ColumnStatus.text(lang) }</th>
                    <th scope="col">{ Ui::ColumnHolder.text(lang) }</th>
                    <th scope="col">{ Ui::ColumnDue.text(lang) }</th>
                </tr>
            </thead>
            <tbody>{ for props.rows.iter().map(|row| draw(row, lang)) }</tbody>
        </table>
    }
}

fn draw(row: &CaseRow, lang: Lang) -> Html {
    let name = if row.applicant.is_empty() { Ui::NoName.text(lang).to_owned() } else { row.applicant.clone() };
    html! {
        <tr key={row.id.to_string()} data-test="case-row" data-number={row.number.clone()}>
            <td>
                <Go to={Route::Case { id: row.id.to_string() }} class={classes!("name")} test="open-case">{ name }</Go>
                <small class="number">{ row.number.clone() }</small>
            </td>
            <td data-label={Ui::ColumnItem.text(lang)}>
                { lang.pick(&row.item.zh, &row.item.en).to_owned() }
                <small>{ row.site.name(lang).to_owned() }</small>
            </td>
            <td data-label={Ui::ColumnStatus.text(lang)}>
                { badge::status(row.status, row.outcome, lang) }
                { for row.labels.iter().take(2).map(|label| html! { <small class="label">{ words::label(label, lang) }</small> }) }
            </td>
            <td data-label={Ui::ColumnHolder.text(lang)}>
                <span class={classes!(row.holder.here.then_some("strong"))}>{ words::holder(&row.holder, lang) }</span>
                { badge::arrived(&row.delivered, row.site.tier, lang) }
            </td>
            <td data-label={Ui::ColumnDue.text(lang)}>{ badge::due(row.due.as_ref(), lang) }</td>
        </tr>
    }
}
