//! Places as tiles of a map without geography: which stand together, and how large each is. Pure.

use daiban_shared::api::{Freshness, PlaceRow};
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::site::Tier;

/// Sizes of a tile; the smallest still holds a name, a count and a word.
pub const SIZES: u8 = 4;

/// One tile.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile<'a> {
    /// The place.
    pub place: &'a PlaceRow,
    /// Cases in work that were filed there.
    pub open: u64,
    /// 1 = nothing in work, up to `SIZES`.
    pub size: u8,
}

/// A town with its villages, or the district by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<'a> {
    /// The town.
    pub head: &'a PlaceRow,
    /// It and the places below it, the busiest first.
    pub tiles: Vec<Tile<'a>>,
}

impl Group<'_> {
    /// Cases in work in the group.
    pub fn open(&self) -> u64 {
        self.tiles.iter().map(|tile| tile.open).sum()
    }

    /// Of these: past their limit.
    pub fn overdue(&self) -> u64 {
        self.tiles.iter().map(|tile| tile.place.filed.overdue).sum()
    }

    /// Places not heard for long.
    pub fn silent(&self) -> usize {
        self.tiles.iter().filter(|tile| tile.place.freshness == Freshness::Silent).count()
    }
}

/// The groups in the order of the directory, and how many places are left out: those without a machine and without cases.
pub fn groups(places: &[PlaceRow]) -> (Vec<Group<'_>>, usize) {
    let drawn = |place: &&PlaceRow| place.freshness != Freshness::NoMachine || open_of(place) > 0;
    let most = places.iter().filter(drawn).map(open_of).max().unwrap_or(0);
    let mut out: Vec<Group<'_>> = Vec::new();
    for place in places.iter().filter(drawn) {
        let Some(head) = head_of(places, place) else { continue };
        let open = open_of(place);
        let tile = Tile { place, open, size: size(open, most) };
        match out.iter_mut().find(|group| group.head.site.id == head.site.id) {
            Some(group) => group.tiles.push(tile),
            None => out.push(Group { head, tiles: vec![tile] }),
        }
    }
    for group in &mut out {
        // Stable: places that are equally busy stay in the order of their numbers.
        group.tiles.sort_by_key(|tile| std::cmp::Reverse(tile.open));
    }
    let count = places.iter().filter(drawn).count();
    (out, places.len() - count)
}

/// Filed there and in work.
pub fn open_of(place: &PlaceRow) -> u64 {
    place.filed.received + place.filed.accepted
}

/// By thirds of the busiest place: one can see who carries the most, and the next.
fn size(open: u64, most: u64) -> u8 {
    match open {
        0 => 1,
        open if open * 3 >= most * 2 => SIZES,
        open if open * 3 >= most => 3,
        _ => 2,
    }
}

/// The town that a place belongs to; the district, and a place without a town, stand for themselves.
fn head_of<'a>(places: &'a [PlaceRow], place: &'a PlaceRow) -> Option<&'a PlaceRow> {
    let by_id = |id: SiteId| places.iter().find(|other| other.site.id == id);
    match place.site.tier {
        Tier::District | Tier::Town => Some(place),
        Tier::Village => Some(place.parent.and_then(by_id).unwrap_or(place)),
    }
}

/// How long ago a place was heard, in the largest whole unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Never.
    Never,
    /// Within the hour.
    Now,
    /// So many hours ago.
    Hours(u64),
    /// So many days ago.
    Days(u64),
}

impl Heard {
    /// Of a moment, seen from another.
    pub fn of(until: Option<Millis>, now: Millis) -> Self {
        let Some(until) = until else { return Self::Never };
        match now.saturating_sub(until) / 3_600_000 {
            0 => Self::Now,
            hours if hours < 48 => Self::Hours(hours),
            hours => Self::Days(hours / 24),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::{Counts, SiteRef};

    fn place(id: u32, parent: Option<u32>, tier: Tier, open: u64, freshness: Freshness) -> PlaceRow {
        PlaceRow {
            site: SiteRef { id: SiteId(id), zh: format!("地点{id}"), en: format!("Place {id}"), tier },
            parent: parent.map(SiteId),
            filed: Counts { received: open, ..Counts::default() },
            in_hand: 0,
            heard_until: None,
            freshness,
        }
    }

    fn drawn(places: &[PlaceRow]) -> Vec<(u32, Vec<(u32, u8)>)> {
        let (groups, _) = groups(places);
        let tiles = |group: &Group<'_>| group.tiles.iter().map(|tile| (tile.place.site.id.0, tile.size)).collect();
        groups.iter().map(|group| (group.head.site.id.0, tiles(group))).collect()
    }

    #[test]
    fn places_stand_by_town_and_the_busiest_is_the_largest() {
        let places = [
            place(1, None, Tier::District, 4, Freshness::Fresh),
            place(2, Some(1), Tier::Town, 0, Freshness::Fresh),
            place(3, Some(2), Tier::Village, 2, Freshness::Silent),
            place(4, Some(2), Tier::Village, 9, Freshness::Fresh),
            place(5, Some(2), Tier::Village, 0, Freshness::NoMachine),
        ];
        assert_eq!(drawn(&places), [(1, vec![(1, 3)]), (2, vec![(4, 4), (3, 2), (2, 1)])]);
        let (groups, left_out) = groups(&places);
        assert_eq!((groups[1].open(), groups[1].silent(), left_out), (11, 1, 1));
    }

    #[test]
    fn a_network_without_cases_has_small_tiles_and_none_has_none() {
        let places = [place(2, Some(1), Tier::Town, 0, Freshness::Fresh)];
        assert_eq!(drawn(&places), [(2, vec![(2, 1)])]);
        assert!(drawn(&[]).is_empty());
    }

    #[test]
    fn a_place_without_machine_is_drawn_while_it_has_cases() {
        let places = [place(7, Some(9), Tier::Village, 1, Freshness::NoMachine)];
        assert_eq!(drawn(&places), [(7, vec![(7, 4)])], "and without its town it stands for itself");
    }

    #[test]
    fn silence_is_told_in_days_and_shorter_in_hours() {
        let hour = 3_600_000;
        let table = [
            (None, Heard::Never),
            (Some(100 * hour), Heard::Now),
            (Some(98 * hour), Heard::Hours(2)),
            (Some(53 * hour), Heard::Hours(47)),
            (Some(52 * hour), Heard::Days(2)),
            (Some(101 * hour), Heard::Now),
        ];
        for (until, heard) in table {
            assert_eq!(Heard::of(until, 100 * hour), heard, "{until:?}");
        }
    }
}
