//! Whether something has been going on for so long that a person begins to wonder.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::dom;

/// Until then a turning mark is enough.
const LONG_MS: u32 = 4_000;

/// True once `goes_on` has been true for long without a pause.
#[hook]
pub fn use_long(goes_on: bool) -> bool {
    let is_long = use_state(|| false);
    let set = is_long.setter();
    use_effect_with(goes_on, move |goes_on| {
        let counts = std::rc::Rc::new(std::cell::Cell::new(*goes_on));
        set.set(false);
        if *goes_on {
            let (counts, set) = (counts.clone(), set.clone());
            spawn_local(async move {
                dom::sleep(LONG_MS).await;
                if counts.get() {
                    set.set(true);
                }
            });
        }
        move || counts.set(false)
    });
    *is_long && goes_on
}
