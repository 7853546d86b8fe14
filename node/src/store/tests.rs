//! Stores of several places that exchange outboxes by hand: what a store promises to people and to its neighbours.

mod alarms;
mod golden;
mod histories;
mod links;
mod measures;
mod orders;
mod pages;
mod speed;
mod world;

use super::*;
use daiban_shared::case::Status;
use daiban_shared::id::{DocId, DocKind};
use daiban_shared::kind::{Body, Kind};
use world::World;

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    world.restart("village");
    let found = world.list("village", ListFilter::default());
    assert_eq!(found.items.len(), 1);
    assert_eq!((found.items[0].id, found.items[0].applicant.as_str()), (doc, "陈一"));
    assert_eq!(found.items[0].status, Status::Received);
}

#[test]
fn a_process_never_goes_on_in_the_feed_of_another() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    let first = world.entries("village", doc)[0].clone();
    world.restart("village");
    world.note("village", doc, "再来");
    let second = world.entries("village", doc)[1].clone();
    assert_ne!(first.head.feed, second.head.feed);
    assert_eq!(second.head.feed.generation(), first.head.feed.generation() + 1);
    assert_eq!((second.head.n, second.head.prev), (1, Some(first.hash)));
    assert_eq!(second.head.seen, vec![first.hash]);
}

#[test]
fn a_failed_job_leaves_nothing_and_spoils_nobody_elses() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    let store = world.store("village");
    let before = store.read(newest_pos).expect("read");
    let failed = store.write(Priority::People, move |tx| {
        tx.append(world::note_of(doc, 7, "undone"))?;
        Err::<(), _>(Error::Other("changed my mind".into()))
    });
    assert!(failed.is_err());
    assert_eq!(store.read(newest_pos).expect("read"), before);
    let panicked = store.write(Priority::People, |_| -> Result<(), Error> { panic!("a fault in the program") });
    assert!(panicked.is_err());
    world.note("village", doc, "still works");
    let entries = world.entries("village", doc);
    assert_eq!(entries.iter().map(|entry| entry.head.n).collect::<Vec<_>>(), vec![1, 2]);
    world.check_all();
}

#[test]
fn a_full_disk_is_said_and_leaves_nothing_half_done() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    let store = world.store("village");
    let pages = |max: i64| {
        let set = move |tx: &mut Tx<'_>| Ok(tx.conn().pragma_update(None, "max_page_count", max)?);
        store.write(Priority::People, set).expect("set");
    };
    pages(1);
    let mut written = 0;
    let full = loop {
        let long = "满".repeat(2_000);
        match store.write(Priority::People, move |tx| tx.append(world::note_of(doc, 1_000 + written, &long))) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(full, Error::DiskFull), "{full:?}");
    assert_eq!(world.entries("village", doc).len() as u64, 1 + written);
    pages(1 << 30);
    world.note("village", doc, "there is room again");
    let numbers: Vec<u64> = world.entries("village", doc).iter().map(|entry| entry.head.n).collect();
    assert_eq!(numbers, (1..=written + 2).collect::<Vec<_>>(), "no position is lost or used twice");
    world.check_all();
}

#[test]
fn many_callers_at_once_all_get_their_own_answer() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    let store = world.store("village");
    let threads: Vec<_> = (0..40u8)
        .map(|i| {
            let store = store.clone();
            std::thread::spawn(move || {
                store.write(Priority::People, move |tx| {
                    Ok((i, tx.append(world::note_of(doc, 100 + u64::from(i), "x"))?.hash))
                })
            })
        })
        .collect();
    let mut answers: Vec<_> =
        threads.into_iter().map(|thread| thread.join().expect("no panic").expect("written")).collect();
    answers.sort();
    answers.dedup_by_key(|(_, hash)| *hash);
    assert_eq!(answers.len(), 40);
    assert_eq!(world.entries("village", doc).len(), 41);
}

#[test]
fn a_clock_that_jumped_back_stops_writing_until_somebody_confirms_it() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    world.clock.move_to(world.clock.now() - 5 * 60_000);
    world.note("village", doc, "five minutes slow works");
    world.clock.move_to(world.clock.now() - 3_600_000);
    let store = world.store("village");
    let refused = store.write(Priority::People, move |tx| tx.append(world::note_of(doc, 50, "no")));
    assert!(matches!(refused, Err(Error::ClockWrong { .. })), "{refused:?}");
    let own = DocId::for_month(DocKind::Own, world.site("village"), 2026, 9);
    let confirm = Body::Clock(daiban_shared::kind::Clock { before: 0, now: world.clock.now() });
    store.write(Priority::People, move |tx| tx.append(world::draft(own, 51, confirm))).expect("confirmed");
    world.note("village", doc, "works again");
    let entries = world.entries("village", doc);
    assert!(
        entries.windows(2).all(|pair| pair[0].head.at < pair[1].head.at),
        "an entry is never before what it has seen"
    );
}

#[test]
fn a_hand_over_arrives_is_signed_for_and_the_village_sees_that() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    world.forward("village", doc, "town");
    assert_eq!(world.case("village", doc).holder.expect("held").site, world.site("town"));
    let row = &world.list("village", ListFilter::default()).items[0];
    assert!(row.holder.in_transit && !row.holder.here);
    world.settle();
    let state = world.case("village", doc);
    assert!(state.holder.expect("held").taken_at.is_some());
    assert_eq!(state.steps.iter().filter(|step| step.kind == Kind::Taken).count(), 1);
    for place in ["village", "town", "district"] {
        assert_eq!(world.case(place, doc), state, "{place}");
    }
    let row = &world.list("town", ListFilter { holder: Some(HolderFilter::Here), ..ListFilter::default() }).items[0];
    assert!(row.holder.here && row.due.is_some());
    world.check_all();
}

#[test]
fn a_case_goes_to_its_own_line_only() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    world.settle();
    assert!(world.entries("other", doc).is_empty(), "the neighbouring village has no part in it");
    assert_eq!(world.entries("district", doc).len(), 1);
    world.task("town", doc, "other");
    world.settle();
    let asked = world.case("other", doc);
    assert_eq!(asked.steps.len(), world.case("district", doc).steps.len(), "who is asked gets the whole case");
    assert!(asked.tasks[0].to[0].taken_at.is_some());
    world.check_all();
}

#[test]
fn a_missing_private_part_is_kept_open_and_filled_in_later() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    let stored = world.store("village").read(|conn| entries_of(conn, doc)).expect("read").remove(0);
    let part = world.store("village").read(|conn| private_of(conn, stored.pos)).expect("read").expect("has a part");
    let from = world.site("village");
    let town = world.store("town");
    let give = |private: PrivateIn| {
        let entry = stored.entry.clone();
        town.write(Priority::Peers, move |tx| tx.receive(entry, private, from)).expect("received")
    };
    assert!(matches!(give(PrivateIn::Missing), Received::New(_)));
    assert_eq!(world.list("town", ListFilter::default()).items[0].applicant, "");
    assert_eq!(
        give(PrivateIn::Here { salt: [9; 16], bytes: part.bytes.clone() }),
        Received::Known,
        "a wrong part changes nothing"
    );
    assert_eq!(world.list("town", ListFilter::default()).items[0].applicant, "");
    assert_eq!(give(PrivateIn::Here { salt: part.salt, bytes: part.bytes.clone() }), Received::Known);
    assert_eq!(world.list("town", ListFilter::default()).items[0].applicant, "陈一");
    assert_eq!(world.find("town", "陈一").len(), 1);
    world.settle();
    assert_eq!(world.list("district", ListFilter::default()).items[0].applicant, "陈一");
    world.check_all();
}

#[test]
fn both_entries_of_a_copied_machine_are_kept() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    let copy = world.copy_of("village");
    world.note("village", doc, "here");
    let there = copy.write(Priority::People, move |tx| tx.append(world::note_of(doc, 9, "there"))).expect("written");
    let from = world.site("village");
    let store = world.store("village");
    store.write(Priority::Peers, move |tx| tx.receive(there, PrivateIn::Missing, from)).expect("kept");
    let state = world.case("village", doc);
    assert_eq!((state.steps.len(), state.heads.len()), (3, 2));
    world.note("village", doc, "joins both");
    assert_eq!(world.case("village", doc).heads.len(), 1);
    world.check_all();
}

#[test]
fn views_made_anew_are_the_views_that_were_there() {
    let mut world = World::new();
    for i in 0..6 {
        let doc = world.open("village", i);
        if i % 2 == 0 {
            world.forward("village", doc, "town");
        }
        world.phone("village", doc, "0753-1234567");
    }
    world.settle();
    world.check_all();
    for place in ["village", "town", "district"] {
        let before = world.list(place, ListFilter::default());
        assert_eq!(world.store(place).rebuild().expect("rebuilt").documents, 6);
        assert_eq!(world.list(place, ListFilter::default()), before);
    }
}

#[test]
fn damage_is_named_and_nothing_is_deleted() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    let store = world.store("village");
    store
        .write(Priority::People, |tx| {
            tx.conn().execute("UPDATE case_view SET status = 4", [])?;
            tx.conn().execute("UPDATE private SET bytes = x'00'", [])?;
            Ok(())
        })
        .expect("damaged");
    let report = store.check().expect("checked");
    assert!(report.faults.iter().any(|fault| fault.contains("case_view")), "{report:?}");
    assert!(report.faults.iter().any(|fault| fault.contains("private part")), "{report:?}");
    assert_eq!(world.entries("village", doc).len(), 1);
}

#[test]
fn a_difference_in_any_view_is_found() {
    let mut world = World::new();
    let doc = world.open("village", 1);
    world.forward("village", doc, "town");
    world.settle();
    let store = world.store("town");
    assert_eq!(store.check().expect("checked").faults, Vec::<String>::new());
    let planted = [
        ("case_view", "UPDATE case_view SET status = 4"),
        ("case_view", "UPDATE case_view SET words = words || 'x'"),
        ("duty", "INSERT INTO duty (doc, no, kind, of, owner, since) SELECT doc, 9, 1, x'00', 1, 0 FROM case_view"),
        ("interest", "DELETE FROM interest"),
        ("interest", "INSERT INTO interest (doc, child) VALUES (77, 3)"),
        ("alarm", "DELETE FROM alarm"),
        ("tally", "UPDATE tally SET count = count + 1"),
        ("figure", "INSERT INTO figure VALUES (1, 24320, 3, 0, '', 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)"),
        ("carried", "INSERT INTO carried VALUES (1, 2026, 3, 0, '', 9, 1)"),
        ("search", "DELETE FROM search"),
        ("search", "INSERT INTO search (rowid, words) VALUES (77, 'zzz')"),
    ];
    for (view, sql) in planted {
        store.write(Priority::People, move |tx| Ok(tx.conn().execute(sql, [])?)).expect("planted");
        let faults = store.check().expect("checked").faults;
        assert!(faults.len() == 1 && faults[0].contains(view), "{sql}: {faults:?}");
        store.rebuild().expect("rebuilt");
        assert_eq!(store.check().expect("checked").faults, Vec::<String>::new(), "{sql}");
    }
}

#[test]
fn a_check_needs_no_turn_of_the_writer() {
    let mut world = World::new();
    world.open("village", 1);
    let store = world.store("village");
    let (go_on, waits) = std::sync::mpsc::channel::<()>();
    let busy = store.clone();
    let writing = std::thread::spawn(move || busy.write(Priority::People, move |_| Ok(waits.recv().is_ok())));
    let (sender, checked) = std::sync::mpsc::channel();
    let checking = store.clone();
    std::thread::spawn(move || sender.send(checking.check().expect("checked").faults));
    let faults = checked.recv_timeout(std::time::Duration::from_secs(60)).expect("the check waits for nobody");
    assert_eq!(faults, Vec::<String>::new());
    go_on.send(()).expect("the writer waits");
    assert!(writing.join().expect("no panic").expect("written"));
}
