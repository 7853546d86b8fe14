//! Inspections and appraisal over three machines: a place learns of a problem when it is put to it, and of its points when they
//! are settled; settled points change by a ruling or with a reason, and by nothing else.

use super::world::*;
use crate::store::{self, Look};
use crate::{Error, appraise, inspect};
use daiban_shared::api::{
    DaySpan, InspectionAct, InspectionCommand, InspectionView, NewFinding, NewInspection, Settle, Settled, SheetCommand,
};
use daiban_shared::appraisal::SheetStand;
use daiban_shared::case::RefusalCode;
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::id::{CmdId, DocId, Millis, SiteId, UserId};
use daiban_shared::kind::{
    Accept, Again, AppealGround, AppraisalOf, Body, CardResult, Cycle, FindingCode, FindingRuling, Indicator,
    InspectionWay, Private, Role, Scheme, SchemeLine, SheetVerdict,
};
use daiban_shared::text::Lang;
use daiban_shared::watch::FindingStand;
use std::collections::{BTreeMap, BTreeSet};

const DAY: Millis = 86_400_000;

fn somebody(site: SiteId, role: Role) -> Actor {
    Actor { user: UserId([9; 8]), name: "测试".into(), site, roles: BTreeSet::from([role]), dept: None }
}

fn cmd(n: u8) -> CmdId {
    CmdId([n; 16])
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> (RefusalCode, String) {
    let Err(Error::Refused(refusal)) = result else { panic!("{result:?}") };
    (refusal.code, refusal.field.unwrap_or_default().to_string())
}

fn see(world: &World, site: SiteId, doc: DocId) -> Option<InspectionView> {
    let node = world.node(site);
    let directory = node.store().directory();
    let look = Look { site, now: world.clock.now(), directory: &directory };
    node.store().read(|conn| store::inspection(conn, look, doc, Lang::En)).unwrap().map(|(view, _)| view)
}

fn finding(points: u8, until: Day) -> NewFinding {
    NewFinding {
        code: Some(FindingCode::Absent),
        words: "上班时间窗口无人".into(),
        department: None,
        officer: None,
        case: String::new(),
        until: Some(until),
        points,
    }
}

fn new_inspection(to: SiteId, on: Day, findings: Vec<NewFinding>) -> NewInspection {
    let words = "暗访一次".to_owned();
    NewInspection { id: None, way: Some(InspectionWay::Mystery), to: Some(to), on: Some(on), words, findings }
}

fn inspected(world: &World, to: SiteId, on: Day, points: u8, n: u8) -> DocId {
    let supervisor = somebody(DISTRICT, Role::Supervisor);
    let asked = new_inspection(to, on, vec![finding(points, on.plus(7))]);
    inspect::open(world.node(DISTRICT).store(), &supervisor, asked, cmd(n)).unwrap()
}

fn assert_sound(world: &World) {
    for site in [DISTRICT, TOWN, VILLAGE] {
        assert_eq!(world.node(site).store().check().unwrap().faults, Vec::<String>::new(), "views of {site}");
    }
}

#[test]
fn an_inspection_reaches_its_place_when_it_is_put_is_answered_sent_back_and_closed() {
    let world = World::line();
    let store = |site| world.node(site).store();
    let (today, supervisor) = (Day::of(world.clock.now()), somebody(DISTRICT, Role::Supervisor));
    let late = new_inspection(TOWN, today.plus(1), vec![]);
    assert_eq!(
        refusal(inspect::open(store(DISTRICT), &supervisor, late, cmd(1))),
        (RefusalCode::BadField, "on".into())
    );
    let mut silent = new_inspection(TOWN, today, vec![finding(5, today.plus(7))]);
    silent.findings[0].words = " ".into();
    let refused = refusal(inspect::open(store(DISTRICT), &supervisor, silent, cmd(1)));
    assert_eq!(refused, (RefusalCode::NoWords, "findings.0.words".into()));
    let upwards = new_inspection(DISTRICT, today, vec![]);
    let refused = refusal(inspect::open(store(TOWN), &somebody(TOWN, Role::Supervisor), upwards, cmd(1)));
    assert_eq!(refused, (RefusalCode::NotAncestor, "to".into()));

    let doc = inspected(&world, TOWN, today, 5, 2);
    assert_eq!(inspected(&world, TOWN, today, 5, 2), doc, "pressed twice, put once");
    assert_eq!(see(&world, TOWN, doc), None, "nothing of it is there before it is put");
    world.settle();
    let found = see(&world, TOWN, doc).expect("it has arrived").findings.remove(0);
    assert_eq!((found.words.as_str(), found.stand, found.is_late), ("上班时间窗口无人", FindingStand::Open, false));
    assert!(world.entries(VILLAGE, doc).is_empty(), "it is not the village's");

    let head = somebody(TOWN, Role::Head);
    let answer = |words: &str| InspectionCommand::Answer {
        id: None,
        no: 1,
        result: Some(CardResult::Mended),
        words: words.into(),
    };
    let rule =
        |ruling, until| InspectionCommand::Rule {
            id: None, no: 1, ruling: Some(ruling), until, words: "看过".into()
        };
    assert_eq!(refusal(inspect::act(store(TOWN), &head, doc, answer(" "), cmd(3))).0, RefusalCode::NoWords);
    let own = inspect::act(store(TOWN), &head, doc, rule(FindingRuling::Closed, None), cmd(4));
    assert_eq!(refusal(own).0, RefusalCode::Role, "nobody closes his own problem");
    inspect::act(store(TOWN), &head, doc, answer("已排班"), cmd(5)).unwrap();
    inspect::act(store(TOWN), &head, doc, answer("已排班"), cmd(5)).unwrap();
    world.settle();
    let waiting = store(DISTRICT).read(|conn| store::findings_waiting(conn, DISTRICT)).unwrap();
    assert_eq!(waiting, (0, 1), "one answer waits to be looked at");

    let no_date = inspect::act(store(DISTRICT), &supervisor, doc, rule(FindingRuling::Back, None), cmd(6));
    assert_eq!(refusal(no_date), (RefusalCode::BadField, "until".into()));
    inspect::act(store(DISTRICT), &supervisor, doc, rule(FindingRuling::Back, Some(today.plus(9))), cmd(7)).unwrap();
    world.settle();
    world.pass(10 * DAY);
    let found = see(&world, TOWN, doc).expect("there").findings.remove(0);
    assert_eq!((found.stand, found.sent_back, found.is_late), (FindingStand::Open, 1, true));
    inspect::act(store(TOWN), &head, doc, answer("已装打卡机"), cmd(8)).unwrap();
    world.settle();
    inspect::act(store(DISTRICT), &supervisor, doc, rule(FindingRuling::Closed, None), cmd(9)).unwrap();
    world.settle();
    for site in [DISTRICT, TOWN] {
        let found = see(&world, site, doc).expect("there").findings.remove(0);
        assert_eq!((found.stand, found.is_late), (FindingStand::Closed, true), "that it was late stays");
        assert_eq!(world.entries(site, doc).len(), 5, "nothing of it is deleted");
    }
    let refused = inspect::act(store(TOWN), &head, doc, answer("再答"), cmd(10));
    assert_eq!(refusal(refused), (RefusalCode::BadField, "no".into()));
    let state = |site: SiteId, actor: &Actor| {
        let directory = store(site).directory();
        let look = Look { site, now: world.clock.now(), directory: &directory };
        let (_, state) = store(site).read(|conn| store::inspection(conn, look, doc, Lang::En)).unwrap().expect("there");
        inspect::may(&state, actor, look.view())
    };
    assert_eq!(state(TOWN, &head), []);
    assert_eq!(state(DISTRICT, &supervisor), [InspectionAct::Rule]);
    assert_sound(&world);
}

fn scheme(world: &World, no: u32) -> Scheme {
    let line = |indicator, weight, full, zero| SchemeLine { indicator, weight, full, zero };
    Scheme {
        no,
        name: "站点季度考核".into(),
        of: AppraisalOf::Place,
        cycle: Cycle::Quarter,
        lines: vec![
            line(Indicator::Volume, 40, 2, 0),
            line(Indicator::Findings, 40, 0, 10),
            line(Indicator::Cards, 20, 0, 2),
        ],
        min_cases: 0,
        from: Cycle::Quarter.term().first(Day::of(world.clock.now())),
        document: "梅县政数〔2026〕8 号".into(),
        ended: false,
    }
}

fn settle(world: &World, of: Day, again: Option<Again>, n: u8) -> Result<Settled, Error> {
    let words = again.map(|_| "补登一次检查".to_owned()).unwrap_or_default();
    let asked = Settle { id: None, scheme: 1, of, again, words };
    appraise::settle(world.node(DISTRICT).store(), &somebody(DISTRICT, Role::Supervisor), asked, cmd(n))
}

/// Of each place: points, rank, tenths by rulings, how often reckoned again, where it stands.
type Told = BTreeMap<SiteId, (u16, Option<u16>, i32, u16, SheetStand)>;

fn settled(world: &World, site: SiteId, from: Day) -> Told {
    let lines = world.node(site).store().read(|conn| store::settled(conn, 1, from)).unwrap();
    let told = |line: store::SheetLine| {
        let total = appraise::with(line.fix.total, line.adjusted);
        (line.fix.site, (total, line.fix.rank, line.adjusted, line.again, line.stand))
    };
    lines.into_iter().map(told).collect()
}

#[test]
fn a_period_is_settled_once_appealed_ruled_on_and_reckoned_again_only_with_a_reason() {
    let mut world = World::line();
    let admin = world.admin(DISTRICT);
    let first = scheme(&world, 1);
    let (from, today) = (first.from, Day::of(world.clock.now()));
    let wrong = Scheme { lines: vec![SchemeLine { weight: 99, ..first.lines[0] }], ..first.clone() };
    let refused = refusal(appraise::enter_scheme(world.node(DISTRICT).store(), &admin, wrong, cmd(20)));
    assert_eq!(refused, (RefusalCode::BadField, "lines".into()));
    appraise::enter_scheme(world.node(DISTRICT).store(), &admin, first, cmd(21)).unwrap();
    inspected(&world, TOWN, today, 5, 22);
    let doc = world.file(VILLAGE);
    let accept = Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: None });
    world.append(VILLAGE, doc, accept, Private::default(), cmd(23), Role::Agent);
    world.settle();
    assert_eq!(refusal(settle(&world, today, None, 24)), (RefusalCode::BadField, "of".into()), "it is not over");

    world.pass(100 * DAY);
    world.settle();
    assert_eq!(settle(&world, today, None, 25).unwrap(), Settled { written: 3, kept: 0 });
    assert_eq!(
        settle(&world, today, None, 25).unwrap(),
        Settled { written: 3, kept: 0 },
        "pressed twice, settled once"
    );
    assert_eq!(settle(&world, today, None, 26).unwrap(), Settled { written: 0, kept: 3 });
    // Half the volume of two; half the findings' points; a place without a machine is not scored.
    let stand = SheetStand::Settled;
    let told = settled(&world, DISTRICT, from);
    assert_eq!(told[&VILLAGE], (800, Some(1), 0, 0, stand));
    assert_eq!(told[&DISTRICT], (600, Some(2), 0, 0, stand));
    assert_eq!(told[&TOWN], (400, Some(3), 0, 0, stand));
    assert!(!told.contains_key(&TOWN2), "nobody works there yet");
    assert_eq!(settled(&world, TOWN, from), Told::new(), "nothing has gone down yet");
    world.settle();
    let below = settled(&world, TOWN, from).into_keys().collect::<Vec<_>>();
    assert_eq!(below, [TOWN, VILLAGE], "its own and those below");
    assert_eq!(settled(&world, VILLAGE, from).into_keys().collect::<Vec<_>>(), [VILLAGE]);

    let sheets = world.node(TOWN).store().read(|conn| store::sheets_at(conn, TOWN)).unwrap();
    let sheet = sheets.iter().find(|line| line.fix.site == TOWN).expect("the town's").doc;
    let appeal = || SheetCommand::Appeal {
        id: None,
        indicator: Some(Indicator::Findings),
        ground: Some(AppealGround::NotOurs),
        words: "当时窗口停电".into(),
    };
    let clerk = Actor { user: UserId([8; 8]), ..somebody(TOWN, Role::Clerk) };
    let refused = appraise::act(world.node(TOWN).store(), &clerk, sheet, appeal(), cmd(27));
    assert_eq!(refusal(refused).0, RefusalCode::Role, "the head speaks for the place");
    appraise::act(world.node(TOWN).store(), &somebody(TOWN, Role::Head), sheet, appeal(), cmd(28)).unwrap();
    world.settle();
    assert_eq!(world.node(DISTRICT).store().read(|conn| store::sheets_appealed(conn, DISTRICT)).unwrap(), 1);
    let rule =
        |tenths| SheetCommand::Rule { id: None, verdict: Some(SheetVerdict::Adjusted), tenths, words: "属实".into() };
    let supervisor = somebody(DISTRICT, Role::Supervisor);
    let none = appraise::act(world.node(DISTRICT).store(), &supervisor, sheet, rule(0), cmd(29));
    assert_eq!(refusal(none), (RefusalCode::BadField, "tenths".into()));
    appraise::act(world.node(DISTRICT).store(), &supervisor, sheet, rule(150), cmd(30)).unwrap();
    world.settle();
    for site in [DISTRICT, TOWN] {
        assert_eq!(settled(&world, site, from)[&TOWN], (550, Some(3), 150, 0, SheetStand::Decided));
    }

    // Entered late, for a visit within the period: nothing changes by itself.
    inspected(&world, TOWN, today, 3, 31);
    assert_eq!(settled(&world, DISTRICT, from)[&TOWN].0, 550);
    assert_eq!(settle(&world, today, None, 32).unwrap(), Settled { written: 0, kept: 3 });
    let no_words = Settle { id: None, scheme: 1, of: today, again: Some(Again::LateData), words: " ".into() };
    let refused = appraise::settle(world.node(DISTRICT).store(), &supervisor, no_words, cmd(33));
    assert_eq!(refusal(refused), (RefusalCode::NoWords, "words".into()));
    assert_eq!(settle(&world, today, Some(Again::LateData), 34).unwrap(), Settled { written: 1, kept: 2 });
    world.settle();
    // 2 of 10 points left of 40, and what was ruled stays.
    assert_eq!(settled(&world, TOWN, from)[&TOWN], (430, Some(3), 150, 1, SheetStand::Decided));
    assert_sound(&world);
    for site in [DISTRICT, TOWN, VILLAGE] {
        let before = settled(&world, site, from);
        world.node(site).store().rebuild().unwrap();
        assert_eq!(settled(&world, site, from), before, "made anew from the entries");
    }
}

#[test]
fn a_line_of_a_sheet_opens_exactly_the_inspections_and_cards_that_it_counts() {
    let world = World::line();
    let today = Day::of(world.clock.now());
    let span = DaySpan { from: today, to: today.plus(30) };
    inspected(&world, TOWN, today, 5, 60);
    inspected(&world, TOWN, today, 3, 61);
    inspected(&world, VILLAGE, today, 4, 62);
    world.pass(40 * DAY);
    inspected(&world, TOWN, Day::of(world.clock.now()), 9, 63);
    world.settle();
    let store = world.node(DISTRICT).store();
    let directory = store.directory();
    let look = Look { site: DISTRICT, now: world.clock.now(), directory: &directory };
    let term = Cycle::Quarter.term();
    let all = store.read(|conn| store::measured(conn, look, AppraisalOf::Place, term, span)).unwrap();
    let mut points = BTreeMap::new();
    for one in all {
        let counted = Some(store::Counted { subject: one.subject, span });
        let filter = store::InspectionFilter { counted, ..store::InspectionFilter::default() };
        let found = store.read(|conn| store::inspections(conn, look, &filter, Lang::Zh)).unwrap();
        let listed: u64 = found.iter().flat_map(|view| &view.findings).map(|found| u64::from(found.points)).sum();
        assert_eq!(listed, one.marks.points, "{:?}", one.subject);
        let filter = store::CardFilter { counted, ..store::CardFilter::default() };
        let cards = store.read(|conn| store::cards(conn, look, &filter)).unwrap();
        assert_eq!(cards.len() as u64, one.marks.cards, "{:?}", one.subject);
        points.insert(one.site, listed);
    }
    assert_eq!((points[&TOWN], points[&VILLAGE], points[&DISTRICT]), (8, 4, 0));
}
