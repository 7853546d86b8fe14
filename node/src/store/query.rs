//! Lists and today's work, from the views. Pages are found by where the last one ended, never by counting; a search shows
//! the newest first and never counts its hits.

mod row;

use super::outbox;
use super::project::person_hash;
use super::search::{self, Question};
use crate::error::Error;
use daiban_shared::api::{CaseRow, DutyKind, Home, Page};
use daiban_shared::case::Status;
use daiban_shared::day::Day;
use daiban_shared::ground::{Directory, View};
use daiban_shared::id::{DocId, Hash, Millis, SiteId};
use daiban_shared::limits::Workdays;
use daiban_shared::site::Tier;
use row::{COLUMNS, Seen};
pub use row::{dept_ref, site_ref};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

/// Rows of a page unless asked otherwise.
const PAGE_ROWS: usize = 50;
/// Rows of a page at most.
const PAGE_ROWS_MAX: usize = 100;
/// Cases on the home page.
const URGENT_ROWS: usize = 10;

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
    pub(super) fn view(&self) -> View<'a> {
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

/// When due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueFilter {
    /// The moment has passed.
    Overdue,
    /// Today.
    Today,
    /// Today or in the six days after.
    Week,
}

/// What a list shows.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// Only these statuses; empty = all. The page's list of open cases asks for received and accepted at once.
    pub status: Vec<Status>,
    /// Filed at this place or below it.
    pub site: Option<SiteId>,
    /// In whose hand.
    pub holder: Option<HolderFilter>,
    /// When due.
    pub due: Option<DueFilter>,
    /// Chinese words, pinyin initials, (end of a) case number or phone.
    pub q: Option<String>,
    /// `next` of the page before.
    pub page: Option<String>,
    /// Rows a page; at most 100, 0 = 50.
    pub page_size: usize,
}

/// One page of cases, most urgent first; of a search the newest first.
///
/// Errors: `NotFound` when `page` was not made by this function.
pub fn list(conn: &Connection, look: Look<'_>, filter: &ListFilter) -> Result<Page<CaseRow>, Error> {
    let typed = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
    let question = match typed.map(search::question) {
        // Something was typed, and nothing of it can be looked for.
        Some(None) => return Ok(Page { items: Vec::new(), next: None }),
        Some(Some(question)) => Some(question),
        None => None,
    };
    let rows_max = if filter.page_size == 0 { PAGE_ROWS } else { filter.page_size.min(PAGE_ROWS_MAX) };
    let query = where_of(look, filter, question.as_ref())?;
    let order = if question.is_some() { "search.rowid DESC" } else { "case_view.rank, case_view.doc" };
    let sql = format!(
        "SELECT {COLUMNS} {} WHERE {} ORDER BY {order} LIMIT {}",
        query.from,
        query.terms.join(" AND "),
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
        last = Some(if question.is_some() { format!("s{}", seen.doc) } else { format!("r{}.{}", seen.rank, seen.doc) });
        items.push(seen.show(conn, look)?);
    }
    Ok(Page { items, next })
}

struct Where {
    from: &'static str,
    terms: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    fn and(&mut self, term: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.terms.push(term.replace("??", &format!("?{}", self.values.len())));
    }
}

fn where_of(look: Look<'_>, filter: &ListFilter, question: Option<&Question>) -> Result<Where, Error> {
    let from = if question.is_some() {
        "FROM search CROSS JOIN case_view ON case_view.doc = search.rowid JOIN doc ON doc.id = case_view.doc LEFT JOIN pinned ON pinned.id = item"
    } else {
        "FROM case_view JOIN doc ON doc.id = case_view.doc LEFT JOIN pinned ON pinned.id = item"
    };
    let mut out = Where { from, terms: vec!["status > 0".into()], values: Vec::new() };
    if let Some(question) = question {
        out.and("search MATCH ??", question.terms.clone());
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
    if let Some(site) = filter.site {
        let tier = look.view().site(site).map(|site| site.tier);
        match tier {
            // Everything here lies below the district.
            Some(Tier::District) => {}
            Some(Tier::Town) => out.and("town = ??", i64::from(site.0)),
            Some(Tier::Village) | None => out.and("site = ??", i64::from(site.0)),
        }
    }
    if let Some(holder) = filter.holder {
        out.and("here = ??", i64::from(holder == HolderFilter::Here));
    }
    if let Some(due) = filter.due {
        let today = Day::of(look.now).at_minute(0) as i64;
        let now = look.now as i64;
        let days = 86_400_000;
        let (from, to) = match due {
            DueFilter::Overdue => (0, now),
            DueFilter::Today => (today, today + days),
            DueFilter::Week => (today, today + 7 * days),
        };
        out.and("case_view.rank >= ??", from);
        out.and("case_view.rank < ??", to);
    }
    if let Some(page) = &filter.page {
        after_page(&mut out, page, question.is_some())?;
    }
    Ok(out)
}

fn after_page(out: &mut Where, page: &str, is_search: bool) -> Result<(), Error> {
    let number = |text: &str| text.parse::<i64>().map_err(|_| Error::NotFound);
    if is_search {
        let doc = number(page.strip_prefix('s').ok_or(Error::NotFound)?)?;
        out.and("search.rowid < ??", doc);
        return Ok(());
    }
    let (rank, doc) = page.strip_prefix('r').and_then(|page| page.split_once('.')).ok_or(Error::NotFound)?;
    out.and("case_view.rank >= ??", number(rank)?);
    let rank = out.values.len();
    out.and(&format!("(case_view.rank, case_view.doc) > (?{rank}, ??)"), number(doc)?);
    Ok(())
}

/// Today's work of this place.
pub fn home(conn: &Connection, look: Look<'_>) -> Result<Home, Error> {
    let (now, soon) = (look.now as i64, look.soon() as i64);
    let count = |sql: &str, values: &[i64]| -> Result<u32, Error> {
        Ok(conn.prepare_cached(sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    };
    let own = i64::from(look.site.0);
    let in_hand = count("SELECT coalesce(sum(count), 0) FROM tally WHERE what = 3 AND site = ?1", &[own])?;
    let due = "SELECT count(*) FROM case_view INDEXED BY case_here WHERE here = 1 AND status IN (1, 2) AND rank >= ?1 AND rank < ?2";
    let overdue = count(due, &[0, now])?;
    let due_soon = count(due, &[now, soon])?;
    let tasks = count("SELECT count(*) FROM duty WHERE owner = ?1 AND kind <> 5", &[own])?;
    let elsewhere = count("SELECT count(*) FROM case_view WHERE site = ?1 AND here = 0 AND status IN (1, 2)", &[own])?;
    let to_deliver = count("SELECT count(*) FROM duty WHERE owner = ?1 AND kind = 5", &[own])?;
    // Counted up to a thousand: more are filed away in batches anyway.
    let done =
        "SELECT count(*) FROM (SELECT 1 FROM case_view WHERE status = 3 AND here = 1 AND due_limit IS NULL LIMIT 1000)";
    let to_close = count(done, &[])?;
    let parent = outbox::neighbours(conn)?.into_iter().find(|neighbour| neighbour.is_parent);
    let pending_up = parent.map_or(0, |parent| u32::try_from(parent.pending()).unwrap_or(u32::MAX));
    let mut urgent = Vec::new();
    let sql = format!(
        "SELECT {COLUMNS} FROM case_view INDEXED BY case_here JOIN doc ON doc.id = case_view.doc LEFT JOIN pinned ON pinned.id = case_view.item \
         WHERE here = 1 AND status IN (1, 2) ORDER BY rank, case_view.doc LIMIT {URGENT_ROWS}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        urgent.push(Seen::read(row)?.show(conn, look)?);
    }
    Ok(Home { in_hand, overdue, due_soon, tasks, elsewhere, to_deliver, to_close, pending_up, urgent })
}

/// The newest case number of this person and item filed since then.
pub fn recent_of_person(
    conn: &Connection,
    id_number: &str,
    item: &str,
    since: Millis,
) -> Result<Option<String>, Error> {
    let Some(person) = person_hash(id_number) else { return Ok(None) };
    let sql = "SELECT number FROM case_view JOIN pinned ON pinned.id = case_view.item \
               WHERE person = ?1 AND code = ?2 AND opened_at >= ?3 AND status > 0 ORDER BY opened_at DESC LIMIT 1";
    let number = conn.prepare_cached(sql)?.query_row(params![person, item, since as i64], |row| row.get(0));
    Ok(number.optional()?)
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

/// Something that somebody owes, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRow {
    /// The case.
    pub doc: DocId,
    /// Its number.
    pub number: String,
    /// Which duty.
    pub kind: DutyKind,
    /// The entry it is about.
    pub of: Hash,
    /// Who owes it.
    pub owner: SiteId,
    /// Its limit.
    pub due: Option<Day>,
}

/// Duties of a place, those due first. Errors: `NotFound` when `page` was not made by this function.
pub fn duty_list(
    conn: &Connection,
    owner: SiteId,
    page: Option<&str>,
    page_size: usize,
) -> Result<Page<DutyRow>, Error> {
    let rows_max = if page_size == 0 { PAGE_ROWS } else { page_size.min(PAGE_ROWS_MAX) };
    let start: usize = page.map(str::parse).transpose().map_err(|_| Error::NotFound)?.unwrap_or(0);
    let sql = "SELECT doc.name, number, kind_of, of, owner, duty_day FROM \
               (SELECT doc AS id, no, kind AS kind_of, of, owner, coalesce(due_at, since + 1000000000000) AS due, due_day AS duty_day \
                FROM duty WHERE owner = ?1) JOIN doc USING (id) JOIN case_view ON case_view.doc = id \
               ORDER BY due, id, no LIMIT ?2 OFFSET ?3";
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map(params![owner.0, rows_max as i64 + 1, start as i64], |row| {
        Ok(DutyRow {
            doc: DocId(row.get(0)?),
            number: row.get(1)?,
            kind: duty_of(row.get(2)?),
            of: Hash(row.get(3)?),
            owner: SiteId(row.get(4)?),
            due: row.get::<_, Option<i32>>(5)?.map(Day),
        })
    })?;
    let mut items = rows.collect::<Result<Vec<_>, _>>()?;
    let next = (items.len() > rows_max).then(|| (start + rows_max).to_string());
    items.truncate(rows_max);
    Ok(Page { items, next })
}

fn duty_of(number: i64) -> DutyKind {
    match number {
        1 => DutyKind::WithdrawalAsked,
        2 => DutyKind::Task,
        3 => DutyKind::SupplementIn,
        4 => DutyKind::OwnStepVoid,
        _ => DutyKind::OutcomeToDeliver,
    }
}
