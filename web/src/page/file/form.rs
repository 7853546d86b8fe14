//! Filing on one page, for people who file all day: Enter moves on, the F keys do the rest.

use std::rc::Rc;

use daiban_shared::form::Group;
use daiban_shared::text::{FilingUi, Lang};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::After;
use super::key::{Key, Press, SHOWN};
use super::parts::{AgentPart, Checklist, Desk, Errors, Fields, Note, Renewal, of_group, tick_required};
use crate::app::session::use_lang;
use crate::ui::button::SendButton;
use crate::ui::field::dom_id;
use crate::ui::keys::{is_composing, use_keys};
use crate::ui::{dom, words};

#[derive(Properties, PartialEq)]
pub struct TypingProps {
    pub desk: Desk,
    /// Where the focus goes at first; empty = the first field.
    pub at: AttrValue,
    /// Files as it stands.
    pub on_file: Callback<After>,
    /// To the last look.
    pub on_check: Callback<()>,
    /// Takes the applicant of the last case; none = there was none.
    pub on_same: Option<Callback<()>>,
}

/// The form.
#[component]
pub fn Typing(props: &TypingProps) -> Html {
    let lang = use_lang();
    let wrong = use_state(|| Rc::new(Vec::<String>::new()));
    let keys_shown = use_state(|| false);
    let root = use_node_ref();
    {
        let at = props.at.clone();
        use_effect_with((), move |()| {
            if at.is_empty() || !dom::begin_at(&at) {
                dom::begin_at(&dom_id("applicant.name"));
            }
        });
    }
    let whole = {
        let (desk, wrong) = (props.desk.clone(), wrong.setter());
        move || is_whole(&desk, &wrong)
    };
    let check = {
        let (check, whole) = (props.on_check.clone(), whole.clone());
        Callback::from(move |()| {
            if whole() {
                check.emit(());
            }
        })
    };
    let file = {
        let on_file = props.on_file.clone();
        Callback::from(move |after: After| {
            if whole() {
                on_file.emit(after);
            }
        })
    };
    let help = {
        let keys_shown = keys_shown.clone();
        Callback::from(move |()| keys_shown.set(!*keys_shown))
    };
    {
        let (desk, on_same) = (props.desk.clone(), props.on_same.clone());
        let (check, file, help) = (check.clone(), file.clone(), help.clone());
        use_keys(Callback::from(move |event: KeyboardEvent| {
            let Some(key) = Press::of(&event).means() else { return };
            event.prevent_default();
            match key {
                Key::Help => help.emit(()),
                Key::Same => on_same.iter().for_each(|same| same.emit(())),
                Key::TickAll => tick_required(&desk),
                Key::Check => check.emit(()),
                Key::FilePrint => file.emit(After::Print),
                Key::FileNext => file.emit(After::Next),
            }
        }));
    }
    let onkeydown = {
        let root = root.clone();
        Callback::from(move |event: KeyboardEvent| move_on(&event, &root))
    };
    html! {
        <div ref={root} {onkeydown} class="form expert">
            <Errors desk={props.desk.clone()} wrong={(*wrong).clone()} />
            { body(&props.desk, !wrong.is_empty(), lang) }
            { actions(check, &file, &help, *keys_shown, lang) }
            if *keys_shown { { keys(lang) } }
        </div>
    }
}

/// Whether all is right; otherwise what is wrong is listed and the first of it gets the focus.
fn is_whole(desk: &Desk, wrong: &UseStateSetter<Rc<Vec<String>>>) -> bool {
    let faults = desk.draft.0.faults(&desk.view.fields);
    let Some((first, _)) = faults.first() else { return true };
    dom::focus(&dom_id(first));
    wrong.set(Rc::new(faults.into_iter().map(|(id, _)| id).collect()));
    false
}

fn actions(check: Callback<()>, file: &Callback<After>, help: &Callback<()>, keys_shown: bool, lang: Lang) -> Html {
    html! {
        <div class="buttons actions">
            <SendButton text={FilingUi::CheckKey.text(lang)} busy={false} onclick={check} test="check" />
            <SendButton second={true} text={FilingUi::PrintKey.text(lang)} busy={false}
                onclick={file.reform(|()| After::Print)} test="file-print" />
            <SendButton second={true} text={FilingUi::AnotherKey.text(lang)} busy={false}
                onclick={file.reform(|()| After::Next)} test="file-next" />
            <button type="button" class="quiet" aria-expanded={keys_shown.to_string()}
                onclick={help.reform(|_: MouseEvent| ())} data-test="keys">{ FilingUi::KeysShow.text(lang) }</button>
        </div>
    }
}

fn body(desk: &Desk, all: bool, lang: Lang) -> Html {
    let part = |group: Group| {
        let fields = of_group(&desk.view, group);
        if fields.is_empty() {
            return Html::default();
        }
        html! {
            <fieldset>
                <legend>{ words::group(group, lang) }</legend>
                <Fields desk={desk.clone()} {fields} {all} />
            </fieldset>
        }
    };
    html! {
        <div class="filing-columns">
            <div>
                { part(Group::Applicant) }
                { part(Group::Item) }
                { part(Group::Household) }
                <AgentPart desk={desk.clone()} {all} />
            </div>
            <div>
                <Checklist desk={desk.clone()} keys={true} />
                <fieldset><Note desk={desk.clone()} /><Renewal desk={desk.clone()} /></fieldset>
            </div>
        </div>
    }
}

fn keys(lang: Lang) -> Html {
    let rows =
        SHOWN.iter().map(|(keys, text)| html! { <><dt><kbd>{ *keys }</kbd></dt><dd>{ text.text(lang) }</dd></> });
    html! {
        <section class="panel keys" data-test="keys-list">
            <h2>{ FilingUi::KeysTitle.text(lang) }</h2>
            <dl>{ for rows }</dl>
        </section>
    }
}

/// Enter goes to the next control, Shift+Enter makes a line in an area; on a button Enter presses.
pub fn move_on(event: &KeyboardEvent, root: &NodeRef) {
    let held = event.shift_key() || event.ctrl_key() || event.meta_key();
    if event.key() != "Enter" || is_composing(event) || held {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let moves = target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"));
    if let Some(root) = root.cast::<web_sys::Element>().filter(|_| moves) {
        event.prevent_default();
        dom::focus_next(&root);
    }
}

/// The first field of a part of the form, as the page knows it.
pub fn first_of(desk: &Desk, group: Group) -> Option<String> {
    desk.view.fields.iter().find(|field| field.group == group).map(|field| dom_id(&field.id))
}
