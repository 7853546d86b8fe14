//! Figures over time and places beside each other: each equals the list it opens, and each can be taken away as a table.

use super::counts::{NOW, Person};
use super::house::{House, file};
use crate::store::Folder;
use crate::{Clock, Node, seed};
use daiban_shared::api::{Comparison, DaySpan, FigureKey, Figures, Flow, Trends};
use daiban_shared::day::Day;
use daiban_shared::figures::Measure;
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;

async fn agree(person: &Person, place: &str, days: (Day, Day), flow: Flow) {
    let (from, to) = days;
    let lists = [
        (flow.filed, format!("filed_from={from}&filed_to={to}")),
        (flow.ended, format!("ended_from={from}&ended_to={to}")),
        (flow.late, format!("ended_from={from}&ended_to={to}&late=1")),
        (flow.ended - flow.late, format!("ended_from={from}&ended_to={to}&late=0")),
    ];
    for (count, list) in lists {
        assert_eq!(count, person.length(&format!("cases?{list}&site={place}&desk=all")).await, "{list} at {place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_over_time_is_the_length_of_the_list_behind_it() {
    let dir = Folder::new().expect("a folder");
    let seeded = seed::seed_network(dir.path(), NOW, &mut |_| {}).expect("the sample network");
    let district = seeded.iter().find(|place| place.people.iter().any(|person| person.login == "minzheng"));
    let node = Node::open(&district.expect("the district").folder, Clock::set_to(NOW)).expect("a machine");
    let person = Person::sign_in(&node, "supervisor").await;
    let (mut total, mut points) = (Flow::default(), 0);
    for by in ["day", "week", "month"] {
        let path = format!("trends?by={by}&from=2026-08-01&to=2026-11-21");
        let trends: Trends = serde_json::from_value(person.read(&path).await).expect("a trend");
        total = trends.points.iter().fold(Flow::default(), |sum, point| sum.plus(point.flow));
        for point in trends.points.iter().filter(|point| point.flow != Flow::default()) {
            agree(&person, &trends.site.id.0.to_string(), (point.from, point.to), point.flow).await;
            points += 1;
        }
    }
    assert!(points > 3 && total.filed > 0 && total.ended > 0, "{points} {total:?}");
    let path = "comparison?from=2026-08-01&to=2026-11-21";
    let comparison: Comparison = serde_json::from_value(person.read(path).await).expect("a comparison");
    assert_eq!(comparison.places[0].flow, total, "the top counts everything below");
    for place in comparison.places.iter().filter(|place| place.site.tier == Tier::Town && place.flow.filed > 0) {
        agree(&person, &place.site.id.0.to_string(), (comparison.from, comparison.to), place.flow).await;
    }
    let picked = [comparison.places[2].site.id.0, comparison.places[1].site.id.0];
    let path = format!("{path}&places={}.{}", picked[0], picked[1]);
    let some: Comparison = serde_json::from_value(person.read(&path).await).expect("a comparison");
    assert_eq!(
        some.places.iter().map(|place| place.site.id.0).collect::<Vec<_>>(),
        picked,
        "those asked for, in that order"
    );
    assert!(node.store().check().expect("a check").faults.is_empty(), "the counters are those of the entries");
}

/// How a figure is set apart, as the list is asked for it.
fn query_of(key: &FigureKey, top: &str, span: DaySpan) -> String {
    let (from, to) = (span.from, span.to);
    match key {
        FigureKey::Place { site, own, .. } => {
            format!("from={from}&to={to}&site={}{}", site.id.0, if *own { "&own=1" } else { "" })
        }
        FigureKey::Department { department } => {
            let dept = department.as_ref().map_or(0, |dept| dept.id.0);
            format!("from={from}&to={to}&site={top}&dept={dept}")
        }
        FigureKey::Item { code, .. } => format!("from={from}&to={to}&site={top}&item={code}"),
        FigureKey::Officer { user, .. } => {
            let user = user.map_or("none".to_owned(), |user| user.to_string());
            format!("from={from}&to={to}&site={top}&officer={user}")
        }
        FigureKey::Time(span) => format!("from={}&to={}&site={top}", span.from, span.to),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_measure_opens_the_list_that_it_counts() {
    let dir = Folder::new().expect("a folder");
    let seeded = seed::seed_network(dir.path(), NOW, &mut |_| {}).expect("the sample network");
    let district = seeded.iter().find(|place| place.people.iter().any(|person| person.login == "minzheng"));
    let node = Node::open(&district.expect("the district").folder, Clock::set_to(NOW)).expect("a machine");
    let person = Person::sign_in(&node, "supervisor").await;
    let mut seen = std::collections::BTreeSet::new();
    for (by, period) in
        [("place", "quarter"), ("department", "half_year"), ("item", "month"), ("officer", "year"), ("time", "month")]
    {
        let path = format!("figures?by={by}&period={period}&from=2026-07-01&to=2026-11-21");
        let view: Figures = serde_json::from_value(person.read(&path).await).expect("figures");
        let top = view.site.id.0.to_string();
        assert!(view.rows.len() > 1, "{by}");
        for row in &view.rows {
            let spans = [(row.figures.now, view.span), (row.figures.before, view.before)];
            for (measures, span) in spans {
                for measure in Measure::ALL.iter().copied().filter(|measure| measures.get(*measure) > 0) {
                    let word = serde_json::to_value(measure).expect("a word");
                    let word = word.as_str().expect("a word");
                    let list = format!("cases?figure={word}&{}&desk=all", query_of(&row.key, &top, span));
                    assert_eq!(person.length(&list).await, measures.get(measure), "{by} {list}");
                    seen.insert(measure.number());
                }
            }
        }
    }
    let always =
        [Measure::Accepted, Measure::Instant, Measure::Done, Measure::OnTime, Measure::Carried, Measure::InWork];
    assert!(always.iter().all(|measure| seen.contains(&measure.number())), "the sample has all of these: {seen:?}");
    assert!(node.store().check().expect("a check").faults.is_empty(), "the counters are those of the entries");
}

#[tokio::test]
async fn a_list_by_figure_says_which_part_is_wrong() {
    let house = House::open();
    let supervisor = house.sign_in(Role::Supervisor).await;
    for (query, field) in [
        ("figure=done", "from"),
        ("figure=done&from=2026-11-01", "to"),
        ("figure=most&from=2026-11-01&to=2026-11-20", "figure"),
        ("from=2026-11-01", "figure"),
        ("figure=done&from=2026-11-01&to=2026-11-20&officer=x", "officer"),
        ("figure=done&from=2026-11-01&to=2026-11-20&dept=70000", "dept"),
    ] {
        let reply = house.ask("GET", &format!("/api/v1/cases?{query}"), Some(&supervisor), "").await;
        assert!(reply.status == 422 && reply.json["fields"].get(field).is_some(), "{query}: {}", reply.text);
    }
    for (query, field) in [("period=decade", "period"), ("by=colour", "by"), ("from=2026-11-20&to=2026-11-19", "to")] {
        let reply = house.ask("GET", &format!("/api/v1/figures?{query}"), Some(&supervisor), "").await;
        assert!(reply.status == 422 && reply.json["fields"].get(field).is_some(), "{query}: {}", reply.text);
    }
    for (query, field) in [("at=1&from=2026-11-01", "to"), ("at=1", "from"), ("from=2026-11-01&to=2026-11-20", "at")] {
        for list in ["cards", "inspections"] {
            let reply = house.ask("GET", &format!("/api/v1/{list}?{query}"), Some(&supervisor), "").await;
            assert!(reply.status == 422 && reply.json["fields"].get(field).is_some(), "{query}: {}", reply.text);
        }
    }
    let reply = house.ask("GET", "/api/v1/figures?site=1", Some(&supervisor), "").await;
    assert!(reply.status == 422 || reply.status == 404, "{}", reply.text);
}

#[tokio::test]
async fn a_case_moves_from_filed_to_ended_in_the_figures() {
    let house = House::open();
    let (clerk, supervisor) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Supervisor).await);
    let empty = house.ask("GET", "/api/v1/trends", Some(&supervisor), "").await;
    let trends: Trends = serde_json::from_value(empty.json).expect("a trend");
    assert_eq!(trends.points.len(), 12, "twelve weeks without a case are twelve points");
    assert!(trends.points.iter().all(|point| point.flow == Flow::default()));
    file(&house, &clerk, "5b2f6c80-98f4-4a0e-9f0e-3c1f6ad1a001").await;
    let one = house.ask("GET", "/api/v1/trends?by=day&from=2026-11-20&to=2026-11-20", Some(&supervisor), "").await;
    assert_eq!(one.json["points"][0]["filed"], 1);
    assert_eq!(one.json["points"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_wrong_span_or_place_says_which_part_is_wrong() {
    let house = House::open();
    let supervisor = house.sign_in(Role::Supervisor).await;
    let reply = house.ask("GET", "/api/v1/comparison.csv?places=1.x", Some(&supervisor), "").await;
    assert!(reply.status == 422 && reply.json["fields"].get("places").is_some(), "{}", reply.text);
    for (query, field) in [
        ("from=2026-13-01", "from"),
        ("from=2026-11-20&to=2026-11-19", "to"),
        ("by=year", "by"),
        ("site=1", "site"),
        ("site=x", "site"),
    ] {
        let reply = house.ask("GET", &format!("/api/v1/trends?{query}"), Some(&supervisor), "").await;
        assert!(reply.status == 422 || reply.status == 404, "{query}: {}", reply.text);
        let named = reply.json["field"] == field || reply.json["fields"].get(field).is_some();
        assert!(named, "{query}: {}", reply.text);
    }
}

#[tokio::test]
async fn figures_over_places_are_for_those_who_answer_for_them() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    for path in ["trends", "comparison", "figures", "overview.csv", "trends.xlsx", "comparison.csv", "figures.csv"] {
        assert_eq!(house.ask("GET", &format!("/api/v1/{path}"), Some(&clerk), "").await.status, 403, "{path}");
        assert_eq!(house.ask("GET", &format!("/api/v1/{path}"), None, "").await.status, 401, "{path}");
    }
    assert_eq!(house.ask("GET", "/api/v1/overview.pdf", Some(&clerk), "").await.status, 404);
}

#[tokio::test]
async fn every_table_can_be_taken_away_under_a_chinese_name() {
    let house = House::open();
    let (clerk, supervisor) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Supervisor).await);
    file(&house, &clerk, "5b2f6c80-98f4-4a0e-9f0e-3c1f6ad1a002").await;
    for table in ["overview", "trends", "comparison", "figures", "cases"] {
        let csv = house.ask("GET", &format!("/api/v1/{table}.csv?lang=zh"), Some(&supervisor), "").await;
        assert_eq!(csv.status, 200, "{table}: {}", csv.text);
        assert!(csv.text.starts_with('\u{feff}') && csv.text.contains("\r\n"), "{table}");
        let name = csv.headers["content-disposition"].to_str().expect("ASCII").to_owned();
        assert!(name.contains("filename*=UTF-8''%E6") && name.ends_with("2026-11-20.csv"), "{name}");
        let xlsx = house.ask("GET", &format!("/api/v1/{table}.xlsx"), Some(&supervisor), "").await;
        assert!(xlsx.status == 200 && xlsx.text.starts_with("PK"), "{table}");
    }
    let cases = house.ask("GET", "/api/v1/cases.csv?lang=zh&status=received", Some(&clerk), "").await;
    assert!(cases.text.lines().any(|line| line.contains("陈测试")), "{}", cases.text);
    let none = house.ask("GET", "/api/v1/cases.csv?lang=zh&status=done", Some(&clerk), "").await;
    let lines: Vec<&str> = none.text.trim_start_matches('\u{feff}').lines().collect();
    assert!(
        lines.len() == 2 && lines[1].contains("统计时间：2026-11-20"),
        "only the header, and as of when: {lines:?}"
    );
    let seen: i64 = house
        .node
        .store()
        .read(|conn| {
            Ok(conn.query_row("SELECT count(*) FROM audit WHERE what = 'cases_taken_away'", [], |row| row.get(0))?)
        })
        .expect("a count");
    assert_eq!(seen, 4, "whoever takes names away is remembered");
}
