//! `/cases` and `/case-count`: work lists by filter and in any order, and how long they are.

use super::body::Query;
use super::lay::{hide_row, is_lay};
use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::store::{self, Days, DueFilter, FigureFilter, HolderFilter, ListFilter, Officer, Order, SortBy, TodoFilter};
use daiban_shared::api::{CaseCount, CasePage};
use daiban_shared::day::Day;
use daiban_shared::form::FieldError;
use daiban_shared::id::{DeptId, SiteId, UserId};
use daiban_shared::kind::Role;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use serde::Deserialize;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// What narrows a list.
pub const NARROWING: [&str; 25] = [
    "status",
    "site",
    "own",
    "q",
    "due",
    "holder",
    "todo",
    "desk",
    "filed",
    "filed_from",
    "filed_to",
    "ended_from",
    "ended_to",
    "late",
    "news",
    "figure",
    "from",
    "to",
    "dept",
    "item",
    "officer",
    "in_hand_of",
    "at",
    "held",
    "light",
];
/// What says which part of it is shown.
const SHOWING: [&str; 3] = ["sort", "size", "page"];
/// A list is counted so far: a longer one is "999+", and who counts on is not helped by it.
const COUNT_MAX: u32 = 1_000;

/// The route of counts; `GET /cases` stands with the other methods of its path.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let count = warp::path!("case-count").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(count).await,
            _ => visit.not_supported("GET"),
        }
    });
    count.boxed()
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum DueWord {
    Overdue,
    Today,
    Soon,
    Week,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum HolderWord {
    Here,
    Elsewhere,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum TodoWord {
    Deliver,
    Close,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum DeskWord {
    Own,
    All,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SortWord {
    Due,
    Filed,
    Number,
    Applicant,
    Item,
    Place,
    Change,
}

/// `GET /cases`
pub fn cases(who: &mut Signed) -> Answer {
    let query = who.visit.query(&[&NARROWING[..], &SHOWING[..]].concat())?;
    // Where a page ends is told by what the list is sorted by.
    if is_lay(who) && query.text("sort").is_some_and(|sort| sort.trim_start_matches('-') == "applicant") {
        return Err(ProblemText::NotAllowed.into());
    }
    let size = query.number("size")?.map(usize::try_from).transpose();
    let filter = ListFilter {
        order: query.text("sort").map(order).transpose()?,
        page: query.text("page").map(str::to_owned),
        page_size: size.map_err(|_| Fault::field("size", FieldError::NotANumber))?.unwrap_or(0),
        ..narrowed(who, &query)?
    };
    let store = who.node().store();
    let directory = store.directory();
    let look = who.look(&directory);
    let page = store.read(|conn| {
        let page = store::list(conn, look, &filter)?;
        let pos = store::newest_pos(conn)?.unsigned_abs();
        Ok(CasePage { items: page.items, next: page.next, pos, as_of: look.now })
    });
    let mut page = page.map_err(Fault::of_page)?;
    if is_lay(who) {
        page.items.iter_mut().for_each(hide_row);
    }
    json(StatusCode::OK, &page)
}

fn count(who: &mut Signed) -> Answer {
    let query = who.visit.query(&NARROWING)?;
    let filter = narrowed(who, &query)?;
    let store = who.node().store();
    let directory = store.directory();
    let look = who.look(&directory);
    let found = store.read(|conn| store::count(conn, look, &filter, COUNT_MAX))?;
    json(StatusCode::OK, &CaseCount { count: found.min(COUNT_MAX - 1), more: found == COUNT_MAX })
}

/// What a query narrows a list to, from its beginning.
pub fn narrowed(who: &Signed, query: &Query) -> Result<ListFilter, Fault> {
    // Who searches for a name learns what that person applied for.
    if is_lay(who) && query.text("q").is_some() {
        return Err(ProblemText::NotAllowed.into());
    }
    let due = query.word("due")?.map(|word| match word {
        DueWord::Overdue => DueFilter::Overdue,
        DueWord::Today => DueFilter::Today,
        DueWord::Soon => DueFilter::Soon,
        DueWord::Week => DueFilter::Week,
    });
    let holder = query.word("holder")?.map(|word| match word {
        HolderWord::Here => HolderFilter::Here,
        HolderWord::Elsewhere => HolderFilter::Elsewhere,
    });
    let todo = query.word("todo")?.map(|word| match word {
        TodoWord::Deliver => TodoFilter::Deliver,
        TodoWord::Close => TodoFilter::Close,
    });
    let own = match query.text("own") {
        None => false,
        Some("1") => true,
        Some(_) => return Err(Fault::field("own", FieldError::NotAnOption)),
    };
    let late = match query.text("late") {
        None => None,
        Some("0") => Some(false),
        Some("1") => Some(true),
        Some(_) => return Err(Fault::field("late", FieldError::NotAnOption)),
    };
    let one = day(query, "filed")?;
    let news = query.number("news")?.map(u64::try_from).transpose();
    Ok(ListFilter {
        status: query.words("status")?,
        site: query.text("site").map(site).transpose()?,
        own,
        holder,
        due,
        todo,
        // Whoever searches asks for one case, wherever it lies.
        desk: desk(who, query, query.text("q").is_some())?,
        at: query.text("at").map(site).transpose()?,
        held: query.text("held").map(site).transpose()?,
        light: query.words("light")?,
        in_hand_of: query.text("in_hand_of").map(in_hand_of).transpose()?,
        q: query.text("q").map(str::to_owned),
        filed: Days { from: one.or(day(query, "filed_from")?), to: one.or(day(query, "filed_to")?) },
        ended: Days { from: day(query, "ended_from")?, to: day(query, "ended_to")? },
        late,
        figure: figure(query)?,
        news: news.map_err(|_| Fault::field("news", FieldError::NotANumber))?,
        ..ListFilter::default()
    })
}

/// What a figure counts, by `figure` and its days; the rest sets it apart and means nothing without it.
fn figure(query: &Query) -> Result<Option<FigureFilter>, Fault> {
    let Some(measure) = query.word("figure")? else {
        let stray = ["from", "to", "dept", "item", "officer"].into_iter().find(|name| query.text(name).is_some());
        return stray.map_or(Ok(None), |_| Err(Fault::field("figure", FieldError::Missing)));
    };
    let of = |name| day(query, name)?.ok_or_else(|| Fault::field(name, FieldError::Missing));
    let officer = query.text("officer").map(|text| match text {
        "none" => Ok(Officer::Nobody),
        _ => query.word("officer").map(|user| Officer::User(user.unwrap_or(UserId::ZERO))),
    });
    let dept = query.number("dept")?.map(u16::try_from).transpose();
    Ok(Some(FigureFilter {
        measure,
        from: of("from")?,
        to: of("to")?,
        dept: dept.map_err(|_| Fault::field("dept", FieldError::NotANumber))?.map(DeptId),
        item: query.text("item").map(str::to_owned),
        officer: officer.transpose()?,
    }))
}

/// `filed` = by that, `-filed` = from its end.
fn order(text: &str) -> Result<Order, Fault> {
    let (descending, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
    let word = serde_json::from_value(serde_json::Value::String(word.to_owned()));
    let by = match word.map_err(|_| Fault::field("sort", FieldError::NotAnOption))? {
        SortWord::Due => SortBy::Due,
        SortWord::Filed => SortBy::Filed,
        SortWord::Number => SortBy::Number,
        SortWord::Applicant => SortBy::Applicant,
        SortWord::Item => SortBy::Item,
        SortWord::Place => SortBy::Place,
        SortWord::Change => SortBy::Change,
    };
    Ok(Order { by, descending })
}

/// A day in a query.
pub fn day(query: &Query, name: &str) -> Result<Option<Day>, Fault> {
    let read = |text: &str| Day::parse(text).ok_or_else(|| Fault::field(name, FieldError::NotADay));
    query.text(name).map(read).transpose()
}

/// A place in a query: its number as JSON has it.
pub fn site(text: &str) -> Result<SiteId, Fault> {
    text.parse().map(SiteId).map_err(|_| Fault::field("site", FieldError::NotANumber))
}

/// A person of this machine in a query.
fn in_hand_of(text: &str) -> Result<UserId, Fault> {
    UserId::parse(text).map_err(|_| Fault::field("in_hand_of", FieldError::NotAnOption))
}

/// Whose work is shown. Somebody with a desk sees what lies there or at no desk of this place, and by `desk=all` the whole
/// place; whoever answers for the place sees all of it.
pub fn desk(who: &Signed, query: &Query, all: bool) -> Result<Option<DeptId>, Fault> {
    let answers_for_all = |role: &Role| match role {
        Role::Head | Role::Supervisor | Role::LaySupervisor => true,
        Role::Agent | Role::Clerk | Role::Reviewer | Role::Admin | Role::Node => false,
    };
    let actor = &who.session.actor;
    let own = actor.dept.filter(|_| !actor.roles.iter().any(answers_for_all));
    let all = query.word("desk")?.map_or(all, |word| match word {
        DeskWord::Own => false,
        DeskWord::All => true,
    });
    Ok(own.filter(|_| !all))
}
