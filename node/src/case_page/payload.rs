//! What a step says: the legal content of its body, with words from its private part where that is here.

use super::names::Names;
use daiban_shared::api::{DefectView, Payload};
use daiban_shared::case::Notice;
use daiban_shared::id::Hash;
use daiban_shared::kind::*;

/// The content of a step. `notice` says which defects of a notice are answered.
pub fn payload(names: &Names<'_>, hash: Hash, body: &Body, private: Option<&Private>, notice: Option<&Notice>) -> Payload {
    let none = Private::default();
    let private = private.unwrap_or(&none);
    let base = Payload { words: private.words.clone(), ..Payload::default() };
    match body {
        Body::Open(_) | Body::Forward(_) | Body::Return(_) | Body::Assign(_) | Body::TakeOver(_) => hand(names, body, base),
        Body::Notify(notify) => Payload {
            defects: defects(hash, notify, private, notice),
            days: Some(u16::from(notify.days)),
            codes: notify.again.iter().map(|again| names.code(*again, AgainCode::text)).collect(),
            ..base
        },
        Body::Accept(accept) => Payload { gaps: accept.gaps.clone(), day: accept.gap_date, ..base },
        Body::NotAccept(refusal) => Payload {
            codes: vec![names.code(refusal.ground, NotAcceptGround::text)],
            body_named: private.body_named.clone(),
            ..base
        },
        Body::Grant(_) | Body::Deny(_) | Body::Withdraw(_) | Body::Terminate(_) | Body::Close(_) | Body::Annul(_) => {
            end(names, body, base)
        }
        Body::TaskOpen(_) | Body::TaskEnd(_) | Body::Taken(_) | Body::Supplement(_) | Body::WithdrawAsked(_) | Body::Answer(_) => {
            between(names, body, base)
        }
        Body::Deliver(deliver) => Payload {
            of: Some(deliver.of),
            codes: vec![names.code(deliver.way, DeliverWay::text)],
            receiver: private.receiver.clone(),
            day: deliver.on,
            ..base
        },
        Body::FormChange(change) => {
            Payload { fields: change.fields.clone(), codes: vec![names.code(change.why, ChangeWhy::text)], ..base }
        }
        Body::Note | Body::Join | Body::Site(_) | Body::Node(_) | Body::Cut(_) | Body::Right(_) | Body::Item(_)
        | Body::Calendar(_) | Body::Root(_) | Body::Witness(_) | Body::Clock(_) | Body::NodeAsked(_) | Body::RightAsked(_)
        | Body::Unknown { .. } => base,
    }
}

/// Steps that say in whose hand the case is.
fn hand(names: &Names<'_>, body: &Body, base: Payload) -> Payload {
    match body {
        Body::Open(open) => Payload {
            papers: open.papers.clone(),
            codes: vec![names.code(open.channel, Channel::text), names.code(open.mode, Mode::text)],
            day: open.on,
            ..base
        },
        Body::Forward(forward) => Payload {
            to: Some(names.site(forward.to)),
            department: forward.dept.map(|dept| names.dept(dept)),
            opinion: Some(forward.opinion),
            ..base
        },
        Body::Return(back) => {
            Payload { to: Some(names.site(back.to)), codes: vec![names.code(back.ground, ReturnGround::text)], ..base }
        }
        Body::Assign(assign) => Payload {
            to: Some(names.site(assign.to)),
            department: assign.dept.map(|dept| names.dept(dept)),
            codes: vec![names.code(assign.ground, AssignGround::text)],
            ..base
        },
        Body::TakeOver(take) => Payload { codes: vec![names.code(take.ground, TakeOverGround::text)], ..base },
        body => rest(body, base),
    }
}

/// Steps that end a case, or the end of it.
fn end(names: &Names<'_>, body: &Body, base: Payload) -> Payload {
    match body {
        Body::Grant(grant) => Payload {
            codes: vec![names.code(grant.ground, GrantGround::text)],
            right: Some(grant.right),
            reckoning: Some(grant.reckoning.clone()),
            ..base
        },
        Body::Deny(deny) => {
            let grounds = deny.grounds.iter().map(|ground| names.code(*ground, DenyGround::text));
            let codes = grounds.chain([names.code(deny.remedy, Remedy::text)]).collect();
            Payload { codes, right: Some(deny.right), reckoning: Some(deny.reckoning.clone()), ..base }
        }
        Body::Withdraw(withdraw) => Payload { of: Some(withdraw.of), ..base },
        Body::Terminate(end) => Payload { codes: vec![names.code(end.ground, TerminateGround::text)], ..base },
        Body::Close(close) => Payload {
            codes: close.undelivered.iter().map(|code| names.code(*code, UndeliveredCode::text)).collect(),
            reckoning: Some(close.reckoning.clone()),
            ..base
        },
        Body::Annul(annul) => Payload {
            of: Some(annul.of),
            codes: vec![names.code(annul.authority, Authority::text)],
            redo: Some(annul.redo),
            days: annul.days,
            ..base
        },
        body => rest(body, base),
    }
}

/// Requests, answers and what the resident brings.
fn between(names: &Names<'_>, body: &Body, base: Payload) -> Payload {
    match body {
        Body::TaskOpen(task) => Payload {
            codes: vec![names.code(task.what, TaskKind::text)],
            addressees: task.to.iter().map(|to| names.site(to.site)).collect(),
            ..base
        },
        Body::TaskEnd(end) => Payload { of: Some(end.task), codes: vec![names.code(end.ground, TaskEndGround::text)], ..base },
        Body::Taken(taken) => Payload { of: Some(taken.of), ..base },
        Body::Supplement(more) => Payload { papers: more.papers.clone(), gaps: more.gaps.clone(), day: more.on, ..base },
        Body::WithdrawAsked(asked) => Payload { day: asked.on, ..base },
        Body::Answer(answer) => {
            Payload { of: Some(answer.of), codes: vec![names.code(answer.result, AnswerResult::text)], ..base }
        }
        body => rest(body, base),
    }
}

fn rest(body: &Body, base: Payload) -> Payload {
    debug_assert!(false, "{:?} belongs to another group", body.kind());
    base
}

fn defects(hash: Hash, notify: &Notify, private: &Private, notice: Option<&Notice>) -> Vec<DefectView> {
    let words = |no: u8| private.defects.as_ref().and_then(|all| all.get(&no)).cloned().unwrap_or_default();
    let is_answered = |no: u8| notice.is_some_and(|notice| notice.hash == hash && notice.answered.contains(&no));
    let view = |defect: &Defect| DefectView { defect: defect.clone(), words: words(defect.no), answered: is_answered(defect.no) };
    notify.defects.iter().map(view).collect()
}
