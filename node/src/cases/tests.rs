//! What a person's command does, and what it never does twice or half.

mod apart;
mod once;
mod screen;

use super::sample::{Sample, allowance, carry};
use super::*;
use daiban_shared::api::{EffectView, LimitKind, RenewsIn};
use daiban_shared::case::{Outcome, Status};
use daiban_shared::day::Day;
use daiban_shared::kind::{DeliverWay, Kind, Opinion, Role};
use std::collections::BTreeSet;

fn refusal(result: Result<impl std::fmt::Debug, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => *refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn forward(opinion: Option<Opinion>) -> Command {
    Command::Forward { to: None, dept: None, opinion, words: String::new() }
}

fn accept() -> Command {
    Command::Accept { gaps: Vec::new(), gap_date: None }
}

fn note(words: &str) -> Command {
    Command::Note { words: words.to_owned() }
}

#[test]
fn a_filed_case_has_a_number_and_the_same_command_never_files_twice() {
    let mut sample = Sample::new();
    let cmd = sample.cmd();
    let agent = sample.village.person(1, &[Role::Agent]);
    let store = sample.village.store.clone();
    let (first, answered) = file(&store, &agent, allowance(), cmd).expect("filed");
    assert_eq!(answered, Answered::Fresh);
    assert!(
        first.number.len() == 20 && first.number.starts_with("441403") && first.number[9..15] == *"260908",
        "{}",
        first.number
    );
    assert_eq!(number::with_check_digit(&first.number[..19]), first.number);

    let again = NewCase { id: Some("the id is not content".into()), ..allowance() };
    assert_eq!(file(&store, &agent, again, cmd).expect("the same answer"), (first.clone(), Answered::Replayed));
    let other = NewCase { note: Some("other".into()), ..allowance() };
    assert!(matches!(file(&store, &agent, other, cmd), Err(Error::SameCommandOtherContent)));
    assert_eq!(sample.village.view(first.id).steps.len(), 1);
}

#[test]
fn a_renewal_has_the_last_day_of_its_licence_as_a_limit_and_an_expired_one_is_refused() {
    let mut sample = Sample::new();
    let agent = sample.village.person(1, &[Role::Agent]);
    let store = sample.village.store.clone();
    let new = |licence: &str, expires: &str| {
        let renews = RenewsIn { licence: licence.to_owned(), expires: Day::parse(expires) };
        NewCase { renews: Some(renews), file_anyway: true, ..allowance() }
    };
    for (licence, expires, field) in [
        (" ", "2026-12-31", "renews.licence"),
        ("字0118号", "", "renews.expires"),
        ("字0118号", "2026-09-07", "renews.expires"),
    ] {
        let refused = refusal(file(&store, &agent, new(licence, expires), sample.cmd()));
        assert_eq!(refused.field.as_deref(), Some(field), "{licence} {expires}");
    }
    let (made, _) = file(&store, &agent, new("字0118号", "2026-10-31"), sample.cmd()).expect("filed");
    let limits = sample.village.view(made.id).limits;
    let renewal = limits.iter().find(|limit| limit.limit == LimitKind::Renewal).expect("it runs");
    assert_eq!(renewal.day, Day::parse("2026-10-31"));
    let (late, _) = file(&store, &agent, new("字0119号", "2026-09-30"), sample.cmd()).expect("filed");
    let limits = sample.village.view(late.id).limits;
    assert!(limits.iter().all(|limit| limit.limit != LimitKind::Renewal), "asked for less than thirty days before");
    let (plain, _) = file(&store, &agent, NewCase { file_anyway: true, ..allowance() }, sample.cmd()).expect("filed");
    let limits = sample.village.view(plain.id).limits;
    assert!(limits.iter().all(|limit| limit.limit != LimitKind::Renewal), "no licence, no limit");
}

#[test]
fn a_retry_after_the_answer_was_lost_with_the_machines_memory_writes_nothing_new() {
    let mut sample = Sample::new();
    let (cmd, note_cmd) = (sample.cmd(), sample.cmd());
    let agent = sample.village.person(1, &[Role::Agent]);
    let store = sample.village.store.clone();
    let (made, _) = file(&store, &agent, allowance(), cmd).expect("filed");
    let (noted, _) = step(&store, &agent, made.id, None, note("x"), note_cmd).expect("noted");
    // As after a restore from an old copy, when the entries have come back from the town.
    store.write(Priority::People, |tx| Ok(tx.conn().execute("delete from command", [])?)).expect("forgotten");
    assert_eq!(file(&store, &agent, allowance(), cmd).expect("the same case"), (made.clone(), Answered::Replayed));
    assert_eq!(
        step(&store, &agent, made.id, None, note("x"), note_cmd).expect("the same step"),
        (noted, Answered::Replayed)
    );
    assert_eq!(sample.village.view(made.id).steps.len(), 2);
}

#[test]
fn what_is_wrong_in_a_filing_is_named_and_nothing_is_written() {
    let mut sample = Sample::new();
    let agent = sample.village.person(1, &[Role::Agent]);
    let store = sample.village.store.clone();
    let before = store.read(crate::store::newest_pos).expect("read");
    let mut wrong = allowance();
    wrong.applicant.id_number = "441421199901011241".into();
    assert_eq!(refusal(file(&store, &agent, wrong, sample.cmd())).field.as_deref(), Some("applicant.id_number"));
    let mut two = allowance();
    (two.applicant.name, two.applicant.phone) = (String::new(), "12345".into());
    let Err(Error::RefusedFields(both)) = file(&store, &agent, two, sample.cmd()) else {
        panic!("both fields are named at once")
    };
    let fields: Vec<&str> = both.iter().filter_map(|refusal| refusal.field.as_deref()).collect();
    assert_eq!(fields, ["applicant.name", "applicant.phone"]);
    let nowhere = NewCase { item: "Z99".into(), ..allowance() };
    assert_eq!(refusal(file(&store, &agent, nowhere, sample.cmd())).code, RefusalCode::ItemNotInForce);
    let not_here = NewCase { item: "D02".into(), ..allowance() };
    assert_eq!(refusal(file(&store, &agent, not_here, sample.cmd())).code, RefusalCode::NotFilingTier);
    let supervisor = sample.village.person(3, &[Role::Supervisor]);
    assert_eq!(refusal(file(&store, &supervisor, allowance(), sample.cmd())).code, RefusalCode::Role);
    assert_eq!(store.read(crate::store::newest_pos).expect("read"), before);
}

#[test]
fn a_nearly_full_disk_refuses_new_cases_only() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let (cmd, note_cmd) = (sample.cmd(), sample.cmd());
    let agent = sample.village.person(1, &[Role::Agent]);
    let filed = sample.village.store.write(Priority::People, {
        let agent = agent.clone();
        move |tx| filing(tx, &agent, NewCase { file_anyway: true, ..allowance() }, cmd, Some(FREE_BYTES_MIN - 1))
    });
    assert_eq!(refusal(filed).code, RefusalCode::DiskFull);
    sample.village.take(&agent, doc, note("open cases go on"), note_cmd).expect("noted");
}

#[test]
fn the_same_person_and_item_within_thirty_days_must_be_meant() {
    let mut sample = Sample::new();
    let first = sample.filed();
    let agent = sample.village.person(1, &[Role::Agent]);
    let store = sample.village.store.clone();
    let refused = refusal(file(&store, &agent, allowance(), sample.cmd()));
    assert_eq!((refused.code, refused.field.as_deref()), (RefusalCode::LikelyDuplicate, Some("file_anyway")));
    let anyway = NewCase { file_anyway: true, ..allowance() };
    let (second, _) = file(&store, &agent, anyway, sample.cmd()).expect("meant");
    let serial = |number: &str| number[15..19].parse::<u32>().expect("four digits");
    let before = serial(&sample.village.view(first).number);
    assert_eq!(serial(&second.number), (before + 1) % 10_000, "the second number of this process");
    sample.pass(31 * 24 * 60);
    file(&store, &agent, allowance(), sample.cmd()).expect("a month later it is a new application");
}

#[test]
fn a_case_goes_from_the_village_to_the_district_and_back() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let cmds: Vec<CmdId> = (0..9).map(|_| sample.cmd()).collect();
    assert!(sample.village.view(doc).holder.in_transit, "handed up, not received there");
    sample.settle();
    let clerk = sample.town.clerk();
    sample.town.take(&clerk, doc, accept(), cmds[0]).expect("accepted");
    assert_eq!(refusal(sample.town.take(&clerk, doc, forward(None), cmds[1])).code, RefusalCode::NoOpinion);
    sample.town.take(&clerk, doc, forward(Some(Opinion::Agree)), cmds[2]).expect("handed up");
    sample.settle();
    let reviewer = sample.district.clerk();
    let grant = Command::Grant { ground: None, words: "同意".into() };
    sample.district.take(&reviewer, doc, grant, cmds[3]).expect("granted");
    sample.settle();
    let agent = sample.village.person(1, &[Role::Agent]);
    let deliver =
        Command::Deliver { of: None, way: Some(DeliverWay::InPerson), receiver: "陈秀英".into(), on: None };
    sample.village.take(&agent, doc, deliver, cmds[4]).expect("delivered");
    sample.settle();
    sample.district.take(&reviewer, doc, Command::Close { undelivered: None }, cmds[5]).expect("filed away");
    sample.settle();
    for place in [&sample.village, &sample.town, &sample.district] {
        let view = place.view(doc);
        assert_eq!((view.status, view.outcome), (Status::Closed, Some(Outcome::Granted)));
        assert!(view.steps.iter().all(|step| step.effect == EffectView::Effect), "{:?}", view.steps);
        assert_eq!(view.holder.site.id, sample.district.site);
    }
}

#[test]
fn a_move_on_a_stale_screen_is_refused_until_the_person_has_looked_again() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    let cmds: Vec<CmdId> = (0..6).map(|_| sample.cmd()).collect();
    let (one, two) = (sample.town.person(2, &[Role::Clerk]), sample.town.person(3, &[Role::Clerk]));
    let store = sample.town.store.clone();
    let shown = sample.town.view(doc).heads;
    step(&store, &one, doc, Some(shown.clone()), note("first"), cmds[0]).expect("noted");
    step(&store, &one, doc, Some(shown.clone()), note("own entries are no news"), cmds[1]).expect("noted");
    let refused = refusal(step(&store, &two, doc, Some(shown.clone()), accept(), cmds[2]));
    assert_eq!((refused.code, refused.values[0].1.as_str()), (RefusalCode::LookAgain, "2"));
    step(&store, &two, doc, Some(shown.clone()), note("facts are never stale"), cmds[3]).expect("noted");
    let shown = sample.town.view(doc).heads;
    step(&store, &two, doc, Some(shown), accept(), cmds[4]).expect("accepted after another look");
}

#[test]
fn two_phones_written_apart_stop_every_move_until_one_is_picked() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    let cmds: Vec<CmdId> = (0..6).map(|_| sample.cmd()).collect();
    sample.village.write_phone(doc, "13800000002", cmds[0]).expect("written in the village");
    sample.town.write_phone(doc, "13800000003", cmds[1]).expect("written in the town");
    sample.settle();
    for place in [&sample.village, &sample.town, &sample.district] {
        let candidates = &place.view(doc).conflicts["applicant.phone"];
        let sites: BTreeSet<_> = candidates.iter().map(|candidate| candidate.site.id).collect();
        assert_eq!(sites, BTreeSet::from([sample.village.site, sample.town.site]), "both, and where they were written");
        assert!(candidates.iter().all(|candidate| candidate.by.name.ends_with('2')), "by whom");
    }
    let clerk = sample.town.clerk();
    let refused = refusal(sample.town.take(&clerk, doc, accept(), cmds[2]));
    assert_eq!((refused.code, refused.field.as_deref()), (RefusalCode::Conflict, Some("applicant.phone")));
    sample.town.write_phone(doc, "13800000002", cmds[3]).expect("picked");
    sample.town.take(&clerk, doc, accept(), cmds[4]).expect("accepted");
    sample.settle();
    let view = sample.village.view(doc);
    assert!(view.conflicts.is_empty());
    assert_eq!(view.form["applicant.phone"], Value::Text("13800000002".into()));
}

#[test]
fn a_case_of_another_place_is_as_unknown_as_none() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let cmd = sample.cmd();
    assert!(
        matches!(sample.town.take(&sample.town.clerk(), doc, note("x"), cmd), Err(Error::NotFound)),
        "it has not arrived"
    );
    assert!(matches!(sample.town.take(&sample.town.clerk(), DocId::PUBLIC, note("x"), cmd), Err(Error::NotFound)));
    carry(&mut sample.village, &mut sample.town);
    sample.town.take(&sample.town.clerk(), doc, note("x"), cmd).expect("now it is here");
}

#[test]
fn an_unchanged_or_unknown_field_is_refused() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let (one, two) = (sample.cmd(), sample.cmd());
    assert_eq!(refusal(sample.village.write_phone(doc, "13800000001", one)).code, RefusalCode::NothingChanged);
    let agent = sample.village.person(1, &[Role::Agent]);
    let values = BTreeMap::from([("applicant.shoe_size".to_owned(), Value::Number(42))]);
    let refused = refusal(change_form(&sample.village.store, &agent, doc, None, values, two));
    assert_eq!((refused.code, refused.field.as_deref()), (RefusalCode::BadField, Some("applicant.shoe_size")));
}
