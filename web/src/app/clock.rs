//! The notice that this machine's clock is wrong: both times, and for an administrator a button that asks once more.

use daiban_shared::api::{ClockConfirm, MachineClock};
use daiban_shared::day::stamp;
use daiban_shared::kind::Role;
use daiban_shared::text::{PlaceUi, Ui, fill};
use yew::prelude::*;

use super::session::use_session;
use crate::api::Ask;
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::notice::Outcome;

/// Nothing while the clock is right.
#[component]
pub fn ClockNotice() -> Html {
    let session = use_session();
    let lang = session.lang;
    let wanted = if session.me().is_some() { "/clock" } else { "" };
    let loaded = use_load::<MachineClock>(wanted.to_owned(), true);
    let Some(clock) = loaded.value.filter(|clock| clock.wrong) else { return Html::default() };
    let (now, known) = (stamp(clock.now), stamp(clock.known));
    let words = fill(PlaceUi::ClockWrong.text(lang), &[("now", &now), ("known", &known)]);
    html! {
        <div class="notice bad" role="alert" data-test="clock-wrong">
            <p>{ words }</p>
            if session.has_role(&[Role::Admin]) {
                <Confirm {now} on_done={loaded.again.clone()} />
            } else {
                <p>{ PlaceUi::ClockTellAdmin.text(lang) }</p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ConfirmProps {
    /// What the clock says.
    now: String,
    on_done: Callback<()>,
}

/// Everybody above sees the entry, so the button asks once more.
#[component]
fn Confirm(props: &ConfirmProps) -> Html {
    let lang = use_session().lang;
    let sender = use_sender();
    let asked = use_state(|| false);
    let set = |value: bool| {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(value))
    };
    let send = {
        let (sender, done) = (sender.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let done = done.clone();
            sender.send_blind(Ask::command("/clock", &ClockConfirm { confirm: true }), move || done.emit(()));
        })
    };
    let text = |text: PlaceUi| fill(text.text(lang), &[("now", &props.now)]);
    if !*asked {
        return html! {
            <>
                <p>{ text(PlaceUi::ClockSetOrConfirm) }</p>
                <p class="buttons">
                    <SendButton text={PlaceUi::ClockConfirm.text(lang)} busy={false} onclick={set(true)}
                        test="clock-confirm" />
                </p>
            </>
        };
    }
    html! {
        <>
            <p><strong>{ text(PlaceUi::ClockAskAgain) }</strong></p>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={Ui::Confirm.text(lang)} busy={sender.state.is_busy()} onclick={send}
                    test="clock-confirm-again" />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} onclick={set(false)}
                    test="clock-cancel" />
            </p>
        </>
    }
}
