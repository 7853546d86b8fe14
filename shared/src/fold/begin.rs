//! What a fold begins with: which entries are cut off, and a case of which nothing is known yet.

use crate::case::{CaseState, Effect, Round, Status, Step};
use crate::entry::Entry;
use crate::ground::Directory;
use crate::id::{Hash, SiteId};
use crate::order::Ordered;
use crate::site::Tier;
use std::collections::{BTreeMap, BTreeSet};

/// Entries beyond the cut of their machine, unless an ancestor that did not know of the cut has built on them (design §7).
/// Who is cut off himself vouches for nobody, so those who may vouch are judged first: from the end of the order.
pub(crate) fn cut_off(entries: &[Entry], directory: &Directory, ordered: &Ordered) -> BTreeSet<usize> {
    let newest = directory.newest();
    let mut cut = BTreeSet::new();
    for here in ordered.sequence.iter().rev() {
        let (node, feed, n) = (entries[*here].node(), entries[*here].head.feed, entries[*here].head.n);
        if !newest.is_cut_off(node, feed, n) {
            continue;
        }
        let Some((site, _)) = directory.author(node) else { continue };
        let built_on = ordered.sequence.iter().any(|later| {
            let entry = &entries[*later];
            let by_ancestor = || directory.author(entry.node()).is_some_and(|(upper, _)| newest.is_above(upper, site));
            let ground = || entry.head.ground.and_then(|ground| directory.at(ground));
            let knew_nothing = || ground().is_some_and(|ground| !ground.is_cut_off(node, feed, n));
            ordered.past.contains(*later, *here) && !cut.contains(later) && by_ancestor() && knew_nothing()
        });
        if !built_on {
            cut.insert(*here);
        }
    }
    cut
}

pub(super) fn step(entry: &Entry, site: SiteId, tier: Tier, effect: Effect) -> Step {
    let head = &entry.head;
    Step {
        hash: entry.hash,
        kind: entry.kind(),
        site,
        tier,
        by: head.by,
        role: head.role.known(),
        cmd: (head.cmd, head.part),
        at: head.at,
        effect,
        flags: Vec::new(),
        paper: 0,
        paper_site: None,
    }
}

pub(super) fn empty_state(heads: Vec<Hash>) -> CaseState {
    CaseState {
        steps: Vec::new(),
        heads,
        opened: None,
        status: Status::Received,
        outcome: None,
        done: None,
        closed_at: None,
        holder: None,
        participants: BTreeSet::new(),
        interest: BTreeSet::new(),
        accepted: None,
        accepted_on: None,
        is_deemed: false,
        silence: None,
        notice: None,
        earlier_notices: Vec::new(),
        decision: None,
        notices: 0,
        gaps: BTreeSet::new(),
        gap_date: None,
        gaps_filled_at: None,
        extension: None,
        green: None,
        urged: Vec::new(),
        pauses: Vec::new(),
        stays: Vec::new(),
        tasks: Vec::new(),
        asked: Vec::new(),
        papers: BTreeMap::new(),
        delivered: BTreeMap::new(),
        duties: Vec::new(),
        limits: Vec::new(),
        set_aside: Vec::new(),
        rounds: Vec::new(),
        round: Round { no: 1, from: None, of: None, days: None, ended: None },
        has_unknown: false,
    }
}
