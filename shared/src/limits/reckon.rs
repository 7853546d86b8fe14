//! The limits of one case, from its state (kinds.md, table "Limits").

use super::{Counted, DayPause, Limit, Years, due_day, workdays_between};
use crate::api::LimitKind;
use crate::case::{CaseState, Notice, Status};
use crate::day::Day;
use crate::fold::Stay;
use crate::ground::View;
use crate::id::{Hash, Millis, SiteId};
use crate::item::{Item, LegalFrom, ProxyMode, Span, Unit};
use crate::kind::{Pause, Reckoning};
use crate::site::Tier;

/// 行政许可法 §32: five working days to say what is missing.
const ACCEPT_BY: Span = Span { quarters: 20, unit: Unit::Workday };
/// 行政许可法 §44: ten working days to deliver.
const DELIVER_BY: Span = Span { quarters: 40, unit: Unit::Workday };
/// Where a place names no closing time: 17:30.
const CLOSES_MINUTE: u16 = 1_050;

/// What the limits of a case come to.
pub(crate) struct Reckoned {
    /// Every limit.
    pub(crate) limits: Vec<Limit>,
    /// The day from which it counts as accepted; none while it is not accepted.
    pub(crate) accepted_on: Option<Day>,
    /// It was accepted too late, so it counts from the day of receipt.
    pub(crate) is_deemed: bool,
    /// The moment at which the five days end or ended, while they run.
    pub(crate) accept_by_due: Option<Millis>,
    /// The same with the day from which it counts then; none once somebody accepted.
    pub(crate) silence: Option<(Day, Millis)>,
}

struct Reckoner<'a> {
    state: &'a CaseState,
    item: &'a Item,
    calendar: View<'a>,
    years: Years<'a>,
    pauses: Vec<Pause>,
    day_pauses: Vec<DayPause>,
    limits: Vec<Limit>,
}

/// Reckons every limit of a case by this calendar. A decided case is given the calendar of its decision.
pub(crate) fn limits_of(state: &CaseState, item: &Item, stays: &[Stay], calendar: View<'_>) -> Reckoned {
    let Some(opened) = &state.opened else {
        return Reckoned {
            limits: Vec::new(),
            accepted_on: None,
            is_deemed: false,
            accept_by_due: None,
            silence: None,
        };
    };
    let pauses = pauses_of(state);
    let day_pauses = pauses
        .iter()
        .filter_map(|pause| Some(DayPause { from: Day::of(pause.from), to: Day::of(pause.to?) }))
        .collect();
    let mut reckoner =
        Reckoner { state, item, calendar, years: Years::new(calendar), pauses, day_pauses, limits: Vec::new() };
    let accept = reckoner.accept_by(opened.hash, opened.on, opened.at, stays);
    let (accepted_on, is_deemed) = reckoner.acceptance(accept.as_ref());
    let received_on = reckoner.first_accepting(opened.on, opened.at, stays).map(|(day, _)| day);
    let of = state.accepted.map_or(opened.hash, |(hash, _)| hash);
    if let Some((day, from)) = reckoner.counts_from(accepted_on, accept.as_ref()) {
        reckoner.promise(day, from, of);
    }
    reckoner.legal(received_on.unwrap_or(opened.on), accepted_on, accept.as_ref(), of);
    reckoner.steps(stays);
    reckoner.tasks_and_duties();
    reckoner.delivery_and_correction();
    let running = accept.filter(|accept| !accept.stopped);
    let silence =
        running.as_ref().filter(|_| accepted_on.is_none()).and_then(|accept| Some((accept.start, accept.due?)));
    let accept_by_due = running.and_then(|accept| accept.due);
    Reckoned { limits: reckoner.limits, accepted_on, is_deemed, accept_by_due, silence }
}

/// The clock at a decision, to be frozen in its body.
pub fn reckoning_at(state: &CaseState, calendar: View<'_>, now: Millis) -> Reckoning {
    let shown = state.limits.iter().filter(|limit| matches!(limit.kind, LimitKind::Promise | LimitKind::Legal));
    let due = shown.filter(|limit| limit.day.is_some()).min_by_key(|limit| limit.due);
    let pauses = pauses_of(state);
    let day_pauses: Vec<DayPause> = pauses
        .iter()
        .map(|pause| DayPause { from: Day::of(pause.from), to: Day::of(pause.to.unwrap_or(now)) })
        .collect();
    let start = state.accepted_on.map(|day| promise_from(state, day));
    // A case that is filed away used what it had used when it was decided.
    let end = Day::of(state.round.ended.map_or(now, |ended| ended.min(now)));
    let used = start.map_or(0, |start| workdays_between(start, end, &day_pauses, &Years::new(calendar)));
    Reckoning {
        due: due.and_then(|limit| limit.day),
        provisional: due.is_some_and(|limit| limit.provisional),
        used_quarters: used * 4,
        pauses,
        calendar: calendar.calendar_position(),
    }
}

/// The day from which promise and legal limit run: the acceptance, or the annulment that began the round.
fn promise_from(state: &CaseState, accepted_on: Day) -> Day {
    state.round.from.map_or(accepted_on, |from| accepted_on.max(Day::of(from)))
}

/// Stretches that do not count: notices in time until all was answered or the case was accepted all the same, excluded
/// tasks until they were over. An outcome ends them, and so does a new round: its limits begin anew.
fn pauses_of(state: &CaseState) -> Vec<Pause> {
    let notice = notices_in_time(state).map(|(notice, next)| {
        let accepted = state.accepted.map(|(_, at)| at).filter(|at| *at >= notice.at);
        Pause { from: notice.at, to: earlier(earlier(notice.complete_at, accepted), next) }
    });
    let tasks = state.tasks.iter().filter(|task| task.excluded).map(|task| Pause { from: task.at, to: task.over_at() });
    let ends = |pause: Pause| {
        let ended = state.round.from.filter(|from| pause.from < *from).or(state.round.ended);
        Pause { to: earlier(pause.to, ended), ..pause }
    };
    let mut all: Vec<Pause> = notice.chain(tasks).map(ends).collect();
    all.sort_by_key(|pause| (pause.from, pause.to.unwrap_or(Millis::MAX)));
    let mut united: Vec<Pause> = Vec::new();
    for pause in all {
        match united.last_mut() {
            Some(last) if last.to.is_none_or(|to| pause.from <= to) => {
                last.to = match (last.to, pause.to) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    (None, _) | (_, None) => None,
                };
            }
            Some(_) | None => united.push(pause),
        }
    }
    united
}

/// Notices in time in order, each with the moment at which the next one took its place.
fn notices_in_time(state: &CaseState) -> impl Iterator<Item = (&Notice, Option<Millis>)> {
    let all: Vec<&Notice> = state.earlier_notices.iter().chain(&state.notice).filter(|notice| notice.in_time).collect();
    let next: Vec<Option<Millis>> = all.iter().skip(1).map(|next| Some(next.at)).chain([None]).collect();
    all.into_iter().zip(next)
}

fn earlier(a: Option<Millis>, b: Option<Millis>) -> Option<Millis> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The five days as they stand.
struct AcceptBy {
    start: Day,
    ended: Option<Millis>,
    due: Option<Millis>,
    /// A notice in time waits for its answer, so nothing runs.
    stopped: bool,
}

impl Reckoner<'_> {
    fn is_paused(&self) -> bool {
        self.state.outcome.is_none() && self.pauses.iter().any(|pause| pause.to.is_none())
    }

    /// The outcome that ended the limits of this round; an annulment later does not make a timely decision late.
    fn ended_at(&self) -> Option<Millis> {
        self.state.round.ended
    }

    fn holder(&self) -> SiteId {
        self.state.holder.map_or(SiteId(0), |holder| holder.site)
    }

    fn closing(&self, site: SiteId, day: Day) -> Millis {
        day.at_minute(self.calendar.site(site).map_or(CLOSES_MINUTE, |site| site.closes_minute))
    }

    #[expect(clippy::too_many_arguments, reason = "they are the columns of kinds.md's table of limits")]
    fn push(
        &mut self,
        kind: LimitKind,
        of: Hash,
        owner: SiteId,
        starts: Millis,
        span: Span,
        counted: Option<Counted>,
        ended: Option<Millis>,
    ) -> Option<Millis> {
        let due = counted.map(|counted| self.closing(owner, counted.day));
        let paused = counted.is_none() && ended.is_none();
        let (day, provisional) =
            (counted.map(|counted| counted.day), counted.is_some_and(|counted| counted.provisional));
        self.limits.push(Limit { kind, of, owner, starts, span, day, due, provisional, ended, paused });
        due
    }

    /// The five days: from receipt, or anew from the day on which all defects of a notice in time were answered, or from
    /// the annulment of a refusal to accept.
    fn accept_by(&mut self, open: Hash, on: Day, at: Millis, stays: &[Stay]) -> Option<AcceptBy> {
        let again = self.state.round.from.filter(|from| self.state.accepted.is_none_or(|(_, at)| at >= *from));
        let (start, starts) = match again {
            Some(from) => (Day::of(from), from),
            None => self.first_accepting(on, at, stays)?,
        };
        let accepted = self.state.accepted.map(|(_, at)| at).or(self.ended_at());
        // What runs, and for which entry; nothing does while a notice waits for its answer.
        let (mut of, mut running) = (open, Some((start, starts)));
        let mut last = AcceptBy { start, ended: accepted, due: None, stopped: true };
        let state = self.state;
        for (notice, next) in notices_in_time(state).filter(|(notice, _)| notice.at >= starts) {
            if let Some((start, starts)) = running {
                let due = self.five_days(of, start, starts, Some(notice.at));
                last = AcceptBy { start, ended: Some(notice.at), due, stopped: true };
            }
            let ends = earlier(next, accepted);
            let complete = notice.complete_at.filter(|complete| ends.is_none_or(|ends| *complete <= ends));
            running = complete.map(|complete| (Day::of(complete), complete));
            of = notice.hash;
        }
        if let Some((start, starts)) = running {
            let due = self.five_days(of, start, starts, accepted);
            last = AcceptBy { start, ended: accepted, due, stopped: false };
        }
        Some(last)
    }

    fn five_days(&mut self, of: Hash, start: Day, starts: Millis, ended: Option<Millis>) -> Option<Millis> {
        let counted = due_day(start, ACCEPT_BY, &[], &self.years);
        self.push(LimitKind::AcceptBy, of, self.holder(), starts, ACCEPT_BY, Some(counted), ended)
    }

    /// A place that only helps (协办) does not start the five days: the first accepting site's signature does.
    fn first_accepting(&self, on: Day, at: Millis, stays: &[Stay]) -> Option<(Day, Millis)> {
        let assists =
            stays.first().is_some_and(|stay| stay.tier == Tier::Village) && self.item.village_mode == ProxyMode::Assist;
        if !assists {
            return Some((on, at));
        }
        let accepting = stays.iter().skip(1).find(|stay| self.item.accept_tiers.contains(&stay.tier));
        accepting.and_then(|stay| stay.taken).map(|taken| (Day::of(taken), taken))
    }

    /// 行政许可法 §32(4): no complete notice within five working days, and it counts as accepted from the day of receipt.
    fn acceptance(&self, accept: Option<&AcceptBy>) -> (Option<Day>, bool) {
        let Some((_, accepted)) = self.state.accepted else { return (None, false) };
        let late =
            accept.filter(|accept| matches!((accept.ended, accept.due), (Some(ended), Some(due)) if ended > due));
        late.map_or((Some(Day::of(accepted)), false), |accept| (Some(accept.start), true))
    }

    /// From which day the promise runs, and since when it does: the acceptance, or the silence that counts as one. Before
    /// the silence is complete the promise has no moment at which it could be broken.
    fn counts_from(&self, accepted_on: Option<Day>, accept: Option<&AcceptBy>) -> Option<(Day, Millis)> {
        if let Some(day) = accepted_on {
            return Some((day, 0));
        }
        let silence = accept.filter(|accept| !accept.stopped && self.state.status == Status::Received)?;
        Some((silence.start, silence.due?))
    }

    fn promise(&mut self, day: Day, not_before: Millis, of: Hash) {
        let start = promise_from(self.state, day);
        let promised = match self.state.round.days {
            Some(days) => Span { quarters: days.saturating_mul(4), unit: Unit::Workday },
            None => self.item.promised,
        };
        self.push_from(LimitKind::Promise, start, promised, not_before, of);
    }

    /// A legal limit "of application" runs from receipt, whether anybody accepts or not.
    fn legal(&mut self, received: Day, accepted_on: Option<Day>, accept: Option<&AcceptBy>, of: Hash) {
        let Some(legal) = self.item.legal else { return };
        match self.item.legal_from {
            LegalFrom::Application => {
                let start = self.state.round.from.map_or(received, Day::of);
                self.push_from(LimitKind::Legal, start, legal, 0, of);
            }
            LegalFrom::Acceptance => {
                let Some((day, from)) = self.counts_from(accepted_on, accept) else { return };
                self.push_from(LimitKind::Legal, promise_from(self.state, day), legal, from, of);
            }
        }
    }

    fn push_from(&mut self, kind: LimitKind, start: Day, span: Span, not_before: Millis, of: Hash) {
        let (owner, ended) = (self.holder(), self.ended_at());
        let counted = self.counted(start, span);
        self.push(kind, of, owner, start.at_minute(0), span, counted, ended);
        if let Some(limit) = self.limits.last_mut() {
            limit.due = limit.due.map(|due| due.max(not_before));
        }
    }

    /// None while a pause is open: the date is not known yet.
    fn counted(&self, start: Day, span: Span) -> Option<Counted> {
        (!self.is_paused()).then(|| due_day(start, span, &self.day_pauses, &self.years))
    }

    fn steps(&mut self, stays: &[Stay]) {
        for stay in stays {
            let counted = self
                .item
                .stages
                .iter()
                .filter(|stage| stage.tier == stay.tier && !stage.excluded && stage.span.unit == Unit::Workday);
            let quarters: u16 = counted.map(|stage| stage.span.quarters).fold(0, u16::saturating_add);
            let Some(taken) = stay.taken.filter(|_| quarters > 0) else { continue };
            // A new round is a new beginning for who holds the case then.
            let round = self.state.round.from.filter(|from| stay.until.is_none_or(|until| until > *from));
            let starts = round.map_or(taken, |from| from.max(taken));
            let span = Span { quarters, unit: Unit::Workday };
            let ended = stay.until.or(self.ended_at());
            let counted = self.counted(Day::of(starts), span);
            self.push(LimitKind::Step, stay.hash, stay.site, starts, span, counted, ended);
        }
    }

    fn tasks_and_duties(&mut self) {
        for task in &self.state.tasks {
            for to in &task.to {
                let starts = to.taken_at.unwrap_or(task.at);
                let span = Span { quarters: to.addressee.quarters, unit: Unit::Workday };
                let counted = due_day(Day::of(starts), span, &[], &self.years);
                let ended = to.answer.map(|(_, at)| at).or(task.ended_at);
                self.push(LimitKind::Task, task.hash, to.addressee.site, starts, span, Some(counted), ended);
            }
        }
        for duty in self.state.duties.clone() {
            if duty.kind == crate::api::DutyKind::Task || duty.kind == crate::api::DutyKind::OutcomeToDeliver {
                continue; // Tasks stand above, delivery below, each with its own name.
            }
            let span = Span { quarters: duty.quarters, unit: Unit::Workday };
            let counted = due_day(Day::of(duty.since), span, &[], &self.years);
            self.push(LimitKind::Duty, duty.of, duty.owner, duty.since, span, Some(counted), None);
        }
    }

    fn delivery_and_correction(&mut self) {
        if let Some((outcome, at)) = self.state.done {
            let counted = due_day(Day::of(at), DELIVER_BY, &[], &self.years);
            let ended = self.state.delivered.get(&outcome).copied();
            let ended = ended.or((self.state.status == Status::Closed).then_some(at));
            self.push(LimitKind::DeliverBy, outcome, self.holder(), at, DELIVER_BY, Some(counted), ended);
        }
        if let Some((hash, days, complete, told)) = self.told_notice() {
            let span = Span { quarters: u16::from(days) * 4, unit: Unit::Workday };
            let counted = due_day(Day::of(told), span, &[], &self.years);
            let origin = self.state.opened.as_ref().map_or(self.holder(), |opened| opened.site);
            self.push(LimitKind::CorrectBy, hash, origin, told, span, Some(counted), complete.or(self.ended_at()));
        }
        let last_gap = self.state.gap_date.filter(|_| !self.state.gaps.is_empty());
        if let (Some(day), Some((hash, at))) = (last_gap, self.state.accepted) {
            let span = Span { quarters: 0, unit: Unit::Day };
            let counted = Counted { day, provisional: false };
            self.push(LimitKind::GapBy, hash, self.holder(), at, span, Some(counted), self.ended_at());
        }
    }

    fn told_notice(&self) -> Option<(Hash, u8, Option<Millis>, Millis)> {
        let notice = self.state.notice.as_ref()?;
        Some((notice.hash, notice.days, notice.complete_at, notice.told_at?))
    }
}
