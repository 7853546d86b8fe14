//! What a person likes on the pages stays with the account.

use super::house::House;
use daiban_shared::kind::Role;
use serde_json::json;

const PATH: &str = "/api/v1/preferences";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_keeps_comes_back_to_that_person_alone() {
    let house = House::open();
    let (agent, clerk) = (house.sign_in(Role::Agent).await, house.sign_in(Role::Clerk).await);
    assert_eq!(house.ask("GET", PATH, Some(&agent), "").await.json, json!({}));
    let columns = format!("{PATH}/lists.columns");
    assert_eq!(house.ask("PUT", &columns, Some(&agent), r#"["item", "due"]"#).await.status, 204);
    assert_eq!(house.ask("PUT", &columns, Some(&agent), r#"{"shown": ["item"]}"#).await.status, 204);
    assert_eq!(house.ask("PUT", &format!("{PATH}/seen.in-hand"), Some(&agent), "1795140000000").await.status, 204);
    let again = house.sign_in(Role::Agent).await;
    let kept = house.ask("GET", PATH, Some(&again), "").await.json;
    assert_eq!(kept, json!({ "lists.columns": { "shown": ["item"] }, "seen.in-hand": 1_795_140_000_000u64 }));
    assert_eq!(house.ask("GET", PATH, Some(&clerk), "").await.json, json!({}), "a colleague's are his own");

    assert_eq!(house.ask("DELETE", &columns, Some(&agent), "").await.status, 204);
    assert_eq!(house.ask("DELETE", &columns, Some(&agent), "").await.status, 204, "twice is no error");
    assert_eq!(house.ask("GET", PATH, Some(&agent), "").await.json, json!({ "seen.in-hand": 1_795_140_000_000u64 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_is_refused_in_words() {
    let house = House::open();
    let who = house.sign_in(Role::Clerk).await;
    let (long, many) = (format!("\"{}\"", "x".repeat(1_990)), vec!["x".repeat(1_990); 9]);
    let many = json!(many).to_string();
    let key = "k".repeat(41);
    let table = [
        ("PUT", "lists.columns", "", 400, "bad_json"),
        ("PUT", "lists.columns", "{", 400, "bad_json"),
        ("PUT", "lists.columns", r#"{"a": 1, "a": 2}"#, 422, "doubled"),
        ("PUT", "lists.columns", many.as_str(), 413, "too_large"),
        ("PUT", "Lists", "1", 404, "not_found"),
        ("PUT", "a_b", "1", 404, "not_found"),
        ("PUT", key.as_str(), "1", 404, "not_found"),
        ("DELETE", "A", "", 404, "not_found"),
        ("POST", "lists.columns", "1", 405, "method_not_allowed"),
    ];
    for (method, key, body, status, code) in table {
        let reply = house.ask(method, &format!("{PATH}/{key}"), Some(&who), body).await;
        assert_eq!((reply.status, reply.code()), (status, code), "{method} {key}: {}", reply.text);
    }
    assert_eq!(house.ask("PUT", &format!("{PATH}/text"), Some(&who), &long).await.status, 204);
    assert_eq!(house.ask("PUT", &format!("{PATH}/text"), None, "1").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_keeps_a_hundred_and_what_is_kept_can_still_be_changed() {
    let house = House::open();
    let who = house.sign_in(Role::Clerk).await;
    for i in 0..100 {
        assert_eq!(house.ask("PUT", &format!("{PATH}/filter.{i}"), Some(&who), "1").await.status, 204, "{i}");
    }
    let reply = house.ask("PUT", &format!("{PATH}/filter.100"), Some(&who), "1").await;
    assert_eq!((reply.status, reply.code()), (409, "too_many_preferences"));
    assert_eq!(house.ask("PUT", &format!("{PATH}/filter.7"), Some(&who), "2").await.status, 204);
    assert_eq!(house.ask("DELETE", &format!("{PATH}/filter.8"), Some(&who), "").await.status, 204);
    assert_eq!(house.ask("PUT", &format!("{PATH}/filter.100"), Some(&who), "1").await.status, 204);
}
