//! How the units of a joint case stand, from their requests and opinions; and whether a stage may begin.

use super::{CaseState, Task, TaskTo};
use crate::item::{Item, TaskRule};
use crate::kind::{AnswerResult, TaskEndGround};

/// How a unit of a joint case stands, by the newest request to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitStand {
    /// Nobody asked it.
    NotAsked,
    /// It was asked and has not answered.
    Waits,
    /// The request was taken back without its opinion, so that it has to be asked again.
    Unheard,
    /// Its time passed in silence, which the item takes for no objection (逾期视为无异议).
    Silent,
    /// It gave an opinion that lets the case go on.
    Agrees,
    /// It refused.
    Refuses,
    /// It is not its business, and nobody else of this stage was asked instead.
    NotOurs,
}

impl UnitStand {
    /// Nothing more is wanted of the unit.
    pub fn is_settled(self) -> bool {
        match self {
            Self::Silent | Self::Agrees => true,
            Self::NotAsked | Self::Waits | Self::Unheard | Self::Refuses | Self::NotOurs => false,
        }
    }
}

impl CaseState {
    /// How a unit of the item's definition stands.
    pub fn unit_stand(&self, rule: &TaskRule, item: &Item) -> UnitStand {
        let of_unit = |to: &&TaskTo| to.addressee.dept == Some(rule.unit);
        let in_stage = || self.tasks.iter().enumerate().filter(|(_, task)| task.stage == rule.stage);
        let newest = in_stage().filter_map(|(at, task)| Some((at, task, task.to.iter().find(of_unit)?))).next_back();
        let Some((at, task, to)) = newest else { return UnitStand::NotAsked };
        match to.answer.map(|answer| answer.result) {
            Some(AnswerResult::Refused) => UnitStand::Refuses,
            Some(AnswerResult::NotOurs) => {
                // Instead of it: asked once that was known, and no other unit of the stage, which answers for itself.
                let known = to.answer.map_or(0, |answer| answer.at);
                let of_others =
                    |dept| item.tasks.iter().any(|other| other.stage == rule.stage && Some(other.unit) == dept);
                let later = in_stage().filter(|(later, task)| *later > at && task.at >= known);
                let offices = later.flat_map(|(_, task)| &task.to).filter(|to| to.addressee.dept.is_some());
                let others = offices.filter(|to| !of_others(to.addressee.dept));
                let instead = others.filter_map(|to| to.answer).any(|answer| lets_go_on(answer.result));
                if instead { UnitStand::Agrees } else { UnitStand::NotOurs }
            }
            Some(_) => UnitStand::Agrees,
            None if task.ended_at.is_none() => UnitStand::Waits,
            None if item.silence_is_consent && is_overdue(task) => UnitStand::Silent,
            None => UnitStand::Unheard,
        }
    }

    /// Whether a stage of a joint case may begin: every unit of the stages before it gave an opinion that lets the case go
    /// on, and nothing that was asked there is open.
    pub fn stage_is_open(&self, stage: u8, item: Option<&Item>) -> bool {
        let is_over = self.tasks.iter().filter(|task| task.stage > 0 && task.stage < stage).all(|task| !task.is_open());
        let earlier = |rule: &&TaskRule| rule.stage < stage;
        let settled = item
            .is_none_or(|item| item.tasks.iter().filter(earlier).all(|rule| self.unit_stand(rule, item).is_settled()));
        is_over && settled
    }
}

fn is_overdue(task: &Task) -> bool {
    task.ended_for == Some(TaskEndGround::Overdue)
}

fn lets_go_on(result: AnswerResult) -> bool {
    match result {
        AnswerResult::Refused | AnswerResult::NotOurs => false,
        AnswerResult::Done
        | AnswerResult::NoObjection
        | AnswerResult::Objection
        | AnswerResult::Conditions
        | AnswerResult::Confirmed
        | AnswerResult::Told
        | AnswerResult::Redone => true,
    }
}
