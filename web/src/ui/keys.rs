//! Keys of a whole page: F9, Ctrl+Enter, `/`. Keys that an input method is using are left alone.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

use crate::app::session::use_session;

/// A key belongs to an input method that is composing (229 is what older browsers send then).
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// The keys that finish a page: F9 or Ctrl+Enter.
pub fn is_finish(event: &KeyboardEvent) -> bool {
    !is_composing(event) && (event.key() == "F9" || (event.key() == "Enter" && (event.ctrl_key() || event.meta_key())))
}

/// Calls `on_key` for every key pressed anywhere on the page; while somebody has to sign in again the page gets none, since
/// those keys are meant for the dialog on top of it.
#[hook]
pub fn use_keys(on_key: Callback<KeyboardEvent>) {
    let session = use_session();
    let on_key = if session.has_ended() { Callback::noop() } else { on_key };
    let newest = use_mut_ref(|| on_key.clone());
    *newest.borrow_mut() = on_key;
    use_effect_with((), move |()| {
        let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            let on_key = newest.borrow().clone();
            on_key.emit(event);
        });
        let window = web_sys::window();
        if let Some(window) = &window {
            let _ = window.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = window {
                let _ = window.remove_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
            }
        }
    });
}

/// Somebody is typing into a control. Tick boxes and buttons take no letters.
pub fn is_typing() -> bool {
    let active = super::dom::document().and_then(|document| document.active_element());
    active.is_some_and(|element| match element.tag_name().as_str() {
        "INPUT" => {
            let kind = element.get_attribute("type").unwrap_or_default();
            !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "submit")
        }
        tag => matches!(tag, "TEXTAREA" | "SELECT"),
    })
}

/// A plain key, pressed outside of every text: letters may mean something then.
pub fn is_plain(event: &KeyboardEvent) -> bool {
    !is_composing(event) && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !is_typing()
}
