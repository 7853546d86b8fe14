//! Tables to take away: CSV and XLSX of the same rows. Knows cells and files, not what they mean.

use super::problem::Fault;
use super::visit::Answer;
use daiban_shared::day::{Day, minute_of};
use daiban_shared::id::Millis;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use warp::reply::Response;

/// Digits that a spreadsheet still keeps in a number; longer ones are names, such as a case number.
const DIGITS_MAX: usize = 11;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A count.
    Count(u64),
    /// A day.
    Day(Day),
    /// A moment, in Beijing time.
    Moment(Millis),
    /// A share in thousandths.
    Permille(u64),
    /// A share or a change in hundredths of a per cent.
    BasisPoints(i64),
    /// Nothing is known or there is nothing.
    Empty,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What there is, or nothing.
    pub fn of<T>(value: Option<T>, cell: fn(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }
}

/// A table.
pub struct Sheet {
    /// Name of the file, without its ending.
    pub file: String,
    /// Name and width of each column, in characters.
    pub columns: Vec<(String, f64)>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// What has to be known of the figures; below the table, so that its first row stays the header.
    pub notes: Vec<String>,
}

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For every program.
    Csv,
    /// For spreadsheets.
    Xlsx,
}

impl Kind {
    /// By the ending of an address.
    pub fn of(ending: &str) -> Option<Self> {
        match ending {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// Several tables in one file: pages of a spreadsheet, one below the other in a CSV.
pub struct Book {
    /// Name of the file, without its ending.
    pub file: String,
    /// Name of each table, and the table.
    pub pages: Vec<(String, Sheet)>,
}

impl Book {
    /// The answer that a browser keeps as a file.
    pub fn answer(&self, kind: Kind) -> Answer {
        let bytes = match kind {
            Kind::Csv => self.csv().map_err(Fault::internal)?,
            Kind::Xlsx => self.xlsx().map_err(Fault::internal)?,
        };
        kept(bytes, kind, &self.file)
    }

    fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = writer();
        for (at, (name, sheet)) in self.pages.iter().enumerate() {
            if at > 0 {
                writer.write_record([""])?;
            }
            writer.write_record([defused(name)])?;
            sheet.write_csv(&mut writer)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        for (name, sheet) in &self.pages {
            let page = book.add_worksheet();
            page.set_name(name)?;
            sheet.write_xlsx(page)?;
        }
        book.save_to_buffer()
    }
}

/// Bytes as a file that the browser keeps.
fn kept(bytes: Vec<u8>, kind: Kind, file: &str) -> Answer {
    let (of, ending) = match kind {
        Kind::Csv => ("text/csv; charset=utf-8", "csv"),
        Kind::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    };
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(of));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = encoded(&format!("{file}.{ending}"));
    let name = format!("attachment; filename=\"daiban.{ending}\"; filename*=UTF-8''{name}");
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Fault::internal)?);
    Ok(response)
}

/// A page is called as its file: at most 31 characters, without those that Excel refuses.
fn page_name(file: &str) -> String {
    let allowed = |letter: &char| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = file.chars().filter(allowed).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}

/// UTF-8 with a byte order mark and CRLF: the way in which WPS and Excel read Chinese.
fn writer() -> csv::Writer<Vec<u8>> {
    let out = b"\xef\xbb\xbf".to_vec();
    csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(out)
}

impl Sheet {
    /// The answer that a browser keeps as a file.
    pub fn answer(&self, kind: Kind) -> Answer {
        let bytes = match kind {
            Kind::Csv => self.csv().map_err(Fault::internal)?,
            Kind::Xlsx => self.xlsx().map_err(Fault::internal)?,
        };
        kept(bytes, kind, &self.file)
    }

    fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = writer();
        self.write_csv(&mut writer)?;
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    fn write_csv(&self, writer: &mut csv::Writer<Vec<u8>>) -> Result<(), csv::Error> {
        writer.write_record(self.columns.iter().map(|(name, _)| defused(name)))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(written))?;
        }
        for note in &self.notes {
            writer.write_record([defused(note)])?;
        }
        Ok(())
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        page.set_name(page_name(&self.file))?;
        self.write_xlsx(page)?;
        book.save_to_buffer()
    }

    fn write_xlsx(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let head = Format::new().set_bold().set_text_wrap();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        let share = Format::new().set_num_format("0.0%");
        let fine_share = Format::new().set_num_format("0.00%");
        for (column, (name, width)) in (0u16..).zip(&self.columns) {
            page.write_string_with_format(0, column, name, &head)?;
            page.set_column_width(column, *width)?;
        }
        page.set_freeze_panes(1, 0)?;
        let mut at = 0;
        for row in &self.rows {
            at += 1;
            for (column, cell) in (0u16..).zip(row) {
                match cell {
                    // Written as words, never as a formula.
                    Cell::Text(text) => page.write_string(at, column, text)?,
                    // Counts of cases lie far below where a floating number leaves whole ones out.
                    Cell::Count(count) => page.write_number(at, column, *count as f64)?,
                    Cell::Day(of) => page.write_datetime_with_format(at, column, date(*of)?, &day)?,
                    Cell::Moment(of) => {
                        let minute = minute_of(*of);
                        let at_minute = date(Day::of(*of))?.and_hms(minute / 60, (minute % 60) as u8, 0.0)?;
                        page.write_datetime_with_format(at, column, at_minute, &moment)?
                    }
                    Cell::Permille(of) => page.write_number_with_format(at, column, *of as f64 / 1000.0, &share)?,
                    Cell::BasisPoints(of) => {
                        page.write_number_with_format(at, column, *of as f64 / 10_000.0, &fine_share)?
                    }
                    Cell::Empty => page,
                };
            }
        }
        for note in &self.notes {
            at += 1;
            page.write_string(at, 0, note)?;
        }
        Ok(())
    }
}

fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = day.ymd();
    ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs())
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => defused(text),
        Cell::Count(count) => count.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(at) => daiban_shared::day::stamp(*at),
        Cell::Permille(of) => format!("{}.{}%", of / 10, of % 10),
        // A minus before digits calculates nothing.
        Cell::BasisPoints(of) => {
            let (sign, of) = (if *of < 0 { "-" } else { "" }, of.unsigned_abs());
            format!("{sign}{}.{:02}%", of / 100, of % 100)
        }
        Cell::Empty => String::new(),
    }
}

/// A cell that a spreadsheet would calculate, or whose last digits it would lose, is marked as words.
fn defused(text: &str) -> String {
    // East Asian spreadsheets read the wide signs like the narrow ones.
    let calculates = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if calculates {
        return format!("'{text}");
    }
    let long_number = text.len() > DIGITS_MAX && text.bytes().all(|byte| byte.is_ascii_digit());
    // A tab is not seen in the cell and keeps all digits.
    if long_number { format!("\t{text}") } else { text.to_owned() }
}

/// A name as RFC 5987 writes it.
fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_opens_right_in_a_spreadsheet_and_calculates_nothing() {
        let sheet = Sheet {
            file: "梅县区-办件".into(),
            columns: vec![("编号".into(), 10.0), ("姓名".into(), 10.0)],
            rows: vec![
                vec![Cell::text("44140335326090866767"), Cell::text("=HYPERLINK(\"http://x\")")],
                vec![Cell::text("-1"), Cell::text("李,某")],
                vec![Cell::Permille(875), Cell::Empty],
                vec![Cell::BasisPoints(9_818), Cell::BasisPoints(-5)],
            ],
            notes: vec!["截至".into()],
        };
        let text = String::from_utf8(sheet.csv().expect("a table")).expect("UTF-8");
        let expected = "\u{feff}编号,姓名\r\n\t44140335326090866767,\"'=HYPERLINK(\"\"http://x\"\")\"\r\n'-1,\"李,某\"\r\n87.5%,\r\n98.18%,-0.05%\r\n截至\r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_spreadsheet_has_dates_as_dates() {
        let sheet = Sheet {
            file: "x".into(),
            columns: vec![("日期".into(), 10.0)],
            rows: vec![
                vec![Cell::Day(Day::parse("2026-11-21").expect("a day"))],
                vec![Cell::Moment(1_795_140_000_000)],
            ],
            notes: Vec::new(),
        };
        assert_eq!(&sheet.xlsx().expect("a book")[..4], b"PK\x03\x04");
    }

    #[test]
    fn a_chinese_file_name_passes_a_header() {
        assert_eq!(encoded("总览 1.csv"), "%E6%80%BB%E8%A7%88%201.csv");
    }
}
