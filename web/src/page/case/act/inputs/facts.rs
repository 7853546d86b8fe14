//! What the facts ask for: papers brought, answers, deliveries.

use daiban_shared::api::{DutyKind, StepView};
use daiban_shared::id::Hash;
use daiban_shared::kind::*;
use daiban_shared::text::CaseUi;

use super::{Basis, Input, choice, chosen_first, code, happened, initially, words};
use crate::page::case::defect_words;
use crate::page::case::refer;

impl Basis<'_> {
    pub(super) fn supplement(&self) -> Vec<Input> {
        let paper = |m: &daiban_shared::api::MaterialView| {
            (m.no, format!("{}. {}", m.no, self.lang.pick(&m.zh, &m.en)), m.originals, m.copies)
        };
        let papers = self.case.materials.iter().map(paper).collect();
        let mut inputs = vec![Input::Papers { name: "papers", papers }];
        let notice = self.effective().rev().find(|step| step.kind == Kind::Notify);
        let open = notice.into_iter().flat_map(|step| &step.payload.defects).filter(|defect| !defect.answered);
        let defects: Vec<_> = open
            .map(|one| {
                let text = format!("{}. {}", one.defect.no, defect_words(self.case, one, self.lang));
                (one.defect.no, one.defect.paper, text)
            })
            .collect();
        if !defects.is_empty() {
            inputs.push(Input::Answered { defects });
        }
        inputs.extend([happened(), words(CaseUi::Words, false)]);
        inputs
    }

    pub(super) fn answer(&self) -> Vec<Input> {
        let result = choice("result", CaseUi::Result, AnswerResult::ALL, |r| r.text(self.lang));
        let mut inputs = vec![self.answerable(), result];
        inputs.extend(self.answering_desk());
        inputs.extend(self.officers());
        // Only what one's own step came to may be answered without words.
        let owes_words = self.case.duties.iter().any(|duty| duty.here && duty.code != DutyKind::OwnStepVoid);
        inputs.push(words(CaseUi::Words, owes_words));
        inputs
    }

    /// Where several desks of this place were asked, one has to be named by whoever belongs to none of them.
    fn answering_desk(&self) -> Option<Input> {
        let own = self.case.duties.iter().find(|duty| duty.here && duty.code == DutyKind::Task)?.owner.id;
        let asked = self.case.tasks.iter().filter(|task| task.open).flat_map(|task| &task.to);
        let waiting = asked.filter(|to| to.site.id == own && to.answered.is_none());
        let mut options: Vec<(String, String)> = Vec::new();
        for desk in waiting.filter_map(|to| to.department.as_ref()) {
            let option = (desk.id.0.to_string(), self.lang.pick(&desk.zh, &desk.en).to_owned());
            if !options.contains(&option) {
                options.push(option);
            }
        }
        let (label, empty) = (CaseUi::AnswerDesk, Some(CaseUi::AnswerOwnDesk));
        (!options.is_empty()).then_some(Input::Numbered { name: "dept", label, options, empty })
    }

    /// People of the place who took part in what takes place somewhere; a survey takes two.
    fn officers(&self) -> Option<Input> {
        let is_event = |what: TaskKind| {
            matches!(
                what,
                TaskKind::Survey
                    | TaskKind::HomeVisit
                    | TaskKind::Meeting
                    | TaskKind::Hearing
                    | TaskKind::Inspection
                    | TaskKind::JointAcceptance
            )
        };
        if !self.case.tasks.iter().any(|task| task.open && is_event(task.what)) {
            return None;
        }
        let options = self.colleagues.iter().map(|person| (person.id.to_string(), person.name.clone())).collect();
        Some(Input::Many { name: "officers", label: CaseUi::Officers, options, numbers: false, required: false })
    }

    fn answerable(&self) -> Input {
        let mut options: Vec<(String, String)> = Vec::new();
        for duty in self.case.duties.iter().filter(|duty| duty.here) {
            match duty.code {
                // Cleared by a move or by a delivery, not by an answer.
                DutyKind::SupplementIn | DutyKind::OutcomeToDeliver => {}
                DutyKind::WithdrawalAsked | DutyKind::OwnStepVoid | DutyKind::Urged | DutyKind::SurveyDue => {
                    options.push((duty.of.to_string(), duty.text.clone()))
                }
                // Several requests to one place are told apart by what they ask.
                DutyKind::Task => {
                    let asked = self.case.tasks.iter().find(|task| task.id == duty.of);
                    let words = asked.map_or(duty.text.clone(), |task| format!("{} {}", task.text, task.words));
                    options.push((duty.of.to_string(), words))
                }
            }
        }
        // Of one request several desks of this place may owe an answer.
        let mut seen = std::collections::BTreeSet::new();
        options.retain(|(id, _)| seen.insert(id.clone()));
        for task in self.case.tasks.iter().filter(|task| task.open) {
            let option = (task.id.to_string(), format!("{} {}", task.text, task.words));
            if !options.iter().any(|(id, _)| *id == option.0) {
                options.push(option);
            }
        }
        chosen_first("of", CaseUi::AnswerTo, options)
    }

    /// Each paper by its own name: a delivery recorded of the wrong paper starts or ends the wrong limit.
    pub(super) fn delivery(&self) -> Vec<Input> {
        let lang = self.lang;
        let papers = self.undelivered().into_iter();
        let papers = papers.map(|step| (step.id.to_string(), refer::paper(step, lang))).collect();
        vec![
            chosen_first("of", CaseUi::WhichPaper, papers),
            initially(choice("way", CaseUi::Way, DeliverWay::ALL, |w| w.text(lang)), code(&DeliverWay::InPerson)),
            Input::Line { name: "receiver", label: CaseUi::Receiver },
            happened(),
        ]
    }

    /// The outcome, the notice in force, acceptances, extensions and special procedures, as far as nobody recorded that the
    /// resident has them.
    fn undelivered(&self) -> Vec<&StepView> {
        let last = |kinds: &[Kind]| self.effective().rev().find(|step| kinds.contains(&step.kind));
        let ends =
            [Kind::NotAccept, Kind::Grant, Kind::Deny, Kind::Withdraw, Kind::Lapse, Kind::Terminate, Kind::Annul];
        let outcome = last(&ends).filter(|_| self.case.outcome.is_some());
        let notice = last(&[Kind::Notify]);
        let accepted = self.effective().filter(|step| step.kind == Kind::Accept);
        let delivered: Vec<Hash> =
            self.effective().filter(|step| step.kind == Kind::Deliver).filter_map(|step| step.payload.of).collect();
        let extended = self.effective().filter(|step| step.kind == Kind::Extend);
        let special = self.case.tasks.iter().filter(|task| task.what.is_special());
        let special = special.filter_map(|task| self.effective().find(|step| step.id == task.id));
        let all = outcome.into_iter().chain(notice).chain(accepted).chain(extended).chain(special);
        all.filter(|step| !delivered.contains(&step.id)).collect()
    }
}
