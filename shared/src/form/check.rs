//! The checks of one field and of a whole form: what a value must be, in which spelling it is stored, what to do when it is wrong.

use super::id_number::{IdNumber, IdNumberError};
use super::phone::{self, PhoneError};
use super::{ADDRESS_MAX, Field, FieldKind, Value, fields_of, normal};
use crate::item::Item;
use crate::text::{Lang, fill};
use std::collections::BTreeMap;

/// Why a value cannot be stored in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldError {
    /// Required and empty.
    Missing,
    /// Text where a number is needed, a list where words are needed ...
    WrongType,
    /// More characters than the field takes.
    TooLong {
        /// What it takes.
        max: u16,
    },
    /// A character that cannot be seen.
    ControlCharacter,
    /// No whole number.
    NotANumber,
    /// Below or above the bounds.
    OutOfRange {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// No sum of money.
    NotMoney,
    /// No day of the calendar.
    NotADay,
    /// No phone number.
    NotAPhone,
    /// A landline without its area code.
    NoAreaCode,
    /// None of the options.
    NotAnOption,
    /// Not 18 characters.
    IdLength,
    /// A first-generation number of 15 digits.
    IdFifteen,
    /// A character that no identity number has.
    IdCharacter,
    /// A birth date that does not exist.
    IdBirth,
    /// The check digit does not fit.
    IdCheck,
    /// The form has no such field.
    Unknown,
}

crate::texts! {
    /// What a field says when its value is wrong, and what to do.
    FieldText {
        Missing => "必填，请填写", "Please fill this in";
        WrongType => "内容的类型不对，请重新填写", "This is the wrong kind of value; please type it again";
        TooLong => "最多 {max} 个字，请缩短", "At most {max} characters; please shorten it";
        ControlCharacter => "含有看不见的字符，请删除后手工输入", "It contains an invisible character; delete it and type it by hand";
        NotANumber => "请填整数", "Please type a whole number";
        OutOfRange => "请填 {min} 到 {max} 之间的整数", "Please type a whole number from {min} to {max}";
        NotMoney => "请填金额（元），最多两位小数，如 1250.50", "Please type yuan with at most two decimals, e.g. 1250.50";
        NotADay => "请填实际存在的日期，如 2026-11-21", "Please type a day that exists, e.g. 2026-11-21";
        NotAPhone => "请填 11 位手机号，或带区号的座机，如 0753-2589999", "Please type a mobile number of 11 digits, or a landline with area code, e.g. 0753-2589999";
        NoAreaCode => "座机请加区号，如 0753-2589999", "Please add the area code, e.g. 0753-2589999";
        NotAnOption => "请从选项中选择", "Please choose one of the options";
        IdLength => "身份证号应为 18 位，请核对有无多字漏字", "An ID number has 18 characters; please look for a missing or doubled one";
        IdFifteen => "15 位号码已停用：请看现用身份证，或在第 6 位后加 19 并补校验码", "15-digit numbers are no longer valid: take the number of the present card, or put 19 after the sixth digit and add the check digit";
        IdCharacter => "身份证号只有数字，末位可为 X", "An ID number has digits only; the last may be X";
        IdBirth => "第 7 至 14 位不是实际存在的出生日期，请核对", "Characters 7 to 14 are no day that exists; please compare with the card";
        IdCheck => "校验码不符，请与身份证逐位核对", "The check digit does not fit; please compare each digit with the card";
        Unknown => "表单没有这一项", "The form has no such field";
    }
}

impl FieldError {
    /// The stable code of the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::WrongType => "wrong_type",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter => "control_character",
            Self::NotANumber => "not_a_number",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotMoney => "not_money",
            Self::NotADay => "not_a_day",
            Self::NotAPhone => "not_a_phone",
            Self::NoAreaCode => "no_area_code",
            Self::NotAnOption => "not_an_option",
            Self::IdLength => "id_length",
            Self::IdFifteen => "id_fifteen",
            Self::IdCharacter => "id_character",
            Self::IdBirth => "id_birth",
            Self::IdCheck => "id_check",
            Self::Unknown => "unknown_field",
        }
    }

    /// What to do, in the asked language; the value itself is never repeated.
    pub fn words(&self, lang: Lang) -> String {
        let key = match self {
            Self::Missing => FieldText::Missing,
            Self::WrongType => FieldText::WrongType,
            Self::TooLong { .. } => FieldText::TooLong,
            Self::ControlCharacter => FieldText::ControlCharacter,
            Self::NotANumber => FieldText::NotANumber,
            Self::OutOfRange { .. } => FieldText::OutOfRange,
            Self::NotMoney => FieldText::NotMoney,
            Self::NotADay => FieldText::NotADay,
            Self::NotAPhone => FieldText::NotAPhone,
            Self::NoAreaCode => FieldText::NoAreaCode,
            Self::NotAnOption => FieldText::NotAnOption,
            Self::IdLength => FieldText::IdLength,
            Self::IdFifteen => FieldText::IdFifteen,
            Self::IdCharacter => FieldText::IdCharacter,
            Self::IdBirth => FieldText::IdBirth,
            Self::IdCheck => FieldText::IdCheck,
            Self::Unknown => FieldText::Unknown,
        };
        let (min, max) = match self {
            Self::TooLong { max } => (String::new(), max.to_string()),
            Self::OutOfRange { min, max } => (min.to_string(), max.to_string()),
            Self::Missing
            | Self::WrongType
            | Self::ControlCharacter
            | Self::NotANumber
            | Self::NotMoney
            | Self::NotADay => Default::default(),
            Self::NotAPhone | Self::NoAreaCode | Self::NotAnOption | Self::IdLength | Self::IdFifteen => {
                Default::default()
            }
            Self::IdCharacter | Self::IdBirth | Self::IdCheck | Self::Unknown => Default::default(),
        };
        fill(key.text(lang), &[("min", &min), ("max", &max)])
    }
}

impl From<IdNumberError> for FieldError {
    fn from(error: IdNumberError) -> Self {
        match error {
            IdNumberError::Length => Self::IdLength,
            IdNumberError::Fifteen => Self::IdFifteen,
            IdNumberError::Character => Self::IdCharacter,
            IdNumberError::Birth => Self::IdBirth,
            IdNumberError::Check => Self::IdCheck,
        }
    }
}

/// Whether a value may stand in a field. Empty words are a missing value: refused only where the field is required.
pub fn check(field: &Field, value: &Value) -> Result<(), FieldError> {
    accept(field, value).map(|_| ())
}

/// The value in the spelling in which it is stored: what the node keeps and compares.
pub fn accept(field: &Field, value: &Value) -> Result<Value, FieldError> {
    match (&field.kind, value) {
        (FieldKind::Flag, Value::Flag(_)) => Ok(value.clone()),
        (FieldKind::Number { min, max }, Value::Number(number)) => within(*number, *min, *max),
        (FieldKind::Money, Value::Number(fen)) if (0..=normal::MONEY_FEN_MAX).contains(fen) => Ok(value.clone()),
        (FieldKind::Money, Value::Number(_)) => Err(FieldError::NotMoney),
        // An emptied input is an empty text for every kind of field; other words count only where words are stored.
        (_, Value::Text(text)) if text.trim().is_empty() => parse_value(field, ""),
        (
            FieldKind::Flag | FieldKind::Number { .. } | FieldKind::Money,
            Value::Flag(_) | Value::Number(_) | Value::Text(_),
        ) => Err(FieldError::WrongType),
        (_, Value::Text(text)) => parse_value(field, text),
        (_, Value::Flag(_) | Value::Number(_)) => Err(FieldError::WrongType),
    }
}

/// Reads what a person typed. Money is typed in yuan; a choice by its code or its words; yes and no in either language.
pub fn parse_value(field: &Field, typed: &str) -> Result<Value, FieldError> {
    if typed.trim().is_empty() {
        return if field.required { Err(FieldError::Missing) } else { Ok(Value::Text(String::new())) };
    }
    match &field.kind {
        FieldKind::Text { max } => {
            let text = normal::words(typed, *max > ADDRESS_MAX)?;
            let fits = text.chars().count() <= usize::from(*max);
            if fits { Ok(Value::Text(text)) } else { Err(FieldError::TooLong { max: *max }) }
        }
        FieldKind::Number { min, max } => {
            let number = normal::code(typed)?.parse().map_err(|_| FieldError::NotANumber)?;
            within(number, *min, *max)
        }
        FieldKind::Money => Ok(Value::Number(normal::fen(&normal::code(typed)?)?)),
        FieldKind::Day => Ok(Value::Text(normal::day(&normal::code(typed)?)?.to_string())),
        FieldKind::Phone => phone::normal(&normal::code(typed)?).map(Value::Text).map_err(|error| match error {
            PhoneError::AreaCode => FieldError::NoAreaCode,
            PhoneError::Number => FieldError::NotAPhone,
        }),
        FieldKind::IdNumber => Ok(Value::Text(IdNumber::parse(&normal::code(typed)?)?.text().to_owned())),
        FieldKind::Choice { options } => {
            let typed = typed.trim();
            let option =
                options.iter().find(|option| [&option.code, &option.zh, &option.en].contains(&&typed.to_owned()));
            option.map(|option| Value::Text(option.code.clone())).ok_or(FieldError::NotAnOption)
        }
        FieldKind::Flag => match typed.trim().to_ascii_lowercase().as_str() {
            "是" | "有" | "true" | "yes" | "1" => Ok(Value::Flag(true)),
            "否" | "无" | "false" | "no" | "0" => Ok(Value::Flag(false)),
            _ => Err(FieldError::WrongType),
        },
    }
}

/// Every wrong, missing or unknown field of a form, in the order of the form, then unknown ones. `m.` keys are the checklist's.
pub fn problems_of(item: &Item, values: &BTreeMap<String, Value>) -> Vec<(String, FieldError)> {
    let fields = fields_of(item);
    let mut problems = Vec::new();
    for field in &fields {
        let result = match values.get(&field.id) {
            Some(value) => check(field, value),
            None if field.required => Err(FieldError::Missing),
            None => Ok(()),
        };
        problems.extend(result.err().map(|error| (field.id.clone(), error)));
    }
    let known = |id: &str| id.starts_with(super::MATERIAL_PREFIX) || fields.iter().any(|field| field.id == id);
    problems.extend(values.keys().filter(|id| !known(id)).map(|id| (id.clone(), FieldError::Unknown)));
    problems
}

fn within(number: i64, min: i64, max: i64) -> Result<Value, FieldError> {
    if (min..=max).contains(&number) { Ok(Value::Number(number)) } else { Err(FieldError::OutOfRange { min, max }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Choice, Group, NAME_MAX, common_fields};
    use proptest::prelude::*;

    fn field(kind: FieldKind) -> Field {
        let words = String::from("x");
        Field {
            id: "item.x".into(),
            group: Group::Item,
            zh: words.clone(),
            en: words,
            hint_zh: String::new(),
            hint_en: String::new(),
            kind,
            required: true,
        }
    }

    fn text(value: &str) -> Value {
        Value::Text(value.into())
    }

    fn choice() -> FieldKind {
        let option = |code: &str, zh: &str, en: &str| Choice { code: code.into(), zh: zh.into(), en: en.into() };
        FieldKind::Choice { options: vec![option("rural", "农村", "Rural"), option("urban", "城镇", "Urban")] }
    }

    #[test]
    fn what_is_typed_becomes_one_stored_spelling() {
        let table = [
            (FieldKind::Text { max: NAME_MAX }, " 张三 ", text("张三")),
            (FieldKind::Text { max: 1000 }, "一\r\n二", text("一\n二")),
            (FieldKind::Number { min: 1, max: 20 }, "１２", Value::Number(12)),
            (FieldKind::Number { min: -5, max: 20 }, "-5", Value::Number(-5)),
            (FieldKind::Money, "１，２５０．５", Value::Number(125_050)),
            (FieldKind::Day, "2026年１１月２１日", text("2026-11-21")),
            (FieldKind::Phone, "１３８ 1234 5678", text("13812345678")),
            (FieldKind::IdNumber, "４４１４２１ 19990101 124ｘ", text("44142119990101124X")),
            (choice(), "rural", text("rural")),
            (choice(), "城镇", text("urban")),
            (FieldKind::Flag, "是", Value::Flag(true)),
            (FieldKind::Flag, "No", Value::Flag(false)),
        ];
        for (kind, typed, stored) in table {
            let field = field(kind);
            assert_eq!(parse_value(&field, typed), Ok(stored.clone()), "{typed}");
            assert_eq!(accept(&field, &stored), Ok(stored), "{typed} stays as stored");
        }
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_reason() {
        let table = [
            (FieldKind::Text { max: 3 }, "一二三四", FieldError::TooLong { max: 3 }),
            (FieldKind::Text { max: 3 }, "一\u{0}", FieldError::ControlCharacter),
            (FieldKind::Text { max: 3 }, "　 ", FieldError::Missing),
            (FieldKind::Number { min: 1, max: 20 }, "21", FieldError::OutOfRange { min: 1, max: 20 }),
            (FieldKind::Number { min: 1, max: 20 }, "三", FieldError::NotANumber),
            (FieldKind::Number { min: 1, max: 20 }, "99999999999999999999", FieldError::NotANumber),
            (FieldKind::Money, "12.345", FieldError::NotMoney),
            (FieldKind::Day, "2026-02-30", FieldError::NotADay),
            (FieldKind::Phone, "2589999", FieldError::NoAreaCode),
            (FieldKind::Phone, "12345", FieldError::NotAPhone),
            (FieldKind::IdNumber, "441421340312001", FieldError::IdFifteen),
            (FieldKind::IdNumber, "441421193402290013", FieldError::IdBirth),
            (FieldKind::IdNumber, "441421199901011241", FieldError::IdCheck),
            (choice(), "村里", FieldError::NotAnOption),
            (FieldKind::Flag, "也许", FieldError::WrongType),
        ];
        for (kind, typed, error) in table {
            assert_eq!(parse_value(&field(kind), typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        let table = [
            (FieldKind::Text { max: 3 }, Value::Number(1)),
            (FieldKind::Number { min: 1, max: 2 }, text("1")),
            (FieldKind::Money, text("1")),
            (FieldKind::Flag, text("true")),
            (FieldKind::Flag, Value::Number(1)),
            (FieldKind::IdNumber, Value::Flag(true)),
            (choice(), Value::Number(0)),
        ];
        for (kind, value) in table {
            assert_eq!(check(&field(kind.clone()), &value), Err(FieldError::WrongType), "{kind:?} {value:?}");
        }
        assert_eq!(check(&field(FieldKind::Money), &Value::Number(-1)), Err(FieldError::NotMoney));
    }

    #[test]
    fn only_a_required_field_must_be_filled() {
        for kind in [FieldKind::Money, FieldKind::Phone, FieldKind::Flag, choice()] {
            let mut field = field(kind);
            assert_eq!(check(&field, &text("")), Err(FieldError::Missing));
            field.required = false;
            assert_eq!(check(&field, &text(" ")), Ok(()));
        }
    }

    #[test]
    fn every_reason_has_words_in_both_languages_without_open_marks() {
        for error in [FieldError::TooLong { max: 100 }, FieldError::OutOfRange { min: 1, max: 9 }, FieldError::IdCheck]
        {
            for lang in [Lang::Zh, Lang::En] {
                assert!(!error.words(lang).contains(['{', '}']), "{error:?}");
            }
        }
        assert_eq!(FieldError::TooLong { max: 100 }.words(Lang::En), "At most 100 characters; please shorten it");
        for text in FieldText::ALL {
            assert!(!text.text(Lang::Zh).is_ascii() && text.text(Lang::En).is_ascii(), "{text:?}");
        }
    }

    #[test]
    fn the_common_fields_ask_only_for_who_applies_and_how_to_reach_him() {
        let required: Vec<String> =
            common_fields().into_iter().filter(|field| field.required).map(|field| field.id).collect();
        assert_eq!(required, ["applicant.name", "applicant.id_number", "applicant.phone"]);
    }

    proptest! {
        #[test]
        fn what_was_stored_is_stored_again_the_same(typed in "[0-9０-９ .,·•年月日元A-Za-z张三+-]{0,24}|\\PC{0,12}", at in 0usize..8) {
            let kinds = [
                FieldKind::Text { max: NAME_MAX },
                FieldKind::Text { max: 1000 },
                FieldKind::Number { min: -9, max: 99 },
                FieldKind::Money,
                FieldKind::Day,
                FieldKind::Phone,
                FieldKind::IdNumber,
                choice(),
            ];
            let field = field(kinds[at].clone());
            if let Ok(stored) = parse_value(&field, &typed) {
                prop_assert_eq!(accept(&field, &stored), Ok(stored));
            }
        }
    }
}
