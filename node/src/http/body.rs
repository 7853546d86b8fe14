//! Reading what a client sends: JSON strictly, queries strictly. What is wrong is said by the field.

use super::problem::Fault;
use super::strict;
use daiban_shared::form::{FieldError, is_invisible};
use daiban_shared::id::CmdId;
use daiban_shared::text::ProblemText;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of the longest text that any field takes: a page of handwriting, twice.
const TEXT_CHARS_MAX: u16 = 2_000;
/// Characters of a key; the longest form field has fewer.
const KEY_CHARS_MAX: usize = 80;
/// Words of one part of a query; no closed list that is asked for has more.
const WORDS_MAX: usize = 16;
/// Fields whose faults are listed at once.
const FAULTS_MAX: usize = 50;

/// Reads a JSON body into its type. Nothing unknown is overlooked, nothing wrong is guessed right.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    part(checked(bytes)?)
}

/// Reads a JSON body as an object whose texts have been checked.
pub fn object(bytes: &[u8]) -> Result<serde_json::Map<String, Value>, Fault> {
    match checked(bytes)? {
        Value::Object(map) => Ok(map),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(Fault::with(ProblemText::BadJson, "why", "expected an object"))
        }
    }
}

/// Reads a part of an object into its type.
pub fn part<T: DeserializeOwned>(value: Value) -> Result<T, Fault> {
    strict::typed(&value).map_err(|(place, error)| named(&place, &error))
}

/// The command's id; absent = one made here, so that the command cannot be repeated.
pub fn command_id(id: Option<&str>) -> Result<CmdId, Fault> {
    match id {
        Some(text) => uuid::Uuid::parse_str(text)
            .map(|uuid| CmdId(uuid.into_bytes()))
            .map_err(|_| Fault::with(ProblemText::BadJson, "why", "expected a UUID").at_field("id")),
        None => Ok(CmdId(uuid::Uuid::new_v4().into_bytes())),
    }
}

fn checked(bytes: &[u8]) -> Result<Value, Fault> {
    let value = strict::value(bytes).map_err(|unread| match unread {
        strict::Unread::Syntax(error) => Fault::with(ProblemText::BadJson, "why", error),
        strict::Unread::Doubled(place) => doubled(&field_at(&place)),
    })?;
    let mut faults = BTreeMap::new();
    walk("", &value, &mut faults);
    if faults.is_empty() { Ok(value) } else { Err(Fault::Fields(faults)) }
}

/// Texts with characters that nobody sees, or without end, wherever they stand. Depth is bounded by the JSON reader.
fn walk(path: &str, value: &Value, faults: &mut BTreeMap<String, FieldError>) {
    if faults.len() >= FAULTS_MAX {
        return;
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => {
            if let Err(error) = text_fault(text) {
                faults.insert(path.to_owned(), error);
            }
        }
        Value::Array(all) => {
            all.iter().enumerate().for_each(|(i, value)| walk(&joined(path, &i.to_string()), value, faults))
        }
        Value::Object(map) => {
            for (key, value) in map {
                if key.chars().count() > KEY_CHARS_MAX || key.chars().any(is_invisible) {
                    faults.insert(joined(path, "?"), FieldError::Unknown);
                } else {
                    walk(&joined(path, key), value, faults);
                }
            }
        }
    }
}

fn text_fault(text: &str) -> Result<(), FieldError> {
    if text.chars().count() > usize::from(TEXT_CHARS_MAX) {
        return Err(FieldError::TooLong { max: TEXT_CHARS_MAX });
    }
    // Lines and tabs are typed into notes; the fields of a form have their own, narrower checks.
    if text.chars().any(|letter| is_invisible(letter) && !matches!(letter, '\n' | '\r' | '\t')) {
        return Err(FieldError::ControlCharacter);
    }
    Ok(())
}

/// `applicant.phone`, but `applicant.phone` stays whole below `form`, where keys have dots of their own.
fn joined(path: &str, key: &str) -> String {
    match path {
        "" | "form" => key.to_owned(),
        _ => format!("{path}.{key}"),
    }
}

fn field_at(place: &[String]) -> String {
    place.iter().fold(String::new(), |path, key| joined(&path, key))
}

/// What the JSON reader found wrong, by its field.
fn named(place: &[String], error: &serde_json::Error) -> Fault {
    let words = error.to_string();
    let field = field_at(place);
    if words.starts_with("missing field") {
        let missing = words.split('`').nth(1).unwrap_or_default();
        Fault::field(&joined(&field, missing), FieldError::Missing)
    } else if words.starts_with("unknown field") {
        Fault::with(ProblemText::UnknownField, "why", &field).at_field(&field)
    } else if words.starts_with("unknown variant") {
        Fault::field(&field, FieldError::NotAnOption)
    } else if field.is_empty() {
        Fault::with(ProblemText::BadJson, "why", shown(&words))
    } else {
        Fault::with(ProblemText::BadJson, "why", shown(&words)).at_field(&field)
    }
}

/// Which of the two was meant nobody knows.
fn doubled(name: &str) -> Fault {
    Fault::with(ProblemText::Doubled, "why", name).at_field(name)
}

/// The reader's words without the value it quotes: that may be somebody's name or number.
fn shown(words: &str) -> String {
    let without = |words: &str, quote: char| match (words.find(quote), words.rfind(quote)) {
        (Some(from), Some(to)) if from < to => format!("{}…{}", &words[..from], &words[to + 1..]),
        _ => words.to_owned(),
    };
    without(&without(words, '"'), '`')
}

/// The named parts of a query, each at most once and each known.
#[derive(Debug)]
pub struct Query(BTreeMap<String, String>);

impl Query {
    /// Reads a query; `known` lists what the route understands.
    pub fn read(pairs: Vec<(String, String)>, known: &[&str]) -> Result<Self, Fault> {
        let (mut parts, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for (name, value) in pairs {
            if !known.contains(&name.as_str()) {
                let name: String = name.chars().filter(|letter| !is_invisible(*letter)).take(KEY_CHARS_MAX).collect();
                return Err(Fault::with(ProblemText::UnknownField, "why", &name).at_field(&name));
            }
            text_fault(&value).map_err(|error| Fault::field(&name, error))?;
            if !seen.insert(name.clone()) {
                return Err(doubled(&name));
            }
            if !value.is_empty() {
                parts.insert(name, value);
            }
        }
        Ok(Self(parts))
    }

    /// A part as it stands.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A part read as one of the words of a type.
    pub fn word<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Fault> {
        let Some(text) = self.text(name) else { return Ok(None) };
        serde_json::from_value(Value::String(text.to_owned()))
            .map(Some)
            .map_err(|_| Fault::field(name, FieldError::NotAnOption))
    }

    /// A part read as several words with commas between them; absent = none.
    pub fn words<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, Fault> {
        let words = self.text(name).into_iter().flat_map(|text| text.split(','));
        let read = |word: &str| {
            serde_json::from_value(Value::String(word.to_owned()))
                .map_err(|_| Fault::field(name, FieldError::NotAnOption))
        };
        words.take(WORDS_MAX).map(read).collect()
    }

    /// A part read as a whole number.
    pub fn number(&self, name: &str) -> Result<Option<i64>, Fault> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Fault::field(name, FieldError::NotANumber))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::{Command, NewCase, SignIn};
    use daiban_shared::text::Lang;

    fn fault<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> (u16, String, Vec<String>) {
        let problem = json::<T>(text.as_bytes()).expect_err(text).problem(Lang::En);
        let mut fields: Vec<String> = problem.fields.into_keys().collect();
        if let Some(field) = problem.field.filter(|_| fields.is_empty()) {
            fields.push(field);
        }
        (problem.status, problem.code, fields)
    }

    fn long(times: usize) -> String {
        format!(r#"{{"user": "{}", "password": "x"}}"#, "长".repeat(times))
    }

    #[test]
    fn wrong_requests_are_named() {
        let table: [(&str, u16, &str, &[&str]); 12] = [
            ("", 400, "bad_json", &[]),
            ("{", 400, "bad_json", &[]),
            ("NaN", 400, "bad_json", &[]),
            (r#"{"user": 1e999, "password": "x"}"#, 400, "bad_json", &[]),
            (r#"{"user": 1, "password": "x"}"#, 400, "bad_json", &["user"]),
            (r#"{"user": null, "password": "x"}"#, 400, "bad_json", &["user"]),
            (r#"["a", "b", "c"]"#, 400, "bad_json", &[]),
            (r#"{"user": "a", "password": "x", "admin": true}"#, 422, "unknown_field", &["admin"]),
            (r#"{"user": "a", "user": "b", "password": "x"}"#, 422, "doubled", &["user"]),
            (r#"{"user": "a"}"#, 422, "unprocessable", &["password"]),
            (r#"{"user": "a\u0000", "password": "x"}"#, 422, "unprocessable", &["user"]),
            (&long(2_001), 422, "unprocessable", &["user"]),
        ];
        for (text, status, code, fields) in table {
            let got = fault::<SignIn>(text);
            assert_eq!((got.0, got.1.as_str()), (status, code), "{text:.60}");
            assert_eq!(got.2, fields, "{text:.60}");
        }
        assert!(json::<SignIn>(long(2_000).as_bytes()).is_ok());
    }

    #[test]
    fn fields_are_named_by_their_place() {
        let text = r#"{"item": "V01", "applicant": {"name": "李\u202e", "id_number": "", "phone": "\u0007"}, "form": {"household.head": "\u0000"}}"#;
        assert_eq!(fault::<NewCase>(text).2, ["applicant.name", "applicant.phone", "household.head"]);
        let text = r#"{"item": "V01", "applicant": {"name": "", "id_number": "", "phone": "", "age": 3}}"#;
        assert_eq!(fault::<NewCase>(text), (422, "unknown_field".into(), vec!["applicant.age".into()]));
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let text = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(fault::<SignIn>(&text).0, 400);
    }

    #[test]
    fn a_step_takes_the_fields_of_its_kind_only() {
        assert!(json::<Command>(br#"{"kind": "note", "words": "two\nlines"}"#).is_ok());
        assert_eq!(
            fault::<Command>(r#"{"kind": "note", "word": "x"}"#),
            (422, "unknown_field".into(), vec!["word".into()])
        );
        assert_eq!(fault::<Command>(r#"{"kind": "explode"}"#), (422, "unprocessable".into(), vec!["kind".into()]));
        let wrong = r#"{"kind": "notify", "defects": [{"code": "missing"}, {"code": 7}]}"#;
        assert_eq!(fault::<Command>(wrong), (400, "bad_json".into(), vec!["defects.1.code".into()]));
    }

    #[test]
    fn an_answer_never_repeats_a_value() {
        let problem = json::<NewCase>(br#"{"item": "V01", "applicant": "Secret Name"}"#)
            .expect_err("wrong type")
            .problem(Lang::En);
        assert!(!problem.detail.contains("Secret"), "{}", problem.detail);
        let number = br#"{"item": "V01", "applicant": {"name": "", "phone": "", "id_number": 441421199001010014}}"#;
        let problem = json::<NewCase>(number).expect_err("wrong type").problem(Lang::En);
        assert_eq!(problem.field.as_deref(), Some("applicant.id_number"));
        assert!(!problem.detail.contains("441421"), "{}", problem.detail);
    }

    #[test]
    fn a_command_id_is_a_uuid() {
        assert!(command_id(Some("0190a0a0-0000-7000-8000-000000000001")).is_ok());
        assert_eq!(command_id(Some("1")).expect_err("no uuid").status().as_u16(), 400);
        assert_ne!(command_id(None).expect("made"), command_id(None).expect("made"));
    }

    #[test]
    fn queries_are_strict_too() {
        let pairs =
            |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        let query = Query::read(pairs(&[("q", "低保"), ("page", "")]), &["q", "page"]).expect("known parts");
        assert_eq!((query.text("q"), query.text("page")), (Some("低保"), None));
        assert!(Query::read(pairs(&[("sort", "x")]), &["q"]).is_err());
        for twice in [[("q", "a"), ("q", "b")], [("q", ""), ("q", "b")], [("q", "a"), ("q", "a")]] {
            let problem = Query::read(pairs(&twice), &["q"]).expect_err("which one?").problem(Lang::En);
            assert_eq!((problem.status, problem.field.as_deref()), (422, Some("q")));
        }
        let query = Query::read(pairs(&[("n", "x")]), &["n"]).expect("known");
        assert!(query.number("n").is_err());
    }
}
