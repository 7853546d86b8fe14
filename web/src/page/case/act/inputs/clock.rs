//! What the steps ask for that move limits: extension, lapse, urging, green channel, corrected times.

use daiban_shared::day::stamp;
use daiban_shared::kind::*;
use daiban_shared::text::CaseUi;

use super::{Basis, Input, Warning, choice, may_be_empty, words};
use crate::page::case::refer;

/// Working days that may be set by hand.
const DAYS_MAX: u32 = 60;

impl Basis<'_> {
    pub(super) fn extension(&self) -> Vec<Input> {
        let lang = self.lang;
        vec![
            Input::Number { name: "days", label: CaseUi::ExtendDays, max: DAYS_MAX },
            choice("ground", CaseUi::Ground, ExtendGround::ALL, |ground| ground.text(lang)),
            choice("approver", CaseUi::Approver, Approver::ALL, |approver| approver.text(lang)),
            words(CaseUi::Reasons, true),
            Input::Warning(Warning::Once),
        ]
    }

    pub(super) fn lapse(&self) -> Vec<Input> {
        let lang = self.lang;
        let vouched = choice("vouched", CaseUi::Vouched, Vouched::ALL, |how| how.text(lang));
        vec![may_be_empty(vouched), words(CaseUi::Reasons, true), Input::Warning(Warning::Final)]
    }

    pub(super) fn urging(&self) -> Vec<Input> {
        let lang = self.lang;
        vec![
            choice("ground", CaseUi::Ground, UrgeGround::ALL, |ground| ground.text(lang)),
            Input::Number { name: "days", label: CaseUi::AnswerDays, max: DAYS_MAX },
            words(CaseUi::Words, true),
        ]
    }

    pub(super) fn green(&self) -> Vec<Input> {
        let lang = self.lang;
        vec![
            Input::Line { name: "body", label: CaseUi::AdmittedBy },
            choice("ground", CaseUi::Ground, GreenGround::ALL, |ground| ground.text(lang)),
            words(CaseUi::Reasons, true),
        ]
    }

    pub(super) fn time(&self) -> Vec<Input> {
        let steps = self.case.steps.iter().map(|step| {
            let name = format!("{} {} {}", stamp(step.at), step.site.name(self.lang), refer::paper(step, self.lang));
            (step.id.to_string(), name)
        });
        let of = Input::Choice {
            name: "of",
            label: CaseUi::WhichStep,
            options: steps.collect(),
            initial: String::new(),
            empty: false,
        };
        vec![of, Input::Moment { name: "at", label: CaseUi::RealTime }, words(CaseUi::Reasons, true)]
    }
}
