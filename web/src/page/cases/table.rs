//! A short list of cases, as on the home page: a table on a wide screen, cards on a phone.

use std::rc::Rc;

use daiban_shared::api::CaseRow;
use daiban_shared::text::Ui;
use yew::prelude::*;

use super::columns::{self, Column};
use super::line::Line;
use crate::app::session::use_session;
use crate::prefs::use_pref;

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
    let roles = session.me().map(|me| me.roles.clone()).unwrap_or_default();
    // As the person has chosen them for his lists; the home page says what is late in its own tiles.
    let (chosen, _) = use_pref::<Option<Vec<Column>>>(columns::KEY);
    let shown = columns::shown(Option::as_ref(&chosen), &roles);
    let columns = Rc::new(shown.into_iter().filter(|column| *column != Column::Late).collect::<Vec<_>>());
    html! {
        <table class="cards" data-test="cases">
            <thead>
                <tr>
                    <th scope="col">{ Ui::ColumnApplicant.text(lang) }</th>
                    { for columns.iter().map(|column| html! { <th scope="col">{ column.name(lang) }</th> }) }
                </tr>
            </thead>
            <tbody>
                { for props.rows.iter().enumerate().map(|(at, row)| html! {
                    <Line key={row.id.to_string()} row={Rc::new(row.clone())} {at} columns={columns.clone()} {own} {lang} />
                }) }
            </tbody>
        </table>
    }
}
