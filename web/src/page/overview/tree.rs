//! Places as a tree: which rows are shown, and what a folded branch adds up to. Pure.

use std::collections::BTreeSet;

use daiban_shared::api::{Counts, Freshness, PlaceRow};
use daiban_shared::id::SiteId;

/// What the person wants to see.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    /// Part of a name, in either language.
    pub words: String,
    /// Only places with open cases.
    pub open: bool,
    /// Only places with overdue cases.
    pub late: bool,
    /// Only silent places.
    pub silent: bool,
    /// Places without a machine and without cases too.
    pub bare: bool,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch<'a> {
    /// The place.
    pub place: &'a PlaceRow,
    /// 0 = top.
    pub depth: usize,
    /// Its own counts, or those of the whole branch where it is folded.
    pub counts: Counts,
    /// In hand, likewise.
    pub in_hand: u64,
    /// There are places below.
    pub has_below: bool,
    /// The places below are not shown.
    pub folded: bool,
}

/// The rows to show: those that fit, and every place above one that fits.
pub fn branches<'a>(places: &'a [PlaceRow], wanted: &Wanted, folded: &BTreeSet<SiteId>) -> Vec<Branch<'a>> {
    let mut shown = BTreeSet::new();
    for place in places.iter().filter(|place| fits(place, wanted)) {
        shown.extend(line(places, place));
    }
    let shown = places.iter().filter(|place| shown.contains(&place.site.id));
    let visible = shown.filter(|place| !line(places, place).skip(1).any(|above| folded.contains(&above)));
    visible.map(|place| branch(places, place, folded)).collect()
}

fn branch<'a>(places: &'a [PlaceRow], place: &'a PlaceRow, folded: &BTreeSet<SiteId>) -> Branch<'a> {
    let id = place.site.id;
    let has_below = places.iter().any(|other| other.parent == Some(id));
    let is_folded = has_below && folded.contains(&id);
    let mut out = Branch {
        place,
        depth: line(places, place).count() - 1,
        counts: place.filed,
        in_hand: place.in_hand,
        has_below,
        folded: is_folded,
    };
    if is_folded {
        for below in places.iter().filter(|other| line(places, other).skip(1).any(|above| above == id)) {
            out.counts = sum(out.counts, below.filed);
            out.in_hand += below.in_hand;
        }
    }
    out
}

/// A place and those above it, nearest first; a loop in the directory ends it.
fn line<'a>(places: &'a [PlaceRow], place: &'a PlaceRow) -> impl Iterator<Item = SiteId> + 'a {
    let above = |row: &&PlaceRow| places.iter().find(|other| Some(other.site.id) == row.parent);
    std::iter::successors(Some(place), move |row| above(row)).take(4).map(|row| row.site.id)
}

fn fits(place: &PlaceRow, wanted: &Wanted) -> bool {
    let words = wanted.words.trim().to_lowercase();
    let named = words.is_empty() || place.site.zh.contains(&words) || place.site.en.to_lowercase().contains(&words);
    let open = !wanted.open || place.filed.received + place.filed.accepted + place.in_hand > 0;
    let late = !wanted.late || place.filed.overdue > 0;
    let silent = !wanted.silent || place.freshness == Freshness::Silent;
    // Most places of a young network have no machine yet; a name that is typed finds them all the same.
    let bare = wanted.bare || !words.is_empty() || is_known(place);
    named && open && late && silent && bare
}

/// It has a machine, or cases that were filed there.
pub fn is_known(place: &PlaceRow) -> bool {
    place.freshness != Freshness::NoMachine || has_cases(place)
}

fn has_cases(place: &PlaceRow) -> bool {
    let counts = &place.filed;
    counts.received + counts.accepted + counts.done + counts.closed + place.in_hand > 0
}

fn sum(left: Counts, right: Counts) -> Counts {
    Counts {
        received: left.received + right.received,
        accepted: left.accepted + right.accepted,
        done: left.done + right.done,
        closed: left.closed + right.closed,
        overdue: left.overdue + right.overdue,
        due_soon: left.due_soon + right.due_soon,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::SiteRef;
    use daiban_shared::site::Tier;

    fn place(id: u32, parent: Option<u32>, zh: &str, received: u64, freshness: Freshness) -> PlaceRow {
        PlaceRow {
            site: SiteRef { id: SiteId(id), zh: zh.into(), en: format!("Place {id}"), tier: Tier::Village },
            parent: parent.map(SiteId),
            filed: Counts { received, ..Counts::default() },
            in_hand: 0,
            heard_until: None,
            freshness,
        }
    }

    fn places() -> Vec<PlaceRow> {
        vec![
            place(1, None, "梅县区", 0, Freshness::Fresh),
            place(2, Some(1), "雁洋镇", 1, Freshness::Fresh),
            place(3, Some(2), "塘心村", 2, Freshness::Silent),
            place(4, Some(1), "松口镇", 4, Freshness::Fresh),
        ]
    }

    fn names(wanted: &Wanted, folded: &[u32]) -> Vec<(String, usize, u64)> {
        let folded = folded.iter().map(|id| SiteId(*id)).collect();
        let places = places();
        let rows = branches(&places, wanted, &folded);
        rows.iter().map(|row| (row.place.site.zh.clone(), row.depth, row.counts.received)).collect()
    }

    #[test]
    fn a_found_village_is_shown_with_the_places_above_it() {
        let wanted = Wanted { words: "塘心".into(), ..Wanted::default() };
        let rows = names(&wanted, &[]);
        assert_eq!(
            rows.iter().map(|row| (row.0.as_str(), row.1)).collect::<Vec<_>>(),
            [("梅县区", 0), ("雁洋镇", 1), ("塘心村", 2)]
        );
    }

    #[test]
    fn a_folded_branch_shows_its_sum() {
        let rows = names(&Wanted::default(), &[2]);
        assert_eq!(rows, [("梅县区".into(), 0, 0), ("雁洋镇".into(), 1, 3), ("松口镇".into(), 1, 4)]);
        assert_eq!(names(&Wanted::default(), &[1]), [("梅县区".into(), 0, 7)]);
    }

    #[test]
    fn a_place_without_machine_and_cases_is_shown_on_demand() {
        let places =
            [place(1, None, "梅县区", 0, Freshness::Fresh), place(2, Some(1), "荷泗村", 0, Freshness::NoMachine)];
        let count = |wanted: Wanted| branches(&places, &wanted, &BTreeSet::new()).len();
        assert_eq!(count(Wanted::default()), 1);
        assert_eq!(count(Wanted { bare: true, ..Wanted::default() }), 2);
        assert_eq!(count(Wanted { words: "荷泗".into(), ..Wanted::default() }), 2);
    }

    #[test]
    fn silent_places_can_be_picked_out() {
        let wanted = Wanted { silent: true, ..Wanted::default() };
        assert_eq!(names(&wanted, &[]).len(), 3);
        assert!(names(&Wanted { late: true, ..Wanted::default() }, &[]).is_empty());
    }
}
