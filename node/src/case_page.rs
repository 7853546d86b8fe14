//! What a person sees of a case: steps with their content and arrival, form, checklist, limits, duties, actions.

use crate::error::Error;
use crate::store::Store;
use daiban_shared::api::{CaseView, DutyView, FormAt, Page};
use daiban_shared::decide::Actor;
use daiban_shared::id::{DocId, Hash};
use daiban_shared::text::Lang;

/// `GET /cases/{id}`
pub fn case_view(store: &Store, actor: &Actor, doc: DocId, lang: Lang) -> Result<CaseView, Error> {
    let _ = (store, actor, doc, lang);
    Err(Error::NotFound)
}

/// `GET /cases/{id}/form?at={step}`: the form as it was when a step was taken; the newest without a step.
pub fn form_at(store: &Store, actor: &Actor, doc: DocId, step: Option<Hash>) -> Result<FormAt, Error> {
    let _ = (store, actor, doc, step);
    Err(Error::NotFound)
}

/// `GET /tasks`: what this node's site owes, most urgent first. `page` is the `next` of the page before.
pub fn duties(store: &Store, actor: &Actor, page: Option<&str>, lang: Lang) -> Result<Page<DutyView>, Error> {
    let _ = (store, actor, page, lang);
    Ok(Page { items: Vec::new(), next: None })
}
