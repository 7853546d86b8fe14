//! Entries of this version must decode, verify and fold to the same for ever: a file of signed entries of every kind, and
//! beside it, in numbers that never change, what became of each. A new rule is a new kind; nothing in these two files is ever changed.

use crate::limits::{accept, deliver, forward, grant, notify, supplement};
use crate::world::{
    Case, D, Machine, T1, V1, V2, World, at, key_of, node_of, node_row, open_body, private_of, proposed_rights, user,
};
use daiban_shared::api::Command;
use daiban_shared::appraisal::fold_sheet;
use daiban_shared::case::{Effect, Outcome};
use daiban_shared::entry::{Entry, Head, Net, Verdict, well_formed};
use daiban_shared::fold::fold;
use daiban_shared::ground::{Directory, Pushed};
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, Hash, Millis, SiteId};
use daiban_shared::kind::*;
use daiban_shared::watch::fold_inspection;
use ed25519_dalek::Signer;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const ENTRIES: &[u8] = include_bytes!("../fixtures/entries-1.bin");
const EXPECTED: &str = include_str!("../fixtures/entries-1.txt");

/// Every entry behind its length in four bytes.
pub(crate) fn read(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let (entry, rest) = rest.split_at(u32::from_be_bytes(*length) as usize);
        out.push(entry.to_vec());
        bytes = rest;
    }
    assert!(bytes.is_empty(), "the file ends behind an entry");
    out
}

/// Takes the file through the door as a new machine would, that knows nothing but the network's name.
pub(crate) fn told(file: &[Vec<u8>]) -> (String, BTreeSet<Kind>) {
    let first = Entry::trusted(&file[0]).expect("the root entry");
    let Body::Root(root) = &first.body else { panic!("the file begins with the root") };
    let net = Net::of_root(&root.root_key);
    let mut directory = Directory::new(net);
    let mut documents: BTreeMap<DocId, Vec<Entry>> = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    for bytes in file {
        let Verdict::Entry(entry) = well_formed(bytes, net, &directory) else {
            panic!("an entry of this version is refused")
        };
        assert!(matches!(entry.body, Body::Unknown { .. }) || encode(&entry.body) == entry.head.body);
        kinds.insert(entry.kind());
        if entry.head.doc.kind() == DocKind::Public {
            assert_eq!(directory.push(&entry), Pushed::Taken);
        } else {
            documents.entry(entry.head.doc).or_default().push(*entry);
        }
    }
    let mut out = format!("network of {} rows, the last {}\n", directory.len(), directory.tip_hash().expect("rows"));
    for (doc, entries) in documents {
        writeln!(out, "{doc} of {} entries", entries.len()).expect("into memory");
        if doc.kind() == DocKind::Case {
            tell_case(&mut out, &entries, &directory);
        } else {
            for entry in &entries {
                writeln!(out, "  {} {}", entry.hash, entry.kind().number()).expect("into memory");
            }
            tell_paper(&mut out, doc.kind(), &entries, &directory);
        }
    }
    (out, kinds)
}

/// What became of an inspection or a sheet. Cards came before this was told.
fn tell_paper(out: &mut String, kind: DocKind, entries: &[Entry], directory: &Directory) {
    if kind == DocKind::Inspection {
        for found in fold_inspection(entries, directory).findings {
            writeln!(
                out,
                "  finding {} {:?} until {} back {}",
                found.finding.no, found.stand, found.until, found.sent_back
            )
            .expect("into memory");
        }
    }
    if kind == DocKind::Appraisal {
        let state = fold_sheet(entries, directory);
        writeln!(
            out,
            "  sheet {:?} total {} adjusted {} again {}",
            state.stand,
            state.total(),
            state.adjusted,
            state.again
        )
        .expect("into memory");
    }
}

fn tell_case(out: &mut String, entries: &[Entry], directory: &Directory) {
    let state = fold(entries, directory);
    let holder = state.holder.map_or_else(|| "nobody".to_owned(), |holder| holder.site.to_string());
    let outcome = state.outcome.map_or(0, Outcome::number);
    writeln!(out, "  status {} outcome {outcome} holder {holder}", state.status.number()).expect("into memory");
    for step in &state.steps {
        let effect = match step.effect {
            Effect::Effect => "effect".to_owned(),
            Effect::None(void) => format!("none {}", void.number()),
            Effect::Waits(wait) => format!("waits {}", wait.number()),
        };
        writeln!(out, "  {} {} {effect}", step.hash, step.kind.number()).expect("into memory");
    }
}

/// Kinds that came after the first file was written.
pub(crate) const LATER: [Kind; 10] = [
    Kind::Extend,
    Kind::Lapse,
    Kind::Urge,
    Kind::TimeSet,
    Kind::Green,
    Kind::Rule,
    Kind::CardServe,
    Kind::CardAnswer,
    Kind::CardAppeal,
    Kind::CardRuling,
];

/// Kinds that came after the second file was written.
pub(crate) const LATEST: [Kind; 7] = [
    Kind::Scheme,
    Kind::SheetFix,
    Kind::SheetAppeal,
    Kind::SheetRuling,
    Kind::InspectionOpen,
    Kind::InspectionAnswer,
    Kind::InspectionRuling,
];

#[test]
fn entries_of_the_first_format_fold_to_the_same_for_ever() {
    let (found, kinds) = told(&read(ENTRIES));
    let is_first = |kind: &Kind| !LATER.contains(kind) && !LATEST.contains(kind);
    let first = Kind::ALL.iter().copied().filter(is_first).collect();
    assert_eq!(kinds, first, "every kind is in the file");
    assert!(found == EXPECTED, "an entry of the first format means something else now:\n{found}");
}

/// Writes the two files. They were written once, when the format had settled; a later version gets files of its own.
#[test]
#[ignore = "it would overwrite what must never change"]
fn write_the_files_of_the_first_format() {
    let file: Vec<Vec<u8>> = entries_of_every_kind().iter().map(|entry| entry.bytes.to_vec()).collect();
    let bytes: Vec<u8> =
        file.iter().flat_map(|entry| [(entry.len() as u32).to_be_bytes().as_slice(), entry].concat()).collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::write(folder.join("entries-1.bin"), bytes).expect("the folder is there");
    std::fs::write(folder.join("entries-1.txt"), told(&file).0).expect("the folder is there");
}

fn entries_of_every_kind() -> Vec<Entry> {
    let mut world = World::of_items(|item| ["V04", "T28"].contains(&item.code.as_str()));
    world.enter(Body::Right(Right {
        no: 40,
        site: Some(T1),
        tier: None,
        power: Power::Administer,
        ..proposed_rights(&world.items)[0].clone()
    }));
    let mut all = Vec::new();
    all.extend(the_long_way(&world));
    all.extend(refused_and_done_again(&world));
    all.extend(withdrawn(&world));
    all.extend(taken_over(&world));
    all.extend(begun_and_cut_off(&world));
    all.extend(other_documents(&world));
    // Of its last feed only the opening counts.
    let feed = |generation| Machine { generation, ..Machine::new(V1, &world) }.feed();
    let feeds = [(1, 99), (2, 99), (3, 99), (4, 99), (9, 1)]
        .map(|(generation, n)| CutFeed { feed: feed(generation), n })
        .to_vec();
    world.enter(Body::Cut(Cut { node: node_of(V1), feeds, reason: CutReason::Replaced }));
    world.rows.into_iter().chain(all).collect()
}

fn begin<'w>(world: &'w World, code: &str, generation: u32, now: Millis) -> Case<'w> {
    let doc = DocId::for_command(DocKind::Case, V1, user(V1), CmdId([generation as u8; 16]));
    let mut case = Case { doc, generation, ..Case::empty(world, V1) };
    let (hash, item) = world.item(code);
    let papers: Vec<u8> = item.materials.iter().map(|paper| paper.no).collect();
    let private =
        Private {
            name: Some("陈志远".into()), words: Some("行动不便，上门收件".into()), ..Private::default()
        };
    let head =
        Head { private: Some(private_of(&private)), ..case.head(V1, &open_body(hash, &papers), Role::Agent, now) };
    case.push(&head, V1);
    case
}

fn the_long_way(world: &World) -> Vec<Entry> {
    let mut case = begin(world, "V04", 1, at("2026-09-08 10:20"));
    case.press(V1, &forward(None), at("2026-09-08 10:21"));
    case.taken(T1, at("2026-09-09 08:00"));
    let notice = case.press(T1, &notify(2), at("2026-09-09 09:00"));
    case.press(
        V1,
        &Command::Deliver { of: Some(notice), way: Some(DeliverWay::AtHome), receiver: "钟秀英".into(), on: None },
        at("2026-09-09 11:00"),
    );
    case.press(V1, &supplement(2), at("2026-09-10 09:00"));
    let fields = vec!["applicant.phone".to_owned()];
    case.write(
        V1,
        &Body::FormChange(FormChange { fields, why: ChangeWhy::Edit, on: None }),
        Role::Agent,
        at("2026-09-10 09:05"),
    );
    case.press(T1, &accept(), at("2026-09-10 10:00"));
    let question = Command::TaskOpen {
        what: None,
        to: Vec::new(),
        words: "请核实住址".into(),
        stage: None,
        excluded: None,
        place: String::new(),
        held: String::new(),
    };
    let task = case.press(T1, &question, at("2026-09-10 10:10"));
    case.press(
        V1,
        &Command::Answer {
            of: task,
            result: Some(AnswerResult::Confirmed),
            words: "属实".into(),
            dept: None,
            officers: Vec::new(),
        },
        at("2026-09-11 09:00"),
    );
    let second = case.press(T1, &question, at("2026-09-11 10:00"));
    case.press(
        T1,
        &Command::TaskEnd { task: second, ground: Some(TaskEndGround::NotNeeded), words: String::new() },
        at("2026-09-11 10:05"),
    );
    case.press(
        T1,
        &Command::Return { to: Some(V1), ground: Some(ReturnGround::NeedCheck), words: String::new() },
        at("2026-09-11 11:00"),
    );
    case.press(V1, &forward(None), at("2026-09-11 14:00"));
    case.press(T1, &forward(Some(Opinion::Agree)), at("2026-09-11 15:00"));
    let desk =
        Command::Assign { to: None, dept: None, user: None, ground: Some(AssignGround::Duty), words: String::new() };
    case.press(D, &desk, at("2026-09-14 09:00"));
    case.press(D, &grant(), at("2026-09-15 09:00"));
    case.press(V1, &deliver(), at("2026-09-16 09:00"));
    case.press(D, &Command::Close { undelivered: None }, at("2026-09-17 09:00"));
    case.press(V1, &Command::Note { words: "居民致谢".into() }, at("2026-09-18 09:00"));
    case.entries
}

fn refused_and_done_again(world: &World) -> Vec<Entry> {
    let mut case = begin(world, "T28", 2, at("2026-09-08 10:20"));
    let refuse = Command::NotAccept {
        ground: Some(NotAcceptGround::NotEligible),
        body_named: String::new(),
        words: "不符".into(),
    };
    case.press(V1, &refuse, at("2026-09-08 11:00"));
    let redo = Command::Annul {
        authority: Some(Authority::Reconsideration),
        redo: true,
        days: Some(10),
        words: "复议".into(),
    };
    case.press(V1, &redo, at("2026-09-10 11:00"));
    case.press(V1, &accept(), at("2026-09-10 12:00"));
    case.press(
        V1,
        &Command::Deny { grounds: vec![DenyGround::Untrue], words: "材料不实".into() },
        at("2026-09-11 12:00"),
    );
    case.entries
}

fn withdrawn(world: &World) -> Vec<Entry> {
    let mut case = begin(world, "T28", 3, at("2026-09-08 10:20"));
    case.press(V1, &Command::WithdrawAsked { signed: true, on: None, words: String::new() }, at("2026-09-08 11:00"));
    case.press(V1, &Command::Withdraw { words: String::new() }, at("2026-09-08 12:00"));
    case.write(V1, &Body::Join, Role::Node, at("2026-09-08 12:01"));
    case.entries
}

fn taken_over(world: &World) -> Vec<Entry> {
    let mut case = begin(world, "T28", 4, at("2026-09-08 10:20"));
    let late = case.head(
        V1,
        &Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: None }),
        Role::Agent,
        at("2026-09-09 09:00"),
    );
    case.press(
        T1,
        &Command::TakeOver { ground: Some(TakeOverGround::Silent), words: "失联九天".into() },
        at("2026-09-17 09:00"),
    );
    case.press(
        T1,
        &Command::Terminate {
            ground: Some(TerminateGround::MediationFailed),
            duplicate_of: None,
            words: "调解不成".into(),
        },
        at("2026-09-17 10:00"),
    );
    case.push(&late, V1);
    let unknown = Head {
        body: vec![0x18, 45, 1, 2],
        ..case.head(D, &Body::Note(Note::default()), Role::Head, at("2026-09-18 09:00"))
    };
    case.push(&unknown, D);
    let early = Head {
        seen: vec![Hash([1; 32])],
        ..case.head(T1, &Body::Note(Note::default()), Role::Clerk, at("2026-09-18 10:00"))
    };
    case.push(&early, T1);
    case.entries
}

fn begun_and_cut_off(world: &World) -> Vec<Entry> {
    let mut case = begin(world, "T28", 9, at("2026-09-08 10:20"));
    case.press(V1, &accept(), at("2026-09-10 12:00"));
    case.entries
}

fn other_documents(world: &World) -> Vec<Entry> {
    let now = at("2026-09-08 12:00");
    let one = |site: SiteId, generation: u32, doc: DocId, body: &Body| {
        let machine = Machine { generation, ..Machine::new(site, world) };
        let head = Head { role: Role::Admin.into(), ..machine.head(world, doc, body, now) };
        world.sign(&head, &key_of(site))
    };
    let feed = FeedId::new(node_of(V1), 1, [1; 8]);
    let witness = Witness { feeds: vec![FeedEnd { feed, n: 3 }], heard: vec![Heard { site: V1, until: now }] };
    let node = NodeRow { live: false, ..node_row(V2) };
    let signature = key_of(V2).sign(&daiban_shared::entry::node_message(&node).0).to_bytes();
    let right = Right { no: 0, ..proposed_rights(&world.items)[0].clone() };
    let request = |no: u8| DocId::for_command(DocKind::Request, T1, user(T1), CmdId([no; 16]));
    vec![
        one(T1, 5, DocId::for_month(DocKind::Witness, V1, 2026, 9), &Body::Witness(witness)),
        one(V1, 8, DocId::for_month(DocKind::Own, V1, 2026, 9), &Body::Clock(Clock { before: now - 1, now })),
        one(T1, 6, request(1), &Body::NodeAsked(NodeAsked { node, signature })),
        one(T1, 7, request(2), &Body::RightAsked(RightAsked { right })),
    ]
}
