//! `daiban import`: a new edition of the catalogue, the places or the calendar becomes rows of the public feed. Only what
//! differs is written, in one commit; a file with one wrong row writes nothing.

use super::district::{desks, draw, refused_rows};
use super::order::{Order, Report};
use crate::{Node, catalogue};
use clap::Subcommand;
use daiban_shared::day::Day;
use daiban_shared::ground::View;
use daiban_shared::id::SiteId;
use daiban_shared::import::{self, PlaceRow, RowError};
use daiban_shared::item::Item;
use daiban_shared::kind::Body;
use daiban_shared::site::Site;
use daiban_shared::text::Lang;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Bytes of a file: the calendar of 100 years has 1 MB.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// `daiban import ...`
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Items: a JSON list.
    Catalogue {
        /// The file.
        file: PathBuf,
    },
    /// Places: a table (CSV).
    Sites {
        /// The file.
        file: PathBuf,
    },
    /// Working days: a table (CSV) of whole years.
    Calendar {
        /// The file.
        file: PathBuf,
    },
}

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Items.
    Catalogue,
    /// Places.
    Sites,
    /// Working days.
    Calendar,
}

impl Import {
    /// The order with the file's text.
    pub fn order(self) -> Result<Order, Report> {
        let (what, file) = match self {
            Self::Catalogue { file } => (What::Catalogue, file),
            Self::Sites { file } => (What::Sites, file),
            Self::Calendar { file } => (What::Calendar, file),
        };
        let failed = |source| Report::from(crate::Error::File { what: "read", path: file.clone(), source });
        if std::fs::metadata(&file).map_err(failed)?.len() > FILE_BYTES_MAX {
            return Err(Report::refused(format!(
                "{} is larger than {} MB; it is not the file that is meant",
                file.display(),
                FILE_BYTES_MAX >> 20
            )));
        }
        let bytes = std::fs::read(&file).map_err(failed)?;
        let lang = super::lang();
        let text = import::text(&bytes).map_err(|rows| refused_rows(&file.display().to_string(), &rows, lang))?;
        Ok(Order::Import { what, text: text.to_owned(), lang })
    }
}

/// What an import would write.
struct Plan {
    rows: Vec<Body>,
    unchanged: usize,
    warnings: Vec<String>,
}

/// Reads a file's text into the public feed.
pub fn perform(node: &Node, what: What, text: &str, lang: Lang) -> Result<Report, Report> {
    let directory = node.store().directory();
    let view = directory.newest();
    let own = node.identity().site();
    if view.district().is_none_or(|district| district.id != own) {
        return Err(Report::refused("only the district's machine writes the directory; give this command there"));
    }
    let today = Day::of(node.clock().now());
    let wrong = |rows: Vec<RowError>| refused_rows("the file", &rows, lang);
    let plan = match what {
        What::Catalogue => plan_catalogue(view, text, today, lang).map_err(wrong)?,
        What::Sites => plan_sites(view, import::places(text).map_err(wrong)?, lang)?,
        What::Calendar => plan_calendar(view, import::calendar(text).map_err(wrong)?, lang),
    };
    let count = plan.rows.len();
    if count > 0 {
        node.publish(plan.rows)?;
    }
    let mut lines = vec![format!("{count} rows entered, {} as before", plan.unchanged)];
    lines.extend(plan.warnings.iter().map(|warning| format!("note: {warning}")));
    Ok(Report::done(lines, json!({ "entered": count, "unchanged": plan.unchanged, "warnings": plan.warnings })))
}

fn words(rows: &[RowError], lang: Lang) -> Vec<String> {
    rows.iter().map(|row| row.words(lang)).collect()
}

/// Items that differ, and rights for items that nobody may decide yet.
fn plan_catalogue(view: View<'_>, text: &str, today: Day, lang: Lang) -> Result<Plan, Vec<RowError>> {
    let edition = catalogue::read(view, text);
    if !edition.errors.is_empty() {
        return Err(edition.errors);
    }
    let rows = edition.bodies(view, today);
    Ok(Plan { rows, unchanged: edition.unchanged(), warnings: words(&edition.warnings, lang) })
}

/// Places that differ keep their id; new ones get one. A place that the file lacks stays as it is and is named.
fn plan_sites(view: View<'_>, places: Vec<PlaceRow>, lang: Lang) -> Result<Plan, Report> {
    let mut warnings = words(&import::place_warnings(&places), lang);
    let known: BTreeMap<u16, &Site> = view.sites().map(|site| (site.number, site)).collect();
    let mut taken: BTreeSet<SiteId> = view.sites().map(|site| site.id).collect();
    let items: Vec<Item> = view.items().map(|(_, item)| item.clone()).collect();
    let departments = view.district().map(|site| site.departments.clone()).unwrap_or_default();
    let mut ids: BTreeMap<u16, SiteId> = known.iter().map(|(number, site)| (*number, site.id)).collect();
    for place in &places {
        match known.get(&place.number) {
            Some(site) if site.tier != place.tier => {
                return Err(Report::refused(format!(
                    "place {:03}: a place keeps its tier for ever; give it a new number",
                    place.number
                )));
            }
            Some(_) => {}
            None if place.parent.is_none() => {
                return Err(Report::refused("the file is another district's; this network has one already"));
            }
            None => {
                let id = draw(&taken)?;
                taken.insert(id);
                ids.insert(place.number, id);
            }
        }
    }
    let in_file: BTreeSet<u16> = places.iter().map(|place| place.number).collect();
    let absent = known.values().filter(|site| !in_file.contains(&site.number));
    warnings.extend(absent.map(|site| format!("{:03} {} is not in the file and stays as it is", site.number, site.zh)));
    let (mut rows, mut unchanged) = (Vec::new(), 0);
    let mut places = places;
    places.sort_by_key(|place| (std::cmp::Reverse(place.tier), place.number));
    for place in places {
        let (Some(id), parent) = (ids.get(&place.number), place.parent.and_then(|number| ids.get(&number))) else {
            continue;
        };
        let before = known.get(&place.number);
        let tier = place.tier;
        let closes = place.closes;
        let mut site = place.site(*id, parent.copied());
        match before {
            // What the file does not say stays.
            Some(before) => {
                site.departments.clone_from(&before.departments);
                site.phone = site.phone.or_else(|| before.phone.clone());
                site.closes_minute = closes.unwrap_or(before.closes_minute);
                site.opens_minute = site.opens_minute.or(before.opens_minute);
            }
            None => site.departments = desks(tier, &departments, &items),
        }
        if before.is_some_and(|before| **before == site) {
            unchanged += 1
        } else {
            rows.push(Body::Site(Box::new(site)))
        }
    }
    Ok(Plan { rows, unchanged, warnings })
}

fn plan_calendar(view: View<'_>, years: Vec<daiban_shared::kind::Calendar>, lang: Lang) -> Plan {
    let warnings = words(&import::calendar_warnings(&years), lang);
    let all = years.len();
    let rows: Vec<Body> =
        years.into_iter().filter(|year| view.calendar(year.year) != Some(year)).map(Body::Calendar).collect();
    Plan { unchanged: all - rows.len(), rows, warnings }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clock;
    use crate::cli::district::{Files, district_rows};
    use crate::store::Folder;

    const PLACES: &str = include_str!("../../data/meixian_places.csv");

    #[test]
    fn phone_and_hours_are_taken_from_a_file_that_has_them_and_kept_by_one_that_has_not() {
        let (folder, now) = (Folder::new().expect("a folder"), 1_795_140_000_000);
        let rows = district_rows(&Files::default(), None, Day::of(now)).expect("built-in data is right");
        let (node, _) = Node::init_district(folder.path(), Clock::set_to(now), rows).expect("a district");
        let enter =
            |text: &str| perform(&node, What::Sites, text, Lang::En).expect("a right file").data["entered"].clone();
        let with = |columns: &str, cells: &str| {
            let none = ",".repeat(columns.matches(',').count());
            let mut lines = PLACES.lines();
            let head = lines.next().expect("columns");
            let rows = lines.map(|line| format!("{line},{}\n", if line.starts_with("012,") { cells } else { &none }));
            format!("{head},{columns}\n{}", rows.collect::<String>())
        };
        let with_phone = |phone: &str| with("phone", phone);
        let phone = || {
            let directory = node.store().directory();
            directory.newest().sites().find(|site| site.number == 12).and_then(|site| site.phone.clone())
        };
        assert_eq!(enter(&with_phone("0753-2589999")), 1);
        assert_eq!(phone().as_deref(), Some("0753-2589999"));
        for without in [PLACES.to_owned(), with_phone("")] {
            assert_eq!(enter(&without), 0, "what the file does not say stays");
        }
        assert_eq!(enter(&with_phone("0753-2580000")), 1);
        assert_eq!(phone().as_deref(), Some("0753-2580000"));

        let hours = || {
            let directory = node.store().directory();
            directory
                .newest()
                .sites()
                .find(|site| site.number == 12)
                .map(|site| (site.hours().opens, site.hours().closes))
        };
        assert_eq!(enter(&with("opens,closes", "9:00,17:00")), 1);
        assert_eq!(hours(), Some((540, 1_020)));
        assert_eq!(enter(PLACES), 0, "hours stay as well");
        assert_eq!((hours(), phone().as_deref()), (Some((540, 1_020)), Some("0753-2580000")));
    }
}
