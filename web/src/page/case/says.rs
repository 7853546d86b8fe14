//! What a step says, as names with values: each under the name that fits its kind.

use daiban_shared::api::{CaseView, OtherCase, Payload, StepView};
use daiban_shared::kind::{Kind, Opinion, Reckoning, Renews};
use daiban_shared::text::{CaseUi, Lang, Ui, fill};

use super::refer;
use super::timeline::{field_name, paper_name};
use crate::ui::{grant, words};

/// The rows of a step; empty ones are left out.
pub fn facts(case: &CaseView, step: &StepView, lang: Lang) -> Vec<(&'static str, String)> {
    let (kind, says) = (step.kind, &step.payload);
    let codes: Vec<&str> = says.codes.iter().map(|code| code.text.as_str()).collect();
    let asked = asked(says, lang);
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let papers: Vec<String> = says.papers.iter().filter_map(|paper| paper_name(case, paper.no, lang)).collect();
    let gaps: Vec<String> = says.gaps.iter().filter_map(|no| paper_name(case, *no, lang)).collect();
    let fields: Vec<String> = says.fields.iter().map(|id| field_name(&case.fields, id, lang)).collect();
    let opinion = says.opinion.filter(|opinion| *opinion != Opinion::None);
    let rows = [
        (CaseUi::To, to(says, lang)),
        (CaseUi::Person, person(case, says)),
        (CaseUi::OpinionWord, opinion.map(|opinion| opinion.text(lang).to_owned())),
        (of_name(kind), of(case, step, lang)),
        (codes_name(kind), Some(words::listed(&codes, lang))),
        (CaseUi::DuplicateOf, says.duplicate_of.as_ref().map(|other| other_case(other, lang))),
        (CaseUi::AskWhom, Some(words::listed(&asked, lang))),
        (CaseUi::Renews, says.renews.as_ref().map(|licence| renews(licence, lang))),
        (CaseUi::PapersBrought, Some(words::listed(&papers, lang))),
        (CaseUi::Gaps, Some(words::listed(&gaps, lang))),
        (day_name(kind), says.day.map(|day| day.to_string())),
        (days_name(kind), says.days.map(|days| days.to_string())),
        (CaseUi::Receiver, says.receiver.clone()),
        (CaseUi::Signed, says.signed.map(|signed| if signed { Ui::Yes } else { Ui::No }.text(lang).to_owned())),
        (body_name(kind), says.body_named.clone()),
        (CaseUi::TabForm, Some(words::listed(&fields, lang))),
        (CaseUi::RightNo, rests_on(says, lang)),
        (CaseUi::ReckonedAs, says.reckoning.as_ref().map(|reckoning| reckoned(reckoning, lang))),
    ];
    let filled = rows.into_iter().filter_map(|(name, value)| Some((name.text(lang), value?)));
    filled.filter(|(_, value)| !value.is_empty()).collect()
}

/// The licence that is renewed, and until when it holds.
pub fn renews(licence: &Renews, lang: Lang) -> String {
    let day = licence.expires.to_string();
    fill(CaseUi::RenewsUntil.text(lang), &[("licence", &licence.licence), ("day", &day)])
}

/// Who was asked: desks by their names, where every addressee is one.
fn asked(says: &Payload, lang: Lang) -> Vec<String> {
    if says.departments.len() == says.addressees.len() {
        return says.departments.iter().map(|desk| words::department(desk, lang)).collect();
    }
    says.addressees.iter().map(|site| site.name(lang).to_owned()).collect()
}

/// The grant a decision rests on, as it stood then; only its number where that public entry is not here.
pub fn rests_on(says: &Payload, lang: Lang) -> Option<String> {
    says.grant.as_ref().map(|grant| grant::summary(grant, lang)).or_else(|| says.right.map(|no| no.to_string()))
}

/// The number of another case, as far as this machine knows it.
pub fn other_case(other: &OtherCase, lang: Lang) -> String {
    other.number.clone().unwrap_or_else(|| CaseUi::DuplicateElsewhere.text(lang).to_owned())
}

fn to(says: &Payload, lang: Lang) -> Option<String> {
    let site = says.to.as_ref()?.name(lang).to_owned();
    let desk = says.department.as_ref().map(|dept| words::department(dept, lang));
    Some([Some(site), desk].into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// The person it was handed to, while the case lies there: names of accounts are known of the holder only.
fn person(case: &CaseView, says: &Payload) -> Option<String> {
    let holder = &case.holder;
    holder.user_name.clone().filter(|_| says.user.is_some() && says.user == holder.user)
}

/// The paper, request or step that another step is about. Whose hand-over a machine signed for stands right above it.
fn of(case: &CaseView, step: &StepView, lang: Lang) -> Option<String> {
    let of = step.payload.of.filter(|_| step.kind != Kind::Taken)?;
    Some(refer::paper(refer::find(case, of)?, lang))
}

fn of_name(kind: Kind) -> CaseUi {
    let names = [(Kind::Deliver, CaseUi::Delivered), (Kind::Answer, CaseUi::AnswerTo)];
    names.into_iter().find(|(of, _)| *of == kind).map_or(CaseUi::Refers, |(_, name)| name)
}

/// What the codes of a step are called.
fn codes_name(kind: Kind) -> CaseUi {
    let names = [
        (Kind::Open, CaseUi::HowItCame),
        (Kind::Deliver, CaseUi::Way),
        (Kind::Answer, CaseUi::Result),
        (Kind::TaskOpen, CaseUi::What),
        (Kind::Annul, CaseUi::AuthorityWord),
    ];
    names.into_iter().find(|(of, _)| *of == kind).map_or(CaseUi::Ground, |(_, name)| name)
}

fn day_name(kind: Kind) -> CaseUi {
    if kind == Kind::Accept { CaseUi::GapDate } else { CaseUi::OnDay }
}

/// Who admitted it; else where the resident should have gone.
fn body_name(kind: Kind) -> CaseUi {
    if kind == Kind::Green { CaseUi::AdmittedBy } else { CaseUi::BodyNamed }
}

fn days_name(kind: Kind) -> CaseUi {
    let names = [(Kind::Annul, CaseUi::RedoLimit), (Kind::TaskOpen, CaseUi::AnswerDays)];
    names.into_iter().find(|(of, _)| *of == kind).map_or(CaseUi::CorrectionDays, |(_, name)| name)
}

fn reckoned(reckoning: &Reckoning, lang: Lang) -> String {
    let due = reckoning.due.map(|day| fill(CaseUi::ReckonedDue.text(lang), &[("day", &day.to_string())]));
    let used = fill(CaseUi::ReckonedUsed.text(lang), &[("n", &words::quarters(reckoning.used_quarters))]);
    let pauses = Some(reckoning.pauses.len()).filter(|pauses| *pauses > 0);
    let pauses = pauses.map(|n| fill(CaseUi::ReckonedPauses.text(lang), &[("n", &n.to_string())]));
    [due, Some(used), pauses].into_iter().flatten().collect::<Vec<_>>().join(lang.pick("，", ", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::case::sample::{case, step};
    use daiban_shared::day::Day;
    use daiban_shared::id::{DocId, Hash};

    fn said(kind: Kind, payload: Payload) -> Vec<(&'static str, String)> {
        let accept = step(1, Kind::Accept, Payload::default());
        let case = CaseView { steps: vec![accept], ..case() };
        facts(&case, &step(2, kind, payload), Lang::Zh)
    }

    #[test]
    fn days_stand_under_the_name_of_what_they_limit() {
        let day = Payload { day: Day::parse("2026-11-25"), ..Payload::default() };
        assert_eq!(said(Kind::Accept, day.clone()), [("补交日期", "2026-11-25".to_owned())]);
        assert_eq!(said(Kind::Supplement, day), [("发生日期", "2026-11-25".to_owned())]);
        let days = Payload { days: Some(10), ..Payload::default() };
        assert_eq!(said(Kind::Annul, days.clone()), [("重新办理期限（工作日）", "10".to_owned())]);
        assert_eq!(said(Kind::TaskOpen, days.clone()), [("答复期限（工作日）", "10".to_owned())]);
        assert_eq!(said(Kind::Notify, days), [("补正期限（工作日）", "10".to_owned())]);
    }

    #[test]
    fn a_delivery_says_of_which_paper_and_a_duplicate_of_which_case() {
        let of = Payload { of: Some(Hash([1; 32])), ..Payload::default() };
        assert_eq!(said(Kind::Deliver, of), [("送达的文书", "受理通知书（1G1）".to_owned())]);
        let other = |number: Option<&str>| Payload {
            duplicate_of: Some(OtherCase { id: DocId([2; 16]), number: number.map(str::to_owned) }),
            ..Payload::default()
        };
        assert_eq!(said(Kind::Terminate, other(Some("77"))), [("与哪个办件重复", "77".to_owned())]);
        assert_eq!(said(Kind::Terminate, other(None)), [("与哪个办件重复", "编号不在本机".to_owned())]);
    }

    #[test]
    fn a_decision_shows_its_right_and_how_its_time_was_reckoned() {
        let reckoning = Reckoning {
            due: Day::parse("2026-11-25"),
            provisional: false,
            used_quarters: 44,
            pauses: Vec::new(),
            calendar: None,
        };
        let payload = Payload { right: Some(7), reckoning: Some(reckoning), ..Payload::default() };
        let rows = said(Kind::Grant, payload);
        assert_eq!(rows, [("依据授权", "7".to_owned()), ("计时", "到期 2026-11-25，已用 11 个工作日".to_owned())]);
    }
}
