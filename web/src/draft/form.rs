//! What was typed into a form that is no filing, kept in this browser by person and form: it survives a closed tab.
//!
//! The command's id is kept with it. Deleted when the node has answered, or when somebody cancels.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yew::prelude::*;

use crate::app::session::use_session;
use crate::send::{Sender, use_command_id};
use crate::ui::dom;
use crate::ui::typed::Typed;

/// What was typed, with the id of the command it becomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The command's id.
    pub id: String,
    /// As typed, by input.
    pub typed: BTreeMap<String, String>,
}

/// What was kept; an unreadable one (of an older client) counts as none.
pub fn find(key: &str) -> Option<Kept> {
    serde_json::from_str(&dom::stored(key)?).ok()
}

/// Keeps what was typed; what stood there from the beginning is nothing to keep.
pub fn keep(key: &str, id: &str, typed: &BTreeMap<String, String>, begun: &BTreeMap<String, String>) {
    if is_blank(typed) || typed == begun {
        return dom::forget(key);
    }
    let kept = Kept { id: id.to_owned(), typed: typed.clone() };
    if let Ok(text) = serde_json::to_string(&kept) {
        dom::store(key, &text);
    }
}

fn is_blank(typed: &BTreeMap<String, String>) -> bool {
    typed.values().all(|text| text.trim().is_empty())
}

/// A form whose text is kept until it is sent or given up.
pub struct KeptForm {
    /// The id of the command that it becomes.
    pub id: String,
    /// What stands in it.
    pub typed: UseReducerHandle<Typed>,
    /// It was typed in an earlier visit.
    pub is_back: bool,
    /// It was taken, or is given up: nothing of it is kept.
    pub end: Callback<()>,
}

/// The key of a person's form; nobody's text is kept nowhere.
pub fn key(user: Option<daiban_shared::id::UserId>, form: &str) -> Option<String> {
    Some(format!("daiban.form.{}.{form}", user?))
}

/// A form that is kept under its name; `begun` is what stands in it before anybody types.
#[hook]
pub fn use_kept(form: &str, begun: impl FnOnce() -> Typed, sender: &Sender) -> KeptForm {
    let key = key(use_session().me().map(|me| me.user), form);
    let found = use_memo((), |()| key.as_deref().and_then(find));
    let begun = use_memo((), |()| begun());
    let id = use_command_id((*found).as_ref().map(|kept| kept.id.clone()), sender);
    let typed = {
        let (found, begun) = (found.clone(), begun.clone());
        // What a newer page begins with stands beside what was typed before.
        use_reducer(move || match &*found {
            Some(kept) => Typed(begun.0.iter().chain(&kept.typed).map(|(k, v)| (k.clone(), v.clone())).collect()),
            None => (*begun).clone(),
        })
    };
    let is_over = use_mut_ref(|| false);
    {
        let (key, begun, is_over) = (key.clone(), begun, is_over.clone());
        use_effect_with(((*typed).clone(), id.clone()), move |(typed, id)| {
            if let Some(key) = key.filter(|_| !*is_over.borrow()) {
                keep(&key, id, &typed.0, &begun.0);
            }
        });
    }
    let end = Callback::from(move |()| {
        is_over.replace(true);
        if let Some(key) = &key {
            dom::forget(key);
        }
    });
    KeptForm { id, typed, is_back: found.is_some(), end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::id::UserId;

    #[test]
    fn a_form_belongs_to_one_person() {
        let of = |user: u8, form: &str| key(Some(UserId([user; 8])), form);
        assert_ne!(of(1, "inspection.new"), of(2, "inspection.new"));
        assert_ne!(of(1, "inspection.new"), of(1, "card.7.answer"));
        assert_eq!(key(None, "inspection.new"), None, "nobody's text is kept nowhere");
    }

    #[test]
    fn ticks_taken_back_and_blanks_are_nothing_to_keep() {
        let typed = |text: &str| BTreeMap::from([("words".to_owned(), text.to_owned())]);
        assert!(is_blank(&typed(" \n")) && is_blank(&BTreeMap::new()) && !is_blank(&typed("属实")));
    }
}
