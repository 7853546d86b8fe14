//! Random histories of one case: people press what their own machine offers, lines are cut in the middle, machines are
//! restored from old copies. Everything is drawn from one number, so a failing history can be played again.

use super::case::{doc, open_body};
use super::{D, Machine, PLACES, World, anybody, at, commands_of_all};
use daiban_shared::api::Command;
use daiban_shared::case::{CaseState, Effect};
use daiban_shared::decide::{About, FormView, HeardMap, Moment, decide, kind_of};
use daiban_shared::fold::fold;
use daiban_shared::id::{DocId, Hash, Millis, SiteId};
use daiban_shared::kind::{Kind, Role};
use std::collections::BTreeMap;

/// Numbers that follow from a seed (SplitMix64).
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 .. n - 1.
    pub fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }

    pub fn maybe(&mut self) -> bool {
        self.below(2) == 0
    }

    pub fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { list.get(self.below(list.len())) }
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

/// What may happen in a history beside work and broken lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    pub take_over: bool,
    pub restore: bool,
}

/// A history while it is played.
pub struct Play<'w> {
    pub world: &'w World,
    pub doc: DocId,
    pub machines: Vec<Machine>,
    pub dice: Dice,
    pub now: Millis,
    /// Entries that had effect when they were written.
    pub counted: Vec<Hash>,
    /// Papers as their authors printed them: the entry and what follows the case number.
    pub printed: Vec<(Hash, String)>,
    rules: Rules,
    backups: BTreeMap<SiteId, Machine>,
}

impl<'w> Play<'w> {
    /// Opened at a random place that takes the item.
    pub fn start(world: &'w World, seed: u64, rules: Rules) -> Self {
        let mut dice = Dice(seed);
        let codes: Vec<&str> = world.items.iter().map(|item| item.code.as_str()).collect();
        let code = *dice.of(&codes).expect("items");
        let (hash, item) = world.item(code);
        let origins: Vec<SiteId> = PLACES.iter().filter(|place| item.files_at(place.2)).map(|place| place.0).collect();
        let origin = *dice.of(&origins).expect("a place that takes it");
        let papers: Vec<u8> =
            item.materials.iter().map(|paper| paper.no).filter(|no| *no != 1 || dice.below(4) != 0).collect();
        let machines = PLACES.iter().map(|place| Machine::new(place.0, world)).collect();
        let now = at("2026-09-08 10:20");
        let mut play = Self {
            world,
            doc: doc(origin),
            machines,
            dice,
            now,
            counted: Vec::new(),
            printed: Vec::new(),
            rules,
            backups: BTreeMap::new(),
        };
        let opened = play.machine(origin).write(world, doc(origin), &open_body(hash, &papers), Role::Agent, now);
        play.counted.push(opened);
        play
    }

    pub fn machine(&mut self, site: SiteId) -> &mut Machine {
        self.machines.iter_mut().find(|machine| machine.site == site).expect("a machine")
    }

    /// So many events.
    pub fn run(mut self, events: usize) -> Self {
        for _ in 0..events {
            self.event();
        }
        self
    }

    fn event(&mut self) {
        self.now += 1_000 * (1 + self.dice.below(200_000) as u64);
        let chance = self.dice.below(100);
        if self.rules.restore && chance < 4 {
            self.restore();
        } else if chance < 45 {
            self.call();
        } else {
            let i = self.dice.below(self.machines.len());
            self.work(i);
        }
    }

    /// A child dials its parent; each side sends what the other lacks in its own commit order, and the line may be cut.
    fn call(&mut self) {
        let below: Vec<(SiteId, SiteId)> = PLACES.iter().filter_map(|place| Some((place.0, place.1?))).collect();
        let Some((child, parent)) = self.dice.of(&below).copied() else { return };
        let cut = [1, 2, 3, 99];
        let up = *self.dice.of(&cut).expect("a list");
        self.carry(child, parent, up);
        let down = *self.dice.of(&cut).expect("a list");
        let state = self.machine(parent).clone().state(self.world);
        if state.interest.contains(&child) {
            self.carry(parent, child, down);
        }
    }

    fn carry(&mut self, from: SiteId, to: SiteId, most: usize) {
        let has: Vec<Hash> = self.machine(to).entries.iter().map(|entry| entry.hash).collect();
        let sent = self.machine(from).entries.clone();
        let missing: Vec<_> = sent.into_iter().filter(|entry| !has.contains(&entry.hash)).take(most).collect();
        let (world, doc, now) = (self.world, self.doc, self.now);
        if missing.is_empty() {
            return;
        }
        let machine = self.machine(to);
        machine.take(&missing);
        machine.sign_for(world, doc, now);
    }

    /// An old copy of the machine comes back: it opens another feed and writes on.
    fn restore(&mut self) {
        let i = self.dice.below(self.machines.len());
        let site = self.machines[i].site;
        match self.backups.get(&site).cloned() {
            Some(old) if self.dice.maybe() => {
                let generation = self.machines[i].generation + 1;
                self.machines[i] = Machine { generation, n: 0, ..old };
            }
            Some(_) | None => {
                self.backups.insert(site, self.machines[i].clone());
            }
        }
    }

    /// Somebody presses one of the buttons that his own machine offers.
    fn work(&mut self, i: usize) {
        if self.machines[i].entries.is_empty() {
            return;
        }
        let state = self.machines[i].state(self.world);
        let offered = self.offered(i, &state);
        let chosen = self.weighted(&offered);
        let Some((command, planned)) = chosen.map(|at| &offered[at]) else { return };
        for step in planned {
            let (world, doc, now) = (self.world, self.doc, self.now);
            let hash = self.machines[i].write(world, doc, &step.body, step.role, now);
            let after = self.machines[i].state(world);
            let step = after.steps.iter().find(|step| step.hash == hash).expect("every entry is a step");
            assert_eq!(step.effect, Effect::Effect, "offered, but without effect: {command:?}");
            self.printed.extend(step.paper_mark().map(|mark| (hash, mark)));
            self.counted.push(hash);
        }
    }

    fn offered(&mut self, i: usize, state: &CaseState) -> Vec<(Command, Vec<daiban_shared::decide::Planned>)> {
        let Some(opened) = &state.opened else { return Vec::new() };
        let machine = self.machines[i].clone();
        let view = machine.view(self.world);
        let item = view.item_row(opened.item).expect("the item of an effective open");
        let (form, heard) = (FormView::default(), HeardMap::new());
        let moment = Moment { now: self.now, directory: view, heard: &heard, new_since: 0 };
        let about = About { state, item, form: &form };
        let commands = commands_of_all(&mut self.dice, state, item, &view);
        let allowed = |command: &Command| self.rules.take_over || kind_of(command) != Kind::TakeOver;
        let tried = commands.into_iter().filter(allowed);
        tried
            .filter_map(|command| {
                decide(&about, &command, &anybody(machine.site), &moment).ok().map(|planned| (command, planned))
            })
            .collect()
    }

    fn weighted(&mut self, offered: &[(Command, Vec<daiban_shared::decide::Planned>)]) -> Option<usize> {
        let weights: Vec<usize> = offered.iter().map(|(command, _)| weight(kind_of(command))).collect();
        let mut left = self.dice.below(weights.iter().sum());
        for (i, weight) in weights.iter().enumerate() {
            if left < *weight {
                return Some(i);
            }
            left -= weight;
        }
        None
    }

    /// Everything that anybody holds, in one place.
    pub fn together(&self) -> Machine {
        let mut all = self.machines.iter().find(|machine| machine.site == D).expect("the district").clone();
        for machine in &self.machines {
            all.take(&machine.entries);
        }
        for machine in self.backups.values() {
            all.take(&machine.entries);
        }
        all
    }

    pub fn joined(&self) -> CaseState {
        fold(&self.together().entries, &self.world.directory)
    }
}

/// Buttons that move a case on are pressed more often, so that histories reach every status.
fn weight(kind: Kind) -> usize {
    match kind {
        Kind::Forward | Kind::Accept | Kind::Grant => 60,
        Kind::Close | Kind::Notify | Kind::Deliver | Kind::Deny | Kind::TaskEnd | Kind::Answer => 30,
        Kind::Return | Kind::TaskOpen | Kind::Annul | Kind::TakeOver => 12,
        Kind::Supplement | Kind::Assign | Kind::Withdraw | Kind::NotAccept => 8,
        // Its limit passes without an answer now and then only.
        Kind::Lapse => 500,
        Kind::Extend | Kind::Urge | Kind::TimeSet | Kind::Green => 4,
        Kind::WithdrawAsked | Kind::Terminate | Kind::Note => 3,
        Kind::Open
        | Kind::Taken
        | Kind::FormChange
        | Kind::Join
        | Kind::Site
        | Kind::Node
        | Kind::Cut
        | Kind::Right
        | Kind::Item
        | Kind::Calendar
        | Kind::Rule
        | Kind::Scheme
        | Kind::SheetFix
        | Kind::SheetAppeal
        | Kind::SheetRuling
        | Kind::InspectionOpen
        | Kind::InspectionAnswer
        | Kind::InspectionRuling
        | Kind::Root
        | Kind::Witness
        | Kind::Clock
        | Kind::NodeAsked
        | Kind::RightAsked
        | Kind::CardServe
        | Kind::CardAnswer
        | Kind::CardAppeal
        | Kind::CardRuling
        | Kind::Unknown => 1,
    }
}
