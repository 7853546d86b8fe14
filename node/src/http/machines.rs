//! What machines send: `/sync/v1` and `/sync/v1/join` from the places below, `/control` from this machine's own command line.

use super::problem::Fault;
use super::visit::{Visit, Web, blocking, json, visit};
use crate::cli::order::{self, Order};
use crate::join;
use crate::sync::serve::{self, Served};
use daiban_shared::text::ProblemText;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use std::net::SocketAddr;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let sync = warp::path!("sync" / "v1").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => sync(visit).await,
            _ => visit.not_supported("POST"),
        }
    });
    let join = warp::path!("sync" / "v1" / "join").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => join_network(visit).await,
            _ => visit.not_supported("POST"),
        }
    });
    let control = warp::path!("control").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => control(visit).await,
            _ => visit.not_supported("POST"),
        }
    });
    sync.or(join).unify().or(control).unify().boxed()
}

async fn sync(mut visit: Visit) -> Response {
    let Ok(bytes) = visit.bytes() else { return plain(StatusCode::PAYLOAD_TOO_LARGE) };
    let stopping = &mut visit.web.stopping;
    // A waiting child must not hold up a stop; it asks again, and everything received is committed already.
    let served = tokio::select! {
        served = serve::answer(&visit.web.node, bytes.to_vec()) => served,
        _ = stopping.wait_for(|stopping| *stopping) => Served::Busy { seconds: 5 },
    };
    match served {
        Served::Message(bytes) => cbor(bytes),
        Served::Busy { seconds } => {
            let mut response = plain(StatusCode::SERVICE_UNAVAILABLE);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        Served::Refused => plain(StatusCode::FORBIDDEN),
    }
}

async fn join_network(visit: Visit) -> Response {
    let Ok(bytes) = visit.bytes() else { return plain(StatusCode::PAYLOAD_TOO_LARGE) };
    let node = visit.web.node;
    let answer = tokio::task::spawn_blocking(move || join::answer(&node, &bytes)).await;
    match answer {
        Ok(Some(bytes)) => cbor(bytes),
        Ok(None) => plain(StatusCode::FORBIDDEN),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// Whether a request may send its body: orders only with the token. The doors of the sync know their callers by a
/// signature over the body itself.
pub fn admit(web: &Web, head: &Parts, peer: SocketAddr) -> Result<(), Fault> {
    if head.uri.path() != "/control" || head.method != Method::POST {
        return Ok(());
    }
    may_order(web, &head.headers, Some(peer))
}

/// Only whoever can read the folder has the token, and only from this machine.
fn may_order(web: &Web, headers: &HeaderMap, peer: Option<SocketAddr>) -> Result<(), Fault> {
    let is_local = peer.is_none_or(|peer| peer.ip().is_loopback());
    let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let expected = blake3::hash(web.node.control_token().as_bytes());
    // Hashes compare in constant time.
    if !is_local || shown.is_none_or(|shown| blake3::hash(shown.as_bytes()) != expected) {
        return Err(ProblemText::NotAllowed.into());
    }
    Ok(())
}

async fn control(visit: Visit) -> Response {
    let lang = visit.lang();
    if let Err(fault) = may_order(&visit.web, &visit.headers, visit.peer.map(|peer| peer.0)) {
        return fault.response(lang);
    }
    blocking(lang, move || {
        // Written by our own command line, so a broken order is a bug of ours and not worth words.
        let order: Order =
            serde_json::from_slice(&visit.bytes()?).map_err(|error| Fault::with(ProblemText::BadJson, "why", error))?;
        json(StatusCode::OK, &order::perform(&visit.web.node, order))
    })
    .await
}

fn cbor(bytes: Vec<u8>) -> Response {
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/cbor"));
    response
}

fn plain(status: StatusCode) -> Response {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}
