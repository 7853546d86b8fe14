//! `/trends`, `/comparison`, `/figures`, `/report`, and what can be taken away as a table: these, `/overview` and `/cases`, each with
//! `.csv` or `.xlsx` behind its name.

mod measures;
mod report;
mod tables;

pub use tables::complete_words;

use super::body::Query;
use super::problem::Fault;
use super::sheet::Kind;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use super::worklists::{NARROWING, day, narrowed, site};
use crate::accounts;
use crate::store::{self, ListFilter, Priority};
use daiban_shared::api::{CaseRow, ComparedPlace, Comparison, Period, Trends};
use daiban_shared::day::Day;
use daiban_shared::form::FieldError;
use daiban_shared::id::SiteId;
use daiban_shared::text::{Lang, ProblemText};
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Cases in one file: more than a year of a town, less than a minute of one reader.
const ROWS_MAX: usize = 10_000;
/// Cases that are read at once.
const PAGE_ROWS: usize = 100;
/// Days of a comparison where none are named.
const COMPARED_DAYS: i32 = 30;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let get = |path: BoxedFilter<()>, handler: fn(&mut Signed) -> Answer| {
        path.and(visit(web)).then(move |visit: Visit| async move {
            match visit.method {
                Method::GET => visit.signed(handler).await,
                _ => visit.not_supported("GET"),
            }
        })
    };
    let trends = get(warp::path!("trends").boxed(), |who| json(StatusCode::OK, &trends_of(who)?.0));
    let comparison = get(warp::path!("comparison").boxed(), |who| json(StatusCode::OK, &comparison_of(who)?.0));
    let file = warp::path!(Name).and(visit(web)).then(|name: Name, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| file(who, name)).await,
            _ => visit.not_supported("GET"),
        }
    });
    let figures = get(warp::path!("figures").boxed(), |who| json(StatusCode::OK, &measures::figures_of(who)?.0));
    let report = get(warp::path!("report").boxed(), |who| json(StatusCode::OK, &report::report_of(who)?.0));
    trends.or(comparison).unify().or(figures).unify().or(report).unify().or(file).unify().boxed()
}

/// A table's name and the kind of file; any other path is not of this area.
#[derive(Debug, Clone, Copy)]
struct Name(Table, Kind);

#[derive(Debug, Clone, Copy)]
enum Table {
    Overview,
    Trends,
    Comparison,
    Figures,
    Report,
    Cases,
}

impl std::str::FromStr for Name {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, ending) = text.split_once('.').ok_or(())?;
        let table = match name {
            "overview" => Table::Overview,
            "trends" => Table::Trends,
            "comparison" => Table::Comparison,
            "figures" => Table::Figures,
            "report" => Table::Report,
            "cases" => Table::Cases,
            _ => return Err(()),
        };
        Ok(Self(table, Kind::of(ending).ok_or(())?))
    }
}

fn file(who: &mut Signed, Name(table, kind): Name) -> Answer {
    let place = {
        let directory = who.node().store().directory();
        super::names::site(directory.newest(), who.session.actor.site)
    };
    let now = who.node().clock().now();
    let today = Day::of(now);
    let sheet = match table {
        Table::Overview => {
            who.must_look_over()?;
            let query = who.visit.query(&["lang"])?;
            let directory = who.node().store().directory();
            let look = who.look(&directory);
            let view = who.node().store().read(|conn| store::overview(conn, look))?;
            tables::overview(&view, &place, today, lang(who, &query)?)
        }
        Table::Trends => {
            let (trends, lang) = trends_of(who)?;
            tables::trends(&trends, today, lang)
        }
        Table::Comparison => {
            let (comparison, lang) = comparison_of(who)?;
            tables::comparison(&comparison, &place, today, lang)
        }
        Table::Figures => {
            let (figures, lang) = measures::figures_of(who)?;
            measures::sheet(&figures, today, lang)
        }
        Table::Report => {
            let (report, lang) = report::report_of(who)?;
            return report::book(&report, lang).answer(kind);
        }
        Table::Cases => {
            let (rows, is_cut, lang) = cases_of(who)?;
            note(who)?;
            tables::cases(&rows, is_cut.then_some(ROWS_MAX), &place, now, lang)
        }
    };
    sheet.answer(kind)
}

/// A link sends the browser's language, not the page's, so that it stands in the address.
pub(super) fn lang(who: &Signed, query: &Query) -> Result<Lang, Fault> {
    Ok(query.word("lang")?.unwrap_or_else(|| who.lang()))
}

fn trends_of(who: &mut Signed) -> Result<(Trends, Lang), Fault> {
    who.must_look_over()?;
    let query = who.visit.query(&["site", "by", "from", "to", "lang"])?;
    let of = query.text("site").map(site).transpose()?.unwrap_or(who.session.actor.site);
    let by: Period = query.word("by")?.unwrap_or_default();
    let (from, to) = span(who, &query, by)?;
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    let read = who.node().store().read(|conn| store::trends(conn, look, of, by, from, to));
    let trends = read.map_err(|error| {
        let is_unknown = matches!(error, crate::Error::NotFound);
        if is_unknown { Fault::from(ProblemText::SiteUnknown).at_field("site") } else { error.into() }
    })?;
    Ok((trends, lang(who, &query)?))
}

/// The days asked for; without any, thirty days, twelve weeks or twelve months up to today.
fn span(who: &Signed, query: &Query, by: Period) -> Result<(Day, Day), Fault> {
    let to = day(query, "to")?.unwrap_or_else(|| Day::of(who.node().clock().now()));
    let usual = match by {
        Period::Day => to.plus(-29),
        Period::Week => by.first(to).plus(-77),
        Period::Month => by.first(by.first(to).plus(-330)),
    };
    let from = day(query, "from")?.unwrap_or(usual);
    if from > to {
        return Err(Fault::field("to", FieldError::NotADay));
    }
    Ok((from, to))
}

fn comparison_of(who: &mut Signed) -> Result<(Comparison, Lang), Fault> {
    who.must_look_over()?;
    let query = who.visit.query(&["from", "to", "places", "lang"])?;
    let to = day(&query, "to")?.unwrap_or_else(|| Day::of(who.node().clock().now()));
    let from = day(&query, "from")?.unwrap_or(to.plus(1 - COMPARED_DAYS));
    if from > to {
        return Err(Fault::field("to", FieldError::NotADay));
    }
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    let mut comparison = who.node().store().read(|conn| store::compared(conn, look, from, to))?;
    if let Some(places) = query.text("places") {
        chosen(&mut comparison.places, places)?;
    }
    Ok((comparison, lang(who, &query)?))
}

/// Leaves the places of a list of ids with points between them, in its order.
fn chosen(places: &mut Vec<ComparedPlace>, ids: &str) -> Result<(), Fault> {
    let ids = ids
        .split('.')
        .map(site)
        .collect::<Result<Vec<SiteId>, Fault>>()
        .map_err(|_| Fault::field("places", FieldError::NotANumber))?;
    let rank = |place: &ComparedPlace| ids.iter().position(|id| *id == place.site.id);
    places.retain(|place| rank(place).is_some());
    places.sort_by_key(rank);
    Ok(())
}

/// The list as its page shows it to this person, and whether it is longer than one file takes.
fn cases_of(who: &mut Signed) -> Result<(Vec<CaseRow>, bool, Lang), Fault> {
    let query = who.visit.query(&[&NARROWING[..], &["lang"]].concat())?;
    let filter = narrowed(who, &query)?;
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    let rows = who.node().store().read(|conn| {
        let (mut rows, mut page) = (Vec::new(), None);
        loop {
            let asked = ListFilter { page, page_size: PAGE_ROWS, ..filter.clone() };
            let read = store::list(conn, look, &asked)?;
            rows.extend(read.items);
            page = read.next;
            if page.is_none() || rows.len() >= ROWS_MAX {
                return Ok((rows, page.is_some()));
            }
        }
    })?;
    Ok((rows.0, rows.1, lang(who, &query)?))
}

/// Names that leave in a file are remembered: who took them and when.
fn note(who: &Signed) -> Result<(), Fault> {
    let (user, now) = (who.session.actor.user, who.node().clock().now());
    let job = move |tx: &mut store::Tx<'_>| accounts::note(tx.conn(), now, "cases_taken_away", user);
    Ok(who.node().store().write(Priority::People, job)?)
}
