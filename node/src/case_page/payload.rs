//! What a step says: the legal content of its body, with words from its private part where that is here.

use super::names::Names;
use daiban_shared::api::{CodeText, DefectView, Payload};
use daiban_shared::case::Notice;
use daiban_shared::id::Hash;
use daiban_shared::kind::*;

/// The content of a step. `notice` says which defects of a notice are answered.
pub fn payload(
    names: &Names<'_>,
    hash: Hash,
    body: &Body,
    private: Option<&Private>,
    notice: Option<&Notice>,
) -> Payload {
    let none = Private::default();
    let private = private.unwrap_or(&none);
    let base = Payload { words: private.words.clone(), ..Payload::default() };
    let one = |code: CodeText| vec![code];
    match body {
        Body::Open(open) => opened(names, open, base),
        Body::Forward(forward) => forwarded(names, forward, base),
        Body::Return(back) => {
            Payload { to: Some(names.site(back.to)), codes: one(names.code(back.ground, ReturnGround::text)), ..base }
        }
        Body::Assign(assign) => assigned(names, assign, base),
        Body::TakeOver(take) => Payload { codes: one(names.code(take.ground, TakeOverGround::text)), ..base },
        Body::Notify(notify) => notified(names, notify, defects(hash, notify, private, notice), base),
        Body::Accept(accept) => Payload { gaps: accept.gaps.clone(), day: accept.gap_date, ..base },
        Body::NotAccept(refusal) => {
            let codes = one(names.code(refusal.ground, NotAcceptGround::text));
            Payload { codes, body_named: refusal.body.clone().or_else(|| private.body_named.clone()), ..base }
        }
        Body::TaskOpen(task) => asked(names, task, base),
        Body::TaskEnd(end) => {
            Payload { of: Some(end.task), codes: one(names.code(end.ground, TaskEndGround::text)), ..base }
        }
        Body::Grant(grant) => granted(names, grant, base),
        Body::Deny(deny) => denied(names, deny, base),
        Body::Withdraw(withdraw) => Payload { of: Some(withdraw.of), ..base },
        Body::Terminate(end) => Payload { codes: one(names.code(end.ground, TerminateGround::text)), ..base },
        Body::Close(close) => closed(names, close, base),
        Body::Annul(annul) => annulled(names, annul, base),
        Body::Taken(taken) => Payload { of: Some(taken.of), ..base },
        Body::Supplement(more) => {
            Payload { papers: more.papers.clone(), gaps: more.gaps.clone(), day: more.on, ..base }
        }
        Body::WithdrawAsked(asked) => Payload { day: asked.on, ..base },
        Body::Answer(answer) => {
            Payload { of: Some(answer.of), codes: one(names.code(answer.result, AnswerResult::text)), ..base }
        }
        Body::Deliver(deliver) => Payload { receiver: private.receiver.clone(), ..delivered(names, deliver, base) },
        Body::FormChange(change) => {
            Payload { fields: change.fields.clone(), codes: one(names.code(change.why, ChangeWhy::text)), ..base }
        }
        Body::Note(_)
        | Body::Join
        | Body::Site(_)
        | Body::Node(_)
        | Body::Cut(_)
        | Body::Right(_)
        | Body::Item(_)
        | Body::Calendar(_)
        | Body::Root(_)
        | Body::Witness(_)
        | Body::Clock(_)
        | Body::NodeAsked(_)
        | Body::RightAsked(_)
        | Body::Unknown { .. } => base,
    }
}

fn opened(names: &Names<'_>, open: &Open, base: Payload) -> Payload {
    let codes = vec![names.code(open.channel, Channel::text), names.code(open.mode, Mode::text)];
    Payload { papers: open.papers.clone(), codes, day: open.on, ..base }
}

fn forwarded(names: &Names<'_>, forward: &Forward, base: Payload) -> Payload {
    let department = forward.dept.map(|dept| names.dept(dept));
    Payload { to: Some(names.site(forward.to)), department, opinion: Some(forward.opinion), ..base }
}

fn assigned(names: &Names<'_>, assign: &Assign, base: Payload) -> Payload {
    let department = assign.dept.map(|dept| names.dept(dept));
    let codes = vec![names.code(assign.ground, AssignGround::text)];
    Payload { to: Some(names.site(assign.to)), department, codes, ..base }
}

fn notified(names: &Names<'_>, notify: &Notify, defects: Vec<DefectView>, base: Payload) -> Payload {
    let codes = notify.again.iter().map(|again| names.code(*again, AgainCode::text)).collect();
    Payload { defects, days: Some(u16::from(notify.days)), codes, ..base }
}

fn asked(names: &Names<'_>, task: &TaskOpen, base: Payload) -> Payload {
    let addressees = task.to.iter().map(|to| names.site(to.site)).collect();
    Payload { codes: vec![names.code(task.what, TaskKind::text)], addressees, ..base }
}

fn granted(names: &Names<'_>, grant: &Grant, base: Payload) -> Payload {
    let codes = vec![names.code(grant.ground, GrantGround::text)];
    Payload { codes, right: Some(grant.right), reckoning: Some(grant.reckoning.clone()), ..base }
}

fn denied(names: &Names<'_>, deny: &Deny, base: Payload) -> Payload {
    let grounds = deny.grounds.iter().map(|ground| names.code(*ground, DenyGround::text));
    let codes = grounds.chain([names.code(deny.remedy, Remedy::text)]).collect();
    Payload { codes, right: Some(deny.right), reckoning: Some(deny.reckoning.clone()), ..base }
}

fn closed(names: &Names<'_>, close: &Close, base: Payload) -> Payload {
    let codes = close.undelivered.iter().map(|code| names.code(*code, UndeliveredCode::text)).collect();
    Payload { codes, reckoning: Some(close.reckoning.clone()), ..base }
}

fn annulled(names: &Names<'_>, annul: &Annul, base: Payload) -> Payload {
    let codes = vec![names.code(annul.authority, Authority::text)];
    Payload { of: Some(annul.of), codes, redo: Some(annul.redo), days: annul.days, ..base }
}

fn delivered(names: &Names<'_>, deliver: &Deliver, base: Payload) -> Payload {
    Payload { of: Some(deliver.of), codes: vec![names.code(deliver.way, DeliverWay::text)], day: deliver.on, ..base }
}

fn defects(hash: Hash, notify: &Notify, private: &Private, notice: Option<&Notice>) -> Vec<DefectView> {
    let words = |no: u8| private.defects.as_ref().and_then(|all| all.get(&no)).cloned().unwrap_or_default();
    let is_answered = |no: u8| notice.is_some_and(|notice| notice.hash == hash && notice.answered.contains_key(&no));
    let view = |defect: &Defect| DefectView {
        defect: defect.clone(),
        words: words(defect.no),
        answered: is_answered(defect.no),
    };
    notify.defects.iter().map(view).collect()
}
