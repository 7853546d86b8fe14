//! `kill -9` of a real program while people file and while machines exchange: nothing acknowledged is lost, and nothing is
//! written twice.

use daiban_node::accounts;
use daiban_node::config::Config;
use daiban_node::seed::Place::{Changjiao, District, Yanyang};
use daiban_node::seed::{PASSWORD, Place};
use daiban_shared::api::UserChange;
use daiban_shared::kind::Role;
use daiban_tests::people::Dice;
use daiban_tests::process::{Process, Visitor, free_address, until};
use daiban_tests::proxy::Proxy;
use daiban_tests::world::World;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Every round ends with a kill; `DAIBAN_KILLS` asks for another number of them.
const KILLS: u64 = 16;
/// A kill comes after so many more acknowledged cases at most, and then at any moment of the next filing.
const CASES_MAX: usize = 6;
/// Bytes of the exchange that pass at most before the line breaks: about as many as the cases that wait.
const BREAK_BYTES_MAX: usize = 16_000;
/// A round of the exchange ends within this time.
const ROUND_MS: usize = 500;
/// A filing takes about this long at most; the kill falls somewhere within.
const FILING_US: usize = 12_000;

fn kills() -> u64 {
    std::env::var("DAIBAN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

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
    for round in 0..kills() {
        let mut dice = Dice(round);
        let (after, moment) = (1 + dice.below(CASES_MAX), Duration::from_micros(dice.below(FILING_US) as u64));
        let process = Process::start(&folder, address);
        let agent = process.sign_in("agent", PASSWORD);
        let count = Arc::new(AtomicUsize::new(0));
        let watched = count.clone();
        let killer = std::thread::spawn(move || {
            while watched.load(Ordering::SeqCst) < after {
                std::thread::yield_now();
            }
            let then = Instant::now();
            while then.elapsed() < moment {
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
    add_agent(&world, Changjiao);
    world.cut(Changjiao);
    for _ in 0..60 {
        let case = world.file(Changjiao, "V04");
        let forward =
            daiban_shared::api::Command::Forward { to: None, dept: None, opinion: None, words: String::new() };
        world.step(Changjiao, daiban_tests::world::Who::Agent, case, forward);
    }
    let written = world.case_entries(Changjiao);
    let commands: Vec<Value> = (1_000..1_000 + 3 * kills() as usize).map(|number| filing(&world, number)).collect();
    let town = free_address();
    let proxy = Proxy::open(town);
    set_parent(&world, Changjiao, proxy.address());
    set_parent(&world, Yanyang, free_address());
    let folders = (world.folder(Changjiao), world.folder(Yanyang));
    world.stop(Changjiao).stop(Yanyang);
    let village_address = free_address();
    let mut village = Process::start(&folders.0, village_address);
    for (round, new) in (0..).zip(commands.chunks(3)) {
        village = broken_round(round, &proxy, (town, &folders.1), (village, village_address, &folders.0), new);
    }
    proxy.heal();
    let parent = Process::start(&folders.1, town);
    village.kill();
    let village = Process::start(&folders.0, village_address);
    let clerk = parent.sign_in("agent", PASSWORD);
    let all = 60 + commands.len();
    until("every case is at the town", || (clerk.list("/api/v1/cases").len() == all).then_some(()));
    // A kill right after the last frame: what the town has acknowledged is on its disk.
    parent.kill();
    assert!(village.stop());
    world.start(Yanyang).start(Changjiao);
    assert!(world.case_entries(Yanyang).is_superset(&written));
    world.heal(Changjiao).settle();
    assert_eq!((world.cases(Yanyang).len(), world.cases(District).len()), (all, all));
    for case in world.cases(Yanyang) {
        let hashes: Vec<_> = world.stored(Yanyang, case).into_iter().map(|stored| stored.entry.hash).collect();
        assert_eq!(hashes.iter().collect::<BTreeSet<_>>().len(), hashes.len(), "no entry twice");
    }
    world.assert_agreement();
    world.check_all();
}

/// The town starts, the village starts anew and its people file; the line ends in the middle of a message or holds, and
/// the town dies at that moment or at any other. Gives the village's new process.
fn broken_round(
    round: u64,
    proxy: &Proxy,
    (town, town_folder): (SocketAddr, &Path),
    (village, village_address, village_folder): (Process, SocketAddr, &Path),
    new: &[Value],
) -> Process {
    let mut dice = Dice(round);
    match dice.below(3) {
        0 => proxy.heal(),
        _ => proxy.break_after(400 + dice.below(BREAK_BYTES_MAX) as u64),
    }
    let moment = Duration::from_millis(dice.below(ROUND_MS) as u64);
    let (parent, before) = (Process::start(town_folder, town), proxy.broken());
    // A new process dials at once, without the patience that failures have taught the old one.
    village.kill();
    let village = Process::start(village_folder, village_address);
    let started = Instant::now();
    let agent = village.sign_in("agent", PASSWORD);
    for command in new {
        let answer = agent.send("POST", "/api/v1/cases", Some(command)).expect("the village answers");
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    let is_over = || proxy.broken() > before || started.elapsed() > moment;
    until("the line breaks or the moment comes", || is_over().then_some(()));
    parent.kill();
    village
}
