//! Cards of supervision: for the place that has to answer, and for who looks over.

use daiban_shared::api::{CardView, Page};
use daiban_shared::day::stamp;
use daiban_shared::kind::Role;
use daiban_shared::text::{Lang, WatchUi};
use daiban_shared::watch::Stand;
use yew::prelude::*;
use yew_router::prelude::*;

use super::counted::{self, CountedLook};
use super::lamp::{self, Lamp};
use super::{Tabs, word};
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::{Go, query_text};
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::words::pair;

/// Where cards can stand, in the order of their life.
const STANDS: [Stand; 5] = [Stand::Served, Stand::Answered, Stand::Appealed, Stand::Upheld, Stand::Cancelled];

/// `/cards`
#[component]
pub fn CardsPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let looks_over = session.has_role(&[Role::Supervisor, Role::Head, Role::Admin]);
    let stand = use_state(|| None::<Stand>);
    let look = use_location().and_then(|at| at.query::<CountedLook>().ok()).unwrap_or_default();
    let mut query = look.query();
    query.extend(stand.map(|stand| ("stand", word(&stand))));
    let loaded = use_load::<Page<CardView>>(format!("/cards{}", query_text(&query)), true);
    let chip = |of: Option<Stand>| {
        let (set, current) = (stand.setter(), *stand == of);
        let text = of.map_or(WatchUi::CardsAll.text(lang), |stand| stand_words(stand, lang));
        html! {
            <button type="button" class={classes!("chip", current.then_some("current"))} aria-pressed={current.to_string()}
                onclick={move |_| set.set(of)} data-test={format!("cards-{}", of.map_or_else(|| "all".to_owned(), |stand| word(&stand)))}>{ text }</button>
        }
    };
    let lead = if looks_over { WatchUi::CardsLead } else { WatchUi::CardsLeadPlace };
    html! {
        <>
            <Title text={WatchUi::CardsTitle.text(lang)} />
            <Tabs here={Route::Cards} />
            <p class="lead">{ lead.text(lang) }</p>
            { counted::chip(Route::Cards, &look, lang) }
            <div class="choices" role="group" aria-label={WatchUi::CardStand.text(lang)}>
                { chip(None) }{ for STANDS.into_iter().map(|stand| chip(Some(stand))) }
            </div>
            { state::of(&loaded, |page| if page.items.is_empty() {
                html! { <Empty text={WatchUi::CardsNone.text(lang)} /> }
            } else {
                html! { <ul class="alarms" data-test="cards">{ for page.items.iter().map(|card| row(card, lang)) }</ul> }
            }) }
        </>
    }
}

fn row(card: &CardView, lang: Lang) -> Html {
    let alarm = &card.alarm;
    html! {
        <li key={card.id.to_string()} data-test="card-row" data-stand={word(&card.stand)} data-number={alarm.number.clone()}>
            <p class="step-head">
                { lamp::badge(Lamp::of(alarm.light), lang) }
                <strong>{ alarm.rule_text.clone() }</strong>
                <span class="number">{ alarm.number.clone() }</span>
                <span>{ alarm.item.clone() }</span>
            </p>
            <ul class="evidence">
                <li>{ pair(WatchUi::CardTo.text(lang), alarm.site.name(lang), lang) }</li>
                <li>{ pair(WatchUi::CardBy.text(lang), card.by.name(lang), lang) }</li>
                <li>{ pair(WatchUi::CardServed.text(lang), &stamp(card.served_at), lang) }</li>
                if let Some(day) = card.answer_by { <li>{ pair(WatchUi::CardAnswerBy.text(lang), &day.to_string(), lang) }</li> }
            </ul>
            <p class="step-foot">
                { stand(card.stand, lang) }
                if card.answer_late { <strong class="lamp lamp-red">{ icon(Icon::OctagonAlert) }{ " " }{ WatchUi::CardAnswerLate.text(lang) }</strong> }
                <Go to={Route::Card { id: card.id.to_string() }} class={classes!("button")} test="open-card">{ WatchUi::SeeCard.text(lang) }</Go>
            </p>
        </li>
    }
}

/// Where a card stands: word and shape.
pub fn stand(stand: Stand, lang: Lang) -> Html {
    let (shape, class) = match stand {
        Stand::Served => (Icon::Inbox, "received"),
        Stand::Answered => (Icon::Check, "accepted"),
        Stand::Appealed => (Icon::History, "accepted"),
        Stand::Upheld => (Icon::CheckCheck, "done"),
        Stand::Cancelled => (Icon::X, "closed"),
    };
    html! { <span class={classes!("badge", class)} data-test="card-stand">{ icon(shape) }{ " " }{ stand_words(stand, lang) }</span> }
}

/// Where a card stands, in words.
pub fn stand_words(stand: Stand, lang: Lang) -> &'static str {
    let text = match stand {
        Stand::Served => WatchUi::StandServed,
        Stand::Answered => WatchUi::StandAnswered,
        Stand::Appealed => WatchUi::StandAppealed,
        Stand::Upheld => WatchUi::StandUpheld,
        Stand::Cancelled => WatchUi::StandCancelled,
    };
    text.text(lang)
}
