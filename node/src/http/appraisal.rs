//! `/schemes`, `/appraisal` and `/sheets`: how places, windows and officers are scored, settled, appealed.

use super::body;
use super::names;
use super::papers::{points, steps};
use super::problem::Fault;
use super::sheet::{Cell, Kind, Sheet};
use super::visit::{Answer, Signed, Visit, Web, json, nothing, visit};
use super::worklists::day;
use crate::appraise::{self, is_measured_equal, reckon, span_of, with};
use crate::store::{self, SheetLine};
use crate::{Error, accounts};
use daiban_shared::api::{Appraisal, DaySpan, Page, Person, Schemes, Settle, SheetCommand, SheetRow, SheetView};
use daiban_shared::appraisal::grade;
use daiban_shared::day::{Day, stamp};
use daiban_shared::form::FieldError;
use daiban_shared::id::{DocId, DocKind, UserId};
use daiban_shared::kind::{Private, Role, Scheme, SchemeLine, SheetFix};
use daiban_shared::text::{AppraisalText, Lang, ProblemText, ReportText, fill};
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

const NARROW: f64 = 11.0;
const WIDE: f64 = 24.0;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let schemes = warp::path!("schemes").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(schemes).await,
            Method::POST => visit.signed(enter).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let appraisal = warp::path!("appraisal").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(appraisal).await,
            Method::POST => visit.signed(settle).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let file = warp::path!(String).and_then(file_of).and(visit(web)).then(|kind: Kind, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| download(who, kind)).await,
            _ => visit.not_supported("GET"),
        }
    });
    let sheets = warp::path!("sheets").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(sheets).await,
            _ => visit.not_supported("GET"),
        }
    });
    let sheet = warp::path!("sheets" / String).and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| sheet(who, &id)).await,
            _ => visit.not_supported("GET"),
        }
    });
    let act = warp::path!("sheets" / String / "steps").and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(move |who| act(who, &id)).await,
            _ => visit.not_supported("POST"),
        }
    });
    schemes.or(appraisal).unify().or(file).unify().or(sheets).unify().or(sheet).unify().or(act).unify().boxed()
}

/// `appraisal.csv`, `appraisal.xlsx`
async fn file_of(name: String) -> Result<Kind, warp::Rejection> {
    let ending = name.strip_prefix("appraisal.").and_then(Kind::of);
    ending.ok_or_else(warp::reject::not_found)
}

fn schemes(who: &mut Signed) -> Answer {
    who.must_look_over()?;
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let newest = directory.newest();
    let own = who.session.actor.site;
    let district = newest.district().map_or(own, |district| district.id);
    let mut items: Vec<Scheme> = newest.schemes().cloned().collect();
    let next = items.iter().map(|scheme| scheme.no).max().unwrap_or(0) + 1;
    items.sort_by_key(|scheme| (scheme.ended, scheme.no));
    let may_enter = district == own && who.must_be(Role::Admin).is_ok();
    let today = Day::of(who.node().clock().now());
    json(StatusCode::OK, &Schemes { by: names::site(newest, district), may_enter, next, today, items })
}

fn enter(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let directory = who.node().store().directory();
    if directory.newest().district().is_none_or(|district| district.id != who.session.actor.site) {
        return Err(ProblemText::NotDistrict.into());
    }
    let key = who.visit.headers.get("idempotency-key").map(|value| value.to_str().unwrap_or("?").to_owned());
    let scheme: Scheme = who.visit.json()?;
    let cmd = body::command_id(key.as_deref())?;
    appraise::enter_scheme(who.node().store(), &who.session.actor, scheme, cmd)?;
    Ok(nothing())
}

/// Every sheet of a scheme and period: as it was settled, else as it would be now.
fn read(who: &mut Signed) -> Result<(Appraisal, Lang), Fault> {
    who.must_look_over()?;
    let query = who.visit.query(&["scheme", "of", "lang"])?;
    let no = query.number("scheme")?.ok_or_else(|| Fault::field("scheme", FieldError::Missing))?;
    let no = u32::try_from(no).map_err(|_| Fault::field("scheme", FieldError::NotANumber))?;
    let lang = super::figures::lang(who, &query)?;
    let now = who.node().clock().now();
    let today = Day::of(now);
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    let scheme = look.view().scheme(no).cloned().ok_or(Error::NotFound)?;
    // Without a day: the newest period that is over, or the first.
    let last = scheme.cycle.term().next(today, -1).max(scheme.from);
    let span = span_of(&scheme, day(&query, "of")?.unwrap_or(last));
    let own = who.session.actor.site;
    let read = who.node().store().read(|conn| {
        let (sheets, before) = reckon(conn, look, &scheme, span)?;
        let mut rows = Vec::with_capacity(sheets.len());
        let mut left = before;
        for fix in sheets {
            let settled = left.remove(&DocId::for_sheet(own, &fix));
            rows.push(row(conn, look, &fix, settled.as_ref())?);
        }
        // Settled is settled: also of whom nothing would be measured any more.
        for line in left.values().filter(|line| line.by == own) {
            rows.push(row(conn, look, &line.fix, Some(line))?);
        }
        rows.sort_by_key(|row| (row.rank.unwrap_or(u16::MAX), std::cmp::Reverse((row.total, row.cases))));
        Ok((rows, store::completeness(conn, look)?))
    })?;
    // A settled period is read by what it was settled by, whatever the scheme says now.
    let settled = read.0.iter().filter(|row| row.id.is_some()).flat_map(|row| &row.scores).map(|score| &score.line);
    let mut lines: Vec<SchemeLine> = Vec::new();
    for line in settled {
        if lines.iter().all(|known| known.indicator != line.indicator) {
            lines.push(*line);
        }
    }
    let scheme = if lines.is_empty() { scheme } else { Scheme { lines, ..scheme } };
    let found = Appraisal {
        is_over: span.to < today,
        may_settle: who.session.actor.roles.iter().any(|role| matches!(role, Role::Supervisor | Role::Head)),
        as_of: now,
        complete: read.1,
        sheets: read.0,
        scheme,
        span,
    };
    Ok((found, lang))
}

/// A settled sheet stays as it is; beside it stands what it would be now, where that differs.
fn row(
    conn: &rusqlite::Connection,
    look: store::Look<'_>,
    fix: &SheetFix,
    settled: Option<&SheetLine>,
) -> Result<SheetRow, Error> {
    let shown = settled.map_or(fix, |line| &line.fix);
    let total = with(shown.total, settled.map_or(0, |line| line.adjusted));
    Ok(SheetRow {
        id: settled.map(|line| line.doc),
        site: names::site(look.view(), shown.site),
        department: shown.dept.map(|dept| store::dept_ref(look.view(), dept)),
        officer: shown.user.map(|user| named(conn, user, settled)).transpose()?,
        scores: shown.scores.clone(),
        total,
        adjusted: settled.map_or(0, |line| line.adjusted),
        grade: grade(total),
        cases: shown.cases,
        is_complete: shown.is_complete,
        rank: shown.rank,
        ranked: shown.ranked,
        stand: settled.map(|line| line.stand),
        now: settled.filter(|line| !is_measured_equal(&line.fix, fix)).map(|_| fix.total),
    })
}

/// An officer as he is known here, else as the sheet names him.
fn named(conn: &rusqlite::Connection, user: UserId, settled: Option<&SheetLine>) -> Result<Person, Error> {
    if let Some(name) = accounts::name_of(conn, user)? {
        return Ok(Person { id: user, name });
    }
    let part = settled.map(|line| store::private_of(conn, line.pos)).transpose()?.flatten();
    let private = part.and_then(|part| Private::decode(&part.bytes).ok());
    let name = private.and_then(|private| private.people).and_then(|people| people.get(&0).cloned());
    name.map_or_else(|| store::person(conn, user), |name| Ok(Person { id: user, name }))
}

fn appraisal(who: &mut Signed) -> Answer {
    json(StatusCode::OK, &read(who)?.0)
}

fn settle(who: &mut Signed) -> Answer {
    let asked: Settle = who.visit.json()?;
    let cmd = body::command_id(asked.id.as_deref())?;
    json(StatusCode::CREATED, &appraise::settle(who.node().store(), &who.session.actor, asked, cmd)?)
}

fn may_see(who: &Signed, line: &SheetLine) -> bool {
    who.must_look_over().is_ok() || appraise::is_his(line, &who.session.actor)
}

/// The settled sheets of the own place, the newest first.
fn sheets(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    let own = who.session.actor.site;
    let lines = who.node().store().read(|conn| store::sheets_at(conn, own))?;
    let lines: Vec<SheetLine> = lines.into_iter().filter(|line| may_see(who, line)).collect();
    let items = lines.iter().map(|line| view(who, line, false)).collect::<Result<Vec<_>, _>>()?;
    json(StatusCode::OK, &Page { items, next: None })
}

fn line(who: &Signed, id: &str) -> Result<SheetLine, Fault> {
    let doc = DocId::parse(id).ok().filter(|doc| doc.kind() == DocKind::Appraisal).ok_or(Error::NotFound)?;
    let line = who.node().store().read(|conn| store::sheet(conn, doc))?.ok_or(Error::NotFound)?;
    if may_see(who, &line) { Ok(line) } else { Err(Error::NotFound.into()) }
}

fn view(who: &Signed, line: &SheetLine, is_whole: bool) -> Result<SheetView, Fault> {
    let directory = who.node().store().directory();
    let (look, lang) = (who.look(&directory), who.lang());
    let row = who.node().store().read(|conn| row(conn, look, &line.fix, Some(line)))?;
    Ok(SheetView {
        scheme: line.fix.name.clone(),
        span: DaySpan { from: line.fix.from, to: line.fix.to },
        row,
        by: names::site(look.view(), line.by),
        fixed_at: line.fixed_at,
        as_of: line.fix.as_of,
        again: line.again,
        steps: if is_whole { steps(who, line.doc, lang)? } else { Vec::new() },
        may: appraise::may(line, &who.session.actor, look.view()),
    })
}

fn sheet(who: &mut Signed, id: &str) -> Answer {
    who.visit.query(&[])?;
    let line = line(who, id)?;
    json(StatusCode::OK, &view(who, &line, true)?)
}

fn act(who: &mut Signed, id: &str) -> Answer {
    let doc = line(who, id)?.doc;
    let asked: SheetCommand = who.visit.json()?;
    let key = match &asked {
        SheetCommand::Appeal { id, .. } | SheetCommand::Rule { id, .. } => id.clone(),
    };
    let cmd = body::command_id(key.as_deref())?;
    appraise::act(who.node().store(), &who.session.actor, doc, asked, cmd)?;
    let line = line(who, id)?;
    json(StatusCode::CREATED, &view(who, &line, true)?)
}

/// The table to take away.
fn download(who: &mut Signed, kind: Kind) -> Answer {
    let (found, lang) = read(who)?;
    table(&found, lang).answer(kind)
}

fn table(found: &Appraisal, lang: Lang) -> Sheet {
    let text = |text: AppraisalText| text.text(lang).to_owned();
    let mut columns = vec![
        (text(AppraisalText::Rank), NARROW),
        (text(AppraisalText::Place), WIDE),
        (text(AppraisalText::Window), WIDE),
        (text(AppraisalText::Officer), NARROW),
        (text(AppraisalText::Total), NARROW),
        (text(AppraisalText::Grade), NARROW),
        (text(AppraisalText::Cases), NARROW),
        (text(AppraisalText::State), NARROW),
    ];
    for line in &found.scheme.lines {
        let name = format!("{} ({})", line.indicator.text(lang), line.weight);
        columns.push((name, NARROW));
    }
    let rows = found.sheets.iter().map(|row| cells(row, found, lang)).collect();
    let span = [("from", &*found.span.from.to_string()), ("to", &*found.span.to.to_string())];
    let notes = vec![
        fill(AppraisalText::Period.text(lang), &span),
        format!("{}{}{}", found.scheme.name, lang.pick("，依据：", ", by "), found.scheme.document),
        fill(ReportText::AsOf.text(lang), &[("time", &stamp(found.as_of))]),
        super::figures::complete_words(found.complete, lang),
    ];
    Sheet { file: format!("{}-{}", found.scheme.name, found.span.from), columns, rows, notes }
}

fn cells(row: &SheetRow, found: &Appraisal, lang: Lang) -> Vec<Cell> {
    let name = row.department.as_ref().map(|dept| lang.pick(&dept.zh, &dept.en).to_owned());
    let state = match (row.id, row.is_complete) {
        (Some(_), true) => AppraisalText::Settled,
        (None, true) => AppraisalText::NotSettled,
        (_, false) => AppraisalText::Incomplete,
    };
    let mut cells = vec![
        Cell::of(row.rank, |rank| Cell::Count(rank.into())),
        Cell::text(row.site.name(lang)),
        Cell::of(name, Cell::Text),
        Cell::of(row.officer.as_ref().map(|officer| officer.name.clone()), Cell::Text),
        Cell::Text(points(row.total.into())),
        Cell::text(if row.rank.is_some() { row.grade.text(lang) } else { AppraisalText::NoGrade.text(lang) }),
        Cell::Count(row.cases),
        Cell::text(state.text(lang)),
    ];
    for line in &found.scheme.lines {
        let score = row.scores.iter().find(|score| score.line.indicator == line.indicator);
        let tenths = score.and_then(|score| score.tenths);
        cells.push(Cell::of(tenths, |tenths| Cell::Text(points(tenths.into()))));
    }
    cells
}
