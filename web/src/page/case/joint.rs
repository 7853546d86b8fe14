//! The chart of a joint case, drawn from the item's definition: stages as columns with gates, offices as boxes with their
//! state, own limit and opinion; and the button that asks all offices of a stage at once.

use std::rc::Rc;

use daiban_shared::api::{CaseView, JointStage, JointUnit, OpinionView, StepsWritten};
use daiban_shared::day::stamp;
use daiban_shared::id::Hash;
use daiban_shared::item::{Span, Unit};
use daiban_shared::kind::{AnswerResult, Kind};
use daiban_shared::text::{JointUi, Lang, fill};
use serde_json::json;
use yew::prelude::*;

use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::Outcome;
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct JointProps {
    pub case: Rc<CaseView>,
    pub on_written: Callback<Vec<Hash>>,
}

/// The section of the case page; nothing for an item without a joint case.
#[component]
pub fn Joint(props: &JointProps) -> Html {
    let lang = use_lang();
    let case = &props.case;
    if case.stages.is_empty() {
        return Html::default();
    }
    let may_ask = case.actions.iter().any(|action| action.kind == Kind::TaskOpen && action.allowed);
    let next = case.stages.iter().find(|stage| stage.units.iter().any(|unit| unit.to_ask));
    html! {
        <section class="joint" data-test="joint">
            <h2>{ JointUi::Title.text(lang) }</h2>
            { chart(&case.stages, true, lang) }
            if let Some(stage) = next.filter(|stage| may_ask && stage.gate_open) {
                <Start key={stage.no} case={case.clone()} stage={stage.clone()} on_written={props.on_written.clone()} />
            }
        </section>
    }
}

/// The stages side by side. `runs` = of a case; otherwise as the item defines them.
pub fn chart(stages: &[JointStage], runs: bool, lang: Lang) -> Html {
    let stage = |stage: &JointStage| {
        let gate = if stage.gate_open { JointUi::GateOpen } else { JointUi::GateClosed };
        let begun = stage.units.iter().any(|unit| unit.task.is_some());
        // Where all offices take equally long, none of them stands out.
        let pace = Some(stage.critical()).filter(|units| units.len() < stage.units.len()).unwrap_or_default();
        html! {
            <li class={classes!("stage", (!stage.gate_open).then_some("shut"))} data-test="stage">
                <h3>
                    { fill(JointUi::Stage.text(lang), &[("n", &stage.no.to_string())]) }
                    if runs && !begun { <small>{ words::bracketed(gate.text(lang), lang) }</small> }
                </h3>
                <ul>{ for stage.units.iter().map(|unit| unit_box(unit, pace.contains(&unit), runs, lang)) }</ul>
            </li>
        }
    };
    html! {
        <>
            <p class="hint">{ JointUi::Lead.text(lang) }</p>
            <p data-test="critical-path">{ path(stages, lang) }</p>
            <ol class="joint-chart">{ for stages.iter().map(stage) }</ol>
        </>
    }
}

/// The critical path in one sentence.
fn path(stages: &[JointStage], lang: Lang) -> String {
    let one = |stage: &JointStage| {
        let units: Vec<String> = stage.critical().iter().map(|unit| words::department(&unit.unit, lang)).collect();
        let units = units.join(lang.pick("、", ", "));
        fill(JointUi::PathStage.text(lang), &[("n", &stage.no.to_string()), ("units", &units)])
    };
    let all: Vec<String> = stages.iter().map(one).collect();
    let quarters = stages.iter().map(JointStage::quarters).fold(0, u16::saturating_add);
    let span = words::span(Span { quarters, unit: Unit::Workday }, lang);
    fill(JointUi::Path.text(lang), &[("path", &all.join(" → ")), ("span", &span)])
}

/// The shape, the class and the words of a unit's state.
fn state(unit: &JointUnit, lang: Lang) -> (Icon, &'static str, String) {
    let Some(to) = &unit.addressee else {
        return (Icon::CircleDashed, "not-asked", JointUi::NotAsked.text(lang).to_owned());
    };
    match &to.opinion {
        Some(opinion) => {
            let is_against =
                matches!(opinion.result, AnswerResult::Refused | AnswerResult::Objection | AnswerResult::NotOurs);
            let (shape, class) = if is_against { (Icon::OctagonX, "against") } else { (Icon::CircleCheck, "agreed") };
            (shape, class, opinion.text.clone())
        }
        None if unit.ended => (Icon::X, "ended", JointUi::Ended.text(lang).to_owned()),
        None if to.late => (Icon::OctagonAlert, "late", JointUi::Late.text(lang).to_owned()),
        None => (Icon::CircleDot, "waiting", JointUi::Waiting.text(lang).to_owned()),
    }
}

fn unit_box(unit: &JointUnit, sets_pace: bool, runs: bool, lang: Lang) -> Html {
    let (shape, class, text) = state(unit, lang);
    let span = words::span(Span { quarters: unit.quarters, unit: Unit::Workday }, lang);
    let due = unit.addressee.as_ref().and_then(|to| to.due);
    html! {
        <li class={classes!("unit-box", runs.then_some(class))} data-test="unit" data-state={class}>
            <strong>{ words::department(&unit.unit, lang) }</strong>
            <span>{ lang.pick(&unit.zh, &unit.en).to_owned() }</span>
            <small>
                { fill(JointUi::Limit.text(lang), &[("span", &span)]) }
                if let Some(day) = due { { words::bracketed(&fill(JointUi::DueBy.text(lang), &[("day", &day.to_string())]), lang) } }
            </small>
            if sets_pace { <small class="pace">{ JointUi::SetsPace.text(lang) }</small> }
            if runs { <span class="unit-state">{ icon(shape) }{ " " }{ text }</span> }
            if let Some(one) = unit.addressee.as_ref().and_then(|to| to.opinion.as_ref()) {
                <small>{ fill(JointUi::Answered.text(lang), &[("time", &stamp(one.at))]) }</small>
            }
        </li>
    }
}

/// What an addressee answered: result, words or minutes, who and when.
pub fn opinion(opinion: &OpinionView, lang: Lang) -> Html {
    let facts = [
        Some(fill(JointUi::Answered.text(lang), &[("time", &stamp(opinion.at))])),
        (!opinion.by.is_empty()).then(|| fill(JointUi::ByName.text(lang), &[("name", &opinion.by)])),
        (opinion.officers > 1).then(|| fill(JointUi::OfficersTook.text(lang), &[("n", &opinion.officers.to_string())])),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    html! {
        <>
            <strong>{ opinion.text.clone() }</strong>{ " " }<small>{ facts.join(" · ") }</small>
            if !opinion.words.is_empty() { <blockquote>{ opinion.words.clone() }</blockquote> }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct StartProps {
    case: Rc<CaseView>,
    stage: JointStage,
    on_written: Callback<Vec<Hash>>,
}

/// Asks every office of a stage that was not asked yet, by one press.
#[component]
fn Start(props: &StartProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let id = use_memo(props.case.heads.clone(), |_| new_id());
    let lacking = props.stage.units.iter().filter(|unit| unit.to_ask).count().to_string();
    let press = {
        let (sender, case, no, on_written) =
            (sender.clone(), props.case.clone(), props.stage.no, props.on_written.clone());
        Callback::from(move |()| {
            let body = json!({
                "id": *id, "heads": case.heads, "kind": "task_open", "what": "opinion", "stage": no,
                "words": JointUi::StartWords.text(lang),
            });
            let ask = sender.unanswered().unwrap_or_else(|| Ask::command(format!("/cases/{}/steps", case.id), &body));
            let on_written = on_written.clone();
            sender.send::<StepsWritten>(ask, move |answer| on_written.emit(answer.steps));
        })
    };
    let no = props.stage.no.to_string();
    html! {
        <div class="screen-only">
            <Outcome sender={sender.clone()} on_again={press.clone()} />
            <p class="buttons">
                <SendButton text={fill(JointUi::Start.text(lang), &[("n", &no)])} busy={sender.state.is_busy()} onclick={press} test="start-stage" />
                <span class="hint">{ fill(JointUi::StartHint.text(lang), &[("n", &lacking)]) }</span>
            </p>
        </div>
    }
}
