//! The last look before filing: everything that was typed and ticked, to be read to the resident.

use std::rc::Rc;

use daiban_shared::api::ItemView;
use daiban_shared::form::parse_value;
use daiban_shared::text::{FileUi, Lang, fill};
use yew::prelude::*;

use super::{Kept, send};
use crate::app::session::use_lang;
use crate::draft::{Act, Stage};
use crate::send::{Sender, Sending};
use crate::ui::button::SendButton;
use crate::ui::input::Tick;
use crate::ui::keys::{is_finish, use_keys};
use crate::ui::notice::Outcome;
use crate::ui::{dom, words};

#[derive(Properties, PartialEq)]
pub struct CheckingProps {
    pub view: Rc<ItemView>,
    pub draft: UseReducerHandle<Kept>,
    pub sender: Sender,
}

/// The summary with the buttons that file.
#[component]
pub fn Checking(props: &CheckingProps) -> Html {
    let lang = use_lang();
    let (draft, sender) = (&props.draft, &props.sender);
    let forwards = props.view.forwards_to.is_some();
    use_effect_with((), |()| {
        dom::focus("file-send");
    });
    let file = |forward: bool| {
        let (draft, sender, view) = (draft.clone(), sender.clone(), props.view.clone());
        Callback::from(move |()| send::file(&draft, &sender, &view, forward))
    };
    let usual = file(forwards);
    {
        let usual = usual.clone();
        use_keys(Callback::from(move |event: KeyboardEvent| {
            if is_finish(&event) && !event.repeat() {
                event.prevent_default();
                usual.emit(());
            }
        }));
    }
    let again = {
        let (draft, sender) = (draft.clone(), sender.clone());
        Callback::from(move |()| send::repeat(&draft, &sender))
    };
    let change = {
        let (draft, sender) = (draft.clone(), sender.clone());
        Callback::from(move |()| {
            sender.clear();
            draft.dispatch(Act::Change);
        })
    };
    let busy = sender.state.is_busy();
    let frozen = sender.state.is_frozen() || matches!(draft.0.stage, Stage::Sent { .. });
    let usual_text = if forwards { FileUi::SendForward } else { FileUi::Send };
    html! {
        <div class="checking" data-test="checking">
            <h2>{ FileUi::CheckTitle.text(lang) }</h2>
            <p class="lead">{ FileUi::CheckLead.text(lang) }</p>
            { answers(props, lang) }
            { papers(props, lang) }
            <p class="next" data-test="forwards-to">{ where_to(&props.view, lang) }</p>
            <Outcome sender={sender.clone()} on_again={again} />
            { duplicate(props, lang) }
            <p class="buttons">
                <SendButton id={Some(AttrValue::from("file-send"))} text={usual_text.text(lang)} {busy}
                    off={frozen && !busy} onclick={usual} test="send" />
                if forwards {
                    <SendButton second={true} text={FileUi::SendKeep.text(lang)} busy={false} off={frozen}
                        onclick={file(false)} test="send-keep" />
                }
                <SendButton second={true} text={FileUi::Change.text(lang)} busy={false} off={frozen} onclick={change}
                    test="change" />
            </p>
        </div>
    }
}

fn where_to(view: &ItemView, lang: Lang) -> String {
    match &view.forwards_to {
        Some(site) => fill(FileUi::ForwardsTo.text(lang), &[("place", site.name(lang))]),
        None => FileUi::StaysHere.text(lang).to_owned(),
    }
}

fn answers(props: &CheckingProps, lang: Lang) -> Html {
    let draft = &props.draft.0;
    let filled = props.view.fields.iter().filter(|field| field.required || !draft.text(&field.id).trim().is_empty());
    let rows = filled.map(|field| {
        let value = parse_value(field, draft.text(&field.id)).map(|value| words::value(Some(field), &value, lang));
        let value =
            value.ok().filter(|value| !value.is_empty()).unwrap_or_else(|| FileUi::NotFilled.text(lang).to_owned());
        html! { <><dt>{ words::field_name(field, lang).to_owned() }</dt><dd>{ value }</dd></> }
    });
    html! {
        <dl class="facts" data-test="answers">
            { for rows }
            if !draft.note.trim().is_empty() { <dt>{ FileUi::GroupNote.text(lang) }</dt><dd>{ draft.note.clone() }</dd> }
        </dl>
    }
}

fn papers(props: &CheckingProps, lang: Lang) -> Html {
    let (draft, materials) = (&props.draft.0, &props.view.item.materials);
    if materials.is_empty() {
        return Html::default();
    }
    let rows = materials.iter().filter(|material| material.required || draft.has(material.no)).map(|material| {
        let handed = draft.has(material.no);
        let (shape, text) = if handed { ("✓", FileUi::HandedIn) } else { ("✕", FileUi::NotHandedIn) };
        html! {
            <li class={if handed { "handed" } else { "lacking" }}>
                <span aria-hidden="true">{ shape }</span>
                { format!(" {}. {} ", material.no, lang.pick(&material.zh, &material.en)) }
                <small>{ text.text(lang) }</small>
            </li>
        }
    });
    let missing: Vec<&str> = draft.missing(materials).iter().map(|m| lang.pick(&m.zh, &m.en)).collect();
    let list = missing.join(lang.pick("、", ", "));
    html! {
        <>
            <h3>{ FileUi::GroupMaterials.text(lang) }</h3>
            <ul class="papers">{ for rows }</ul>
            if !missing.is_empty() {
                <p class="notice warn" data-test="missing">
                    { fill(FileUi::MissingPapers.text(lang), &[("list", &list)]) }
                </p>
            }
        </>
    }
}

/// The node found the same case of the same person: the agent must say that it is meant.
fn duplicate(props: &CheckingProps, lang: Lang) -> Html {
    let refused = match &props.sender.state {
        Sending::Refused(crate::api::Fault::Refused(problem)) => problem.code == "likely_duplicate",
        Sending::Refused(_) | Sending::Idle | Sending::Busy | Sending::Unknown(_) => false,
    };
    if !refused && !props.draft.0.file_anyway {
        return Html::default();
    }
    let draft = props.draft.dispatcher();
    let on_tick = Callback::from(move |yes| draft.dispatch(Act::FileAnyway(yes)));
    html! {
        <Tick id="file-anyway" initial={props.draft.0.file_anyway} text={FileUi::FileAnyway.text(lang)}
            test="file-anyway" {on_tick} />
    }
}
