//! Checks that do not look at a command's own fields: they decide which actions a page offers.

use super::names::{field_names, paper_names, place_names};
use super::right::{deciding_right, filing_tiers};
use super::{About, Actor, Moment, Refusal};
use crate::api::DutyKind;
use crate::case::{Asked, Effect, RefusalCode, Status};
use crate::day::Day;
use crate::deadline::Workdays;
use crate::fold::{allowed_in, roles_of};
use crate::id::SiteId;
use crate::item::Item;
use crate::kind::{Class, Kind, Role};

/// Who may act at all; gives the capacity in which the step is written.
pub(super) fn common(kind: Kind, about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<Role, Refusal> {
    let state = about.state;
    let Some(holder) = state.holder else { return Err(Refusal::new(RefusalCode::NotParticipant)) };
    if kind.class() == Class::Move && state.has_unknown {
        return Err(Refusal::new(RefusalCode::UnknownKind));
    }
    if kind == Kind::TakeOver {
        if !moment.directory.is_above(actor.site, holder.site) {
            return Err(Refusal::new(RefusalCode::NotAncestor));
        }
        return role(kind, actor);
    }
    if kind.class() == Class::Fact {
        if !state.participants.contains(&actor.site) {
            return Err(Refusal::new(RefusalCode::NotParticipant));
        }
        return role(kind, actor);
    }
    if holder.site != actor.site {
        let (zh, en) = place_names(holder.site, moment);
        return Err(Refusal::new(RefusalCode::NotHolder).with_both("place", zh, en));
    }
    let is_head = actor.roles.contains(&Role::Head);
    let other_desk = matches!((holder.dept, actor.dept), (Some(desk), Some(own)) if desk != own);
    let other_person = holder.user.is_some_and(|user| user != actor.user);
    let takes_back = kind == Kind::Assign && gave_it_away(about, actor);
    if !is_head && !takes_back && (other_desk || other_person) {
        return Err(Refusal::new(RefusalCode::NotYourDesk));
    }
    super::desk::leads(kind, about, actor, moment)?;
    let role = role(kind, actor)?;
    if !allowed_in(kind).contains(&state.status) {
        let words = state.status;
        let text = |lang| words.text(lang).to_owned();
        let refusal = Refusal::new(RefusalCode::Status);
        return Err(refusal.with_both("status", text(crate::text::Lang::Zh), text(crate::text::Lang::En)));
    }
    if let Some(field) = about.form.conflicts.first() {
        let (zh, en) = field_names(about.item, field);
        return Err(Refusal::new(RefusalCode::Conflict).with_both("field", zh, en).at_field(field));
    }
    Ok(role)
}

/// Whoever gave a case to a colleague of his place by mistake takes it back himself, as long as nobody has moved it since.
fn gave_it_away(about: &About<'_>, actor: &Actor) -> bool {
    let moves =
        about.state.steps.iter().rev().filter(|step| step.effect == Effect::Effect && step.kind.class() == Class::Move);
    moves.take(1).any(|step| step.kind == Kind::Assign && step.site == actor.site && step.by == actor.user)
}

pub(super) fn role(kind: Kind, actor: &Actor) -> Result<Role, Refusal> {
    let allowed = roles_of(kind);
    allowed.iter().copied().find(|role| actor.roles.contains(role)).ok_or_else(|| Refusal::new(RefusalCode::Role))
}

/// What the case itself must allow for this kind.
pub(super) fn of_kind(kind: Kind, about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    match kind {
        Kind::Accept => {
            answered_withdrawal(about)?;
            may_accept(about.item, actor, moment)
        }
        Kind::Notify => {
            may_accept(about.item, actor, moment)?;
            not_deemed(about, moment)
        }
        Kind::NotAccept => {
            answered_withdrawal(about)?;
            may_accept(about.item, actor, moment)?;
            not_deemed(about, moment)
        }
        Kind::Grant => {
            decision(about, actor, moment)?;
            super::task::units_agree(about, moment)?;
            match about.state.gaps.first() {
                Some(no) => {
                    let (zh, en) = paper_names(about.item, *no);
                    Err(Refusal::new(RefusalCode::GapOpen).with_both("paper", zh, en))
                }
                None => Ok(()),
            }
        }
        Kind::Deny => {
            super::clock::not_renewed(about, moment)?;
            decision(about, actor, moment)
        }
        Kind::Extend => super::clock::may_extend(about, moment),
        Kind::Lapse => {
            answered_withdrawal(about)?;
            super::clock::may_lapse(about, moment)
        }
        Kind::Urge => super::clock::may_urge(about, actor, moment),
        Kind::TimeSet => super::clock::may_set_time(about, actor, moment),
        Kind::Green => super::clock::may_green(about, actor, moment),
        Kind::Withdraw => open_withdrawal(about).map(|_| ()).ok_or_else(|| Refusal::new(RefusalCode::NoWithdrawal)),
        Kind::Terminate => answered_withdrawal(about),
        Kind::Close => close(about, actor),
        Kind::Annul => annul(about, actor, moment),
        Kind::TaskEnd => match about.state.tasks.iter().any(|task| task.is_open()) {
            true => Ok(()),
            false => Err(Refusal::new(RefusalCode::TaskUnknown)),
        },
        Kind::Forward | Kind::Return => match targets(kind, about, actor, moment).is_empty() {
            true => Err(Refusal::new(RefusalCode::Target).with_both("place", "上下级单位", "another place")),
            false => Ok(()),
        },
        Kind::Supplement | Kind::Note | Kind::Assign | Kind::TaskOpen | Kind::TakeOver | Kind::Join | Kind::Taken => {
            Ok(())
        }
        Kind::FormChange => match about.state.status {
            // A conflict that came after the closing would stop every hand-over and annulment for ever.
            Status::Closed if about.form.conflicts.is_empty() => Err(closed()),
            Status::Closed | Status::Received | Status::Accepted | Status::Done => Ok(()),
        },
        Kind::WithdrawAsked => withdraw_asked(about),
        Kind::Answer => match answerable(about, actor) {
            true => Ok(()),
            false => Err(Refusal::new(RefusalCode::TaskUnknown)),
        },
        Kind::Deliver => match super::facts::deliverable(about.state).is_empty() {
            true => Err(Refusal::new(RefusalCode::NothingToDeliver)),
            false => Ok(()),
        },
        Kind::Open
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
        | Kind::Unknown => Err(Refusal::new(RefusalCode::Role)),
    }
}

pub(super) fn closed() -> Refusal {
    Refusal::new(RefusalCode::Status).with_both("status", "已归档", "Filed away")
}

fn withdraw_asked(about: &About<'_>) -> Result<(), Refusal> {
    if open_withdrawal(about).is_some() {
        return Err(Refusal::new(RefusalCode::AlreadyAsked));
    }
    match about.state.status {
        Status::Received | Status::Accepted => Ok(()),
        Status::Done => Err(Refusal::new(RefusalCode::Status).with_both("status", "已办结", "Done")),
        Status::Closed => Err(closed()),
    }
}

fn answerable(about: &About<'_>, actor: &Actor) -> bool {
    let holds = about.state.holder.is_some_and(|holder| holder.site == actor.site);
    let task = about
        .state
        .tasks
        .iter()
        .filter(|task| task.ended_at.is_none())
        .any(|task| task.to.iter().any(|to| to.addressee.site == actor.site && to.answer.is_none()));
    let owes = |kind: DutyKind| about.state.duties.iter().any(|duty| duty.kind == kind && duty.owner == actor.site);
    let duty = [DutyKind::Urged, DutyKind::SurveyDue, DutyKind::OwnStepVoid].into_iter().any(owes);
    task || duty || holds && open_withdrawal(about).is_some()
}

/// The withdrawal request that waits for an answer.
pub(super) fn open_withdrawal<'a>(about: &About<'a>) -> Option<&'a Asked> {
    about.state.asked.iter().find(|asked| asked.answered.is_none())
}

fn answered_withdrawal(about: &About<'_>) -> Result<(), Refusal> {
    match open_withdrawal(about) {
        Some(_) => Err(Refusal::new(RefusalCode::WithdrawalUnanswered)),
        None => Ok(()),
    }
}

fn may_accept(item: &Item, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    let tier = moment.directory.site(actor.site).map(|site| site.tier);
    let lowest = item.accept_tiers.iter().min();
    if tier.is_some_and(|tier| lowest.is_some_and(|lowest| tier >= *lowest)) {
        Ok(())
    } else {
        let (zh, en) = filing_tiers(item);
        Err(Refusal::new(RefusalCode::NoRight).with_both("who", zh, en))
    }
}

fn not_deemed(about: &About<'_>, moment: &Moment<'_>) -> Result<(), Refusal> {
    if about.state.at(moment.now, &moment.directory).is_deemed {
        Err(Refusal::new(RefusalCode::AfterDeemed))
    } else {
        Ok(())
    }
}

fn decision(about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    answered_withdrawal(about)?;
    deciding_right(about, actor, moment)?;
    if let Some(task) = about.state.tasks.iter().find(|task| task.is_open()) {
        let text = |lang| task.what.text(lang).to_owned();
        let refusal = Refusal::new(RefusalCode::TaskOpen);
        return Err(refusal.with_both("what", text(crate::text::Lang::Zh), text(crate::text::Lang::En)));
    }
    let reviewed =
        about.state.steps.iter().any(|step| {
            step.kind == Kind::Forward && step.by == actor.user && step.effect == crate::case::Effect::Effect
        });
    if about.item.dual_review && reviewed { Err(Refusal::new(RefusalCode::DualReview)) } else { Ok(()) }
}

fn close(about: &About<'_>, actor: &Actor) -> Result<(), Refusal> {
    if let Some(task) = about.state.tasks.iter().find(|task| task.is_open()) {
        let text = |lang| task.what.text(lang).to_owned();
        let refusal = Refusal::new(RefusalCode::TaskOpen);
        return Err(refusal.with_both("what", text(crate::text::Lang::Zh), text(crate::text::Lang::En)));
    }
    // Duties of other places do not block: a case can be closed whatever place is dead (kinds.md §6.10).
    let own = about.state.duties.iter().filter(|duty| duty.owner == actor.site);
    for duty in own {
        match duty.kind {
            DutyKind::WithdrawalAsked => {
                return Err(Refusal::new(RefusalCode::DutiesOpen).with_both(
                    "what",
                    "撤回申请待答复",
                    "withdrawal to answer",
                ));
            }
            DutyKind::OwnStepVoid => {
                return Err(Refusal::new(RefusalCode::DutiesOpen).with_both(
                    "what",
                    "有未生效的步骤待处理",
                    "a step without effect",
                ));
            }
            DutyKind::Task
            | DutyKind::SupplementIn
            | DutyKind::Urged
            | DutyKind::SurveyDue
            | DutyKind::OutcomeToDeliver => {}
        }
    }
    Ok(())
}

fn annul(about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    match about.state.decision {
        Some(Kind::Grant | Kind::Deny) => deciding_right(about, actor, moment).map(|_| ()),
        Some(Kind::NotAccept) => may_accept(about.item, actor, moment),
        Some(_) => Ok(()),
        None => Err(Refusal::new(RefusalCode::NothingToAnnul)),
    }
}

/// Where a hand-over of this kind can go, the usual place first.
pub fn targets(kind: Kind, about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Vec<SiteId> {
    let directory = moment.directory;
    let works_on_it = |site: &SiteId| {
        let tier = directory.site(*site).map(|site| site.tier);
        tier.is_some_and(|tier| {
            let item = about.item;
            item.accept_tiers.contains(&tier) || item.review_tiers.contains(&tier) || item.decide_tier == tier
        })
    };
    let is_below = |site: &SiteId| directory.is_above(actor.site, *site);
    match kind {
        Kind::Forward => directory.above(actor.site).into_iter().filter(works_on_it).collect(),
        Kind::Return => {
            let origin = about.state.opened.as_ref().map(|opened| opened.site);
            let from = about.state.holder.and_then(|holder| holder.from);
            let mut list: Vec<SiteId> = from.into_iter().chain(origin).filter(is_below).collect();
            list.dedup();
            list
        }
        Kind::Assign => {
            let mut list = vec![actor.site];
            list.extend(about.state.participants.iter().copied().filter(is_below));
            // 指定管辖: where the usual place is dead or recused, another one directly below shall act.
            let others: Vec<SiteId> =
                directory.children(actor.site).into_iter().filter(|site| !list.contains(site)).collect();
            list.extend(others);
            list
        }
        Kind::TaskOpen => {
            let origin = about.state.opened.as_ref().map(|opened| opened.site);
            let in_line =
                |site: &SiteId| is_below(site) || directory.is_above(*site, actor.site) || *site == actor.site;
            // A case may lie with a place beside its origin, which it cannot ask: only those above and below can be asked.
            let mut list: Vec<SiteId> =
                origin.into_iter().filter(|site| *site != actor.site && in_line(site)).collect();
            list.extend(about.state.participants.iter().copied().filter(in_line));
            let mut seen = std::collections::BTreeSet::new();
            list.retain(|site| seen.insert(*site));
            list
        }
        Kind::Open
        | Kind::TakeOver
        | Kind::Notify
        | Kind::Accept
        | Kind::NotAccept
        | Kind::TaskEnd
        | Kind::Grant
        | Kind::Deny
        | Kind::Withdraw
        | Kind::Terminate
        | Kind::Close
        | Kind::Annul
        | Kind::Extend
        | Kind::Lapse
        | Kind::Taken
        | Kind::Supplement
        | Kind::WithdrawAsked
        | Kind::Answer
        | Kind::Deliver
        | Kind::Note
        | Kind::FormChange
        | Kind::Join
        | Kind::Urge
        | Kind::TimeSet
        | Kind::Green
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
        | Kind::Unknown => Vec::new(),
    }
}

/// The moment one working day before now: a place heard since then is not silent.
pub(super) fn one_workday_ago(now: crate::id::Millis, calendar: &impl Workdays) -> crate::id::Millis {
    let mut day = Day::of(now);
    for _ in 0..30 {
        day = day.plus(-1);
        if calendar.workday(day).unwrap_or(day.weekday() <= 5) {
            break;
        }
    }
    day.at_minute(crate::day::minute_of(now))
}
