//! How wide a part of the page is: a drawing is made for that width, because text in one that is scaled becomes too small.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

/// Until the page has been measured.
const WIDTH: f64 = 720.0;

/// The width of an element, also after the window has changed.
#[hook]
pub fn use_width(node: NodeRef) -> f64 {
    let width = use_state(|| WIDTH);
    let set = width.setter();
    use_effect_with((), move |()| {
        let measure = move || {
            if let Some(element) = node.cast::<web_sys::Element>().filter(|element| element.client_width() > 0) {
                set.set(f64::from(element.client_width()));
            }
        };
        measure();
        let listener = Closure::<dyn Fn()>::new(measure);
        let window = web_sys::window();
        if let Some(window) = &window {
            let _ = window.add_event_listener_with_callback("resize", listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = window {
                let _ = window.remove_event_listener_with_callback("resize", listener.as_ref().unchecked_ref());
            }
        }
    });
    *width
}
