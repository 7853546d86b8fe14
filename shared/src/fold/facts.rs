//! Facts: anybody who takes part may record them. They never change status, outcome or holder; the holder answers them.

use super::{Fold, Now};
use crate::case::{Answered, Asked, Effect, Flag, Notice, Step, TaskTo, Void};
use crate::entry::Entry;
use crate::id::Hash;
use crate::kind::*;

type Verdict = Result<Vec<Flag>, Void>;

impl<'a> Fold<'a> {
    pub(super) fn take_fact(&mut self, now: &Now<'a>) -> Verdict {
        if self.state.opened.is_none() {
            return Err(Void::NotOpened);
        }
        if !self.state.participants.contains(&now.site) {
            return Err(Void::NotParticipant);
        }
        match &now.entry.body {
            Body::Taken(taken) => self.taken(now, taken),
            Body::Supplement(supplement) => {
                self.supplement(now, supplement);
                Ok(Vec::new())
            }
            Body::WithdrawAsked(_) => {
                self.state.asked.push(Asked { hash: now.entry.hash, at: now.counter, site: now.site, answered: None });
                Ok(Vec::new())
            }
            Body::Answer(answer) => {
                self.answer(now, answer);
                Ok(Vec::new())
            }
            Body::Deliver(deliver) => self.deliver(now, deliver),
            Body::Note(_) | Body::FormChange(_) | Body::Join => Ok(Vec::new()),
            Body::Urge(urge) => self.urge(now, urge),
            Body::TimeSet(set) => self.time_set(now, set),
            Body::Green(green) => self.green(now, green),
            Body::Open(_)
            | Body::Forward(_)
            | Body::Return(_)
            | Body::Assign(_)
            | Body::TakeOver(_)
            | Body::Notify(_)
            | Body::Accept(_)
            | Body::NotAccept(_)
            | Body::TaskOpen(_)
            | Body::TaskEnd(_)
            | Body::Grant(_)
            | Body::Deny(_)
            | Body::Withdraw(_)
            | Body::Terminate(_)
            | Body::Close(_)
            | Body::Annul(_)
            | Body::Extend(_)
            | Body::Lapse(_)
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
            | Body::Unknown { .. } => Err(Void::Content),
        }
    }

    /// What the author had seen under this name. A fact rests on what its author knew and never on whether that has effect
    /// today: a take-over may have undone it, and what an honest person recorded about it is recorded all the same.
    fn seen_entry(&self, now: &Now<'a>, of: Hash) -> Option<&'a Entry> {
        let entry = &self.entries[*self.index_of.get(&of)?];
        self.has_seen(now, of).then_some(entry)
    }

    /// Written by the receiver's machine, so that nobody stops his clock by not pressing.
    fn taken(&mut self, now: &Now<'a>, taken: &Taken) -> Verdict {
        let kind = self.seen_entry(now, taken.of).map(Entry::kind);
        if !kind.is_some_and(|kind| kind.is_hand_over() || matches!(kind, Kind::TakeOver | Kind::TaskOpen)) {
            return Err(Void::Content);
        }
        for stay in self.stays.iter_mut().filter(|stay| stay.hash == taken.of && stay.site == now.site) {
            stay.taken.get_or_insert(now.when);
        }
        if let Some(holder) =
            self.state.holder.as_mut().filter(|holder| holder.since == taken.of && holder.site == now.site)
        {
            holder.taken_at.get_or_insert(now.when);
        }
        for task in self.state.tasks.iter_mut().filter(|task| task.hash == taken.of) {
            for to in task.to.iter_mut().filter(|to| to.addressee.site == now.site) {
                to.taken_at.get_or_insert(now.when);
            }
        }
        Ok(Vec::new())
    }

    /// Answers the newest notice that its author knew; of one that was given meanwhile it knows nothing.
    fn supplement(&mut self, now: &Now<'a>, supplement: &Supplement) {
        for paper in &supplement.papers {
            self.state.papers.insert(paper.no, paper.clone());
        }
        for gap in &supplement.gaps {
            if self.state.gaps.remove(gap) && self.state.gaps.is_empty() {
                self.state.gaps_filled_at = Some(now.counter);
            }
        }
        let known = self.notices().rev().find(|notice| self.has_seen(now, notice.hash)).map(|notice| notice.hash);
        let Some(notice) = known.and_then(|hash| self.notice_mut(hash)) else { return };
        // Entries that meet in another order than they were written in: the first answer in time counts.
        let when = now.counter.max(notice.at);
        for defect in notice.defects.iter().filter(|defect| supplement.defects.contains(&defect.no)) {
            let first = notice.answered.entry(defect.no).or_insert(when);
            *first = when.min(*first);
        }
        let first_answers = notice.defects.iter().map(|defect| notice.answered.get(&defect.no).copied());
        let all: Option<Vec<_>> = first_answers.collect();
        notice.complete_at = all.map(|all| all.into_iter().max().unwrap_or(when));
    }

    fn notices(&self) -> impl DoubleEndedIterator<Item = &Notice> {
        self.state.earlier_notices.iter().chain(&self.state.notice)
    }

    fn notice_mut(&mut self, hash: Hash) -> Option<&mut Notice> {
        self.state.earlier_notices.iter_mut().chain(&mut self.state.notice).find(|notice| notice.hash == hash)
    }

    /// Ends a task's limit, or clears a duty of the author's place. Of anything else it stays as a note.
    fn answer(&mut self, now: &Now<'a>, answer: &Answer) {
        if !self.owes(now, answer.of) {
            return;
        }
        for task in self.state.tasks.iter_mut().filter(|task| task.hash == answer.of) {
            // A place may have several desks that were asked; the answer of one is none of the others.
            let is_meant = |to: &TaskTo| answer.dept.is_none() || to.addressee.dept == answer.dept;
            let own = task.to.iter_mut().filter(|to| to.addressee.site == now.site && to.answer.is_none());
            for to in own.filter(|to| is_meant(to)) {
                to.answer = Some(Answered { hash: now.entry.hash, at: now.counter, result: answer.result });
            }
            let is_open = task.to.iter().any(|to| to.addressee.site == now.site && to.answer.is_none());
            if is_open {
                return;
            }
        }
        let holds = self.state.holder.is_some_and(|holder| holder.site == now.site);
        for asked in self.state.asked.iter_mut().filter(|asked| asked.hash == answer.of && holds) {
            asked.answered.get_or_insert(now.entry.hash);
        }
        for urged in self.state.urged.iter_mut().filter(|urged| urged.hash == answer.of && holds) {
            urged.answered.get_or_insert((now.site, now.counter));
        }
        for green in self.state.green.iter_mut().filter(|green| green.hash == answer.of && holds) {
            green.survey_settled.get_or_insert(now.counter);
        }
        self.cleared.insert((answer.of, now.site));
    }

    /// Whether the author's place has something to answer here, as far as he had seen it. An answer ahead of its question
    /// would clear what becomes a duty only later.
    fn owes(&self, now: &Now<'a>, of: Hash) -> bool {
        if !self.has_seen(now, of) {
            return false;
        }
        let state = &self.state;
        let holds = state.holder.is_some_and(|holder| holder.site == now.site);
        let is_origin = state.opened.as_ref().is_some_and(|opened| opened.site == now.site);
        let asked = state.asked.iter().any(|asked| asked.hash == of)
            || state.urged.iter().any(|urged| urged.hash == of)
            || state.green.is_some_and(|green| green.hash == of)
            || self.notices().any(|notice| notice.hash == of);
        let asked = asked || state.accepted.is_some_and(|(accepted, _)| accepted == of && state.gap_date.is_some());
        let outcome = state.done.is_some_and(|(outcome, _)| outcome == of);
        let task = state.tasks.iter().find(|task| task.hash == of);
        let is_asked = task.is_some_and(|task| task.to.iter().any(|to| to.addressee.site == now.site));
        let void = state.steps.iter().find(|step| step.hash == of && self.knew_void(now, step));
        holds && (asked || outcome || void.is_some())
            || is_origin && outcome
            || is_asked
            || void.is_some_and(|step| step.site == now.site)
    }

    /// Whether the author knew that this step came to nothing: what a race undid he answers once he has seen who holds the
    /// case instead.
    fn knew_void(&self, now: &Now<'a>, step: &Step) -> bool {
        let Effect::None(why) = step.effect else { return false };
        if !matches!(why, Void::NotHolder | Void::NotSeen) {
            return true;
        }
        let Some(index) = self.index_of.get(&step.hash) else { return false };
        let had_seen = |hash: Hash| self.index_of.get(&hash).is_some_and(|before| self.past.contains(*index, *before));
        self.stays.iter().any(|stay| self.has_seen(now, stay.hash) && !had_seen(stay.hash))
    }

    fn deliver(&mut self, now: &Now<'a>, deliver: &Deliver) -> Verdict {
        let kind = self.seen_entry(now, deliver.of).map(Entry::kind);
        if !kind.is_some_and(|kind| kind.class() == Class::Move && kind.paper_letter().is_some()) {
            return Err(Void::Content);
        }
        if !self.effective.contains(&deliver.of) {
            return Ok(Vec::new());
        }
        let first = self.state.delivered.entry(deliver.of).or_insert(now.counter);
        *first = now.counter.min(*first);
        if let Some(notice) = self.notice_mut(deliver.of) {
            notice.told_at = Some(notice.told_at.map_or(now.counter, |told| told.min(now.counter)));
        }
        Ok(Vec::new())
    }
}
