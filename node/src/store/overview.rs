//! Counts over the subtree, from the tally.

use super::query::Look;
use crate::error::Error;
use daiban_shared::api::Overview;
use rusqlite::Connection;

/// Counts by place and state, and how fresh each place's data is.
pub fn overview(conn: &Connection, look: Look<'_>) -> Result<Overview, Error> {
    let _ = (conn, look);
    unimplemented!()
}
