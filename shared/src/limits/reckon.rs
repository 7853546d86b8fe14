//! The limits of one case, from its state (kinds.md, table "Limits").

mod owed;

use super::Limit;
use super::pauses::{began_before, earlier, notices_in_time, pauses_of, promise_from};
use crate::api::LimitKind;
use crate::case::Stay;
use crate::case::{CaseState, Opened, Status};
use crate::day::Day;
use crate::deadline::{DayPause, Deadline, Hours, Terms, WHOLE_PERMILLE, Years, deadline, received_on};
use crate::ground::View;
use crate::id::{Hash, Millis, SiteId};
use crate::item::{Item, LegalFrom, ProxyMode, Service, Span, Unit};
use crate::kind::Pause;
use crate::site::Tier;

/// 行政许可法 §32: five working days to say what is missing.
const ACCEPT_BY: Span = Span { quarters: 20, unit: Unit::Workday };
/// 绿色通道: half of the promise.
const GREEN_PERMILLE: u16 = 500;
/// 绿色通道: a site survey within two working days.
const GREEN_SURVEY_QUARTERS: u16 = 8;
/// 行政许可法 §44: ten working days to deliver.
const DELIVER_BY: Span = Span { quarters: 40, unit: Unit::Workday };

/// What the limits of a case come to.
pub(crate) struct Reckoned {
    /// Every limit.
    pub(crate) limits: Vec<Limit>,
    /// The day from which it counts as accepted; none while it is not accepted.
    pub(crate) accepted_on: Option<Day>,
    /// It was accepted too late, so it counts from the day of receipt.
    pub(crate) is_deemed: bool,
    /// What did not count, united.
    pub(crate) pauses: Vec<Pause>,
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
    stays: &'a [Stay],
    /// United, in order; only the last one may be open.
    pauses: Vec<Pause>,
    /// Those that are over, in the same order.
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
            pauses: Vec::new(),
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
        Reckoner { state, item, calendar, years: Years::new(calendar), stays, pauses, day_pauses, limits: Vec::new() };
    let opened_on = reckoner.received(opened.on, opened.at);
    let accept = reckoner.accept_by(opened.hash, opened_on, opened.at);
    let (accepted_on, is_deemed) = reckoner.acceptance(accept.as_ref());
    let received_on = reckoner.first_accepting(opened_on, opened.at).map(|(day, _)| day);
    // What came in after closing time cannot have been accepted before it counts as received.
    let accepted_on = accepted_on.map(|day| day.max(opened_on));
    // Of the round and not of its acceptance: what silence made late stays the same lateness when somebody accepts.
    let of = state.round.of.unwrap_or(opened.hash);
    if let Some((day, from)) = reckoner.counts_from(accepted_on, accept.as_ref()) {
        reckoner.promise(day, from, of);
    }
    reckoner.legal(received_on.unwrap_or(opened_on), accepted_on, accept.as_ref(), of);
    reckoner.renewal(opened.hash, opened.at);
    reckoner.steps();
    reckoner.tasks_and_duties();
    reckoner.survey();
    reckoner.delivery_and_correction();
    let running = accept.filter(|accept| !accept.stopped);
    let silence =
        running.as_ref().filter(|_| accepted_on.is_none()).and_then(|accept| Some((accept.start, accept.due?)));
    let accept_by_due = running.and_then(|accept| accept.due);
    Reckoned { limits: reckoner.limits, accepted_on, is_deemed, pauses: reckoner.pauses, accept_by_due, silence }
}

/// The five days as they stand.
struct AcceptBy {
    start: Day,
    ended: Option<Millis>,
    due: Option<Millis>,
    /// A notice in time waits for its answer, so nothing runs.
    stopped: bool,
}

/// A limit before it is reckoned.
struct New {
    kind: LimitKind,
    of: Hash,
    /// None = the holder's.
    owner: Option<SiteId>,
    starts: Millis,
    start: Day,
    span: Span,
    factor: u16,
    extension: u16,
    pausable: bool,
    ended: Option<Millis>,
}

impl New {
    /// The holder's, running from this moment on, and nothing stops it.
    fn of(kind: LimitKind, of: Hash, starts: Millis, span: Span) -> Self {
        let (start, owner) = (Day::of(starts), None);
        Self {
            kind,
            of,
            owner,
            starts,
            start,
            span,
            factor: WHOLE_PERMILLE,
            extension: 0,
            pausable: false,
            ended: None,
        }
    }
}

impl Reckoner<'_> {
    /// The outcome that ended the limits of this round; an annulment later does not make a timely decision late.
    fn ended_at(&self) -> Option<Millis> {
        self.state.round.ended
    }

    fn holder(&self) -> SiteId {
        self.state.holder.map_or(SiteId(0), |holder| holder.site)
    }

    fn hours(&self, site: SiteId) -> Hours {
        self.calendar.site(site).map_or_else(Hours::default, |site| site.hours())
    }

    /// An instant item is received on a working day within the hours of its place; what was entered later names its day.
    fn received(&self, on: Day, at: Millis) -> Day {
        let is_instant = match self.item.service {
            Service::Instant => on == Day::of(at),
            Service::Promised => false,
        };
        let site = self.state.opened.as_ref().map_or(SiteId(0), |opened| opened.site);
        if is_instant { received_on(at, true, self.hours(site), &self.years) } else { on }
    }

    /// When it is due by the hours of a place; none while a pause is open. What had passed before the pause began stays what
    /// it was: what is late is not made timely by stopping the clock.
    fn due_by(&self, new: &New, site: SiteId) -> Option<Deadline> {
        let began = if new.pausable { began_before(&self.pauses, new.ended) } else { &[] };
        let open = began.last().filter(|pause| pause.to.is_none() && self.state.outcome.is_none());
        let pauses = self.day_pauses.get(..began.len()).unwrap_or(if new.pausable { &self.day_pauses } else { &[] });
        let New { start, span, factor, extension, .. } = *new;
        let due = deadline(&Terms { start, span, factor, extension, pauses, hours: self.hours(site) }, &self.years);
        open.is_none_or(|open| due.at() <= open.from).then_some(due)
    }

    /// Whose limit it is: of a holder's, who had the case in hand when it was met, or when it passed. Handing a case on
    /// makes nobody late in another's place.
    fn owned(&self, new: &New) -> (SiteId, Option<Deadline>) {
        let now_with = new.owner.unwrap_or_else(|| self.holder());
        let due = self.due_by(new, now_with);
        if new.owner.is_some() {
            return (now_with, due);
        }
        for stay in self.stays.iter().filter(|stay| stay.until.is_some()) {
            let same = self.hours(stay.site) == self.hours(now_with);
            let theirs = if same { due } else { self.due_by(new, stay.site) };
            let Some(met) = earlier(new.ended, theirs.map(Deadline::at)) else { continue };
            if stay.until.is_some_and(|until| until >= met) {
                return (stay.site, theirs);
            }
        }
        (now_with, due)
    }

    /// Reckons a limit and lists it.
    fn push(&mut self, new: New) -> Option<Millis> {
        let (owner, due) = self.owned(&new);
        let New { kind, of, owner: _, starts, start, span, factor, extension, pausable, ended } = new;
        let paused = due.is_none() && ended.is_none();
        let (day, provisional) = (due.map(|due| due.day), due.is_some_and(|due| due.provisional));
        let due = due.map(|due| due.at());
        self.limits.push(Limit {
            kind,
            of,
            owner,
            starts,
            start,
            span,
            factor,
            extension,
            pausable,
            day,
            due,
            provisional,
            ended,
            paused,
        });
        due
    }

    /// A limit that ends on a day that was fixed beforehand.
    fn push_fixed(&mut self, new: New, day: Day) {
        self.push(New { start: day, span: Span { quarters: 0, unit: Unit::Workday }, ..new });
        if let Some(limit) = self.limits.last_mut() {
            limit.provisional = false;
        }
    }

    /// The five days: from receipt, or anew from the day on which all defects of a notice in time were answered, or from
    /// the annulment of a refusal to accept.
    fn accept_by(&mut self, open: Hash, on: Day, at: Millis) -> Option<AcceptBy> {
        // In the round in which somebody accepted: a later one begins no five days.
        let rounds = || self.state.rounds.iter().chain([&self.state.round]);
        let round = match self.state.accepted {
            Some((_, at)) => rounds().rfind(|round| round.from.is_none_or(|from| from <= at)),
            None => rounds().next_back(),
        };
        let again = round.and_then(|round| round.from);
        let open = round.and_then(|round| round.of).unwrap_or(open);
        let (start, starts) = match again {
            Some(from) => (Day::of(from), from),
            None => self.first_accepting(on, at)?,
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
        let new = New::of(LimitKind::AcceptBy, of, starts, ACCEPT_BY);
        self.push(New { start, ended, ..new })
    }

    /// A place that only helps (协办) does not start the five days: the first accepting site's signature does.
    fn first_accepting(&self, on: Day, at: Millis) -> Option<(Day, Millis)> {
        let stays = self.stays;
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
        // Days that a court set are not shortened.
        let green = self.state.green.filter(|_| self.state.round.days.is_none());
        let is_halved = green.is_some_and(|green| self.leaves_time(green.at, (start, promised), of));
        let factor = if is_halved { GREEN_PERMILLE } else { WHOLE_PERMILLE };
        self.push_from(LimitKind::Promise, start, promised, factor, not_before, of);
    }

    /// An admission makes nobody late: where half of the promise was over by then, by the extension that it had then, or the
    /// case was decided, the whole of it stays.
    fn leaves_time(&self, admitted: Millis, (start, promised): (Day, Span), of: Hash) -> bool {
        if self.ended_at().is_some_and(|ended| ended <= admitted) {
            return false;
        }
        let extended = self.state.extension.filter(|extension| extension.at <= admitted);
        let half = New {
            start,
            factor: GREEN_PERMILLE,
            extension: extended.map_or(0, |extension| extension.quarters),
            pausable: true,
            ended: self.ended_at(),
            ..New::of(LimitKind::Promise, of, start.at_minute(0), promised)
        };
        let (_, due) = self.owned(&half);
        due.is_none_or(|due| due.at() >= admitted)
    }

    /// A legal limit "of application" runs from receipt, whether anybody accepts or not.
    fn legal(&mut self, received: Day, accepted_on: Option<Day>, accept: Option<&AcceptBy>, of: Hash) {
        let Some(legal) = self.item.legal else { return };
        match self.item.legal_from {
            LegalFrom::Application => {
                let start = self.state.round.from.map_or(received, Day::of);
                self.push_from(LimitKind::Legal, start, legal, WHOLE_PERMILLE, 0, of);
            }
            LegalFrom::Acceptance => {
                let Some((day, from)) = self.counts_from(accepted_on, accept) else { return };
                self.push_from(LimitKind::Legal, promise_from(self.state, day), legal, WHOLE_PERMILLE, from, of);
            }
        }
    }

    fn push_from(&mut self, kind: LimitKind, start: Day, span: Span, factor: u16, not_before: Millis, of: Hash) {
        let extension = self.state.extension.map_or(0, |extension| extension.quarters);
        let new = New::of(kind, of, start.at_minute(0), span);
        self.push(New { start, factor, extension, pausable: true, ended: self.ended_at(), ..new });
        if let Some(limit) = self.limits.last_mut() {
            limit.due = limit.due.map(|due| due.max(not_before));
        }
    }

    /// 行政许可法 §50: a renewal that is not decided when the licence expires counts as granted.
    fn renewal(&mut self, of: Hash, at: Millis) {
        let Some(expires) = self.state.opened.as_ref().and_then(Opened::renewed_after) else { return };
        let new = New::of(LimitKind::Renewal, of, at, ACCEPT_BY);
        self.push_fixed(New { ended: self.ended_at(), ..new }, expires);
        // The licence holds until its last day is over, whenever the counter closes.
        if let Some(limit) = self.limits.last_mut() {
            limit.due = Some(expires.plus(1).at_minute(0) - 1);
        }
    }

    fn steps(&mut self) {
        for stay in self.stays {
            let counted = self
                .item
                .stages
                .iter()
                .filter(|stage| stage.tier == stay.tier && !stage.excluded && stage.span.unit == Unit::Workday);
            let quarters: u16 = counted.map(|stage| stage.span.quarters).fold(0, u16::saturating_add);
            let Some(taken) = stay.taken.filter(|_| quarters > 0) else { continue };
            let span = Span { quarters, unit: Unit::Workday };
            // A step is in a round: with the decision it ends, and who has the case then begins none until it is set aside.
            for round in self.state.rounds.iter().chain([&self.state.round]) {
                let starts = round.from.map_or(taken, |from| from.max(taken));
                let ended = earlier(stay.until, round.ended);
                if ended.is_some_and(|ended| ended <= starts) {
                    continue;
                }
                let of = round.from.filter(|from| *from > taken).and(round.of).unwrap_or(stay.hash);
                let new = New::of(LimitKind::Step, of, starts, span);
                self.push(New { owner: Some(stay.site), pausable: true, ended, ..new });
            }
        }
    }
}
