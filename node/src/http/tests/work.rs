//! Everyday work through the API: filing, steps, form, lists, news.

use super::house::{House, file, filing};
use daiban_shared::api::{
    CaseRow, CaseView, Home, ItemRow, ItemView, NodesView, Overview, Page, RightView, SiteView, SyncView,
};
use daiban_shared::kind::Role;
use serde::de::DeserializeOwned;

const FIRST: &str = "0190a0a0-0000-7000-8000-000000000001";
const SECOND: &str = "0190a0a0-0000-7000-8000-000000000002";
const THIRD: &str = "0190a0a0-0000-7000-8000-000000000003";

async fn read<T: DeserializeOwned>(house: &House, path: &str, who: &str) -> T {
    let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(who), "").await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    assert_eq!(reply.headers["cache-control"], "no-store", "{path}");
    serde_json::from_value(reply.json).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_pages_read_has_the_shape_they_expect() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let admin = house.sign_in(Role::Admin).await;
    let items: Page<ItemRow> = read(&house, "items", &clerk).await;
    assert_eq!(items.items.len(), 41);
    assert!(items.items[0].files_here, "what can be filed here comes first");
    let item: ItemView = read(&house, "items/V04", &clerk).await;
    assert!(!item.files_here && item.fields.iter().any(|field| field.id == "applicant.name"));
    let sites: Page<SiteView> = read(&house, "sites", &clerk).await;
    assert!(sites.items.len() > 400 && sites.items[0].live && sites.items[0].number == 0);
    let home: Home = read(&house, "home", &clerk).await;
    assert_eq!((home.in_hand, home.pending_up), (0, 0));
    let overview: Overview = read(&house, "overview", &admin).await;
    assert_eq!(overview.places.len(), sites.items.len());
    let sync: SyncView = read(&house, "sync", &clerk).await;
    assert!(sync.parent.is_none());
    let nodes: NodesView = read(&house, "nodes", &admin).await;
    assert!(nodes.own.live);
    let rights: Page<RightView> = read(&house, "rights", &clerk).await;
    assert!(!rights.items.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_cases_of_the_same_person_stand_beside_a_case() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let first = file(&house, &clerk, FIRST).await;
    let mut second = filing(SECOND);

    second["file_anyway"] = true.into();
    let second = house.ask("POST", "/api/v1/cases", Some(&clerk), &second.to_string()).await;
    assert_eq!(second.status, 201, "{}", second.text);
    let mut other = filing(THIRD);
    other["applicant"]["id_number"] = "44142119990101124X".into();
    let other = house.ask("POST", "/api/v1/cases", Some(&clerk), &other.to_string()).await;
    assert_eq!(other.status, 201, "{}", other.text);
    let beside: Page<CaseRow> = read(&house, &format!("cases/{first}/related"), &clerk).await;
    let ids: Vec<String> = beside.items.iter().map(|row| row.id.to_string()).collect();
    assert_eq!(ids, [second.json["id"].as_str().expect("an id")], "neither itself nor somebody else's");
    let unknown = house.ask("GET", "/api/v1/cases/0000/related", Some(&clerk), "").await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_never_files_twice() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let body = filing(FIRST).to_string();
    let first = house.ask("POST", "/api/v1/cases", Some(&clerk), &body).await;
    let again = house.ask("POST", "/api/v1/cases", Some(&clerk), &body).await;
    assert_eq!((first.status, again.status), (201, 200), "{}", again.text);
    assert_eq!(first.json, again.json);
    let mut other = filing(FIRST);
    other["applicant"]["phone"] = "13900000000".into();
    let other = house.ask("POST", "/api/v1/cases", Some(&clerk), &other.to_string()).await;
    assert_eq!((other.status, other.code()), (409, "same_command_other_content"));
    let list = house.ask("GET", "/api/v1/cases?status=received", Some(&clerk), "").await;
    assert_eq!(list.json["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_filed_read_changed_and_moved() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let id = file(&house, &clerk, FIRST).await;
    let case: CaseView = read(&house, &format!("cases/{id}"), &clerk).await;
    assert_eq!(case.form["applicant.phone"], daiban_shared::form::Value::Text("13800000000".into()));

    let path = format!("/api/v1/cases/{id}/form");
    let change = r#"{"applicant.phone": "13700000000"}"#;
    for status in [201, 200] {
        let reply =
            house.ask_with("PATCH", &path, Some(&clerk), &[("idempotency-key", SECOND)], change.as_bytes()).await;
        assert_eq!(reply.status, status, "{}", reply.text);
    }
    let bad = house.ask("PATCH", &path, Some(&clerk), r#"{"applicant.phone": "1"}"#).await;
    assert_eq!((bad.status, bad.json["field"].as_str()), (422, Some("applicant.phone")), "{}", bad.text);

    let steps = format!("/api/v1/cases/{id}/steps");
    let note = serde_json::json!({ "id": THIRD, "kind": "note", "words": "第一行\n第二行" }).to_string();
    assert_eq!(house.ask("POST", &steps, Some(&clerk), &note).await.status, 201);
    assert_eq!(house.ask("POST", &steps, Some(&clerk), &note).await.status, 200);
    let refused = house.ask("POST", &steps, Some(&clerk), r#"{"kind": "close"}"#).await;
    assert_eq!((refused.status, refused.code()), (409, "status"), "{}", refused.text);
    let now: CaseView = read(&house, &format!("cases/{id}"), &clerk).await;
    assert_eq!(now.form["applicant.phone"], daiban_shared::form::Value::Text("13700000000".into()));
    assert_eq!(now.steps.len(), case.steps.len() + 2);
    assert!(!now.actions.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_on_a_stale_screen_is_asked_to_look_again() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let head = house.sign_in(Role::Head).await;
    let id = file(&house, &clerk, FIRST).await;
    let seen: CaseView = read(&house, &format!("cases/{id}"), &head).await;
    let steps = format!("/api/v1/cases/{id}/steps");
    assert_eq!(house.ask("POST", &steps, Some(&clerk), r#"{"kind": "note", "words": "新情况"}"#).await.status, 201);
    let stale =
        serde_json::json!({ "heads": seen.heads, "kind": "terminate", "ground": "moot", "words": "x" }).to_string();
    let reply = house.ask("POST", &steps, Some(&head), &stale).await;
    assert_eq!((reply.status, reply.code()), (409, "look_again"), "{}", reply.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn news_arrive_while_a_page_waits() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let seq = house.ask("GET", "/api/v1/changes", Some(&clerk), "").await.json["seq"].as_i64().expect("a position");
    let path = format!("/api/v1/changes?since={seq}");
    let (news, id) = tokio::join!(house.ask("GET", &path, Some(&clerk), ""), file(&house, &clerk, FIRST));
    assert_eq!(news.json["cases"], serde_json::json!([id]), "{}", news.text);
    assert!(news.json["seq"].as_i64() > Some(seq));
    // A position from before a restore: answered at once, so that the page reads everything anew.
    let ahead = house.ask("GET", "/api/v1/changes?since=999999999", Some(&clerk), "").await;
    assert_eq!(ahead.json["cases"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_page_ends_with_the_server() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let seq = house.ask("GET", "/api/v1/changes", Some(&clerk), "").await.json["seq"].as_i64().expect("a position");
    let path = format!("/api/v1/changes?since={seq}");
    let stop = async { house.stop.send(true).expect("somebody listens") };
    let (reply, ()) = tokio::join!(house.ask("GET", &path, Some(&clerk), ""), stop);
    assert_eq!((reply.status, reply.json["seq"].as_i64()), (200, Some(seq)));
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_and_invitations_name_what_is_wrong() {
    let house = House::open();
    let admin = house.sign_in(Role::Admin).await;
    let sites: Page<SiteView> = read(&house, "sites", &admin).await;
    let (own, town) = (
        sites.items[0].id.0,
        sites.items.iter().find(|site| site.parent == Some(sites.items[0].id)).expect("a town").id.0,
    );
    let village =
        sites.items.iter().find(|site| site.parent.is_some_and(|parent| parent.0 == town)).expect("a village").id.0;
    let right = |site: u32, items: &[&str], basis: &str| {
        serde_json::json!({ "site": site, "power": "decide", "items": items, "basis": basis }).to_string()
    };
    let invite = |site: u32| serde_json::json!({ "site": site }).to_string();
    let table = [
        ("rights", right(town, &["V04"], "梅县区〔2026〕1号"), 204, ""),
        ("rights", right(1, &["V04"], "x"), 422, "site_unknown"),
        ("rights", right(town, &["X99"], "x"), 422, "item_unknown"),
        ("rights", right(town, &[], " "), 422, "unprocessable"),
        ("nodes/invite", invite(town), 201, ""),
        ("nodes/invite", invite(village), 422, "not_below"),
        ("nodes/invite", invite(own), 422, "not_below"),
        ("nodes/invite", invite(1), 422, "site_unknown"),
        ("nodes/confirm", r#"{"node": "0011223344556677"}"#.to_owned(), 409, "no_such_node"),
        ("nodes/confirm", r#"{"node": "x"}"#.to_owned(), 400, "bad_json"),
    ];
    for (path, body, status, code) in table {
        let reply = house.ask("POST", &format!("/api/v1/{path}"), Some(&admin), &body).await;
        let got = if reply.status < 300 { "" } else { reply.code() };
        assert_eq!((reply.status, got), (status, code), "{path} {body}: {}", reply.text);
    }
    let with_id = |basis: &str| {
        serde_json::json!({ "id": FIRST, "site": town, "power": "decide", "items": ["V04"], "basis": basis })
            .to_string()
    };
    for (basis, status) in [("梅县区〔2026〕2号", 204), ("梅县区〔2026〕2号", 204), ("梅县区〔2026〕3号", 409)]
    {
        let reply = house.ask("POST", "/api/v1/rights", Some(&admin), &with_id(basis)).await;
        assert_eq!(reply.status, status, "{basis}: {}", reply.text);
    }
    let rights: Page<RightView> = read(&house, "rights", &admin).await;
    assert_eq!(rights.items.iter().filter(|row| row.grant.right.basis.ends_with("3号")).count(), 0);
    assert!(rights.items.iter().any(|row| row.grant.right.site.is_some_and(|site| site.0 == town)));
}
