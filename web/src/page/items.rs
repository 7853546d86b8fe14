//! The catalogue: search by Chinese, pinyin initials or code; Enter opens the first.

use daiban_shared::api::{ItemRow, Page};
use daiban_shared::item::Service;
use daiban_shared::text::{Lang, Ui, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::input::TextInput;
use crate::ui::keys::{is_composing, use_keys};
use crate::ui::link::{Go, go};
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
    let found: Vec<ItemRow> = loaded.value.as_ref().map(|page| found(&page.items, &query)).unwrap_or_default();
    let on_key = {
        let first = found.first().map(|row| row.item.code.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() != "Enter" || is_composing(&event) {
                return;
            }
            event.prevent_default();
            if let (Some(navigator), Some(code)) = (&navigator, first.clone()) {
                go(navigator, &Route::Item { code }, None);
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
            <p class="lead" id="items-lead">{ Ui::ItemsLead.text(lang) }</p>
            <div class="search wide" onkeydown={on_key}>
                <label for="item-search" class="hidden">{ Ui::ItemsSearch.text(lang) }</label>
                <TextInput id="item-search" kind="search" focus={true} placeholder={Some(AttrValue::from(Ui::ItemsSearch.text(lang)))}
                    described={Some(AttrValue::from("items-lead"))} test="item-search" {on_text} />
            </div>
            { state::of(&loaded, |_| if found.is_empty() {
                html! { <Empty text={Ui::ItemsNone.text(lang)} /> }
            } else {
                draw(&found, lang)
            }) }
        </>
    }
}

fn draw(found: &[ItemRow], lang: Lang) -> Html {
    let part = |here: bool, title: Ui| {
        let rows: Vec<&ItemRow> = found.iter().filter(|row| row.files_here == here).collect();
        if rows.is_empty() {
            return Html::default();
        }
        html! {
            <section>
                <h2>{ title.text(lang) }{ " " }<span class="count">{ rows.len() }</span></h2>
                <ul class="items">{ for rows.into_iter().map(|row| entry(row, lang)) }</ul>
            </section>
        }
    };
    html! { <>{ part(true, Ui::ItemsHere) }{ part(false, Ui::ItemsElsewhere) }</> }
}

fn entry(row: &ItemRow, lang: Lang) -> Html {
    let limit = match row.service {
        Service::Instant => Ui::Instant.text(lang).to_owned(),
        Service::Promised => fill(Ui::Promised.text(lang), &[("span", &words::span(row.promised, lang))]),
    };
    let code = row.item.code.clone();
    html! {
        <li key={code.clone()} data-test="item" data-code={code.clone()}>
            <Go to={Route::Item { code: code.clone() }} test={format!("item-{code}")}>
                <span class="code">{ code }</span>
                <strong>{ lang.pick(&row.item.zh, &row.item.en).to_owned() }</strong>
                <small>{ format!("{} · {limit}", lang.pick(&row.category_zh, &row.category_en)) }</small>
            </Go>
        </li>
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

/// How well a row fits: 0 best; none = not at all.
fn fit(row: &ItemRow, query: &str) -> Option<u8> {
    let initials = |test: &dyn Fn(&str) -> bool| row.initials.iter().any(|text| test(&text.to_lowercase()));
    let tests: [&dyn Fn() -> bool; 6] = [
        &|| query.is_empty() || row.item.code.to_lowercase() == query,
        &|| row.item.zh.starts_with(query) || initials(&|text| text.starts_with(query)),
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
        assert_eq!(codes("allowance"), ["T12", "V04"].map(String::from).into_iter().rev().collect::<Vec<_>>());
        assert!(codes("xyz").is_empty());
    }

    #[test]
    fn without_words_the_most_used_come_first() {
        assert_eq!(codes(" "), ["V05", "V04", "T12"]);
    }
}
