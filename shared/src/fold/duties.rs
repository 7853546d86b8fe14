//! Duties: what somebody owes, with owner and limit (kinds.md, "Duties"). Part of the state; `answer` clears them.

use super::Fold;
use crate::api::DutyKind;
use crate::case::{Duty, Effect, Status, Void};
use crate::id::{DeptId, Hash, Millis, SiteId};
use crate::kind::{Class, Kind, Role, TaskKind};

/// Two working days: assumed, to be confirmed by an official.
const SHORT_QUARTERS: u16 = 8;
/// Five working days, as for a first acceptance.
const SUPPLEMENT_QUARTERS: u16 = 20;
/// 行政许可法 §44.
const DELIVER_QUARTERS: u16 = 40;

pub(super) fn collect(fold: &mut Fold<'_>) {
    let Some(holder) = fold.state.holder else { return };
    let mut duties = Duties { cleared: &fold.cleared, list: Vec::new() };
    let is_open = matches!(fold.state.status, Status::Received | Status::Accepted);
    for asked in fold.state.asked.iter().filter(|asked| asked.answered.is_none()) {
        // On a finished case the request still wants an answer, but binds nobody's decision.
        duties.add(DutyKind::WithdrawalAsked, asked.hash, holder.site, None, asked.at, SHORT_QUARTERS);
    }
    for task in fold.state.tasks.iter().filter(|task| task.ended_at.is_none()) {
        for to in task.to.iter().filter(|to| to.answer.is_none()) {
            let since = to.taken_at.unwrap_or(task.at);
            duties.add(DutyKind::Task, task.hash, to.addressee.site, to.addressee.dept, since, to.addressee.quarters);
        }
    }
    for urged in fold.state.urged.iter().filter(|urged| urged.answered.is_none()) {
        duties.add(DutyKind::Urged, urged.hash, holder.site, holder.dept, urged.at, urged.quarters);
    }
    // While one is asked for, the request is the duty.
    let asks_survey = fold.state.tasks.iter().any(|task| task.what == TaskKind::Survey && task.is_open());
    let survey = fold.item.and_then(|item| item.survey_quarters).filter(|_| is_open && !asks_survey);
    let green = fold.state.green.filter(|green| green.survey_settled.is_none());
    if let (Some(green), Some(quarters), None) = (green, survey, fold.state.surveyed_at()) {
        duties.add(DutyKind::SurveyDue, green.hash, holder.site, holder.dept, green.at, quarters);
    }
    let notice = fold.state.notice.as_ref().filter(|_| fold.state.status == Status::Received);
    if let Some((of, complete)) = notice.and_then(|notice| Some((notice.hash, notice.complete_at?))) {
        duties.add(DutyKind::SupplementIn, of, holder.site, holder.dept, complete, SUPPLEMENT_QUARTERS);
    }
    // What was handed in in time and came to light only after the lapse: the holder opens the case again, or says why not.
    if let (Some(crate::case::Outcome::Lapsed), Some((_, lapsed))) = (fold.state.outcome, fold.state.done) {
        let notice = fold.state.notice.as_ref().and_then(|notice| Some((notice.hash, notice.complete_at?)));
        let gap = fold.state.accepted.and_then(|(accepted, _)| Some((accepted, fold.state.gaps_filled_at?)));
        for (of, complete) in notice.into_iter().chain(gap).filter(|(_, complete)| *complete <= lapsed) {
            duties.add(DutyKind::SupplementIn, of, holder.site, holder.dept, complete, SUPPLEMENT_QUARTERS);
        }
    }
    let void: Vec<_> = fold.state.steps.iter().filter(|step| wants_answer(step.kind, step.role, step.effect)).collect();
    for step in void {
        duties.add(DutyKind::OwnStepVoid, step.hash, step.site, None, step.at, SHORT_QUARTERS);
        if prints_paper(step.kind) && holder.site != step.site {
            duties.add(DutyKind::OwnStepVoid, step.hash, holder.site, None, step.at, SHORT_QUARTERS);
        }
    }
    let done = fold.state.done.filter(|_| fold.state.status == Status::Done && !is_open);
    if let Some((outcome, at)) = done.filter(|(outcome, _)| !fold.state.delivered.contains_key(outcome)) {
        let origin = fold.state.opened.as_ref().map_or(holder.site, |opened| opened.site);
        duties.add(DutyKind::OutcomeToDeliver, outcome, origin, None, at, DELIVER_QUARTERS);
        if holder.site != origin {
            duties.add(DutyKind::OutcomeToDeliver, outcome, holder.site, None, at, DELIVER_QUARTERS);
        }
    }
    fold.state.duties = duties.list;
}

struct Duties<'a> {
    cleared: &'a std::collections::BTreeSet<(Hash, SiteId)>,
    list: Vec<Duty>,
}

impl Duties<'_> {
    fn add(&mut self, kind: DutyKind, of: Hash, owner: SiteId, dept: Option<DeptId>, since: Millis, quarters: u16) {
        if !self.cleared.contains(&(of, owner)) {
            self.list.push(Duty { kind, of, owner, dept, since, quarters });
        }
    }
}

/// A person's step that came to nothing. A retry of a command that counted, and the machine's own facts, ask nobody.
fn wants_answer(kind: Kind, role: Option<Role>, effect: Effect) -> bool {
    match effect {
        Effect::Effect | Effect::Waits(_) | Effect::None(Void::Repeated | Void::UnknownKind) => false,
        Effect::None(
            Void::Cut
            | Void::NotHolder
            | Void::NotSeen
            | Void::NotParticipant
            | Void::Role
            | Void::Status
            | Void::NoRight
            | Void::Content
            | Void::SecondOpen
            | Void::NotOpened,
        ) => role != Some(Role::Node) && matches!(kind.class(), Class::Move | Class::Fact),
    }
}

/// Moves whose void paper a resident may hold in his hand.
fn prints_paper(kind: Kind) -> bool {
    kind.class() == Class::Move && kind.paper_letter().is_some()
}
