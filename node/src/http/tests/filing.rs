//! What makes filing quicker: groups of the place, the same applicant again, samples.

use super::house::{House, file};
use daiban_shared::kind::Role;
use serde_json::json;

const FIRST: &str = "0190a0a0-0000-7000-8000-000000000001";

#[tokio::test(flavor = "multi_thread")]
async fn a_place_keeps_its_groups_in_its_own_order() {
    let house = House::open();
    let (agent, admin) = (house.sign_in(Role::Agent).await, house.sign_in(Role::Admin).await);
    let empty = house.ask("GET", "/api/v1/groups", Some(&agent), "").await;
    assert_eq!(empty.json, json!({ "groups": [] }));
    let typed = json!({ "groups": [" 第二村民小组", "第一村民小组", ""] }).to_string();
    let kept = house.ask("PUT", "/api/v1/groups", Some(&agent), &typed).await;
    assert_eq!((kept.status, &kept.json), (200, &json!({ "groups": ["第二村民小组", "第一村民小组"] })));
    let shown = house.ask("GET", "/api/v1/groups", Some(&admin), "").await;
    assert_eq!(shown.json, kept.json);
    let fewer = json!({ "groups": ["第一村民小组"] }).to_string();
    assert_eq!(house.ask("PUT", "/api/v1/groups", Some(&admin), &fewer).await.status, 200);
    let twice = json!({ "groups": ["一组", "一组"] }).to_string();
    let refused = house.ask("PUT", "/api/v1/groups", Some(&agent), &twice).await;
    assert_eq!((refused.status, refused.json["fields"]["groups"].is_string()), (422, true), "{}", refused.text);
    let shown = house.ask("GET", "/api/v1/groups", Some(&agent), "").await;
    assert_eq!(shown.json, json!({ "groups": ["第一村民小组"] }), "what was refused changed nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_on_keeps_no_groups() {
    let house = House::open();
    for role in [Role::Reviewer, Role::Supervisor] {
        let who = house.sign_in(role).await;
        let refused = house.ask("PUT", "/api/v1/groups", Some(&who), r#"{"groups": ["一组"]}"#).await;
        assert_eq!((refused.status, refused.code()), (403, "not_allowed"), "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_applicant_again_is_for_people_who_file() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let case = file(&house, &clerk, FIRST).await;
    let path = format!("/api/v1/cases/{case}/applicant");
    let known = house.ask("GET", &path, Some(&clerk), "").await;
    assert_eq!(known.status, 200, "{}", known.text);
    assert_eq!(
        known.json["values"],
        json!({
            "applicant.name": "陈测试",
            "applicant.id_number": "441421199001010014",
            "applicant.phone": "13800000000",
        })
    );
    assert!(known.json["number"].as_str().is_some_and(|number| number.starts_with("441403")));
    for role in [Role::Supervisor, Role::Admin] {
        let who = house.sign_in(role).await;
        let refused = house.ask("GET", &path, Some(&who), "").await;
        assert_eq!((refused.status, refused.code()), (403, "not_allowed"), "{role:?}");
        assert!(!refused.text.contains("441421"), "{}", refused.text);
    }
    let unknown = house.ask("GET", "/api/v1/cases/00/applicant", Some(&clerk), "").await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_shows_a_filled_form_of_an_invented_person() {
    let house = House::open();
    let agent = house.sign_in(Role::Agent).await;
    let sample = house.ask("GET", "/api/v1/items/V04/sample", Some(&agent), "").await;
    assert_eq!(sample.status, 200, "{}", sample.text);
    assert_eq!(sample.json["values"]["applicant.name"], "李桂芳");
    assert!(sample.json["values"]["applicant.address"].as_str().is_some_and(|text| text.contains("梅县区")));
    assert!(sample.json["papers"].as_array().is_some_and(|papers| papers.len() > 2));
    assert_eq!(house.ask("GET", "/api/v1/items/X99/sample", Some(&agent), "").await.status, 404);
}
