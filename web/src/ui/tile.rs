//! A figure with its word, and where it leads.

use yew::prelude::*;

use super::icon::{Icon, icon};
use super::link::Go;
use crate::app::route::{CaseFilter, Route};

/// What a figure means when it is not zero: a colour, and the shape that stands for the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A count.
    Plain,
    /// Soon due.
    Soon,
    /// Waits for somebody.
    Warn,
    /// Past its limit.
    Bad,
}

impl Tone {
    fn mark(self) -> (&'static str, Option<Icon>) {
        match self {
            Self::Plain => ("", None),
            Self::Soon => ("soon", Some(Icon::Clock)),
            Self::Warn => ("warn", Some(Icon::TriangleAlert)),
            Self::Bad => ("bad", Some(Icon::OctagonAlert)),
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct TileProps {
    /// The figure; `0` is grey.
    pub n: String,
    pub text: AttrValue,
    pub to: Route,
    #[prop_or_default]
    pub filter: CaseFilter,
    pub tone: Tone,
    #[prop_or_default]
    pub test: AttrValue,
}

/// `<li>` in `.tiles`.
#[component]
pub fn Tile(props: &TileProps) -> Html {
    let (tone, shape) = if props.n == "0" { ("zero", None) } else { props.tone.mark() };
    let filter = (props.filter != CaseFilter::default()).then(|| props.filter.clone());
    html! {
        <li>
            <Go to={props.to.clone()} {filter} class={classes!("tile", tone)} test={props.test.clone()}>
                <strong>{ props.n.clone() }</strong>
                <span>
                    if let Some(shape) = shape { { icon(shape) }{ " " } }
                    { props.text.clone() }
                </span>
            </Go>
        </li>
    }
}
