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

/// The three stretches at once, each with what was there before it.
fn gathered(
    conn: &Connection,
    look: Look<'_>,
    scope: Scope,
    asked: Asked,
    spans: [DaySpan; 3],
) -> Result<BTreeMap<Key, FigureSet>, Error> {
    let mut targets: Vec<Target> = Vec::new();
    for span in spans {
        targets.push(Target::until(span.from.plus(-1)));
        targets.push(Target::of(span));
    }
    gather(conn, look, scope, asked.by, &mut targets)?;
    let keys: BTreeSet<&Key> = targets.iter().flat_map(|target| target.sums.keys()).collect();
    let sum = |at: usize, key: &Key| targets[at].sums.get(key).copied().unwrap_or_default();
    let set = |key: &Key| {
        let [now, before, year_before] = [0, 2, 4].map(|at| measures(balance(sum(at, key)), sum(at + 1, key)));
        FigureSet { now, before, year_before }
    };
    Ok(keys.into_iter().map(|key| (key.clone(), set(key))).collect())
}

/// One row for each period, the newest ones if there are too many.
fn over_time(conn: &Connection, look: Look<'_>, scope: Scope, asked: Asked) -> Result<Vec<FigureRow>, Error> {
    let periods = asked.period.between(asked.from, asked.to, PERIODS_MAX);
    let Some((first, _)) = periods.first() else { return Ok(Vec::new()) };
    let mut targets = vec![Target::until(first.plus(-1))];
    targets.extend(periods.iter().map(|(from, to)| Target::of(DaySpan { from: *from, to: *to })));
    gather(conn, look, scope, Dimension::Time, &mut targets)?;
    let sum = |target: &Target| target.sums.get(&Key::All).copied().unwrap_or_default();
    let mut carried = balance(sum(&targets[0]));
    let mut rows = Vec::new();
    for (target, (from, to)) in targets[1..].iter().zip(periods) {
        let now = measures(carried, sum(target));
        carried += balance(sum(target));
        let figures = FigureSet { now, ..FigureSet::default() };
        rows.push(FigureRow { key: FigureKey::Time(DaySpan { from, to }), figures });
    }
    Ok(rows)
}

/// What came and did not leave.
fn balance(counts: Counts) -> i64 {
    counts.0[Counts::ACCEPTED] - counts.0[Counts::LEFT]
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
        in_work: count(carried + balance(counts)),
    }
}

fn plus(a: FigureSet, b: FigureSet) -> FigureSet {
    FigureSet {
        now: a.now.plus(b.now),
        before: a.before.plus(b.before),
        year_before: a.year_before.plus(b.year_before),
    }
}
