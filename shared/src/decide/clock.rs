//! Extension, lapse, urging, corrected times and the green channel: when they may be made, and what they write.

use super::bounds::bad;
use super::moves::{days_within, no_ground, reasons};
use super::names::place_names;
use super::open::words;
use super::right::named_right;
use super::{About, Actor, Moment, Refusal};
use crate::api::{Command, LimitKind};
use crate::case::{CaseState, Effect, RefusalCode, Status};
use crate::id::{Hash, Millis, SiteId};
use crate::kind::*;
use crate::limits::Limit;

type Plan = Result<(Body, Private), Refusal>;

/// Places, each with up to when it was heard; none = never.
pub type HeardPlaces = Vec<(SiteId, Option<Millis>)>;

/// 行政许可法 §42: the head of the authority extends by ten working days, the head of the government by fifteen.
const AUTHORITY_QUARTERS_MAX: u16 = 40;
/// Quarter working days to answer an urging: assumed, to be confirmed by an official.
const URGE_QUARTERS: u16 = 8;

/// Extension: accepted cases, once a round, before the limit passes, by no more than the item allows.
pub(super) fn may_extend(about: &About<'_>, moment: &Moment<'_>) -> Result<(), Refusal> {
    if about.item.extension_quarters == 0 {
        return Err(Refusal::new(RefusalCode::NoExtension));
    }
    if about.state.extension.is_some() {
        return Err(Refusal::new(RefusalCode::AlreadyExtended));
    }
    let limits = about.state.limits.iter().filter(|limit| matches!(limit.kind, LimitKind::Promise | LimitKind::Legal));
    match limits.filter(|limit| limit.has_passed(moment.now)).find_map(|limit| limit.day) {
        Some(day) => Err(Refusal::new(RefusalCode::ExtendTooLate).with("day", day)),
        None => Ok(()),
    }
}

/// 行政许可法 §50: a renewal that was not decided when the licence expired counts as granted.
pub(super) fn not_renewed(about: &About<'_>, moment: &Moment<'_>) -> Result<(), Refusal> {
    let renewal = about.state.limits.iter().find(|limit| limit.kind == LimitKind::Renewal);
    match renewal.filter(|limit| limit.has_passed(moment.now)).and_then(|limit| limit.day) {
        Some(day) => Err(Refusal::new(RefusalCode::RenewalGranted).with("day", day)),
        None => Ok(()),
    }
}

/// What a lapse would end, and the citizen's limit behind it.
pub(super) fn lapsing(about: &About<'_>) -> Result<(Hash, Limit), Refusal> {
    let nothing = || Refusal::new(RefusalCode::NothingToLapse);
    let limit = |kind: LimitKind, of: Hash| {
        about.state.limits.iter().find(|limit| limit.kind == kind && limit.of == of).cloned()
    };
    match about.state.status {
        Status::Received => {
            let notice = about.state.notice.as_ref().ok_or_else(nothing)?;
            if !notice.in_time {
                return Err(Refusal::new(RefusalCode::AfterDeemed));
            }
            if notice.complete_at.is_some() {
                return Err(Refusal::new(RefusalCode::LapseAnswered));
            }
            let due = limit(LimitKind::CorrectBy, notice.hash);
            Ok((notice.hash, due.ok_or_else(|| Refusal::new(RefusalCode::LapseUntold))?))
        }
        Status::Accepted => {
            let (accepted, _) = about.state.accepted.ok_or_else(nothing)?;
            if about.state.gaps.is_empty() {
                return Err(nothing());
            }
            Ok((accepted, limit(LimitKind::GapBy, accepted).ok_or_else(nothing)?))
        }
        Status::Done | Status::Closed => Err(nothing()),
    }
}

/// Time alone never works against a citizen: the holder must move, and only after the limit.
pub(super) fn may_lapse(about: &About<'_>, moment: &Moment<'_>) -> Result<(), Refusal> {
    let (_, limit) = lapsing(about)?;
    match (limit.due, limit.day) {
        (Some(due), Some(day)) if moment.now <= due => Err(Refusal::new(RefusalCode::LapseNotDue).with("day", day)),
        (Some(_), Some(_)) => Ok(()),
        (None, _) | (_, None) => Err(Refusal::new(RefusalCode::LapseUntold)),
    }
}

/// Places at or below the author's where the answer could have been handed in, each with up to when it was heard.
fn heard_of(state: &CaseState, actor: &Actor, moment: &Moment<'_>) -> HeardPlaces {
    let below = |site: &&SiteId| moment.directory.is_above(actor.site, **site);
    let could = state.participants.iter().filter(below).map(|site| (*site, moment.heard.get(site).copied()));
    std::iter::once((actor.site, Some(moment.now))).chain(could).collect()
}

/// The end of the citizen's limit behind a lapse, and the places of `heard_of`; none while nothing could lapse.
pub fn lapse_heard(about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Option<(Millis, HeardPlaces)> {
    let (_, limit) = lapsing(about).ok()?;
    Some((limit.due?, heard_of(about.state, actor, moment)))
}

fn lapse(about: &About<'_>, vouched: Option<Vouched>, text: &str, actor: &Actor, moment: &Moment<'_>) -> Plan {
    let (of, limit) = lapsing(about)?;
    let due = limit.due.ok_or_else(|| Refusal::new(RefusalCode::LapseUntold))?;
    let places = heard_of(about.state, actor, moment);
    let silent = places.iter().find(|(_, until)| until.is_none_or(|until| until < due));
    if let (Some((site, until)), None) = (silent, vouched) {
        let (zh, en) = place_names(*site, moment);
        let when = until.map_or_else(
            || ["从未".to_owned(), "never".to_owned()],
            |at| {
                let stamp = crate::day::stamp(at);
                [stamp.clone(), stamp]
            },
        );
        let refusal = Refusal::new(RefusalCode::LapseUnheard).with_both("place", zh, en);
        return Err(refusal.with_both("when", &when[0], &when[1]).at_field("vouched"));
    }
    let heard = places.iter().map(|(site, until)| Heard { site: *site, until: until.unwrap_or(0) }).collect();
    let vouched = vouched.filter(|_| silent.is_some());
    Ok((Body::Lapse(Lapse { of, heard, vouched, on: None }), reasons(text)?))
}

/// The right on which this person admits a case to the green channel.
fn green_right<'a>(about: &About<'_>, actor: &Actor, moment: &Moment<'a>) -> Result<&'a Right, Refusal> {
    // Where somebody has a right that does not carry this, the refusal names it and says why.
    named_right(Power::Green, about, actor, moment).map_err(|refusal| {
        if refusal.code == RefusalCode::NoRight { Refusal::new(RefusalCode::NoGreenRight) } else { refusal }
    })
}

/// Admission: an open case, once, by a body with the right.
pub(super) fn may_green(about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    match about.state.status {
        Status::Received | Status::Accepted => {}
        Status::Done | Status::Closed => {
            let text = |lang| about.state.status.text(lang).to_owned();
            let refusal = Refusal::new(RefusalCode::Status);
            return Err(refusal.with_both("status", text(crate::text::Lang::Zh), text(crate::text::Lang::En)));
        }
    }
    if about.state.green.is_some() {
        return Err(Refusal::new(RefusalCode::AlreadyGreen));
    }
    green_right(about, actor, moment).map(|_| ())
}

/// A supervisor or head above the holder urges; nobody urges himself.
pub(super) fn may_urge(about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    let holder = about.state.holder.ok_or_else(|| Refusal::new(RefusalCode::NotParticipant))?;
    // A supervisor also urges the own place; nobody urges upwards.
    let own = actor.site == holder.site && actor.roles.contains(&Role::Supervisor);
    if !own && !moment.directory.is_above(actor.site, holder.site) {
        return Err(Refusal::new(RefusalCode::NotAncestor));
    }
    match about.state.status {
        Status::Received | Status::Accepted | Status::Done => Ok(()),
        Status::Closed => Err(super::checks::closed()),
    }
}

/// Some step of a place below can be corrected.
pub(super) fn may_set_time(about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    let below = about.state.steps.iter().any(|step| moment.directory.is_above(actor.site, step.site));
    if below { Ok(()) } else { Err(Refusal::new(RefusalCode::NotAncestor)) }
}

fn set_time(about: &About<'_>, of: Hash, at: Option<Millis>, text: &str, actor: &Actor, moment: &Moment<'_>) -> Plan {
    let step = about.state.steps.iter().find(|step| step.hash == of && !matches!(step.effect, Effect::Waits(_)));
    let step = step.ok_or_else(|| Refusal::new(RefusalCode::StepUnknown).at_field("of"))?;
    if !moment.directory.is_above(actor.site, step.site) {
        return Err(Refusal::new(RefusalCode::NotAncestor).at_field("of"));
    }
    let at = at.filter(|at| *at > 0 && *at <= moment.now);
    let at = at.ok_or_else(|| {
        bad("at", ["时间", "time"], ["请填写真实时间，不能晚于现在", "give the real time, not after now"])
    })?;
    Ok((Body::TimeSet(TimeSet { of, at }), reasons(text)?))
}

pub(super) fn plan(about: &About<'_>, command: &Command, actor: &Actor, moment: &Moment<'_>) -> Option<Plan> {
    Some(match command {
        Command::Extend { days, ground, approver, words } => extend(about, *days, *ground, *approver, words),
        Command::Lapse { vouched, words } => lapse(about, *vouched, words, actor, moment),
        Command::Urge { ground, days, words } => urge(*ground, *days, words),
        Command::TimeSet { of, at, words } => set_time(about, *of, *at, words, actor, moment),
        Command::Green { body, ground, words } => green(about, body, *ground, words, actor, moment),
        Command::Forward { .. }
        | Command::Return { .. }
        | Command::Assign { .. }
        | Command::TakeOver { .. }
        | Command::Notify { .. }
        | Command::Accept { .. }
        | Command::NotAccept { .. }
        | Command::TaskOpen { .. }
        | Command::TaskEnd { .. }
        | Command::Grant { .. }
        | Command::Deny { .. }
        | Command::Withdraw { .. }
        | Command::Terminate { .. }
        | Command::Close { .. }
        | Command::Annul { .. }
        | Command::Supplement { .. }
        | Command::WithdrawAsked { .. }
        | Command::Answer { .. }
        | Command::Deliver { .. }
        | Command::Note { .. } => return None,
    })
}

fn extend(
    about: &About<'_>,
    days: Option<u16>,
    ground: Option<ExtendGround>,
    approver: Option<Approver>,
    text: &str,
) -> Plan {
    let allowed = about.item.extension_quarters;
    let quarters = days_within(days)?.map_or(allowed, |days| days * 4);
    if quarters > allowed {
        let max = crate::deadline::span_words;
        let span = crate::item::Span { quarters: allowed, unit: crate::item::Unit::Workday };
        let refusal = Refusal::new(RefusalCode::ExtendTooLong);
        let words = |lang| max(span, lang);
        return Err(refusal
            .with_both("max", words(crate::text::Lang::Zh), words(crate::text::Lang::En))
            .at_field("days"));
    }
    let ground = ground.ok_or_else(no_ground)?;
    let approver = approver.ok_or_else(|| Refusal::new(RefusalCode::NoApprover).at_field("approver"))?;
    if quarters > AUTHORITY_QUARTERS_MAX && approver != Approver::GovernmentHead {
        return Err(Refusal::new(RefusalCode::GovernmentApproves).at_field("approver"));
    }
    Ok((Body::Extend(Extend { quarters, ground, approver, on: None }), reasons(text)?))
}

fn urge(ground: Option<UrgeGround>, days: Option<u16>, text: &str) -> Plan {
    let ground = ground.ok_or_else(no_ground)?;
    let quarters = days_within(days)?.map_or(URGE_QUARTERS, |days| days * 4);
    Ok((Body::Urge(Urge { rule: None, ground, quarters, on: None }), reasons(text)?))
}

fn green(
    about: &About<'_>,
    body: &str,
    ground: Option<GreenGround>,
    text: &str,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Plan {
    let right = green_right(about, actor, moment)?;
    let ground = ground.ok_or_else(no_ground)?;
    let named = words(body, "body")?;
    let body = if named.is_empty() { place_names(actor.site, moment).0 } else { named };
    Ok((Body::Green(Green { right: right.no, body, ground, on: None }), reasons(text)?))
}
