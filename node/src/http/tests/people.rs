//! Signing in, roles, sessions.

use super::house::{House, PASSWORD};
use daiban_shared::kind::Role;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_anything_before_signing_in() {
    let house = House::open();
    let paths = [
        "me",
        "home",
        "tasks",
        "items",
        "items/V01",
        "sites",
        "cases",
        "cases/1",
        "overview",
        "sync",
        "users",
        "nodes",
        "rights",
        "right-requests",
        "today",
        "changes",
        "clock",
        "colleagues",
        "groups",
        "items/V01/sample",
        "cases/1/applicant",
        "preferences",
        "case-count",
        "find",
    ];
    for path in paths {
        let reply = house.ask("GET", &format!("/api/v1/{path}"), None, "").await;
        assert_eq!((reply.status, reply.code()), (401, "not_signed_in"), "{path}");
    }
    let reply = house.ask("GET", "/api/v1/me", Some("daiban_session_00000000=abc"), "").await;
    assert_eq!(reply.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_a_cookie_that_no_script_and_no_other_site_can_use() {
    let house = House::open();
    let body = format!(r#"{{"user": "clerk", "password": "{PASSWORD}"}}"#);
    let reply = house.ask("POST", "/api/v1/session", None, &body).await;
    let cookie = reply.headers["set-cookie"].to_str().expect("ASCII").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"), "{cookie}");
    assert_eq!(reply.json["login"], "clerk");
    assert_eq!(reply.json["roles"], serde_json::json!(["clerk"]));
    let cookie = cookie.split(';').next().expect("a pair");
    for (headers, status) in [
        (vec![], 204),
        (vec![("origin", "http://node.test"), ("host", "node.test")], 204),
        (vec![("origin", "http://evil.test"), ("host", "node.test")], 403),
        (vec![("origin", "null"), ("host", "node.test")], 403),
        (vec![("sec-fetch-site", "cross-site")], 403),
        (vec![("sec-fetch-site", "same-site")], 403),
    ] {
        let reply = house.ask_with("DELETE", "/api/v1/session", None, &headers, b"").await;
        assert_eq!(reply.status, status, "{headers:?}");
    }
    assert_eq!(house.ask("DELETE", "/api/v1/session", Some(cookie), "").await.status, 204);
    let reply = house.ask("GET", "/api/v1/me", Some(cookie), "").await;
    assert_eq!((reply.status, reply.code()), (401, "session_ended"));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_are_all_alike_and_pause_after_five() {
    let house = House::open();
    for (user, password) in [("clerk", "wrong password"), ("nobody", PASSWORD), ("", ""), ("clerk", "")] {
        let body = serde_json::json!({ "user": user, "password": password }).to_string();
        let reply = house.ask("POST", "/api/v1/session", None, &body).await;
        assert_eq!((reply.status, reply.code()), (401, "wrong_password"), "{user}");
        assert!(!reply.headers.contains_key("set-cookie"));
    }
    let body = r#"{"user": "head", "password": "wrong password"}"#;
    let mut last = 0;
    for _ in 0..7 {
        let reply = house.ask("POST", "/api/v1/session", None, body).await;
        last = reply.status;
        if last == 429 {
            assert!(reply.headers.contains_key("retry-after"));
            assert_eq!(reply.code(), "too_many_tries");
        }
    }
    assert_eq!(last, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_session_ends_and_a_waiting_page_does_not_keep_it() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let step = 20 * 60_000;
    house.clock.move_to(house.clock.now() + step);
    assert_eq!(house.ask("GET", "/api/v1/me", Some(&clerk), "").await.status, 200);
    house.clock.move_to(house.clock.now() + step);
    assert_eq!(house.ask("GET", "/api/v1/changes", Some(&clerk), "").await.status, 200);
    house.clock.move_to(house.clock.now() + step);
    let reply = house.ask("GET", "/api/v1/me", Some(&clerk), "").await;
    assert_eq!((reply.status, reply.code()), (401, "session_ended"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_reads_anew_by_itself_does_not_keep_its_session_and_a_press_does() {
    let house = House::open();
    let refresh = [("daiban-refresh", "1")];
    let step = 20 * 60_000;
    let (watched, used) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Head).await);
    house.clock.move_to(house.clock.now() + step);
    for path in ["/api/v1/cases", "/api/v1/home", "/api/v1/me"] {
        assert_eq!(house.ask_with("GET", path, Some(&watched), &refresh, b"").await.status, 200, "{path}");
    }
    // Whoever writes is there, whatever the header says.
    let note = br#"{"kind": "note", "words": "x"}"#;
    let path = "/api/v1/cases/01000000000000000000000000000000/steps";
    assert_eq!(house.ask_with("POST", path, Some(&used), &refresh, note).await.status, 404);
    house.clock.move_to(house.clock.now() + step);
    let reply = house.ask("GET", "/api/v1/me", Some(&watched), "").await;
    assert_eq!((reply.status, reply.code()), (401, "session_ended"));
    assert_eq!(house.ask("GET", "/api/v1/me", Some(&used), "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_open_only_what_is_theirs() {
    let house = House::open();
    let note = r#"{"kind": "note", "words": "x"}"#;
    let table = [
        (Role::Supervisor, "POST", "/api/v1/cases", "{}", 403),
        (Role::Supervisor, "POST", "/api/v1/cases/01000000000000000000000000000000/steps", note, 403),
        (Role::Supervisor, "GET", "/api/v1/overview", "", 200),
        (Role::Supervisor, "GET", "/api/v1/cases", "", 200),
        (Role::Supervisor, "GET", "/api/v1/users", "", 403),
        (Role::Agent, "GET", "/api/v1/overview", "", 403),
        (Role::Clerk, "GET", "/api/v1/users", "", 403),
        (Role::Clerk, "POST", "/api/v1/users", "{}", 403),
        (Role::Clerk, "GET", "/api/v1/nodes", "", 403),
        (Role::Clerk, "POST", "/api/v1/nodes/invite", r#"{"site": 1}"#, 403),
        (Role::Head, "POST", "/api/v1/rights", "{}", 403),
        (Role::Admin, "POST", "/api/v1/cases", "{}", 403),
        (Role::Admin, "GET", "/api/v1/users", "", 200),
        (Role::Admin, "GET", "/api/v1/nodes", "", 200),
        (Role::Clerk, "GET", "/api/v1/rights", "", 200),
    ];
    for (role, method, path, body, status) in table {
        let who = house.sign_in(role).await;
        let reply = house.ask(method, path, Some(&who), body).await;
        assert_eq!(reply.status, status, "{role:?} {method} {path}: {}", reply.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_changes_and_stops_accounts() {
    let house = House::open();
    let admin = house.sign_in(Role::Admin).await;
    let new = r#"{"login": "lin", "name": "林测试", "password": "eight chars", "roles": ["clerk"]}"#;
    let made = house.ask("POST", "/api/v1/users", Some(&admin), new).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert!(!made.text.contains("eight chars"));
    let path = format!("/api/v1/users/{}", made.json["id"].as_str().expect("an id"));
    let table = [
        ("POST", "/api/v1/users", new, 409),
        ("POST", "/api/v1/users", r#"{"login": "wu", "name": "吴", "password": "short", "roles": ["clerk"]}"#, 422),
        ("POST", "/api/v1/users", r#"{"login": "wu", "name": "吴", "password": "eight chars"}"#, 422),
        ("POST", "/api/v1/users", r#"{"login": "wu", "name": "吴", "password": "eight chars", "roles": []}"#, 422),
        (
            "POST",
            "/api/v1/users",
            r#"{"login": "wu", "name": "吴", "password": "eight chars", "roles": ["node"]}"#,
            422,
        ),
        (
            "POST",
            "/api/v1/users",
            r#"{"login": "wu", "name": "吴", "password": "eight chars", "roles": ["clerk"], "department": 999}"#,
            422,
        ),
        ("PATCH", path.as_str(), r#"{"department": 1}"#, 200),
        ("PATCH", path.as_str(), r#"{"department": 999}"#, 422),
        ("PATCH", path.as_str(), r#"{"name": "林新名"}"#, 200),
        ("PATCH", path.as_str(), r#"{"root": true}"#, 422),
        ("PATCH", path.as_str(), r#"{"disabled": true}"#, 200),
        ("POST", "/api/v1/session", r#"{"user": "lin", "password": "eight chars"}"#, 401),
    ];
    for (method, path, body, status) in table {
        let reply = house.ask(method, path, Some(&admin), body).await;
        assert_eq!(reply.status, status, "{method} {path} {body}: {}", reply.text);
    }
    let desk = |change: &'static str| house.ask("PATCH", &path, Some(&admin), change);
    assert_eq!(desk(r#"{"name": "林新"}"#).await.json["department"]["id"], 1, "an edit of the name keeps the desk");
    assert!(desk(r#"{"department": 0}"#).await.json["department"].is_null(), "and 0 takes it away");
    let me = house.ask("GET", "/api/v1/me", Some(&admin), "").await.json["user"].as_str().expect("an id").to_owned();
    for body in [r#"{"disabled": true}"#, r#"{"roles": ["clerk"]}"#] {
        assert_eq!(
            house.ask("PATCH", &format!("/api/v1/users/{me}"), Some(&admin), body).await.status,
            403,
            "locks himself out"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_password_can_be_changed() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let change = |old: &str, new: &str| serde_json::json!({ "old": old, "new": new }).to_string();
    let path = "/api/v1/session/password";
    assert_eq!(house.ask("POST", path, Some(&clerk), &change(PASSWORD, "clerk")).await.status, 422);
    assert_eq!(
        house.ask("POST", path, Some(&clerk), &change("wrong", "another long one")).await.code(),
        "wrong_password"
    );
    assert_eq!(house.ask("POST", path, Some(&clerk), &change(PASSWORD, "another long one")).await.status, 204);
    let body = r#"{"user": "clerk", "password": "another long one"}"#;
    assert_eq!(house.ask("POST", "/api/v1/session", None, body).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn which_items_somebody_handles_is_shown_to_colleagues() {
    let house = House::open();
    let admin = house.sign_in(Role::Admin).await;
    let users = house.ask("GET", "/api/v1/users", Some(&admin), "").await;
    let clerk = users.json["items"].as_array().expect("a list").iter().find(|user| user["login"] == "clerk");
    let id = clerk.expect("the clerk")["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/users/{id}");
    let set = |body: &'static str| house.ask("PATCH", &path, Some(&admin), body);
    let taken = set(r#"{"items": [" v04", "V01", "v04"], "away": {"from": "2026-12-01", "to": "2026-12-03"}}"#).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    assert_eq!(taken.json["items"], serde_json::json!(["V01", "V04"]));
    assert_eq!(taken.json["away"], serde_json::json!({ "from": "2026-12-01", "to": "2026-12-03" }));
    for (body, field) in [(r#"{"items": ["X99"]}"#, "items"), (r#"{"away": {"from": "2026-12-03"}}"#, "away")] {
        let refused = set(body).await;
        assert_eq!((refused.status, refused.json["field"].as_str()), (422, Some(field)), "{}", refused.text);
    }
    let agent = house.sign_in(Role::Agent).await;
    let colleagues = house.ask("GET", "/api/v1/colleagues", Some(&agent), "").await;
    let clerk = colleagues.json.as_array().expect("a list").iter().find(|one| one["id"] == id.as_str());
    assert_eq!(clerk.expect("the clerk")["items"], serde_json::json!(["V01", "V04"]));
}
