//! `/catalogue`: every item with its newest change, every version of an item, and a new edition: checked without writing
//! anything, then published exactly as it was shown.

use super::names;
use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use crate::{accounts, catalogue, store};
use daiban_shared::api::{
    CatalogueCheck, CataloguePublished, CatalogueRow, CheckedFault, CheckedRow, DeptRef, ItemVersion, ItemVersions,
    Page, RowState,
};
use daiban_shared::day::Day;
use daiban_shared::ground::View;
use daiban_shared::id::{DocId, Millis, SiteId};
use daiban_shared::import::{self, RowError};
use daiban_shared::item::Item;
use daiban_shared::kind::{Body, Role};
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, ProblemText};
use http::{Method, StatusCode};
use std::collections::{BTreeMap, BTreeSet};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let list = warp::path!("catalogue").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(list).await,
            _ => visit.not_supported("GET"),
        }
    });
    let check = warp::path!("catalogue" / "check").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(check).await,
            _ => visit.not_supported("POST"),
        }
    });
    let publish = warp::path!("catalogue" / "publish").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(publish).await,
            _ => visit.not_supported("POST"),
        }
    });
    let item =
        warp::path!("catalogue" / "items" / String).and(visit(web)).then(|code: String, visit: Visit| async move {
            match visit.method {
                Method::GET => visit.signed(move |who| versions(who, &code)).await,
                _ => visit.not_supported("GET"),
            }
        });
    list.or(check).unify().or(publish).unify().or(item).unify().boxed()
}

fn list(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let mut changed: BTreeMap<String, Millis> = BTreeMap::new();
    for stored in who.node().store().read(|conn| store::entries_of(conn, DocId::PUBLIC))? {
        if let Body::Item(item) = stored.entry.body {
            changed.insert(item.code, stored.entry.head.at);
        }
    }
    let row = |item: &Item| CatalogueRow {
        item: names::item(item),
        department: names::dept(view, item.dept),
        category_zh: item.category_zh.clone(),
        category_en: item.category_en.clone(),
        service: item.service,
        promised: item.promised,
        decide_tier: item.decide_tier,
        filed_at: [Tier::Village, Tier::Town, Tier::District].into_iter().filter(|tier| item.files_at(*tier)).collect(),
        papers: item.materials.len() as u32,
        changed_at: changed.get(&item.code).copied().unwrap_or(0),
    };
    let items = view.items().map(|(_, item)| row(item)).collect();
    json(StatusCode::OK, &Page { items, next: None })
}

fn versions(who: &mut Signed, code: &str) -> Answer {
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let mut versions: Vec<ItemVersion> = who.node().store().read(|conn| {
        let mut out = Vec::new();
        for stored in store::entries_of(conn, DocId::PUBLIC)? {
            let head = &stored.entry.head;
            // After a restore of the district a lost branch may hold versions that nobody works with.
            let is_seen = view.item_row(stored.entry.hash).is_some();
            if let Body::Item(item) = stored.entry.body
                && item.code == code
                && is_seen
            {
                out.push(ItemVersion { at: head.at, by: accounts::name_of(conn, head.by)?, item: *item });
            }
        }
        Ok(out)
    })?;
    if versions.is_empty() {
        return Err(ProblemText::NotFound.into());
    }
    versions.reverse();
    let by = names::site(view, district(view, who.session.actor.site));
    json(StatusCode::OK, &ItemVersions { by, departments: departments(view), versions })
}

fn departments(view: View<'_>) -> Vec<DeptRef> {
    view.district().map(|site| site.departments.iter().map(names::desk).collect()).unwrap_or_default()
}

fn district(view: View<'_>, own: SiteId) -> SiteId {
    view.district().map_or(own, |site| site.id)
}

/// Who may bring a new edition: the administrator of the district's machine.
fn must_edit(who: &Signed, view: View<'_>) -> Result<(), Fault> {
    who.must_be(Role::Admin)?;
    let own = who.node().identity().site();
    if view.district().is_some_and(|site| site.id == own) { Ok(()) } else { Err(ProblemText::NotDistrict.into()) }
}

fn check(who: &mut Signed) -> Answer {
    let directory = who.node().store().directory();
    let view = directory.newest();
    must_edit(who, view)?;
    who.visit.query(&[])?;
    let (bytes, lang) = (who.visit.bytes()?, who.lang());
    let text = match import::text(&bytes) {
        Ok(text) => text,
        Err(errors) => return json(StatusCode::OK, &unreadable(&errors, lang)),
    };
    let edition = catalogue::read(view, text);
    let in_file: BTreeSet<&str> = edition.rows.iter().map(|row| row.item.code.as_str()).collect();
    // With wrong rows in the file nobody knows which items it lacks.
    let absent = view.items().filter(|(_, item)| edition.errors.is_empty() && !in_file.contains(item.code.as_str()));
    let answer = CatalogueCheck {
        mark: edition.mark.clone(),
        absent: absent.map(|(_, item)| names::item(item)).collect(),
        errors: faults(&edition.errors, lang),
        warnings: faults(&edition.warnings, lang),
        departments: departments(view),
        rows: edition.rows.into_iter().map(checked).collect(),
    };
    json(StatusCode::OK, &answer)
}

fn checked(row: catalogue::Row) -> CheckedRow {
    let unchanged = row.is_unchanged();
    let catalogue::Row { row, item, before } = row;
    let state = match &before {
        None => RowState::New,
        Some(_) if unchanged => RowState::Unchanged,
        Some(_) => RowState::Changed,
    };
    let (code, zh, en) = (item.code.clone(), item.zh.clone(), item.en.clone());
    let versions = before.filter(|_| !unchanged).map(|before| Box::new((before, item)));
    CheckedRow { row, code, zh, en, state, versions }
}

fn unreadable(errors: &[RowError], lang: Lang) -> CatalogueCheck {
    CatalogueCheck {
        mark: String::new(),
        rows: Vec::new(),
        errors: faults(errors, lang),
        warnings: Vec::new(),
        absent: Vec::new(),
        departments: Vec::new(),
    }
}

fn faults(errors: &[RowError], lang: Lang) -> Vec<CheckedFault> {
    let fault = |error: &RowError| CheckedFault {
        row: error.row,
        column: error.column.clone(),
        words: error.reason.words(lang),
    };
    errors.iter().map(fault).collect()
}

fn publish(who: &mut Signed) -> Answer {
    let directory = who.node().store().directory();
    let view = directory.newest();
    must_edit(who, view)?;
    let query = who.visit.query(&["mark"])?;
    let bytes = who.visit.bytes()?;
    let wrong = |n: usize| Fault::with(ProblemText::CatalogueWrong, "n", n);
    let text = import::text(&bytes).map_err(|errors| wrong(errors.len()))?;
    let edition = catalogue::read(view, text);
    if !edition.errors.is_empty() {
        return Err(wrong(edition.errors.len()));
    }
    let rows = edition.bodies(view, Day::of(who.node().clock().now()));
    let done = CataloguePublished { entered: edition.rows.len() - edition.unchanged(), unchanged: edition.unchanged() };
    // A press whose answer was lost is repeated: everything stands there already.
    if rows.is_empty() {
        return json(StatusCode::OK, &done);
    }
    let is_as_shown = query.text("mark") == Some(edition.mark.as_str());
    let user = who.session.actor.user;
    if !is_as_shown || !catalogue::publish(who.node(), &edition, rows, text.to_owned(), user)? {
        return Err(ProblemText::CatalogueMoved.into());
    }
    json(StatusCode::OK, &done)
}
