//! What a step says: the legal content of its body, with words from its private part where that is here.

use super::names::{Names, Others};
use daiban_shared::api::{CodeText, DefectView, GrantView, Payload};
use daiban_shared::case::Notice;
use daiban_shared::ground::View;
use daiban_shared::id::Hash;
use daiban_shared::kind::*;

/// What beside a step's own entry its content is told with.
pub struct Around<'a> {
    /// Names of places, desks, codes.
    pub names: &'a Names<'a>,
    /// The notice in force; it knows which defects are answered.
    pub notice: Option<&'a Notice>,
    /// Cases that steps name.
    pub others: &'a Others,
    /// The directory as the author of the step had it; none while that public entry is not here.
    pub ground: Option<View<'a>>,
}

/// The content of a step.
pub fn payload(around: &Around<'_>, hash: Hash, body: &Body, private: Option<&Private>) -> Payload {
    let names = around.names;
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
        Body::Notify(notify) => notified(names, notify, defects(hash, notify, private, around.notice), base),
        Body::Accept(accept) => Payload { gaps: accept.gaps.clone(), day: accept.gap_date, ..base },
        Body::NotAccept(refusal) => {
            let codes = one(names.code(refusal.ground, NotAcceptGround::text));
            let body_named = refusal.body.clone().or_else(|| private.body_named.clone());
            Payload { codes, body_named, remedy: reconsiders(names), ..base }
        }
        Body::TaskOpen(task) => asked(names, task, private, base),
        Body::TaskEnd(end) => {
            Payload { of: Some(end.task), codes: one(names.code(end.ground, TaskEndGround::text)), ..base }
        }
        Body::Grant(grant) => granted(around, grant, base),
        Body::Deny(deny) => denied(around, deny, base),
        Body::Withdraw(withdraw) => Payload { of: Some(withdraw.of), ..base },
        Body::Terminate(end) => terminated(around, end, base),
        Body::Close(close) => closed(names, close, base),
        Body::Annul(annul) => annulled(names, annul, base),
        Body::Extend(extend) => extended(names, extend, base),
        Body::Lapse(lapse) => lapsed(names, lapse, base),
        Body::Urge(urge) => urged(names, urge, base),
        Body::TimeSet(set) => Payload { of: Some(set.of), at: Some(set.at), ..base },
        Body::Green(green) => greened(around, green, base),
        Body::Taken(taken) => Payload { of: Some(taken.of), ..base },
        Body::Supplement(more) => Payload {
            papers: more.papers.clone(),
            gaps: more.gaps.clone(),
            answers: more.defects.clone(),
            day: more.on,
            ..base
        },
        Body::WithdrawAsked(asked) => Payload { day: asked.on, signed: Some(asked.signed), ..base },
        Body::Answer(answer) => {
            let department = answer.dept.map(|dept| names.dept(dept));
            let codes = one(names.code(answer.result, AnswerResult::text));
            Payload { of: Some(answer.of), codes, department, officers: answer.officers.clone(), ..base }
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
        | Body::Rule(_)
        | Body::Scheme(_)
        | Body::Sheet(_)
        | Body::Inspection(_)
        | Body::Root(_)
        | Body::Witness(_)
        | Body::Clock(_)
        | Body::NodeAsked(_)
        | Body::RightAsked(_)
        | Body::CardServe(_)
        | Body::CardAnswer(_)
        | Body::CardAppeal(_)
        | Body::CardRuling(_)
        | Body::Unknown { .. } => base,
    }
}

fn opened(names: &Names<'_>, open: &Open, base: Payload) -> Payload {
    let codes = vec![names.code(open.channel, Channel::text), names.code(open.mode, Mode::text)];
    Payload { papers: open.papers.clone(), codes, day: open.on, renews: open.renews.clone(), ..base }
}

fn forwarded(names: &Names<'_>, forward: &Forward, base: Payload) -> Payload {
    let department = forward.dept.map(|dept| names.dept(dept));
    Payload { to: Some(names.site(forward.to)), department, opinion: Some(forward.opinion), ..base }
}

fn assigned(names: &Names<'_>, assign: &Assign, base: Payload) -> Payload {
    let department = assign.dept.map(|dept| names.dept(dept));
    let codes = vec![names.code(assign.ground, AssignGround::text)];
    Payload { to: Some(names.site(assign.to)), department, user: assign.user, codes, ..base }
}

fn notified(names: &Names<'_>, notify: &Notify, defects: Vec<DefectView>, base: Payload) -> Payload {
    let codes = notify.again.iter().map(|again| names.code(*again, AgainCode::text)).collect();
    Payload { defects, days: Some(u16::from(notify.days)), codes, ..base }
}

fn asked(names: &Names<'_>, task: &TaskOpen, private: &Private, base: Payload) -> Payload {
    let addressees = task.to.iter().map(|to| names.site(to.site)).collect();
    // The letter is one for all: it names the days only where all have the same.
    let first = task.to.first().map(|to| to.quarters);
    let days = first.filter(|quarters| quarters % 4 == 0 && task.to.iter().all(|to| to.quarters == *quarters));
    let codes = vec![names.code(task.what, TaskKind::text)];
    let departments = task.to.iter().filter_map(|to| to.dept).map(|dept| names.dept(dept)).collect();
    Payload {
        codes,
        addressees,
        departments,
        days: days.map(|quarters| quarters / 4),
        stage: Some(task.stage).filter(|stage| *stage > 0),
        excluded: task.excluded.then_some(true),
        place: private.place.clone(),
        held: private.held.clone(),
        ..base
    }
}

fn extended(names: &Names<'_>, extend: &Extend, base: Payload) -> Payload {
    let codes = vec![names.code(extend.ground, ExtendGround::text), names.code(extend.approver, Approver::text)];
    Payload { codes, quarters: Some(extend.quarters), ..base }
}

fn lapsed(names: &Names<'_>, lapse: &Lapse, base: Payload) -> Payload {
    let codes = lapse.vouched.iter().map(|vouched| names.code(*vouched, Vouched::text)).collect();
    Payload { of: Some(lapse.of), codes, remedy: reconsiders(names), ..base }
}

fn urged(names: &Names<'_>, urge: &Urge, base: Payload) -> Payload {
    let rule = urge.rule.iter().map(|rule| names.code(*rule, RuleKind::text));
    let codes = rule.chain([names.code(urge.ground, UrgeGround::text)]).collect();
    Payload { codes, quarters: Some(urge.quarters), ..base }
}

fn greened(around: &Around<'_>, green: &Green, base: Payload) -> Payload {
    let codes = vec![around.names.code(green.ground, GreenGround::text)];
    let (right, grant) = (Some(green.right), rests_on(around, green.right));
    Payload { codes, right, grant, body_named: Some(green.body.clone()), ..base }
}

fn granted(around: &Around<'_>, grant: &Grant, base: Payload) -> Payload {
    let codes = vec![around.names.code(grant.ground, GrantGround::text)];
    let (right, reckoning) = (Some(grant.right), Some(grant.reckoning.clone()));
    Payload { codes, right, grant: rests_on(around, grant.right), reckoning, ..base }
}

fn denied(around: &Around<'_>, deny: &Deny, base: Payload) -> Payload {
    let codes = deny.grounds.iter().map(|ground| around.names.code(*ground, DenyGround::text)).collect();
    let remedy = Some(around.names.remedy(deny.remedy));
    let (right, reckoning) = (Some(deny.right), Some(deny.reckoning.clone()));
    Payload { codes, remedy, right, grant: rests_on(around, deny.right), reckoning, ..base }
}

/// The right as it stood when the decision was written: what was changed or ended later is not what it rests on.
fn rests_on(around: &Around<'_>, no: u32) -> Option<Box<GrantView>> {
    let right = around.ground?.right(no)?.clone();
    let (site, department) =
        (right.site.map(|site| around.names.site(site)), right.dept.map(|dept| around.names.dept(dept)));
    Some(Box::new(GrantView { right, site, department }))
}

/// Only a denial names the body itself. Of the others the district's government reconsiders: assumed, to be confirmed.
fn reconsiders(names: &Names<'_>) -> Option<String> {
    Some(names.remedy(Remedy::DistrictGovernment))
}

fn terminated(around: &Around<'_>, end: &Terminate, base: Payload) -> Payload {
    let codes = vec![around.names.code(end.ground, TerminateGround::text)];
    let duplicate_of = end.duplicate_of.map(|id| around.others.case(id));
    Payload { codes, duplicate_of, remedy: reconsiders(around.names), ..base }
}

fn closed(names: &Names<'_>, close: &Close, base: Payload) -> Payload {
    let codes = close.undelivered.iter().map(|code| names.code(*code, UndeliveredCode::text)).collect();
    Payload { codes, reckoning: Some(close.reckoning.clone()), ..base }
}

fn annulled(names: &Names<'_>, annul: &Annul, base: Payload) -> Payload {
    let codes = vec![names.code(annul.authority, Authority::text)];
    let days = annul.days.filter(|_| annul.redo);
    Payload { of: Some(annul.of), codes, redo: Some(annul.redo), days, remedy: reconsiders(names), ..base }
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
