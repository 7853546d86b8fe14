//! One branch over days, weeks and months: what was filed, what ended, and how much of it in time.

use std::rc::Rc;

use daiban_shared::api::{Complete, Flow, Overview, Period, TrendPoint, Trends};
use daiban_shared::day::Day;
use daiban_shared::text::{Lang, OfficeUi};
use yew::prelude::*;

use super::looked::{Looked, Step, use_look};
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::chart::{Chart, Form, Series};
use crate::ui::download::Downloads;
use crate::ui::input::Select;
use crate::ui::link::Go;
use crate::ui::state::{self, Empty};
use crate::ui::words;

/// What can be looked at: how long a point lasts, and how far back.
const SPANS: [(OfficeUi, Period, i32); 4] = [
    (OfficeUi::LastDays, Period::Day, 29),
    (OfficeUi::LastWeeks, Period::Week, 77),
    (OfficeUi::LastMonths, Period::Month, 334),
    (OfficeUi::LastYears, Period::Month, 1_795),
];

/// The span that is shown first: weeks.
const SPAN_USUAL: usize = 1;

#[derive(Properties, PartialEq)]
pub struct TrendsViewProps {
    pub view: Rc<Overview>,
}

/// Place, span and charts.
#[component]
pub fn TrendsView(props: &TrendsViewProps) -> Html {
    let lang = use_lang();
    let look = use_look();
    let span = look.at.span.parse().ok().filter(|span| *span < SPANS.len()).unwrap_or(SPAN_USUAL);
    let Some(top) = props.view.places.first() else {
        return html! { <Empty text={OfficeUi::CompareNone.text(lang)} /> };
    };
    // An address may name a place that this machine does not look over.
    let is_known = props.view.places.iter().any(|place| place.site.id.0.to_string() == look.at.site);
    let chosen = if is_known { look.at.site.clone() } else { top.site.id.0.to_string() };
    let query = query(&chosen, span, Day::of(props.view.as_of));
    let places: Vec<(String, String)> = super::compare::choices(&props.view.places, lang);
    let on_site = {
        let look = look.clone();
        Callback::from(move |site: String| look.go(&Looked { site, ..look.at.clone() }, Step::Choice))
    };
    html! {
        <>
            <div class="filters">
                <label for="trend-site">{ OfficeUi::PlaceAndBelow.text(lang) }
                    <Select id="trend-site" initial={chosen.clone()} options={places} test="trend-site" on_text={on_site} />
                </label>
                <div class="choices" role="group" aria-label={OfficeUi::Span.text(lang)}>
                    { for SPANS.iter().enumerate().map(|(at, (text, _, _))| {
                        let (look, current) = (look.clone(), at == span);
                        let next = Looked { span: at.to_string(), ..look.at.clone() };
                        html! {
                            <button type="button" class={classes!("chip", current.then_some("current"))}
                                aria-pressed={current.to_string()} onclick={move |_| look.go(&next, Step::Choice)}
                                data-test={format!("span-{at}")}>{ text.text(lang) }</button>
                        }
                    }) }
                </div>
            </div>
            <Read {query} />
        </>
    }
}

/// What the node is asked for.
fn query(site: &str, span: usize, today: Day) -> String {
    let (_, by, back) = SPANS[span.min(SPANS.len() - 1)];
    let word = match by {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
    };
    // Whole periods: half a week at the left edge would look like a fall.
    let from = by.first(today.plus(-back));
    format!("?site={site}&by={word}&from={from}&to={today}")
}

#[derive(Properties, PartialEq)]
struct ReadProps {
    query: String,
}

#[component]
fn Read(props: &ReadProps) -> Html {
    let loaded = use_load::<Trends>(format!("/trends{}", props.query), true);
    let query = props.query.clone();
    state::of(&loaded, |trends| html! { <Drawn trends={trends.clone()} {query} /> })
}

#[derive(Properties, PartialEq)]
struct DrawnProps {
    trends: Rc<Trends>,
    query: String,
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    let lang = use_lang();
    let picked = use_state(|| None::<usize>);
    let trends = &props.trends;
    let site = trends.site.id.0.to_string();
    let all = trends.points.iter().fold(Flow::default(), |sum, point| sum.plus(point.flow));
    let on_pick = {
        let picked = picked.clone();
        Callback::from(move |at| picked.set(Some(at)))
    };
    let at = picked.filter(|at| *at < trends.points.len());
    let hint = || html! { <span class="hint">{ OfficeUi::ChartHint.text(lang) }</span> };
    let says = at.map_or_else(hint, |at| words_of(&trends.points[at], &site, lang));
    let labels: Vec<String> = trends.points.iter().map(|point| short(point.from, trends.by)).collect();
    let values = |of: fn(Flow) -> Option<f64>| trends.points.iter().map(|point| of(point.flow)).collect::<Vec<_>>();
    let series =
        |text: OfficeUi, of: fn(Flow) -> Option<f64>| Series { name: text.text(lang).to_owned(), values: values(of) };
    html! {
        <>
            { complete(trends.complete, lang) }
            if all == Flow::default() { <p class="notice" data-test="trends-none">{ OfficeUi::TrendsNone.text(lang) }</p> }
            <Chart id="chart-flow" title={OfficeUi::FiledAndEnded.text(lang)} unit={OfficeUi::CasesUnit.text(lang)} form={Form::Bars}
                labels={labels.clone()} picked={at} on_pick={on_pick.clone()} says={says.clone()}
                series={vec![
                    series(OfficeUi::FiledFlow, |flow| Some(flow.filed as f64)),
                    series(OfficeUi::EndedFlow, |flow| Some(flow.ended as f64)),
                    series(OfficeUi::LateFlow, |flow| Some(flow.late as f64)),
                ]} />
            <Chart id="chart-on-time" title={OfficeUi::OnTime.text(lang)} unit={OfficeUi::PercentUnit.text(lang)} form={Form::Lines}
                {labels} picked={at} {on_pick} {says} top={Some(100.0)}
                series={vec![series(OfficeUi::OnTime, |flow| flow.on_time_permille().map(|share| share as f64 / 10.0))]} />
            <details class="behind" open={true}>
                <summary data-test="trends-as-table">{ OfficeUi::AsTable.text(lang) }</summary>
                { table(trends, all, &site, lang) }
            </details>
            <Downloads table="trends" query={props.query.clone()} />
        </>
    }
}

/// How much of what happened is here.
pub fn complete(complete: Complete, lang: Lang) -> Html {
    html! { <p class="hint" data-test="complete">{ words::complete(complete, lang) }</p> }
}

/// A figure that opens its list; zero opens nothing.
pub fn figure(n: u64, filter: CaseFilter) -> Html {
    if n == 0 {
        return html! { <span class="faint">{ "0" }</span> };
    }
    html! { <Go to={Route::Cases} filter={Some(filter)} test="figure">{ n }</Go> }
}

/// `87.5%`, or that nothing ended.
pub fn share(flow: Flow, lang: Lang) -> String {
    match flow.on_time_permille() {
        Some(1000) => "100%".to_owned(),
        Some(share) => format!("{}.{}%", share / 10, share % 10),
        None => OfficeUi::NoneEnded.text(lang).to_owned(),
    }
}

fn words_of(point: &TrendPoint, site: &str, lang: Lang) -> Html {
    let (from, to) = (point.from, point.to);
    let each = |text: OfficeUi, n: u64, filter: CaseFilter| html! { <span>{ text.text(lang) }{ " " }{ figure(n, filter) }</span> };
    let share = share(point.flow, lang);
    html! {
        <>
            <strong class="nowrap">{ when(from, to) }</strong>
            { each(OfficeUi::FiledFlow, point.flow.filed, CaseFilter::filed_in(site, from, to)) }
            { each(OfficeUi::EndedFlow, point.flow.ended, CaseFilter::ended_in(site, from, to, "")) }
            { each(OfficeUi::LateFlow, point.flow.late, CaseFilter::ended_in(site, from, to, "1")) }
            <span>{ words::pair(OfficeUi::OnTime.text(lang), &share, lang) }</span>
        </>
    }
}

fn when(from: Day, to: Day) -> String {
    if from == to { from.to_string() } else { format!("{from} – {to}") }
}

/// Below the axis: the year only where points are months.
fn short(day: Day, by: Period) -> String {
    let text = day.to_string();
    match by {
        Period::Day | Period::Week => text[5..].to_owned(),
        Period::Month => text[..7].to_owned(),
    }
}

fn table(trends: &Trends, all: Flow, site: &str, lang: Lang) -> Html {
    let head = |text: OfficeUi| html! { <th scope="col">{ text.text(lang) }</th> };
    let cell = |text: OfficeUi, figure: Html| html! { <td data-label={text.text(lang)}>{ figure }</td> };
    let cells = |flow: Flow, from: Day, to: Day| {
        html! {
            <>
                { cell(OfficeUi::FiledFlow, figure(flow.filed, CaseFilter::filed_in(site, from, to))) }
                { cell(OfficeUi::EndedFlow, figure(flow.ended, CaseFilter::ended_in(site, from, to, ""))) }
                { cell(OfficeUi::LateFlow, figure(flow.late, CaseFilter::ended_in(site, from, to, "1"))) }
                { cell(OfficeUi::OnTime, html! { share(flow, lang) }) }
            </>
        }
    };
    let row = |point: &TrendPoint| {
        html! {
            <tr key={point.from.to_string()} data-test="trend-row">
                <th scope="row" class="nowrap">{ when(point.from, point.to) }</th>{ cells(point.flow, point.from, point.to) }
            </tr>
        }
    };
    let ends = trends.points.first().zip(trends.points.last()).map(|(first, last)| (first.from, last.to));
    html! {
        <div class="scroll"><table class="figures cards" data-test="trends">
            <thead><tr>
                { head(OfficeUi::By) }{ head(OfficeUi::FiledFlow) }{ head(OfficeUi::EndedFlow) }{ head(OfficeUi::LateFlow) }
                { head(OfficeUi::OnTime) }
            </tr></thead>
            // The newest first: that is what one looks for.
            <tbody>{ for trends.points.iter().rev().map(row) }</tbody>
            if let Some((from, to)) = ends {
                <tfoot><tr><th scope="row">{ OfficeUi::Total.text(lang) }</th>{ cells(all, from, to) }</tr></tfoot>
            }
        </table></div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_begins_with_a_whole_period() {
        let today = Day::parse("2026-11-25").expect("a day");
        let asked: Vec<String> = (0..4).map(|span| query("7", span, today)).collect();
        assert_eq!(
            asked,
            [
                "?site=7&by=day&from=2026-10-27&to=2026-11-25",
                "?site=7&by=week&from=2026-09-07&to=2026-11-25",
                "?site=7&by=month&from=2025-12-01&to=2026-11-25",
                "?site=7&by=month&from=2021-12-01&to=2026-11-25",
            ]
        );
        let points = |by: Period, from: &str| by.between(Day::parse(from).expect("a day"), today, 999).len();
        assert_eq!((points(Period::Day, "2026-10-27"), points(Period::Week, "2026-09-07")), (30, 12));
        assert_eq!((points(Period::Month, "2025-12-01"), points(Period::Month, "2021-12-01")), (12, 60));
    }

    #[test]
    fn a_share_is_told_with_one_digit_and_never_where_nothing_ended() {
        let flow = |ended, late| Flow { filed: 0, ended, late };
        assert_eq!(share(flow(0, 0), Lang::Zh), "无办结");
        assert_eq!(share(flow(3, 0), Lang::Zh), "100%");
        assert_eq!(share(flow(3, 1), Lang::En), "66.6%");
    }
}
