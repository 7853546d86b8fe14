//! What this place owes: withdrawals to answer, questions, own steps without effect, results to deliver.

use daiban_shared::api::DutyView;
use daiban_shared::text::{Lang, Ui, fill};
use yew::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_pages;
use crate::ui::desk::{DeskSwitch, use_desk};
use crate::ui::link::Go;
use crate::ui::more;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;

/// `/tasks`
#[component]
pub fn TasksPage() -> Html {
    let lang = use_lang();
    let shown = CaseFilter { desk: use_desk(), ..CaseFilter::default() };
    let pages = use_pages::<DutyView>(format!("/tasks{}", shown.query()));
    html! {
        <>
            <Title text={Ui::Tasks.text(lang)} />
            <p class="lead">{ Ui::TasksLead.text(lang) }</p>
            <DeskSwitch to={Route::Tasks} filter={shown} />
            { state::of(&pages.loaded, |rows| if rows.items.is_empty() {
                html! { <Empty text={Ui::TasksNone.text(lang)} /> }
            } else {
                html! {
                    <>
                        <ul class="duties" data-test="tasks">{ for rows.items.iter().map(|duty| draw(duty, lang)) }</ul>
                        { more::end_of(&pages) }
                    </>
                }
            }) }
        </>
    }
}

fn draw(duty: &DutyView, lang: Lang) -> Html {
    let due = duty.due.map(|day| day.to_string()).unwrap_or_else(|| Ui::NoLimit.text(lang).to_owned());
    html! {
        <li class={classes!(duty.here.then_some("here"))} data-test="task" data-number={duty.number.clone()}>
            <p class="step-head">
                <strong>{ duty.text.clone() }</strong><span class="number">{ duty.number.clone() }</span>
            </p>
            <p>{ duty.todo.clone() }</p>
            <p class="step-foot">
                <small>
                    { format!("{} · {due}", fill(Ui::OwedBy.text(lang), &[("place", duty.owner.name(lang))])) }
                </small>
                <Go to={Route::Case { id: duty.case.to_string() }} class={classes!("button")} test="open-task">
                    { Ui::OpenCase.text(lang) }
                </Go>
            </p>
        </li>
    }
}
