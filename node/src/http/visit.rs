//! One request: who asks, in which language, with what. Every handler of the API runs through here, so that sign-in,
//! origin and roles are checked in one place.

use super::body::{self, Query};
use super::metrics::Metrics;
use super::practice::Door;
use super::problem::Fault;
use super::{conn, intake, lang_of};
use crate::Node;
use crate::accounts::{self, Session};
use crate::store::Look;
use bytes::Bytes;
use daiban_shared::ground::Directory;
use daiban_shared::kind::Role;
use daiban_shared::text::{Lang, ProblemText};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, COOKIE, HOST, HeaderName, HeaderValue, ORIGIN};
use http::{HeaderMap, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};
use warp::Filter;
use warp::reply::Response;

/// A page that reads anew by itself says so with `daiban-refresh: 1`: nobody pressed anything.
const REFRESH: HeaderName = HeaderName::from_static("daiban-refresh");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What all requests share.
#[derive(Clone)]
pub struct Web {
    /// The machine.
    pub node: Node,
    /// Counters of this process.
    pub metrics: Arc<Metrics>,
    /// True once the server stops: long polls end.
    pub stopping: watch::Receiver<bool>,
    /// Passwords are hashed one after the other: each takes a core for 50 ms and 19 MB, and the counter goes first.
    pub hashing: Arc<Semaphore>,
    /// How this machine takes part in practice.
    pub practice: Door,
    cookie: Arc<str>,
}

impl Web {
    /// The address of this machine.
    pub fn new(node: Node, stopping: watch::Receiver<bool>, practice: Door) -> Self {
        // Browsers share cookies between the ports of one host: two machines on one computer must not sign each other out.
        let name = node.identity().node().to_string();
        let cookie = format!("daiban_session_{}", &name[..8]);
        let hashing = Arc::new(Semaphore::new(1));
        Self { node, metrics: Arc::new(Metrics::new()), stopping, hashing, practice, cookie: cookie.into() }
    }

    /// The `Set-Cookie` of a session; none = forget it.
    pub fn cookie(&self, token: Option<&str>) -> HeaderValue {
        let kept = match token {
            Some(token) => format!("{}={token}; Path=/; HttpOnly; SameSite=Strict", self.cookie),
            None => format!("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", self.cookie),
        };
        // Tokens are hexadecimal digits, so this always is a header.
        HeaderValue::from_str(&kept).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// One request.
pub struct Visit {
    /// What all requests share.
    pub web: Web,
    /// `HEAD` is read as `GET`; the server leaves the body out.
    pub method: Method,
    /// As sent.
    pub headers: HeaderMap,
    /// Who is at the other end; none in tests without a connection.
    pub peer: Option<conn::Peer>,
    /// Of the request, as sent.
    pub path: String,
    query: Result<Vec<(String, String)>, ()>,
    body: Result<Bytes, ()>,
}

/// The request of a signed-in person.
pub struct Signed {
    /// The request.
    pub visit: Visit,
    /// Who asks.
    pub session: Session,
    /// The session's token.
    pub token: String,
}

/// What a handler answers.
pub type Answer = Result<Response, Fault>;

/// Takes everything of a request behind its path. Never rejects.
pub fn visit(web: &Web) -> impl Filter<Extract = (Visit,), Error = Infallible> + Clone + use<> {
    let web = web.clone();
    let query = warp::query::<Vec<(String, String)>>().map(Ok).or(warp::any().map(|| Err(()))).unify();
    let body = warp::body::bytes().map(Ok).or(warp::any().map(|| Err(()))).unify();
    let peer = warp::ext::optional::<conn::Peer>();
    let path = warp::path::full();
    warp::method().and(warp::header::headers_cloned()).and(peer).and(path).and(query).and(body).map(
        move |method, headers, peer, path: warp::path::FullPath, query, body| {
            let method = if method == Method::HEAD { Method::GET } else { method };
            let path = path.as_str().to_owned();
            Visit { web: web.clone(), method, headers, peer, path, query, body }
        },
    )
}

impl Visit {
    /// The language asked for.
    pub fn lang(&self) -> Lang {
        lang_of(&self.headers)
    }

    /// The named parts of the query; others are an error.
    pub fn query(&mut self, known: &[&str]) -> Result<Query, Fault> {
        let pairs = std::mem::replace(&mut self.query, Err(()))
            .map_err(|()| Fault::with(ProblemText::BadJson, "why", "query"))?;
        Query::read(pairs, known)
    }

    /// The bytes of the body.
    pub fn bytes(&self) -> Result<Bytes, Fault> {
        // The only reason why a body cannot be read by a client that waits for the answer: it is beyond the limit.
        self.body.clone().map_err(|()| intake::too_large(conn::BODY_BYTES_MAX))
    }

    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        body::json(&self.bytes()?)
    }

    /// Runs a handler that needs nobody signed in, off the async threads.
    pub async fn anybody(self, handler: impl FnOnce(&mut Self) -> Answer + Send + 'static) -> Response {
        let lang = self.lang();
        blocking(lang, move || {
            let mut visit = self;
            visit.same_origin()?;
            handler(&mut visit)
        })
        .await
    }

    /// Runs a handler for a signed-in person, off the async threads.
    pub async fn signed(self, handler: impl FnOnce(&mut Signed) -> Answer + Send + 'static) -> Response {
        let lang = self.lang();
        let active = !self.is_refresh();
        blocking(lang, move || handler(&mut self.sign(active)?)).await
    }

    /// Who asks. `active` = a person did something, so the session's idle time begins anew.
    pub fn sign(self, active: bool) -> Result<Signed, Fault> {
        self.same_origin()?;
        let token = self.token().ok_or(ProblemText::NotSignedIn)?;
        let session = accounts::session(self.web.node.store(), &token, active)?.ok_or(ProblemText::SessionEnded)?;
        let signed = Signed { visit: self, session, token };
        super::lay::admit(&signed)?;
        Ok(signed)
    }

    /// A forgotten page must not keep its session alive. Whoever writes is there, whatever the header says.
    fn is_refresh(&self) -> bool {
        self.method == Method::GET && self.headers.get(REFRESH).is_some_and(|value| value == "1")
    }

    /// The answer to a method that this path does not take.
    pub fn not_supported(&self, allowed: &'static str) -> Response {
        let mut response = Fault::from(ProblemText::MethodNotAllowed).response(self.lang());
        response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
        response
    }

    /// The session's token, from its cookie.
    pub fn token(&self) -> Option<String> {
        let cookies = self.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut parts = cookies.flat_map(|value| value.split(';')).filter_map(|part| part.trim().split_once('='));
        let (_, token) = parts.find(|(name, _)| *name == &*self.web.cookie)?;
        let is_ours = token.len() <= 128 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then(|| token.to_owned())
    }

    /// A page of another site may not write here, even where the browser sends our cookie.
    fn same_origin(&self) -> Result<(), Fault> {
        if self.method == Method::GET {
            return Ok(());
        }
        let text = |name: HeaderName| self.headers.get(name).map(|value| value.to_str().unwrap_or_default());
        if text(FETCH_SITE).is_some_and(|site| site != "same-origin" && site != "none") {
            return Err(ProblemText::CrossSite.into());
        }
        let Some(origin) = text(ORIGIN) else { return Ok(()) };
        let host = text(HOST).unwrap_or_default();
        let of_host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        if !host.is_empty() && of_host == Some(host) { Ok(()) } else { Err(ProblemText::CrossSite.into()) }
    }
}

impl Signed {
    /// The machine.
    pub fn node(&self) -> &Node {
        &self.visit.web.node
    }

    /// The language asked for.
    pub fn lang(&self) -> Lang {
        self.visit.lang()
    }

    /// Only for people with this role.
    pub fn must_be(&self, role: Role) -> Result<(), Fault> {
        if self.session.actor.roles.contains(&role) { Ok(()) } else { Err(ProblemText::NotAllowed.into()) }
    }

    /// Only for people whose work it is; a supervisor or administrator without another role looks on.
    pub fn must_handle_cases(&self) -> Result<(), Fault> {
        let handles = |role: &Role| role.handles_cases();
        if self.session.actor.roles.iter().any(handles) { Ok(()) } else { Err(ProblemText::NotAllowed.into()) }
    }

    /// Only for people who answer for places: figures over the subtree.
    pub fn must_look_over(&self) -> Result<(), Fault> {
        let looks_over = |role: &Role| match role {
            Role::Supervisor | Role::LaySupervisor | Role::Head | Role::Admin => true,
            Role::Agent | Role::Clerk | Role::Reviewer | Role::Node => false,
        };
        if self.session.actor.roles.iter().any(looks_over) { Ok(()) } else { Err(ProblemText::NotAllowed.into()) }
    }

    /// Who looks, and when.
    pub fn look<'a>(&self, directory: &'a Directory) -> Look<'a> {
        Look { site: self.session.actor.site, now: self.node().clock().now(), directory }
    }
}

/// Runs on a thread that may wait for the disk; a panic there is an answer, not a dead connection.
pub async fn blocking(lang: Lang, handler: impl FnOnce() -> Answer + Send + 'static) -> Response {
    let answer = tokio::task::spawn_blocking(handler).await;
    let answer = answer.unwrap_or_else(|_| Err(Fault::internal("a handler panicked")));
    answer.unwrap_or_else(|fault| fault.response(lang))
}

/// An answer as JSON.
pub fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    let bytes = serde_json::to_vec(value).map_err(Fault::internal)?;
    let mut response = Response::new(bytes.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // Answers hold names; no browser and no proxy may keep them.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// 204: done, nothing to show.
pub fn nothing() -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
