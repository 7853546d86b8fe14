//! One spelling for what people type in many: full-width digits, spaces, middle dots, dates, money.

use crate::day::Day;
use crate::form::FieldError;

/// Ten milliards of yuan, in fen: no sum of a resident or a village company is larger.
pub const MONEY_FEN_MAX: i64 = 1_000_000_000_000;
/// Longest text that is taken apart as a date.
const DATE_CHARS_MAX: usize = 24;
const DATE_YEARS: std::ops::RangeInclusive<i16> = 1850..=2199;

/// Words: trimmed, digits in half width, line ends as `\n`, one kind of middle dot between letters of a name.
/// Refuses characters that cannot be seen or that turn the reading direction: they would make two equal names differ.
pub fn words(text: &str, lines: bool) -> Result<String, FieldError> {
    let text = text.trim().replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let between = || out.chars().next_back().is_some_and(char::is_alphabetic);
        match c {
            '\n' if lines => out.push(c),
            '０'..='９' => out.push(half_width(c)),
            '•' | '‧' | '・' | '･' | '\u{387}'
                if between() && chars.peek().is_some_and(|next| next.is_alphabetic()) =>
            {
                out.push('·')
            }
            _ if is_invisible(c) => return Err(FieldError::ControlCharacter),
            _ => out.push(c),
        }
    }
    Ok(out)
}

/// Codes and numbers: all full-width signs in half width, no spaces.
pub fn code(text: &str) -> Result<String, FieldError> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    if text.chars().any(is_invisible) { Err(FieldError::ControlCharacter) } else { Ok(text) }
}

/// Yuan as typed (`1234`, `1,234.5`, `¥0.05`) in fen.
pub fn fen(text: &str) -> Result<i64, FieldError> {
    let text = text.trim_start_matches(['¥', '￥']).trim_end_matches('元');
    let (yuan, rest) = text.split_once('.').unwrap_or((text, ""));
    let yuan: String = yuan.chars().filter(|c| *c != ',').collect();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if yuan.is_empty() || !digits(&yuan) || !digits(rest) || rest.len() > 2 || text.ends_with('.') {
        return Err(FieldError::NotMoney);
    }
    let fen: i64 = format!("{yuan}{rest:0<2}").parse().map_err(|_| FieldError::NotMoney)?;
    if fen <= MONEY_FEN_MAX { Ok(fen) } else { Err(FieldError::NotMoney) }
}

/// `2026-11-21`, `2026/11/21`, `2026.11.21`, `2026年11月21日`, `20261121`.
pub fn day(text: &str) -> Result<Day, FieldError> {
    if text.chars().count() > DATE_CHARS_MAX {
        return Err(FieldError::NotADay);
    }
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let known = text.chars().all(|c| c.is_ascii_digit() || "-/.年月日".contains(c));
    let (year, month, date) = match parts[..] {
        [year, month, date] if known && year.len() == 4 => (year, month, date),
        [all] if known && all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        _ => return Err(FieldError::NotADay),
    };
    let read = || Day::from_ymd(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?);
    read().filter(|day| DATE_YEARS.contains(&day.ymd().0)).ok_or(FieldError::NotADay)
}

/// The ASCII sign of a full-width one; every other character stays.
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '　' => ' ',
        _ => c,
    }
}

/// Control characters, zero-width ones, marks of reading direction, and the sign of text that was read in a wrong encoding.
/// Private-use characters stay: rare names of old registers have them (GB 18030).
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_names_and_addresses() {
        let table = [
            ("　张三 ", "张三"),
            ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
            ("雁洋镇长教村１２号", "雁洋镇长教村12号"),
            ("• 第一条", "• 第一条"),
            ("𠮷田", "𠮷田"),
            ("\u{e170}坑", "\u{e170}坑"),
        ];
        for (typed, stored) in table {
            assert_eq!(words(typed, false).as_deref(), Ok(stored));
        }
        assert_eq!(words("一\r\n二", true).as_deref(), Ok("一\n二"));
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        for typed in ["张\u{0}三", "张\u{200b}三", "张\u{202e}三", "张\n三", "张\t三", "张\u{fffd}三"] {
            assert_eq!(words(typed, false), Err(FieldError::ControlCharacter), "{typed:?}");
        }
    }

    #[test]
    fn yuan_become_fen() {
        let table = [
            ("1234", 123_400),
            ("1,234.5", 123_450),
            ("¥0.05", 5),
            ("0", 0),
            ("350元", 35_000),
            ("10000000000", MONEY_FEN_MAX),
        ];
        for (typed, stored) in table {
            assert_eq!(fen(typed), Ok(stored), "{typed}");
        }
        for typed in ["", ".5", "1.234", "-1", "1.", "一百", "1e3", "10000000000.01", "99999999999999999999"] {
            assert_eq!(fen(typed), Err(FieldError::NotMoney), "{typed}");
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for typed in ["2026-11-21", "2026/11/21", "2026.11.21", "2026年11月21日", "20261121"] {
            assert_eq!(day(typed).map(|day| day.to_string()), Ok("2026-11-21".into()), "{typed}");
        }
        assert_eq!(day("2026-1-2").map(|day| day.to_string()), Ok("2026-01-02".into()));
        for typed in ["", "2026-02-30", "26-11-21", "2026-11", "2026-11-21-1", "0001-01-01", "11/21/2026", "明天"] {
            assert_eq!(day(typed), Err(FieldError::NotADay), "{typed}");
        }
    }
}
