//! What is written anywhere reaches everybody whom it concerns, once, over whatever line there is, and nobody else.

use super::world::*;
use crate::store::{self, Cursor};
use crate::sync::message::{self, Message, What};
use crate::sync::session::LineFault;
use crate::sync::{dial, serve, view};
use daiban_shared::id::CmdId;
use daiban_shared::kind::{Body, Cut, CutReason, FeedEnd, Private, Role};
use daiban_shared::text::Lang;

#[test]
fn a_case_goes_up_and_its_return_comes_down() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    world.settle();
    assert_eq!(world.entries(TOWN, doc), world.entries(VILLAGE, doc));
    assert_eq!(world.entries(DISTRICT, doc).len(), 3, "open, forward, and the town's signature for it");
    world.hand(TOWN, doc, VILLAGE);
    world.settle();
    assert_eq!(world.entries(VILLAGE, doc).len(), 5, "and the village's signature for the return");
    assert_eq!(world.entries(VILLAGE, doc), world.entries(DISTRICT, doc));
    let seen = view(world.node(VILLAGE), Lang::Zh).unwrap();
    assert_eq!((seen.pending_up, seen.waiting, seen.missing_parts), (0, 0, 0));
    assert!(seen.parent.unwrap().connected);
}

#[test]
fn a_village_never_gets_what_does_not_concern_it() {
    let mut world = World::whole();
    let doc = world.file(VILLAGE);
    world.hand(VILLAGE, doc, TOWN);
    world.settle();
    // A neighbour that read the id off a slip writes into the foreign case: kept above, and nothing comes back.
    let foreign = world.slip_in(VILLAGE2, doc, *world.entries(VILLAGE, doc).first().unwrap());
    world.settle();
    assert!(world.entries(TOWN, doc).contains(&foreign), "nothing signed is dropped");
    assert_eq!(world.entries(VILLAGE2, doc).len(), 1, "its own note only");
    assert!(world.entries(VILLAGE3, doc).is_empty() && world.entries(TOWN2, doc).is_empty());
}

#[test]
fn nothing_new_is_one_small_request_and_no_commit() {
    let mut world = World::line();
    world.file(VILLAGE);
    world.settle();
    let changes = *world.node(TOWN).store().changes().borrow();
    let mut sizes = Vec::new();
    let done = dial::exchange(world.node(VILLAGE), |bytes| match serve::answer_now(world.node(TOWN), &bytes) {
        serve::Served::Message(answer) => {
            sizes.push(bytes.len() + answer.len());
            Some(answer)
        }
        serve::Served::Busy { .. } | serve::Served::Refused => None,
    });
    assert!(done.unwrap());
    assert_eq!(sizes.len(), 1);
    assert!(sizes[0] < 400, "{} bytes without headers", sizes[0]);
    assert_eq!(*world.node(TOWN).store().changes().borrow(), changes);
}

#[test]
fn a_line_that_loses_requests_and_answers_delivers_everything_once() {
    let mut world = World::line();
    let mut lost = 0_u32;
    for round in 0..30_u32 {
        let doc = world.file(VILLAGE);
        world.hand(VILLAGE, doc, TOWN);
        let known = world.docs(TOWN);
        if round % 3 == 0 && !known.is_empty() {
            world.note(TOWN, known[0]);
        }
        let mut count = 0;
        dial::exchange(world.node(VILLAGE), |bytes| {
            count += 1;
            if (round + count) % 4 == 0 {
                lost += 1;
                return None;
            }
            let answer = serve::answer_now(world.node(TOWN), &bytes);
            if (round + count) % 3 == 0 {
                lost += 1;
                return None;
            }
            match answer {
                serve::Served::Message(answer) => Some(answer),
                serve::Served::Busy { .. } | serve::Served::Refused => None,
            }
        })
        .unwrap();
    }
    assert!(lost > 20);
    assert_eq!(world.node(VILLAGE).lines().parent().fault, Some(LineFault::Down));
    world.settle();
    assert_eq!(world.all(VILLAGE), world.all(TOWN));
    assert_eq!(world.all(VILLAGE), world.all(DISTRICT));
    let positions = world
        .node(TOWN)
        .store()
        .read(|conn| Ok(conn.query_row("SELECT count(*) FROM entry", [], |row| row.get::<_, i64>(0))?));
    let hashes = world.node(TOWN).store().read(|conn| {
        let mut statement = conn.prepare("SELECT head FROM entry")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        Ok(rows.collect::<Result<std::collections::BTreeSet<_>, _>>()?.len() as i64)
    });
    assert_eq!(positions.unwrap(), hashes.unwrap(), "no entry is stored twice");
}

#[test]
fn a_line_that_doubles_every_message_is_left_alone_soon_and_delivers_when_it_is_mended() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    let mut sent = 0;
    let done = dial::exchange(world.node(VILLAGE), |bytes| {
        sent += 1;
        assert!(sent < 40, "the machines greet each other for ever");
        serve::answer_now(world.node(TOWN), &bytes);
        match serve::answer_now(world.node(TOWN), &bytes) {
            serve::Served::Message(second) => Some(second),
            serve::Served::Busy { .. } | serve::Served::Refused => None,
        }
    });
    assert!(!done.unwrap());
    assert_eq!(world.node(VILLAGE).lines().parent().fault, Some(LineFault::BadAnswer));
    assert!(world.contact(VILLAGE));
    assert_eq!(world.entries(TOWN, doc).len(), 1);
    assert_eq!(world.node(VILLAGE).lines().parent().fault, None);
}

#[test]
fn strangers_recorded_messages_and_cut_machines_get_no_answer() {
    let mut world = World::whole();
    let town = world.node(TOWN);
    let ask = dial::ask(world.node(VILLAGE), 0).unwrap();
    assert!(matches!(serve::answer_now(town, &ask), serve::Served::Message(_)));
    let serve::Served::Message(answer) = serve::answer_now(town, &ask) else { panic!("an answer") };
    let answer =
        message::open(&answer, world.node(VILLAGE).identity(), |_| Some(town.identity().signing_key().verifying_key()));
    assert_eq!(answer.unwrap().what, What::NewSession, "a recorded message only gets the offer of a new session");
    // A machine of another town's village is known to everybody and is still not served here.
    let foreign = Message::new(world.node(VILLAGE3).identity(), None, What::Talk, MORNING);
    let bytes = message::seal(&foreign, world.node(VILLAGE3).identity());
    assert_eq!(serve::answer_now(town, &bytes), serve::Served::Refused);
    assert_eq!(serve::answer_now(town, b"GET / HTTP/1.1"), serve::Served::Refused);
    let cut = Cut { node: world.node(VILLAGE).identity().node(), feeds: vec![], reason: CutReason::Stolen };
    world.node(DISTRICT).publish(vec![Body::Cut(cut)]).unwrap();
    assert!(world.contact(TOWN));
    assert!(!world.contact(VILLAGE));
    world.file(VILLAGE);
    assert_eq!(view(world.node(VILLAGE), Lang::En).unwrap().pending_up, 1);
}

#[test]
fn a_frame_that_leads_on_from_somewhere_else_changes_nothing() {
    let mut world = World::line();
    world.file(VILLAGE);
    world.settle();
    let before = world.node(TOWN).store().read(|conn| store::neighbour(conn, VILLAGE)).unwrap().unwrap();
    let from = Cursor { fseq: before.taken.fseq + 5, chain: [9; 16] };
    let rows = world.node(TOWN).store().read(|conn| store::rows_after(conn, DISTRICT, 0, 10, 100_000)).unwrap();
    let frame = crate::sync::frame::pack(from, &rows, false);
    let child = crate::sync::receive::From { site: VILLAGE, is_child: true };
    let taken = crate::sync::receive::frames(world.node(TOWN), child, &[frame.into()]).unwrap();
    assert_eq!(taken.new, 0);
    let garbled = crate::sync::receive::frames(world.node(TOWN), child, &[vec![1, 2, 3].into()]).unwrap();
    assert!(garbled.is_unreadable);
    let after = world.node(TOWN).store().read(|conn| store::neighbour(conn, VILLAGE)).unwrap().unwrap();
    assert_eq!(before, after);
}

#[test]
fn a_private_part_that_was_missing_is_asked_for_and_only_then_delivered() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    let state = |world: &World, site, state: i64| {
        let sql = "UPDATE private SET state = ?1";
        let job = move |tx: &mut store::Tx<'_>| Ok(tx.conn().execute(sql, [state])?);
        assert_eq!(world.node(site).store().write(store::Priority::People, job).unwrap(), 1);
    };
    let missing = |world: &World, site| view(world.node(site), Lang::Zh).unwrap().missing_parts;
    let delivered = |world: &World| {
        let sql = "SELECT count(*) FROM witness WHERE tier = 1";
        world.node(VILLAGE).store().read(|conn| Ok(conn.query_row(sql, [], |row| row.get::<_, i64>(0))?)).unwrap()
    };
    // As after a fault of the village's disk: the head goes out alone.
    state(&world, VILLAGE, 1);
    world.contact(VILLAGE);
    world.contact(TOWN);
    assert_eq!((missing(&world, TOWN), delivered(&world)), (1, 0));
    state(&world, VILLAGE, 0);
    world.pass(11 * 60_000);
    world.settle();
    assert_eq!((missing(&world, TOWN), missing(&world, DISTRICT)), (0, 0), "it goes on to the district too");
    assert_eq!(delivered(&world), 1);
    // Another village asks for it by its place in the feed and gets nothing.
    world.join(VILLAGE2);
    let stored = world.node(TOWN).store().read(|conn| store::entries_of(conn, doc)).unwrap().remove(0);
    let end = FeedEnd { feed: stored.entry.head.feed, n: stored.entry.head.n };
    let asked = |site| {
        let to = crate::sync::receive::From { site, is_child: true };
        world
            .node(TOWN)
            .store()
            .read(|conn| crate::sync::outgoing::parts(conn, to, std::slice::from_ref(&end)))
            .unwrap()
            .len()
    };
    assert_eq!((asked(VILLAGE), asked(VILLAGE2)), (1, 0));
}

#[test]
fn a_step_costs_less_than_250_bytes_on_the_wire() {
    let mut world = World::line();
    world.settle();
    let village = world.node(VILLAGE).clone();
    let begin = village.store().read(|conn| store::neighbour(conn, TOWN)).unwrap().unwrap().out;
    for _ in 0..20 {
        let doc = world.file(VILLAGE);
        for part in 0..11 {
            let cmd = CmdId(crate::identity::random().unwrap());
            let private =
                Private {
                    name: Some("测试".into()), words: Some(format!("第{part}次情况说明")), ..Private::default()
                };
            world.append(VILLAGE, doc, Body::Note(Default::default()), private, cmd, Role::Clerk);
        }
    }
    let rows = village.store().read(|conn| store::rows_after(conn, TOWN, begin.fseq, 2_000, 10_000_000)).unwrap();
    assert_eq!(rows.len(), 240);
    let slim = crate::sync::frame::pack(begin, &rows, false);
    let plain = crate::sync::frame::pack(begin, &rows, true);
    assert!(slim.len() / rows.len() < 250, "{} bytes a step", slim.len() / rows.len());
    assert!(slim.len() + 60 * rows.len() < plain.len(), "references save two hashes a step");
    for bytes in [&slim, &plain] {
        let frame = crate::sync::frame::unpack(bytes).unwrap();
        assert!(
            frame
                .rows
                .iter()
                .zip(&rows)
                .all(|(got, sent)| got.bytes[..] == sent.entry.bytes[..] && got.cursor == sent.cursor)
        );
    }
}
