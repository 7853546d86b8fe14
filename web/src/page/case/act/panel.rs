//! The form of one step: its inputs, a warning where it cannot be undone, and one button that sends it once.

use std::rc::Rc;

use daiban_shared::api::{ActionView, CaseView, Page, SiteView, StepsWritten};
use daiban_shared::id::Hash;
use daiban_shared::text::{ActUi, CaseUi, Lang, Ui};
use yew::prelude::*;

use super::body::{key, request};
use super::inputs::{self, Basis, Input};
use super::verb;
use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::page::case::timeline::code_of;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::dom;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput, Tick};
use crate::ui::keys::{is_finish, use_keys};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

#[derive(Properties, PartialEq)]
pub struct PanelProps {
    pub case: Rc<CaseView>,
    pub action: ActionView,
    pub on_close: Callback<()>,
    pub on_written: Callback<Vec<Hash>>,
}

/// The form of one step.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let id = use_memo((), |()| new_id());
    // The heads that the screen showed when the form was opened: the node refuses a step taken on a stale screen.
    let heads = use_state(|| props.case.heads.clone());
    let typed = use_reducer(Typed::default);
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let kind = props.action.kind;
    let known = sites.value.as_ref().map(|page| page.items.clone()).unwrap_or_default();
    let inputs = inputs::of(&Basis { case: &props.case, action: &props.action, sites: &known, lang });
    use_effect_with((), |()| {
        dom::focus("act-panel");
    });
    let send = {
        let (sender, heads, typed, inputs) = (sender.clone(), heads.clone(), typed.clone(), inputs.clone());
        let (close, on_written) = (props.on_close.clone(), props.on_written.clone());
        let path = format!("/cases/{}/steps", props.case.id);
        Callback::from(move |()| {
            let ask = match &sender.state {
                Sending::Unknown(ask) => (**ask).clone(),
                Sending::Idle | Sending::Busy | Sending::Refused(_) => {
                    Ask::command(path.clone(), &request(&id, &heads, kind, &inputs, &typed))
                }
            };
            let (close, on_written) = (close.clone(), on_written.clone());
            sender.send::<StepsWritten>(ask, move |answer| {
                on_written.emit(answer.steps);
                close.emit(());
            });
        })
    };
    use_panel_keys(send.clone(), props.on_close.clone());
    let looked = {
        let (heads, newest, sender) = (heads.clone(), props.case.heads.clone(), sender.clone());
        Callback::from(move |_: MouseEvent| {
            heads.set(newest.clone());
            sender.clear();
        })
    };
    let stale = *heads != props.case.heads;
    html! {
        <section class="panel" id="act-panel" tabindex="-1" aria-label={verb(kind, lang)}
            data-test={format!("panel-{}", code_of(kind))}>
            <h3>{ verb(kind, lang) }</h3>
            <fieldset class="bare" disabled={sender.state.is_frozen()}>
                { for inputs.iter().map(|input| draw(input, &typed, lang)) }
            </fieldset>
            if stale && !sender.state.is_busy() {
                <div class="notice warn" role="status" data-test="look-again">
                    <p>{ CaseUi::LookAgain.text(lang) }</p>
                    <button type="button" onclick={looked} data-test="looked">{ ActUi::Looked.text(lang) }</button>
                </div>
            }
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={format!("{}：{} (F9)", Ui::Confirm.text(lang), verb(kind, lang)).replace('：', lang.pick("：", ": "))}
                    busy={sender.state.is_busy()} off={sender.state.is_frozen()} onclick={send} test="act-send" />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} onclick={props.on_close.clone()}
                    test="act-cancel" />
            </p>
        </section>
    }
}

/// F9 or Ctrl+Enter sends, Escape closes.
#[hook]
fn use_panel_keys(send: Callback<()>, close: Callback<()>) {
    use_keys(Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if !event.is_composing() => close.emit(()),
        _ if is_finish(&event) && !event.repeat() => send.emit(()),
        _ => {}
    }));
}

fn draw(input: &Input, typed: &UseReducerHandle<Typed>, lang: Lang) -> Html {
    let id = |name: &str| format!("act-{}", name.replace('.', "-"));
    let line = |name: &str, label: CaseUi, kind: &'static str, area: bool, optional: bool| {
        html! {
            <Labelled id={id(name)} label={label.text(lang)} {optional}>
                <TextInput id={id(name)} {kind} {area} described={described(&id(name))} test={id(name)}
                    on_text={typed::into(typed, name)} />
            </Labelled>
        }
    };
    match input {
        Input::Warning(text) => html! { <p class="notice warn">{ text.text(lang) }</p> },
        Input::Words { name, label, required } => line(name, *label, "text", true, !required),
        Input::Line { name, label } | Input::Number { name, label } => line(name, *label, "text", false, true),
        Input::Day { name, label } => line(name, *label, "date", false, true),
        Input::Flag { name, label } => html! {
            <Tick id={id(name)} text={label.text(lang)} test={id(name)} on_tick={typed::tick(typed, *name)} />
        },
        Input::Choice { name, label, options, initial, empty } => {
            let none = (*empty || initial.is_empty()).then(|| AttrValue::from(Ui::Choose.text(lang)));
            let first = options.iter().any(|(code, _)| code.is_empty());
            let none = none.filter(|_| !first);
            html! {
                <Labelled id={id(name)} label={label.text(lang)} optional={*empty}>
                    <Select id={id(name)} initial={initial.clone()} options={options.clone()} empty={none} test={id(name)}
                        on_text={typed::into(typed, *name)} />
                </Labelled>
            }
        }
        Input::Numbered { name, label, options, empty } => {
            if options.is_empty() {
                return Html::default();
            }
            let none = empty.map(|text| AttrValue::from(text.text(lang)));
            html! {
                <Labelled id={id(name)} label={label.text(lang)} optional={true}>
                    <Select id={id(name)} options={options.clone()} empty={none} test={id(name)}
                        on_text={typed::into(typed, *name)} />
                </Labelled>
            }
        }
        Input::Many { name, label, options, .. } => ticks(typed, *label, options, name, lang),
        Input::Papers { name, papers } => {
            let options: Vec<_> = papers.iter().map(|(no, text, ..)| (no.to_string(), text.clone())).collect();
            ticks(typed, CaseUi::PapersBrought, &options, name, lang)
        }
        Input::Addressees { places } => html! {
            <>
                { ticks(typed, CaseUi::AskWhom, places, "ask", lang) }
                { line("answer_days", CaseUi::AnswerDays, "text", false, true) }
            </>
        },
        Input::Defects { papers, codes } => html! {
            <fieldset>
                <legend>{ CaseUi::Defects.text(lang) }</legend>
                { for papers.iter().map(|(no, name)| defect(*no, name, codes, typed, lang)) }
                { line("defect.other.words", CaseUi::DefectOther, "text", false, true) }
            </fieldset>
        },
    }
}

fn ticks(typed: &UseReducerHandle<Typed>, label: CaseUi, options: &[(String, String)], name: &str, lang: Lang) -> Html {
    let rows = options.iter().map(|(code, text)| {
        let field = key(name, code);
        let id = format!("act-{}", field.replace('.', "-"));
        html! { <Tick id={id.clone()} text={text.clone()} test={id} on_tick={typed::tick(typed, field)} /> }
    });
    html! { <fieldset class="ticks"><legend>{ label.text(lang) }</legend>{ for rows }</fieldset> }
}

/// A paper with what is wrong about it; code and words appear once it is ticked.
fn defect(no: u8, name: &str, codes: &[(String, String)], typed: &UseReducerHandle<Typed>, lang: Lang) -> Html {
    let at = key("defect", &no.to_string());
    let (code, words) = (key(&at, "code"), key(&at, "words"));
    let id = |field: &str| format!("act-{}", field.replace('.', "-"));
    html! {
        <div class="defect">
            <Tick id={id(&at)} text={name.to_owned()} test={id(&at)} on_tick={typed::tick(typed, at.clone())} />
            if typed.ticked(&at) {
                <div class="defect-more">
                    <label class="hidden" for={id(&code)}>{ CaseUi::Ground.text(lang) }</label>
                    <Select id={id(&code)} options={codes.to_vec()} test={id(&code)}
                        on_text={typed::into(typed, code.clone())} />
                    <label class="hidden" for={id(&words)}>{ CaseUi::DefectWhat.text(lang) }</label>
                    <TextInput id={id(&words)} placeholder={Some(AttrValue::from(CaseUi::DefectWhat.text(lang)))} test={id(&words)}
                        on_text={typed::into(typed, words.clone())} />
                </div>
            }
        </div>
    }
}
