//! `/users`, `/colleagues`: people of this machine.

use super::problem::Fault;
use super::session::account;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::accounts;
use daiban_shared::api::{Page, UserChange};
use daiban_shared::form::FieldError;
use daiban_shared::id::UserId;
use daiban_shared::kind::Role;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let users = warp::path!("users").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(users).await,
            Method::POST => visit.signed(create).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let user = warp::path!("users" / String).and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::PATCH => visit.signed(move |who| change(who, &id)).await,
            _ => visit.not_supported("PATCH"),
        }
    });
    let colleagues = warp::path!("colleagues").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(colleagues).await,
            _ => visit.not_supported("GET"),
        }
    });
    users.or(user).unify().or(colleagues).unify().boxed()
}

fn colleagues(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    json(StatusCode::OK, &accounts::colleagues(who.node().store())?)
}

fn users(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    who.visit.query(&[])?;
    json(StatusCode::OK, &Page { items: accounts::list(who.node().store())?, next: None })
}

fn create(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let new: UserChange = who.visit.json()?;
    check(who, &new)?;
    let made = accounts::create(who.node().store(), new).map_err(|error| account(error, who.node()))?;
    json(StatusCode::CREATED, &made)
}

fn change(who: &mut Signed, id: &str) -> Answer {
    who.must_be(Role::Admin)?;
    let user = UserId::parse(id).map_err(|_| ProblemText::NotFound)?;
    let change: UserChange = who.visit.json()?;
    check(who, &change)?;
    // Whoever locks himself out has nobody to let him in again.
    let gives_up =
        change.disabled == Some(true) || change.roles.as_ref().is_some_and(|roles| !roles.contains(&Role::Admin));
    if user == who.session.actor.user && gives_up {
        return Err(ProblemText::NotAllowed.into());
    }
    // What lies with somebody who never signs in again, or works on no cases any more, would lie there for ever.
    let works_no_more = change.roles.as_ref().is_some_and(|roles| !roles.iter().any(|role| role.handles_cases()));
    for (leaves, text, field) in [
        (change.disabled == Some(true), ProblemText::UserHasCases, "disabled"),
        (works_no_more, ProblemText::UserKeepsCases, "roles"),
    ] {
        let open = if leaves { who.node().store().read(|conn| accounts::open_cases(conn, user))? } else { 0 };
        if open > 0 {
            return Err(Fault::with(text, "n", open).at_field(field));
        }
    }
    // Nor is it his any more at another desk, and of nobody else there.
    if let Some(desk) = change.department.filter(|desk| *desk != accounts::NO_DESK) {
        let open = who.node().store().read(|conn| accounts::open_cases_beside(conn, user, desk))?;
        if open > 0 {
            return Err(Fault::with(ProblemText::UserKeepsDesk, "n", open).at_field("department"));
        }
    }
    let changed = accounts::change(who.node().store(), user, change).map_err(|error| account(error, who.node()))?;
    json(StatusCode::OK, &changed)
}

/// The machine's own capacity is nobody's, a desk must be one of this place, days have an order and items a name.
fn check(who: &Signed, change: &UserChange) -> Result<(), Fault> {
    if change.roles.as_ref().is_some_and(|roles| roles.is_empty() || roles.contains(&Role::Node)) {
        return Err(Fault::field("roles", FieldError::NotAnOption));
    }
    if change.away.is_some_and(|away| !away.is_sound()) {
        return Err(Fault::from(ProblemText::AwayDays).at_field("away"));
    }
    let directory = who.node().store().directory();
    let is_unknown = |code: &&String| directory.newest().item(&code.trim().to_uppercase()).is_none();
    if let Some(code) = change.items.iter().flatten().find(is_unknown) {
        return Err(Fault::with(ProblemText::ItemUnknown, "item", code).at_field("items"));
    }
    let desk = change.department.filter(|dept| *dept != accounts::NO_DESK);
    if desk.is_some_and(|dept| directory.newest().department(dept).is_none()) {
        return Err(Fault::field("department", FieldError::NotAnOption));
    }
    Ok(())
}
