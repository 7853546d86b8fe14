//! The state of a case as `fold` finds it. Nobody stores it as truth: views are made from it and made anew.

mod joint;
mod words;

pub use joint::UnitStand;
pub use words::all_texts as all_words;
pub use words::*;

use crate::day::Day;
use crate::id::{CmdId, DeptId, Hash, Millis, SiteId, UserId};
use crate::kind::{Addressee, AnswerResult, Defect, Kind, PaperIn, Pause, Renews, Role, TaskKind};
use crate::limits::Limit;
use crate::site::Tier;
use std::collections::{BTreeMap, BTreeSet};

/// Whether an entry counts. There is no fourth case, and it is stored nowhere as truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It counts.
    Effect,
    /// It is listed and changes nothing.
    None(Void),
    /// Something it rests on is not here.
    Waits(Wait),
}

/// One entry of a case, in its place in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The entry.
    pub hash: Hash,
    /// Its kind.
    pub kind: Kind,
    /// The author's place.
    pub site: SiteId,
    /// The author's level.
    pub tier: Tier,
    /// The account.
    pub by: UserId,
    /// In which capacity; none = one of a later version.
    pub role: Option<Role>,
    /// The command and which entry of it.
    pub cmd: (CmdId, u8),
    /// Claimed time.
    pub at: Millis,
    /// Whether it counts.
    pub effect: Effect,
    /// Faults that undo nothing.
    pub flags: Vec<Flag>,
    /// Ordinal of its paper, from 1; 0 = no paper. It follows from what the entry has seen, so no later arrival changes it.
    pub paper: u16,
    /// The three digits of the author's place, if it is not the origin: places count their papers each for itself.
    pub paper_site: Option<u16>,
}

impl Step {
    /// What follows the case number in the number of its paper (文号): `A1`, or `F1-021` for a notice of another place than
    /// the origin. None for a step that has no paper, or no effect.
    pub fn paper_mark(&self) -> Option<String> {
        let counts = self.effect == Effect::Effect && self.paper > 0;
        let letter = self.kind.paper_letter().filter(|_| counts)?;
        let site = self.paper_site.map(|site| format!("-{site:03}")).unwrap_or_default();
        Some(format!("{letter}{}{site}", self.paper))
    }
}

/// In whose hand a case is. The desk (department, person) is checked by `decide` only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The place.
    pub site: SiteId,
    /// The desk.
    pub dept: Option<DeptId>,
    /// The person.
    pub user: Option<UserId>,
    /// The entry that put the case there: a move has effect only if it has seen it.
    pub since: Hash,
    /// When that was.
    pub since_at: Millis,
    /// The receiver's machine has signed for it.
    pub taken_at: Option<Millis>,
    /// The site that handed it over; none for the origin.
    pub from: Option<SiteId>,
}

/// A correction notice in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The entry.
    pub hash: Hash,
    /// When it was given.
    pub at: Millis,
    /// Given within the five days: it stops what runs.
    pub in_time: bool,
    /// What is missing.
    pub defects: Vec<Defect>,
    /// Working days to answer.
    pub days: u8,
    /// Numbers answered by supplements, each with the moment of its first answer.
    pub answered: BTreeMap<u8, Millis>,
    /// All defects answered at this moment: the last of their first answers.
    pub complete_at: Option<Millis>,
    /// The resident was told at this moment.
    pub told_at: Option<Millis>,
}

/// A task and its addressees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The task_open entry.
    pub hash: Hash,
    /// What is asked.
    pub what: TaskKind,
    /// Opened at.
    pub at: Millis,
    /// Its time does not count.
    pub excluded: bool,
    /// Stage of a joint case; 0 = none.
    pub stage: u8,
    /// Of whom, with the answer.
    pub to: Vec<TaskTo>,
    /// Ended by the holder, or with the case.
    pub ended_at: Option<Millis>,
    /// Why the holder ended it.
    pub ended_for: Option<crate::kind::TaskEndGround>,
}

/// One addressee of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskTo {
    /// Place, desk, limit.
    pub addressee: Addressee,
    /// Its machine signed for it.
    pub taken_at: Option<Millis>,
    /// The answer.
    pub answer: Option<Answered>,
}

/// An addressee's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The entry.
    pub hash: Hash,
    /// When.
    pub at: Millis,
    /// What it says.
    pub result: AnswerResult,
}

impl CaseState {
    /// When the first site survey was over with a result.
    pub fn surveyed_at(&self) -> Option<Millis> {
        let surveys = self.tasks.iter().filter(|task| task.what == TaskKind::Survey);
        let answers = surveys.flat_map(|task| &task.to).filter_map(|to| to.answer);
        answers.filter(|answer| answer.result != AnswerResult::NotOurs).map(|answer| answer.at).min()
    }
}

impl Task {
    /// Not ended, and somebody has not answered.
    pub fn is_open(&self) -> bool {
        self.ended_at.is_none() && self.to.iter().any(|to| to.answer.is_none())
    }

    /// Its pause ends with the last answer or task_end, whichever comes first; a task of which nobody was asked has none.
    pub fn over_at(&self) -> Option<Millis> {
        if self.to.is_empty() {
            return Some(self.at);
        }
        let last = self.to.iter().map(|to| to.answer.map(|answer| answer.at)).collect::<Option<Vec<_>>>();
        let answered = last.and_then(|all| all.into_iter().max());
        match (answered, self.ended_at) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

/// A request to withdraw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The entry.
    pub hash: Hash,
    /// When.
    pub at: Millis,
    /// Where it was asked.
    pub site: SiteId,
    /// The holder's answer or the withdraw move.
    pub answered: Option<Hash>,
}

/// Something that somebody owes (kinds.md, "Duties"); cleared by `answer` or as its kind says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Which.
    pub kind: crate::api::DutyKind,
    /// The entry it is about.
    pub of: Hash,
    /// Who owes it.
    pub owner: SiteId,
    /// The desk, for tasks.
    pub dept: Option<DeptId>,
    /// Since when.
    pub since: Millis,
    /// Its limit in quarter working days.
    pub quarters: u16,
}

/// An extension of this round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// The entry.
    pub hash: Hash,
    /// When.
    pub at: Millis,
    /// Quarter days, in the unit of each limit.
    pub quarters: u16,
}

/// The admission to the green channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GreenIn {
    /// The entry.
    pub hash: Hash,
    /// When.
    pub at: Millis,
    /// The holder answered for the survey that is due: none is needed, and why.
    pub survey_settled: Option<Millis>,
}

/// An urging; the holder owes an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Urged {
    /// The entry.
    pub hash: Hash,
    /// When.
    pub at: Millis,
    /// Who urges.
    pub site: SiteId,
    /// To answer within, in quarter working days.
    pub quarters: u16,
    /// By whom it was answered, and when.
    pub answered: Option<(SiteId, Millis)>,
}

/// How long a place held the case, for the limits of steps and for who waited for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The hand-over.
    pub hash: Hash,
    /// The place.
    pub site: SiteId,
    /// Its level.
    pub tier: Tier,
    /// Its machine signed for it; none while in transit.
    pub taken: Option<Millis>,
    /// The next hand-over.
    pub until: Option<Millis>,
}

/// A round of decision: 1, and one more with every annul{redo}.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// From 1.
    pub no: u16,
    /// Limits run from here in later rounds.
    pub from: Option<Millis>,
    /// The annulment that began it; none = the first.
    pub of: Option<Hash>,
    /// Working days set by the court; none = the item's own.
    pub days: Option<u16>,
    /// Its first outcome ended its limits at this moment.
    pub ended: Option<Millis>,
}

/// What `fold` finds. Equal sets of entries and equal ground give equal states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseState {
    /// Every entry once, in the order in which they count, those that wait at the end.
    pub steps: Vec<Step>,
    /// The heads a new entry has to name: entries that no entry has seen, waiting ones apart.
    pub heads: Vec<Hash>,
    /// None while no effective `open` is here.
    pub opened: Option<Opened>,
    /// Where it stands.
    pub status: Status,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The move that ended it, and when.
    pub done: Option<(Hash, Millis)>,
    /// It was filed away at this moment; none while it is not.
    pub closed_at: Option<Millis>,
    /// In whose hand; none while nothing was opened.
    pub holder: Option<Holder>,
    /// Places that may record facts.
    pub participants: BTreeSet<SiteId>,
    /// Places to whose machines the case is sent: origin, effective holders and addressees, and their ancestors.
    pub interest: BTreeSet<SiteId>,
    /// The effective accept move and when.
    pub accepted: Option<(Hash, Millis)>,
    /// The day from which it counts as accepted.
    pub accepted_on: Option<Day>,
    /// Counts as accepted because five working days passed in silence.
    pub is_deemed: bool,
    /// While nobody has accepted and no notice waits: the day from which silence counts as an acceptance, and when it is complete.
    pub silence: Option<(Day, Millis)>,
    /// Correction notice in force.
    pub notice: Option<Notice>,
    /// Notices that a later one replaced, in order: what they stopped stays stopped.
    pub earlier_notices: Vec<Notice>,
    /// The kind of the move that ended it; of an annulment, that of the move which it set aside.
    pub decision: Option<Kind>,
    /// Any effective notify so far.
    pub notices: u16,
    /// Deferred papers not handed in yet, and their date.
    pub gaps: BTreeSet<u8>,
    /// The date in the undertaking.
    pub gap_date: Option<Day>,
    /// The last deferred paper was handed in at this moment.
    pub gaps_filled_at: Option<Millis>,
    /// The extension of this round.
    pub extension: Option<Extension>,
    /// Admitted to the green channel.
    pub green: Option<GreenIn>,
    /// Urgings in order.
    pub urged: Vec<Urged>,
    /// Stretches that do not count, united, in order.
    pub pauses: Vec<Pause>,
    /// Who held it how long, in order.
    pub stays: Vec<Stay>,
    /// Tasks in order.
    pub tasks: Vec<Task>,
    /// Withdrawal requests in order.
    pub asked: Vec<Asked>,
    /// Papers handed in so far, by number; later ones replace.
    pub papers: BTreeMap<u8, PaperIn>,
    /// Deliveries by the move that was delivered.
    pub delivered: BTreeMap<Hash, Millis>,
    /// What somebody owes.
    pub duties: Vec<Duty>,
    /// Limits with their reckoning.
    pub limits: Vec<Limit>,
    /// Limits of decisions that were set aside, and that were late: a new round makes nothing timely.
    pub set_aside: Vec<Limit>,
    /// Rounds whose decision was set aside.
    pub rounds: Vec<Round>,
    /// The round.
    pub round: Round,
    /// An entry of a later version is in the document: facts only on this node.
    pub has_unknown: bool,
}

/// What the effective `open` fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The entry.
    pub hash: Hash,
    /// Case number.
    pub number: String,
    /// The item row.
    pub item: Hash,
    /// Where.
    pub site: SiteId,
    /// When, as claimed.
    pub at: Millis,
    /// The day at the counter.
    pub on: Day,
    /// For renewals.
    pub renews: Option<Renews>,
}

/// 行政许可法 §50: so many days before its licence expires a renewal has to be applied for.
const RENEWAL_DAYS: i32 = 30;

impl Opened {
    /// The last day of the licence whose renewal was applied for in time: undecided then, it counts as granted.
    pub fn renewed_after(&self) -> Option<Day> {
        let expires = self.renews.as_ref()?.expires;
        (self.on <= expires.plus(-RENEWAL_DAYS)).then_some(expires)
    }
}
