//! Laws of the whole: random histories of honest people over lines that break, with and without backups, restores and
//! copied folders. The lawful end of each: nothing that anybody holds is lost, all see the same, no position is used twice.

use daiban_node::seed::Place::{Changjiao, District, Yanyang, Yinna};
use daiban_node::seed::{Desk, Place};
use daiban_shared::api::Command;
use daiban_shared::case::{CaseState, Effect};
use daiban_shared::form::Value;
use daiban_shared::id::{DocId, FeedId, Hash};
use daiban_shared::kind::{Class, DeliverWay, Opinion, ReturnGround, TerminateGround};
use daiban_tests::line::Line;
use daiban_tests::world::{Backup, MINUTE, Who, World, counter};
use proptest::prelude::*;
use std::collections::BTreeMap;

const PLACES: [Place; 4] = [District, Yanyang, Changjiao, Yinna];
const ITEMS: [&str; 4] = ["V04", "V01", "T28", "T12"];
/// Histories of one run; each plays for about a second. `PROPTEST_CASES` asks for more.
const HISTORIES: u32 = 10;

/// Something happens at a place. Numbers pick among what is there.
#[derive(Debug, Clone)]
enum Act {
    File(usize),
    Step(usize, usize, usize),
    Correct(usize, usize, u8),
    Contact(usize, Line),
    Restart(usize),
    Pass(u16),
    Backup(usize),
    Restore(usize, usize),
    Copy(usize, bool),
}

fn lines() -> impl Strategy<Value = Line> {
    prop_oneof![
        4 => Just(Line::Up),
        1 => Just(Line::LosesAnswers),
        2 => (0..3_u32, 1..2_000_usize).prop_map(|(messages, bytes)| Line::BreaksAfter { messages, bytes }),
        2 => (0..3_u32).prop_map(|messages| Line::LosesAnswerAfter { messages }),
        1 => Just(Line::Nonsense),
    ]
}

fn ordinary() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (1..PLACES.len()).prop_map(Act::File),
        8 => (0..PLACES.len(), 0..8_usize, 0..STEPS).prop_map(|(place, case, step)| Act::Step(place, case, step)),
        2 => (0..PLACES.len(), 0..8_usize, 0..4_u8).prop_map(|(place, case, value)| Act::Correct(place, case, value)),
        6 => (1..PLACES.len(), lines()).prop_map(|(place, line)| Act::Contact(place, line)),
        1 => (0..PLACES.len()).prop_map(Act::Restart),
        2 => (1..600_u16).prop_map(Act::Pass),
    ]
}

fn disasters() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => ordinary(),
        1 => (0..PLACES.len()).prop_map(Act::Backup),
        1 => (0..PLACES.len(), 0..4_usize).prop_map(|(place, which)| Act::Restore(place, which)),
        1 => (1..PLACES.len(), any::<bool>()).prop_map(|(place, calls)| Act::Copy(place, calls)),
    ]
}

/// How many kinds of steps people try; the program says which are possible.
const STEPS: usize = 14;

fn command(number: usize, state: &CaseState) -> (Who, Command) {
    let words = || "情况属实".to_owned();
    let clerk = Who::Clerk;
    let none = state.heads.first().copied().unwrap_or(Hash::ZERO);
    match number {
        0..=2 => (clerk, Command::Forward { to: None, dept: None, opinion: Some(Opinion::Agree), words: words() }),
        3 | 4 => (clerk, Command::Accept { gaps: vec![], gap_date: None }),
        5 | 6 => (Who::Reviewer, Command::Grant { ground: None, words: words() }),
        7 => (clerk, Command::Return { to: None, ground: Some(ReturnGround::FormWrong), words: words() }),
        8 => (clerk, Command::WithdrawAsked { signed: true, on: None, words: words() }),
        9 => {
            let of = state.asked.iter().find(|asked| asked.answered.is_none()).map_or(none, |asked| asked.hash);
            (clerk, Command::Answer { of, result: Some(daiban_shared::kind::AnswerResult::Told), words: words() })
        }
        10 => {
            (clerk, Command::Deliver { of: None, way: Some(DeliverWay::InPerson), receiver: String::new(), on: None })
        }
        11 => (clerk, Command::Close { undelivered: None }),
        12 => (clerk, Command::Terminate { ground: Some(TerminateGround::Moot), duplicate_of: None, words: words() }),
        _ => (clerk, Command::Note { words: words() }),
    }
}

/// One world that goes its way, and everything that was ever written in it.
struct History {
    world: World,
    backups: BTreeMap<Place, Vec<Backup>>,
    written: BTreeMap<(FeedId, u64), Hash>,
}

impl History {
    fn new(world: World) -> Self {
        let mut history = Self { world, backups: BTreeMap::new(), written: BTreeMap::new() };
        for place in PLACES {
            let backup = history.world.backup(place);
            history.backups.entry(place).or_default().push(backup);
        }
        history
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::File(place) => {
                let item = ITEMS[self.written.len() % ITEMS.len()];
                self.world.file(PLACES[*place], item);
            }
            Act::Step(place, case, step) => self.step(PLACES[*place], *case, *step),
            Act::Correct(place, case, value) => self.correct(PLACES[*place], *case, *value),
            Act::Contact(place, line) => {
                self.world.line(PLACES[*place], *line).contact(PLACES[*place]);
            }
            Act::Restart(place) => {
                self.world.start(PLACES[*place]);
            }
            Act::Pass(minutes) => {
                self.world.pass(u64::from(*minutes) * MINUTE);
            }
            Act::Backup(place) => {
                let backup = self.world.backup(PLACES[*place]);
                self.backups.entry(PLACES[*place]).or_default().push(backup);
            }
            Act::Restore(place, which) => {
                let place = PLACES[*place];
                // What the machine had is gone from here, but its positions were used.
                self.record(place);
                let backups = &self.backups[&place];
                self.world.restore(place, &backups[which % backups.len()]);
            }
            Act::Copy(place, calls) => self.copy(PLACES[*place], *calls),
        }
    }

    fn pick(&self, place: Place, case: usize) -> Option<DocId> {
        let cases: Vec<DocId> = self.world.cases(place).into_iter().collect();
        (!cases.is_empty()).then(|| cases[case % cases.len()])
    }

    fn step(&mut self, place: Place, case: usize, step: usize) {
        let Some(case) = self.pick(place, case) else { return };
        let (who, command) = command(step, &self.world.state(place, case));
        let who = if who == Who::Clerk { counter(place) } else { who };
        // A refusal is the program's word that the step is not possible now.
        let _ = self.world.try_step(place, who, case, command);
    }

    fn correct(&mut self, place: Place, case: usize, value: u8) {
        let Some(case) = self.pick(place, case) else { return };
        let phone = Value::Text(format!("1380000{value:04}"));
        let _ = self
            .world
            .desk(place, counter(place))
            .correct(case, BTreeMap::from([("applicant.phone".to_owned(), phone)]));
    }

    /// A copied folder is started beside the machine, files a case, and perhaps calls the parent in its name.
    fn copy(&mut self, place: Place, calls: bool) {
        let (_folder, copy) = self.world.copied_machine(place);
        let new = self.world.application(place, "V04", 900 + self.written.len(), &[]);
        let actor = daiban_tests::world::actor(&copy, counter(place));
        let filed = Desk::with(&copy, actor).file(new).expect("the copy files").id;
        let entries = copy.store().read(|conn| daiban_node::store::entries_of(conn, filed)).expect("entries");
        for stored in entries {
            self.note(stored.entry.head.feed, stored.entry.head.n, stored.entry.hash);
        }
        if let (true, Some(above)) = (calls, place.parent()) {
            daiban_node::sync::dial::exchange_with(&copy, self.world.node(above)).expect("the copy calls");
        }
    }

    fn record(&mut self, place: Place) {
        for (hash, (feed, n)) in self.world.everything(place) {
            self.note(feed, n, hash);
        }
    }

    fn note(&mut self, feed: FeedId, n: u64, hash: Hash) {
        let before = self.written.insert((feed, n), hash);
        assert!(before.is_none_or(|before| before == hash), "position {n} of feed {feed} was used twice");
    }

    /// Every line is mended and everybody calls: what must be true then, whatever happened before.
    fn end(&mut self) {
        let mut held = std::collections::BTreeSet::new();
        for place in PLACES {
            self.record(place);
            held.extend(self.world.case_entries(place));
            self.world.heal(place);
        }
        self.world.settle().settle();
        assert!(held.is_subset(&self.world.case_entries(District)), "everything that anybody held is at the district");
        for place in PLACES {
            self.record(place);
        }
        self.world.assert_agreement();
        self.world.check_all();
    }
}

fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(HISTORIES);
    // Each history has folders of its own; shrinking one takes minutes at most.
    ProptestConfig { cases, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn without_restores_no_move_of_honest_people_ever_loses_its_effect() {
    let mut stage = World::with(&[Yanyang, Changjiao, Yinna]);
    let stage = std::cell::RefCell::new(&mut stage);
    let moves = std::cell::Cell::new(0);
    proptest!(config(), |(acts in prop::collection::vec(ordinary(), 20..60))| {
        let mut history = History::new(stage.borrow_mut().fork());
        acts.iter().for_each(|act| history.act(act));
        history.end();
        for case in history.world.cases(District) {
            for step in history.world.state(District, case).steps {
                prop_assert_eq!(step.effect, Effect::Effect, "{:?}", step.kind);
                moves.set(moves.get() + u32::from(step.kind.class() == Class::Move));
            }
        }
    });
    // The usual is five to ten a history; a run of idle histories would show nothing.
    assert!(moves.get() > config().cases, "people did something: {} moves", moves.get());
}

#[test]
fn backups_restores_and_copied_folders_lose_nothing_that_anybody_holds_and_use_no_position_twice() {
    let mut stage = World::with(&[Yanyang, Changjiao, Yinna]);
    let stage = std::cell::RefCell::new(&mut stage);
    proptest!(config(), |(acts in prop::collection::vec(disasters(), 20..60))| {
        let mut history = History::new(stage.borrow_mut().fork());
        acts.iter().for_each(|act| history.act(act));
        history.end();
    });
}
