//! Sign-in and sessions: an opaque token in the browser, only its hash here; ends when idle, at a sign-out and after 12 h.

use super::users::{UserRow, by_id, by_login, inner, login_key, note};
use super::{AccountError, IDLE_MS_MAX, LOGIN_CHARS_MAX, SESSION_MS_MAX, password, tries};
use crate::error::Error;
use crate::store::{Priority, Store};
use daiban_shared::decide::Actor;
use daiban_shared::id::{Hash, Millis, UserId};
use rusqlite::{Connection, OptionalExtension, params};

/// A press within the same minute is not written again: reading pages must not cost a disk write each.
const TOUCH_MS: u64 = 60_000;

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Account, place, capacities: as they are now, not as they were at sign-in.
    pub actor: Actor,
    /// Login name.
    pub login: String,
    /// Ends at this moment whatever happens.
    pub ends: Millis,
}

/// Checks login and password with the same work for unknown logins; gives the token of a new session, shown once.
pub fn sign_in(store: &Store, login: &str, password: &str) -> Result<(String, Session), AccountError> {
    if login.chars().count() > LOGIN_CHARS_MAX {
        return Err(AccountError::WrongPassword);
    }
    let found = store.read(|conn| by_login(conn, login))?;
    let row = tries::row_of(&login_key(login), found.is_some());
    count_try(store, row.clone())?;
    let fits = password::fits(found.as_ref().map(|user| user.hash.as_str()), password);
    let Some(user) = found.filter(|user| fits && !user.disabled) else { return Err(AccountError::WrongPassword) };
    let token = fresh_token()?;
    let ends = store.clock().now().saturating_add(SESSION_MS_MAX);
    let session = Session { actor: user.actor(store.identity().site()), login: user.login.clone(), ends };
    let hash = hash_of(&token);
    let has_begun = store.write(Priority::People, move |tx| {
        // While the password was checked the account may have been stopped, or got another one.
        if !stands(tx.conn(), &user)? {
            return Ok(false);
        }
        tries::forget(tx.conn(), &row).map_err(inner)?;
        begin(tx.conn(), hash, user.id, tx.now(), ends)?;
        Ok(true)
    })?;
    if has_begun { Ok((token.to_string(), session)) } else { Err(AccountError::WrongPassword) }
}

/// A session without a password, at a desk of a practice machine; none = there is no such desk. Whoever calls this has
/// made sure that nothing here is anybody's.
pub fn sit_down(store: &Store, login: &str) -> Result<Option<(String, Session)>, Error> {
    let Some(user) = store.read(|conn| by_login(conn, login))?.filter(|user| !user.disabled) else { return Ok(None) };
    let token = fresh_token()?;
    let ends = store.clock().now().saturating_add(SESSION_MS_MAX);
    let session = Session { actor: user.actor(store.identity().site()), login: user.login.clone(), ends };
    let (hash, id) = (hash_of(&token), user.id);
    store.write(Priority::People, move |tx| begin(tx.conn(), hash, id, tx.now(), ends))?;
    Ok(Some((token.to_string(), session)))
}

/// Who holds this token; none when it is unknown or has ended. `active` = a person did something, so the idle time
/// begins anew (a page's own polling is not activity).
pub fn session(store: &Store, token: &str, active: bool) -> Result<Option<Session>, Error> {
    let Ok(token) = Hash::parse(token) else { return Ok(None) };
    let hash = hash_of(&token);
    let Some((user, seen_at, ends)) = store.read(|conn| by_token(conn, hash))? else { return Ok(None) };
    let now = store.clock().now();
    // One of a time when the clock stood in the future would last until then.
    let is_of_the_future = seen_at > now.saturating_add(IDLE_MS_MAX);
    if user.disabled || now >= ends || now.saturating_sub(seen_at) >= IDLE_MS_MAX || is_of_the_future {
        return Ok(None);
    }
    if active && now.saturating_sub(seen_at) >= TOUCH_MS {
        let touched = store.write(Priority::People, move |tx| touch(tx.conn(), hash, now));
        match touched {
            // With a full disk people can still read; the idle end then comes early.
            Ok(()) | Err(Error::DiskFull) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(Session { actor: user.actor(store.identity().site()), login: user.login, ends }))
}

/// Ends a session; an unknown token is no error.
pub fn sign_out(store: &Store, token: &str) -> Result<(), Error> {
    let Ok(token) = Hash::parse(token) else { return Ok(()) };
    let hash = hash_of(&token);
    store.write(Priority::People, move |tx| {
        tx.conn().prepare_cached("delete from session where token_hash = ?1")?.execute([hash])?;
        Ok(())
    })
}

/// The signed-in person changes the own password; every other session of the account ends.
pub fn change_password(store: &Store, token: &str, old: &str, new: &str) -> Result<(), AccountError> {
    let token = Hash::parse(token).map_err(|_| AccountError::WrongPassword)?;
    let keep = hash_of(&token);
    let (user, _, _) = store.read(|conn| by_token(conn, keep))?.ok_or(AccountError::WrongPassword)?;
    let row = tries::row_of(&login_key(&user.login), true);
    count_try(store, row.clone())?;
    if !password::fits(Some(&user.hash), old) {
        return Err(AccountError::WrongPassword);
    }
    password::check_rules(&user.login, new)?;
    let hash = password::hash(new)?;
    let is_changed = store.write(Priority::People, move |tx| {
        if !stands(tx.conn(), &user)? {
            return Ok(false);
        }
        tries::forget(tx.conn(), &row).map_err(inner)?;
        tx.conn().execute("update user set hash = ?2 where id = ?1", params![user.id.0, hash])?;
        note(tx.conn(), tx.now(), "password_changed", user.id)?;
        tx.conn().execute("delete from session where user = ?1 and token_hash <> ?2", params![user.id.0, keep])?;
        Ok(true)
    })?;
    if is_changed { Ok(()) } else { Err(AccountError::WrongPassword) }
}

/// Whether the account still is as its password was checked against, and may sign in.
fn stands(conn: &Connection, checked: &UserRow) -> Result<bool, Error> {
    Ok(by_id(conn, checked.id)?.is_some_and(|now| now.hash == checked.hash && !now.disabled))
}

fn count_try(store: &Store, row: Vec<u8>) -> Result<(), AccountError> {
    store.write(Priority::People, move |tx| match tries::begin(tx.conn(), &row, tx.now()) {
        Err(AccountError::Node(error)) => Err(error),
        // A pause is an answer, not a failed job.
        counted => Ok(counted),
    })?
}

fn begin(conn: &Connection, hash: [u8; 32], user: UserId, now: Millis, ends: Millis) -> Result<(), Error> {
    conn.execute(
        "delete from session where ends_at <= ?1 or seen_at <= ?2 or seen_at > ?3",
        params![now as i64, now.saturating_sub(IDLE_MS_MAX) as i64, now.saturating_add(IDLE_MS_MAX) as i64],
    )?;
    conn.execute(
        "insert into session (token_hash, user, began_at, seen_at, ends_at) values (?1, ?2, ?3, ?3, ?4)",
        params![hash, user.0, now as i64, ends as i64],
    )?;
    conn.execute("update user set last_seen = ?2 where id = ?1", params![user.0, now as i64])?;
    Ok(())
}

fn touch(conn: &Connection, hash: [u8; 32], now: Millis) -> Result<(), Error> {
    conn.prepare_cached("update session set seen_at = ?2 where token_hash = ?1")?.execute(params![hash, now as i64])?;
    Ok(())
}

fn by_token(conn: &Connection, hash: [u8; 32]) -> Result<Option<(UserRow, Millis, Millis)>, Error> {
    let found: Option<([u8; 8], i64, i64)> = conn
        .prepare_cached("select user, seen_at, ends_at from session where token_hash = ?1")?
        .query_row([hash], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((user, seen_at, ends)) = found else { return Ok(None) };
    Ok(by_id(conn, UserId(user))?.map(|user| (user, seen_at as Millis, ends as Millis)))
}

fn fresh_token() -> Result<Hash, Error> {
    let mut token = [0; 32];
    getrandom::fill(&mut token)
        .map_err(|error| Error::Other(format!("the operating system gives no random bytes: {error}")))?;
    Ok(Hash(token))
}

fn hash_of(token: &Hash) -> [u8; 32] {
    *blake3::hash(&token.0).as_bytes()
}
