//! Tables as spreadsheets write them: a first line of column names, CRLF, quotes, empty lines, cells with spaces around.

use super::{ERRORS_MAX, Reason, RowError};
use crate::form::{half_width, is_invisible};

/// Longest cell; names and lists of codes are far shorter.
const CELL_CHARS_MAX: usize = 500;

/// The rows of a file below its first line, and what was wrong so far.
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Row>,
    errors: Vec<RowError>,
}

/// One line with something in it.
struct Row {
    line: usize,
    cells: Vec<String>,
}

/// One row under its column names.
pub struct Cells<'t> {
    /// Line of the file, from 1.
    pub line: usize,
    columns: &'t [String],
    cells: &'t [String],
}

impl Table {
    /// Reads a table that must have these columns; others may stand beside them and are not looked at.
    pub fn read(text: &str, required: &[&str]) -> Result<Self, Vec<RowError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut table = Self { columns: Vec::new(), rows: Vec::new(), errors: Vec::new() };
        let mut lines = Lines { text, byte: 0, line: 1 };
        for record in reader.records() {
            match record {
                Ok(record) => table.take(lines.of(&record), &record),
                Err(error) => table.fail(error.position().map_or(1, |at| at.line() as usize), "", Reason::Syntax(0)),
            }
        }
        for column in required {
            if !table.columns.iter().any(|have| have == column) {
                table.fail(1, column, Reason::NoColumn);
            }
        }
        if table.rows.is_empty() && table.errors.is_empty() {
            table.fail(1, "", Reason::NoRows);
        }
        // Without its columns a table has nothing to check; wrong cells are reported together with wrong values.
        let unusable = table.rows.is_empty() || table.errors.iter().any(|error| error.reason == Reason::NoColumn);
        if unusable { Err(table.errors) } else { Ok(table) }
    }

    fn take(&mut self, line: usize, record: &csv::StringRecord) {
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            return;
        }
        if self.columns.is_empty() {
            self.columns = cells
                .iter()
                .map(|cell| cell.chars().map(half_width).collect::<String>().trim().to_ascii_lowercase())
                .collect();
            return;
        }
        if cells.iter().skip(self.columns.len()).any(|cell| !cell.is_empty()) {
            self.fail(line, "", Reason::TooManyCells);
        }
        for (i, cell) in cells.iter().enumerate() {
            let column = self.columns.get(i).cloned().unwrap_or_default();
            if cell.chars().count() > CELL_CHARS_MAX {
                self.fail(line, &column, Reason::TooLong(CELL_CHARS_MAX));
            } else if cell.chars().any(is_invisible) {
                self.fail(line, &column, Reason::Invisible);
            }
        }
        self.rows.push(Row { line, cells });
    }

    /// Notes what is wrong.
    pub fn fail(&mut self, line: usize, column: &str, reason: Reason) {
        if self.errors.len() < ERRORS_MAX {
            self.errors.push(RowError::new(line, column, reason));
        }
    }

    /// Makes something of every row; rows that fail are noted, and the rest is read on.
    pub fn map<T>(&mut self, read: impl Fn(&Cells) -> Result<T, Vec<RowError>>) -> Vec<(usize, T)> {
        let mut out = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            match read(&Cells { line: row.line, columns: &self.columns, cells: &row.cells }) {
                Ok(value) => out.push((row.line, value)),
                Err(errors) => self.errors.extend(errors),
            }
        }
        out
    }

    /// The result, if nothing was wrong.
    pub fn finish<T>(mut self, value: T) -> Result<T, Vec<RowError>> {
        if self.errors.is_empty() {
            return Ok(value);
        }
        self.errors.sort_by_key(|error| error.row);
        self.errors.truncate(ERRORS_MAX);
        Err(self.errors)
    }
}

/// Counts lines as an editor shows them: the parser places a row at the empty lines before it.
struct Lines<'t> {
    text: &'t str,
    byte: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, record: &csv::StringRecord) -> usize {
        let bytes = self.text.as_bytes();
        let mut start = record.position().map_or(0, |at| at.byte() as usize);
        while matches!(bytes.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        let passed = bytes.get(self.byte..start).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.byte = start;
        self.line
    }
}

impl Cells<'_> {
    /// The cell of a column; empty if the row ends before it or the table has no such column.
    pub fn get(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|have| have == column);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    /// A cell that may not be empty.
    pub fn filled(&self, column: &str) -> Result<&str, RowError> {
        let cell = self.get(column);
        if cell.is_empty() { Err(self.error(column, Reason::Empty)) } else { Ok(cell) }
    }

    /// What is wrong with a cell of this row.
    pub fn error(&self, column: &str, reason: Reason) -> RowError {
        RowError::new(self.line, column, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Result<Vec<(usize, String)>, Vec<RowError>> {
        let mut table = Table::read(text, &["code", "name"])?;
        let rows = table.map(|cells| Ok(cells.filled("name").map_err(|error| vec![error])?.to_owned()));
        table.finish(rows)
    }

    #[test]
    fn a_table_is_read_as_spreadsheets_write_it() {
        let dirty = "\u{feff}Code , NAME,\r\n\r\n1,\"雁洋，阴那\",\r\n,,\r\n2,\"a,\"\"b\"\"\"\r\n";
        assert_eq!(names(dirty), Ok(vec![(3, "雁洋，阴那".into()), (5, "a,\"b\"".into())]));
    }

    #[test]
    fn all_wrong_rows_are_listed() {
        let wrong = "code,name\n1,\n2,好,多\n3,看\u{200b}不见\n4,好\n";
        let expected = vec![
            RowError::new(2, "name", Reason::Empty),
            RowError::new(3, "", Reason::TooManyCells),
            RowError::new(4, "name", Reason::Invisible),
        ];
        assert_eq!(names(wrong), Err(expected));
    }

    #[test]
    fn a_table_without_columns_or_rows_says_so() {
        assert_eq!(names("code\n1\n"), Err(vec![RowError::new(1, "name", Reason::NoColumn)]));
        assert_eq!(names("code,name\n\n"), Err(vec![RowError::new(1, "", Reason::NoRows)]));
        assert_eq!(
            names("").map(|rows| rows.len()),
            Err(vec![RowError::new(1, "code", Reason::NoColumn), RowError::new(1, "name", Reason::NoColumn),])
        );
    }
}
