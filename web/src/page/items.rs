//! The catalogue: search by Chinese, pinyin initials or code; Enter opens the first.

use daiban_shared::api::{ItemRow, KnownApplicant, Page};
use daiban_shared::item::Service;
use daiban_shared::text::{FilingUi, Lang, Ui, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{Begin, Route};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::file::habit::{FAVOURITES, LATELY, starred};
use crate::prefs::use_pref;
use crate::ui::icon::{Icon, icon};
use crate::ui::keys::{is_composing, use_keys};
use crate::ui::link::{Go, go_with};
use crate::ui::search::SearchField;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::{dom, words};

/// `/items`
#[component]
pub fn ItemsPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<Page<ItemRow>>("/items".to_owned(), false);
    let query = use_state(String::new);
    let navigator = use_navigator();
    use_keys(Callback::from(|event: KeyboardEvent| {
        if event.key() == "/" && !is_composing(&event) && !crate::ui::keys::is_typing() {
            event.prevent_default();
            dom::focus("item-search");
        }
    }));
    let begin = use_location().and_then(|at| at.query::<Begin>().ok()).unwrap_or_default();
    let (favourites, set_favourites) = use_pref::<Vec<String>>(FAVOURITES);
    let (lately, _) = use_pref::<Vec<String>>(LATELY);
    let on_star = {
        let favourites = favourites.clone();
        Callback::from(move |code: String| set_favourites.emit(starred(&favourites, &code)))
    };
    let found: Vec<ItemRow> = loaded.value.as_ref().map(|page| found(&page.items, &query)).unwrap_or_default();
    let on_key = {
        // The first on the screen, which is a favourite where one fits.
        let shown = parts(&found, &favourites, &lately);
        let first = shown.first().and_then(|(_, rows)| rows.first()).map(|row| row.item.code.clone());
        let begin = begin.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() != "Enter" || is_composing(&event) {
                return;
            }
            event.prevent_default();
            if let (Some(navigator), Some(code)) = (&navigator, first.clone()) {
                go_with(navigator, &Route::Item { code }, &begin);
            }
        })
    };
    let on_text = {
        let query = query.clone();
        Callback::from(move |text| query.set(text))
    };
    html! {
        <>
            <Title text={Ui::FileCase.text(lang)} keep_focus={true} />
            <ApplicantOf case={begin.applicant_of.clone()} />
            <p class="lead" id="items-lead">{ Ui::ItemsLead.text(lang) }</p>
            <div class="search wide" onkeydown={on_key}>
                <SearchField id="item-search" words={Ui::ItemsSearch.text(lang)} focus={true} described={Some(AttrValue::from("items-lead"))} {on_text} />
            </div>
            { state::of(&loaded, |_| if found.is_empty() {
                html! { <Empty text={Ui::ItemsNone.text(lang)} /> }
            } else {
                let shown = parts(&found, &favourites, &lately);
                let typed = query.trim().to_lowercase();
                let list = List { query: &typed, favourites: &favourites, begin: &begin, on_star: &on_star, lang };
                html! { <>{ for shown.into_iter().map(|(title, rows)| list.draw(title, &rows)) }</> }
            }) }
        </>
    }
}

/// What every row of the list needs.
struct List<'a> {
    /// What is looked for, in small letters.
    query: &'a str,
    favourites: &'a [String],
    begin: &'a Begin,
    on_star: &'a Callback<String>,
    lang: Lang,
}

impl List<'_> {
    fn draw(&self, title: Part, rows: &[&ItemRow]) -> Html {
        html! {
            <section key={title.code()} data-test={format!("items-{}", title.code())}>
                <h2>{ title.text(self.lang) }{ " " }<span class="count">{ rows.len() }</span></h2>
                <ul class="items">{ for rows.iter().map(|row| self.entry(row)) }</ul>
            </section>
        }
    }

    fn entry(&self, row: &ItemRow) -> Html {
        let lang = self.lang;
        let limit = match row.service {
            Service::Instant => Ui::Instant.text(lang).to_owned(),
            Service::Promised => fill(Ui::Promised.text(lang), &[("span", &words::span(row.promised, lang))]),
        };
        let code = row.item.code.clone();
        html! {
            <li key={code.clone()} data-test="item" data-code={code.clone()}>
                <Go to={Route::Item { code: code.clone() }} begin={self.begin.clone()} test={format!("item-{code}")}>
                    <span class="code">{ code }</span>
                    <strong>{ lang.pick(&row.item.zh, &row.item.en).to_owned() }</strong>
                    <small>
                        { format!("{} · {limit}", lang.pick(&row.category_zh, &row.category_en)) }
                        if let Some(name) = called(&row.everyday, self.query) {
                            <span lang="zh-CN" data-test="everyday">{ " · " }{ fill(Ui::AlsoCalled.text(lang), &[("name", name)]) }</span>
                        }
                    </small>
                </Go>
                if row.files_here { { self.star(row) } }
            </li>
        }
    }

    fn star(&self, row: &ItemRow) -> Html {
        let (code, on_star) = (row.item.code.clone(), self.on_star.clone());
        let is_set = self.favourites.contains(&code);
        let words = if is_set { FilingUi::FavouriteDrop } else { FilingUi::FavouriteAdd };
        let name = self.lang.pick(&row.item.zh, &row.item.en);
        let label = fill(words.text(self.lang), &[("item", name)]);
        html! {
            <button type="button" class="star" aria-pressed={is_set.to_string()} title={label.clone()} aria-label={label}
                data-test={format!("star-{code}")} onclick={move |_: MouseEvent| on_star.emit(code.clone())}>
                { icon(Icon::Star) }
            </button>
        }
    }
}

/// The parts of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Favourites,
    Lately,
    Here,
    Elsewhere,
}

impl Part {
    fn code(self) -> &'static str {
        match self {
            Self::Favourites => "favourites",
            Self::Lately => "lately",
            Self::Here => "here",
            Self::Elsewhere => "elsewhere",
        }
    }

    fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Favourites => FilingUi::Favourites.text(lang),
            Self::Lately => FilingUi::Lately.text(lang),
            Self::Here => Ui::ItemsHere.text(lang),
            Self::Elsewhere => Ui::ItemsElsewhere.text(lang),
        }
    }
}

/// The rows in parts, each row once: favourites, what was filed lately, the rest of this place, what is only read here.
fn parts<'a>(rows: &'a [ItemRow], favourites: &[String], lately: &[String]) -> Vec<(Part, Vec<&'a ItemRow>)> {
    let part_of = |row: &ItemRow| match row.files_here {
        false => Part::Elsewhere,
        true if favourites.contains(&row.item.code) => Part::Favourites,
        true if lately.contains(&row.item.code) => Part::Lately,
        true => Part::Here,
    };
    let all = [Part::Favourites, Part::Lately, Part::Here, Part::Elsewhere];
    let parts = all.into_iter().map(|title| {
        let mut of: Vec<&ItemRow> = rows.iter().filter(|row| part_of(row) == title).collect();
        if title == Part::Lately {
            of.sort_by_key(|row| lately.iter().position(|code| *code == row.item.code));
        }
        (title, of)
    });
    parts.filter(|(_, rows)| !rows.is_empty()).collect()
}

#[derive(Properties, PartialEq)]
struct ApplicantOfProps {
    case: String,
}

/// That the next item is filed for the applicant of a case, and a way out of it.
#[component]
fn ApplicantOf(props: &ApplicantOfProps) -> Html {
    let lang = use_session().lang;
    let path = if props.case.is_empty() { String::new() } else { format!("/cases/{}/applicant", props.case) };
    let loaded = use_load::<KnownApplicant>(path, false);
    let Some(known) = loaded.value.as_ref().filter(|_| !props.case.is_empty()) else { return Html::default() };
    html! {
        <p class="notice" role="status" data-test="applicant-of">
            { fill(FilingUi::SameChosen.text(lang), &[("number", &known.number)]) }{ " " }
            <Go to={Route::Items} test="applicant-not">{ FilingUi::SameCancel.text(lang) }</Go>
        </p>
    }
}

/// Rows that fit what was typed, best first; within the same fit the more used ones first.
fn found(rows: &[ItemRow], query: &str) -> Vec<ItemRow> {
    let query = query.trim().to_lowercase();
    let mut found: Vec<(u8, &ItemRow)> = rows.iter().filter_map(|row| Some((fit(row, &query)?, row))).collect();
    found.sort_by(|(left_fit, left), (right_fit, right)| {
        (!left.files_here, left_fit, right.used, &left.item.code).cmp(&(
            !right.files_here,
            right_fit,
            left.used,
            &right.item.code,
        ))
    });
    found.into_iter().map(|(_, row)| row.clone()).collect()
}

/// The everyday name in which the words stand.
fn called<'a>(everyday: &'a [String], query: &str) -> Option<&'a str> {
    everyday.iter().map(String::as_str).find(|name| !query.is_empty() && name.contains(query))
}

/// How well a row fits: 0 best; none = not at all.
fn fit(row: &ItemRow, query: &str) -> Option<u8> {
    let initials = |test: &dyn Fn(&str) -> bool| row.initials.iter().any(|text| test(&text.to_lowercase()));
    let tests: [&dyn Fn() -> bool; 6] = [
        &|| query.is_empty() || row.item.code.to_lowercase() == query,
        &|| {
            row.item.zh.starts_with(query)
                || called(&row.everyday, query).is_some()
                || initials(&|text| text.starts_with(query))
        },
        &|| row.item.zh.contains(query) || row.item.code.to_lowercase().starts_with(query),
        &|| initials(&|text| text.contains(query)),
        &|| row.item.en.to_lowercase().contains(query),
        &|| row.category_zh.contains(query) || row.category_en.to_lowercase().contains(query),
    ];
    tests.iter().position(|test| test()).map(|place| place as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::{DeptRef, ItemRef};
    use daiban_shared::id::DeptId;
    use daiban_shared::item::{Span, Unit};

    fn row(code: &str, zh: &str, en: &str, initials: &str, used: u32) -> ItemRow {
        ItemRow {
            item: ItemRef { code: code.into(), version: 1, zh: zh.into(), en: en.into() },
            department: DeptRef { id: DeptId(1), zh: "民政局".into(), en: "Civil Affairs".into() },
            category_zh: "民政".into(),
            category_en: "civil affairs".into(),
            service: Service::Promised,
            promised: Span { quarters: 80, unit: Unit::Workday },
            files_here: true,
            everyday: if code == "V04" { vec!["困难补助".into(), "低保".into()] } else { Vec::new() },
            initials: vec![initials.into()],
            used,
        }
    }

    fn codes(query: &str) -> Vec<String> {
        let rows = [
            row("V04", "最低生活保障申请", "Minimum living allowance", "zdshbzsq", 3),
            row("V05", "特困人员认定", "Support for the destitute", "tkryrd", 9),
            row("T12", "高龄津贴", "Allowance for the very old", "gljt", 1),
        ];
        found(&rows, query).into_iter().map(|row| row.item.code).collect()
    }

    #[test]
    fn items_are_found_by_chinese_initials_code_and_english() {
        assert_eq!(codes("生活"), ["V04"]);
        assert_eq!(codes("ZDSH"), ["V04"]);
        assert_eq!(codes("shbz"), ["V04"], "initials from the middle of the name too");
        assert_eq!(codes("t12"), ["T12"]);
        assert_eq!(codes("低保"), ["V04"], "by what people call it");
        assert_eq!(called(&["困难补助".into(), "低保".into()], "低保"), Some("低保"));
        assert_eq!(codes("allowance"), ["T12", "V04"].map(String::from).into_iter().rev().collect::<Vec<_>>());
        assert!(codes("xyz").is_empty());
    }

    #[test]
    fn every_row_stands_in_one_part_favourites_first() {
        let mut rows =
            vec![row("V04", "低保", "a", "", 3), row("V05", "特困", "b", "", 9), row("T12", "认证", "c", "", 1)];
        rows.push(ItemRow { files_here: false, ..row("D01", "执照", "d", "", 0) });
        let codes = |list: &[&str]| list.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let shown = parts(&rows, &codes(&["T12", "D01"]), &codes(&["T12", "V05"]));
        let shown: Vec<(Part, Vec<&str>)> = shown
            .into_iter()
            .map(|(part, rows)| (part, rows.iter().map(|row| row.item.code.as_str()).collect()))
            .collect();
        let wanted = [
            (Part::Favourites, vec!["T12"]),
            (Part::Lately, vec!["V05"]),
            (Part::Here, vec!["V04"]),
            (Part::Elsewhere, vec!["D01"]),
        ];
        assert_eq!(shown, wanted);
    }

    #[test]
    fn without_words_the_most_used_come_first() {
        assert_eq!(codes(" "), ["V05", "V04", "T12"]);
    }
}
