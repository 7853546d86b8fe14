//! The list behind a figure: the same cases that the counters counted, found through the same indexes.

use super::{Look, Where};
use crate::store::project::officer_number;
use daiban_shared::day::Day;
use daiban_shared::figures::{Marks, Measure};
use daiban_shared::id::{DeptId, UserId};
use rusqlite::types::Value;

/// Whose cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Officer {
    /// Accepted, or ended, by this account.
    User(UserId),
    /// By nobody: silence counts as an acceptance.
    Nobody,
}

/// What a figure counts; the place stands in the filter itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureFilter {
    /// Which.
    pub measure: Measure,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Of the item's version that the case pins; number 0 = not known here.
    pub dept: Option<DeptId>,
    /// Code of the item.
    pub item: Option<String>,
    /// Who accepted it; of measures about ends, who ended it.
    pub officer: Option<Officer>,
}

/// The column by which an officer is asked for.
#[derive(Clone, Copy)]
enum Desk {
    Acceptor,
    Decider,
}

/// Adds the term.
pub(super) fn counted(out: &mut Where, look: Look<'_>, filter: &FigureFilter) {
    let mut terms = Terms { values: &mut out.values, now: look.now as i64 };
    let (from, to) = (filter.from, filter.to);
    let found = match filter.measure {
        Measure::Accepted => terms.accepted(filter, Marks(0)),
        Measure::Instant => terms.accepted(filter, Marks::INSTANT),
        Measure::Done => terms.done(filter, ""),
        Measure::OnTime => terms.marked(filter, Marks::ON_TIME),
        Measure::Early => terms.marked(filter, Marks::EARLY),
        Measure::Late => terms.done(filter, &format!(" AND marks & {} = 0", Marks::ON_TIME.0)),
        Measure::Treated => terms.marked(filter, Marks::TREATED),
        Measure::AfterFact => terms.marked(filter, Marks::AFTER_FACT),
        Measure::Unaccepted => terms.done(filter, " AND accepted_day IS NULL"),
        Measure::Carried => terms.in_work(filter, from.plus(-1)),
        Measure::InWork => terms.in_work(filter, to),
    };
    out.terms.push(format!("case_view.doc IN ({found})"));
}

struct Terms<'a> {
    values: &'a mut Vec<Value>,
    now: i64,
}

impl Terms<'_> {
    fn put(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn days(&mut self, column: &str, from: Day, to: Day) -> String {
        format!("{column} BETWEEN {} AND {}", self.put(i64::from(from.0)), self.put(i64::from(to.0)))
    }

    fn accepted(&mut self, filter: &FigureFilter, marks: Marks) -> String {
        let rest = self.rest(filter, Desk::Acceptor);
        let marks = format!("marks & {0} = {0}", marks.0);
        let days = self.days("accepted_day", filter.from, filter.to);
        let now = self.put(self.now);
        format!(
            "SELECT doc FROM case_view INDEXED BY case_accepted WHERE {days} AND silent_at IS NULL AND {marks}{rest} \
             UNION ALL SELECT doc FROM case_view INDEXED BY case_silent WHERE silent_at < {now} AND {days} AND {marks}{rest}"
        )
    }

    fn marked(&mut self, filter: &FigureFilter, marks: Marks) -> String {
        self.done(filter, &format!(" AND marks & {0} = {0}", marks.0))
    }

    fn done(&mut self, filter: &FigureFilter, term: &str) -> String {
        let rest = self.rest(filter, Desk::Decider);
        let days = self.days("ended_day", filter.from, filter.to);
        format!("SELECT doc FROM case_view INDEXED BY case_ended WHERE {days}{term}{rest}")
    }

    /// Accepted, and at the end of a day not done: those that were done later, and those that are open still.
    fn in_work(&mut self, filter: &FigureFilter, day: Day) -> String {
        let rest = self.rest(filter, Desk::Acceptor);
        let (day, now) = (self.put(i64::from(day.0)), self.put(self.now));
        format!(
            "SELECT doc FROM case_view INDEXED BY case_ended WHERE ended_day > {day} AND accepted_day <= {day}{rest} \
             UNION ALL SELECT doc FROM case_view INDEXED BY case_status WHERE status IN (1, 2) AND accepted_day <= {day} \
             AND (silent_at IS NULL OR silent_at < {now}){rest}"
        )
    }

    fn rest(&mut self, filter: &FigureFilter, desk: Desk) -> String {
        let mut rest = String::new();
        if let Some(dept) = filter.dept {
            rest += &format!(" AND coalesce(dept, 0) = {}", self.put(i64::from(dept.0)));
        }
        if let Some(item) = &filter.item {
            rest += &format!(" AND item_code = {}", self.put(item.clone()));
        }
        let column = match desk {
            Desk::Acceptor => "acceptor",
            Desk::Decider => "decider",
        };
        match filter.officer {
            None => {}
            Some(Officer::Nobody) => rest += &format!(" AND {column} IS NULL"),
            Some(Officer::User(user)) => {
                let user = self.put(officer_number(user));
                rest += &format!(" AND {column} = {user}");
            }
        }
        rest
    }
}
