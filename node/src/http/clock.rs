//! `/clock`: what this machine's clock says, and an administrator's word that it is right.

use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::upkeep;
use daiban_shared::api::ClockConfirm;
use daiban_shared::form::FieldError;
use daiban_shared::kind::Role;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The route of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let clock = warp::path!("clock").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(|who| json(StatusCode::OK, &upkeep::clock(who.node()))).await,
            Method::POST => visit.signed(confirm).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    clock.boxed()
}

fn confirm(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let asked: ClockConfirm = who.visit.json()?;
    if !asked.confirm {
        return Err(Fault::field("confirm", FieldError::NotAnOption));
    }
    json(StatusCode::OK, &upkeep::confirm_clock(who.node(), who.session.actor.user)?)
}
