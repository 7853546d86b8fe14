//! `/session`, `/session/password`, `/me`: signing in and out.

use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, nothing, visit};
use super::{body, names};
use crate::Node;
use crate::accounts::{self, AccountError, Session};
use daiban_shared::api::{Me, PasswordChange, SignIn};
use daiban_shared::form::FieldError;
use daiban_shared::text::ProblemText;
use http::header::SET_COOKIE;
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let session = warp::path!("session").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => {
                let _turn = visit.web.hashing.clone().acquire_owned().await;
                visit.anybody(sign_in).await
            }
            Method::DELETE => visit.anybody(sign_out).await,
            _ => visit.not_supported("POST, DELETE"),
        }
    });
    let password = warp::path!("session" / "password").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => {
                let _turn = visit.web.hashing.clone().acquire_owned().await;
                visit.signed(change_password).await
            }
            _ => visit.not_supported("POST"),
        }
    });
    let me = warp::path!("me").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(show_me).await,
            _ => visit.not_supported("GET"),
        }
    });
    session.or(password).unify().or(me).unify().boxed()
}

fn sign_in(visit: &mut Visit) -> Answer {
    let asked: SignIn = body::json(&visit.bytes()?)?;
    let node = &visit.web.node;
    let (token, session) =
        accounts::sign_in(node.store(), &asked.user, &asked.password).map_err(|error| account(error, node))?;
    let mut response = json(StatusCode::OK, &me(node, &session)?)?;
    response.headers_mut().insert(SET_COOKIE, visit.web.cookie(Some(&token)));
    Ok(response)
}

/// Signing out twice is no error: the second tab must not show one.
fn sign_out(visit: &mut Visit) -> Answer {
    if let Some(token) = visit.token() {
        accounts::sign_out(visit.web.node.store(), &token)?;
    }
    let mut response = nothing();
    response.headers_mut().insert(SET_COOKIE, visit.web.cookie(None));
    Ok(response)
}

fn change_password(who: &mut Signed) -> Answer {
    let change: PasswordChange = who.visit.json()?;
    accounts::change_password(who.node().store(), &who.token, &change.old, &change.new)
        .map_err(|error| account(error, who.node()))?;
    Ok(nothing())
}

fn show_me(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    json(StatusCode::OK, &me(who.node(), &who.session)?)
}

/// What the pages know of the person and the place.
pub(super) fn me(node: &Node, session: &Session) -> Result<Me, Fault> {
    let directory = node.store().directory();
    let view = directory.newest();
    let actor = &session.actor;
    Ok(Me {
        user: actor.user,
        login: session.login.clone(),
        name: actor.name.clone(),
        roles: actor.roles.iter().copied().collect(),
        department: actor.dept.map(|dept| names::dept(view, dept)),
        site: names::site(view, actor.site),
        above: view.above(actor.site).into_iter().map(|site| names::site(view, site)).collect(),
        node: node.identity().node(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        practice: node.config().practice,
        now: node.clock().now(),
    })
}

/// What an account's error is to the person at the screen.
pub fn account(error: AccountError, node: &Node) -> Fault {
    match error {
        AccountError::WrongPassword => ProblemText::WrongPassword.into(),
        AccountError::TooManyTries { until } => {
            let seconds = until.saturating_sub(node.clock().now()).div_ceil(1000).max(1);
            Fault::with(ProblemText::TooManyTries, "minutes", seconds.div_ceil(60)).retry_after(seconds)
        }
        AccountError::WeakPassword => Fault::from(ProblemText::WeakPassword).at_field("password"),
        AccountError::LoginTaken => Fault::from(ProblemText::LoginTaken).at_field("login"),
        AccountError::Field { field } => Fault::field(field, FieldError::Missing),
        AccountError::Node(error) => error.into(),
    }
}
