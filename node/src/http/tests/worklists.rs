//! Work lists and the search from everywhere, as a client meets them.

use super::house::{House, MORNING, file, filing};
use daiban_shared::kind::Role;

const FIRST: &str = "0190a0a0-0000-7000-8000-000000000001";
const SECOND: &str = "0190a0a0-0000-7000-8000-000000000002";
const THIRD: &str = "0190a0a0-0000-7000-8000-000000000003";
const MINUTE: u64 = 60_000;

async fn ids(house: &House, who: &str, query: &str) -> Vec<String> {
    let reply = house.ask("GET", &format!("/api/v1/cases?{query}"), Some(who), "").await;
    assert_eq!(reply.status, 200, "{query}: {}", reply.text);
    let rows = reply.json["items"].as_array().expect("rows");
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_stands_in_the_order_asked_for_and_says_how_long_it_is() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let mut filed = Vec::new();
    for (no, cmd) in [FIRST, SECOND, THIRD].iter().enumerate() {
        house.clock.move_to(MORNING + no as u64 * MINUTE);
        let mut body = filing(cmd);
        body["file_anyway"] = true.into();
        let reply = house.ask("POST", "/api/v1/cases", Some(&clerk), &body.to_string()).await;
        filed.push(reply.json["id"].as_str().expect("an id").to_owned());
    }
    let backwards: Vec<String> = filed.iter().rev().cloned().collect();
    assert_eq!(ids(&house, &clerk, "sort=filed").await, filed);
    assert_eq!(ids(&house, &clerk, "sort=-filed").await, backwards);
    assert_eq!(ids(&house, &clerk, "sort=-filed&size=2").await, backwards[..2]);
    assert_eq!(ids(&house, &clerk, "filed=2026-11-20").await.len(), 3);
    assert!(ids(&house, &clerk, "filed=2026-11-19").await.is_empty());

    let count = house.ask("GET", "/api/v1/case-count?holder=here", Some(&clerk), "").await.json;
    assert_eq!(count, serde_json::json!({ "count": 3, "more": false }));

    let list = house.ask("GET", "/api/v1/cases", Some(&clerk), "").await.json;
    let looked = list["pos"].as_u64().expect("a position");
    assert!(list["items"].as_array().expect("rows").iter().all(|row| row["news"].as_u64() <= Some(looked)));
    let note = r#"{"kind": "note", "words": "x"}"#;
    let path = format!("/api/v1/cases/{}/steps", filed[1]);
    assert_eq!(house.ask("POST", &path, Some(&clerk), note).await.status, 201);
    assert_eq!(ids(&house, &clerk, &format!("news={looked}")).await, filed[1..2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_refuses_orders_and_days_that_are_none() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let table = [
        ("cases?sort=rank", "sort"),
        ("cases?sort=--due", "sort"),
        ("cases?filed=yesterday", "filed"),
        ("cases?news=-1", "news"),
        ("cases?size=x", "size"),
        ("cases?sort=filed&page=r1.2", "page"),
        ("case-count?sort=filed", "sort"),
        ("find?x=1", "x"),
    ];
    for (path, field) in table {
        let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(&clerk), "").await;
        assert_eq!((reply.status, reply.json["field"].as_str()), (422, Some(field)), "{path}: {}", reply.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_items_and_places_are_found_while_somebody_types() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let id = file(&house, &clerk, FIRST).await;
    let find = async |q: &str| {
        let query: String = q.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let reply = house.ask("GET", &format!("/api/v1/find?q={query}"), Some(&clerk), "").await;
        assert_eq!(reply.status, 200, "{q}: {}", reply.text);
        reply.json
    };
    let number = find("ccs").await["cases"][0]["row"]["number"].as_str().expect("found by its initials").to_owned();
    for q in ["陈测试", "ccs", "0000", &number, &number[number.len() - 5..], "2026-11-20", "11-20", "11月20日"] {
        let found = find(q).await;
        assert_eq!(found["cases"][0]["row"]["id"].as_str(), Some(id.as_str()), "{q}");
    }
    assert_eq!(find("陈测").await["cases"][0]["applicant"]["marks"], serde_json::json!([[0, 2]]));
    assert_eq!(find("0000").await["cases"][0]["phone_end"]["marks"], serde_json::json!([[0, 4]]));
    let by_day = find("11-20").await;
    assert_eq!((by_day["day"].as_str(), by_day["items"].as_array().map(Vec::len)), (Some("2026-11-20"), Some(0)));

    assert_eq!(find("d02").await["items"][0]["item"]["code"], "D02");
    assert_eq!(find("梅县区").await["places"][0]["site"]["tier"], "district");
    let nothing = find("  ").await;
    assert!(["cases", "items", "places"].iter().all(|kind| nothing[*kind].as_array().is_some_and(Vec::is_empty)));
}
