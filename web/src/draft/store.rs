//! Where drafts are kept: this browser, by user and item. A shared PC shows nobody another person's drafts.

use daiban_shared::id::UserId;

use super::Draft;
use crate::ui::dom;

/// Keeps a draft; says whether the browser could.
pub fn keep(user: UserId, draft: &Draft) -> bool {
    let kept = Draft { saved_at: now(), ..draft.clone() };
    serde_json::to_string(&kept).is_ok_and(|text| dom::store(&key(user, &draft.item), &text))
}

/// The draft of an item; an unreadable one (of an older client) counts as none.
pub fn find(user: UserId, item: &str) -> Option<Draft> {
    serde_json::from_str(&dom::stored(&key(user, item))?).ok()
}

/// Every draft of a person, newest first.
pub fn all(user: UserId) -> Vec<Draft> {
    let keys = dom::stored_keys(&key(user, ""));
    let mut drafts: Vec<Draft> = keys.iter().filter_map(|key| serde_json::from_str(&dom::stored(key)?).ok()).collect();
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
    drafts
}

/// Forgets a draft.
pub fn drop(user: UserId, item: &str) {
    dom::forget(&key(user, item));
}

/// This browser's clock; only shown, never sent.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

fn key(user: UserId, item: &str) -> String {
    format!("daiban.draft.{user}.{item}")
}
