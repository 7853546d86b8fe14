//! Notices and decisions: title, number, whom it is for, what it says, remedy, seal, signatures.

use daiban_shared::api::LimitKind;
use daiban_shared::day::{Day, stamp};
use daiban_shared::kind::Kind;
use daiban_shared::site::Tier;
use daiban_shared::text::{PrintUi, fill};
use yew::prelude::*;

use super::Paper;
use crate::page::case::{defect_words, paper_name};
use crate::ui::words::department;

/// One sheet.
pub fn draw(paper: &Paper) -> Html {
    let (case, step, lang) = (paper.case, paper.step, paper.lang);
    html! {
        <article class="sheet" data-test="sheet" data-kind={crate::page::case::code(&step.kind)}>
            <h1>{ title(paper).text(lang) }</h1>
            <p class="paper-number">{ format!("{} {}", PrintUi::DocumentNo.text(lang), paper.number()) }</p>
            <p>{ format!("{}{}", paper.value("applicant.name"), lang.pick("：", ":")) }</p>
            { body(paper) }
            { reasons(paper) }
            { remedy(paper) }
            <p class="small">
                { format!("{}：{}", PrintUi::CaseNo.text(lang), case.number).replace('：', lang.pick("：", ": ")) }
            </p>
            <div class="seal">
                <p>{ authority(paper) }</p>
                <p>{ PrintUi::Seal.text(lang) }</p>
                <p>{ Day::of(step.at).to_string() }</p>
            </div>
            <div class="signatures">
                <p>{ PrintUi::SignOfficer.text(lang) }{ "：" }</p>
                <p>{ PrintUi::SignResident.text(lang) }{ "：" }</p>
                <p>{ PrintUi::Date.text(lang) }{ "：" }</p>
            </div>
        </article>
    }
}

/// Who signs: at the district it is the department that decides, elsewhere the place.
fn authority(paper: &Paper) -> String {
    let (case, site, lang) = (paper.case, &paper.step.site, paper.lang);
    match site.tier {
        Tier::District => format!("{}{}{}", site.name(lang), lang.pick("", ", "), department(&case.department, lang)),
        Tier::Village | Tier::Town => site.name(lang).to_owned(),
    }
}

/// The limits that end with the decision.
fn is_of_decision(limit: LimitKind) -> bool {
    matches!(limit, LimitKind::Promise | LimitKind::Legal)
}

fn title(paper: &Paper) -> PrintUi {
    match paper.step.kind {
        Kind::Notify => PrintUi::NoticeTitle,
        Kind::Accept if !paper.step.payload.gaps.is_empty() => PrintUi::GapAcceptTitle,
        Kind::Accept => PrintUi::AcceptTitle,
        Kind::NotAccept => PrintUi::NotAcceptTitle,
        Kind::Grant => PrintUi::GrantTitle,
        Kind::Deny => PrintUi::DenyTitle,
        Kind::Withdraw | Kind::Terminate | Kind::Annul => PrintUi::EndTitle,
        Kind::Supplement => PrintUi::SupplementTitle,
        Kind::Deliver => PrintUi::DeliverTitle,
        Kind::Open => PrintUi::ReceiptTitle,
        Kind::Forward
        | Kind::Return
        | Kind::Assign
        | Kind::TakeOver
        | Kind::TaskOpen
        | Kind::TaskEnd
        | Kind::Close
        | Kind::Taken
        | Kind::WithdrawAsked
        | Kind::Answer
        | Kind::Note
        | Kind::FormChange
        | Kind::Join
        | Kind::Site
        | Kind::Node
        | Kind::Cut
        | Kind::Right
        | Kind::Item
        | Kind::Calendar
        | Kind::Root
        | Kind::Witness
        | Kind::Clock
        | Kind::NodeAsked
        | Kind::RightAsked
        | Kind::Unknown => PrintUi::OtherTitle,
    }
}

/// The sentence that the paper exists for.
fn lead(paper: &Paper) -> Option<PrintUi> {
    let kind = paper.step.kind;
    let leads = [
        (Kind::Notify, PrintUi::NoticeLead),
        (Kind::Accept, PrintUi::AcceptLead),
        (Kind::NotAccept, PrintUi::NotAcceptLead),
        (Kind::Grant, PrintUi::GrantLead),
        (Kind::Deny, PrintUi::DenyLead),
        (Kind::Withdraw, PrintUi::EndLead),
        (Kind::Terminate, PrintUi::EndLead),
        (Kind::Annul, PrintUi::EndLead),
    ];
    leads.into_iter().find(|(of, _)| *of == kind).map(|(_, lead)| lead)
}

fn body(paper: &Paper) -> Html {
    let (case, says, lang) = (paper.case, &paper.step.payload, paper.lang);
    let Some(lead) = lead(paper) else { return plain(paper) };
    let item = [("item", paper.item_name())];
    html! {
        <>
            <p class="indent">{ fill(lead.text(lang), &item) }</p>
            if !says.defects.is_empty() {
                <ol>
                    { for says.defects.iter().map(|defect| html! { <li>{ defect_words(case, defect, lang) }</li> }) }
                </ol>
            }
            if let Some(days) = says.days.filter(|_| paper.step.kind == Kind::Notify) {
                <p class="indent">{ fill(PrintUi::NoticeDays.text(lang), &[("n", &days.to_string())]) }</p>
            }
            if !says.gaps.is_empty() { { gaps(paper) } }
            if let Some(due) = case.due.as_ref().filter(|due| paper.step.kind == Kind::Accept && is_of_decision(due.limit)) {
                <p class="indent">{ fill(PrintUi::AcceptDue.text(lang), &[("day", &due.day.to_string())]) }</p>
            }
            if let Some(body) = says.body_named.as_ref().filter(|body| !body.is_empty()) {
                <p class="indent">{ fill(PrintUi::RightBody.text(lang), &[("body", body)]) }</p>
            }
        </>
    }
}

fn gaps(paper: &Paper) -> Html {
    let (says, lang) = (&paper.step.payload, paper.lang);
    let day = says.day.map(|day| day.to_string()).unwrap_or_else(|| "–".to_owned());
    let rows = says.gaps.iter().filter_map(|no| paper_name(paper.case, *no, lang));
    html! {
        <>
            <p class="indent">{ fill(PrintUi::AcceptGaps.text(lang), &[("day", &day)]) }</p>
            <ol>{ for rows.map(|name| html! { <li>{ name }</li> }) }</ol>
        </>
    }
}

/// A step without a sentence of its own: what was recorded, as a table.
fn plain(paper: &Paper) -> Html {
    let (case, step, lang) = (paper.case, paper.step, paper.lang);
    let papers: Vec<String> = step.payload.papers.iter().filter_map(|one| paper_name(case, one.no, lang)).collect();
    let receiver = step.payload.receiver.clone().unwrap_or_default();
    html! {
        <table class="paper-facts"><tbody>
            { paper.row(PrintUi::Result, step.kind.text(lang)) }
            { paper.row(PrintUi::Item, paper.item_name()) }
            { paper.row(PrintUi::Date, stamp(step.at)) }
            { paper.row(PrintUi::Place, step.site.name(lang)) }
            { paper.row(PrintUi::Handled, step.by.name.clone()) }
            if let Some(to) = &step.payload.to { { paper.row(PrintUi::To, to.name(lang)) } }
            if !papers.is_empty() { { paper.row(PrintUi::PapersReceived, papers.join(lang.pick("；", "; "))) } }
            if !receiver.is_empty() { { paper.row(PrintUi::Received, receiver) } }
        </tbody></table>
    }
}

fn reasons(paper: &Paper) -> Html {
    let (says, lang) = (&paper.step.payload, paper.lang);
    let mut parts: Vec<String> = says.codes.iter().map(|code| code.text.clone()).collect();
    parts.extend(says.words.clone().filter(|words| !words.is_empty()));
    if parts.is_empty() {
        return Html::default();
    }
    let name = PrintUi::Reason.text(lang);
    html! {
        <>
            <p class="indent">{ format!("{name}{}{}", lang.pick("：", ": "), parts.join(lang.pick("；", "; "))) }</p>
            if let Some(right) = says.right { <p class="small">{ format!("{} {right}", PrintUi::Right.text(lang)) }</p> }
        </>
    }
}

/// Who is refused something is told where to go (行政复议法 §20, 行政诉讼法 §46).
fn remedy(paper: &Paper) -> Html {
    if !matches!(paper.step.kind, Kind::Deny | Kind::NotAccept | Kind::Terminate | Kind::Annul) {
        return Html::default();
    }
    html! { <p class="indent">{ PrintUi::Remedy.text(paper.lang) }</p> }
}
