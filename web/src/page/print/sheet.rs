//! The frame of a sheet: title, number, whom it is for, what it says, officer and phone, seal, signatures.

use daiban_shared::api::StepView;
use daiban_shared::day::Day;
use daiban_shared::kind::{Kind, TaskKind};
use daiban_shared::site::Tier;
use daiban_shared::text::{PrintUi, fill};
use yew::prelude::*;

use super::Paper;
use super::content::{Part, parts, whom};
use crate::page::case::{code, paper_name, refer};
use crate::ui::words::{department, pair};

/// One sheet.
pub fn draw(paper: &Paper) -> Html {
    let (step, lang) = (paper.step, paper.lang);
    let whom = whom(paper);
    html! {
        <article class="sheet" data-test="sheet" data-kind={code(&step.kind)}>
            <h1>{ refer::title(step).text(lang) }</h1>
            <p class="paper-number">{ format!("{} {}", PrintUi::DocumentNo.text(lang), paper.number()) }</p>
            if !whom.is_empty() { <p>{ pair(&whom, "", lang) }</p> }
            { for parts(paper).into_iter().map(|part| draw_part(paper, part)) }
            { contact(paper, step.site.id) }
            { seal(paper) }
            <div class="signatures">{ for signs(step).iter().map(|line| html! { <p>{ paper.blank(*line) }</p> }) }</div>
        </article>
    }
}

/// 领取凭证: goes with the decision to the place where the resident collects the result.
pub fn claim(paper: &Paper) -> Html {
    let (case, lang) = (paper.case, paper.lang);
    html! {
        <article class="sheet" data-test="claim" data-kind="claim">
            <h1>{ PrintUi::ClaimTitle.text(lang) }</h1>
            <p class="indent">{ fill(PrintUi::ClaimLead.text(lang), &[("item", paper.item_name())]) }</p>
            <table class="paper-facts"><tbody>
                { paper.row(PrintUi::CaseNo, case.number.clone()) }
                { paper.row(PrintUi::ApplicantName, paper.value("applicant.name")) }
                { paper.row(PrintUi::Item, paper.item_name()) }
                { paper.row(PrintUi::ResultPaper, refer::paper(paper.step, lang)) }
                { paper.row(PrintUi::CollectAt, case.site.name(lang)) }
                { paper.row(PrintUi::PlacePhone, paper.phone(case.site.id)) }
            </tbody></table>
            { seal(paper) }
            <div class="signatures">
                <p>{ paper.blank(PrintUi::SignOfficer) }</p>
                <p>{ paper.blank(PrintUi::SignResident) }</p>
                <p>{ paper.blank(PrintUi::Date) }</p>
            </div>
        </article>
    }
}

/// 容缺受理承诺书: goes with an acceptance whose papers are to follow.
pub fn pledge(paper: &Paper) -> Html {
    let (case, says, lang) = (paper.case, &paper.step.payload, paper.lang);
    let day = says.day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let gaps = says.gaps.iter().filter_map(|no| paper_name(case, *no, lang));
    html! {
        <article class="sheet" data-test="pledge" data-kind="pledge">
            <h1>{ PrintUi::PledgeTitle.text(lang) }</h1>
            <p class="paper-number">{ format!("{} {}", PrintUi::DocumentNo.text(lang), paper.number()) }</p>
            <p class="indent">
                { fill(PrintUi::PledgeLead.text(lang), &[("item", paper.item_name()), ("day", &day)]) }
            </p>
            <ol>{ for gaps.map(|name| html! { <li>{ name }</li> }) }</ol>
            <p class="small">{ pair(PrintUi::CaseNo.text(lang), &case.number, lang) }</p>
            <p>{ pair(PrintUi::ApplicantName.text(lang), paper.value("applicant.name"), lang) }</p>
            <div class="signatures">
                <p>{ paper.blank(PrintUi::SignResident) }</p>
                <p>{ paper.blank(PrintUi::SignOfficer) }</p>
                <p>{ paper.blank(PrintUi::Date) }</p>
            </div>
        </article>
    }
}

fn draw_part(paper: &Paper, part: Part) -> Html {
    match part {
        Part::Text(text) => html! { <p class="indent">{ text }</p> },
        Part::List(rows) => html! { <ol>{ for rows.into_iter().map(|row| html! { <li>{ row }</li> }) }</ol> },
        Part::Fact(name, value) => {
            html! { <p class="indent">{ pair(name.text(paper.lang), &value, paper.lang) }</p> }
        }
        Part::Table(rows) => html! {
            <table class="paper-facts"><tbody>
                { for rows.into_iter().map(|(name, value)| paper.row(name, value)) }
            </tbody></table>
        },
    }
}

/// Case number, officer and phone: what somebody with the paper in his hand asks for.
fn contact(paper: &Paper, site: daiban_shared::id::SiteId) -> Html {
    let lang = paper.lang;
    let line = |name: PrintUi, value: &str| pair(name.text(lang), value, lang);
    let (officer, phone) = (paper.step.by.name.as_str(), paper.phone(site));
    html! {
        <p class="small">
            { line(PrintUi::CaseNo, &paper.case.number) }<br />
            if !officer.is_empty() { { line(PrintUi::Handled, officer) }<br /> }
            { line(PrintUi::PlacePhone, phone) }
        </p>
    }
}

fn seal(paper: &Paper) -> Html {
    html! {
        <div class="seal">
            <p>{ authority(paper) }</p>
            <p>{ PrintUi::Seal.text(paper.lang) }</p>
            <p>{ Day::of(paper.step.at).to_string() }</p>
        </div>
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

/// Lines to be signed: between places by both of them, of a request by who makes it.
fn signs(step: &StepView) -> &'static [PrintUi] {
    let kind = step.kind;
    let to_resident = matches!(
        refer::asked(step),
        Some(TaskKind::Hearing | TaskKind::Inspection | TaskKind::Expert | TaskKind::Auction | TaskKind::Suspend)
    );
    if to_resident {
        return &[PrintUi::SignOfficer, PrintUi::SignResident, PrintUi::Date];
    }
    let hand_over = &[PrintUi::SignGiver, PrintUi::SignTaker, PrintUi::Date];
    let by_kind: [(&[Kind], &'static [PrintUi]); 3] = [
        (&[Kind::Forward, Kind::Return, Kind::Assign], hand_over),
        (&[Kind::TakeOver, Kind::TaskOpen, Kind::Answer, Kind::Close], &[PrintUi::SignOfficer, PrintUi::Date]),
        (&[Kind::WithdrawAsked], &[PrintUi::SignResident, PrintUi::Date]),
    ];
    let own = by_kind.iter().find(|(kinds, _)| kinds.contains(&kind)).map(|(_, lines)| *lines);
    own.unwrap_or(&[PrintUi::SignOfficer, PrintUi::SignResident, PrintUi::Date])
}
