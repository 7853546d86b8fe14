//! What may be done with a card: answered and appealed by its place, ruled on by who put it.

use std::rc::Rc;

use daiban_shared::api::{CardAct, CardCommand, CardView};
use daiban_shared::kind::{AppealGround, CardResult, Ruling};
use daiban_shared::text::WatchUi;
use yew::prelude::*;

use super::{chosen, word};
use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

#[derive(Properties, PartialEq)]
pub struct CardActsProps {
    pub card: Rc<CardView>,
    pub on_done: Callback<()>,
}

/// A button each, and the form of the one that is chosen.
#[component]
pub fn CardActs(props: &CardActsProps) -> Html {
    let lang = use_lang();
    let chosen = use_state(|| None::<CardAct>);
    if props.card.may.is_empty() {
        return Html::default();
    }
    let on_done = {
        let (chosen, on_done) = (chosen.setter(), props.on_done.clone());
        Callback::from(move |()| {
            chosen.set(None);
            on_done.emit(());
        })
    };
    let button = |act: &CardAct| {
        let (act, set) = (*act, chosen.setter());
        let is_main = *chosen == Some(act);
        html! {
            <button type="button" class={classes!(is_main.then_some("current"))} aria-expanded={is_main.to_string()}
                onclick={move |_| set.set(Some(act))} data-test={format!("card-{}", word(&act))}>{ text_of(act).text(lang) }</button>
        }
    };
    html! {
        <section class="screen-only">
            <p class="buttons">{ for props.card.may.iter().map(button) }</p>
            if let Some(act) = *chosen { <ActForm key={word(&act)} card={props.card.clone()} {act} {on_done} /> }
        </section>
    }
}

fn text_of(act: CardAct) -> WatchUi {
    match act {
        CardAct::Answer => WatchUi::ActAnswer,
        CardAct::Appeal => WatchUi::ActAppeal,
        CardAct::Rule => WatchUi::ActRule,
    }
}

#[derive(Properties, PartialEq)]
struct ActFormProps {
    card: Rc<CardView>,
    act: CardAct,
    on_done: Callback<()>,
}

#[component]
fn ActForm(props: &ActFormProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let typed = use_reducer(Typed::default);
    let id = use_memo((), |()| new_id());
    let (act, card) = (props.act, props.card.id);
    let send = {
        let (sender, typed, on_done) = (sender.clone(), typed.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let ask = match &sender.state {
                Sending::Unknown(ask) => (**ask).clone(),
                Sending::Idle | Sending::Busy | Sending::Refused(_) => {
                    Ask::command(format!("/cards/{card}/steps"), &command(act, &typed, &id))
                }
            };
            let on_done = on_done.clone();
            sender.send(ask, move |_: CardView| on_done.emit(()));
        })
    };
    let choice = |name: &'static str, label: WatchUi, options: Vec<(String, String)>| {
        html! {
            <Labelled id={format!("card-{name}")} label={label.text(lang)} error={sender.state.field(name).map(AttrValue::from)}>
                <Select id={format!("card-{name}")} {options} empty={daiban_shared::text::Ui::Choose.text(lang)} test={format!("card-{name}")}
                    described={described(&format!("card-{name}"))} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let grounds =
        || AppealGround::ALL.iter().map(|ground| (word(ground), ground.text(lang).to_owned())).collect::<Vec<_>>();
    let choices = match act {
        CardAct::Answer => {
            let results = CardResult::ALL.iter().map(|result| (word(result), result.text(lang).to_owned())).collect();
            choice("result", WatchUi::AnswerResult, results)
        }
        CardAct::Appeal => choice("ground", WatchUi::AppealGround, grounds()),
        CardAct::Rule => {
            let rulings = Ruling::ALL.iter().map(|ruling| (word(ruling), ruling.text(lang).to_owned())).collect();
            let cancels = typed.text("ruling") == word(&Ruling::Cancelled);
            html! {
                <>
                    { choice("ruling", WatchUi::RulingChoice, rulings) }
                    if cancels { { choice("ground", WatchUi::CancelGround, grounds()) } }
                </>
            }
        }
    };
    html! {
        <div class="panel" data-test="card-form">
            { choices }
            <Labelled id="card-words" label={WatchUi::Words.text(lang)} error={sender.state.field("words").map(AttrValue::from)}>
                <TextInput id="card-words" area={true} described={described("card-words")} test="card-words" on_text={typed::into(&typed, "words")} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <SendButton text={text_of(act).text(lang)} busy={sender.state.is_busy()} onclick={send} test="card-send" />
        </div>
    }
}

fn command(act: CardAct, typed: &Typed, id: &str) -> CardCommand {
    let (id, words) = (Some(id.to_owned()), typed.text("words").trim().to_owned());
    match act {
        CardAct::Answer => CardCommand::Answer { id, result: chosen(typed, "result"), words },
        CardAct::Appeal => CardCommand::Appeal { id, ground: chosen(typed, "ground"), words },
        CardAct::Rule => {
            let ruling = chosen(typed, "ruling");
            let ground = chosen(typed, "ground").filter(|_| ruling == Some(Ruling::Cancelled));
            CardCommand::Rule { id, ruling, ground, words }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ruling_that_stands_names_no_ground() {
        let typed = |ruling: &str| {
            let fields = [("ruling", ruling), ("ground", "late_data"), ("words", " 属实 ")];
            Typed(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
        };
        let says = |ruling: &str| serde_json::to_value(command(CardAct::Rule, &typed(ruling), "7")).expect("JSON");
        assert_eq!(says("cancelled")["ground"], "late_data");
        assert_eq!(says("upheld").get("ground"), None);
        assert_eq!(says("upheld")["words"], "属实");
    }
}
