//! `/groups`, `/cases/{id}/applicant`, `/items/{code}/sample`: what makes filing quicker.

use super::cases::doc;
use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::filing::{self, GroupsFault};
use daiban_shared::api::{GROUP_CHARS_MAX, GROUPS_MAX, Groups};
use daiban_shared::form::FieldError;
use daiban_shared::kind::Role;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let groups = warp::path!("groups").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(show_groups).await,
            Method::PUT => visit.signed(keep_groups).await,
            _ => visit.not_supported("GET, PUT"),
        }
    });
    let applicant =
        warp::path!("cases" / String / "applicant").and(visit(web)).then(|id: String, visit: Visit| async move {
            match visit.method {
                Method::GET => visit.signed(move |who| applicant(who, &id)).await,
                _ => visit.not_supported("GET"),
            }
        });
    let sample =
        warp::path!("items" / String / "sample").and(visit(web)).then(|code: String, visit: Visit| async move {
            match visit.method {
                Method::GET => visit.signed(move |who| sample(who, &code)).await,
                _ => visit.not_supported("GET"),
            }
        });
    groups.or(applicant).unify().or(sample).unify().boxed()
}

fn show_groups(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    json(StatusCode::OK, &Groups { groups: filing::groups(who.node().store())? })
}

/// The list is the place's own matter: whoever files there, or runs its machine, keeps it.
fn keep_groups(who: &mut Signed) -> Answer {
    let keeps = |role: &Role| match role {
        Role::Agent | Role::Clerk | Role::Head | Role::Admin => true,
        Role::Reviewer | Role::Supervisor | Role::LaySupervisor | Role::Node => false,
    };
    if !who.session.actor.roles.iter().any(keeps) {
        return Err(ProblemText::NotAllowed.into());
    }
    let typed: Groups = who.visit.json()?;
    let groups = filing::checked(&typed.groups).map_err(|fault| {
        let error = match fault {
            GroupsFault::TooMany => FieldError::OutOfRange { min: 0, max: GROUPS_MAX as i64 },
            GroupsFault::Name => FieldError::TooLong { max: GROUP_CHARS_MAX as u16 },
            GroupsFault::Twice => FieldError::NotAnOption,
        };
        Fault::field("groups", error)
    })?;
    filing::keep_groups(who.node().store(), groups.clone())?;
    json(StatusCode::OK, &Groups { groups })
}

/// Only for people who file: whoever looks on has no use for a whole ID number.
fn applicant(who: &mut Signed, id: &str) -> Answer {
    who.must_handle_cases()?;
    who.visit.query(&[])?;
    json(StatusCode::OK, &filing::applicant(who.node().store(), &who.session.actor, doc(id)?)?)
}

fn sample(who: &mut Signed, code: &str) -> Answer {
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let (_, item) = view.item(code).filter(|(_, item)| !item.ended).ok_or(ProblemText::NotFound)?;
    let own = who.session.actor.site;
    // From the district down to this place, as an address is written.
    let mut names: Vec<&str> =
        view.above(own).into_iter().filter_map(|site| Some(view.site(site)?.zh.as_str())).collect();
    names.reverse();
    names.extend(view.site(own).map(|site| site.zh.as_str()));
    json(StatusCode::OK, &filing::sample(item, &names.concat().replace("村委会", "村")))
}
