//! What a person likes on the pages, by key. Knows no meaning: the pages write a value and read it again at another
//! machine's browser. Of two writers the last one wins.

use crate::error::Error;
use crate::store::{Priority, Store};
use daiban_shared::id::UserId;
use rusqlite::params;
use serde_json::{Map, Value};

/// Keys of one account: the pages have a dozen, the rest are saved filters and favourites.
pub const PREFERENCES_MAX: usize = 100;
/// Bytes of one value as JSON.
pub const PREFERENCE_BYTES_MAX: usize = 16 * 1024;
/// Characters of a key.
const KEY_CHARS_MAX: usize = 40;

/// Why a preference is not kept.
#[derive(Debug, thiserror::Error)]
pub enum PreferenceError {
    /// Other characters than small letters, digits, points and strokes, or too many.
    #[error("no such key")]
    Key,
    /// The account keeps so many already.
    #[error("this account keeps {PREFERENCES_MAX} preferences already")]
    TooMany,
    /// The value is longer than one may be.
    #[error("a preference takes at most {PREFERENCE_BYTES_MAX} bytes")]
    TooLong,
    /// Anything else.
    #[error(transparent)]
    Node(#[from] Error),
}

/// Everything that an account has kept, by key.
pub fn preferences(store: &Store, user: UserId) -> Result<Map<String, Value>, Error> {
    store.read(|conn| {
        let mut query = conn.prepare_cached("select key, value from preference where user = ?1 order by key")?;
        let mut rows = query.query([user.0])?;
        let mut kept = Map::new();
        while let Some(row) = rows.next()? {
            let value: String = row.get(1)?;
            // A value that is no JSON any more counts as none; the page then begins with its usual.
            if let Ok(value) = serde_json::from_str(&value) {
                kept.insert(row.get(0)?, value);
            }
        }
        Ok(kept)
    })
}

/// Keeps a value under a key.
pub fn set_preference(store: &Store, user: UserId, key: &str, value: &Value) -> Result<(), PreferenceError> {
    check_key(key)?;
    let (key, value) = (key.to_owned(), value.to_string());
    if value.len() > PREFERENCE_BYTES_MAX {
        return Err(PreferenceError::TooLong);
    }
    let has_room = store.write(Priority::People, move |tx| {
        let others = "select count(*) from preference where user = ?1 and key <> ?2";
        let others: usize =
            tx.conn().prepare_cached(others)?.query_row(params![user.0, key], |row| row.get::<_, u32>(0))? as usize;
        if others >= PREFERENCES_MAX {
            return Ok(false);
        }
        let keep = "insert into preference (user, key, value, at) values (?1, ?2, ?3, ?4)
                    on conflict (user, key) do update set value = excluded.value, at = excluded.at";
        tx.conn().prepare_cached(keep)?.execute(params![user.0, key, value, tx.now() as i64])?;
        Ok(true)
    })?;
    if has_room { Ok(()) } else { Err(PreferenceError::TooMany) }
}

/// Forgets a key; one that is not there is forgotten already.
pub fn forget_preference(store: &Store, user: UserId, key: &str) -> Result<(), PreferenceError> {
    check_key(key)?;
    let key = key.to_owned();
    store.write(Priority::People, move |tx| {
        let forget = "delete from preference where user = ?1 and key = ?2";
        tx.conn().prepare_cached(forget)?.execute(params![user.0, key])?;
        Ok(())
    })?;
    Ok(())
}

fn check_key(key: &str) -> Result<(), PreferenceError> {
    let is_good = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    let fits = (1..=KEY_CHARS_MAX).contains(&key.len()) && key.bytes().all(is_good);
    if fits { Ok(()) } else { Err(PreferenceError::Key) }
}
