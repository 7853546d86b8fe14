//! Registers of supervision: the green channel and acceptances with gaps. A row's mark finds its case; what the register says
//! of it comes from the fold and the reckoning frozen in its decision, never from sums over columns.

use super::log::Document;
use super::overview::subtree;
use super::query::{Look, site_ref};
use super::trends::complete;
use crate::error::Error;
use daiban_shared::api::{DaySpan, GapPaper, GapRow, GreenRow, LimitKind, Register, RegisterCase, SurveyRow, Timely};
use daiban_shared::case::{CaseState, Effect, Status};
use daiban_shared::day::Day;
use daiban_shared::deadline::{Years, workdays_between};
use daiban_shared::figures::{CaseFigure, Marks, Measure, figure_of};
use daiban_shared::fold::{calendar_of, fold};
use daiban_shared::ground::View;
use daiban_shared::id::{DocId, Hash, SiteId};
use daiban_shared::item::Item;
use daiban_shared::kind::{Body, Reckoning, TaskKind};
use daiban_shared::limits::{Limit, reckoning_at};
use daiban_shared::text::Lang;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// Cases that one register folds: half a second of one reader, more than a year of any green channel.
pub const REGISTER_CASES_MAX: usize = 2_000;

/// Which place and days, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct RegisterOf {
    /// Filed there or below it.
    pub site: SiteId,
    /// Admitted or accepted in these days.
    pub span: DaySpan,
    /// Of names and words.
    pub lang: Lang,
}

/// What went through the green channel, the newest admission first.
pub fn green_channel(conn: &Connection, look: Look<'_>, of: RegisterOf) -> Result<Register<GreenRow>, Error> {
    // An open case is admitted, so it was filed before the last day and has not ended before the first.
    let days = "filed_day <= ?2 AND (ended_day IS NULL OR ended_day >= ?1)";
    let mut register = read(conn, look, of, (Marks::GREEN, "case_green"), days, |one| one.green(of.lang))?;
    register.items.retain(|row| of.has(row.admitted_on));
    register.items.sort_by(|a, b| (b.admitted_on, &b.case.number).cmp(&(a.admitted_on, &a.case.number)));
    Ok(register)
}

/// What was accepted although papers lacked, the newest acceptance first.
pub fn accepted_with_gaps(conn: &Connection, look: Look<'_>, of: RegisterOf) -> Result<Register<GapRow>, Error> {
    let days = "accepted_day BETWEEN ?1 AND ?2";
    let mut register = read(conn, look, of, (Marks::WITH_GAPS, "case_gaps"), days, |one| one.gaps(of.lang))?;
    register.items.sort_by(|a, b| (b.case.accepted_on, &b.case.number).cmp(&(a.case.accepted_on, &a.case.number)));
    Ok(register)
}

impl RegisterOf {
    fn has(&self, day: Day) -> bool {
        self.span.from <= day && day <= self.span.to
    }
}

fn read<T>(
    conn: &Connection,
    look: Look<'_>,
    of: RegisterOf,
    (mark, index): (Marks, &str),
    days: &str,
    row: impl Fn(&One<'_>) -> Option<T>,
) -> Result<Register<T>, Error> {
    let places: BTreeSet<SiteId> = subtree(look.view(), of.site).into_iter().map(|(site, _)| site).collect();
    let ids: Vec<String> = places.iter().map(|site| site.0.to_string()).collect();
    let sql = format!(
        "SELECT doc.name FROM case_view INDEXED BY {index} JOIN doc ON doc.id = case_view.doc WHERE marks & {} AND {days} AND site IN ({}) \
         ORDER BY filed_day DESC, case_view.doc DESC LIMIT {}",
        mark.0,
        ids.join(","),
        REGISTER_CASES_MAX + 1
    );
    let span = params![of.span.from.0, of.span.to.0];
    let mut found: Vec<DocId> =
        conn.prepare(&sql)?.query_map(span, |row| row.get(0).map(DocId))?.collect::<Result<_, _>>()?;
    let is_cut = found.len() > REGISTER_CASES_MAX;
    found.truncate(REGISTER_CASES_MAX);
    let mut items = Vec::new();
    for id in found {
        let document = Document::read(conn, id)?;
        let state = fold(&document.entries, look.directory);
        items.extend(One::of(look, id, &document, &state).and_then(|one| row(&one)));
    }
    let site = site_ref(look.view(), of.site);
    Ok(Register { as_of: look.now, site, span: of.span, items, is_cut, complete: complete(conn, look, &places)? })
}

/// One case as it was folded.
struct One<'a> {
    id: DocId,
    look: Look<'a>,
    document: &'a Document,
    state: &'a CaseState,
    item: &'a Item,
    figure: CaseFigure,
    /// By which its limits were reckoned.
    calendar: View<'a>,
}

impl<'a> One<'a> {
    fn of(look: Look<'a>, id: DocId, document: &'a Document, state: &'a CaseState) -> Option<Self> {
        let entry = |hash| document.find(hash).map(|(entry, _)| entry);
        let item = state.opened.as_ref().and_then(|opened| look.view().item_row(opened.item))?;
        let figure = figure_of(state, entry, Some(item));
        let calendar = calendar_of(state.done.and_then(|(hash, _)| entry(hash)), look.directory);
        Some(Self { id, look, document, state, item, figure, calendar })
    }

    fn body(&self, hash: Hash) -> Option<&Body> {
        self.document.find(hash).map(|(entry, _)| &entry.body)
    }

    /// Where an entry was written.
    fn written_at(&self, hash: Hash) -> SiteId {
        self.state.steps.iter().find(|step| step.hash == hash).map_or(self.id.origin(), |step| step.site)
    }

    fn case(&self, lang: Lang) -> RegisterCase {
        let state = self.state;
        RegisterCase {
            id: self.id,
            number: state.opened.as_ref().map(|opened| opened.number.clone()).unwrap_or_default(),
            item: lang.pick(&self.item.zh, &self.item.en).to_owned(),
            site: site_ref(self.look.view(), self.id.origin()),
            holder: state.holder.map(|holder| site_ref(self.look.view(), holder.site)),
            accepted_on: self.accepted_on(),
            ended_on: self.figure.done_on,
            outcome: state.outcome,
        }
    }

    /// A silence that is not complete is no acceptance yet.
    fn accepted_on(&self) -> Option<Day> {
        self.figure.day(Measure::Accepted, self.look.now)
    }

    fn green(&self, lang: Lang) -> Option<GreenRow> {
        let green = self.state.green?;
        let Some(Body::Green(said)) = self.body(green.hash) else { return None };
        let promise = self.state.limits.iter().rfind(|limit| limit.kind == LimitKind::Promise);
        let promise = promise.filter(|_| self.accepted_on().is_some());
        let (used_days, paused_days) = self.used(promise);
        Some(GreenRow {
            case: self.case(lang),
            body: said.body.clone(),
            admitted_at: site_ref(self.look.view(), self.written_at(green.hash)),
            ground: said.ground,
            admitted_on: Day::of(green.at),
            due: promise.and_then(|limit| limit.day),
            provisional: promise.is_some_and(|limit| limit.provisional),
            used_days,
            paused_days,
            timely: match self.figure.done_on {
                Some(_) if self.figure.marks.has(Marks::ON_TIME) => Timely::InTime,
                Some(_) => Timely::Late,
                None => promise.map_or(Timely::NotBegun, |limit| self.timely(limit)),
            },
            surveys: self.surveys(),
            survey_by: self.survey_by(),
        })
    }

    /// How the clock stood when it was decided, as the decision says; while nothing is decided, how it stands now.
    fn reckoning(&self) -> Reckoning {
        let ending = self.state.done.map(|(hash, _)| hash);
        let decided = match ending.and_then(|hash| self.body(hash)) {
            Some(Body::Annul(annul)) => self.body(annul.of),
            other => other,
        };
        if let Some(Body::Grant(grant)) = decided {
            return grant.reckoning.clone();
        }
        if let Some(Body::Deny(deny)) = decided {
            return deny.reckoning.clone();
        }
        reckoning_at(self.state, self.calendar, self.look.now)
    }

    /// Working days used since the promise runs, and those that pauses took out.
    fn used(&self, promise: Option<&Limit>) -> (Option<u32>, u32) {
        let Some(promise) = promise else { return (None, 0) };
        let end = Day::of(self.state.round.ended.map_or(self.look.now, |ended| ended.min(self.look.now)));
        let all = self.workdays(promise.start, end);
        // Accepted by silence alone: nobody has decided anything, and nothing has stopped it.
        let used = self.state.accepted_on.map_or(all, |_| self.reckoning().used_quarters / 4);
        (Some(used), all.saturating_sub(used))
    }

    fn survey_by(&self) -> Option<Day> {
        let mut limits = self.state.limits.iter();
        limits.find(|limit| limit.kind == LimitKind::Survey && limit.ended.is_none())?.day
    }

    fn surveys(&self) -> Vec<SurveyRow> {
        let surveys = self.state.tasks.iter().filter(|task| task.what == TaskKind::Survey);
        let limits = surveys.flat_map(|task| {
            let own = move |limit: &&Limit| limit.kind == LimitKind::Task && limit.of == task.hash;
            self.state.limits.iter().filter(own).map(move |limit| (Day::of(task.at), limit))
        });
        let row = |(asked_on, limit): (Day, &Limit)| SurveyRow {
            asked_on,
            due: limit.day,
            done_on: limit.ended.map(Day::of),
            used_days: self.workdays(limit.start, Day::of(limit.ended.unwrap_or(self.look.now))),
            timely: self.timely(limit),
        };
        limits.map(row).collect()
    }

    fn workdays(&self, from: Day, to: Day) -> u32 {
        workdays_between(from, to, &[], &Years::new(self.calendar))
    }

    fn timely(&self, limit: &Limit) -> Timely {
        match limit.ended {
            Some(_) if limit.ended_late() => Timely::Late,
            Some(_) => Timely::InTime,
            None if limit.has_passed(self.look.now) => Timely::Overdue,
            None if limit.paused => Timely::Paused,
            None => Timely::Running,
        }
    }

    fn gaps(&self, lang: Lang) -> Option<GapRow> {
        let (hash, _) = self.state.accepted?;
        let Some(Body::Accept(accept)) = self.body(hash) else { return None };
        let after = self.state.steps.iter().skip_while(|step| step.hash != hash).skip(1);
        let filled: Vec<(Day, &[u8])> = after
            .filter(|step| step.effect == Effect::Effect)
            .filter_map(|step| match self.body(step.hash) {
                Some(Body::Supplement(came)) => Some((came.on.unwrap_or(Day::of(step.at)), came.gaps.as_slice())),
                Some(_) | None => None,
            })
            .collect();
        let paper = |no: &u8| {
            let material = self.item.materials.iter().find(|material| material.no == *no);
            let name = material.map_or_else(|| no.to_string(), |one| lang.pick(&one.zh, &one.en).to_owned());
            let came = filled.iter().find(|(_, gaps)| gaps.contains(no));
            GapPaper { name, handed_in: came.map(|(day, _)| *day) }
        };
        let limit = self.state.limits.iter().find(|limit| limit.kind == LimitKind::GapBy && limit.of == hash);
        let filled_on = self.state.gaps_filled_at.map(Day::of);
        let is_over = matches!(self.state.status, Status::Done | Status::Closed);
        let timely = match (filled_on, limit) {
            (None, _) if is_over => Timely::NotBegun,
            (_, Some(limit)) => self.timely(limit),
            (Some(_), None) => Timely::InTime,
            (None, None) => Timely::Running,
        };
        let until = filled_on.unwrap_or(Day::of(self.look.now));
        let is_late = matches!(timely, Timely::Late | Timely::Overdue);
        let promised = accept.gap_date;
        Some(GapRow {
            case: self.case(lang),
            accepted_at: site_ref(self.look.view(), self.written_at(hash)),
            papers: accept.gaps.iter().map(paper).collect(),
            promised,
            filled_on,
            days_late: promised.filter(|_| is_late).map_or(0, |day| self.workdays(day, until)),
            timely,
        })
    }
}
