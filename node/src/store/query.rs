//! Lists and today's work, from the views.

use crate::error::Error;
use daiban_shared::api::{CaseRow, Home, Page};
use daiban_shared::case::Status;
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, Millis, SiteId};
use rusqlite::Connection;

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

/// One page of cases, most urgent first. Errors: `page` was not made by this function.
pub fn list(conn: &Connection, look: Look<'_>, filter: &ListFilter) -> Result<Page<CaseRow>, Error> {
    let _ = (conn, look, filter);
    unimplemented!()
}
/// Today's work of this place.
pub fn home(conn: &Connection, look: Look<'_>) -> Result<Home, Error> {
    let _ = (conn, look);
    unimplemented!()
}
/// The newest case number of this person and item filed since then.
pub fn recent_of_person(conn: &Connection, id_number: &str, item: &str, since: Millis) -> Result<Option<String>, Error> {
    let _ = (conn, id_number, item, since);
    unimplemented!()
}
/// Cases with entries behind this position (at most `max`, newest first), for the long poll of `/changes`.
pub fn changed_since(conn: &Connection, pos: i64, max: usize) -> Result<Vec<DocId>, Error> {
    let _ = (conn, pos, max);
    unimplemented!()
}
