//! A machine restored from an old copy, a copied folder, a database of a newer program: the cases that an operator meets.

use daiban_node::node::DATABASE_FILE;
use daiban_node::seed::Place::{self, Changjiao, District, Yanyang};
use daiban_node::{Clock, Error, Node, sync};
use daiban_shared::api::Command;
use daiban_shared::id::DocId;
use daiban_shared::kind::Opinion;
use daiban_tests::world::{HOUR, Who, World};
use std::collections::BTreeSet;

fn forward(opinion: Option<Opinion>) -> Command {
    Command::Forward { to: None, dept: None, opinion, words: String::new() }
}

/// A case on its way to the district: village, town and district have each written in it.
fn worked_on(world: &mut World) -> DocId {
    let case = world.file(Changjiao, "V04");
    world.step(Changjiao, Who::Agent, case, forward(None));
    world.settle();
    world.step(Yanyang, Who::Clerk, case, Command::Accept { gaps: vec![], gap_date: None });
    world.step(Yanyang, Who::Clerk, case, forward(Some(Opinion::Agree)));
    world.settle().pass(HOUR);
    world.step(District, Who::ReviewerOf(1), case, Command::Note { words: "已收到".into() });
    world.settle().pass(HOUR);
    case
}

fn restored_machine_gets_everything_back(place: Place) {
    let mut world = World::three_tiers();
    let early = worked_on(&mut world);
    let backup = world.backup(place);
    let late = worked_on(&mut world);
    let before = world.state(District, late);
    world.restore(place, &backup);
    // Until everybody below has called, the machine says that it is not whole yet.
    if place != Changjiao {
        world.contact(Yanyang);
        world.contact(Changjiao);
    }
    world.settle().settle();
    for case in [early, late] {
        for at in [Changjiao, Yanyang, District] {
            assert_eq!(
                world.stored(at, case).len(),
                world.stored(District, case).len(),
                "{at:?} after {place:?} was restored"
            );
        }
    }
    assert_eq!(world.state(District, late).status, before.status);
    assert_eq!(world.state(District, late).outcome, before.outcome);
    assert!(sync::recovering(world.node(place)).unwrap().is_none(), "everybody was heard");
    // And work goes on there.
    let new = worked_on(&mut world);
    assert_eq!(world.cases(District), BTreeSet::from([early, late, new]));
    world.assert_agreement();
    world.check_all();
}

#[test]
fn a_village_restored_from_an_old_copy_gets_back_what_the_town_has_of_it() {
    restored_machine_gets_everything_back(Changjiao);
}

#[test]
fn a_town_restored_from_an_old_copy_gets_back_what_its_neighbours_have() {
    restored_machine_gets_everything_back(Yanyang);
}

#[test]
fn a_district_restored_from_an_old_copy_gets_back_what_the_towns_have() {
    restored_machine_gets_everything_back(District);
}

#[test]
fn ten_cases_filed_offline_after_a_restore_are_an_honest_branch_that_merges() {
    let mut world = World::three_tiers();
    let backup = world.backup(Changjiao);
    let first: Vec<DocId> = (0..5).map(|_| world.file(Changjiao, "V04")).collect();
    world.settle();
    world.restore(Changjiao, &backup);
    world.cut(Changjiao);
    let second: Vec<DocId> = (0..10).map(|_| world.file(Changjiao, "V05")).collect();
    world.heal(Changjiao).settle();
    let both: BTreeSet<DocId> = first.iter().chain(&second).copied().collect();
    assert_eq!(both.len(), 15, "each is a case of its own");
    assert_eq!(
        (world.cases(Changjiao), world.cases(District)),
        (both.clone(), both),
        "the village has its lost cases again"
    );
    // The village drew its numbers anew: a long run of equal ones would mean that it counted on from the copy.
    let number = |case: &DocId| world.state(District, *case).opened.expect("it is open").number;
    let lost: BTreeSet<String> = first.iter().map(number).collect();
    let doubled = second.iter().map(number).filter(|number| lost.contains(number)).count();
    assert!(doubled < first.len(), "{doubled} numbers were given twice");
    world.assert_agreement();
}

#[test]
fn a_database_of_a_newer_program_is_left_alone_and_said() {
    let mut world = World::three_tiers();
    world.stop(Changjiao);
    let path = world.folder(Changjiao).join(DATABASE_FILE);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let known: u32 = conn.query_row("pragma user_version", [], |row| row.get(0)).unwrap();
    conn.execute_batch(&format!("pragma user_version = {}", known + 1)).unwrap();
    drop(conn);
    let size = std::fs::metadata(&path).unwrap().len();
    match Node::open(&world.folder(Changjiao), Clock::set_to(world.clock.now())) {
        Err(Error::NewerDatabase { found, known: knows, .. }) => assert_eq!((found, knows), (known + 1, known)),
        Ok(_) => panic!("it was opened"),
        Err(other) => panic!("{other}"),
    }
    assert_eq!(std::fs::metadata(&path).unwrap().len(), size);
}
