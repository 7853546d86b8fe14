//! From a command to the body of a fact; checks the command's own fields.

use super::bounds::{DEFECTS_MAX, bad, list};
use super::checks::{closed, common, of_kind};
use super::moves::{reasons, said};
use super::names::field_names;
use super::open::words;
use super::{About, Actor, Moment, Planned, Refusal};
use crate::api::{Command, PaperTicked};
use crate::case::{CaseState, Effect, RefusalCode, Status};
use crate::day::Day;
use crate::form::{self, Value};
use crate::id::Hash;
use crate::kind::*;
use std::collections::{BTreeMap, BTreeSet};

type Plan = Result<(Body, Private), Refusal>;

/// What a supplement calls the numbers of a notice.
const DEFECTS: [&str; 2] = ["补正事项", "defects"];

pub(super) fn plan(about: &About<'_>, command: &Command, actor: &Actor, moment: &Moment<'_>) -> Plan {
    match command {
        Command::Supplement { papers, defects, on, words } => {
            supplement(about, papers, defects.as_deref(), *on, words, moment)
        }
        Command::WithdrawAsked { signed, on, words } => {
            Ok((Body::WithdrawAsked(WithdrawAsked { signed: *signed, on: past_day(*on, moment)? }), said(words)?))
        }
        Command::Answer { .. } => super::task::answer(about, command, actor, moment),
        Command::Deliver { of, way, receiver, on } => {
            let possible = deliverable(about.state);
            let of = of.or(possible.first().copied()).ok_or_else(|| Refusal::new(RefusalCode::NothingToDeliver))?;
            if !possible.contains(&of) {
                return Err(Refusal::new(RefusalCode::NothingToDeliver).at_field("of"));
            }
            let way = way.ok_or_else(|| Refusal::new(RefusalCode::NoGround).at_field("way"))?;
            let receiver = words(receiver, "receiver")?;
            let private = Private { receiver: (!receiver.is_empty()).then_some(receiver), ..Private::default() };
            Ok((Body::Deliver(Deliver { of, way, returned: Vec::new(), on: past_day(*on, moment)? }), private))
        }
        Command::Note { words } => Ok((Body::Note(Note::default()), reasons(words)?)),
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
        | Command::Extend { .. }
        | Command::Lapse { .. }
        | Command::Urge { .. }
        | Command::TimeSet { .. }
        | Command::Green { .. } => {
            super::clock::plan(about, command, actor, moment).unwrap_or_else(|| Err(Refusal::new(RefusalCode::Role)))
        }
    }
}

/// A change of the form: checks each field, and that it changes something or picks one of several values.
///
/// Errors: an unknown or wrong field, nothing changed, or no part in the case.
pub fn decide_form(
    about: &About<'_>,
    changes: &BTreeMap<String, Value>,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Result<Vec<Planned>, Refusal> {
    let role = common(Kind::FormChange, about, actor, moment)?;
    of_kind(Kind::FormChange, about, actor, moment)?;
    let fields = form::fields_of(about.item);
    let mut stored = BTreeMap::new();
    for (id, value) in changes {
        let (zh, en) = field_names(about.item, id);
        let bad = |why: form::FieldError| {
            let words = |lang| why.words(lang);
            Refusal::new(RefusalCode::BadField)
                .with_both("field", zh.clone(), en.clone())
                .with_both("why", words(crate::text::Lang::Zh), words(crate::text::Lang::En))
                .at_field(id)
        };
        let field = fields.iter().find(|field| field.id == *id).ok_or_else(|| bad(form::FieldError::Unknown))?;
        let value = form::accept(field, value).map_err(&bad)?;
        let picks = about.form.conflicts.contains(id);
        if about.state.status == Status::Closed && !picks {
            return Err(closed().at_field(id));
        }
        if picks || about.form.values.get(id) != Some(&value) {
            stored.insert(id.clone(), value);
        }
    }
    if stored.is_empty() {
        return Err(Refusal::new(RefusalCode::NothingChanged));
    }
    not_written_meanwhile(about, stored.keys())?;
    let why = if stored.keys().all(|id| about.form.conflicts.contains(id)) { ChangeWhy::Pick } else { ChangeWhy::Edit };
    let body = Body::FormChange(FormChange { fields: stored.keys().cloned().collect(), why, on: None });
    Ok(vec![Planned { body, private: Private { form: Some(stored), ..Private::default() }, role }])
}

/// Writing a field picks among its values, so nobody may write one whose newest value he has not seen. Fields that this
/// change leaves alone are no hindrance.
fn not_written_meanwhile<'f>(about: &About<'_>, fields: impl Iterator<Item = &'f String>) -> Result<(), Refusal> {
    let unseen: Vec<_> = fields.filter_map(|id| Some((id, about.form.unseen.get(id)?))).collect();
    let Some((first, _)) = unseen.first() else { return Ok(()) };
    let entries: BTreeSet<&Hash> = unseen.iter().flat_map(|(_, entries)| entries.iter()).collect();
    Err(Refusal::new(RefusalCode::LookAgain).with("count", entries.len()).at_field(first))
}

/// Papers that wait to be delivered: the outcome first, then a notice the resident was not told of, an acceptance, and what
/// tells him of more time: an extension or a special procedure.
pub(super) fn deliverable(state: &CaseState) -> Vec<Hash> {
    let outcome = state.done.map(|(hash, _)| hash);
    let notice = state.notice.as_ref().map(|notice| notice.hash);
    let of = |kind: Kind| state.steps.iter().filter(move |step| step.effect == Effect::Effect && step.kind == kind);
    let accepted = of(Kind::Accept).map(|step| step.hash);
    let extended = of(Kind::Extend).map(|step| step.hash);
    let special = state.tasks.iter().filter(|task| task.what.is_special()).map(|task| task.hash);
    let all = outcome.into_iter().chain(notice).chain(accepted).chain(extended).chain(special);
    all.filter(|hash| !state.delivered.contains_key(hash)).collect()
}

/// A day at the counter: not after today.
fn past_day(on: Option<Day>, moment: &Moment<'_>) -> Result<Option<Day>, Refusal> {
    match on {
        Some(day) if day > Day::of(moment.now) => Err(bad("on", ["日期", "day"], ["不能晚于今天", "not after today"])),
        Some(day) if day == Day::of(moment.now) => Ok(None),
        Some(_) | None => Ok(on),
    }
}

fn supplement(
    about: &About<'_>,
    papers: &[PaperTicked],
    defects: Option<&[u8]>,
    on: Option<Day>,
    text: &str,
    moment: &Moment<'_>,
) -> Plan {
    let papers = super::open::papers_in(papers, about.item)?;
    let notice = about.state.notice.as_ref();
    let open: Vec<&Defect> = notice.map_or_else(Vec::new, |notice| {
        notice.defects.iter().filter(|defect| !notice.answered.contains_key(&defect.no)).collect()
    });
    let named = defects.unwrap_or_default();
    list(named, DEFECTS_MAX, "defects", DEFECTS)?;
    let is_listed = |no: &u8| notice.is_some_and(|notice| notice.defects.iter().any(|defect| defect.no == *no));
    if !named.iter().all(is_listed) {
        return Err(bad("defects", DEFECTS, ["补正告知中没有这一项", "the notice has no such number"]));
    }
    // A paper answers what was wrong with it. Whether a field was mended or another demand met, only a person can say.
    let is_brought = |defect: &Defect| defect.paper.is_some_and(|no| papers.iter().any(|paper| paper.no == no));
    let is_answered = |defect: &&&Defect| is_brought(defect) || named.contains(&defect.no);
    let answered: Vec<u8> = open.iter().filter(is_answered).map(|defect| defect.no).collect();
    if papers.is_empty() && answered.is_empty() {
        return Err(Refusal::new(RefusalCode::NothingAdded).at_field("papers"));
    }
    let gaps = papers.iter().map(|paper| paper.no).filter(|no| about.state.gaps.contains(no)).collect();
    Ok((
        Body::Supplement(Supplement {
            papers,
            defects: answered,
            gaps,
            on: past_day(on, moment)?,
            returned: Vec::new(),
        }),
        said(text)?,
    ))
}
