//! Words of an error or a hint, with what to do.

use daiban_shared::text::{Lang, Ui, fill};
use yew::prelude::*;

use crate::api::Fault;
use crate::app::session::use_lang;
use crate::send::{Sender, Sending};
use crate::ui::wait::use_long;

/// What a fault says and what to do.
pub fn words_of(fault: &Fault, lang: Lang) -> String {
    match fault {
        Fault::Unreachable => Ui::FaultUnreachable.text(lang).to_owned(),
        Fault::SignedOut => Ui::FaultSignedOut.text(lang).to_owned(),
        Fault::Refused(problem) if problem.detail.is_empty() => problem.title.clone(),
        Fault::Refused(problem) => problem.detail.clone(),
        Fault::Strange(status) => fill(Ui::FaultStrange.text(lang), &[("status", &status.to_string())]),
    }
}

#[derive(Properties, PartialEq)]
pub struct OutcomeProps {
    pub sender: Sender,
    /// Sends the same command again.
    pub on_again: Callback<()>,
}

/// How the last command of a form stands; silent while all is well.
#[component]
pub fn Outcome(props: &OutcomeProps) -> Html {
    let lang = use_lang();
    let is_long = use_long(props.sender.state.is_busy());
    match &props.sender.state {
        Sending::Idle => Html::default(),
        Sending::Busy if is_long => {
            html! { <p class="notice" role="status" data-test="slow">{ Ui::TakesLongSending.text(lang) }</p> }
        }
        Sending::Busy => Html::default(),
        Sending::Refused(fault) => html! {
            <div class="notice bad" role="alert" data-test="refusal">
                <p>{ words_of(fault, lang) }</p>
                { field_words(fault) }
            </div>
        },
        Sending::Unknown(ask) => {
            let text = if ask.repeatable { Ui::Unknown } else { Ui::UnknownOnce };
            let on_again = props.on_again.clone();
            html! {
                <div class="notice warn" role="alert" data-test="unknown">
                    <p>{ text.text(lang) }</p>
                    <button type="button" onclick={move |_| on_again.emit(())} data-test="send-again">
                        { Ui::Retry.text(lang) }
                    </button>
                </div>
            }
        }
    }
}

fn field_words(fault: &Fault) -> Html {
    match fault {
        Fault::Refused(problem) => {
            let more = problem.fields.values().filter(|words| **words != problem.detail);
            let rows: Vec<Html> = more.map(|words| html! { <li>{ words.clone() }</li> }).collect();
            if rows.is_empty() {
                Html::default()
            } else {
                html! { <ul>{ rows }</ul> }
            }
        }
        Fault::Unreachable | Fault::SignedOut | Fault::Strange(_) => Html::default(),
    }
}
