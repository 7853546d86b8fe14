//! Which columns a list shows: by what the person does, unless he chose others. Pure.

use daiban_shared::kind::Role;
use daiban_shared::text::{Lang, ListUi, Ui};
use serde::{Deserialize, Serialize};

/// The key of the preference; none = the usual ones.
pub const KEY: &str = "lists.columns";

/// One column. The applicant always stands first: by him one opens the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// What is applied for.
    Item,
    /// Where it was filed.
    Place,
    /// End of the phone.
    Phone,
    /// Status and labels.
    Status,
    /// In whose hand.
    Holder,
    /// The person there.
    Officer,
    /// When due.
    Due,
    /// Days past that.
    Late,
    /// When filed.
    Filed,
    /// Newest step.
    Change,
}

/// In the order of the list.
pub const ALL: [Column; 10] = [
    Column::Item,
    Column::Place,
    Column::Phone,
    Column::Status,
    Column::Holder,
    Column::Officer,
    Column::Due,
    Column::Late,
    Column::Filed,
    Column::Change,
];

impl Column {
    /// Its heading.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Item => Ui::ColumnItem.text(lang),
            Self::Place => ListUi::ColumnPlace.text(lang),
            Self::Phone => ListUi::ColumnPhone.text(lang),
            Self::Status => Ui::ColumnStatus.text(lang),
            Self::Holder => Ui::ColumnHolder.text(lang),
            Self::Officer => ListUi::ColumnOfficer.text(lang),
            Self::Due => Ui::ColumnDue.text(lang),
            Self::Late => ListUi::ColumnLate.text(lang),
            Self::Filed => ListUi::ColumnFiled.text(lang),
            Self::Change => ListUi::ColumnChange.text(lang),
        }
    }

    /// By what the list is ordered when its heading is pressed.
    pub fn sort(self) -> Option<&'static str> {
        match self {
            Self::Item => Some("item"),
            Self::Place => Some("place"),
            Self::Due => Some("due"),
            Self::Filed => Some("filed"),
            Self::Change => Some("change"),
            Self::Phone | Self::Status | Self::Holder | Self::Officer | Self::Late => None,
        }
    }

    /// Its share of the list's width: about the signs of a usual text.
    fn width(self) -> u8 {
        match self {
            Self::Item => 11,
            Self::Place | Self::Late | Self::Officer => 6,
            Self::Phone => 5,
            Self::Due | Self::Filed => 7,
            Self::Holder => 8,
            Self::Status | Self::Change => 9,
        }
    }

    /// The name of the choice for browser tests.
    pub fn code(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Place => "place",
            Self::Phone => "phone",
            Self::Status => "status",
            Self::Holder => "holder",
            Self::Officer => "officer",
            Self::Due => "due",
            Self::Late => "late",
            Self::Filed => "filed",
            Self::Change => "change",
        }
    }
}

/// The usual columns: what an agent, clerk, reviewer or supervisor looks for. Of several roles the widest view counts.
pub fn usual(roles: &[Role]) -> Vec<Column> {
    let mut shown = vec![Column::Item, Column::Status, Column::Holder, Column::Due];
    for role in roles {
        match role {
            Role::Agent | Role::Admin | Role::Node | Role::Reviewer => {}
            Role::Clerk => shown.extend([Column::Place, Column::Phone]),
            Role::Head => shown.extend([Column::Place]),
            Role::Supervisor | Role::LaySupervisor => shown.extend([Column::Place, Column::Late, Column::Officer]),
        }
    }
    in_order(&shown)
}

/// The chosen ones, or the usual ones where none were chosen.
pub fn shown(chosen: Option<&Vec<Column>>, roles: &[Role]) -> Vec<Column> {
    chosen.map_or_else(|| usual(roles), |chosen| in_order(chosen))
}

/// How wide the columns are, as a custom property: by what is shown alone, so that no column moves while rows come and go.
pub fn widths(shown: &[Column]) -> String {
    let parts: Vec<String> = shown.iter().map(|column| format!("minmax(0,{}fr)", column.width())).collect();
    format!("--columns:2.75rem minmax(11.5rem,9fr) {}", parts.join(" "))
}

/// With a column shown or hidden.
pub fn with(shown: &[Column], column: Column, is_on: bool) -> Vec<Column> {
    let others = shown.iter().copied().filter(|other| *other != column);
    in_order(&others.chain(is_on.then_some(column)).collect::<Vec<_>>())
}

fn in_order(shown: &[Column]) -> Vec<Column> {
    ALL.into_iter().filter(|column| shown.contains(column)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_sees_what_he_works_by() {
        assert_eq!(usual(&[Role::Agent]), [Column::Item, Column::Status, Column::Holder, Column::Due]);
        assert!(usual(&[Role::Clerk]).contains(&Column::Phone));
        assert!(usual(&[Role::Supervisor]).contains(&Column::Late));
        let both = usual(&[Role::Clerk, Role::Supervisor]);
        assert!(both.contains(&Column::Phone) && both.contains(&Column::Officer));
        assert!(both.is_sorted(), "in the order of the list: {both:?}");
    }

    #[test]
    fn a_chosen_column_comes_to_its_own_place() {
        let chosen = with(&[Column::Item, Column::Due], Column::Place, true);
        assert_eq!(chosen, [Column::Item, Column::Place, Column::Due]);
        assert_eq!(with(&chosen, Column::Item, false), [Column::Place, Column::Due]);
        assert_eq!(shown(Some(&chosen), &[Role::Agent]), chosen);
        assert_eq!(shown(None, &[Role::Agent]), usual(&[Role::Agent]));
        assert_eq!(shown(Some(&Vec::new()), &[Role::Agent]), [], "somebody may want names only");
    }
}
