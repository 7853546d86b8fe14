//! The sync page at a machine below: what waits for the line, and that it is gone when the line was there.

use super::house::{House, MORNING};
use crate::Clock;
use crate::seed::{Network, Place};
use crate::store::Folder;
use daiban_shared::kind::Role;

#[tokio::test(flavor = "multi_thread")]
async fn a_town_sees_what_has_not_gone_up_yet() {
    let (folder, clock) = (Folder::new().expect("a folder"), Clock::set_to(MORNING));
    let mut network = Network::found(folder.path(), clock.clone()).expect("a district");
    network.join(Place::Yanyang).expect("a town");
    let node = network.node(Place::Yanyang).expect("it has joined").clone();
    let house = House::of(node, clock, folder);
    let clerk = house.sign_in(Role::Clerk).await;
    let sync = async || house.ask("GET", "/api/v1/sync", Some(&clerk), "").await;
    let before = sync().await;
    assert_eq!((before.status, &before.json["pending_up"]), (200, &0.into()), "{}", before.text);

    network.cut(Place::Yanyang);
    let filing = serde_json::json!({
        "item": "V04",
        "applicant": { "name": "陈测试", "id_number": "441421199001010014", "phone": "13800000000" },
    });
    let filed = house.ask("POST", "/api/v1/cases", Some(&clerk), &filing.to_string()).await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    network.settle().expect("quiet");
    let down = sync().await;
    assert_eq!(down.json["pending_up"], 1, "{}", down.text);
    let waiting = &down.json["pending_cases"][0];
    assert_eq!((&waiting["id"], &waiting["steps"]), (&filed.json["id"], &1.into()), "which case it is: {}", down.text);
    assert_eq!((&waiting["applicant"], &waiting["since"]), (&"陈测试".into(), &MORNING.into()));
    assert_eq!(down.json["parent"]["site"]["zh"], "梅县区");
    assert_eq!((&down.json["children"], &down.json["waiting"]), (&serde_json::json!([]), &0.into()));

    network.heal(Place::Yanyang);
    network.settle().expect("quiet");
    let up = sync().await;
    assert_eq!((&up.json["pending_up"], &up.json["pending_cases"]), (&0.into(), &serde_json::json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_places_have_phones_that_are_nobodys() {
    let (folder, clock) = (Folder::new().expect("a folder"), Clock::set_to(MORNING));
    let network = Network::found(folder.path(), clock.clone()).expect("a district");
    let house = House::of(network.node(Place::District).expect("founded").clone(), clock, folder);
    let clerk = house.sign_in(Role::Clerk).await;
    let sites = house.ask("GET", "/api/v1/sites", Some(&clerk), "").await;
    let phone_of = |number: u64| {
        let rows = sites.json["items"].as_array().expect("a list").iter();
        rows.filter(|row| row["number"] == number).map(|row| row["phone"].clone()).next().expect("a place")
    };
    assert_eq!(phone_of(353), "0753-0000353");
    assert_eq!(phone_of(1), "", "a place of which no phone is known");
}
