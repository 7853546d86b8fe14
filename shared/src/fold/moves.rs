//! Moves: only the holder's have effect, and only these change status, outcome or holder. No entry changes both.

use super::who::{allowed_in, check_role};
use super::{Fold, Now, add_with_above, counter_day};
use crate::api::LimitKind;
use crate::case::{Flag, Notice, Opened, Outcome, Round, Status, Task, TaskTo, Void};
use crate::id::SiteId;
use crate::kind::*;
use crate::limits::{Limit, limits_of};

type Taken = Result<Vec<Flag>, Void>;

impl<'a> Fold<'a> {
    pub(super) fn take_move(&mut self, now: &Now<'a>) -> Taken {
        if let Body::Open(open) = &now.entry.body {
            return self.open(now, open);
        }
        let Some(holder) = self.state.holder else { return Err(Void::NotOpened) };
        if let Body::TakeOver(_) = &now.entry.body {
            return self.take_over(now, holder.site);
        }
        if holder.site != now.site {
            return Err(Void::NotHolder);
        }
        if !self.has_seen(now, holder.since) {
            return Err(Void::NotSeen);
        }
        check_role(now.entry.kind(), now.entry.head.role)?;
        self.check_status(now.entry.kind())?;
        self.check_right(now)?;
        match &now.entry.body {
            Body::Forward(forward) => self.forward(now, forward),
            Body::Return(back) => self.hand_down(now, back.to, None, None, false),
            Body::Assign(assign) => self.hand_down(now, assign.to, assign.dept, assign.user, true),
            Body::Notify(notify) => self.notify(now, notify),
            Body::Accept(accept) => self.accept(now, accept),
            Body::NotAccept(_) => {
                let mut flags = self.unanswered(now);
                flags.extend(self.after_deemed(now));
                self.end(now, Outcome::NotAccepted);
                Ok(flags)
            }
            Body::TaskOpen(task) => self.task_open(now, task),
            Body::TaskEnd(end) => self.task_end(now, end),
            Body::Grant(grant) => {
                let mut flags = self.unanswered(now);
                flags.extend(self.decision_flags(now, grant.right));
                flags.extend((!self.state.gaps.is_empty()).then_some(Flag::GapOpen));
                self.end(now, Outcome::Granted);
                Ok(flags)
            }
            Body::Deny(deny) => {
                let mut flags = self.unanswered(now);
                flags.extend(self.after_renewal(now));
                flags.extend(deny.grounds.is_empty().then_some(Flag::NoGround));
                flags.extend(self.decision_flags(now, deny.right));
                self.end(now, Outcome::Denied);
                Ok(flags)
            }
            Body::Withdraw(withdraw) => self.withdraw(now, withdraw),
            Body::Terminate(_) => {
                let flags = self.unanswered(now);
                self.end(now, Outcome::Terminated);
                Ok(flags)
            }
            Body::Close(close) => self.close(now, close),
            Body::Annul(annul) => self.annul(now, annul),
            Body::Extend(extend) => self.extend(now, extend),
            Body::Lapse(lapse) => self.lapse(now, lapse),
            Body::Open(_)
            | Body::TakeOver(_)
            | Body::Taken(_)
            | Body::Supplement(_)
            | Body::WithdrawAsked(_)
            | Body::Answer(_)
            | Body::Deliver(_)
            | Body::Note(_)
            | Body::FormChange(_)
            | Body::Join
            | Body::Urge(_)
            | Body::TimeSet(_)
            | Body::Green(_)
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

    fn open(&mut self, now: &Now<'a>, open: &Open) -> Taken {
        if self.state.opened.is_some() {
            return Err(Void::SecondOpen);
        }
        check_role(Kind::Open, now.entry.head.role)?;
        if now.entry.head.doc.origin() != now.site {
            return Err(Void::Content);
        }
        let Some(item) = now.ground.item_row(open.item) else { return Err(Void::Content) };
        self.item = Some(item);
        let on = counter_day(open.on, now.when);
        self.state.opened = Some(Opened {
            hash: now.entry.hash,
            number: open.number.clone(),
            item: open.item,
            site: now.site,
            at: now.when,
            on,
            renews: open.renews.clone(),
        });
        self.state.papers = open.papers.iter().map(|paper| (paper.no, paper.clone())).collect();
        add_with_above(&mut self.state.participants, now.site, now.ground);
        self.hand_to(now, now.site, None, None);
        let is_old = now.ground.item(&item.code).is_none_or(|(newest, _)| newest != open.item);
        let mut flags = Vec::new();
        flags.extend(is_old.then_some(Flag::OldVersion));
        flags.extend((!item.files_at(now.tier)).then_some(Flag::WrongTier));
        Ok(flags)
    }

    fn take_over(&mut self, now: &Now<'a>, holder: SiteId) -> Taken {
        if !now.ground.is_above(now.site, holder) {
            return Err(Void::NotHolder);
        }
        check_role(Kind::TakeOver, now.entry.head.role)?;
        self.hand_to(now, now.site, None, None);
        Ok(Vec::new())
    }

    fn forward(&mut self, now: &Now<'a>, forward: &Forward) -> Taken {
        if !now.ground.is_above(forward.to, now.site) {
            return Err(Void::Content);
        }
        let reviews = self.item.is_some_and(|item| item.review_tiers.contains(&now.tier));
        if forward.opinion != Opinion::None {
            self.reviewers.insert(now.entry.head.by);
        }
        self.hand_to(now, forward.to, forward.dept, None);
        let is_silent = reviews && self.state.status == Status::Accepted && forward.opinion == Opinion::None;
        Ok(is_silent.then_some(Flag::NoOpinion).into_iter().collect())
    }

    fn hand_down(
        &mut self,
        now: &Now<'a>,
        to: SiteId,
        dept: Option<crate::id::DeptId>,
        user: Option<crate::id::UserId>,
        own_site: bool,
    ) -> Taken {
        if !(now.ground.is_above(now.site, to) || own_site && to == now.site) {
            return Err(Void::Content);
        }
        match self.state.holder.as_mut().filter(|holder| holder.site == to) {
            // One machine serves all desks of a place. What put the case in its hand stays what it was, and so does the
            // time: no paper is ever void because of a desk, and a desk is no new beginning.
            Some(holder) => (holder.dept, holder.user) = (dept, user),
            None => self.hand_to(now, to, dept, user),
        }
        Ok(Vec::new())
    }

    fn notify(&mut self, now: &Now<'a>, notify: &Notify) -> Taken {
        if self.state.notices > 0 && notify.again.is_none() {
            return Err(Void::Content);
        }
        let flags: Vec<Flag> = self.after_deemed(now).into_iter().collect();
        self.state.notices = self.state.notices.saturating_add(1);
        self.state.earlier_notices.extend(self.state.notice.take());
        self.state.notice = Some(Notice {
            hash: now.entry.hash,
            at: now.counter,
            in_time: flags.is_empty(),
            defects: notify.defects.clone(),
            days: notify.days,
            answered: Default::default(),
            complete_at: None,
            told_at: None,
        });
        Ok(flags)
    }

    fn accept(&mut self, now: &Now<'a>, accept: &Accept) -> Taken {
        let flags = self.unanswered(now);
        self.state.status = Status::Accepted;
        self.state.accepted = Some((now.entry.hash, now.counter));
        self.state.gaps = accept.gaps.iter().copied().collect();
        self.state.gap_date = accept.gap_date;
        self.state.gaps_filled_at = None;
        Ok(flags)
    }

    fn task_open(&mut self, now: &Now<'a>, task: &TaskOpen) -> Taken {
        let in_line = |site: SiteId| {
            site == now.site || now.ground.is_above(site, now.site) || now.ground.is_above(now.site, site)
        };
        if !task.to.iter().all(|to| in_line(to.site)) {
            return Err(Void::Content);
        }
        for to in &task.to {
            self.interest(to.site, now.ground);
        }
        let item = self.item.filter(|_| task.excluded);
        let has_basis =
            item.is_none_or(|item| task.what.is_special() || item.stages.iter().any(|stage| stage.excluded));
        let is_gated = !self.state.stage_is_open(task.stage, self.item);
        let taken = |site: SiteId| (site == now.site).then_some(now.counter);
        self.state.tasks.push(Task {
            hash: now.entry.hash,
            what: task.what,
            stage: task.stage,
            at: now.counter,
            excluded: task.excluded && has_basis,
            to: task
                .to
                .iter()
                .map(|to| TaskTo { addressee: to.clone(), taken_at: taken(to.site), answer: None })
                .collect(),
            ended_at: None,
            ended_for: None,
        });
        let mut flags = Vec::new();
        flags.extend(task.to.is_empty().then_some(Flag::NoUnit));
        flags.extend((!has_basis).then_some(Flag::ExcludedWithoutBasis));
        flags.extend(is_gated.then_some(Flag::GateClosed));
        Ok(flags)
    }

    fn task_end(&mut self, now: &Now<'a>, end: &TaskEnd) -> Taken {
        let task = self.state.tasks.iter_mut().find(|task| task.hash == end.task && task.ended_at.is_none());
        let task = task.ok_or(Void::Content)?;
        (task.ended_at, task.ended_for) = (Some(now.counter), Some(end.ground));
        Ok(Vec::new())
    }

    fn withdraw(&mut self, now: &Now<'a>, withdraw: &Withdraw) -> Taken {
        if !self.has_seen(now, withdraw.of) {
            return Err(Void::Content);
        }
        let Some(asked) = self.state.asked.iter_mut().find(|asked| asked.hash == withdraw.of) else {
            return Err(Void::Content);
        };
        asked.answered = Some(now.entry.hash);
        self.end(now, Outcome::Withdrawn);
        Ok(Vec::new())
    }

    fn close(&mut self, now: &Now<'a>, close: &Close) -> Taken {
        let is_delivered = self.state.done.is_some_and(|(outcome, _)| self.state.delivered.contains_key(&outcome));
        self.state.status = Status::Closed;
        self.state.closed_at = Some(now.counter);
        let is_explained = is_delivered || close.undelivered.is_some();
        Ok((!is_explained).then_some(Flag::Undelivered).into_iter().collect())
    }

    fn annul(&mut self, now: &Now<'a>, annul: &Annul) -> Taken {
        if self.state.done.is_none_or(|(outcome, _)| outcome != annul.of) {
            return Err(Void::Content);
        }
        if self.state.outcome == Some(Outcome::Annulled) && !annul.redo {
            return Err(Void::Content);
        }
        self.keep_what_was_late(now, annul);
        if annul.redo {
            let was_accepted = self.state.accepted.is_some();
            self.state.status = if was_accepted { Status::Accepted } else { Status::Received };
            self.state.outcome = None;
            self.state.closed_at = None;
            self.state.done = None;
            self.state.decision = None;
            self.state.extension = None;
            let no = self.state.round.no.saturating_add(1);
            let of = Some(now.entry.hash);
            self.state.rounds.push(self.state.round);
            self.state.round = Round { no, from: Some(now.counter), of, days: annul.days, ended: None };
        } else {
            self.end(now, Outcome::Annulled);
        }
        Ok(Vec::new())
    }

    /// What the decision ended late, or left late, by the calendar of that decision: its limits are reckoned anew, or no more.
    fn keep_what_was_late(&mut self, now: &Now<'a>, annul: &Annul) {
        let Some(item) = self.item else { return };
        let decided = self.index_of.get(&annul.of).map(|index| &self.entries[*index]);
        let calendar = decided.and_then(|entry| entry.head.ground).and_then(|ground| self.directory.at(ground));
        let limits = limits_of(&self.state, item, &self.stays, calendar.unwrap_or(self.calendar)).limits;
        let falls_away = |limit: &Limit| match limit.kind {
            LimitKind::DeliverBy => limit.of == annul.of,
            LimitKind::Promise | LimitKind::Legal => annul.redo,
            // The refusal to accept is set aside, and the five days begin anew.
            LimitKind::AcceptBy => annul.redo && self.state.accepted.is_none(),
            LimitKind::Step
            | LimitKind::Task
            | LimitKind::Duty
            | LimitKind::CorrectBy
            | LimitKind::GapBy
            | LimitKind::Renewal
            | LimitKind::Survey => false,
        };
        let ended = |limit: Limit| Limit { ended: limit.ended.or(Some(now.counter)), ..limit };
        // Whether a delivery was late is known at the end: the resident may have had it before anybody here heard of it.
        let stays = |limit: &Limit| limit.kind == LimitKind::DeliverBy || limit.ended_late();
        let late = limits.into_iter().filter(falls_away).map(ended).filter(stays);
        self.state.set_aside.extend(late);
    }

    pub(super) fn end(&mut self, now: &Now<'a>, outcome: Outcome) {
        self.state.status = Status::Done;
        self.state.closed_at = None;
        self.state.outcome = Some(outcome);
        // Without a decision nothing is left to be asked; a decision leaves open what it was taken without.
        let is_decided = matches!(outcome, Outcome::Granted | Outcome::Denied | Outcome::Annulled);
        for task in self.state.tasks.iter_mut().filter(|task| !is_decided && task.is_open()) {
            task.ended_at = Some(now.counter.max(task.at));
        }
        self.state.done = Some((now.entry.hash, now.counter));
        self.state.round.ended.get_or_insert(now.counter);
        if now.entry.kind() != Kind::Annul {
            self.state.decision = Some(now.entry.kind());
        }
    }

    fn check_status(&self, kind: Kind) -> Result<(), Void> {
        let allowed: &[Status] = allowed_in(kind);
        if allowed.contains(&self.state.status) { Ok(()) } else { Err(Void::Status) }
    }

    /// Withdrawal requests that the author had seen and nobody had answered.
    pub(super) fn unanswered(&self, now: &Now<'a>) -> Vec<Flag> {
        let open = self.state.asked.iter().any(|asked| asked.answered.is_none() && self.has_seen(now, asked.hash));
        open.then_some(Flag::WithdrawalUnanswered).into_iter().collect()
    }

    fn after_deemed(&self, now: &Now<'a>) -> Option<Flag> {
        let item = self.item?;
        let due = crate::limits::limits_of(&self.state, item, &self.stays, self.calendar).accept_by_due?;
        (now.counter > due).then_some(Flag::AfterDeemed)
    }

    /// 行政许可法 §50: what was not decided when the licence expired was renewed.
    fn after_renewal(&self, now: &Now<'a>) -> Option<Flag> {
        let expires = self.state.opened.as_ref().and_then(Opened::renewed_after)?;
        (crate::day::Day::of(now.counter) > expires).then_some(Flag::AfterRenewal)
    }

    fn decision_flags(&self, now: &Now<'a>, right: u32) -> Vec<Flag> {
        let mut flags = Vec::new();
        let today = crate::day::Day::of(now.counter);
        let right = now.ground.right(right);
        let expired = right.is_some_and(|right| right.from > today || right.until.is_some_and(|until| until < today));
        flags.extend(expired.then_some(Flag::RightExpired));
        flags.extend(
            self.state
                .tasks
                .iter()
                .any(|task| task.is_open() && self.has_seen(now, task.hash))
                .then_some(Flag::TaskOpen),
        );
        let is_same = self.item.is_some_and(|item| item.dual_review) && self.reviewers.contains(&now.entry.head.by);
        flags.extend(is_same.then_some(Flag::SamePerson));
        flags
    }
}
