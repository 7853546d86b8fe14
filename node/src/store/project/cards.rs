//! Cards of supervision as rows, and to whom they are sent.

use crate::error::Error;
use daiban_shared::deadline::{Terms, deadline};
use daiban_shared::ground::{Directory, View};
use daiban_shared::id::{DocId, SiteId};
use daiban_shared::item::{Span, Unit};
use daiban_shared::watch::{CardState, Stand, fold_card};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// Writes the row of a card; gives the places directly below to which it is sent.
pub fn save(
    conn: &Connection,
    directory: &Directory,
    own: SiteId,
    doc: DocId,
) -> Result<(BTreeSet<SiteId>, BTreeSet<SiteId>), Error> {
    let stored = crate::store::log::entries_of(conn, doc)?;
    let entries: Vec<_> = stored.into_iter().map(|stored| stored.entry).collect();
    let state = fold_card(&entries, directory);
    let id: i64 =
        conn.prepare_cached("SELECT id FROM doc WHERE name = ?1")?.query_row([&doc.0[..]], |row| row.get(0))?;
    let view = directory.newest();
    let changed_at = entries.iter().map(|entry| entry.head.at).max().unwrap_or(0);
    match &state.served {
        Some(_) => put(conn, id, &state, changed_at, view)?,
        None => drop(conn.prepare_cached("DELETE FROM card WHERE doc = ?1")?.execute([id])?),
    }
    let is_child = |site: &SiteId| view.site(*site).is_some_and(|site| site.parent == Some(own) && !site.ended);
    let children: BTreeSet<SiteId> = state.interest.iter().copied().filter(is_child).collect();
    let old = super::tables::interested(conn, id)?;
    let newly = super::tables::save_interests(conn, id, &old, &children)?;
    Ok((children, newly))
}

fn put(conn: &Connection, id: i64, state: &CardState, changed_at: u64, view: View<'_>) -> Result<(), Error> {
    let Some((_, by, served_at, served)) = &state.served else { return Ok(()) };
    let span = Span { quarters: served.quarters, unit: Unit::Workday };
    let hours = view.site(served.to).map_or_else(Default::default, |site| site.hours());
    let start = daiban_shared::day::Day::of(*served_at);
    let due = deadline(&Terms { hours, ..Terms::plain(start, span, &[]) }, &view);
    let sql = "INSERT INTO card (doc, case_name, rule, of, light, by_site, site, officer, since, served_at, due_at, due_day, \
               answered_at, stand, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
               ON CONFLICT (doc) DO UPDATE SET answered_at = ?13, stand = ?14, changed_at = ?15, due_at = ?11, due_day = ?12";
    conn.prepare_cached(sql)?.execute(params![
        id,
        &served.case.0[..],
        served.rule.number(),
        &served.of.0[..],
        served.light.number(),
        by.0,
        served.to.0,
        served.user.map(|user| user.0.to_vec()),
        served.since as i64,
        *served_at as i64,
        due.at() as i64,
        due.day.0,
        state.answered.map(|(_, at, _)| at as i64),
        stand_number(state.stand),
        changed_at as i64,
    ])?;
    Ok(())
}

/// As the column holds it.
pub fn stand_number(stand: Stand) -> u8 {
    match stand {
        Stand::Served => 1,
        Stand::Answered => 2,
        Stand::Appealed => 3,
        Stand::Upheld => 4,
        Stand::Cancelled => 5,
    }
}

/// From the column.
pub fn stand_of(number: u8) -> Stand {
    match number {
        2 => Stand::Answered,
        3 => Stand::Appealed,
        4 => Stand::Upheld,
        5 => Stand::Cancelled,
        _ => Stand::Served,
    }
}

/// Makes every row anew.
pub fn rebuild(conn: &Connection, directory: &Directory, own: SiteId) -> Result<(), Error> {
    let sql = "SELECT name FROM doc WHERE kind = ?1 ORDER BY id";
    let kind = DocId::for_card(own, 0, DocId::PUBLIC, daiban_shared::id::Hash::ZERO).0[0];
    let docs: Vec<DocId> =
        conn.prepare(sql)?.query_map([kind], |row| Ok(DocId(row.get(0)?)))?.collect::<Result<_, _>>()?;
    for doc in docs {
        save(conn, directory, own, doc)?;
    }
    Ok(())
}
