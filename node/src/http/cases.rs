//! `/cases`, `/cases/{id}`, its form and its steps.

use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use super::{body, worklists};
use crate::accounts;
use crate::cases::{self, Answered};
use crate::{Error, case_page, store};
use daiban_shared::api::{AtOnce, Command, NewCase, Page};
use daiban_shared::form::{FieldError, Value};
use daiban_shared::id::{DocId, DocKind, Hash};
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use std::collections::BTreeMap;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Name of the header with a form change's command id.
const KEY_HEADER: &str = "idempotency-key";
/// Name of the header with the heads that the screen of a form change showed, with commas between them.
const HEADS_HEADER: &str = "daiban-heads";
/// Heads a command may name: a document has at most 32 that its next entry sees.
const HEADS_MAX: usize = 64;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let all = warp::path!("cases").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(worklists::cases).await,
            Method::POST => visit.signed(file).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let one = warp::path!("cases" / String).and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| show(who, &id)).await,
            _ => visit.not_supported("GET"),
        }
    });
    let steps = warp::path!("cases" / String / "steps").and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(move |who| step(who, &id)).await,
            _ => visit.not_supported("POST"),
        }
    });
    let once = warp::path!("cases" / String / "at-once").and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(move |who| at_once(who, &id)).await,
            _ => visit.not_supported("POST"),
        }
    });
    let form = warp::path!("cases" / String / "form").and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| form_at(who, &id)).await,
            Method::PATCH => visit.signed(move |who| change_form(who, &id)).await,
            _ => visit.not_supported("GET, PATCH"),
        }
    });
    let related =
        warp::path!("cases" / String / "related").and(visit(web)).then(|id: String, visit: Visit| async move {
            match visit.method {
                Method::GET => visit.signed(move |who| related(who, &id)).await,
                _ => visit.not_supported("GET"),
            }
        });
    let times = warp::path!("cases" / String / "times").and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| times(who, &id)).await,
            _ => visit.not_supported("GET"),
        }
    });
    all.or(one)
        .unify()
        .or(once)
        .unify()
        .or(times)
        .unify()
        .or(related)
        .unify()
        .or(steps)
        .unify()
        .or(form)
        .unify()
        .boxed()
}

fn file(who: &mut Signed) -> Answer {
    who.must_handle_cases()?;
    let new: NewCase = who.visit.json()?;
    let cmd = body::command_id(new.id.as_deref())?;
    if who.node().store().directory().newest().item(&new.item).is_none() {
        return Err(Fault::with(ProblemText::ItemUnknown, "item", &new.item).at_field("item"));
    }
    let (created, answered) = cases::file(who.node().store(), &who.session.actor, new, cmd)?;
    who.visit.web.metrics.filed(answered == Answered::Fresh);
    json(status_of(answered), &created)
}

fn show(who: &mut Signed, id: &str) -> Answer {
    who.visit.query(&[])?;
    let mut view = case_page::case_view(who.node().store(), &who.session.actor, doc(id)?, who.lang())?;
    if let Some(user) = view.holder.user {
        view.holder.user_name = who.node().store().read(|conn| accounts::name_of(conn, user))?;
    }
    if super::lay::is_lay(who) {
        super::lay::hide_case(&mut view);
    }
    json(StatusCode::OK, &view)
}

/// Claimed against provable time.
fn times(who: &mut Signed, id: &str) -> Answer {
    who.visit.query(&[])?;
    json(StatusCode::OK, &case_page::case_times(who.node().store(), doc(id)?)?)
}

/// Other cases of the person who applies.
fn related(who: &mut Signed, id: &str) -> Answer {
    who.visit.query(&[])?;
    let doc = doc(id)?;
    let store = who.node().store();
    // A case that one may not see says nothing about its person's others either.
    case_page::case_view(store, &who.session.actor, doc, who.lang())?;
    let directory = store.directory();
    let look = who.look(&directory);
    let items = store.read(|conn| store::related(conn, look, doc))?;
    json(StatusCode::OK, &Page { items, next: None })
}

fn form_at(who: &mut Signed, id: &str) -> Answer {
    let query = who.visit.query(&["at"])?;
    let step = query.text("at").map(Hash::parse).transpose().map_err(|_| Fault::from(ProblemText::NotFound))?;
    json(StatusCode::OK, &case_page::form_at(who.node().store(), &who.session.actor, doc(id)?, step)?)
}

fn step(who: &mut Signed, id: &str) -> Answer {
    let doc = doc(id)?;
    let mut parts = body::object(&who.visit.bytes()?)?;
    let cmd = parts.remove("id").map(body::part::<Option<String>>).transpose()?.flatten();
    let heads = parts.remove("heads").map(body::part::<Option<Vec<Hash>>>).transpose()?.flatten();
    few_heads("heads", heads.as_deref())?;
    let command: Command = body::part(serde_json::Value::Object(parts))?;
    // Urging is what a supervisor does; nothing else in a case is his.
    if !matches!(command, Command::Urge { .. }) {
        who.must_handle_cases()?;
    }
    let cmd = body::command_id(cmd.as_deref())?;
    let (written, answered) = cases::step(who.node().store(), &who.session.actor, doc, heads, command, cmd)?;
    who.visit.web.metrics.stepped(answered == Answered::Fresh);
    json(status_of(answered), &written)
}

fn at_once(who: &mut Signed, id: &str) -> Answer {
    who.must_handle_cases()?;
    let doc = doc(id)?;
    let asked: AtOnce = who.visit.json()?;
    few_heads("heads", asked.heads.as_deref())?;
    let cmd = body::command_id(asked.id.as_deref())?;
    let (written, answered) = cases::at_once(who.node().store(), &who.session.actor, doc, asked, cmd)?;
    who.visit.web.metrics.stepped(answered == Answered::Fresh);
    json(status_of(answered), &written)
}

fn change_form(who: &mut Signed, id: &str) -> Answer {
    who.must_handle_cases()?;
    let doc = doc(id)?;
    let values: BTreeMap<String, Value> = who.visit.json()?;
    let key = who.visit.headers.get(KEY_HEADER).map(|value| value.to_str().unwrap_or("?"));
    let cmd = body::command_id(key)?;
    let heads = shown_heads(&who.visit)?;
    let (written, answered) = cases::change_form(who.node().store(), &who.session.actor, doc, heads, values, cmd)?;
    who.visit.web.metrics.stepped(answered == Answered::Fresh);
    json(status_of(answered), &written)
}

fn few_heads(field: &str, heads: Option<&[Hash]>) -> Result<(), Fault> {
    if heads.is_some_and(|heads| heads.len() > HEADS_MAX) {
        return Err(Fault::field(field, FieldError::OutOfRange { min: 0, max: HEADS_MAX as i64 }));
    }
    Ok(())
}

/// What the screen showed; none = the client does not say.
fn shown_heads(visit: &Visit) -> Result<Option<Vec<Hash>>, Fault> {
    let Some(value) = visit.headers.get(HEADS_HEADER) else { return Ok(None) };
    let bad = || Fault::field(HEADS_HEADER, FieldError::WrongType);
    let words = value.to_str().map_err(|_| bad())?.split(',').take(HEADS_MAX + 1);
    let heads = words.map(|word| Hash::parse(word.trim()).map_err(|_| bad())).collect::<Result<Vec<_>, _>>()?;
    few_heads(HEADS_HEADER, Some(&heads))?;
    Ok(Some(heads))
}

/// An id that cannot be one is as unknown as one that nobody has: both say nothing about other people's cases.
pub(super) fn doc(id: &str) -> Result<DocId, Fault> {
    DocId::parse(id).ok().filter(|doc| doc.kind() == DocKind::Case).ok_or_else(|| Error::NotFound.into())
}

fn status_of(answered: Answered) -> StatusCode {
    match answered {
        Answered::Fresh => StatusCode::CREATED,
        Answered::Replayed => StatusCode::OK,
    }
}
