//! People who act while cut off from each other, at once, or on a machine that was started again.

use super::*;
use crate::cases::sample::{Place, carry_all};
use crate::identity::Identity;
use crate::store::Folder;
use daiban_shared::api::DutyKind;
use daiban_shared::kind::{AnswerResult, TakeOverGround};

#[test]
fn a_decision_and_a_withdrawal_that_crossed_both_stand_and_the_holder_must_answer() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let cmds: Vec<CmdId> = (0..9).map(|_| sample.cmd()).collect();
    sample.settle();
    let clerk = sample.town.clerk();
    sample.town.take(&clerk, doc, accept(), cmds[0]).expect("accepted");
    sample.town.take(&clerk, doc, forward(Some(Opinion::Agree)), cmds[1]).expect("handed up");
    sample.settle();

    let agent = sample.village.person(1, &[Role::Agent]);
    let asked = Command::WithdrawAsked { signed: true, on: None, words: "不办了".into() };
    sample.village.take(&agent, doc, asked, cmds[2]).expect("asked at the village");
    let reviewer = sample.district.clerk();
    let grant = Command::Grant { ground: None, words: String::new() };
    sample.district.take(&reviewer, doc, grant, cmds[3]).expect("granted at the district");
    sample.settle();

    for place in [&sample.village, &sample.town, &sample.district] {
        let view = place.view(doc);
        assert_eq!((view.status, view.outcome), (Status::Done, Some(Outcome::Granted)), "the holder's decision stands");
        assert!(view.steps.iter().all(|step| step.effect == EffectView::Effect), "and so does the request");
        let duty =
            view.duties.iter().find(|duty| duty.code == DutyKind::WithdrawalAsked).expect("somebody must answer");
        assert_eq!(duty.owner.id, sample.district.site);
    }
    let of =
        sample.district.view(doc).duties.iter().find(|duty| duty.code == DutyKind::WithdrawalAsked).expect("owed").of;
    let told = Command::Answer {
        of,
        result: Some(AnswerResult::Told),
        words: "已准予，可另行注销".into(),
        dept: None,
        officers: Vec::new(),
    };
    sample.district.take(&reviewer, doc, told, cmds[4]).expect("answered");
    sample.settle();
    assert!(sample.village.view(doc).duties.iter().all(|duty| duty.code != DutyKind::WithdrawalAsked));
}

#[test]
fn a_dead_towns_late_move_is_a_task_with_its_reason() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    let cmds: Vec<CmdId> = (0..6).map(|_| sample.cmd()).collect();
    sample.settle();
    sample.pass(9 * 24 * 60);
    let head = sample.district.person(4, &[Role::Head]);
    let take = Command::TakeOver { ground: Some(TakeOverGround::Silent), words: "断网九天".into() };
    sample.district.take(&head, doc, take, cmds[0]).expect("nobody has heard the town");
    let clerk = sample.town.clerk();
    sample.town.take(&clerk, doc, accept(), cmds[1]).expect("the town does not know yet");
    sample.settle();

    let view = sample.town.view(doc);
    let late = view.steps.iter().find(|step| step.kind == Kind::Accept).expect("kept and listed");
    assert_eq!(late.effect, EffectView::None);
    assert!(
        late.paper_number.is_none() && late.reason.as_ref().is_some_and(|reason| !reason.text.is_empty()),
        "{late:?}"
    );
    assert_eq!((view.status, view.holder.site.id), (Status::Received, sample.district.site));
    let owners: BTreeSet<_> = view.duties.iter().filter(|duty| duty.of == late.id).map(|duty| duty.owner.id).collect();
    assert_eq!(owners, BTreeSet::from([sample.town.site, sample.district.site]), "a paper was printed: both must act");
}

#[test]
fn of_two_clerks_who_press_at_once_one_is_told_to_look_again() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    let shown = sample.town.view(doc).heads;
    let presses = (1..=8u8).map(|no| {
        let (store, clerk, shown) = (sample.town.store.clone(), sample.town.person(no, &[Role::Clerk]), shown.clone());
        std::thread::spawn(move || step(&store, &clerk, doc, Some(shown), accept(), CmdId([100 + no; 16])))
    });
    let presses: Vec<_> = presses.collect();
    let answers: Vec<_> = presses.into_iter().map(|press| press.join().expect("no panic")).collect();
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert!(matches!(refusal(answer).code, RefusalCode::LookAgain | RefusalCode::Status));
    }
    assert_eq!(sample.town.view(doc).steps.iter().filter(|step| step.kind == Kind::Accept).count(), 1);
}

#[test]
fn a_double_click_files_once_even_when_both_clicks_arrive_together() {
    let mut sample = Sample::new();
    let cmd = sample.cmd();
    let clicks = (0..8).map(|_| {
        let (store, agent) = (sample.village.store.clone(), sample.village.person(1, &[Role::Agent]));
        std::thread::spawn(move || file(&store, &agent, allowance(), cmd))
    });
    let clicks: Vec<_> = clicks.collect();
    let answers: Vec<_> = clicks.into_iter().map(|click| click.join().expect("no panic").expect("filed")).collect();
    assert!(answers.iter().all(|(made, _)| *made == answers[0].0), "one case, one number");
    assert_eq!(answers.iter().filter(|(_, answered)| *answered == Answered::Fresh).count(), 1);
    assert_eq!(sample.village.view(answers[0].0.id).steps.len(), 1);
}

#[test]
fn a_machine_that_was_restored_from_an_old_copy_draws_its_numbers_anew() {
    let mut sample = Sample::new();
    let folder = Folder::new().expect("a folder");
    let path = folder.path().join("daiban.db");
    let machine =
        || Identity::from_secrets([7; 32], [8; 32], sample.village.site, sample.village.store.identity().net());
    let (first_machine, second_machine) = (machine(), machine());
    let filing = |place: &Place, no: u8| {
        let agent = place.person(1, &[Role::Agent]);
        let new = NewCase { file_anyway: true, ..allowance() };
        file(&place.store, &agent, new, CmdId([no; 16])).expect("filed").0.number
    };
    let mut place = Place::open(path.clone(), first_machine, &sample.clock);
    carry_all(&mut sample.town, &mut place);
    let copy = folder.path().join("copy.db");
    let copied = copy.to_string_lossy().into_owned();
    let known = filing(&place, 51);
    let backup = rusqlite::Connection::open(&path).expect("the database");
    backup.execute("vacuum into ?1", [copied]).expect("a backup");
    let (lost, also_lost) = (filing(&place, 52), filing(&place, 53));
    drop(place);
    let restored = Place::open(copy, second_machine, &sample.clock);
    let fresh = filing(&restored, 54);
    let serial = |number: &str| number[15..19].parse::<u32>().expect("four digits");
    assert_eq!((serial(&lost), serial(&also_lost)), ((serial(&known) + 1) % 10_000, (serial(&known) + 2) % 10_000));
    // Going on where the copy stands would give the lost numbers again; one in five thousand draws does it by chance.
    assert_ne!(fresh, known);
}
