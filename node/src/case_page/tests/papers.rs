//! What papers are drawn from: the same at every print, and named so that a resident can use it.

use super::super::case_view;
use crate::cases::sample::{Sample, allowance};
use crate::cases::{self};
use daiban_shared::api::{CaseView, Command, NewCase, PaperTicked, Payload};
use daiban_shared::decide::Actor;
use daiban_shared::id::DocId;
use daiban_shared::item::Service;
use daiban_shared::kind::{Authority, DenyGround, Kind, NotAcceptGround, Opinion, Role, TerminateGround};
use daiban_shared::text::Lang;

const DAY_MINUTES: u64 = 24 * 60;

fn at_town(sample: &Sample, doc: DocId) -> CaseView {
    case_view(&sample.town.store, &sample.town.clerk(), doc, Lang::Zh).expect("here")
}

fn take(sample: &mut Sample, doc: DocId, command: Command) {
    let (cmd, clerk) = (sample.cmd(), sample.town.clerk());
    sample.town.take(&clerk, doc, command, cmd).expect("taken");
}

fn says(view: &CaseView, kind: Kind) -> &Payload {
    &view.steps.iter().rfind(|step| step.kind == kind).expect("the step").payload
}

fn not_accepted() -> Command {
    Command::NotAccept {
        ground: Some(NotAcceptGround::NotEligible),
        body_named: String::new(),
        words: "户籍不在本区".into(),
    }
}

#[test]
fn a_receipt_printed_again_names_the_day_it_named_at_first() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    let receipt = |sample: &Sample| says(&at_town(sample, doc), Kind::Open).due.expect("a day").to_string();
    assert_eq!(receipt(&sample), "2026-09-15");
    take(&mut sample, doc, not_accepted());
    assert_eq!(receipt(&sample), "2026-09-15", "the limit has ended, the paper has not changed");
    sample.pass(2 * DAY_MINUTES);
    let annul =
        Command::Annul {
            authority: Some(Authority::OwnError), redo: true, days: None, words: "材料已核实".into()
        };
    take(&mut sample, doc, annul);
    assert_eq!(receipt(&sample), "2026-09-15", "the five days begin anew, the paper of then does not");
    take(&mut sample, doc, Command::Accept { gaps: Vec::new(), gap_date: None });
    let accepted = at_town(&sample, doc);
    assert_eq!(receipt(&sample), "2026-09-15");
    assert_eq!(says(&accepted, Kind::Accept).due, accepted.due.as_ref().map(|due| due.day));
    let terms = accepted.terms.as_ref().expect("the item is here");
    assert_eq!((terms.service, terms.basis.is_empty()), (Service::Promised, false));
}

#[test]
fn a_hand_over_lists_the_papers_that_were_in_the_file_then() {
    let mut sample = Sample::new();
    let agent = sample.village.person(1, &[Role::Agent]);
    let six = allowance().materials.into_iter().take(6).collect();
    let (file_cmd, up_cmd, more_cmd) = (sample.cmd(), sample.cmd(), sample.cmd());
    let new = NewCase { materials: six, ..allowance() };
    let doc = cases::file(&sample.village.store, &agent, new, file_cmd).expect("filed").0.id;
    let up = Command::Forward { to: None, dept: None, opinion: None, words: String::new() };
    sample.village.take(&agent, doc, up, up_cmd).expect("handed up");
    let listed = |sample: &Sample| says(&sample.village.view(doc), Kind::Forward).in_file.len();
    assert_eq!(listed(&sample), 6);
    let brought = PaperTicked { no: 7, originals: 1, copies: 0, how: None };
    let more = Command::Supplement { papers: vec![brought], defects: None, on: None, words: String::new() };
    sample.village.take(&agent, doc, more, more_cmd).expect("recorded");
    assert_eq!(listed(&sample), 6, "what came later did not go along");
}

#[test]
fn who_is_refused_is_told_the_body_by_its_name_and_no_reason_names_it() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    take(&mut sample, doc, not_accepted());
    assert_eq!(says(&at_town(&sample, doc), Kind::NotAccept).remedy.as_deref(), Some("梅县区人民政府"));

    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    take(&mut sample, doc, Command::Accept { gaps: Vec::new(), gap_date: None });
    let up = Command::Forward { to: None, dept: None, opinion: Some(Opinion::Agree), words: String::new() };
    take(&mut sample, doc, up);
    sample.settle();
    let reviewer: Actor = sample.district.person(4, &[Role::Reviewer]);
    let deny = Command::Deny { grounds: vec![DenyGround::NotEligible], words: "收入超过标准".into() };
    let cmd = sample.cmd();
    sample.district.take(&reviewer, doc, deny, cmd).expect("denied");
    let view = case_view(&sample.district.store, &reviewer, doc, Lang::En).expect("here");
    let denial = says(&view, Kind::Deny);
    assert_eq!(denial.remedy.as_deref(), Some("the People's Government of Meixian District"));
    let reasons: Vec<&str> = denial.codes.iter().map(|code| code.code.as_str()).collect();
    assert_eq!(reasons, ["not_eligible"]);
}

#[test]
fn a_duplicate_names_the_number_of_the_other_case() {
    let mut sample = Sample::new();
    let first = sample.filed();
    let (cmd, agent) = (sample.cmd(), sample.village.person(1, &[Role::Agent]));
    let new = NewCase { file_anyway: true, ..allowance() };
    let (second, _) = cases::file(&sample.village.store, &agent, new, cmd).expect("filed");
    let end = |other: DocId| Command::Terminate {
        ground: Some(TerminateGround::Duplicate),
        duplicate_of: Some(other),
        words: "重复收件".into(),
    };
    let cmd = sample.cmd();
    let clerk = sample.village.clerk();
    sample.village.take(&clerk, second.id, end(first), cmd).expect("ended");
    let other = says(&sample.village.view(second.id), Kind::Terminate).duplicate_of.clone().expect("named");
    assert_eq!((other.id, other.number), (first, Some(sample.village.view(first).number)));
}

#[test]
fn a_case_that_was_accepted_too_late_says_that_it_counted_as_accepted_before() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    assert!(!at_town(&sample, doc).is_deemed);
    sample.pass(10 * DAY_MINUTES);
    take(&mut sample, doc, Command::Accept { gaps: Vec::new(), gap_date: None });
    let view = at_town(&sample, doc);
    assert!(view.is_deemed);
    assert_eq!(view.accepted_on.expect("a day").to_string(), "2026-09-08");
}
