//! `/inspections` and `/people-of`: what was found at a place, how it was put right, and whether that was enough.

use super::body;
use super::papers::steps;
use super::problem::Fault;
use super::supervision::{counted, flag, must_be_below};
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use super::worklists::site;
use crate::{Error, inspect, store};
use daiban_shared::api::{InspectionCommand, InspectionView, NewInspection, Page};
use daiban_shared::id::{DocId, DocKind};
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let all = warp::path!("inspections").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(list).await,
            Method::POST => visit.signed(open).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let one = warp::path!("inspections" / String).and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| one(who, &id)).await,
            _ => visit.not_supported("GET"),
        }
    });
    let act =
        warp::path!("inspections" / String / "steps").and(visit(web)).then(|id: String, visit: Visit| async move {
            match visit.method {
                Method::POST => visit.signed(move |who| act(who, &id)).await,
                _ => visit.not_supported("POST"),
            }
        });
    let people = warp::path!("people-of").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(people).await,
            _ => visit.not_supported("GET"),
        }
    });
    all.or(one).unify().or(act).unify().or(people).unify().boxed()
}

/// Supervisors see the inspections of their branch; others those of their own place.
fn list(who: &mut Signed) -> Answer {
    let query = who.visit.query(&["under", "open", "at", "officer", "dept", "from", "to"])?;
    let own = who.session.actor.site;
    let looks_over = who.must_look_over().is_ok();
    let under = query.text("under").map(site).transpose()?;
    must_be_below(who, under)?;
    let (open, counted) = (flag(&query, "open")?, counted(&query)?);
    let filter = store::InspectionFilter { under: under.or(Some(own)), open, counted };
    let directory = who.node().store().directory();
    let (look, lang) = (who.look(&directory), who.lang());
    let mut items = who.node().store().read(|conn| store::inspections(conn, look, &filter, lang))?;
    items.retain(|view| looks_over || view.site.id == own);
    json(StatusCode::OK, &Page { items, next: None })
}

fn one(who: &mut Signed, id: &str) -> Answer {
    who.visit.query(&[])?;
    json(StatusCode::OK, &whole(who, id)?)
}

/// An id that cannot be one is as unknown as one that nobody has, or that this person may not see.
fn whole(who: &Signed, id: &str) -> Result<InspectionView, Fault> {
    let doc = DocId::parse(id).ok().filter(|doc| doc.kind() == DocKind::Inspection).ok_or(Error::NotFound)?;
    let directory = who.node().store().directory();
    let (look, lang) = (who.look(&directory), who.lang());
    let found = who.node().store().read(|conn| store::inspection(conn, look, doc, lang))?;
    let (mut view, state) = found.ok_or(Error::NotFound)?;
    if view.site.id != who.session.actor.site && who.must_look_over().is_err() {
        return Err(Error::NotFound.into());
    }
    view.steps = steps(who, doc, lang)?;
    view.may = inspect::may(&state, &who.session.actor, look.view());
    Ok(view)
}

fn open(who: &mut Signed) -> Answer {
    let asked: NewInspection = who.visit.json()?;
    let cmd = body::command_id(asked.id.as_deref())?;
    let doc = inspect::open(who.node().store(), &who.session.actor, asked, cmd)?;
    json(StatusCode::CREATED, &whole(who, &doc.to_string())?)
}

fn act(who: &mut Signed, id: &str) -> Answer {
    let doc = whole(who, id)?.id;
    let asked: InspectionCommand = who.visit.json()?;
    let key = match &asked {
        InspectionCommand::Answer { id, .. } | InspectionCommand::Rule { id, .. } => id.clone(),
    };
    let cmd = body::command_id(key.as_deref())?;
    inspect::act(who.node().store(), &who.session.actor, doc, asked, cmd)?;
    json(StatusCode::CREATED, &whole(who, id)?)
}

/// Whom a problem can be put to: people of a place who have written something that is here.
fn people(who: &mut Signed) -> Answer {
    who.must_look_over()?;
    let query = who.visit.query(&["site"])?;
    let of = query.text("site").map(site).transpose()?.unwrap_or(who.session.actor.site);
    must_be_below(who, Some(of))?;
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    let items = who.node().store().read(|conn| store::people_of(conn, look, of))?;
    json(StatusCode::OK, &Page { items, next: None })
}
