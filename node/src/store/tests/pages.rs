//! Lists, search, today's work and figures.

use super::super::*;
use super::world::{START, World};
use daiban_shared::api::{Freshness, Light, LimitKind};
use daiban_shared::case::Status;
use daiban_shared::kind::{Body, Defect, DefectCode, Deliver, DeliverWay, Notify, Private};
use daiban_shared::text::LabelText;

const DAY: u64 = 86_400_000;

fn look(world: &World, place: &str) -> daiban_shared::api::Home {
    let directory = world.store(place).directory();
    let look = Look { site: world.site(place), now: world.clock.now(), directory: &directory };
    world.store(place).read(|conn| home(conn, look, None)).expect("read")
}

fn figures(world: &World, place: &str) -> daiban_shared::api::Overview {
    let directory = world.store(place).directory();
    let look = Look { site: world.site(place), now: world.clock.now(), directory: &directory };
    world.store(place).read(|conn| overview(conn, look)).expect("read")
}

#[test]
fn a_case_is_found_in_the_ways_people_type() {
    let mut world = World::new();
    let docs: Vec<_> = (0..5).map(|i| world.open("village", i)).collect();
    let number = world
        .list("village", ListFilter::default())
        .items
        .iter()
        .find(|row| row.id == docs[3])
        .expect("listed")
        .number
        .clone();
    world.settle();
    for place in ["village", "district"] {
        let table: [(&str, usize); 12] = [
            ("陈三", 1),
            ("陈", 5),
            ("长教村", 5),
            ("教村长", 0),
            ("最低生活保障", 5),
            ("cs", 2), // 陈三, 陈四
            ("zdsh", 5),
            ("V04", 5),
            ("0003", 1),
            ("44140319800101", 5),
            ("陈三 0003", 1),
            ("没有此人", 0),
        ];
        for (q, hits) in table {
            assert_eq!(world.find(place, q).len(), hits, "{q} at {place}");
        }
        assert_eq!(world.find(place, &number), vec![docs[3]]);
        assert_eq!(world.find(place, &number[number.len() - 6..]), vec![docs[3]]);
        // What people paste never becomes a question in the index's own language.
        for odd in ["\"", "' OR 1=1 --", "NEAR(陈 三)", "words:陈", "*", "😀", "陈\"三", "AND", "(((("] {
            world.find(place, odd);
        }
    }
    world.phone("village", docs[3], "0753-7654321");
    assert_eq!(world.find("village", "7654321"), vec![docs[3]], "the corrected number is found");
    assert_eq!(world.find("village", "0003").len(), 1, "by the ID number; the old phone is gone");
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let mut world = World::new();
    for i in 0..23 {
        let doc = world.open("village", i);
        if i % 3 == 0 {
            world.forward("village", doc, "town");
        }
        if i % 5 == 0 {
            world.clock.move_to(world.clock.now() + DAY);
        }
    }
    for q in [None, Some("陈".to_owned())] {
        let whole = world.list("village", ListFilter { q: q.clone(), page_size: 100, ..ListFilter::default() });
        assert_eq!((whole.items.len(), whole.next.clone()), (23, None));
        let (mut pages, mut page) = (Vec::new(), None);
        loop {
            let part = world.list("village", ListFilter { q: q.clone(), page, page_size: 5, ..ListFilter::default() });
            assert!(part.items.len() <= 5);
            pages.extend(part.items);
            page = part.next;
            if page.is_none() {
                break;
            }
        }
        assert_eq!(pages, whole.items);
    }
    let all = world.list("village", ListFilter::default()).items;
    assert!(
        all.windows(2).all(|pair| pair[0].due.as_ref().map(|due| due.at) <= pair[1].due.as_ref().map(|due| due.at))
    );
    let directory = world.store("village").directory();
    let look = Look { site: world.site("village"), now: START, directory: &directory };
    for bad in ["", "x", "r1", "s", "r.1", "r1.x"] {
        let filter = ListFilter { page: Some(bad.into()), ..ListFilter::default() };
        let found = world.store("village").read(|conn| list(conn, look, &filter));
        assert!(matches!(found, Err(Error::NotFound)), "{bad}");
    }
}

#[test]
fn lists_are_narrowed_by_status_place_hand_and_date() {
    let mut world = World::new();
    let here = world.open("village", 1);
    let there = world.open("other", 2);
    world.forward("village", here, "town");
    world.settle();
    let ids = |filter: ListFilter| world.list("town", filter).items.iter().map(|row| row.id).collect::<Vec<_>>();
    let any = ListFilter::default;
    assert_eq!(ids(any()).len(), 2);
    assert_eq!(ids(ListFilter { holder: Some(HolderFilter::Here), ..any() }), vec![here]);
    assert_eq!(ids(ListFilter { holder: Some(HolderFilter::Elsewhere), ..any() }), vec![there]);
    assert_eq!(ids(ListFilter { site: Some(world.site("other")), ..any() }), vec![there]);
    assert_eq!(ids(ListFilter { site: Some(world.site("town")), ..any() }).len(), 2, "a town's list has its villages");
    assert_eq!(ids(ListFilter { site: Some(world.site("far town")), ..any() }).len(), 0);
    assert_eq!(ids(ListFilter { status: vec![Status::Received], ..any() }).len(), 2);
    assert_eq!(ids(ListFilter { status: vec![Status::Received, Status::Accepted], ..any() }).len(), 2);
    assert_eq!(ids(ListFilter { status: vec![Status::Done], ..any() }).len(), 0);
    assert_eq!(ids(ListFilter { due: Some(DueFilter::Overdue), ..any() }).len(), 0);
    world.clock.move_to(START + 6 * DAY);
    let ids = |filter: ListFilter| world.list("town", filter).items.len();
    assert_eq!(ids(ListFilter { due: Some(DueFilter::Week), ..any() }), 2);
    world.clock.move_to(START + 30 * DAY);
    assert_eq!(ids(ListFilter { due: Some(DueFilter::Overdue), ..any() }), 2);
}

#[test]
fn time_alone_changes_the_light_and_after_five_days_the_label() {
    let mut world = World::new();
    world.open("village", 1);
    let row = |world: &World| world.list("village", ListFilter::default()).items.remove(0);
    let filed = row(&world);
    let due = filed.due.clone().expect("a date");
    // Filed on a Wednesday: five working days end on the Wednesday after.
    assert_eq!((due.limit, due.days_left, due.light), (LimitKind::AcceptBy, 5, Light::None));
    assert_eq!(filed.labels[0].code, LabelText::ToAccept);
    world.clock.move_to(START + 6 * DAY);
    assert_eq!(row(&world).due.expect("a date").light, Light::Blue);
    world.clock.move_to(due.at + 1);
    let late = row(&world);
    assert_eq!((late.due.expect("a date").light, late.labels[0].code), (Light::Red, LabelText::CountsAsAccepted));
    assert_eq!(look(&world, "village").overdue, 1);
    // A notice that comes after the five days stops nothing, and hides nothing.
    let defects = vec![Defect { no: 1, paper: Some(1), field: None, code: DefectCode::Missing }];
    let notice = Body::Notify(Notify { defects, days: 10, again: None, on: None });
    world.write("village", filed.id, notice, Private::default());
    let codes: Vec<LabelText> = row(&world).labels.iter().map(|label| label.code).collect();
    assert_eq!(codes, [LabelText::CountsAsAccepted, LabelText::ToCorrect]);
    assert_eq!(row(&world).labels[0].day, Some(daiban_shared::day::Day::of(START)), "from the day of receipt");
}

#[test]
fn the_list_says_what_the_case_says() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    world.forward("village", doc, "town");
    world.settle();
    for days in 0..20 {
        world.clock.move_to(START + days * DAY);
        let row = world.list("town", ListFilter::default()).items.remove(0);
        let directory = world.store("town").directory();
        let shown = world.case("town", doc).at(world.clock.now(), &directory.newest()).due.expect("a date");
        let due = row.due.expect("a date");
        assert_eq!(
            (due.day, due.at, due.days_left, due.limit),
            (shown.day, shown.at, shown.days_left, shown.kind),
            "day {days}"
        );
        assert_eq!(due.light, shown.light, "day {days}");
    }
}

#[test]
fn a_correction_that_the_resident_does_not_bring_makes_no_office_late() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    world.forward("village", doc, "town");
    world.settle();
    let defects = vec![Defect { no: 1, paper: Some(1), field: None, code: DefectCode::Missing }];
    let notice = Body::Notify(Notify { defects, days: 10, again: None, on: None });
    let of = world.write("town", doc, notice, Private::default()).hash;
    let told = Body::Deliver(Deliver { of, way: DeliverWay::ByProxy, returned: Vec::new(), on: None });
    world.write("town", doc, told, Private::default());
    world.settle();
    let row = |world: &World| world.list("town", ListFilter::default()).items.remove(0);
    let due = row(&world).due.expect("the resident's limit");
    assert_eq!((due.limit, due.day.to_string().as_str()), (LimitKind::CorrectBy, "2026-09-23"));
    assert_eq!(row(&world).labels[0].code, LabelText::ToCorrect);
    let rows = |world: &World, due: DueFilter| {
        let filter = ListFilter { due: Some(due), ..ListFilter::default() };
        world.list("town", filter).items.len()
    };
    for days in 0..60 {
        world.clock.move_to(START + days * DAY);
        let (now, row) = (world.clock.now(), row(&world));
        let directory = world.store("town").directory();
        let shown = world.case("town", doc).at(now, &directory.newest()).due.expect("a date");
        assert_eq!((row.due.expect("a date").light, shown.light), (Light::None, Light::None), "day {days}");
        let work = look(&world, "town");
        assert_eq!((work.in_hand, work.overdue, work.due_soon), (1, 0, 0), "day {days}");
        assert_eq!((rows(&world, DueFilter::Overdue), rows(&world, DueFilter::Soon)), (0, 0), "day {days}");
        let total = figures(&world, "district").total;
        assert_eq!((total.overdue, total.due_soon), (0, 0), "day {days}");
    }
    // The last day is in the calendar all the same: somebody may ring the resident up.
    world.clock.move_to(due.at - 1);
    assert_eq!(rows(&world, DueFilter::Today), 1);
    assert_eq!(row(&world).labels[0].code, LabelText::ToCorrect);
    world.clock.move_to(due.at + DAY);
    let label = row(&world).labels.remove(0);
    assert_eq!((label.code, label.day), (LabelText::CorrectionOver, Some(due.day)), "it waits for the holder");
}

#[test]
fn figures_count_every_case_once() {
    let mut world = World::new();
    for i in 0..4 {
        let doc = world.open("village", i);
        if i == 0 {
            world.forward("village", doc, "town");
        }
    }
    world.open("other", 5);
    world.settle();
    let town = figures(&world, "town");
    assert_eq!((town.total.received, town.total.overdue), (5, 0));
    let names: Vec<_> = town.places.iter().map(|place| place.site.en.as_str()).collect();
    assert_eq!(names, vec!["town", "village", "other"]);
    assert_eq!(
        town.places.iter().map(|place| (place.filed.received, place.in_hand)).collect::<Vec<_>>(),
        vec![(0, 1), (4, 3), (1, 1)]
    );
    assert_eq!(town.places[0].freshness, Freshness::Fresh);
    assert_eq!(town.places[1].freshness, Freshness::Silent, "never heard by a message");
    let work = look(&world, "town");
    assert_eq!((work.in_hand, work.elsewhere, work.urgent.len()), (1, 0, 1));
    let work = look(&world, "village");
    assert_eq!((work.in_hand, work.elsewhere), (3, 1));
    world.clock.move_to(START + 30 * DAY);
    assert_eq!(figures(&world, "district").total.overdue, 5);
    assert_eq!(look(&world, "village").overdue, 3);
}

#[test]
fn a_likely_duplicate_is_named_by_its_number() {
    let mut world = World::new();
    let doc = world.open("village", 7);
    let number = world.list("village", ListFilter::default()).items[0].number.clone();
    let ask = |id: &str, item: &str, since: u64| {
        world.store("village").read(|conn| recent_of_person(conn, id, item, since)).expect("read")
    };
    assert_eq!(ask("441403198001010007", "V04", START), Some(number));
    assert_eq!(ask("441403198001010008", "V04", START), None);
    assert_eq!(ask("441403198001010007", "V05", START), None);
    assert_eq!(ask("441403198001010007", "V04", START + DAY), None);
    assert_eq!(ask("", "V04", 0), None);
    let pos = world.store("village").read(newest_pos).expect("read");
    world.note("village", doc, "x");
    let changed = |pos| world.store("village").read(|conn| changed_since(conn, pos, 10)).expect("read");
    assert_eq!((changed(pos), changed(pos + 1)), (vec![doc], vec![]));
}

#[test]
fn a_case_is_found_by_the_new_name_of_its_place() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    world.settle();
    let id = world.site("village");
    let mut place = world.store("district").directory().newest().site(id).expect("it is known").clone();
    place.zh = "桃源新村".into();
    let row = daiban_shared::kind::Body::Site(Box::new(place));
    world.write("district", daiban_shared::id::DocId::PUBLIC, row, Default::default());
    world.settle();
    for place in ["village", "town", "district"] {
        assert_eq!(world.find(place, "桃源新村"), vec![doc], "{place}");
    }
    world.check_all();
}
