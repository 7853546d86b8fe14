//! One case as a row of `case_view`: everything a list shows and sorts by, computed from the state.

mod statements;
mod words;

use super::figures::{Counted, Judged};
use super::labels;
use super::tables::{FixedPlace, ListPlace};
use crate::error::Error;
use crate::store::log::{self, Document};
use crate::store::memory::FeedRole;
use daiban_shared::api::LimitKind;
use daiban_shared::case::{CaseState, Effect, Status, Wait};
use daiban_shared::day::Day;
use daiban_shared::deadline::{Workdays, Years, workdays_between};
use daiban_shared::entry::Head;
use daiban_shared::figures::Marks;
use daiban_shared::ground::View;
use daiban_shared::id::{Hash, Millis, SiteId};
use daiban_shared::limits::Limit;
use daiban_shared::site::Tier;
use rusqlite::{Connection, OptionalExtension, params};
use statements::{COUNTED, INSERT, UPDATE_IN_PLACE, UPDATE_MOVED, UPDATE_WHOLE, WORDS};
use std::collections::BTreeSet;
pub use words::Words;

/// Cases without a due moment stand behind all that have one, the open ones first, the newest change first.
const RANK_OPEN: i64 = 1 << 59;
const RANK_ENDED: i64 = 1 << 60;

/// What counters and outboxes need to know of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contribution {
    /// Where it was filed.
    pub site: SiteId,
    /// 0 = not opened.
    pub status: u8,
    /// While it is open: what an office owes by then.
    pub late_at: Option<i64>,
    /// While it is open.
    pub holder: Option<SiteId>,
    /// When it was filed.
    pub filed_day: Option<i32>,
    /// When it ended.
    pub ended_day: Option<i32>,
    /// It ended after its limit.
    pub late: bool,
    /// From which moments on it shows blue, yellow, red and deep red at least, while it is open.
    pub lights: [Option<i64>; 4],
}

/// Stands for an ID number where two cases of one person are looked for; none = no number.
pub fn person_hash(id_number: &str) -> Option<i64> {
    let number = id_number.trim().to_ascii_uppercase();
    if number.is_empty() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban person").update(number.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    Some(i64::from_le_bytes(first))
}

/// Everything of a row but its words.
pub struct CaseRow<'a> {
    /// The state.
    pub state: &'a CaseState,
    /// Its entries.
    pub document: &'a Document,
    /// The newest directory.
    pub view: View<'a>,
    /// The place of this node.
    pub own: SiteId,
    /// Where it was filed, or would be.
    pub origin: SiteId,
    /// A field has several concurrent values.
    pub is_conflicted: bool,
    /// What it counts for.
    pub judged: &'a Judged,
}

impl CaseRow<'_> {
    /// What it counts for.
    pub fn contribution(&self) -> Contribution {
        let status = self.status();
        let is_open = matches!(status, 1 | 2);
        let late_at = self.state.shown_limit().and_then(late_at).map(|at| at as i64);
        Contribution {
            site: self.origin,
            status,
            late_at: late_at.filter(|_| is_open),
            holder: self.state.holder.map(|holder| holder.site).filter(|_| is_open),
            filed_day: self.state.opened.as_ref().map(|opened| opened.on.0),
            ended_day: self.judged.figure.done_on.map(|day| day.0),
            late: self.is_late(),
            lights: if is_open { self.light_moments() } else { [None; 4] },
        }
    }

    fn light_moments(&self) -> [Option<i64>; 4] {
        let limit = self.state.shown_limit();
        let (blue, yellow) = limit.map_or((None, None), |limit| self.lights(limit));
        let deep = self.running(LimitKind::Legal).and_then(|limit| limit.due);
        let due = limit.and_then(late_at);
        light_moments([blue, yellow, due, deep].map(|at| at.map(|at| at as i64)))
    }

    /// It ended, and not in time.
    fn is_late(&self) -> bool {
        let figure = &self.judged.figure;
        figure.done_on.is_some() && !figure.marks.has(Marks::ON_TIME)
    }

    /// What it counts for in the figures.
    pub fn counted(&self, item_code: &str) -> Counted {
        self.judged.counted(self.origin, self.town(), item_code)
    }

    fn status(&self) -> u8 {
        if self.state.opened.is_some() { self.state.status.number() } else { 0 }
    }

    /// Writes the row; `old` = its place in the lists before, none = a new case; `words` none = as they stand.
    pub fn save(
        &self,
        conn: &Connection,
        doc: i64,
        form_key: i64,
        old: Option<&ListPlace>,
        words: Option<&Words>,
    ) -> Result<ListPlace, Error> {
        let state = self.state;
        let limit = state.shown_limit();
        let due_at = limit.and_then(|limit| limit.due);
        let (blue, yellow) = limit.map_or((None, None), |limit| self.lights(limit));
        let deep = self.running(LimitKind::Legal).and_then(|limit| limit.due);
        let opened = state.opened.as_ref();
        let changed_at = self.document.entries.iter().map(|entry| entry.head.at).max().unwrap_or(0);
        let own = self.newest_own();
        let own_feed = own.map(|head| log::feed_id(conn, head.feed, FeedRole::Main as u8)).transpose()?;
        let holder = state.holder;
        let place = self.place(due_at, changed_at);
        let values = params![
            doc,
            place.fixed.number,
            opened.map(|opened| self.pinned(conn, opened.item)).transpose()?.flatten(),
            place.fixed.site,
            place.fixed.town,
            place.status,
            state.outcome.map(|outcome| outcome.number()),
            holder.map(|holder| holder.site.0),
            holder.and_then(|holder| holder.dept).map(|dept| dept.0),
            holder.and_then(|holder| holder.user).map(|user| user.0),
            place.here,
            labels::is_in_transit(state),
            place.rank,
            due_at.map(|at| at as i64),
            limit.filter(|limit| limit.due.is_some()).and_then(|limit| limit.day).map(|day| day.0),
            limit.map(|limit| limit_number(limit.kind)),
            limit.is_some_and(|limit| limit.provisional),
            blue.map(|at| at as i64),
            yellow.map(|at| at as i64),
            deep.map(|at| at as i64),
            place.fixed.opened_at,
            changed_at as i64,
            place.fixed.waits,
            labels::encode(&labels::labels_of(state, self.is_conflicted, self.own)),
            form_key,
            own_feed,
            place.fixed.item_code,
            own.map(|head| head.n as i64),
            place.fixed.filed_day,
            place.counted.done,
            place.late,
        ];
        // Only the indexes of columns that change are written: most steps leave a case where it is, many move it in
        // the order, hardly any changes its number or place.
        let sql = match old {
            None => INSERT,
            Some(old) if *old == place => UPDATE_IN_PLACE,
            Some(old) if old.fixed == place.fixed => UPDATE_MOVED,
            Some(_) => UPDATE_WHOLE,
        };
        conn.prepare_cached(sql)?.execute(values)?;
        let counted = &place.counted;
        if old.map_or(*counted != Counted::default(), |old| old.counted != *counted) {
            let values = params![
                doc,
                counted.accepted,
                counted.silent_at,
                counted.dept,
                counted.acceptor,
                counted.decider,
                counted.marks
            ];
            conn.prepare_cached(COUNTED)?.execute(values)?;
        }
        if let Some(words) = words {
            conn.prepare_cached(WORDS)?.execute(params![
                doc,
                words.applicant,
                words.words,
                words.person,
                words.applicant_key,
                words.phone_end
            ])?;
        }
        Ok(place)
    }

    /// Where it stands in the lists.
    fn place(&self, due_at: Option<Millis>, changed_at: Millis) -> ListPlace {
        let (opened, holder) = (self.state.opened.as_ref(), self.state.holder);
        let item = opened.and_then(|opened| self.view.item_row(opened.item));
        let item_code = item.map_or_else(String::new, |item| item.code.clone());
        ListPlace {
            fixed: FixedPlace {
                number: opened.map_or_else(String::new, |opened| opened.number.clone()),
                site: self.origin.0,
                town: self.town().0,
                waits: self.waits(),
                item_code: item_code.clone(),
                opened_at: opened.map_or(0, |opened| opened.at) as i64,
                filed_day: opened.map(|opened| opened.on.0),
            },
            status: self.status(),
            late: self.is_late(),
            counted: self.counted(&item_code),
            here: holder.is_some_and(|holder| holder.site == self.own),
            rank: self.rank(due_at, changed_at),
        }
    }

    /// The newest entry of this place: written here or, after a restore, brought back by a neighbour.
    fn newest_own(&self) -> Option<&Head> {
        let own: BTreeSet<Hash> =
            self.state.steps.iter().filter(|step| step.site == self.own).map(|step| step.hash).collect();
        self.document.entries.iter().rfind(|entry| own.contains(&entry.hash)).map(|entry| &entry.head)
    }

    fn running(&self, kind: LimitKind) -> Option<&Limit> {
        self.state.limits.iter().find(|limit| limit.kind == kind && limit.ended.is_none())
    }

    fn town(&self) -> SiteId {
        let is_village = self.view.site(self.origin).is_some_and(|site| site.tier == Tier::Village);
        let parent = self.view.site(self.origin).and_then(|site| site.parent);
        parent.filter(|_| is_village).unwrap_or(self.origin)
    }

    fn rank(&self, due_at: Option<Millis>, changed_at: Millis) -> i64 {
        match due_at {
            Some(at) => at as i64,
            None if matches!(self.status(), 1 | 2) => RANK_OPEN - changed_at as i64,
            None => RANK_ENDED - changed_at as i64,
        }
    }

    fn waits(&self) -> u8 {
        self.state.steps.iter().fold(0, |bits, step| match step.effect {
            Effect::Waits(Wait::Seen) => bits | 1,
            Effect::Waits(Wait::Ground) => bits | 2,
            Effect::Effect | Effect::None(_) => bits,
        })
    }

    /// From when the light is blue and yellow, by the rule of `limits`, as moments: a list asks only what time it is.
    fn lights(&self, limit: &Limit) -> (Option<Millis>, Option<Millis>) {
        let step = self.running(LimitKind::Step).and_then(|step| step.due).map(|due| due.saturating_add(1));
        if limit.kind.is_residents() {
            return (None, step);
        }
        let Some(last) = limit.day else { return (None, None) };
        let start = Day::of(limit.starts);
        let years = Years::new(self.view);
        let out = self.state.days_out(limit);
        let (whole, thresholds) = (workdays_between(start, last, &out, &years).max(1), years.thresholds());
        let (mut blue, mut yellow) = (None, step);
        let (mut used, mut day) = (0, start);
        while day <= last {
            if day > start && workdays_between(day.plus(-1), day, &out, &years) > 0 {
                used += 1;
            }
            let begins = day.at_minute(0);
            if blue.is_none() && thresholds.is_blue(whole, used, whole.saturating_sub(used)) {
                blue = Some(begins);
            }
            if thresholds.is_yellow(whole, used) {
                yellow = Some(yellow.map_or(begins, |at| at.min(begins)));
                break;
            }
            day = day.plus(1);
        }
        (blue, yellow)
    }

    /// The small number of the item's row; none while the row is not here.
    fn pinned(&self, conn: &Connection, item: daiban_shared::id::Hash) -> Result<Option<i64>, Error> {
        let mut query = conn.prepare_cached("SELECT id FROM pinned WHERE row = ?1")?;
        if let Some(id) = query.query_row([&item.0[..]], |row| row.get(0)).optional()? {
            return Ok(Some(id));
        }
        let Some(row) = self.view.item_row(item) else { return Ok(None) };
        conn.prepare_cached("INSERT INTO pinned (row, code, version, zh, en) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![&item.0[..], row.code, row.version, row.zh, row.en])?;
        Ok(Some(conn.last_insert_rowid()))
    }
}

/// The moment after which an office is late; none where the case waits for the resident.
fn late_at(limit: &Limit) -> Option<Millis> {
    limit.due.filter(|_| !limit.kind.is_residents())
}

/// The limits of residents among those that a row may show, by their numbers.
macro_rules! residents {
    () => {
        "7, 8"
    };
}

/// The moment after which an office is late, of a row.
pub const LATE_AT: &str = concat!("CASE WHEN due_limit IN (", residents!(), ") THEN NULL ELSE due_at END");
/// What a row is due by is an office's: it waits for no resident.
pub const OWED: &str = concat!("coalesce(due_limit NOT IN (", residents!(), "), 1)");

/// From which moments on a case shows each light or a worse one; a limit has passed only after its moment.
pub fn light_moments([blue, yellow, due, deep]: [Option<i64>; 4]) -> [Option<i64>; 4] {
    let least = |a: Option<i64>, b: Option<i64>| [a, b].into_iter().flatten().min();
    let deep = deep.map(|at| at.saturating_add(1));
    let red = least(due.map(|at| at.saturating_add(1)), deep);
    let yellow = least(yellow, red);
    [least(blue, yellow), yellow, red, deep]
}

/// Limits that a list can show, as a column.
pub const SHOWN_LIMITS: [LimitKind; 11] = [
    LimitKind::AcceptBy,
    LimitKind::Promise,
    LimitKind::Legal,
    LimitKind::Step,
    LimitKind::Task,
    LimitKind::Duty,
    LimitKind::DeliverBy,
    LimitKind::CorrectBy,
    LimitKind::GapBy,
    LimitKind::Renewal,
    LimitKind::Survey,
];

fn limit_number(kind: LimitKind) -> u8 {
    match kind {
        LimitKind::AcceptBy => 0,
        LimitKind::Promise => 1,
        LimitKind::Legal => 2,
        LimitKind::Step => 3,
        LimitKind::Task => 4,
        LimitKind::Duty => 5,
        LimitKind::DeliverBy => 6,
        LimitKind::CorrectBy => 7,
        LimitKind::GapBy => 8,
        LimitKind::Renewal => 9,
        LimitKind::Survey => 10,
    }
}

/// Statuses whose cases are worked on.
pub fn is_open(status: u8) -> bool {
    status == Status::Received.number() || status == Status::Accepted.number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_know_the_limits_of_residents_by_their_numbers() {
        let residents = SHOWN_LIMITS.into_iter().filter(|limit| limit.is_residents());
        let numbers: Vec<String> = residents.map(|limit| limit_number(limit).to_string()).collect();
        assert_eq!(numbers.join(", "), residents!());
        for (number, limit) in SHOWN_LIMITS.into_iter().enumerate() {
            assert_eq!(usize::from(limit_number(limit)), number, "{limit:?}");
        }
    }
}
