//! What the page shows.

mod lapse;
mod papers;

use super::*;
use crate::cases::sample::{Sample, allowance};
use crate::cases::{self};
use crate::store::Priority;
use daiban_shared::api::{Command, DutyKind, EffectView, Light, LimitKind};
use daiban_shared::case::Status;
use daiban_shared::kind::{AnswerResult, DefectCode, Kind, Role};
use daiban_shared::text::LabelText;

fn notify() -> Command {
    let defect = daiban_shared::api::DefectIn {
        paper: Some(3),
        field: None,
        code: DefectCode::Missing,
        words: "户口簿复印件".into(),
    };
    Command::Notify { defects: vec![defect], days: None, again: None }
}

#[test]
fn the_page_shows_who_did_what_where_and_what_may_be_done_now() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    let due = sample.town.view(doc).due.expect("five working days from the receipt");
    assert_eq!((due.day.to_string().as_str(), due.limit), ("2026-09-15", LimitKind::AcceptBy));
    let cmd = sample.cmd();
    sample.town.take(&sample.town.clerk(), doc, notify(), cmd).expect("notified");
    let view = case_view(&sample.town.store, &sample.town.clerk(), doc, Lang::Zh).expect("here");

    assert_eq!((view.status, view.item.code.as_str(), view.site.id), (Status::Received, "V04", sample.village.site));
    assert!(view.holder.here && !view.holder.in_transit);
    let kinds: Vec<Kind> = view.steps.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [Kind::Open, Kind::Forward, Kind::Taken, Kind::Notify]);
    let filed = &view.steps[0];
    assert_eq!(
        (filed.by.name.as_str(), filed.role, filed.site.id),
        ("代办员1", Some(Role::Agent), sample.village.site)
    );
    assert_eq!(filed.payload.papers.len(), 7);
    assert_eq!(filed.paper_number.as_deref(), Some(format!("{}A1", view.number).as_str()));
    assert_eq!(view.steps[1].payload.to.as_ref().map(|to| to.id), Some(sample.town.site));
    let notice = &view.steps[3].payload;
    assert_eq!((notice.defects[0].words.as_str(), notice.defects[0].answered), ("户口簿复印件", false));

    assert_eq!(view.form["applicant.name"], Value::Text("陈秀英".into()));
    assert!(
        view.materials.iter().find(|paper| paper.no == 3).is_some_and(|paper| paper.asked && paper.handed.is_some())
    );
    assert_eq!(view.labels.iter().map(|label| label.code).collect::<Vec<_>>(), [LabelText::ToCorrect]);
    assert!(
        view.limits.iter().any(|limit| limit.limit == LimitKind::AcceptBy && limit.ended.is_some()),
        "a notice in time"
    );
    let action = |kind: Kind| view.actions.iter().find(|action| action.kind == kind).expect("offered");
    assert!(action(Kind::Accept).allowed && action(Kind::Accept).why.is_none());
    assert!(action(Kind::Forward).allowed && action(Kind::Forward).targets[0].id == sample.district.site);
    let grant = action(Kind::Grant);
    assert!(!grant.allowed && grant.code.as_deref() == Some("status"), "{grant:?}");
    assert!(grant.why.as_ref().is_some_and(|why| why.contains("已收件")), "in the asked language: {grant:?}");
}

#[test]
fn a_supervisor_sees_everything_may_urge_and_is_told_why_he_can_do_nothing_else() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    let view = sample.district.view(doc);
    let may: Vec<_> = view.actions.iter().filter(|action| action.allowed).map(|action| action.kind).collect();
    assert_eq!(may, [daiban_shared::kind::Kind::Urge]);
    for action in view.actions.iter().filter(|action| !may.contains(&action.kind)) {
        assert!(
            !action.allowed && action.why.as_ref().is_some_and(|why| why.is_ascii() && !why.contains('{')),
            "{action:?}"
        );
    }
}

#[test]
fn every_step_says_how_far_it_has_come() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let feed =
        sample.village.store.read(|conn| Ok(crate::store::entries_of(conn, doc)?[0].entry.head.feed)).expect("read");
    let here = |sample: &Sample| sample.village.view(doc).steps[0].delivered;
    assert_eq!(here(&sample), daiban_shared::api::Delivered::default(), "on this machine only");
    let said = |tier: u8, n: i64, at: i64| {
        let sql = "insert into witness (feed, tier, n, at) values (?1, ?2, ?3, ?4)";
        sample.village.store.write(Priority::Peers, move |tx| {
            Ok(tx.conn().execute(sql, rusqlite::params![&feed.0[..], tier, n, at])?)
        })
    };
    said(1, 1, 5_000).expect("the town has the first");
    said(1, 2, 6_000).expect("and then the second");
    let view = sample.village.view(doc);
    assert_eq!(view.steps.iter().map(|step| step.delivered.town).collect::<Vec<_>>(), [Some(5_000), Some(6_000)]);
    assert_eq!(view.steps[0].witnessed_at, Some(5_000));
    said(2, 1, 7_000).expect("the district has the first");
    let view = sample.village.view(doc);
    assert_eq!(view.steps.iter().map(|step| step.delivered.district).collect::<Vec<_>>(), [Some(7_000), None]);
    sample.settle();
    assert!(sample.town.view(doc).steps[0].delivered.town.is_some(), "what lies at the town has arrived there");
}

#[test]
fn the_form_can_be_seen_as_it_was_at_every_step() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let cmd = sample.cmd();
    sample.village.write_phone(doc, "13800000002", cmd).expect("changed");
    let actor = sample.village.clerk();
    let steps = sample.village.view(doc).steps;
    let phone = |step: Option<Hash>| {
        let form = form_at(&sample.village.store, &actor, doc, step).expect("there");
        form.form["applicant.phone"].clone()
    };
    assert_eq!(phone(Some(steps[1].id)), Value::Text("13800000001".into()), "when it was handed up");
    assert_eq!(phone(Some(steps[2].id)), Value::Text("13800000002".into()));
    assert_eq!(phone(None), Value::Text("13800000002".into()));
    assert!(matches!(form_at(&sample.village.store, &actor, doc, Some(Hash([9; 32]))), Err(Error::NotFound)));
}

#[test]
fn a_part_that_is_not_here_is_said_and_the_rest_stands() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let erase = "update private set state = 4, salt = null, bytes = null where pos = (select min(pos) from private)";
    sample.village.store.write(Priority::People, |tx| Ok(tx.conn().execute(erase, [])?)).expect("erased");
    let view = sample.village.view(doc);
    assert_eq!(view.missing_parts, [view.steps[0].id]);
    assert_eq!((view.steps[0].private.as_deref(), view.steps[0].effect), (Some("erased"), EffectView::Effect));
    assert!(view.form.is_empty() && view.steps[0].by.name.is_empty());
    assert_eq!(view.status, Status::Received);
}

#[test]
fn what_the_place_owes_is_listed_by_page_and_disappears_when_it_is_done() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    let (asked, withdrawal, answer) = (sample.cmd(), sample.cmd(), sample.cmd());
    let clerk = sample.town.clerk();
    let question = Command::TaskOpen {
        what: None,
        to: Vec::new(),
        words: "家里几口人？".into(),
        stage: None,
        excluded: None,
        place: String::new(),
        held: String::new(),
    };
    sample.town.take(&clerk, doc, question, asked).expect("asked");
    sample.settle();
    let agent = sample.village.person(1, &[Role::Agent]);
    let withdraw = Command::WithdrawAsked { signed: true, on: None, words: String::new() };
    sample.village.take(&agent, doc, withdraw, withdrawal).expect("asked to withdraw");
    sample.settle();

    let owed = duties(&sample.village.store, &agent, None, None, Lang::Zh).expect("listed");
    assert_eq!(owed.items.iter().map(|task| task.duty.code).collect::<Vec<_>>(), [DutyKind::Task]);
    assert!(owed.next.is_none() && owed.items[0].duty.case == doc && owed.items[0].duty.here);
    let (task, form) = (&owed.items[0], sample.village.view(doc));
    assert!(!task.applicant.is_empty() && task.item == form.item, "whose case it is, and of which item");
    let limit = task.limit.as_ref().expect("an answer is due");
    assert_eq!((Some(limit.day), limit.limit), (task.duty.due, LimitKind::Task));
    assert!(limit.days_left >= 0 && limit.light != Light::Red);
    let at_town = duties(&sample.town.store, &clerk, None, None, Lang::Zh).expect("listed");
    assert_eq!(at_town.items.iter().map(|task| task.duty.code).collect::<Vec<_>>(), [DutyKind::WithdrawalAsked]);

    let view = sample.village.view(doc);
    assert_eq!((view.tasks[0].words.as_str(), view.tasks[0].open), ("家里几口人？", true));
    assert_eq!(view.duties.len(), 2, "the page shows everybody's duties in this case");
    let done = Command::Answer {
        of: view.tasks[0].id,
        result: Some(AnswerResult::Done),
        words: "三口".into(),
        dept: None,
        officers: Vec::new(),
    };
    sample.village.take(&agent, doc, done, answer).expect("answered");
    assert!(duties(&sample.village.store, &agent, None, None, Lang::Zh).expect("listed").items.is_empty());
    assert!(matches!(duties(&sample.village.store, &agent, None, Some("nonsense"), Lang::Zh), Err(Error::NotFound)));
}

#[test]
fn a_long_list_of_duties_has_pages_without_gaps_or_doubles() {
    let sample = Sample::new();
    let agent = sample.village.person(1, &[Role::Agent]);
    for no in 0..70u8 {
        let cmd = |kind: u8| daiban_shared::id::CmdId([kind, no, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let new = daiban_shared::api::NewCase { file_anyway: true, ..allowance() };
        let (made, _) = cases::file(&sample.village.store, &agent, new, cmd(1)).expect("filed");
        let withdraw = Command::WithdrawAsked { signed: true, on: None, words: String::new() };
        sample.village.take(&agent, made.id, withdraw, cmd(2)).expect("asked");
        sample.pass(1);
    }
    let first = duties(&sample.village.store, &agent, None, None, Lang::En).expect("listed");
    assert_eq!(first.items.len(), duties::DUTIES_PER_PAGE);
    let second = duties(&sample.village.store, &agent, None, first.next.as_deref(), Lang::En).expect("listed");
    assert!(second.next.is_none());
    let all: std::collections::BTreeSet<DocId> =
        first.items.iter().chain(&second.items).map(|task| task.duty.case).collect();
    assert_eq!(all.len(), 70);
}
