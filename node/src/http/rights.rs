//! `/rights` and `/right-requests`: who may accept and decide what, and who asks the district for it.

use super::body;
use super::names;
use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, nothing, visit};
use crate::accounts;
use crate::join::grants;
use daiban_shared::api::{
    AskedState, EndRequest, GrantView, ItemRef, Page, RefuseRequest, RightAskedView, RightEvent, RightRequest,
    RightState, RightView,
};
use daiban_shared::day::Day;
use daiban_shared::form::FieldError;
use daiban_shared::ground::View;
use daiban_shared::id::Hash;
use daiban_shared::kind::{Right, Role};
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use rusqlite::Connection;
use std::collections::BTreeMap;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Characters of the document a right rests on, and of reasons.
const WORDS_CHARS_MAX: u16 = 200;
/// Item codes of one right.
const ITEMS_MAX: usize = 200;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let rights = warp::path!("rights").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(rights).await,
            Method::POST => visit.signed(ask).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let end = warp::path!("rights" / u32 / "end").and(visit(web)).then(|no: u32, visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(move |who| end(who, no)).await,
            _ => visit.not_supported("POST"),
        }
    });
    let requests = warp::path!("right-requests").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(requests).await,
            _ => visit.not_supported("GET"),
        }
    });
    let enter =
        warp::path!("right-requests" / String / "enter").and(visit(web)).then(|id: String, visit: Visit| async move {
            match visit.method {
                Method::POST => visit.signed(move |who| enter(who, &id)).await,
                _ => visit.not_supported("POST"),
            }
        });
    let refuse =
        warp::path!("right-requests" / String / "refuse").and(visit(web)).then(|id: String, visit: Visit| async move {
            match visit.method {
                Method::POST => visit.signed(move |who| refuse(who, &id)).await,
                _ => visit.not_supported("POST"),
            }
        });
    rights.or(end).unify().or(requests).unify().or(enter).unify().or(refuse).unify().boxed()
}

fn grant(view: View<'_>, right: Right) -> GrantView {
    GrantView {
        site: right.site.map(|site| names::site(view, site)),
        department: right.dept.map(|dept| names::dept(view, dept)),
        right,
    }
}

/// The items by name; one that the catalogue does not have is shown by its code.
fn items(view: View<'_>, right: &Right) -> Vec<ItemRef> {
    let named = |code: &String| match view.item(code) {
        Some((_, item)) => names::item(item),
        None => ItemRef { code: code.clone(), version: 0, zh: code.clone(), en: code.clone() },
    };
    right.items.iter().map(named).collect()
}

fn rights(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let today = Day::of(who.node().clock().now());
    let rows = who.node().store().read(|conn| all(conn, view, today))?;
    json(StatusCode::OK, &Page { items: rows, next: None })
}

/// Every right that ever held or will, by number. A refused request is none.
fn all(conn: &Connection, view: View<'_>, today: Day) -> Result<Vec<RightView>, crate::Error> {
    let mut by_no: BTreeMap<u32, (Option<Right>, Vec<RightEvent>)> = BTreeMap::new();
    for (entry, right) in grants::rows(conn)? {
        let by = accounts::name_of(conn, entry.head.by)?;
        let event = RightEvent { at: entry.head.at, by, ended: right.ended, basis: right.basis.clone() };
        let known = by_no.entry(right.no).or_default();
        known.1.push(event);
        if !right.ended {
            known.0 = Some(right);
        }
    }
    let rows = by_no.into_iter().filter_map(|(no, (held, history))| {
        // After a restore of the district a lost branch may hold rows that nobody sees.
        let newest = view.right(no)?;
        let state = RightState::of(newest, today);
        let right = if newest.ended { held? } else { newest.clone() };
        Some(RightView { items: items(view, &right), grant: grant(view, right), state, history })
    });
    Ok(rows.collect())
}

fn requests(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let own = who.session.actor.site;
    let is_district = view.district().is_some_and(|site| site.id == own);
    let mut rows: Vec<RightAskedView> = who.node().store().read(|conn| {
        let answers: BTreeMap<_, _> = grants::rows(conn)?
            .into_iter()
            .rev()
            .map(|(entry, right)| (entry.head.cmd, (entry.head.at, right)))
            .collect();
        let mut out = Vec::new();
        for (entry, private, right) in grants::asked(conn)? {
            let Some((site, _)) = directory.author(entry.node()) else { continue };
            if !is_district && site != own {
                continue;
            }
            let state = match answers.get(&grants::answer_of(entry.hash)) {
                None => AskedState::Open,
                Some((at, row)) if row.ended => AskedState::Refused { reason: row.basis.clone(), at: *at },
                Some((at, row)) => AskedState::Entered { no: row.no, at: *at },
            };
            out.push(RightAskedView {
                id: entry.hash,
                at: entry.head.at,
                from: names::site(view, site),
                by: private.name.unwrap_or_default(),
                why: private.words.unwrap_or_default(),
                items: items(view, &right),
                grant: grant(view, right),
                state,
            });
        }
        Ok(out)
    })?;
    // What waits comes first, the oldest of it at the top; below it the newest answers.
    rows.sort_by_key(|row| if row.state == AskedState::Open { (0, row.at) } else { (1, u64::MAX - row.at) });
    json(StatusCode::OK, &Page { items: rows, next: None })
}

/// A request's command id and the rest of it.
fn command<T: serde::de::DeserializeOwned>(who: &mut Signed) -> Result<(daiban_shared::id::CmdId, T), Fault> {
    let mut parts = body::object(&who.visit.bytes()?)?;
    let cmd = parts.remove("id").map(body::part::<Option<String>>).transpose()?.flatten();
    let request = body::part(serde_json::Value::Object(parts))?;
    Ok((body::command_id(cmd.as_deref())?, request))
}

fn ask(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let (cmd, mut request): (_, RightRequest) = command(who)?;
    check(who, &request)?;
    request.person = match request.user {
        Some(user) => who.node().store().read(|conn| accounts::name_of(conn, user))?,
        None => None,
    };
    grants::ask(who.node(), &who.session.actor, request, cmd)?;
    Ok(nothing())
}

fn check(who: &Signed, request: &RightRequest) -> Result<(), Fault> {
    let directory = who.node().store().directory();
    let view = directory.newest();
    let own = who.session.actor.site;
    let is_district = view.district().is_some_and(|site| site.id == own);
    match request.site {
        None if !is_district || request.tier.is_none() => return Err(Fault::field("site", FieldError::Missing)),
        None => {}
        Some(site) if view.site(site).is_none() => return Err(Fault::from(ProblemText::SiteUnknown).at_field("site")),
        Some(site) if site != own && !view.is_above(own, site) => {
            return Err(Fault::from(ProblemText::NotBelow).at_field("site"));
        }
        Some(_) => {}
    }
    if request.department.is_some_and(|dept| view.department(dept).is_none()) {
        return Err(Fault::field("department", FieldError::NotAnOption));
    }
    if let Some(user) = request.user {
        // Accounts are known at their own machine only.
        let is_here = who.node().store().read(|conn| accounts::is_enabled(conn, user))?;
        if request.site != Some(own) || !is_here {
            return Err(Fault::field("user", FieldError::NotAnOption));
        }
    }
    if let Some(unknown) = request.items.iter().find(|code| view.item(code).is_none()) {
        return Err(Fault::with(ProblemText::ItemUnknown, "item", unknown).at_field("items"));
    }
    if request.items.len() > ITEMS_MAX {
        return Err(Fault::field("items", FieldError::OutOfRange { min: 0, max: ITEMS_MAX as i64 }));
    }
    let today = Day::of(who.node().clock().now());
    if request.from.is_some_and(|from| from < today) {
        return Err(Fault::from(ProblemText::RightFrom).at_field("from"));
    }
    if request.until.is_some_and(|until| until < request.from.unwrap_or(today)) {
        return Err(Fault::from(ProblemText::RightUntil).at_field("until"));
    }
    if request.why.chars().count() > usize::from(WORDS_CHARS_MAX) {
        return Err(Fault::field("why", FieldError::TooLong { max: WORDS_CHARS_MAX }));
    }
    words("basis", &request.basis)
}

fn words(field: &'static str, text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() {
        return Err(Fault::field(field, FieldError::Missing));
    }
    if text.chars().count() > usize::from(WORDS_CHARS_MAX) {
        return Err(Fault::field(field, FieldError::TooLong { max: WORDS_CHARS_MAX }));
    }
    Ok(())
}

/// Rights are written by the administrator of the district's machine.
fn must_enter(who: &Signed) -> Result<(), Fault> {
    who.must_be(Role::Admin)?;
    let directory = who.node().store().directory();
    let own = who.node().identity().site();
    let is_district = directory.newest().district().is_some_and(|site| site.id == own);
    if is_district { Ok(()) } else { Err(ProblemText::RightsAtDistrict.into()) }
}

fn end(who: &mut Signed, no: u32) -> Answer {
    must_enter(who)?;
    let (cmd, request): (_, EndRequest) = command(who)?;
    words("basis", &request.basis)?;
    grants::end(who.node(), &who.session.actor, no, request, cmd)?;
    Ok(nothing())
}

fn enter(who: &mut Signed, id: &str) -> Answer {
    must_enter(who)?;
    let id = Hash::parse(id).map_err(|_| ProblemText::NotFound)?;
    grants::settle(who.node(), &who.session.actor, id, grants::Answer::Enter)?;
    Ok(nothing())
}

fn refuse(who: &mut Signed, id: &str) -> Answer {
    must_enter(who)?;
    let id = Hash::parse(id).map_err(|_| ProblemText::NotFound)?;
    let (_, request): (_, RefuseRequest) = command(who)?;
    words("reason", &request.reason)?;
    let reason = request.reason.trim().to_owned();
    grants::settle(who.node(), &who.session.actor, id, grants::Answer::Refuse(reason))?;
    Ok(nothing())
}
