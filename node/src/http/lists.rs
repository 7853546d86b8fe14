//! `/home`, `/tasks`, `/items`, `/sites`, `/overview`, `/sync`: what people look at before they open a case.

use super::names;
use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, visit};
use super::worklists::desk;
use crate::store::Look;
use crate::{Error, case_page, everyday, store, sync};
use daiban_shared::api::{ItemRow, ItemView, Page, SiteRef, SiteView, stages_of};
use daiban_shared::day::Day;
use daiban_shared::form::fields_of;
use daiban_shared::ground::View;
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::item::Item;
use daiban_shared::text::ProblemText;
use http::{Method, StatusCode};
use pinyin::ToPinyinMulti;
use std::collections::{BTreeMap, BTreeSet};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Spellings of one item's initials: 行 and 重 have several readings, and five such characters would have hundreds.
const SPELLINGS_MAX: usize = 16;
/// The list of items begins with those filed most in this time.
const USED_DAYS: i32 = 90;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let home = get(warp::path!("home").boxed(), web, home);
    let tasks = get(warp::path!("tasks").boxed(), web, tasks);
    let items = get(warp::path!("items").boxed(), web, items);
    let sites = get(warp::path!("sites").boxed(), web, sites);
    let overview = get(warp::path!("overview").boxed(), web, overview);
    let sync = get(warp::path!("sync").boxed(), web, |who| {
        who.visit.query(&[])?;
        json(StatusCode::OK, &sync::view(who.node(), who.lang())?)
    });
    let item = warp::path!("items" / String).and(visit(web)).then(|code: String, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| item(who, &code)).await,
            _ => visit.not_supported("GET"),
        }
    });
    let lists = home.or(tasks).unify().or(items).unify().or(sites).unify().boxed();
    lists.or(overview).unify().or(sync).unify().or(item).unify().boxed()
}

/// A path without parameters that only shows something.
fn get(path: BoxedFilter<()>, web: &Web, handler: fn(&mut Signed) -> Answer) -> BoxedFilter<(Response,)> {
    let answer = move |visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(handler).await,
            _ => visit.not_supported("GET"),
        }
    };
    path.and(visit(web)).then(answer).boxed()
}

fn home(who: &mut Signed) -> Answer {
    let query = who.visit.query(&["desk"])?;
    let desk = desk(who, &query, false)?;
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    json(StatusCode::OK, &who.node().store().read(|conn| store::home(conn, look, desk))?)
}

fn tasks(who: &mut Signed) -> Answer {
    let query = who.visit.query(&["desk", "page"])?;
    let desk = desk(who, &query, false)?;
    let (store, actor) = (who.node().store(), &who.session.actor);
    let duties = case_page::duties(store, actor, desk, query.text("page"), who.lang());
    json(StatusCode::OK, &duties.map_err(Fault::of_page)?)
}

fn items(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    let node = who.node();
    let directory = node.store().directory();
    let view = directory.newest();
    let now = node.clock().now();
    let used = filed_since(node.store(), who.session.actor.site, Day::of(now).plus(-USED_DAYS).at_minute(0))?;
    let own = view.site(who.session.actor.site);
    let today = Day::of(now);
    let in_force = view.items().filter(|(_, item)| item.from <= today && item.until.is_none_or(|until| until >= today));
    let mut rows: Vec<ItemRow> = in_force
        .map(|(_, item)| ItemRow {
            item: names::item(item),
            department: names::dept(view, item.dept),
            category_zh: item.category_zh.clone(),
            category_en: item.category_en.clone(),
            service: item.service,
            promised: item.promised,
            files_here: own.is_some_and(|site| item.files_at(site.tier)),
            everyday: everyday::names(&item.code).to_vec(),
            initials: std::iter::once(&item.zh)
                .chain(everyday::names(&item.code))
                .flat_map(|name| initials(name))
                .collect(),
            used: used.get(&item.code).copied().unwrap_or(0),
        })
        .collect();
    rows.sort_by(|a, b| (!a.files_here, b.used, &a.item.code).cmp(&(!b.files_here, a.used, &b.item.code)));
    json(StatusCode::OK, &Page { items: rows, next: None })
}

/// How often each item was filed at this place.
fn filed_since(store: &store::Store, site: SiteId, since: Millis) -> Result<BTreeMap<String, u32>, Error> {
    const FILED: &str = "SELECT pinned.code, count(*) FROM case_view JOIN pinned ON pinned.id = case_view.item \
        WHERE case_view.site = ?1 AND case_view.opened_at >= ?2 GROUP BY pinned.code";
    store.read(|conn| {
        let mut statement = conn.prepare_cached(FILED)?;
        let rows = statement
            .query_map((site.0, i64::try_from(since).unwrap_or(i64::MAX)), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
}

/// `低保` = `db`: every spelling by the first letters, where characters have several readings.
fn initials(zh: &str) -> Vec<String> {
    let mut spellings = BTreeSet::from([String::new()]);
    for letter in zh.chars() {
        let mut firsts: BTreeSet<char> = BTreeSet::new();
        if let Some(readings) = letter.to_pinyin_multi() {
            firsts.extend(readings.into_iter().filter_map(|reading| reading.plain().chars().next()));
        } else if letter.is_ascii_alphanumeric() {
            firsts.insert(letter.to_ascii_lowercase());
        }
        if firsts.is_empty() {
            continue;
        }
        let longer = spellings.iter().flat_map(|start| firsts.iter().map(move |first| format!("{start}{first}")));
        spellings = longer.take(SPELLINGS_MAX).collect();
    }
    spellings.into_iter().filter(|spelling| !spelling.is_empty()).collect()
}

fn item(who: &mut Signed, code: &str) -> Answer {
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let (_, item) = view.item(code).filter(|(_, item)| !item.ended).ok_or(ProblemText::NotFound)?;
    let own = who.session.actor.site;
    let answer = ItemView {
        item: item.clone(),
        department: names::dept(view, item.dept),
        fields: fields_of(item),
        files_here: view.site(own).is_some_and(|site| item.files_at(site.tier)),
        forwards_to: forwards_to(view, own, item),
        stages: stages_of(&item.tasks, |dept| names::dept(view, dept)),
    };
    json(StatusCode::OK, &answer)
}

/// The lowest place above with a desk for the item, unless this place decides itself.
fn forwards_to(view: View<'_>, own: SiteId, item: &Item) -> Option<SiteRef> {
    if view.site(own).is_some_and(|site| site.tier == item.decide_tier) {
        return None;
    }
    let has_desk = |site: &SiteId| view.site(*site).is_some_and(|site| item.needs_desk_at(site.tier));
    view.above(own).into_iter().find(has_desk).map(|site| names::site(view, site))
}

fn sites(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let view = directory.newest();
    let live: BTreeSet<SiteId> = view.nodes().filter(|(_, node)| node.live).map(|(_, node)| node.site).collect();
    let mut rows: Vec<SiteView> = view
        .sites()
        .map(|site| SiteView {
            id: site.id,
            number: site.number,
            parent: site.parent,
            tier: site.tier,
            kind: site.kind,
            zh: site.zh.clone(),
            en: site.en.clone(),
            code: site.code().to_owned(),
            departments: site.departments.iter().map(names::desk).collect(),
            phone: site.phone.clone().unwrap_or_default(),
            live: live.contains(&site.id),
            opens: site.hours().opens,
            closes: site.hours().closes,
        })
        .collect();
    rows.sort_by_key(|row| row.number);
    json(StatusCode::OK, &Page { items: rows, next: None })
}

fn overview(who: &mut Signed) -> Answer {
    who.must_look_over()?;
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let look: Look<'_> = who.look(&directory);
    json(StatusCode::OK, &who.node().store().read(|conn| store::overview(conn, look))?)
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_have_every_reading() {
        assert!(initials("生育登记").contains(&"sydj".to_owned()));
        let spellings = initials("重度残疾");
        assert!(spellings.contains(&"zdcj".to_owned()) && spellings.contains(&"cdcj".to_owned()), "{spellings:?}");
        assert!(initials("IC卡").contains(&"ick".to_owned()));
        assert!(initials("（）").is_empty());
    }
}
