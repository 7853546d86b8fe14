//! A new year of working days, or a corrected day: checked without writing anything, then entered as a row of the public feed.
//! The row holds the whole year; it flows down, and the dates of open cases move with it.

use crate::http::problem::Fault;
use crate::http::visit::{Answer, Signed, Visit, Web, json, visit};
use daiban_shared::api::{CalendarCheck, CalendarDayIn, CheckedFault, CheckedYear};
use daiban_shared::day::Day;
use daiban_shared::ground::View;
use daiban_shared::import::{self, RowError};
use daiban_shared::kind::{Body, Calendar, Role};
use daiban_shared::text::{Lang, ProblemText};
use http::{Method, StatusCode};
use serde_json::json as value;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Bytes of a document's number.
const DOCUMENT_MAX: usize = 200;

/// The routes of changing calendars.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let check = warp::path!("calendar" / "check").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(check).await,
            _ => visit.not_supported("POST"),
        }
    });
    let publish = warp::path!("calendar" / "publish").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(publish).await,
            _ => visit.not_supported("POST"),
        }
    });
    let day = warp::path!("calendar" / u16 / "day").and(visit(web)).then(|year: u16, visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(move |who| correct(who, year)).await,
            _ => visit.not_supported("POST"),
        }
    });
    check.or(publish).unify().or(day).unify().boxed()
}

/// The administrator of the district's machine.
fn must_edit(who: &Signed, view: View<'_>) -> Result<(), Fault> {
    who.must_be(Role::Admin)?;
    let own = who.node().identity().site();
    if view.district().is_some_and(|site| site.id == own) { Ok(()) } else { Err(ProblemText::NotDistrict.into()) }
}

fn check(who: &mut Signed) -> Answer {
    let directory = who.node().store().directory();
    let view = directory.newest();
    must_edit(who, view)?;
    who.visit.query(&[])?;
    let (bytes, lang) = (who.visit.bytes()?, who.lang());
    let answer = match import::text(&bytes).and_then(|text| Ok((mark(view, text), import::calendar(text)?))) {
        Ok((mark, years)) => CalendarCheck {
            mark,
            warnings: faults(&import::calendar_warnings(&years), lang),
            years: years.iter().map(|year| checked(view, year)).collect(),
            errors: Vec::new(),
        },
        Err(errors) => CalendarCheck {
            mark: String::new(),
            years: Vec::new(),
            errors: faults(&errors, lang),
            warnings: Vec::new(),
        },
    };
    json(StatusCode::OK, &answer)
}

fn checked(view: View<'_>, year: &Calendar) -> CheckedYear {
    let known = view.calendar(year.year);
    let first = Day::from_ymd(year.year.cast_signed(), 1, 1).unwrap_or(Day(0));
    let days = (0..366usize).map(|at| (first.plus(at as i32), at)).filter(|(day, _)| day.ymd().0 == first.ymd().0);
    let changed = days.filter_map(|(day, at)| {
        let after = works(year, at);
        known.filter(|before| works(before, at) != after).map(|_| (day, after))
    });
    CheckedYear {
        year: year.year,
        known: known.is_some(),
        document: year.document.clone(),
        workdays: year.workdays.iter().map(|byte| byte.count_ones()).sum(),
        changed: changed.collect(),
        same: known.is_some_and(|known| says_the_same(known, year)),
    }
}

/// A file without numbers of documents changes none.
fn says_the_same(known: &Calendar, year: &Calendar) -> bool {
    known == year || year.document.is_empty() && known.workdays == year.workdays
}

fn works(year: &Calendar, at: usize) -> bool {
    year.workdays.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
}

fn faults(errors: &[RowError], lang: Lang) -> Vec<CheckedFault> {
    let fault = |error: &RowError| CheckedFault {
        row: error.row,
        column: error.column.clone(),
        words: error.reason.words(lang),
    };
    errors.iter().map(fault).collect()
}

fn publish(who: &mut Signed) -> Answer {
    let directory = who.node().store().directory();
    let view = directory.newest();
    must_edit(who, view)?;
    let query = who.visit.query(&["mark", "document"])?;
    let document = query.text("document").unwrap_or_default().trim().to_owned();
    let bytes = who.visit.bytes()?;
    let wrong = |errors: Vec<RowError>| Fault::with(ProblemText::CatalogueWrong, "n", errors.len());
    let text = import::text(&bytes).map_err(wrong)?;
    let years = import::calendar(text).map_err(wrong)?;
    let is_new = |year: &Calendar| view.calendar(year.year).is_none_or(|known| !says_the_same(known, year));
    let named = |year: Calendar| {
        let own = if year.document.is_empty() { document.clone() } else { year.document.clone() };
        Calendar { document: own, ..year }
    };
    let rows: Vec<Calendar> = years.into_iter().filter(is_new).map(named).filter(is_new).collect();
    if document.len() > DOCUMENT_MAX || rows.iter().any(|year| year.document.is_empty()) {
        return Err(Fault::from(ProblemText::CalendarDocument).at_field("document"));
    }
    let rows: Vec<Body> = rows.into_iter().map(Body::Calendar).collect();
    let entered = rows.len();
    // A press whose answer was lost is repeated: everything stands there already.
    if entered == 0 {
        return json(StatusCode::OK, &value!({ "entered": 0 }));
    }
    let shown = mark(view, text);
    let (is_as_shown, text, user) =
        (query.text("mark") == Some(shown.as_str()), text.to_owned(), who.session.actor.user);
    let as_before = move |directory: &daiban_shared::ground::Directory| mark(directory.newest(), &text) == shown;
    if !is_as_shown || !who.node().publish_if(rows, user, Role::Admin, as_before)? {
        return Err(ProblemText::CalendarMoved.into());
    }
    json(StatusCode::OK, &value!({ "entered": entered }))
}

/// One day of a published year is worked or not, by a document. The same again changes nothing.
fn correct(who: &mut Signed, year: u16) -> Answer {
    let directory = who.node().store().directory();
    let view = directory.newest();
    must_edit(who, view)?;
    who.visit.query(&[])?;
    let change: CalendarDayIn = who.visit.json()?;
    let document = change.document.trim().to_owned();
    let is_right = !document.is_empty() && document.len() <= DOCUMENT_MAX && change.day.ymd().0 == year.cast_signed();
    let before = view.calendar(year).filter(|_| is_right).cloned().ok_or(ProblemText::CalendarDay)?;
    let first = Day::from_ymd(year.cast_signed(), 1, 1).ok_or(ProblemText::CalendarDay)?;
    let at = usize::try_from(change.day.0 - first.0).map_err(|_| ProblemText::CalendarDay)?;
    if works(&before, at) == change.works {
        return json(StatusCode::OK, &value!({ "entered": 0 }));
    }
    // The row names the document of what it changes; the year's own stays that of its other days (`View::year_documents`).
    let mut after = Calendar { document, ..before.clone() };
    if let Some(byte) = after.workdays.get_mut(at / 8) {
        *byte ^= 1 << (at % 8);
    }
    let user = who.session.actor.user;
    let as_before =
        move |directory: &daiban_shared::ground::Directory| directory.newest().calendar(year) == Some(&before);
    if !who.node().publish_if(vec![Body::Calendar(after)], user, Role::Admin, as_before)? {
        return Err(ProblemText::CalendarMoved.into());
    }
    json(StatusCode::OK, &value!({ "entered": 1 }))
}

/// Another file and another calendar of any year give another mark.
fn mark(view: View<'_>, text: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban calendar").update(blake3::hash(text.as_bytes()).as_bytes());
    for year in super::YEARS.filter_map(|year| view.calendar(year)) {
        hasher.update(&year.year.to_le_bytes()).update(&year.workdays).update(year.document.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
