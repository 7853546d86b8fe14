//! Appraisal (绩效考核): sheets reckoned from a scheme, settled for a period, appealed, decided, reckoned again with a reason.

use crate::cases::command;
use crate::error::Error;
use crate::store::{self, Look, Measured, SheetLine, Store, Subject};
use crate::supervise::{answerer, bad, once, watcher, write};
use daiban_shared::api::{DaySpan, Settle, Settled, SheetAct, SheetCommand};
use daiban_shared::appraisal::{SchemeFault, TOTAL_MAX, Unit, faults, ranks, score, total};
use daiban_shared::case::RefusalCode;
use daiban_shared::day::Day;
use daiban_shared::decide::{Actor, Refusal};
use daiban_shared::ground::View;
use daiban_shared::id::{CmdId, DocId};
use daiban_shared::kind::{
    AppraisalOf, Body, Indicator, Private, Role, Scheme, Score, SheetAppeal, SheetFix, SheetRuling, SheetStep,
    SheetVerdict,
};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// The period of a scheme in which a day lies.
pub fn span_of(scheme: &Scheme, day: Day) -> DaySpan {
    let term = scheme.cycle.term();
    DaySpan { from: term.first(day), to: term.last(day) }
}

/// Every sheet of a scheme and period as it would be settled now, the best first; and what was settled, by document.
pub fn reckon(
    conn: &Connection,
    look: Look<'_>,
    scheme: &Scheme,
    span: DaySpan,
) -> Result<(Vec<SheetFix>, BTreeMap<DocId, SheetLine>), Error> {
    let measured = store::measured(conn, look, scheme.of, scheme.cycle.term(), span)?;
    let before: BTreeMap<DocId, SheetLine> =
        store::settled(conn, scheme.no, span.from)?.into_iter().map(|line| (line.doc, line)).collect();
    let mut sheets: Vec<SheetFix> = measured.iter().map(|of| sheet(scheme, span, of, look.now)).collect();
    // What rulings gave or took counts for the rank.
    let ranked = |fix: &SheetFix| {
        let adjusted = before.get(&DocId::for_sheet(look.site, fix)).map_or(0, |line| line.adjusted);
        let total = with(fix.total, adjusted);
        (fix.is_complete && fix.cases >= scheme.min_cases.into()).then_some((total, fix.cases))
    };
    let rows: Vec<Option<(u16, u64)>> = sheets.iter().map(ranked).collect();
    let count = u16::try_from(rows.iter().flatten().count()).unwrap_or(u16::MAX);
    for (fix, rank) in sheets.iter_mut().zip(ranks(&rows)) {
        (fix.rank, fix.ranked) = (rank, count);
    }
    sheets.sort_by_key(|fix| (fix.rank.unwrap_or(u16::MAX), std::cmp::Reverse((fix.total, fix.cases))));
    Ok((sheets, before))
}

/// Points with what rulings changed, in tenths.
pub fn with(total: u16, adjusted: i32) -> u16 {
    u16::try_from((i32::from(total).saturating_add(adjusted)).clamp(0, TOTAL_MAX.into())).unwrap_or(TOTAL_MAX)
}

fn sheet(scheme: &Scheme, span: DaySpan, of: &Measured, now: u64) -> SheetFix {
    let scores: Vec<Score> = scheme
        .lines
        .iter()
        .map(|line| {
            let (part, whole) = measure(line.indicator, of);
            score(*line, part, whole)
        })
        .collect();
    let (dept, user) = match of.subject {
        Subject::Place(_) => (None, None),
        Subject::Window(dept) => (Some(dept), None),
        Subject::Officer(user) => (None, Some(user)),
    };
    SheetFix {
        scheme: scheme.no,
        name: scheme.name.clone(),
        of: scheme.of,
        site: of.site,
        dept,
        user,
        from: span.from,
        to: span.to,
        total: total(&scores),
        scores,
        cases: of.measures.accepted.max(of.measures.done),
        is_complete: of.is_complete,
        rank: None,
        ranked: 0,
        as_of: now,
        again: None,
    }
}

/// The number, or what stands above and below the line.
fn measure(indicator: Indicator, of: &Measured) -> (u64, Option<u64>) {
    match indicator.unit() {
        Unit::Share(rate) => {
            let (above, below) = rate.parts();
            (of.measures.get(above), Some(of.measures.get(below)))
        }
        Unit::More | Unit::Fewer => {
            let count = match indicator {
                Indicator::Volume => of.measures.accepted,
                Indicator::Cards => of.marks.cards,
                Indicator::CardsLate => of.marks.cards_late,
                Indicator::Findings => of.marks.points,
                Indicator::FindingsLate => of.marks.findings_late,
                Indicator::OnTime
                | Indicator::Early
                | Indicator::Instant
                | Indicator::Treated
                | Indicator::AfterFact => 0,
            };
            (count, None)
        }
    }
}

/// Settles a period, or reckons it again with a reason: one document for each place, window or officer.
///
/// Errors: not his to do, no such scheme, the period is not over, no reason.
pub fn settle(store: &Store, actor: &Actor, asked: Settle, cmd: CmdId) -> Result<Settled, Error> {
    let content = command::content_hash("settle", None, &Settle { id: None, ..asked.clone() })?;
    once(store, actor, cmd, content, move |tx, actor| {
        let directory = tx.directory();
        let look = Look { site: actor.site, now: tx.now(), directory: &directory };
        let scheme = look.view().scheme(asked.scheme).ok_or(Error::NotFound)?;
        let role = watcher(actor).ok_or_else(|| Error::refused(RefusalCode::Role))?;
        let span = span_of(scheme, asked.of);
        if span.to >= Day::of(look.now) {
            let why = ("本期还没有结束，结束后才能定稿", "the period is not over; settle it afterwards");
            return Err(bad("of", ("考核期", "period"), why));
        }
        if span.from < scheme.from {
            let why = ("早于方案的开始日期", "it begins before the scheme does");
            return Err(bad("of", ("考核期", "period"), why));
        }
        if asked.again.is_some() && asked.words.trim().is_empty() {
            return Err(Refusal::new(RefusalCode::NoWords).at_field("words").into());
        }
        let (sheets, before) = reckon(tx.conn(), look, scheme, span)?;
        let mut done = Settled::default();
        for fix in sheets {
            let doc = DocId::for_sheet(actor.site, &fix);
            let is_due = match (before.get(&doc), asked.again) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(line), Some(_)) => !is_equal(&line.fix, &fix),
            };
            if !is_due {
                done.kept += 1;
                continue;
            }
            let again = asked.again.filter(|_| before.contains_key(&doc));
            let private = Private { people: named(tx.conn(), &fix)?, ..Private::default() };
            let body = Body::Sheet(SheetStep::Fix(SheetFix { again, ..fix }));
            write(tx, actor, role, doc, body, (private, &asked.words), cmd)?;
            done.written += 1;
        }
        Ok((DocId::PUBLIC, done))
    })
}

fn named(conn: &Connection, fix: &SheetFix) -> Result<Option<BTreeMap<u8, String>>, Error> {
    let Some(user) = fix.user else { return Ok(None) };
    let name = store::person(conn, user)?.name;
    Ok((!name.is_empty()).then(|| BTreeMap::from([(0, name)])))
}

/// The same data: what was measured has not changed since.
pub fn is_measured_equal(one: &SheetFix, other: &SheetFix) -> bool {
    let data = |fix: &SheetFix| (fix.scores.clone(), fix.total, fix.cases, fix.is_complete);
    data(one) == data(other)
}

/// The same sheet: nothing to reckon again. A ruling on one sheet can change the ranks of others.
fn is_equal(one: &SheetFix, other: &SheetFix) -> bool {
    is_measured_equal(one, other) && (one.rank, one.ranked) == (other.rank, other.ranked)
}

/// What somebody may do with a settled sheet now. An officer appeals against his own; the head, or a village's agent, for the place.
pub fn may(line: &SheetLine, actor: &Actor, view: View<'_>) -> Vec<SheetAct> {
    let mut acts = Vec::new();
    let leads = actor.roles.iter().any(|role| matches!(role, Role::Head | Role::Agent));
    let is_his = line.fix.user == Some(actor.user);
    if line.fix.site == actor.site && answerer(actor).is_some() && (leads || is_his) {
        acts.push(SheetAct::Appeal);
    }
    if (line.by == actor.site || view.is_above(actor.site, line.by)) && watcher(actor).is_some() {
        acts.push(SheetAct::Rule);
    }
    acts
}

/// Whether somebody who does not look over may read a sheet of his own place: his own, and those of the place and its windows.
pub fn is_his(line: &SheetLine, actor: &Actor) -> bool {
    line.fix.site == actor.site
        && match line.fix.of {
            AppraisalOf::Place | AppraisalOf::Window => true,
            AppraisalOf::Officer => line.fix.user == Some(actor.user),
        }
}

/// Appeals or decides. Errors: not his to do, no ground, nothing said, no points.
pub fn act(store: &Store, actor: &Actor, doc: DocId, asked: SheetCommand, cmd: CmdId) -> Result<(), Error> {
    let content = command::content_hash("sheet step", Some(doc), &asked)?;
    once(store, actor, cmd, content, move |tx, actor| {
        let line = store::sheet(tx.conn(), doc)?.ok_or(Error::NotFound)?;
        let directory = tx.directory();
        let (act, role, body, words) = planned(&asked, actor)?;
        if !may(&line, actor, directory.newest()).contains(&act) {
            return Err(Error::refused(RefusalCode::Role));
        }
        if words.trim().is_empty() {
            return Err(Refusal::new(RefusalCode::NoWords).at_field("words").into());
        }
        write(tx, actor, role, doc, body, (Private::default(), words), cmd)?;
        Ok((doc, ()))
    })
}

fn planned<'c>(asked: &'c SheetCommand, actor: &Actor) -> Result<(SheetAct, Role, Body, &'c str), Error> {
    let no_ground = |field: &str| Error::from(Refusal::new(RefusalCode::NoGround).at_field(field));
    let role = |role: Option<Role>| role.ok_or_else(|| Error::refused(RefusalCode::Role));
    Ok(match asked {
        SheetCommand::Appeal { indicator, ground, words, .. } => {
            let ground = ground.ok_or_else(|| no_ground("ground"))?;
            let body = Body::Sheet(SheetStep::Appeal(SheetAppeal { indicator: *indicator, ground }));
            (SheetAct::Appeal, role(answerer(actor))?, body, words)
        }
        SheetCommand::Rule { verdict, tenths, words, .. } => {
            let verdict = verdict.ok_or_else(|| no_ground("verdict"))?;
            let most = i32::from(TOTAL_MAX);
            if verdict == SheetVerdict::Adjusted && (*tenths == 0 || i32::from(*tenths).abs() > most) {
                let why = ("请填写加减的分数，最多 100 分", "give the points to add or take away, at most 100");
                return Err(bad("tenths", ("分数", "points"), why));
            }
            let tenths = if verdict == SheetVerdict::Adjusted { *tenths } else { 0 };
            let body = Body::Sheet(SheetStep::Ruling(SheetRuling { verdict, tenths }));
            (SheetAct::Rule, role(watcher(actor))?, body, words)
        }
    })
}

/// The district's administrator enters a scheme, or ends it. Errors: what is wrong with it, at its field.
pub fn enter_scheme(store: &Store, actor: &Actor, scheme: Scheme, cmd: CmdId) -> Result<(), Error> {
    let content = command::content_hash("scheme", None, &scheme)?;
    once(store, actor, cmd, content, move |tx, actor| {
        if let Some(fault) = faults(&scheme).into_iter().next() {
            return Err(fault_words(fault));
        }
        let directory = tx.directory();
        let known = directory.newest().scheme(scheme.no);
        if known.is_some_and(|known| (known.of, known.cycle) != (scheme.of, scheme.cycle)) {
            let why = (
                "考核对象和周期不能改；请结束它，另立一个方案",
                "what and how often cannot change; end it and enter another",
            );
            return Err(bad("of", ("方案", "scheme"), why));
        }
        let private = Private::default();
        write(tx, actor, Role::Admin, DocId::PUBLIC, Body::Scheme(scheme), (private, ""), cmd)?;
        Ok((DocId::PUBLIC, ()))
    })
}

fn fault_words(fault: SchemeFault) -> Error {
    let (field, name, why) = match fault {
        SchemeFault::Name => ("name", ("名称", "name"), ("请填写方案名称", "give the scheme a name")),
        SchemeFault::Document => {
            ("document", ("文号", "document"), ("请填写依据的文号", "name the document it rests on"))
        }
        SchemeFault::From => {
            ("from", ("开始日期", "first day"), ("须为一个考核期的第一天", "it must be the first day of a period"))
        }
        SchemeFault::NoLines => ("lines", ("指标", "measures"), ("至少要有一项指标", "there must be at least one")),
        SchemeFault::Weights => {
            ("lines", ("权重", "weights"), ("各项权重都要大于 0，合计 100", "each above 0 and 100 together"))
        }
        SchemeFault::Twice => ("lines", ("指标", "measures"), ("同一指标只能出现一次", "each measure only once")),
        SchemeFault::Direction => (
            "lines",
            ("满分线和零分线", "full and no points"),
            (
                "越多越好的，满分线须高于零分线；越少越好的相反",
                "where more is better, full must lie above none; else below",
            ),
        ),
    };
    bad(field, name, why)
}
