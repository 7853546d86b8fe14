//! One inspection: its problems, what was done about each, and the notice on paper.

use std::rc::Rc;

use daiban_shared::api::{FindingView, InspectionAct, InspectionView};
use daiban_shared::day::stamp;
use daiban_shared::text::{AppraisalText, Lang, Ui, WatchUi, fill};
use yew::prelude::*;

use super::act::Acts;
use super::card::draw_step;
use super::inspection_act::{FindingOf, may};
use super::inspections::{late, stand};
use crate::api::Fault;
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::dom;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::{Go, up};
use crate::ui::state;
use crate::ui::title::Title;
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct InspectionPageProps {
    pub id: String,
}

/// `/inspections/{id}`
#[component]
pub fn InspectionPage(props: &InspectionPageProps) -> Html {
    let lang = use_lang();
    let loaded = use_load::<InspectionView>(format!("/inspections/{}", props.id), true);
    if let (None, Some(Fault::Refused(problem))) = (&loaded.value, &loaded.fault)
        && problem.status == 404
    {
        return html! {
            <>
                <Title text={Ui::NotFoundTitle.text(lang)} />
                <p><Go to={Route::Inspections}>{ AppraisalText::ToInspections.text(lang) }</Go></p>
            </>
        };
    }
    let again = loaded.again.clone();
    state::of(&loaded, |view| draw(view, &again, lang))
}

fn draw(view: &Rc<InspectionView>, on_done: &Callback<()>, lang: Lang) -> Html {
    let title =
        fill(AppraisalText::InspectionOf.text(lang), &[("place", view.site.name(lang)), ("day", &view.on.to_string())]);
    let row = |name: AppraisalText, value: String| html! { <><dt>{ name.text(lang) }</dt><dd>{ value }</dd></> };
    html! {
        <article class="supervision-card" data-test="inspection">
            { up(Route::Inspections, AppraisalText::ToInspections.text(lang)) }
            <Title text={title} />
            <p class="buttons">
                <button type="button" onclick={|_| dom::print()} data-test="inspection-print">{ icon(Icon::Printer) }{ AppraisalText::Print.text(lang) }</button>
            </p>
            <dl class="facts">
                { row(AppraisalText::Way, view.way_text.clone()) }
                { row(AppraisalText::Place, view.site.name(lang).to_owned()) }
                { row(AppraisalText::OnDay, view.on.to_string()) }
                { row(AppraisalText::By, view.by.name(lang).to_owned()) }
                if !view.words.is_empty() { { row(AppraisalText::Overall, view.words.clone()) } }
            </dl>
            <h2>{ AppraisalText::Findings.text(lang) }</h2>
            if view.findings.is_empty() { <p>{ AppraisalText::FindingsNone.text(lang) }</p> }
            <ol class="findings" data-test="findings">
                { for view.findings.iter().map(|found| draw_finding(view, found, on_done, lang)) }
            </ol>
            <h2>{ AppraisalText::Steps.text(lang) }</h2>
            <ul class="timeline">{ for view.steps.iter().rev().map(|step| draw_step(step, lang)) }</ul>
            { notice(view, lang) }
        </article>
    }
}

fn draw_finding(view: &Rc<InspectionView>, found: &FindingView, on_done: &Callback<()>, lang: Lang) -> Html {
    html! {
        <li key={found.no} class="panel" data-test="finding" data-no={found.no.to_string()}>
            <p class="step-head"><strong>{ found.text.clone() }</strong>{ stand(found.stand, lang) }
                if found.is_late { { late(lang) } }
            </p>
            if !found.words.is_empty() { <p class="said">{ found.words.clone() }</p> }
            <ul class="evidence">
                <li>{ words::pair(AppraisalText::Until.text(lang), &found.until.to_string(), lang) }</li>
                <li>{ words::pair(AppraisalText::Officer.text(lang), &owner(found, lang), lang) }</li>
                if let Some(dept) = &found.department { <li>{ words::pair(AppraisalText::Window.text(lang), lang.pick(&dept.zh, &dept.en), lang) }</li> }
                if found.points > 0 { <li>{ words::pair(AppraisalText::Points.text(lang), &found.points.to_string(), lang) }</li> }
                if found.sent_back > 0 { <li>{ fill(AppraisalText::SentBack.text(lang), &[("n", &found.sent_back.to_string())]) }</li> }
                if let Some(case) = found.case { <li><Go to={Route::Case { id: case.to_string() }} test="finding-case">{ WatchUi::CardCase.text(lang) }</Go></li> }
            </ul>
            <Acts<InspectionAct> of={Rc::new(FindingOf { inspection: view.id, no: found.no })} may={may(view, found.no)} on_done={on_done.clone()} />
        </li>
    }
}

fn owner(found: &FindingView, lang: Lang) -> String {
    match &found.officer {
        None => AppraisalText::OfPlace.text(lang).to_owned(),
        Some(officer) if officer.name.is_empty() => WatchUi::OfficerElsewhere.text(lang).to_owned(),
        Some(officer) => officer.name.clone(),
    }
}

/// The notice on paper, with room for the seal.
fn notice(view: &InspectionView, lang: Lang) -> Html {
    let lead = if view.findings.is_empty() { AppraisalText::NoticeLeadNone } else { AppraisalText::NoticeLead };
    let values = [
        ("by", view.by.name(lang)),
        ("day", &*view.on.to_string()),
        ("place", view.site.name(lang)),
        ("way", view.way_text.as_str()),
    ];
    let heads =
        [AppraisalText::Code, AppraisalText::Seen, AppraisalText::Officer, AppraisalText::Until, AppraisalText::State];
    html! {
        <article class="sheet paper-only" aria-hidden="true" data-test="inspection-sheet">
            <h1>{ AppraisalText::NoticeTitle.text(lang) }</h1>
            <p class="paper-number">{ view.id.to_string() }</p>
            <p class="indent">{ fill(lead.text(lang), &values) }</p>
            if !view.words.is_empty() { <p class="indent">{ view.words.clone() }</p> }
            if !view.findings.is_empty() {
                <table class="paper-facts">
                    <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ head.text(lang) }</th> }) }</tr></thead>
                    <tbody>{ for view.findings.iter().map(|found| html! {
                        <tr><td>{ found.text.clone() }</td><td>{ found.words.clone() }</td><td>{ owner(found, lang) }</td>
                            <td>{ found.until.to_string() }</td><td>{ stand(found.stand, lang) }</td></tr>
                    }) }</tbody>
                </table>
            }
            <div class="signatures"><p>{ AppraisalText::NoticeSign.text(lang) }{ view.by.name(lang).to_owned() }</p><p>{ AppraisalText::SheetDate.text(lang) }{ stamp(view.opened_at) }</p></div>
        </article>
    }
}
