//! The list behind the wall: open cases by the place that has them in hand and the light that they show at this moment.

use super::{Look, Where};
use crate::store::overview::subtree;
use crate::store::project::LATE_AT;
use daiban_shared::id::SiteId;
use daiban_shared::site::Tier;
use serde::Deserialize;

/// What an open case shows, by the same moments as the counters of the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LightFilter {
    /// In time.
    None,
    /// Little time left.
    Blue,
    /// Nearly used, or a step is late.
    Yellow,
    /// The promise has passed.
    Red,
    /// The legal limit has passed.
    DeepRed,
}

/// Open cases alone, found by their status: they are few beside all that have an order by a due moment, as results to be delivered do.
const OPEN: &str = "case_view.status IN (1, 2)";

/// Open, and in the hand of a place or of one below it.
pub(super) fn held(out: &mut Where, look: Look<'_>, site: SiteId) {
    out.terms.push(OPEN.into());
    match look.view().site(site).map(|site| site.tier) {
        // Everything that is in a hand is in one below the district.
        Some(Tier::District) => out.terms.push("holder IS NOT NULL".into()),
        Some(Tier::Town) => {
            let places = subtree(look.view(), site).into_iter().map(|(site, _)| site.0.to_string());
            out.terms.push(format!("holder IN ({})", places.collect::<Vec<_>>().join(", ")));
        }
        Some(Tier::Village) | None => out.and("holder = ??", i64::from(site.0)),
    }
}

/// Open, and of one of these lights; a limit has passed only after its moment.
pub(super) fn shown(out: &mut Where, look: Look<'_>, lights: &[LightFilter]) {
    if lights.is_empty() {
        return;
    }
    out.terms.push(OPEN.into());
    out.values.push((look.now as i64).into());
    let now = format!("?{}", out.values.len());
    let level = |light: &LightFilter| match light {
        LightFilter::None => "0",
        LightFilter::Blue => "1",
        LightFilter::Yellow => "2",
        LightFilter::Red => "3",
        LightFilter::DeepRed => "4",
    };
    let levels: Vec<&str> = lights.iter().map(level).collect();
    // An unknown moment is no moment that has passed: the comparison with it is not true.
    out.terms.push(format!(
        "CASE WHEN deep_at < {now} THEN 4 WHEN {LATE_AT} < {now} THEN 3 WHEN yellow_at <= {now} THEN 2 \
         WHEN blue_at <= {now} THEN 1 ELSE 0 END IN ({})",
        levels.join(", ")
    ));
}
