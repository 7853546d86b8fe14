//! `/users`, `/colleagues`, `/rights`: people of this machine, and what the district lets places and departments do.

use super::body;
use super::names;
use super::problem::Fault;
use super::session::account;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::{accounts, join};
use daiban_shared::api::{Page, RightRequest, RightView, UserChange};
use daiban_shared::form::FieldError;
use daiban_shared::id::UserId;
use daiban_shared::kind::Role;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Characters of the document a right rests on.
const BASIS_CHARS_MAX: u16 = 200;
/// Item codes of one right.
const ITEMS_MAX: usize = 200;

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
    let rights = warp::path!("rights").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(rights).await,
            Method::POST => visit.signed(ask_right).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let colleagues = warp::path!("colleagues").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(colleagues).await,
            _ => visit.not_supported("GET"),
        }
    });
    users.or(user).unify().or(rights).unify().or(colleagues).unify().boxed()
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

fn rights(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let rows = view.rights().map(|right| RightView {
        right: right.clone(),
        site: right.site.map(|site| names::site(view, site)),
        department: right.dept.map(|dept| names::dept(view, dept)),
    });
    json(StatusCode::OK, &Page { items: rows.collect(), next: None })
}

fn ask_right(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let mut parts = body::object(&who.visit.bytes()?)?;
    let cmd = parts.remove("id").map(body::part::<Option<String>>).transpose()?.flatten();
    let request: RightRequest = body::part(serde_json::Value::Object(parts))?;
    let cmd = body::command_id(cmd.as_deref())?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let own = who.session.actor.site;
    if view.site(request.site).is_none() {
        return Err(Fault::from(ProblemText::SiteUnknown).at_field("site"));
    }
    if request.site != own && !view.is_above(own, request.site) {
        return Err(Fault::from(ProblemText::NotBelow).at_field("site"));
    }
    if request.department.is_some_and(|dept| view.department(dept).is_none()) {
        return Err(Fault::field("department", FieldError::NotAnOption));
    }
    if let Some(unknown) = request.items.iter().find(|code| view.item(code).is_none()) {
        return Err(Fault::with(ProblemText::ItemUnknown, "item", unknown).at_field("items"));
    }
    if request.items.len() > ITEMS_MAX {
        return Err(Fault::field("items", FieldError::OutOfRange { min: 0, max: ITEMS_MAX as i64 }));
    }
    if request.basis.trim().is_empty() {
        return Err(Fault::field("basis", FieldError::Missing));
    }
    if request.basis.chars().count() > usize::from(BASIS_CHARS_MAX) {
        return Err(Fault::field("basis", FieldError::TooLong { max: BASIS_CHARS_MAX }));
    }
    join::ask_right(who.node(), &who.session.actor, request, cmd)?;
    Ok(super::visit::nothing())
}
