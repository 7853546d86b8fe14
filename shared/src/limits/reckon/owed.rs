//! Limits of what was asked of others, of duties, of the delivery, and those of the citizen.

use super::{ACCEPT_BY, DELIVER_BY, GREEN_SURVEY_QUARTERS, New, Reckoner};
use crate::api::{DutyKind, LimitKind};
use crate::id::{Hash, Millis};
use crate::item::{Span, Unit};
use crate::kind::TaskKind;
use crate::limits::pauses::earlier;

impl Reckoner<'_> {
    pub(super) fn tasks_and_duties(&mut self) {
        let green = self.state.green.map(|green| green.at);
        let state = self.state;
        for task in &state.tasks {
            for to in &task.to {
                let starts = to.taken_at.unwrap_or(task.at);
                let own = to.addressee.quarters;
                // What was asked before the admission keeps the time it was given.
                let is_short = green.is_some_and(|at| at <= task.at) && task.what == TaskKind::Survey;
                let quarters = if is_short { own.min(GREEN_SURVEY_QUARTERS) } else { own };
                let span = Span { quarters, unit: Unit::Workday };
                // What comes after the request was ended is not owed any more.
                let ended = earlier(to.answer.map(|answer| answer.at), task.ended_at);
                let new = New::of(LimitKind::Task, task.hash, starts, span);
                self.push(New { owner: Some(to.addressee.site), ended, ..new });
            }
        }
        for duty in &state.duties {
            if matches!(duty.kind, DutyKind::Task | DutyKind::OutcomeToDeliver | DutyKind::SurveyDue) {
                continue; // Tasks stand above, delivery and survey below, each with its own name.
            }
            let span = Span { quarters: duty.quarters, unit: Unit::Workday };
            let new = New::of(LimitKind::Duty, duty.of, duty.since, span);
            self.push(New { owner: Some(duty.owner), ..new });
        }
        // An urging that was answered late was answered late.
        for urged in &state.urged {
            let Some((site, at)) = urged.answered else { continue };
            let span = Span { quarters: urged.quarters, unit: Unit::Workday };
            let new = New::of(LimitKind::Duty, urged.hash, urged.at, span);
            self.push(New { owner: Some(site), ended: Some(at), ..new });
        }
    }

    /// 绿色通道: the site is surveyed within two working days, whatever else stands still.
    pub(super) fn survey(&mut self) {
        let (Some(green), Some(quarters)) = (self.state.green, self.item.survey_quarters) else { return };
        let span = Span { quarters, unit: Unit::Workday };
        let settled = earlier(self.state.surveyed_at(), green.survey_settled);
        let ended = earlier(settled, self.ended_at());
        self.push(New { ended, ..New::of(LimitKind::Survey, green.hash, green.at, span) });
    }

    pub(super) fn delivery_and_correction(&mut self) {
        if let Some((outcome, at)) = self.state.done {
            // Filed away undelivered, with the reason: it fell away then, and not before.
            let ended = self.state.delivered.get(&outcome).copied().or(self.state.closed_at);
            let new = New::of(LimitKind::DeliverBy, outcome, at, DELIVER_BY);
            self.push(New { ended, ..new });
        }
        if let Some((hash, days, complete, told)) = self.told_notice() {
            let span = Span { quarters: u16::from(days) * 4, unit: Unit::Workday };
            let origin = self.state.opened.as_ref().map_or(self.holder(), |opened| opened.site);
            let new = New::of(LimitKind::CorrectBy, hash, told, span);
            self.push(New { owner: Some(origin), ended: complete.or(self.ended_at()), ..new });
        }
        if let (Some(day), Some((hash, at))) = (self.state.gap_date, self.state.accepted) {
            let new = New::of(LimitKind::GapBy, hash, at, ACCEPT_BY);
            let ended = earlier(self.state.gaps_filled_at, self.ended_at());
            self.push_fixed(New { ended, ..new }, day);
        }
    }

    fn told_notice(&self) -> Option<(Hash, u8, Option<Millis>, Millis)> {
        let notice = self.state.notice.as_ref()?;
        Some((notice.hash, notice.days, notice.complete_at, notice.told_at?))
    }
}
