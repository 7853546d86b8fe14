//! The versions of one item, who entered each and when, and what differs between any two.

use std::rc::Rc;

use daiban_shared::api::{ItemVersion, ItemVersions};
use daiban_shared::day::stamp;
use daiban_shared::item::changes;
use daiban_shared::text::{CatalogueUi, Lang, fill};
use yew::prelude::*;

use super::{diff, lines};
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Select;
use crate::ui::link::{Go, up};
use crate::ui::state;
use crate::ui::title::Title;

#[derive(Properties, PartialEq)]
pub struct VersionsPageProps {
    pub code: String,
}

/// `/catalogue/items/{code}`
#[component]
pub fn VersionsPage(props: &VersionsPageProps) -> Html {
    let loaded = use_load::<ItemVersions>(format!("/catalogue/items/{}", props.code), false);
    state::of(&loaded, |view| html! { <Versions view={view.clone()} /> })
}

#[derive(Properties, PartialEq)]
struct VersionsProps {
    view: Rc<ItemVersions>,
}

#[component]
fn Versions(props: &VersionsProps) -> Html {
    let lang = use_lang();
    let versions = &props.view.versions;
    // Newest first: 0 against 1.
    let picked = use_state(|| (1usize, 0usize));
    let Some(newest) = versions.first() else { return Html::default() };
    let name = lang.pick(&newest.item.zh, &newest.item.en);
    html! {
        <>
            { up(Route::Catalogue, CatalogueUi::Title.text(lang)) }
            <div class="head">
                <Title text={fill(CatalogueUi::VersionsTitle.text(lang), &[("item", name)])} />
                if !newest.item.ended {
                    <Go to={Route::Item { code: newest.item.code.clone() }} class={classes!("button")} test="to-guide">
                        { icon(Icon::BookOpen) }{ CatalogueUi::Guide.text(lang) }
                    </Go>
                }
            </div>
            <p class="lead">{ CatalogueUi::VersionsLead.text(lang) }</p>
            { table(&props.view, lang) }
            if versions.len() > 1 { { compare(&props.view, &picked, lang) } }
        </>
    }
}

fn number(version: &ItemVersion, lang: Lang) -> String {
    fill(CatalogueUi::VersionNo.text(lang), &[("n", &version.item.version.to_string())])
}

fn table(view: &ItemVersions, lang: Lang) -> Html {
    let head = |text: CatalogueUi| html! { <th scope="col">{ text.text(lang) }</th> };
    let row = |(at, version): (usize, &ItemVersion)| {
        let changed = match view.versions.get(at + 1) {
            None => CatalogueUi::FirstVersion.text(lang).to_owned(),
            Some(before) => match changes(&before.item, &version.item).len() {
                0 => CatalogueUi::NoChange.text(lang).to_owned(),
                n => fill(CatalogueUi::ChangeCount.text(lang), &[("n", &n.to_string())]),
            },
        };
        let by = version
            .by
            .as_ref()
            .map_or_else(|| view.by.name(lang).to_owned(), |name| format!("{} · {name}", view.by.name(lang)));
        html! {
            <tr key={version.item.version} data-test="version">
                <th scope="row">{ number(version, lang) }</th>
                <td data-label={CatalogueUi::EnteredAt.text(lang)}><span class="nowrap">{ stamp(version.at) }</span></td>
                <td data-label={CatalogueUi::EnteredBy.text(lang)}><span>{ by }</span></td>
                <td data-label={CatalogueUi::WithBefore.text(lang)}><span>{ changed }</span></td>
            </tr>
        }
    };
    html! {
        <table class="cards">
            <thead><tr>
                { head(CatalogueUi::ColumnVersion) }{ head(CatalogueUi::EnteredAt) }{ head(CatalogueUi::EnteredBy) }
                { head(CatalogueUi::WithBefore) }
            </tr></thead>
            <tbody>{ for view.versions.iter().enumerate().map(row) }</tbody>
        </table>
    }
}

fn compare(view: &ItemVersions, picked: &UseStateHandle<(usize, usize)>, lang: Lang) -> Html {
    let (old, new) = **picked;
    let options: Vec<(String, String)> =
        view.versions.iter().enumerate().map(|(at, version)| (at.to_string(), number(version, lang))).collect();
    let choose = |set: fn(&mut (usize, usize), usize)| {
        let picked = picked.clone();
        Callback::from(move |text: String| {
            if let Ok(at) = text.parse() {
                let mut next = *picked;
                set(&mut next, at);
                picked.set(next);
            }
        })
    };
    let select = |id: &'static str, text: CatalogueUi, at: usize, on_text: Callback<String>| {
        html! {
            <label for={id}>{ text.text(lang) }
                <Select {id} initial={at.to_string()} options={options.clone()} test={id} {on_text} />
            </label>
        }
    };
    let Some((before, after)) = view.versions.get(old).zip(view.versions.get(new)) else { return Html::default() };
    let (old_no, new_no) = (before.item.version.to_string(), after.item.version.to_string());
    html! {
        <section>
            <h2>{ fill(CatalogueUi::DiffTitle.text(lang), &[("old", &old_no), ("new", &new_no)]) }</h2>
            if view.versions.len() > 2 {
                <div class="filters">
                    { select("version-old", CatalogueUi::Older, old, choose(|picked, at| picked.0 = at)) }
                    { select("version-new", CatalogueUi::Newer, new, choose(|picked, at| picked.1 = at)) }
                </div>
            }
            { diff::table(&lines::lines(&before.item, &after.item, &view.departments, lang), lang) }
        </section>
    }
}
