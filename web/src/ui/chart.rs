//! A chart of bars or lines. Colour never speaks alone: bars have patterns, lines dashes and markers. One stop of the Tab
//! key; the arrows go from point to point, and what a point says stands below in words. The table behind it is the page's.

mod scale;

use daiban_shared::text::{OfficeUi, fill};
use yew::prelude::*;

use super::width::use_width;
use crate::app::session::use_lang;
use scale::Scale;

const HEIGHT: f64 = 280.0;
/// A label under the middle of so wide a step stays within the drawing.
const LABEL_STEP: f64 = 60.0;

/// One row of values.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is.
    pub name: String,
    /// One value a point; none = not known.
    pub values: Vec<Option<f64>>,
}

/// How values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Beside each other.
    Bars,
    /// As lines.
    Lines,
}

#[derive(Properties, PartialEq)]
pub struct ChartProps {
    /// Unique on the page.
    pub id: AttrValue,
    pub title: AttrValue,
    pub unit: AttrValue,
    pub form: Form,
    /// Below the axis, one a point.
    pub labels: Vec<String>,
    pub series: Vec<Series>,
    /// The upper end, where it is known.
    #[prop_or_default]
    pub top: Option<f64>,
    /// The point that is picked.
    pub picked: Option<usize>,
    pub on_pick: Callback<usize>,
    /// What the picked point says.
    pub says: Html,
}

/// `<figure>` with its drawing, key and words.
#[component]
pub fn Chart(props: &ChartProps) -> Html {
    let lang = use_lang();
    let node = use_node_ref();
    let width = use_width(node.clone());
    let points = props.labels.len();
    let known = props.series.iter().flat_map(|series| series.values.iter().flatten().copied());
    let scale = Scale::new(width, HEIGHT, points, known, props.top);
    let pick = props.on_pick.clone();
    let picked = props.picked;
    let onkeydown = {
        let pick = pick.clone();
        Callback::from(move |event: KeyboardEvent| {
            let last = points.saturating_sub(1);
            let wanted = match event.key().as_str() {
                "ArrowRight" => picked.map_or(last, |at| (at + 1).min(last)),
                "ArrowLeft" => picked.map_or(last, |at| at.saturating_sub(1)),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            if points > 0 {
                pick.emit(wanted);
            }
        })
    };
    let on_pointer = {
        let node = node.clone();
        Callback::from(move |event: PointerEvent| {
            let Some(element) = node.cast::<web_sys::Element>() else { return };
            let x = f64::from(event.client_x()) - element.get_bounding_client_rect().left();
            if let Some(at) = scale.at(x).filter(|at| picked != Some(*at)) {
                pick.emit(at);
            }
        })
    };
    let about = fill(
        OfficeUi::ChartOf.text(lang),
        &[("title", &props.title), ("n", &points.to_string()), ("unit", &props.unit)],
    );
    html! {
        <figure class="chart" data-test={props.id.clone()}>
            <figcaption id={format!("{}-title", props.id)}>{ props.title.clone() }</figcaption>
            { key(props) }
            <div ref={node} class="chart-plot" tabindex="0" role="group" aria-label={about} {onkeydown}
                onpointerdown={on_pointer.clone()} onpointermove={on_pointer}>
                { drawing(props, &scale) }
            </div>
            <p class="chart-says" aria-live="polite" data-test={format!("{}-says", props.id)}>{ props.says.clone() }</p>
        </figure>
    }
}

fn key(props: &ChartProps) -> Html {
    let sign = |at: usize| match props.form {
        Form::Bars => {
            html! { <rect x="1" y="3" width="26" height="14" class={format!("bar-{}", at + 1)} fill={paint(props, at)} /> }
        }
        Form::Lines => html! {
            <><path d="M0 10H28" class={format!("line-{}", at + 1)} />{ marker(at, 14.0, 10.0) }</>
        },
    };
    html! {
        <ul class="chart-key">
            { for props.series.iter().enumerate().map(|(at, series)| html! {
                <li><svg width="28" height="20" viewBox="0 0 28 20" aria-hidden="true">{ sign(at) }</svg>{ " " }{ series.name.clone() }</li>
            }) }
        </ul>
    }
}

fn drawing(props: &ChartProps, scale: &Scale) -> Html {
    let (left, right) = (scale::LEFT, scale.width - scale::RIGHT);
    let tick = |value: f64| {
        let y = scale.y(value);
        html! {
            <g>
                <line x1={left.to_string()} x2={right.to_string()} y1={y.to_string()} y2={y.to_string()} class="chart-line" />
                <text x={(left - 8.0).to_string()} y={(y + 6.0).to_string()} text-anchor="end">{ value }</text>
            </g>
        }
    };
    let label = |at: usize| {
        // The newest of many stands at the edge of the drawing and must not lean over it.
        let is_at_edge = at + 1 == scale.points && scale.points > 1 && scale.step() < LABEL_STEP;
        let (x, anchor) = if is_at_edge { (right, "end") } else { (scale.x(at), "middle") };
        html! { <text x={x.to_string()} y={(scale.base() + 26.0).to_string()} text-anchor={anchor}>{ props.labels[at].clone() }</text> }
    };
    let labelled = (0..scale.points).filter(|at| scale.is_labelled(*at));
    html! {
        <svg viewBox={format!("0 0 {} {}", scale.width, scale.height)} role="img"
            aria-labelledby={format!("{}-title", props.id)} data-points={scale.points.to_string()}>
            { patterns(props) }
            if let Some(at) = props.picked.filter(|at| *at < scale.points) {
                <rect class="chart-picked" x={(scale.x(at) - scale.step() / 2.0).to_string()} y={scale::TOP.to_string()}
                    width={scale.step().to_string()} height={(scale.base() - scale::TOP).to_string()} />
            }
            <text x="0" y="16">{ props.unit.clone() }</text>
            { for scale.ticks().into_iter().map(tick) }
            { for labelled.map(label) }
            { for props.series.iter().enumerate().map(|(at, series)| match props.form {
                Form::Bars => bars(props, scale, at, series),
                Form::Lines => line(scale, at, series),
            }) }
        </svg>
    }
}

fn bars(props: &ChartProps, scale: &Scale, at: usize, series: &Series) -> Html {
    let beside = props.series.len().max(1) as f64;
    let room = (scale.step() * 0.8).min(90.0);
    let width = room / beside;
    let bar = |(point, value): (usize, &Option<f64>)| {
        let Some(value) = value.filter(|value| *value > 0.0) else { return Html::default() };
        let x = scale.x(point) - room / 2.0 + width * at as f64;
        html! {
            <rect x={x.to_string()} y={scale.y(value).to_string()} width={(width * 0.92).to_string()}
                height={(scale.base() - scale.y(value)).to_string()} class={format!("bar-{}", at + 1)} fill={paint(props, at)} />
        }
    };
    html! { <g>{ for series.values.iter().enumerate().map(bar) }</g> }
}

fn line(scale: &Scale, at: usize, series: &Series) -> Html {
    // Markers of five years would be a band.
    let marked = scale.step() >= 10.0 || series.values.iter().flatten().count() == 1;
    let each = |(point, value): (usize, &Option<f64>)| match value {
        Some(value) if marked => marker(at, scale.x(point), scale.y(*value)),
        Some(_) | None => Html::default(),
    };
    html! {
        <g>
            <path d={scale.path(&series.values)} class={format!("line-{}", at + 1)} />
            { for series.values.iter().enumerate().map(each) }
        </g>
    }
}

/// Circle, square, triangle, diamond.
fn marker(at: usize, x: f64, y: f64) -> Html {
    let class = format!("mark-{}", at % 6 + 1);
    let d = match at % 4 {
        0 => return html! { <circle cx={x.to_string()} cy={y.to_string()} r="5" class={class} /> },
        1 => format!("M{} {}h10v10h-10z", x - 5.0, y - 5.0),
        2 => format!("M{x} {}l6 11h-12z", y - 6.0),
        _ => format!("M{x} {}l6 7l-6 7l-6 -7z", y - 7.0),
    };
    html! { <path {d} class={class} /> }
}

fn paint(props: &ChartProps, at: usize) -> String {
    if at == 0 { "var(--chart-1)".to_owned() } else { format!("url(#{}-p{})", props.id, at % 3) }
}

/// Plain, hatched, dotted.
fn patterns(props: &ChartProps) -> Html {
    html! {
        <defs>
            <pattern id={format!("{}-p1", props.id)} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="7" height="7" fill="var(--paper)" /><rect width="3" height="7" fill="var(--chart-2)" />
            </pattern>
            <pattern id={format!("{}-p2", props.id)} width="7" height="7" patternUnits="userSpaceOnUse">
                <rect width="7" height="7" fill="var(--paper)" /><circle cx="3.5" cy="3.5" r="2" fill="var(--chart-4)" />
            </pattern>
            <pattern id={format!("{}-p0", props.id)} width="7" height="7" patternUnits="userSpaceOnUse">
                <rect width="7" height="7" fill="var(--paper)" /><rect width="7" height="3" fill="var(--chart-6)" />
            </pattern>
        </defs>
    }
}
