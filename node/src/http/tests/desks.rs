//! People, desks and other cases that a step names: only those that are there.

use super::house::{House, file, filing};
use daiban_shared::kind::Role;
use serde_json::{Value, json};

const FIRST: &str = "0190a0a0-0000-7000-8000-000000000001";
const SECOND: &str = "0190a0a0-0000-7000-8000-000000000002";

fn id_of(colleagues: &Value, name: &str) -> String {
    let found = colleagues.as_array().expect("a list").iter().find(|row| row["name"] == name).expect("a colleague");
    found["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_are_those_who_can_sign_in_without_their_logins() {
    let house = House::open();
    let agent = house.sign_in(Role::Agent).await;
    let all = house.ask("GET", "/api/v1/colleagues", Some(&agent), "").await;
    let rows = all.json.as_array().expect("a list");
    assert_eq!((all.status, rows.len()), (200, 6), "{}", all.text);
    for row in rows {
        let keys: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["cases", "dept", "id", "name", "roles"]);
    }
    let reviewer = rows.iter().find(|row| row["name"] == "测试reviewer").expect("a reviewer");
    assert_eq!((&reviewer["roles"], &reviewer["dept"]["id"]), (&json!(["reviewer"]), &json!(1)));

    let admin = house.sign_in(Role::Admin).await;
    let path = format!("/api/v1/users/{}", id_of(&all.json, "测试head"));
    assert_eq!(house.ask("PATCH", &path, Some(&admin), r#"{"disabled": true}"#).await.status, 200);
    let fewer = house.ask("GET", "/api/v1/colleagues", Some(&agent), "").await;
    assert_eq!(fewer.json.as_array().map(Vec::len), Some(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_given_only_to_somebody_who_is_there() {
    let house = House::open();
    let (clerk, admin) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Admin).await);
    let id = file(&house, &clerk, FIRST).await;
    let colleagues = house.ask("GET", "/api/v1/colleagues", Some(&clerk), "").await.json;
    let sites = house.ask("GET", "/api/v1/sites", Some(&clerk), "").await.json;
    let own = sites["items"][0]["id"].clone();
    let (agent, head) = (id_of(&colleagues, "测试agent"), id_of(&colleagues, "测试head"));
    let path = format!("/api/v1/users/{agent}");
    assert_eq!(house.ask("PATCH", &path, Some(&admin), r#"{"disabled": true}"#).await.status, 200);

    let steps = format!("/api/v1/cases/{id}/steps");
    let assign = |part: Value| {
        let mut body = json!({ "kind": "assign", "ground": "duty" });
        body.as_object_mut().expect("an object").extend(part.as_object().cloned().expect("an object"));
        body.to_string()
    };
    let table = [
        (json!({ "user": "0011223344556677" }), 422, "no_such_person", "user"),
        (json!({ "user": agent }), 422, "no_such_person", "user"),
        (json!({ "dept": 999 }), 422, "no_such_desk", "dept"),
    ];
    for (part, status, code, field) in table {
        let reply = house.ask("POST", &steps, Some(&clerk), &assign(part.clone())).await;
        assert_eq!((reply.status, reply.code()), (status, code), "{part}: {}", reply.text);
        assert_eq!(reply.json["field"], field);
    }
    let given = house.ask("POST", &steps, Some(&clerk), &assign(json!({ "to": own, "user": head }))).await;
    assert_eq!(given.status, 201, "{}", given.text);
    let case = house.ask("GET", &format!("/api/v1/cases/{id}"), Some(&clerk), "").await;
    assert_eq!((&case.json["holder"]["user"], &case.json["holder"]["user_name"]), (&json!(head), &json!("测试head")));
    let list = house.ask("GET", "/api/v1/cases", Some(&clerk), "").await;
    assert_eq!(list.json["items"][0]["holder"]["user_name"], "测试head");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_names_another_case_that_is_here() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let id = file(&house, &clerk, FIRST).await;
    let mut second = filing(SECOND);
    second["file_anyway"] = true.into();
    let other = house.ask("POST", "/api/v1/cases", Some(&clerk), &second.to_string()).await;
    let other = other.json["id"].as_str().expect("filed").to_owned();
    let steps = format!("/api/v1/cases/{id}/steps");
    for (of, status, code) in [
        (id.as_str(), 422, "duplicate_unknown"),
        ("01000000000000000000000000000000", 422, "duplicate_unknown"),
        ("00000000000000000000000000000000", 422, "duplicate_unknown"),
        (other.as_str(), 201, ""),
    ] {
        let body = json!({ "kind": "terminate", "ground": "duplicate", "duplicate_of": of, "words": "重复申请" });
        let reply = house.ask("POST", &steps, Some(&clerk), &body.to_string()).await;
        let got = if reply.status < 300 { "" } else { reply.code() };
        assert_eq!((reply.status, got), (status, code), "{of}: {}", reply.text);
    }
}
