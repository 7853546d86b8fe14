//! In which order a list stands, and where its next page begins. A place in a list is made of the columns it is ordered by
//! and the document, so that rows with equal columns are neither lost nor doubled between two pages.

use crate::error::Error;
use rusqlite::Row;
use rusqlite::types::Value;

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// The most urgent first; cases that nobody waits for behind them, the newest change first.
    #[default]
    Due,
    /// When it was filed.
    Filed,
    /// Case number.
    Number,
    /// Name by pinyin.
    Applicant,
    /// Code of the item.
    Item,
    /// Place of filing, within it by due moment.
    Place,
    /// The newest step.
    Change,
}

/// An order and its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub by: SortBy,
    /// From the end.
    pub descending: bool,
}

impl Order {
    /// The columns before the document.
    fn columns(self) -> &'static [&'static str] {
        match self.by {
            SortBy::Due => &["case_view.rank"],
            SortBy::Filed => &["case_view.opened_at"],
            SortBy::Number => &["case_view.number"],
            SortBy::Applicant => &["case_view.applicant_key"],
            SortBy::Item => &["case_view.item_code"],
            SortBy::Place => &["case_view.site", "case_view.rank"],
            SortBy::Change => &["case_view.changed_at"],
        }
    }

    /// The index that has this order.
    pub fn index(self) -> &'static str {
        match self.by {
            SortBy::Due => "case_rank",
            SortBy::Filed => "case_opened",
            SortBy::Number => "case_number",
            SortBy::Applicant => "case_applicant",
            SortBy::Item => "case_item",
            SortBy::Place => "case_site",
            SortBy::Change => "case_changed",
        }
    }

    /// The columns as a selection, for `Place::read`.
    pub fn selection(self) -> String {
        self.columns().join(", ")
    }

    /// What stands behind `ORDER BY`; `plain` = let no index give the order.
    pub fn clause(self, plain: bool) -> String {
        let direction = if self.descending { " DESC" } else { "" };
        let plus = if plain { "+" } else { "" };
        let columns = self.columns().iter().chain(&["case_view.doc"]);
        columns.map(|column| format!("{plus}{column}{direction}")).collect::<Vec<_>>().join(", ")
    }

    /// The letter that a place in this order begins with: one of another order is refused.
    fn letter(self) -> char {
        let letter = match self.by {
            SortBy::Due => 'r',
            SortBy::Filed => 'f',
            SortBy::Number => 'n',
            SortBy::Applicant => 'a',
            SortBy::Item => 'i',
            SortBy::Place => 'p',
            SortBy::Change => 'c',
        };
        if self.descending { letter.to_ascii_uppercase() } else { letter }
    }

    fn is_text(self) -> bool {
        match self.by {
            SortBy::Number | SortBy::Applicant | SortBy::Item => true,
            SortBy::Due | SortBy::Filed | SortBy::Place | SortBy::Change => false,
        }
    }

    /// Everything behind a place, as a term of `WHERE` and its values. `from` = how many values the statement has already.
    ///
    /// Errors: `NotFound` for a place that is none of this order.
    pub fn behind(self, page: &str, from: usize, plain: bool) -> Result<(String, Vec<Value>), Error> {
        let place = page.strip_prefix(self.letter()).ok_or(Error::NotFound)?;
        let number = |text: &str| text.parse::<i64>().map(Value::Integer).map_err(|_| Error::NotFound);
        let values = if self.is_text() {
            let (doc, text) = place.split_once('.').ok_or(Error::NotFound)?;
            vec![Value::Text(text.to_owned()), number(doc)?]
        } else {
            place.split('.').map(number).collect::<Result<Vec<_>, _>>()?
        };
        let columns = self.columns();
        if values.len() != columns.len() + 1 {
            return Err(Error::NotFound);
        }
        let (plus, than) = (if plain { "+" } else { "" }, if self.descending { "<" } else { ">" });
        let named: Vec<String> = columns.iter().chain(&["case_view.doc"]).map(|name| format!("{plus}{name}")).collect();
        let marks: Vec<String> = (1..=values.len()).map(|no| format!("?{}", from + no)).collect();
        // The first comparison alone is what an index can be entered by.
        let first = format!("{}{} {than}= {}", plus, columns[0], marks[0]);
        Ok((format!("{first} AND ({}) {than} ({})", named.join(", "), marks.join(", ")), values))
    }

    /// The place of a row, whose columns of `selection` begin at `at`.
    pub fn place(self, row: &Row<'_>, doc: i64, at: usize) -> Result<String, Error> {
        let letter = self.letter();
        if self.is_text() {
            return Ok(format!("{letter}{doc}.{}", row.get::<_, String>(at)?));
        }
        let numbers = (0..self.columns().len()).map(|no| row.get::<_, i64>(at + no));
        let numbers: Vec<String> = numbers.map(|number| Ok(number?.to_string())).collect::<Result<_, Error>>()?;
        Ok(format!("{letter}{}.{doc}", numbers.join(".")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_another_order_is_refused() {
        let order = |by, descending| Order { by, descending };
        let table = [
            (order(SortBy::Due, false), "r12.3", true),
            (order(SortBy::Due, true), "r12.3", false),
            (order(SortBy::Due, true), "R12.3", true),
            (order(SortBy::Place, false), "p7.12.3", true),
            (order(SortBy::Place, false), "p7.12", false),
            (order(SortBy::Filed, false), "r12.3", false),
            (order(SortBy::Applicant, false), "a3.chen xiu ying", true),
            (order(SortBy::Applicant, false), "a3.", true),
            (order(SortBy::Applicant, false), "ax.chen", false),
            (order(SortBy::Number, true), "N3.441403-20261103", true),
            (order(SortBy::Number, true), "N3", false),
            (order(SortBy::Change, false), "", false),
        ];
        for (order, page, fits) in table {
            assert_eq!(order.behind(page, 0, false).is_ok(), fits, "{order:?} {page}");
        }
    }

    #[test]
    fn what_follows_is_asked_in_the_order_of_the_list() {
        let order = Order { by: SortBy::Place, descending: true };
        let (term, values) = order.behind("P7.12.3", 2, true).expect("a place");
        assert_eq!(term, "+case_view.site <= ?3 AND (+case_view.site, +case_view.rank, +case_view.doc) < (?3, ?4, ?5)");
        assert_eq!(values, [7, 12, 3].map(Value::Integer));
        assert_eq!(order.clause(false), "case_view.site DESC, case_view.rank DESC, case_view.doc DESC");
    }
}
