//! `/practice`: starting, entering and ending the practice network of this machine. Only for whoever sits at the machine:
//! nobody signs in there.

use super::problem::Fault;
use super::session::me;
use super::visit::{Answer, Visit, Web, json, nothing, visit};
use crate::accounts;
use crate::practice::{Inside, Practice, Serve};
use daiban_shared::api::{PracticeEnter, PracticeView};
use daiban_shared::form::FieldError;
use daiban_shared::text::ProblemText;
use http::header::{HOST, SET_COOKIE};
use http::{Method, StatusCode};
use std::sync::Arc;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// How this machine takes part in practice.
#[derive(Clone)]
pub enum Door {
    /// A real machine, beside which somebody may practise.
    Beside(Practice),
    /// A machine of a practice network.
    Inside(Arc<Inside>),
}

/// Headers that only a proxy sets: whoever comes through one does not sit here.
const PROXIED: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let all = warp::path!("practice").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.anybody(show).await,
            Method::POST => visit.anybody(start).await,
            Method::DELETE => visit.anybody(end).await,
            _ => visit.not_supported("GET, POST, DELETE"),
        }
    });
    let again = warp::path!("practice" / "again").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => visit.anybody(begin_again).await,
            _ => visit.not_supported("POST"),
        }
    });
    let enter = warp::path!("practice" / "enter").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => visit.anybody(enter).await,
            _ => visit.not_supported("POST"),
        }
    });
    all.or(again).unify().or(enter).unify().boxed()
}

fn show(visit: &mut Visit) -> Answer {
    visit.query(&[])?;
    json(StatusCode::OK, &view(visit))
}

fn start(visit: &mut Visit) -> Answer {
    let practice = beside(visit)?;
    practice.start(&visit.web.node, &home(visit), &serve())?;
    json(StatusCode::OK, &view(visit))
}

fn begin_again(visit: &mut Visit) -> Answer {
    let practice = beside(visit)?;
    practice.stop()?;
    practice.start(&visit.web.node, &home(visit), &serve())?;
    json(StatusCode::OK, &view(visit))
}

/// Ending twice is no error: the second tab must not show one.
fn end(visit: &mut Visit) -> Answer {
    beside(visit)?.stop()?;
    Ok(nothing())
}

/// Sits down at a desk: no password, because nothing behind it is anybody's.
fn enter(visit: &mut Visit) -> Answer {
    let asked: PracticeEnter = visit.json()?;
    if !matches!(&visit.web.practice, Door::Inside(_)) || !is_here(visit) {
        return Err(ProblemText::NotAllowed.into());
    }
    let node = &visit.web.node;
    let (token, session) =
        accounts::sit_down(node.store(), &asked.seat)?.ok_or_else(|| Fault::field("seat", FieldError::NotAnOption))?;
    let mut response = json(StatusCode::OK, &me(node, &session)?)?;
    response.headers_mut().insert(SET_COOKIE, visit.web.cookie(Some(&token)));
    Ok(response)
}

fn view(visit: &Visit) -> PracticeView {
    let allowed = is_here(visit);
    match &visit.web.practice {
        // Whoever sits elsewhere need not know who practises here.
        Door::Beside(practice) => {
            let seats = if allowed { practice.seats() } else { Vec::new() };
            PracticeView { inside: false, allowed, home: None, seats }
        }
        Door::Inside(inside) => {
            PracticeView { inside: true, allowed, home: Some(inside.home.clone()), seats: inside.seats.clone() }
        }
    }
}

/// The practice network beside this machine.
///
/// Errors: this is a practice machine itself, or whoever asks does not sit here.
fn beside(visit: &Visit) -> Result<Practice, Fault> {
    match &visit.web.practice {
        Door::Beside(practice) if is_here(visit) => Ok(practice.clone()),
        Door::Beside(_) | Door::Inside(_) => Err(ProblemText::NotAllowed.into()),
    }
}

/// The request comes from a browser on this machine: over loopback, by a name of loopback, and through no proxy.
fn is_here(visit: &Visit) -> bool {
    let is_proxied = PROXIED.iter().any(|name| visit.headers.contains_key(*name));
    let is_local = visit.peer.as_ref().is_none_or(|peer| peer.0.ip().is_loopback());
    is_local && !is_proxied && host(visit).is_none_or(is_loopback)
}

fn host(visit: &Visit) -> Option<&str> {
    visit.headers.get(HOST).and_then(|value| value.to_str().ok())
}

fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn home(visit: &Visit) -> String {
    format!("http://{}", host(visit).unwrap_or("127.0.0.1"))
}

/// Serves the pages of a practice machine; boxed, because those pages come from the same function as the real ones.
fn serve() -> Serve {
    Arc::new(|node, listener, inside, stopped| {
        Box::pin(async move {
            if let Err(why) = super::serve_inside(node, listener, inside, stopped).await {
                tracing::warn!(%why, "a practice machine stopped");
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_itself_are_loopback() {
        for host in ["localhost", "localhost:8160", "127.0.0.1:8160", "[::1]:8160", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["192.0.2.10:8160", "daiban.example", "localhost.example:80", "127.0.0.1.example", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
