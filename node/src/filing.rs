//! What makes filing quicker at one place: its villagers' groups, an applicant who was here before, filled samples.
//! Local to the machine; nothing here reaches a case before somebody files it.

mod sample;

pub use sample::sample;

use crate::case_page;
use crate::error::Error;
use crate::store::{Priority, Store};
use daiban_shared::api::{GROUP_CHARS_MAX, GROUPS_MAX, KnownApplicant};
use daiban_shared::decide::Actor;
use daiban_shared::form::Value;
use daiban_shared::id::DocId;
use daiban_shared::text::Lang;
use std::collections::BTreeSet;

/// What is taken over from one case into the next.
const OF_APPLICANT: [&str; 4] = ["applicant.name", "applicant.id_number", "applicant.phone", "applicant.address"];

/// Why a list of groups is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupsFault {
    /// More than a place has.
    TooMany,
    /// A name without letters, or one that is too long.
    Name,
    /// Two groups of one name.
    Twice,
}

/// The place's groups, in its own order.
pub fn groups(store: &Store) -> Result<Vec<String>, Error> {
    store.read(|conn| {
        let mut query = conn.prepare_cached("SELECT name FROM village_group ORDER BY place")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
}

/// Reads a list of groups as somebody typed it: trimmed, empty ones left out.
pub fn checked(typed: &[String]) -> Result<Vec<String>, GroupsFault> {
    let names: Vec<String> = typed.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    if names.len() > GROUPS_MAX {
        return Err(GroupsFault::TooMany);
    }
    if names.iter().any(|name| name.chars().count() > GROUP_CHARS_MAX || !name.chars().any(char::is_alphanumeric)) {
        return Err(GroupsFault::Name);
    }
    if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
        return Err(GroupsFault::Twice);
    }
    Ok(names)
}

/// Keeps the place's groups in this order instead of those before.
pub fn keep_groups(store: &Store, names: Vec<String>) -> Result<(), Error> {
    store.write(Priority::People, move |tx| {
        tx.conn().execute("DELETE FROM village_group", [])?;
        let mut insert = tx.conn().prepare_cached("INSERT INTO village_group (place, name) VALUES (?1, ?2)")?;
        for (place, name) in names.iter().enumerate() {
            insert.execute((place as i64, name))?;
        }
        Ok(())
    })
}

/// Whom a case is for, as its newest form says.
///
/// Errors: no such case here.
pub fn applicant(store: &Store, actor: &Actor, case: DocId) -> Result<KnownApplicant, Error> {
    let number = case_page::case_view(store, actor, case, Lang::default())?.number;
    let form = case_page::form_at(store, actor, case, None)?.form;
    let text = |field: &str| match form.get(field) {
        Some(Value::Text(text)) if !text.is_empty() => Some((field.to_owned(), text.clone())),
        Some(Value::Text(_) | Value::Flag(_) | Value::Number(_)) | None => None,
    };
    Ok(KnownApplicant { number, values: OF_APPLICANT.into_iter().filter_map(text).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_kept_as_typed_without_empty_lines_and_never_twice() {
        let list = |names: &[&str]| checked(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&[" 第一村民小组 ", "", "围龙屋组"]), Ok(vec!["第一村民小组".into(), "围龙屋组".into()]));
        assert_eq!(list(&["一组", "一组"]), Err(GroupsFault::Twice));
        assert_eq!(list(&["……"]), Err(GroupsFault::Name));
        assert_eq!(list(&["组".repeat(GROUP_CHARS_MAX + 1).as_str()]), Err(GroupsFault::Name));
        let many: Vec<String> = (0..=GROUPS_MAX).map(|number| format!("{number}组")).collect();
        assert_eq!(checked(&many), Err(GroupsFault::TooMany));
    }
}
