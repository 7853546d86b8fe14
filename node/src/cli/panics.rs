//! What a fault in the program leaves in the log: where, never the words. A panic's message may repeat what somebody typed
//! into a form.

use std::panic::PanicHookInfo;

/// From now on a panic of this process logs its place only.
pub fn keep_words_out_of_the_log() {
    std::panic::set_hook(Box::new(|info| tracing::error!("{}", words(info))));
}

fn words(info: &PanicHookInfo<'_>) -> String {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("unnamed");
    match info.location() {
        Some(place) => format!("a fault in the program at {place}, thread {name}"),
        None => format!("a fault in the program at an unknown place, thread {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[test]
    fn the_log_says_where_and_not_what_somebody_typed() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (own, others) = (std::thread::current().id(), Arc::new(std::panic::take_hook()));
        let (before, kept) = (others.clone(), heard.clone());
        // Other tests run beside this one: their panics are none of ours.
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == own {
                kept.lock().unwrap().push(words(info));
            } else {
                before(info);
            }
        }));
        let name = "陈秀英";
        let caught = std::panic::catch_unwind(|| panic!("bad value {name}"));
        std::panic::set_hook(Box::new(move |info| others(info)));
        assert!(caught.is_err());
        let heard = heard.lock().unwrap();
        assert_eq!(heard.len(), 1);
        assert!(heard[0].contains("panics.rs") && !heard[0].contains(name), "{heard:?}");
    }
}
