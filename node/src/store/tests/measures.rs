//! Random histories of acceptance, decision, annulment and late arrival: every figure is what a plain scan of the cases finds, and
//! the list that it opens has that many rows, for every measure by every dimension.

use super::super::*;
use super::links::Luck;
use super::world::{LINKS, PLACES, World, draft, open_body, resident};
use daiban_shared::api::{FigureKey, FigureSet, Figures};
use daiban_shared::case::CaseState;
use daiban_shared::day::Day;
use daiban_shared::figures::{CaseFigure, Dimension, Measure, Measures, Term, figure_of};
use daiban_shared::id::{CmdId, DocId, DocKind, Hash, SiteId, UserId};
use daiban_shared::item::{Item, Service};
use daiban_shared::kind::*;
use daiban_shared::limits::reckoning_at;
use daiban_shared::site::Tier;
use proptest::prelude::*;

const DAY_MS: u64 = 86_400_000;

#[derive(Debug, Clone)]
enum Event {
    Open { place: usize, item: usize, days_late: u8 },
    Accept { place: usize, case: usize, by: u8, days_late: u8 },
    Notify { place: usize, case: usize },
    Decide { place: usize, case: usize, how: u8, by: u8, days_late: u8, due: i8 },
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

fn event() -> impl Strategy<Value = Event> {
    let place = || 0..PLACES.len();
    let case = any::<usize>;
    let late = || prop_oneof![4 => Just(0u8), 1 => 1..12u8];
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

struct History {
    world: World,
    items: Vec<Item>,
    cmd: u64,
}

impl History {
    /// Three items: one decided at once with a single stage, one of several stages, and V04, which the world has.
    fn new() -> Self {
        let world = World::new();
        let all = daiban_shared::import::catalogue(include_str!("../../../data/catalogue.json")).expect("a catalogue");
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

    fn today(&self) -> Day {
        Day::of(self.world.clock.now())
    }

    fn on(&self, days_late: u8) -> Option<Day> {
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

    fn run(&mut self, event: &Event) {
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

    fn open(&mut self, place: &'static str, item: usize, days_late: u8) {
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

/// One case as the scan sees it.
struct Scanned {
    site: SiteId,
    dept: u16,
    code: String,
    figure: CaseFigure,
}

impl World {
    fn scan(&self, place: &str) -> Vec<Scanned> {
        let directory = self.store(place).directory();
        let mut out = Vec::new();
        for doc in self.cases(place) {
            let (entries, state) = (self.entries(place, doc), self.case(place, doc));
            let Some(opened) = &state.opened else { continue };
            let item = directory.newest().item_row(opened.item).expect("an item");
            let entry = |hash: Hash| entries.iter().find(|entry| entry.hash == hash);
            let figure = figure_of(&state, entry, Some(item));
            out.push(Scanned { site: doc.origin(), dept: item.dept.0, code: item.code.clone(), figure });
        }
        out
    }

    fn figures(&self, place: &str, asked: Asked) -> Figures {
        let directory = self.store(place).directory();
        let look = Look { site: self.site(place), now: self.clock.now(), directory: &directory };
        self.store(place).read(|conn| figures(conn, look, asked)).expect("figures")
    }

    fn count(&self, place: &str, filter: &ListFilter) -> u64 {
        let directory = self.store(place).directory();
        let look = Look { site: self.site(place), now: self.clock.now(), directory: &directory };
        u64::from(self.store(place).read(|conn| count(conn, look, filter, u32::MAX)).expect("counted"))
    }

    /// Every figure of this machine is the scan's and the list's.
    fn assert_figures(&self, place: &str, asked: Asked) {
        let scanned = self.scan(place);
        let view = self.figures(place, asked);
        let now = self.clock.now();
        let below = |site: SiteId, top: SiteId| {
            let directory = self.store(place).directory();
            site == top || directory.newest().is_above(top, site)
        };
        let mut rows: Vec<(FigureKey, FigureSet)> =
            view.rows.iter().map(|row| (row.key.clone(), row.figures)).collect();
        let branch = FigureKey::Place { site: view.site.clone(), parent: None, own: false };
        rows.push((branch, view.total));
        for (key, set) in rows {
            let spans = [(set.now, view.span), (set.before, view.before), (set.year_before, view.year_before)];
            let is_time = matches!(key, FigureKey::Time(_));
            for (measures, span) in spans.into_iter().take(if is_time { 1 } else { 3 }) {
                let span = if let FigureKey::Time(span) = &key { *span } else { span };
                for measure in Measure::ALL.iter().copied() {
                    let matching = scanned.iter().filter(|case| {
                        below(case.site, asked.site)
                            && fits(&key, case, measure, &below)
                            && counts(case, measure, span, now)
                    });
                    let expected = matching.count() as u64;
                    let context = format!("{place} {measure:?} {key:?} {span:?} of {asked:?}");
                    assert_eq!(measures.get(measure), expected, "figure: {context}");
                    let list = filter_of(&key, measure, span, asked.site);
                    assert_eq!(self.count(place, &list), expected, "list: {context}");
                    assert_eq!(self.list(place, ListFilter { page_size: 200, ..list }).items.len() as u64, expected);
                }
            }
        }
    }
}

fn counts(case: &Scanned, measure: Measure, span: daiban_shared::api::DaySpan, now: u64) -> bool {
    match measure {
        Measure::Carried => case.figure.is_in_work(span.from.plus(-1), now),
        Measure::InWork => case.figure.is_in_work(span.to, now),
        Measure::Accepted
        | Measure::Instant
        | Measure::Done
        | Measure::OnTime
        | Measure::Early
        | Measure::Late
        | Measure::Treated
        | Measure::AfterFact
        | Measure::Unaccepted => case.figure.day(measure, now).is_some_and(|day| span.from <= day && day <= span.to),
    }
}

fn is_about_acceptance(measure: Measure) -> bool {
    matches!(measure, Measure::Accepted | Measure::Instant | Measure::Carried | Measure::InWork)
}

fn fits(key: &FigureKey, case: &Scanned, measure: Measure, below: &impl Fn(SiteId, SiteId) -> bool) -> bool {
    match key {
        FigureKey::Place { site, own, .. } => {
            if *own {
                case.site == site.id
            } else {
                below(case.site, site.id)
            }
        }
        FigureKey::Department { department } => department.as_ref().is_some_and(|dept| dept.id.0 == case.dept),
        FigureKey::Item { code, .. } => case.code == *code,
        FigureKey::Officer { user, .. } => {
            let by = if is_about_acceptance(measure) { case.figure.accepted_by } else { case.figure.done_by };
            by.map(|(_, user)| user) == *user
        }
        FigureKey::Time(_) => true,
    }
}

fn filter_of(key: &FigureKey, measure: Measure, span: daiban_shared::api::DaySpan, top: SiteId) -> ListFilter {
    let mut figure = FigureFilter { measure, from: span.from, to: span.to, dept: None, item: None, officer: None };
    let (mut site, mut is_own) = (top, false);
    match key {
        FigureKey::Place { site: of, own, .. } => (site, is_own) = (of.id, *own),
        FigureKey::Department { department } => figure.dept = department.as_ref().map(|dept| dept.id),
        FigureKey::Item { code, .. } => figure.item = Some(code.clone()),
        FigureKey::Officer { user, .. } => figure.officer = Some(user.map_or(Officer::Nobody, Officer::User)),
        FigureKey::Time(_) => {}
    }
    ListFilter { figure: Some(figure), site: Some(site), own: is_own, ..ListFilter::default() }
}

fn histories() -> u32 {
    std::env::var("DAIBAN_FIGURES").ok().and_then(|text| text.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: histories(), max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_is_the_scan_and_the_list(
        events in prop::collection::vec(event(), 40..120),
        back in 0..70i32,
        length in 0..90i32,
        at in 0..PLACES.len(),
    ) {
        let mut history = History::new();
        for event in &events {
            history.run(event);
        }
        let to = history.today().plus(-back / 3);
        for round in 0..2 {
            for place in ["district", "town", PLACES[at].0] {
                for (no, by) in Dimension::ALL.iter().copied().enumerate() {
                    let period = Term::ALL[(no + length as usize + round) % Term::ALL.len()];
                    let from = if length % 2 == 0 { to.plus(-length) } else { period.first(to.plus(-length)) };
                    let site = if no % 2 == 0 || place != "district" { place } else { PLACES[at].0 };
                    history.world.assert_figures(place, Asked { site: history.world.site(site), by, period, from, to });
                }
            }
            // Everything that was late arrives, and the views are made anew.
            history.world.settle();
            history.world.check_all();
            prop_assert!(history.world.store("district").rebuild().is_ok());
        }
    }
}

#[test]
fn a_case_to_be_decided_again_leaves_done_and_comes_back_with_its_next_decision() {
    let mut history = History::new();
    history.run(&Event::Open { place: 2, item: 1, days_late: 0 });
    history.run(&Event::Accept { place: 2, case: 0, by: 1, days_late: 0 });
    let measures = |history: &History| {
        let (from, to) = (history.today().plus(-40), history.today());
        let asked = Asked { site: history.world.site("village"), by: Dimension::Item, period: Term::Month, from, to };
        history.world.assert_figures("village", asked);
        history.world.figures("village", asked).total.now
    };
    history.world.clock.move_to(history.world.clock.now() + DAY_MS);
    let accepted = Measures { accepted: 1, in_work: 1, ..Measures::default() };
    assert_eq!(measures(&history), accepted);
    let decide = Event::Decide { place: 2, case: 0, how: 4, by: 2, days_late: 0, due: 0 };
    history.run(&decide);
    let done = Measures { done: 1, on_time: 1, early: 1, treated: 1, in_work: 0, ..accepted };
    assert_eq!(measures(&history), done);
    history.run(&Event::Annul { place: 2, case: 0, redo: true });
    assert_eq!(measures(&history), accepted, "it is in work again");
    history.run(&decide);
    assert_eq!(measures(&history), done);
    history.world.clock.move_to(history.world.clock.now() + 35 * DAY_MS);
    history.run(&Event::Annul { place: 2, case: 0, redo: false });
    assert_eq!(measures(&history), done, "annulled for good: the work was done when it was decided");
}

#[test]
fn five_days_of_silence_count_as_an_acceptance_though_nobody_accepts() {
    let mut history = History::new();
    history.run(&Event::Open { place: 2, item: 1, days_late: 0 });
    history.world.settle();
    let measures = |history: &History, by| {
        let (from, to) = (history.today().plus(-40), history.today());
        let asked = Asked { site: history.world.site("district"), by, period: Term::Month, from, to };
        history.world.assert_figures("district", asked);
        history.world.figures("district", asked)
    };
    assert_eq!(measures(&history, Dimension::Place).total.now, Measures::default());
    history.world.clock.move_to(history.world.clock.now() + 12 * DAY_MS);
    let silent = measures(&history, Dimension::Officer);
    assert_eq!(silent.total.now, Measures { accepted: 1, in_work: 1, ..Measures::default() });
    assert_eq!(silent.rows[0].key, FigureKey::Officer { user: None, name: None }, "nobody has accepted it");
    history.run(&Event::Accept { place: 2, case: 0, by: 2, days_late: 0 });
    history.world.settle();
    let late = measures(&history, Dimension::Officer);
    assert_eq!(late.total.now.accepted, 1, "it counts once, on the day of its receipt");
    let name = Some("人2".to_owned());
    assert_eq!(late.rows[0].key, FigureKey::Officer { user: Some(UserId([2; 8])), name });
}
