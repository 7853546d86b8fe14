//! `/green-channel` and `/accepted-with-gaps`: the registers of supervision, and with `.csv` or `.xlsx` behind the name their files.

use super::problem::Fault;
use super::sheet::{Cell, Kind, Sheet};
use super::supervision::must_be_below;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use super::worklists::{day, site};
use crate::store::{self, REGISTER_CASES_MAX, RegisterOf};
use daiban_shared::api::{DaySpan, GapRow, GreenRow, Register, RegisterCase, SiteRef, SurveyRow, Timely};
use daiban_shared::day::Day;
use daiban_shared::form::FieldError;
use daiban_shared::text::{Lang, RegisterUi, fill};
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Days back where none are named, and at most.
const DAYS: i32 = 30;
const DAYS_MAX: u32 = 366;

const NARROW: f64 = 12.0;
const WIDE: f64 = 26.0;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let one = warp::path!(Name).and(visit(web)).then(|name: Name, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| answer(who, name)).await,
            _ => visit.not_supported("GET"),
        }
    });
    one.boxed()
}

/// Which register, and which file of it; none = JSON. Any other path is not of this area.
#[derive(Debug, Clone, Copy)]
struct Name(Which, Option<Kind>);

#[derive(Debug, Clone, Copy)]
enum Which {
    Green,
    Gaps,
}

impl std::str::FromStr for Name {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, ending) = text.split_once('.').map_or((text, None), |(name, ending)| (name, Some(ending)));
        let which = match name {
            "green-channel" => Which::Green,
            "accepted-with-gaps" => Which::Gaps,
            _ => return Err(()),
        };
        Ok(Self(which, ending.map(|ending| Kind::of(ending).ok_or(())).transpose()?))
    }
}

fn answer(who: &mut Signed, Name(which, kind): Name) -> Answer {
    let of = asked(who)?;
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    match which {
        Which::Green => {
            let register = who.node().store().read(|conn| store::green_channel(conn, look, of))?;
            kind.map_or_else(|| json(StatusCode::OK, &register), |kind| green(&register, of.lang).answer(kind))
        }
        Which::Gaps => {
            let register = who.node().store().read(|conn| store::accepted_with_gaps(conn, look, of))?;
            kind.map_or_else(|| json(StatusCode::OK, &register), |kind| gaps(&register, of.lang).answer(kind))
        }
    }
}

fn asked(who: &mut Signed) -> Result<RegisterOf, Fault> {
    who.must_look_over()?;
    let query = who.visit.query(&["site", "from", "to", "lang"])?;
    let under = query.text("site").map(site).transpose()?;
    must_be_below(who, under)?;
    let to = day(&query, "to")?.unwrap_or_else(|| Day::of(who.node().clock().now()));
    let from = day(&query, "from")?.unwrap_or(to.plus(1 - DAYS));
    let days = to.0.saturating_sub(from.0).saturating_add(1);
    if !(1..=DAYS_MAX).contains(&u32::try_from(days).unwrap_or(0)) {
        return Err(Fault::field("from", FieldError::OutOfRange { min: 1, max: DAYS_MAX.into() }));
    }
    let site = under.unwrap_or(who.session.actor.site);
    let lang = query.word("lang")?.unwrap_or_else(|| who.lang());
    Ok(RegisterOf { site, span: DaySpan { from, to }, lang })
}

/// A column, its width, and what stands in it.
type Column<T> = (RegisterUi, f64, fn(&T, Lang) -> Cell);

fn sheet<T>(register: &Register<T>, name: RegisterUi, columns: &[Column<T>], lang: Lang) -> Sheet {
    let heads = columns.iter().map(|(text, width, _)| (text.text(lang).to_owned(), *width)).collect();
    let row = |row: &T| columns.iter().map(|(_, _, cell)| cell(row, lang)).collect();
    let (from, to) = (register.span.from.to_string(), register.span.to.to_string());
    let title = [("place", register.site.name(lang)), ("register", name.text(lang))];
    let span = fill(RegisterUi::Span.text(lang), &[("from", &from), ("to", &to)]);
    let cut = [("n", REGISTER_CASES_MAX.to_string())];
    let cut = register.is_cut.then(|| fill(RegisterUi::Cut.text(lang), &cut.each_ref().map(|(k, v)| (*k, v.as_str()))));
    let notes = [Some(span), Some(super::figures::complete_words(register.complete, lang)), cut];
    Sheet {
        file: format!("{}-{from}", fill(RegisterUi::SheetTitle.text(lang), &title)),
        columns: heads,
        rows: register.items.iter().map(row).collect(),
        notes: notes.into_iter().flatten().collect(),
    }
}

fn place(site: &SiteRef, lang: Lang) -> Cell {
    Cell::text(site.name(lang))
}

fn outcome(case: &RegisterCase, lang: Lang) -> Cell {
    Cell::text(case.outcome.map_or(RegisterUi::NotEnded.text(lang), |outcome| outcome.text(lang)))
}

fn timely(timely: Timely, lang: Lang) -> Cell {
    Cell::text(RegisterUi::of(timely).text(lang))
}

fn green(register: &Register<GreenRow>, lang: Lang) -> Sheet {
    let columns: [Column<GreenRow>; 16] = [
        (RegisterUi::Number, 24.0, |row, _| Cell::text(row.case.number.clone())),
        (RegisterUi::Item, WIDE, |row, _| Cell::text(row.case.item.clone())),
        (RegisterUi::Place, NARROW, |row, lang| place(&row.case.site, lang)),
        (RegisterUi::Holder, NARROW, |row, lang| row.case.holder.as_ref().map_or(Cell::Empty, |at| place(at, lang))),
        (RegisterUi::Body, WIDE, |row, _| Cell::text(row.body.clone())),
        (RegisterUi::EnteredAt, NARROW, |row, lang| place(&row.admitted_at, lang)),
        (RegisterUi::Ground, NARROW, |row, lang| Cell::text(row.ground.text(lang))),
        (RegisterUi::AdmittedOn, NARROW, |row, _| Cell::Day(row.admitted_on)),
        (RegisterUi::AcceptedOn, NARROW, |row, _| Cell::of(row.case.accepted_on, Cell::Day)),
        (RegisterUi::Due, NARROW, |row, _| Cell::of(row.due, Cell::Day)),
        (RegisterUi::EndedOn, NARROW, |row, _| Cell::of(row.case.ended_on, Cell::Day)),
        (RegisterUi::Outcome, NARROW, |row, lang| outcome(&row.case, lang)),
        (RegisterUi::UsedSheet, NARROW, |row, _| Cell::of(row.used_days.map(u64::from), Cell::Count)),
        (RegisterUi::PausedSheet, NARROW, |row, _| Cell::Count(row.paused_days.into())),
        (RegisterUi::Survey, WIDE, |row, lang| {
            if let Some(day) = row.survey_by.filter(|_| row.surveys.is_empty()) {
                return Cell::Text(fill(RegisterUi::SurveyBy.text(lang), &[("day", &day.to_string())]));
            }
            let said: Vec<String> = row.surveys.iter().map(|survey| survey_words(survey, lang)).collect();
            Cell::Text(said.join(lang.pick("；", "; ")))
        }),
        (RegisterUi::Timely, NARROW, |row, lang| timely(row.timely, lang)),
    ];
    sheet(register, RegisterUi::Green, &columns, lang)
}

fn survey_words(survey: &SurveyRow, lang: Lang) -> String {
    let is = RegisterUi::of(survey.timely).text(lang);
    format!("{}{}{is}", survey.words(lang), lang.pick("，", ", "))
}

fn gaps(register: &Register<GapRow>, lang: Lang) -> Sheet {
    let columns: [Column<GapRow>; 12] = [
        (RegisterUi::Number, 24.0, |row, _| Cell::text(row.case.number.clone())),
        (RegisterUi::Item, WIDE, |row, _| Cell::text(row.case.item.clone())),
        (RegisterUi::Place, NARROW, |row, lang| place(&row.case.site, lang)),
        (RegisterUi::Holder, NARROW, |row, lang| row.case.holder.as_ref().map_or(Cell::Empty, |at| place(at, lang))),
        (RegisterUi::AcceptedAt, NARROW, |row, lang| place(&row.accepted_at, lang)),
        (RegisterUi::AcceptedOn, NARROW, |row, _| Cell::of(row.case.accepted_on, Cell::Day)),
        (RegisterUi::Papers, WIDE, |row, lang| {
            let said: Vec<String> = row.papers.iter().map(|paper| paper.words(lang)).collect();
            Cell::Text(said.join(lang.pick("；", "; ")))
        }),
        (RegisterUi::Promised, NARROW, |row, _| Cell::of(row.promised, Cell::Day)),
        (RegisterUi::FilledOn, NARROW, |row, _| Cell::of(row.filled_on, Cell::Day)),
        (RegisterUi::Timely, NARROW, |row, lang| Cell::text(row.says().text(lang))),
        (RegisterUi::EndedOn, NARROW, |row, _| Cell::of(row.case.ended_on, Cell::Day)),
        (RegisterUi::Outcome, NARROW, |row, lang| outcome(&row.case, lang)),
    ];
    sheet(register, RegisterUi::Gaps, &columns, lang)
}
