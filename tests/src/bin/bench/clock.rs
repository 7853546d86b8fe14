//! The clock for one case: its limits, how it stands now, and the explanation of one limit.

use crate::Numbers;
use anyhow::Context;
use daiban_node::{Clock, Node, seed};
use daiban_shared::api::LimitKind;
use daiban_shared::fold::fold;
use daiban_shared::limits::limits_anew;
use std::hint::black_box;
use std::time::Instant;

/// The evening of the sample network.
const NOW: u64 = 1_795_251_600_000;

/// Prints microseconds for each case of the sample network, each measured many times.
pub fn run(numbers: &Numbers) -> anyhow::Result<()> {
    let rounds = numbers.one("rounds", 2_000);
    let dir = daiban_node::store::Folder::new().context("a folder")?;
    let seeded = seed::seed_network(dir.path(), NOW, &mut |_| {}).context("the sample network")?;
    let district = seeded.iter().find(|place| place.people.iter().any(|person| person.login == "minzheng"));
    let node = Node::open(&district.context("the district")?.folder, Clock::set_to(NOW))?;
    let directory = node.store().directory();
    let view = directory.newest();
    let docs: Vec<_> = node.store().read(|conn| {
        let mut query = conn.prepare("SELECT name FROM doc WHERE kind = 1")?;
        let docs = query.query_map([], |row| row.get(0).map(daiban_shared::id::DocId))?;
        Ok(docs.collect::<Result<Vec<_>, _>>()?)
    })?;
    let (mut limits, mut at, mut explained, mut folds) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for doc in docs {
        let stored = node.store().read(|conn| daiban_node::store::entries_of(conn, doc))?;
        let entries: Vec<_> = stored.into_iter().map(|stored| stored.entry).collect();
        let state = fold(&entries, &directory);
        let Some(item) = state.opened.as_ref().and_then(|opened| view.item_row(opened.item)) else { continue };
        limits.push(each(rounds, || drop(black_box(limits_anew(&state, item, view)))));
        at.push(each(rounds, || drop(black_box(state.at(NOW, &view)))));
        if let Some(limit) = state.limits.iter().find(|limit| limit.kind == LimitKind::Promise) {
            explained.push(each(rounds, || drop(black_box(state.explain(limit, NOW, Default::default(), &view)))));
        }
        folds.push(each(rounds / 20 + 1, || drop(black_box(fold(&entries, &directory)))));
    }
    println!("{} cases of the sample network, microseconds a case (goal for the clock: 20)", limits.len());
    for (name, all) in [
        ("all limits", limits),
        ("how it stands now", at),
        ("a limit, day by day in sentences", explained),
        ("the whole fold, limits included", folds),
    ] {
        let mut all = all;
        all.sort_by(f64::total_cmp);
        let of = |share: f64| all.get(((all.len() as f64 - 1.0) * share) as usize).copied().unwrap_or_default();
        println!("  {name:<36} median {:>7.1}   p95 {:>7.1}   most {:>7.1}", of(0.5), of(0.95), of(1.0));
    }
    Ok(())
}

fn each(rounds: usize, mut what: impl FnMut()) -> f64 {
    let begun = Instant::now();
    (0..rounds).for_each(|_| what());
    begun.elapsed().as_secs_f64() * 1e6 / rounds as f64
}
