//! Where drafts are kept: this browser, by user, item and draft. A shared PC shows nobody another person's drafts.

use daiban_shared::id::UserId;

use super::Draft;
use crate::ui::dom;

/// Keeps a draft; gives the moment, or nothing where the browser could not.
pub fn keep(user: UserId, draft: &Draft) -> Option<u64> {
    let kept = Draft { saved_at: now(), ..draft.clone() };
    let text = serde_json::to_string(&kept).ok()?;
    dom::store(&key(user, draft), &text).then_some(kept.saved_at)
}

/// Puts a draft back as it was, with its old moment.
pub fn put_back(user: UserId, draft: &Draft) {
    if let Ok(text) = serde_json::to_string(draft) {
        dom::store(&key(user, draft), &text);
    }
}

/// The drafts of an item, newest first; unreadable ones (of an older client) count as none.
pub fn of_item(user: UserId, item: &str) -> Vec<Draft> {
    all(user).into_iter().filter(|draft| draft.item == item && !draft.is_blank()).collect()
}

/// Every draft of a person, newest first.
pub fn all(user: UserId) -> Vec<Draft> {
    let keys = dom::stored_keys(&format!("daiban.draft.{user}."));
    let mut drafts: Vec<Draft> = keys.iter().filter_map(|key| serde_json::from_str(&dom::stored(key)?).ok()).collect();
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
    drafts
}

/// Forgets a draft.
pub fn drop(user: UserId, draft: &Draft) {
    dom::forget(&key(user, draft));
}

/// This browser's clock; only shown, never sent.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// Under which a draft is kept.
pub fn key(user: UserId, draft: &Draft) -> String {
    match draft.id.as_str() {
        "" => format!("daiban.draft.{user}.{}", draft.item),
        id => format!("daiban.draft.{user}.{}.{id}", draft.item),
    }
}
