//! Before a lapse: every place that could have taken the answer, with up to when it was heard.

use daiban_shared::api::{HeardPlace, LapseHeard};
use daiban_shared::day::stamp;
use daiban_shared::text::{CaseUi, Lang, fill};
use yew::prelude::*;

use crate::ui::icon::{Icon, icon};

/// The places, those that were not heard past the limit first.
pub fn draw(heard: &LapseHeard, lang: Lang) -> Html {
    let (enough, short): (Vec<_>, Vec<_>) = heard.places.iter().partition(|place| place.enough);
    let is_short = !short.is_empty();
    html! {
        <div class={classes!("notice", "heard", is_short.then_some("warn"))} role="status" data-test="lapse-heard">
            <p>{ fill(CaseUi::HeardLead.text(lang), &[("due", &stamp(heard.due))]) }</p>
            <ul>{ for short.into_iter().chain(enough).map(|place| line(place, lang)) }</ul>
            if is_short { <p>{ CaseUi::HeardVouch.text(lang) }</p> }
        </div>
    }
}

fn line(place: &HeardPlace, lang: Lang) -> Html {
    let until = place.until.map_or_else(
        || CaseUi::HeardNever.text(lang).to_owned(),
        |at| fill(CaseUi::HeardUntil.text(lang), &[("time", &stamp(at))]),
    );
    let (class, shape, stands) = match place.enough {
        true => ("timely good", Icon::CircleCheck, CaseUi::HeardEnough),
        false => ("timely bad", Icon::CloudOff, CaseUi::HeardShort),
    };
    html! {
        <li data-test="heard-place" data-enough={place.enough.to_string()}>
            <strong>{ place.site.name(lang).to_owned() }</strong>{ " " }<span>{ until }</span>{ " " }
            <span {class}>{ icon(shape) }{ " " }{ stands.text(lang) }</span>
        </li>
    }
}
