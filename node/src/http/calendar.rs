//! `/calendar/{year}`: the working days of a year as this machine counts them, and how the district changes them.

mod edit;

use super::names;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::store;
use daiban_shared::api::{CalendarYear, CorrectedDay, DayKind};
use daiban_shared::day::Day;
use daiban_shared::deadline::Workdays;
use daiban_shared::id::{DocId, Millis};
use daiban_shared::kind::Body;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Years that a calendar can be about.
const YEARS: std::ops::RangeInclusive<u16> = 2000..=2199;

/// The route of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let year = warp::path!("calendar" / u16).and(visit(web)).then(|year: u16, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| calendar(who, year)).await,
            _ => visit.not_supported("GET"),
        }
    });
    year.or(edit::routes(web)).unify().boxed()
}

fn calendar(who: &mut Signed, year: u16) -> Answer {
    who.visit.query(&[])?;
    let first =
        Day::from_ymd(year.cast_signed(), 1, 1).filter(|_| YEARS.contains(&year)).ok_or(ProblemText::NotFound)?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let published = view.calendar(year);
    let of_year = (0..366).map(|n| first.plus(n)).take_while(|day| day.ymd().0 == first.ymd().0);
    let kind = |day: Day| DayKind::of(day, view.workday(day).unwrap_or(day.weekday() <= 5));
    let days = of_year.map(kind).collect();
    let documents = view.year_documents(year);
    let changed = documents.iter().flat_map(|of| &of.changed);
    let corrected =
        changed.map(|(day, document)| CorrectedDay { day: *day, is: kind(*day), document: (*document).to_owned() });
    let corrected = corrected.collect();
    let mut known = YEARS.filter(|year| view.calendar(*year).is_some());
    let earliest = known.next();
    let answer = CalendarYear {
        year,
        published: published.is_some(),
        document: documents.as_ref().map(|of| of.own.to_owned()).unwrap_or_default(),
        corrected,
        entered_at: entered_at(who, year)?.filter(|_| published.is_some()),
        by: names::site(view, view.district().map_or(who.session.actor.site, |site| site.id)),
        days,
        known: earliest.map(|first| (first, known.next_back().unwrap_or(first))),
        today: Day::of(who.node().clock().now()),
    };
    json(StatusCode::OK, &answer)
}

/// When the newest calendar of a year was entered into the public feed.
fn entered_at(who: &Signed, year: u16) -> Result<Option<Millis>, crate::Error> {
    let entries = who.node().store().read(|conn| store::entries_of(conn, DocId::PUBLIC))?;
    let of_year = |body: &Body| if let Body::Calendar(calendar) = body { calendar.year == year } else { false };
    Ok(entries.iter().rev().find(|stored| of_year(&stored.entry.body)).map(|stored| stored.entry.head.at))
}
