//! What came about in one case by rule, or will, each with the moment from which it is there.

use super::Rules;
use crate::api::LimitKind;
use crate::case::{CaseState, Effect, Flag, Step};
use crate::day::{Day, minute_of};
use crate::id::{DeptId, Hash, Millis, SiteId, UserId};
use crate::item::Item;
use crate::kind::{Kind, LightCode, Rule, RuleKind};
use crate::limits::Limit;

/// The night, in minutes after midnight: from ten in the evening to six in the morning.
const NIGHT: (u16, u16) = (1_320, 360);
/// How long a night is, in milliseconds.
pub const NIGHT_MS: Millis = 8 * 3_600_000;

/// Something that a rule sees. It is there from `since` on; before, it may still be prevented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// By which rule.
    pub rule: RuleKind,
    /// The entry whose limit passes, or which has the fault.
    pub of: Hash,
    /// Which light.
    pub light: LightCode,
    /// It asks for an answer.
    pub is_card: bool,
    /// Whose it is.
    pub site: SiteId,
    /// The desk that was asked; none = of no desk in particular.
    pub desk: Option<DeptId>,
    /// The officer, where there is one.
    pub user: Option<UserId>,
    /// From this moment on.
    pub since: Millis,
    /// The day by which it was due.
    pub due: Option<Day>,
    /// It was made good at this moment; what came about stays.
    pub ended: Option<Millis>,
}

/// Every alarm of a case. Limits that were met in time give none.
pub fn alarms(state: &CaseState, item: &Item, rules: &Rules) -> Vec<Alarm> {
    let mut found = Found { state, rules, list: Vec::new() };
    for limit in state.set_aside.iter().chain(&state.limits).filter(|limit| limit.kind != LimitKind::Task) {
        found.of_limit(limit, Owner { of: limit.of, desk: None, user: found.officer_of(limit) });
    }
    found.of_desks();
    let counts = |step: &&Step| step.effect == Effect::Effect;
    for step in state.steps.iter().filter(counts) {
        found.of_step(step);
    }
    found.returns();
    found.second_notices();
    found.after_the_fact(item);
    found.at_night();
    found.list
}

struct Found<'a> {
    state: &'a CaseState,
    rules: &'a Rules,
    list: Vec<Alarm>,
}

/// Whose a limit is, and under which name its alarm is known.
struct Owner {
    of: Hash,
    desk: Option<DeptId>,
    user: Option<UserId>,
}

impl Found<'_> {
    /// Of one request each desk has a limit of its own: its alarm is its own, and blames nobody but who answered late.
    fn of_desks(&mut self) {
        let state = self.state;
        for task in &state.tasks {
            let limits = state.limits.iter().filter(|limit| limit.kind == LimitKind::Task && limit.of == task.hash);
            for ((no, to), limit) in (0..).zip(&task.to).zip(limits) {
                let answer = to.answer.map(|answer| answer.hash);
                let user =
                    answer.and_then(|hash| state.steps.iter().find(|step| step.hash == hash)).map(|step| step.by);
                self.of_limit(limit, Owner { of: task.hash.of_desk(no), desk: to.addressee.dept, user });
            }
        }
    }

    /// A limit that has passed, or passes unless it is met before.
    fn of_limit(&mut self, limit: &Limit, owner: Owner) {
        let (Some(what), Some(due)) = (self.rule_of(limit), limit.due) else { return };
        let Some(rule) = self.rules.at(what, due.saturating_add(1)) else { return };
        if limit.ended.is_some_and(|ended| ended <= due) {
            return;
        }
        // Late from the first moment after it; a grace of so many quarters is not counted in working time on purpose.
        let Owner { of, desk, user } = owner;
        let (light, is_card) = (rule.light, rule.is_card);
        let (site, since, day, ended) = (limit.owner, due + 1, limit.day, limit.ended);
        self.list.push(Alarm { rule: what, of, light, is_card, site, desk, user, since, due: day, ended });
    }

    fn rule_of(&self, limit: &Limit) -> Option<RuleKind> {
        match limit.kind {
            LimitKind::AcceptBy => Some(RuleKind::AcceptLate),
            LimitKind::Promise => Some(RuleKind::PromisePassed),
            LimitKind::Legal => Some(RuleKind::LegalPassed),
            LimitKind::Step => Some(RuleKind::StepLate),
            LimitKind::DeliverBy => Some(RuleKind::DeliverLate),
            LimitKind::Survey => Some(RuleKind::TaskLate),
            LimitKind::Task => {
                let special = self.state.tasks.iter().any(|task| task.hash == limit.of && task.excluded);
                Some(if special { RuleKind::SpecialLate } else { RuleKind::TaskLate })
            }
            LimitKind::Duty => {
                self.state.urged.iter().any(|urged| urged.hash == limit.of).then_some(RuleKind::UrgeUnanswered)
            }
            // Limits of the citizen are nobody's fault, and a renewal that counts as granted stands as its legal limit.
            LimitKind::CorrectBy | LimitKind::GapBy | LimitKind::Renewal => None,
        }
    }

    /// The person with whom it lies; else the last one of the place that acted before it was met or left the place.
    fn officer_of(&self, limit: &Limit) -> Option<UserId> {
        let stays = self.state.stays.iter().rev().filter(|stay| stay.site == limit.owner);
        let due = limit.ended.or(limit.due);
        // Where it lay when it passed; a place may have had the case more than once.
        let mut had = stays.filter(|stay| stay.until.is_none() || due.is_none_or(|due| stay.until >= Some(due)));
        let left = had.next_back().and_then(|stay| stay.until);
        let still = left.is_none() && (limit.ended.is_none() || self.lies_where_it_lay(limit));
        let holder = self.state.holder.filter(|holder| holder.site == limit.owner && still);
        let until = [limit.ended, left].into_iter().flatten().min();
        let before = |step: &&Step| {
            step.effect == Effect::Effect
                && step.site == limit.owner
                && step.role != Some(crate::kind::Role::Node)
                // Who urges, or sets a decision aside, is not who was late.
                && !matches!(step.kind, Kind::Urge | Kind::Annul)
                && until.is_none_or(|until| step.at <= until)
        };
        let acted = || self.state.steps.iter().rfind(before).map(|step| step.by);
        holder.and_then(|holder| holder.user).or_else(acted)
    }

    /// Whether a case still lies with the person with whom it lay when a limit ended. What the owner ends by a move of his
    /// own is of who made it; another place may have ended the rest, and the person of the case is answerable until it is
    /// given to somebody else.
    fn lies_where_it_lay(&self, limit: &Limit) -> bool {
        let is_ended_by_owner = match limit.kind {
            LimitKind::AcceptBy | LimitKind::Promise | LimitKind::Legal | LimitKind::Step => true,
            LimitKind::Task
            | LimitKind::Duty
            | LimitKind::DeliverBy
            | LimitKind::CorrectBy
            | LimitKind::GapBy
            | LimitKind::Renewal
            | LimitKind::Survey => false,
        };
        let is_given_on = |step: &Step| {
            step.effect == Effect::Effect
                && step.kind == Kind::Assign
                && limit.ended.is_some_and(|ended| step.at > ended)
        };
        !is_ended_by_owner && !self.state.set_aside.contains(limit) && !self.state.steps.iter().any(is_given_on)
    }

    fn of_step(&mut self, step: &Step) {
        for flag in &step.flags {
            let what = match flag {
                Flag::NoGround => RuleKind::NoReason,
                Flag::ClockBeforePast | Flag::TimeCorrected => RuleKind::ClaimOutside,
                Flag::WithdrawalUnanswered
                | Flag::TaskOpen
                | Flag::GapOpen
                | Flag::Undelivered
                | Flag::AfterDeemed
                | Flag::AfterRenewal
                | Flag::ExcludedWithoutBasis
                | Flag::RightExpired
                | Flag::OldVersion
                | Flag::WrongTier
                | Flag::NoOpinion
                | Flag::SamePerson
                | Flag::Late
                | Flag::NoUnit
                | Flag::GateClosed
                | Flag::ExtendedLate
                | Flag::ExtendedTooLong
                | Flag::LapseUnheard
                | Flag::LapseUntold
                | Flag::LapseEarly => continue,
            };
            self.at_step(what, step);
        }
    }

    fn at_step(&mut self, what: RuleKind, step: &Step) {
        let Some(Rule { light, is_card, .. }) = self.rules.at(what, step.at) else { return };
        let is_there = self.list.iter().any(|alarm| alarm.rule == what && alarm.of == step.hash);
        if !is_there {
            let (light, is_card) = (*light, *is_card);
            let (of, site, user, since) = (step.hash, step.site, Some(step.by), step.at);
            let (desk, due, ended) = (None, None, None);
            self.list.push(Alarm { rule: what, of, light, is_card, site, desk, user, since, due, ended });
        }
    }

    fn steps(&self, kind: Kind) -> Vec<Step> {
        let counts = |step: &&Step| step.effect == Effect::Effect && step.kind == kind;
        self.state.steps.iter().filter(counts).cloned().collect()
    }

    /// Each return; whether there are too many is asked of an officer over all his cases.
    fn returns(&mut self) {
        for step in self.steps(Kind::Return) {
            self.at_step(RuleKind::ReturnedOften, &step);
        }
    }

    fn second_notices(&mut self) {
        for (before, step) in self.steps(Kind::Notify).into_iter().enumerate() {
            let rule = self.rules.at(RuleKind::SecondNotice, step.at);
            let is_too_many =
                rule.is_some_and(|rule| before + 1 >= usize::try_from(rule.threshold.max(2)).unwrap_or(2));
            if is_too_many {
                self.at_step(RuleKind::SecondNotice, &step);
            }
        }
    }

    /// Accepted and decided within minutes although the item has several steps: it was done elsewhere and typed in later.
    /// An instant item (即办件) is decided while the resident waits.
    fn after_the_fact(&mut self, item: &Item) {
        if !item.has_steps() {
            return;
        }
        let accepted = self.steps(Kind::Accept).into_iter().next_back();
        let decided = self.steps(Kind::Grant).into_iter().chain(self.steps(Kind::Deny)).next_back();
        let (Some(accepted), Some(decided)) = (accepted, decided) else { return };
        let Some(rule) = self.rules.at(RuleKind::AfterTheFact, decided.at) else { return };
        let longest = u64::from(rule.threshold) * 60_000;
        if decided.at.saturating_sub(accepted.at) < longest {
            self.at_step(RuleKind::AfterTheFact, &decided);
        }
    }

    /// Each step of a person at night; whether they are a batch is asked of an officer over all his cases of that night.
    fn at_night(&mut self) {
        let is_at_night = |step: &&Step| {
            let minute = minute_of(step.at);
            step.effect == Effect::Effect
                && step.role != Some(crate::kind::Role::Node)
                && (minute >= NIGHT.0 || minute < NIGHT.1)
        };
        let steps: Vec<Step> = self.state.steps.iter().filter(is_at_night).cloned().collect();
        for step in &steps {
            self.at_step(RuleKind::NightBatch, step);
        }
    }
}
