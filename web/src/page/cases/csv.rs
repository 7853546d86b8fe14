//! The chosen rows as a table for a spreadsheet. Pure.

/// Lines with commas, as spreadsheets of Chinese offices read them: UTF-8 with its mark, so that no character is garbled.
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n";
    let body: String = rows.iter().map(|row| line(row)).collect();
    format!("\u{feff}{}{body}", line(head))
}

fn quoted(cell: &str) -> String {
    // A spreadsheet runs what begins like a formula; names and notes come from outside. Long numbers would be rounded.
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_long_number = cell.len() > 11 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let cell = if is_formula || is_long_number { format!("\u{200b}{cell}") } else { cell.to_owned() };
    format!("\"{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_signs_stay_in_their_columns_and_run_nothing() {
        let head = ["姓名".to_owned(), "事项".to_owned()];
        let rows = [vec!["陈\"一\"".to_owned(), "低保,\n临时救助".to_owned()], vec!["=1+1".to_owned(), "-".to_owned()]];
        let text = table(&head, &rows);
        assert_eq!(
            text,
            "\u{feff}\"姓名\",\"事项\"\r\n\"陈\"\"一\"\"\",\"低保,\n临时救助\"\r\n\"\u{200b}=1+1\",\"\u{200b}-\"\r\n"
        );
    }

    #[test]
    fn a_case_number_keeps_all_its_digits() {
        let text = table(&["编号".to_owned()], &[vec!["44140300026112045421".to_owned()], vec!["0001".to_owned()]]);
        assert!(text.contains("\"\u{200b}44140300026112045421\"") && text.contains("\"0001\""));
    }
}
