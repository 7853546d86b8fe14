//! The node's own address: pages, `/api/v1`, the machines below, commands of this machine, health and figures.
//! Knows HTTP and JSON; decides nothing.
//!
//! Reading order: `conn` (connections), `intake` (bodies), `visit` (who asks), `body` (what is asked), `problem` (what went
//! wrong), then the areas: `session`, `cases`, `filing`, `lists`, `worklists`, `find`, `people`, `preferences`, `network`,
//! `changes`, `clock`, `practice`, `figures` (with `sheet`), `screen`, `calendar`, `catalogue`, `machines`, `health`,
//! `assets`.

mod appraisal;
mod assets;
mod body;
mod calendar;
mod cases;
mod catalogue;
mod changes;
mod clock;
mod conn;
mod figures;
mod filing;
mod find;
mod health;
mod inspections;
mod intake;
mod lay;
mod lists;
mod machines;
mod metrics;
mod names;
mod network;
mod papers;
mod people;
mod practice;
mod preferences;
mod problem;
mod registers;
mod rights;
mod screen;
mod session;
mod sheet;
mod strict;
mod supervision;
mod today;
mod visit;
mod worklists;

#[cfg(test)]
mod tests;

use crate::practice::{Inside, Practice};
use crate::{Error, Node};
use daiban_shared::text::Lang;
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;
use intake::Room;
use practice::Door;
use std::future::Future;
use std::sync::Arc;
use tokio::sync::watch;
use visit::Web;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Serves until `stop` resolves, then lets running requests finish for at most 20 seconds.
pub async fn serve(
    node: Node,
    listener: tokio::net::TcpListener,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), Error> {
    let beside = Practice::of(node.folder());
    // A killed process may have left one behind.
    let _ = stop_practice(&beside).await;
    let served = serve_by(node, Door::Beside(beside.clone()), listener, stop).await;
    stop_practice(&beside).await?;
    served
}

/// Serves a machine of a practice network until it is told to stop.
async fn serve_inside(
    node: Node,
    listener: tokio::net::TcpListener,
    inside: Inside,
    mut stopped: watch::Receiver<bool>,
) -> Result<(), Error> {
    let stop = async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    serve_by(node, Door::Inside(Arc::new(inside)), listener, stop).await
}

async fn stop_practice(practice: &Practice) -> Result<(), Error> {
    let practice = practice.clone();
    tokio::task::spawn_blocking(move || practice.stop()).await.unwrap_or(Ok(()))
}

async fn serve_by(
    node: Node,
    door: Door,
    listener: tokio::net::TcpListener,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), Error> {
    let (stopping, stopped) = watch::channel(false);
    let web = Web::new(node, stopped, door);
    let gate = web.clone();
    let service = conn::Serving {
        routes: routes(&web),
        metrics: Arc::clone(&web.metrics),
        gate: Arc::new(move |head, peer| machines::admit(&gate, head, peer)),
        room: Room::new(),
    };
    conn::run(listener, service, stop, stopping).await
}

/// Every route. Filters match paths only; a method that a path does not take, and a path that nobody takes, are answers
/// of handlers and not rejections, so that no route can spoil the answer of another.
fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let api = session::routes(web)
        .or(cases::routes(web))
        .unify()
        .or(filing::routes(web))
        .unify()
        .or(lists::routes(web))
        .unify()
        .or(worklists::routes(web))
        .unify()
        .or(find::routes(web))
        .unify()
        .or(people::routes(web))
        .unify()
        .or(rights::routes(web))
        .unify()
        .or(today::routes(web))
        .unify()
        .or(preferences::routes(web))
        .unify()
        .or(network::routes(web))
        .unify()
        .or(changes::routes(web))
        .unify()
        .or(clock::routes(web))
        .unify()
        .or(practice::routes(web))
        .unify()
        .or(figures::routes(web))
        .unify()
        .or(screen::routes(web))
        .unify()
        .or(calendar::routes(web))
        .unify()
        .or(catalogue::routes(web))
        .unify()
        .or(supervision::routes(web))
        .unify()
        .or(inspections::routes(web))
        .unify()
        .or(appraisal::routes(web))
        .unify()
        .or(registers::routes(web))
        .unify();
    let api = warp::path("api").and(warp::path("v1")).and(api).boxed();
    api.or(machines::routes(web)).unify().or(health::routes(web)).unify().or(assets::routes(web)).unify().boxed()
}

/// The language a request asks for.
fn lang_of(headers: &HeaderMap) -> Lang {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map_or(Lang::Zh, Lang::parse)
}
