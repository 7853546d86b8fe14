//! One world that goes its way, and everything that was ever written in it.

use crate::acts::Act;
use daiban_node::seed::Place::{self, Changjiao, District, Yanyang, Yinna};
use daiban_node::seed::{Desk, new_command};
use daiban_node::store::{self, Priority, PrivateIn, PrivateState};
use daiban_node::{Error, Node, sync};
use daiban_shared::entry::{Head, SUITE, Verdict, seal, well_formed};
use daiban_shared::id::{DocId, FeedId, Hash, UserId};
use daiban_shared::kind::{Class, Kind, Role};
use daiban_tests::people::Dice;
use daiban_tests::world::{Backup, MINUTE, Who, World, actor, counter};
use std::collections::{BTreeMap, BTreeSet};

/// The district, a town and its two villages.
pub const PLACES: [Place; 4] = [District, Yanyang, Changjiao, Yinna];
/// Decided at the district, in the town, in the village, in the village.
pub const ITEMS: [&str; 4] = ["V04", "V01", "T28", "T12"];
/// Cases that a place files at most: more would only spread the work thinly.
const CASES_MAX: usize = 1;

/// A history while it is played.
pub struct History {
    /// Its machines.
    pub world: World,
    /// Private parts that were erased: where, and the position in that store.
    pub erased: Vec<(Place, i64)>,
    may_take_over: bool,
    filed: usize,
    backups: BTreeMap<Place, Vec<Backup>>,
    written: BTreeMap<(FeedId, u64), Hash>,
}

impl History {
    /// Begins in this world.
    pub fn new(world: World, may_take_over: bool) -> Self {
        let (backups, written) = (BTreeMap::new(), BTreeMap::new());
        Self { world, erased: Vec::new(), may_take_over, filed: 0, backups, written }
    }

    /// Plays one act.
    pub fn act(&mut self, act: &Act) {
        match act {
            Act::File { place, is_short } => self.file(PLACES[*place], *is_short),
            Act::Press { place, case, seed } => self.press(PLACES[*place], *case, *seed),
            Act::Contact(place, line) => {
                self.world.line(PLACES[*place], *line).contact(PLACES[*place]);
            }
            Act::Round => PLACES.iter().rev().for_each(|place| _ = self.world.heal(*place).contact(*place)),
            Act::Restart(place) => drop(self.world.start(PLACES[*place])),
            Act::Slow(place, seconds) => drop(self.world.slow(PLACES[*place], u64::from(*seconds) * 1_000)),
            Act::Pass(minutes) => drop(self.world.pass(u64::from(*minutes) * MINUTE)),
            Act::Backup(place) => {
                let backup = self.world.backup(PLACES[*place]);
                self.backups.entry(PLACES[*place]).or_default().push(backup);
            }
            Act::Restore(place, which) => self.restore(PLACES[*place], *which),
            Act::Copy(place, calls) => self.copy(PLACES[*place], *calls),
            Act::Newer { place, case, number, content } => self.newer(PLACES[*place], *case, *number, content),
            Act::Erase { place, case, which } => self.erase(PLACES[*place], *case, *which),
        }
    }

    /// Every line is mended and everybody calls: what must be true then, whatever happened before.
    pub fn end(&mut self) {
        let mut held = BTreeSet::new();
        for place in PLACES {
            self.record(place);
            held.extend(self.world.case_entries(place));
            self.world.heal(place);
        }
        self.world.settle().settle();
        assert!(held.is_subset(&self.world.case_entries(District)), "everything that anybody held is at the district");
        PLACES.iter().for_each(|place| self.record(*place));
        self.world.assert_agreement();
        if !self.may_take_over {
            // A take-over can void the hand-over on which a place got a case; it keeps what it has.
            self.world.assert_no_strangers();
        }
        self.world.verify_all();
    }

    fn file(&mut self, place: Place, is_short: bool) {
        let site = self.world.site(place);
        if self.world.cases(place).iter().filter(|case| case.origin() == site).count() >= CASES_MAX {
            return;
        }
        let code = ITEMS[self.filed % ITEMS.len()];
        self.filed += 1;
        let directory = self.world.node(place).store().directory();
        let (_, item) = directory.newest().item(code).expect("an item of the catalogue");
        let required = item.materials.iter().filter(|paper| paper.required).map(|paper| paper.no);
        let missing: Vec<u8> = required.take(usize::from(is_short)).collect();
        self.world.file_without(place, code, &missing);
    }

    /// Three of four presses are made where the machine itself says that the case is in hand.
    fn press(&mut self, place: Place, case: usize, seed: u64) {
        let mut dice = Dice(seed);
        let held = if dice.below(4) > 0 { self.in_hand() } else { Vec::new() };
        let anywhere = || self.world.cases(place).into_iter().map(|doc| (place, doc)).collect();
        let from: Vec<(Place, DocId)> = if held.is_empty() { anywhere() } else { held };
        if let Some((place, doc)) = pick(&from, case) {
            self.world.press(place, doc, self.may_take_over, &mut dice);
        }
    }

    /// Every case at every place that holds it in its own opinion.
    fn in_hand(&self) -> Vec<(Place, DocId)> {
        let mut held = Vec::new();
        for place in PLACES {
            let site = self.world.site(place);
            let is_held = |doc: &DocId| self.world.state(place, *doc).holder.is_some_and(|holder| holder.site == site);
            held.extend(self.world.cases(place).into_iter().filter(is_held).map(|doc| (place, doc)));
        }
        held
    }

    fn restore(&mut self, place: Place, which: usize) {
        // What the machine had is gone from here, but its positions were used.
        self.record(place);
        let Some(backups) = self.backups.get(&place) else { return };
        self.world.restore(place, &backups[which % backups.len()]);
    }

    /// A copied folder is started beside the machine, files a case, and perhaps calls the parent in its name.
    fn copy(&mut self, place: Place, calls: bool) {
        let (_folder, copy) = self.world.copied_machine(place);
        self.filed += 1;
        let new = self.world.application(place, "V04", 900 + self.filed, &[]);
        let filed = Desk::with(&copy, actor(&copy, counter(place))).file(new).expect("the copy files").id;
        let entries = copy.store().read(|conn| store::entries_of(conn, filed)).expect("entries");
        for stored in entries {
            self.note(stored.entry.head.feed, stored.entry.head.n, stored.entry.hash);
        }
        if let (true, Some(above)) = (calls, place.parent()) {
            sync::dial::exchange_with(&copy, self.world.node(above)).expect("the copy calls");
        }
    }

    /// A newer program of this place's machine writes what this program cannot read.
    fn newer(&mut self, place: Place, case: usize, number: u16, content: &[u8]) {
        let all: Vec<DocId> = self.world.cases(place).into_iter().collect();
        let Some(doc) = pick(&all, case) else { return };
        let mut seen = self.world.state(place, doc).heads;
        seen.sort();
        let mut body = cbor(number);
        body.extend_from_slice(content);
        if let Some(entry) = sealed(self.world.node(place), doc, seen, body) {
            let site = self.world.site(place);
            let take = move |tx: &mut store::Tx<'_>| tx.receive(entry, PrivateIn::None, site);
            self.world.node(place).store().write(Priority::People, take).expect("the entry is kept");
            self.assert_no_move_is_offered(place, doc);
        }
    }

    /// Nobody at this place can move the case, not even by sending the command past the page.
    pub fn assert_no_move_is_offered(&self, place: Place, case: DocId) {
        let before = self.world.stored(place, case).len();
        for who in [counter(place), Who::Reviewer, Who::Head] {
            let page = self.world.page(place, who, case);
            let offered = page.actions.iter().find(|action| action.allowed && action.kind.class() == Class::Move);
            assert_eq!(offered.map(|action| action.kind), None, "{place:?} offers a move");
            let note = page.actions.iter().find(|action| action.kind == Kind::Note).expect("notes are listed");
            assert!(note.allowed, "facts can still be recorded");
            for command in forced() {
                let refused = self.world.desk(place, who).step(case, command);
                assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
            }
        }
        assert_eq!(self.world.stored(place, case).len(), before, "nothing was written");
    }

    /// A part is erased where it is, and the views are made anew without it.
    fn erase(&mut self, place: Place, case: usize, which: usize) {
        let all: Vec<DocId> = self.world.cases(place).into_iter().collect();
        let Some(doc) = pick(&all, case) else { return };
        let stored = self.world.stored(place, doc);
        let parts: Vec<i64> =
            stored.iter().filter(|stored| stored.entry.head.private.is_some()).map(|stored| stored.pos).collect();
        let Some(pos) = pick(&parts, which) else { return };
        let store = self.world.node(place).store();
        let sql = "update private set state = ?1, salt = null, bytes = null where pos = ?2";
        let erase = move |tx: &mut store::Tx<'_>| Ok(tx.conn().execute(sql, (PrivateState::Erased as i64, pos))?);
        assert_eq!(store.write(Priority::People, erase).expect("the part is erased"), 1);
        store.rebuild().expect("views are made anew");
        self.erased.push((place, pos));
    }

    /// Nothing has brought an erased part back.
    pub fn assert_erased(&self) {
        for (place, pos) in &self.erased {
            let part = self.world.node(*place).store().read(|conn| store::private_of(conn, *pos)).expect("read");
            assert_eq!(part.map(|part| (part.state, part.bytes)), Some((PrivateState::Erased, Vec::new())));
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
}

fn pick<T: Copy>(from: &[T], which: usize) -> Option<T> {
    (!from.is_empty()).then(|| from[which % from.len()])
}

/// The number of a kind as it stands before its content.
fn cbor(number: u16) -> Vec<u8> {
    match number {
        0..=23 => vec![number as u8],
        24..=255 => vec![0x18, number as u8],
        256.. => [&[0x19], &number.to_be_bytes()[..]].concat(),
    }
}

/// An entry with this body by the machine's own key; none if this program can read the body.
fn sealed(node: &Node, doc: DocId, seen: Vec<Hash>, body: Vec<u8>) -> Option<daiban_shared::entry::Entry> {
    let (me, directory) = (node.identity(), node.store().directory());
    let cmd = new_command().expect("random bytes");
    let mut last = [0; 8];
    last.copy_from_slice(&cmd.0[..8]);
    let head = Head {
        suite: SUITE,
        doc,
        feed: FeedId::new(me.node(), 1_000_000, last),
        n: 1,
        prev: None,
        seen,
        ground: directory.tip(),
        after: None,
        by: UserId([9; 8]),
        role: Role::Clerk.into(),
        cmd,
        part: 0,
        at: node.clock().now(),
        body,
        private: None,
    };
    match well_formed(&seal(&head, me.net(), me.signing_key()), me.net(), directory.as_ref()) {
        Verdict::Entry(entry) => (entry.kind() == Kind::Unknown).then_some(*entry),
        other @ (Verdict::NotAnEntry(_) | Verdict::Later(_)) => panic!("not an entry: {other:?}"),
    }
}

/// Moves that somebody could send without a page.
fn forced() -> Vec<daiban_shared::api::Command> {
    use daiban_shared::api::Command;
    let words = || "越过页面".to_owned();
    vec![
        Command::Accept { gaps: vec![], gap_date: None },
        Command::Forward { to: None, dept: None, opinion: None, words: words() },
        Command::Grant { ground: None, words: words() },
        Command::TakeOver { ground: Some(daiban_shared::kind::TakeOverGround::Unable), words: words() },
        Command::Annul {
            authority: Some(daiban_shared::kind::Authority::OwnError),
            redo: true,
            days: None,
            words: words(),
        },
    ]
}
