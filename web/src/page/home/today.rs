//! The work of the day: what is overdue, due today, due on the next working day; cases and duties in one order.

use daiban_shared::api::{Band, TodayView, WorkRow};
use daiban_shared::text::{Lang, Ui, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::as_of::as_of;
use crate::ui::keys::{is_plain, use_keys};
use crate::ui::state::{self, Empty};
use crate::ui::{badge, dom};

/// Rows shown before somebody asks for all of them.
const SHOWN: usize = 8;

#[derive(Properties, PartialEq)]
pub struct TodayProps {
    pub desk: String,
}

/// The list, with its keys.
#[component]
pub fn Today(props: &TodayProps) -> Html {
    let lang = use_lang();
    let query = CaseFilter { desk: props.desk.clone(), ..CaseFilter::default() }.query();
    let loaded = use_load::<TodayView>(format!("/today{query}"), true);
    let all = use_state(|| false);
    let open_all = {
        let all = all.setter();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    let rows: Vec<WorkRow> = loaded.value.as_ref().map_or_else(Vec::new, |view| due(&view.items));
    let shown = if *all { rows.len() } else { rows.len().min(SHOWN) };
    use_today_keys(shown);
    html! {
        <section data-test="today">
            <div class="head-line"><h2>{ Ui::TodayWork.text(lang) }</h2>{ as_of(loaded.value.as_ref().map(|view| view.as_of), lang) }</div>
            { state::of(&loaded, |view| {
                let rows = due(&view.items);
                if rows.is_empty() {
                    return html! { <Empty text={Ui::TodayNone.text(lang)} /> };
                }
                html! {
                    <>
                        <ol class="today">{ for rows[..shown.min(rows.len())].iter().enumerate().map(|(at, row)| draw(at, row, lang)) }</ol>
                        if rows.len() > shown {
                            <button type="button" class="quiet" onclick={open_all.clone()} data-test="today-all">
                                { fill(Ui::TodayAll.text(lang), &[("n", &rows.len().to_string())]) }
                            </button>
                        }
                        if view.more && *all {
                            <p class="faint">{ Ui::TodayMore.text(lang) }</p>
                        }
                    </>
                }
            }) }
        </section>
    }
}

/// What is due by the next working day.
fn due(rows: &[WorkRow]) -> Vec<WorkRow> {
    rows.iter().filter(|row| row.band != Band::Later).cloned().collect()
}

fn row_id(at: usize) -> String {
    format!("today-{at}")
}

fn draw(at: usize, row: &WorkRow, lang: Lang) -> Html {
    let name = if row.applicant.is_empty() { Ui::NoName.text(lang) } else { &row.applicant };
    let (band, words) = match row.band {
        Band::Overdue => ("overdue", Ui::Overdue),
        Band::Unanswered => ("unanswered", Ui::Unanswered),
        Band::Today => ("today", Ui::DueToday),
        Band::Tomorrow => ("tomorrow", Ui::DueTomorrow),
        Band::Later => ("later", Ui::NoLimit),
    };
    let what = row.owed.as_ref().map_or_else(|| Ui::InHand.text(lang).to_owned(), |(text, _)| text.clone());
    html! {
        <li data-test="today-row" data-band={band} data-number={row.number.clone()} data-owed={row.owed.is_some().to_string()}>
            <span class={classes!("band", band)}>{ words.text(lang) }</span>
            <Link<Route> to={Route::Case { id: row.case.to_string() }}>
                <span id={row_id(at)} tabindex="-1"></span>
                <strong class="name">{ name.to_owned() }</strong>{ " " }{ lang.pick(&row.item.zh, &row.item.en).to_owned() }
            </Link<Route>>
            <span class="what">{ what }</span>
            { badge::due(row.due.as_ref(), lang) }
        </li>
    }
}

/// `j` and `k`, or the arrows, go through the rows; Enter opens one, since its link has the focus.
#[hook]
fn use_today_keys(rows: usize) {
    let at = use_mut_ref(|| None::<usize>);
    use_keys(Callback::from(move |event: KeyboardEvent| {
        if rows == 0 || !is_plain(&event) || dom::is_in("details[open], dialog, [role=listbox], table") {
            return;
        }
        let mut at = at.borrow_mut();
        let to = match (event.key().as_str(), *at) {
            ("j" | "ArrowDown", None) => 0,
            ("j" | "ArrowDown", Some(at)) => (at + 1).min(rows - 1),
            ("k" | "ArrowUp", Some(at)) => at.min(rows).saturating_sub(1),
            _ => return,
        };
        *at = Some(to);
        event.prevent_default();
        dom::focus_link_of(&row_id(to));
    }));
}
