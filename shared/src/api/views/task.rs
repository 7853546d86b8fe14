//! What is asked of others, and the chart of a joint case.

use super::super::people::{DeptRef, SiteRef};
use crate::day::Day;
use crate::id::{Hash, Millis};
use crate::item::TaskRule;
use crate::kind::{AnswerResult, TaskKind};
use serde::{Deserialize, Serialize};

/// A request to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// The task_open entry.
    pub id: Hash,
    /// What.
    pub what: TaskKind,
    /// 征询, in the asked language.
    pub text: String,
    /// Of whom, and whether they have answered.
    pub to: Vec<TaskAddressee>,
    /// The question.
    pub words: String,
    /// Still open.
    pub open: bool,
    /// Stage of a joint case; 0 = none.
    #[serde(default)]
    pub stage: u8,
    /// Its time does not count.
    #[serde(default)]
    pub excluded: bool,
    /// Asked at.
    #[serde(default)]
    pub at: Millis,
    /// Where it takes place; empty = not said.
    #[serde(default)]
    pub place: String,
    /// When it takes place, as people write it; empty = not said.
    #[serde(default)]
    pub held: String,
}

/// One addressee of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskAddressee {
    /// The place.
    pub site: SiteRef,
    /// The desk there.
    pub department: Option<DeptRef>,
    /// The answering entry.
    pub answered: Option<Hash>,
    /// Its limit.
    pub due: Option<Day>,
    /// Its limit has passed, or the answer came after it.
    #[serde(default)]
    pub late: bool,
    /// What it answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<OpinionView>,
}

/// What an addressee answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionView {
    /// The result.
    pub result: AnswerResult,
    /// In the asked language.
    pub text: String,
    /// Opinion or minutes; empty while the private part is not here.
    pub words: String,
    /// Who answered; empty while the private part is not here.
    pub by: String,
    /// How many officers took part, the author included; 0 = none was named.
    pub officers: u8,
    /// When.
    pub at: Millis,
}

/// One stage of a joint case: its units begin together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointStage {
    /// From 1.
    pub no: u8,
    /// Everything before it is over, so it may begin.
    pub gate_open: bool,
    /// Its units.
    pub units: Vec<JointUnit>,
}

/// One unit of a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointUnit {
    /// Who does it.
    pub unit: DeptRef,
    /// 公章刻制备案
    pub zh: String,
    /// Seal registration
    pub en: String,
    /// Its own limit in quarter working days.
    pub quarters: u16,
    /// The newest request to it.
    pub task: Option<Hash>,
    /// Its state in that request; none = not asked yet.
    pub addressee: Option<TaskAddressee>,
    /// The lead ended the request without an answer.
    pub ended: bool,
    /// Nobody asked it, or the request was taken back before it gave an opinion: it is still to be asked.
    pub to_ask: bool,
}

impl JointStage {
    /// The units on the critical path (关键路径): those on which the end of this stage depends. Who was never asked comes
    /// last, so the longest limit decides; then the latest day by which an answer is due; then who answered last.
    pub fn critical(&self) -> Vec<&JointUnit> {
        let last = self.units.iter().map(JointUnit::ends).max();
        self.units.iter().filter(|unit| Some(unit.ends()) == last).collect()
    }

    /// How long the stage takes by its definition, in quarter working days.
    pub fn quarters(&self) -> u16 {
        self.units.iter().map(|unit| unit.quarters).max().unwrap_or(0)
    }
}

/// When a unit is done, as far as one can tell; in the order in which units are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ends {
    Answered(Millis),
    Asked(Option<Day>),
    ToAsk(u16),
}

impl JointUnit {
    fn ends(&self) -> Ends {
        match &self.addressee {
            _ if self.to_ask => Ends::ToAsk(self.quarters),
            None => Ends::ToAsk(self.quarters),
            Some(TaskAddressee { opinion: Some(opinion), .. }) => Ends::Answered(opinion.at),
            // Taken back after its time, and the item takes its silence for consent: nobody waits for it.
            Some(_) if self.ended => Ends::Answered(0),
            Some(to) => Ends::Asked(to.due),
        }
    }
}

/// The stages of an item's definition, in order, with their units; nothing is asked yet.
pub fn stages_of(rules: &[TaskRule], name: impl Fn(crate::id::DeptId) -> DeptRef) -> Vec<JointStage> {
    let mut numbers: Vec<u8> = rules.iter().map(|rule| rule.stage).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let unit = |rule: &TaskRule| JointUnit {
        unit: name(rule.unit),
        zh: rule.zh.clone(),
        en: rule.en.clone(),
        quarters: rule.quarters,
        task: None,
        addressee: None,
        ended: false,
        to_ask: true,
    };
    let stage = |(at, no): (usize, u8)| {
        let units = rules.iter().filter(|rule| rule.stage == no).map(unit).collect();
        JointStage { no, gate_open: at == 0, units }
    };
    numbers.into_iter().enumerate().map(stage).collect()
}
