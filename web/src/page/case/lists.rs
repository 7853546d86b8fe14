//! Papers, questions, duties and limits of a case.

use daiban_shared::api::{CaseView, LimitView, MaterialView, TaskAddressee, TaskView};
use daiban_shared::day::stamp;
use daiban_shared::text::{CaseUi, ClockUi, FileUi, JointUi, Lang, Ui, fill};
use yew::prelude::*;

use crate::ui::words;

/// What somebody owes.
pub fn duties(case: &CaseView, lang: Lang) -> Html {
    if case.duties.is_empty() {
        return Html::default();
    }
    let rows = case.duties.iter().map(|duty| {
        let due = duty.due.map(|day| day.to_string()).unwrap_or_else(|| Ui::NoLimit.text(lang).to_owned());
        html! {
            <li class={classes!(duty.here.then_some("here"))} data-test="duty" data-here={duty.here.to_string()}>
                <strong>{ duty.text.clone() }</strong>
                <p>{ duty.todo.clone() }</p>
                <small>
                    { format!("{} · {due}", fill(Ui::OwedBy.text(lang), &[("place", duty.owner.name(lang))])) }
                </small>
            </li>
        }
    });
    html! { <section><h2>{ CaseUi::Duties.text(lang) }</h2><ul class="duties">{ for rows }</ul></section> }
}

/// The checklist.
pub fn materials(case: &CaseView, lang: Lang) -> Html {
    let rows = case.materials.iter().map(|material| paper(material, lang));
    html! {
        <section>
            <h2>{ CaseUi::TabMaterials.text(lang) }</h2>
            if case.materials.is_empty() {
                <p class="faint">{ CaseUi::MaterialsEmpty.text(lang) }</p>
            } else {
                <ul class="papers" data-test="materials">{ for rows }</ul>
            }
        </section>
    }
}

fn paper(material: &MaterialView, lang: Lang) -> Html {
    let (class, shape, text) = match &material.handed {
        Some(paper) => {
            let values = [
                ("originals", paper.originals.to_string()),
                ("copies", paper.copies.to_string()),
                ("how", paper.how.text(lang).to_owned()),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            ("handed", "✓", fill(CaseUi::MaterialHanded.text(lang), &values))
        }
        None if material.gap => ("gap", "◔", CaseUi::MaterialGap.text(lang).to_owned()),
        None if material.required => ("lacking", "✕", CaseUi::MaterialMissing.text(lang).to_owned()),
        None => ("spare", "–", CaseUi::MaterialMissing.text(lang).to_owned()),
    };
    let required = if material.required { FileUi::MaterialRequired } else { FileUi::MaterialOptional };
    html! {
        <li {class} data-test="material" data-no={material.no.to_string()}>
            <span aria-hidden="true">{ shape }</span>
            { format!(" {}. {} ", material.no, lang.pick(&material.zh, &material.en)) }
            <small>{ format!("{} · {text}", required.text(lang)) }
                if material.asked { <strong>{ format!(" · {}", CaseUi::MaterialAsked.text(lang)) }</strong> }
            </small>
        </li>
    }
}

/// Questions to others.
pub fn tasks(case: &CaseView, lang: Lang) -> Html {
    if case.tasks.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ CaseUi::Requests.text(lang) }</h2>
            <ul class="requests" data-test="requests">{ for case.tasks.iter().map(|task| request(task, lang)) }</ul>
        </section>
    }
}

fn request(task: &TaskView, lang: Lang) -> Html {
    let is_answered = task.to.iter().any(|to| to.opinion.is_some());
    let state = match (task.open, is_answered) {
        (true, _) => CaseUi::RequestOpen,
        (false, true) => CaseUi::RequestDone,
        (false, false) => CaseUi::RequestEnded,
    };
    let with = |text: JointUi, name: &str, value: &str| fill(text.text(lang), &[(name, value)]);
    let facts = [
        (task.stage > 0).then(|| with(JointUi::Stage, "n", &task.stage.to_string())),
        (task.at > 0).then(|| with(JointUi::At, "time", &stamp(task.at))),
        task.excluded.then(|| JointUi::Excluded.text(lang).to_owned()),
        (!task.held.is_empty()).then(|| with(JointUi::HeldWhen, "held", &task.held)),
        (!task.place.is_empty()).then(|| with(JointUi::AtPlace, "place", &task.place)),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    html! {
        <li data-test="request">
            <strong>{ task.text.clone() }{ words::bracketed(state.text(lang), lang) }</strong>
            if !facts.is_empty() { <small>{ facts.join(" · ") }</small> }
            if !task.words.is_empty() { <blockquote>{ task.words.clone() }</blockquote> }
            <ul>{ for task.to.iter().map(|one| addressee(one, lang)) }</ul>
        </li>
    }
}

/// Whom, by when, and what he answered.
fn addressee(one: &TaskAddressee, lang: Lang) -> Html {
    let day = one.due.map(|day| day.to_string()).unwrap_or_else(|| Ui::NoLimit.text(lang).to_owned());
    let desk = one.department.as_ref().map(|desk| format!(" · {}", words::department(desk, lang))).unwrap_or_default();
    let place = format!("{}{desk}", one.site.name(lang));
    html! {
        <li class={classes!(one.late.then_some("late"))}>
            { fill(CaseUi::RequestTo.text(lang), &[("place", &place), ("day", &day)]) }
            if one.late { <strong>{ words::bracketed(JointUi::Late.text(lang), lang) }</strong> }
            if let Some(opinion) = &one.opinion { <div class="opinion" data-test="opinion">{ super::joint::opinion(opinion, lang) }</div> }
        </li>
    }
}

/// Every limit with its reckoning.
pub fn limits(case: &CaseView, lang: Lang) -> Html {
    if case.limits.is_empty() {
        return Html::default();
    }
    // The one whose day the head names stands first.
    let (shown, others): (Vec<_>, Vec<_>) = case.limits.iter().partition(|limit| limit.shown);
    let (running, ended): (Vec<_>, Vec<_>) = others.into_iter().partition(|limit| limit.ended.is_none());
    let rows = shown.into_iter().chain(running).chain(ended).map(|limit| {
        html! {
            <>
            <tr class={classes!((limit.passed && !limit.limit.is_residents()).then_some("passed"), limit.shown.then_some("shown"))} data-test="limit">
                <th scope="row">
                    { words::limit(limit.limit, lang) }
                    // A day that was fixed beforehand has no length.
                    if limit.span.quarters > 0 { <small>{ words::span(limit.span, lang) }</small> }
                    <small>{ match &limit.desk {
                        Some(desk) => format!("{} · {}", limit.owner.name(lang), words::department(desk, lang)),
                        None => limit.owner.name(lang).to_owned(),
                    } }</small>
                    if limit.shown { <small>{ ClockUi::Shown.text(lang) }</small> }
                </th>
                <td class="nowrap">{ limit.start.to_string() }</td>
                <td class="nowrap">{ limit_day(limit, lang) }</td>
                <td>{ limit_state(limit, lang) }</td>
            </tr>
            <tr class="reasons">
                <td colspan="4"><details><summary>{ ClockUi::Explained.text(lang) }</summary>{ super::clock::sentences(limit) }</details></td>
            </tr>
            </>
        }
    });
    html! {
        <section>
            <h2>{ CaseUi::TabLimits.text(lang) }</h2>
            <table class="limits" data-test="limits">
                <thead><tr>
                    <th scope="col">{ CaseUi::LimitWord.text(lang) }</th>
                    <th scope="col">{ CaseUi::LimitStarts.text(lang) }</th>
                    <th scope="col">{ CaseUi::LimitDue.text(lang) }</th>
                    <th scope="col">{ CaseUi::LimitState.text(lang) }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn limit_day(limit: &LimitView, lang: Lang) -> String {
    match limit.day {
        Some(day) if limit.provisional => format!("{day}{}", words::bracketed(Ui::Provisional.text(lang), lang)),
        Some(day) => day.to_string(),
        None => CaseUi::NotReckoned.text(lang).to_owned(),
    }
}

fn limit_state(limit: &LimitView, lang: Lang) -> String {
    let passed = limit.passed.then(|| CaseUi::LimitPassed.text(lang).to_owned());
    let state = match (limit.ended, limit.paused) {
        (Some(at), _) => fill(CaseUi::LimitEnded.text(lang), &[("time", &stamp(at))]),
        (None, true) => CaseUi::LimitPaused.text(lang).to_owned(),
        (None, false) => CaseUi::LimitRunning.text(lang).to_owned(),
    };
    [passed, Some(state)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
