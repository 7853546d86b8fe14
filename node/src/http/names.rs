//! Places and departments as answers name them. A name that the directory does not have is shown by its number: the
//! entry stands, only its words have not arrived.

use daiban_shared::api::{DeptRef, ItemRef, SiteRef};
use daiban_shared::ground::View;
use daiban_shared::id::{DeptId, SiteId};
use daiban_shared::item::Item;
use daiban_shared::site::{Department, Tier};

/// A place.
pub fn site(view: View<'_>, id: SiteId) -> SiteRef {
    match view.site(id) {
        Some(site) => SiteRef { id, zh: site.zh.clone(), en: site.en.clone(), tier: site.tier },
        None => SiteRef { id, zh: id.to_string(), en: id.to_string(), tier: Tier::Village },
    }
}

/// A department.
pub fn dept(view: View<'_>, id: DeptId) -> DeptRef {
    match view.department(id) {
        Some(found) => DeptRef { id, zh: found.zh.clone(), en: found.en.clone() },
        None => DeptRef { id, zh: id.0.to_string(), en: id.0.to_string() },
    }
}

/// A desk of a place, which carries its own names.
pub fn desk(department: &Department) -> DeptRef {
    DeptRef { id: department.id, zh: department.zh.clone(), en: department.en.clone() }
}

/// An item.
pub fn item(item: &Item) -> ItemRef {
    ItemRef { code: item.code.clone(), version: item.version, zh: item.zh.clone(), en: item.en.clone() }
}
