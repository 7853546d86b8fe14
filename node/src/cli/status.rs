//! `daiban status`, `check`, `rebuild`: what stands in the folder.

use super::REFUSED;
use super::order::Report;
use crate::{Node, accounts, store, sync, upkeep};
use daiban_shared::day::stamp;
use daiban_shared::text::Lang;
use serde_json::json;

/// Faults listed for people; more of them are of the same kind.
const FAULTS_SHOWN: usize = 20;

/// What this machine is and how its lines stand.
pub fn status(node: &Node) -> Result<Report, Report> {
    let directory = node.store().directory();
    let view = directory.newest();
    let identity = node.identity();
    let site = view.site(identity.site());
    let sync = sync::view(node, Lang::En)?;
    let joined = view.node(identity.node()).is_some_and(|row| row.live);
    let entries = node.store().read(store::newest_pos)?;
    let users = accounts::list(node.store())?.len();
    let (zh, en) = site.map_or(("?", "?"), |site| (site.zh.as_str(), site.en.as_str()));
    let mut lines = vec![
        format!("place        {zh} ({en})"),
        format!("machine      {}  {}", identity.node(), if joined { "live" } else { "not enrolled" }),
        format!("version      {}", env!("CARGO_PKG_VERSION")),
        format!("entries      {entries}"),
        format!("directory    {} rows", directory.len()),
        format!("accounts     {users}"),
    ];
    match &sync.parent {
        Some(parent) => {
            let line = if parent.connected { "connected" } else { "not connected" };
            lines.push(format!("parent       {} at {}: {line}", parent.site.zh, parent.url));
            lines.push(format!("last contact {}", sync.last_contact.map_or("never".to_owned(), stamp)));
            lines.extend(parent.error.iter().map(|error| format!("             {error}")));
        }
        None => lines.push("parent       none: this is the district".to_owned()),
    }
    lines.push(format!("waiting      up {}, down {}, incomplete {}", sync.pending_up, sync.pending_down, sync.waiting));
    if let Some((heard, all)) = sync.recovering {
        lines.push(format!("recovering   {heard} of {all} machines below have called"));
    }
    if upkeep::clock(node).wrong {
        lines.push("clock        wrong: nothing is written; see `daiban clock`".to_owned());
    }
    let lost = directory.lost_rows().len();
    if lost > 0 {
        lines.push(format!(
            "lost rows    {lost} rows of the directory lie on a branch from before a restore: enter them again"
        ));
    }
    let data = json!({
        "site": identity.site(), "name": zh, "name_en": en, "node": identity.node(), "joined": joined,
        "version": env!("CARGO_PKG_VERSION"), "entries": entries, "directory": directory.len(), "accounts": users,
        "sync": sync, "lost_rows": lost, "clock": upkeep::clock(node),
    });
    Ok(Report::done(lines, data))
}

/// Reads and verifies everything.
pub fn check(node: &Node) -> Result<Report, Report> {
    let report = node.store().check()?;
    let data = json!({ "entries": report.entries, "documents": report.documents, "faults": report.faults });
    let counted = format!("{} entries in {} documents read and verified", report.entries, report.documents);
    if report.faults.is_empty() {
        return Ok(Report::done(vec![counted, "all is well".to_owned()], data));
    }
    let mut lines = vec![counted, format!("{} faults:", report.faults.len())];
    lines.extend(report.faults.iter().take(FAULTS_SHOWN).cloned());
    lines.push(
        "views can be made anew with `daiban rebuild`; for damaged entries stop, copy the folder, and restore a backup"
            .to_owned(),
    );
    Ok(Report { exit: REFUSED, lines, data })
}

/// Makes the views anew.
pub fn rebuild(node: &Node) -> Result<Report, Report> {
    let rebuilt = node.store().rebuild()?;
    Ok(Report::done(
        vec![format!("views of {} documents made anew", rebuilt.documents)],
        json!({ "documents": rebuilt.documents }),
    ))
}
