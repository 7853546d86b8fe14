//! What a person sees of a case: steps with their content and arrival, form, checklist, limits, duties, actions.
//!
//! The node computes and names everything in the asked language; the browser draws. Reads only.

mod arrival;
mod clock;
mod duties;
mod names;
mod paper;
mod parts;
mod payload;
mod steps;
mod tasks;
mod times;

pub use duties::duties;
pub use times::case_times;

use crate::cases::{Dossier, heard};
use crate::error::Error;
use crate::store::{Store, labels_of};
use arrival::Arrivals;
use daiban_shared::api::{ByTime, Candidate, CaseView, Due, FormAt, HolderView, ItemRef, ItemTerms, Label};
use daiban_shared::case::{CaseState, Effect};
use daiban_shared::day::Day;
use daiban_shared::decide::{About, Actor, HeardMap, Moment};
use daiban_shared::form::{Value, fields_of};
use daiban_shared::ground::Directory;
use daiban_shared::id::{DocId, Hash, Millis};
use daiban_shared::item::Item;
use daiban_shared::kind::Open;
use daiban_shared::text::Lang;
use names::{Names, Others};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that one look at a case needs.
struct Look<'a> {
    doc: DocId,
    dossier: &'a Dossier,
    directory: &'a Directory,
    names: Names<'a>,
    others: &'a Others,
    arrivals: &'a Arrivals,
    heard: &'a HeardMap,
    actor: &'a Actor,
    item: Option<&'a Item>,
    now: Millis,
}

/// A case as one reader found it.
struct Found {
    dossier: Dossier,
    others: Others,
    arrivals: Arrivals,
    heard: HeardMap,
    directory: Arc<Directory>,
    now: Millis,
}

/// `GET /cases/{id}`
///
/// Errors: no such case here.
pub fn case_view(store: &Store, actor: &Actor, doc: DocId, lang: Lang) -> Result<CaseView, Error> {
    let found = find(store, doc)?;
    let look = Look {
        doc,
        dossier: &found.dossier,
        directory: &found.directory,
        names: Names { directory: found.directory.newest(), lang },
        others: &found.others,
        arrivals: &found.arrivals,
        heard: &found.heard,
        actor,
        item: found.dossier.item(&found.directory),
        now: found.now,
    };
    look.case()
}

/// `GET /cases/{id}/form?at={step}`: the form as it was when a step was taken, its own changes included; the newest
/// without a step.
///
/// Errors: no such case here, or the step is not one of it or still waits.
pub fn form_at(store: &Store, _actor: &Actor, doc: DocId, step: Option<Hash>) -> Result<FormAt, Error> {
    let found = find(store, doc)?;
    let form = found.dossier.form();
    let counts = |hash: &Hash| {
        found.dossier.state.steps.iter().any(|step| step.hash == *hash && !matches!(step.effect, Effect::Waits(_)))
    };
    let (values, conflicts) = match step {
        None => (form.doc.values(), form.doc.conflicts()),
        Some(hash) if counts(&hash) => (form.doc.at(&[hash]).values(), form.doc.at(&[hash]).conflicts()),
        Some(_) => return Err(Error::NotFound),
    };
    let names = Names { directory: found.directory.newest(), lang: Lang::default() };
    Ok(FormAt { form: values, conflicts: candidates(&found.dossier, &names, conflicts) })
}

fn find(store: &Store, doc: DocId) -> Result<Found, Error> {
    let directory = store.directory();
    let now = store.clock().now();
    let own = store.identity().site();
    let (dossier, others, arrivals, heard) = store.read(|conn| {
        let dossier = Dossier::read(conn, doc, &directory)?.ok_or(Error::NotFound)?;
        let others = Others::read(conn, &dossier)?;
        let arrivals = Arrivals::read(conn, doc, &dossier, &directory, own)?;
        Ok((dossier, others, arrivals, heard(conn, own, now)?))
    })?;
    Ok(Found { dossier, others, arrivals, heard, directory, now })
}

impl Look<'_> {
    fn state(&self) -> &CaseState {
        &self.dossier.state
    }

    fn case(&self) -> Result<CaseView, Error> {
        let state = self.state();
        // Without any filing entry there is nothing to show: it has not arrived.
        let (_, open) = self.dossier.filing().ok_or(Error::NotFound)?;
        let form = self.dossier.form();
        let view = form.view();
        let is_conflicted = !view.conflicts.is_empty();
        let at = state.at(self.now, &self.names.directory);
        let due = at.due.map(|due| Due {
            day: due.day,
            at: due.at,
            provisional: due.provisional,
            days_left: due.days_left,
            light: due.light,
            limit: due.kind,
        });
        Ok(CaseView {
            id: self.doc,
            number: open.number.clone(),
            item: self.item_ref(open),
            department: self.names.dept(self.item.map_or(daiban_shared::id::DeptId(0), |item| item.dept)),
            site: self.names.site(self.doc.origin()),
            status: state.status,
            outcome: state.outcome,
            holder: self.holder(),
            due,
            accepted_on: state.accepted_on,
            is_deemed: at.is_deemed,
            terms: self.terms(),
            limits: self.limits(),
            strip: self.strip(),
            pauses: state.pauses.clone(),
            heads: state.heads.clone(),
            steps: self.steps(&open.number),
            conflicts: candidates(self.dossier, &self.names, form.doc.conflicts()),
            fields: self.item.map(fields_of).unwrap_or_default(),
            materials: self.materials(),
            tasks: self.tasks(),
            stages: self.stages(),
            duties: self.duties(&open.number),
            actions: self.item.map_or_else(Vec::new, |item| self.actions(&About { state, item, form: &view })),
            at_once: self.item.is_some_and(|item| self.at_once(&About { state, item, form: &view })),
            form: view.values,
            labels: self.labels(is_conflicted, at.is_deemed),
            missing_parts: form.doc.missing().to_vec(),
            now: self.now,
        })
    }

    fn moment(&self) -> Moment<'_> {
        Moment { now: self.now, directory: self.names.directory, heard: self.heard, new_since: 0 }
    }

    fn item_ref(&self, open: &Open) -> ItemRef {
        match self.item {
            Some(item) => {
                ItemRef { code: item.code.clone(), version: item.version, zh: item.zh.clone(), en: item.en.clone() }
            }
            // Its row has not arrived; the first digits of its name tell the operator which.
            None => ItemRef {
                code: open.item.to_string()[..8].to_owned(),
                version: 0,
                zh: String::new(),
                en: String::new(),
            },
        }
    }

    fn terms(&self) -> Option<ItemTerms> {
        let item = self.item?;
        Some(ItemTerms { service: item.service, promised: item.promised, basis: item.basis.clone() })
    }

    fn holder(&self) -> HolderView {
        let Some(holder) = self.state().holder else {
            let site = self.names.site(self.doc.origin());
            return HolderView { site, department: None, user: None, user_name: None, in_transit: false, here: false };
        };
        HolderView {
            site: self.names.site(holder.site),
            department: holder.dept.map(|dept| self.names.dept(dept)),
            user: holder.user,
            user_name: None,
            in_transit: holder.taken_at.is_none() && holder.from.is_some_and(|from| from != holder.site),
            here: holder.site == self.actor.site,
        }
    }

    /// The state's labels; only the time tells that five days of silence are over.
    fn labels(&self, is_conflicted: bool, is_deemed: bool) -> Vec<Label> {
        let state = self.state();
        let by_time = ByTime { is_deemed, today: Day::of(self.now) };
        by_time.labels(&labels_of(state, is_conflicted, self.actor.site))
    }
}

fn candidates(
    dossier: &Dossier,
    names: &Names<'_>,
    conflicts: BTreeMap<String, Vec<(Hash, Value)>>,
) -> BTreeMap<String, Vec<Candidate>> {
    let one = |(hash, value): (Hash, Value)| {
        let step = dossier.state.steps.iter().find(|step| step.hash == hash)?;
        let by = names::person(step.by, dossier.part(hash));
        Some(Candidate { value, by, site: names.site(step.site), at: step.at, step: hash })
    };
    conflicts.into_iter().map(|(field, values)| (field, values.into_iter().filter_map(one).collect())).collect()
}

#[cfg(test)]
mod tests;
