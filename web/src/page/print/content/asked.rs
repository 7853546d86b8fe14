//! What the sheet of a request says, by what is asked: a letter to an office, or a notice to the resident.

use daiban_shared::api::StepView;
use daiban_shared::day::Day;
use daiban_shared::kind::TaskKind;
use daiban_shared::text::{PrintUi, fill};

use super::{Paper, Part};
use crate::page::case::refer;
use crate::ui::words;

/// The sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sheet {
    /// 征询函
    Letter,
    /// 协办单
    Errand,
    /// 听证告知书
    Hearing,
    /// 特别程序告知书
    Special,
    /// 中止办理告知书
    Suspension,
    /// 公示文
    Notice,
}

fn sheet_of(step: &StepView) -> Sheet {
    match refer::asked(step) {
        Some(TaskKind::Question | TaskKind::Opinion) | None => Sheet::Letter,
        Some(
            TaskKind::Survey
            | TaskKind::HomeVisit
            | TaskKind::Meeting
            | TaskKind::JointAcceptance
            | TaskKind::Errand
            | TaskKind::Inform,
        ) => Sheet::Errand,
        Some(TaskKind::Hearing) => Sheet::Hearing,
        Some(TaskKind::Inspection | TaskKind::Expert | TaskKind::Auction) => Sheet::Special,
        Some(TaskKind::Suspend) => Sheet::Suspension,
        Some(TaskKind::PublicNotice) => Sheet::Notice,
    }
}

/// Whom it is for: the offices by name, the resident, or, of a public notice, everybody.
pub fn whom(paper: &Paper) -> String {
    let (says, lang) = (&paper.step.payload, paper.lang);
    match sheet_of(paper.step) {
        Sheet::Letter | Sheet::Errand => {
            let desks: Vec<String> = says.departments.iter().map(|dept| words::department(dept, lang)).collect();
            let places: Vec<String> = says.addressees.iter().map(|site| site.name(lang).to_owned()).collect();
            words::listed(if desks.is_empty() { &places } else { &desks }, lang)
        }
        Sheet::Hearing | Sheet::Special | Sheet::Suspension => paper.value("applicant.name").to_owned(),
        Sheet::Notice => String::new(),
    }
}

/// The parts of the sheet.
pub fn parts(paper: &Paper) -> Vec<Part> {
    let days = |text: PrintUi| paper.step.payload.days.map(|days| paper.number_of(text, days));
    let parts = match sheet_of(paper.step) {
        Sheet::Letter => {
            vec![
                Some(paper.lead(PrintUi::QuestionLead)),
                Some(paper.said(PrintUi::Question)),
                days(PrintUi::QuestionDays),
            ]
        }
        Sheet::Errand => vec![
            Some(named(paper, PrintUi::ErrandLead)),
            Some(paper.case_table()),
            Some(paper.said(PrintUi::ErrandWhat)),
            Some(place(paper)),
            Some(held(paper)),
            days(PrintUi::ErrandDays),
        ],
        Sheet::Hearing => vec![
            Some(paper.lead(PrintUi::HearingLead)),
            Some(held(paper)),
            Some(place(paper)),
            Some(paper.said(PrintUi::HearingWhat)),
            Some(Part::Text(PrintUi::HearingRights.text(paper.lang).to_owned())),
            days(PrintUi::SpecialDays),
            uncounted(paper),
        ],
        Sheet::Special => vec![
            Some(named(paper, PrintUi::SpecialLead)),
            days(PrintUi::SpecialDays),
            uncounted(paper),
            Some(held(paper)),
            Some(place(paper)),
            Some(paper.said(PrintUi::Words)),
        ],
        Sheet::Suspension => {
            let from = Day::of(paper.step.at).to_string();
            let values = [("item", paper.item_name()), ("day", from.as_str())];
            vec![
                Some(Part::Text(fill(PrintUi::SuspendLead.text(paper.lang), &values))),
                Some(paper.said(PrintUi::Reason)),
                uncounted(paper),
            ]
        }
        Sheet::Notice => vec![
            Some(paper.lead(PrintUi::PublicLead)),
            Some(paper.case_table()),
            Some(paper.said(PrintUi::PublicWhat)),
            Some(held(paper)),
            Some(place(paper)),
            days(PrintUi::PublicDays),
        ],
    };
    parts.into_iter().flatten().collect()
}

/// A sentence that says what is asked.
fn named(paper: &Paper, text: PrintUi) -> Part {
    let what = words::listed(&paper.codes(), paper.lang);
    Part::Text(fill(text.text(paper.lang), &[("item", paper.item_name()), ("what", &what)]))
}

fn place(paper: &Paper) -> Part {
    Part::Fact(PrintUi::HeldAt, paper.step.payload.place.clone().unwrap_or_default())
}

fn held(paper: &Paper) -> Part {
    Part::Fact(PrintUi::HeldWhen, paper.step.payload.held.clone().unwrap_or_default())
}

/// Only where its time really does not count (行政许可法 §45).
fn uncounted(paper: &Paper) -> Option<Part> {
    let text = PrintUi::Uncounted.text(paper.lang).to_owned();
    paper.step.payload.excluded.filter(|excluded| *excluded).map(|_| Part::Text(text))
}
