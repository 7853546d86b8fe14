//! An instant item (即办件) by one press at the counter: accepted, granted, handed over and filed away.

use std::rc::Rc;

use daiban_shared::api::{AtOnce, CaseView, StepsWritten};
use daiban_shared::id::Hash;
use daiban_shared::kind::DeliverWay;
use daiban_shared::text::{CaseUi, FilingUi, Ui};
use yew::prelude::*;

use super::act::code;
use super::head;
use crate::api::Ask;
use crate::app::session::use_lang;
use crate::draft::form::use_kept;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput};
use crate::ui::keys::{is_finish, use_keys};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

#[derive(Properties, PartialEq)]
pub struct AtOnceProps {
    pub case: Rc<CaseView>,
    pub on_written: Callback<Vec<Hash>>,
}

/// The button and its form; nothing where the case cannot end here and now.
#[component]
pub fn AtOncePart(props: &AtOnceProps) -> Html {
    let lang = use_lang();
    let open = use_state(|| false);
    if !props.case.at_once {
        return Html::default();
    }
    let set = |to: bool| {
        let open = open.setter();
        Callback::from(move |()| open.set(to))
    };
    html! {
        <section class="screen-only at-once" data-test="at-once">
            if *open {
                <Form case={props.case.clone()} on_written={props.on_written.clone()} on_close={set(false)} />
            } else {
                <p class="buttons">
                    <button type="button" class="main" onclick={set(true).reform(|_: MouseEvent| ())} data-test="at-once-open">{ FilingUi::AtOnce.text(lang) }</button>
                    <span class="hint">{ FilingUi::AtOnceHint.text(lang) }</span>
                </p>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    case: Rc<CaseView>,
    on_written: Callback<Vec<Hash>>,
    on_close: Callback<()>,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let case = &props.case;
    let begun = {
        let case = case.clone();
        move || begun(&head::applicant(&case, lang))
    };
    let kept = use_kept(&format!("once.{}", case.id), begun, &sender);
    // What the screen showed when the form was opened: a step of somebody else since is said before anything is written.
    let heads = use_memo((), |()| case.heads.clone());
    let send = {
        let (sender, case, typed, id) = (sender.clone(), case.clone(), kept.typed.clone(), kept.id.clone());
        let (end, close, on_written) = (kept.end.clone(), props.on_close.clone(), props.on_written.clone());
        Callback::from(move |()| {
            let ask = sender
                .unanswered()
                .unwrap_or_else(|| Ask::command(format!("/cases/{}/at-once", case.id), &read(&typed, &id, &heads)));
            let (end, close, on_written) = (end.clone(), close.clone(), on_written.clone());
            sender.send(ask, move |answer: StepsWritten| {
                end.emit(());
                close.emit(());
                on_written.emit(answer.steps);
            });
        })
    };
    let cancel = {
        let (end, close) = (kept.end.clone(), props.on_close.clone());
        Callback::from(move |()| {
            end.emit(());
            close.emit(());
        })
    };
    {
        let (send, cancel) = (send.clone(), cancel.clone());
        use_keys(Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" if !event.is_composing() => cancel.emit(()),
            _ if is_finish(&event) && !event.repeat() => send.emit(()),
            _ => {}
        }));
    }
    let error = |name: &str| sender.state.field(name).map(AttrValue::from);
    let ways = DeliverWay::ALL.iter().map(|way| (code(way), way.text(lang).to_owned())).collect::<Vec<_>>();
    html! {
        <div class="panel" data-test="at-once-form">
            <h3>{ FilingUi::AtOnce.text(lang) }</h3>
            <fieldset class="bare" disabled={sender.state.is_frozen()}>
                <Labelled id="once-way" label={CaseUi::Way.text(lang)} error={error("way")}>
                    <Select id="once-way" options={ways} initial={kept.typed.text("way").to_owned()} test="once-way" described={described("once-way")}
                        on_text={typed::into(&kept.typed, "way")} />
                </Labelled>
                <Labelled id="once-receiver" label={CaseUi::Receiver.text(lang)} error={error("receiver")}>
                    <TextInput id="once-receiver" initial={kept.typed.text("receiver").to_owned()} focus={true} test="once-receiver"
                        described={described("once-receiver")} on_text={typed::into(&kept.typed, "receiver")} />
                </Labelled>
                <Labelled id="once-words" label={CaseUi::Words.text(lang)} hint={Ui::Optional.text(lang)} error={error("words")}>
                    <TextInput id="once-words" area={true} initial={kept.typed.text("words").to_owned()} test="once-words"
                        described={described("once-words")} on_text={typed::into(&kept.typed, "words")} />
                </Labelled>
            </fieldset>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={format!("{} (F9)", FilingUi::AtOnce.text(lang))} busy={sender.state.is_busy()} off={sender.state.is_frozen()} onclick={send} test="at-once-send" />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} off={sender.state.is_busy()} onclick={cancel} test="at-once-cancel" />
            </p>
        </div>
    }
}

/// Handed to the applicant in person, as it is most days.
fn begun(applicant: &str) -> Typed {
    let fields = [("way", code(&DeliverWay::InPerson)), ("receiver", applicant.to_owned())];
    Typed(fields.into_iter().map(|(name, text)| (name.to_owned(), text)).collect())
}

fn read(typed: &Typed, id: &str, heads: &[Hash]) -> AtOnce {
    AtOnce {
        id: Some(id.to_owned()),
        heads: Some(heads.to_vec()),
        way: serde_json::from_value(serde_json::Value::String(typed.text("way").to_owned())).ok(),
        receiver: typed.text("receiver").trim().to_owned(),
        words: typed.text("words").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_touched_is_handed_to_the_applicant_in_person() {
        let asked = read(&begun("钟秀英"), "7", &[Hash([1; 32])]);
        assert_eq!((asked.way, asked.receiver.as_str()), (Some(DeliverWay::InPerson), "钟秀英"));
        assert_eq!((asked.words.as_str(), asked.heads.map(|heads| heads.len())), ("", Some(1)));
    }
}
