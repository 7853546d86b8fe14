//! The citizen identity number (GB 11643-1999): birth date, sex and check digit.
//!
//! The area part is never looked at: natives of a renamed county carry its abolished code for life.

use crate::day::Day;
use std::fmt;

/// Characters of a number.
pub const LENGTH: usize = 18;
/// Nobody at a counter was born earlier; catches a lost or doubled digit.
const BIRTH_YEAR_MIN: i16 = 1850;
/// A number with a later birth year is a typing error.
const BIRTH_YEAR_MAX: i16 = 2099;
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// Sex as the 17th digit says it: odd is male.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 女
    Female,
    /// 男
    Male,
}

/// Why a text is no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdNumberError {
    /// Not 18 characters.
    Length,
    /// A number of the first generation: `convert_fifteen` gives the present one.
    Fifteen,
    /// Something else than digits, or X before the end.
    Character,
    /// The calendar has no such birth date.
    Birth,
    /// The check digit does not fit: one character is wrong, or two are swapped.
    Check,
}

/// A number whose birth date and check digit are right. `Debug` and `Display` show it masked.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber {
    text: String,
    /// Day of birth.
    pub birth: Day,
    /// Sex.
    pub sex: Sex,
}

impl IdNumber {
    /// Reads 18 characters; a lower-case x is accepted. Spaces and full-width digits are the caller's to remove.
    pub fn parse(text: &str) -> Result<Self, IdNumberError> {
        let text = text.to_ascii_uppercase();
        let digits = text.chars().all(|c| c.is_ascii_digit());
        match text.chars().count() {
            LENGTH => {}
            15 if digits => return Err(IdNumberError::Fifteen),
            _ => return Err(IdNumberError::Length),
        }
        let (body, last) = text.split_at_checked(LENGTH - 1).ok_or(IdNumberError::Character)?;
        let expected = check_digit(body).ok_or(IdNumberError::Character)?;
        if !(last == "X" || last.chars().all(|c| c.is_ascii_digit())) {
            return Err(IdNumberError::Character);
        }
        let birth = birth_of(body).ok_or(IdNumberError::Birth)?;
        if !last.starts_with(expected) {
            return Err(IdNumberError::Check);
        }
        let sex = if body.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female };
        Ok(Self { text, birth, sex })
    }

    /// The whole number, X in upper case.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// `4414**********124X`: area of the first registration and the end, as people compare them at a counter.
    pub fn masked(&self) -> String {
        masked(&self.text)
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}

/// Hides the middle of any number typed as an identity number, also of a wrong one: at most 8 characters stay visible.
pub fn masked(text: &str) -> String {
    let length = text.chars().count();
    let shown = if length >= 15 { 4 } else { 0 };
    text.chars().enumerate().map(|(i, c)| if i < shown || i >= length - shown { c } else { '*' }).collect()
}

/// The present number of a first-generation one of 15 digits: 19 before the year, a check digit at the end.
/// None if its birth date does not exist. To be shown to the person who typed it, who compares it with the card.
pub fn convert_fifteen(text: &str) -> Option<String> {
    if text.len() != 15 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let body = format!("{}19{}", &text[..6], &text[6..]);
    birth_of(&body)?;
    let check = check_digit(&body)?;
    Some(format!("{body}{check}"))
}

/// The check digit that belongs to 17 digits (ISO 7064 MOD 11-2).
pub fn check_digit(body: &str) -> Option<char> {
    if body.len() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (c, weight) in body.chars().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    CHECKS.get((sum % 11) as usize).copied()
}

fn birth_of(body: &str) -> Option<Day> {
    let year: i16 = body.get(6..10)?.parse().ok()?;
    if !(BIRTH_YEAR_MIN..=BIRTH_YEAR_MAX).contains(&year) {
        return None;
    }
    Day::from_ymd(year, body.get(10..12)?.parse().ok()?, body.get(12..14)?.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(serde::Deserialize)]
    struct Examples {
        resident_ids: Vec<Example>,
    }

    #[derive(serde::Deserialize)]
    struct Example {
        number: String,
        valid: bool,
        #[serde(default)]
        birth: String,
        sex: Option<String>,
        why: String,
    }

    fn examples() -> Vec<Example> {
        let text = include_str!("../../tests/data/id_and_code_examples.json");
        serde_json::from_str::<Examples>(text).expect("the examples are JSON").resident_ids
    }

    #[test]
    fn the_published_examples_are_judged_as_published() {
        for example in examples() {
            let read = IdNumber::parse(&example.number);
            assert_eq!(read.is_ok(), example.valid, "{}: {}", example.number, example.why);
            if let Ok(id) = read {
                assert_eq!(id.birth.to_string().replace('-', ""), example.birth);
                assert_eq!(example.sex.as_deref(), Some(if id.sex == Sex::Male { "male" } else { "female" }));
            }
        }
        assert_eq!(examples().iter().filter(|example| example.valid).count(), 7);
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let table = [
            ("44142119990101124", IdNumberError::Length),
            ("4414211999010112400", IdNumberError::Length),
            ("441421340312001", IdNumberError::Fifteen),
            ("44142119990101X240", IdNumberError::Character),
            ("44142119990101124Y", IdNumberError::Character),
            ("四四一四二一一九九九零一零一一二四五", IdNumberError::Character),
            ("441421193402290013", IdNumberError::Birth),
            ("441421199913011244", IdNumberError::Birth),
            ("441421000001011240", IdNumberError::Birth),
            ("441421199901011241", IdNumberError::Check),
            ("", IdNumberError::Length),
        ];
        for (text, expected) in table {
            assert_eq!(IdNumber::parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_small_x_is_the_same_number() {
        assert_eq!(IdNumber::parse("44142119990101124x").expect("valid").text(), "44142119990101124X");
    }

    #[test]
    fn the_area_is_never_refused() {
        for area in ["000000", "441421", "441403", "999999"] {
            let body = format!("{area}19990101124");
            let check = check_digit(&body).expect("digits");
            assert!(IdNumber::parse(&format!("{body}{check}")).is_ok(), "{area}");
        }
    }

    #[test]
    fn an_old_number_is_converted_for_comparison() {
        let converted = convert_fifteen("441421340312001").expect("its birth date exists");
        assert!(converted.starts_with("44142119340312001"));
        assert!(IdNumber::parse(&converted).is_ok());
        assert_eq!(convert_fifteen("441421340230001"), None);
        assert_eq!(convert_fifteen("44142134031200"), None);
    }

    #[test]
    fn a_masked_number_shows_neither_birth_nor_sex() {
        let id = IdNumber::parse("441403194002290024").expect("valid");
        assert_eq!(id.masked(), "4414**********0024");
        assert_eq!(format!("{id:?} {id}"), "IdNumber(4414**********0024) 4414**********0024");
        assert_eq!(masked("12345"), "*****");
    }

    fn valid_number() -> impl Strategy<Value = String> {
        (0u32..1_000_000, 1900i16..2026, 1i8..13, 1i8..29, 0u32..1000).prop_map(|(area, year, month, day, order)| {
            let body = format!("{area:06}{year:04}{month:02}{day:02}{order:03}");
            let check = check_digit(&body).expect("17 digits");
            format!("{body}{check}")
        })
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_refused(number in valid_number(), place in 0usize..18, other in 0u8..11) {
            prop_assert!(IdNumber::parse(&number).is_ok());
            let typed = if other == 10 { 'X' } else { char::from(b'0' + other) };
            let mut changed: Vec<char> = number.chars().collect();
            prop_assume!(changed[place] != typed);
            changed[place] = typed;
            prop_assert!(IdNumber::parse(&changed.into_iter().collect::<String>()).is_err());
        }

        #[test]
        fn two_swapped_neighbours_are_always_refused(number in valid_number(), place in 0usize..17) {
            let mut changed: Vec<char> = number.chars().collect();
            prop_assume!(changed[place] != changed[place + 1]);
            changed.swap(place, place + 1);
            prop_assert!(IdNumber::parse(&changed.into_iter().collect::<String>()).is_err());
        }

        #[test]
        fn any_text_is_judged_without_a_panic(text in "\\PC{0,24}") {
            let _ = IdNumber::parse(&text);
            let _ = convert_fifteen(&text);
            let _ = masked(&text);
        }
    }
}
