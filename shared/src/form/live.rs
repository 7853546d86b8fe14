//! What a field says while somebody types: how many digits are missing, and at once when a full number is wrong.

use super::check::{FieldError, parse_value};
use super::id_number::LENGTH;
use super::{Field, FieldKind, normal};

/// Digits of a mobile number.
const MOBILE: usize = 11;

/// How a number that is being typed stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Live {
    /// Nothing to say yet.
    Quiet,
    /// Digits are missing.
    Left {
        /// Characters so far.
        typed: usize,
        /// Characters to go.
        left: usize,
    },
    /// Too many characters.
    Over {
        /// How many.
        over: usize,
    },
    /// Whole, and wrong.
    Wrong(FieldError),
    /// Whole and right.
    Right,
}

/// Looks at an ID number or a phone while it is typed; every other field is quiet.
pub fn live(field: &Field, typed: &str) -> Live {
    let length = match &field.kind {
        FieldKind::IdNumber => LENGTH,
        // A landline has no fixed length, so only a mobile is counted.
        FieldKind::Phone if is_mobile_begun(typed) => MOBILE,
        FieldKind::Phone
        | FieldKind::Text { .. }
        | FieldKind::Number { .. }
        | FieldKind::Money
        | FieldKind::Day
        | FieldKind::Choice { .. }
        | FieldKind::Flag => return Live::Quiet,
    };
    let Ok(text) = normal::code(typed) else { return Live::Quiet };
    let typed_count = text.chars().filter(|c| *c != '-').count();
    match (typed_count, parse_value(field, typed)) {
        (0, _) => Live::Quiet,
        (_, Ok(_)) => Live::Right,
        (count, Err(_)) if count < length => Live::Left { typed: count, left: length - count },
        (count, Err(_)) if count > length => Live::Over { over: count - length },
        (_, Err(error)) => Live::Wrong(error),
    }
}

fn is_mobile_begun(typed: &str) -> bool {
    normal::code(typed).is_ok_and(|text| text.starts_with('1'))
}

/// A phone in the groups in which it is read out: `138 0000 1000`.
pub fn spaced_phone(phone: &str) -> String {
    if phone.len() != MOBILE || !phone.bytes().all(|byte| byte.is_ascii_digit()) {
        return phone.to_owned();
    }
    format!("{} {} {}", &phone[..3], &phone[3..7], &phone[7..])
}

#[cfg(test)]
mod tests {
    use super::super::common_fields;
    use super::*;

    fn of(id: &str, typed: &str) -> Live {
        let field = common_fields().into_iter().find(|field| field.id == id).expect("a common field");
        live(&field, typed)
    }

    #[test]
    fn an_id_number_is_counted_until_it_is_whole_and_judged_at_once_then() {
        let id = "applicant.id_number";
        assert_eq!(of(id, ""), Live::Quiet);
        assert_eq!(of(id, "441421 1999"), Live::Left { typed: 10, left: 8 });
        assert_eq!(of(id, "44142119990101124x"), Live::Right);
        assert_eq!(of(id, "441421199901011241"), Live::Wrong(FieldError::IdCheck));
        assert_eq!(of(id, "4414211999010112400"), Live::Over { over: 1 });
    }

    #[test]
    fn a_mobile_is_counted_and_a_landline_is_not() {
        let phone = "applicant.phone";
        assert_eq!(of(phone, "1380000"), Live::Left { typed: 7, left: 4 });
        assert_eq!(of(phone, "138 0000 1000"), Live::Right);
        assert_eq!(of(phone, "12800001000"), Live::Wrong(FieldError::NotAPhone));
        assert_eq!(of(phone, "138000010001"), Live::Over { over: 1 });
        assert_eq!(of(phone, "0753-2"), Live::Quiet);
        assert_eq!(of("applicant.name", "138"), Live::Quiet);
    }

    #[test]
    fn a_mobile_is_read_out_in_three_groups() {
        assert_eq!(spaced_phone("13800001000"), "138 0000 1000");
        assert_eq!(spaced_phone("0753-2589999"), "0753-2589999");
    }
}
