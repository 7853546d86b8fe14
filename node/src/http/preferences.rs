//! `/preferences`: what a person likes on the pages. Only the own ones; nobody reads another's.

use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, nothing, visit};
use crate::accounts::{self, PreferenceError};
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use serde_json::Value;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let all = warp::path!("preferences").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(all).await,
            _ => visit.not_supported("GET"),
        }
    });
    let one = warp::path!("preferences" / String).and(visit(web)).then(|key: String, visit: Visit| async move {
        match visit.method {
            Method::PUT => visit.signed(move |who| keep(who, &key)).await,
            Method::DELETE => visit.signed(move |who| forget(who, &key)).await,
            _ => visit.not_supported("PUT, DELETE"),
        }
    });
    all.or(one).unify().boxed()
}

fn all(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    json(StatusCode::OK, &accounts::preferences(who.node().store(), who.session.actor.user)?)
}

fn keep(who: &mut Signed, key: &str) -> Answer {
    let body = who.visit.bytes()?;
    // Blanks between values are not kept; a body that is much longer than any value is not even read.
    if body.len() > 2 * accounts::PREFERENCE_BYTES_MAX {
        return Err(fault(PreferenceError::TooLong));
    }
    let value: Value = who.visit.json()?;
    accounts::set_preference(who.node().store(), who.session.actor.user, key, &value).map_err(fault)?;
    Ok(nothing())
}

fn forget(who: &mut Signed, key: &str) -> Answer {
    who.visit.query(&[])?;
    accounts::forget_preference(who.node().store(), who.session.actor.user, key).map_err(fault)?;
    Ok(nothing())
}

fn fault(error: PreferenceError) -> Fault {
    match error {
        // The key stands in the path, so one that cannot be is a path that is not there.
        PreferenceError::Key => ProblemText::NotFound.into(),
        PreferenceError::TooMany => Fault::with(ProblemText::TooManyPreferences, "max", accounts::PREFERENCES_MAX),
        PreferenceError::TooLong => {
            Fault::with(ProblemText::TooLarge, "max", format!("{} kB", accounts::PREFERENCE_BYTES_MAX >> 10))
        }
        PreferenceError::Node(error) => error.into(),
    }
}
