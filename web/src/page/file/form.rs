//! The form of a filing: fields by group, checklist, note. Enter moves on; F9 or Ctrl+Enter goes to the last look.

use std::collections::BTreeSet;
use std::rc::Rc;

use daiban_shared::api::ItemView;
use daiban_shared::day::Day;
use daiban_shared::form::{Field, Group, parse_value};
use daiban_shared::id::Millis;
use daiban_shared::text::{FileUi, Lang, fill};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::Kept;
use crate::app::session::use_lang;
use crate::draft::Act;
use crate::page::item::material_hint;
use crate::ui::button::SendButton;
use crate::ui::field::{FormField, Labelled, dom_id, fault_of};
use crate::ui::input::{TextInput, Tick};
use crate::ui::keys::{is_composing, is_finish, use_keys};
use crate::ui::{dom, words};

/// Groups in the order of the page; the item's own come right after the applicant.
const GROUPS: [Group; 4] = [Group::Applicant, Group::Item, Group::Household, Group::Agent];

#[derive(Properties, PartialEq)]
pub struct TypingProps {
    pub view: Rc<ItemView>,
    pub draft: UseReducerHandle<Kept>,
    pub now: Millis,
}

/// The form.
#[component]
pub fn Typing(props: &TypingProps) -> Html {
    let lang = use_lang();
    // Errors are shown once somebody has left a field, or wanted to go on.
    let left = use_state(BTreeSet::<String>::new);
    let all = use_state(|| false);
    // Once there was a text in it, the agent's part stays as it is: it must not fold under somebody's hands.
    let agent_open = use_mut_ref(|| false);
    *agent_open.borrow_mut() |= agent_needs_look(props, *all);
    let open = *agent_open.borrow();
    let root = use_node_ref();
    use_effect_with((), |()| {
        dom::focus(&dom_id("applicant.name"));
    });
    let check = {
        let (draft, all, fields) = (props.draft.clone(), all.clone(), props.view.fields.clone());
        Callback::from(move |()| match draft.0.faults(&fields).first() {
            None => draft.dispatch(Act::Check),
            Some((field, _)) => {
                all.set(true);
                dom::focus(&dom_id(field));
            }
        })
    };
    {
        let check = check.clone();
        use_keys(Callback::from(move |event: KeyboardEvent| {
            if is_finish(&event) {
                event.prevent_default();
                check.emit(());
            }
        }));
    }
    let onkeydown = {
        let root = root.clone();
        Callback::from(move |event: KeyboardEvent| move_on(&event, &root))
    };
    let faults = if *all { props.draft.0.faults(&props.view.fields).len() } else { 0 };
    html! {
        <div ref={root} {onkeydown} class="form">
            <p class="lead">{ FileUi::FilingLead.text(lang) }</p>
            if faults > 0 {
                <p class="notice bad" role="alert" data-test="errors">
                    { fill(FileUi::ErrorsTitle.text(lang), &[("n", &faults.to_string())]) }
                </p>
            }
            <div class="filing-columns">
            <div>{ for GROUPS.into_iter().map(|group| draw_group(group, props, &left, Shows { all: *all, agent: open }, lang)) }</div>
            <div>
            { checklist(props, lang) }
            <fieldset>
                <legend>{ FileUi::GroupNote.text(lang) }</legend>
                <Labelled id="note" label={FileUi::GroupNote.text(lang)} hint={FileUi::NoteHint.text(lang)}
                    optional={true}>
                    <TextInput id="note" initial={props.draft.0.note.clone()} test="note"
                        on_text={act(&props.draft, Act::Note)} />
                </Labelled>
            </fieldset>
            </div>
            </div>
            <p class="buttons">
                <SendButton text={format!("{} (F9)", FileUi::Check.text(lang))} busy={false} onclick={check}
                    test="check" />
            </p>
        </div>
    }
}

/// Enter goes to the next control, Shift+Enter makes a line in an area; on a button Enter presses.
fn move_on(event: &KeyboardEvent, root: &NodeRef) {
    if event.key() != "Enter" || is_composing(event) || is_finish(event) || event.shift_key() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let moves = target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"));
    if let Some(root) = root.cast::<web_sys::Element>().filter(|_| moves) {
        event.prevent_default();
        dom::focus_next(&root);
    }
}

fn act<T: 'static>(draft: &UseReducerHandle<Kept>, make: fn(T) -> Act) -> Callback<T> {
    let draft = draft.dispatcher();
    Callback::from(move |value| draft.dispatch(make(value)))
}

/// What of the form is shown.
#[derive(Clone, Copy)]
struct Shows {
    /// Errors of every field, also of those nobody has left yet.
    all: bool,
    /// The agent's part unfolded.
    agent: bool,
}

fn draw_group(
    group: Group,
    props: &TypingProps,
    left: &UseStateHandle<BTreeSet<String>>,
    shows: Shows,
    lang: Lang,
) -> Html {
    let fields: Vec<&Field> = props.view.fields.iter().filter(|field| field.group == group).collect();
    if fields.is_empty() {
        return Html::default();
    }
    let rows = fields.into_iter().map(|field| {
        let draft = &props.draft;
        let text = draft.0.text(&field.id).to_owned();
        let error = (shows.all || left.contains(&field.id))
            .then(|| fault_of(field, &text, lang))
            .flatten()
            .map(AttrValue::from);
        let on_text = {
            let (draft, id) = (draft.dispatcher(), field.id.clone());
            Callback::from(move |text| draft.dispatch(Act::Type(id.clone(), text)))
        };
        let on_leave = {
            let (left, id, typed) = (left.clone(), field.id.clone(), !text.trim().is_empty());
            // Passing through an empty field is no mistake yet.
            Callback::from(move |()| {
                if typed && !left.contains(&id) {
                    left.set(left.iter().cloned().chain([id.clone()]).collect());
                }
            })
        };
        html! {
            <FormField key={field.id.clone()} field={field.clone()} initial={text.clone()} {text} {error}
                today={Day::of(props.now)} {on_text} {on_leave} />
        }
    });
    // Nobody but the applicant files most cases: this part stays folded until it is needed.
    let body = html! { <>{ for rows }</> };
    if group == Group::Agent {
        return html! { <details open={shows.agent}><summary>{ words::group(group, lang) }</summary>{ body }</details> };
    }
    html! { <fieldset><legend>{ words::group(group, lang) }</legend>{ body }</fieldset> }
}

/// Something was typed into the agent's part, or is wrong there.
fn agent_needs_look(props: &TypingProps, all: bool) -> bool {
    let mut fields = props.view.fields.iter().filter(|field| field.group == Group::Agent);
    let draft = &props.draft.0;
    fields.any(|field| {
        let text = draft.text(&field.id);
        !text.is_empty() || all && parse_value(field, text).is_err()
    })
}

fn checklist(props: &TypingProps, lang: Lang) -> Html {
    let materials = &props.view.item.materials;
    if materials.is_empty() {
        return html! { <p class="hint">{ FileUi::NoMaterials.text(lang) }</p> };
    }
    let draft = &props.draft;
    let rows = materials.iter().map(|material| {
        let no = material.no;
        let on_tick = {
            let draft = draft.dispatcher();
            Callback::from(move |ticked| draft.dispatch(Act::Tick(no, ticked)))
        };
        let text = format!("{no}. {}", lang.pick(&material.zh, &material.en));
        html! {
            <Tick key={no} id={format!("paper-{no}")} initial={draft.0.has(no)} {text} hint={material_hint(material, lang)}
                test={format!("paper-{no}")} {on_tick} />
        }
    });
    let required: Vec<u8> = materials.iter().filter(|m| m.required).map(|m| m.no).collect();
    let tick_all = {
        let draft = draft.dispatcher();
        Callback::from(move |_: MouseEvent| draft.dispatch(Act::TickAll(required.clone())))
    };
    html! {
        <fieldset data-test="checklist">
            <legend>{ FileUi::GroupMaterials.text(lang) }</legend>
            <p class="hint">{ FileUi::TickHint.text(lang) }{ " " }
                <button type="button" class="quiet" onclick={tick_all} data-next="1" data-test="tick-all">
                    { FileUi::TickAll.text(lang) }
                </button>
            </p>
            { for rows }
        </fieldset>
    }
}
