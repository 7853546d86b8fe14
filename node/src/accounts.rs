//! People of this node: accounts with argon2id hashes, sign-in with a growing pause, sessions by an opaque token.
//!
//! Accounts are local to a node and in no feed. Passwords and tokens appear in no error and in no log.

use crate::error::Error;
use crate::store::Store;
use daiban_shared::api::{UserChange, UserView};
use daiban_shared::decide::Actor;
use daiban_shared::id::{Millis, UserId};

/// Why an account could not be used or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Unknown login, wrong password, or a disabled account: nobody is told which.
    #[error("user name or password is wrong")]
    WrongPassword,
    /// Five wrong tries: a pause that grows.
    #[error("too many tries; the pause ends at {until}")]
    TooManyTries {
        /// When the next try counts.
        until: Millis,
    },
    /// Shorter than eight characters, or the login itself.
    #[error("the password is too weak")]
    WeakPassword,
    /// Another account has this login.
    #[error("this login is taken")]
    LoginTaken,
    /// A part of the request is missing or out of bounds.
    #[error("{field} is missing or out of bounds")]
    Field {
        /// Which.
        field: &'static str,
    },
    /// Anything else.
    #[error(transparent)]
    Node(#[from] Error),
}

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Account, place, capacities.
    pub actor: Actor,
    /// Login name.
    pub login: String,
    /// Ends at this moment whatever happens.
    pub ends: Millis,
}

/// Makes an account. Login, name, password and at least one role are required.
pub fn create(store: &Store, new: UserChange) -> Result<UserView, AccountError> {
    let _ = (store, new);
    Err(AccountError::WrongPassword)
}

/// Changes an account; a new password or `disabled` ends its sessions.
pub fn change(store: &Store, user: UserId, change: UserChange) -> Result<UserView, AccountError> {
    let _ = (store, user, change);
    Err(AccountError::WrongPassword)
}

/// Every account, by login.
pub fn list(store: &Store) -> Result<Vec<UserView>, Error> {
    let _ = store;
    Ok(Vec::new())
}

/// The account with this login.
pub fn find(store: &Store, login: &str) -> Result<Option<UserView>, Error> {
    let _ = (store, login);
    Ok(None)
}

/// Checks login and password with the same work for unknown logins; gives the token of a new session, shown once.
pub fn sign_in(store: &Store, login: &str, password: &str) -> Result<(String, Session), AccountError> {
    let _ = (store, login, password);
    Err(AccountError::WrongPassword)
}

/// Who holds this token; none when it is unknown or has ended. `active` = a person did something, so the idle time
/// begins anew (a page's own polling is not activity).
pub fn session(store: &Store, token: &str, active: bool) -> Result<Option<Session>, Error> {
    let _ = (store, token, active);
    Ok(None)
}

/// Ends a session.
pub fn sign_out(store: &Store, token: &str) -> Result<(), Error> {
    let _ = (store, token);
    Ok(())
}

/// The signed-in person changes the own password; every other session of the account ends.
pub fn change_password(store: &Store, token: &str, old: &str, new: &str) -> Result<(), AccountError> {
    let _ = (store, token, old, new);
    Err(AccountError::WrongPassword)
}
