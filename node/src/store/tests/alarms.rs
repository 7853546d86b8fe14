//! Lists of alarms: by whatever they are narrowed, and so by whichever index they are found, they have the rows of a plain scan, each
//! once over all pages, the newest first; and the wall names the oldest cases that are late, each once.

use super::super::*;
use super::measures::history::{Event, History};
use super::world::PLACES;
use daiban_shared::id::{DocId, Hash, Millis, SiteId};
use daiban_shared::kind::{LightCode, RuleKind};
use daiban_shared::text::Lang;

/// An alarm as the scan sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    order: (i64, i64, i64),
    case: DocId,
    of: Hash,
    rule: u8,
    light: u8,
    card: bool,
    site: u32,
    officer: Option<[u8; 8]>,
    ended: Option<i64>,
    /// Received or accepted.
    open: bool,
}

fn scan(store: &Store) -> Vec<Row> {
    let sql = "SELECT since, alarm.doc, no, name, of, rule, light, card, alarm.site, ended, status IN (1, 2), alarm.officer \
               FROM alarm JOIN doc ON doc.id = alarm.doc JOIN case_view ON case_view.doc = alarm.doc \
               ORDER BY since DESC, alarm.doc DESC, no DESC";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Row {
            order: (row.get(0)?, row.get(1)?, row.get(2)?),
            case: DocId(row.get(3)?),
            of: Hash(row.get(4)?),
            rule: row.get(5)?,
            light: row.get(6)?,
            card: row.get(7)?,
            site: row.get(8)?,
            ended: row.get(9)?,
            open: row.get(10)?,
            officer: row.get(11)?,
        })
    };
    let all: Vec<Row> =
        store.read(|conn| Ok(conn.prepare(sql)?.query_map([], read)?.collect::<Result<_, _>>()?)).expect("scanned");
    all.iter().filter(|row| is_often_enough(row, &all)).cloned().collect()
}

/// Returns and steps at night are alarms only where an officer makes too many of them.
fn is_often_enough(row: &Row, all: &[Row]) -> bool {
    let (threshold, stretch) = match row.rule {
        rule if rule == RuleKind::ReturnedOften.number() => (5, 30 * 86_400_000),
        rule if rule == RuleKind::NightBatch.number() => (10, 8 * 3_600_000),
        _ => return true,
    };
    let since = row.order.0;
    let is_his = |other: &&Row| other.rule == row.rule && other.officer == row.officer;
    let near = |other: &&Row| other.order.0 <= since && other.order.0 > since - stretch;
    all.iter().filter(is_his).filter(near).count() >= threshold
}

fn has(row: &Row, filter: &AlarmFilter, below: &impl Fn(SiteId, SiteId) -> bool, now: i64) -> bool {
    row.order.0 <= now
        && filter.rule.is_none_or(|rule| row.rule == rule.number())
        && filter.light.is_none_or(|light| row.light == light.number())
        && filter.case.is_none_or(|case| row.case == case)
        && filter.under.is_none_or(|under| below(SiteId(row.site), under))
        && (!filter.cards || row.card)
        && (!filter.open || row.ended.is_none())
        && filter.from.is_none_or(|from| row.order.0 >= from as i64)
        && filter.before.is_none_or(|before| row.order.0 < before as i64)
}

/// More than a page of cases that nobody accepts in time; some are accepted later, some decided.
fn late_cases() -> History {
    let mut history = History::new();
    for no in 0..90 {
        history.run(&Event::Open { place: no % PLACES.len(), item: no % 3, days_late: 0 });
        history.run(&Event::Wait { hours: 3 });
    }
    history.run(&Event::Wait { hours: 400 });
    for no in 0..30 {
        let place = 2 + no % 2;
        history.run(&Event::Accept { place, case: no, by: 1, days_late: 0 });
        if no % 3 == 0 {
            history.run(&Event::Decide { place, case: no, how: 4, by: 2, days_late: 0, due: 0 });
        }
    }
    history.run(&Event::Wait { hours: 3_000 });
    history.world.settle();
    history
}

#[test]
fn a_list_of_alarms_is_the_scan_by_whatever_it_is_narrowed() {
    let history = late_cases();
    let store = history.world.store("district");
    let directory = store.directory();
    let now: Millis = history.world.clock.now();
    let look = Look { site: history.world.site("district"), now, directory: &directory };
    let below = |site: SiteId, top: SiteId| site == top || directory.newest().is_above(top, site);
    let rows = scan(&store);
    assert!(rows.iter().any(|row| row.ended.is_some()) && rows.len() > 2 * 50, "{}", rows.len());
    let under = |place: &str| Some(history.world.site(place));
    let usual = AlarmFilter::default;
    let middle = Some(rows[rows.len() / 2].order.0 as Millis);
    let filters = [
        usual(),
        AlarmFilter { open: true, ..usual() },
        AlarmFilter { open: true, cards: true, under: under("district"), ..usual() },
        AlarmFilter { under: under("town"), ..usual() },
        AlarmFilter { under: under("town"), open: true, cards: true, ..usual() },
        AlarmFilter { under: under("village"), ..usual() },
        AlarmFilter { under: under("village"), open: true, rule: Some(RuleKind::AcceptLate), ..usual() },
        AlarmFilter { rule: Some(RuleKind::AcceptLate), ..usual() },
        AlarmFilter { rule: Some(RuleKind::PromisePassed), under: under("town"), ..usual() },
        AlarmFilter { rule: Some(RuleKind::SecondNotice), ..usual() },
        AlarmFilter { light: Some(LightCode::Red), from: middle, ..usual() },
        AlarmFilter { before: middle, open: true, ..usual() },
        AlarmFilter { case: Some(rows[0].case), ..usual() },
    ];
    for filter in filters {
        let mut found = Vec::new();
        let mut asked = filter.clone();
        loop {
            let page = store.read(|conn| alarms(conn, look, &asked, Lang::Zh)).expect("a page");
            found
                .extend(page.items.iter().map(|alarm| (alarm.since as i64, alarm.case, alarm.rule.number(), alarm.of)));
            let Some(next) = page.next else { break };
            let numbers: Vec<i64> = next.split('.').map(|part| part.parse().expect("a number")).collect();
            asked.after = Some((numbers[0], numbers[1], numbers[2]));
        }
        let expected = rows.iter().filter(|row| has(row, &filter, &below, now as i64));
        let expected: Vec<_> = expected.map(|row| (row.order.0, row.case, row.rule, row.of)).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
}

#[test]
fn the_wall_names_the_cases_that_are_late_the_longest_each_once() {
    let history = late_cases();
    let store = history.world.store("district");
    let directory = store.directory();
    let look = Look { site: history.world.site("district"), now: history.world.clock.now(), directory: &directory };
    let wall = store.read(|conn| wall(conn, look, Lang::Zh)).expect("a wall");
    let is_late = |row: &&Row| {
        row.open && row.card && row.ended.is_none() && matches!(row.rule, 5..=7) && row.order.0 <= look.now as i64
    };
    let mut late: Vec<Row> = scan(&store).iter().filter(is_late).cloned().collect();
    late.sort_by_key(|row| row.order);
    let mut expected: Vec<DocId> = Vec::new();
    for row in late {
        if !expected.contains(&row.case) {
            expected.push(row.case);
        }
    }
    expected.truncate(20);
    assert!(!expected.is_empty());
    assert_eq!(wall.latest.iter().map(|alarm| alarm.case).collect::<Vec<_>>(), expected);
}
