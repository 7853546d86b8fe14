//! Accounts: made, changed, disabled, listed. Nobody is ever deleted, because entries name them.

use super::{AccountError, LOGIN_CHARS_MAX, NAME_CHARS_MAX, password, tries};
use crate::error::Error;
use crate::store::{Priority, Store};
use daiban_shared::api::{Away, DeptRef, UserChange, UserView};
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::form::is_invisible;
use daiban_shared::ground::Directory;
use daiban_shared::id::{DeptId, Millis, SiteId, UserId};
use daiban_shared::kind::Role;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeSet;

/// Takes a person's desk away again: he serves every desk of the place.
pub const NO_DESK: DeptId = DeptId(0);

/// One account as stored.
#[derive(Debug, Clone)]
pub(super) struct UserRow {
    pub id: UserId,
    pub login: String,
    pub name: String,
    pub roles: BTreeSet<Role>,
    pub dept: Option<DeptId>,
    pub hash: String,
    pub disabled: bool,
    pub away: Away,
    pub items: Vec<String>,
    pub last_seen: Option<Millis>,
}

/// Makes an account. Login, name, password and at least one role are required.
pub fn create(store: &Store, new: UserChange) -> Result<UserView, AccountError> {
    let login = new.login.ok_or(AccountError::Field { field: "login" })?.trim().to_owned();
    check_login(&login)?;
    let name = new.name.ok_or(AccountError::Field { field: "name" }).and_then(clean_name)?;
    let roles = new.roles.ok_or(AccountError::Field { field: "roles" }).and_then(clean_roles)?;
    let dept = check_dept(&store.directory(), new.department)?;
    let password = new.password.ok_or(AccountError::WeakPassword)?;
    password::check_rules(&login, &password)?;
    let row = UserRow {
        id: fresh_id()?,
        name,
        roles,
        dept,
        hash: password::hash(&password)?,
        disabled: new.disabled.unwrap_or(false),
        away: new.away.map(clean_away).transpose()?.unwrap_or_default(),
        items: new.items.map(|items| clean_items(&store.directory(), items)).transpose()?.unwrap_or_default(),
        last_seen: None,
        login,
    };
    let view = view(&row, &store.directory());
    let is_free = store.write(Priority::People, move |tx| {
        if by_login(tx.conn(), &row.login)?.is_some() {
            return Ok(false);
        }
        insert(tx.conn(), &row, tx.now())?;
        note(tx.conn(), tx.now(), "user_created", row.id)?;
        Ok(true)
    })?;
    if is_free { Ok(view) } else { Err(AccountError::LoginTaken) }
}

/// What is to be changed of an account, checked; none = stays as it is when the change is written.
struct Checked {
    name: Option<String>,
    roles: Option<BTreeSet<Role>>,
    dept: Option<Option<DeptId>>,
    hash: Option<String>,
    disabled: Option<bool>,
    away: Option<Away>,
    items: Option<Vec<String>>,
}

/// Changes what is asked for and nothing else of an account; a new password or `disabled` ends its sessions. Errors:
/// `NotFound` for an unknown account.
pub fn change(store: &Store, user: UserId, change: UserChange) -> Result<UserView, AccountError> {
    // A login never changes, so it may be read before the writer's turn; everything else is read in it.
    let login = store.read(|conn| by_id(conn, user))?.ok_or(Error::NotFound)?.login;
    if change.login.is_some_and(|asked| asked != login) {
        return Err(AccountError::Field { field: "login" });
    }
    if let Some(new) = &change.password {
        password::check_rules(&login, new)?;
    }
    let checked = Checked {
        name: change.name.map(clean_name).transpose()?,
        roles: change.roles.map(clean_roles).transpose()?,
        dept: change.department.map(|dept| check_dept(&store.directory(), Some(dept))).transpose()?,
        hash: change.password.map(|new| password::hash(&new)).transpose()?,
        disabled: change.disabled,
        away: change.away.map(clean_away).transpose()?,
        items: change.items.map(|items| clean_items(&store.directory(), items)).transpose()?,
    };
    let row = store.write(Priority::People, move |tx| {
        update(tx.conn(), user, &checked)?;
        let what = if checked.disabled == Some(true) { "user_disabled" } else { "user_changed" };
        note(tx.conn(), tx.now(), what, user)?;
        if checked.hash.is_some() {
            note(tx.conn(), tx.now(), "password_set", user)?;
            tries::forget(tx.conn(), &tries::row_of(&login_key(&login), true)).map_err(inner)?;
        }
        if checked.hash.is_some() || checked.disabled == Some(true) {
            tx.conn().prepare_cached("delete from session where user = ?1")?.execute([user.0])?;
        }
        by_id(tx.conn(), user)?.ok_or(Error::NotFound)
    })?;
    Ok(view(&row, &store.directory()))
}

/// Every account, by login.
pub fn list(store: &Store) -> Result<Vec<UserView>, Error> {
    let rows = store.read(|conn| {
        let mut query = conn.prepare_cached(&format!("{SELECT} order by login_key"))?;
        let rows = query.query_map([], read_row)?.collect::<Result<Vec<_>, _>>()?;
        Ok(rows)
    })?;
    let directory = store.directory();
    Ok(rows.iter().map(|row| view(row, &directory)).collect())
}

/// The account with this login, in any case of letters.
pub fn find(store: &Store, login: &str) -> Result<Option<UserView>, Error> {
    let row = store.read(|conn| by_login(conn, login))?;
    Ok(row.map(|row| view(&row, &store.directory())))
}

const SELECT: &str =
    "select id, login, name, roles, dept, hash, disabled, last_seen, away_from, away_to, items from user";

pub(super) fn by_login(conn: &Connection, login: &str) -> Result<Option<UserRow>, Error> {
    let mut query = conn.prepare_cached(&format!("{SELECT} where login_key = ?1"))?;
    Ok(query.query_row([login_key(login)], read_row).optional()?)
}

pub(super) fn by_id(conn: &Connection, id: UserId) -> Result<Option<UserRow>, Error> {
    let mut query = conn.prepare_cached(&format!("{SELECT} where id = ?1"))?;
    Ok(query.query_row([id.0], read_row).optional()?)
}

pub(super) fn login_key(login: &str) -> String {
    login.trim().to_lowercase()
}

impl UserRow {
    /// As `decide` sees the person.
    pub fn actor(&self, site: SiteId) -> Actor {
        Actor { user: self.id, name: self.name.clone(), site, roles: self.roles.clone(), dept: self.dept }
    }
}

fn read_row(row: &Row<'_>) -> Result<UserRow, rusqlite::Error> {
    let bits: u32 = row.get(3)?;
    Ok(UserRow {
        id: UserId(row.get(0)?),
        login: row.get(1)?,
        name: row.get(2)?,
        roles: Role::ALL.iter().copied().filter(|role| bits & bit(*role) != 0).collect(),
        dept: row.get::<_, Option<u16>>(4)?.map(DeptId),
        hash: row.get(5)?,
        disabled: row.get(6)?,
        last_seen: row.get::<_, Option<i64>>(7)?.map(|at| at as Millis),
        away: Away { from: row.get::<_, Option<i32>>(8)?.map(Day), to: row.get::<_, Option<i32>>(9)?.map(Day) },
        items: row.get::<_, String>(10)?.split_whitespace().map(str::to_owned).collect(),
    })
}

fn insert(conn: &Connection, row: &UserRow, now: Millis) -> Result<(), Error> {
    const SQL: &str = "insert into user (id, login, login_key, name, roles, dept, hash, disabled, created_at,
                       away_from, away_to, items) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    conn.execute(
        SQL,
        params![
            row.id.0,
            row.login,
            login_key(&row.login),
            row.name,
            bits(&row.roles),
            row.dept.map(|dept| dept.0),
            row.hash,
            row.disabled,
            now as i64,
            row.away.from.map(|day| day.0),
            row.away.to.map(|day| day.0),
            row.items.join(" ")
        ],
    )?;
    Ok(())
}

fn update(conn: &Connection, user: UserId, new: &Checked) -> Result<(), Error> {
    const SQL: &str = "update user set name = coalesce(?2, name), roles = coalesce(?3, roles),
                       dept = case when ?4 then ?5 else dept end, hash = coalesce(?6, hash),
                       disabled = coalesce(?7, disabled), away_from = case when ?8 then ?9 else away_from end,
                       away_to = case when ?8 then ?10 else away_to end, items = coalesce(?11, items) where id = ?1";
    let dept = new.dept.flatten().map(|dept| dept.0);
    let roles = new.roles.as_ref().map(bits);
    let day = |day: fn(&Away) -> Option<Day>| new.away.as_ref().and_then(day).map(|day| day.0);
    let items = new.items.as_ref().map(|items| items.join(" "));
    conn.execute(
        SQL,
        params![
            user.0,
            new.name,
            roles,
            new.dept.is_some(),
            dept,
            new.hash,
            new.disabled,
            new.away.is_some(),
            day(|away| away.from),
            day(|away| away.to),
            items
        ],
    )?;
    Ok(())
}

fn bit(role: Role) -> u32 {
    1 << role.number()
}

fn bits(roles: &BTreeSet<Role>) -> u32 {
    roles.iter().fold(0, |bits, role| bits | bit(*role))
}

fn view(row: &UserRow, directory: &Directory) -> UserView {
    let department = row.dept.map(|id| match directory.newest().department(id) {
        Some(found) => DeptRef { id, zh: found.zh.clone(), en: found.en.clone() },
        None => DeptRef { id, zh: String::new(), en: String::new() },
    });
    UserView {
        id: row.id,
        login: row.login.clone(),
        name: row.name.clone(),
        roles: row.roles.iter().copied().collect(),
        department,
        disabled: row.disabled,
        away: row.away,
        items: row.items.clone(),
        last_seen: row.last_seen,
    }
}

fn check_login(login: &str) -> Result<(), AccountError> {
    let is_good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    let len = login.chars().count();
    let fits = (1..=LOGIN_CHARS_MAX).contains(&len) && login.chars().all(is_good);
    if fits { Ok(()) } else { Err(AccountError::Field { field: "login" }) }
}

fn clean_name(name: String) -> Result<String, AccountError> {
    let name = name.trim();
    let fits = (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(is_invisible);
    if fits { Ok(name.to_owned()) } else { Err(AccountError::Field { field: "name" }) }
}

fn clean_roles(roles: Vec<Role>) -> Result<BTreeSet<Role>, AccountError> {
    // What a machine writes by itself is never a person's.
    let fits = !roles.is_empty() && !roles.contains(&Role::Node);
    if fits { Ok(roles.into_iter().collect()) } else { Err(AccountError::Field { field: "roles" }) }
}

fn clean_away(away: Away) -> Result<Away, AccountError> {
    if away.is_sound() { Ok(away) } else { Err(AccountError::Field { field: "away" }) }
}

/// Items that the catalogue has, each once.
fn clean_items(directory: &Directory, items: Vec<String>) -> Result<Vec<String>, AccountError> {
    let items: BTreeSet<String> = items.into_iter().map(|code| code.trim().to_uppercase()).collect();
    let view = directory.newest();
    let fits = items.iter().all(|code| view.item(code).is_some());
    if fits { Ok(items.into_iter().collect()) } else { Err(AccountError::Field { field: "items" }) }
}

fn check_dept(directory: &Directory, dept: Option<DeptId>) -> Result<Option<DeptId>, AccountError> {
    match dept {
        None | Some(NO_DESK) => Ok(None),
        Some(id) if directory.newest().department(id).is_some() => Ok(Some(id)),
        Some(_) => Err(AccountError::Field { field: "department" }),
    }
}

fn fresh_id() -> Result<UserId, Error> {
    let mut id = [0; 8];
    getrandom::fill(&mut id)
        .map_err(|error| Error::Other(format!("the operating system gives no random bytes: {error}")))?;
    Ok(UserId(id))
}

/// Remembers what happened to an account. Ids only: names and passwords have no place in a log.
pub(crate) fn note(conn: &Connection, now: Millis, what: &str, user: UserId) -> Result<(), Error> {
    conn.execute("insert into audit (at, what, user) values (?1, ?2, ?3)", params![now as i64, what, user.0])?;
    Ok(())
}

/// Inside the writer only errors of the node occur besides those that are values.
pub(super) fn inner(error: AccountError) -> Error {
    match error {
        AccountError::Node(error) => error,
        AccountError::WrongPassword
        | AccountError::TooManyTries { .. }
        | AccountError::WeakPassword
        | AccountError::LoginTaken
        | AccountError::Field { .. } => Error::Other(error.to_string()),
    }
}
