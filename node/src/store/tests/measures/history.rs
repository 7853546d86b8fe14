//! What happens at the places of such a history.

use super::super::super::*;
use super::super::links::Luck;
use super::super::world::{LINKS, PLACES, World, draft, open_body, resident};
use daiban_shared::case::CaseState;
use daiban_shared::day::Day;
use daiban_shared::id::{CmdId, DocId, DocKind, UserId};
use daiban_shared::item::{Item, Service};
use daiban_shared::kind::*;
use daiban_shared::limits::reckoning_at;
use daiban_shared::site::Tier;
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub enum Event {
    Open { place: usize, item: usize, days_late: u16 },
    Accept { place: usize, case: usize, by: u8, days_late: u16 },
    Notify { place: usize, case: usize },
    Decide { place: usize, case: usize, how: u8, by: u8, days_late: u16, due: i8 },
    Annul { place: usize, case: usize, redo: bool },
    Close { place: usize, case: usize },
    HandUp { place: usize, case: usize },
    Contact { link: usize, rows_max: usize, is_acknowledged: bool },
    Restart { place: usize },
    Wait { hours: u16 },
    Calendar { year: u16 },
    Item { item: usize, dept: u16 },
    Rebuild { place: usize },
}

pub fn event() -> impl Strategy<Value = Event> {
    let place = || 0..PLACES.len();
    let case = any::<usize>;
    let late = || prop_oneof![4 => Just(0u16), 1 => 1..12u16];
    prop_oneof![
        5 => (place(), 0..3usize, late()).prop_map(|(place, item, days_late)| Event::Open { place, item, days_late }),
        6 => (place(), case(), 1..4u8, late())
            .prop_map(|(place, case, by, days_late)| Event::Accept { place, case, by, days_late }),
        1 => (place(), case()).prop_map(|(place, case)| Event::Notify { place, case }),
        7 => (place(), case(), 0..5u8, 1..4u8, late(), -3..4i8)
            .prop_map(|(place, case, how, by, days_late, due)| Event::Decide { place, case, how, by, days_late, due }),
        2 => (place(), case(), any::<bool>()).prop_map(|(place, case, redo)| Event::Annul { place, case, redo }),
        1 => (place(), case()).prop_map(|(place, case)| Event::Close { place, case }),
        2 => (place(), case()).prop_map(|(place, case)| Event::HandUp { place, case }),
        4 => (0..LINKS.len(), prop_oneof![Just(usize::MAX), 0..6usize], prop::bool::weighted(0.7))
            .prop_map(|(link, rows_max, is_acknowledged)| Event::Contact { link, rows_max, is_acknowledged }),
        1 => place().prop_map(|place| Event::Restart { place }),
        4 => prop_oneof![Just(0u16), 1..30u16, 100..900u16].prop_map(|hours| Event::Wait { hours }),
        1 => (2026..2028u16).prop_map(|year| Event::Calendar { year }),
        1 => (0..3usize, 1..4u16).prop_map(|(item, dept)| Event::Item { item, dept }),
        1 => place().prop_map(|place| Event::Rebuild { place }),
    ]
}

/// The same over several years: a few long waits, and entries that are made or arrive years after their day.
pub fn event_over_years() -> impl Strategy<Value = Event> {
    let place = || 0..PLACES.len();
    let late = || 200..700u16;
    prop_oneof![
        20 => event(),
        2 => (2_000..9_000u16).prop_map(|hours| Event::Wait { hours }),
        1 => (place(), 0..3usize, late()).prop_map(|(place, item, days_late)| Event::Open { place, item, days_late }),
        1 => (place(), any::<usize>(), 1..4u8, late())
            .prop_map(|(place, case, by, days_late)| Event::Accept { place, case, by, days_late }),
    ]
}

pub struct History {
    pub world: World,
    items: Vec<Item>,
    cmd: u64,
}

impl History {
    /// Three items: one decided at once with a single stage, one of several stages, and V04, which the world has.
    pub fn new() -> Self {
        let world = World::new();
        let all =
            daiban_shared::import::catalogue(include_str!("../../../../data/catalogue.json")).expect("a catalogue");
        let find = |code: &str| all.iter().find(|item| item.code == code).cloned().expect("an item");
        let every = vec![Tier::Village, Tier::Town, Tier::District];
        let mut items = vec![find("T29"), find("V01"), find("V04")];
        for item in &mut items {
            (item.accept_tiers, item.review_tiers) = (every.clone(), Vec::new());
        }
        items[0].service = Service::Instant;
        assert!(items[1].stages.len() > 1 && items[1].service == Service::Promised);
        let mut history = Self { world, items: items.clone(), cmd: 1 << 32 };
        let right = |(no, tier)| {
            let from = Day::parse("2020-01-01").expect("a day");
            let (items, basis) = (items.iter().map(|item| item.code.clone()).collect(), String::from("测试"));
            let power = Power::Decide;
            let (site, dept, user, up_to_yuan, until) = (None, None, None, None, None);
            let tier = Some(tier);
            Body::Right(Right {
                no,
                site,
                tier,
                dept,
                user,
                power,
                items,
                up_to_yuan,
                from,
                until,
                basis,
                ended: false,
                person: String::new(),
            })
        };
        let rights = [(1, Tier::Village), (2, Tier::Town), (3, Tier::District)].map(right);
        history.publish(items.clone().into_iter().map(|item| Body::Item(Box::new(item))).chain(rights).collect());
        history.world.settle();
        history
    }

    fn publish(&mut self, rows: Vec<Body>) {
        let cmd = self.next();
        let write = move |tx: &mut Tx<'_>| {
            let rows = rows.into_iter().enumerate();
            rows.map(|(i, body)| tx.append(draft(DocId::PUBLIC, cmd + i as u64, body))).collect::<Result<Vec<_>, _>>()
        };
        self.world.store("district").write(Priority::People, write).expect("published");
    }

    fn next(&mut self) -> u64 {
        self.cmd += 100;
        self.world.clock.move_to(self.world.clock.now() + 1_000);
        self.cmd
    }

    pub fn today(&self) -> Day {
        Day::of(self.world.clock.now())
    }

    fn on(&self, days_late: u16) -> Option<Day> {
        (days_late > 0).then(|| self.today().plus(-i32::from(days_late)))
    }

    fn put(&mut self, place: &str, doc: DocId, by: u8, body: Body) {
        let private = Private { name: Some(format!("人{by}")), ..Private::default() };
        let it = Draft { private, by: UserId([by; 8]), role: Role::Head, ..draft(doc, self.next(), body) };
        self.world.store(place).write(Priority::People, move |tx| tx.append(it)).expect("written");
    }

    fn pick(&self, place: &str, case: usize) -> Option<DocId> {
        let cases = self.world.cases(place);
        (!cases.is_empty()).then(|| cases[case % cases.len()])
    }

    pub fn run(&mut self, event: &Event) {
        match *event {
            Event::Open { place, item, days_late } => self.open(PLACES[place].0, item, days_late),
            Event::Accept { place, case, by, days_late } => {
                let on = self.on(days_late);
                let body = Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on });
                self.act(place, case, by, |_, _| Some(body));
            }
            Event::Notify { place, case } => {
                let defects = vec![Defect { no: 1, paper: Some(1), field: None, code: DefectCode::Missing }];
                let body = Body::Notify(Notify { defects, days: 10, again: Some(AgainCode::NewFact), on: None });
                self.act(place, case, 1, |_, _| Some(body));
            }
            Event::Decide { place, case, how, by, days_late, due } => {
                let (on, now) = (self.on(days_late), self.world.clock.now());
                let right = 1 + PLACES[place].3 as u32;
                self.act(place, case, by, |state, view| {
                    Some(decision((how, due), right, on, &reckoned(state, view, now)))
                });
            }
            Event::Annul { place, case, redo } => self.act(place, case, 3, |state, _| {
                let of = state.done?.0;
                Some(Body::Annul(Annul { of, authority: Authority::OwnError, redo, days: None, on: None }))
            }),
            Event::Close { place, case } => {
                let now = self.world.clock.now();
                self.act(place, case, 1, |state, view| {
                    let reckoning = reckoned(state, view, now);
                    Some(Body::Close(Close { undelivered: Some(UndeliveredCode::NoPaper), reckoning, on: None }))
                });
            }
            Event::HandUp { place, case } => {
                let above = PLACES[place].2.and_then(|id| PLACES.iter().find(|(_, other, ..)| *other == id));
                if let (Some(doc), Some((to, ..))) = (self.pick(PLACES[place].0, case), above) {
                    self.world.forward(PLACES[place].0, doc, to);
                }
            }
            Event::Contact { link, rows_max, is_acknowledged } => {
                self.world.contact(LINKS[link].0, LINKS[link].1, Luck { rows_max, is_acknowledged });
            }
            Event::Restart { place } => self.world.restart(PLACES[place].0),
            Event::Wait { hours } => self.world.clock.move_to(self.world.clock.now() + u64::from(hours) * 3_600_000),
            Event::Calendar { year } => {
                // Every day is worked on: dates of all that is open move.
                self.publish(vec![Body::Calendar(Calendar {
                    year,
                    workdays: vec![0xff; 46],
                    document: "测试".into(),
                })]);
            }
            Event::Item { item, dept } => {
                let row = &mut self.items[item];
                (row.version, row.dept) = (row.version + 1, daiban_shared::id::DeptId(dept));
                let row = row.clone();
                self.publish(vec![Body::Item(Box::new(row))]);
            }
            Event::Rebuild { place } => drop(self.world.store(PLACES[place].0).rebuild().expect("rebuilt")),
        }
    }

    fn open(&mut self, place: &'static str, item: usize, days_late: u16) {
        let cmd = self.next();
        let mut id = [9; 16];
        id[..8].copy_from_slice(&cmd.to_be_bytes());
        let doc = DocId::for_command(DocKind::Case, self.world.site(place), UserId([1; 8]), CmdId(id));
        let directory = self.world.store(place).directory();
        let Some((hash, _)) = directory.newest().item(&self.items[item].code) else { return };
        let Body::Open(mut open) = open_body(hash, cmd) else { return };
        open.on = self.on(days_late);
        let it = Draft { private: resident(item), ..draft(doc, cmd, Body::Open(open)) };
        self.world.store(place).write(Priority::People, move |tx| tx.append(it)).expect("opened");
    }

    fn act(
        &mut self,
        place: usize,
        case: usize,
        by: u8,
        body: impl FnOnce(&CaseState, daiban_shared::ground::View<'_>) -> Option<Body>,
    ) {
        let place = PLACES[place].0;
        let Some(doc) = self.pick(place, case) else { return };
        let directory = self.world.store(place).directory();
        if let Some(body) = body(&self.world.case(place, doc), directory.newest()) {
            self.put(place, doc, by, body);
        }
    }
}

fn reckoned(state: &CaseState, view: daiban_shared::ground::View<'_>, now: u64) -> Reckoning {
    reckoning_at(state, view, now)
}

/// `due` shifts the frozen day, so that early, just in time and late are all met.
fn decision((how, due): (u8, i8), right: u32, on: Option<Day>, reckoning: &Reckoning) -> Body {
    let mut reckoning = reckoning.clone();
    reckoning.due = reckoning.due.map(|day| if due > 0 { Day(day.0 - 30 + i32::from(due)) } else { day });
    match how {
        0 => Body::NotAccept(NotAccept { ground: NotAcceptGround::NotOurs, body: Some("市".into()), on }),
        1 => Body::Terminate(Terminate { ground: TerminateGround::Moot, duplicate_of: None, on }),
        2 => {
            let (remedy, grounds) = (Remedy::DistrictGovernment, vec![DenyGround::Quota]);
            Body::Deny(Deny { right, grounds, remedy, reckoning, court: None, on })
        }
        _ => Body::Grant(Grant { right, ground: GrantGround::Met, reckoning, on }),
    }
}
