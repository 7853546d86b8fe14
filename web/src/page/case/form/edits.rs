//! A correction while it is typed, beside a form that others may change meanwhile. A pure reducer: it knows no page.
//!
//! Each touched field remembers what stood there when somebody began to type. Where the form says something else by now,
//! the person is asked before anything is sent: a value that nobody has seen is never overwritten.

use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::api::CaseView;
use daiban_shared::form::{Field, Value, parse_value};
use serde::{Deserialize, Serialize};
use yew::Reducible;

/// What a field says: one value, several in conflict, or none.
pub type Says = Vec<Value>;

/// What was typed, by field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Edits {
    fields: BTreeMap<String, Edited>,
    /// Rises when a control must be drawn anew, because its content was replaced.
    #[serde(skip)]
    pub round: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Edited {
    text: String,
    seen: Says,
}

/// What happens to a correction.
#[derive(Debug, Clone)]
pub enum Act {
    /// Somebody types into a field that says this.
    Type(String, String, Says),
    /// Somebody has looked at what the field says now, and means his own all the same.
    Keep(String, Says),
    /// Somebody takes what the field says now.
    Drop(String),
}

/// A touched field that others have changed meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// The field.
    pub id: String,
    /// What it said when somebody began to type.
    pub before: Says,
    /// What it says now.
    pub now: Says,
    /// What was typed.
    pub mine: Value,
}

impl Edits {
    /// Nobody has typed anything.
    pub fn is_untouched(&self) -> bool {
        self.fields.is_empty()
    }

    /// What was typed into a field; none = not touched.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|edited| edited.text.as_str())
    }

    /// What a touched field said when somebody began to type.
    pub fn seen(&self, field: &str) -> Option<&Says> {
        self.fields.get(field).map(|edited| &edited.seen)
    }

    /// The values to send: what differs from what was seen, and from what is there now.
    pub fn changes(&self, fields: &[Field], case: &CaseView) -> BTreeMap<String, Value> {
        let changed = fields.iter().filter_map(|field| {
            let edited = self.fields.get(&field.id)?;
            let value = parse_value(field, &edited.text).ok()?;
            let differs = is_new(&value, &edited.seen) && is_new(&value, &says(case, &field.id));
            differs.then(|| (field.id.clone(), value))
        });
        changed.collect()
    }

    /// Something was typed that the form does not say: a value to send, or one that is not right yet.
    pub fn is_unsaved(&self, fields: &[Field], case: &CaseView) -> bool {
        let is_wrong = |field: &Field| self.text(&field.id).is_some_and(|text| parse_value(field, text).is_err());
        !self.changes(fields, case).is_empty() || fields.iter().any(is_wrong)
    }

    /// The touched fields that others have changed since somebody began to type.
    pub fn overlaps(&self, fields: &[Field], case: &CaseView) -> Vec<Overlap> {
        let changes = self.changes(fields, case);
        let overlap = |(id, mine): (String, Value)| {
            let (before, now) = (self.seen(&id)?.clone(), says(case, &id));
            (before != now).then_some(Overlap { id, before, now, mine })
        };
        changes.into_iter().filter_map(overlap).collect()
    }
}

impl Reducible for Edits {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut next = (*self).clone();
        match act {
            Act::Type(field, text, now) => {
                next.fields.entry(field).or_insert(Edited { text: String::new(), seen: now }).text = text;
            }
            Act::Keep(field, now) => {
                if let Some(edited) = next.fields.get_mut(&field) {
                    edited.seen = now;
                }
            }
            Act::Drop(field) => {
                next.fields.remove(&field);
                next.round += 1;
            }
        }
        Rc::new(next)
    }
}

/// What a field of the case says now.
pub fn says(case: &CaseView, field: &str) -> Says {
    match case.conflicts.get(field) {
        Some(several) => several.iter().map(|one| one.value.clone()).collect(),
        None => case.form.get(field).cloned().into_iter().collect(),
    }
}

/// Writing one of several values picks it; an empty text in an empty field is nothing.
fn is_new(value: &Value, says: &Says) -> bool {
    match says.as_slice() {
        [] => *value != Value::Text(String::new()),
        [one] => one != value,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::case::sample;
    use daiban_shared::api::Candidate;
    use daiban_shared::form::common_fields;

    const PHONE: &str = "applicant.phone";

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    fn case(phone: &str) -> CaseView {
        CaseView { form: BTreeMap::from([(PHONE.to_owned(), text(phone))]), ..sample::case() }
    }

    fn typed(case: &CaseView, field: &str, words: &str) -> Rc<Edits> {
        Rc::new(Edits::default()).reduce(Act::Type(field.into(), words.into(), says(case, field)))
    }

    #[test]
    fn only_what_differs_is_sent() {
        let (case, fields) = (case("13812345678"), common_fields());
        let sent = |field: &str, words: &str| typed(&case, field, words).changes(&fields, &case);
        assert!(sent(PHONE, "138 1234 5678").is_empty());
        assert_eq!(sent(PHONE, "13812345679"), BTreeMap::from([(PHONE.to_owned(), text("13812345679"))]));
        assert!(sent("applicant.address", "").is_empty(), "still empty");
        assert!(sent(PHONE, "12").is_empty(), "a wrong value is never sent");
    }

    #[test]
    fn a_value_that_came_while_somebody_typed_is_shown_and_not_overwritten_unasked() {
        let (opened, fields) = (case("13800000001"), common_fields());
        let edits = typed(&opened, PHONE, "13800000003");
        assert!(edits.overlaps(&fields, &opened).is_empty());
        let now = case("13800000002");
        let overlap = Overlap {
            id: PHONE.into(),
            before: vec![text("13800000001")],
            now: vec![text("13800000002")],
            mine: text("13800000003"),
        };
        assert_eq!(edits.overlaps(&fields, &now), [overlap]);
        let kept = edits.clone().reduce(Act::Keep(PHONE.into(), says(&now, PHONE)));
        assert!(kept.overlaps(&fields, &now).is_empty(), "asked once is enough");
        assert_eq!(kept.changes(&fields, &now)[PHONE], text("13800000003"));
        let dropped = edits.reduce(Act::Drop(PHONE.into()));
        assert!(dropped.changes(&fields, &now).is_empty() && dropped.text(PHONE).is_none());
    }

    #[test]
    fn the_same_value_typed_by_two_and_a_field_put_back_need_no_question() {
        let (opened, fields) = (case("13800000001"), common_fields());
        let now = case("13800000002");
        for words in ["13800000002", "13800000001"] {
            let edits = typed(&opened, PHONE, words);
            assert!(edits.overlaps(&fields, &now).is_empty() && edits.changes(&fields, &now).is_empty(), "{words}");
        }
    }

    #[test]
    fn what_was_typed_is_kept_until_the_form_says_it() {
        let (opened, fields) = (case("13800000001"), common_fields());
        let edits = typed(&opened, PHONE, "13800000003");
        let kept: Edits = serde_json::from_str(&serde_json::to_string(&*edits).expect("text")).expect("the same");
        assert!(kept == *edits && kept.is_unsaved(&fields, &opened));
        assert!(typed(&opened, PHONE, "138").is_unsaved(&fields, &opened), "half a number is work too");
        assert!(!kept.is_unsaved(&fields, &case("13800000003")), "it was taken");
        assert!(!typed(&opened, PHONE, "13800000001").is_unsaved(&fields, &opened));
    }

    #[test]
    fn several_values_that_came_meanwhile_are_all_shown_and_picking_one_is_a_change() {
        let (opened, fields) = (case("13800000001"), common_fields());
        let mut now = case("13800000001");
        let candidate = |phone: &str| Candidate { value: text(phone), ..sample::candidate() };
        now.conflicts.insert(PHONE.into(), vec![candidate("13800000001"), candidate("13800000002")]);
        let overlaps = typed(&opened, PHONE, "13800000003").overlaps(&fields, &now);
        assert_eq!(overlaps[0].now, [text("13800000001"), text("13800000002")]);
        let picked = typed(&now, PHONE, "13800000001");
        assert_eq!(picked.changes(&fields, &now)[PHONE], text("13800000001"));
    }
}
