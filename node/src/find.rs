//! Search from everywhere: cases, items and places that fit what somebody is typing, with what matched. Answers while he
//! types, so it reads few rows and counts none.

mod day;
mod marks;

use crate::error::Error;
use crate::everyday;
use crate::store::{self, ListFilter, Look, Order, SortBy, Store, site_ref};
use daiban_shared::api::{CaseRow, Found, FoundCase, FoundItem, FoundPlace, ItemRef};
use daiban_shared::day::Day;
use daiban_shared::ground::View;
use daiban_shared::id::SiteId;
use daiban_shared::item::Item;
use daiban_shared::site::Site;
use daiban_shared::text::Lang;
use marks::{fits, mark};

/// Cases shown while somebody types; all of them are one press away.
const CASES_MAX: usize = 8;
/// Items and places, each.
const OTHERS_MAX: usize = 5;
/// Characters that are looked for; more is a pasted text.
pub const TYPED_CHARS_MAX: usize = 60;

/// What fits. Nothing typed fits nothing.
pub fn find(store: &Store, look: Look<'_>, typed: &str, lang: Lang) -> Result<Found, Error> {
    let typed: String = typed.trim().chars().take(TYPED_CHARS_MAX).collect();
    if typed.is_empty() {
        return Ok(Found::default());
    }
    let day = day::of_text(&typed, Day::of(look.now));
    let filter = ListFilter {
        // The day itself is asked for, not the digits of it.
        q: day.is_none().then(|| typed.clone()),
        filed: store::Days { from: day, to: day },
        order: day.map(|_| Order { by: SortBy::Filed, descending: true }),
        page_size: CASES_MAX,
        ..ListFilter::default()
    };
    let page = store.read(|conn| store::list(conn, look, &filter))?;
    let view = look.directory.newest();
    let (items, places) = match day {
        Some(_) => (Vec::new(), Vec::new()),
        None => (items(view, look, &typed, lang), places(view, look.site, &typed, lang)),
    };
    Ok(Found {
        day,
        cases: page.items.into_iter().map(|row| case(row, &typed, lang)).collect(),
        more_cases: page.next.is_some(),
        items,
        places,
    })
}

fn case(row: CaseRow, typed: &str, lang: Lang) -> FoundCase {
    FoundCase {
        number: mark(&row.number, typed),
        applicant: mark(&row.applicant, typed),
        item: mark(lang.pick(&row.item.zh, &row.item.en), typed),
        place: mark(row.site.name(lang), typed),
        phone_end: mark(&row.phone_end, typed),
        row,
    }
}

/// Items in force that fit, those that this place takes first.
fn items(view: View<'_>, look: Look<'_>, typed: &str, lang: Lang) -> Vec<FoundItem> {
    let today = Day::of(look.now);
    let own = view.site(look.site);
    let files_here = |item: &Item| own.is_some_and(|site| item.files_at(site.tier));
    let in_force = view.items().filter(|(_, item)| item.from <= today && item.until.is_none_or(|until| until >= today));
    let mut found: Vec<&Item> = in_force.map(|(_, item)| item).filter(|item| fits(&texts(item), typed)).collect();
    found.sort_by_key(|item| (!files_here(item), !item.code.eq_ignore_ascii_case(typed), item.code.clone()));
    let shown = |item: &Item| FoundItem {
        item: ItemRef { code: item.code.clone(), version: item.version, zh: item.zh.clone(), en: item.en.clone() },
        code: mark(&item.code, typed),
        name: mark(lang.pick(&item.zh, &item.en), typed),
        files_here: files_here(item),
    };
    found.into_iter().take(OTHERS_MAX).map(shown).collect()
}

/// By what an item can be found.
fn texts(item: &Item) -> Vec<&str> {
    let own = [item.code.as_str(), item.zh.as_str(), item.en.as_str()];
    own.into_iter().chain(everyday::names(&item.code).iter().map(String::as_str)).collect()
}

/// Places at or below this one that fit: only their cases are here.
fn places(view: View<'_>, own: SiteId, typed: &str, lang: Lang) -> Vec<FoundPlace> {
    let is_ours = |site: &&Site| !site.ended && (site.id == own || view.is_above(own, site.id));
    let mut found: Vec<&Site> =
        view.sites().filter(is_ours).filter(|site| fits(&[&site.zh, &site.en], typed)).collect();
    found.sort_by_key(|site| (site.tier as u8 != 0, site.number));
    let shown = |site: &Site| FoundPlace {
        site: site_ref(view, site.id),
        name: mark(lang.pick(&site.zh, &site.en), typed),
        above: site.parent.map_or_else(String::new, |above| site_ref(view, above).name(lang).to_owned()),
    };
    found.into_iter().take(OTHERS_MAX).map(shown).collect()
}
