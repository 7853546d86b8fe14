//! Three real programs on real sockets: a case goes up and its decision comes down while nobody presses anything.

use daiban_node::accounts;
use daiban_node::config::Config;
use daiban_node::seed::Place::{self, Changjiao, District, Yanyang};
use daiban_node::seed::{PASSWORD, staff_of};
use daiban_shared::api::UserChange;
use daiban_tests::process::{Process, Visitor, free_address, until};
use daiban_tests::world::World;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// A second or two on a quiet machine; this one may build something beside the test.
const NEWS_MAX: Duration = Duration::from_secs(10);

fn prepare(world: &World, place: Place, address: SocketAddr, parent: Option<SocketAddr>) {
    for person in staff_of(place).iter().filter(|person| ["agent", "clerk", "minzheng"].contains(&person.login)) {
        let new = UserChange {
            login: Some(person.login.to_owned()),
            name: Some(person.name.to_owned()),
            password: Some(PASSWORD.to_owned()),
            roles: Some(vec![person.role]),
            department: person.dept,
            ..UserChange::default()
        };
        accounts::create(world.node(place).store(), new).expect("an account");
    }
    let folder = world.folder(place);
    let parent = parent.map(|parent| format!("http://{parent}"));
    let config = Config { listen: address, parent, ..Config::load(&folder).expect("settings") };
    config.save(&folder).expect("settings are written");
}

fn file(application: &Value, agent: &Visitor, number: usize) -> String {
    let mut new = application.clone();
    new["id"] = json!(format!("10000000-0000-4000-8000-{number:012}"));
    let answer = agent.send("POST", "/api/v1/cases", Some(&new)).expect("an answer");
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    answer.body["id"].as_str().expect("an id").to_owned()
}

fn step(who: &Visitor, case: &str, command: Value) {
    let answer = who.send("POST", &format!("/api/v1/cases/{case}/steps"), Some(&command)).expect("an answer");
    assert_eq!(answer.status, 201, "{command}: {:?}", answer.body);
}

fn page(who: &Visitor, case: &str) -> Option<Value> {
    who.send("GET", &format!("/api/v1/cases/{case}"), None)
        .filter(|answer| answer.status == 200)
        .map(|answer| answer.body)
}

/// Waits until a page of somebody shows it; gives how long that took.
fn soon(what: &str, who: &Visitor, case: &str, shows: impl Fn(&Value) -> bool) -> Duration {
    let started = Instant::now();
    let mut last = Value::Null;
    while started.elapsed() < NEWS_MAX && !shows(&last) {
        last = until(what, || page(who, case));
    }
    assert!(shows(&last), "not within {NEWS_MAX:?}: {what}; the page shows {:#}", last["steps"]);
    started.elapsed()
}

#[test]
fn a_case_goes_up_when_the_line_is_back_and_its_decision_comes_down_at_once() {
    let mut world = World::three_tiers();
    let [top, middle, bottom] = [free_address(), free_address(), free_address()];
    prepare(&world, District, top, None);
    prepare(&world, Yanyang, middle, Some(top));
    prepare(&world, Changjiao, bottom, Some(middle));
    let application = serde_json::to_value(world.application(Changjiao, "V04", 1, &[])).expect("JSON");
    for place in [District, Yanyang, Changjiao] {
        world.stop(place);
    }
    let district = Process::start(&world.folder(District), top);
    let village = Process::start(&world.folder(Changjiao), bottom);
    let agent = village.sign_in("agent", PASSWORD);
    // The town is away. He files and hands up; the page says that it is on this machine only.
    let case = file(&application, &agent, 1);
    step(&agent, &case, json!({ "kind": "forward" }));
    // His own steps; of others' steps a village hears only what concerns it.
    let arrived = |page: &Value, tier: &str| {
        let steps = page["steps"].as_array().cloned().unwrap_or_default();
        let mut own = steps.iter().filter(|step| step["site"]["tier"] == "village");
        own.clone().count() == 2 && own.all(|step| !step["delivered"][tier].is_null())
    };
    assert!(!arrived(&page(&agent, &case).expect("his page"), "town"));
    let town = Process::start(&world.folder(Yanyang), middle);
    soon("the case is at the town", &agent, &case, |page| arrived(page, "town"));
    soon("and at the district", &agent, &case, |page| arrived(page, "district"));
    let clerk = town.sign_in("clerk", PASSWORD);
    step(&clerk, &case, json!({ "kind": "accept" }));
    step(&clerk, &case, json!({ "kind": "forward", "opinion": "agree", "words": "情况属实" }));
    let reviewer = district.sign_in("minzheng", PASSWORD);
    soon("the district holds it", &reviewer, &case, |page| page["holder"]["here"] == true);
    step(&reviewer, &case, json!({ "kind": "grant", "words": "符合条件" }));
    let took = soon("the village sees the decision", &agent, &case, |page| page["outcome"] == "granted");
    println!("the decision took {} ms to the village", took.as_millis());
    for process in [village, town, district] {
        assert!(process.stop(), "it stops in order");
    }
    world.start(District).start(Yanyang).start(Changjiao);
    world.assert_agreement();
    world.check_all();
}
