//! What a step is called where another one speaks of it: by its paper and number, or by its kind and time.

use daiban_shared::api::{CaseView, StepView};
use daiban_shared::day::stamp;
use daiban_shared::id::Hash;
use daiban_shared::kind::{Kind, TaskKind};
use daiban_shared::text::{CaseUi, Lang, PrintUi, fill};

use crate::ui::words::bracketed;

/// A step of the case.
pub fn find(case: &CaseView, of: Hash) -> Option<&StepView> {
    case.steps.iter().find(|step| step.id == of)
}

/// `受理通知书（441403…G1）`
pub fn paper(step: &StepView, lang: Lang) -> String {
    match &step.paper_number {
        Some(number) => format!("{}{}", title(step).text(lang), bracketed(number, lang)),
        None => fill(CaseUi::ReferTo.text(lang), &[("time", &stamp(step.at)), ("kind", step.kind.text(lang))]),
    }
}

/// What a request asks for; none where it is of a later version, or no request.
pub fn asked(step: &StepView) -> Option<TaskKind> {
    let code = step.payload.codes.first().filter(|_| step.kind == Kind::TaskOpen)?;
    serde_json::from_value(code.code.clone().into()).ok()
}

fn asked_title(what: Option<TaskKind>) -> PrintUi {
    match what {
        None | Some(TaskKind::Question | TaskKind::Opinion) => PrintUi::QuestionTitle,
        Some(
            TaskKind::Survey
            | TaskKind::HomeVisit
            | TaskKind::Meeting
            | TaskKind::JointAcceptance
            | TaskKind::Errand
            | TaskKind::Inform,
        ) => PrintUi::ErrandTitle,
        Some(TaskKind::Hearing) => PrintUi::HearingTitle,
        Some(TaskKind::Inspection | TaskKind::Expert | TaskKind::Auction) => PrintUi::SpecialTitle,
        Some(TaskKind::Suspend) => PrintUi::SuspendTitle,
        Some(TaskKind::PublicNotice) => PrintUi::PublicTitle,
    }
}

/// What the paper of a step is called (domain §2.6).
pub fn title(step: &StepView) -> PrintUi {
    match step.kind {
        Kind::Open => PrintUi::ReceiptTitle,
        Kind::Forward => PrintUi::ForwardTitle,
        Kind::Return => PrintUi::ReturnTitle,
        Kind::Assign => PrintUi::AssignTitle,
        Kind::TakeOver => PrintUi::TakeOverTitle,
        Kind::Notify => PrintUi::NoticeTitle,
        Kind::Accept if !step.payload.gaps.is_empty() => PrintUi::GapAcceptTitle,
        Kind::Accept => PrintUi::AcceptTitle,
        Kind::NotAccept => PrintUi::NotAcceptTitle,
        Kind::TaskOpen => asked_title(asked(step)),
        Kind::Grant => PrintUi::GrantTitle,
        Kind::Deny => PrintUi::DenyTitle,
        Kind::Withdraw | Kind::Terminate | Kind::Lapse => PrintUi::EndTitle,
        Kind::Extend => PrintUi::ExtendTitle,
        Kind::Green => PrintUi::GreenTitle,
        Kind::Urge => PrintUi::UrgeTitle,
        Kind::Close => PrintUi::CloseTitle,
        Kind::Annul => PrintUi::AnnulTitle,
        Kind::Supplement => PrintUi::SupplementTitle,
        Kind::WithdrawAsked => PrintUi::WithdrawAskedTitle,
        Kind::Answer => PrintUi::AnswerTitle,
        Kind::Deliver => PrintUi::DeliverTitle,
        Kind::TaskEnd
        | Kind::Taken
        | Kind::Note
        | Kind::FormChange
        | Kind::Join
        | Kind::TimeSet
        | Kind::Site
        | Kind::Node
        | Kind::Cut
        | Kind::Right
        | Kind::Item
        | Kind::Calendar
        | Kind::Rule
        | Kind::Scheme
        | Kind::SheetFix
        | Kind::SheetAppeal
        | Kind::SheetRuling
        | Kind::InspectionOpen
        | Kind::InspectionAnswer
        | Kind::InspectionRuling
        | Kind::Root
        | Kind::Witness
        | Kind::Clock
        | Kind::NodeAsked
        | Kind::RightAsked
        | Kind::CardServe
        | Kind::CardAnswer
        | Kind::CardAppeal
        | Kind::CardRuling
        | Kind::Unknown => PrintUi::OtherTitle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::case::sample::step;
    use daiban_shared::api::Payload;

    #[test]
    fn every_paper_has_a_title_of_its_own() {
        let with_paper = Kind::ALL.iter().filter(|kind| kind.paper_letter().is_some());
        let mut titles = std::collections::BTreeMap::new();
        for kind in with_paper {
            let title = title(&step(1, *kind, Payload::default()));
            assert_ne!(title, PrintUi::OtherTitle, "{kind:?}");
            titles.entry(title).or_insert_with(Vec::new).push(*kind);
        }
        let shared: Vec<_> = titles.into_values().filter(|kinds| kinds.len() > 1).collect();
        assert_eq!(shared, [[Kind::Withdraw, Kind::Lapse, Kind::Terminate]], "all end a case without a decision");
    }

    #[test]
    fn a_paper_is_named_with_its_number_and_a_step_without_one_with_its_time() {
        assert_eq!(paper(&step(1, Kind::Accept, Payload::default()), Lang::Zh), "受理通知书（1G1）");
        let void = daiban_shared::api::StepView { paper_number: None, ..step(1, Kind::Grant, Payload::default()) };
        assert_eq!(paper(&void, Lang::Zh), "1970-01-01 08:00 的“准予”");
    }
}
