//! The people of this machine as their colleagues see them: names and desks, no logins.

use super::users::{by_id, list};
use crate::error::Error;
use crate::store::Store;
use daiban_shared::api::ColleagueView;
use daiban_shared::day::Day;
use daiban_shared::id::UserId;
use rusqlite::Connection;

/// Everybody who can sign in, by name.
pub fn colleagues(store: &Store) -> Result<Vec<ColleagueView>, Error> {
    let today = Day::of(store.clock().now());
    let enabled = list(store)?.into_iter().filter(|user| !user.disabled);
    let mut rows: Vec<ColleagueView> = enabled
        .map(|user| ColleagueView {
            id: user.id,
            name: user.name,
            roles: user.roles,
            dept: user.department,
            away_until: user.away.on(today),
            items: user.items,
        })
        .collect();
    rows.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(rows)
}

/// Whether there is such an account and its person can sign in.
pub fn is_enabled(conn: &Connection, user: UserId) -> Result<bool, Error> {
    Ok(by_id(conn, user)?.is_some_and(|user| !user.disabled))
}

/// The name of an account of this machine; none for one of another.
pub fn name_of(conn: &Connection, user: UserId) -> Result<Option<String>, Error> {
    Ok(by_id(conn, user)?.map(|user| user.name))
}
