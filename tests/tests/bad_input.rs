//! What must not happen: strangers that get something, entries of others' documents, erased parts that break a chain, slow
//! clocks, kinds of a later version, bytes that are nothing.

use daiban_node::seed::Place::{Changjiao, District, Yanyang, Yinna};
use daiban_node::seed::{self, Place};
use daiban_node::store::{Priority, PrivateIn};
use daiban_node::sync::dial;
use daiban_node::{Clock, Error};
use daiban_shared::api::{Command, EffectView};
use daiban_shared::case::{Effect, RefusalCode, Void};
use daiban_shared::entry::{Early, Head, SUITE, Verdict, seal, well_formed};
use daiban_shared::id::{CmdId, DocId, FeedId, Hash, UserId};
use daiban_shared::kind::{Body, Class, Opinion, Role, encode};
use daiban_tests::line::Line;
use daiban_tests::world::{MINUTE, Who, World};
use proptest::prelude::*;

fn forward() -> Command {
    Command::Forward { to: None, dept: None, opinion: None, words: String::new() }
}

/// A head of a case as any program with this machine's key could sign it.
fn head(world: &World, place: Place, doc: DocId, seen: Vec<Hash>, body: Vec<u8>) -> Head {
    let node = world.node(place);
    Head {
        suite: SUITE,
        doc,
        feed: FeedId::new(node.identity().node(), 77, [7; 8]),
        n: 1,
        prev: None,
        seen,
        ground: node.store().directory().tip(),
        after: None,
        by: UserId([1; 8]),
        role: Role::Clerk.into(),
        cmd: CmdId([9; 16]),
        part: 0,
        at: world.clock.now(),
        body,
        private: None,
    }
}

/// Puts an entry that this program would not write into a machine's own store.
fn slip_in(world: &World, place: Place, head: &Head) -> Hash {
    let node = world.node(place);
    let me = node.identity();
    let bytes = seal(head, me.net(), me.signing_key());
    let Verdict::Entry(entry) = well_formed(&bytes, me.net(), node.store().directory().as_ref()) else {
        panic!("no entry")
    };
    let (hash, from) = (entry.hash, me.site());
    node.store().write(Priority::Peers, move |tx| tx.receive(*entry, PrivateIn::None, from)).expect("it is kept");
    hash
}

#[test]
fn a_sender_of_another_network_gets_no_answer() {
    let (mut ours, theirs) = (World::three_tiers(), World::three_tiers());
    let case = ours.file(Changjiao, "V04");
    ours.settle();
    let town = ours.node(Yanyang);
    let heard = dial::exchange(theirs.node(Changjiao), |bytes| seed::answer(town, "/sync/v1", &bytes));
    assert!(!heard.expect("no error of the machine"), "it is not spoken to");
    assert!(!theirs.cases(Changjiao).contains(&case));
}

#[test]
fn a_machine_that_writes_into_a_case_of_others_gets_nothing_of_it_and_changes_nothing() {
    let mut world = World::with(&[Yanyang, Changjiao, Yinna]);
    let case = world.file(Changjiao, "V04");
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle();
    let before = world.state(District, case);
    let heads = before.heads.clone();
    let note = head(&world, Yinna, case, heads, encode(&Body::Note(Default::default())));
    let slipped = slip_in(&world, Yinna, &note);
    world.settle();
    assert_eq!(world.stored(Yinna, case).len(), 1, "only its own entry");
    let after = world.state(District, case);
    let step = after.steps.iter().find(|step| step.hash == slipped).expect("it is kept and listed");
    assert_eq!(step.effect, Effect::None(Void::NotParticipant));
    assert_eq!((after.status, after.holder, after.interest), (before.status, before.holder, before.interest));
}

#[test]
fn an_erased_private_part_leaves_verification_exchange_and_views_in_order() {
    let mut world = World::three_tiers();
    let case = world.file(Changjiao, "V04");
    world.settle();
    for place in [Changjiao, Yanyang] {
        let erase = "update private set state = 4, salt = null, bytes = null";
        world.node(place).store().write(Priority::People, |tx| Ok(tx.conn().execute(erase, [])?)).expect("erased");
        world.node(place).store().rebuild().expect("views are made anew");
    }
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle();
    let page = world.page(Yanyang, Who::Clerk, case);
    assert!(page.steps.iter().all(|step| step.effect == EffectView::Effect));
    assert!(page.form.is_empty() && !page.missing_parts.is_empty(), "it says that values are missing");
    assert_eq!(world.state(Yanyang, case), world.state(District, case), "the fold reads heads only");
    world.check_all();
}

#[test]
fn an_entry_of_a_machine_that_is_not_known_yet_is_for_later() {
    let (ours, theirs) = (World::three_tiers(), World::three_tiers());
    let node = ours.node(Changjiao);
    let stranger = theirs.node(Changjiao).identity();
    let foreign = head(&theirs, Changjiao, DocId([1; 16]), vec![Hash::ZERO], encode(&Body::Note(Default::default())));
    let bytes = seal(&foreign, node.identity().net(), stranger.signing_key());
    let verdict = well_formed(&bytes, node.identity().net(), node.store().directory().as_ref());
    assert_eq!(verdict, Verdict::Later(Early::Signer(stranger.node())));
}

#[test]
fn a_clock_five_minutes_slow_works_and_one_far_behind_stops_writing_with_words() {
    let mut world = World::three_tiers();
    let case = world.file(Changjiao, "V04");
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle();
    let slow = Clock::set_to(world.clock.now() - 5 * MINUTE);
    world.start_with(Yanyang, slow);
    world.step(Yanyang, Who::Clerk, case, Command::Accept { gaps: vec![], gap_date: None });
    let opinion = Some(Opinion::Agree);
    world.step(Yanyang, Who::Clerk, case, Command::Forward { to: None, dept: None, opinion, words: String::new() });
    world.settle();
    let state = world.state(District, case);
    assert!(state.steps.iter().all(|step| step.effect == Effect::Effect));
    assert!(state.steps.windows(2).all(|pair| pair[0].at < pair[1].at), "never before what it has seen");
    world.start_with(Yanyang, Clock::set_to(world.clock.now() - 600 * MINUTE));
    let count = world.stored(Yanyang, case).len();
    match world.try_step(Yanyang, Who::Clerk, case, Command::Note { words: "x".into() }) {
        Err(Error::ClockWrong { .. }) => {}
        Err(Error::Refused(refusal)) => assert_eq!(refusal.code, RefusalCode::ClockWrong),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.stored(Yanyang, case).len(), count, "nothing half done");
}

#[test]
fn a_step_of_a_later_version_is_carried_on_and_leaves_facts_only() {
    let mut world = World::three_tiers();
    let case = world.file(Changjiao, "V04");
    world.step(Changjiao, Who::Agent, case, forward());
    world.settle();
    let heads = world.state(Yanyang, case).heads;
    // Kind 30 with content that this program cannot read.
    let unknown = head(&world, Yanyang, case, heads, later_kind());
    let hash = slip_in(&world, Yanyang, &unknown);
    world.settle();
    for place in [Changjiao, Yanyang, District] {
        assert!(
            world.stored(place, case).iter().any(|stored| stored.entry.hash == hash),
            "{place:?} keeps and forwards it"
        );
        assert!(world.state(place, case).has_unknown);
    }
    let page = world.page(Yanyang, Who::Clerk, case);
    let moves = page.actions.iter().filter(|action| action.kind.class() == Class::Move);
    assert!(moves.clone().count() > 5);
    for action in moves {
        assert!(!action.allowed, "{:?} is offered", action.kind);
    }
    assert!(page.actions.iter().any(|action| action.allowed && action.kind.class() == Class::Fact));
    world.step(Changjiao, Who::Agent, case, Command::Note { words: "居民来问过".into() });
    world.settle();
    world.check_all();
}

/// Number 30, reserved for later, with a content of one field, in CBOR.
fn later_kind() -> Vec<u8> {
    let bytes = vec![0x18, 30, 0xa1, 0x00, 0x01];
    assert_eq!(daiban_shared::kind::decode(&bytes), Body::Unknown { number: 30 });
    bytes
}

#[test]
fn a_parent_that_answers_nonsense_harms_nothing() {
    let mut world = World::three_tiers();
    let case = world.file(Changjiao, "V04");
    world.line(Changjiao, Line::Nonsense).settle();
    assert!(!world.cases(Yanyang).contains(&case));
    world.heal(Changjiao).settle();
    assert!(world.cases(Yanyang).contains(&case));
    world.check_all();
}

#[test]
fn bytes_that_are_no_message_get_no_answer_and_change_nothing() {
    let mut world = World::three_tiers();
    world.file(Changjiao, "V04");
    world.settle();
    let good = std::cell::RefCell::new(Vec::new());
    let _ = dial::exchange(world.node(Changjiao), |bytes| {
        *good.borrow_mut() = bytes;
        None
    });
    let good = good.into_inner();
    let town = world.node(Yanyang);
    let newest = *town.store().changes().borrow();
    proptest!(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() }, |(
        at in 0..good.len(),
        with in any::<u8>(),
        keep in 0..good.len(),
        noise in prop::collection::vec(any::<u8>(), 0..300),
    )| {
        let mut changed = good.clone();
        changed[at] = with;
        prop_assert!(changed == good || seed::answer(town, "/sync/v1", &changed).is_none());
        prop_assert!(seed::answer(town, "/sync/v1", &good[..keep]).is_none());
        prop_assert!(seed::answer(town, "/sync/v1", &noise).is_none());
        // The door for joining machines says no, or nothing; it never falls over.
        let _ = seed::answer(town, "/sync/v1/join", &noise);
    });
    assert_eq!(*town.store().changes().borrow(), newest);
}
