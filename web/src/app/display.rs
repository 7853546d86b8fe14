//! How the pages look on this screen: size of text, contrast, movement. It belongs to the screen and not to the person, so
//! this browser keeps it, and it works before anybody has signed in. `start.js` sets it before the client runs.

use daiban_shared::text::FrameUi;

use crate::ui::dom;

/// Where this browser keeps it: three words, separated by spaces. `start.js` reads the same.
const KEY: &str = "daiban.display";

/// One thing that can be chosen, and its choices; the first is what stands when nothing was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The attribute of the page.
    pub name: &'static str,
    /// Its name.
    pub text: FrameUi,
    /// Value and name of each.
    pub values: &'static [(&'static str, FrameUi)],
}

/// Everything that can be chosen.
pub const CHOICES: [Choice; 3] = [
    Choice {
        name: "text",
        text: FrameUi::TextSize,
        values: &[("normal", FrameUi::TextNormal), ("large", FrameUi::TextLarge), ("huge", FrameUi::TextHuge)],
    },
    Choice {
        name: "contrast",
        text: FrameUi::Contrast,
        values: &[("normal", FrameUi::ContrastNormal), ("high", FrameUi::ContrastHigh)],
    },
    Choice {
        name: "motion",
        text: FrameUi::Motion,
        values: &[("system", FrameUi::MotionAsSystem), ("less", FrameUi::MotionLess)],
    },
];

/// What is chosen, one value for each of `CHOICES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Display([&'static str; 3]);

impl Display {
    /// As this browser kept it.
    pub fn stored() -> Self {
        Self::parse(&dom::stored(KEY).unwrap_or_default())
    }

    /// Three words; whatever is missing or unknown is the first choice.
    pub fn parse(text: &str) -> Self {
        let words: Vec<&str> = text.split(' ').collect();
        Self(std::array::from_fn(|place| {
            let values = CHOICES[place].values;
            let known = values.iter().find(|(value, _)| words.get(place) == Some(value));
            known.unwrap_or(&values[0]).0
        }))
    }

    /// What is chosen of one thing.
    pub fn value(&self, choice: &Choice) -> &'static str {
        let place = CHOICES.iter().position(|other| other.name == choice.name);
        self.0[place.unwrap_or(0)]
    }

    /// With another value of one thing; an unknown value changes nothing.
    pub fn with(mut self, choice: &Choice, value: &str) -> Self {
        for (place, other) in CHOICES.iter().enumerate().filter(|(_, other)| other.name == choice.name) {
            if let Some((known, _)) = other.values.iter().find(|(known, _)| *known == value) {
                self.0[place] = known;
            }
        }
        self
    }

    /// Shows and keeps it.
    pub fn apply(&self) {
        for (choice, value) in CHOICES.iter().zip(self.0) {
            dom::set_root_attribute(&format!("data-{}", choice.name), value);
        }
        dom::store(KEY, &self.0.join(" "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_and_what_is_unknown_is_the_usual() {
        let large = Display::parse("").with(&CHOICES[0], "large").with(&CHOICES[2], "less");
        assert_eq!(Display::parse(&large.0.join(" ")), large);
        assert_eq!(large.value(&CHOICES[0]), "large");
        assert_eq!(Display::parse("tiny high").0, ["normal", "high", "system"]);
        assert_eq!(large.with(&CHOICES[0], "tiny"), large);
    }
}
