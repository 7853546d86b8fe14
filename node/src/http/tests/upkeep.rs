//! A machine that lives long: its clock jumps, a place below stays silent, old rows are cleared.

use super::house::{House, MORNING, filing};
use crate::identity::Identity;
use crate::upkeep;
use daiban_shared::api::MachineClock;
use daiban_shared::kind::{Body, Role};
use daiban_shared::site::Tier;

const FIRST: &str = "0190a0a0-0000-7000-8000-000000000001";
const SECOND: &str = "0190a0a0-0000-7000-8000-000000000002";
const DAY: u64 = 24 * 3_600_000;

async fn file(house: &House, who: &str, id: &str) -> (u16, serde_json::Value) {
    let reply = house.ask("POST", "/api/v1/cases", Some(who), &filing(id).to_string()).await;
    (reply.status, reply.json)
}

fn cases(house: &House) -> i64 {
    let count =
        |conn: &rusqlite::Connection| Ok(conn.query_row("select count(*) from case_view", [], |row| row.get(0))?);
    house.node.store().read(count).expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_once_stood_ten_years_ahead_is_confirmed_and_work_goes_on() {
    let house = House::open();
    house.clock.move_to(MORNING + 3_650 * DAY);
    // Anything that is written while the clock is ahead.
    let place = house.node.store().directory().newest().sites().next().cloned().expect("a place");
    house.node.publish(vec![Body::Site(Box::new(place))]).expect("written");
    house.clock.move_to(MORNING);
    let (clerk, admin) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Admin).await);
    let (status, problem) = file(&house, &clerk, FIRST).await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("clock_wrong")), "{problem}");
    let reply = house.ask("GET", "/api/v1/clock", Some(&clerk), "").await;
    let clock: MachineClock = serde_json::from_value(reply.json).expect("both times");
    assert!(clock.wrong && clock.now == MORNING && clock.known == MORNING + 3_650 * DAY);
    let ready = house.ask("GET", "/readyz", None, "").await;
    assert_eq!((ready.status, &ready.json["clock"]), (503, &false.into()), "{}", ready.text);
    for (who, body, status) in [
        (&clerk, r#"{"confirm": true}"#, 403),
        (&admin, r#"{"confirm": false}"#, 422),
        (&admin, "{}", 422),
        (&admin, r#"{"confirm": true, "now": 1}"#, 422),
    ] {
        assert_eq!(house.ask("POST", "/api/v1/clock", Some(who), body).await.status, status, "{body}");
    }
    let reply = house.ask("POST", "/api/v1/clock", Some(&admin), r#"{"confirm": true}"#).await;
    assert_eq!((reply.status, &reply.json["wrong"]), (200, &false.into()), "{}", reply.text);
    assert_eq!(file(&house, &clerk, FIRST).await.0, 201);
    assert_eq!(house.ask("GET", "/readyz", None, "").await.status, 200);
    // Pressed twice, it is one entry.
    let newest = *house.node.store().changes().borrow();
    assert_eq!(house.ask("POST", "/api/v1/clock", Some(&admin), r#"{"confirm": true}"#).await.status, 200);
    assert_eq!(*house.node.store().changes().borrow(), newest);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_can_work_while_one_place_below_has_not_called_since_a_restore() {
    let house = House::open();
    let directory = house.node.store().directory();
    let town = directory.newest().sites().find(|site| site.tier == Tier::Town).expect("a town").id;
    let machine = Identity::create(town, house.node.identity().net()).expect("keys");
    house.node.publish(vec![Body::Node(machine.row())]).expect("enrolled");
    let restored = move |tx: &mut crate::store::Tx<'_>| {
        Ok(tx.conn().execute("insert into recovering (child, is_heard) values (?1, 0)", [town.0])?)
    };
    house.node.store().write(crate::store::Priority::People, restored).expect("written");
    let ready = house.ask("GET", "/readyz", None, "").await;
    assert_eq!((ready.status, &ready.json["ready"]), (200, &true.into()), "{}", ready.text);
    assert_eq!(ready.json["recovering"], serde_json::json!([0, 1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_that_is_repeated_after_its_answer_was_cleared_files_nothing_twice() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let (status, first) = file(&house, &clerk, FIRST).await;
    assert_eq!(status, 201);
    let steps = format!("/api/v1/cases/{}/steps", first["id"].as_str().expect("an id"));
    let note = serde_json::json!({ "id": SECOND, "kind": "note", "words": "情况属实" }).to_string();
    let noted = house.ask("POST", &steps, Some(&clerk), &note).await;
    assert_eq!(noted.status, 201, "{}", noted.text);
    house.clock.move_to(MORNING + 31 * DAY);
    upkeep::turn(&house.node).expect("cleared");
    let count = |conn: &rusqlite::Connection| {
        Ok(conn.query_row("select count(*) from command", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(house.node.store().read(count).expect("counted"), 0);
    let clerk = house.sign_in(Role::Clerk).await;
    assert_eq!(file(&house, &clerk, FIRST).await, (200, first));
    let again = house.ask("POST", &steps, Some(&clerk), &note).await;
    assert_eq!((again.status, again.json), (200, noted.json));
    assert_eq!(cases(&house), 1);
}
