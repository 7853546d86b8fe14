//! `/today`: what must be done next: cases in hand and duties in one order.

use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use super::worklists::desk;
use crate::case_page;
use crate::store::{self, HolderFilter, ListFilter};
use daiban_shared::api::{Band, CaseRow, Due, TaskRow, TodayView, WorkRow};
use daiban_shared::case::Status;
use daiban_shared::day::Day;
use daiban_shared::deadline::Workdays;
use daiban_shared::ground::View;
use daiban_shared::id::Millis;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Rows of the list.
const ROWS_MAX: usize = 40;
/// The next working day is looked for so far ahead.
const AHEAD_DAYS: i32 = 30;

/// The route of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let today = warp::path!("today").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(today).await,
            _ => visit.not_supported("GET"),
        }
    });
    today.boxed()
}

fn today(who: &mut Signed) -> Answer {
    let query = who.visit.query(&["desk"])?;
    let desk = desk(who, &query, false)?;
    let (store, actor) = (who.node().store(), &who.session.actor);
    let directory = store.directory();
    let look = who.look(&directory);
    let filter = ListFilter {
        status: vec![Status::Received, Status::Accepted],
        holder: Some(HolderFilter::Here),
        desk,
        // What lies on a colleague's own desk is his work.
        mine: Some(actor.user),
        page_size: ROWS_MAX,
        ..ListFilter::default()
    };
    let page = store.read(|conn| store::list(conn, look, &filter))?;
    let duties = case_page::duties(store, actor, desk, None, who.lang()).map_err(Fault::of_page)?;
    let more = page.next.is_some() || duties.next.is_some();
    let ends = Ends::of(look.now, directory.newest());
    let cases = page.items.into_iter().map(|row| of_case(row, ends));
    let mut items: Vec<WorkRow> = cases.chain(duties.items.into_iter().map(|row| of_duty(row, ends))).collect();
    items.sort_by_key(|row| {
        (row.due.as_ref().map_or(Millis::MAX, |due| due.at), row.number.clone(), row.owed.is_some())
    });
    let more = more || items.len() > ROWS_MAX;
    items.truncate(ROWS_MAX);
    json(StatusCode::OK, &TodayView { items, more, as_of: look.now })
}

/// Now, today and the next working day.
#[derive(Clone, Copy)]
struct Ends {
    now: Millis,
    today: Day,
    next: Day,
}

impl Ends {
    fn of(now: Millis, view: View<'_>) -> Self {
        let today = Day::of(now);
        let works = |day: &Day| view.workday(*day).unwrap_or(day.weekday() <= 5);
        let next = (1..AHEAD_DAYS).map(|n| today.plus(n)).find(works).unwrap_or(today.plus(1));
        Self { now, today, next }
    }

    fn band(self, due: Option<&Due>) -> Band {
        match due {
            Some(due) if due.day < self.today && due.limit.is_residents() => Band::Unanswered,
            Some(due) if due.at < self.now && !due.limit.is_residents() => Band::Overdue,
            Some(due) if due.day <= self.today => Band::Today,
            Some(due) if due.day <= self.next => Band::Tomorrow,
            Some(_) | None => Band::Later,
        }
    }
}

fn of_case(row: CaseRow, ends: Ends) -> WorkRow {
    WorkRow {
        band: ends.band(row.due.as_ref()),
        case: row.id,
        number: row.number,
        applicant: row.applicant,
        item: row.item,
        owed: None,
        due: row.due,
    }
}

fn of_duty(row: TaskRow, ends: Ends) -> WorkRow {
    WorkRow {
        band: ends.band(row.limit.as_ref()),
        case: row.duty.case,
        number: row.duty.number,
        applicant: row.applicant,
        item: row.item,
        owed: Some((row.duty.text, row.duty.todo)),
        due: row.limit,
    }
}
