//! Accepting connections: limits in time, number and size that hold for every route. Knows no route.

use super::assets::SECURITY;
use super::intake::{Bounds, Room, Taken, too_large};
use super::metrics::{Area, Metrics};
use super::problem::Fault;
use crate::Error;
use daiban_shared::text::Lang;
use http::header::{CONNECTION, CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::{Service, ServiceBuilder};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use warp::filters::BoxedFilter;

/// Who is at the other end; in the extensions of every request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Connections at once: 400 places below with a poll each, and their people.
const CONNECTIONS_MAX: usize = 1_024;
/// A peer that connects and sends nothing for this long is cut.
const FIRST_BYTE_SECONDS_MAX: u64 = 10;
/// A peer that sends no whole header for this long is cut. It counts between two requests as well, and a browser should
/// find its connection open when somebody has read a page.
const HEADER_SECONDS_MAX: u64 = 60;
/// Running requests get this long after a stop.
const DRAIN_SECONDS_MAX: u64 = 20;
/// After a failed accept (no file handles left) there is no point in trying at once.
const ACCEPT_PAUSE_MS: u64 = 200;
/// Bytes of a request's body: people and programs; the papers of a case are ticked, not sent.
pub const BODY_BYTES_MAX: u64 = 1 << 20;
/// Bytes of a message of a machine below (several frames of 1 MB), or of an order with a file.
const MACHINE_BYTES_MAX: u64 = 8 << 20;
/// Bytes of a new edition of the catalogue: a district's two thousand items.
const CATALOGUE_BYTES_MAX: u64 = 4 << 20;
/// A body may begin late, and a line may stand still, for this long.
const BODY_PAUSE_SECONDS_MAX: u64 = 30;
/// The largest form within this time needs 70 kbit/s, and people sit beside their machine.
const BODY_SECONDS_MAX: u64 = 120;
/// The largest message within this time needs 56 kbit/s; frames are made for 10 seconds of the measured line.
const MACHINE_SECONDS_MAX: u64 = 1_200;

/// Who may speak at all is asked with the header, before the body.
pub type Gate = Arc<dyn Fn(&Parts, SocketAddr) -> Result<(), Fault> + Send + Sync>;

/// What all connections share.
#[derive(Clone)]
pub struct Serving {
    /// Every route.
    pub routes: BoxedFilter<(warp::reply::Response,)>,
    /// Counters of this process.
    pub metrics: Arc<Metrics>,
    /// Before the body.
    pub gate: Gate,
    /// Memory for bodies.
    pub room: Room,
}

/// Accepts and answers until `stop` resolves, then lets running requests finish.
pub async fn run(
    listener: TcpListener,
    service: Serving,
    stop: impl Future<Output = ()> + Send,
    stopping: watch::Sender<bool>,
) -> Result<(), Error> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    tokio::pin!(stop);
    loop {
        let permit = tokio::select! {
            () = &mut stop => break,
            permit = places.clone().acquire_owned() => permit.map_err(|_| Error::Stopping)?,
        };
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(ACCEPT_PAUSE_MS)).await;
                    continue;
                }
            },
        };
        let connection = connection(stream, peer, service.clone());
        let watched = graceful.watcher();
        tokio::spawn(async move {
            // A broken connection is the peer's affair; its request was answered or will be repeated.
            let _ = watched.watch(connection).await;
            drop(permit);
        });
    }
    drop(listener);
    // Long polls end at this word instead of holding the stop up.
    let _ = stopping.send(true);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(Duration::from_secs(DRAIN_SECONDS_MAX)) => tracing::warn!("some requests were cut off at the stop"),
    }
    Ok(())
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    shared: Serving,
) -> impl hyper_util::server::graceful::GracefulConnection + Send + 'static {
    let _ = stream.set_nodelay(true);
    let service = ServiceBuilder::new()
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        .service_fn(move |request: Request<Incoming>| answer(request, peer, shared.clone()));
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(HEADER_SECONDS_MAX));
    let io = TokioIo::new(FirstByte::new(stream, FIRST_BYTE_SECONDS_MAX));
    builder.serve_connection(io, TowerToHyperService::new(service)).into_owned()
}

/// Takes in the body, so that no route waits for one, hands the request to the routes, and counts it.
async fn answer(
    request: Request<Incoming>,
    peer: SocketAddr,
    service: Serving,
) -> Result<warp::reply::Response, Infallible> {
    let began = tokio::time::Instant::now();
    let area = Area::of(request.uri().path());
    let (mut head, body) = request.into_parts();
    let mut response = match take(&head, body, peer, &service).await {
        Ok(taken) => {
            head.extensions.insert(Peer(peer));
            // The share of the memory is held until the answer stands.
            let request = Request::from_parts(head, Full::new(taken.bytes.clone()));
            warp::service(service.routes).call(request).await?
        }
        Err(fault) => {
            let mut response = fault.response(super::lang_of(&head.headers));
            // What is still on its way belongs to no request that is heard.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            response
        }
    };
    // They speak to browsers; between machines they would be half of what an idle line costs.
    if area != Area::Sync {
        for (name, value) in SECURITY {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    service.metrics.answered(area, response.status().as_u16(), began.elapsed());
    Ok(response)
}

async fn take(head: &Parts, body: Incoming, peer: SocketAddr, service: &Serving) -> Result<Taken, Fault> {
    let bounds = bounds(head.uri.path());
    let said = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|bytes| bytes > bounds.bytes) {
        return Err(too_large(bounds.bytes));
    }
    (service.gate)(head, peer)?;
    service.room.take(body, bounds).await
}

/// Machines send frames, our own command line whole files, people forms.
fn bounds(path: &str) -> Bounds {
    let is_machine = path.starts_with("/sync/") || path == "/control";
    let (bytes, seconds) = if is_machine {
        (MACHINE_BYTES_MAX, MACHINE_SECONDS_MAX)
    } else if path.starts_with("/api/v1/catalogue/") {
        (CATALOGUE_BYTES_MAX, BODY_SECONDS_MAX)
    } else {
        (BODY_BYTES_MAX, BODY_SECONDS_MAX)
    };
    Bounds { bytes, pause: Duration::from_secs(BODY_PAUSE_SECONDS_MAX), whole: Duration::from_secs(seconds) }
}

fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response<warp::reply::Response> {
    // The hook has logged where; the panic's own words may hold form text and go nowhere.
    let answer = Fault::internal("a request panicked").response(Lang::Zh);
    let (parts, body) = answer.into_parts();
    Response::from_parts(parts, Response::new(body))
}

/// Fails a connection on which nothing arrives at all: hyper's own limit begins with the first byte.
struct FirstByte {
    stream: TcpStream,
    deadline: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl FirstByte {
    fn new(stream: TcpStream, seconds: u64) -> Self {
        Self { stream, deadline: Some(Box::pin(tokio::time::sleep(Duration::from_secs(seconds)))) }
    }
}

impl AsyncRead for FirstByte {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if read.is_ready() {
            self.deadline = None;
        } else if let Some(deadline) = self.deadline.as_mut()
            && deadline.as_mut().poll(context).is_ready()
        {
            return Poll::Ready(Err(std::io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl AsyncWrite for FirstByte {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
