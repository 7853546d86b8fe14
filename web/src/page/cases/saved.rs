//! Filters that a person keeps under a name. Pure; the page draws them.

use serde::{Deserialize, Serialize};

use crate::app::route::CaseFilter;

/// The key of the preference.
pub const KEY: &str = "lists.filters";
/// More would be a list to search in.
pub const FILTERS_MAX: usize = 12;
/// Characters of a name: it stands on a chip.
pub const NAME_CHARS_MAX: usize = 20;

/// One kept filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// What the person calls it.
    pub name: String,
    /// The filter with its order.
    pub filter: CaseFilter,
}

/// All of them, in the person's order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Filters(pub Vec<Named>);

impl Filters {
    /// There is no room for another.
    pub fn is_full(&self) -> bool {
        self.0.len() >= FILTERS_MAX
    }

    /// Which of them is this filter.
    pub fn position(&self, filter: &CaseFilter) -> Option<usize> {
        self.0.iter().position(|named| named.filter == *filter)
    }

    /// With another one at the end. The same filter again gets the new name; without a name nothing is kept.
    pub fn with(&self, name: &str, filter: CaseFilter) -> Self {
        let Some(name) = cleaned(name) else { return self.clone() };
        let mut next = self.clone();
        match self.position(&filter) {
            Some(at) => next.0[at].name = name,
            None if self.is_full() => {}
            None => next.0.push(Named { name, filter }),
        }
        next
    }

    /// Under another name.
    pub fn renamed(&self, at: usize, name: &str) -> Self {
        let mut next = self.clone();
        if let (Some(named), Some(name)) = (next.0.get_mut(at), cleaned(name)) {
            named.name = name;
        }
        next
    }

    /// Without one.
    pub fn without(&self, at: usize) -> Self {
        let mut next = self.clone();
        if at < next.0.len() {
            next.0.remove(at);
        }
        next
    }

    /// One place earlier or later.
    pub fn moved(&self, at: usize, up: bool) -> Self {
        let mut next = self.clone();
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(to) = to.filter(|to| at < next.0.len() && *to < next.0.len()) {
            next.0.swap(at, to);
        }
        next
    }
}

fn cleaned(name: &str) -> Option<String> {
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(filters: &Filters) -> Vec<&str> {
        filters.0.iter().map(|named| named.name.as_str()).collect()
    }

    fn three() -> Filters {
        let filters = Filters::default().with(" 低保 ", CaseFilter::of("received", "", ""));
        filters.with("超期", CaseFilter::of("", "here", "overdue")).with("待送达", CaseFilter::todo("deliver"))
    }

    #[test]
    fn a_filter_is_kept_once_and_takes_its_newest_name() {
        let filters = three();
        assert_eq!(names(&filters), ["低保", "超期", "待送达"]);
        let again = filters.with("收件低保", CaseFilter::of("received", "", ""));
        assert_eq!(names(&again), ["收件低保", "超期", "待送达"]);
        assert_eq!(filters.with("  ", CaseFilter::default()), filters, "without a name it is not kept");
        assert_eq!(filters.position(&CaseFilter::todo("deliver")), Some(2));
    }

    #[test]
    fn they_are_renamed_ordered_and_deleted() {
        let filters = three();
        assert_eq!(names(&filters.moved(2, true)), ["低保", "待送达", "超期"]);
        assert_eq!(names(&filters.moved(0, true)), ["低保", "超期", "待送达"], "the first stays first");
        assert_eq!(names(&filters.moved(2, false)), ["低保", "超期", "待送达"]);
        assert_eq!(names(&filters.renamed(1, "已超期")), ["低保", "已超期", "待送达"]);
        assert_eq!(names(&filters.without(0)), ["超期", "待送达"]);
        assert_eq!(filters.without(9), filters);
    }

    #[test]
    fn at_most_a_dozen_are_kept() {
        let mut filters = Filters::default();
        for no in 0..20 {
            filters = filters.with("名", CaseFilter { site: no.to_string(), ..CaseFilter::default() });
        }
        assert!(filters.is_full() && filters.0.len() == FILTERS_MAX);
    }
}
