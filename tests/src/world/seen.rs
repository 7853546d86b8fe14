//! What a world shows: pages, folded states, stored entries, and whether all machines agree.

use super::{Who, World, actor, counter};
use daiban_node::seed::{self, Place};
use daiban_node::store::{self, CheckReport, StoredEntry};
use daiban_node::{Node, case_page};
use daiban_shared::api::{CaseView, EffectView, StepView};
use daiban_shared::case::CaseState;
use daiban_shared::id::{DocId, FeedId, Hash};
use daiban_shared::kind::Kind;
use daiban_shared::text::Lang;
use std::collections::{BTreeMap, BTreeSet};

impl World {
    /// The case page of somebody, in English.
    pub fn page(&self, place: Place, who: Who, case: DocId) -> CaseView {
        let node = self.node(place);
        case_page::case_view(node.store(), &actor(node, who), case, Lang::En).expect("the page of a case that is here")
    }

    /// The newest step of a kind on somebody's page.
    pub fn step_view(&self, place: Place, case: DocId, kind: Kind) -> StepView {
        let page = self.page(place, counter(place), case);
        page.steps
            .into_iter()
            .rev()
            .find(|step| step.kind == kind)
            .unwrap_or_else(|| panic!("no {kind:?} at {place:?}"))
    }

    /// Steps without effect on somebody's page.
    pub fn void_steps(&self, place: Place, case: DocId) -> Vec<StepView> {
        let page = self.page(place, counter(place), case);
        page.steps.into_iter().filter(|step| step.effect == EffectView::None).collect()
    }

    /// The state as a machine folds it.
    pub fn state(&self, place: Place, case: DocId) -> CaseState {
        seed::state(self.node(place), case).expect("a fold does not fail")
    }

    /// Every entry of a document that a machine has.
    pub fn stored(&self, place: Place, doc: DocId) -> Vec<StoredEntry> {
        self.node(place).store().read(|conn| store::entries_of(conn, doc)).expect("entries are read")
    }

    /// Every case that a machine has.
    pub fn cases(&self, place: Place) -> BTreeSet<DocId> {
        docs(self.node(place), "where kind = 1")
    }

    /// Every entry of every document of a machine, by hash.
    pub fn everything(&self, place: Place) -> BTreeMap<Hash, (FeedId, u64)> {
        let all = docs(self.node(place), "");
        let stored = all.into_iter().flat_map(|doc| self.stored(place, doc));
        stored.map(|stored| (stored.entry.hash, (stored.entry.head.feed, stored.entry.head.n))).collect()
    }

    /// All entries of all cases of a machine.
    pub fn case_entries(&self, place: Place) -> BTreeSet<Hash> {
        self.cases(place).into_iter().flat_map(|doc| self.stored(place, doc)).map(|stored| stored.entry.hash).collect()
    }

    /// Every machine verifies all it has and makes its views anew without a difference.
    pub fn check_all(&self) {
        self.verify_all();
        self.nodes.values().for_each(|node| _ = node.store().rebuild().expect("views are made anew"));
        self.verify_all();
    }

    /// Every machine verifies all it has and has the views that its entries give.
    pub fn verify_all(&self) {
        for (place, node) in &self.nodes {
            let report: CheckReport = node.store().check().expect("the store is read");
            assert!(report.faults.is_empty(), "{place:?}: {:?}", report.faults);
        }
    }

    /// Nobody has a case that never concerned his place.
    pub fn assert_no_strangers(&self) {
        for (place, node) in &self.nodes {
            for case in self.cases(*place) {
                let interest = self.state(Place::District, case).interest;
                assert!(interest.contains(&node.identity().site()), "{place:?} has a case that is not its own: {case}");
            }
        }
    }

    /// Everybody who has a case sees it as the district does.
    pub fn assert_agreement(&self) {
        for case in self.cases(Place::District) {
            let truth = self.state(Place::District, case);
            for (place, node) in &self.nodes {
                if truth.interest.contains(&node.identity().site()) {
                    assert_eq!(self.state(*place, case), truth, "{case} at {place:?}");
                }
            }
        }
    }
}

fn docs(node: &Node, only: &str) -> BTreeSet<DocId> {
    let read = |conn: &rusqlite::Connection| {
        let mut query = conn.prepare(&format!("select name from doc {only}"))?;
        let rows = query.query_map([], |row| row.get(0).map(DocId))?;
        Ok(rows.collect::<Result<BTreeSet<_>, _>>()?)
    };
    node.store().read(read).expect("documents are listed")
}
