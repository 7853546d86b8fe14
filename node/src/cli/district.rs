//! The first directory of a district: its places, departments, catalogue, calendar, and the rights these imply, as rows
//! of the public feed. Built-in data is that of Meixian; every part can come from a file.

use super::order::Report;
use crate::Error;
use daiban_shared::day::Day;
use daiban_shared::id::SiteId;
use daiban_shared::import::{self, PlaceRow, RowError};
use daiban_shared::item::Item;
use daiban_shared::kind::{Body, Power, Right};
use daiban_shared::site::{Department, Site, Tier};
use daiban_shared::text::Lang;
use std::collections::{BTreeMap, BTreeSet};

const PLACES: &str = include_str!("../../data/meixian_places.csv");
const DEPARTMENTS: &str = include_str!("../../data/departments.json");
const CATALOGUE: &str = include_str!("../../data/catalogue.json");
/// Working days as they were published.
pub const CALENDAR: &str = include_str!("../../data/workdays_2004_2026.csv");

/// The document that the first rights rest on.
const RIGHTS_BASIS: &str = "按事项目录的决定层级登记";
/// All tiers, lowest first.
const TIERS: [Tier; 3] = [Tier::Village, Tier::Town, Tier::District];

/// The district's own files; what is absent is built in.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Table of places.
    pub places: Option<Vec<u8>>,
    /// List of departments.
    pub departments: Option<Vec<u8>>,
    /// Catalogue of items.
    pub catalogue: Option<Vec<u8>>,
    /// Table of working days.
    pub calendar: Option<Vec<u8>>,
}

/// Why there is no directory.
#[derive(Debug)]
pub enum Wrong {
    /// A file has rows that cannot be taken; nothing was.
    Rows {
        /// Which file.
        file: &'static str,
        /// Every wrong row.
        rows: Vec<RowError>,
    },
    /// There is no built-in data for this code.
    NoDistrict(String),
    /// The system gives no random numbers.
    Node(Error),
}

impl Wrong {
    /// For the operator.
    pub fn report(self, lang: Lang) -> Report {
        match self {
            Self::Rows { file, rows } => refused_rows(file, &rows, lang),
            Self::NoDistrict(code) => Report::refused(format!(
                "no built-in places for district {code}; give them with --places FILE (only 441403 Meixian is built in)"
            )),
            Self::Node(error) => Report::error(&error),
        }
    }
}

/// Every wrong row of a file, in the operator's language.
pub fn refused_rows(file: &str, rows: &[RowError], lang: Lang) -> Report {
    let mut report = Report::refused(format!("{file}: {} rows cannot be taken; nothing was imported", rows.len()));
    report.lines.extend(rows.iter().map(|row| row.words(lang)));
    let list: Vec<_> = rows
        .iter()
        .map(|row| serde_json::json!({ "row": row.row, "column": row.column, "reason": row.reason.words(lang) }))
        .collect();
    report.data = serde_json::json!({ "error": report.lines[0], "rows": list });
    report
}

/// The rows of a new district, places first. `code` = the first six digits of its official code, if it is to be checked.
///
/// Errors: a file with wrong rows; a code that is not the district's.
pub fn district_rows(files: &Files, code: Option<&str>, today: Day) -> Result<Vec<Body>, Wrong> {
    let places = read("places", files.places.as_deref(), PLACES, import::places)?;
    let departments = read("departments", files.departments.as_deref(), DEPARTMENTS, import::departments)?;
    let items = read("catalogue", files.catalogue.as_deref(), CATALOGUE, import::catalogue)?;
    let calendar = read("calendar", files.calendar.as_deref(), CALENDAR, import::calendar)?;
    let unknown = import::unknown_departments(&items, &departments);
    if !unknown.is_empty() {
        return Err(Wrong::Rows { file: "catalogue", rows: unknown });
    }
    if let Some(code) = code {
        let district = places.iter().find(|place| place.parent.is_none());
        let is_it = district.is_some_and(|place| place.codes.iter().any(|dated| dated.code.starts_with(code)));
        if code.len() < 6 || !is_it {
            return Err(Wrong::NoDistrict(code.to_owned()));
        }
    }
    let rights = first_rights(&items, today, 1);
    let sites = sites(places, &departments, &items).map_err(Wrong::Node)?;
    let rows = sites.into_iter().map(|site| Body::Site(Box::new(site))).chain(calendar.into_iter().map(Body::Calendar));
    Ok(rows
        .chain(items.into_iter().map(|item| Body::Item(Box::new(item))))
        .chain(rights.into_iter().map(Body::Right))
        .collect())
}

fn read<T>(
    file: &'static str,
    bytes: Option<&[u8]>,
    built_in: &str,
    parse: fn(&str) -> Result<Vec<T>, Vec<RowError>>,
) -> Result<Vec<T>, Wrong> {
    let wrong = |rows| Wrong::Rows { file, rows };
    let text = bytes.map_or(Ok(built_in), import::text).map_err(wrong)?;
    parse(text).map_err(wrong)
}

/// Places under new ids, parents before children, each with the departments that have work there.
fn sites(places: Vec<PlaceRow>, departments: &[Department], items: &[Item]) -> Result<Vec<Site>, Error> {
    let mut ids: BTreeMap<u16, SiteId> = BTreeMap::new();
    let mut drawn: BTreeSet<SiteId> = BTreeSet::new();
    for place in &places {
        let id = draw(&drawn)?;
        drawn.insert(id);
        ids.insert(place.number, id);
    }
    let mut places = places;
    places.sort_by_key(|place| (std::cmp::Reverse(place.tier), place.number));
    let with_ids = places.into_iter().filter_map(|place| {
        let id = *ids.get(&place.number)?;
        let parent = place.parent.and_then(|number| ids.get(&number).copied());
        let tier = place.tier;
        let mut site = place.site(id, parent);
        site.departments = desks(tier, departments, items);
        Some(site)
    });
    Ok(with_ids.collect())
}

/// An id that no place of this district has.
pub fn draw(taken: &BTreeSet<SiteId>) -> Result<SiteId, Error> {
    loop {
        let mut bytes = [0u8; 4];
        getrandom::fill(&mut bytes)
            .map_err(|error| Error::Other(format!("the system gives no random bytes: {error}")))?;
        let id = SiteId(u32::from_be_bytes(bytes));
        if id.0 != 0 && !taken.contains(&id) {
            return Ok(id);
        }
    }
}

/// The departments with work at a tier; the district's own row has all, because names are read from it.
pub fn desks(tier: Tier, departments: &[Department], items: &[Item]) -> Vec<Department> {
    let has_work = |department: &&Department| match tier {
        Tier::District => true,
        Tier::Town | Tier::Village => items.iter().any(|item| {
            let is_asked = item.decide_tier == tier && item.tasks.iter().any(|task| task.unit == department.id);
            item.dept == department.id && item.needs_desk_at(tier) || is_asked
        }),
    };
    departments.iter().filter(has_work).cloned().collect()
}

/// What the catalogue implies: the deciding tier decides, and so does every higher tier at which the item is filed
/// (kinds.md §2, 67). Numbers count from `first`.
pub fn first_rights(items: &[Item], today: Day, first: u32) -> Vec<Right> {
    let decides = |tier: Tier, item: &&Item| {
        tier == item.decide_tier || (tier > item.decide_tier && item.accept_tiers.contains(&tier))
    };
    let of_tier = TIERS.into_iter().map(|tier| {
        (tier, items.iter().filter(|item| decides(tier, item)).map(|item| item.code.clone()).collect::<Vec<_>>())
    });
    let rights = of_tier.filter(|(_, codes)| !codes.is_empty()).zip(first..);
    rights
        .map(|((tier, items), no)| Right {
            no,
            site: None,
            tier: Some(tier),
            dept: None,
            user: None,
            power: Power::Decide,
            items,
            up_to_yuan: None,
            from: today,
            until: None,
            basis: RIGHTS_BASIS.to_owned(),
            ended: false,
            person: String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::from_ymd(2026, 11, 21).expect("a day")
    }

    #[test]
    fn the_built_in_district_is_whole() {
        let rows = district_rows(&Files::default(), Some("441403"), today()).expect("built-in data is right");
        let mut sites = Vec::new();
        let mut counts = [0; 3];
        for row in &rows {
            if let Body::Site(site) = row {
                let parent_known = site.parent.is_none_or(|parent| sites.contains(&parent));
                assert!(parent_known, "{} stands before its parent", site.zh);
                sites.push(site.id);
                counts[site.tier as usize] += 1;
            }
        }
        assert_eq!((counts[2], sites.iter().collect::<BTreeSet<_>>().len()), (1, sites.len()));
        assert!(counts[1] >= 18 && counts[0] > 300, "{counts:?}");
        let items = rows.iter().filter(|row| matches!(row, Body::Item(_))).count();
        assert_eq!(items, 41);
        let Some(Body::Site(district)) = rows.first() else { panic!("the district comes first") };
        assert!(district.parent.is_none() && district.departments.len() > 10);
    }

    #[test]
    fn a_town_has_the_desks_of_every_unit_that_it_has_to_ask() {
        let rows = district_rows(&Files::default(), None, today()).expect("built-in data is right");
        let items: Vec<&Item> =
            rows.iter().filter_map(|row| if let Body::Item(item) = row { Some(&**item) } else { None }).collect();
        let asked = |item: &&&Item| item.decide_tier == Tier::Town && !item.tasks.is_empty();
        let joint: Vec<&&Item> = items.iter().filter(asked).collect();
        assert!(joint.iter().any(|item| item.code == "V03"), "the homestead is decided by the town, with two units");
        for row in &rows {
            let Body::Site(site) = row else { continue };
            for unit in joint.iter().filter(|_| site.tier == Tier::Town).flat_map(|item| &item.tasks) {
                assert!(site.departments.iter().any(|desk| desk.id == unit.unit), "{} lacks {}", site.zh, unit.zh);
            }
        }
    }

    #[test]
    fn every_item_has_somebody_to_decide_it() {
        let rows = district_rows(&Files::default(), None, today()).expect("built-in data is right");
        let rights: Vec<&Right> =
            rows.iter().filter_map(|row| if let Body::Right(right) = row { Some(right) } else { None }).collect();
        for row in &rows {
            if let Body::Item(item) = row {
                let allowed =
                    |right: &&&Right| right.tier == Some(item.decide_tier) && right.items.contains(&item.code);
                assert_eq!(rights.iter().filter(allowed).count(), 1, "{}", item.code);
            }
        }
    }

    #[test]
    fn a_broken_file_or_a_foreign_code_makes_nothing() {
        let files = Files { places: Some(b"number,tier,kind,parent,zh,en,codes\n".to_vec()), ..Files::default() };
        assert!(matches!(district_rows(&files, None, today()), Err(Wrong::Rows { file: "places", .. })));
        for code in ["440000", "4414", "x"] {
            assert!(
                matches!(district_rows(&Files::default(), Some(code), today()), Err(Wrong::NoDistrict(_))),
                "{code}"
            );
        }
    }
}
