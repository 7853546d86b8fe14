//! People of this node: accounts with argon2id hashes, sign-in with a growing pause, sessions by an opaque token.
//!
//! Accounts are local to a node and in no feed. Passwords and tokens appear in no error, no log and no table.
//! Everything here blocks, and a password takes about 50 ms and 19 MB: callers bound how many are checked at once.

mod colleagues;
mod password;
mod preferences;
mod sessions;
mod tries;
mod users;

pub use colleagues::{away_on, colleagues, handles_cases, is_enabled, name_of, names, open_cases, open_cases_beside};
pub use preferences::{PREFERENCE_BYTES_MAX, PREFERENCES_MAX, PreferenceError};
pub use preferences::{forget_preference, preferences, set_preference};
pub use sessions::{Session, change_password, session, sign_in, sign_out, sit_down};
pub(crate) use users::note;
pub use users::{NO_DESK, change, create, find, list};

use crate::error::Error;
use daiban_shared::id::Millis;

/// Without a press for so long the person must sign in again: a counter is left for lunch.
pub const IDLE_MS_MAX: u64 = 30 * 60_000;
/// A session never outlives the working day.
pub const SESSION_MS_MAX: u64 = 12 * 3_600_000;
/// Characters a password needs.
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Bytes of a password; longer ones only cost time.
pub const PASSWORD_BYTES_MAX: usize = 256;
/// Characters of a login.
pub const LOGIN_CHARS_MAX: usize = 32;
/// Characters of a display name, as `form::NAME_MAX`.
pub const NAME_CHARS_MAX: usize = 100;
/// Wrong tries before a pause.
pub const TRIES_MAX: u32 = 5;

/// Why an account could not be used or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Unknown login, wrong password, or a disabled account: nobody is told which.
    #[error("user name or password is wrong")]
    WrongPassword,
    /// Five wrong tries: a pause that grows.
    #[error("too many tries; the pause ends at {}", daiban_shared::day::stamp(*until))]
    TooManyTries {
        /// From then on a try counts again.
        until: Millis,
    },
    /// Shorter than eight characters, or the login itself.
    #[error("the password needs at least {PASSWORD_CHARS_MIN} characters and must differ from the login")]
    WeakPassword,
    /// Another account has this login.
    #[error("this login is taken")]
    LoginTaken,
    /// A part of the request is missing, unknown or out of bounds.
    #[error("{field} is missing or out of bounds")]
    Field {
        /// Its name in the request.
        field: &'static str,
    },
    /// Anything else.
    #[error(transparent)]
    Node(#[from] Error),
}

impl From<rusqlite::Error> for AccountError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Node(error.into())
    }
}

#[cfg(test)]
mod tests;
