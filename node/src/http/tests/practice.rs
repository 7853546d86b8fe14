//! Practice: whoever sits at the machine starts a network of its own there, sits down without a password, and leaves nothing.

use super::house::House;
use crate::practice::{self, Practice};
use crate::store::Folder;
use crate::sync::{dial, serve};
use crate::{Clock, Node};
use daiban_shared::api::{PracticeView, Seat};
use serde_json::{Value, json};
use std::time::Duration;

/// One request to a practice machine over its own socket.
async fn over(url: &str, method: &str, path: &str, cookie: Option<&str>, body: Option<Value>) -> (u16, Value, String) {
    let client = reqwest::Client::new();
    let method = method.parse().expect("a method");
    let mut request = client.request(method, format!("{url}/api/v1/{path}"));
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    let cookie = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let text = answer.text().await.expect("a body");
    (status, serde_json::from_str(&text).unwrap_or(Value::Null), cookie)
}

fn seat(view: &PracticeView, code: &str) -> Seat {
    view.seats.iter().find(|seat| seat.code == code).expect("a seat").clone()
}

async fn started(house: &House) -> PracticeView {
    let reply = house.ask("POST", "/api/v1/practice", None, "").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    serde_json::from_value(reply.json).expect("a view")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_files_in_practice_and_the_clerk_there_sees_it() {
    let house = House::open();
    let view = started(&house).await;
    assert_eq!(view.seats.len(), 5, "{view:?}");
    let (agent, clerk) = (seat(&view, "agent"), seat(&view, "clerk"));
    assert!(agent.url.starts_with("http://127.0.0.1:"), "{}", agent.url);
    let real = house.node.store().directory();
    assert!(
        real.newest().site(agent.site.id).is_some_and(|site| site.zh == agent.site.zh),
        "the place of the same name"
    );
    let (status, me, cookie) = over(&agent.url, "POST", "practice/enter", None, Some(json!({ "seat": "agent" }))).await;
    assert_eq!((status, &me["practice"], &me["roles"]), (200, &json!(true), &json!(["agent"])));
    let new = json!({
        "id": "0190a0a0-0000-7000-8000-000000000001",
        "item": "V04",
        "applicant": { "name": "陈练习", "id_number": "441421199001010014", "phone": "13800000000" },
        "form": {},
        "materials": [],
    });
    let (status, case, _) = over(&agent.url, "POST", "cases", Some(&cookie), Some(new)).await;
    assert_eq!(status, 201, "{case}");
    let path = format!("cases/{}/steps", case["id"].as_str().expect("an id"));
    let step = json!({ "id": "0190a0a0-0000-7000-8000-000000000002", "kind": "forward", "words": "" });
    let (status, written, _) = over(&agent.url, "POST", &path, Some(&cookie), Some(step)).await;
    assert_eq!(status, 201, "{written}");
    let (_, _, at_town) = over(&clerk.url, "POST", "practice/enter", None, Some(json!({ "seat": "clerk" }))).await;
    let query = format!("cases?q={}", case["number"].as_str().expect("a number"));
    let arrived = async {
        let mut seen = 0;
        loop {
            let (_, list, _) = over(&clerk.url, "GET", &query, Some(&at_town), None).await;
            if list["items"].as_array().is_some_and(|items| !items.is_empty()) {
                return;
            }
            // The machine answers as soon as it has news.
            let news = over(&clerk.url, "GET", &format!("changes?since={seen}"), Some(&at_town), None).await.1;
            seen = news["seq"].as_u64().expect("a position");
        }
    };
    tokio::time::timeout(Duration::from_secs(30), arrived).await.expect("the case goes up by itself");
    let nothing = house
        .node
        .store()
        .read(|conn| Ok(conn.query_row("SELECT count(*) FROM case_view", [], |row| row.get::<_, i64>(0))?));
    assert_eq!(nothing.expect("read"), 0, "nothing of it is a case of the real machine");
    let again = started(&house).await;
    assert_eq!(again.seats, view.seats, "at most one runs");
    let reply = house.ask("DELETE", "/api/v1/practice", None, "").await;
    assert_eq!(reply.status, 204, "{}", reply.text);
    assert!(!house.node.folder().join(practice::FOLDER).exists(), "stopping removes everything");
    assert!(reqwest::Client::new().get(format!("{}/healthz", agent.url)).send().await.is_err(), "nobody answers there");
}

#[tokio::test(flavor = "multi_thread")]
async fn beginning_again_throws_everything_away() {
    let house = House::open();
    let first = started(&house).await;
    let agent = seat(&first, "agent");
    let (_, _, cookie) = over(&agent.url, "POST", "practice/enter", None, Some(json!({ "seat": "agent" }))).await;
    let reply = house.ask("POST", "/api/v1/practice/again", None, "").await;
    let second: PracticeView = serde_json::from_value(reply.json).expect("a view");
    let agent = seat(&second, "agent");
    let (status, _, _) = over(&agent.url, "GET", "me", Some(&cookie), None).await;
    assert_eq!(status, 401, "the session of before is nothing there");
    house.ask("DELETE", "/api/v1/practice", None, "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_practises_from_another_machine_and_nobody_sits_down_at_the_real_one() {
    let house = House::open();
    for headers in [vec![("host", "192.0.2.10:8160")], vec![("host", "localhost"), ("x-forwarded-for", "192.0.2.7")]] {
        for (method, path) in [("POST", "practice"), ("POST", "practice/again"), ("DELETE", "practice")] {
            let reply = house.ask_with(method, &format!("/api/v1/{path}"), None, &headers, b"").await;
            assert_eq!((reply.status, reply.code()), (403, "not_allowed"), "{method} {path} {headers:?}");
        }
        let reply = house.ask_with("GET", "/api/v1/practice", None, &headers, b"").await;
        assert_eq!((&reply.json["allowed"], &reply.json["seats"]), (&json!(false), &json!([])));
    }
    let reply = house.ask("POST", "/api/v1/practice/enter", None, r#"{"seat": "agent"}"#).await;
    assert_eq!((reply.status, reply.code()), (403, "not_allowed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_practice_writes_is_no_entry_of_the_real_network() {
    let house = House::open();
    let folder = Folder::new().expect("a folder");
    let made = practice::found(&folder.path().join("practice"), &house.node).expect("a practice network");
    let before = *house.node.store().changes().borrow();
    let mut above = Node::open(&made[0].folder, Clock::System).expect("the district of practice");
    for machine in &made[1..] {
        let node = Node::open(&machine.folder, Clock::System).expect("a machine");
        let message = dial::ask(&node, 0).expect("a message");
        assert!(matches!(serve::answer_now(&above, &message), serve::Served::Message(_)), "its own network takes it");
        assert!(matches!(serve::answer_now(&house.node, &message), serve::Served::Refused), "{}", machine.en);
        above = node;
    }
    assert_eq!(*house.node.store().changes().borrow(), before, "the real machine took nothing");
    assert!(Practice::of(folder.path()).seats().is_empty());
}
