//! Entries of the second file: the kinds that came with the clock and supervision. They mean for ever what they mean today.

use crate::golden::{LATER, read, told};
use crate::limits::{accept, forward, notify};
use crate::world::{Case, D, Machine, T1, V1, World, at, day, key_of, open_body, proposed_rights, somebody, user};
use daiban_shared::api::Command;
use daiban_shared::entry::{Entry, Head};
use daiban_shared::id::{DocId, Hash, SiteId};
use daiban_shared::kind::*;
use std::collections::BTreeSet;

const ENTRIES: &[u8] = include_bytes!("../fixtures/entries-2.bin");
const EXPECTED: &str = include_str!("../fixtures/entries-2.txt");

#[test]
fn entries_of_the_second_file_fold_to_the_same_for_ever() {
    let (found, kinds) = told(&read(ENTRIES));
    let later: BTreeSet<Kind> = LATER.into_iter().collect();
    assert!(later.is_subset(&kinds), "every later kind is in the file: {kinds:?}");
    assert!(found == EXPECTED, "an entry of the second file means something else now:\n{found}");
}

/// Writes the two files. They were written once, when these kinds had settled.
#[test]
#[ignore = "it would overwrite what must never change"]
fn write_the_second_file() {
    keep("entries-2", &entries());
}

/// Writes these entries and what became of them.
pub(crate) fn keep(name: &str, entries: &[Entry]) {
    let file: Vec<Vec<u8>> = entries.iter().map(|entry| entry.bytes.to_vec()).collect();
    let bytes: Vec<u8> =
        file.iter().flat_map(|entry| [(entry.len() as u32).to_be_bytes().as_slice(), entry].concat()).collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::write(folder.join(format!("{name}.bin")), bytes).expect("the folder is there");
    std::fs::write(folder.join(format!("{name}.txt")), told(&file).0).expect("the folder is there");
}

fn entries() -> Vec<Entry> {
    let mut world = World::of_items(|item| ["V04", "D02"].contains(&item.code.as_str()));
    let right = proposed_rights(&world.items).remove(0);
    let items = vec!["D02".into()];
    world.enter(Body::Right(Right { no: 70, site: Some(D), tier: None, power: Power::Green, items, ..right }));
    world.enter(Body::Rule(Rule {
        what: RuleKind::PromiseNear,
        light: LightCode::Yellow,
        threshold: 85,
        days: 0,
        is_card: false,
        answer_quarters: 8,
        document: "梅县政数〔2026〕3 号".into(),
        ended: false,
    }));
    let mut all = extended(&world);
    let lapsed = lapsed(&world);
    let late = lapsed.iter().find(|entry| entry.kind() == Kind::Notify).expect("a notice");
    all.extend(card(&world, late.head.doc, late.hash));
    all.extend(lapsed);
    world.rows.into_iter().chain(all).collect()
}

/// A company: admitted to the green channel, extended, urged, its units asked together.
fn extended(world: &World) -> Vec<Entry> {
    let (item, row) = world.item("D02");
    let papers: Vec<u8> = row.materials.iter().map(|paper| paper.no).collect();
    let mut case = Case { generation: 11, ..Case::empty(world, D) };
    case.write(D, &open_body(item, &papers), Role::Clerk, at("2026-11-18 14:00"));
    case.press(D, &accept(), at("2026-11-18 14:05"));
    let ground = Some(GreenGround::Investment);
    case.press(
        D,
        &Command::Green { body: "区绿色通道办".into(), ground, words: "招商".into() },
        at("2026-11-18 14:10"),
    );
    case.units_agree(D, at("2026-11-18 14:20"));
    let extend = Command::Extend {
        days: Some(2),
        ground: Some(ExtendGround::Consult),
        approver: Some(Approver::AuthorityHead),
        words: "需会商".into(),
    };
    case.press(D, &extend, at("2026-11-18 15:00"));
    let urge = Command::Urge { ground: Some(UrgeGround::DueSoon), days: Some(1), words: "请抓紧".into() };
    case.press_as(&somebody(D, &[Role::Supervisor], None), &urge, at("2026-11-19 09:00"));
    case.entries
}

/// A notice that was told and never answered; the village's clock was corrected on the way.
fn lapsed(world: &World) -> Vec<Entry> {
    let mut case = Case { generation: 12, ..Case::open(world, "V04", V1, at("2026-09-08 10:20")) };
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    let notice = case.press(T1, &notify(2), at("2026-09-10 09:00"));
    let told = Command::Deliver { of: Some(notice), way: Some(DeliverWay::ByProxy), receiver: String::new(), on: None };
    let told = case.press(V1, &told, at("2026-09-13 09:00"));
    let words = "村里时钟快了两天".to_owned();
    case.press(T1, &Command::TimeSet { of: told, at: Some(at("2026-09-11 09:00")), words }, at("2026-09-14 09:00"));
    let lapse = Command::Lapse { vouched: Some(Vouched::Phoned), words: "逾期未补正".into() };
    case.press(T1, &lapse, at("2026-09-25 09:00"));
    assert!(case.state().done.is_some_and(|(_, at)| daiban_shared::day::Day::of(at) == day("2026-09-25")));
    case.entries
}

/// A card with everything that can become of it.
fn card(world: &World, case: DocId, of: Hash) -> Vec<Entry> {
    let rule = RuleKind::AcceptLate;
    let doc = DocId::for_card(D, rule.number(), case, of);
    let (light, to, since) = (LightCode::Red, T1, at("2026-09-15 17:31"));
    let due = Some(day("2026-09-15"));
    let heard = Some(at("2026-09-16 08:00"));
    let serve =
        CardServe { rule, case, of, light, to, user: Some(user(T1)), due, since, heard, quarters: 8, dept: None };
    let steps = [
        (D, Role::Supervisor, Body::CardServe(serve)),
        (T1, Role::Head, Body::CardAnswer(CardAnswer { result: CardResult::Explained, on: None })),
        (T1, Role::Head, Body::CardAppeal(CardAppeal { ground: AppealGround::LateData, on: None })),
        (
            D,
            Role::Supervisor,
            Body::CardRuling(CardRuling { ruling: Ruling::Cancelled, ground: Some(AppealGround::LateData) }),
        ),
    ];
    let entries = chain(world, doc, 20, &steps);
    let state = daiban_shared::watch::fold_card(&entries, &world.directory);
    assert_eq!(state.stand, daiban_shared::watch::Stand::Cancelled);
    entries
}

/// Entries of a document, each by somebody who has seen the one before; every step by a process of its own, so that each
/// begins a feed.
pub(crate) fn chain(world: &World, doc: DocId, generation: u32, steps: &[(SiteId, Role, Body)]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (i, (site, role, body)) in steps.iter().enumerate() {
        let machine = Machine { generation: generation + i as u32, ..Machine::new(*site, world) };
        let head = machine.head(world, doc, body, at("2026-09-16 09:00") + 60_000 * i as u64);
        let seen = entries.last().map(|entry| entry.hash).into_iter().collect();
        let head = Head { role: (*role).into(), seen, ..head };
        entries.push(world.sign(&head, &key_of(*site)));
    }
    entries
}
