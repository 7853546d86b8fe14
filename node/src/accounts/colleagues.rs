//! The people of this machine as their colleagues see them: names and desks, no logins.

use super::users::{by_id, list};
use crate::error::Error;
use crate::store::Store;
use daiban_shared::api::ColleagueView;
use daiban_shared::day::Day;
use daiban_shared::id::{DeptId, UserId};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Everybody who can sign in, by name.
pub fn colleagues(store: &Store) -> Result<Vec<ColleagueView>, Error> {
    let today = Day::of(store.clock().now());
    let in_hand = store.read(in_hands)?;
    let enabled = list(store)?.into_iter().filter(|user| !user.disabled);
    let mut rows: Vec<ColleagueView> = enabled
        .map(|user| ColleagueView {
            id: user.id,
            name: user.name,
            roles: user.roles,
            dept: user.department,
            away_until: user.away.on(today),
            items: user.items,
            cases: in_hand.get(&user.id).copied().unwrap_or(0),
        })
        .collect();
    rows.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(rows)
}

/// Whether there is such an account and its person can sign in.
pub fn is_enabled(conn: &Connection, user: UserId) -> Result<bool, Error> {
    Ok(by_id(conn, user)?.is_some_and(|user| !user.disabled))
}

/// Whether the account has a role that works on cases.
pub fn handles_cases(conn: &Connection, user: UserId) -> Result<bool, Error> {
    Ok(by_id(conn, user)?.is_some_and(|user| user.roles.iter().any(|role| role.handles_cases())))
}

/// The name of an account of this machine; none for one of another.
pub fn name_of(conn: &Connection, user: UserId) -> Result<Option<String>, Error> {
    Ok(by_id(conn, user)?.map(|user| user.name))
}

/// The names of all accounts of this machine.
pub fn names(conn: &Connection) -> Result<BTreeMap<UserId, String>, Error> {
    let mut query = conn.prepare_cached("SELECT id, name FROM user")?;
    let rows = query.query_map([], |row| Ok((UserId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many cases each person has in hand here that are not done, or whose result is still to be delivered by a day.
fn in_hands(conn: &Connection) -> Result<BTreeMap<UserId, u32>, Error> {
    const SQL: &str = "SELECT holder_user, count(*) FROM case_view WHERE here = 1 AND rank <= 1 << 59 AND status < 4 \
                       AND holder_user IS NOT NULL GROUP BY holder_user";
    let mut query = conn.prepare_cached(SQL)?;
    let rows = query.query_map([], |row| Ok((UserId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many cases the person has in hand here that are not filed away.
pub fn open_cases(conn: &Connection, user: UserId) -> Result<u32, Error> {
    const SQL: &str = "SELECT count(*) FROM case_view WHERE here = 1 AND status < 4 AND holder_user = ?1";
    Ok(conn.prepare_cached(SQL)?.query_row([user.0], |row| row.get(0))?)
}

/// How many of them lie at another desk than this one, if it is not the person's already.
pub fn open_cases_beside(conn: &Connection, user: UserId, desk: DeptId) -> Result<u32, Error> {
    const SQL: &str = "SELECT count(*) FROM case_view WHERE here = 1 AND status < 4 AND holder_user = ?1 AND holder_dept <> ?2 \
         AND ?2 <> coalesce((SELECT dept FROM user WHERE id = ?1), 0)";
    Ok(conn.prepare_cached(SQL)?.query_row(rusqlite::params![user.0, desk.0], |row| row.get(0))?)
}

/// Until when a person is away, of somebody who is away on that day.
pub fn away_on(conn: &Connection, user: UserId, day: Day) -> Result<Option<Day>, Error> {
    Ok(by_id(conn, user)?.and_then(|user| user.away.on(day)))
}
