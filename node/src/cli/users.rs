//! `daiban user`: people of this machine. Accounts live here only and are in no feed.

use super::USAGE;
use super::order::{Order, Report};
use crate::{Error, Node, accounts};
use clap::{Args, Subcommand, ValueEnum};
use daiban_shared::api::{UserChange, UserView};
use daiban_shared::id::DeptId;
use daiban_shared::kind::Role;
use serde_json::{Value, json};
use std::io::BufRead;

/// Random bytes of a made password: written as 16 letters and digits.
const PASSWORD_BYTES: usize = 16;
/// Without characters that are mistaken for one another on paper.
const PASSWORD_LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";

/// `daiban user ...`
#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account. Without --password-stdin a password is made and shown once.
    Add(Add),
    /// Give an account a new password; its sessions end.
    Passwd {
        /// Login name.
        login: String,
        /// Read the password from standard input instead of making one.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Give an account another desk.
    Desk {
        /// Login name.
        login: String,
        /// Number of the department; `none` = every desk of the place.
        department: String,
    },
    /// Stop an account from signing in; what it wrote stays.
    Disable {
        /// Login name.
        login: String,
        /// Let it sign in again.
        #[arg(long)]
        undo: bool,
    },
    /// Every account.
    List,
}

/// `daiban user add`
#[derive(Debug, Args)]
pub struct Add {
    /// Login name.
    login: String,
    /// Name as it stands beside steps and on papers.
    #[arg(long)]
    name: String,
    /// What the person does; may be given several times.
    #[arg(long = "role", required = true, value_enum)]
    roles: Vec<RoleName>,
    /// Number of the department, for reviewers; an unknown number, such as 0, prints the list.
    #[arg(long)]
    department: Option<u16>,
    /// Read the password from standard input instead of making one.
    #[arg(long)]
    password_stdin: bool,
}

/// Roles that a person can have.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    Agent,
    Clerk,
    Reviewer,
    Head,
    Supervisor,
    LaySupervisor,
    Admin,
}

impl RoleName {
    fn role(self) -> Role {
        match self {
            Self::Agent => Role::Agent,
            Self::Clerk => Role::Clerk,
            Self::Reviewer => Role::Reviewer,
            Self::Head => Role::Head,
            Self::Supervisor => Role::Supervisor,
            Self::LaySupervisor => Role::LaySupervisor,
            Self::Admin => Role::Admin,
        }
    }
}

impl User {
    /// The order, with the password read where one was announced.
    pub fn order(self) -> Result<Order, Report> {
        Ok(match self {
            Self::Add(add) => Order::UserAdd {
                password: typed(add.password_stdin)?,
                login: add.login,
                name: add.name,
                roles: add.roles.into_iter().map(RoleName::role).collect(),
                department: add.department,
            },
            Self::Passwd { login, password_stdin } => Order::UserPassword { password: typed(password_stdin)?, login },
            Self::Desk { login, department } => Order::UserDesk { login, department: desk(&department)? },
            Self::Disable { login, undo } => Order::UserDisable { login, disabled: !undo },
            Self::List => Order::UserList,
        })
    }
}

/// None = no desk.
fn desk(text: &str) -> Result<Option<u16>, Report> {
    match text {
        "none" | "0" => Ok(None),
        _ => text
            .parse()
            .map(Some)
            .map_err(|_| Report::failed(USAGE, vec![format!("“{text}” is no number of a department; or give none")])),
    }
}

fn typed(from_input: bool) -> Result<Option<String>, Report> {
    if !from_input {
        return Ok(None);
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Report::refused(format!("standard input: {error}")))?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() { Err(Report::refused("standard input has no password")) } else { Ok(Some(password)) }
}

/// Makes an account.
pub fn add(
    node: &Node,
    login: String,
    name: String,
    password: Option<String>,
    roles: Vec<Role>,
    department: Option<u16>,
) -> Result<Report, Report> {
    let department = department.map(DeptId);
    check_department(node, department)?;
    let (password, shown) = given_or_made(password)?;
    let new = UserChange {
        login: Some(login),
        name: Some(name),
        password: Some(password),
        roles: Some(roles),
        department,
        ..UserChange::default()
    };
    let made = accounts::create(node.store(), new)?;
    Ok(with_password(format!("account {} made", made.login), &made, shown))
}

fn check_department(node: &Node, department: Option<DeptId>) -> Result<(), Report> {
    let directory = node.store().directory();
    let view = directory.newest();
    let Some(unknown) = department.filter(|dept| view.department(*dept).is_none()) else { return Ok(()) };
    let mut report = Report::refused(format!("the district has no department {}; it has", unknown.0));
    let all = view.district().map(|district| district.departments.as_slice()).unwrap_or_default();
    report.lines.extend(all.iter().map(|dept| format!("{:>4}  {} ({})", dept.id.0, dept.zh, dept.en)));
    report.data = json!({ "error": report.lines[0], "departments": all });
    Err(report)
}

/// Gives an account a new password.
pub fn password(node: &Node, login: &str, password: Option<String>) -> Result<Report, Report> {
    let user = find(node, login)?;
    let (password, shown) = given_or_made(password)?;
    let change = UserChange { password: Some(password), ..UserChange::default() };
    let changed = accounts::change(node.store(), user.id, change)?;
    Ok(with_password(format!("new password for {login}; its sessions have ended"), &changed, shown))
}

/// Gives an account another desk, or none.
pub fn desk_of(node: &Node, login: &str, department: Option<u16>) -> Result<Report, Report> {
    let department = department.map(DeptId);
    check_department(node, department)?;
    let user = find(node, login)?;
    if let Some(desk) = department {
        keeps_nothing(login, node.store().read(|conn| accounts::open_cases_beside(conn, user.id, desk))?)?;
    }
    let change = UserChange { department: Some(department.unwrap_or(accounts::NO_DESK)), ..UserChange::default() };
    let changed = accounts::change(node.store(), user.id, change)?;
    let words =
        changed.department.as_ref().map_or("every desk".to_owned(), |desk| format!("{} ({})", desk.zh, desk.en));
    Ok(Report::done(vec![format!("{login}: {words}")], shown(&changed)))
}

/// Stops an account from signing in, or lets it again.
pub fn disable(node: &Node, login: &str, disabled: bool) -> Result<Report, Report> {
    let user = find(node, login)?;
    if disabled {
        keeps_nothing(login, node.store().read(|conn| accounts::open_cases(conn, user.id))?)?;
    }
    let changed =
        accounts::change(node.store(), user.id, UserChange { disabled: Some(disabled), ..UserChange::default() })?;
    let words = if disabled { "may no longer sign in" } else { "may sign in again" };
    Ok(Report::done(vec![format!("{login} {words}")], shown(&changed)))
}

/// What lies with somebody who works there no more would lie there for ever.
fn keeps_nothing(login: &str, open: u32) -> Result<(), Report> {
    if open == 0 {
        return Ok(());
    }
    Err(Report::refused(format!(
        "{login} still has {open} open case(s); hand them on first, on the page of the people (人员) of this machine. \
         To lock the account at once, give it another password: daiban user passwd {login}"
    )))
}

/// Every account.
pub fn list(node: &Node) -> Result<Report, Report> {
    let users = accounts::list(node.store())?;
    let line = |user: &UserView| {
        let roles: Vec<String> = user.roles.iter().map(|role| format!("{role:?}").to_lowercase()).collect();
        let state = if user.disabled { "  disabled" } else { "" };
        format!("{:<16} {:<20} {}{state}", user.login, roles.join(","), user.name)
    };
    let mut lines: Vec<String> = users.iter().map(line).collect();
    if lines.is_empty() {
        lines.push("no accounts yet; make one: daiban user add NAME --name NAME --role admin".to_owned());
    }
    Ok(Report::done(lines, json!({ "users": users })))
}

fn find(node: &Node, login: &str) -> Result<UserView, Report> {
    accounts::find(node.store(), login)?
        .ok_or_else(|| Report::refused(format!("no account {login}; see `daiban user list`")))
}

fn given_or_made(password: Option<String>) -> Result<(String, Option<String>), Report> {
    if let Some(password) = password {
        return Ok((password, None));
    }
    let mut bytes = [0u8; PASSWORD_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Error::Other(format!("the system gives no random bytes: {error}")))?;
    let made: String = bytes.iter().map(|byte| char::from(PASSWORD_LETTERS[usize::from(byte % 32)])).collect();
    Ok((made.clone(), Some(made)))
}

fn with_password(words: String, user: &UserView, password: Option<String>) -> Report {
    let mut data = shown(user);
    let mut lines = vec![words];
    if let Some(password) = password {
        lines.push(format!("password (shown once): {password}"));
        data["password"] = Value::String(password);
    }
    Report::done(lines, data)
}

fn shown(user: &UserView) -> Value {
    json!({ "user": user })
}
