//! The wall's numbers equal the lists they open, for every light and as of any moment; a report says what its tables say.

use super::counts::{NOW, Person};
use super::house::House;
use crate::store::Folder;
use crate::{Clock, Node, seed};
use daiban_shared::api::{AlarmPage, Appraisal, CardCount, Lights, Report, Schemes, Settled, Wall};
use daiban_shared::appraisal::template;
use daiban_shared::figures::{Dimension, Measure};
use daiban_shared::id::SiteId;
use daiban_shared::kind::{AppraisalOf, Cycle, Role, Scheme};
use daiban_shared::site::Tier;
use std::collections::BTreeSet;

const DAY: u64 = 86_400_000;

fn each(lights: Lights) -> [(&'static str, u64); 6] {
    [
        ("none", lights.none),
        ("blue", lights.blue),
        ("yellow", lights.yellow),
        ("red", lights.red),
        ("deep_red", lights.deep_red),
        ("red,deep_red", lights.late()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_light_of_the_wall_is_the_length_of_the_list_behind_it() {
    let dir = Folder::new().expect("a folder");
    let seeded = seed::seed_network(dir.path(), NOW, &mut |_| {}).expect("the sample network");
    let mut seen = BTreeSet::new();
    for place in seeded.iter().filter(|place| place.people.iter().any(|person| person.login == "supervisor")) {
        // Nothing happens but time: what was in time grows late, up to the promise, the law, and silence.
        for days in [0, 2, 5, 9, 16, 30, 70, 140] {
            let node = Node::open(&place.folder, Clock::set_to(NOW + days * DAY)).expect("a machine");
            let person = Person::sign_in(&node, "supervisor").await;
            let wall: Wall = serde_json::from_value(person.read("wall").await).expect("the wall");
            for place in &wall.places {
                let id = place.site.id.0;
                for (filter, lights) in [(format!("held={id}"), place.branch), (format!("at={id}"), place.lights)] {
                    for (light, count) in each(lights) {
                        let list = format!("cases?{filter}&light={light}&desk=all");
                        assert_eq!(person.length(&list).await, count, "{list} after {days} days");
                        if count > 0 {
                            seen.insert(light);
                        }
                    }
                }
                assert_eq!(person.length(&format!("cases?held={id}&desk=all")).await, place.branch.all());
            }
            let faults = node.store().check().expect("a check").faults;
            assert_eq!(faults, Vec::<String>::new(), "the counters are those of the entries");
        }
    }
    assert_eq!(seen.len(), 6, "the sample comes to show every light: {seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_says_what_its_tables_and_lists_say() {
    let dir = Folder::new().expect("a folder");
    let seeded = seed::seed_network(dir.path(), NOW, &mut |_| {}).expect("the sample network");
    let district = seeded.iter().find(|place| place.people.iter().any(|person| person.login == "minzheng"));
    let node = Node::open(&district.expect("the district").folder, Clock::set_to(NOW + 20 * DAY)).expect("a machine");
    let person = Person::sign_in(&node, "supervisor").await;
    for kind in ["day", "week", "month", "half_year"] {
        let report: Report =
            serde_json::from_value(person.read(&format!("report?kind={kind}&of=2026-11-20")).await).expect("a report");
        let (from, to) = (report.span.from, report.span.to);
        for by in [Dimension::Place, Dimension::Department, Dimension::Item] {
            let table = report.tables.iter().find(|table| table.by == by).expect("a table");
            for measure in [Measure::Accepted, Measure::Done, Measure::Late] {
                let sum: u64 = table.rows.iter().map(|row| row.figures.now.get(measure)).sum();
                assert_eq!(sum, report.total.now.get(measure), "{kind} {by:?} {measure:?}");
            }
        }
        let text: Vec<String> = report.parts.iter().flat_map(|part| part.sentences.clone()).collect();
        let text = text.join("\n");
        assert!(
            text.contains(&format!("受理 {} 件", report.total.now.accepted)) || report.total.now.accepted == 0,
            "{text}"
        );
        for count in &report.problems {
            let rule = serde_json::to_value(count.rule).expect("a word");
            let path = format!("alarms?rule={}&from={from}&to={to}", rule.as_str().expect("a word"));
            assert_eq!(person.length(&path).await, count.now, "{path}");
        }
        let (parts, file) = person.ask("GET", &format!("report.csv?kind={kind}&of=2026-11-20"), String::new()).await;
        assert_eq!(parts.status, 200, "{file}");
        for sentence in text.lines() {
            assert!(file.contains(sentence), "{kind}: {sentence} is in the file");
        }
        let (parts, _) = person.ask("GET", &format!("report.xlsx?kind={kind}&of=2026-11-20"), String::new()).await;
        assert_eq!(parts.status, 200);
    }
    // The late cases of each town, as the turning wall asks for them, are those of the whole wall.
    let wall: Wall = serde_json::from_value(person.read("wall").await).expect("the wall");
    assert!(!wall.latest.is_empty() && wall.latest.len() < 20, "the sample has a few: {}", wall.latest.len());
    let late = |path: String| {
        let person = &person;
        async move {
            let page: AlarmPage = serde_json::from_value(person.read(&path).await).expect("alarms");
            page.items.iter().map(|row| row.case).collect::<Vec<_>>()
        }
    };
    assert_eq!(late("alarms?late=1".into()).await, wall.latest.iter().map(|row| row.case).collect::<Vec<_>>());
    for head in wall.places.iter().filter(|place| place.site.tier != Tier::Village) {
        let branch: Vec<SiteId> = match head.site.tier {
            Tier::Town => {
                let below = wall.places.iter().filter(|place| place.parent == Some(head.site.id));
                below.map(|place| place.site.id).chain([head.site.id]).collect()
            }
            Tier::District | Tier::Village => vec![head.site.id],
        };
        let its = wall.latest.iter().filter(|row| branch.contains(&row.site.id)).map(|row| row.case);
        let look = if head.site.tier == Tier::Town { "under" } else { "at" };
        let path = format!("alarms?late=1&{look}={}", head.site.id.0);
        assert_eq!(late(path).await, its.collect::<Vec<_>>(), "{}", head.site.zh);
    }
    let official = wall.latest.iter().filter(|row| row.official).map(|row| row.case).collect::<Vec<_>>();
    assert_eq!(late("alarms?late=1&official=1".into()).await, official);
    assert!(!official.is_empty() && official.len() < wall.latest.len(), "the sample has both: {}", official.len());
    let month: Report = serde_json::from_value(person.read("report?of=2026-11-20").await).expect("a report");
    assert!(month.total.now.accepted > 0 && !month.problems.is_empty(), "the sample has both");
    let english: Report = serde_json::from_value(person.read("report?of=2026-11-20&lang=en").await).expect("a report");
    let said = format!(
        "{} {:?} {:?}",
        english.title,
        english.parts,
        english.problems.iter().map(|count| &count.text).collect::<Vec<_>>()
    );
    // Names of places and people stand as they are known; the report's own words are English.
    assert!(said.contains("were accepted") && !said.contains('件'), "{said}");
}

#[tokio::test]
async fn only_who_looks_over_sees_wall_alarms_and_reports() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    for path in ["wall", "alarms", "report", "report.xlsx?kind=day", "schemes", "appraisal?scheme=1", "people-of"] {
        let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(&clerk), "").await;
        assert_eq!(reply.status, 403, "{path}: {}", reply.text);
    }
    let count = house.ask("GET", "/api/v1/card-count", Some(&clerk), "").await;
    let count: CardCount = serde_json::from_value(count.json).expect("a count");
    assert_eq!(count, CardCount::default());
    let supervisor = house.sign_in(Role::Supervisor).await;
    for (path, field) in [
        ("cases?light=pink", "light"),
        ("cases?held=x", "site"),
        ("report?kind=decade", "kind"),
        ("report?of=today", "of"),
        ("alarms?from=x", "from"),
    ] {
        let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(&supervisor), "").await;
        assert_eq!((reply.status, reply.json["field"].as_str()), (422, Some(field)), "{path}: {}", reply.text);
    }
    let alarms = house.ask("GET", "/api/v1/alarms?open=1&official=1", Some(&supervisor), "").await;
    let alarms: AlarmPage = serde_json::from_value(alarms.json).expect("alarms");
    assert_eq!(alarms.items, []);
}

#[tokio::test]
async fn a_scheme_is_entered_by_the_administrator_and_its_period_is_scored_and_taken_away() {
    let house = House::open();
    let (admin, supervisor) = (house.sign_in(Role::Admin).await, house.sign_in(Role::Supervisor).await);
    let path = |rest: &str| format!("/api/v1/{rest}");
    let schemes = house.ask("GET", &path("schemes"), Some(&admin), "").await;
    let known: Schemes = serde_json::from_value(schemes.json).expect("schemes");
    assert!(known.may_enter && known.items.is_empty());
    let scheme = Scheme {
        no: known.next,
        name: "站点月度考核".into(),
        of: AppraisalOf::Place,
        cycle: Cycle::Month,
        lines: template(AppraisalOf::Place),
        min_cases: 0,
        from: Cycle::Month.term().next(known.today, -1),
        document: "梅区政数〔2026〕8号".into(),
        ended: false,
    };
    let json = |scheme: &Scheme| serde_json::to_string(scheme).expect("JSON");
    let refused = house.ask("POST", &path("schemes"), Some(&supervisor), &json(&scheme)).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    let within = Scheme { from: scheme.from.plus(1), ..scheme.clone() };
    let refused = house.ask("POST", &path("schemes"), Some(&admin), &json(&within)).await;
    assert_eq!((refused.status, refused.json["field"].as_str()), (422, Some("from")), "{}", refused.text);
    let entered = house.ask("POST", &path("schemes"), Some(&admin), &json(&scheme)).await;
    assert!((200..300).contains(&entered.status), "{}", entered.text);

    let found = house.ask("GET", &path("appraisal?scheme=1"), Some(&supervisor), "").await;
    let found: Appraisal = serde_json::from_value(found.json).expect("an appraisal");
    assert_eq!((found.scheme.no, found.span.from, found.is_over), (1, scheme.from, true));
    assert!(!found.sheets.is_empty() && found.sheets.iter().all(|row| row.id.is_none() && row.scores.len() == 7));
    for (query, field) in [("", "scheme"), ("?scheme=x", "scheme"), ("?scheme=-1", "scheme"), ("?scheme=1&of=x", "of")]
    {
        let reply = house.ask("GET", &path(&format!("appraisal{query}")), Some(&supervisor), "").await;
        assert_eq!((reply.status, reply.json["field"].as_str()), (422, Some(field)), "{query}: {}", reply.text);
    }
    let unknown = house.ask("GET", &path("appraisal?scheme=9"), Some(&supervisor), "").await;
    assert_eq!(unknown.status, 404);
    let file = house.ask("GET", &path("appraisal.csv?scheme=1"), Some(&supervisor), "").await;
    assert!(
        file.status == 200
            && file.text.contains("On time, of the done (35)")
            && file.text.contains("梅区政数〔2026〕8号"),
        "{}",
        file.text
    );
    let early = format!(r#"{{"scheme":1,"of":"{}"}}"#, known.today);
    let refused = house.ask("POST", &path("appraisal"), Some(&supervisor), &early).await;
    assert_eq!((refused.status, refused.json["field"].as_str()), (422, Some("of")), "{}", refused.text);
    let due = format!(r#"{{"scheme":1,"of":"{}"}}"#, scheme.from);
    let settled = house.ask("POST", &path("appraisal"), Some(&supervisor), &due).await;
    let settled: Settled = serde_json::from_value(settled.json).expect("settled");
    assert_eq!(settled, Settled { written: found.sheets.len() as u32, kept: 0 });
}
