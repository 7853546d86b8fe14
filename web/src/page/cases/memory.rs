//! The list as a person left it for a case: going back finds the same rows, the same row and the same place on the screen.

use std::cell::RefCell;
use std::rc::Rc;

use daiban_shared::id::DocId;
use yew::prelude::*;
use yew_router::prelude::*;

use super::listing::Listing;
use super::window::Heights;
use crate::app::route::Route;
use crate::ui::dom;
use crate::ui::keys::{is_plain, use_keys};

/// A list that was left.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What was read of it.
    pub listing: Rc<Listing>,
    /// Heights of its rows.
    pub heights: Heights,
    /// How far it was scrolled.
    pub scroll: f64,
    /// The row that was opened.
    pub current: Option<DocId>,
}

/// The case after another in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextCase {
    /// The case.
    pub id: DocId,
    /// Whose it is; may be empty.
    pub applicant: String,
}

/// Of one person, while the page is open.
#[derive(Clone, Default)]
pub struct Memory(Rc<RefCell<Option<Kept>>>);

impl PartialEq for Memory {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Memory {
    /// Keeps a list.
    pub fn keep(&self, kept: Kept) {
        self.0.replace(Some(kept));
    }

    /// The list, if it is this one and it was left for a case.
    pub fn take(&self, path: &str) -> Option<Kept> {
        let kept = self.0.borrow_mut().take()?;
        let is_same = kept.listing.path == path && kept.listing.is_read && kept.current.is_some();
        is_same.then_some(kept)
    }

    /// A list waits to be gone back to.
    pub fn is_kept(&self) -> bool {
        self.0.borrow().as_ref().is_some_and(|kept| kept.current.is_some())
    }

    /// The case that stood after this one in the list that it was opened from.
    pub fn next(&self, case: &str) -> Option<NextCase> {
        let kept = self.0.borrow();
        let kept = kept.as_ref().filter(|kept| kept.current.is_some_and(|current| current.to_string() == case))?;
        let at = kept.listing.rows.iter().position(|row| Some(row.id) == kept.current)?;
        let row = kept.listing.rows.get(at + 1)?;
        Some(NextCase { id: row.id, applicant: row.applicant.clone() })
    }

    /// The person goes on to another case of the list: going back from there leads to its row.
    pub fn go_on(&self, to: DocId) {
        if let Some(kept) = self.0.borrow_mut().as_mut() {
            kept.current = Some(to);
        }
    }

    /// This case was opened from a list.
    pub fn leads_back(&self, case: &str) -> bool {
        let kept = self.0.borrow();
        kept.as_ref().and_then(|kept| kept.current).is_some_and(|current| current.to_string() == case)
    }
}

#[derive(Properties, PartialEq)]
pub struct MemoryOfProps {
    pub children: Html,
}

/// Stands around the pages of one person.
#[component]
pub fn MemoryOf(props: &MemoryOfProps) -> Html {
    let memory = use_memo((), |()| Memory::default());
    html! { <ContextProvider<Memory> context={(*memory).clone()}>{ props.children.clone() }</ContextProvider<Memory>> }
}

/// The memory of the person.
#[hook]
pub fn use_memory() -> Memory {
    use_context::<Memory>().expect("every page stands inside the memory of lists")
}

/// Escape leads from a case back to the list it was opened from, at the same row; to the list of all cases where it was opened
/// otherwise. An open panel, menu or dialog takes the key first.
#[hook]
pub fn use_way_back(case: &str) {
    let memory = use_memory();
    let navigator = use_navigator();
    let case = case.to_owned();
    use_keys(Callback::from(move |event: KeyboardEvent| {
        let is_taken = dom::is_there(".panel, .edit, dialog[open], details.menu[open], [role=listbox]");
        if event.key() != "Escape" || !is_plain(&event) || is_taken {
            return;
        }
        let Some(navigator) = &navigator else { return };
        if memory.leads_back(&case) { navigator.back() } else { navigator.push(&Route::Cases) }
    }));
}

#[cfg(test)]
mod tests {
    use super::super::listing::Step;
    use super::super::sample_row;
    use super::*;
    use daiban_shared::api::CasePage;

    #[test]
    fn the_case_after_one_is_the_next_row_and_the_last_has_none() {
        let rows = vec![sample_row(1), sample_row(2)];
        let ids = [rows[0].id, rows[1].id];
        let page = CasePage { items: rows, next: None, pos: 0, as_of: 0 };
        let listing = Rc::new(Listing::default());
        let listing = listing.reduce(Step::Begin("/cases".into())).reduce(Step::First("/cases".into(), page));
        let memory = Memory::default();
        memory.keep(Kept { listing, heights: Heights::default(), scroll: 0.0, current: Some(ids[0]) });
        assert_eq!(memory.next("another"), None, "it was not opened from this list");
        let next = memory.next(&ids[0].to_string()).expect("the second row");
        assert_eq!(next.id, ids[1]);
        memory.go_on(next.id);
        assert!(memory.leads_back(&ids[1].to_string()));
        assert_eq!(memory.next(&ids[1].to_string()), None);
    }

    #[test]
    fn only_the_list_that_was_left_for_a_case_comes_back_and_only_once() {
        let case = DocId([7; 16]);
        let mut listing = Listing::default();
        listing.path = "/cases".into();
        listing.is_read = true;
        let listing = Rc::new(listing);
        let kept = |current| Kept { listing: listing.clone(), heights: Heights::default(), scroll: 900.0, current };
        let memory = Memory::default();
        memory.keep(kept(Some(case)));
        assert!(memory.leads_back(&case.to_string()) && !memory.leads_back("other"));
        assert_eq!(memory.take("/cases").map(|kept| kept.scroll), Some(900.0));
        assert!(memory.take("/cases").is_none());
        memory.keep(kept(Some(case)));
        assert!(memory.take("/cases?due=today").is_none(), "another list begins at its top");
        memory.keep(kept(None));
        assert!(memory.take("/cases").is_none(), "it was left for something else");
    }
}
