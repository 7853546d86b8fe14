//! Passwords: rules, argon2id hashes, and the same work for a login that does not exist.

use super::{AccountError, PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN};
use crate::error::Error;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};

/// No password has this hash; with the parameters of `Argon2::default`, so that checking takes as long as any other.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$ZGFpYmFuIG5vYm9keSBoYXM$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Long enough, and not the login.
pub fn check_rules(login: &str, password: &str) -> Result<(), AccountError> {
    let is_long_enough = password.chars().count() >= PASSWORD_CHARS_MIN && password.len() <= PASSWORD_BYTES_MAX;
    let is_login = password.to_lowercase() == login.to_lowercase();
    if is_long_enough && !is_login { Ok(()) } else { Err(AccountError::WeakPassword) }
}

/// A fresh salted hash as a PHC string.
pub fn hash(password: &str) -> Result<String, Error> {
    match Argon2::default().hash_password(password.as_bytes()) {
        Ok(hash) => Ok(hash.to_string()),
        Err(error) => Err(Error::Other(format!("the password could not be hashed: {error}"))),
    }
}

/// Whether the password fits. Without a stored hash it works as long and says no.
pub fn fits(stored: Option<&str>, password: &str) -> bool {
    if password.len() > PASSWORD_BYTES_MAX {
        return false;
    }
    let Ok(parsed) = PasswordHash::new(stored.unwrap_or(NOBODY)) else { return false };
    let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    fits && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_at_least_eight_characters_and_not_the_login() {
        for (login, password, is_good) in [
            ("chen", "short12", false),
            ("chen", "龙年大吉万事如意", true),
            ("chenxiuying", "ChenXiuying", false),
            ("chen", "correct horse", true),
        ] {
            assert_eq!(check_rules(login, password).is_ok(), is_good, "{password}");
        }
        assert!(check_rules("chen", &"x".repeat(PASSWORD_BYTES_MAX + 1)).is_err());
    }

    #[test]
    fn only_the_right_password_fits_and_equal_passwords_have_unequal_hashes() {
        let stored = hash("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(fits(Some(&stored), "correct horse"));
        assert!(!fits(Some(&stored), "correct horsf"));
        assert_ne!(stored, hash("correct horse").unwrap());
    }

    #[test]
    fn a_login_that_does_not_exist_costs_the_same_work() {
        let parsed = PasswordHash::new(NOBODY).expect("it is a whole hash, so that it is really worked on");
        assert_eq!(parsed.params.to_string(), "m=19456,t=2,p=1");
        assert!(!fits(None, "correct horse"));
    }
}
