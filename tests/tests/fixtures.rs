//! A database of every released version is kept and must always open, verify, and fold to the same state.
//!
//! A new version adds a folder; old ones are never written again. `cargo test -p daiban-tests --test fixtures -- --ignored`
//! writes the folder of the present version anew, for as long as it is not released. Its views may be those of older rules:
//! a program with newer ones makes them anew when it opens the file.

use daiban_node::node::DATABASE_FILE;
use daiban_node::seed::Place::{Changjiao, Yanyang};
use daiban_node::store::{Folder, entries_of};
use daiban_node::{Clock, Node, seed};
use daiban_shared::api::Command;
use daiban_shared::form::Value;
use daiban_shared::id::{DocId, Millis};
use daiban_shared::kind::{Opinion, TakeOverGround};
use daiban_tests::world::{HOUR, Who, World};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const VERSIONS: [&str; 1] = ["machine-1"];
/// 2026-11-01 00:00 UTC: after everything in the fixtures.
const LATER: Millis = 1_793_491_200_000;

fn folder(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(version)
}

fn copy(from: &Path, to: &Path) {
    for name in [DATABASE_FILE, "node.key"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
}

/// What must stay the same for ever: status, holder, outcome, and per entry whether it counts.
fn told(node: &Node) -> String {
    let docs = node.store().read(|conn| {
        let mut query = conn.prepare("select name from doc where kind = 1 order by name")?;
        let rows = query.query_map([], |row| row.get(0).map(DocId))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    });
    let mut out = String::new();
    for doc in docs.expect("the documents are listed") {
        let state = seed::state(node, doc).expect("a fold does not fail");
        let number = state.opened.as_ref().map_or("", |opened| opened.number.as_str());
        let holder = state.holder.map(|holder| holder.site);
        writeln!(out, "{number} {:?} {:?} held by {holder:?}", state.status, state.outcome).expect("memory");
        for step in &state.steps {
            writeln!(out, "  {} {:?} {:?}", step.hash, step.kind, step.effect).expect("memory");
        }
        let stored = node.store().read(|conn| entries_of(conn, doc)).expect("entries are read");
        assert_eq!(stored.len(), state.steps.len());
    }
    out
}

#[test]
fn every_kept_database_opens_verifies_and_folds_to_the_same_state() {
    for version in VERSIONS {
        let work = Folder::new().unwrap();
        copy(&folder(version), work.path());
        let node = Node::open(work.path(), Clock::set_to(LATER)).unwrap_or_else(|why| panic!("{version}: {why}"));
        assert_eq!(told(&node), std::fs::read_to_string(folder(version).join("state.txt")).unwrap(), "{version}");
        assert_eq!(node.store().check().unwrap().faults, Vec::<String>::new(), "{version}");
        node.store().rebuild().unwrap();
        assert_eq!(node.store().check().unwrap().faults, Vec::<String>::new(), "{version} after rebuild");
    }
}

fn forward(opinion: Option<Opinion>) -> Command {
    Command::Forward { to: None, dept: None, opinion, words: String::new() }
}

#[test]
#[ignore = "writes the fixture of the present version"]
fn write_the_fixture_of_this_version() {
    let mut world = World::with_items(&[Yanyang, Changjiao], &["V04", "V01", "T28"]);
    let accept = || Command::Accept { gaps: vec![], gap_date: None };
    let phone = |number: &str| BTreeMap::from([("applicant.phone".to_owned(), Value::Text(number.to_owned()))]);
    let cases: Vec<DocId> = (0..5).map(|_| world.file(Changjiao, "V04")).collect();
    for case in &cases {
        world.step(Changjiao, Who::Agent, *case, forward(None));
    }
    world.settle();
    // One accepted and decided, one with two values of a field, one whose withdrawal was answered, one taken over late.
    world.step(Yanyang, Who::Clerk, cases[0], accept());
    world.step(Yanyang, Who::Clerk, cases[0], forward(Some(Opinion::Agree)));
    world.settle();
    let district = daiban_node::seed::Place::District;
    world.step(district, Who::ReviewerOf(1), cases[0], Command::Grant { ground: None, words: "符合条件".into() });
    world.cut(Changjiao);
    world.desk(Changjiao, Who::Agent).correct(cases[1], phone("13800001111")).unwrap();
    world.desk(Yanyang, Who::Clerk).correct(cases[1], phone("13800002222")).unwrap();
    let asked = Command::WithdrawAsked { signed: true, on: None, words: "不再申请".into() };
    world.step(Changjiao, Who::Agent, cases[2], asked);
    world.heal(Changjiao).settle();
    world.step(Yanyang, Who::Clerk, cases[2], Command::Withdraw { words: String::new() });
    world.cut(Yanyang).pass(72 * HOUR);
    world.step(Yanyang, Who::Clerk, cases[3], accept());
    let ground = Some(TakeOverGround::Silent);
    world.step(district, Who::Head, cases[3], Command::TakeOver { ground, words: "断网".into() });
    world.heal(Yanyang).settle();
    let expected = told(world.node(Yanyang));
    world.stop(Yanyang);
    let target = folder(VERSIONS[VERSIONS.len() - 1]);
    std::fs::create_dir_all(&target).unwrap();
    assert!(!world.folder(Yanyang).join(format!("{DATABASE_FILE}-wal")).exists(), "the log is part of the file");
    copy(&world.folder(Yanyang), &target);
    std::fs::write(target.join("state.txt"), expected).unwrap();
}
