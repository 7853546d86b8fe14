//! Requests to others with their answers, and the stages of a joint case as the item defines them and as they stand.

use super::{Look, names};
use daiban_shared::api::{JointStage, JointUnit, LimitKind, OpinionView, TaskAddressee, TaskView, stages_of};
use daiban_shared::case::{Answered, Task, TaskTo, UnitStand};
use daiban_shared::kind::Body;

impl Look<'_> {
    pub(super) fn tasks(&self) -> Vec<TaskView> {
        self.state().tasks.iter().map(|task| self.task(task)).collect()
    }

    fn task(&self, task: &Task) -> TaskView {
        let private = self.dossier.part(task.hash).private();
        let text = |of: fn(&daiban_shared::kind::Private) -> &Option<String>| {
            private.and_then(|private| of(private).clone()).unwrap_or_default()
        };
        TaskView {
            id: task.hash,
            what: task.what,
            text: task.what.text(self.names.lang).to_owned(),
            to: task.to.iter().map(|to| self.addressee(task, to)).collect(),
            words: text(|private| &private.words),
            open: task.is_open(),
            stage: task.stage,
            excluded: task.excluded,
            at: task.at,
            place: text(|private| &private.place),
            held: text(|private| &private.held),
        }
    }

    fn addressee(&self, task: &Task, to: &TaskTo) -> TaskAddressee {
        let site = to.addressee.site;
        let own = |limit: &&daiban_shared::limits::Limit| {
            limit.kind == LimitKind::Task && limit.of == task.hash && limit.owner == site
        };
        // Of several desks of one place each has its own limit; they stand in the order of the addressees.
        let place = task.to.iter().filter(|other| other.addressee.site == site).position(|other| other == to);
        let limit = self.state().limits.iter().filter(own).nth(place.unwrap_or(0));
        TaskAddressee {
            site: self.names.site(site),
            department: to.addressee.dept.map(|dept| self.names.dept(dept)),
            answered: to.answer.map(|answer| answer.hash),
            due: limit.and_then(|limit| limit.day),
            late: limit.is_some_and(|limit| limit.has_passed(self.now) || limit.ended_late()),
            opinion: to.answer.map(|answer| self.opinion(answer)),
        }
    }

    fn opinion(&self, answer: Answered) -> OpinionView {
        let private = self.dossier.part(answer.hash).private();
        let entry = self.dossier.entry(answer.hash);
        let officers = entry.map_or(0, |entry| {
            // Only an answer answers.
            if let Body::Answer(answer) = &entry.body { answer.officers.len() } else { 0 }
        });
        OpinionView {
            result: answer.result,
            text: answer.result.text(self.names.lang).to_owned(),
            words: private.and_then(|private| private.words.clone()).unwrap_or_default(),
            by: entry
                .map(|entry| names::person(entry.head.by, self.dossier.part(answer.hash)).name)
                .unwrap_or_default(),
            officers: u8::try_from(officers).unwrap_or(u8::MAX),
            at: answer.at,
        }
    }

    pub(super) fn stages(&self) -> Vec<JointStage> {
        let rules = self.item.map(|item| item.tasks.as_slice()).unwrap_or_default();
        let stage = |stage: JointStage| JointStage {
            gate_open: self.state().stage_is_open(stage.no, self.item),
            units: stage
                .units
                .into_iter()
                .map(|unit| self.unit(unit, stage.no))
                .map(|unit| self.stand(unit, stage.no))
                .collect(),
            no: stage.no,
        };
        stages_of(rules, |dept| self.names.dept(dept)).into_iter().map(stage).collect()
    }

    /// Whether a unit is still to be asked.
    fn stand(&self, unit: JointUnit, stage: u8) -> JointUnit {
        let rule = self.item.and_then(|item| {
            let rule = item.tasks.iter().find(|rule| rule.stage == stage && rule.unit == unit.unit.id)?;
            Some(self.state().unit_stand(rule, item))
        });
        let to_ask = rule.is_none_or(|stand| matches!(stand, UnitStand::NotAsked | UnitStand::Unheard));
        JointUnit { to_ask, ..unit }
    }

    /// A unit with the newest request to it.
    fn unit(&self, unit: JointUnit, stage: u8) -> JointUnit {
        let tasks = self.state().tasks.iter().rev().filter(|task| task.stage == stage);
        let asked = tasks.filter_map(|task| {
            let to = task.to.iter().find(|to| to.addressee.dept == Some(unit.unit.id))?;
            Some((task, to))
        });
        match asked.take(1).next() {
            None => unit,
            Some((task, to)) => JointUnit {
                task: Some(task.hash),
                addressee: Some(self.addressee(task, to)),
                ended: task.ended_at.is_some() && to.answer.is_none(),
                ..unit
            },
        }
    }
}
