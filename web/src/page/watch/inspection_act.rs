//! What may be done with a problem: told by the place, looked at again by who inspected.

use std::rc::Rc;

use daiban_shared::api::{InspectionAct, InspectionCommand, InspectionView};
use daiban_shared::day::Day;
use daiban_shared::kind::{CardResult, FindingRuling};
use daiban_shared::text::{AppraisalText, Ui};
use daiban_shared::watch::FindingStand;
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
pub struct FindingActsProps {
    pub inspection: Rc<InspectionView>,
    pub no: u8,
    pub on_done: Callback<()>,
}

/// A button each, and the form of the one that is chosen.
#[component]
pub fn FindingActs(props: &FindingActsProps) -> Html {
    let lang = use_lang();
    let act = use_state(|| None::<InspectionAct>);
    let stand = props.inspection.findings.iter().find(|found| found.no == props.no).map(|found| found.stand);
    let fits = |act: &InspectionAct| match (act, stand) {
        (_, None) => false,
        (InspectionAct::Answer, Some(stand)) => matches!(stand, FindingStand::Open | FindingStand::Answered),
        (InspectionAct::Rule, Some(stand)) => stand != FindingStand::Withdrawn,
    };
    let may: Vec<InspectionAct> = props.inspection.may.iter().copied().filter(fits).collect();
    if may.is_empty() {
        return Html::default();
    }
    let on_done = {
        let (act, on_done) = (act.setter(), props.on_done.clone());
        Callback::from(move |()| {
            act.set(None);
            on_done.emit(());
        })
    };
    let button = |of: InspectionAct| {
        let (set, is_open) = (act.setter(), *act == Some(of));
        html! {
            <button type="button" class={classes!(is_open.then_some("current"))} aria-expanded={is_open.to_string()}
                onclick={move |_| set.set(Some(of))} data-test={format!("finding-{}", word(&of))}>{ text_of(of).text(lang) }</button>
        }
    };
    html! {
        <section class="screen-only">
            <p class="buttons">{ for may.iter().map(|act| button(*act)) }</p>
            if let Some(of) = *act { <ActForm key={word(&of)} inspection={props.inspection.clone()} no={props.no} act={of} {on_done} /> }
        </section>
    }
}

fn text_of(act: InspectionAct) -> AppraisalText {
    match act {
        InspectionAct::Answer => AppraisalText::Answer,
        InspectionAct::Rule => AppraisalText::Review,
    }
}

#[derive(Properties, PartialEq)]
struct ActFormProps {
    inspection: Rc<InspectionView>,
    no: u8,
    act: InspectionAct,
    on_done: Callback<()>,
}

#[component]
fn ActForm(props: &ActFormProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let typed = use_reducer(Typed::default);
    let id = use_memo((), |()| new_id());
    let (act, no, doc) = (props.act, props.no, props.inspection.id);
    let send = {
        let (sender, typed, on_done) = (sender.clone(), typed.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let ask = match &sender.state {
                Sending::Unknown(ask) => (**ask).clone(),
                Sending::Idle | Sending::Busy | Sending::Refused(_) => {
                    Ask::command(format!("/inspections/{doc}/steps"), &command(act, no, &typed, &id))
                }
            };
            let on_done = on_done.clone();
            sender.send(ask, move |_: InspectionView| on_done.emit(()));
        })
    };
    let choice = |name: &'static str, label: AppraisalText, options: Vec<(String, String)>| {
        let field = format!("finding-{name}-{no}");
        html! {
            <Labelled id={field.clone()} label={label.text(lang)} error={sender.state.field(name).map(AttrValue::from)}>
                <Select id={field.clone()} {options} empty={Ui::Choose.text(lang)} test={format!("finding-{name}")}
                    described={described(&field)} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let line = |name: &'static str, label: AppraisalText, kind: &'static str| {
        let field = format!("finding-{name}-{no}");
        html! {
            <Labelled id={field.clone()} label={label.text(lang)} error={sender.state.field(name).map(AttrValue::from)}>
                <TextInput id={field.clone()} {kind} area={kind.is_empty()} described={described(&field)} test={format!("finding-{name}")}
                    on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let is_back = typed.text("ruling") == word(&FindingRuling::Back);
    html! {
        <div class="panel" data-test="finding-form">
            { match act {
                InspectionAct::Answer => html! {
                    <>
                        { choice("result", AppraisalText::AnswerResult, options(CardResult::ALL, |result| result.text(lang))) }
                        { line("words", AppraisalText::AnswerWords, "") }
                    </>
                },
                InspectionAct::Rule => html! {
                    <>
                        { choice("ruling", AppraisalText::ReviewChoice, options(FindingRuling::ALL, |ruling| ruling.text(lang))) }
                        if is_back { { line("until", AppraisalText::ReviewUntil, "date") } }
                        { line("words", AppraisalText::ReviewWords, "") }
                    </>
                },
            } }
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <SendButton text={text_of(act).text(lang)} busy={sender.state.is_busy()} onclick={send} test="finding-send" />
        </div>
    }
}

fn command(act: InspectionAct, no: u8, typed: &Typed, id: &str) -> InspectionCommand {
    let (id, words) = (Some(id.to_owned()), typed.text("words").trim().to_owned());
    match act {
        InspectionAct::Answer => InspectionCommand::Answer { id, no, result: chosen(typed, "result"), words },
        InspectionAct::Rule => {
            let ruling = chosen(typed, "ruling");
            let until = Day::parse(typed.text("until")).filter(|_| ruling == Some(FindingRuling::Back));
            InspectionCommand::Rule { id, no, ruling, until, words }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_sent_back_has_a_new_date() {
        let typed = |ruling: &str| {
            let fields = [("ruling", ruling), ("until", "2026-12-01"), ("words", " 再看 ")];
            Typed(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
        };
        let says =
            |ruling: &str| serde_json::to_value(command(InspectionAct::Rule, 2, &typed(ruling), "7")).expect("JSON");
        assert_eq!(says("back")["until"], "2026-12-01");
        assert_eq!(says("closed").get("until"), None);
        assert_eq!((&says("closed")["words"], &says("closed")["no"]), (&"再看".into(), &2.into()));
    }
}
