//! The tables of a report. Every number opens the list that it counts.

use daiban_shared::api::{DaySpan, FigureKey, FigureSet, Report, ReportTable};
use daiban_shared::figures::{Measure, Measures, Rate, change};
use daiban_shared::report::{name_of, percent, rates_of};
use daiban_shared::text::{FigureUi, Lang, ReportText, WatchUi};
use yew::prelude::*;

use super::alarms::AlarmLook;
use super::lamp::{self, Lamp};
use super::word;
use crate::app::route::Route;
use crate::page::overview::{figure, filter_of};
use crate::ui::link::Go;

/// Measures of a table: a sheet of paper is not wider.
const MEASURES: [Measure; 7] = [
    Measure::Carried,
    Measure::Accepted,
    Measure::Done,
    Measure::OnTime,
    Measure::Early,
    Measure::Late,
    Measure::InWork,
];

fn head(text: &'static str) -> Html {
    html! { <th scope="col">{ text }</th> }
}

fn share(of: Option<u64>, lang: Lang) -> String {
    of.map_or_else(|| FigureUi::NoShare.text(lang).to_owned(), percent)
}

fn grown(now: u64, before: u64, lang: Lang) -> String {
    change(now, before).map_or_else(
        || FigureUi::NoShare.text(lang).to_owned(),
        |by| format!("{}{}", sign(by), percent(by.unsigned_abs())),
    )
}

fn sign(by: i64) -> &'static str {
    match by {
        0 => "",
        ..0 => "−",
        1.. => "+",
    }
}

/// Every measure and share beside the period before and the year before.
pub fn whole(report: &Report, lang: Lang) -> Html {
    let FigureSet { now, before, year_before } = &report.total;
    let columns = [
        (ReportText::ColumnNow, now, report.span),
        (ReportText::ColumnBefore, before, report.before),
        (ReportText::ColumnYear, year_before, report.year_before),
    ];
    let key = FigureKey::Place { site: report.site.clone(), parent: None, own: false };
    let count = |measure: &Measure, (text, measures, span): &(ReportText, &Measures, DaySpan)| {
        let filter = filter_of(&key, *measure, report.site.id, *span);
        html! { <td data-label={text.text(lang)}>{ figure(measures.get(*measure), filter) }</td> }
    };
    let rate = |of: &Rate, (text, measures, _): &(ReportText, &Measures, DaySpan)| {
        html! { <td data-label={text.text(lang)}>{ share(of.of(measures), lang) }</td> }
    };
    html! {
        <section>
            <h3>{ ReportText::TableTotal.text(lang) }</h3>
            <div class="scroll"><table class="figures cards" data-test="report-total">
                <thead><tr>{ head(ReportText::Indicator.text(lang)) }{ for columns.iter().map(|(text, ..)| head(text.text(lang))) }</tr></thead>
                <tbody>
                    { for Measure::ALL.iter().map(|measure| html! {
                        <tr data-test="report-measure" data-measure={word(measure)}><th scope="row" title={measure.meaning(lang)}>{ measure.text(lang) }</th>
                            { for columns.iter().map(|column| count(measure, column)) }</tr>
                    }) }
                    { for Rate::ALL.iter().map(|of| html! {
                        <tr><th scope="row">{ of.text(lang) }</th>{ for columns.iter().map(|column| rate(of, column)) }</tr>
                    }) }
                </tbody>
            </table></div>
        </section>
    }
}

/// By place, department, item or officer.
pub fn table(report: &Report, of: &ReportTable, lang: Lang) -> Html {
    let line = |name: String, key: &FigureKey, set: &FigureSet| {
        let count = |measure: &Measure| {
            let filter = filter_of(key, *measure, report.site.id, report.span);
            html! { <td data-label={measure.text(lang)}>{ figure(set.now.get(*measure), filter) }</td> }
        };
        html! {
            <tr data-test="report-row">
                <th scope="row">{ name }</th>
                { for MEASURES.iter().map(count) }
                { for rates_of(of.by).iter().map(|rate| html! { <td data-label={rate.text(lang)}>{ share(rate.of(&set.now), lang) }</td> }) }
                <td data-label={FigureUi::OnPeriod.text(lang)}>{ grown(set.now.accepted, set.before.accepted, lang) }</td>
                <td data-label={FigureUi::OnYear.text(lang)}>{ grown(set.now.accepted, set.year_before.accepted, lang) }</td>
            </tr>
        }
    };
    let whole = FigureKey::Place { site: report.site.clone(), parent: None, own: false };
    html! {
        <section>
            <h3>{ of.title.clone() }</h3>
            <div class="scroll"><table class="figures cards" data-test={format!("report-by-{}", word(&of.by))}>
                <thead><tr>
                    { head(of.by.text(lang)) }{ for MEASURES.iter().map(|measure| head(measure.text(lang))) }
                    { for rates_of(of.by).iter().map(|rate| head(rate.text(lang))) }{ head(FigureUi::OnPeriod.text(lang)) }{ head(FigureUi::OnYear.text(lang)) }
                </tr></thead>
                <tbody>{ for of.rows.iter().map(|row| line(name_of(&row.key, lang), &row.key, &row.figures)) }</tbody>
                <tfoot>{ line(WatchUi::ReportTotal.text(lang).to_owned(), &whole, &report.total) }</tfoot>
            </table></div>
        </section>
    }
}

/// What rules saw.
pub fn problems(report: &Report, lang: Lang) -> Html {
    if report.problems.is_empty() {
        return Html::default();
    }
    let look = |rule: String, span: DaySpan| AlarmLook {
        rule,
        under: report.site.id.0.to_string(),
        from: span.from.to_string(),
        to: span.to.to_string(),
        ..AlarmLook::default()
    };
    let number = |n: u64, look: AlarmLook| {
        if n == 0 {
            html! { <span class="faint">{ "0" }</span> }
        } else {
            html! { <Go to={Route::Alarms} query={look.query()} test="report-alarms">{ n }</Go> }
        }
    };
    let cell = |text: ReportText, shown: Html| html! { <td data-label={text.text(lang)}>{ shown }</td> };
    let rows = report.problems.iter().map(|count| {
        let now = look(word(&count.rule), report.span);
        let open = AlarmLook { open: "1".into(), ..now.clone() };
        let official = AlarmLook { official: "1".into(), ..now.clone() };
        html! {
            <tr data-test="report-problem">
                <th scope="row">{ count.text.clone() }</th>
                { cell(ReportText::ColumnLight, lamp::badge(Lamp::of(count.light), lang)) }
                { cell(ReportText::ColumnNow, number(count.now, now)) }
                { cell(ReportText::ColumnBefore, number(count.before, look(word(&count.rule), report.before))) }
                { cell(ReportText::ColumnOpen, number(count.open, open)) }
                { cell(ReportText::ColumnOfficial, number(count.official, official)) }
                { cell(ReportText::ColumnCards, html! { count.cards }) }
                { cell(ReportText::ColumnAnswered, html! { count.answered }) }
                { cell(ReportText::ColumnCancelled, html! { count.cancelled }) }
            </tr>
        }
    });
    let heads = [
        ReportText::ColumnRule,
        ReportText::ColumnLight,
        ReportText::ColumnNow,
        ReportText::ColumnBefore,
        ReportText::ColumnOpen,
        ReportText::ColumnOfficial,
        ReportText::ColumnCards,
        ReportText::ColumnAnswered,
        ReportText::ColumnCancelled,
    ];
    html! {
        <section>
            <h3>{ ReportText::TableProblems.text(lang) }</h3>
            <div class="scroll"><table class="figures cards" data-test="report-problems">
                <thead><tr>{ for heads.iter().map(|text| head(text.text(lang))) }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table></div>
        </section>
    }
}
