//! Rows of cases, as a table on a wide screen and as cards on a phone.

use daiban_shared::api::CaseRow;
use daiban_shared::site::Tier;
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
    let own = session.me().map(|me| me.site.tier);
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
            <tbody>{ for props.rows.iter().map(|row| draw(row, own, lang)) }</tbody>
        </table>
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

fn draw(row: &CaseRow, own: Option<Tier>, lang: Lang) -> Html {
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
                { arrived(row, own, lang) }
            </td>
            <td data-label={Ui::ColumnDue.text(lang)}>{ badge::due(row.due.as_ref(), lang) }</td>
        </tr>
    }
}
