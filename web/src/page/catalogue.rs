//! The district's catalogue: what there is, for whom, and what was changed lately.

mod diff;
pub mod import;
mod lines;
pub mod versions;

use daiban_shared::api::{CatalogueRow, Page};
use daiban_shared::day::Day;
use daiban_shared::id::Millis;
use daiban_shared::item::Service;
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{CatalogueUi, FileUi, Lang, Ui, fill};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::{Select, Tick};
use crate::ui::link::Go;
use crate::ui::search::SearchField;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::words;

/// Changed lately means in this time.
const LATELY_MS: Millis = 90 * 86_400_000;

/// What the person wants to see.
#[derive(Debug, Clone, Default, PartialEq)]
struct Wanted {
    words: String,
    /// A department's number; empty = every.
    department: String,
    /// Only what a village may file.
    village: bool,
    /// Only what was changed lately.
    changed: bool,
}

/// `/catalogue`
#[component]
pub fn CataloguePage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<Page<CatalogueRow>>("/catalogue".to_owned(), true);
    let wanted = use_state(Wanted::default);
    let now = session.me().map_or(0, |me| me.now);
    let edits = session.has_role(&[Role::Admin]) && session.me().is_some_and(|me| me.site.tier == Tier::District);
    html! {
        <>
            <div class="head">
                <Title text={CatalogueUi::Title.text(lang)} />
                if edits {
                    <Go to={Route::CatalogueImport} class={classes!("button")} test="to-import">
                        { icon(Icon::Upload) }{ CatalogueUi::Import.text(lang) }
                    </Go>
                }
            </div>
            <p class="lead">{ CatalogueUi::Lead.text(lang) }</p>
            { state::of(&loaded, |page| html! {
                <>
                    { filters(&page.items, &wanted, lang) }
                    { table(&page.items, &wanted, now, lang) }
                </>
            }) }
        </>
    }
}

fn filters(rows: &[CatalogueRow], wanted: &UseStateHandle<Wanted>, lang: Lang) -> Html {
    let change = |set: fn(&mut Wanted, String)| {
        let wanted = wanted.clone();
        Callback::from(move |text: String| {
            let mut next = (*wanted).clone();
            set(&mut next, text);
            wanted.set(next);
        })
    };
    let tick = |set: fn(&mut Wanted, bool)| {
        let wanted = wanted.clone();
        Callback::from(move |yes: bool| {
            let mut next = (*wanted).clone();
            set(&mut next, yes);
            wanted.set(next);
        })
    };
    let mut departments: Vec<(String, String)> =
        rows.iter().map(|row| (row.department.id.0.to_string(), words::department(&row.department, lang))).collect();
    departments.sort();
    departments.dedup();
    html! {
        <div class="filters">
            <span class="search">
                <SearchField id="catalogue-search" words={Ui::ItemsSearch.text(lang)} on_text={change(|wanted, text| wanted.words = text)} />
            </span>
            <label for="catalogue-department">{ FileUi::Department.text(lang) }
                <Select id="catalogue-department" initial={wanted.department.clone()} options={departments}
                    empty={CatalogueUi::AllDepartments.text(lang)} test="catalogue-department"
                    on_text={change(|wanted, text| wanted.department = text)} />
            </label>
            <Tick id="catalogue-village" text={CatalogueUi::OnlyVillage.text(lang)} test="catalogue-village"
                on_tick={tick(|wanted, yes| wanted.village = yes)} />
            <Tick id="catalogue-changed" text={CatalogueUi::OnlyChanged.text(lang)} test="catalogue-changed"
                on_tick={tick(|wanted, yes| wanted.changed = yes)} />
        </div>
    }
}

/// Rows that fit. In a young network every item is new; changed is only what came after the beginning.
fn shown<'a>(rows: &'a [CatalogueRow], wanted: &Wanted, now: Millis) -> Vec<&'a CatalogueRow> {
    let words = wanted.words.trim().to_lowercase();
    let founded = rows.iter().map(|row| Day::of(row.changed_at)).min();
    let fits = |row: &&CatalogueRow| {
        let named = words.is_empty()
            || row.item.zh.contains(&words)
            || [&row.item.en, &row.item.code, &row.category_en].iter().any(|text| text.to_lowercase().contains(&words))
            || row.category_zh.contains(&words);
        let department = wanted.department.is_empty() || row.department.id.0.to_string() == wanted.department;
        let village = !wanted.village || row.filed_at.contains(&Tier::Village);
        let is_new = row.item.version > 1 || founded.is_some_and(|day| Day::of(row.changed_at) > day);
        let changed = !wanted.changed || (is_new && now.saturating_sub(row.changed_at) <= LATELY_MS);
        named && department && village && changed
    };
    rows.iter().filter(fits).collect()
}

fn table(rows: &[CatalogueRow], wanted: &Wanted, now: Millis, lang: Lang) -> Html {
    let shown = shown(rows, wanted, now);
    if shown.is_empty() {
        return html! { <Empty text={CatalogueUi::None.text(lang)} /> };
    }
    let head = |text: &'static str| html! { <th scope="col">{ text }</th> };
    html! {
        <>
            <p class="hint" role="status">{ fill(CatalogueUi::Count.text(lang), &[("n", &shown.len().to_string())]) }</p>
            <table class="cards" data-test="catalogue">
                <thead><tr>
                    { head(CatalogueUi::ColumnItem.text(lang)) }{ head(FileUi::Department.text(lang)) }
                    { head(CatalogueUi::FiledAt.text(lang)) }{ head(FileUi::PromisedLimit.text(lang)) }
                    { head(CatalogueUi::ColumnPapers.text(lang)) }{ head(CatalogueUi::ColumnChanged.text(lang)) }
                </tr></thead>
                <tbody>{ for shown.into_iter().map(|row| draw(row, lang)) }</tbody>
            </table>
        </>
    }
}

fn draw(row: &CatalogueRow, lang: Lang) -> Html {
    let code = row.item.code.clone();
    let tiers: Vec<&str> = row.filed_at.iter().map(|tier| words::tier(*tier, lang)).collect();
    let limit = match row.service {
        Service::Instant => Ui::Instant.text(lang).to_owned(),
        Service::Promised => words::span(row.promised, lang),
    };
    let version = fill(CatalogueUi::VersionNo.text(lang), &[("n", &row.item.version.to_string())]);
    html! {
        <tr key={code.clone()} data-test="catalogue-row" data-code={code.clone()}>
            <td>
                <Go to={Route::Versions { code: code.clone() }} test="to-versions">{ lang.pick(&row.item.zh, &row.item.en).to_owned() }</Go>
                <small>{ format!("{code} · {}", lang.pick(&row.category_zh, &row.category_en)) }</small>
            </td>
            <td data-label={FileUi::Department.text(lang)}><span>{ words::department(&row.department, lang) }</span></td>
            <td data-label={CatalogueUi::FiledAt.text(lang)}><span>{ words::listed(&tiers, lang) }</span></td>
            <td data-label={FileUi::PromisedLimit.text(lang)}><span class="unit">{ limit }</span></td>
            <td data-label={CatalogueUi::ColumnPapers.text(lang)}><span>{ row.papers }</span></td>
            <td data-label={CatalogueUi::ColumnChanged.text(lang)}>
                <span class="nowrap">{ Day::of(row.changed_at).to_string() }</span><small>{ version }</small>
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::{DeptRef, ItemRef};
    use daiban_shared::id::DeptId;
    use daiban_shared::item::{Span, Unit};

    const DAY: Millis = 86_400_000;

    fn row(code: &str, dept: u16, tiers: &[Tier], version: u32, changed_at: Millis) -> CatalogueRow {
        CatalogueRow {
            item: ItemRef { code: code.into(), version, zh: format!("事项{code}"), en: format!("Item {code}") },
            department: DeptRef { id: DeptId(dept), zh: "民政局".into(), en: "Civil Affairs".into() },
            category_zh: "民政".into(),
            category_en: "civil affairs".into(),
            service: Service::Promised,
            promised: Span { quarters: 80, unit: Unit::Workday },
            decide_tier: Tier::District,
            filed_at: tiers.to_vec(),
            papers: 3,
            changed_at,
        }
    }

    fn codes(wanted: &Wanted) -> Vec<String> {
        let rows = [
            row("V01", 1, &[Tier::Village, Tier::Town], 1, 10 * DAY),
            row("T02", 2, &[Tier::Town], 2, 200 * DAY),
            row("T03", 2, &[Tier::Town], 1, 250 * DAY),
        ];
        shown(&rows, wanted, 300 * DAY).iter().map(|row| row.item.code.clone()).collect()
    }

    #[test]
    fn items_are_found_by_words_department_and_village() {
        assert_eq!(codes(&Wanted { words: " t0".into(), ..Wanted::default() }), ["T02", "T03"]);
        assert_eq!(codes(&Wanted { words: "民政".into(), department: "1".into(), ..Wanted::default() }), ["V01"]);
        assert_eq!(codes(&Wanted { village: true, ..Wanted::default() }), ["V01"]);
    }

    #[test]
    fn changed_lately_is_a_new_version_or_a_new_item_of_the_last_ninety_days() {
        assert_eq!(codes(&Wanted { changed: true, ..Wanted::default() }), ["T03"]);
    }
}
