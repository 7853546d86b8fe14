//! The keys of filing on one page: which press means what. Pure; an input method's keys mean nothing here.

use daiban_shared::text::FilingUi;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Shows or closes the list of keys.
    Help,
    /// The same applicant as in the last case.
    Same,
    /// Ticks all required papers.
    TickAll,
    /// To the last look.
    Check,
    /// Files and prints the receipt.
    FilePrint,
    /// Files and begins the next.
    FileNext,
}

/// A key as it was pressed.
#[derive(Debug, Clone, Default)]
pub struct Press {
    /// As the browser names it.
    pub key: String,
    /// Ctrl or the command key.
    pub ctrl: bool,
    /// Alt or Shift.
    pub other: bool,
    /// An input method is using it.
    pub composing: bool,
    /// Held down.
    pub repeat: bool,
    /// A control that takes text has the focus.
    pub typing: bool,
}

impl Press {
    /// Of a browser's event.
    pub fn of(event: &web_sys::KeyboardEvent) -> Self {
        Self {
            key: event.key(),
            ctrl: event.ctrl_key() || event.meta_key(),
            other: event.alt_key() || event.shift_key(),
            composing: crate::ui::keys::is_composing(event),
            repeat: event.repeat(),
            typing: crate::ui::keys::is_typing(),
        }
    }

    /// What it means here; none = the browser's own or nobody's.
    pub fn means(&self) -> Option<Key> {
        if self.composing || self.repeat {
            return None;
        }
        match (self.key.as_str(), self.ctrl, self.other) {
            ("Enter", true, false) | ("F8", false, false) => Some(Key::Check),
            // `?` is typed with Shift, and into a field it is a question mark.
            ("?" | "？", false, _) if !self.typing => Some(Key::Help),
            ("F2", false, false) => Some(Key::Same),
            ("F4", false, false) => Some(Key::TickAll),
            ("F9", false, false) => Some(Key::FilePrint),
            ("F10", false, false) => Some(Key::FileNext),
            _ => None,
        }
    }
}

/// The list of keys as it is shown: the key and what it does.
pub const SHOWN: [(&str, FilingUi); 9] = [
    ("Enter", FilingUi::KeyNext),
    ("Shift+Enter", FilingUi::KeyLine),
    ("F2", FilingUi::KeySame),
    ("F4", FilingUi::KeyTick),
    ("F8", FilingUi::KeyCheck),
    ("Ctrl+Enter", FilingUi::KeyCheck),
    ("F9", FilingUi::KeyPrint),
    ("F10", FilingUi::KeyAnother),
    ("?", FilingUi::KeyHelp),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press {
        Press { key: key.into(), ..Press::default() }
    }

    #[test]
    fn each_key_that_is_shown_does_something() {
        for (keys, _) in SHOWN.iter().filter(|(keys, _)| keys.starts_with(['F', '?'])) {
            assert!(press(keys).means().is_some(), "{keys}");
        }
        assert_eq!(Press { ctrl: true, ..press("Enter") }.means(), Some(Key::Check));
    }

    #[test]
    fn the_browser_keeps_its_own_keys() {
        for key in ["F3", "F5", "F6", "F7", "F11", "F12", "Tab", "Escape", "a", "Enter"] {
            assert_eq!(press(key).means(), None, "{key}");
        }
        assert_eq!(Press { ctrl: true, ..press("F4") }.means(), None, "Ctrl+F4 closes a tab");
        assert_eq!(Press { other: true, ..press("F4") }.means(), None, "Alt+F4 closes the window");
        assert_eq!(Press { ctrl: true, ..press("F10") }.means(), None);
    }

    #[test]
    fn an_input_method_and_a_held_key_do_nothing() {
        for key in ["F2", "F4", "F8", "F9", "F10", "?"] {
            assert_eq!(Press { composing: true, ..press(key) }.means(), None, "{key}");
            assert_eq!(Press { repeat: true, ..press(key) }.means(), None, "{key}");
        }
    }

    #[test]
    fn a_question_mark_is_typed_into_a_field_and_asks_elsewhere() {
        assert_eq!(Press { typing: true, other: true, ..press("?") }.means(), None);
        assert_eq!(Press { other: true, ..press("?") }.means(), Some(Key::Help));
        assert_eq!(press("F1").means(), None, "the help of the page");
    }
}
