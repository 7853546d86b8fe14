//! What people type: a filled form, and any command a page could send.

use super::{Dice, V1};
use daiban_shared::api::{Applicant, AskTo, Command, DefectIn, NewCase, PaperTicked};
use daiban_shared::case::CaseState;
use daiban_shared::form::{FieldKind, Value, fields_of};
use daiban_shared::ground::View;
use daiban_shared::id::{DocId, Hash, SiteId};
use daiban_shared::item::Item;
use daiban_shared::kind::*;
use std::collections::BTreeMap;

/// An invented person with a number that has a valid check digit.
pub const ID_NUMBER: &str = "44142119640302143";

fn id_number() -> String {
    let digit = daiban_shared::form::id_number::check_digit(ID_NUMBER).expect("17 digits");
    format!("{ID_NUMBER}{digit}")
}

/// Every required field of the item's own, filled in.
pub fn applicant_form(item: &Item) -> BTreeMap<String, Value> {
    let own = fields_of(item).into_iter().filter(|field| field.required && !field.id.starts_with("applicant."));
    own.map(|field| {
        let value = match &field.kind {
            FieldKind::Text { .. } => Value::Text("大坪村三组 12 号".into()),
            FieldKind::Number { min, .. } => Value::Number(*min),
            FieldKind::Money => Value::Number(120_000),
            FieldKind::Day => Value::Text("2026-05-04".into()),
            FieldKind::Phone => Value::Text("13800000000".into()),
            FieldKind::IdNumber => Value::Text(id_number()),
            FieldKind::Choice { options } => Value::Text(options[0].code.clone()),
            FieldKind::Flag => Value::Flag(true),
        };
        (field.id, value)
    })
    .collect()
}

/// A filing with every paper and every required field.
pub fn new_case(item: &Item) -> NewCase {
    NewCase {
        id: None,
        item: item.code.clone(),
        applicant: Applicant { name: "钟秀英".into(), id_number: id_number(), phone: "13800000000".into() },
        form: applicant_form(item),
        materials: item.materials.iter().map(|paper| ticked(paper.no)).collect(),
        file_anyway: false,
        channel: None,
        note: None,
        renews: None,
    }
}

pub fn ticked(no: u8) -> PaperTicked {
    PaperTicked { no, originals: 0, copies: 0, how: None }
}

/// One command of every kind with fields drawn by the dice: what an honest person may try on this state.
pub fn commands_of_all(dice: &mut Dice, state: &CaseState, item: &Item, directory: &View<'_>) -> Vec<Command> {
    let words = || "核实无误".to_owned();
    let sites: Vec<SiteId> = directory.sites().map(|site| site.id).collect();
    let site = |dice: &mut Dice| dice.maybe().then(|| *dice.of(&sites).unwrap_or(&V1));
    let hashes: Vec<Hash> = state.steps.iter().map(|step| step.hash).collect();
    let duty = state.duties.iter().map(|duty| duty.of).collect::<Vec<_>>();
    let any_hash = |dice: &mut Dice| {
        let owed = dice.maybe() && !duty.is_empty();
        dice.of(if owed { &duty } else { &hashes }).copied().unwrap_or(Hash::ZERO)
    };
    let papers: Vec<u8> = item.materials.iter().map(|paper| paper.no).collect();
    let tasks: Vec<Hash> = state.tasks.iter().map(|task| task.hash).collect();
    let defects = (0..dice.below(3) + 1).map(|_| DefectIn {
        paper: dice.of(&papers).copied(),
        field: None,
        code: *dice.of(DefectCode::ALL).expect("a list"),
        words: words(),
    });
    let defects: Vec<DefectIn> = defects.collect();
    let asked: Vec<AskTo> = site(dice).map(|site| AskTo { site, dept: None, days: Some(3) }).into_iter().collect();
    vec![
        Command::Forward { to: site(dice), dept: None, opinion: dice.of(Opinion::ALL).copied(), words: words() },
        Command::Return { to: site(dice), ground: Some(ReturnGround::NeedCheck), words: words() },
        Command::Assign {
            to: site(dice),
            dept: None,
            user: None,
            ground: Some(AssignGround::Designated),
            words: words(),
        },
        Command::TakeOver { ground: Some(TakeOverGround::Unable), words: words() },
        Command::Notify { defects, days: Some(5), again: dice.maybe().then_some(AgainCode::NewFact) },
        Command::Accept { gaps: Vec::new(), gap_date: None },
        Command::NotAccept { ground: Some(NotAcceptGround::NotEligible), body_named: String::new(), words: words() },
        Command::TaskOpen {
            what: Some(TaskKind::Question),
            to: asked,
            words: words(),
            stage: None,
            excluded: None,
            place: String::new(),
            held: String::new(),
        },
        Command::TaskEnd {
            task: dice.of(&tasks).copied().unwrap_or(Hash::ZERO),
            ground: Some(TaskEndGround::NotNeeded),
            words: words(),
        },
        Command::Grant { ground: None, words: words() },
        Command::Deny { grounds: vec![DenyGround::NotEligible], words: words() },
        Command::Withdraw { words: words() },
        Command::Terminate {
            ground: Some(TerminateGround::Duplicate),
            duplicate_of: Some(DocId::PUBLIC),
            words: words(),
        },
        Command::Close { undelivered: dice.maybe().then_some(UndeliveredCode::NotReachable) },
        Command::Annul { authority: Some(Authority::OwnError), redo: dice.maybe(), days: None, words: words() },
        Command::Supplement {
            papers: dice.of(&papers).map(|no| ticked(*no)).into_iter().collect(),
            defects: None,
            on: None,
            words: words(),
        },
        Command::WithdrawAsked { signed: true, on: None, words: words() },
        Command::Answer {
            of: any_hash(dice),
            result: Some(AnswerResult::NoObjection),
            words: words(),
            dept: None,
            officers: Vec::new(),
        },
        Command::Deliver {
            of: dice.maybe().then(|| any_hash(dice)),
            way: Some(DeliverWay::InPerson),
            receiver: "钟秀英".into(),
            on: None,
        },
        Command::Note { words: words() },
        Command::TaskOpen {
            what: dice.of(TaskKind::ALL).copied(),
            to: site(dice).map(|site| AskTo { site, dept: None, days: Some(2) }).into_iter().collect(),
            words: words(),
            stage: Some(dice.below(3) as u8),
            excluded: dice.maybe().then_some(dice.maybe()),
            place: "镇政府会议室".into(),
            held: String::new(),
        },
        Command::Extend {
            days: dice.maybe().then_some(dice.below(12) as u16),
            ground: Some(ExtendGround::Consult),
            approver: Some(Approver::AuthorityHead),
            words: words(),
        },
        Command::Lapse { vouched: dice.maybe().then_some(Vouched::Visited), words: words() },
        Command::Urge { ground: Some(UrgeGround::Overdue), days: None, words: words() },
        Command::TimeSet { of: any_hash(dice), at: Some(1 + dice.below(1 << 40) as u64), words: words() },
        Command::Green { body: String::new(), ground: Some(GreenGround::Emergency), words: words() },
    ]
}
