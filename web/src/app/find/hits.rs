//! What a search shows, in the order of the arrow keys. Pure.

use daiban_shared::api::{Found, Marked};
use daiban_shared::text::{Lang, ListUi, fill};

use crate::app::route::{CaseFilter, Route};
use crate::ui::icon::Icon;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A case.
    Case,
    /// An item of the catalogue.
    Item,
    /// A place.
    Place,
    /// The whole list of cases.
    All,
}

impl Kind {
    /// Its shape.
    pub fn icon(self) -> Icon {
        match self {
            Self::Case => Icon::FolderOpen,
            Self::Item => Icon::BookOpen,
            Self::Place => Icon::MapPin,
            Self::All => Icon::List,
        }
    }

    /// Its name in browser tests.
    pub fn code(self) -> &'static str {
        match self {
            Self::Case => "find-case",
            Self::Item => "find-item",
            Self::Place => "find-place",
            Self::All => "find-all",
        }
    }
}

/// One line of the results.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its words, with what matched.
    pub texts: Vec<Marked>,
    /// Where it leads.
    pub to: Route,
    /// With this filter.
    pub filter: Option<CaseFilter>,
}

/// All lines. `typed` = what they were found for.
pub fn hits(found: &Found, typed: &str, lang: Lang) -> Vec<Hit> {
    let plain = |text: String| Marked { text, marks: Vec::new() };
    let cases = found.cases.iter().map(|case| {
        let mut texts = vec![case.applicant.clone(), case.item.clone(), case.place.clone(), case.number.clone()];
        if !case.phone_end.marks.is_empty() {
            texts.push(plain(fill(ListUi::FindPhone.text(lang), &[("n", &case.phone_end.text)])));
        }
        texts.retain(|text| !text.text.is_empty());
        Hit { kind: Kind::Case, texts, to: Route::Case { id: case.row.id.to_string() }, filter: None }
    });
    let items = found.items.iter().map(|item| {
        let what = if item.files_here { ListUi::FindFile } else { ListUi::FindGuide };
        let texts = vec![item.name.clone(), item.code.clone(), plain(what.text(lang).to_owned())];
        Hit { kind: Kind::Item, texts, to: Route::Item { code: item.item.code.clone() }, filter: None }
    });
    let places = found.places.iter().map(|place| {
        let mut texts =
            vec![place.name.clone(), plain(place.above.clone()), plain(ListUi::FindBelow.text(lang).to_owned())];
        texts.retain(|text| !text.text.is_empty());
        let filter = CaseFilter { site: place.site.id.0.to_string(), ..CaseFilter::default() };
        Hit { kind: Kind::Place, texts, to: Route::Cases, filter: Some(filter) }
    });
    let mut all: Vec<Hit> = cases.chain(items).chain(places).collect();
    if !found.cases.is_empty() {
        let (words, filter) = match found.day {
            Some(day) => {
                let filter = CaseFilter::filed_in("", day, day);
                (fill(ListUi::FindAllDay.text(lang), &[("day", &day.to_string())]), filter)
            }
            None => {
                let filter = CaseFilter { q: typed.to_owned(), ..CaseFilter::default() };
                (fill(ListUi::FindAll.text(lang), &[("q", typed)]), filter)
            }
        };
        all.push(Hit { kind: Kind::All, texts: vec![plain(words)], to: Route::Cases, filter: Some(filter) });
    }
    all
}

/// A text cut where its marks begin and end.
pub fn pieces(text: &Marked) -> Vec<(String, bool)> {
    let letters: Vec<char> = text.text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    let mut cut = |to: usize, is_mark: bool| {
        let to = to.clamp(at, letters.len());
        if to > at {
            out.push((letters[at..to].iter().collect(), is_mark));
            at = to;
        }
    };
    for (from, to) in &text.marks {
        cut(usize::from(*from), false);
        cut(usize::from(*to), true);
    }
    cut(letters.len(), false);
    out
}

/// The active line after an arrow key; from the box down to the first, from the last back to the box.
pub fn step(at: Option<usize>, down: bool, count: usize) -> Option<usize> {
    match (at, down) {
        (None, true) => (count > 0).then_some(0),
        (None, false) => count.checked_sub(1),
        (Some(at), true) => Some(at + 1).filter(|next| *next < count),
        (Some(at), false) => at.checked_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::day::Day;

    #[test]
    fn a_text_is_cut_where_something_matched() {
        let marked = |text: &str, marks: &[(u16, u16)]| Marked { text: text.into(), marks: marks.to_vec() };
        let words = |text: &Marked| {
            pieces(text).into_iter().map(|(part, is)| if is { format!("[{part}]") } else { part }).collect::<String>()
        };
        let table = [
            (marked("最低生活保障", &[(2, 4)]), "最低[生活]保障"),
            (marked("陈秀英", &[(0, 3)]), "[陈秀英]"),
            (marked("陈秀英", &[(0, 1), (2, 3)]), "[陈]秀[英]"),
            (marked("陈秀英", &[]), "陈秀英"),
            (marked("陈", &[(0, 9), (4, 6)]), "[陈]"),
            (marked("", &[]), ""),
        ];
        for (text, shown) in table {
            assert_eq!(words(&text), shown);
        }
    }

    #[test]
    fn arrow_keys_go_through_all_lines_and_back_into_the_box() {
        assert_eq!([step(None, true, 3), step(Some(0), true, 3), step(Some(2), true, 3)], [Some(0), Some(1), None]);
        assert_eq!([step(None, false, 3), step(Some(1), false, 3), step(Some(0), false, 3)], [Some(2), Some(0), None]);
        assert_eq!([step(None, true, 0), step(None, false, 0)], [None, None]);
    }

    #[test]
    fn a_day_leads_to_the_cases_of_that_day() {
        let row = crate::page::cases::sample_row(1);
        let plain = |text: &str| Marked { text: text.into(), marks: Vec::new() };
        let case = daiban_shared::api::FoundCase {
            number: plain(&row.number),
            applicant: plain(&row.applicant),
            item: plain("低保"),
            place: plain("塘心村"),
            phone_end: plain("0001"),
            row,
        };
        let found = Found { day: Day::parse("2026-11-03"), cases: vec![case], ..Found::default() };
        let all = hits(&found, "11-3", Lang::Zh);
        let last = all.last().expect("all of them");
        assert_eq!((last.kind, all.len()), (Kind::All, 2));
        assert_eq!(last.filter.as_ref().map(|filter| filter.filed_to.as_str()), Some("2026-11-03"));
        assert!(hits(&Found::default(), "x", Lang::Zh).is_empty());
    }
}
