//! The whole file of a case on paper: form, papers, every step with what it says, limits.

use daiban_shared::api::{CaseView, EffectView, Me};
use daiban_shared::day::{Day, stamp};
use daiban_shared::form::FieldKind;
use daiban_shared::form::id_number::masked;
use daiban_shared::text::{CaseUi, DossierUi, Lang, PrintUi, Ui, fill};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::case::says::facts;
use crate::page::case::{applicant, defect_words};
use crate::ui::link::Go;
use crate::ui::{dom, state, words};

#[derive(Properties, PartialEq)]
pub struct FilePrintProps {
    pub id: String,
}

/// `/print/file/{id}`
#[component]
pub fn FilePrintPage(props: &FilePrintProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<CaseView>(format!("/cases/{}", props.id), false);
    let title = loaded.value.as_ref().map(|case| case.number.clone()).unwrap_or_default();
    use_effect_with(title, |title| dom::set_title(title));
    let me = session.me().cloned();
    html! {
        <div class="print-page">
            <p class="buttons screen-only">
                <button type="button" class="main" onclick={|_| dom::print()} data-test="print">{ PrintUi::Print.text(lang) }</button>
                <Go to={Route::Case { id: props.id.clone() }} class={classes!("button")} test="print-back">{ Ui::Back.text(lang) }</Go>
            </p>
            { state::of(&loaded, |case| sheet(case, me.as_deref(), lang)) }
        </div>
    }
}

fn sheet(case: &CaseView, me: Option<&Me>, lang: Lang) -> Html {
    let (name, place) = me.map_or(("", ""), |me| (me.name.as_str(), me.site.name(lang)));
    let lead = [("time", stamp(case.now)), ("name", name.to_owned()), ("place", place.to_owned())];
    let lead = fill(DossierUi::FileLead.text(lang), &lead.each_ref().map(|(name, value)| (*name, value.as_str())));
    let row = |name: &str, value: String| html! { <tr><th scope="row">{ name.to_owned() }</th><td>{ value }</td></tr> };
    let status = case.outcome.map_or_else(
        || case.status.text(lang).to_owned(),
        |outcome| format!("{} · {}", case.status.text(lang), outcome.text(lang)),
    );
    html! {
        <article class="sheet file" data-test="file-sheet">
            <h1>{ DossierUi::FileTitle.text(lang) }</h1>
            <p class="paper-number">{ words::pair(PrintUi::CaseNo.text(lang), &case.number, lang) }</p>
            <table class="paper-facts"><tbody>
                { row(PrintUi::ApplicantName.text(lang), applicant(case, lang)) }
                { row(PrintUi::Item.text(lang), lang.pick(&case.item.zh, &case.item.en).to_owned()) }
                { row(CaseUi::DepartmentWord.text(lang), words::department(&case.department, lang)) }
                { row(CaseUi::FiledAt.text(lang), case.site.name(lang).to_owned()) }
                { row(Ui::ColumnStatus.text(lang), status) }
                { row(CaseUi::HolderNow.text(lang), words::holder(&case.holder, lang)) }
            </tbody></table>
            <h2>{ DossierUi::FileForm.text(lang) }</h2>
            <table class="paper-facts"><tbody>{ for form(case, lang).into_iter().map(|(name, value)| row(&name, value)) }</tbody></table>
            <h2>{ DossierUi::FilePapers.text(lang) }</h2>
            <ol>{ for case.materials.iter().map(|material| html! { <li>{ material_words(material, lang) }</li> }) }</ol>
            <h2>{ DossierUi::FileSteps.text(lang) }</h2>
            { steps(case, lang) }
            <h2>{ DossierUi::FileLimits.text(lang) }</h2>
            { limits(case, lang) }
            <p class="small">{ lead }</p>
        </article>
    }
}

fn form(case: &CaseView, lang: Lang) -> Vec<(String, String)> {
    let rows = case.fields.iter().filter_map(|field| {
        let values = case.conflicts.get(&field.id).map(|all| all.iter().map(|one| one.value.clone()).collect());
        let values: Vec<_> = values.unwrap_or_else(|| case.form.get(&field.id).cloned().into_iter().collect());
        let shown = values.iter().map(|value| words::value(Some(field), value, lang)).filter(|text| !text.is_empty());
        // A file goes through many hands: the number is read off the card, not off the list.
        let shown = shown.map(|text| if field.kind == FieldKind::IdNumber { masked(&text) } else { text });
        let shown: Vec<String> = shown.collect();
        (!shown.is_empty()).then(|| (words::field_name(field, lang).to_owned(), shown.join(" / ")))
    });
    rows.collect()
}

fn material_words(material: &daiban_shared::api::MaterialView, lang: Lang) -> String {
    let handed = material.handed.as_ref().map(|paper| {
        let values = [("originals", paper.originals.to_string()), ("copies", paper.copies.to_string())];
        fill(DossierUi::PapersCount.text(lang), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    let state = handed.unwrap_or_else(|| {
        if material.gap { CaseUi::MaterialGap } else { CaseUi::MaterialMissing }.text(lang).to_owned()
    });
    words::pair(lang.pick(&material.zh, &material.en), &state, lang)
}

fn steps(case: &CaseView, lang: Lang) -> Html {
    let rows = case.steps.iter().enumerate().map(|(place, step)| {
        let void = match step.effect {
            EffectView::Effect => None,
            EffectView::None => Some(CaseUi::EffectNo),
            EffectView::Waits => Some(CaseUi::EffectWaits),
        };
        let why = step.reason.as_ref().map(|reason| reason.text.clone()).unwrap_or_default();
        let void = void.map(|text| words::pair(text.text(lang), &why, lang));
        let defects = step.payload.defects.iter().map(|defect| defect_words(case, defect, lang));
        html! {
            <tr>
                <td>{ (place + 1).to_string() }</td>
                <td class="nowrap">{ stamp(step.at) }</td>
                <td>{ step.site.name(lang).to_owned() }<br />{ step.by.name.clone() }</td>
                <td>
                    <strong>{ step.kind.text(lang) }</strong>
                    if let Some(void) = void { { words::bracketed(&void, lang) } }
                    { for facts(case, step, lang).into_iter().map(|(name, value)| html! { <><br />{ words::pair(name, &value, lang) }</> }) }
                    { for defects.map(|text| html! { <><br />{ text }</> }) }
                    if let Some(text) = step.payload.words.as_ref().filter(|text| !text.is_empty()) { <br />{ text.clone() } }
                </td>
                <td class="nowrap">{ own_part(case, step.paper_number.as_deref().unwrap_or_default()) }</td>
            </tr>
        }
    });
    let head = [DossierUi::FileNo, DossierUi::FileWhen, DossierUi::FileWho, DossierUi::FileStep, DossierUi::FilePaper];
    html! {
        <table class="paper-facts steps">
            <thead><tr>{ for head.iter().map(|text| html! { <th scope="col">{ text.text(lang) }</th> }) }</tr></thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

/// A paper's number without the case's, which stands on top.
fn own_part(case: &CaseView, number: &str) -> String {
    number.strip_prefix(case.number.as_str()).unwrap_or(number).to_owned()
}

fn limits(case: &CaseView, lang: Lang) -> Html {
    let rows = case.limits.iter().map(|limit| {
        let day = limit.day.map_or_else(|| CaseUi::NotReckoned.text(lang).to_owned(), |day| day.to_string());
        let state = match (limit.ended, limit.passed) {
            (Some(at), _) => fill(CaseUi::LimitEnded.text(lang), &[("time", &stamp(at))]),
            (None, true) => CaseUi::LimitPassed.text(lang).to_owned(),
            (None, false) => CaseUi::LimitRunning.text(lang).to_owned(),
        };
        html! {
            <tr>
                <th scope="row">{ words::limit(limit.limit, lang) }</th><td>{ Day::of(limit.starts).to_string() }</td>
                <td>{ day }</td><td>{ state }</td>
            </tr>
        }
    });
    html! { <table class="paper-facts"><tbody>{ for rows }</tbody></table> }
}
