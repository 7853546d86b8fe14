//! Reading the files that a district brings: catalogue, departments, places, calendar. Pure: bytes in, rows or reasons out.
//!
//! A file is taken whole or not at all. All wrong rows are listed at once, so that one round of corrections is enough.

mod calendar;
mod catalogue;
mod places;
mod reason;
mod table;

pub use calendar::{calendar, calendar_warnings};
pub use catalogue::{ITEM_BYTES_MAX, catalogue, catalogue_rows, catalogue_warnings, departments, unknown_departments};
pub use places::{PlaceRow, place_warnings, places};
pub use reason::{Reason, ReasonText, RowError, Wanted, WantedText};

/// Errors listed for one file; behind them the file is a different kind of file.
pub const ERRORS_MAX: usize = 200;

/// Bytes of one file: a district's catalogue with every field of the national list stays far below.
pub const FILE_BYTES_MAX: usize = 16 << 20;

/// The text of a file: UTF-8, with or without a byte order mark. Other encodings are named by the first line that shows them.
pub fn text(bytes: &[u8]) -> Result<&str, Vec<RowError>> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(vec![RowError::new(1, "", Reason::TooLong(FILE_BYTES_MAX))]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![RowError::new(line, "", Reason::NotUtf8)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLACES: &str = include_str!("../../node/data/meixian_places.csv");
    const CATALOGUE: &str = include_str!("../../node/data/catalogue.json");
    const WORKDAYS: &str = include_str!("../../node/data/workdays_2004_2026.csv");

    #[test]
    fn a_file_in_another_encoding_is_named_by_its_first_such_line() {
        let gbk = b"number,zh\n001,\xd1\xe3\xd1\xf3\xd5\xf2\n";
        assert_eq!(text(gbk), Err(vec![RowError::new(2, "", Reason::NotUtf8)]));
        let utf16 = b"\xff\xfen\0u\0";
        assert_eq!(text(utf16), Err(vec![RowError::new(1, "", Reason::NotUtf8)]));
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(text("\u{feff}雁洋".as_bytes()), Ok("雁洋"));
    }

    fn damaged(file: &str, at: usize, length: usize, put: &str) -> String {
        let chars: Vec<char> = file.chars().take(3000).collect();
        let at = at.min(chars.len());
        let end = (at + length).min(chars.len());
        chars[..at].iter().chain(put.chars().collect::<Vec<_>>().iter()).chain(&chars[end..]).collect()
    }

    proptest! {
        #[test]
        fn a_damaged_file_gives_reasons_and_never_a_panic(at in 0usize..3000, length in 0usize..80, put in "\\PC{0,9}|[\",;@\n\r{}\\[\\]0-9]{0,9}") {
            let failed = [
                places(&damaged(PLACES, at, length, &put)).err(),
                catalogue(&damaged(CATALOGUE, at, length, &put)).err(),
                calendar(&damaged(WORKDAYS, at, length, &put)).err(),
            ];
            for errors in failed.into_iter().flatten() {
                prop_assert!(!errors.is_empty() && errors.len() <= ERRORS_MAX);
            }
        }
    }
}
