//! The one order in which the entries of a document count. The only edges are `seen`: hashes cannot form a circle,
//! clocks and positions could.
//!
//! An entry comes after its whole past, and that past is placed by the same rule as a document of its own: by one key
//! (higher tier, node, generation, n, hash). Laws: an entry that has seen everything reorders nothing; before an entry of
//! the highest tier stands exactly its own past, in the order which that past has by itself, and later arrivals never
//! change that (machines that were restored or copied excepted).

use crate::case::Wait;
use crate::entry::Entry;
use crate::ground::Directory;
use crate::id::{Hash, NodeId};
use crate::site::Tier;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The entries of a document in order, by their index in the given slice. Doubled entries count once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// Those that count, each after all it has seen.
    pub sequence: Vec<usize>,
    /// Those that rest on something which is not here, by key.
    pub waiting: Vec<(usize, Wait)>,
    /// What each entry has seen, transitively; by index.
    pub past: Past,
}

type Key = (Reverse<Option<Tier>>, NodeId, u32, u64, Hash);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Placed,
    Waits(Wait),
}

/// Orders the entries of one document. Total on any multiset of decodable entries; no recursion.
pub fn order(entries: &[Entry], directory: &Directory) -> Ordered {
    let mut by_hash: BTreeMap<Hash, usize> = BTreeMap::new();
    for (i, entry) in entries.iter().enumerate() {
        by_hash.entry(entry.hash).or_insert(i);
    }
    let keys: Vec<Key> = entries.iter().map(|entry| key(entry, directory)).collect();
    let mut by_key: Vec<usize> = by_hash.values().copied().collect();
    by_key.sort_by_key(|i| keys[*i]);
    let seen: Vec<Vec<Option<usize>>> =
        entries.iter().map(|entry| entry.head.seen.iter().map(|hash| by_hash.get(hash).copied()).collect()).collect();

    let (causes_first, marks) = sort_causes_first(entries, &by_key, &seen, directory);
    let past = Past::of(entries.len(), &causes_first, &seen);
    let waiting = by_key
        .iter()
        .filter_map(|i| match marks[*i] {
            Mark::Waits(wait) => Some((*i, wait)),
            Mark::New | Mark::Open | Mark::Placed => None,
        })
        .collect();
    by_key.retain(|i| marks[*i] == Mark::Placed);
    Ordered { sequence: place(&by_key, &past), waiting, past }
}

/// Some order in which each entry stands behind all it has seen, and who waits: enough to say what everybody's past is.
fn sort_causes_first(
    entries: &[Entry],
    roots: &[usize],
    seen: &[Vec<Option<usize>>],
    directory: &Directory,
) -> (Vec<usize>, Vec<Mark>) {
    let mut marks = vec![Mark::New; entries.len()];
    let mut sequence = Vec::with_capacity(roots.len());
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for root in roots {
        if marks[*root] != Mark::New {
            continue;
        }
        stack.push((*root, 0));
        marks[*root] = Mark::Open;
        while let Some((here, next)) = stack.pop() {
            // A predecessor may turn out to wait, so the walk looks again at each before it counts an entry.
            let open = (next..seen[here].len()).find_map(|at| match seen[here][at] {
                Some(before) if marks[before] == Mark::New => Some((at, before)),
                Some(_) | None => None,
            });
            if let Some((at, before)) = open {
                stack.push((here, at + 1));
                marks[before] = Mark::Open;
                stack.push((before, 0));
                continue;
            }
            marks[here] = verdict(&entries[here], &seen[here], &marks, directory);
            if marks[here] == Mark::Placed {
                sequence.push(here);
            }
        }
    }
    (sequence, marks)
}

/// Places each entry behind its whole past. What of that past is not placed yet comes in by key, each again by this rule:
/// choosing among the direct `seen` only would let an entry from above, that has seen two branches, turn them around.
fn place(by_key: &[usize], past: &Past) -> Vec<usize> {
    let mut sequence = Vec::with_capacity(by_key.len());
    let mut is_placed = vec![false; past.count()];
    // An entry, and how far the list was looked through for its past.
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for root in by_key {
        if !is_placed[*root] {
            stack.push((*root, 0));
        }
        while let Some((here, from)) = stack.pop() {
            let is_next = |at: &usize| !is_placed[by_key[*at]] && past.contains(here, by_key[*at]);
            match (from..by_key.len()).find(is_next) {
                Some(at) => stack.extend([(here, at + 1), (by_key[at], 0)]),
                None => {
                    is_placed[here] = true;
                    sequence.push(here);
                }
            }
        }
    }
    sequence
}

fn key(entry: &Entry, directory: &Directory) -> Key {
    let tier = directory.author(entry.node()).map(|(_, tier)| tier);
    (Reverse(tier), entry.node(), entry.head.feed.generation(), entry.head.n, entry.hash)
}

fn verdict(entry: &Entry, seen: &[Option<usize>], marks: &[Mark], directory: &Directory) -> Mark {
    let all_placed = seen.iter().all(|before| before.is_some_and(|i| marks[i] == Mark::Placed));
    if !all_placed {
        return Mark::Waits(Wait::Seen);
    }
    let has_ground = entry.head.ground.is_some_and(|ground| directory.at(ground).is_some());
    if !has_ground || directory.author(entry.node()).is_none() {
        return Mark::Waits(Wait::Ground);
    }
    Mark::Placed
}

/// Who has seen whom, transitively: one row of bits per entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    words: usize,
    bits: Vec<u64>,
}

impl Past {
    fn of(count: usize, sequence: &[usize], seen: &[Vec<Option<usize>>]) -> Self {
        let words = count.div_ceil(64);
        let mut past = Self { words, bits: vec![0; words * count] };
        for here in sequence {
            for before in seen[*here].iter().flatten() {
                past.add(*here, *before);
            }
        }
        past
    }

    fn count(&self) -> usize {
        self.bits.len().checked_div(self.words).unwrap_or(0)
    }

    fn add(&mut self, here: usize, before: usize) {
        for word in 0..self.words {
            let inherited = self.bits[before * self.words + word];
            self.bits[here * self.words + word] |= inherited;
        }
        self.bits[here * self.words + before / 64] |= 1 << (before % 64);
    }

    /// Whether the entry at `here` has seen the one at `before`.
    pub fn contains(&self, here: usize, before: usize) -> bool {
        self.bits[here * self.words + before / 64] >> (before % 64) & 1 == 1
    }
}

/// The heads a new entry names: placed entries that no placed entry has seen. Sorted, as the head of an entry wants them.
pub fn heads(entries: &[Entry], ordered: &Ordered) -> Vec<Hash> {
    let placed = || ordered.sequence.iter().map(|i| &entries[*i]);
    let seen: BTreeSet<Hash> = placed().flat_map(|entry| entry.head.seen.iter().copied()).collect();
    let mut heads: Vec<Hash> = placed().map(|entry| entry.hash).filter(|hash| !seen.contains(hash)).collect();
    heads.sort();
    heads
}
