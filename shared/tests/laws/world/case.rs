//! One case and the machines that hold parts of it.

use super::{World, anybody, key_of, node_of, somebody, user};
use daiban_shared::api::Command;
use daiban_shared::case::{CaseState, Effect};
use daiban_shared::decide::{self, About, Actor, FormView, HeardMap, Moment, Planned, Refusal};
use daiban_shared::entry::{Entry, GroundRef, Head, SEEN_MAX, SUITE};
use daiban_shared::fold::fold;
use daiban_shared::ground::View;
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, Hash, Millis, SiteId, UserId};
use daiban_shared::item::Item;
use daiban_shared::kind::{self, *};
use daiban_shared::order::{heads, order};

/// A machine of a place and what it holds of one document, in the order in which it took it.
#[derive(Clone)]
pub struct Machine {
    pub site: SiteId,
    pub entries: Vec<Entry>,
    /// How far it has the public feed.
    pub ground: GroundRef,
    pub generation: u32,
    pub n: u64,
    pub prev: Option<Hash>,
}

impl Machine {
    pub fn new(site: SiteId, world: &World) -> Self {
        Self { site, entries: Vec::new(), ground: world.ground(), generation: 1, n: 0, prev: None }
    }

    pub fn feed(&self) -> FeedId {
        FeedId::new(node_of(self.site), self.generation, [self.generation as u8; 8])
    }

    pub fn state(&self, world: &World) -> CaseState {
        fold(&self.entries, &world.directory)
    }

    pub fn view<'a>(&self, world: &'a World) -> View<'a> {
        world.directory.at(self.ground).expect("its ground is in the directory")
    }

    pub fn holds(&self, hash: Hash) -> bool {
        self.entries.iter().any(|entry| entry.hash == hash)
    }

    /// Takes entries in the order in which they come.
    pub fn take(&mut self, entries: &[Entry]) {
        for entry in entries {
            if !self.holds(entry.hash) {
                self.entries.push(entry.clone());
            }
        }
    }

    /// The head of the next entry: everything a machine fills in by itself.
    pub fn head(&self, world: &World, doc: DocId, body: &Body, now: Millis) -> Head {
        let ordered = order(&self.entries, &world.directory);
        let mut seen = heads(&self.entries, &ordered);
        seen.truncate(SEEN_MAX);
        let newest = self.entries.iter().filter(|entry| seen.contains(&entry.hash)).map(|entry| entry.head.at).max();
        Head {
            suite: SUITE,
            doc,
            feed: self.feed(),
            n: self.n + 1,
            prev: self.prev,
            seen,
            ground: Some(self.ground),
            after: None,
            by: user(self.site),
            role: Role::Node.into(),
            cmd: command_id(self.site, self.generation, self.n + 1),
            part: 0,
            at: newest.map_or(now, |newest| now.max(newest.saturating_add(1))),
            body: kind::encode(body),
            private: None,
        }
    }

    /// Signs any head and keeps it.
    pub fn append(&mut self, world: &World, head: &Head) -> Hash {
        let entry = world.sign(head, &key_of(self.site));
        self.n = head.n;
        self.prev = Some(entry.hash);
        self.entries.push(entry.clone());
        entry.hash
    }

    /// Appends a body in a capacity, whatever it is.
    pub fn write(&mut self, world: &World, doc: DocId, body: &Body, role: Role, now: Millis) -> Hash {
        let head = Head { role: role.into(), ..self.head(world, doc, body, now) };
        self.append(world, &head)
    }

    /// Its machine signs for every hand-over and task that came here.
    pub fn sign_for(&mut self, world: &World, doc: DocId, now: Millis) {
        let state = self.state(world);
        let hand_over = state
            .holder
            .filter(|holder| holder.site == self.site && holder.taken_at.is_none())
            .map(|holder| holder.since);
        let tasks = state.tasks.iter().filter(|task| {
            task.to.iter().any(|to| to.addressee.site == self.site && to.taken_at.is_none() && to.answer.is_none())
        });
        let all: Vec<Hash> = hand_over.into_iter().chain(tasks.map(|task| task.hash)).collect();
        for of in all {
            self.write(world, doc, &Body::Taken(Taken { of }), Role::Node, now);
        }
    }
}

fn command_id(site: SiteId, generation: u32, n: u64) -> CmdId {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&site.0.to_be_bytes());
    bytes[4..8].copy_from_slice(&generation.to_be_bytes());
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    CmdId(bytes)
}

/// One case told step by step on one set of entries, as if every line were up.
#[derive(Clone)]
pub struct Case<'w> {
    pub world: &'w World,
    pub doc: DocId,
    pub entries: Vec<Entry>,
    pub form: FormView,
    pub heard: HeardMap,
    /// Of every machine's feed in this case.
    pub generation: u32,
}

impl<'w> Case<'w> {
    /// Opened by hand, with every paper of the item.
    pub fn open(world: &'w World, code: &str, site: SiteId, now: Millis) -> Self {
        let (hash, item) = world.item(code);
        let mut case = Self::empty(world, site);
        let papers = item.materials.iter().map(|paper| paper.no).collect::<Vec<_>>();
        case.write(site, &open_body(hash, &papers), Role::Agent, now);
        case
    }

    pub fn empty(world: &'w World, site: SiteId) -> Self {
        Self {
            world,
            doc: doc(site),
            entries: Vec::new(),
            form: FormView::default(),
            heard: HeardMap::new(),
            generation: 1,
        }
    }

    pub fn state(&self) -> CaseState {
        fold(&self.entries, &self.world.directory)
    }

    pub fn item(&self) -> &'w Item {
        let opened = self.state().opened.expect("the case is open");
        self.world.view().item_row(opened.item).expect("its item is in the directory")
    }

    /// The next entry of a place, signed but not yet part of the case.
    pub fn head(&self, site: SiteId, body: &Body, role: Role, now: Millis) -> Head {
        let mut machine = Machine::new(site, self.world);
        machine.entries = self.entries.clone();
        machine.generation = self.generation;
        machine.n = self.entries.iter().filter(|entry| entry.head.feed == machine.feed()).count() as u64;
        machine.prev = self.entries.iter().rfind(|entry| entry.head.feed == machine.feed()).map(|entry| entry.hash);
        Head { role: role.into(), ..machine.head(self.world, self.doc, body, now) }
    }

    pub fn push(&mut self, head: &Head, site: SiteId) -> Hash {
        let entry = self.world.sign(head, &key_of(site));
        let hash = entry.hash;
        self.entries.push(entry);
        hash
    }

    /// Appends any body.
    pub fn write(&mut self, site: SiteId, body: &Body, role: Role, now: Millis) -> Hash {
        let head = self.head(site, body, role, now);
        self.push(&head, site)
    }

    pub fn effect(&self, hash: Hash) -> Effect {
        self.state().steps.iter().find(|step| step.hash == hash).expect("every entry is a step").effect
    }

    /// What `decide` says to somebody.
    pub fn decide(&self, actor: &Actor, command: &Command, now: Millis) -> Result<Vec<Planned>, Refusal> {
        let state = self.state();
        let moment = Moment { now, directory: self.world.view(), heard: &self.heard, new_since: 0 };
        decide::decide(&About { state: &state, item: self.item(), form: &self.form }, command, actor, &moment)
    }

    /// An honest person's command; it must be taken, and have effect.
    pub fn press(&mut self, site: SiteId, command: &Command, now: Millis) -> Hash {
        self.press_as(&anybody(site), command, now)
    }

    pub fn press_as(&mut self, actor: &Actor, command: &Command, now: Millis) -> Hash {
        let planned = match self.decide(actor, command, now) {
            Ok(planned) => planned,
            Err(refusal) => panic!("{command:?} is refused: {}", refusal.text(daiban_shared::text::Lang::En)),
        };
        let mut last = Hash::ZERO;
        for step in &planned {
            let head = Head { by: actor.user, ..self.head(actor.site, &step.body, step.role, now) };
            last = self.push(&head, actor.site);
            assert_eq!(self.effect(last), Effect::Effect, "{command:?} was offered and has no effect");
        }
        last
    }

    /// Every stage of a joint item: its units are asked together, and each agrees.
    pub fn units_agree(&mut self, site: SiteId, now: Millis) {
        let rules = self.item().tasks.clone();
        let stages: std::collections::BTreeSet<u8> = rules.iter().map(|rule| rule.stage).collect();
        for stage in stages {
            let task = self.press(site, &ask_stage(stage), now);
            for rule in rules.iter().filter(|rule| rule.stage == stage) {
                let unit = somebody(site, &[Role::Reviewer], Some(rule.unit));
                self.press_as(&unit, &unit_answers(task, AnswerResult::NoObjection), now);
            }
        }
    }

    /// The machine of the place that was handed the case signs for it.
    pub fn taken(&mut self, site: SiteId, now: Millis) -> Hash {
        let of = self.state().holder.expect("somebody holds it").since;
        self.write(site, &Body::Taken(Taken { of }), Role::Node, now)
    }
}

/// All units of a stage, as the item names them.
pub fn ask_stage(stage: u8) -> Command {
    Command::TaskOpen {
        what: Some(TaskKind::Opinion),
        to: Vec::new(),
        words: "请会签".into(),
        stage: Some(stage),
        excluded: None,
        place: String::new(),
        held: String::new(),
    }
}

pub fn unit_answers(of: Hash, result: AnswerResult) -> Command {
    Command::Answer { of, result: Some(result), words: "已核对".into(), dept: None, officers: Vec::new() }
}

pub fn doc(site: SiteId) -> DocId {
    DocId::for_command(DocKind::Case, site, UserId([3; 8]), CmdId([4; 16]))
}

pub fn open_body(item: Hash, papers: &[u8]) -> Body {
    let papers =
        papers.iter().map(|no| PaperIn { no: *no, originals: 1, copies: 1, how: PaperForm::Paper, blobs: Vec::new() });
    Body::Open(Open {
        item,
        number: "44140300126090810011".into(),
        object: ObjectKind::Person,
        channel: Channel::Counter,
        mode: Mode::Proxy,
        papers: papers.collect(),
        renews: None,
        on: None,
    })
}

/// A private part's name, for entries that want one.
pub fn private_of(private: &Private) -> daiban_shared::entry::PrivateRef {
    daiban_shared::entry::private_ref(&[5; 16], &private.encode())
}
