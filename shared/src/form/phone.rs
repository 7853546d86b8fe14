//! Phone numbers of the mainland: mobiles, and landlines with their area code.

/// Longest extension of a company's exchange.
const EXTENSION_MAX: usize = 6;

/// Why a text is no phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneError {
    /// Seven or eight digits: a landline whose area code is missing.
    AreaCode,
    /// Neither a mobile (11 digits, 13-19) nor a landline.
    Number,
}

/// The number as it is stored: `13812345678`, `0753-2589999`, `0753-2589999-12`. Spaces, brackets, dashes and +86 are dropped.
pub fn normal(text: &str) -> Result<String, PhoneError> {
    let text = text.trim();
    if let Some((number, extension)) = text.split_once('转') {
        return with_extension(number, extension);
    }
    // A dash before a few digits may stand inside a number too, so the reading with an extension must fit as a whole.
    let split = text.rsplit_once('-').filter(|(number, _)| number.contains('-'));
    match split.map(|(number, extension)| with_extension(number, extension)) {
        Some(Ok(phone)) => Ok(phone),
        Some(Err(_)) | None => plain(text),
    }
}

fn plain(text: &str) -> Result<String, PhoneError> {
    let digits = digits_of(text)?;
    let digits = ["0086", "86"].iter().find_map(|code| without_country(&digits, code)).unwrap_or(digits);
    if is_mobile(&digits) {
        return Ok(digits);
    }
    let (area, number) = digits.split_at(area_length(&digits)?);
    Ok(format!("{area}-{number}"))
}

fn with_extension(number: &str, extension: &str) -> Result<String, PhoneError> {
    let number = plain(number)?;
    let extension = extension.trim();
    let fits = (1..=EXTENSION_MAX).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
    if fits && !is_mobile(&number) { Ok(format!("{number}-{extension}")) } else { Err(PhoneError::Number) }
}

/// `138****5678`, `0753-***9999`: enough to recognise a number that one knows.
pub fn masked_phone(text: &str) -> String {
    let (start, rest) = match text.split_once('-') {
        Some((area, rest)) => (format!("{area}-"), rest),
        None if text.chars().count() == 11 => {
            (text.chars().take(3).collect(), &text[text.char_indices().nth(3).map_or(0, |(i, _)| i)..])
        }
        None => (String::new(), text),
    };
    let length = rest.chars().count();
    let shown = if length >= 7 { 4 } else { 0 };
    start.chars().chain(rest.chars().enumerate().map(|(i, c)| if i + shown >= length { c } else { '*' })).collect()
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && bytes[1] >= b'3'
}

/// How many digits the area code has: 010 and 02x three, the others four; the number itself begins with 2-9.
fn area_length(digits: &str) -> Result<usize, PhoneError> {
    let bytes = digits.as_bytes();
    let has_area = bytes.first() == Some(&b'0');
    if !has_area {
        let short = matches!(bytes.len(), 7 | 8) && (b'2'..=b'8').contains(&bytes[0]);
        return Err(if short { PhoneError::AreaCode } else { PhoneError::Number });
    }
    let area = match bytes.get(1..3) {
        Some([b'1', b'0'] | [b'2', _]) => 3,
        Some([b'3'..=b'9', _]) => 4,
        Some(_) | None => return Err(PhoneError::Number),
    };
    let number = bytes.get(area..).unwrap_or_default();
    let fits = matches!((area, number.len()), (3, 8) | (4, 7 | 8)) && (b'2'..=b'9').contains(&number[0]);
    if fits { Ok(area) } else { Err(PhoneError::Number) }
}

fn without_country(digits: &str, code: &str) -> Option<String> {
    let rest = digits.strip_prefix(code)?;
    let landline = || format!("0{rest}");
    if is_mobile(rest) || (rest.starts_with('0') && area_length(rest).is_ok()) {
        Some(rest.to_owned())
    } else if area_length(&landline()).is_ok() {
        Some(landline())
    } else {
        None
    }
}

fn digits_of(text: &str) -> Result<String, PhoneError> {
    let mut out = String::new();
    for c in text.strip_prefix('+').unwrap_or(text).chars() {
        match c {
            '0'..='9' => out.push(c),
            '-' | ' ' | '(' | ')' | '（' | '）' | '—' | '－' => {}
            _ => return Err(PhoneError::Number),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stored_in_one_spelling() {
        let table = [
            ("13812345678", "13812345678"),
            ("138 1234 5678", "13812345678"),
            ("+86 138-1234-5678", "13812345678"),
            ("008619912345678", "19912345678"),
            ("07532589999", "0753-2589999"),
            ("(0753)2589999", "0753-2589999"),
            ("0753-2589999-12", "0753-2589999-12"),
            ("0753-2589999转12", "0753-2589999-12"),
            ("02081234567", "020-81234567"),
            ("010-65123456", "010-65123456"),
            ("+86 753 2589999", "0753-2589999"),
            ("0753-258-9999", "0753-2589999"),
            ("0753-2589999-1", "0753-2589999-1"),
        ];
        for (typed, stored) in table {
            assert_eq!(normal(typed).as_deref(), Ok(stored), "{typed}");
            assert_eq!(normal(stored).as_deref(), Ok(stored), "{stored} is already in that spelling");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_with_the_reason() {
        let table = [
            ("2589999", PhoneError::AreaCode),
            ("81234567", PhoneError::AreaCode),
            ("12812345678", PhoneError::Number),
            ("1381234567", PhoneError::Number),
            ("138123456789", PhoneError::Number),
            ("0753-1589999", PhoneError::Number),
            ("020-8123456", PhoneError::Number),
            ("0053-2589999", PhoneError::Number),
            ("13812345678转3", PhoneError::Number),
            ("电话没有", PhoneError::Number),
            ("", PhoneError::Number),
        ];
        for (typed, reason) in table {
            assert_eq!(normal(typed), Err(reason), "{typed}");
        }
    }

    #[test]
    fn a_masked_phone_keeps_its_ends() {
        let table = [
            ("13812345678", "138****5678"),
            ("0753-2589999", "0753-***9999"),
            ("020-81234567-12", "020-*******7-12"),
            ("12", "**"),
            ("电话电话电话电话", "****电话电话"),
        ];
        for (phone, masked) in table {
            assert_eq!(masked_phone(phone), masked);
        }
    }
}
