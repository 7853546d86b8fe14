//! Changes of a form by people who do not look at the same page.

use super::house::{House, Reply, file};
use daiban_shared::kind::Role;
use serde_json::Value;

const CMD: &str = "0190a0a0-0000-7000-8000-000000000001";
const KEY: &str = "0190a0a0-0000-7000-8000-000000000002";

async fn heads(house: &House, who: &str, id: &str) -> String {
    let case = house.ask("GET", &format!("/api/v1/cases/{id}"), Some(who), "").await;
    let heads = case.json["heads"].as_array().expect("heads").iter().filter_map(Value::as_str);
    heads.collect::<Vec<_>>().join(",")
}

async fn form(house: &House, who: &str, id: &str) -> Value {
    house.ask("GET", &format!("/api/v1/cases/{id}"), Some(who), "").await.json["form"].clone()
}

async fn change(house: &House, who: &str, id: &str, heads: &str, field: &str, value: &str) -> Reply {
    let body = serde_json::json!({ field: value }).to_string();
    let path = format!("/api/v1/cases/{id}/form");
    house.ask_with("PATCH", &path, Some(who), &[("daiban-heads", heads)], body.as_bytes()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_edit_on_a_stale_screen_is_refused_and_nothing_is_lost() {
    let house = House::open();
    let (clerk, head) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Head).await);
    let id = file(&house, &clerk, CMD).await;
    let opened = heads(&house, &head, &id).await;
    assert_eq!(change(&house, &clerk, &id, &opened, "applicant.phone", "13700000001").await.status, 201);

    let stale = change(&house, &head, &id, &opened, "applicant.phone", "13700000002").await;
    assert_eq!((stale.status, stale.code()), (409, "look_again"), "{}", stale.text);
    assert_eq!(stale.json["field"], "applicant.phone");
    assert!(stale.json["detail"].as_str().is_some_and(|words| words.contains("1 new step")), "{}", stale.text);
    assert_eq!(form(&house, &head, &id).await["applicant.phone"], "13700000001");
    let beside = change(&house, &head, &id, &opened, "applicant.address", "新城街道 1 号").await;
    assert_eq!(beside.status, 201, "another field is no hindrance: {}", beside.text);

    let looked = heads(&house, &head, &id).await;
    assert_eq!(change(&house, &head, &id, &looked, "applicant.phone", "13700000003").await.status, 201);
    let again = change(&house, &head, &id, &looked, "applicant.phone", "13700000004").await;
    assert_eq!(again.status, 201, "one's own changes are no news: {}", again.text);
    let other = change(&house, &clerk, &id, &opened, "applicant.address", "新城街道 2 号").await;
    assert_eq!((other.status, other.code()), (409, "look_again"), "{}", other.text);
    let now = form(&house, &head, &id).await;
    assert_eq!((&now["applicant.phone"], &now["applicant.address"]), (&"13700000004".into(), &"新城街道 1 号".into()));
    let silent = r#"{"applicant.phone": "13700000005"}"#;
    let silent = house.ask("PATCH", &format!("/api/v1/cases/{id}/form"), Some(&clerk), silent).await;
    assert_eq!(silent.status, 201, "a client that names no page is taken as before: {}", silent.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_change_has_the_same_answer_whatever_the_page_shows_by_then() {
    let house = House::open();
    let (clerk, head) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Head).await);
    let id = file(&house, &clerk, CMD).await;
    let opened = heads(&house, &clerk, &id).await;
    let path = format!("/api/v1/cases/{id}/form");
    let press = |shown: String, body: &'static str| {
        let (house, clerk, path) = (&house, &clerk, &path);
        async move {
            let headers = [("daiban-heads", shown.as_str()), ("idempotency-key", KEY)];
            house.ask_with("PATCH", path, Some(clerk), &headers, body.as_bytes()).await
        }
    };
    let body = r#"{"applicant.phone": "13700000001"}"#;
    let first = press(opened.clone(), body).await;
    assert_eq!(
        change(&house, &head, &id, &heads(&house, &head, &id).await, "applicant.phone", "13700000002").await.status,
        201
    );
    let (same, later) = (press(opened, body).await, press(heads(&house, &clerk, &id).await, body).await);
    assert_eq!((first.status, same.status, later.status), (201, 200, 200), "{} {}", same.text, later.text);
    assert!(first.json == same.json && first.json == later.json);
    let other = press(String::from("00").repeat(32), r#"{"applicant.phone": "13700000009"}"#).await;
    assert_eq!((other.status, other.code()), (409, "same_command_other_content"));
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_cannot_be_heads_are_refused_by_their_name() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let id = file(&house, &clerk, CMD).await;
    let hash = "ab".repeat(32);
    let many = vec![hash.as_str(); 65].join(",");
    for heads in ["", "zz", "00", &hash[..63], &format!("{hash},"), &many, "头"] {
        let reply = change(&house, &clerk, &id, heads, "applicant.phone", "13700000001").await;
        assert_eq!(
            (reply.status, reply.json["field"].as_str()),
            (422, Some("daiban-heads")),
            "{heads:.70}: {}",
            reply.text
        );
    }
    assert_eq!(form(&house, &clerk, &id).await["applicant.phone"], "13800000000");
}
