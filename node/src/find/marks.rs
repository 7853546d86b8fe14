//! Which part of a text fits what was typed: the characters themselves, or the initials of their pinyin in any reading.
//! Pure.

use daiban_shared::api::Marked;
use pinyin::ToPinyinMulti;

/// Words of one question; further ones narrow nothing.
const TERMS_MAX: usize = 6;

/// A text with what fits of it.
pub fn mark(text: &str, typed: &str) -> Marked {
    let letters: Vec<char> = text.chars().collect();
    let mut ranges: Vec<(usize, usize)> = terms(typed).iter().filter_map(|term| find(&letters, term)).collect();
    ranges.sort_unstable();
    let mut marks: Vec<(u16, u16)> = Vec::new();
    for (from, to) in ranges {
        match marks.last_mut() {
            Some(last) if from <= usize::from(last.1) => last.1 = last.1.max(short(to)),
            Some(_) | None => marks.push((short(from), short(to))),
        }
    }
    Marked { text: text.to_owned(), marks }
}

/// Whether every word that was typed fits one of the texts.
pub fn fits(texts: &[&str], typed: &str) -> bool {
    let texts: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
    let terms = terms(typed);
    !terms.is_empty() && terms.iter().all(|term| texts.iter().any(|text| find(text, term).is_some()))
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn terms(typed: &str) -> Vec<Vec<char>> {
    let words = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(TERMS_MAX).map(|word| word.chars().flat_map(char::to_lowercase).collect()).collect()
}

/// Where a word stands in a text; as it is first, then by initials.
fn find(text: &[char], term: &[char]) -> Option<(usize, usize)> {
    let same = |letter: &char, wanted: &char| letter.to_lowercase().eq([*wanted]);
    let by = |fits: &dyn Fn(&char, &char) -> bool| {
        let windows = text.windows(term.len());
        let found =
            windows.enumerate().find(|(_, part)| part.iter().zip(term).all(|(letter, wanted)| fits(letter, wanted)));
        found.map(|(at, _)| (at, at + term.len()))
    };
    // One letter is the initial of half of all names.
    let is_initials = term.len() > 1 && term.iter().all(char::is_ascii_alphabetic);
    by(&same).or_else(|| by(&|letter, wanted| begins(*letter, *wanted)).filter(|_| is_initials))
}

/// A character one of whose readings begins with a letter.
fn begins(letter: char, wanted: char) -> bool {
    let readings = letter.to_pinyin_multi().into_iter().flatten();
    readings.into_iter().any(|reading| reading.first_letter().chars().eq([wanted]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_marked_where_it_stands() {
        type Marks = &'static [(u16, u16)];
        let table: [(&str, &str, Marks); 12] = [
            ("最低生活保障", "生活", &[(2, 4)]),
            ("最低生活保障", "zdsh", &[(0, 4)]),
            ("最低生活保障", "ZDSH", &[(0, 4)]),
            ("单小燕", "sxy", &[(0, 3)]),
            ("单小燕", "dxy", &[(0, 3)]),
            ("陈秀英", "陈", &[(0, 1)]),
            ("陈秀英", "陈 秀英", &[(0, 3)]),
            ("4414030001", "0001", &[(6, 10)]),
            ("Minimum living allowance", "living", &[(8, 14)]),
            ("V04", "v04", &[(0, 3)]),
            ("陈秀英", "c", &[]),
            ("陈", "陈秀英", &[]),
        ];
        for (text, typed, marks) in table {
            assert_eq!(mark(text, typed).marks, marks, "{text} {typed}");
        }
    }

    #[test]
    fn every_word_must_fit_some_text() {
        let item = ["V04", "最低生活保障", "Minimum living allowance"];
        for typed in ["v04", "zdshbz", "生活 v", "allowance", "minimum v04"] {
            assert!(fits(&item, typed), "{typed}");
        }
        for typed in ["v05", "生活 v05", "", " ", "障保"] {
            assert!(!fits(&item, typed), "{typed}");
        }
    }
}
