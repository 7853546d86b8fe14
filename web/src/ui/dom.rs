//! The few words spoken with the browser itself: focus, title, storage, pauses.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, Storage};

/// The page; none outside a browser.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// An element by its id.
pub fn by_id(id: &str) -> Option<web_sys::Element> {
    document()?.get_element_by_id(id)
}

/// Puts the focus on an element; says whether it has it: what is not drawn takes none.
pub fn focus(id: &str) -> bool {
    let Some(element) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return false };
    let _ = element.focus();
    document().and_then(|document| document.active_element()).is_some_and(|active| active.is_same_node(Some(&element)))
}

/// What has the focus.
pub fn focused() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// Puts the focus where a page begins, unless somebody types into the search that is on every page: a page may come late.
pub fn begin_at(id: &str) -> bool {
    is_in("[role=search]") || focus(id)
}

/// Brings an element into sight.
pub fn scroll_to(id: &str) {
    if let Some(element) = by_id(id) {
        element.scroll_into_view();
    }
}

/// Whether such an element stands on the page.
pub fn is_there(selector: &str) -> bool {
    document().and_then(|document| document.query_selector(selector).ok().flatten()).is_some()
}

/// Whether what has the focus stands inside of such an element.
pub fn is_in(selector: &str) -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// Puts the focus on an element without moving the page.
pub fn focus_still(id: &str) {
    if let Some(element) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Moves the focus within `root` to the next control after the focused one.
pub fn focus_next(root: &web_sys::Element) {
    let Some(active) = document().and_then(|document| document.active_element()) else { return };
    let wanted = "input:not([disabled]),select:not([disabled]),textarea:not([disabled]),button[data-next]";
    let Ok(list) = root.query_selector_all(wanted) else { return };
    let controls = (0..list.length()).filter_map(|i| list.get(i)?.dyn_into::<HtmlElement>().ok());
    // A folded part takes no focus.
    let folded = |control: &HtmlElement| control.closest("details:not([open])").ok().flatten().is_some();
    let controls = controls.filter(|control| !folded(control));
    let next = controls.skip_while(|control| !control.is_same_node(Some(&active))).nth(1);
    if let Some(next) = next {
        let _ = next.focus();
        if let Ok(input) = next.dyn_into::<web_sys::HtmlInputElement>() {
            input.select();
        }
    }
}

/// The path of the address.
pub fn path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// The window's title.
pub fn title() -> String {
    document().map(|document| document.title()).unwrap_or_default()
}

/// Names the window.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Tells the browser in which language the page is, for fonts and screen readers.
pub fn set_language(code: &str) {
    set_root_attribute("lang", code);
}

/// Sets an attribute of the whole page.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute(name, value);
    }
}

/// The page is in a tab that nobody sees.
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Hidden)
}

/// Waits.
pub async fn sleep(ms: u32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let ms = i32::try_from(ms).unwrap_or(i32::MAX);
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Now, by this computer's clock.
pub fn now_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// How far the page is scrolled down, and how high the screen is.
pub fn scrolled() -> (f64, f64) {
    let window = web_sys::window();
    let number = |value: Option<wasm_bindgen::JsValue>| value.and_then(|value| value.as_f64()).unwrap_or(0.0);
    let y = window.as_ref().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0);
    (y, number(window.and_then(|window| window.inner_height().ok())))
}

/// Scrolls the page.
pub fn scroll_page(y: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// Keeps a file where the browser keeps what is downloaded.
pub fn save(name: &str, bytes: &[u8]) -> Option<()> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link = document()?.create_element("a").ok()?.dyn_into::<HtmlElement>().ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    web_sys::Url::revoke_object_url(&address).ok()
}

/// Opens the print window.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Opens the print window for a part of the page: the style sheet knows the mark on the body.
pub fn print_only(mark: &str) {
    let Some(body) = document().and_then(|document| document.body()) else { return };
    // Printing waits until the window is closed, so the mark stands exactly as long.
    let _ = body.class_list().add_1(mark);
    print();
    let _ = body.class_list().remove_1(mark);
}

/// Marks the page for the style sheet, or takes the mark away.
pub fn mark_body(mark: &str, is_set: bool) {
    if let Some(body) = document().and_then(|document| document.body()) {
        let _ = body.class_list().toggle_with_force(mark, is_set);
    }
}

/// One part of the address's query, and the same address without its query.
pub fn taken_from_query(name: &str) -> Option<String> {
    let window = web_sys::window()?;
    let query = window.location().search().ok()?;
    let found = query.trim_start_matches('?').split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    let found = found?.to_owned();
    let path = window.location().pathname().ok()?;
    let _ = window.history().ok()?.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    Some(found)
}

/// What stands under a key in this browser.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a text in this browser; says whether it could (a full or forbidden storage cannot).
pub fn store(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Forgets what stands under a key.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Every key that begins with `start`.
pub fn stored_keys(start: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    (0..count).filter_map(|i| storage.key(i).ok()?).filter(|key| key.starts_with(start)).collect()
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Puts the focus on the link around a mark with this id.
pub fn focus_link_of(id: &str) {
    let link = by_id(id).and_then(|mark| mark.closest("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let _ = link.focus();
    }
}
