//! `/nodes`: this machine, the machines below it, invitations and those that wait to be confirmed.

use super::body;
use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, nothing, visit};
use crate::join::{self, places};
use daiban_shared::api::{ConfirmRequest, HoursIn, InviteRequest};
use daiban_shared::day::parse_clock;
use daiban_shared::deadline::Hours;
use daiban_shared::id::SiteId;
use daiban_shared::kind::Role;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let nodes = warp::path!("nodes").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(nodes).await,
            _ => visit.not_supported("GET"),
        }
    });
    let invite = warp::path!("nodes" / "invite").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(invite).await,
            _ => visit.not_supported("POST"),
        }
    });
    let confirm = warp::path!("nodes" / "confirm").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(confirm).await,
            _ => visit.not_supported("POST"),
        }
    });
    let end = warp::path!("sites" / u32 / "end").and(visit(web)).then(|site: u32, visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(move |who| end_place(who, SiteId(site))).await,
            _ => visit.not_supported("POST"),
        }
    });
    let hours = warp::path!("sites" / u32 / "hours").and(visit(web)).then(|site: u32, visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(move |who| hours(who, SiteId(site))).await,
            _ => visit.not_supported("POST"),
        }
    });
    nodes.or(invite).unify().or(confirm).unify().or(end).unify().or(hours).unify().boxed()
}

fn nodes(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    who.visit.query(&[])?;
    json(StatusCode::OK, &join::nodes(who.node())?)
}

fn invite(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let asked: InviteRequest = who.visit.json()?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let Some(site) = view.site(asked.site) else { return Err(Fault::from(ProblemText::SiteUnknown).at_field("site")) };
    if site.parent != Some(who.session.actor.site) {
        return Err(Fault::from(ProblemText::NotBelow).at_field("site"));
    }
    if view.live_node(asked.site).is_some() {
        return Err(Fault::from(ProblemText::SiteHasNode).at_field("site"));
    }
    json(StatusCode::CREATED, &join::invite(who.node(), asked.site)?)
}

fn confirm(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let asked: ConfirmRequest = who.visit.json()?;
    let waiting = join::nodes(who.node())?.asking;
    if !waiting.iter().any(|asking| asking.node == asked.node) {
        return Err(Fault::from(ProblemText::NoSuchNode).at_field("node"));
    }
    join::confirm(who.node(), &who.session.actor, asked.node)?;
    Ok(nothing())
}

/// When a place works. A time that is none, or a close before the opening, is refused at its field.
fn hours(who: &mut Signed, site: SiteId) -> Answer {
    who.must_be(Role::Admin)?;
    let asked: HoursIn = who.visit.json()?;
    let cmd = body::command_id(asked.id.as_deref())?;
    let time = |text: &str, field| parse_clock(text).ok_or(Fault::from(ProblemText::PlaceHours).at_field(field));
    let (opens, closes) = (time(&asked.opens, "opens")?, time(&asked.closes, "closes")?);
    if opens >= closes {
        return Err(Fault::from(ProblemText::PlaceHours).at_field("closes"));
    }
    places::set_hours(who.node(), &who.session.actor, site, Hours { opens, closes }, cmd)?;
    Ok(nothing())
}

/// A place ends once nothing is left there.
fn end_place(who: &mut Signed, site: SiteId) -> Answer {
    who.must_be(Role::Admin)?;
    let mut parts = body::object(&who.visit.bytes()?)?;
    let cmd = parts.remove("id").map(body::part::<Option<String>>).transpose()?.flatten();
    let cmd = body::command_id(cmd.as_deref())?;
    match places::end(who.node(), &who.session.actor, site, cmd)? {
        None => Ok(nothing()),
        Some(places::Stays::Cases(n)) => Err(Fault::with(ProblemText::SiteHasCases, "n", n).at_field("site")),
        Some(places::Stays::Below) => Err(Fault::from(ProblemText::SiteHasPlaces).at_field("site")),
        Some(places::Stays::Machine) => Err(Fault::from(ProblemText::SiteHasMachine).at_field("site")),
    }
}
