//! Figures of any stretch of days: whole months from their counters, the days at both ends from two indexes that hold all
//! that is counted, and the few cases that nobody has accepted from theirs. Never from the cases themselves.

mod gather;
mod rows;

use super::overview::subtree;
use super::project::Counts;
use super::query::{Look, site_ref};
use super::trends::complete;
use crate::error::Error;
use daiban_shared::api::{DaySpan, FigureKey, FigureRow, FigureSet, Figures};
use daiban_shared::day::Day;
use daiban_shared::figures::{Dimension, Measures, Term};
use daiban_shared::id::SiteId;
use daiban_shared::site::Tier;
use gather::{Key, Target, gather};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Periods of a table by time: a year of days fits.
const PERIODS_MAX: usize = 400;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// A place; the branch below it counts too.
    pub site: SiteId,
    /// By what rows are set apart.
    pub by: Dimension,
    /// How long a period lasts.
    pub period: Term,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Which cases count for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Everything here.
    All(SiteId),
    /// A town and what lies below.
    Town(SiteId),
    /// One place.
    Own(SiteId),
}

impl Scope {
    fn has(self, site: u32, town: u32) -> bool {
        match self {
            Self::All(_) => true,
            Self::Town(of) => of.0 == town,
            Self::Own(of) => of.0 == site,
        }
    }

    fn site(self) -> SiteId {
        match self {
            Self::All(of) | Self::Town(of) | Self::Own(of) => of,
        }
    }
}

/// Measures of a branch, set apart as asked, beside the period before and the same one of the year before.
///
/// Errors: `NotFound` where the place does not lie below this node's.
pub fn figures(conn: &Connection, look: Look<'_>, asked: Asked) -> Result<Figures, Error> {
    let places = subtree(look.view(), look.site);
    if !places.iter().any(|(place, _)| *place == asked.site) {
        return Err(Error::NotFound);
    }
    let scope = match look.view().site(asked.site).map(|site| site.tier) {
        Some(Tier::District) => Scope::All(asked.site),
        Some(Tier::Town) => Scope::Town(asked.site),
        Some(Tier::Village) | None => Scope::Own(asked.site),
    };
    let span = DaySpan { from: asked.from, to: asked.to };
    let of = |(from, to)| DaySpan { from, to };
    let before = of(asked.period.before(asked.from, asked.to));
    let year_before = of(asked.period.year_before(asked.from, asked.to));
    let branch: BTreeSet<SiteId> = subtree(look.view(), asked.site).into_iter().map(|(place, _)| place).collect();
    let mut found = gathered(conn, look, scope, asked, [span, before, year_before])?;
    if !matches!(scope, Scope::All(_)) {
        found.retain(|key, _| !matches!(key, Key::Place(site) if !branch.contains(&SiteId(*site))));
    }
    let total = found.values().fold(FigureSet::default(), |sum, set| plus(sum, *set));
    let rows = match asked.by {
        Dimension::Time => over_time(conn, look, scope, asked)?,
        Dimension::Place => rows::places(look, scope, found),
        Dimension::Department | Dimension::Item | Dimension::Officer => rows::named(conn, look, found)?,
    };
    Ok(Figures {
        site: site_ref(look.view(), asked.site),
        by: asked.by,
        period: asked.period,
        span,
        before,
        year_before,
        as_of: look.now,
        total,
        rows,
        complete: complete(conn, look, &branch)?,
    })
}

/// The day on which the first case of this node counts as accepted; none while there is no case.
pub fn first_day(conn: &Connection) -> Result<Option<Day>, Error> {
    let sql = "SELECT min(accepted_day) FROM case_view WHERE accepted_day IS NOT NULL AND silent_at IS NULL";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get::<_, Option<i32>>(0))?.map(Day))
}

/// The three stretches at once, each with what was there before it.
fn gathered(
    conn: &Connection,
    look: Look<'_>,
    scope: Scope,
    asked: Asked,
    spans: [DaySpan; 3],
) -> Result<BTreeMap<Key, FigureSet>, Error> {
    let targets = spans.map(|span| [Target::until(span.from.plus(-1)), Target::of(span)]);
    let sums = gather(conn, look, scope, asked.by, targets.as_flattened())?;
    let set = |sums: &[Counts]| {
        let [now, before, year_before] = [0, 2, 4].map(|at| measures(sums[at].balance(), sums[at + 1]));
        FigureSet { now, before, year_before }
    };
    Ok(sums.into_iter().map(|(key, sums)| (key, set(&sums))).collect())
}

/// One row for each period, the newest ones if there are too many.
fn over_time(conn: &Connection, look: Look<'_>, scope: Scope, asked: Asked) -> Result<Vec<FigureRow>, Error> {
    let periods = asked.period.between(asked.from, asked.to, PERIODS_MAX);
    let Some((first, _)) = periods.first() else { return Ok(Vec::new()) };
    let mut targets = vec![Target::until(first.plus(-1))];
    targets.extend(periods.iter().map(|(from, to)| Target::of(DaySpan { from: *from, to: *to })));
    let sums = gather(conn, look, scope, Dimension::Time, &targets)?.remove(&Key::All);
    let sum = |at: usize| sums.as_ref().map(|sums| sums[at]).unwrap_or_default();
    let mut carried = sum(0).balance();
    let mut rows = Vec::new();
    for (at, (from, to)) in periods.into_iter().enumerate() {
        let counts = sum(at + 1);
        let figures = FigureSet { now: measures(carried, counts), ..FigureSet::default() };
        carried += counts.balance();
        rows.push(FigureRow { key: FigureKey::Time(DaySpan { from, to }), figures });
    }
    Ok(rows)
}

fn measures(carried: i64, counts: Counts) -> Measures {
    let [accepted, instant, done, on_time, early, treated, after_fact, unaccepted, _] =
        counts.0.map(|count| u64::try_from(count).unwrap_or(0));
    let count = |of: i64| u64::try_from(of).unwrap_or(0);
    Measures {
        accepted,
        instant,
        done,
        on_time,
        early,
        treated,
        after_fact,
        unaccepted,
        carried: count(carried),
        in_work: count(carried + counts.balance()),
    }
}

fn plus(a: FigureSet, b: FigureSet) -> FigureSet {
    FigureSet {
        now: a.now.plus(b.now),
        before: a.before.plus(b.before),
        year_before: a.year_before.plus(b.year_before),
    }
}
