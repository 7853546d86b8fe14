//! 收件凭证: one sheet in two halves, the resident's and the file's; behind it 材料清单.

use daiban_shared::day::{Day, stamp};
use daiban_shared::form::id_number::masked;
use daiban_shared::form::masked_phone;
use daiban_shared::item::Service;
use daiban_shared::text::{PrintUi, Ui, fill};
use yew::prelude::*;

use super::Paper;
use super::content::counts;
use crate::ui::words;

/// Both halves, then the list of papers.
pub fn draw(paper: &Paper) -> Html {
    html! {
        <>
            <article class="sheet receipt" data-test="sheet" data-kind="open">
                { half(paper, PrintUi::CopyResident) }
                <p class="cut" aria-hidden="true">{ format!("✂ {}", PrintUi::CutHere.text(paper.lang)) }</p>
                { half(paper, PrintUi::CopyFile) }
            </article>
            if paper.case.materials.iter().any(|material| material.no > 0) { { checklist(paper) } }
        </>
    }
}

fn half(paper: &Paper, copy: PrintUi) -> Html {
    let (case, step, lang) = (paper.case, paper.step, paper.lang);
    html! {
        <section class="half">
            <p class="copy">{ copy.text(lang) }</p>
            <h1>{ PrintUi::ReceiptTitle.text(lang) }</h1>
            <p class="paper-number">{ format!("{} {}", PrintUi::DocumentNo.text(lang), paper.number()) }</p>
            <table class="paper-facts">
                <tbody>
                    <tr>
                        <th scope="row">
                            { PrintUi::CaseNo.text(lang) }</th><td><strong class="number">{ case.number.clone() }</strong>
                        </td>
                    </tr>
                    { paper.row(PrintUi::Item, paper.item_name()) }
                    { paper.row(PrintUi::ApplicantName, paper.value("applicant.name")) }
                    { paper.row(PrintUi::IdNumber, masked(paper.value("applicant.id_number"))) }
                    { paper.row(PrintUi::Phone, masked_phone(paper.value("applicant.phone"))) }
                    { paper.row(PrintUi::FiledOn, stamp(step.at)) }
                    { paper.row(PrintUi::Place, step.site.name(lang)) }
                    { paper.row(PrintUi::Handled, step.by.name.clone()) }
                    { paper.row(PrintUi::PapersReceived, received(paper)) }
                    { missing(paper) }
                    if let Some(licence) = &step.payload.renews {
                        { paper.row(PrintUi::Renews, crate::page::case::says::renews(licence, lang)) }
                    }
                    { paper.row(PrintUi::Next, next(paper)) }
                </tbody>
            </table>
            <p class="small">{ PrintUi::NoFee.text(lang) }</p>
            <div class="signatures">
                <p>{ paper.blank(PrintUi::SignResident) }</p>
                <p>{ words::pair(PrintUi::PlacePhone.text(lang), paper.phone(step.site.id), lang) }</p>
                <p>
                    { step.site.name(lang).to_owned() }{ PrintUi::Seal.text(lang) }<br />{ Day::of(step.at).to_string() }
                </p>
            </div>
        </section>
    }
}

fn received(paper: &Paper) -> String {
    let lang = paper.lang;
    // What the receipt itself lists, not what came later.
    let papers = paper.step.payload.papers.iter().filter_map(|handed| {
        let material = paper.case.materials.iter().find(|material| material.no == handed.no)?;
        Some(format!("{}{}", lang.pick(&material.zh, &material.en), counts(handed, paper)))
    });
    let papers: Vec<String> = papers.collect();
    if papers.is_empty() { PrintUi::PapersNone.text(lang).to_owned() } else { papers.join(lang.pick("；", "; ")) }
}

fn missing(paper: &Paper) -> Html {
    let lang = paper.lang;
    let handed = |no: u8| paper.step.payload.papers.iter().any(|handed| handed.no == no);
    let missing = paper.case.materials.iter().filter(|material| material.required && !handed(material.no));
    let names: Vec<&str> = missing.map(|material| lang.pick(&material.zh, &material.en)).collect();
    if names.is_empty() {
        return Html::default();
    }
    paper.row(PrintUi::PapersMissing, names.join(lang.pick("；", "; ")))
}

fn next(paper: &Paper) -> String {
    let lang = paper.lang;
    let span = paper.case.terms.as_ref().map(|terms| match terms.service {
        Service::Instant => Ui::Instant.text(lang).to_owned(),
        Service::Promised => words::span(terms.promised, lang),
    });
    let span = span.unwrap_or_else(|| "–".to_owned());
    match paper.step.payload.due {
        Some(day) => fill(PrintUi::NextReceipt.text(lang), &[("day", &day.to_string()), ("span", &span)]),
        None => fill(PrintUi::NextReceiptNoDay.text(lang), &[("span", &span)]),
    }
}

/// Every paper that the item asks for, with what was handed in with the application.
fn checklist(paper: &Paper) -> Html {
    let (case, step, lang) = (paper.case, paper.step, paper.lang);
    let rows = case.materials.iter().filter(|material| material.no > 0).map(|material| {
        let handed = step.payload.papers.iter().find(|handed| handed.no == material.no);
        let received = match handed {
            Some(handed) => format!("{}{}", handed.how.text(lang), counts(handed, paper)),
            None if material.required => PrintUi::PapersMissing.text(lang).to_owned(),
            None => "–".to_owned(),
        };
        html! {
            <tr>
                <td>{ material.no }</td>
                <td>{ lang.pick(&material.zh, &material.en).to_owned() }</td>
                <td>{ material.originals }</td>
                <td>{ material.copies }</td>
                <td>{ received }</td>
            </tr>
        }
    });
    let columns = [
        PrintUi::ColumnNo,
        PrintUi::ColumnPaper,
        PrintUi::ColumnOriginals,
        PrintUi::ColumnCopies,
        PrintUi::ColumnReceived,
    ];
    html! {
        <article class="sheet" data-test="checklist-sheet">
            <h1>{ PrintUi::ChecklistTitle.text(lang) }</h1>
            <p class="paper-number">{ format!("{} {}", PrintUi::DocumentNo.text(lang), paper.number()) }</p>
            <p>{ format!("{} · {}", case.number, paper.item_name()) }</p>
            <table class="paper-facts">
                <thead><tr>{ for columns.iter().map(|name| html! { <th scope="col">{ name.text(lang) }</th> }) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <div class="signatures">
                <p>{ paper.blank(PrintUi::SignOfficer) }</p>
                <p>{ paper.blank(PrintUi::SignResident) }</p>
                <p>{ Day::of(step.at).to_string() }</p>
            </div>
        </article>
    }
}
