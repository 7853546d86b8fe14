//! Facts: anybody who takes part may record them. They never change status, outcome or holder; the holder answers them.

use super::{Fold, Now};
use crate::case::{Asked, Flag, Void};
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
            Body::Supplement(supplement) => Ok(self.supplement(now, supplement)),
            Body::WithdrawAsked(asked) => {
                self.state.asked.push(Asked { hash: now.entry.hash, at: now.when, site: now.site, answered: None });
                Ok(asked.on.is_some().then_some(Flag::Late).into_iter().collect())
            }
            Body::Answer(answer) => {
                self.answer(now, answer);
                Ok(Vec::new())
            }
            Body::Deliver(deliver) => self.deliver(now, deliver),
            Body::Note | Body::FormChange(_) | Body::Join => Ok(Vec::new()),
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
            | Body::Unknown { .. } => Err(Void::Content),
        }
    }

    /// Written by the receiver's machine, so that nobody stops his clock by not pressing.
    fn taken(&mut self, now: &Now<'a>, taken: &Taken) -> Verdict {
        if !self.effective.contains(&taken.of) {
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

    fn supplement(&mut self, now: &Now<'a>, supplement: &Supplement) -> Vec<Flag> {
        for paper in &supplement.papers {
            self.state.papers.insert(paper.no, paper.clone());
        }
        for gap in &supplement.gaps {
            self.state.gaps.remove(gap);
        }
        if let Some(notice) = self.state.notice.as_mut() {
            let known = notice.defects.iter().map(|defect| defect.no);
            let answers: Vec<u8> = known.filter(|no| supplement.defects.contains(no)).collect();
            notice.answered.extend(answers);
            if notice.complete_at.is_none() && notice.defects.iter().all(|defect| notice.answered.contains(&defect.no))
            {
                notice.complete_at =
                    Some(supplement.on.map_or(now.when, |on| on.at_minute(0).max(notice.at).min(now.when)));
            }
        }
        supplement.on.is_some().then_some(Flag::Late).into_iter().collect()
    }

    /// Ends a task's limit, or clears a duty of the author's place. Of anything else it stays as a note.
    fn answer(&mut self, now: &Now<'a>, answer: &Answer) {
        for task in self.state.tasks.iter_mut().filter(|task| task.hash == answer.of) {
            for to in task.to.iter_mut().filter(|to| to.addressee.site == now.site && to.answer.is_none()) {
                to.answer = Some((now.entry.hash, now.when));
            }
        }
        let holds = self.state.holder.is_some_and(|holder| holder.site == now.site);
        for asked in self.state.asked.iter_mut().filter(|asked| asked.hash == answer.of && holds) {
            asked.answered.get_or_insert(now.entry.hash);
        }
        self.cleared.insert((answer.of, now.site));
    }

    fn deliver(&mut self, now: &Now<'a>, deliver: &Deliver) -> Verdict {
        let delivered = self.index_of.get(&deliver.of).map(|i| &self.entries[*i]);
        let has_paper =
            delivered.is_some_and(|entry| entry.kind().class() == Class::Move && entry.kind().paper_letter().is_some());
        if !has_paper || !self.effective.contains(&deliver.of) {
            return Err(Void::Content);
        }
        let when = deliver.on.map_or(now.when, |on| on.at_minute(0).min(now.when));
        self.state.delivered.entry(deliver.of).or_insert(when);
        if let Some(notice) = self.state.notice.as_mut().filter(|notice| notice.hash == deliver.of) {
            notice.told_at.get_or_insert(when);
        }
        Ok(deliver.on.is_some().then_some(Flag::Late).into_iter().collect())
    }
}
