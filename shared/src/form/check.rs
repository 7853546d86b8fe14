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
            Self::Missing | Self::WrongType | Self::ControlCharacter | Self::NotANumber | Self::NotMoney | Self::NotADay => Default::default(),
            Self::NotAPhone | Self::NoAreaCode | Self::NotAnOption | Self::IdLength | Self::IdFifteen => Default::default(),
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
        (FieldKind::Flag | FieldKind::Number { .. } | FieldKind::Money, Value::Flag(_) | Value::Number(_) | Value::Text(_)) => {
            Err(FieldError::WrongType)
        }
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
            let option = options.iter().find(|option| [&option.code, &option.zh, &option.en].contains(&&typed.to_owned()));
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
