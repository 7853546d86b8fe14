//! Every visible word, in Chinese and English. A screen, a paper and an error name a text; nobody writes one in place.

mod appraisal;
mod clock;
mod domain;
mod report;
mod ui;

pub use appraisal::AppraisalText;
pub use clock::{AskText, ClockText};
pub use domain::*;
pub use report::ReportText;
pub use ui::{
    ActUi, CaseUi, CatalogueUi, ClockUi, DossierUi, EvidenceUi, FigureUi, FileUi, FilingUi, FrameUi, GrantUi, HelpUi,
    JointUi, LineUi, ListUi, OfficeUi, PlaceUi, PracticeUi, PrintUi, RegisterUi, Ui, WallUi, WatchUi,
};

use serde::{Deserialize, Serialize};

/// The language of a page or an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// Reads `zh`, `zh-CN`, `en`, `en-GB;q=0.8,...`; anything else is Chinese.
    pub fn parse(text: &str) -> Self {
        if text.trim_start().to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Zh }
    }

    /// Picks one of two words.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// Declares an enum of texts, each with its Chinese and English words; `{name}` marks a value put in by `fill`.
#[macro_export]
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident => $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum $name { $($key),* }

        impl $name {
            /// Every text, for tests.
            pub const ALL: &'static [Self] = &[$(Self::$key),*];

            /// The words in the asked language.
            pub fn text(self, lang: $crate::text::Lang) -> &'static str {
                match self { $(Self::$key => lang.pick($zh, $en)),* }
            }
        }
    };
}

/// Puts values into `{name}` marks; a mark without a value stays visible, so that a test finds it. An English `(s)` becomes
/// the plural of the value before it: `{n} day(s)`.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let text = plurals(text, values);
    values.iter().fold(text, |out, (name, value)| out.replace(&format!("{{{name}}}"), value))
}

const PLURAL: &str = "(s)";

fn plurals(text: &str, values: &[(&str, &str)]) -> String {
    let mut parts = text.split(PLURAL);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mark = out.rfind('{').and_then(|from| out[from + 1..].split('}').next());
        let is_one = mark.is_some_and(|mark| values.iter().any(|(name, value)| *name == mark && *value == "1"));
        out.push_str(if is_one { "" } else { "s" });
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn english_counts_have_their_plural() {
        let text = "{n} day(s) at {of} place(s)";
        assert_eq!(fill(text, &[("n", "1"), ("of", "12")]), "1 day at 12 places");
        assert_eq!(fill(text, &[("n", "0"), ("of", "1")]), "0 days at 1 place");
        assert_eq!(fill("{who}: {n} 天", &[("who", "a(s)"), ("n", "1")]), "a(s): 1 天", "what somebody wrote stays");
        assert_eq!(fill("{n} {unknown}", &[("n", "1")]), "1 {unknown}");
    }
}
