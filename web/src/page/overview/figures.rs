//! Figures by their fixed definitions: a table by place, department, item, officer or time, and a chart over it. Every number
//! opens the list that it counts.

use std::rc::Rc;

use daiban_shared::api::{DaySpan, FigureKey, FigureRow, FigureSet, Figures, Overview};
use daiban_shared::day::Day;
use daiban_shared::figures::{Dimension, Measure, Measures, Rate, Term, change};
use daiban_shared::id::SiteId;
use daiban_shared::report::{name_of, percent};
use daiban_shared::site::Tier;
use daiban_shared::text::{FigureUi, Lang, OfficeUi, WatchUi, fill};
use yew::prelude::*;

use super::looked::{Look, Looked, Step, use_look};
use super::trends::{complete, figure};
use crate::app::route::CaseFilter;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::chart::{Chart, Form, Series};
use crate::ui::dom;
use crate::ui::download::Downloads;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Select;
use crate::ui::state::{self, Empty};

/// Periods of a table by time.
const PERIODS: i32 = 12;
/// Rows that a chart still shows apart.
const BARS_MAX: usize = 24;

#[derive(Properties, PartialEq)]
pub struct FiguresViewProps {
    pub view: Rc<Overview>,
}

/// What is chosen, and the table.
#[component]
pub fn FiguresView(props: &FiguresViewProps) -> Html {
    let lang = use_lang();
    let look = use_look();
    let Some(top) = props.view.places.first() else {
        return html! { <Empty text={OfficeUi::CompareNone.text(lang)} /> };
    };
    let is_known = props.view.places.iter().any(|place| place.site.id.0.to_string() == look.at.site);
    let site = if is_known { look.at.site.clone() } else { top.site.id.0.to_string() };
    let today = Day::of(props.view.as_of);
    let asked = Asked::of(&look.at, today);
    let on_site = {
        let look = look.clone();
        Callback::from(move |site: String| look.go(&Looked { site, ..look.at.clone() }, Step::Choice))
    };
    html! {
        <>
            <p class="lead">{ FigureUi::Lead.text(lang) }</p>
            <div class="filters">
                <label for="figure-site">{ OfficeUi::PlaceAndBelow.text(lang) }
                    <Select id="figure-site" initial={site.clone()} options={super::compare::choices(&props.view.places, lang)}
                        test="figure-site" on_text={on_site} />
                </label>
                { choices(FigureUi::By.text(lang), Dimension::ALL, asked.by, &look, |by| by.text(lang), |at, by| Looked { set: word(&by), ..at }) }
                { choices(FigureUi::Period.text(lang), Term::ALL, asked.period, &look, |term| term.text(lang),
                    |at, term| Looked { period: word(&term), day: String::new(), ..at }) }
                { steps(&asked, today, &look, lang) }
            </div>
            <Read query={asked.query(&site, today)} />
        </>
    }
}

/// How the figures are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    by: Dimension,
    period: Term,
    /// A day of the period.
    day: Day,
}

impl Asked {
    fn of(at: &Looked, today: Day) -> Self {
        let by = Dimension::ALL.iter().copied().find(|by| word(by) == at.set).unwrap_or(Dimension::Place);
        let period = Term::ALL.iter().copied().find(|term| word(term) == at.period).unwrap_or(Term::Month);
        Self { by, period, day: Day::parse(&at.day).unwrap_or(today).min(today) }
    }

    /// What the node is asked for: one period, by time the last twelve.
    fn query(self, site: &str, today: Day) -> String {
        let from = self.period.next(self.day, if self.by == Dimension::Time { 1 - PERIODS } else { 0 });
        let to = self.period.last(self.day).min(today);
        format!("?site={site}&by={}&period={}&from={from}&to={to}", word(&self.by), word(&self.period))
    }
}

/// As the node and the address have it.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn choices<T: Copy + PartialEq + serde::Serialize + 'static>(
    name: &str,
    all: &'static [T],
    current: T,
    look: &Look,
    text: impl Fn(T) -> &'static str,
    next: fn(Looked, T) -> Looked,
) -> Html {
    let chip = |value: &T| {
        let (value, look) = (*value, look.clone());
        let is_current = value == current;
        html! {
            <button type="button" class={classes!("chip", is_current.then_some("current"))} aria-pressed={is_current.to_string()}
                onclick={move |_| look.go(&next(look.at.clone(), value), Step::Choice)} data-test={format!("figure-{}", word(&value))}>
                { text(value) }
            </button>
        }
    };
    html! { <div class="choices" role="group" aria-label={name.to_owned()}>{ for all.iter().map(chip) }</div> }
}

/// One period earlier or later.
fn steps(asked: &Asked, today: Day, look: &Look, lang: Lang) -> Html {
    let button = |n: i32, text: FigureUi, test: &'static str| {
        let day = asked.period.next(asked.day, n);
        let next = Looked { day: if day > today { String::new() } else { day.to_string() }, ..look.at.clone() };
        let look = look.clone();
        html! {
            <button type="button" disabled={day > today} onclick={move |_| look.go(&next, Step::Choice)} data-test={test}>
                { text.text(lang) }
            </button>
        }
    };
    html! {
        <div class="choices">
            { button(-1, FigureUi::Earlier, "figure-earlier") }{ button(1, FigureUi::Later, "figure-later") }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ReadProps {
    query: String,
}

#[component]
fn Read(props: &ReadProps) -> Html {
    let loaded = use_load::<Figures>(format!("/figures{}", props.query), true);
    let query = props.query.clone();
    state::of(&loaded, |view| html! { <Drawn view={view.clone()} {query} /> })
}

#[derive(Properties, PartialEq)]
struct DrawnProps {
    view: Rc<Figures>,
    query: String,
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    let lang = use_lang();
    let picked = use_state(|| None::<usize>);
    let view = &props.view;
    let is_time = view.by == Dimension::Time;
    let spans = [(FigureUi::Now, view.span), (FigureUi::Before, view.before), (FigureUi::YearBefore, view.year_before)];
    let said = spans.into_iter().take(if is_time { 1 } else { 3 }).map(|(text, span)| {
        html! { <li>{ fill(text.text(lang), &[("from", &span.from.to_string()), ("to", &span.to.to_string())]) }</li> }
    });
    let is_empty = view.total == FigureSet::default();
    let on_pick = {
        let picked = picked.clone();
        Callback::from(move |at| picked.set(Some(at)))
    };
    let (apart, is_cut) = charted(view);
    let at = picked.filter(|at| *at < apart.len());
    let says = at.map_or_else(
        || html! { <span class="hint">{ OfficeUi::ChartHint.text(lang) }</span> },
        |at| words_of(apart[at], view, lang),
    );
    let series = |measure: Measure| Series {
        name: measure.text(lang).to_owned(),
        values: apart.iter().map(|row| Some(row.figures.now.get(measure) as f64)).collect(),
    };
    html! {
        <>
            <ul class="spans" data-test="figure-spans">{ for said }</ul>
            { complete(view.complete, lang) }
            if is_empty { <p class="notice" data-test="figures-none">{ FigureUi::None.text(lang) }</p> }
            if apart.len() > 1 {
                <Chart id="chart-figures" title={if is_cut { fill(FigureUi::MostOf.text(lang), &[("n", &BARS_MAX.to_string())]) } else { FigureUi::Title.text(lang).to_owned() }} unit={OfficeUi::CasesUnit.text(lang)} form={Form::Bars}
                    labels={apart.iter().map(|row| short(&row.key, view.period, lang)).collect::<Vec<_>>()} picked={at} {on_pick} {says}
                    series={vec![series(Measure::Accepted), series(Measure::Done), series(Measure::OnTime)]} />
            }
            { table(view, Part::Counts, lang) }
            { table(view, Part::Shares, lang) }
            <details class="behind">
                <summary data-test="figure-meanings">{ FigureUi::Meanings.text(lang) }</summary>
                <dl>{ for Measure::ALL.iter().map(|measure| html! {
                    <><dt>{ measure.text(lang) }</dt><dd>{ measure.meaning(lang) }</dd></>
                }) }</dl>
                <p>{ FigureUi::RatesMean.text(lang) }</p>
            </details>
            <p class="buttons screen-only">
                <button type="button" onclick={|_| dom::print()} data-test="figures-print">{ icon(Icon::Printer) }{ WatchUi::ReportPrint.text(lang) }</button>
            </p>
            <Downloads table="figures" query={props.query.clone()} />
        </>
    }
}

/// What a chart shows: the parts of the whole, of many those with the most accepted; and whether any are left out.
fn charted(view: &Figures) -> (Vec<&FigureRow>, bool) {
    let mut rows: Vec<&FigureRow> = view.rows.iter().filter(|row| row.key.is_part_of(view.site.id)).collect();
    let is_cut = rows.len() > BARS_MAX;
    if is_cut {
        // Stable: equal ones stay in the order of the table.
        rows.sort_by_key(|row| std::cmp::Reverse(row.figures.now.accepted));
        rows.truncate(BARS_MAX);
    }
    (rows, is_cut)
}

/// Which columns a table has: what is counted, or shares and changes. Together they are wider than a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Counts,
    Shares,
}

fn table(view: &Figures, part: Part, lang: Lang) -> Html {
    let is_time = view.by == Dimension::Time;
    let head = |text: &'static str, hint: &'static str| html! { <th scope="col" title={hint}>{ text }</th> };
    let rows: Vec<&FigureRow> = match view.by {
        // The newest first: that is what one looks for.
        Dimension::Time => view.rows.iter().rev().collect(),
        Dimension::Place | Dimension::Department | Dimension::Item | Dimension::Officer => view.rows.iter().collect(),
    };
    let test = if part == Part::Counts { "figures" } else { "shares" };
    let title = if part == Part::Counts { FigureUi::Counts } else { FigureUi::Rates };
    html! {
        <>
            <h2>{ title.text(lang) }</h2>
            <div class="scroll"><table class="figures cards measures" data-test={test}>
                <thead><tr>
                    { head(view.by.text(lang), "") }
                    if part == Part::Counts {
                        { for Measure::ALL.iter().map(|measure| head(measure.text(lang), measure.meaning(lang))) }
                    } else {
                        { for Rate::ALL.iter().map(|rate| head(rate.text(lang), "")) }
                        if !is_time { { head(FigureUi::OnPeriod.text(lang), "") }{ head(FigureUi::OnYear.text(lang), "") } }
                    }
                </tr></thead>
                <tbody>{ for rows.into_iter().map(|row| line(&name_of(&row.key, lang), &row.key, &row.figures, view, part, lang)) }</tbody>
                if view.by != Dimension::Place {
                    <tfoot>{ line(OfficeUi::Total.text(lang), &whole(view), &view.total, view, part, lang) }</tfoot>
                }
            </table></div>
        </>
    }
}

/// How deep a place stands below the district, as a class.
fn depth(key: &FigureKey) -> Option<&'static str> {
    match key {
        FigureKey::Place { site, own, .. } => Some(match (site.tier, own) {
            (Tier::District, false) => "depth-0",
            (Tier::District, true) | (Tier::Town, false) => "depth-1",
            (Tier::Town, true) | (Tier::Village, _) => "depth-2",
        }),
        FigureKey::Department { .. } | FigureKey::Item { .. } | FigureKey::Officer { .. } | FigureKey::Time(_) => None,
    }
}

/// The branch as a whole.
fn whole(view: &Figures) -> FigureKey {
    FigureKey::Place { site: view.site.clone(), parent: None, own: false }
}

fn line(name: &str, key: &FigureKey, set: &FigureSet, view: &Figures, part: Part, lang: Lang) -> Html {
    let now: &Measures = &set.now;
    let count = |measure: &Measure| {
        html! {
            <td data-label={measure.text(lang)}>{ figure(now.get(*measure), filter_of(key, *measure, view.site.id, view.span)) }</td>
        }
    };
    let share = |rate: &Rate| {
        let words = rate.of(now).map_or_else(|| FigureUi::NoShare.text(lang).to_owned(), percent);
        html! { <td data-label={rate.text(lang)}>{ words }</td> }
    };
    let grown = |text: FigureUi, earlier: &Measures| {
        let words =
            change(now.accepted, earlier.accepted).map_or_else(|| FigureUi::NoShare.text(lang).to_owned(), signed);
        html! { <td data-label={text.text(lang)}>{ words }</td> }
    };
    html! {
        <tr data-test={if part == Part::Counts { "figure-row" } else { "share-row" }} class={classes!(depth(key))}>
            <th scope="row">{ name.to_owned() }</th>
            if part == Part::Counts {
                { for Measure::ALL.iter().map(count) }
            } else {
                { for Rate::ALL.iter().map(share) }
                if view.by != Dimension::Time {
                    { grown(FigureUi::OnPeriod, &set.before) }{ grown(FigureUi::OnYear, &set.year_before) }
                }
            }
        </tr>
    }
}

fn words_of(row: &FigureRow, view: &Figures, lang: Lang) -> Html {
    let each = |measure: Measure| {
        let n = row.figures.now.get(measure);
        html! { <span>{ measure.text(lang) }{ " " }{ figure(n, filter_of(&row.key, measure, view.site.id, view.span)) }</span> }
    };
    html! {
        <>
            <strong class="nowrap">{ name_of(&row.key, lang) }</strong>
            { each(Measure::Accepted) }{ each(Measure::Done) }{ each(Measure::OnTime) }{ each(Measure::Late) }
        </>
    }
}

/// The list behind a figure of a branch in some days.
pub fn filter_of(key: &FigureKey, measure: Measure, top: SiteId, days: DaySpan) -> CaseFilter {
    let top = top.0.to_string();
    let of = |span: DaySpan| CaseFilter::counted(&top, &word(&measure), span.from, span.to);
    let filter = of(days);
    match key {
        FigureKey::Place { site, own, .. } => {
            let filter = CaseFilter { site: site.id.0.to_string(), ..filter };
            if *own { filter.own() } else { filter }
        }
        FigureKey::Department { department } => {
            CaseFilter { dept: department.as_ref().map_or(0, |dept| dept.id.0).to_string(), ..filter }
        }
        FigureKey::Item { code, .. } => CaseFilter { item: code.clone(), ..filter },
        FigureKey::Officer { user, .. } => {
            CaseFilter { officer: user.map_or_else(|| "none".to_owned(), |user| user.to_string()), ..filter }
        }
        FigureKey::Time(span) => of(*span),
    }
}

/// Below the axis.
fn short(key: &FigureKey, period: Term, lang: Lang) -> String {
    match key {
        FigureKey::Time(span) => {
            let text = span.from.to_string();
            match period {
                Term::Day | Term::Week => text[5..].to_owned(),
                Term::Month | Term::Quarter | Term::HalfYear => text[..7].to_owned(),
                Term::Year => text[..4].to_owned(),
            }
        }
        FigureKey::Item { code, .. } => code.clone(),
        FigureKey::Place { .. } | FigureKey::Department { .. } | FigureKey::Officer { .. } => name_of(key, lang),
    }
}

/// `+9.75%`
fn signed(share: i64) -> String {
    format!("{}{}", if share < 0 { "−" } else { "+" }, percent(share.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_asks_for_one_period_and_by_time_for_the_last_twelve() {
        let today = Day::parse("2026-11-25").expect("a day");
        let look = |set: &str, period: &str, day: &str| Looked {
            set: set.into(),
            period: period.into(),
            day: day.into(),
            ..Looked::default()
        };
        let table = [
            (look("", "", ""), "?site=7&by=place&period=month&from=2026-11-01&to=2026-11-25"),
            (look("item", "half_year", "2026-03-05"), "?site=7&by=item&period=half_year&from=2026-01-01&to=2026-06-30"),
            (look("time", "month", ""), "?site=7&by=time&period=month&from=2025-12-01&to=2026-11-25"),
            (look("place", "decade", "2027-01-01"), "?site=7&by=place&period=month&from=2026-11-01&to=2026-11-25"),
        ];
        for (look, query) in table {
            assert_eq!(Asked::of(&look, today).query("7", today), query);
        }
    }

    #[test]
    fn shares_have_two_digits_and_changes_their_sign() {
        assert_eq!((percent(9_818), percent(10_000), percent(5)), ("98.18%".into(), "100.00%".into(), "0.05%".into()));
        assert_eq!((signed(975), signed(-50)), ("+9.75%".into(), "−0.50%".into()));
    }
}
