//! Inspections and sheets of appraisal as rows, and to whom these documents and cards are sent.

use super::cards;
use crate::error::Error;
use crate::store::log::{StoredEntry, entries_of};
use daiban_shared::appraisal::{SheetStand, SheetState, fold_sheet};
use daiban_shared::entry::Entry;
use daiban_shared::ground::{Directory, View};
use daiban_shared::id::{DocId, DocKind, SiteId};
use daiban_shared::watch::{FindingStand, InspectionState, fold_card, fold_inspection};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// Kinds of documents that stand beside the cases.
const BESIDE: [DocKind; 3] = [DocKind::Card, DocKind::Inspection, DocKind::Appraisal];

/// Writes the rows of a document; gives the places directly below to which it is sent, and those that are new among them.
pub fn save(
    conn: &Connection,
    directory: &Directory,
    own: SiteId,
    doc: DocId,
) -> Result<(BTreeSet<SiteId>, BTreeSet<SiteId>), Error> {
    let stored = entries_of(conn, doc)?;
    let entries: Vec<Entry> = stored.iter().map(|stored| stored.entry.clone()).collect();
    let id: i64 =
        conn.prepare_cached("SELECT id FROM doc WHERE name = ?1")?.query_row([&doc.0[..]], |row| row.get(0))?;
    let changed_at = entries.iter().map(|entry| entry.head.at).max().unwrap_or(0);
    let view = directory.newest();
    let interest = match doc.kind() {
        DocKind::Card => {
            let state = fold_card(&entries, directory);
            cards::put(conn, id, &state, changed_at, view)?;
            state.interest
        }
        DocKind::Inspection => {
            let state = fold_inspection(&entries, directory);
            put_inspection(conn, id, &state, changed_at)?;
            state.interest
        }
        DocKind::Appraisal => {
            let state = fold_sheet(&entries, directory);
            put_sheet(conn, id, &state, &stored, changed_at)?;
            state.interest
        }
        DocKind::Case | DocKind::Public | DocKind::Witness | DocKind::Request | DocKind::Own | DocKind::Other(_) => {
            BTreeSet::new()
        }
    };
    let children = children(&interest, view, own);
    let old = super::tables::interested(conn, id)?;
    let newly = super::tables::save_interests(conn, id, &old, &children)?;
    Ok((children, newly))
}

fn children(interest: &BTreeSet<SiteId>, view: View<'_>, own: SiteId) -> BTreeSet<SiteId> {
    let is_child = |site: &SiteId| view.site(*site).is_some_and(|site| site.parent == Some(own) && !site.ended);
    interest.iter().copied().filter(is_child).collect()
}

fn put_inspection(conn: &Connection, id: i64, state: &InspectionState, changed_at: u64) -> Result<(), Error> {
    conn.prepare_cached("DELETE FROM finding WHERE doc = ?1")?.execute([id])?;
    let Some((_, by, at, open)) = &state.opened else {
        conn.prepare_cached("DELETE FROM inspection WHERE doc = ?1")?.execute([id])?;
        return Ok(());
    };
    let sql = "INSERT OR REPLACE INTO inspection (doc, way, by_site, site, on_day, opened_at, changed_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = params![id, open.way.number(), by.0, open.to.0, open.on.0, *at as i64, changed_at as i64];
    conn.prepare_cached(sql)?.execute(values)?;
    let sql = "INSERT INTO finding (doc, no, site, code, dept, officer, case_name, points, on_day, until_at, answered_at, \
               sent_back, stand) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let mut insert = conn.prepare_cached(sql)?;
    for found in &state.findings {
        let finding = &found.finding;
        insert.execute(params![
            id,
            finding.no,
            open.to.0,
            finding.code.number(),
            finding.dept.map(|dept| dept.0),
            finding.user.map(|user| user.0.to_vec()),
            finding.case.map(|case| case.0.to_vec()),
            finding.points,
            open.on.0,
            found.until.plus(1).at_minute(0) as i64,
            found.answered.map(|(_, at, _)| at as i64),
            found.sent_back,
            finding_number(found.stand),
        ])?;
    }
    Ok(())
}

fn put_sheet(
    conn: &Connection,
    id: i64,
    state: &SheetState,
    stored: &[StoredEntry],
    changed_at: u64,
) -> Result<(), Error> {
    let fixed = state.fixed.as_ref().and_then(|(hash, by, at, fix)| {
        let pos = stored.iter().find(|stored| stored.entry.hash == *hash)?.pos;
        Some((pos, by, at, fix))
    });
    let Some((pos, by, at, fix)) = fixed else {
        conn.prepare_cached("DELETE FROM sheet WHERE doc = ?1")?.execute([id])?;
        return Ok(());
    };
    let sql = "INSERT OR REPLACE INTO sheet (doc, scheme, from_day, to_day, by_site, site, dept, officer, fixed_pos, adjusted, \
               again, stand, fixed_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    conn.prepare_cached(sql)?.execute(params![
        id,
        fix.scheme,
        fix.from.0,
        fix.to.0,
        by.0,
        fix.site.0,
        fix.dept.map(|dept| dept.0),
        fix.user.map(|user| user.0.to_vec()),
        pos,
        state.adjusted,
        state.again,
        sheet_number(state.stand),
        *at as i64,
        changed_at as i64,
    ])?;
    Ok(())
}

/// As the column holds it.
fn finding_number(stand: FindingStand) -> u8 {
    match stand {
        FindingStand::Open => 1,
        FindingStand::Answered => 2,
        FindingStand::Closed => 3,
        FindingStand::Withdrawn => 4,
    }
}

fn sheet_number(stand: SheetStand) -> u8 {
    match stand {
        SheetStand::Settled => 1,
        SheetStand::Appealed => 2,
        SheetStand::Decided => 3,
    }
}

/// From the column.
pub fn sheet_stand_of(number: u8) -> SheetStand {
    match number {
        2 => SheetStand::Appealed,
        3 => SheetStand::Decided,
        _ => SheetStand::Settled,
    }
}

/// Makes every row anew.
pub fn rebuild(conn: &Connection, directory: &Directory, own: SiteId) -> Result<(), Error> {
    for kind in BESIDE {
        let sql = "SELECT name FROM doc WHERE kind = ?1 ORDER BY id";
        let number = DocId::for_month(kind, own, 0, 0).0[0];
        let docs: Vec<DocId> =
            conn.prepare(sql)?.query_map([number], |row| Ok(DocId(row.get(0)?)))?.collect::<Result<_, _>>()?;
        for doc in docs {
            save(conn, directory, own, doc)?;
        }
    }
    Ok(())
}
