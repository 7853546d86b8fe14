//! `/healthz`, `/readyz`, `/metrics`: for whoever watches the machine. No sign-in, and nothing personal.

use super::visit::{Answer, Visit, Web, json, visit};
use crate::{Node, cases, store, sync};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode};
use serde::Serialize;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Answer of `/readyz`: whether people can work here.
#[derive(Debug, Serialize)]
struct Ready {
    ready: bool,
    database: bool,
    joined: bool,
    /// False: it stands before what was seen, and nothing is written.
    clock: bool,
    /// False: too full for a new case.
    disk: bool,
    /// (heard, of all) after a restore. People work meanwhile; one silent place below may take weeks.
    recovering: Option<(u32, u32)>,
}

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let healthy = warp::path!("healthz").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.anybody(|_| json(StatusCode::OK, &serde_json::json!({ "status": "ok" }))).await,
            _ => visit.not_supported("GET"),
        }
    });
    let ready = warp::path!("readyz").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.anybody(|visit| readiness(&visit.web.node)).await,
            _ => visit.not_supported("GET"),
        }
    });
    let metrics = warp::path!("metrics").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.anybody(metrics).await,
            _ => visit.not_supported("GET"),
        }
    });
    healthy.or(ready).unify().or(metrics).unify().boxed()
}

fn readiness(node: &Node) -> Answer {
    let database = node.store().read(store::newest_pos).is_ok();
    let joined = node.store().directory().newest().node(node.identity().node()).is_some_and(|row| row.live);
    let recovering = sync::recovering(node).unwrap_or(None);
    let clock = !node.store().is_clock_wrong();
    let disk = cases::free_bytes(node.store().path()).is_none_or(|free| free >= cases::FREE_BYTES_MIN);
    let ready = database && joined && clock && disk;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    json(status, &Ready { ready, database, joined, clock, disk, recovering })
}

fn metrics(visit: &mut Visit) -> Answer {
    let text = visit.web.metrics.text(&visit.web.node)?;
    let mut response = Response::new(text.into());
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}
