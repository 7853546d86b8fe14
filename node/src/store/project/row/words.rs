//! The words of a case: what its row shows of them and what search finds it by.

use super::super::form::FormWords;
use super::person_hash;
use crate::store::search::{self, Findable};
use daiban_shared::case::CaseState;
use daiban_shared::form::Value;
use daiban_shared::ground::View;

/// Text of one field that search looks through; more is a letter, not a name.
const TEXT_CHARS_MAX: usize = 120;
/// Digits by which two people of one name are told apart.
const PHONE_END_DIGITS: usize = 4;
/// Text of all fields that search looks through.
const TEXTS_CHARS_MAX: usize = 600;

/// The words of a row, kept as long as the form parts are the same.
#[derive(Default)]
pub struct Words {
    /// Name of the applicant.
    pub applicant: String,
    /// What a search is checked against.
    pub words: String,
    /// Hash of the ID number.
    pub person: Option<i64>,
    /// For the index.
    pub tokens: String,
    /// The name as lists order it.
    pub applicant_key: String,
    /// Last digits of the phone.
    pub phone_end: String,
}

impl Words {
    /// From the form, item and place.
    pub fn of(form: &FormWords, state: &CaseState, view: View<'_>) -> Self {
        let text = |field: &str| match form.values.get(field) {
            Some(Value::Text(text)) => text.as_str(),
            Some(Value::Flag(_) | Value::Number(_)) | None => "",
        };
        let opened = state.opened.as_ref();
        let item = opened.and_then(|opened| view.item_row(opened.item)).map_or("", |item| item.zh.as_str());
        let code = opened.and_then(|opened| view.item_row(opened.item)).map_or("", |item| item.code.as_str());
        let site = opened.and_then(|opened| view.site(opened.site)).map_or("", |site| site.zh.as_str());
        let applicant = text("applicant.name").to_owned();
        let mut texts: Vec<String> = vec![site.to_owned(), code.to_owned()];
        let mut room = TEXTS_CHARS_MAX;
        for (field, value) in &form.values {
            let Value::Text(value) = value else { continue };
            if field.starts_with(daiban_shared::form::MATERIAL_PREFIX)
                || field.ends_with("id_number")
                || field.ends_with("phone")
            {
                continue;
            }
            let short: String = value.chars().take(TEXT_CHARS_MAX.min(room)).collect();
            room -= short.chars().count();
            texts.push(short);
        }
        let person = text("applicant.id_number");
        let number = opened.map_or("", |opened| opened.number.as_str());
        let numbers = ["applicant.id_number", "applicant.phone", "agent.phone"].map(text);
        let findable = Findable {
            names: vec![&applicant, item],
            texts: texts.iter().map(String::as_str).collect(),
            numbers: numbers.into_iter().chain([number]).collect(),
        };
        let words = [applicant.as_str(), item]
            .into_iter()
            .chain(texts.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join("\n");
        Self {
            words,
            person: person_hash(person),
            tokens: search::tokens(&findable),
            applicant_key: search::order_key(&applicant),
            phone_end: end_of(text("applicant.phone")),
            applicant,
        }
    }
}

/// The last digits of a phone, as people say them.
fn end_of(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(PHONE_END_DIGITS)..].iter().collect()
}
