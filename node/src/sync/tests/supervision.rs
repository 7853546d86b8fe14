//! Supervision over three machines: alarms follow from the case, a card counts once the place is heard, reaches it only when
//! it is put to it, and is never deleted.

use super::world::*;
use crate::store::{self, AlarmFilter, Look};
use crate::{Error, supervise};
use daiban_shared::api::{AlarmView, CardAct, CardCommand, ServeCard};
use daiban_shared::case::RefusalCode;
use daiban_shared::decide::Actor;
use daiban_shared::id::{CmdId, DocId, Millis, SiteId, UserId};
use daiban_shared::kind::{AppealGround, Body, CardResult, Role, Rule, RuleKind, Ruling};
use daiban_shared::text::Lang;
use daiban_shared::watch::{Stand, default_rule};
use std::collections::BTreeSet;

const DAY: Millis = 86_400_000;

fn alarms(world: &World, site: SiteId, filter: &AlarmFilter) -> Vec<AlarmView> {
    let node = world.node(site);
    let directory = node.store().directory();
    let look = Look { site, now: world.clock.now(), directory: &directory };
    node.store().read(|conn| store::alarms(conn, look, filter, Lang::En)).unwrap().items
}

fn of_rule(world: &World, site: SiteId, rule: RuleKind) -> Vec<AlarmView> {
    alarms(world, site, &AlarmFilter { rule: Some(rule), ..AlarmFilter::default() })
}

fn somebody(site: SiteId, role: Role) -> Actor {
    Actor { user: UserId([9; 8]), name: "测试".into(), site, roles: BTreeSet::from([role]), dept: None }
}

fn cmd(n: u8) -> CmdId {
    CmdId([n; 16])
}

fn serve(world: &World, site: SiteId, alarm: &AlarmView, n: u8) -> Result<DocId, Error> {
    let asked =
        ServeCard { id: None, rule: alarm.rule, case: alarm.case, of: alarm.of, words: "请说明逾期原因".into() };
    supervise::serve(world.node(site).store(), &somebody(site, Role::Supervisor), asked, cmd(n))
}

fn stand(world: &World, site: SiteId, card: DocId) -> Option<Stand> {
    world.node(site).store().read(|conn| store::card(conn, card)).unwrap().map(|row| row.stand)
}

fn refusal(error: Error) -> RefusalCode {
    let Error::Refused(refusal) = error else { panic!("{error:?}") };
    refusal.code
}

/// A case that the town holds and nobody accepts within the five days.
fn silent_town() -> (World, DocId) {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    world.settle();
    (world, doc)
}

#[test]
fn an_alarm_is_there_from_its_moment_on_and_no_job_has_to_run() {
    let (mut world, doc) = silent_town();
    assert_eq!(of_rule(&world, DISTRICT, RuleKind::AcceptLate), []);
    world.pass(9 * DAY);
    let late = of_rule(&world, DISTRICT, RuleKind::AcceptLate);
    assert_eq!(late.len(), 1);
    assert_eq!((late[0].case, late[0].site.id, late[0].official), (doc, TOWN, false), "the town was not heard since");
    assert_eq!(of_rule(&world, TOWN, RuleKind::AcceptLate).len(), 1, "the same on every machine");
    assert!(of_rule(&world, VILLAGE, RuleKind::AcceptLate).len() == 1);
    world.settle();
    assert!(of_rule(&world, DISTRICT, RuleKind::AcceptLate)[0].official);
    // What it does about it ends the alarm; that it came about stays.
    world.hand(TOWN, doc, VILLAGE);
    world.settle();
    let after = of_rule(&world, DISTRICT, RuleKind::AcceptLate);
    assert_eq!(after.len(), 1);
    for site in [DISTRICT, TOWN, VILLAGE] {
        assert_eq!(world.node(site).store().check().unwrap().faults, Vec::<String>::new());
    }
}

#[test]
fn an_acceptance_that_was_only_late_to_arrive_takes_the_alarm_back() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.settle();
    // Within the five days, while the line is down.
    world.pass(2 * DAY);
    let accept = daiban_shared::kind::Accept { gaps: Vec::new(), gap_date: None, on: None };
    world.append(
        VILLAGE,
        doc,
        daiban_shared::kind::Body::Accept(accept),
        daiban_shared::kind::Private::default(),
        cmd(77),
        Role::Agent,
    );
    world.pass(9 * DAY);
    let late = of_rule(&world, TOWN, RuleKind::AcceptLate);
    assert_eq!((late.len(), late[0].official), (1, false), "the town cannot know yet");
    assert_eq!(refusal(serve(&world, TOWN, &late[0], 1).unwrap_err()), RefusalCode::CardTooEarly);
    world.settle();
    assert_eq!(of_rule(&world, TOWN, RuleKind::AcceptLate), [], "an offline village is not punished for its line");
}

#[test]
fn two_tiers_that_put_a_card_before_they_hear_of_each_other_put_one_that_counts() {
    // Nobody at the village does anything with what was filed there.
    let mut world = World::line();
    world.file(VILLAGE);
    world.pass(9 * DAY);
    world.settle();
    let late = of_rule(&world, DISTRICT, RuleKind::AcceptLate).remove(0);
    let own = of_rule(&world, TOWN, RuleKind::AcceptLate).remove(0);
    let (first, second) = (serve(&world, DISTRICT, &late, 2).unwrap(), serve(&world, TOWN, &own, 3).unwrap());
    assert_ne!(first, second, "each is a document of its own place");
    world.settle();
    let mut counts = Vec::new();
    for site in [DISTRICT, TOWN] {
        let store = world.node(site).store();
        let directory = store.directory();
        let look = store::Look { site, now: store.clock().now(), directory: &directory };
        let cards = store.read(|conn| store::cards(conn, look, &store::CardFilter::default())).unwrap();
        assert_eq!(cards.len(), 1, "one card, whoever asks");
        counts.push(cards[0].doc);
        let other = if cards[0].doc == first { second } else { first };
        let other = store.read(|conn| store::card(conn, other)).unwrap().expect("it is kept");
        assert_eq!(other.repeats, Some(cards[0].doc), "the other one says which counts");
        assert_eq!(supervise::may(&other, &somebody(site, Role::Head), directory.newest()), []);
        let alarms = of_rule(&world, site, RuleKind::AcceptLate);
        assert_eq!((alarms.len(), alarms[0].card), (1, Some(cards[0].doc)), "the alarm is there once");
        let waiting = store.read(|conn| store::card_count(conn, VILLAGE, false)).unwrap();
        assert_eq!(waiting.to_answer, 1);
        assert_eq!(store.check().unwrap().faults, Vec::<String>::new());
    }
    assert_eq!(counts[0], counts[1], "the same on both machines");
    let answer = CardCommand::Answer { id: None, result: Some(CardResult::Explained), words: "人手不足".into() };
    supervise::act(world.node(VILLAGE).store(), &somebody(VILLAGE, Role::Head), counts[0], answer, cmd(5)).unwrap();
    world.settle();
    assert_eq!(stand(&world, DISTRICT, counts[0]), Some(Stand::Answered));
}

#[test]
fn a_card_is_put_once_answered_appealed_and_cancelled_and_reaches_nobody_else() {
    let (world, _) = silent_town();
    world.pass(9 * DAY);
    world.settle();
    let own = of_rule(&world, TOWN, RuleKind::AcceptLate).remove(0);
    assert!(own.official, "at its own place it is, at once");
    assert_eq!(
        refusal(serve(&world, TOWN, &own, 8).unwrap_err()),
        RefusalCode::NotAncestor,
        "nobody puts his own card"
    );
    let late = of_rule(&world, DISTRICT, RuleKind::AcceptLate).remove(0);
    let wrong = somebody(DISTRICT, Role::Clerk);
    let asked = ServeCard { id: None, rule: late.rule, case: late.case, of: late.of, words: String::new() };
    let refused = supervise::serve(world.node(DISTRICT).store(), &wrong, asked, cmd(1)).unwrap_err();
    assert_eq!(refusal(refused), RefusalCode::Role);
    let card = serve(&world, DISTRICT, &late, 2).unwrap();
    assert_eq!(serve(&world, DISTRICT, &late, 3).unwrap(), card, "the same alarm is put once");
    assert_eq!(stand(&world, TOWN, card), None, "nothing has reached the town yet");
    world.settle();
    assert_eq!(stand(&world, TOWN, card), Some(Stand::Served));
    assert_eq!(stand(&world, VILLAGE, card), None, "it is not the village's card");
    assert!(world.entries(VILLAGE, card).is_empty());

    let town = somebody(TOWN, Role::Head);
    let store = |site| world.node(site).store();
    let empty = CardCommand::Answer { id: None, result: Some(CardResult::Explained), words: " ".into() };
    assert_eq!(refusal(supervise::act(store(TOWN), &town, card, empty, cmd(4)).unwrap_err()), RefusalCode::NoWords);
    let answer = CardCommand::Answer { id: None, result: Some(CardResult::Explained), words: "人手不足".into() };
    supervise::act(store(TOWN), &town, card, answer.clone(), cmd(5)).unwrap();
    supervise::act(store(TOWN), &town, card, answer, cmd(5)).unwrap();
    assert_eq!(world.entries(TOWN, card).len(), 2, "pressed twice, written once");
    let appeal =
        CardCommand::Appeal { id: None, ground: Some(AppealGround::LateData), words: "当日已受理".into() };
    supervise::act(store(TOWN), &town, card, appeal, cmd(6)).unwrap();
    let rule = |ground| CardCommand::Rule { id: None, ruling: Some(Ruling::Cancelled), ground, words: "属实".into() };
    let own = supervise::act(store(TOWN), &town, card, rule(Some(AppealGround::Other)), cmd(7)).unwrap_err();
    assert_eq!(refusal(own), RefusalCode::Role, "nobody rules on his own card");
    let head = somebody(TOWN, Role::Head);
    let row = store(TOWN).read(|conn| store::card(conn, card)).unwrap().expect("a card");
    let offered = supervise::may(&store::CardRow { by: TOWN, ..row }, &head, store(TOWN).directory().newest());
    assert!(!offered.contains(&CardAct::Rule), "not on one that he put himself either: {offered:?}");
    world.settle();
    assert_eq!(stand(&world, DISTRICT, card), Some(Stand::Appealed));

    let above = somebody(DISTRICT, Role::Supervisor);
    let row = store(DISTRICT).read(|conn| store::card(conn, card)).unwrap().expect("a card");
    assert_eq!(supervise::may(&row, &above, store(DISTRICT).directory().newest()), [CardAct::Rule]);
    let no_ground = supervise::act(store(DISTRICT), &above, card, rule(None), cmd(8)).unwrap_err();
    assert_eq!(refusal(no_ground), RefusalCode::NoGround);
    supervise::act(store(DISTRICT), &above, card, rule(Some(AppealGround::LateData)), cmd(9)).unwrap();
    world.settle();
    for site in [DISTRICT, TOWN] {
        assert_eq!(stand(&world, site, card), Some(Stand::Cancelled));
        let kept = supervise::entries(store(site), card).unwrap();
        assert_eq!(kept.iter().filter(|(_, counts)| *counts).count(), 4, "nothing of it is deleted");
        assert_eq!(store(site).check().unwrap().faults, Vec::<String>::new());
    }
}

#[test]
fn a_claimed_time_outside_its_evidence_is_seen_and_a_broken_line_is_not() {
    let mut world = World::line();
    world.file(VILLAGE);
    world.settle();
    // Weeks without a line, entered at the right time: nothing to see.
    let honest = world.file(VILLAGE);
    world.pass(20 * DAY);
    world.settle();
    assert_eq!(of_rule(&world, TOWN, RuleKind::ClaimOutside), []);
    let counted = of_rule(&world, TOWN, RuleKind::IntervalWide);
    assert_eq!(counted.iter().map(|alarm| (alarm.case, alarm.is_card)).collect::<Vec<_>>(), [(honest, false)]);
    // The village has the town's word of today, and its clock is set back for what it writes then.
    world.pass(DAY);
    world.settle();
    let now = world.clock.now();
    world.open_with(VILLAGE, crate::Clock::set_to(now));
    world.pass(DAY);
    let ahead = crate::Clock::set_to(now + 30 * DAY);
    world.open_with(VILLAGE, ahead);
    let doc = world.file(VILLAGE);
    world.contact(VILLAGE);
    let seen = of_rule(&world, TOWN, RuleKind::ClaimOutside);
    assert_eq!(seen.iter().map(|alarm| alarm.case).collect::<Vec<_>>(), [doc], "a clock that is ahead is seen at once");
    assert_ne!(doc, honest);
    assert_eq!(world.node(TOWN).store().check().unwrap().faults, Vec::<String>::new());
}

#[test]
fn every_step_has_the_interval_in_which_it_was_written_and_limits_stand_under_both_bounds() {
    let mut world = World::line();
    world.file(VILLAGE);
    world.settle();
    world.pass(DAY);
    // The village has the town's word of this morning, files without a line, and is heard three weeks later.
    world.settle();
    let heard = world.clock.now();
    world.pass(3_600_000);
    let doc = world.file(VILLAGE);
    let filed = world.clock.now();
    world.pass(21 * DAY);
    world.settle();
    let times = crate::case_page::case_times(world.node(TOWN).store(), doc).unwrap();
    let step = times.steps[0];
    assert_eq!((step.at, step.latest), (filed, Some(world.clock.now())));
    assert!(step.earliest.is_some_and(|earliest| earliest <= heard), "{step:?}");
    assert!(step.wide && !step.outside, "three weeks cannot be checked, and are no fault");
    let accept = times.limits.iter().find(|limit| limit.limit == daiban_shared::api::LimitKind::AcceptBy).unwrap();
    assert!(accept.claimed.late && !accept.latest.unwrap().late, "if it was filed just now nothing is late");
    assert!(times.differs);
    let own = crate::case_page::case_times(world.node(VILLAGE).store(), doc).unwrap();
    assert_eq!(own.steps[0].at, filed);
}

#[test]
fn a_batch_at_night_is_seen_over_all_cases_of_an_officer_and_a_few_steps_are_none() {
    let mut world = World::line();
    world.settle();
    let now = world.clock.now();
    let night = daiban_shared::day::Day::of(now).at_minute(22 * 60 + 30);
    world.pass(if night > now { night - now } else { night + DAY - now });
    let of = |world: &World| of_rule(world, DISTRICT, RuleKind::NightBatch).len();
    let steps = |world: &World| {
        let store = world.node(DISTRICT).store();
        let count = |conn: &rusqlite::Connection| {
            Ok(conn.query_row("SELECT count(*) FROM alarm WHERE rule = 12", [], |row| row.get::<_, i64>(0))?)
        };
        usize::try_from(store.read(count).unwrap()).unwrap()
    };
    let mut seen = Vec::new();
    for _ in 0..14 {
        world.file(VILLAGE);
        world.settle();
        world.pass(60_000);
        seen.push((steps(&world), of(&world)));
    }
    let threshold = 10;
    assert!(seen.iter().any(|(steps, _)| *steps < threshold) && seen.iter().any(|(steps, _)| *steps > threshold));
    for (steps, alarms) in seen {
        assert_eq!(alarms, (steps + 1).saturating_sub(threshold), "{steps} steps at night");
    }
    // The next night begins anew.
    world.pass(DAY);
    let before = of(&world);
    world.file(VILLAGE);
    world.settle();
    assert_eq!(of(&world), before);
    assert_eq!(world.node(DISTRICT).store().check().unwrap().faults, Vec::<String>::new());
}

#[test]
fn officers_are_counted_and_a_return_counts_from_the_number_of_the_rule_on() {
    let mut world = World::line();
    let mut last = None;
    for _ in 0..5 {
        let doc = world.file(VILLAGE);
        world.hand(VILLAGE, doc, TOWN);
        world.settle();
        assert_eq!(alarms(&world, DISTRICT, &AlarmFilter::default()), [], "fewer than five are no alarm");
        world.hand(TOWN, doc, VILLAGE);
        world.settle();
        world.pass(1_000);
        last = Some(doc);
    }
    let of = |days: u32| {
        let node = world.node(DISTRICT);
        let directory = node.store().directory();
        let look = Look { site: DISTRICT, now: world.clock.now(), directory: &directory };
        node.store().read(|conn| store::officers(conn, look, DISTRICT, days, Lang::En)).unwrap()
    };
    let officers = of(30);
    let returns = officers.items.iter().flat_map(|one| &one.counts).find(|count| count.rule == RuleKind::ReturnedOften);
    let returns = returns.expect("the town returned");
    assert_eq!((returns.count, returns.too_often), (5, true));
    let all = alarms(&world, DISTRICT, &AlarmFilter::default());
    assert_eq!(all.iter().map(|alarm| Some(alarm.case)).collect::<Vec<_>>(), [last], "the fifth one is");
    assert_eq!(of_rule(&world, DISTRICT, RuleKind::ReturnedOften), all);
    let days = |from: i32| daiban_shared::api::DaySpan {
        from: daiban_shared::day::Day::of(world.clock.now()).plus(from),
        to: daiban_shared::day::Day::of(world.clock.now()).plus(from),
    };
    let node = world.node(DISTRICT);
    let directory = node.store().directory();
    let look = Look { site: DISTRICT, now: world.clock.now(), directory: &directory };
    let counts =
        node.store().read(|conn| store::rule_counts(conn, look, DISTRICT, days(0), days(-1), Lang::En)).unwrap();
    let reported = counts.iter().find(|count| count.rule == RuleKind::ReturnedOften).map(|count| count.now);
    assert_eq!(reported, Some(1), "a report counts what the list shows");

    // From tomorrow on the second one is too many; what came before is judged as it was.
    world.pass(DAY);
    let document = "梅县政数〔2026〕9 号".to_owned();
    let stricter = Rule { threshold: 2, document, ..default_rule(RuleKind::ReturnedOften) };
    world.node(DISTRICT).publish(vec![Body::Rule(stricter)]).unwrap();
    world.settle();
    let still: Vec<_> = alarms(&world, DISTRICT, &AlarmFilter::default()).iter().map(|alarm| alarm.case).collect();
    assert_eq!(still, Vec::from_iter(last), "a new rule makes nothing of the past");
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    world.settle();
    world.hand(TOWN, doc, VILLAGE);
    world.settle();
    world.pass(1_000);
    let found = alarms(&world, DISTRICT, &AlarmFilter { case: Some(doc), ..AlarmFilter::default() });
    assert_eq!(found.len(), 1, "it is the sixth within thirty days");
}
