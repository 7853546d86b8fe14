//! What has been read of a list, and what waits behind "3 changed". Rows that are shown keep their places until the person
//! asks for the list anew: nothing moves under the pointer. Pure.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::rc::Rc;

use daiban_shared::api::{CasePage, CaseRow};
use daiban_shared::id::{DocId, Millis};
use yew::Reducible;

use crate::api::Fault;

/// Rows that cost nothing to hand on or to compare with themselves.
#[derive(Debug, Clone, Default)]
pub struct Rows(Rc<Vec<Rc<CaseRow>>>);

impl Deref for Rows {
    type Target = Vec<Rc<CaseRow>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Rows {
    fn change(&mut self) -> &mut Vec<Rc<CaseRow>> {
        Rc::make_mut(&mut self.0)
    }
}

/// A list as far as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// Filter and order, as the node takes them.
    pub path: String,
    /// The rows, each once.
    pub rows: Rows,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Up to where news was read.
    pub pos: u64,
    /// What depends on now is as of this moment: that of its first page, the oldest on the screen.
    pub as_of: Option<Millis>,
    /// The first page is here.
    pub is_read: bool,
    /// Changed or come since, and not in their new places.
    pub waiting: BTreeSet<DocId>,
    /// Why the newest reading failed.
    pub fault: Option<Fault>,
    /// A reading is under way.
    pub busy: bool,
    /// Rises with every reading from the beginning: the rows may stand in other places.
    pub reading: u32,
    known: BTreeSet<DocId>,
}

/// What happens to a list.
#[derive(Debug)]
pub enum Step {
    /// A reading of this list begins.
    Begin(String),
    /// The first page, in place of everything.
    First(String, CasePage),
    /// The page behind the last row.
    Next(String, CasePage),
    /// What has changed since: everything, and of it what belongs into this list.
    News(String, CasePage, CasePage),
    /// A reading failed.
    Failed(String, Fault),
}

impl Listing {
    /// The list after a step; an answer for another list is dropped.
    fn after(&self, step: Step) -> Self {
        let mut next = self.clone();
        match step {
            Step::Begin(path) => {
                if path != next.path {
                    // The rows of the list before stand until the new ones come, so that the page does not flicker.
                    next.path = path;
                    next.is_read = false;
                    next.next = None;
                    next.waiting.clear();
                }
                next.busy = true;
            }
            Step::First(path, page) if path == next.path => {
                next.known = page.items.iter().map(|row| row.id).collect();
                next.rows = Rows(Rc::new(page.items.into_iter().map(Rc::new).collect()));
                next.pos = page.pos;
                next.as_of = Some(page.as_of);
                next.next = page.next;
                next.waiting.clear();
                next.is_read = true;
                next.reading += 1;
                next.end();
            }
            Step::Next(path, page) if path == next.path => {
                // A row that moved down while the list was read stands on two pages.
                let fresh = page.items.into_iter().filter(|row| !next.known.contains(&row.id));
                let fresh: Vec<Rc<CaseRow>> = fresh.map(Rc::new).collect();
                next.known.extend(fresh.iter().map(|row| row.id));
                next.rows.change().extend(fresh);
                next.next = page.next;
                next.end();
            }
            Step::News(path, all, fitting) if path == next.path => {
                next.take(all, fitting);
                next.end();
            }
            Step::Failed(path, fault) if path == next.path => {
                next.busy = false;
                next.fault = Some(fault);
            }
            Step::First(..) | Step::Next(..) | Step::News(..) | Step::Failed(..) => {}
        }
        next
    }

    /// A list as it stood when the person left it: whatever was under way then is not any more.
    pub fn back(kept: &Self) -> Self {
        Self { busy: false, fault: None, ..kept.clone() }
    }

    fn end(&mut self) {
        self.busy = false;
        self.fault = None;
    }

    /// Rows that are shown say what is new in their places; what is not shown, belongs elsewhere or nowhere, waits.
    fn take(&mut self, all: CasePage, fitting: CasePage) {
        let fits: BTreeSet<DocId> = fitting.items.iter().map(|row| row.id).collect();
        let news = all.items.into_iter().chain(fitting.items);
        for row in news {
            if !self.known.contains(&row.id) {
                if fits.contains(&row.id) {
                    self.waiting.insert(row.id);
                }
                continue;
            }
            let Some(at) = self.rows.iter().position(|shown| shown.id == row.id) else { continue };
            if !fits.contains(&row.id) || moves(&self.rows[at], &row) {
                self.waiting.insert(row.id);
            }
            self.rows.change()[at] = Rc::new(row);
        }
        self.pos = self.pos.max(all.pos).max(fitting.pos);
    }

    /// The list is longer than what was read of it.
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }
}

/// Whether a change may give a row another place in some order.
fn moves(before: &CaseRow, now: &CaseRow) -> bool {
    let due = |row: &CaseRow| row.due.as_ref().map(|due| due.at);
    (due(before), before.changed_at, &before.applicant) != (due(now), now.changed_at, &now.applicant)
}

impl Reducible for Listing {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        Rc::new(self.after(step))
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use daiban_shared::api::{Delivered, HolderView, ItemRef, SiteRef};
    use daiban_shared::case::Status;
    use daiban_shared::id::SiteId;
    use daiban_shared::site::Tier;

    /// A row of the case with this number.
    pub fn row(no: u8) -> CaseRow {
        let site = SiteRef { id: SiteId(1), zh: "塘心村".into(), en: "Tangxin".into(), tier: Tier::Village };
        CaseRow {
            id: DocId([no; 16]),
            number: format!("44140300000000000{no:03}"),
            item: ItemRef { code: "V04".into(), version: 1, zh: "低保".into(), en: "Low income".into() },
            applicant: "陈一".into(),
            site: site.clone(),
            status: Status::Received,
            outcome: None,
            holder: HolderView { site, department: None, user: None, user_name: None, in_transit: false, here: true },
            due: None,
            opened_at: 1,
            changed_at: 1,
            labels: Vec::new(),
            delivered: Delivered::default(),
            phone_end: "0001".into(),
            news: 1,
        }
    }

    fn page(rows: &[CaseRow], next: Option<&str>, pos: u64) -> CasePage {
        CasePage { items: rows.to_vec(), next: next.map(str::to_owned), pos, as_of: pos * 1_000 }
    }

    fn ids(listing: &Listing) -> Vec<u8> {
        listing.rows.iter().map(|row| row.id.0[0]).collect()
    }

    fn list() -> Listing {
        let begun = Listing::default().after(Step::Begin("a".into()));
        begun.after(Step::First("a".into(), page(&[row(1), row(2), row(3)], Some("r3"), 10)))
    }

    #[test]
    fn pages_follow_each_other_and_a_row_stands_once() {
        let more = list().after(Step::Next("a".into(), page(&[row(3), row(4)], None, 12)));
        assert_eq!((ids(&more), more.has_more(), more.pos), (vec![1, 2, 3, 4], false, 10));
    }

    #[test]
    fn an_answer_for_another_list_is_dropped_and_the_old_rows_stand_until_the_new_ones_come() {
        let other = list().after(Step::Begin("b".into()));
        assert_eq!((ids(&other), other.is_read, other.busy), (vec![1, 2, 3], false, true));
        let late = other.after(Step::Next("a".into(), page(&[row(9)], None, 10)));
        assert_eq!(ids(&late), [1, 2, 3]);
        let read = late.after(Step::First("b".into(), page(&[row(7)], None, 11)));
        assert_eq!((ids(&read), read.is_read, read.busy), (vec![7], true, false));
    }

    #[test]
    fn news_changes_rows_in_their_places_and_counts_what_would_move() {
        let labelled = CaseRow { phone_end: "0002".into(), news: 11, ..row(1) };
        let moved = CaseRow { changed_at: 2, news: 12, ..row(2) };
        let gone = CaseRow { status: Status::Closed, news: 13, ..row(3) };
        let come = CaseRow { news: 14, ..row(4) };
        let elsewhere = CaseRow { news: 15, ..row(5) };
        let all = page(&[labelled.clone(), moved.clone(), gone.clone(), come.clone(), elsewhere], None, 15);
        let fitting = page(&[labelled, moved, come], None, 15);
        let after = list().after(Step::News("a".into(), all, fitting));
        assert_eq!(ids(&after), [1, 2, 3], "nothing moves, comes or goes");
        assert_eq!((after.rows[0].phone_end.as_str(), after.rows[2].status), ("0002", Status::Closed));
        let waiting: Vec<u8> = after.waiting.iter().map(|id| id.0[0]).collect();
        assert_eq!((waiting, after.pos), (vec![2, 3, 4], 15));
        assert_eq!(after.as_of, list().as_of, "the rows that did not change are as of the reading before");
        let anew = after.after(Step::First("a".into(), page(&[row(4), row(1)], None, 16)));
        assert_eq!((ids(&anew), anew.waiting.len(), anew.as_of), (vec![4, 1], 0, Some(16_000)));
    }

    #[test]
    fn a_failure_keeps_what_was_read() {
        let failed = list().after(Step::Failed("a".into(), Fault::Unreachable));
        assert_eq!((ids(&failed), failed.fault.clone(), failed.busy), (vec![1, 2, 3], Some(Fault::Unreachable), false));
        let back = Listing::back(&failed);
        assert_eq!((ids(&back), back.fault), (vec![1, 2, 3], None));
    }
}
