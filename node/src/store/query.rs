//! Lists and today's work, from the views. Pages are found by where the last one ended, never by counting; a search shows
//! the newest first and never counts its hits.

mod due;
mod figure;
mod home;
mod light;
mod order;
mod related;
mod row;
mod waiting;

use super::search::{self, Question};
use crate::error::Error;
use daiban_shared::api::{CaseRow, Page};
use daiban_shared::case::Status;
use daiban_shared::day::Day;
use daiban_shared::deadline::Workdays;
use daiban_shared::ground::{Directory, View};
use daiban_shared::id::{DeptId, DocId, Millis, SiteId, UserId};
use daiban_shared::site::Tier;
pub use due::DueFilter;
pub use figure::{FigureFilter, Officer};
pub use home::{duty_at_desk, home};
pub use light::LightFilter;
pub use order::{Order, SortBy};
pub use related::{recent_of_person, related};
use row::{COLUMNS, COLUMNS_COUNT, Seen};
pub use row::{dept_ref, site_ref};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
pub use waiting::waiting;

/// Rows of a page unless asked otherwise.
const PAGE_ROWS: usize = 50;
/// Rows of a page at most.
const PAGE_ROWS_MAX: usize = 200;
/// Up to so many rows are put in order by themselves; beyond, the order's own index meets them soon enough.
const SORTED_MAX: u32 = 4_000;
/// The newest hits of a search that are put in another order than by age; more narrow nothing.
const HITS_SORTED_MAX: usize = 2_000;

/// Done, in hand here, and nobody is owed anything: it can be filed away.
const TO_CLOSE: &str = "+status = 3 AND here = 1 AND due_limit IS NULL";

/// Who looks, and when.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// The node's place.
    pub site: SiteId,
    /// The node's clock.
    pub now: Millis,
    /// The newest directory, for names.
    pub directory: &'a Directory,
}

impl<'a> Look<'a> {
    pub fn view(&self) -> View<'a> {
        self.directory.newest()
    }

    fn is_workday(&self, day: Day) -> bool {
        self.view().workday(day).unwrap_or(day.weekday() <= 5)
    }

    /// The last moment of the next working day.
    pub(super) fn soon(&self) -> Millis {
        let mut day = Day::of(self.now).plus(1);
        // No holiday is longer than a month.
        for _ in 0..31 {
            if self.is_workday(day) {
                break;
            }
            day = day.plus(1);
        }
        day.plus(1).at_minute(0)
    }
}

/// In whose hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderFilter {
    /// This node's place.
    Here,
    /// Others.
    Elsewhere,
}

/// What this node's place still has to do with a finished case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TodoFilter {
    /// Hand the result to the resident.
    Deliver,
    /// File it away.
    Close,
}

/// From a day to a day, both included; none = without end on that side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Option<Day>,
    /// The last.
    pub to: Option<Day>,
}

/// What a list shows.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// Only these statuses; empty = all. The page's list of open cases asks for received and accepted at once.
    pub status: Vec<Status>,
    /// Filed at this place or below it.
    pub site: Option<SiteId>,
    /// Filed at that place itself, or at this node's own where none is named.
    pub own: bool,
    /// In whose hand.
    pub holder: Option<HolderFilter>,
    /// Not on the own desk of a colleague of this person.
    pub mine: Option<UserId>,
    /// When due.
    pub due: Option<DueFilter>,
    /// What is left to do with a finished case.
    pub todo: Option<TodoFilter>,
    /// Filed on these days, both included.
    pub filed: Days,
    /// Ended on these days, both included.
    pub ended: Days,
    /// Ended after the limit, or in time.
    pub late: Option<bool>,
    /// What a figure counts.
    pub figure: Option<FigureFilter>,
    /// Without what lies here at another desk than this.
    pub desk: Option<DeptId>,
    /// In this place's hand, and not filed away.
    pub at: Option<SiteId>,
    /// In the hand of this place or of one below it, and open.
    pub held: Option<SiteId>,
    /// Open, and shows one of these lights now; empty = whatever it shows.
    pub light: Vec<LightFilter>,
    /// In this person's hand here, and not filed away.
    pub in_hand_of: Option<UserId>,
    /// Chinese words, pinyin initials, (end of a) case number or phone.
    pub q: Option<String>,
    /// Changed behind this position.
    pub news: Option<u64>,
    /// In another order than usual; none = the most urgent first, of a search the newest.
    pub order: Option<Order>,
    /// `next` of the page before.
    pub page: Option<String>,
    /// Rows a page; at most 200, 0 = 50.
    pub page_size: usize,
}

/// One page of cases, most urgent first or in the order asked for; of a search the newest first.
///
/// Errors: `NotFound` when `page` was not made by this function for this order.
pub fn list(conn: &Connection, look: Look<'_>, filter: &ListFilter) -> Result<Page<CaseRow>, Error> {
    let question = match asked(filter) {
        Asked::Nothing => None,
        Asked::Nonsense => return Ok(Page { items: Vec::new(), next: None }),
        Asked::For(question) => Some(question),
    };
    let rows_max = if filter.page_size == 0 { PAGE_ROWS } else { filter.page_size.min(PAGE_ROWS_MAX) };
    let mut query = where_of(look, filter, question.as_ref());
    let by_age = question.is_some() && filter.order.is_none();
    let order = filter.order.unwrap_or_default();
    // What a figure counts is few days: they are found first and put in order then.
    let plain = question.is_some()
        || filter.figure.is_some()
        || order.by != SortBy::Due && count_of(conn, &query, SORTED_MAX)? < SORTED_MAX;
    if let Some(page) = &filter.page {
        after_page(&mut query, page, (!by_age).then_some(order), plain)?;
    }
    let from = match (&question, order.by) {
        (Some(_), _) if by_age => "search CROSS JOIN case_view ON case_view.doc = search.rowid".to_owned(),
        (Some(_), _) => format!("({HITS} {HITS_SORTED_MAX}) AS hits CROSS JOIN case_view ON case_view.doc = hits.hit"),
        (None, SortBy::Due) => "case_view".to_owned(),
        (None, _) if plain => "case_view".to_owned(),
        (None, _) => format!("case_view INDEXED BY {}", order.index()),
    };
    let sql = format!(
        "SELECT {COLUMNS}, {} FROM {from} JOIN doc ON doc.id = case_view.doc LEFT JOIN pinned ON pinned.id = item \
         WHERE {} ORDER BY {} LIMIT {}",
        order.selection(),
        query.terms(by_age),
        if by_age { "search.rowid DESC".to_owned() } else { order.clause(plain) },
        rows_max + 1
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(&query.values))?;
    let mut items = Vec::new();
    let (mut next, mut last) = (None, None);
    while let Some(row) = rows.next()? {
        if items.len() == rows_max {
            next = last;
            break;
        }
        let seen = Seen::read(row)?;
        last = Some(if by_age { format!("s{}", seen.doc) } else { order.place(row, seen.doc, COLUMNS_COUNT)? });
        items.push(seen.show(conn, look)?);
    }
    Ok(Page { items, next })
}

/// How many rows a list has, counted up to `max`.
pub fn count(conn: &Connection, look: Look<'_>, filter: &ListFilter, max: u32) -> Result<u32, Error> {
    match asked(filter) {
        Asked::Nonsense => Ok(0),
        Asked::Nothing => count_of(conn, &where_of(look, filter, None), max),
        Asked::For(question) => count_of(conn, &where_of(look, filter, Some(&question)), max),
    }
}

fn count_of(conn: &Connection, query: &Where, max: u32) -> Result<u32, Error> {
    let from =
        if query.is_search { "search CROSS JOIN case_view ON case_view.doc = search.rowid" } else { "case_view" };
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {from} WHERE {} LIMIT {max})", query.terms(true));
    Ok(conn.prepare_cached(&sql)?.query_row(params_from_iter(&query.values), |row| row.get(0))?)
}

/// What is looked for by words.
enum Asked {
    /// Nothing: every row.
    Nothing,
    /// Something was typed, and nothing of it can be looked for.
    Nonsense,
    For(Question),
}

fn asked(filter: &ListFilter) -> Asked {
    let Some(typed) = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) else { return Asked::Nothing };
    search::question(typed).map_or(Asked::Nonsense, Asked::For)
}

/// The newest hits of a search; the limit follows.
const HITS: &str = "SELECT search.rowid AS hit FROM search WHERE search MATCH ?1 ORDER BY search.rowid DESC LIMIT";

struct Where {
    /// The first value is what is searched for.
    is_search: bool,
    terms: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    fn and(&mut self, term: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.terms.push(term.replace("??", &format!("?{}", self.values.len())));
    }

    /// All of them; `matches` = the search itself is one of them.
    fn terms(&self, matches: bool) -> String {
        let all = self.terms.join(" AND ");
        if self.is_search && matches { format!("search MATCH ?1 AND {all}") } else { all }
    }
}

fn where_of(look: Look<'_>, filter: &ListFilter, question: Option<&Question>) -> Where {
    let mut out = Where { is_search: question.is_some(), terms: vec!["status > 0".into()], values: Vec::new() };
    if let Some(question) = question {
        out.values.push(question.terms.clone().into());
        for run in &question.contained {
            out.and("instr(case_view.words, ??) > 0", run.clone());
        }
    }
    match filter.status[..] {
        [] => {}
        [only] => out.and("status = ??", i64::from(only.number())),
        // Numbers of a closed list, never typed words.
        [..] => {
            let numbers: Vec<String> = filter.status.iter().map(|status| status.number().to_string()).collect();
            // The unary plus keeps the index that gives the order.
            out.terms.push(format!("+status IN ({})", numbers.join(", ")));
        }
    }
    if filter.own {
        out.and("site = ??", i64::from(filter.site.unwrap_or(look.site).0));
    } else if let Some(site) = filter.site {
        branch(&mut out, look, site);
    }
    if let Some(holder) = filter.holder {
        out.and("here = ??", i64::from(holder == HolderFilter::Here));
    }
    if let Some(user) = filter.mine {
        out.values.push(Value::Blob(user.0.to_vec()));
        out.terms.push(format!("(holder_user IS NULL OR holder_user = ?{})", out.values.len()));
    }
    if let Some(due) = filter.due {
        due::when(&mut out, due, look);
    }
    if let Some(pos) = filter.news {
        let changed = "case_view.doc IN (SELECT entry.doc FROM entry WHERE entry.pos > ??)";
        out.and(changed, i64::try_from(pos).unwrap_or(i64::MAX));
    }
    match filter.todo {
        None => {}
        Some(TodoFilter::Deliver) => {
            let owed = "case_view.doc IN (SELECT duty.doc FROM duty WHERE duty.owner = ?? AND duty.kind = 5)";
            out.and(owed, i64::from(look.site.0));
        }
        Some(TodoFilter::Close) => out.terms.push(TO_CLOSE.into()),
    }
    if let Some(at) = filter.at {
        out.and("holder = ?? AND +status < 4", i64::from(at.0));
    }
    if let Some(held) = filter.held {
        light::held(&mut out, look, held);
    }
    light::shown(&mut out, look, &filter.light);
    if let Some(officer) = filter.in_hand_of {
        out.terms.push("here = 1 AND +status < 4".into());
        out.values.push(Value::Blob(officer.0.to_vec()));
        out.terms.push(format!("holder_user = ?{}", out.values.len()));
    }
    if let Some(figure) = &filter.figure {
        figure::counted(&mut out, look, figure);
    }
    days(&mut out, "filed_day", filter.filed);
    days(&mut out, "ended_day", filter.ended);
    if let Some(late) = filter.late {
        // Both are about cases that have ended.
        out.terms.push("ended_day IS NOT NULL".into());
        out.and("late = ??", i64::from(late));
    }
    if let Some(desk) = filter.desk {
        out.and("(+here = 0 OR holder_dept IS NULL OR holder_dept = ??)", i64::from(desk.0));
    }
    out
}

fn days(out: &mut Where, column: &str, days: Days) {
    if let Some(from) = days.from {
        out.and(&format!("{column} >= ??"), i64::from(from.0));
    }
    if let Some(to) = days.to {
        out.and(&format!("{column} <= ??"), i64::from(to.0));
    }
}

/// Filed at a place or below it.
fn branch(out: &mut Where, look: Look<'_>, site: SiteId) {
    match look.view().site(site).map(|site| site.tier) {
        // Everything here lies below the district.
        Some(Tier::District) => {}
        Some(Tier::Town) => out.and("town = ??", i64::from(site.0)),
        Some(Tier::Village) | None => out.and("site = ??", i64::from(site.0)),
    }
}

/// Only what follows the page before; `order` none = of a search, by age.
fn after_page(out: &mut Where, page: &str, order: Option<Order>, plain: bool) -> Result<(), Error> {
    let Some(order) = order else {
        let doc = page.strip_prefix('s').and_then(|doc| doc.parse::<i64>().ok()).ok_or(Error::NotFound)?;
        out.and("search.rowid < ??", doc);
        return Ok(());
    };
    let (term, values) = order.behind(page, out.values.len(), plain)?;
    out.terms.push(term);
    out.values.extend(values);
    Ok(())
}

/// Cases with entries behind this position (at most `max`, newest first), for the long poll of `/changes`.
pub fn changed_since(conn: &Connection, pos: i64, max: usize) -> Result<Vec<DocId>, Error> {
    // Bounded by entries, not by cases: a bulk sync must not make every waiting page read all of it.
    let sql = "SELECT DISTINCT doc.name FROM (SELECT pos, doc FROM entry WHERE pos > ?1 ORDER BY pos DESC LIMIT ?2) AS new \
               JOIN doc ON doc.id = new.doc WHERE doc.kind = 1 ORDER BY new.pos DESC";
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map(params![pos, (max * 4) as i64], |row| Ok(DocId(row.get(0)?)))?;
    let mut docs: Vec<DocId> = Vec::new();
    for doc in rows {
        let doc = doc?;
        if docs.len() < max && !docs.contains(&doc) {
            docs.push(doc);
        }
    }
    Ok(docs)
}
