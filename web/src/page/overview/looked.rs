//! How the overview is looked at. It stands in the address, so that the way back from a list and a reload find the same.

use std::collections::BTreeSet;

use daiban_shared::id::SiteId;
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use super::ranks::{Figure, Picked};
use super::tree::Wanted;
use crate::app::route::Route;
use crate::ui::link::{Query, filled};

/// The query of the overview's addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looked {
    /// Part of a place's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// What is ticked, one letter each; see `TICKS`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub only: String,
    /// Places whose branches are folded.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub folded: String,
    /// The place of the trends; empty = the top.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// The span of the trends; empty = the usual one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub span: String,
    /// Compared places; `own` alone = none chosen yet, empty = every town.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub places: String,
    /// The figure that the comparison is ordered by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// By what the figures are set apart; empty = by place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub set: String,
    /// How long their period lasts; empty = a month.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub period: String,
    /// A day of it; empty = today.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub day: String,
}

/// Between the ids of places: a sign that stays itself in an address.
const BETWEEN: char = '.';
/// Places of one's own choice, none chosen yet.
const OWN: &str = "own";
/// Letters of the tree's ticks.
const TICKS: [char; 4] = ['o', 'l', 's', 'b'];

/// The query of the overview with the silent places alone.
pub fn silent_places() -> Query {
    let wanted = Wanted { silent: true, ..Wanted::default() };
    filled([("only", &Looked::default().with(&wanted).only)])
}

impl Looked {
    /// What of the tree is shown.
    pub fn wanted(&self) -> Wanted {
        let [open, late, silent, bare] = TICKS.map(|letter| self.only.contains(letter));
        Wanted { words: self.q.clone(), open, late, silent, bare }
    }

    /// With other ticks.
    pub fn with(&self, wanted: &Wanted) -> Self {
        let ticks = TICKS.into_iter().zip([wanted.open, wanted.late, wanted.silent, wanted.bare]);
        let only = ticks.filter(|(_, is_ticked)| *is_ticked).map(|(letter, _)| letter).collect();
        Self { q: wanted.words.clone(), only, ..self.clone() }
    }

    /// The folded branches.
    pub fn folded(&self) -> BTreeSet<SiteId> {
        ids(&self.folded).collect()
    }

    /// With a branch folded that is not, or the other way round.
    pub fn turned(&self, site: SiteId) -> Self {
        let mut folded = self.folded();
        if !folded.remove(&site) {
            folded.insert(site);
        }
        Self { folded: joined(folded), ..self.clone() }
    }

    /// What is compared.
    pub fn picked(&self) -> Picked {
        let places = (!self.places.is_empty()).then(|| ids(&self.places).collect());
        let by = Figure::ALL.into_iter().find(|figure| figure.code() == self.by).unwrap_or_default();
        Picked { places, by }
    }

    /// With something else compared.
    pub fn compared(&self, picked: &Picked) -> Self {
        let places = match &picked.places {
            None => String::new(),
            Some(places) if places.is_empty() => OWN.to_owned(),
            Some(places) => joined(places.iter().copied()),
        };
        let by = if picked.by == Figure::default() { String::new() } else { picked.by.code().to_owned() };
        Self { places, by, ..self.clone() }
    }
}

/// Ids as they stand in an address, for the node too.
pub fn joined(sites: impl IntoIterator<Item = SiteId>) -> String {
    let ids: Vec<String> = sites.into_iter().map(|site| site.0.to_string()).collect();
    ids.join(&BETWEEN.to_string())
}

fn ids(text: &str) -> impl Iterator<Item = SiteId> + '_ {
    text.split(BETWEEN).filter_map(|id| id.parse().ok()).map(SiteId)
}

/// How a look changes the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A choice: the way back leads over it.
    Choice,
    /// Typing or folding: a step of the way back for each letter would be in the way.
    Stroke,
}

/// The look as it stands in the address.
#[derive(Clone, PartialEq)]
pub struct Look {
    /// The query.
    pub at: Looked,
    route: Route,
    navigator: Option<Navigator>,
}

impl Look {
    /// Looks at it in another way.
    pub fn go(&self, next: &Looked, step: Step) {
        let Some(navigator) = self.navigator.as_ref().filter(|_| *next != self.at) else { return };
        let is_plain = *next == Looked::default();
        let _ = match (step, is_plain) {
            (Step::Choice, false) => navigator.push_with_query(&self.route, next),
            (Step::Stroke, false) => navigator.replace_with_query(&self.route, next),
            (Step::Choice, true) => {
                navigator.push(&self.route);
                Ok(())
            }
            (Step::Stroke, true) => {
                navigator.replace(&self.route);
                Ok(())
            }
        };
    }
}

/// The look of the page that is open.
#[hook]
pub fn use_look() -> Look {
    let at = use_location().and_then(|at| at.query::<Looked>().ok()).unwrap_or_default();
    let route = use_route::<Route>().unwrap_or(Route::Overview);
    Look { at, route, navigator: use_navigator() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_comes_back_from_the_address_as_it_went_in() {
        let wanted = Wanted { words: "塘心".into(), late: true, bare: true, ..Wanted::default() };
        let look = Looked::default().with(&wanted).turned(SiteId(7)).turned(SiteId(12)).turned(SiteId(7));
        assert_eq!((look.only.as_str(), look.folded.as_str()), ("lb", "12"));
        assert_eq!(look.wanted(), wanted);
        assert_eq!(look.with(&Wanted::default()).turned(SiteId(12)), Looked::default(), "the usual look is no query");
        let table = [
            (Picked::default(), "", ""),
            (Picked { places: Some(Vec::new()), by: Figure::Overdue }, "own", "overdue"),
            (Picked { places: Some(vec![SiteId(9), SiteId(3)]), by: Figure::OnTime }, "9.3", "on-time"),
        ];
        for (picked, places, by) in table {
            let look = Looked::default().compared(&picked);
            assert_eq!((look.places.as_str(), look.by.as_str(), look.picked()), (places, by, picked));
        }
    }
}
