//! What happened in all histories of a law together: a law over idle histories would show nothing.

use crate::history::History;
use daiban_node::seed::Place::District;
use daiban_shared::case::Effect;
use daiban_shared::kind::{Class, Kind};
use std::collections::BTreeMap;

/// Fewer histories than this may lack something by chance.
const TELLING: usize = 100;
/// Effective moves of a history beside filings, on the average.
const MOVES_MIN: usize = 5;

/// Counts over many histories.
#[derive(Default)]
pub struct Tally {
    /// Private parts that were erased.
    pub erased: usize,
    histories: usize,
    moves: usize,
    effective: BTreeMap<Kind, usize>,
    listed: BTreeMap<Kind, usize>,
    /// Grants and denials by another place than the one where the case was filed.
    decided_elsewhere: usize,
    /// Entries that name several heads: two places had written without knowing of each other.
    merges: usize,
}

impl Tally {
    /// Counts a history at its end.
    pub fn count(&mut self, history: &History) {
        self.histories += 1;
        self.erased += history.erased.len();
        let world = &history.world;
        for case in world.cases(District) {
            let state = world.state(District, case);
            for step in &state.steps {
                *self.listed.entry(step.kind).or_default() += 1;
                if step.effect != Effect::Effect {
                    continue;
                }
                *self.effective.entry(step.kind).or_default() += 1;
                self.moves += usize::from(step.kind.class() == Class::Move && step.kind != Kind::Open);
                let decides = matches!(step.kind, Kind::Grant | Kind::Deny);
                self.decided_elsewhere += usize::from(decides && step.site != case.origin());
            }
            self.merges +=
                world.stored(District, case).iter().filter(|stored| stored.entry.head.seen.len() > 1).count();
        }
    }

    /// Enough histories to ask for everything.
    pub fn is_telling(&self) -> bool {
        self.histories >= TELLING
    }

    /// People moved cases on.
    pub fn assert_moves(&self) {
        assert!(!self.is_telling() || self.moves >= MOVES_MIN * self.histories, "people did little: {self}");
    }

    /// Steps of these kinds had effect.
    pub fn assert_has(&self, kinds: &[Kind]) {
        for kind in kinds.iter().filter(|_| self.is_telling()) {
            assert!(self.effective.contains_key(kind), "{kind:?} never happened: {self}");
        }
    }

    /// Entries of this kind were there.
    pub fn assert_listed(&self, kind: Kind) {
        assert!(!self.is_telling() || self.listed.contains_key(&kind), "{kind:?} never happened: {self}");
    }

    /// Places decided on what others had filed, and wrote without knowing of each other.
    pub fn assert_apart(&self) {
        let is_apart = self.decided_elsewhere > self.histories / 10 && self.merges > self.histories / 2;
        assert!(!self.is_telling() || is_apart, "places hardly worked on each other's cases: {self}");
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { histories, moves, decided_elsewhere, merges, erased, .. } = self;
        write!(f, "{histories} histories, {moves} moves beside filings, {decided_elsewhere} decisions elsewhere, ")?;
        write!(f, "{merges} merges, {erased} parts erased; ")?;
        self.effective.iter().try_for_each(|(kind, count)| write!(f, "{kind:?} {count} "))
    }
}
