//! What is asked of others (交办): questions, the units of a joint case, special procedures, meetings; and the answers.

use super::bounds::{ADDRESSEES_MAX, desk, list};
use super::checks::targets;
use super::moves::{days_within, reasons, said};
use super::names::{desk_names, place_names};
use super::open::words;
use super::{About, Actor, Moment, Refusal};
use crate::api::{AskTo, Command, DutyKind, LimitKind};
use crate::case::{RefusalCode, Task, TaskTo, UnitStand};
use crate::id::{DeptId, Hash, SiteId, UserId};
use crate::item::TaskRule;
use crate::kind::*;
use crate::limits::Limit;

type Plan = Result<(Body, Private), Refusal>;

/// Quarter working days to answer, where none are given: assumed.
const ANSWER_QUARTERS: u16 = 8;
/// 行政许可法 §34: a survey takes two officers.
const OFFICERS_MIN: usize = 2;
/// Officers of one answer.
const OFFICERS_MAX: usize = 20;

/// What a task_open command says.
pub(super) struct Asking<'c> {
    pub(super) what: TaskKind,
    pub(super) to: &'c [AskTo],
    pub(super) stage: u8,
    pub(super) excluded: Option<bool>,
    pub(super) place: &'c str,
    pub(super) held: &'c str,
    pub(super) words: &'c str,
}

pub(super) fn open(about: &About<'_>, asking: &Asking<'_>, actor: &Actor, moment: &Moment<'_>) -> Plan {
    let Asking { what, stage, .. } = *asking;
    if !about.state.stage_is_open(stage, Some(about.item)) {
        return Err(Refusal::new(RefusalCode::GateClosed).with("stage", stage).at_field("stage"));
    }
    let asked = addressees_of(about, asking, actor, moment)?;
    let desks: Vec<_> = asked.iter().map(|ask| (ask.site, ask.dept)).collect();
    list(&desks, ADDRESSEES_MAX, "to", ["承办单位", "addressees"])?;
    let possible = targets(Kind::TaskOpen, about, actor, moment);
    let mut to = Vec::new();
    for ask in &asked {
        if !possible.contains(&ask.site) && ask.site != actor.site {
            let (zh, en) = place_names(ask.site, moment);
            return Err(Refusal::new(RefusalCode::Target).with_both("place", zh, en).at_field("to"));
        }
        // A desk of the own place has to be named: else nobody knows who shall act.
        // Of a stage it is a unit that is asked, wherever it has its desk; to an event anybody may be asked.
        let is_unit = stage > 0 && !what.takes_place();
        if ask.dept.is_none() && (is_unit || ask.site == actor.site && needs_unit(what)) {
            return Err(Refusal::new(RefusalCode::NeedsUnit).at_field("to"));
        }
        desk(ask.dept, ask.site, "to", moment)?;
        let quarters = days_within(ask.days)?.map(|days| days * 4);
        let quarters = quarters.or_else(|| unit_quarters(about, stage, ask.dept)).or_else(|| usual(about, what));
        let stated = quarters.ok_or_else(|| Refusal::new(RefusalCode::NeedsDays).at_field("to"))?;
        to.push(Addressee { site: ask.site, dept: ask.dept, quarters: stated });
    }
    let excluded = excluded(about, what, asking.excluded)?;
    let mut private = reasons(asking.words)?;
    private.place = some(words(asking.place, "place")?);
    private.held = some(words(asking.held, "held")?);
    Ok((Body::TaskOpen(TaskOpen { what, to, stage, excluded, on: None }), private))
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Named ones, else the units of the stage, else the first possible place.
fn addressees_of(
    about: &About<'_>,
    asking: &Asking<'_>,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Result<Vec<AskTo>, Refusal> {
    if !asking.to.is_empty() {
        return Ok(asking.to.to_vec());
    }
    let possible = targets(Kind::TaskOpen, about, actor, moment);
    // A unit that has no desk at this place has one above it.
    let above = moment.directory.above(actor.site).into_iter().filter(|site| possible.contains(site));
    let near: Vec<SiteId> = [actor.site].into_iter().chain(above).collect();
    let place = |unit: DeptId| {
        let found = near.iter().find(|site| desk(Some(unit), **site, "to", moment).is_ok());
        found.copied().unwrap_or(actor.site)
    };
    let units: Vec<AskTo> = missing_units(about)
        .filter(|rule| rule.stage == asking.stage)
        .map(|rule| AskTo { site: place(rule.unit), dept: Some(rule.unit), days: None })
        .collect();
    if asking.stage > 0 && !units.is_empty() {
        return Ok(units);
    }
    let first = possible.first().copied();
    match first.filter(|_| !needs_unit(asking.what)) {
        Some(site) => Ok(vec![AskTo { site, dept: None, days: None }]),
        None => Err(Refusal::new(RefusalCode::NoAddressee).at_field("to")),
    }
}

/// Whether somebody has to be named: of a question the nearest place is the usual one.
fn needs_unit(what: TaskKind) -> bool {
    what != TaskKind::Question && what != TaskKind::Suspend
}

/// The limit that the item sets for a unit of a stage.
fn unit_quarters(about: &About<'_>, stage: u8, dept: Option<DeptId>) -> Option<u16> {
    let rule = about.item.tasks.iter().find(|rule| rule.stage == stage && Some(rule.unit) == dept)?;
    Some(rule.quarters)
}

/// What is usual for this kind: a public notice takes as long as the item says; the time of a special procedure has to be
/// stated, because the resident is told of it (行政许可法 §45).
fn usual(about: &About<'_>, what: TaskKind) -> Option<u16> {
    let notice = about.item.stages.iter().find(|stage| stage.public_notice).map(|stage| stage.span.quarters);
    match what {
        TaskKind::PublicNotice => notice,
        TaskKind::Hearing | TaskKind::Inspection | TaskKind::Expert | TaskKind::Auction | TaskKind::Suspend => None,
        TaskKind::Question
        | TaskKind::Opinion
        | TaskKind::Survey
        | TaskKind::HomeVisit
        | TaskKind::Meeting
        | TaskKind::JointAcceptance
        | TaskKind::Errand
        | TaskKind::Inform => Some(ANSWER_QUARTERS),
    }
}

/// Special procedures do not count by law, a public notice where the item says so; nothing else may be taken out.
fn excluded(about: &About<'_>, what: TaskKind, wish: Option<bool>) -> Result<bool, Refusal> {
    let item_says = match what {
        TaskKind::PublicNotice => about.item.stages.iter().any(|stage| stage.public_notice && stage.excluded),
        TaskKind::Question
        | TaskKind::Opinion
        | TaskKind::Survey
        | TaskKind::HomeVisit
        | TaskKind::Hearing
        | TaskKind::Inspection
        | TaskKind::Expert
        | TaskKind::Auction
        | TaskKind::Meeting
        | TaskKind::JointAcceptance
        | TaskKind::Errand
        | TaskKind::Inform
        | TaskKind::Suspend => about.item.stages.iter().any(|stage| !stage.public_notice && stage.excluded),
    };
    let by_itself = what.is_special() || what == TaskKind::PublicNotice && item_says;
    match wish {
        Some(true) if !(by_itself || item_says) => Err(Refusal::new(RefusalCode::NoBasis).at_field("excluded")),
        Some(wish) => Ok(wish),
        None => Ok(by_itself),
    }
}

/// Units of the item's stages that are still to be asked: never asked, or the request was taken back without an opinion.
pub(super) fn missing_units<'a>(about: &About<'a>) -> impl Iterator<Item = &'a TaskRule> {
    let (state, item) = (about.state, about.item);
    item.tasks
        .iter()
        .filter(move |rule| matches!(state.unit_stand(rule, item), UnitStand::NotAsked | UnitStand::Unheard))
}

/// Every unit of the joint case has given an opinion that lets the case go on.
pub(super) fn units_agree(about: &About<'_>, moment: &Moment<'_>) -> Result<(), Refusal> {
    for rule in &about.item.tasks {
        let code = match about.state.unit_stand(rule, about.item) {
            UnitStand::Silent | UnitStand::Agrees => continue,
            UnitStand::NotAsked => RefusalCode::UnitNotAsked,
            UnitStand::Unheard | UnitStand::Waits => RefusalCode::UnitUnheard,
            UnitStand::Refuses => RefusalCode::UnitRefused,
            UnitStand::NotOurs => RefusalCode::UnitNotOurs,
        };
        let (zh, en) = desk_names(rule.unit, moment);
        return Err(Refusal::new(code).with_both("unit", zh, en).with("stage", rule.stage));
    }
    Ok(())
}

/// Takes a request back. What the other side still has time for is not overdue.
pub(super) fn end(about: &About<'_>, task: Hash, ground: TaskEndGround, moment: &Moment<'_>) -> Result<(), Refusal> {
    let of_task = |limit: &&Limit| limit.kind == LimitKind::Task && limit.of == task && limit.ended.is_none();
    let running = about.state.limits.iter().filter(of_task);
    let until = running.filter(|limit| !limit.has_passed(moment.now)).filter_map(|limit| limit.day).max();
    match (ground, until) {
        (TaskEndGround::Overdue, Some(day)) => {
            Err(Refusal::new(RefusalCode::TaskNotOverdue).with("day", day).at_field("ground"))
        }
        (TaskEndGround::Overdue | TaskEndGround::NotNeeded | TaskEndGround::Replaced, _) => Ok(()),
    }
}

pub(super) fn answer(about: &About<'_>, command: &Command, actor: &Actor, moment: &Moment<'_>) -> Plan {
    let Command::Answer { of, result, dept, officers, words: text } = command else {
        return Err(Refusal::new(RefusalCode::Role));
    };
    let of = *of;
    let holds = about.state.holder.is_some_and(|holder| holder.site == actor.site);
    let task = about.state.tasks.iter().find(|task| task.hash == of);
    let asked = task.and_then(|task| addressee(task, *dept, actor));
    // Two places may each have recorded a request: every one of them is a duty of its own.
    let withdrawal = holds && about.state.asked.iter().any(|asked| asked.hash == of && asked.answered.is_none());
    let owes = |kind: DutyKind| {
        about.state.duties.iter().any(|duty| duty.kind == kind && duty.of == of && duty.owner == actor.site)
    };
    let own_step = owes(DutyKind::OwnStepVoid);
    let owed = own_step || owes(DutyKind::Urged) || owes(DutyKind::SurveyDue);
    if !(asked.is_some() || withdrawal || owed) {
        return Err(not_asked(task, *dept, actor, moment).at_field("of"));
    }
    let result = result.ok_or_else(|| Refusal::new(RefusalCode::NoGround).at_field("result"))?;
    let officers = officers_of(task.filter(|_| asked.is_some()), officers, actor)?;
    let private = if own_step { said(text)? } else { reasons(text)? };
    let dept = asked.and_then(|to| to.addressee.dept);
    Ok((Body::Answer(Answer { of, result, officers, on: None, dept }), private))
}

/// Why somebody has nothing to answer here.
fn not_asked(task: Option<&Task>, dept: Option<DeptId>, actor: &Actor, moment: &Moment<'_>) -> Refusal {
    let Some(task) = task else { return Refusal::new(RefusalCode::TaskUnknown) };
    let here = || task.to.iter().filter(|to| to.addressee.site == actor.site);
    let desk = dept.or(actor.dept);
    let has_answered = here().any(|to| to.answer.is_some() && (desk.is_none() || to.addressee.dept == desk));
    let other = here().find(|to| to.answer.is_none()).and_then(|to| to.addressee.dept);
    match (other, has_answered) {
        (_, true) => Refusal::new(RefusalCode::AlreadyAnswered),
        (Some(other), false) => {
            let (zh, en) = desk_names(other, moment);
            Refusal::new(RefusalCode::OtherDeskAsked).with_both("desk", zh, en)
        }
        (None, false) => Refusal::new(RefusalCode::NotAddressee),
    }
}

/// Which of the addressees answers: the named desk, the author's own, or the only one of the place that has not answered.
fn addressee<'t>(task: &'t Task, dept: Option<DeptId>, actor: &Actor) -> Option<&'t TaskTo> {
    let open = |to: &&TaskTo| to.addressee.site == actor.site && to.answer.is_none();
    let of_desk = |dept: DeptId| task.to.iter().filter(open).find(|to| to.addressee.dept.is_none_or(|own| own == dept));
    match dept.or(actor.dept) {
        Some(dept) if actor.dept.is_none_or(|own| own == dept) => of_desk(dept),
        Some(_) => None,
        None => {
            let mut all = task.to.iter().filter(open);
            all.next().filter(|_| all.next().is_none())
        }
    }
}

/// 行政许可法 §34: a survey is made by two officers or more.
fn officers_of(task: Option<&Task>, named: &[UserId], actor: &Actor) -> Result<Vec<UserId>, Refusal> {
    list(named, OFFICERS_MAX, "officers", ["人员", "officers"])?;
    let mut all = named.to_vec();
    if !all.is_empty() && !all.contains(&actor.user) {
        all.insert(0, actor.user);
    }
    let needs_two = task.is_some_and(|task| matches!(task.what, TaskKind::Survey | TaskKind::HomeVisit));
    if needs_two && all.len() < OFFICERS_MIN {
        return Err(Refusal::new(RefusalCode::TwoOfficers).at_field("officers"));
    }
    Ok(all)
}
