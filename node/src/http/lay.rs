//! What a lay supervisor (社会监督员) may see: how the work goes, and nothing about a person who applied.
//!
//! Whoever has another role too is not held back by this one. What is not named here is not shown.

use super::problem::Fault;
use super::visit::Signed;
use daiban_shared::api::{CaseRow, CaseView, TaskAddressee};
use daiban_shared::kind::Role;
use daiban_shared::text::ProblemText;
use http::Method;

/// First parts of the paths that he may read.
const READS: [&str; 22] = [
    "session",
    "me",
    "preferences",
    "changes",
    "clock",
    "sync",
    "overview",
    "trends",
    "comparison",
    "figures",
    "report",
    "wall",
    "alarms",
    "watch-rules",
    "green-channel",
    "accepted-with-gaps",
    "items",
    "catalogue",
    "calendar",
    "sites",
    "cases",
    "case-count",
];
/// And that he may write to: his own session, password and settings.
const WRITES: [&str; 2] = ["session", "preferences"];
/// Parts of a case's path that hold personal data, and files of lists that do.
const HIDDEN: [&str; 4] = ["form", "related", "applicant", "steps"];

/// He has this role and no other.
pub fn is_lay(who: &Signed) -> bool {
    let roles = &who.session.actor.roles;
    roles.contains(&Role::LaySupervisor) && roles.len() == 1
}

/// Errors: not for a lay supervisor.
pub fn admit(who: &Signed) -> Result<(), Fault> {
    if !is_lay(who) {
        return Ok(());
    }
    let path = who.visit.path.trim_start_matches('/').trim_start_matches("api/v1/");
    let mut parts = path.split('/');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.nth(1));
    let first = first.split('.').next().unwrap_or_default();
    let list: &[&str] = if who.visit.method == Method::GET { &READS } else { &WRITES };
    let is_file_of_cases = path.starts_with("cases.");
    let is_hidden = first == "cases" && rest.is_some_and(|rest| HIDDEN.contains(&rest));
    if list.contains(&first) && !is_file_of_cases && !is_hidden { Ok(()) } else { Err(ProblemText::NotAllowed.into()) }
}

/// A row without the person.
pub fn hide_row(row: &mut CaseRow) {
    row.applicant.clear();
    row.phone_end.clear();
}

/// A case without the person: no form, no free words, nobody who received anything.
pub fn hide_case(view: &mut CaseView) {
    view.form.clear();
    view.conflicts.clear();
    view.actions.clear();
    for task in &mut view.tasks {
        task.words.clear();
        task.place.clear();
        task.held.clear();
        task.to.iter_mut().for_each(hide_answer);
    }
    let units = view.stages.iter_mut().flat_map(|stage| &mut stage.units);
    units.filter_map(|unit| unit.addressee.as_mut()).for_each(hide_answer);
    for step in &mut view.steps {
        step.payload.words = None;
        step.payload.receiver = None;
        step.payload.held = None;
        step.payload.place = None;
        step.payload.renews = None;
        for defect in &mut step.payload.defects {
            defect.words.clear();
        }
    }
}

/// What a desk answered, without its free words.
fn hide_answer(addressee: &mut TaskAddressee) {
    if let Some(opinion) = &mut addressee.opinion {
        opinion.words.clear();
    }
}
