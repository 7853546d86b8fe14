//! What the command line asks of a machine, whether it runs in this process or already in another: the order is the same.

use super::{ERROR, REFUSED, clock, import, network, status, users};
use crate::accounts::AccountError;
use crate::{Error, Node};
use daiban_shared::kind::{CutReason, Role};
use daiban_shared::text::Lang;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs)] // The fields are those of the commands, described there.
pub enum Order {
    Import { what: import::What, text: String, lang: Lang },
    UserAdd { login: String, name: String, password: Option<String>, roles: Vec<Role>, department: Option<u16> },
    UserPassword { login: String, password: Option<String> },
    UserDesk { login: String, department: Option<u16> },
    UserDisable { login: String, disabled: bool },
    UserList,
    NodeInvite { site: String },
    NodeConfirm { node: String, words: Option<String> },
    NodeRetire { node: String, reason: CutReason },
    NodeList,
    Clock { confirm: bool },
    Status,
    Check,
    Rebuild,
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Exit code.
    pub exit: u8,
    /// For people.
    pub lines: Vec<String>,
    /// For scripts.
    pub data: Value,
}

impl Report {
    /// Done.
    pub fn done(lines: Vec<String>, data: Value) -> Self {
        Self { exit: 0, lines, data }
    }

    /// An error of the machine.
    pub fn error(error: &Error) -> Self {
        let refused = match error {
            Error::Refused(_)
            | Error::RefusedFields(_)
            | Error::SameCommandOtherContent
            | Error::NotFound
            | Error::SiteHasNode
            | Error::ClockWrong { .. } => true,
            Error::Sqlite(_)
            | Error::NewerDatabase { .. }
            | Error::Damaged { .. }
            | Error::FolderInUse { .. }
            | Error::File { .. } => false,
            Error::Stopping | Error::Busy | Error::TooLong | Error::DiskFull | Error::Other(_) => false,
        };
        Self::failed(if refused { REFUSED } else { ERROR }, vec![error.to_string()])
    }

    /// Something that the operator must change first.
    pub fn refused(why: impl Into<String>) -> Self {
        Self::failed(REFUSED, vec![why.into()])
    }

    /// Ended with an exit code and words.
    pub fn failed(exit: u8, lines: Vec<String>) -> Self {
        let data = json!({ "error": lines.join("\n") });
        Self { exit, lines, data }
    }

    /// Prints for people or for scripts; what went wrong goes to the error output.
    pub fn print(&self, json: bool) {
        if json {
            say(&self.data.to_string());
        } else if self.exit == 0 {
            self.lines.iter().all(|line| say(line));
        } else {
            self.lines.iter().for_each(|line| eprintln!("daiban: {line}"));
        }
    }
}

/// A line of the output. Says whether somebody still reads: a pager that was closed is no fault.
fn say(line: &str) -> bool {
    use std::io::Write;
    writeln!(std::io::stdout(), "{line}").is_ok()
}

impl From<Error> for Report {
    fn from(error: Error) -> Self {
        Self::error(&error)
    }
}

impl From<AccountError> for Report {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::WeakPassword => {
                Self::refused("the password needs at least 8 characters and must differ from the login")
            }
            AccountError::LoginTaken => Self::refused("this login is taken; see `daiban user list`"),
            AccountError::Field { field } => Self::refused(format!("{field} is missing or out of bounds")),
            AccountError::WrongPassword => Self::refused("no such account; see `daiban user list`"),
            AccountError::TooManyTries { .. } => Self::refused("too many tries; wait some minutes"),
            AccountError::Node(error) => Self::error(&error),
        }
    }
}

/// Carries out an order on this machine.
pub fn perform(node: &Node, order: Order) -> Report {
    let result = match order {
        Order::Import { what, text, lang } => import::perform(node, what, &text, lang),
        Order::UserAdd { login, name, password, roles, department } => {
            users::add(node, login, name, password, roles, department)
        }
        Order::UserPassword { login, password } => users::password(node, &login, password),
        Order::UserDesk { login, department } => users::desk_of(node, &login, department),
        Order::UserDisable { login, disabled } => users::disable(node, &login, disabled),
        Order::UserList => users::list(node),
        Order::NodeInvite { site } => network::invite(node, &site),
        Order::NodeConfirm { node: asking, words } => network::confirm(node, &asking, words.as_deref()),
        Order::NodeRetire { node: asked, reason } => network::retire(node, &asked, reason),
        Order::NodeList => network::list(node),
        Order::Clock { confirm } => clock::perform(node, confirm),
        Order::Status => status::status(node),
        Order::Check => status::check(node),
        Order::Rebuild => status::rebuild(node),
    };
    result.unwrap_or_else(|report| report)
}
