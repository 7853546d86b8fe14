//! Reports: a day, a week, a month or half a year as a page, on paper and as a file.

use std::rc::Rc;

use daiban_shared::api::{DaySpan, Report, Wall};
use daiban_shared::day::{Day, stamp};
use daiban_shared::figures::ReportKind;
use daiban_shared::text::{FigureUi, Lang, ReportText, WatchUi, fill};
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use super::report_tables::{problems, table, whole};
use super::{Tabs, choices, word};
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::page::overview::complete;
use crate::ui::dom;
use crate::ui::download::Downloads;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Select;
use crate::ui::state;
use crate::ui::title::Title;

/// Which report, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportLook {
    /// `day`, `week`, `month`, `half_year`; empty = a month.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// A day of it; empty = today.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// The place; empty = the own one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub site: String,
}

impl ReportLook {
    fn kind(&self) -> ReportKind {
        ReportKind::ALL.iter().copied().find(|kind| word(kind) == self.kind).unwrap_or(ReportKind::Month)
    }

    /// What the node is asked for.
    fn query(&self) -> String {
        let parts = self.parts().into_iter().map(|(name, value)| format!("&{name}={}", crate::api::encode(value)));
        format!("?kind={}{}", word(&self.kind()), parts.collect::<String>())
    }

    fn parts(&self) -> Vec<(&'static str, &str)> {
        let parts = [("of", self.of.as_str()), ("site", self.site.as_str())];
        parts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// `/reports`
#[component]
pub fn ReportPage() -> Html {
    let lang = use_lang();
    let look = use_location().and_then(|at| at.query::<ReportLook>().ok()).unwrap_or_default();
    let loaded = use_load::<Report>(format!("/report{}", look.query()), true);
    html! {
        <div class="report-page">
            <Title text={WatchUi::ReportsTitle.text(lang)} />
            <Tabs here={Route::Reports} />
            <p class="lead">{ WatchUi::ReportsLead.text(lang) }</p>
            <Choices look={look.clone()} span={loaded.value.as_ref().map(|report| report.span)} />
            { state::of(&loaded, |report| html! { <Drawn report={report.clone()} query={look.query()} /> }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ChoicesProps {
    look: ReportLook,
    span: Option<DaySpan>,
}

#[component]
fn Choices(props: &ChoicesProps) -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let wall = use_load::<Wall>("/wall".to_owned(), false);
    let look = &props.look;
    let go = Callback::from(move |look: ReportLook| {
        if let Some(navigator) = &navigator {
            let _ = navigator.push_with_query(&Route::Reports, &look);
        }
    });
    let kind = |of: &ReportKind| {
        let (go, current) = (go.clone(), look.kind() == *of);
        let next = ReportLook { kind: word(of), of: String::new(), ..look.clone() };
        html! {
            <button type="button" class={classes!("chip", current.then_some("current"))} aria-pressed={current.to_string()}
                onclick={move |_| go.emit(next.clone())} data-test={format!("report-{}", word(of))}>{ of.text(lang) }</button>
        }
    };
    let today = wall.value.as_ref().map(|wall| Day::of(wall.as_of));
    let step = |by: i32, text: FigureUi, test: &'static str| {
        let day = props.span.map(|span| look.kind().term().next(span.from, by));
        let off = day.is_none() || today.is_none() || day > today;
        let (go, next) =
            (go.clone(), ReportLook { of: day.map(|day| day.to_string()).unwrap_or_default(), ..look.clone() });
        html! { <button type="button" disabled={off} onclick={move |_| go.emit(next.clone())} data-test={test}>{ text.text(lang) }</button> }
    };
    let places = wall.value.as_ref().map(|wall| choices(wall, lang)).unwrap_or_default();
    let on_site = {
        let (go, look) = (go.clone(), look.clone());
        Callback::from(move |site: String| go.emit(ReportLook { site, ..look.clone() }))
    };
    html! {
        <div class="filters">
            if places.len() > 1 {
                <label for="report-site">{ WatchUi::FilterPlace.text(lang) }
                    <Select id="report-site" initial={look.site.clone()} options={places} test="report-site" on_text={on_site} />
                </label>
            }
            <div class="choices" role="group" aria-label={WatchUi::ReportKinds.text(lang)}>{ for ReportKind::ALL.iter().map(kind) }</div>
            <div class="choices">{ step(-1, FigureUi::Earlier, "report-earlier") }{ step(1, FigureUi::Later, "report-later") }</div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DrawnProps {
    report: Rc<Report>,
    query: String,
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    let lang = use_lang();
    let report = &props.report;
    html! {
        <>
            <div class="buttons screen-only">
                <button type="button" class="main" onclick={|_| dom::print()} data-test="report-print">{ icon(Icon::Printer) }{ WatchUi::ReportPrint.text(lang) }</button>
                <Downloads table="report" query={props.query.clone()} />
            </div>
            <article class="report card" data-test="report">
                <h2 class="report-title" data-test="report-title">{ report.title.clone() }</h2>
                <p class="report-span">{ span(FigureUi::Now, report.span, lang) }</p>
                { for report.parts.iter().map(|part| html! {
                    <section>
                        <h3>{ part.heading.clone() }</h3>
                        { for part.sentences.iter().map(|sentence| html! { <p class="indent" data-test="report-sentence">{ sentence.clone() }</p> }) }
                    </section>
                }) }
                { whole(report, lang) }
                { for report.tables.iter().filter(|of| !of.rows.is_empty()).map(|of| table(report, of, lang)) }
                { problems(report, lang) }
                <footer>
                    <p class="hint">{ span(FigureUi::Before, report.before, lang) }{ lang.pick("；", "; ") }{ span(FigureUi::YearBefore, report.year_before, lang) }</p>
                    <p class="hint" data-test="report-as-of">{ fill(ReportText::AsOf.text(lang), &[("time", &stamp(report.as_of))]) }</p>
                    { complete(report.complete, lang) }
                </footer>
            </article>
        </>
    }
}

fn span(text: FigureUi, span: DaySpan, lang: Lang) -> String {
    fill(text.text(lang), &[("from", &span.from.to_string()), ("to", &span.to.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_report_and_an_unknown_kind_is_the_month() {
        let look = ReportLook { kind: "half_year".into(), of: "2026-03-01".into(), site: String::new() };
        assert_eq!((look.kind(), look.parts()), (ReportKind::HalfYear, vec![("of", "2026-03-01")]));
        assert_eq!(ReportLook { kind: "decade".into(), ..ReportLook::default() }.kind(), ReportKind::Month);
    }
}
