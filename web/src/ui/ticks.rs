//! Time that passes while a page is open.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::dom;

/// Counts stretches of so many milliseconds while the page is open.
#[hook]
pub fn use_ticks(ms: u32) -> u32 {
    let ticks = use_state(|| 0u32);
    let set = ticks.setter();
    use_effect_with(ms, move |ms| {
        let (open, ms) = (Rc::new(std::cell::Cell::new(true)), *ms);
        let is_open = open.clone();
        spawn_local(async move {
            let mut count = 0u32;
            while is_open.get() {
                dom::sleep(ms).await;
                if is_open.get() {
                    count = count.wrapping_add(1);
                    set.set(count);
                }
            }
        });
        move || open.set(false)
    });
    *ticks
}
