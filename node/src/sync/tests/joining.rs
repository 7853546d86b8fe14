//! A machine comes in by a code and by words that two people compared; before that it learns nothing.

use super::world::*;
use crate::join::places::{self, Stays};
use crate::join::{self, Joining, grants};
use crate::node::Node;
use crate::store::Priority;
use crate::{Error, sync};
use daiban_shared::api::RightRequest;
use daiban_shared::case::Effect;
use daiban_shared::id::CmdId;
use daiban_shared::kind::{Body, CutReason, Power, Private, Role, TakeOver, TakeOverGround};

#[test]
fn a_village_joins_through_its_town_and_goes_on_after_a_stop() {
    let mut world = World::founded();
    world.join(TOWN);
    let code = join::invite(world.node(TOWN), VILLAGE).unwrap().code;
    let folder = world.new_folder(VILLAGE);
    let spoken = format!("{} {}", &code[..5].to_lowercase(), &code[5..]);
    let Joining::Compare { words, site } = world.join_step(VILLAGE, &folder, &spoken).unwrap() else {
        panic!("compare")
    };
    assert_eq!(site, ("试验村11".into(), "Place 11".into()));
    assert!(matches!(Node::open(&folder, world.clock.clone()), Err(Error::Other(_))), "not before it has joined");
    let asking = join::nodes(world.node(TOWN)).unwrap().asking;
    assert_eq!((asking.len(), &asking[0].words, asking[0].confirmed), (1, &words, false));
    assert!(!folder.join(crate::node::DATABASE_FILE).exists(), "no directory before confirmation");
    join::confirm(world.node(TOWN), &world.admin(TOWN), asking[0].node).unwrap();
    assert_eq!(world.join_step(VILLAGE, &folder, &code).unwrap(), Joining::Confirmed);
    assert!(world.contact(TOWN));
    assert_eq!(world.join_step(VILLAGE, &folder, &code).unwrap(), Joining::Joined);
    let village = Node::open(&folder, world.clock.clone()).unwrap();
    assert_eq!(village.config().parent.as_deref(), Some("http://127.0.0.1:1"));
    let directory = village.store().directory();
    assert_eq!(directory.newest().live_node(VILLAGE), Some(village.identity().node()));
    assert_eq!(directory.tip(), world.node(DISTRICT).store().directory().tip());
    let nodes = join::nodes(world.node(TOWN)).unwrap();
    assert!(nodes.asking.is_empty() && nodes.invites.is_empty());
    assert_eq!(nodes.below[0].words, village.identity().words());
    assert!(matches!(world.join_step(VILLAGE, &folder, &code), Err(Error::Other(_))), "once is enough");
}

#[test]
fn codes_end_after_five_wrong_tries_after_72_hours_and_with_their_first_use() {
    let mut world = World::founded();
    let code = join::invite(world.node(DISTRICT), TOWN).unwrap().code;
    let mut wrong = code.clone();
    let last = wrong.pop().unwrap();
    wrong.push(if last == 'A' { 'B' } else { 'A' });
    let folder = world.new_folder(TOWN);
    for _ in 0..5 {
        assert!(world.join_step(TOWN, &folder, &wrong).is_err());
    }
    assert!(world.join_step(TOWN, &folder, &code).is_err(), "tried too often");
    let code = join::invite(world.node(DISTRICT), TOWN).unwrap().code;
    world.pass(73 * 3_600_000);
    assert!(world.join_step(TOWN, &folder, &code).is_err(), "expired");
    let code = join::invite(world.node(DISTRICT), TOWN).unwrap().code;
    assert!(world.join_step(TOWN, &folder, &code).is_ok());
    let thief = world.new_folder(TOWN2);
    let stolen = world.join_step(TOWN, &thief, &code);
    assert!(stolen.is_err(), "used");
}

#[test]
fn only_places_directly_below_without_a_machine_are_invited() {
    let world = World::line();
    assert!(matches!(join::invite(world.node(DISTRICT), VILLAGE2), Err(Error::NotFound)));
    assert!(matches!(join::invite(world.node(TOWN), VILLAGE3), Err(Error::NotFound)));
    assert!(matches!(join::invite(world.node(TOWN), VILLAGE), Err(Error::SiteHasNode)));
    assert!(join::invite(world.node(TOWN), VILLAGE2).is_ok());
    let nobody = daiban_shared::id::NodeId([9; 8]);
    assert!(matches!(join::confirm(world.node(TOWN), &world.admin(TOWN), nobody), Err(Error::NotFound)));
}

#[test]
fn a_second_machine_for_one_place_is_refused_with_a_reason() {
    let mut world = World::founded();
    world.join(TOWN);
    for above in [TOWN, DISTRICT] {
        let site = if above == TOWN { VILLAGE } else { TOWN2 };
        let asking: Vec<_> = (0..2)
            .map(|_| {
                let code = join::invite(world.node(above), site).unwrap().code;
                let folder = world.new_folder(VILLAGE3);
                let Joining::Compare { words, .. } = world.join_step(site, &folder, &code).unwrap() else {
                    panic!("compare")
                };
                let asking = join::nodes(world.node(above)).unwrap().asking;
                asking.iter().find(|asking| asking.words == words).unwrap().node
            })
            .collect();
        let confirm = |node| join::confirm(world.node(above), &world.admin(above), node);
        confirm(asking[0]).unwrap();
        assert!(matches!(confirm(asking[1]), Err(Error::SiteHasNode)), "{above}");
        confirm(asking[0]).unwrap();
    }
}

fn request(site: daiban_shared::id::SiteId) -> RightRequest {
    RightRequest {
        site: Some(site),
        department: None,
        power: Power::Accept,
        items: vec![],
        basis: "试验文件〔2026〕1号".into(),
        why: "村里要用".into(),
        tier: None,
        user: None,
        person: None,
        up_to_yuan: None,
        from: None,
        until: None,
    }
}

/// What was asked for at a machine.
fn asked(world: &World, site: daiban_shared::id::SiteId) -> Vec<daiban_shared::id::Hash> {
    let rows = world.node(site).store().read(grants::asked).unwrap();
    rows.into_iter().map(|(entry, _, _)| entry.hash).collect()
}

/// The rows of the public feed about rights, as a machine has them: number, ended, words.
fn rows(world: &World, site: daiban_shared::id::SiteId) -> Vec<(u32, bool, String)> {
    let rows = world.node(site).store().read(grants::rows).unwrap();
    rows.into_iter().map(|(_, right)| (right.no, right.ended, right.basis)).collect()
}

#[test]
fn a_town_asks_for_a_right_of_its_village_and_the_district_enters_it_once() {
    let world = World::line();
    let admin = world.admin(TOWN);
    let cmd = CmdId([9; 16]);
    join::ask_right(world.node(TOWN), &admin, request(VILLAGE), cmd).unwrap();
    join::ask_right(world.node(TOWN), &admin, request(VILLAGE), cmd).unwrap();
    let other = RightRequest { power: Power::Decide, ..request(VILLAGE) };
    assert!(matches!(join::ask_right(world.node(TOWN), &admin, other, cmd), Err(Error::SameCommandOtherContent)));
    let above = join::ask_right(world.node(TOWN), &admin, request(DISTRICT), CmdId([8; 16]));
    assert!(matches!(above, Err(Error::Refused(_))), "nobody asks for a place above");
    world.settle();
    assert!(rows(&world, DISTRICT).is_empty(), "it waits for a person");
    let [id] = asked(&world, DISTRICT)[..] else { panic!("one request") };
    let boss = world.admin(DISTRICT);
    assert!(grants::settle(world.node(TOWN), &admin, id, grants::Answer::Enter).is_err(), "the district only");
    grants::settle(world.node(DISTRICT), &boss, id, grants::Answer::Enter).unwrap();
    grants::settle(world.node(DISTRICT), &boss, id, grants::Answer::Refuse("太晚".into())).unwrap();
    world.settle();
    for site in [DISTRICT, TOWN, VILLAGE] {
        let directory = world.node(site).store().directory();
        let rights: Vec<_> = directory.newest().rights().map(|right| (right.no, right.site)).collect();
        assert_eq!(rights, [(1, Some(VILLAGE))]);
    }
    join::ask_right(world.node(DISTRICT), &boss, request(TOWN), CmdId([7; 16])).unwrap();
    join::ask_right(world.node(DISTRICT), &boss, request(TOWN), CmdId([7; 16])).unwrap();
    assert_eq!(world.node(DISTRICT).store().directory().newest().rights().count(), 2);
}

#[test]
fn a_refusal_reaches_the_town_that_asked_with_its_reason_and_allows_nothing() {
    let world = World::line();
    join::ask_right(world.node(TOWN), &world.admin(TOWN), request(TOWN), CmdId([9; 16])).unwrap();
    world.settle();
    let [id] = asked(&world, DISTRICT)[..] else { panic!("one request") };
    let refuse = grants::Answer::Refuse("由区级统一受理".into());
    grants::settle(world.node(DISTRICT), &world.admin(DISTRICT), id, refuse).unwrap();
    world.settle();
    for site in [DISTRICT, TOWN, VILLAGE] {
        assert_eq!(rows(&world, site), [(1, true, "由区级统一受理".to_owned())], "{site}");
        assert_eq!(world.node(site).store().directory().newest().rights().count(), 0);
    }
    let answer = world.node(TOWN).store().read(grants::rows).unwrap().remove(0).0;
    assert_eq!(answer.head.cmd, grants::answer_of(id), "the town finds the answer to its request");
}

#[test]
fn an_ended_right_ends_once_and_its_number_is_not_used_again() {
    let world = World::line();
    let boss = world.admin(DISTRICT);
    join::ask_right(world.node(DISTRICT), &boss, request(TOWN), CmdId([7; 16])).unwrap();
    let end = |cmd| {
        let request = daiban_shared::api::EndRequest { basis: "机构调整".into() };
        grants::end(world.node(DISTRICT), &boss, 1, request, CmdId([cmd; 16]))
    };
    end(1).unwrap();
    end(2).unwrap();
    assert_eq!(rows(&world, DISTRICT).len(), 2, "entered and ended");
    join::ask_right(world.node(DISTRICT), &boss, request(TOWN), CmdId([6; 16])).unwrap();
    assert_eq!(rows(&world, DISTRICT).last().map(|row| row.0), Some(2));
}

#[test]
fn a_village_ends_after_its_machine_is_retired_and_its_cases_are_taken_over() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.settle();
    let boss = world.admin(DISTRICT);
    let machine = world.node(VILLAGE).identity().node();
    let end = |world: &World, cmd| places::end(world.node(DISTRICT), &boss, VILLAGE, CmdId([cmd; 16])).unwrap();
    assert!(places::end(world.node(TOWN), &world.admin(TOWN), VILLAGE, CmdId([1; 16])).is_err(), "the district only");
    assert_eq!(end(&world, 2), Some(Stays::Machine));
    join::retire(world.node(DISTRICT), boss.user, machine, CutReason::Ended).unwrap();
    assert_eq!(end(&world, 3), Some(Stays::Cases(1)));
    let body = TakeOver { ground: TakeOverGround::SiteEnded, heard: None, on: None };
    let over = Body::TakeOver(body);
    world.append(DISTRICT, doc, over, Private::default(), CmdId([4; 16]), Role::Head);
    assert_eq!(end(&world, 5), None);
    assert!(world.node(DISTRICT).store().directory().newest().site(VILLAGE).unwrap().ended);
    assert_eq!(end(&world, 6), None, "once");
}

#[test]
fn a_village_whose_machine_burnt_gets_a_new_one_with_every_case() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    world.settle();
    // The return was on its way when the machine burnt: nobody at the village has signed for it.
    let back = world.hand(TOWN, doc, VILLAGE);
    world.contact(TOWN);
    let burnt = world.nodes.remove(&VILLAGE).unwrap().identity().node();
    let retire = |site| join::retire(world.node(site), daiban_shared::id::UserId([7; 8]), burnt, CutReason::Lost);
    assert!(retire(TOWN).is_err(), "the district only");
    retire(DISTRICT).unwrap();
    assert!(matches!(retire(DISTRICT), Err(Error::NotFound)));
    // More public rows than one slice takes lie between the return and the new machine's own row.
    let site = world.node(DISTRICT).store().directory().newest().site(TOWN2).unwrap().clone();
    world.node(DISTRICT).publish((0..250).map(|_| Body::Site(Box::new(site.clone()))).collect()).unwrap();
    world.settle();
    world.join(VILLAGE);
    world.settle();
    assert!(world.entries(VILLAGE, doc).contains(&back));
    assert_eq!(world.entries(VILLAGE, doc), world.entries(DISTRICT, doc));
    let state = world.node(VILLAGE).store().write(Priority::People, move |tx| tx.case(doc)).unwrap();
    let holder = state.holder.unwrap();
    assert_eq!(holder.site, VILLAGE);
    assert!(holder.taken_at.is_some(), "the new machine signs for what the old one did not get");
    assert!(state.steps.iter().all(|step| step.effect == Effect::Effect), "the cut undoes nothing that had arrived");
    world.hand(VILLAGE, doc, TOWN);
    world.settle();
    assert_eq!(world.entries(VILLAGE, doc), world.entries(DISTRICT, doc));
}

#[test]
fn a_town_whose_machine_burnt_is_replaced_and_its_villages_find_the_new_one() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    world.settle();
    let only_village = world.hand(TOWN, doc, VILLAGE);
    world.contact(VILLAGE);
    let burnt = world.nodes.remove(&TOWN).unwrap().identity().node();
    join::retire(world.node(DISTRICT), daiban_shared::id::UserId([7; 8]), burnt, CutReason::Replaced).unwrap();
    world.join(TOWN);
    world.settle();
    assert!(world.entries(TOWN, doc).contains(&only_village), "the village gives back what only it holds");
    for site in [TOWN, DISTRICT] {
        assert_eq!(world.entries(site, doc), world.entries(VILLAGE, doc));
    }
    let next = world.file(VILLAGE);
    world.settle();
    assert_eq!(world.entries(DISTRICT, next).len(), 1);
}

#[test]
fn a_folder_is_held_by_one_process_and_its_secrets_by_its_owner() {
    let mut world = World::founded();
    let folder = world.node(DISTRICT).folder().to_owned();
    match Node::open(&folder, world.clock.clone()) {
        Err(Error::FolderInUse { pid, .. }) => assert_eq!(pid, std::process::id()),
        other => panic!("{:?}", other.map(|_| ())),
    }
    let token = world.node(DISTRICT).control_token().to_owned();
    assert_eq!(std::fs::read_to_string(folder.join(crate::node::CONTROL_FILE)).unwrap(), token);
    world.open(DISTRICT);
    assert_ne!(world.node(DISTRICT).control_token(), token);
    assert!(sync::recovering(world.node(DISTRICT)).unwrap().is_none());
}
