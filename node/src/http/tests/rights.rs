//! Grants through the API: what is entered, ended and refused; places that end; people with open cases.

use super::house::{House, file};
use daiban_shared::api::{Page, RightView, SiteView, UserView};
use daiban_shared::kind::Role;
use serde_json::json;

async fn rights(house: &House, who: &str) -> Vec<RightView> {
    let reply = house.ask("GET", "/api/v1/rights", Some(who), "").await;
    let page: Page<RightView> = serde_json::from_value(reply.json).expect("a page of rights");
    page.items
}

async fn sites(house: &House, who: &str) -> Vec<SiteView> {
    let reply = house.ask("GET", "/api/v1/sites", Some(who), "").await;
    let page: Page<SiteView> = serde_json::from_value(reply.json).expect("a page of places");
    page.items
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_is_listed_by_name_and_ended_with_its_history() {
    let house = House::open();
    let admin = house.sign_in(Role::Admin).await;
    let town = sites(&house, &admin).await.iter().find(|site| site.parent.is_some()).expect("a town").id.0;
    let body = |more: serde_json::Value| {
        let mut body = json!({ "site": town, "power": "decide", "items": ["T02"], "basis": "梅区〔2026〕12号" });
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body.to_string()
    };
    let table = [
        (json!({ "from": "2001-01-01" }), 422, "right_from"),
        (json!({ "until": "2001-01-01" }), 422, "right_until"),
        (json!({ "user": "0011223344556677" }), 422, "unprocessable"),
        (json!({ "site": null }), 422, "unprocessable"),
        (json!({ "up_to_yuan": 5000 }), 204, ""),
        (json!({ "site": null, "tier": "town", "basis": "全镇" }), 204, ""),
    ];
    for (more, status, code) in table {
        let reply = house.ask("POST", "/api/v1/rights", Some(&admin), &body(more.clone())).await;
        let got = if reply.status < 300 { "" } else { reply.code() };
        assert_eq!((reply.status, got), (status, code), "{more}: {}", reply.text);
    }
    let all = rights(&house, &admin).await;
    let given = all.iter().find(|row| row.grant.right.up_to_yuan == Some(5_000)).expect("it is listed");
    assert_eq!(given.items[0].zh, "临时救助申请", "by name");
    assert_eq!((given.state, given.history.len()), (daiban_shared::api::RightState::InForce, 1));
    let end = format!("/api/v1/rights/{}/end", given.grant.right.no);
    assert_eq!(house.ask("POST", &end, Some(&admin), r#"{"basis": " "}"#).await.status, 422);
    for _ in 0..2 {
        let reply = house.ask("POST", &end, Some(&admin), r#"{"basis": "机构调整"}"#).await;
        assert_eq!(reply.status, 204, "{}", reply.text);
    }
    let all = rights(&house, &admin).await;
    let ended = all.iter().find(|row| row.grant.right.no == given.grant.right.no).expect("it stays listed");
    assert_eq!(ended.state, daiban_shared::api::RightState::Ended);
    let history: Vec<(bool, &str)> = ended.history.iter().map(|event| (event.ended, event.basis.as_str())).collect();
    assert_eq!(history, [(false, "梅区〔2026〕12号"), (true, "机构调整")]);
    let clerk = house.sign_in(Role::Clerk).await;
    assert_eq!(house.ask("POST", &end, Some(&clerk), r#"{"basis": "x"}"#).await.status, 403);
    assert_eq!(house.ask("POST", "/api/v1/rights/999/end", Some(&admin), r#"{"basis": "x"}"#).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_open_cases_is_disabled_once_they_are_handed_over() {
    let house = House::open();
    let (clerk, head, admin) =
        (house.sign_in(Role::Clerk).await, house.sign_in(Role::Head).await, house.sign_in(Role::Admin).await);
    let case = file(&house, &clerk, "0190a0a0-0000-7000-8000-000000000001").await;
    let reply = house.ask("GET", "/api/v1/users", Some(&admin), "").await;
    let users: Page<UserView> = serde_json::from_value(reply.json).expect("accounts");
    let id = |login: &str| users.items.iter().find(|user| user.login == login).expect("an account").id.to_string();
    let steps = format!("/api/v1/cases/{case}/steps");
    let give = |user: String| json!({ "kind": "assign", "user": user, "ground": "duty" }).to_string();
    let given = house.ask("POST", &steps, Some(&head), &give(id("clerk"))).await;
    assert!(given.status < 300, "{}", given.text);
    let off = format!("/api/v1/users/{}", id("clerk"));
    let refused = house.ask("PATCH", &off, Some(&admin), r#"{"disabled": true}"#).await;
    assert_eq!((refused.status, refused.code()), (409, "user_has_cases"), "{}", refused.text);
    let list = house.ask("GET", &format!("/api/v1/cases?officer={}", id("clerk")), Some(&head), "").await;
    assert_eq!(list.json["items"].as_array().map(Vec::len), Some(1));
    let moved = house.ask("POST", &steps, Some(&head), &give(id("head"))).await;
    assert!(moved.status < 300, "{}", moved.text);
    assert_eq!(house.ask("PATCH", &off, Some(&admin), r#"{"disabled": true}"#).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_new_goes_to_somebody_who_is_away_and_what_was_his_goes_back() {
    let house = House::open();
    let (clerk, head, admin) =
        (house.sign_in(Role::Clerk).await, house.sign_in(Role::Head).await, house.sign_in(Role::Admin).await);
    let case = file(&house, &clerk, "0190a0a0-0000-7000-8000-000000000001").await;
    let reply = house.ask("GET", "/api/v1/users", Some(&admin), "").await;
    let users: Page<UserView> = serde_json::from_value(reply.json).expect("accounts");
    let id = users.items.iter().find(|user| user.login == "clerk").expect("the clerk").id;
    let away = r#"{"away": {"from": "2000-01-01", "to": "2999-12-31"}}"#;
    assert_eq!(house.ask("PATCH", &format!("/api/v1/users/{id}"), Some(&admin), away).await.status, 200);
    let steps = format!("/api/v1/cases/{case}/steps");
    for (ground, code) in [("duty", "person_away"), ("hand_back", "")] {
        let body = json!({ "kind": "assign", "user": id.to_string(), "ground": ground }).to_string();
        let reply = house.ask("POST", &steps, Some(&head), &body).await;
        let got = if reply.status < 300 { "" } else { reply.code() };
        assert_eq!(got, code, "{ground}: {}", reply.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_ends_only_when_nothing_is_left_there() {
    let house = House::open();
    let (clerk, admin) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Admin).await);
    let all = sites(&house, &admin).await;
    let own = all[0].id;
    let villages = |town| all.iter().filter(move |site| site.parent == Some(town)).map(|site| site.id);
    let towns = all.iter().filter(|site| site.parent == Some(own)).map(|site| site.id);
    let town = towns.min_by_key(|town| villages(*town).count()).expect("a town");
    let end = |site: u32| format!("/api/v1/sites/{site}/end");
    assert_eq!(house.ask("POST", &end(town.0), Some(&clerk), "{}").await.status, 403);
    let below = house.ask("POST", &end(town.0), Some(&admin), "{}").await;
    assert_eq!((below.status, below.code()), (409, "site_has_places"), "{}", below.text);
    for village in villages(town) {
        assert_eq!(house.ask("POST", &end(village.0), Some(&admin), "{}").await.status, 204);
    }
    assert_eq!(house.ask("POST", &end(own.0), Some(&admin), "{}").await.status, 404, "the district stays");
    for _ in 0..2 {
        let ended = house.ask("POST", &end(town.0), Some(&admin), "{}").await;
        assert_eq!(ended.status, 204, "{}", ended.text);
    }
    assert!(sites(&house, &admin).await.iter().all(|site| site.id != town));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_work_of_the_day_has_cases_in_hand_with_their_urgency() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    file(&house, &clerk, "0190a0a0-0000-7000-8000-000000000001").await;
    let reply = house.ask("GET", "/api/v1/today", Some(&clerk), "").await;
    let rows = reply.json["items"].as_array().expect("rows").clone();
    assert_eq!((reply.status, rows.len()), (200, 1), "{}", reply.text);
    assert_eq!((rows[0]["band"].as_str(), rows[0].get("owed")), (Some("later"), None));
}
