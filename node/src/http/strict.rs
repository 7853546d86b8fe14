//! JSON read so that nothing is overlooked: a key that stands twice is an error and not the later of the two, and what
//! does not fit a type is named by its place. Knows no type and no words.

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// The key by which a command says what it is; without it nothing else of it can be read.
const TAG: &str = "kind";

/// Why bytes are no value.
#[derive(Debug)]
pub enum Unread {
    /// Not JSON, or a number that no type holds.
    Syntax(serde_json::Error),
    /// A key stands twice: its place.
    Doubled(Vec<String>),
}

/// One value and nothing behind it.
pub fn value(bytes: &[u8]) -> Result<Value, Unread> {
    let doubled = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Strict { doubled: &doubled, at: &Place::Whole }.deserialize(&mut reader);
    let read = read.and_then(|value| reader.end().map(|()| value));
    match (doubled.into_inner(), read) {
        (Some(path), _) => Err(Unread::Doubled(path)),
        (None, read) => read.map_err(Unread::Syntax),
    }
}

/// Reads a value into its type.
///
/// Errors: what does not fit, and its place.
pub fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, (Vec<String>, serde_json::Error)> {
    T::deserialize(value).map_err(|error| (place::<T>(value, &error.to_string()), error))
}

/// The place of the smallest part that gives the same words when everything beside it is left out.
///
/// The reader itself names no place inside a value that it has to look into first to know its type, as all commands are.
fn place<T: DeserializeOwned>(whole: &Value, words: &str) -> Vec<String> {
    let is_missing = words.starts_with("missing field");
    let fails_alike = |path: &[String], part: Value| {
        let rebuilt = wrapped(whole, path, part);
        T::deserialize(&rebuilt).is_err_and(|error| error.to_string() == words)
    };
    let mut path = Vec::new();
    let mut here = whole;
    loop {
        // Something missing is missing at the innermost place where leaving out everything else changes the words.
        if is_missing && fails_alike(&path, emptied(here)) {
            break;
        }
        let parts: Vec<(String, &Value)> = match here {
            Value::Object(map) => map.iter().map(|(key, part)| (key.clone(), part)).collect(),
            Value::Array(all) => all.iter().enumerate().map(|(i, part)| (i.to_string(), part)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => break,
        };
        let mut parts = parts.into_iter().filter(|(_, part)| !is_missing || part.is_object() || part.is_array());
        let Some((key, part)) = parts.find(|(key, part)| fails_alike(&path, alone(here, key, part))) else { break };
        path.push(key);
        here = part;
    }
    path
}

/// An object or list with this part only.
fn alone(around: &Value, key: &str, part: &Value) -> Value {
    match around {
        Value::Array(_) => Value::Array(vec![part.clone()]),
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Value::Object(Map::from_iter([(key.to_owned(), part.clone())]))
        }
    }
}

fn emptied(value: &Value) -> Value {
    match value {
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Value::Object(Map::new())
        }
    }
}

/// `inner` at its path, with nothing beside the path but what says the type.
fn wrapped(whole: &Value, path: &[String], inner: Value) -> Value {
    let mut levels = vec![whole];
    for key in path {
        let next = levels.last().and_then(|level| match level {
            Value::Object(map) => map.get(key),
            Value::Array(all) => key.parse::<usize>().ok().and_then(|i| all.get(i)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        });
        levels.extend(next);
    }
    let mut built = inner;
    for (key, level) in path.iter().zip(&levels).rev() {
        built = alone(level, key, &built);
    }
    if let (Value::Object(map), Some(tag)) = (&mut built, whole.get(TAG)) {
        map.entry(TAG).or_insert_with(|| tag.clone());
    }
    built
}

/// Where the reader stands. Borrowed from the value around it, because nearly no place is ever told.
enum Place<'p> {
    Whole,
    Part(&'p Place<'p>, usize),
    Field(&'p Place<'p>, &'p str),
}

impl Place<'_> {
    fn path(&self) -> Vec<String> {
        let (around, name) = match self {
            Self::Whole => return Vec::new(),
            Self::Part(around, no) => (around, no.to_string()),
            Self::Field(around, key) => (around, (*key).to_owned()),
        };
        let mut path = around.path();
        path.push(name);
        path
    }
}

/// Reads any value and remembers where a key stood twice.
struct Strict<'s, 'p> {
    doubled: &'s RefCell<Option<Vec<String>>>,
    at: &'p Place<'p>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_, '_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        loop {
            let at = Place::Part(self.at, all.len());
            let Some(part) = parts.next_element_seed(Strict { doubled: self.doubled, at: &at })? else { break };
            all.push(part);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = parts.next_key::<String>()? {
            let at = Place::Field(self.at, &key);
            if map.contains_key(&key) {
                *self.doubled.borrow_mut() = Some(at.path());
                return Err(de::Error::custom("a key stands twice"));
            }
            let part = parts.next_value_seed(Strict { doubled: self.doubled, at: &at })?;
            map.insert(key, part);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::{Command, NewCase};

    fn place_of<T: DeserializeOwned + fmt::Debug>(text: &str) -> String {
        let value = value(text.as_bytes()).expect("JSON");
        typed::<T>(&value).expect_err(text).0.join(".")
    }

    #[test]
    fn what_does_not_fit_is_named_by_its_place() {
        let table = [
            (r#"{"kind": "note", "words": 5}"#, "words"),
            (r#"{"kind": "explode"}"#, "kind"),
            (r#"{"kind": 3}"#, "kind"),
            (r#"{"kind": "notify", "days": 300, "defects": []}"#, "days"),
            (r#"{"kind": "notify", "defects": [{"code": "missing"}, {"code": "blue"}]}"#, "defects.1.code"),
            (r#"{"kind": "notify", "defects": [{"code": "missing", "paper": "x"}]}"#, "defects.0.paper"),
            (r#"{"kind": "notify", "defects": [{"code": "missing"}, {"paper": 1}]}"#, "defects.1"),
            (r#"{"kind": "task_open", "to": [{"site": -1}], "words": "x"}"#, "to.0.site"),
            (r#"{"kind": "note", "word": "x"}"#, "word"),
            (r#"{"kind": "answer", "words": "x"}"#, ""),
            (r#"{"kind": "answer", "of": "zz"}"#, "of"),
            (r#"{"words": "x"}"#, ""),
        ];
        for (text, place) in table {
            assert_eq!(place_of::<Command>(text), place, "{text}");
        }
        let table = [
            (r#"{"item": 7, "applicant": {"name": "", "id_number": "", "phone": ""}}"#, "item"),
            (r#"{"item": "V01", "applicant": {"name": "", "phone": ""}}"#, "applicant"),
            (r#"{"applicant": {"name": "", "id_number": "", "phone": ""}}"#, ""),
            (r#"{"item": "V01", "applicant": {"name": "", "id_number": "", "phone": "", "age": 3}}"#, "applicant.age"),
            (r#"{"item": "V01", "applicant": "x"}"#, "applicant"),
        ];
        for (text, place) in table {
            assert_eq!(place_of::<NewCase>(text), place, "{text}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_named_by_its_place() {
        for (text, place) in [
            (r#"{"a": 1, "a": 2}"#, "a"),
            (r#"{"form": {"x": [{"y": 1, "z": 2, "y": 3}]}}"#, "form.x.0.y"),
            (r#"{"a": 1, "\u0061": 2}"#, "a"),
        ] {
            assert!(matches!(value(text.as_bytes()), Err(Unread::Doubled(path)) if path.join(".") == place), "{text}");
        }
        let plain = r#"{"a": [1, -2, 0.5, null, true, "x"], "b": {"a": {}}}"#;
        assert_eq!(value(plain.as_bytes()).expect("JSON"), serde_json::from_str::<Value>(plain).expect("JSON"));
        for text in ["", "{", "NaN", "1 2", "1e999", "\"\u{1}\""] {
            assert!(matches!(value(text.as_bytes()), Err(Unread::Syntax(_))), "{text}");
        }
    }
}
