//! `/find`: search from everywhere while somebody types.

use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::find;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The route of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let find = warp::path!("find").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(found).await,
            _ => visit.not_supported("GET"),
        }
    });
    find.boxed()
}

fn found(who: &mut Signed) -> Answer {
    let query = who.visit.query(&["q"])?;
    let store = who.node().store();
    let directory = store.directory();
    let found = find::find(store, who.look(&directory), query.text("q").unwrap_or_default(), who.lang())?;
    json(StatusCode::OK, &found)
}
