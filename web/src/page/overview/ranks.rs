//! Which places are compared, in which order, and how they stand to each other. Pure.

use std::cmp::Reverse;

use daiban_shared::api::ComparedPlace;
use daiban_shared::id::SiteId;
use daiban_shared::site::Tier;

/// More bars beside each other are not compared any more.
pub const PICKED_MAX: usize = 6;

/// What is compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picked {
    /// These places; none = every town.
    pub places: Option<Vec<SiteId>>,
    /// By which figure.
    pub by: Figure,
}

/// One figure of a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Figure {
    /// Filed.
    #[default]
    Filed,
    /// Ended.
    Ended,
    /// Ended in time.
    OnTime,
    /// In work.
    Open,
    /// Overdue now.
    Overdue,
}

impl Figure {
    /// In the order of the columns.
    pub const ALL: [Self; 5] = [Self::Filed, Self::Ended, Self::OnTime, Self::Open, Self::Overdue];

    /// The figure; none where there is none.
    pub fn of(self, place: &ComparedPlace) -> Option<u64> {
        match self {
            Self::Filed => Some(place.flow.filed),
            Self::Ended => Some(place.flow.ended),
            Self::OnTime => place.flow.on_time_permille(),
            Self::Open => Some(place.open),
            Self::Overdue => Some(place.overdue),
        }
    }

    /// Its name in an address, in the style sheet and in tests.
    pub fn code(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Ended => "ended",
            Self::OnTime => "on-time",
            Self::Open => "open",
            Self::Overdue => "overdue",
        }
    }

    /// Fewer are better: the least stand first.
    pub fn is_burden(self) -> bool {
        match self {
            Self::Overdue => true,
            Self::Filed | Self::Ended | Self::OnTime | Self::Open => false,
        }
    }
}

/// What a person does.
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// Every town.
    Towns,
    /// Places of one's own choice.
    Own,
    /// One more.
    Add(SiteId),
    /// One less.
    Drop(SiteId),
    /// In the order of this figure.
    By(Figure),
}

impl Picked {
    /// What is compared after this.
    pub fn after(&self, pick: Pick) -> Self {
        let mut next = self.clone();
        match pick {
            Pick::Towns => next.places = None,
            Pick::Own => next.places = next.places.or(Some(Vec::new())),
            Pick::Add(site) => {
                let places = next.places.get_or_insert_with(Vec::new);
                if places.len() < PICKED_MAX && !places.contains(&site) {
                    places.push(site);
                }
            }
            Pick::Drop(site) => next.places.get_or_insert_with(Vec::new).retain(|place| *place != site),
            Pick::By(figure) => next.by = figure,
        }
        next
    }

    /// The places to show, the best by the chosen figure first; places of which it is not known last.
    pub fn shown<'a>(&self, places: &'a [ComparedPlace]) -> Vec<&'a ComparedPlace> {
        let mut shown: Vec<&ComparedPlace> = match &self.places {
            None => places.iter().filter(|place| place.site.tier == Tier::Town && !is_quiet(place)).collect(),
            Some(picked) => picked.iter().filter_map(|id| places.iter().find(|place| place.site.id == *id)).collect(),
        };
        shown.sort_by_key(|place| {
            let figure = self.by.of(place);
            let best = if self.by.is_burden() { figure.map(|n| Reverse(u64::MAX - n)) } else { figure.map(Reverse) };
            (best.is_none(), best)
        });
        shown
    }
}

/// Towns without a single figure: in a young network that is most of them.
pub fn quiet_towns(places: &[ComparedPlace]) -> usize {
    places.iter().filter(|place| place.site.tier == Tier::Town && is_quiet(place)).count()
}

fn is_quiet(place: &ComparedPlace) -> bool {
    Figure::ALL.iter().all(|figure| figure.of(place).unwrap_or(0) == 0)
}

/// The rank of a place among others by one figure, from 1; equal figures have equal ranks.
pub fn rank(place: &ComparedPlace, among: &[&ComparedPlace], figure: Figure) -> Option<usize> {
    let own = figure.of(place)?;
    let before = |other: &&&ComparedPlace| match figure.of(other) {
        Some(n) if figure.is_burden() => n < own,
        Some(n) => n > own,
        None => false,
    };
    Some(1 + among.iter().filter(before).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::{Flow, SiteRef};

    fn place(id: u32, tier: Tier, filed: u64, ended: u64, overdue: u64) -> ComparedPlace {
        let site = SiteRef { id: SiteId(id), zh: format!("地点{id}"), en: format!("Place {id}"), tier };
        ComparedPlace { site, parent: None, flow: Flow { filed, ended, late: 0 }, open: 0, overdue }
    }

    fn places() -> Vec<ComparedPlace> {
        vec![
            place(1, Tier::District, 30, 9, 9),
            place(2, Tier::Town, 10, 0, 4),
            place(3, Tier::Town, 20, 5, 0),
            place(4, Tier::Village, 5, 5, 1),
            place(5, Tier::Town, 0, 0, 0),
        ]
    }

    fn ids(picked: &Picked) -> Vec<u32> {
        picked.shown(&places()).iter().map(|place| place.site.id.0).collect()
    }

    #[test]
    fn every_town_is_compared_first_and_the_order_follows_the_figure() {
        let picked = Picked::default();
        assert_eq!((ids(&picked), quiet_towns(&places())), (vec![3, 2], 1));
        assert_eq!(ids(&Picked { by: Figure::Overdue, ..picked.clone() }), [3, 2], "the fewest overdue stand first");
        assert_eq!(ids(&Picked { by: Figure::OnTime, ..picked }), [3, 2], "where nothing ended there is no share");
    }

    #[test]
    fn places_are_picked_once_and_not_without_end() {
        let after = |picks: &[Pick]| picks.iter().fold(Picked::default(), |picked, pick| picked.after(pick.clone()));
        let picked = after(&[Pick::Own, Pick::Add(SiteId(4)), Pick::Add(SiteId(2)), Pick::Add(SiteId(4))]);
        assert_eq!(ids(&picked), [2, 4]);
        assert_eq!(ids(&picked.after(Pick::Drop(SiteId(2)))), [4]);
        assert_eq!(ids(&picked.after(Pick::Towns)), [3, 2]);
        let many: Vec<Pick> = (0..9).map(|id| Pick::Add(SiteId(id))).collect();
        assert_eq!(after(&many).places.as_ref().map(Vec::len), Some(PICKED_MAX));
    }

    #[test]
    fn equal_figures_have_equal_ranks() {
        let places = [place(1, Tier::Town, 5, 0, 2), place(2, Tier::Town, 5, 1, 0), place(3, Tier::Town, 2, 1, 1)];
        let all: Vec<&ComparedPlace> = places.iter().collect();
        let ranks = |figure| places.iter().map(|place| rank(place, &all, figure)).collect::<Vec<_>>();
        assert_eq!(ranks(Figure::Filed), [Some(1), Some(1), Some(3)]);
        assert_eq!(ranks(Figure::Overdue), [Some(3), Some(1), Some(2)]);
        assert_eq!(ranks(Figure::OnTime), [None, Some(1), Some(1)]);
    }
}
