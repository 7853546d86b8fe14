//! What a case counts for in the figures, as columns of its row, as counters of months and as what whole years left over.

use crate::error::Error;
use crate::store::log::Document;
use daiban_shared::case::CaseState;
use daiban_shared::day::Day;
use daiban_shared::figures::{CaseFigure, Marks, figure_of, month_of};
use daiban_shared::ground::View;
use daiban_shared::id::{SiteId, UserId};
use daiban_shared::kind::Role;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;

/// By place of filing.
pub const BY_PLACE: i64 = 1;
/// By department and item, for a town or the district with all below.
pub const BY_ITEM: i64 = 2;
/// By officer, likewise.
pub const BY_OFFICER: i64 = 3;

/// What a row counts for. Equal rows count for the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted {
    /// Where it was filed.
    pub site: u32,
    /// The branch that counts it besides the own place.
    pub town: u32,
    /// Day from which it counts as accepted.
    pub accepted: Option<i32>,
    /// It counts only once this moment has passed: in no counter.
    pub silent_at: Option<i64>,
    /// Day of its end.
    pub done: Option<i32>,
    /// Department of its item.
    pub dept: Option<u16>,
    /// Code of its item.
    pub item: String,
    /// Who accepted it.
    pub acceptor: Option<i64>,
    /// Who ended it.
    pub decider: Option<i64>,
    /// What is true of it.
    pub marks: u8,
}

/// An account as a column.
pub fn officer_number(user: UserId) -> i64 {
    i64::from_be_bytes(user.0)
}

/// The account of a column.
pub fn officer_of(number: i64) -> UserId {
    UserId(number.to_be_bytes())
}

/// What a case counts for, and where its officers wrote.
pub struct Judged {
    /// What the rules say.
    pub figure: CaseFigure,
    /// Department of the item's version.
    pub dept: Option<u16>,
}

/// Asks the rules.
pub fn judge(state: &CaseState, document: &Document, view: View<'_>) -> Judged {
    let item = state.opened.as_ref().and_then(|opened| view.item_row(opened.item));
    let entry = |hash| document.find(hash).map(|(entry, _)| entry);
    Judged { figure: figure_of(state, entry, item), dept: item.map(|item| item.dept.0) }
}

/// An entry of everybody who worked on a case, for his name: whom a rule sees need not have accepted or decided.
pub fn officers(state: &CaseState, document: &Document) -> impl Iterator<Item = (i64, i64)> {
    let people = state.steps.iter().filter(|step| step.role != Some(Role::Node));
    people.filter_map(|step| Some((officer_number(step.by), document.find(step.hash)?.1.pos)))
}

impl Judged {
    /// As the row holds it.
    pub fn counted(&self, site: SiteId, town: SiteId, item: &str) -> Counted {
        let figure = &self.figure;
        Counted {
            site: site.0,
            town: town.0,
            accepted: figure.accepted_on.map(|day| day.0),
            silent_at: figure.counts_after.map(|at| at as i64),
            done: figure.done_on.map(|day| day.0),
            dept: self.dept,
            item: item.to_owned(),
            acceptor: figure.accepted_by.map(|(_, user)| officer_number(user)),
            decider: figure.done_by.map(|(_, user)| officer_number(user)),
            marks: figure.marks.0,
        }
    }
}

/// Columns of `case_view` that `read_counted` reads, in this order.
pub const COUNTED_COLUMNS: &str =
    "accepted_day, silent_at, ended_day, dept, item_code, acceptor, decider, marks, site, town";

/// Reads them, beginning at a column.
pub fn read_counted(row: &Row<'_>, at: usize) -> rusqlite::Result<Counted> {
    Ok(Counted {
        accepted: row.get(at)?,
        silent_at: row.get(at + 1)?,
        done: row.get(at + 2)?,
        dept: row.get(at + 3)?,
        item: row.get(at + 4)?,
        acceptor: row.get(at + 5)?,
        decider: row.get(at + 6)?,
        marks: row.get(at + 7)?,
        site: row.get(at + 8)?,
        town: row.get(at + 9)?,
    })
}

/// What is counted, in the order of the columns of `figure`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts(pub [i64; 9]);

impl Counts {
    /// Place of the accepted ones.
    pub const ACCEPTED: usize = 0;
    /// Place of the done ones.
    pub const DONE: usize = 2;
    /// Place of the accepted ones that were done.
    pub const LEFT: usize = 8;

    /// What came less what left: nothing but that is kept of whole years.
    pub fn balance(self) -> i64 {
        self.0[Self::ACCEPTED] - self.0[Self::LEFT]
    }

    /// The other way round.
    pub fn of_balance(balance: i64) -> Self {
        let mut out = Self::default();
        out.0[Self::ACCEPTED] = balance;
        out
    }

    /// Adds as often.
    pub fn add(&mut self, other: Self, times: i64) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, one)| *sum += one * times);
    }

    /// Reads the nine columns, beginning at one.
    pub fn read(row: &Row<'_>, at: usize) -> rusqlite::Result<Self> {
        let mut out = Self::default();
        for (no, count) in out.0.iter_mut().enumerate() {
            *count = row.get(at + no)?;
        }
        Ok(out)
    }
}

/// One thing that happened to a case on a day: it was accepted, it was done, or it left those whom its acceptor has in work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub day: i32,
    /// At whose desk; 0 = nobody's.
    pub officer: i64,
    /// What it counts for by place, department and item.
    pub counts: Counts,
    /// What it counts for by officer.
    pub of_officer: Counts,
}

impl Counted {
    /// Everything that happened, but for what silence alone would make of it.
    pub fn happened(&self) -> impl Iterator<Item = Happened> {
        self.came().into_iter().chain(self.went())
    }

    /// Its acceptance by somebody.
    pub fn came(&self) -> Option<Happened> {
        self.accepted.filter(|_| self.silent_at.is_none()).map(|day| self.accepted_on(day))
    }

    /// An acceptance on this day, whoever or whatever made it.
    pub fn accepted_on(&self, day: i32) -> Happened {
        let mut counts = Counts::default();
        counts.0[Counts::ACCEPTED] = 1;
        counts.0[1] = i64::from(Marks(self.marks).has(Marks::INSTANT));
        Happened { day, officer: self.acceptor.unwrap_or(0), counts, of_officer: counts }
    }

    /// Its end: of who ended it, and of who had accepted it.
    pub fn went(&self) -> impl Iterator<Item = Happened> {
        let done = self.done.map(|day| {
            let of_officer = self.done_counts();
            let mut counts = of_officer;
            counts.0[Counts::LEFT] = i64::from(self.accepted.is_some());
            Happened { day, officer: self.decider.unwrap_or(0), counts, of_officer }
        });
        let left = self.done.filter(|_| self.accepted.is_some()).map(|day| {
            let mut of_officer = Counts::default();
            of_officer.0[Counts::LEFT] = 1;
            Happened { day, officer: self.acceptor.unwrap_or(0), counts: Counts::default(), of_officer }
        });
        done.into_iter().chain(left)
    }

    fn done_counts(&self) -> Counts {
        let has = |mark| i64::from(Marks(self.marks).has(mark));
        let mut counts = Counts::default();
        counts.0[Counts::DONE] = 1;
        counts.0[3] = has(Marks::ON_TIME);
        counts.0[4] = has(Marks::EARLY);
        counts.0[5] = has(Marks::TREATED);
        counts.0[6] = has(Marks::AFTER_FACT);
        counts.0[7] = i64::from(self.accepted.is_none());
        counts
    }
}

/// Kind, month or year, place, department, item and officer.
type Key = (i64, i64, u32, u16, String, i64);

/// Changes of the counters, gathered over a job.
#[derive(Default)]
pub struct FigureTally {
    counters: BTreeMap<Key, Counts>,
    officers: BTreeMap<i64, i64>,
}

impl FigureTally {
    /// Old contribution out, new in; `top` = the district, which counts everything.
    pub fn count(&mut self, old: Option<&Counted>, new: Option<&Counted>, top: Option<SiteId>) {
        if old == new {
            return;
        }
        for (counted, times) in [(old, -1), (new, 1)] {
            let Some(it) = counted else { continue };
            for happened in it.happened() {
                self.add(it, happened, top, times);
            }
        }
    }

    /// Where names of officers stand.
    pub fn name(&mut self, officers: impl Iterator<Item = (i64, i64)>) {
        for (officer, pos) in officers {
            self.officers.entry(officer).or_insert(pos);
        }
    }

    fn add(&mut self, it: &Counted, happened: Happened, top: Option<SiteId>, times: i64) {
        let month = i64::from(month_of(Day(happened.day)));
        let mut put = |key: Key, counts: Counts| {
            if counts != Counts::default() {
                self.counters.entry(key).or_default().add(counts, times);
            }
        };
        put((BY_PLACE, month, it.site, 0, String::new(), 0), happened.counts);
        let top = top.map(|top| top.0).filter(|top| *top != it.town);
        let branches = [Some(it.town), top];
        for branch in branches.into_iter().flatten() {
            put((BY_ITEM, month, branch, it.dept.unwrap_or(0), it.item.clone(), 0), happened.counts);
            put((BY_OFFICER, month, branch, 0, String::new(), happened.officer), happened.of_officer);
        }
    }

    /// Writes what has changed.
    pub fn save(&mut self, conn: &Connection) -> Result<(), Error> {
        let counters = std::mem::take(&mut self.counters);
        let mut years: BTreeMap<Key, i64> = BTreeMap::new();
        for ((kind, month, site, dept, item, officer), counts) in &counters {
            let year = (*kind, month.div_euclid(12), *site, *dept, item.clone(), *officer);
            *years.entry(year).or_default() += counts.balance();
        }
        counters.into_iter().try_for_each(|(key, counts)| save_month(conn, key, counts))?;
        years.into_iter().try_for_each(|(key, balance)| save_year(conn, key, balance))?;
        for (officer, pos) in std::mem::take(&mut self.officers) {
            conn.prepare_cached("INSERT OR IGNORE INTO officer (user, pos) VALUES (?1, ?2)")?
                .execute([officer, pos])?;
        }
        Ok(())
    }
}

// No RETURNING in these statements: SQLite makes a table of its own for what it returns, which costs more than the counter.

fn save_month(conn: &Connection, key: Key, counts: Counts) -> Result<(), Error> {
    if counts == Counts::default() {
        return Ok(());
    }
    let sql = "INSERT INTO figure VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
               ON CONFLICT DO UPDATE SET accepted = accepted + ?7, instant = instant + ?8, done = done + ?9, \
               on_time = on_time + ?10, early = early + ?11, treated = treated + ?12, after_fact = after_fact + ?13, \
               unaccepted = unaccepted + ?14, \"left\" = \"left\" + ?15";
    let (kind, month, site, dept, item, officer) = key;
    let [a, b, c, d, e, f, g, h, i] = counts.0;
    conn.prepare_cached(sql)?.execute(params![kind, month, site, dept, item, officer, a, b, c, d, e, f, g, h, i])?;
    // Nothing counted is less than nothing, so only what went down can be at its end.
    if counts.0.iter().any(|count| *count < 0) {
        let gone = "DELETE FROM figure WHERE kind = ?1 AND month = ?2 AND site = ?3 AND dept = ?4 AND item = ?5 AND officer = ?6 \
                    AND accepted + done + \"left\" = 0";
        conn.prepare_cached(gone)?.execute(params![kind, month, site, dept, item, officer])?;
    }
    Ok(())
}

fn save_year(conn: &Connection, key: Key, balance: i64) -> Result<(), Error> {
    if balance == 0 {
        return Ok(());
    }
    let sql =
        "INSERT INTO carried VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET balance = balance + ?7";
    let (kind, year, site, dept, item, officer) = key;
    conn.prepare_cached(sql)?.execute(params![kind, year, site, dept, item, officer, balance])?;
    let gone = "DELETE FROM carried WHERE kind = ?1 AND year = ?2 AND site = ?3 AND dept = ?4 AND item = ?5 AND officer = ?6 \
                AND balance = 0";
    conn.prepare_cached(gone)?.execute(params![kind, year, site, dept, item, officer])?;
    Ok(())
}
