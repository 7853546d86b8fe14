//! A new edition of the catalogue: what it would change, and entering exactly that. Knows files' texts and the directory,
//! not who brought the file.

use crate::cli::district::first_rights;
use crate::{Error, Node};
use daiban_shared::day::Day;
use daiban_shared::ground::View;
use daiban_shared::id::UserId;
use daiban_shared::import::{self, RowError};
use daiban_shared::item::Item;
use daiban_shared::kind::{Body, Power, Role};

/// One right row of the file.
pub struct Row {
    /// Its number in the file, from 1.
    pub row: usize,
    /// The item, under the version it would get.
    pub item: Item,
    /// The version of the catalogue; none = new.
    pub before: Option<Item>,
}

impl Row {
    /// The catalogue has it as it is.
    pub fn is_unchanged(&self) -> bool {
        self.before.as_ref() == Some(&self.item)
    }
}

/// A file against the catalogue.
pub struct Edition {
    /// Rows that can be taken.
    pub rows: Vec<Row>,
    /// What is wrong with the others.
    pub errors: Vec<RowError>,
    /// What somebody should look at.
    pub warnings: Vec<RowError>,
    /// Stands for this file against this catalogue.
    pub mark: String,
}

/// Reads a file's text against the catalogue.
pub fn read(view: View<'_>, text: &str) -> Edition {
    let (rows, mut errors) = import::catalogue_rows(text);
    let departments = view.district().map(|site| site.departments.clone()).unwrap_or_default();
    let mut right = Vec::new();
    let mut warnings = Vec::new();
    for (row, item) in rows {
        let alone = std::slice::from_ref(&item);
        let at = |error: RowError| RowError { row, ..error };
        let unknown = import::unknown_departments(alone, &departments);
        warnings.extend(import::catalogue_warnings(alone).into_iter().map(at));
        if unknown.is_empty() {
            right.push(versioned(view, row, item));
        } else {
            errors.extend(unknown.into_iter().map(at));
        }
    }
    errors.sort_by_key(|error| error.row);
    Edition { rows: right, errors, warnings, mark: mark(view, text) }
}

fn versioned(view: View<'_>, row: usize, mut item: Item) -> Row {
    let before = view.item(&item.code).map(|(_, before)| before.clone());
    item.version = before.as_ref().map_or(1, |before| before.version);
    if before.as_ref().is_some_and(|before| *before != item) {
        item.version += 1;
    }
    Row { row, item, before }
}

impl Edition {
    /// The rows of the public feed that it makes: items under their next version, and rights for items that nobody may
    /// decide yet.
    pub fn bodies(&self, view: View<'_>, today: Day) -> Vec<Body> {
        let differ = self.rows.iter().filter(|row| !row.is_unchanged());
        let mut rows: Vec<Body> = differ.map(|row| Body::Item(Box::new(row.item.clone()))).collect();
        let items = self.rows.iter().map(|row| &row.item);
        let undecided: Vec<Item> = items.filter(|item| !item.ended && !can_be_decided(view, item)).cloned().collect();
        let next = view.rights().map(|right| right.no).max().unwrap_or(0) + 1;
        rows.extend(first_rights(&undecided, today, next).into_iter().map(Body::Right));
        rows
    }

    /// How many rows the catalogue has as they are.
    pub fn unchanged(&self) -> usize {
        self.rows.iter().filter(|row| row.is_unchanged()).count()
    }
}

/// Enters what was read, unless the catalogue is another one by now. Says whether it did.
pub fn publish(node: &Node, edition: &Edition, rows: Vec<Body>, text: String, by: UserId) -> Result<bool, Error> {
    let mark = edition.mark.clone();
    node.publish_if(rows, by, Role::Admin, move |directory| self::mark(directory.newest(), &text) == mark)
}

/// Whether some right lets a place of the deciding tier decide this item.
fn can_be_decided(view: View<'_>, item: &Item) -> bool {
    let of_tier = view.sites().find(|site| site.tier == item.decide_tier);
    of_tier.is_some_and(|site| view.right_for(site.id, Power::Decide, item).is_some())
}

/// Another file, another version of any item, and other departments give another mark. A machine that joins meanwhile
/// changes nothing of what was shown.
fn mark(view: View<'_>, text: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban catalogue").update(blake3::hash(text.as_bytes()).as_bytes());
    for (hash, _) in view.items() {
        hasher.update(&hash.0);
    }
    for department in view.district().into_iter().flat_map(|site| &site.departments) {
        hasher.update(&department.id.0.to_le_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
