//! What this place owes: withdrawals to answer, questions, own steps without effect, results to deliver.

use daiban_shared::api::{DutyView, TaskRow};
use daiban_shared::text::{Lang, Ui, fill};
use yew::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_pages;
use crate::ui::as_of::as_of;
use crate::ui::desk::{DeskSwitch, use_desk};
use crate::ui::link::Go;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::{badge, more, words};

/// `/tasks`
#[component]
pub fn TasksPage() -> Html {
    let lang = use_lang();
    let shown = CaseFilter { desk: use_desk(), ..CaseFilter::default() };
    let pages = use_pages::<TaskRow>(format!("/tasks{}", shown.query()));
    html! {
        <>
            <Title text={Ui::Tasks.text(lang)} />
            <p class="lead">{ Ui::TasksLead.text(lang) }</p>
            <DeskSwitch to={Route::Tasks} filter={shown} />
            { state::of(&pages.loaded, |rows| if rows.items.is_empty() {
                html! { <><Empty text={Ui::TasksNone.text(lang)} />{ as_of(rows.as_of, lang) }</> }
            } else {
                html! {
                    <>
                        { as_of(rows.as_of, lang) }
                        <ul class="duties" data-test="tasks">{ for rows.items.iter().map(|task| draw(task, lang)) }</ul>
                        { more::end_of(&pages) }
                    </>
                }
            }) }
        </>
    }
}

fn owner(duty: &DutyView, lang: Lang) -> String {
    let place = duty.owner.name(lang);
    duty.desk.as_ref().map_or_else(|| place.to_owned(), |desk| format!("{place} · {}", words::department(desk, lang)))
}

fn draw(task: &TaskRow, lang: Lang) -> Html {
    let duty = &task.duty;
    let name = if task.applicant.is_empty() { Ui::NoName.text(lang) } else { &task.applicant };
    html! {
        <li class={classes!(duty.here.then_some("here"))} data-test="task" data-number={duty.number.clone()}>
            <p class="step-head">
                <strong class="name" data-test="task-applicant">{ name.to_owned() }</strong>
                <span data-test="task-item">{ lang.pick(&task.item.zh, &task.item.en).to_owned() }</span>
                <span class="number">{ duty.number.clone() }</span>
            </p>
            <p><strong>{ duty.text.clone() }</strong></p>
            <p>{ duty.todo.clone() }</p>
            <p class="step-foot">
                if task.limit.is_some() { { badge::due(task.limit.as_ref(), lang) } } else { <span class="faint">{ Ui::NoLimit.text(lang) }</span> }
                <small>{ fill(Ui::OwedBy.text(lang), &[("place", &owner(duty, lang))]) }</small>
                <Go to={Route::Case { id: duty.case.to_string() }} class={classes!("button")} test="open-task">
                    { Ui::OpenCase.text(lang) }
                </Go>
            </p>
        </li>
    }
}
