//! What may be done with a settled sheet: appealed by whom it is about, decided by who settled it.

use std::rc::Rc;

use daiban_shared::api::{SheetAct, SheetCommand, SheetView};
use daiban_shared::kind::{AppealGround, SheetVerdict};
use daiban_shared::text::{AppraisalText, Ui};
use yew::prelude::*;

use super::{chosen, options, word};
use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

#[derive(Properties, PartialEq)]
pub struct SheetActsProps {
    pub sheet: Rc<SheetView>,
    pub on_done: Callback<()>,
}

/// A button each, and the form of the one that is chosen.
#[component]
pub fn SheetActs(props: &SheetActsProps) -> Html {
    let lang = use_lang();
    let act = use_state(|| None::<SheetAct>);
    let on_done = {
        let (act, on_done) = (act.setter(), props.on_done.clone());
        Callback::from(move |()| {
            act.set(None);
            on_done.emit(());
        })
    };
    let button = |of: &SheetAct| {
        let (of, set) = (*of, act.setter());
        let is_open = *act == Some(of);
        html! {
            <button type="button" class={classes!(is_open.then_some("current"))} aria-expanded={is_open.to_string()}
                onclick={move |_| set.set(Some(of))} data-test={format!("sheet-{}", word(&of))}>{ text_of(of).text(lang) }</button>
        }
    };
    html! {
        <section class="screen-only">
            <p class="buttons">{ for props.sheet.may.iter().map(button) }</p>
            if let Some(of) = *act { <ActForm key={word(&of)} sheet={props.sheet.clone()} act={of} {on_done} /> }
        </section>
    }
}

fn text_of(act: SheetAct) -> AppraisalText {
    match act {
        SheetAct::Appeal => AppraisalText::Appeal,
        SheetAct::Rule => AppraisalText::Rule,
    }
}

#[derive(Properties, PartialEq)]
struct ActFormProps {
    sheet: Rc<SheetView>,
    act: SheetAct,
    on_done: Callback<()>,
}

#[component]
fn ActForm(props: &ActFormProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let typed = use_reducer(Typed::default);
    let id = use_memo((), |()| new_id());
    let (act, doc) = (props.act, props.sheet.row.id.map(|id| id.to_string()).unwrap_or_default());
    let send = {
        let (sender, typed, on_done) = (sender.clone(), typed.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let ask = match &sender.state {
                Sending::Unknown(ask) => (**ask).clone(),
                Sending::Idle | Sending::Busy | Sending::Refused(_) => {
                    Ask::command(format!("/sheets/{doc}/steps"), &command(act, &typed, &id))
                }
            };
            let on_done = on_done.clone();
            sender.send(ask, move |_: SheetView| on_done.emit(()));
        })
    };
    let choice = |name: &'static str, label: AppraisalText, options: Vec<(String, String)>, empty: &'static str| {
        let field = format!("sheet-{name}");
        html! {
            <Labelled id={field.clone()} label={label.text(lang)} error={sender.state.field(name).map(AttrValue::from)}>
                <Select id={field.clone()} {options} {empty} test={field.clone()} described={described(&field)} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let line = |name: &'static str, label: AppraisalText, area: bool| {
        let field = format!("sheet-{name}");
        html! {
            <Labelled id={field.clone()} label={label.text(lang)} error={sender.state.field(name).map(AttrValue::from)}>
                <TextInput id={field.clone()} {area} described={described(&field)} test={field.clone()} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let own: Vec<(String, String)> = props
        .sheet
        .row
        .scores
        .iter()
        .map(|score| (word(&score.line.indicator), score.line.indicator.text(lang).to_owned()))
        .collect();
    let adjusts = typed.text("verdict") == word(&SheetVerdict::Adjusted);
    html! {
        <div class="panel" data-test="sheet-form">
            { match act {
                SheetAct::Appeal => html! {
                    <>
                        { choice("indicator", AppraisalText::AppealLine, own, AppraisalText::AppealWhole.text(lang)) }
                        { choice("ground", AppraisalText::AppealGround, options(AppealGround::ALL, |ground| ground.text(lang)), Ui::Choose.text(lang)) }
                        { line("words", AppraisalText::AppealWords, true) }
                    </>
                },
                SheetAct::Rule => html! {
                    <>
                        { choice("verdict", AppraisalText::RuleChoice, options(SheetVerdict::ALL, |verdict| verdict.text(lang)), Ui::Choose.text(lang)) }
                        if adjusts { { line("tenths", AppraisalText::RulePoints, false) } }
                        { line("words", AppraisalText::RuleWords, true) }
                    </>
                },
            } }
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <SendButton text={text_of(act).text(lang)} busy={sender.state.is_busy()} onclick={send} test="sheet-send" />
        </div>
    }
}

fn command(act: SheetAct, typed: &Typed, id: &str) -> SheetCommand {
    let (id, words) = (Some(id.to_owned()), typed.text("words").trim().to_owned());
    match act {
        SheetAct::Appeal => {
            SheetCommand::Appeal { id, indicator: chosen(typed, "indicator"), ground: chosen(typed, "ground"), words }
        }
        SheetAct::Rule => {
            let tenths = tenths(typed.text("tenths")).unwrap_or(0);
            SheetCommand::Rule { id, verdict: chosen(typed, "verdict"), tenths, words }
        }
    }
}

/// `1.5`, `-2`, `+0.5` as tenths; none if it is no such number.
fn tenths(text: &str) -> Option<i16> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    if part.len() != 1 || !digits.chars().all(|letter| letter.is_ascii_digit() || letter == '.') {
        return None;
    }
    let (whole, part): (i16, i16) = (whole.parse().ok()?, part.parse().ok()?);
    whole.checked_mul(10)?.checked_add(part).map(|tenths| tenths * sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_in_tenths_with_their_sign() {
        let read = ["1.5", "-2", "+0.5", " 3.0 ", "-0.1"].map(tenths);
        assert_eq!(read, [Some(15), Some(-20), Some(5), Some(30), Some(-1)]);
        for text in ["", "1.25", "ein", "--1", "1.", "4000.0"] {
            assert_eq!(tenths(text), None, "{text}");
        }
    }
}
