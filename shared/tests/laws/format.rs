//! The content of entries: what version 1 may say, in which bytes, and what it keeps for later versions.

use crate::world::{Machine, T1, V1, World, at, doc, key_of};
use daiban_shared::day::Day;
use daiban_shared::entry::{Head, Verdict, seal, well_formed};
use daiban_shared::id::Hash;
use daiban_shared::kind::*;

/// Kinds that the table names and this version does not know yet (kinds.md §2), and ranges held for other documents.
#[test]
fn a_reserved_kind_is_kept_byte_by_byte() {
    let world = World::of_items(|item| item.code == "V04");
    let machine = Machine::new(V1, &world);
    let head = machine.head(&world, doc(V1), &Body::Note(Note::default()), at("2026-09-08 10:20"));
    let reserved = [43, 44, 45, 71, 19, 46, 63, 74, 95, 98, 114, 132, 139, 147, 160, 208, 256];
    for number in reserved {
        for content in [[].as_slice(), &[0xa0], &[0xa1, 0, 7], &[1, 2, 3]] {
            let body = [&minicbor::to_vec(number).expect("into memory"), content].concat();
            let bytes = seal(&Head { body: body.clone(), ..head.clone() }, world.net, &key_of(V1));
            let Verdict::Entry(entry) = well_formed(&bytes, world.net, &world.directory) else { panic!("refused") };
            assert_eq!((&entry.body, entry.kind()), (&Body::Unknown { number }, Kind::Unknown));
            assert_eq!((&*entry.bytes, &entry.head.body), (bytes.as_slice(), &body));
            assert!(Kind::ALL.iter().all(|kind| u16::from(kind.number()) != number), "{number} has a meaning now");
        }
    }
}

/// What version 1 may say and nobody says yet costs no byte where it is absent, and is part of the legal content where not.
#[test]
fn every_step_of_a_person_can_name_the_day_at_the_counter_and_absence_costs_nothing() {
    let on = Some(Day(20_000));
    let clock = Reckoning { due: None, provisional: false, used_quarters: 0, pauses: Vec::new(), calendar: None };
    let of = Hash([1; 32]);
    // On a day, and the bytes without it: version 1 as it was first written down.
    let all = |on| {
        [
            Body::Forward(Forward { to: T1, dept: None, opinion: Opinion::None, on }),
            Body::Return(Return { to: V1, ground: ReturnGround::Other, on }),
            Body::Assign(Assign { to: V1, dept: None, user: None, ground: AssignGround::Other, on }),
            Body::TakeOver(TakeOver { ground: TakeOverGround::Unable, heard: None, on }),
            Body::Notify(Notify { defects: Vec::new(), days: 5, again: None, on }),
            Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on }),
            Body::NotAccept(NotAccept { ground: NotAcceptGround::NotOurs, body: None, on }),
            Body::TaskOpen(TaskOpen { what: TaskKind::Question, to: Vec::new(), stage: 0, excluded: false, on }),
            Body::TaskEnd(TaskEnd { task: of, ground: TaskEndGround::Overdue, on }),
            Body::Grant(Grant { right: 1, ground: GrantGround::Met, reckoning: clock.clone(), on }),
            Body::Deny(Deny {
                right: 1,
                grounds: Vec::new(),
                remedy: Remedy::DistrictGovernment,
                reckoning: clock.clone(),
                court: None,
                on,
            }),
            Body::Withdraw(Withdraw { of, on }),
            Body::Terminate(Terminate { ground: TerminateGround::Moot, duplicate_of: None, on }),
            Body::Close(Close { undelivered: None, reckoning: clock.clone(), on }),
            Body::Annul(Annul { of, authority: Authority::Court, redo: true, days: None, on }),
            Body::Supplement(Supplement {
                papers: Vec::new(),
                defects: Vec::new(),
                gaps: vec![],
                on,
                returned: vec![],
            }),
            Body::WithdrawAsked(WithdrawAsked { signed: true, on }),
            Body::Answer(Answer { of, result: AnswerResult::Done, officers: Vec::new(), on, dept: None }),
            Body::Deliver(Deliver { of, way: DeliverWay::Left, returned: Vec::new(), on }),
            Body::Note(Note { on }),
            Body::FormChange(FormChange { fields: Vec::new(), why: ChangeWhy::Edit, on }),
        ]
    };
    for (late, plain) in all(on).iter().zip(all(None)) {
        let bytes = encode(late);
        assert_eq!((decode(&bytes), late.on(), plain.on()), (late.clone(), on, None));
        assert_eq!(decode(&encode(&plain)), plain);
        assert!(encode(&plain).len() < bytes.len(), "{plain:?}");
    }
    assert_eq!(encode(&Body::Note(Note::default())), [24, 37]);
    assert_eq!(decode(&[24, 37, 0xa0]), Body::Unknown { number: 37 }, "one spelling");
    let ours = NotAccept { ground: NotAcceptGround::NotOurs, body: Some("县教育局".into()), on: None };
    let back = Supplement { papers: vec![], defects: vec![], gaps: vec![], on: None, returned: vec![2] };
    assert_eq!(encode(&Body::NotAccept(NotAccept { body: None, ..ours.clone() })), [8, 0xa1, 0, 2]);
    for body in [Body::NotAccept(ours), Body::Supplement(back)] {
        assert_eq!(decode(&encode(&body)), body);
    }
}
