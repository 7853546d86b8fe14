//! Somebody at a desk of one machine: files, takes steps, corrects a form, as a page would.

use crate::cases;
use crate::error::Error;
use crate::identity::random;
use crate::node::Node;
use crate::store::Priority;
use daiban_shared::api::{Applicant, CaseCreated, Command, NewCase, PaperTicked, StepsWritten};
use daiban_shared::case::CaseState;
use daiban_shared::decide::Actor;
use daiban_shared::form::{FieldKind, Value};
use daiban_shared::id::{CmdId, DocId};
use daiban_shared::item::Item;
use std::collections::BTreeMap;

use super::residents::Resident;

/// One person at one machine.
pub struct Desk<'a> {
    node: &'a Node,
    actor: Actor,
}

impl<'a> Desk<'a> {
    /// The person with this login.
    ///
    /// Errors: there is no such account.
    pub fn of(node: &'a Node, login: &str) -> Result<Self, Error> {
        let user = crate::accounts::find(node.store(), login)?;
        let user = user.ok_or_else(|| Error::Other(format!("no account {login} at {}", node.identity().site())))?;
        let actor = Actor {
            user: user.id,
            name: user.name,
            site: node.identity().site(),
            roles: user.roles.into_iter().collect(),
            dept: user.department.map(|department| department.id),
        };
        Ok(Self { node, actor })
    }

    /// Somebody without an account of his own at this machine, for tests.
    pub fn with(node: &'a Node, actor: Actor) -> Self {
        Self { node, actor }
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Files a case.
    pub fn file(&self, new: NewCase) -> Result<CaseCreated, Error> {
        Ok(cases::file(self.node.store(), &self.actor, new, new_command()?)?.0)
    }

    /// Takes a step on what the machine has now.
    pub fn step(&self, case: DocId, command: Command) -> Result<StepsWritten, Error> {
        Ok(cases::step(self.node.store(), &self.actor, case, None, command, new_command()?)?.0)
    }

    /// Corrects form fields.
    pub fn correct(&self, case: DocId, values: BTreeMap<String, Value>) -> Result<StepsWritten, Error> {
        Ok(cases::change_form(self.node.store(), &self.actor, case, None, values, new_command()?)?.0)
    }

    /// The case as this machine sees it.
    pub fn state(&self, case: DocId) -> Result<CaseState, Error> {
        state(self.node, case)
    }
}

/// The case as a machine sees it.
pub fn state(node: &Node, case: DocId) -> Result<CaseState, Error> {
    node.store().write(Priority::People, move |tx| tx.case(case))
}

/// A command's id as a browser makes one.
pub fn new_command() -> Result<CmdId, Error> {
    Ok(CmdId(random()?))
}

/// An application for an item with everything that has to be filled in, and every paper but those not brought.
pub fn application(item: &Item, resident: &Resident, address: &str, missing: &[u8]) -> NewCase {
    let text = |text: String| Value::Text(text);
    let mut form = BTreeMap::from([
        ("applicant.address".to_owned(), text(format!("{address}{}", resident.door))),
        ("household.size".to_owned(), Value::Number(resident.household)),
        ("household.head".to_owned(), text(resident.head.to_owned())),
    ]);
    for field in &item.fields {
        if let Some(value) = filled(&field.kind, field.required) {
            form.insert(field.id.clone(), value);
        }
    }
    let brought = item.materials.iter().filter(|material| material.required && !missing.contains(&material.no));
    NewCase {
        item: item.code.clone(),
        applicant: Applicant {
            name: resident.name.to_owned(),
            id_number: resident.id_number.clone(),
            phone: resident.phone.clone(),
        },
        form,
        materials: brought
            .map(|material| PaperTicked { no: material.no, originals: 0, copies: 0, how: None })
            .collect(),
        ..NewCase::default()
    }
}

/// A plausible value: lists always, the rest only where it is asked for.
fn filled(kind: &FieldKind, required: bool) -> Option<Value> {
    match kind {
        FieldKind::Choice { options } => options.first().map(|option| Value::Text(option.code.clone())),
        FieldKind::Text { max } if required => {
            Some(Value::Text("按申请人陈述填写".chars().take(usize::from(*max)).collect()))
        }
        FieldKind::Number { min, max } if required => Some(Value::Number(100.clamp(*min, *max))),
        FieldKind::Money if required => Some(Value::Number(80_000)),
        FieldKind::Day if required => Some(Value::Text("2026-09-01".to_owned())),
        FieldKind::Flag if required => Some(Value::Flag(true)),
        FieldKind::Text { .. }
        | FieldKind::Number { .. }
        | FieldKind::Money
        | FieldKind::Day
        | FieldKind::Flag
        | FieldKind::Phone
        | FieldKind::IdNumber => None,
    }
}

/// The hash of the task that waits for an answer of this desk's place.
pub fn open_task(state: &CaseState, actor: &Actor) -> Option<daiban_shared::id::Hash> {
    let waits = |task: &&daiban_shared::case::Task| {
        task.ended_at.is_none() && task.to.iter().any(|to| to.addressee.site == actor.site && to.answer.is_none())
    };
    state.tasks.iter().find(waits).map(|task| task.hash)
}
