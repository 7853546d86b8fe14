//! Giving a case to a colleague of the same place, and back: it has no legal effect, so one press undoes it. Pure.

pub mod over;

use daiban_shared::api::{ColleagueView, Command, HolderView};
use daiban_shared::id::UserId;
use daiban_shared::kind::{AssignGround, Role};
use daiban_shared::text::{Lang, PlaceUi, fill};

/// Gives a case to a colleague. It goes to his desk; who serves every desk takes it at the desk where it lies.
pub fn to_colleague(holder: &HolderView, colleague: &ColleagueView, ground: AssignGround) -> Command {
    let dept = colleague.dept.as_ref().or(holder.department.as_ref());
    Command::Assign {
        to: None,
        dept: dept.map(|dept| dept.id),
        user: Some(colleague.id),
        ground: Some(ground),
        words: String::new(),
    }
}

/// Colleagues who can be given cases: those who work on some and are not away. `but` is left out.
pub fn takers(people: &[ColleagueView], but: Option<UserId>) -> Vec<ColleagueView> {
    let works = |role: &Role| role.handles_cases();
    let fits = |person: &&ColleagueView| {
        person.away_until.is_none() && Some(person.id) != but && person.roles.iter().any(works)
    };
    people.iter().filter(fits).cloned().collect()
}

/// Them as a choice: the name, the desk, and how much lies there already.
pub fn options(people: &[ColleagueView], lang: Lang) -> Vec<(String, String)> {
    let one = |person: &ColleagueView| {
        let desk = person.dept.as_ref().map(|dept| format!(" · {}", lang.pick(&dept.zh, &dept.en)));
        let cases = fill(PlaceUi::InHandOf.text(lang), &[("n", &person.cases.to_string())]);
        (person.id.to_string(), format!("{}{} · {cases}", person.name, desk.unwrap_or_default()))
    };
    people.iter().map(one).collect()
}

/// Gives a case back to the desk and the person who had it.
pub fn back(before: &HolderView) -> Command {
    Command::Assign {
        to: None,
        dept: before.department.as_ref().map(|dept| dept.id),
        user: before.user,
        ground: Some(AssignGround::HandBack),
        words: String::new(),
    }
}

/// Whether a case that `before` had can be given back to him: it still lies in the same place, in other hands there.
pub fn can_go_back(before: &HolderView, now: &HolderView) -> bool {
    let desk = |holder: &HolderView| (holder.department.as_ref().map(|dept| dept.id), holder.user);
    now.here && before.site.id == now.site.id && desk(before) != desk(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::case::sample;
    use daiban_shared::api::DeptRef;
    use daiban_shared::id::DeptId;

    fn dept(id: u16) -> DeptRef {
        DeptRef { id: DeptId(id), zh: "民政局".into(), en: "Civil Affairs".into() }
    }

    fn holder(department: Option<u16>, user: Option<UserId>) -> HolderView {
        HolderView { department: department.map(dept), user, here: true, ..sample::case().holder }
    }

    fn colleague(desk: Option<u16>) -> ColleagueView {
        ColleagueView {
            id: UserId([7; 8]),
            name: "黄俊杰".into(),
            roles: Vec::new(),
            dept: desk.map(dept),
            away_until: None,
            items: Vec::new(),
            cases: 0,
        }
    }

    fn desk_of(command: &Command) -> (Option<u16>, Option<UserId>) {
        match command {
            Command::Assign { dept, user, .. } => (dept.map(|dept| dept.0), *user),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_case_stays_at_its_desk_unless_the_colleague_has_another() {
        let to = |desk| desk_of(&to_colleague(&holder(Some(3), None), &colleague(desk), AssignGround::Duty));
        assert_eq!(to(None), (Some(3), Some(UserId([7; 8]))));
        assert_eq!(to(Some(5)), (Some(5), Some(UserId([7; 8]))));
    }

    #[test]
    fn a_case_goes_back_to_the_desk_and_the_person_as_long_as_it_is_here() {
        let (before, now) = (holder(Some(3), None), holder(Some(3), Some(UserId([7; 8]))));
        assert_eq!(desk_of(&back(&before)), (Some(3), None));
        assert!(can_go_back(&before, &now) && !can_go_back(&before, &before), "there is nothing to undo");
        assert!(!can_go_back(&before, &HolderView { here: false, ..now }), "it has left the place");
    }
}
