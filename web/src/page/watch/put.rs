//! Putting an alarm to its place: with words, off with the reason while it is not official.

use daiban_shared::api::{AlarmView, CardView, ServeCard};
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{Ui, WatchUi, fill};
use yew::prelude::*;

use super::cards::stand_words;
use super::word;
use crate::api::Ask;
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::draft::form::use_kept;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::icon::{Icon, icon};
use crate::ui::input::TextInput;
use crate::ui::link::Go;
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

#[derive(Properties, PartialEq)]
pub struct PutCardProps {
    pub row: AlarmView,
    pub on_put: Callback<()>,
}

/// The card that was put, or the way to put it.
#[component]
pub fn PutCard(props: &PutCardProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let row = &props.row;
    if let Some(card) = row.card {
        return html! {
            <p class="step-foot" data-test="alarm-card">
                { icon(Icon::FileText) }
                if let Some(stand) = row.stand { <strong>{ stand_words(stand, lang) }</strong> }
                <Go to={Route::Card { id: card.to_string() }} class={classes!("button")} test="see-card">{ WatchUi::SeeCard.text(lang) }</Go>
            </p>
        };
    }
    if !row.is_card {
        return html! { <p class="hint">{ WatchUi::PutNotCard.text(lang) }</p> };
    }
    let may = session.has_role(&[Role::Supervisor, Role::Head]);
    let place = row.site.name(lang);
    // Nobody stands above the district: it puts cards to itself.
    let is_own = session.me().is_some_and(|me| me.site.id == row.site.id && me.site.tier != Tier::District);
    let why = if !may {
        Some(WatchUi::PutNotYours.text(lang).to_owned())
    } else if is_own {
        Some(WatchUi::PutOwn.text(lang).to_owned())
    } else {
        (!row.official).then(|| fill(WatchUi::PutTooEarly.text(lang), &[("place", place)]))
    };
    match why {
        Some(why) => html! {
            <p class="step-foot">
                <button type="button" disabled={true} data-test="put-card">{ WatchUi::PutCard.text(lang) }</button>
                <span class="hint" data-test="put-why">{ why }</span>
            </p>
        },
        None => html! { <PutForm row={row.clone()} on_put={props.on_put.clone()} /> },
    }
}

#[component]
fn PutForm(props: &PutCardProps) -> Html {
    let lang = use_session().lang;
    let sender = use_sender();
    let row = &props.row;
    let field = format!("put-{:?}-{}", row.rule, row.of);
    let kept = use_kept(&format!("put.{}.{}.{}", word(&row.rule), row.case, row.of), Typed::default, &sender);
    let is_open = use_state(|| kept.is_back);
    let words = kept.typed.text("words").to_owned();
    let send = {
        let (sender, on_put, row, words) = (sender.clone(), props.on_put.clone(), row.clone(), words.clone());
        let (end, id) = (kept.end.clone(), kept.id.clone());
        Callback::from(move |()| {
            let asked =
                ServeCard { id: None, rule: row.rule, case: row.case, of: row.of, words: words.trim().to_owned() };
            let ask = sender.unanswered().unwrap_or_else(|| Ask::numbered("/cards", &id, &[], &asked));
            let (end, on_put) = (end.clone(), on_put.clone());
            sender.send(ask, move |_: CardView| {
                end.emit(());
                on_put.emit(());
            });
        })
    };
    let open = {
        let is_open = is_open.setter();
        Callback::from(move |_: MouseEvent| is_open.set(true))
    };
    if !*is_open {
        return html! {
            <p class="step-foot"><button type="button" onclick={open} data-test="put-card">{ WatchUi::PutCard.text(lang) }</button></p>
        };
    }
    let on_text = typed::into(&kept.typed, "words");
    let cancel = {
        let (typed, end, is_open) = (kept.typed.dispatcher(), kept.end.clone(), is_open.setter());
        Callback::from(move |()| {
            typed.dispatch(("words".to_owned(), String::new()));
            end.emit(());
            is_open.set(false);
        })
    };
    html! {
        <div class="panel put-card" data-test="put-form">
            <Labelled id={field.clone()} label={WatchUi::PutWords.text(lang)}
                hint={fill(WatchUi::PutHint.text(lang), &[("place", row.site.name(lang))])} error={sender.state.field("words").map(AttrValue::from)}>
                <TextInput id={field.clone()} area={true} initial={words} described={described(&field)} test="put-words" {on_text} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={WatchUi::PutCard.text(lang)} busy={sender.state.is_busy()} onclick={send} test="put-send" />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} off={sender.state.is_busy()} onclick={cancel} test="put-cancel" />
            </p>
        </div>
    }
}
