//! From a command to the body of a move; checks the command's own fields.

use super::bounds::{DEFECT_CHARS_MAX, DEFECTS_MAX, bad, desk, list};
use super::checks::{one_workday_ago, open_withdrawal, targets};
use super::names::{paper_names, place_names};
use super::open::words;
use super::right::deciding_right;
use super::{About, Actor, Moment, Refusal};
use crate::api::{Command, DefectIn};
use crate::case::{RefusalCode, Status};
use crate::day::Day;
use crate::id::{DeptId, SiteId};
use crate::kind::*;
use crate::limits::reckoning_at;

type Plan = Result<(Body, Private), Refusal>;

/// Working days a resident has to bring what is missing: assumed, to be confirmed by an official.
const CORRECT_DAYS: u8 = 10;
/// Longest limits that may be set by hand, in working days.
const DAYS_MAX: u16 = 60;
/// Calendar days until deferred papers have to be there at the latest: assumed, to be confirmed by an official.
const GAP_DAYS_MAX: i32 = 60;
/// What a notice calls its lines.
const DEFECTS: [&str; 2] = ["补正事项", "defects"];

pub(super) fn plan(about: &About<'_>, command: &Command, actor: &Actor, moment: &Moment<'_>) -> Plan {
    let reckoning = || reckoning_at(about.state, moment.directory, moment.now);
    match command {
        Command::Forward { to, dept, opinion, words } => forward(about, *to, *dept, *opinion, words, actor, moment),
        Command::Return { to, ground, words } => {
            let to = target(Kind::Return, *to, about, actor, moment)?;
            let ground = ground.ok_or_else(no_ground)?;
            Ok((Body::Return(Return { to, ground, on: None }), said(words)?))
        }
        Command::Assign { to, dept, user, ground, words } => {
            let to = target(Kind::Assign, Some(to.unwrap_or(actor.site)), about, actor, moment)?;
            let ground = ground.ok_or_else(no_ground)?;
            desk(*dept, to, "dept", moment)?;
            Ok((Body::Assign(Assign { to, dept: *dept, user: *user, ground, on: None }), said(words)?))
        }
        Command::TakeOver { ground, words } => take_over(about, *ground, words, moment),
        Command::Notify { defects, days, again } => notify(about, defects, *days, *again),
        Command::Accept { gaps, gap_date } => accept(about, gaps, *gap_date, moment),
        Command::NotAccept { ground, body_named, words } => {
            let ground = ground.ok_or_else(no_ground)?;
            let mut private = reasons(words)?;
            private.body_named = words_or_none(body_named)?;
            if ground == NotAcceptGround::NotOurs && private.body_named.is_none() {
                return Err(Refusal::new(RefusalCode::NoBodyNamed).at_field("body_named"));
            }
            // The head is signed for ever: the right body belongs there, words on other grounds do not.
            let body = private.body_named.clone().filter(|_| ground == NotAcceptGround::NotOurs);
            Ok((Body::NotAccept(NotAccept { ground, body, on: None }), private))
        }
        Command::TaskOpen { what, to, stage, excluded, place, held, words } => {
            let (what, stage) = (what.unwrap_or(TaskKind::Question), stage.unwrap_or(0));
            let asking = super::task::Asking { what, to, stage, excluded: *excluded, place, held, words };
            super::task::open(about, &asking, actor, moment)
        }
        Command::TaskEnd { task, ground, words } => {
            if !about.state.tasks.iter().any(|known| known.hash == *task && known.is_open()) {
                return Err(Refusal::new(RefusalCode::TaskUnknown));
            }
            let ground = ground.ok_or_else(no_ground)?;
            super::task::end(about, *task, ground, moment)?;
            Ok((Body::TaskEnd(TaskEnd { task: *task, ground, on: None }), said(words)?))
        }
        Command::Grant { ground, words } => {
            let right = deciding_right(about, actor, moment)?.no;
            let ground = ground.unwrap_or(GrantGround::Met);
            Ok((Body::Grant(Grant { right, ground, reckoning: reckoning(), on: None }), said(words)?))
        }
        Command::Deny { grounds, words } => {
            let right = deciding_right(about, actor, moment)?.no;
            if grounds.is_empty() {
                return Err(no_ground());
            }
            list(grounds, DenyGround::ALL.len(), "grounds", ["理由", "grounds"])?;
            let (grounds, remedy) = (grounds.clone(), Remedy::DistrictGovernment);
            let body = Deny { right, grounds, remedy, reckoning: reckoning(), court: None, on: None };
            Ok((Body::Deny(body), reasons(words)?))
        }
        Command::Withdraw { words } => {
            let asked = open_withdrawal(about).ok_or_else(|| Refusal::new(RefusalCode::NoWithdrawal))?;
            Ok((Body::Withdraw(Withdraw { of: asked.hash, on: None }), said(words)?))
        }
        Command::Terminate { ground, duplicate_of, words } => {
            let ground = ground.ok_or_else(no_ground)?;
            if ground == TerminateGround::Duplicate && duplicate_of.is_none() {
                return Err(Refusal::new(RefusalCode::DuplicateOf).at_field("duplicate_of"));
            }
            Ok((Body::Terminate(Terminate { ground, duplicate_of: *duplicate_of, on: None }), reasons(words)?))
        }
        Command::Close { undelivered } => {
            let is_delivered =
                about.state.done.is_some_and(|(outcome, _)| about.state.delivered.contains_key(&outcome));
            if !is_delivered && undelivered.is_none() {
                return Err(Refusal::new(RefusalCode::NotDelivered).at_field("undelivered"));
            }
            let undelivered = undelivered.filter(|_| !is_delivered);
            Ok((Body::Close(Close { undelivered, reckoning: reckoning(), on: None }), Private::default()))
        }
        Command::Annul { authority, redo, days, words } => {
            let of = about.state.done.ok_or_else(|| Refusal::new(RefusalCode::NothingToAnnul))?.0;
            if about.state.outcome == Some(crate::case::Outcome::Annulled) && !redo {
                return Err(Refusal::new(RefusalCode::NothingToAnnul));
            }
            let authority = authority.ok_or_else(no_ground)?;
            Ok((
                Body::Annul(Annul { of, authority, redo: *redo, days: days_within(*days)?, on: None }),
                reasons(words)?,
            ))
        }
        Command::Supplement { .. }
        | Command::WithdrawAsked { .. }
        | Command::Answer { .. }
        | Command::Deliver { .. }
        | Command::Note { .. }
        | Command::Extend { .. }
        | Command::Lapse { .. }
        | Command::Urge { .. }
        | Command::TimeSet { .. }
        | Command::Green { .. } => {
            super::clock::plan(about, command, actor, moment).unwrap_or_else(|| Err(Refusal::new(RefusalCode::Role)))
        }
    }
}

pub(super) fn no_ground() -> Refusal {
    Refusal::new(RefusalCode::NoGround).at_field("ground")
}

/// Words that may be absent.
pub(super) fn said(text: &str) -> Result<Private, Refusal> {
    Ok(Private { words: words_or_none(text)?, ..Private::default() })
}

/// Words that the law asks for.
pub(super) fn reasons(text: &str) -> Result<Private, Refusal> {
    let private = said(text)?;
    if private.words.is_none() { Err(Refusal::new(RefusalCode::NoWords).at_field("words")) } else { Ok(private) }
}

fn words_or_none(text: &str) -> Result<Option<String>, Refusal> {
    let text = words(text, "words")?;
    Ok(if text.is_empty() { None } else { Some(text) })
}

pub(super) fn days_within(days: Option<u16>) -> Result<Option<u16>, Refusal> {
    match days {
        Some(days) if days == 0 || days > DAYS_MAX => {
            Err(bad("days", ["天数", "days"], ["请填 1 到 60 个工作日", "give 1 to 60 working days"]))
        }
        Some(_) | None => Ok(days),
    }
}

fn target(
    kind: Kind,
    to: Option<SiteId>,
    about: &About<'_>,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Result<SiteId, Refusal> {
    let possible = targets(kind, about, actor, moment);
    let to = to.or(possible.first().copied()).unwrap_or(actor.site);
    let (zh, en) = place_names(to, moment);
    if !possible.contains(&to) {
        return Err(Refusal::new(RefusalCode::Target).with_both("place", zh, en).at_field("to"));
    }
    if moment.directory.live_node(to).is_none() {
        return Err(Refusal::new(RefusalCode::TargetSilent).with_both("place", zh, en).at_field("to"));
    }
    Ok(to)
}

fn forward(
    about: &About<'_>,
    to: Option<SiteId>,
    dept: Option<DeptId>,
    opinion: Option<Opinion>,
    words: &str,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Plan {
    let to = target(Kind::Forward, to, about, actor, moment)?;
    let tier = moment.directory.site(actor.site).map(|site| site.tier);
    let reviews =
        tier.is_some_and(|tier| about.item.review_tiers.contains(&tier)) && about.state.status == Status::Accepted;
    if reviews && opinion.is_none_or(|opinion| opinion == Opinion::None) {
        return Err(Refusal::new(RefusalCode::NoOpinion).at_field("opinion"));
    }
    // The deciding place has a desk for every department; others receive at the counter.
    let decides = moment
        .directory
        .site(to)
        .is_some_and(|site| site.tier == about.item.decide_tier && !site.departments.is_empty());
    desk(dept, to, "dept", moment)?;
    let dept = dept.or(decides.then_some(about.item.dept));
    let opinion = opinion.unwrap_or(Opinion::None);
    Ok((Body::Forward(Forward { to, dept, opinion, on: None }), said(words)?))
}

fn take_over(about: &About<'_>, ground: Option<TakeOverGround>, words: &str, moment: &Moment<'_>) -> Plan {
    let ground = ground.ok_or_else(no_ground)?;
    let holder = about.state.holder.map(|holder| holder.site);
    let heard = holder.and_then(|site| moment.heard.get(&site).copied());
    let recently = heard.filter(|heard| *heard >= one_workday_ago(moment.now, &moment.directory));
    if let (TakeOverGround::Silent, Some(heard), Some(site)) = (ground, recently, holder) {
        let (zh, en) = place_names(site, moment);
        let refusal = Refusal::new(RefusalCode::HeardRecently).with_both("place", zh, en);
        return Err(refusal.with("when", crate::day::stamp(heard)).at_field("ground"));
    }
    Ok((Body::TakeOver(TakeOver { ground, heard, on: None }), reasons(words)?))
}

fn notify(about: &About<'_>, defects: &[DefectIn], days: Option<u8>, again: Option<AgainCode>) -> Plan {
    if about.state.notices > 0 && again.is_none() {
        return Err(Refusal::new(RefusalCode::SecondNotice).at_field("again"));
    }
    if defects.is_empty() {
        return Err(Refusal::new(RefusalCode::EmptyNotice).at_field("defects"));
    }
    list(defects, DEFECTS_MAX, "defects", DEFECTS)?;
    let fields = crate::form::fields_of(about.item);
    let mut listed = Vec::new();
    let mut texts = std::collections::BTreeMap::new();
    for (i, defect) in defects.iter().enumerate() {
        let no = i as u8 + 1;
        let known = defect.paper.is_none_or(|paper| about.item.materials.iter().any(|material| material.no == paper));
        // The name of a field stands in the head for ever, so it must not be a place for free words.
        if defect.field.as_ref().is_some_and(|id| !fields.iter().any(|field| field.id == *id)) {
            return Err(bad("defects", ["表单字段", "form field"], ["表单中没有这一项", "the form has no such field"]));
        }
        let text = words(&defect.words, "defects")?;
        if !known || defect.paper.is_none() && defect.field.is_none() && text.is_empty() {
            return Err(Refusal::new(RefusalCode::EmptyNotice).at_field("defects"));
        }
        if !text.is_empty() {
            texts.insert(no, text);
        }
        listed.push(Defect { no, paper: defect.paper, field: defect.field.clone(), code: defect.code });
    }
    if texts.values().map(|text: &String| text.chars().count()).sum::<usize>() > DEFECT_CHARS_MAX {
        let why = ["各项说明合计最多 15000 个字，请缩短", "at most 15,000 characters in all; please shorten the words"];
        return Err(bad("defects", DEFECTS, why));
    }
    let days = days_within(days.map(u16::from))?.map_or(CORRECT_DAYS, |days| days as u8);
    let private = Private { defects: (!texts.is_empty()).then_some(texts), ..Private::default() };
    Ok((Body::Notify(Notify { defects: listed, days, again, on: None }), private))
}

fn accept(about: &About<'_>, gaps: &[u8], gap_date: Option<Day>, moment: &Moment<'_>) -> Plan {
    let has = |no: u8| about.state.papers.get(&no).is_some_and(|paper| paper.originals > 0 || paper.copies > 0);
    let mut deferred = Vec::new();
    for material in &about.item.materials {
        let (zh, en) = paper_names(about.item, material.no);
        match (has(material.no), gaps.contains(&material.no)) {
            (true, _) => {}
            (false, true) if !material.deferrable => {
                return Err(Refusal::new(RefusalCode::NotDeferrable).with_both("paper", zh, en).at_field("gaps"));
            }
            (false, true) => deferred.push(material.no),
            (false, false) if material.required => {
                return Err(Refusal::new(RefusalCode::MissingPaper).with_both("paper", zh, en));
            }
            (false, false) => {}
        }
    }
    let gap_date = gap_date.filter(|_| !deferred.is_empty());
    let today = Day::of(moment.now);
    if !deferred.is_empty() && gap_date.is_none_or(|day| day <= today) {
        return Err(Refusal::new(RefusalCode::GapDate).at_field("gap_date"));
    }
    let last = today.plus(GAP_DAYS_MAX);
    if gap_date.is_some_and(|day| day > last) {
        return Err(Refusal::new(RefusalCode::GapDateFar).with("day", last).at_field("gap_date"));
    }
    Ok((Body::Accept(Accept { gaps: deferred, gap_date, on: None }), Private::default()))
}
