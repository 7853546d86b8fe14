//! A list that is read page by page. What was loaded stays, and all of it is read again when something changed.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;

use daiban_shared::api::{CaseRow, TaskRow};
use daiban_shared::id::Millis;
use daiban_shared::text::Lang;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use yew::prelude::*;

use super::{Loaded, use_reading};
use crate::api::{self, Fault, Why, encode};

/// A row that stands in a list once.
pub trait Listed: DeserializeOwned + 'static {
    /// What it is known by.
    fn name(&self) -> String;
}

impl Listed for CaseRow {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

impl Listed for TaskRow {
    fn name(&self) -> String {
        format!("{} {:?} {}", self.duty.case, self.duty.code, self.duty.of)
    }
}

/// A page as the node sends it.
#[derive(Debug, Deserialize)]
struct Sent<T> {
    items: Vec<T>,
    next: Option<String>,
    /// As of; of lists that depend on now.
    #[serde(default)]
    as_of: Option<Millis>,
}

/// What was read of a list.
#[derive(Debug, PartialEq)]
pub struct Rows<T> {
    /// The rows, each once.
    pub items: Vec<T>,
    /// Pages that were read.
    pub pages: u32,
    /// There are further ones.
    pub has_more: bool,
    /// What depends on now is as of this moment: that of the first page, the oldest one.
    pub as_of: Option<Millis>,
}

/// A list on a page.
pub struct Pages<T> {
    /// What was read.
    pub loaded: Loaded<Rows<T>>,
    /// A page that was asked for is not here yet.
    pub is_short: bool,
    /// Reads one page more.
    pub more: Callback<()>,
}

/// Reads a list: its first page, then as many as were asked for.
#[hook]
pub fn use_pages<T: Listed>(path: String) -> Pages<T> {
    // Another list begins with one page.
    let wanted = use_state(|| (String::new(), 1));
    let pages = if wanted.0 == path { wanted.1 } else { 1 };
    let loaded = use_reading(path.clone(), true, 0, pages, all::<T>);
    let read = loaded.value.as_ref().map_or(0, |rows| rows.pages);
    let again = loaded.again.clone();
    let is_short = pages > read && loaded.value.as_ref().is_some_and(|rows| rows.has_more);
    let more = Callback::from(move |()| match is_short {
        // The page asked for has not come: the same once more.
        true => again.emit(()),
        false => wanted.set((path.clone(), read + 1)),
    });
    Pages { loaded, is_short, more }
}

fn all<T: Listed>(
    lang: Lang,
    path: String,
    pages: u32,
    why: Why,
) -> Pin<Box<dyn Future<Output = Result<Rows<T>, Fault>>>> {
    Box::pin(async move {
        let mut rows = Gathered::default();
        loop {
            let page = api::get::<Sent<T>>(lang, &rows.path(&path), why).await?;
            if rows.add(page) == pages || rows.next.is_none() {
                let Gathered { items, pages, next, as_of, .. } = rows;
                return Ok(Rows { items, pages, has_more: next.is_some(), as_of });
            }
        }
    })
}

/// Pages put together. A row that moved down while they were read stands on two of them.
struct Gathered<T> {
    items: Vec<T>,
    known: BTreeSet<String>,
    pages: u32,
    next: Option<String>,
    as_of: Option<Millis>,
}

impl<T> Default for Gathered<T> {
    fn default() -> Self {
        Self { items: Vec::new(), known: BTreeSet::new(), pages: 0, next: None, as_of: None }
    }
}

impl<T: Listed> Gathered<T> {
    /// Where the next page is.
    fn path(&self, path: &str) -> String {
        let mark = if path.contains('?') { '&' } else { '?' };
        self.next.as_ref().map_or_else(|| path.to_owned(), |next| format!("{path}{mark}page={}", encode(next)))
    }

    /// Adds a page; says how many there are now.
    fn add(&mut self, page: Sent<T>) -> u32 {
        let names: Vec<String> = page.items.iter().map(T::name).collect();
        let fresh = page.items.into_iter().zip(&names).filter(|(_, name)| !self.known.contains(*name));
        self.items.extend(fresh.map(|(item, _)| item));
        self.known.extend(names);
        self.next = page.next;
        self.as_of = self.as_of.or(page.as_of);
        self.pages += 1;
        self.pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Listed for String {
        fn name(&self) -> String {
            self.clone()
        }
    }

    fn page(items: &[&str], next: Option<&str>, as_of: Millis) -> Sent<String> {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        Sent { items, next: next.map(str::to_owned), as_of: Some(as_of) }
    }

    #[test]
    fn a_row_that_moved_between_two_pages_stands_there_once() {
        let mut rows = Gathered::default();
        assert_eq!(rows.path("/cases?q=x"), "/cases?q=x");
        assert_eq!(rows.add(page(&["a", "b"], Some("r2.7"), 5)), 1);
        assert_eq!(rows.next.as_deref(), Some("r2.7"));
        assert_eq!(rows.add(page(&["b", "c"], None, 6)), 2);
        assert_eq!(rows.as_of, Some(5), "no row is as of a later moment than the list says");
        assert_eq!((rows.items, rows.next), (vec!["a".to_owned(), "b".into(), "c".into()], None));
    }
}
