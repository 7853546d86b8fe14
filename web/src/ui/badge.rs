//! Status, urgency and arrival of a case: a word and a shape beside each colour.

use daiban_shared::api::{Delivered, Due, Light, LimitKind};
use daiban_shared::case::{Outcome, Status};
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, Ui};
use yew::prelude::*;

use super::words;

/// Where a case stands.
pub fn status(status: Status, outcome: Option<Outcome>, lang: Lang) -> Html {
    let (shape, class) = match status {
        Status::Received => ("○", "received"),
        Status::Accepted => ("◐", "accepted"),
        Status::Done => ("●", "done"),
        Status::Closed => ("■", "closed"),
    };
    html! {
        <span class={classes!("badge", class)} data-test="status">
            <span aria-hidden="true">{ shape }</span>{ " " }{ status.text(lang) }
            if let Some(outcome) = outcome { { " · " }<strong data-test="outcome">{ outcome.text(lang) }</strong> }
        </span>
    }
}

/// When a case is due.
pub fn due(due: Option<&Due>, lang: Lang) -> Html {
    let Some(due) = due else { return html! { <span class="faint">{ "–" }</span> } };
    let (shape, class, word) = match due.light {
        Light::None => ("", "light-none", Ui::LightNone),
        Light::Blue => ("◔", "light-blue", Ui::LightBlue),
        Light::Yellow => ("▲", "light-yellow", Ui::LightYellow),
        Light::Red if due.limit == LimitKind::Promise => ("◆", "light-red", Ui::LightRed),
        Light::Red => ("◆", "light-red", Ui::LightPast),
        // In every Chinese font, the old ones included.
        Light::DeepRed => ("■", "light-deep", Ui::LightDeepRed),
    };
    let calm = due.light == Light::None;
    html! {
        <span class={classes!("due", class)} data-test="due">
            if !calm { <span class="light"><span aria-hidden="true">{ shape }</span>{ " " }{ word.text(lang) }</span> }
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
        (_, _, Some(_)) => ("✓✓", "at-district"),
        (Tier::Village, Some(_), None) => ("✓", "at-town"),
        (Tier::Town, _, None) if !here => ("✓", "at-town"),
        (Tier::Village | Tier::Town | Tier::District, _, None) => ("↑", "here-only"),
    };
    html! {
        <span class={classes!("arrived", class)} data-test="arrived">
            <span aria-hidden="true">{ shape }</span>{ " " }{ text }
        </span>
    }
}
