//! `/screen`: what the display in the hall shows without anybody signed in. Counts only; off until an administrator switches
//! it on. The switch stands in the database: whoever runs the counter has an account and seldom the machine's settings file.

use super::names;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::store::{self, Look, Priority};
use crate::{Error, Node, accounts};
use daiban_shared::api::{Flow, Period, ScreenSwitch, ScreenView};
use daiban_shared::day::Day;
use daiban_shared::deadline::Workdays;
use daiban_shared::kind::Role;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use rusqlite::{Connection, OptionalExtension};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Days of "lately": one case a week must not make a share of 0 or 100.
const LATELY_DAYS: i32 = 30;
/// No holiday is longer.
const HOLIDAY_DAYS_MAX: i32 = 31;
/// Key in the table `fact`.
const SWITCH: &str = "screen";

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let screen = warp::path!("screen").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.anybody(screen).await,
            _ => visit.not_supported("GET"),
        }
    });
    let switch = warp::path!("screen" / "switch").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(show_switch).await,
            Method::POST => visit.signed(set_switch).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    screen.or(switch).unify().boxed()
}

fn screen(visit: &mut Visit) -> Answer {
    visit.query(&[])?;
    let node = &visit.web.node;
    if !node.store().read(is_on)? {
        return Err(ProblemText::ScreenOff.into());
    }
    json(StatusCode::OK, &view(node)?)
}

fn view(node: &Node) -> Result<ScreenView, Error> {
    let directory = node.store().directory();
    let newest = directory.newest();
    let (own, now) = (node.identity().site(), node.clock().now());
    let today = Day::of(now);
    let look = Look { site: own, now, directory: &directory };
    let (trends, waiting) = node.store().read(|conn| {
        let trends = store::trends(conn, look, own, Period::Day, today.plus(1 - LATELY_DAYS), today)?;
        Ok((trends, store::in_hand(conn, own)?))
    })?;
    let works = |day: Day| newest.workday(day).unwrap_or(day.weekday() <= 5);
    let next_workday = (1..HOLIDAY_DAYS_MAX).map(|n| today.plus(n)).find(|day| works(*day)).unwrap_or(today.plus(1));
    let site = newest.site(own);
    Ok(ScreenView {
        place: names::site(newest, own),
        now,
        today: trends.points.last().map(|point| point.flow).unwrap_or_default(),
        waiting,
        lately: trends.points.iter().fold(Flow::default(), |sum, point| sum.plus(point.flow)),
        lately_days: LATELY_DAYS.unsigned_abs(),
        complete: trends.complete,
        works_today: works(today),
        next_workday,
        closes_minute: site.map_or(0, |site| site.closes_minute),
        phone: site.and_then(|site| site.phone.clone()).unwrap_or_default(),
        practice: node.config().practice,
    })
}

fn show_switch(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    who.visit.query(&[])?;
    json(StatusCode::OK, &ScreenSwitch { on: who.node().store().read(is_on)? })
}

fn set_switch(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let asked: ScreenSwitch = who.visit.json()?;
    let (user, now) = (who.session.actor.user, who.node().clock().now());
    who.node().store().write(Priority::People, move |tx| {
        let sql = "INSERT INTO fact VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
        tx.conn().execute(sql, (SWITCH, asked.on))?;
        accounts::note(tx.conn(), now, if asked.on { "screen_on" } else { "screen_off" }, user)
    })?;
    json(StatusCode::OK, &asked)
}

fn is_on(conn: &Connection) -> Result<bool, Error> {
    let value = conn.query_row("SELECT value FROM fact WHERE key = ?1", [SWITCH], |row| row.get::<_, bool>(0));
    Ok(value.optional()?.unwrap_or(false))
}
