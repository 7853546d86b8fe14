//! A strip of days: what each day of a limit is, by shape and sign beside the colour, with marks for today and the ends.
//!
//! It wraps into rows where the page is narrow, so that its signs stay as large as other text.

mod rows;

use daiban_shared::day::Day;
use daiban_shared::deadline::Is;
use daiban_shared::text::{ClockUi, Lang, fill};
use yew::prelude::*;

use super::width::use_width;
use super::words;
use crate::app::session::use_lang;
use rows::{CELL_HEIGHT, Row, cells_of, height, rows};

/// A mark at a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The day.
    pub day: Day,
    /// What it is: a class of the style.
    pub class: &'static str,
    /// In words.
    pub text: String,
}

#[derive(Properties, PartialEq)]
pub struct StripProps {
    /// The day on which the limit begins; it does not count.
    pub start: Day,
    /// What each day is, from the one after the start.
    pub days: Vec<Is>,
    pub marks: Vec<Mark>,
    /// Days up to this one are behind us; none = there is no today in it.
    #[prop_or_default]
    pub today: Option<Day>,
}

/// The drawing with its key; `role=img`, its words are the text alternative.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let lang = use_lang();
    let node = use_node_ref();
    let width = use_width(node.clone());
    let cells = cells_of(props.start, &props.days);
    let rows = rows(&cells, &props.marks, width);
    html! {
        <div class="strip" data-test="strip">
            <div ref={node} role="img" aria-label={says(props, lang)} data-days={props.days.len().to_string()}>
                { for rows.iter().map(|row| draw(row, props.today, lang)) }
            </div>
            { key(&props.days, has_ahead(props), lang) }
        </div>
    }
}

/// The drawing in words.
pub fn says(props: &StripProps, lang: Lang) -> String {
    let count = |of: &[Is]| props.days.iter().filter(|is| of.contains(is)).count().to_string();
    let of_limit = props.days.iter().filter(|is| !matches!(is, Is::Later | Is::LaterOff)).count();
    let end = props.start.plus(i32::try_from(of_limit).unwrap_or(0));
    let marks = props.marks.iter().map(|mark| words::pair(&mark.text, &mark.day.to_string(), lang));
    let marks: Vec<String> = marks.collect();
    let values = [
        ("start", props.start.to_string()),
        ("end", end.to_string()),
        ("counted", count(&[Is::Counted, Is::MakeUp])),
        ("off", count(&[Is::Weekend, Is::Holiday, Is::MovedOn])),
        ("paused", count(&[Is::Paused])),
        ("marks", marks.join(lang.pick("；", "; "))),
    ];
    fill(ClockUi::Says.text(lang), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// The class of a kind of day, and the sign in its cell.
fn look(is: Is, lang: Lang) -> (&'static str, Option<&'static str>) {
    match is {
        Is::Counted => ("counted", None),
        Is::MakeUp => ("counted makeup", None),
        Is::Weekend => ("off", None),
        Is::Holiday => ("off holiday", Some(ClockUi::SignHoliday.text(lang))),
        Is::Paused => ("paused", Some(ClockUi::SignPaused.text(lang))),
        Is::MovedOn => ("off moved", Some(ClockUi::SignMovedOn.text(lang))),
        Is::MovedTo => ("ends", Some(ClockUi::SignMovedTo.text(lang))),
        Is::Later => ("later", None),
        Is::LaterOff => ("later off", None),
    }
}

fn draw(row: &Row, today: Option<Day>, lang: Lang) -> Html {
    let cell = |at: usize| {
        let cell = &row.cells[at];
        let (class, sign) = match cell.is {
            None => ("start", Some(ClockUi::SignStart.text(lang))),
            Some(is) => look(is, lang),
        };
        let ahead = today.is_some_and(|today| cell.day > today).then_some("ahead");
        let (x, middle) = (row.x(at), row.x(at) + row.cell / 2.0);
        let month = at == 0 || cell.day.ymd().2 == 1;
        let number = cell.number.map(|number| number.to_string());
        let (year, month_no, of_month) = cell.day.ymd();
        html! {
            <g class={classes!(class, ahead)}>
                if month && row.fits_month(at) { <text class="month" x={x.to_string()} y="16">{ format!("{year}-{month_no:02}") }</text> }
                <text class="date" x={middle.to_string()} y="36" text-anchor="middle">{ of_month }</text>
                <rect x={(x + 1.0).to_string()} y="42" width={(row.cell - 2.0).to_string()} height={CELL_HEIGHT.to_string()} />
                if class == "paused" { { hatched(x, row.cell) } }
                if let Some(text) = number.as_deref().or(sign) {
                    <text class="sign" x={middle.to_string()} y="64" text-anchor="middle">{ text.to_owned() }</text>
                }
            </g>
        }
    };
    // Lines first: one that goes on to words further down passes behind those above them.
    let baseline = |mark: &rows::Placed| 42.0 + CELL_HEIGHT + 20.0 * (mark.level as f64 + 1.0);
    let line = |mark: &rows::Placed| {
        let d = format!("M{} {}V{}", mark.x, 42.0 + CELL_HEIGHT, baseline(mark) - 15.0);
        html! { <path class={classes!("mark", mark.class)} {d} /> }
    };
    let words = |mark: &rows::Placed| {
        let (x, y) = (mark.text_x.to_string(), baseline(mark).to_string());
        html! { <text class={classes!("mark", mark.class)} {x} {y}>{ mark.text.clone() }</text> }
    };
    let (width, height) = (row.width, height(row));
    html! {
        <svg viewBox={format!("0 0 {width} {height}")} style={format!("max-width:{width}px")} aria-hidden="true">
            { for (0..row.cells.len()).map(cell) }
            { for row.marks.iter().map(line) }
            { for row.marks.iter().map(words) }
        </svg>
    }
}

/// Lines across a day that does not count because the clock is stopped.
fn hatched(x: f64, cell: f64) -> Html {
    let (left, right) = (x + 1.0, x + cell - 1.0);
    let lines = [0.0, 10.0, 20.0].map(|y| format!("M{left} {}L{right} {}", 42.0 + y + 10.0, 42.0 + y));
    html! { <path class="hatch" d={lines.concat()} /> }
}

/// Days that are still to be counted.
fn has_ahead(props: &StripProps) -> bool {
    let behind = props.today.map_or(usize::MAX, |today| usize::try_from(today.0 - props.start.0).unwrap_or(0));
    props.days.iter().skip(behind).any(|is| matches!(is, Is::Counted | Is::MakeUp))
}

/// What the shapes say, as far as they occur.
fn key(days: &[Is], has_ahead: bool, lang: Lang) -> Html {
    let entries = [
        ("counted", [Is::Counted, Is::Counted], ClockUi::KeyCounted),
        ("counted ahead", [Is::Counted, Is::Counted], ClockUi::KeyToCount),
        ("counted makeup", [Is::MakeUp, Is::MakeUp], ClockUi::KeyMakeUp),
        ("off", [Is::Weekend, Is::LaterOff], ClockUi::KeyOff),
        ("off holiday", [Is::Holiday, Is::Holiday], ClockUi::KeyHoliday),
        ("paused", [Is::Paused, Is::Paused], ClockUi::KeyPaused),
        ("off moved", [Is::MovedOn, Is::MovedOn], ClockUi::KeyMoved),
    ];
    let occurs = |of: &[Is; 2]| days.iter().any(|is| of.contains(is));
    let shown = entries.into_iter().filter(|(class, of, _)| occurs(of) && (has_ahead || !class.contains("ahead")));
    html! {
        <ul class="strip-key">
            { for shown.map(|(class, _, text)| html! {
                <li>
                    <svg width="26" height="22" viewBox="0 41 26 28" aria-hidden="true">
                        <g class={class}><rect x="1" y="42" width="24" height="26" />if class == "paused" { { hatched(0.0, 26.0) } }</g>
                    </svg>
                    { " " }{ text.text(lang) }
                </li>
            }) }
        </ul>
    }
}
