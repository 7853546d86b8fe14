//! The smaller views: counters, duties, and to whom a case is sent.

use super::figures::{COUNTED_COLUMNS, Counted, read_counted};
use super::labels;
use super::row::{Contribution, LATE_AT, is_open, light_moments};
use crate::error::Error;
use daiban_shared::api::DutyKind;
use daiban_shared::case::{CaseState, Duty};
use daiban_shared::id::{Hash, SiteId};
use daiban_shared::text::LabelText;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// Filed at a place, by status.
pub const FILED: i64 = 1;
/// Filed at a place and open, by the moment after which an office is late.
pub const DUE: i64 = 2;
/// In a place's hand and open.
pub const IN_HAND: i64 = 3;
/// Filed at a place, by day.
pub const FILED_ON: i64 = 4;
/// Ended, by day, at the place where it was filed.
pub const ENDED_ON: i64 = 5;
/// Of these: after the limit.
pub const LATE_ON: i64 = 6;

/// In a place's hand and open: blue, yellow, red and deep red at least, by the moment from which on it is so.
pub const LIGHTS: [i64; 4] = [20, 21, 22, 23];

/// What the row of a case was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldRow {
    /// What it counted for.
    pub contribution: Contribution,
    /// From which form parts its words were made.
    pub form_key: i64,
    /// It was opened.
    pub has_number: bool,
    /// A field had several concurrent values.
    pub is_conflicted: bool,
    /// Where it stands in the lists.
    pub place: ListPlace,
}

/// The indexed columns of a case's row: as long as they stay, no index has to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPlace {
    /// Changes once in a case's life.
    pub fixed: FixedPlace,
    /// Status in the column.
    pub status: u8,
    /// In the hand of this machine's place.
    pub here: bool,
    /// Order in lists.
    pub rank: i64,
    /// It ended after its limit.
    pub late: bool,
    /// What it counts for.
    pub counted: Counted,
}

/// The part of it that hardly ever changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedPlace {
    /// Case number; empty = not opened here.
    pub number: String,
    /// Where it was filed.
    pub site: u32,
    /// That place or the town above it.
    pub town: u32,
    /// Bits of what it waits for.
    pub waits: u8,
    /// Code of the item.
    pub item_code: String,
    /// When it was filed.
    pub opened_at: i64,
    /// The day on which it was filed.
    pub filed_day: Option<i32>,
}

/// Reads it; none = a new case.
pub fn old_row(conn: &Connection, doc: i64) -> Result<Option<OldRow>, Error> {
    let sql = format!(
        "SELECT site, status, {LATE_AT}, holder, form_key, number, labels, town, here, rank, waits, \
         filed_day, ended_day, late, item_code, opened_at, {COUNTED_COLUMNS}, blue_at, yellow_at, deep_at FROM case_view WHERE doc = ?1"
    );
    let row = conn.prepare_cached(&sql)?.query_row([doc], |row| {
        let status: u8 = row.get(1)?;
        let (late_at, holder): (Option<i64>, Option<u32>) = (row.get(2)?, row.get(3)?);
        let site: u32 = row.get(0)?;
        let (filed_day, ended_day, late) = (row.get(11)?, row.get(12)?, row.get(13)?);
        let contribution = Contribution {
            site: SiteId(site),
            status,
            late_at: late_at.filter(|_| is_open(status)),
            holder: holder.map(SiteId).filter(|_| is_open(status)),
            filed_day,
            ended_day,
            late,
            lights: if is_open(status) {
                light_moments([row.get("blue_at")?, row.get("yellow_at")?, late_at, row.get("deep_at")?])
            } else {
                [None; 4]
            },
        };
        let (number, text): (String, String) = (row.get(5)?, row.get(6)?);
        let is_conflicted = labels::decode(&text).iter().any(|label| label.code == LabelText::Conflict);
        let has_number = !number.is_empty();
        let fixed = FixedPlace {
            number,
            site,
            town: row.get(7)?,
            waits: row.get(10)?,
            item_code: row.get(14)?,
            opened_at: row.get(15)?,
            filed_day,
        };
        let counted = read_counted(row, 16)?;
        let place = ListPlace { fixed, status, here: row.get(8)?, rank: row.get(9)?, late, counted };
        Ok(OldRow { contribution, form_key: row.get(4)?, has_number, is_conflicted, place })
    });
    Ok(row.optional()?)
}

/// Changes of counters, gathered over a job: a slice of two hundred entries moves the same few counters many times.
#[derive(Default)]
pub struct Tally(BTreeMap<(i64, SiteId, i64), i64>);

impl Tally {
    /// Old contribution out, new in.
    pub fn count(&mut self, old: Option<Contribution>, new: Option<Contribution>) {
        if old == new {
            return;
        }
        for (contribution, by) in [(old, -1), (new, 1)] {
            let Some(it) = contribution.filter(|it| it.status > 0) else { continue };
            self.add(FILED, it.site, i64::from(it.status), by);
            if let Some(late_at) = it.late_at {
                self.add(DUE, it.site, late_at, by);
            }
            if let Some(holder) = it.holder {
                self.add(IN_HAND, holder, 0, by);
            }
            if let Some(holder) = it.holder {
                for (what, at) in LIGHTS.into_iter().zip(it.lights) {
                    if let Some(at) = at {
                        self.add(what, holder, at, by);
                    }
                }
            }
            if let Some(day) = it.filed_day {
                self.add(FILED_ON, it.site, i64::from(day), by);
            }
            if let Some(day) = it.ended_day {
                self.add(ENDED_ON, it.site, i64::from(day), by);
                if it.late {
                    self.add(LATE_ON, it.site, i64::from(day), by);
                }
            }
        }
    }

    fn add(&mut self, what: i64, site: SiteId, key: i64, by: i64) {
        *self.0.entry((what, site, key)).or_insert(0) += by;
    }

    /// Writes what has changed.
    pub fn save(&mut self, conn: &Connection) -> Result<(), Error> {
        // No RETURNING: SQLite makes a table of its own for what it returns, which costs more than the counter.
        let sql = "INSERT INTO tally (what, site, key, count) VALUES (?1, ?2, ?3, ?4) \
                   ON CONFLICT DO UPDATE SET count = count + ?4";
        let gone = "DELETE FROM tally WHERE what = ?1 AND site = ?2 AND key = ?3 AND count = 0";
        for ((what, site, key), by) in std::mem::take(&mut self.0) {
            if by != 0 {
                conn.prepare_cached(sql)?.execute(params![what, site.0, key, by])?;
            }
            // Nothing counted is less than nothing, so only what went down can be at its end.
            if by < 0 {
                conn.prepare_cached(gone)?.execute(params![what, site.0, key])?;
            }
        }
        Ok(())
    }
}

/// A duty as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyLine {
    kind: u8,
    of: Hash,
    owner: u32,
    dept: Option<u16>,
    since: i64,
    due_at: Option<i64>,
    due_day: Option<i32>,
}

/// Duties of a case as rows.
pub fn duty_lines(state: &CaseState) -> Vec<DutyLine> {
    let line = |duty: &Duty| {
        let limit = state.limit_of(duty);
        DutyLine {
            kind: duty_number(duty.kind),
            of: duty.of,
            owner: duty.owner.0,
            dept: duty.dept.map(|dept| dept.0),
            since: duty.since as i64,
            due_at: limit.and_then(|limit| limit.due).map(|at| at as i64),
            due_day: limit.and_then(|limit| limit.day).map(|day| day.0),
        }
    };
    state.duties.iter().map(line).collect()
}

/// Writes them in place of those that stood there; `has_old` = some may.
pub fn save_duties(conn: &Connection, doc: i64, lines: &[DutyLine], has_old: bool) -> Result<(), Error> {
    if has_old {
        delete_lines(conn, "DELETE FROM duty WHERE doc = ?1 AND no = ?2", doc)?;
    }
    let sql = "INSERT INTO duty (doc, no, kind, of, owner, dept, since, due_at, due_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    for (no, line) in lines.iter().enumerate() {
        conn.prepare_cached(sql)?.execute(params![
            doc,
            no as i64,
            line.kind,
            &line.of.0[..],
            line.owner,
            line.dept,
            line.since,
            line.due_at,
            line.due_day,
        ])?;
    }
    Ok(())
}

/// Takes away the rows of a case by their numbers, which have no gaps: for a DELETE of several rows at once SQLite makes a table of its own.
pub fn delete_lines(conn: &Connection, sql: &str, doc: i64) -> Result<(), Error> {
    let mut gone = conn.prepare_cached(sql)?;
    let mut no = 0;
    while gone.execute([doc, no])? > 0 {
        no += 1;
    }
    Ok(())
}

fn duty_number(kind: DutyKind) -> u8 {
    match kind {
        DutyKind::WithdrawalAsked => 1,
        DutyKind::Task => 2,
        DutyKind::SupplementIn => 3,
        DutyKind::OwnStepVoid => 4,
        DutyKind::OutcomeToDeliver => 5,
        DutyKind::Urged => 6,
        DutyKind::SurveyDue => 7,
    }
}

/// To which places directly below a case was sent so far.
pub fn interested(conn: &Connection, doc: i64) -> Result<BTreeSet<SiteId>, Error> {
    let mut query = conn.prepare_cached("SELECT child FROM interest WHERE doc = ?1")?;
    let rows = query.query_map([doc], |row| Ok(SiteId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes to which places directly below the case is sent; returns those that are new.
pub fn save_interests(
    conn: &Connection,
    doc: i64,
    old: &BTreeSet<SiteId>,
    children: &BTreeSet<SiteId>,
) -> Result<BTreeSet<SiteId>, Error> {
    for gone in old.difference(children) {
        conn.prepare_cached("DELETE FROM interest WHERE doc = ?1 AND child = ?2")?.execute(params![doc, gone.0])?;
    }
    let newly: BTreeSet<SiteId> = children.difference(old).copied().collect();
    for child in &newly {
        conn.prepare_cached("INSERT INTO interest (doc, child) VALUES (?1, ?2)")?.execute(params![doc, child.0])?;
    }
    Ok(newly)
}

/// Words for the search index, gathered over a job and written at its end: SQLite writes the index out whenever another
/// statement of the transaction begins a savepoint of its own, and each such piece has to be merged again later.
#[derive(Default)]
pub struct Index(Vec<(i64, String, bool)>);

impl Index {
    /// The words of a case; `replaces` = older ones may stand there.
    pub fn put(&mut self, doc: i64, words: String, replaces: bool) {
        self.0.push((doc, words, replaces));
    }

    /// Writes them.
    pub fn save(&mut self, conn: &Connection) -> Result<(), Error> {
        for (doc, words, replaces) in self.0.drain(..) {
            if replaces {
                conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([doc])?;
            }
            conn.prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?.execute(params![doc, words])?;
        }
        Ok(())
    }
}
