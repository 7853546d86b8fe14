//! Status, urgency and arrival of a case: a word and a shape beside each colour.

use daiban_shared::api::{Delivered, Due, Light, LimitKind};
use daiban_shared::case::{Outcome, Status};
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, Ui};
use yew::prelude::*;

use super::icon::{Icon, icon};
use super::words;

/// Where a case stands.
pub fn status(status: Status, outcome: Option<Outcome>, lang: Lang) -> Html {
    let (shape, class) = match status {
        Status::Received => (Icon::CircleDashed, "received"),
        Status::Accepted => (Icon::CircleDot, "accepted"),
        Status::Done => (Icon::CircleCheck, "done"),
        Status::Closed => (Icon::Archive, "closed"),
    };
    html! {
        <span class={classes!("badge", class)} data-test="status">
            { icon(shape) }{ " " }{ status.text(lang) }
            if let Some(outcome) = outcome { { " · " }<strong data-test="outcome">{ outcome.text(lang) }</strong> }
        </span>
    }
}

/// When a case is due.
pub fn due(due: Option<&Due>, lang: Lang) -> Html {
    let Some(due) = due else { return html! { <span class="faint">{ "–" }</span> } };
    let (shape, class, word) = match due.light {
        Light::None => (None, "light-none", Ui::LightNone),
        Light::Blue => (Some(Icon::Clock), "light-blue", Ui::LightBlue),
        Light::Yellow => (Some(Icon::TriangleAlert), "light-yellow", Ui::LightYellow),
        Light::Red if due.limit == LimitKind::Promise => (Some(Icon::OctagonAlert), "light-red", Ui::LightRed),
        Light::Red => (Some(Icon::OctagonAlert), "light-red", Ui::LightPast),
        Light::DeepRed => (Some(Icon::OctagonX), "light-deep", Ui::LightDeepRed),
    };
    html! {
        <span class={classes!("due", class)} data-test="due">
            if let Some(shape) = shape { <span class="light">{ icon(shape) }{ " " }{ word.text(lang) }</span> }
            <span class="day">{ due.day.to_string() }
                if due.provisional {
                    <abbr title={Ui::ProvisionalHint.text(lang)}>
                        { words::bracketed(Ui::Provisional.text(lang), lang) }
                    </abbr>
                }
            </span>
            <small>{ words::time_left(due, lang) }</small>
        </span>
    }
}

/// How far something written at a place has come.
pub fn arrived(delivered: &Delivered, from: Tier, here: bool, lang: Lang) -> Html {
    let Some(text) = words::arrived(delivered, from, here, lang) else { return Html::default() };
    let (shape, class) = match (from, delivered.town, delivered.district) {
        (_, _, Some(_)) => (Icon::CheckCheck, "at-district"),
        (Tier::Village, Some(_), None) => (Icon::Check, "at-town"),
        (Tier::Town, _, None) if !here => (Icon::Check, "at-town"),
        (Tier::Village | Tier::Town | Tier::District, _, None) => (Icon::ArrowUp, "here-only"),
    };
    html! {
        <span class={classes!("arrived", class)} data-test="arrived">
            { icon(shape) }{ " " }{ text }
        </span>
    }
}
