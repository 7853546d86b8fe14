//! Appraisal: every place, window or officer of a scheme in one period, with points, rank and grade; settled and reckoned again.

use std::rc::Rc;

use daiban_shared::api::{Appraisal, Schemes, SheetRow};
use daiban_shared::day::stamp;
use daiban_shared::kind::{AppraisalOf, Scheme};
use daiban_shared::text::{AppraisalText, Lang, WatchUi, fill};
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use super::Tabs;
use super::settle::Settling;
use super::sheet_lines::{lines, points};
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::page::overview::complete;
use crate::ui::dom;
use crate::ui::download::Downloads;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Select;
use crate::ui::link::Go;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;

/// Which appraisal, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppraisalLook {
    /// Number of the scheme; empty = the first.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scheme: String,
    /// A day of the period; empty = the newest that is over.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub of: String,
}

/// `/appraisal`
#[component]
pub fn AppraisalPage() -> Html {
    let lang = use_lang();
    let look = use_location().and_then(|at| at.query::<AppraisalLook>().ok()).unwrap_or_default();
    let schemes = use_load::<Schemes>("/schemes".to_owned(), false);
    html! {
        <div class="report-page">
            <div class="head">
                <Title text={AppraisalText::AppraisalTitle.text(lang)} />
                <Go to={Route::Schemes} class={classes!("button")} test="to-schemes">{ icon(Icon::List) }{ AppraisalText::Schemes.text(lang) }</Go>
            </div>
            <Tabs here={Route::Appraisal} />
            <p class="lead screen-only">{ AppraisalText::AppraisalLead.text(lang) }</p>
            { state::of(&schemes, |schemes| match current(&schemes.items, &look) {
                None => html! { <Empty text={AppraisalText::NoSchemes.text(lang)} /> },
                Some(scheme) => html! { <Period look={look.clone()} schemes={schemes.clone()} scheme={scheme.clone()} /> },
            }) }
        </div>
    }
}

fn current<'s>(schemes: &'s [Scheme], look: &AppraisalLook) -> Option<&'s Scheme> {
    schemes.iter().find(|scheme| scheme.no.to_string() == look.scheme).or_else(|| schemes.first())
}

#[derive(Properties, PartialEq)]
struct PeriodProps {
    look: AppraisalLook,
    schemes: Rc<Schemes>,
    scheme: Scheme,
}

#[component]
fn Period(props: &PeriodProps) -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let (look, scheme) = (&props.look, &props.scheme);
    let of = if look.of.is_empty() { String::new() } else { format!("&of={}", look.of) };
    let query = format!("?scheme={}{of}", scheme.no);
    let loaded = use_load::<Appraisal>(format!("/appraisal{query}"), true);
    let go = Callback::from(move |look: AppraisalLook| {
        if let Some(navigator) = &navigator {
            let _ = navigator.push_with_query(&Route::Appraisal, &look);
        }
    });
    let names =
        props.schemes.items.iter().map(|scheme| (scheme.no.to_string(), scheme.name.clone())).collect::<Vec<_>>();
    let on_scheme = go.reform(|scheme: String| AppraisalLook { scheme, of: String::new() });
    let span = loaded.value.as_ref().map(|found| found.span);
    let step = |by: i32, text: AppraisalText, test: &'static str| {
        let day = span.map(|span| scheme.cycle.term().next(span.from, by));
        let off = day.is_none_or(|day| day > props.schemes.today || day < scheme.from);
        let next =
            AppraisalLook { scheme: scheme.no.to_string(), of: day.map(|day| day.to_string()).unwrap_or_default() };
        let go = go.clone();
        html! { <button type="button" disabled={off} onclick={move |_| go.emit(next.clone())} data-test={test}>{ text.text(lang) }</button> }
    };
    let again = loaded.again.clone();
    html! {
        <>
            <div class="filters">
                <label for="appraisal-scheme">{ AppraisalText::Scheme.text(lang) }
                    <Select id="appraisal-scheme" initial={scheme.no.to_string()} options={names} test="appraisal-scheme" on_text={on_scheme} />
                </label>
                <div class="choices">{ step(-1, AppraisalText::Earlier, "appraisal-earlier") }{ step(1, AppraisalText::Later, "appraisal-later") }</div>
            </div>
            { state::of(&loaded, |found| html! { <Drawn found={found.clone()} query={query.clone()} on_done={again.clone()} /> }) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct DrawnProps {
    found: Rc<Appraisal>,
    query: String,
    on_done: Callback<()>,
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    let lang = use_lang();
    let found = &props.found;
    let span = [("from", &*found.span.from.to_string()), ("to", &*found.span.to.to_string())];
    html! {
        <>
            <div class="buttons screen-only">
                <button type="button" onclick={|_| dom::print()} data-test="appraisal-print">{ icon(Icon::Printer) }{ AppraisalText::Print.text(lang) }</button>
                <Downloads table="appraisal" query={props.query.clone()} />
            </div>
            <article class="report card" data-test="appraisal">
                <h2 class="report-title">{ found.scheme.name.clone() }</h2>
                <p class="report-span" data-test="appraisal-span">{ fill(AppraisalText::Period.text(lang), &span) }</p>
                <p class="notice" role="status" data-test="appraisal-state">{ settled_words(found, lang) }</p>
                <Settling found={found.clone()} on_done={props.on_done.clone()} />
                if found.sheets.is_empty() {
                    <Empty text={AppraisalText::Nobody.text(lang)} />
                } else {
                    { table(found, lang) }
                    <p class="hint">{ AppraisalText::TieRule.text(lang) }{ " " }{ few(found, lang) }</p>
                }
                <footer>
                    <p class="hint" data-test="appraisal-as-of">{ fill(AppraisalText::AsOf.text(lang), &[("time", &stamp(found.as_of))]) }</p>
                    { complete(found.complete, lang) }
                </footer>
            </article>
        </>
    }
}

fn few(found: &Appraisal, lang: Lang) -> String {
    fill(AppraisalText::FewWhy.text(lang), &[("n", &found.scheme.min_cases.to_string())])
}

fn settled_words(found: &Appraisal, lang: Lang) -> String {
    let (of, n) = (found.sheets.len(), found.sheets.iter().filter(|row| row.id.is_some()).count());
    let differ = found.sheets.iter().filter(|row| row.now.is_some()).count();
    let state = match (found.is_over, n) {
        (false, _) => AppraisalText::NotOver.text(lang).to_owned(),
        (true, 0) => AppraisalText::Preview.text(lang).to_owned(),
        (true, n) if n == of => AppraisalText::AllSettled.text(lang).to_owned(),
        (true, n) => fill(AppraisalText::PartSettled.text(lang), &[("n", &n.to_string()), ("of", &of.to_string())]),
    };
    if differ == 0 {
        return state;
    }
    format!("{state} {}", fill(AppraisalText::Differs.text(lang), &[("n", &differ.to_string())]))
}

fn table(found: &Appraisal, lang: Lang) -> Html {
    let who = match found.scheme.of {
        AppraisalOf::Place => AppraisalText::Place,
        AppraisalOf::Window => AppraisalText::Window,
        AppraisalOf::Officer => AppraisalText::Officer,
    };
    let heads = [AppraisalText::Rank, who, AppraisalText::Total, AppraisalText::Grade, AppraisalText::Cases];
    html! {
        <div class="scroll">
            <table class="figures cards appraised" data-test="appraisal-table">
                <thead><tr>
                    { for heads.iter().map(|head| html! { <th scope="col">{ head.text(lang) }</th> }) }
                    { for found.scheme.lines.iter().map(|line| html! { <th scope="col">{ line.indicator.text(lang) }<small>{ format!(" {}", line.weight) }</small></th> }) }
                    <th scope="col">{ AppraisalText::State.text(lang) }</th>
                </tr></thead>
                <tbody>{ for found.sheets.iter().map(|row| draw(found, row, lang)) }</tbody>
            </table>
        </div>
    }
}

fn draw(found: &Appraisal, row: &SheetRow, lang: Lang) -> Html {
    let cell = |head: &str, value: Html| html! { <td data-label={head.to_owned()}>{ value }</td> };
    let key = format!(
        "{}-{:?}-{:?}",
        row.site.id.0,
        row.department.as_ref().map(|dept| dept.id),
        row.officer.as_ref().map(|who| who.id)
    );
    let rank = row.rank.map_or_else(|| AppraisalText::NotRanked.text(lang).to_owned(), |rank| rank.to_string());
    let state = match (row.id, row.is_complete) {
        (_, false) => AppraisalText::Incomplete,
        (Some(_), true) => AppraisalText::Settled,
        (None, true) => AppraisalText::NotSettled,
    };
    html! {
        <tr {key} data-test="appraisal-row" data-name={name(row, lang)} data-total={points(row.total.into())}>
            { cell(AppraisalText::Rank.text(lang), html! { rank }) }
            <th scope="row">
                if let Some(id) = row.id {
                    <Go to={Route::Sheet { id: id.to_string() }} test="open-sheet">{ name(row, lang) }</Go>
                } else {
                    { name(row, lang) }
                }
                if found.scheme.of == AppraisalOf::Officer { <small>{ " " }{ row.site.name(lang).to_owned() }</small> }
            </th>
            { cell(AppraisalText::Total.text(lang), html! { <strong>{ points(row.total.into()) }</strong> }) }
            { cell(AppraisalText::Grade.text(lang), html! { graded(row, lang) }) }
            { cell(AppraisalText::Cases.text(lang), html! { row.cases.to_string() }) }
            { for found.scheme.lines.iter().map(|line| {
                let score = row.scores.iter().find(|score| score.line.indicator == line.indicator);
                let says = score.and_then(|score| score.tenths).map_or_else(|| "–".to_owned(), |tenths| points(tenths.into()));
                cell(line.indicator.text(lang), html! { says })
            }) }
            <td data-label={AppraisalText::State.text(lang)}>
                { state.text(lang) }
                if let Some(now) = row.now { <small class="hint">{ " " }{ fill(AppraisalText::NowWould.text(lang), &[("points", &points(now.into()))]) }</small> }
                if row.id.is_none() {
                    <details class="screen-only"><summary>{ AppraisalText::Evidence.text(lang) }</summary>{ lines(row, found.span, lang) }</details>
                }
            </td>
        </tr>
    }
}

/// The grade, in words; who is not ranked has none.
pub fn graded(row: &SheetRow, lang: Lang) -> &'static str {
    if row.rank.is_some() { row.grade.text(lang) } else { AppraisalText::NoGrade.text(lang) }
}

/// Whom a sheet is about.
pub fn name(row: &SheetRow, lang: Lang) -> String {
    match (&row.officer, &row.department) {
        (Some(officer), _) if officer.name.is_empty() => WatchUi::OfficerElsewhere.text(lang).to_owned(),
        (Some(officer), _) => officer.name.clone(),
        (None, Some(dept)) => lang.pick(&dept.zh, &dept.en).to_owned(),
        (None, None) => row.site.name(lang).to_owned(),
    }
}
