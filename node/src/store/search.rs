//! Words for the full-text index, and questions to it. Chinese has no blanks: pairs of neighbouring characters stand for
//! words, pinyin initials for those who type them, and numbers can be found by either end. Pure; knows no tables.

use pinyin::{ToPinyin, ToPinyinMulti};
use std::collections::BTreeSet;

/// Words of one case at most: a page of text; more would slow the writer and helps nobody.
const TOKENS_MAX: usize = 400;
/// Readings of one name: most characters have one, a few have three.
const READINGS_MAX: usize = 8;
/// Initials of longer texts are not typed by anybody.
const INITIALS_CHARS_MAX: usize = 24;
/// Terms of one question; further ones narrow nothing.
const TERMS_MAX: usize = 6;
/// Shorter ends of numbers find too much to be of use.
const DIGITS_MIN: usize = 3;

/// What of a case can be found.
#[derive(Debug, Default)]
pub struct Findable<'a> {
    /// Found by Chinese characters and by pinyin initials: people and item.
    pub names: Vec<&'a str>,
    /// Found by Chinese characters.
    pub texts: Vec<&'a str>,
    /// Found by either end: case number, phones, ID numbers.
    pub numbers: Vec<&'a str>,
}

/// The words under which a case is filed in the index.
pub fn tokens(what: &Findable<'_>) -> String {
    let mut out = BTreeSet::new();
    for name in &what.names {
        out.extend(initials(name).into_iter().map(|initials| format!("py{initials}")));
    }
    for text in what.names.iter().chain(&what.texts) {
        for run in han_runs(text) {
            bigrams(&run, &mut out);
        }
        out.extend(latin_words(text));
    }
    for number in &what.numbers {
        let number = digits(number);
        if number.len() >= DIGITS_MIN {
            out.insert(format!("nn{number}"));
            out.insert(format!("nr{}", number.chars().rev().collect::<String>()));
        }
    }
    out.into_iter().take(TOKENS_MAX).collect::<Vec<_>>().join(" ")
}

/// A question to the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// In the index's own language.
    pub terms: String,
    /// Longer runs of characters that must stand in the text as they are: pairs alone would also find them apart.
    pub contained: Vec<String>,
}

/// What somebody typed; none = nothing that can be looked for.
pub fn question(typed: &str) -> Option<Question> {
    let mut terms = Vec::new();
    let mut contained = Vec::new();
    for term in typed.split(|c: char| !c.is_alphanumeric()).filter(|term| !term.is_empty()).take(TERMS_MAX) {
        let runs = han_runs(term);
        if runs.is_empty() {
            terms.push(plain_term(term)?);
        }
        for run in runs {
            let mut pairs = BTreeSet::new();
            bigrams(&run, &mut pairs);
            let one = run.chars().count() == 1;
            terms.extend(pairs.iter().map(|pair| if one { format!("\"{pair}\" *") } else { format!("\"{pair}\"") }));
            if run.chars().count() > 2 {
                contained.push(run);
            }
        }
    }
    (!terms.is_empty()).then(|| Question { terms: terms.join(" AND "), contained })
}

/// Letters are initials or a Latin word, digits the beginning or end of a number.
fn plain_term(term: &str) -> Option<String> {
    let term = term.to_lowercase();
    let number = digits(&term);
    if number == term && term.starts_with(|c: char| c.is_ascii_digit()) {
        let reversed: String = number.chars().rev().collect();
        return (number.len() >= DIGITS_MIN).then(|| format!("(\"nn{number}\" * OR \"nr{reversed}\" *)"));
    }
    Some(format!("(\"py{term}\" * OR \"{term}\" *)"))
}

/// Digits, and the X at the end of an ID number.
fn digits(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).map(|c| c.to_ascii_lowercase()).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn han_runs(text: &str) -> Vec<String> {
    text.split(|c| !is_han(c)).filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

fn latin_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 1 && word.len() < 30)
        .map(str::to_lowercase)
}

fn bigrams(run: &str, out: &mut BTreeSet<String>) {
    let chars: Vec<char> = run.chars().collect();
    if let [only] = chars[..] {
        out.insert(only.to_string());
    }
    out.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
}

/// A name as lists order it: by the syllables of its first reading, then by the characters; nameless ones last.
pub fn order_key(name: &str) -> String {
    if name.is_empty() {
        return "~".to_owned();
    }
    let syllable =
        |c: char| c.to_pinyin().map_or_else(|| c.to_lowercase().to_string(), |reading| format!("{} ", reading.plain()));
    let syllables: String = name.chars().map(syllable).collect();
    format!("{syllables}{name}")
}

/// The first letters of every reading: 重阳 gives zy and cy.
pub fn initials(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in text.chars().filter(|c| is_han(*c)).take(INITIALS_CHARS_MAX) {
        let mut letters: Vec<&str> =
            c.to_pinyin_multi().into_iter().flatten().map(|reading| reading.first_letter()).collect();
        if letters.is_empty() {
            letters.extend(c.to_pinyin().map(|reading| reading.first_letter()));
        }
        letters.sort_unstable();
        letters.dedup();
        if letters.is_empty() {
            continue;
        }
        let more: Vec<String> =
            out.iter().flat_map(|head| letters.iter().map(move |letter| format!("{head}{letter}"))).collect();
        out = more;
        out.truncate(READINGS_MAX);
    }
    out.retain(|initials| initials.len() > 1);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(names: &[&str]) -> Vec<String> {
        tokens(&Findable { names: names.to_vec(), ..Findable::default() }).split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn two_characters_initials_and_ends_of_numbers_are_words() {
        let found = words(&["王建国"]);
        for word in ["王建", "建国", "pywjg"] {
            assert!(found.contains(&word.to_owned()), "{word} in {found:?}");
        }
        let numbers = Findable { numbers: vec!["13800138000"], ..Findable::default() };
        assert_eq!(tokens(&numbers), "nn13800138000 nr00083100831");
    }

    #[test]
    fn every_reading_of_a_name_is_found() {
        assert!(initials("重阳").contains(&"zy".to_owned()) && initials("重阳").contains(&"cy".to_owned()));
        assert!(initials("abc").is_empty());
        assert!(initials(&"行".repeat(100)).len() <= READINGS_MAX);
    }

    #[test]
    fn names_stand_in_the_order_of_their_syllables() {
        let mut names = ["张三", "Anna", "陈二", "", "李四", "陈一"];
        names.sort_by_key(|name| order_key(name));
        assert_eq!(names, ["Anna", "陈二", "陈一", "李四", "张三", ""]);
    }

    #[test]
    fn questions_in_the_ways_people_type() {
        let table = [
            ("低保", Some("\"低保\"")),
            ("王", Some("\"王\" *")),
            ("wjg", Some("(\"pywjg\" * OR \"wjg\" *)")),
            ("8000", Some("(\"nn8000\" * OR \"nr0008\" *)")),
            ("011x", Some("(\"nn011x\" * OR \"nrx110\" *)")),
            ("V04", Some("(\"pyv04\" * OR \"v04\" *)")),
            ("12", None),
            ("  ", None),
            ("\"OR*(", Some("(\"pyor\" * OR \"or\" *)")),
        ];
        for (typed, terms) in table {
            assert_eq!(question(typed).map(|question| question.terms).as_deref(), terms, "{typed}");
        }
        let long = question("王建国").expect("a question");
        assert_eq!(long.terms, "\"建国\" AND \"王建\"");
        assert_eq!(long.contained, vec!["王建国"]);
    }
}
