//! What was typed into a form, by field: a reducer, so that two changes in one moment both count.

use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

/// Field -> text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typed(pub BTreeMap<String, String>);

impl Typed {
    /// What stands in a field.
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// A tick box is ticked.
    pub fn ticked(&self, field: &str) -> bool {
        self.text(field) == "true"
    }
}

impl Reducible for Typed {
    type Action = (String, String);

    fn reduce(self: Rc<Self>, (field, text): (String, String)) -> Rc<Self> {
        let mut next = self.0.clone();
        next.insert(field, text);
        Rc::new(Self(next))
    }
}

/// Types into one field.
pub fn into(typed: &UseReducerHandle<Typed>, field: impl Into<String>) -> Callback<String> {
    let (typed, field) = (typed.dispatcher(), field.into());
    Callback::from(move |text| typed.dispatch((field.clone(), text)))
}

/// Ticks one box.
pub fn tick(typed: &UseReducerHandle<Typed>, field: impl Into<String>) -> Callback<bool> {
    into(typed, field).reform(|ticked: bool| if ticked { "true".to_owned() } else { String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_last_stands_in_its_field_alone() {
        let typed = |typed: Rc<Typed>, field: &str, text: &str| typed.reduce((field.to_owned(), text.to_owned()));
        let both = typed(typed(Rc::new(Typed::default()), "words", "材料不"), "days", "10");
        let after = typed(Rc::clone(&both), "words", "材料不齐");
        assert_eq!((after.text("words"), after.text("days"), after.text("ground")), ("材料不齐", "10", ""));
        assert_eq!(both.text("words"), "材料不", "what a page drew before stays as it was");
    }
}
