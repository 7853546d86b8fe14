//! Rows of a table of figures with their names.

use super::gather::Key;
use super::{Scope, plus};
use crate::accounts;
use crate::error::Error;
use crate::store::overview::subtree;
use crate::store::project::officer_of;
use crate::store::query::{Look, dept_ref, site_ref};
use daiban_shared::api::{FigureKey, FigureRow, FigureSet};
use daiban_shared::id::{DeptId, SiteId};
use daiban_shared::kind::Private;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// Every place of the branch with what lies below it, parents before children; a place with others below it also by itself.
pub fn places(look: Look<'_>, scope: Scope, found: BTreeMap<Key, FigureSet>) -> Vec<FigureRow> {
    let top = scope.site();
    let of = |site: SiteId| found.get(&Key::Place(site.0)).copied().unwrap_or_default();
    let mut places = subtree(look.view(), top);
    if matches!(scope, Scope::All(_)) {
        // A place whose row has not arrived, or is gone, still has its cases.
        let known: Vec<u32> = places.iter().map(|(site, _)| site.0).collect();
        let others = found.keys().filter_map(|key| if let Key::Place(site) = key { Some(*site) } else { None });
        places.extend(others.filter(|site| !known.contains(site)).map(|site| (SiteId(site), Some(top))));
    }
    let mut sums: Vec<FigureSet> = places.iter().map(|(site, _)| of(*site)).collect();
    let at: BTreeMap<SiteId, usize> = places.iter().enumerate().map(|(at, (site, _))| (*site, at)).collect();
    let mut is_branch = vec![false; places.len()];
    // Parents stand before children, so from the end every branch is whole before it is added to the one above.
    for (here, (_, parent)) in places.iter().enumerate().rev().filter(|(_, (site, _))| *site != top) {
        if let Some(above) = parent.and_then(|parent| at.get(&parent)).filter(|above| **above != here) {
            sums[*above] = plus(sums[*above], sums[here]);
            is_branch[*above] = true;
        }
    }
    let mut rows = Vec::new();
    for (here, (site, parent)) in places.iter().enumerate() {
        let key = |own| FigureKey::Place { site: site_ref(look.view(), *site), parent: *parent, own };
        let own = of(*site);
        if sums[here] != FigureSet::default() || *site == top {
            rows.push(FigureRow { key: key(false), figures: sums[here] });
        }
        if is_branch[here] && own != FigureSet::default() {
            rows.push(FigureRow { key: key(true), figures: own });
        }
    }
    rows
}

/// Departments, items or officers.
pub fn named(conn: &Connection, look: Look<'_>, found: BTreeMap<Key, FigureSet>) -> Result<Vec<FigureRow>, Error> {
    let mut rows = Vec::new();
    let is_of_officers = matches!(found.keys().next(), Some(Key::Officer(_)));
    let own = if is_of_officers { accounts::names(conn)? } else { BTreeMap::new() };
    for (key, figures) in found.into_iter().filter(|(_, figures)| *figures != FigureSet::default()) {
        let key = match key {
            Key::All | Key::Place(_) => continue,
            Key::Department(dept) => {
                FigureKey::Department { department: (dept > 0).then(|| dept_ref(look.view(), DeptId(dept))) }
            }
            Key::Item(code) => {
                let (zh, en) = look
                    .view()
                    .item(&code)
                    .map_or_else(|| (code.clone(), code.clone()), |(_, item)| (item.zh.clone(), item.en.clone()));
                FigureKey::Item { code, zh, en }
            }
            Key::Officer(0) => FigureKey::Officer { user: None, name: None },
            Key::Officer(number) => {
                let user = officer_of(number);
                let name = own.get(&user).cloned().map_or_else(|| written_name(conn, number), |name| Ok(Some(name)))?;
                FigureKey::Officer { user: Some(user), name }
            }
        };
        rows.push(FigureRow { key, figures });
    }
    if is_of_officers {
        rows.sort_by_key(|row| std::cmp::Reverse((row.figures.now.done, row.figures.now.accepted)));
    }
    Ok(rows)
}

/// The name of an account of another machine, as its entries say.
fn written_name(conn: &Connection, number: i64) -> Result<Option<String>, Error> {
    let sql = "SELECT private.bytes FROM officer JOIN private ON private.pos = officer.pos WHERE officer.user = ?1";
    let bytes: Option<Option<Vec<u8>>> = conn.prepare_cached(sql)?.query_row([number], |row| row.get(0)).optional()?;
    Ok(bytes.flatten().and_then(|bytes| Private::decode(&bytes).ok()).and_then(|private| private.name))
}
