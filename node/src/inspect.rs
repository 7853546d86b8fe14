//! Inspections: put to a place with their problems, answered by it, closed or sent back by who inspected.

use crate::cases::command;
use crate::error::Error;
use crate::store::{self, Store};
use crate::supervise::{answerer, bad, once, watcher, write};
use daiban_shared::api::{InspectionAct, InspectionCommand, NewFinding, NewInspection};
use daiban_shared::case::RefusalCode;
use daiban_shared::day::Day;
use daiban_shared::decide::{Actor, Refusal};
use daiban_shared::ground::View;
use daiban_shared::id::{CmdId, DocId, DocKind, SiteId};
use daiban_shared::kind::{
    Body, Finding, FindingRuling, InspectionAnswer, InspectionOpen, InspectionRuling, InspectionStep, Private, Role,
};
use daiban_shared::text::Lang;
use daiban_shared::watch::{FindingStand, InspectionState};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// Problems of one inspection.
const FINDINGS_MAX: usize = 50;
/// Characters about one problem.
const WORDS_MAX: usize = 500;
/// Points of one problem.
const POINTS_MAX: u8 = 100;

/// Puts an inspection to its place. Errors: nothing says how, where or when; a problem without words or date.
pub fn open(store: &Store, actor: &Actor, asked: NewInspection, cmd: CmdId) -> Result<DocId, Error> {
    let content = command::content_hash("inspection", None, &NewInspection { id: None, ..asked.clone() })?;
    once(store, actor, cmd, content, move |tx, actor| {
        let directory = tx.directory();
        let look = store::Look { site: actor.site, now: tx.now(), directory: &directory };
        let role = watcher(actor).ok_or_else(|| Error::refused(RefusalCode::Role))?;
        let (opened, private) = read(tx.conn(), look, actor, &asked)?;
        let doc = DocId::for_command(DocKind::Inspection, actor.site, actor.user, cmd);
        let body = Body::Inspection(InspectionStep::Open(opened));
        write(tx, actor, role, doc, body, (private, &asked.words), cmd)?;
        Ok((doc, doc))
    })
}

fn read(
    conn: &Connection,
    look: store::Look<'_>,
    actor: &Actor,
    asked: &NewInspection,
) -> Result<(InspectionOpen, Private), Error> {
    let view = look.view();
    let way = asked.way.ok_or_else(|| missing("way"))?;
    let to = asked.to.filter(|to| view.site(*to).is_some()).ok_or_else(|| missing("to"))?;
    if to != actor.site && !view.is_above(actor.site, to) {
        return Err(Refusal::new(RefusalCode::NotAncestor).at_field("to").into());
    }
    let today = Day::of(look.now);
    let on = asked.on.ok_or_else(|| missing("on"))?;
    if on > today {
        return Err(bad("on", ("检查日期", "day of the visit"), ("不能晚于今天", "it cannot be after today")));
    }
    if asked.findings.len() > FINDINGS_MAX {
        let why = ("一次最多登记 50 个问题，其余的另开一份", "at most 50 problems; enter the others in a second one");
        return Err(bad("findings", ("问题", "problems"), why));
    }
    if asked.findings.is_empty() && asked.words.trim().is_empty() {
        return Err(Refusal::new(RefusalCode::NoWords).at_field("words").into());
    }
    let (mut findings, mut words, mut people) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for (i, new) in asked.findings.iter().enumerate() {
        let no = u8::try_from(i + 1).unwrap_or(u8::MAX);
        let found = finding(conn, new, no, on)?;
        if let Some(user) = found.user {
            people.insert(no, store::person(conn, user)?.name);
        }
        words.insert(no, new.words.trim().to_owned());
        findings.push(found);
    }
    people.retain(|_, name| !name.is_empty());
    let private = Private {
        defects: (!words.is_empty()).then_some(words),
        people: (!people.is_empty()).then_some(people),
        ..Private::default()
    };
    Ok((InspectionOpen { way, to, on, findings }, private))
}

fn finding(conn: &Connection, new: &NewFinding, no: u8, on: Day) -> Result<Finding, Error> {
    let field = |name: &str| format!("findings.{}.{name}", no - 1);
    let code = new.code.ok_or_else(|| missing(&field("code")))?;
    let words = new.words.trim();
    if words.is_empty() {
        return Err(Refusal::new(RefusalCode::NoWords).at_field(&field("words")).into());
    }
    if words.chars().count() > WORDS_MAX {
        let why = ("最多 500 个字，请缩短", "at most 500 characters; please shorten it");
        return Err(bad(&field("words"), ("问题", "problem"), why));
    }
    let until = new.until.ok_or_else(|| missing(&field("until")))?;
    if until < on {
        let why = ("不能早于检查日期", "it cannot be before the visit");
        return Err(bad(&field("until"), ("整改期限", "date to be put right"), why));
    }
    if new.points > POINTS_MAX {
        return Err(bad(&field("points"), ("扣分", "points"), ("最多 100 分", "at most 100")));
    }
    let case = match new.case.trim() {
        "" => None,
        number => Some(case_of(conn, number)?.ok_or_else(|| {
            let why = ("本机没有这个办件编号，请核对", "no case of this number is here; please check it");
            bad(&field("case"), ("办件编号", "case number"), why)
        })?),
    };
    Ok(Finding { no, code, dept: new.department, user: new.officer, case, until, points: new.points })
}

fn case_of(conn: &Connection, number: &str) -> Result<Option<DocId>, Error> {
    let sql = "SELECT doc.name FROM case_view JOIN doc ON doc.id = case_view.doc WHERE case_view.number = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([number], |row| Ok(DocId(row.get(0)?))).optional()?)
}

fn missing(field: &str) -> Error {
    Refusal::new(RefusalCode::NoGround).at_field(field).into()
}

/// What somebody may do with an inspection now.
pub fn may(state: &InspectionState, actor: &Actor, view: View<'_>) -> Vec<InspectionAct> {
    let Some((_, by, _, open)) = &state.opened else { return Vec::new() };
    let is_closed = |stand: FindingStand| matches!(stand, FindingStand::Closed | FindingStand::Withdrawn);
    let is_open = state.findings.iter().any(|found| !is_closed(found.stand));
    let mut acts = Vec::new();
    if open.to == actor.site && is_open && answerer(actor).is_some() {
        acts.push(InspectionAct::Answer);
    }
    if rules(*by, actor, view) && !state.findings.is_empty() {
        acts.push(InspectionAct::Rule);
    }
    acts
}

fn rules(by: SiteId, actor: &Actor, view: View<'_>) -> bool {
    (by == actor.site || view.is_above(actor.site, by)) && watcher(actor).is_some()
}

/// Answers or decides about one problem. Errors: not his to do, no such problem, nothing said.
pub fn act(store: &Store, actor: &Actor, doc: DocId, asked: InspectionCommand, cmd: CmdId) -> Result<(), Error> {
    let content = command::content_hash("inspection step", Some(doc), &asked)?;
    once(store, actor, cmd, content, move |tx, actor| {
        let directory = tx.directory();
        let look = store::Look { site: actor.site, now: tx.now(), directory: &directory };
        let (_, state) = store::inspection(tx.conn(), look, doc, Lang::Zh)?.ok_or(Error::NotFound)?;
        let (act, role, body, words) = planned(&asked, actor, &state, Day::of(tx.now()))?;
        if !may(&state, actor, look.view()).contains(&act) {
            return Err(Error::refused(RefusalCode::Role));
        }
        if words.trim().is_empty() {
            return Err(Refusal::new(RefusalCode::NoWords).at_field("words").into());
        }
        write(tx, actor, role, doc, body, (Private::default(), words), cmd)?;
        Ok((doc, ()))
    })
}

type Planned<'c> = (InspectionAct, Role, Body, &'c str);

fn planned<'c>(
    asked: &'c InspectionCommand,
    actor: &Actor,
    state: &InspectionState,
    today: Day,
) -> Result<Planned<'c>, Error> {
    let role = |role: Option<Role>| role.ok_or_else(|| Error::refused(RefusalCode::Role));
    let known = |no: u8| state.findings.iter().find(|found| found.finding.no == no).ok_or_else(|| missing("no"));
    Ok(match asked {
        InspectionCommand::Answer { no, result, words, .. } => {
            let found = known(*no)?;
            if matches!(found.stand, FindingStand::Closed | FindingStand::Withdrawn) {
                let why = ("已经销号或撤销，不用再答复", "it is closed or set aside; there is nothing to answer");
                return Err(bad("no", ("问题", "problem"), why));
            }
            let result = result.ok_or_else(|| missing("result"))?;
            let answer = InspectionAnswer { no: *no, result, on: None };
            let body = Body::Inspection(InspectionStep::Answer(answer));
            (InspectionAct::Answer, role(answerer(actor))?, body, words)
        }
        InspectionCommand::Rule { no, ruling, until, words, .. } => {
            known(*no)?;
            let ruling = ruling.ok_or_else(|| missing("ruling"))?;
            let until = until.filter(|_| ruling == FindingRuling::Back);
            if ruling == FindingRuling::Back && until.is_none_or(|until| until < today) {
                let why = ("请填写今天或以后的日期", "give today or a later day");
                return Err(bad("until", ("新的整改期限", "new date"), why));
            }
            let ruling = InspectionRuling { no: *no, ruling, until };
            let body = Body::Inspection(InspectionStep::Ruling(ruling));
            (InspectionAct::Rule, role(watcher(actor))?, body, words)
        }
    })
}
