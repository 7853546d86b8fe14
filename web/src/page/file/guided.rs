//! Filing one part at a time: plain words, one main button, back keeps everything.

use std::rc::Rc;

use daiban_shared::form::{Field, Group};
use daiban_shared::text::{FilingUi, Lang, fill};
use yew::prelude::*;

use super::form::move_on;
use super::parts::{AgentPart, Checklist, Desk, Errors, Fields, Note, Renewal};
use super::step::{Step, steps};
use super::way::Way;
use crate::app::session::use_lang;
use crate::ui::button::SendButton;
use crate::ui::dom;
use crate::ui::field::dom_id;
use crate::ui::keys::{is_finish, use_keys};

#[derive(Properties, PartialEq)]
pub struct GuidedProps {
    pub desk: Desk,
    /// Which step is shown.
    pub at: usize,
    pub way: Way,
}

/// The step, its errors, and the way on and back.
#[component]
pub fn Guided(props: &GuidedProps) -> Html {
    let lang = use_lang();
    let desk = &props.desk;
    let all = steps(&desk.view);
    let at = props.at.min(all.len() - 1);
    let step = all[at];
    // What was wrong when somebody wanted to go on, and in which step.
    let wrong = use_state(|| (step, Rc::new(Vec::<String>::new())));
    let shown = if wrong.0 == step { wrong.1.clone() } else { Rc::default() };
    let root = use_node_ref();
    {
        // The first control of a step; papers are read before the first is ticked.
        let first =
            step.fields(&desk.view.fields).first().map_or_else(|| "step-title".to_owned(), |field| dom_id(&field.id));
        use_effect_with(first, |first| {
            dom::begin_at(first);
        });
    }
    {
        // The summary takes the focus, so that whoever cannot see it hears it.
        use_effect_with(wrong.clone(), |wrong| {
            if !wrong.1.is_empty() {
                dom::focus("errors");
            }
        });
    }
    let is_last = at + 1 == all.len();
    let next = {
        let (desk, wrong, way, all) = (desk.clone(), wrong.clone(), props.way.clone(), all.clone());
        Callback::from(move |()| {
            let faults = step.faults(&desk.draft.0, &desk.view.fields);
            if !faults.is_empty() {
                wrong.set((step, Rc::new(faults.into_iter().map(|(id, _)| id).collect())));
            } else if let Some(next) = all.get(at + 1) {
                way.on_step.emit(*next);
            } else {
                way.on_check.emit(());
            }
        })
    };
    {
        let next = next.clone();
        use_keys(Callback::from(move |event: KeyboardEvent| {
            if is_finish(&event) && !event.repeat() {
                event.prevent_default();
                next.emit(());
            }
        }));
    }
    let moved = root.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| move_on(&event, &moved));
    let before = all[at.saturating_sub(1)];
    let back = props.way.on_step.reform(move |()| before);
    html! {
        <div ref={root} {onkeydown} class="form guided" data-test="guided">
            { progress(&all, at, lang) }
            <Errors desk={desk.clone()} wrong={shown.clone()} />
            <h2 tabindex="-1" id="step-title" data-test="step-title" data-step={step.code()}>{ step.title(lang) }</h2>
            <div key={step.code()}>{ body(desk, step, !shown.is_empty()) }</div>
            <div class="buttons actions">
                <SendButton text={if is_last { FilingUi::LastStep } else { FilingUi::NextStep }.text(lang)} busy={false}
                    onclick={next} test={if is_last { "check" } else { "next-step" }} />
                if at > 0 {
                    <SendButton second={true} text={FilingUi::PreviousStep.text(lang)} busy={false} onclick={back}
                        test="previous-step" />
                }
            </div>
        </div>
    }
}

fn progress(all: &[Step], at: usize, lang: Lang) -> Html {
    let (n, count) = ((at + 1).to_string(), (all.len() + 1).to_string());
    let titles = all.iter().map(|step| step.title(lang)).chain([FilingUi::StepCheck.text(lang)]);
    let rows = titles.enumerate().map(|(place, title)| {
        let class = match place {
            _ if place < at => "done",
            _ if place == at => "now",
            _ => "later",
        };
        html! { <li {class} aria-current={(place == at).then_some("step")}><span>{ place + 1 }</span>{ title }</li> }
    });
    html! {
        <nav class="progress" aria-label={FilingUi::StepsTitle.text(lang)}>
            <p data-test="step-of">{ fill(FilingUi::StepOf.text(lang), &[("n", &n), ("all", &count)]) }</p>
            <ol>{ for rows }</ol>
        </nav>
    }
}

fn body(desk: &Desk, step: Step, all: bool) -> Html {
    let fields: Vec<Field> =
        step.fields(&desk.view.fields).into_iter().filter(|field| field.group != Group::Agent).cloned().collect();
    match step {
        Step::Applicant => html! {
            <><Fields desk={desk.clone()} {fields} {all} /><AgentPart desk={desk.clone()} {all} /></>
        },
        Step::Item | Step::Household => html! { <Fields desk={desk.clone()} {fields} {all} /> },
        Step::Papers => {
            html! { <><Checklist desk={desk.clone()} /><Note desk={desk.clone()} /><Renewal desk={desk.clone()} /></> }
        }
    }
}
