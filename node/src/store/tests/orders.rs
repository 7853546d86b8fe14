//! Lists in every order, page by page, and what has changed since somebody looked.

use super::super::*;
use super::world::{START, World};
use daiban_shared::api::CaseRow;
use daiban_shared::day::Day;

const ORDERS: [SortBy; 7] =
    [SortBy::Due, SortBy::Filed, SortBy::Number, SortBy::Applicant, SortBy::Item, SortBy::Place, SortBy::Change];

/// A list over all its pages, seven rows at a time.
fn whole(world: &World, place: &str, filter: &ListFilter) -> Vec<CaseRow> {
    let (mut rows, mut page) = (Vec::new(), None);
    loop {
        let found = world.list(place, ListFilter { page: page.take(), page_size: 7, ..filter.clone() });
        rows.extend(found.items);
        page = found.next;
        if page.is_none() {
            return rows;
        }
    }
}

fn world() -> World {
    let mut world = World::new();
    for i in 0..24 {
        world.clock.move_to(START + i as u64 / 3 * 60_000);
        let doc = world.open(if i % 2 == 0 { "village" } else { "other" }, i % 9);
        if i % 5 == 0 {
            world.note(if i % 2 == 0 { "village" } else { "other" }, doc, "x");
        }
    }
    world.settle();
    world
}

#[test]
fn every_order_shows_each_row_once_and_backwards_the_same() {
    let world = world();
    for place in ["village", "district"] {
        let all = world.list(place, ListFilter { page_size: 200, ..ListFilter::default() }).items.len();
        for filter in [ListFilter::default(), ListFilter { q: Some("陈".into()), ..ListFilter::default() }] {
            for by in ORDERS {
                let ordered = |descending| {
                    let order = Some(Order { by, descending });
                    whole(&world, place, &ListFilter { order, ..filter.clone() })
                };
                let (up, mut down) = (ordered(false), ordered(true));
                assert_eq!(up.len(), all, "{by:?} at {place}");
                down.reverse();
                assert_eq!(up, down, "{by:?} at {place}");
                let is_ordered = up.is_sorted_by(|a, b| match by {
                    SortBy::Due => a.due.as_ref().map(|due| due.at) <= b.due.as_ref().map(|due| due.at),
                    SortBy::Filed => a.opened_at <= b.opened_at,
                    SortBy::Number => a.number <= b.number,
                    // 陈 and a numeral: the numerals by pinyin.
                    SortBy::Applicant => search::order_key(&a.applicant) <= search::order_key(&b.applicant),
                    SortBy::Item => a.item.code <= b.item.code,
                    SortBy::Place => a.site.id <= b.site.id,
                    SortBy::Change => a.changed_at <= b.changed_at,
                });
                assert!(is_ordered, "{by:?} at {place}");
            }
        }
    }
}

#[test]
fn a_long_list_stands_in_the_same_order_by_its_index() {
    let world = world();
    let directory = world.store("district").directory();
    let look = Look { site: world.site("district"), now: world.clock.now(), directory: &directory };
    for by in ORDERS {
        let sql = |plain: bool| {
            let order = Order { by, descending: true };
            let index = if plain { String::new() } else { format!("INDEXED BY {}", order.index()) };
            format!("SELECT doc FROM case_view {index} WHERE status > 0 ORDER BY {}", order.clause(plain))
        };
        let read = |sql: String| -> Vec<i64> {
            world
                .store("district")
                .read(|conn| {
                    let mut query = conn.prepare(&sql)?;
                    let rows = query.query_map([], |row| row.get(0))?;
                    Ok(rows.collect::<Result<_, _>>()?)
                })
                .expect("read")
        };
        assert_eq!(read(sql(false)), read(sql(true)), "{by:?}");
        let plan = world.store("district").read(|conn| {
            let mut query = conn.prepare(&format!("EXPLAIN QUERY PLAN {}", sql(false)))?;
            let rows = query.query_map([], |row| row.get::<_, String>(3))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        });
        let plan = plan.expect("read").join("; ");
        assert!(!plan.contains("TEMP B-TREE"), "{by:?} is read as it stands: {plan}");
    }
    assert_eq!(world.store("district").read(|conn| count(conn, look, &ListFilter::default(), 10)).expect("read"), 10);
    assert_eq!(world.store("district").read(|conn| count(conn, look, &ListFilter::default(), 99)).expect("read"), 24);
}

#[test]
fn what_has_changed_since_a_look_is_found_and_marked() {
    let mut world = world();
    let looked = world.store("town").read(newest_pos).expect("read") as u64;
    let since = ListFilter { news: Some(looked), ..ListFilter::default() };
    assert!(world.list("town", since.clone()).items.is_empty());
    let doc = world.list("village", ListFilter::default()).items[3].id;
    world.note("village", doc, "written below, days ago");
    world.settle();
    let changed = world.list("town", since.clone()).items;
    assert_eq!(changed.iter().map(|row| row.id).collect::<Vec<_>>(), [doc]);
    let all = world.list("town", ListFilter { page_size: 200, ..ListFilter::default() }).items;
    assert_eq!(all.iter().filter(|row| row.news > looked).map(|row| row.id).collect::<Vec<_>>(), [doc]);
    assert_eq!(all.iter().map(|row| row.phone_end.len()).max(), Some(4), "the end of a phone stands beside the name");
}

#[test]
fn the_cases_of_one_day_are_found_by_it() {
    let mut world = World::new();
    world.open("village", 1);
    world.clock.move_to(START + 86_400_000);
    let second = world.open("village", 2);
    let day = Day::of(START + 86_400_000);
    let found = world
        .list("village", ListFilter { filed: Days { from: Some(day), to: Some(day) }, ..ListFilter::default() })
        .items;
    assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [second]);
}
