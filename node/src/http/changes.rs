//! `/changes`: waits until something new is in the store, so that a decision is on a screen within a second or two.

use super::problem::Fault;
use super::visit::{Signed, Visit, Web, blocking, json, visit};
use crate::{Node, store};
use daiban_shared::form::FieldError;
use daiban_shared::id::DocId;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use serde::Serialize;
use std::time::Duration;
use tokio::sync::watch;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// An answer without news after this long: shorter than what proxies and browsers cut.
const WAIT_SECONDS: u64 = 25;
/// Cases named in one answer; a page that missed more than these reads its list anew anyway.
const CASES_MAX: usize = 200;

/// `{seq, cases}`
#[derive(Debug, Serialize)]
struct Changes {
    seq: i64,
    cases: Vec<DocId>,
}

/// The route of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let changes = warp::path!("changes").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => changes(visit).await,
            _ => visit.not_supported("GET"),
        }
    });
    changes.boxed()
}

async fn changes(mut visit: Visit) -> Response {
    let lang = visit.lang();
    let asked = match asked(&mut visit) {
        Ok(asked) => asked,
        Err(fault) => return fault.response(lang),
    };
    let (node, mut stopping) = (visit.web.node.clone(), visit.web.stopping.clone());
    // Waiting is not activity: a forgotten page must not keep its session alive.
    let signed = tokio::task::spawn_blocking(move || visit.sign(false)).await;
    let _who: Signed = match signed.unwrap_or_else(|_| Err(Fault::internal("a handler panicked"))) {
        Ok(who) => who,
        Err(fault) => return fault.response(lang),
    };
    let news = wait(&node, asked, &mut stopping).await;
    blocking(lang, move || json(StatusCode::OK, &news?)).await
}

#[derive(Clone, Copy)]
struct Asked {
    since: Option<i64>,
    case: Option<DocId>,
}

fn asked(visit: &mut Visit) -> Result<Asked, Fault> {
    let query = visit.query(&["since", "case"])?;
    let since = query.number("since")?;
    if since.is_some_and(|since| since < 0) {
        return Err(Fault::field("since", FieldError::OutOfRange { min: 0, max: i64::MAX }));
    }
    let case = query.text("case").map(DocId::parse).transpose().map_err(|_| Fault::from(ProblemText::NotFound))?;
    Ok(Asked { since, case })
}

/// Waits for entries behind `since` (of this case, if one is named), for news of what has arrived above, for the time
/// limit, or for the server's stop.
async fn wait(node: &Node, asked: Asked, stopping: &mut watch::Receiver<bool>) -> Result<Changes, Fault> {
    let mut positions = node.store().changes();
    let mut arrivals = node.lines().news();
    let end = tokio::time::Instant::now() + Duration::from_secs(WAIT_SECONDS);
    let mut since = asked.since.map(Moment::of);
    loop {
        let now =
            Moment { position: *positions.borrow_and_update(), arrivals: *arrivals.borrow_and_update() % ARRIVALS };
        let answer = |cases| Changes { seq: now.seq(), cases };
        // A position beyond ours is from before a restore: the page reads everything anew.
        let Some(from) = since.filter(|since| since.position <= now.position) else { return Ok(answer(Vec::new())) };
        if now.position > from.position {
            let cases =
                node.store().read_async(move |conn| store::changed_since(conn, from.position, CASES_MAX)).await?;
            if asked.case.is_none_or(|case| cases.contains(&case)) {
                return Ok(answer(cases));
            }
        }
        // "At the district" is no entry, but it stands on the page all the same.
        if now.arrivals != from.arrivals {
            return Ok(answer(asked.case.into_iter().collect()));
        }
        since = Some(now);
        tokio::select! {
            changed = positions.changed() => if changed.is_err() { return Ok(answer(Vec::new())) },
            changed = arrivals.changed() => if changed.is_err() { return Ok(answer(Vec::new())) },
            () = tokio::time::sleep_until(end) => return Ok(answer(Vec::new())),
            _ = stopping.wait_for(|stopping| *stopping) => return Ok(answer(Vec::new())),
        }
    }
}

/// How many arrivals are told apart; a page that slept through more of them reads anew at the next entry.
const ARRIVALS: u64 = 1_024;

/// Up to where a page has seen: entries, and what has arrived above since this process began.
#[derive(Clone, Copy)]
struct Moment {
    position: i64,
    arrivals: u64,
}

impl Moment {
    fn of(seq: i64) -> Self {
        Self { position: seq / ARRIVALS as i64, arrivals: (seq % ARRIVALS as i64).unsigned_abs() }
    }

    fn seq(self) -> i64 {
        self.position.saturating_mul(ARRIVALS as i64).saturating_add(self.arrivals as i64)
    }
}
