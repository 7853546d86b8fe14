//! `kill -9` of a real program while people file and while machines exchange: nothing acknowledged is lost, and nothing is
//! written twice.

use daiban_node::accounts;
use daiban_node::config::Config;
use daiban_node::seed::Place::{Changjiao, District, Yanyang};
use daiban_node::seed::{PASSWORD, Place};
use daiban_shared::api::UserChange;
use daiban_shared::kind::Role;
use daiban_tests::process::{Process, Visitor, free_address, until};
use daiban_tests::proxy::Proxy;
use daiban_tests::world::World;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Every round ends with a kill after this many more acknowledged cases.
const KILL_AFTER: [usize; 4] = [1, 2, 5, 9];

fn add_agent(world: &World, place: Place) {
    let new = UserChange {
        login: Some("agent".into()),
        name: Some("叶春兰".into()),
        password: Some(PASSWORD.into()),
        roles: Some(vec![Role::Agent, Role::Clerk]),
        ..UserChange::default()
    };
    accounts::create(world.node(place).store(), new).expect("an account");
}

fn set_parent(world: &World, place: Place, parent: SocketAddr) {
    let folder = world.folder(place);
    let config = Config { parent: Some(format!("http://{parent}")), ..Config::load(&folder).expect("settings") };
    config.save(&folder).expect("settings are written");
}

/// What a page sends to file; `number` makes the command, so the same number again is the same press.
fn filing(world: &World, number: usize) -> Value {
    let mut new = serde_json::to_value(world.application(Changjiao, "V04", number, &[])).expect("JSON");
    new["id"] = json!(format!("00000000-0000-4000-8000-{number:012}"));
    new
}

/// Files one case after the other until the machine is gone; gives the number of the command that got no answer.
fn file_until_killed(
    agent: &Visitor,
    commands: &[Value],
    from: usize,
    acknowledged: &mut BTreeMap<usize, String>,
    count: &AtomicUsize,
) -> usize {
    for (number, command) in commands.iter().enumerate().skip(from) {
        match agent.send("POST", "/api/v1/cases", Some(command)) {
            Some(answer) if answer.status == 201 || answer.status == 200 => {
                let case = answer.body["number"].as_str().expect("a case number").to_owned();
                if let Some(before) = acknowledged.insert(number, case.clone()) {
                    assert_eq!(before, case, "the same press has the same case");
                }
                count.fetch_add(1, Ordering::SeqCst);
            }
            Some(answer) => panic!("refused: {answer:?}"),
            None => return number,
        }
    }
    unreachable!("the machine is killed before the commands end")
}

#[test]
fn a_kill_while_people_file_loses_nothing_that_was_acknowledged_and_files_nothing_twice() {
    let mut world = World::three_tiers();
    add_agent(&world, Changjiao);
    let commands: Vec<Value> = (0..2_000).map(|number| filing(&world, number)).collect();
    let folder = world.folder(Changjiao);
    world.stop(Changjiao);
    let address = free_address();
    let mut acknowledged = BTreeMap::new();
    let mut next = 0;
    for after in KILL_AFTER {
        let process = Process::start(&folder, address);
        let agent = process.sign_in("agent", PASSWORD);
        let count = Arc::new(AtomicUsize::new(0));
        let watched = count.clone();
        let killer = std::thread::spawn(move || {
            while watched.load(Ordering::SeqCst) < after {
                std::hint::spin_loop();
            }
            process.kill();
        });
        next = file_until_killed(&agent, &commands, next, &mut acknowledged, &count);
        killer.join().expect("the killer ends");
    }
    let process = Process::start(&folder, address);
    let agent = process.sign_in("agent", PASSWORD);
    // The press that got no answer is pressed again, and so is everything before it.
    for (number, command) in commands.iter().enumerate().take(next + 1) {
        let answer = agent.send("POST", "/api/v1/cases", Some(command)).expect("an answer");
        let case = answer.body["number"].as_str().expect("a case number").to_owned();
        assert_eq!(*acknowledged.entry(number).or_insert_with(|| case.clone()), case);
    }
    let rows = agent.list("/api/v1/cases");
    let listed: BTreeSet<String> =
        rows.iter().map(|row| row["number"].as_str().expect("a number").to_owned()).collect();
    assert_eq!(rows.len(), next + 1, "each command filed once");
    assert_eq!(listed, acknowledged.values().cloned().collect());
    assert!(process.stop(), "it stops in order");
    world.start(Changjiao).settle();
    assert_eq!(world.cases(District).len(), next + 1);
    world.check_all();
}

#[test]
fn kills_and_broken_lines_during_the_exchange_lose_nothing_and_double_nothing() {
    let mut world = World::three_tiers();
    add_agent(&world, Yanyang);
    world.cut(Changjiao);
    for _ in 0..60 {
        let case = world.file(Changjiao, "V04");
        let forward =
            daiban_shared::api::Command::Forward { to: None, dept: None, opinion: None, words: String::new() };
        world.step(Changjiao, daiban_tests::world::Who::Agent, case, forward);
    }
    let written = world.case_entries(Changjiao);
    let town = free_address();
    let proxy = Proxy::open(town);
    set_parent(&world, Changjiao, proxy.address());
    set_parent(&world, Yanyang, free_address());
    let (village_folder, town_folder) = (world.folder(Changjiao), world.folder(Yanyang));
    world.stop(Changjiao).stop(Yanyang);
    let village_address = free_address();
    let mut village = Process::start(&village_folder, village_address);
    for round in 0..6_u64 {
        // The line ends in the middle of a message, at another place every time; then the town dies, then the village.
        proxy.break_after(900 + round * 2_700);
        let parent = Process::start(&town_folder, town);
        let before = proxy.broken();
        // A new process dials at once, without the patience that failures have taught the old one.
        village.kill();
        village = Process::start(&village_folder, village_address);
        until("the line breaks", || (proxy.broken() > before).then_some(()));
        parent.kill();
    }
    proxy.heal();
    let parent = Process::start(&town_folder, town);
    village.kill();
    let village = Process::start(&village_folder, village_address);
    let clerk = parent.sign_in("agent", PASSWORD);
    until("every case is at the town", || (clerk.list("/api/v1/cases").len() == 60).then_some(()));
    // A kill right after the last frame: what the town has acknowledged is on its disk.
    parent.kill();
    assert!(village.stop());
    world.start(Yanyang).start(Changjiao);
    assert!(world.case_entries(Yanyang).is_superset(&written));
    world.heal(Changjiao).settle();
    assert_eq!(world.cases(Yanyang).len(), 60);
    for case in world.cases(Yanyang) {
        let hashes: Vec<_> = world.stored(Yanyang, case).into_iter().map(|stored| stored.entry.hash).collect();
        assert_eq!(hashes.iter().collect::<BTreeSet<_>>().len(), hashes.len(), "no entry twice");
    }
    world.assert_agreement();
    world.check_all();
}
