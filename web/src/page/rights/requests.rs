//! Requests for grants: at the district those that wait, elsewhere the own ones and what became of them.

use daiban_shared::api::{AskedState, RefuseRequest, RightAskedView};
use daiban_shared::day::stamp;
use daiban_shared::text::{GrantUi, Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::grant;
use crate::ui::input::TextInput;
use crate::ui::notice::Outcome;

#[derive(Properties, PartialEq)]
pub struct RequestsProps {
    pub rows: Vec<RightAskedView>,
    /// The reader answers them.
    pub answers: bool,
    pub on_change: Callback<()>,
}

#[component]
pub fn Requests(props: &RequestsProps) -> Html {
    let lang = use_lang();
    let title = if props.answers { GrantUi::Requests } else { GrantUi::OwnRequests };
    if props.rows.is_empty() {
        return Html::default();
    }
    html! {
        <section data-test="right-requests">
            <h2>{ title.text(lang) }</h2>
            <ul class="duties">
                { for props.rows.iter().map(|row| html! {
                    <Request key={row.id.to_string()} row={row.clone()} answers={props.answers} on_change={props.on_change.clone()} />
                }) }
            </ul>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RequestProps {
    row: RightAskedView,
    answers: bool,
    on_change: Callback<()>,
}

#[component]
fn Request(props: &RequestProps) -> Html {
    let lang = use_lang();
    let (row, right) = (&props.row, &props.row.grant.right);
    let (at, from) = (stamp(row.at), row.from.name(lang));
    let by = fill(GrantUi::AskedBy.text(lang), &[("place", from), ("name", &row.by), ("time", &at)]);
    let names = grant::items(right, &row.items, lang).join(lang.pick("、", ", "));
    let fact = |name: &'static str, value: String| {
        html! { if !value.is_empty() { <dt>{ name }</dt><dd>{ value }</dd> } }
    };
    html! {
        <li data-test="right-request" data-state={code(&row.state)}>
            <p class="step-head">
                <strong class="name">{ grant::whom(&row.grant, lang) }</strong>
                <span>{ right.power.text(lang) }</span>
                { said(&row.state, props.answers, lang) }
            </p>
            <dl class="facts small">
                { fact(PlaceUi::ItemsWord.text(lang), names) }
                { fact(GrantUi::Limit.text(lang), grant::limit(right, lang).unwrap_or_default()) }
                { fact(GrantUi::Days.text(lang), grant::days(right, lang)) }
                { fact(PlaceUi::BasisWord.text(lang), right.basis.clone()) }
                { fact(GrantUi::Why.text(lang), row.why.clone()) }
            </dl>
            <p><small>{ by }</small></p>
            if props.answers && row.state == AskedState::Open { <AnswerIt id={row.id.to_string()} on_change={props.on_change.clone()} /> }
        </li>
    }
}

fn code(state: &AskedState) -> &'static str {
    match state {
        AskedState::Open => "open",
        AskedState::Entered { .. } => "entered",
        AskedState::Refused { .. } => "refused",
    }
}

fn said(state: &AskedState, answers: bool, lang: Lang) -> Html {
    let (class, words) = match state {
        AskedState::Open if answers => ("badge", GrantUi::RequestWaits.text(lang).to_owned()),
        AskedState::Open => ("badge", GrantUi::RequestOpen.text(lang).to_owned()),
        AskedState::Entered { no, .. } => {
            ("badge done", fill(GrantUi::RequestEntered.text(lang), &[("no", &no.to_string())]))
        }
        AskedState::Refused { reason, .. } => {
            ("badge closed", fill(GrantUi::RequestRefused.text(lang), &[("reason", reason)]))
        }
    };
    html! { <span {class} data-test="request-state">{ words }</span> }
}

#[derive(Properties, PartialEq)]
struct AnswerProps {
    id: String,
    on_change: Callback<()>,
}

/// Enter, or refuse with a reason. The node answers each request once, so both may be pressed again.
#[component]
fn AnswerIt(props: &AnswerProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let reason = use_state(String::new);
    let refuses = use_state(|| false);
    let cmd = use_memo((), |()| new_id());
    let send = |path: &'static str| {
        let (sender, reason, cmd) = (sender.clone(), reason.clone(), cmd.clone());
        let (id, done) = (props.id.clone(), props.on_change.clone());
        Callback::from(move |()| {
            let to = format!("/right-requests/{id}/{path}");
            let ask = match (&sender.state, path) {
                (Sending::Unknown(ask), _) => (**ask).clone(),
                (_, "enter") => Ask::post(to, &serde_json::json!({})),
                (_, _) => Ask::numbered(to, &cmd, &[], &RefuseRequest { reason: (*reason).clone() }),
            };
            let done = done.clone();
            sender.send_blind(ask, move || done.emit(()));
        })
    };
    let on_text = {
        let set = reason.setter();
        Callback::from(move |text: String| set.set(text))
    };
    let open = {
        let refuses = refuses.clone();
        Callback::from(move |()| refuses.set(!*refuses))
    };
    let busy = sender.state.is_busy();
    let again = send(if *refuses { "refuse" } else { "enter" });
    html! {
        <>
            <Outcome sender={sender.clone()} on_again={again} />
            if *refuses {
                <Labelled id={format!("refuse-{}", props.id)} label={GrantUi::RefuseWhy.text(lang)}>
                    <TextInput id={format!("refuse-{}", props.id)} test="refuse-why" focus={true} {on_text} />
                </Labelled>
                <p class="buttons">
                    <SendButton text={GrantUi::RefuseYes.text(lang)} {busy} off={reason.trim().is_empty()} onclick={send("refuse")} test="refuse-yes" />
                    <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} onclick={open.clone()} test="refuse-no" />
                </p>
            } else {
                <p class="buttons">
                    <SendButton text={GrantUi::Enter.text(lang)} {busy} onclick={send("enter")} test="request-enter" />
                    <SendButton second={true} text={GrantUi::Refuse.text(lang)} busy={false} onclick={open} test="request-refuse" />
                </p>
            }
        </>
    }
}
