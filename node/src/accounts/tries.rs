//! Five wrong tries, then a pause that doubles with every further one. Stored, so that a restart does not shorten it.
//!
//! A try is counted *before* the password is checked: many tries at once count as many.

use super::{AccountError, TRIES_MAX};
use daiban_shared::id::Millis;
use rusqlite::{Connection, OptionalExtension, params};

/// The first pause.
const PAUSE_MS_MIN: u64 = 60_000;
/// The longest pause: a person who mistyped can work again the same morning.
const PAUSE_MS_MAX: u64 = 60 * 60_000;
/// Tries older than this are forgotten.
const FORGET_MS: u64 = 24 * 3_600_000;
/// Unknown logins share 65,536 rows, so that guessing logins cannot fill the disk.
const UNKNOWN_BYTES: usize = 2;

/// Under which row the tries of a login are counted.
pub fn row_of(login_key: &str, is_known: bool) -> Vec<u8> {
    let hash = blake3::hash(login_key.as_bytes());
    let len = if is_known { hash.as_bytes().len() } else { UNKNOWN_BYTES };
    hash.as_bytes()[..len].to_vec()
}

/// Counts a try; refuses while a pause runs.
pub fn begin(conn: &Connection, row: &[u8], now: Millis) -> Result<(), AccountError> {
    let found: Option<(u32, i64, i64)> = conn
        .prepare_cached("select fails, last_at, until from sign_in_try where login_hash = ?1")?
        .query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let found = found.map(|(fails, last_at, until)| (fails, last_at as Millis, until as Millis));
    let fails = match found {
        Some((_, _, until)) if until > now => return Err(AccountError::TooManyTries { until }),
        Some((fails, last_at, _)) if now.saturating_sub(last_at) < FORGET_MS => fails.saturating_add(1),
        Some(_) | None => 1,
    };
    conn.prepare_cached(
        "insert or replace into sign_in_try (login_hash, fails, last_at, until) values (?1, ?2, ?3, ?4)",
    )?
    .execute(params![row, fails, now as i64, now.saturating_add(pause_ms(fails)) as i64])?;
    conn.prepare_cached("delete from sign_in_try where last_at < ?1")?
        .execute([now.saturating_sub(FORGET_MS) as i64])?;
    Ok(())
}

/// The right password, or a new one set: everything is forgotten.
pub fn forget(conn: &Connection, row: &[u8]) -> Result<(), AccountError> {
    conn.prepare_cached("delete from sign_in_try where login_hash = ?1")?.execute([row])?;
    Ok(())
}

fn pause_ms(fails: u32) -> u64 {
    match fails.checked_sub(TRIES_MAX) {
        None => 0,
        Some(more) => PAUSE_MS_MIN.checked_shl(more.min(16)).map_or(PAUSE_MS_MAX, |pause| pause.min(PAUSE_MS_MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_begins_with_the_fifth_try_and_doubles_up_to_an_hour() {
        let minutes: Vec<u64> = (1..=13).map(|fails| pause_ms(fails) / 60_000).collect();
        assert_eq!(minutes, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(pause_ms(u32::MAX), PAUSE_MS_MAX);
    }
}
