//! The unified social credit code (GB 32100-2015) of companies and public bodies.

/// Digits and capital letters without I, O, S, V, Z; the place of a symbol is its value.
const SYMBOLS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Characters of a code.
pub const LENGTH: usize = 18;

/// Why a text is no credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditCodeError {
    /// Not 18 characters.
    Length,
    /// I, O, S, V, Z or something else that the standard does not use.
    Character,
    /// The check character does not fit.
    Check,
    /// `TE...`: the code of a Guangdong town service station, lawful in item codes, but no credit code; its check is unknown.
    Station,
}

/// A code whose check character is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditCode(String);

impl CreditCode {
    /// Reads 18 characters; small letters are accepted. Spaces are the caller's to remove.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let text = text.to_ascii_uppercase();
        if text.chars().count() != LENGTH {
            return Err(CreditCodeError::Length);
        }
        if text.starts_with("TE") {
            return Err(CreditCodeError::Station);
        }
        let mut sum = 0;
        let mut weight = 1;
        let mut last = 0;
        for (i, symbol) in text.chars().enumerate() {
            let value = SYMBOLS.find(symbol).ok_or(CreditCodeError::Character)? as u32;
            if i < LENGTH - 1 {
                sum = (sum + value * weight) % 31;
                weight = weight * 3 % 31;
            } else {
                last = value;
            }
        }
        if (31 - sum) % 31 == last { Ok(Self(text)) } else { Err(CreditCodeError::Check) }
    }

    /// The code in capital letters.
    pub fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Examples {
        uscc: Vec<Example>,
    }

    #[derive(serde::Deserialize)]
    struct Example {
        code: String,
        valid: bool,
        note: String,
    }

    #[test]
    fn the_published_examples_are_judged_as_published() {
        let text = include_str!("../../tests/data/id_and_code_examples.json");
        let examples: Examples = serde_json::from_str(text).expect("the examples are JSON");
        assert_eq!(examples.uscc.len(), 5);
        for example in examples.uscc {
            assert_eq!(CreditCode::parse(&example.code).is_ok(), example.valid, "{}: {}", example.code, example.note);
        }
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let table = [
            ("11442000MB2C91058", CreditCodeError::Length),
            ("11442000MB2C9105OB", CreditCodeError::Character),
            ("11440100MB2C91005X", CreditCodeError::Check),
            ("TE4401135000001170", CreditCodeError::Station),
            ("一一四四二〇〇〇一一四四二〇〇〇一一", CreditCodeError::Character),
        ];
        for (text, expected) in table {
            assert_eq!(CreditCode::parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn small_letters_are_the_same_code() {
        assert_eq!(
            CreditCode::parse("11442000mb2c91058b").map(|code| code.text().to_owned()),
            Ok("11442000MB2C91058B".into())
        );
    }
}
