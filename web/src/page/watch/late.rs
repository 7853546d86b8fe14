//! Late cases with case number, officer and days, each a press away from the case.

use daiban_shared::api::AlarmView;
use daiban_shared::text::{Lang, WatchUi, fill};
use yew::prelude::*;

use super::lamp;
use crate::app::route::Route;
use crate::ui::link::Go;
use crate::ui::words;

/// One line a case.
pub fn list(rows: &[AlarmView], lang: Lang) -> Html {
    html! { <ul class="late-cases" data-test="late-cases">{ for rows.iter().map(|row| line(row, lang)) }</ul> }
}

fn line(row: &AlarmView, lang: Lang) -> Html {
    html! {
        <li key={format!("{}{:?}{}", row.case, row.rule, row.of)} data-test="late-case">
            { lamp::of_alarm(row, lang) }
            <Go to={Route::Case { id: row.case.to_string() }} class={classes!("number")} test="late-open">{ row.number.clone() }</Go>
            <span>{ row.item.clone() }</span>
            <span>{ whose(row, lang) }{ " · " }<span class="nowrap">{ officer(row, lang) }</span></span>
            <strong class="nowrap">{ fill(WatchUi::DaysLate.text(lang), &[("n", &row.days_late.to_string())]) }</strong>
        </li>
    }
}

/// The place, with the desk where it is of one.
pub fn whose(row: &AlarmView, lang: Lang) -> String {
    let place = row.site.name(lang);
    let desk = row.desk.as_ref().map(|desk| words::department(desk, lang));
    desk.map_or_else(|| place.to_owned(), |desk| format!("{place} · {desk}"))
}

/// The officer's name, where there is one and it is known here.
pub fn officer(row: &AlarmView, lang: Lang) -> String {
    match &row.officer {
        None => WatchUi::NoOfficer.text(lang).to_owned(),
        Some(officer) if officer.name.is_empty() => WatchUi::OfficerElsewhere.text(lang).to_owned(),
        Some(officer) => officer.name.clone(),
    }
}
