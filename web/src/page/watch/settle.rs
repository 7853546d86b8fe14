//! Settling a period, and reckoning it again with a reason.

use std::rc::Rc;

use daiban_shared::api::{Appraisal, Settle, Settled};
use daiban_shared::kind::Again;
use daiban_shared::text::{AppraisalText, Ui, fill};
use yew::prelude::*;

use super::{chosen, options};
use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

#[derive(Properties, PartialEq)]
pub struct SettlingProps {
    pub found: Rc<Appraisal>,
    pub on_done: Callback<()>,
}

/// The button that fits: settle what is not settled, else reckon again.
#[component]
pub fn Settling(props: &SettlingProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let is_open = use_state(|| false);
    let done = use_state(|| None::<Settled>);
    let typed = use_reducer(Typed::default);
    // Each opening is a command of its own.
    let id = use_state(new_id);
    let found = &props.found;
    if !found.may_settle || !found.is_over || found.sheets.is_empty() {
        return Html::default();
    }
    let is_again = found.sheets.iter().all(|row| row.id.is_some());
    let send = {
        let (sender, typed, found, id) = (sender.clone(), typed.clone(), found.clone(), id.clone());
        let (done, is_open, on_done) = (done.setter(), is_open.setter(), props.on_done.clone());
        Callback::from(move |()| {
            let asked = Settle {
                id: Some((*id).clone()),
                scheme: found.scheme.no,
                of: found.span.from,
                again: chosen::<Again>(&typed, "again").filter(|_| is_again),
                words: typed.text("words").trim().to_owned(),
            };
            let ask = sender.unanswered().unwrap_or_else(|| Ask::command("/appraisal", &asked));
            let (done, is_open, on_done, id) = (done.clone(), is_open.clone(), on_done.clone(), id.setter());
            sender.send(ask, move |settled: Settled| {
                done.set(Some(settled));
                is_open.set(false);
                id.set(new_id());
                on_done.emit(());
            });
        })
    };
    let open = {
        let is_open = is_open.setter();
        Callback::from(move |_: MouseEvent| is_open.set(true))
    };
    let close = {
        let is_open = is_open.setter();
        Callback::from(move |_: MouseEvent| is_open.set(false))
    };
    let (text, hint) = if is_again {
        (AppraisalText::Again, AppraisalText::AgainHint)
    } else {
        (AppraisalText::Settle, AppraisalText::SettleHint)
    };
    // Reckoning again needs a ground, so the button waits for it.
    let off = is_again && (typed.text("again").is_empty() || typed.text("words").trim().is_empty());
    html! {
        <section class="screen-only">
            if let Some(settled) = *done {
                <p class="notice good" role="status" data-test="settled">{ if settled.written == 0 {
                    AppraisalText::SettleNothing.text(lang).to_owned()
                } else {
                    fill(AppraisalText::SettleDone.text(lang), &[("n", &settled.written.to_string())])
                } }</p>
            }
            if *is_open {
                <div class="panel" data-test="settle-form">
                    <p>{ hint.text(lang) }</p>
                    if is_again {
                        <Labelled id="settle-again" label={AppraisalText::AgainWhy.text(lang)}>
                            <Select id="settle-again" options={options(Again::ALL, |again| again.text(lang))} empty={Ui::Choose.text(lang)}
                                described={described("settle-again")} test="settle-again" on_text={typed::into(&typed, "again")} />
                        </Labelled>
                        <Labelled id="settle-words" label={AppraisalText::AgainWords.text(lang)} error={sender.state.field("words").map(AttrValue::from)}>
                            <TextInput id="settle-words" area={true} described={described("settle-words")} test="settle-words" on_text={typed::into(&typed, "words")} />
                        </Labelled>
                    }
                    <Outcome sender={sender.clone()} on_again={send.clone()} />
                    <p class="buttons">
                        <SendButton text={text.text(lang)} busy={sender.state.is_busy()} {off} onclick={send} test="settle-send" />
                        <button type="button" onclick={close} data-test="settle-cancel">{ Ui::Cancel.text(lang) }</button>
                    </p>
                </div>
            } else {
                <p class="buttons"><button type="button" class="main" onclick={open} data-test="settle">{ text.text(lang) }</button></p>
            }
        </section>
    }
}
