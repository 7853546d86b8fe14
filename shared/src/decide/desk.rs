//! Which desk of a place acts where a case lies on none.

use super::names::desk_names;
use super::{About, Actor, Moment, Refusal};
use crate::case::{RefusalCode, Status};
use crate::kind::{Kind, Role};

/// A case that lies on no desk is led by the department of its item, where the place has one: it decides, asks the others
/// and moves the limits. The counter, who belongs to no department, the head and the accepting window keep their part.
pub(super) fn leads(kind: Kind, about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Result<(), Refusal> {
    let lies_on_none = about.state.holder.is_some_and(|holder| holder.dept.is_none());
    let lead = about.item.dept;
    let is_other = actor.dept.is_some_and(|own| own != lead) && !actor.roles.contains(&Role::Head);
    let has_lead = moment.directory.site(actor.site).is_some_and(|site| {
        let mut departments = site.departments.iter();
        departments.any(|department| department.id == lead)
    });
    if lies_on_none && is_other && has_lead && is_for_the_lead(kind, about.state.status) {
        let (zh, en) = desk_names(lead, moment);
        return Err(Refusal::new(RefusalCode::LeadDesk).with_both("desk", zh, en));
    }
    Ok(())
}

fn is_for_the_lead(kind: Kind, status: Status) -> bool {
    matches!(
        kind,
        Kind::Grant | Kind::Deny | Kind::TaskOpen | Kind::TaskEnd | Kind::Extend | Kind::Terminate | Kind::Annul
    ) && status != Status::Received
}
