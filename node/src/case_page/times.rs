//! Claimed against provable time: each step's interval, and the limits with every step as early and as late as can be.

use crate::error::Error;
use crate::store::{self, Evidence, Interval, Store};
use daiban_shared::api::{BoundDay, BoundLimit, CaseTimes, LimitKind, StepTime};
use daiban_shared::case::CaseState;
use daiban_shared::fold::{fold, fold_at};
use daiban_shared::id::{DocId, DocKind, Hash, Millis};
use daiban_shared::kind::RuleKind;
use daiban_shared::limits::Limit;
use daiban_shared::watch::Rules;
use std::collections::BTreeMap;

/// `GET /cases/{id}/times`. Errors: no such case here.
pub fn case_times(store: &Store, doc: DocId) -> Result<CaseTimes, Error> {
    if doc.kind() != DocKind::Case {
        return Err(Error::NotFound);
    }
    let (directory, now) = (store.directory(), store.clock().now());
    let view = directory.newest();
    let (entries, intervals) = store.read(|conn| {
        let entries: Vec<_> = store::entries_of(conn, doc)?.into_iter().map(|stored| stored.entry).collect();
        let state = fold(&entries, &directory);
        let intervals = Evidence::new(conn, view).of_case(doc, &state)?;
        Ok((entries, intervals))
    })?;
    if entries.is_empty() {
        return Err(Error::NotFound);
    }
    let claimed = fold(&entries, &directory);
    let bound = |side: fn(&Interval) -> Option<Millis>| {
        let times: BTreeMap<Hash, Millis> =
            intervals.iter().filter_map(|(hash, interval)| Some((*hash, side(interval)?))).collect();
        fold_at(&entries, &directory, &times)
    };
    let (earliest, latest) = (bound(|interval| interval.earliest), bound(|interval| interval.latest));
    let rules = Rules::of(view);
    let grace = rules.get(RuleKind::ClaimOutside).map_or(0, |rule| Millis::from(rule.threshold) * 60_000);
    let most = rules.get(RuleKind::IntervalWide).map_or(Millis::MAX, |rule| Millis::from(rule.threshold) * 3_600_000);
    let step = |(hash, interval): &(Hash, Interval)| {
        let at = claimed.steps.iter().find(|step| step.hash == *hash)?.at;
        Some(StepTime {
            id: *hash,
            at,
            earliest: interval.earliest,
            latest: interval.latest,
            outside: interval.outside_by(at) > grace,
            wide: interval.width(at).is_some_and(|width| width >= most),
        })
    };
    let limits: Vec<BoundLimit> = claimed
        .limits
        .iter()
        .filter(|limit| is_against_authority(limit.kind))
        .map(|limit| BoundLimit {
            limit: limit.kind,
            of: limit.of,
            claimed: day_of(limit, now),
            earliest: same(&earliest, limit).map(|limit| day_of(limit, now)),
            latest: same(&latest, limit).map(|limit| day_of(limit, now)),
        })
        .collect();
    let late = |bound: Option<BoundDay>| bound.map(|bound| bound.late);
    let differs = limits.iter().any(|limit| {
        [late(limit.earliest), late(limit.latest)].into_iter().flatten().any(|late| late != limit.claimed.late)
    });
    Ok(CaseTimes { as_of: now, steps: intervals.iter().filter_map(step).collect(), limits, differs })
}

fn is_against_authority(kind: LimitKind) -> bool {
    match kind {
        LimitKind::AcceptBy | LimitKind::Promise | LimitKind::Legal | LimitKind::Step | LimitKind::DeliverBy => true,
        LimitKind::Task
        | LimitKind::Duty
        | LimitKind::CorrectBy
        | LimitKind::GapBy
        | LimitKind::Renewal
        | LimitKind::Survey => false,
    }
}

fn same<'s>(state: &'s CaseState, limit: &Limit) -> Option<&'s Limit> {
    state.limits.iter().find(|other| other.kind == limit.kind && other.of == limit.of && other.owner == limit.owner)
}

fn day_of(limit: &Limit, now: Millis) -> BoundDay {
    BoundDay { day: limit.day, late: limit.has_passed(now) || limit.ended_late() }
}
