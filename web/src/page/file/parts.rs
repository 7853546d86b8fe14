//! The parts of a form that both ways of filing draw: fields, checklist, note, and the summary of what is wrong.

use std::collections::BTreeSet;
use std::rc::Rc;

use daiban_shared::api::{ItemView, Me};
use daiban_shared::day::Day;
use daiban_shared::form::{Field, Group, parse_value};
use daiban_shared::site::Tier;
use daiban_shared::text::{FileUi, FilingUi, Lang, fill};
use yew::prelude::*;

use super::Kept;
use super::address::{ADDRESS, GROUP, GroupPick, village_name, with_group};
use super::habit::Habits;
use crate::app::session::use_lang;
use crate::draft::{Act, Draft, EXPIRES, LICENCE};
use crate::page::item::material_hint;
use crate::ui::field::{FormField, Labelled, dom_id, fault_of};
use crate::ui::input::{TextInput, Tick};
use crate::ui::{dom, words};

/// Everything that the form is drawn from.
#[derive(Clone, PartialEq)]
pub struct Desk {
    /// The item.
    pub view: Rc<ItemView>,
    /// What was typed.
    pub draft: UseReducerHandle<Kept>,
    /// Who files.
    pub me: Rc<Me>,
    /// The place's groups.
    pub groups: Rc<Vec<String>>,
    /// What is remembered.
    pub habits: Rc<Habits>,
}

#[derive(Properties, PartialEq)]
pub struct FieldsProps {
    pub desk: Desk,
    pub fields: Vec<Field>,
    /// Errors of every field are shown, also of those that nobody has left yet.
    pub all: bool,
}

/// Fields one below the other. An error is shown once somebody has left the field, or wanted to go on.
#[component]
pub fn Fields(props: &FieldsProps) -> Html {
    let lang = use_lang();
    let left = use_state(BTreeSet::<String>::new);
    // Rises when the address was written by a choice, so that its control is drawn anew.
    let picked = use_state(|| 0u32);
    let desk = &props.desk;
    let rows = props.fields.iter().map(|field| {
        let text = desk.draft.0.text(&field.id).to_owned();
        let shown = props.all || left.contains(&field.id);
        let error = shown.then(|| fault_of(field, &text, lang)).flatten().map(AttrValue::from);
        let on_text = {
            let (draft, id) = (desk.draft.dispatcher(), field.id.clone());
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
        let is_address = field.id == ADDRESS;
        let above = if is_address { group_pick(desk, &text, &picked) } else { Html::default() };
        let key = if is_address { format!("{}-{}", field.id, *picked) } else { field.id.clone() };
        let last =
            if field.id == "agent.name" && text.is_empty() { desk.habits.contact.clone() } else { String::new() };
        let hint = (!last.is_empty()).then(|| fill(FilingUi::LastContact.text(lang), &[("name", &last)]));
        html! {
            <FormField {key} field={field.clone()} initial={text.clone()} {text} {error} {above}
                hint={hint.map(AttrValue::from)} today={Day::of(desk.me.now)} {on_text} {on_leave} />
        }
    });
    html! { <>{ for rows }</> }
}

fn group_pick(desk: &Desk, text: &str, picked: &UseStateHandle<u32>) -> Html {
    if desk.me.site.tier != Tier::Village {
        return Html::default();
    }
    let on_pick = {
        let (draft, groups, picked) = (desk.draft.clone(), desk.groups.clone(), picked.clone());
        let village = village_name(&desk.me.site.zh);
        let town = desk.me.above.first().map(|town| town.zh.clone()).unwrap_or_default();
        Callback::from(move |chosen: String| {
            let text = with_group(draft.0.text(ADDRESS), (&town, &village), &groups, &chosen);
            draft.dispatch(Act::Type(ADDRESS.to_owned(), text));
            draft.dispatch(Act::Type(GROUP.to_owned(), chosen));
            picked.set(*picked + 1);
        })
    };
    html! {
        <GroupPick groups={desk.groups.clone()} last={desk.habits.group.clone()} text={text.to_owned()} {on_pick} />
    }
}

#[derive(Properties, PartialEq)]
pub struct DeskProps {
    pub desk: Desk,
    /// The key that ticks all papers is shown.
    #[prop_or_default]
    pub keys: bool,
}

/// Who files for the applicant; folded, because most people come themselves.
#[component]
pub fn AgentPart(props: &AgentPartProps) -> Html {
    let lang = use_lang();
    // Once there was a text in it, the part stays as it is: it must not fold under somebody's hands.
    let stays = use_mut_ref(|| false);
    *stays.borrow_mut() |= agent_needs_look(&props.desk, props.all);
    let open = *stays.borrow();
    let fields: Vec<Field> = of_group(&props.desk.view, Group::Agent);
    if fields.is_empty() {
        return Html::default();
    }
    html! {
        <details {open}>
            <summary>{ FilingUi::SomebodyElse.text(lang) }</summary>
            <Fields desk={props.desk.clone()} {fields} all={props.all} />
        </details>
    }
}

#[derive(Properties, PartialEq)]
pub struct AgentPartProps {
    pub desk: Desk,
    pub all: bool,
}

/// The fields of a part of the form.
pub fn of_group(view: &ItemView, group: Group) -> Vec<Field> {
    view.fields.iter().filter(|field| field.group == group).cloned().collect()
}

/// Something was typed into the agent's part, or is wrong there.
fn agent_needs_look(desk: &Desk, all: bool) -> bool {
    let draft = &desk.draft.0;
    desk.view.fields.iter().filter(|field| field.group == Group::Agent).any(|field| {
        let text = draft.text(&field.id);
        !text.is_empty() || all && parse_value(field, text).is_err()
    })
}

/// The papers, each with its tick box, and one press for all that are required.
#[component]
pub fn Checklist(props: &DeskProps) -> Html {
    let lang = use_lang();
    let draft = &props.desk.draft;
    let materials = &props.desk.view.item.materials;
    if materials.is_empty() {
        return html! { <p class="hint">{ FileUi::NoMaterials.text(lang) }</p> };
    }
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
    let tick_all = {
        let desk = props.desk.clone();
        Callback::from(move |_: MouseEvent| tick_required(&desk))
    };
    let words = if props.keys { FilingUi::TickAllKey.text(lang) } else { FileUi::TickAll.text(lang) };
    html! {
        <fieldset data-test="checklist">
            <legend>{ FileUi::GroupMaterials.text(lang) }</legend>
            <p class="hint">{ FileUi::TickHint.text(lang) }{ " " }
                <button type="button" class="quiet" onclick={tick_all} data-next="1" data-test="tick-all">{ words }</button>
            </p>
            { for rows }
        </fieldset>
    }
}

/// Ticks every required paper.
pub fn tick_required(desk: &Desk) {
    let required = desk.view.item.materials.iter().filter(|material| material.required).map(|material| material.no);
    desk.draft.dispatch(Act::TickAll(required.collect()));
}

/// A note for the file.
#[component]
pub fn Note(props: &DeskProps) -> Html {
    let lang = use_lang();
    let on_text = {
        let draft = props.desk.draft.dispatcher();
        Callback::from(move |text| draft.dispatch(Act::Note(text)))
    };
    html! {
        <Labelled id="note" label={FileUi::GroupNote.text(lang)} hint={FileUi::NoteHint.text(lang)} optional={true}>
            <TextInput id="note" initial={props.desk.draft.0.note.clone()} test="note" {on_text} />
        </Labelled>
    }
}

/// The licence whose renewal is asked for; folded, because few applications are one.
#[component]
pub fn Renewal(props: &DeskProps) -> Html {
    let lang = use_lang();
    let draft = &props.desk.draft;
    let line = |field: &'static str, id: &'static str, label: FileUi, kind: &'static str| {
        let on_text = {
            let draft = draft.dispatcher();
            Callback::from(move |text| draft.dispatch(Act::Type(field.to_owned(), text)))
        };
        html! {
            <Labelled {id} label={label.text(lang)}>
                <TextInput {id} {kind} initial={draft.0.text(field).to_owned()} test={id} {on_text} />
            </Labelled>
        }
    };
    html! {
        <details class="renewal" open={draft.0.renews().is_some()} data-test="renewal">
            <summary>{ FileUi::Renewal.text(lang) }</summary>
            <p class="hint">{ FileUi::RenewalHint.text(lang) }</p>
            { line(LICENCE, "renews-licence", FileUi::RenewalLicence, "text") }
            { line(EXPIRES, "renews-expires", FileUi::RenewalExpires, "date") }
        </details>
    }
}

#[derive(Properties, PartialEq)]
pub struct ErrorsProps {
    pub desk: Desk,
    /// What was wrong when somebody wanted to go on. It stays listed while it is mended, so that nothing below moves.
    pub wrong: Rc<Vec<String>>,
}

/// What has to be corrected, on top, each leading to its field.
#[component]
pub fn Errors(props: &ErrorsProps) -> Html {
    let lang = use_lang();
    if props.wrong.is_empty() {
        return Html::default();
    }
    let (draft, fields) = (&props.desk.draft.0, &props.desk.view.fields);
    let known = props.wrong.iter().filter_map(|id| fields.iter().find(|field| field.id == *id));
    let rows: Vec<Html> = known.map(|field| error_line(field, draft, lang)).collect();
    let is_wrong =
        |id: &&String| fields.iter().any(|field| field.id == **id && fault_of(field, draft.text(id), lang).is_some());
    let left = props.wrong.iter().filter(is_wrong).count();
    let (class, title, lead) = match left {
        0 => ("good", FilingUi::ErrorsMended.text(lang).to_owned(), FilingUi::ErrorsGoOn),
        n => ("bad", fill(FileUi::ErrorsTitle.text(lang), &[("n", &n.to_string())]), FilingUi::ErrorsLead),
    };
    html! {
        <div class={classes!("notice", "errors", class)} role="alert" tabindex="-1" id="errors" data-test="errors">
            <h2>{ title }</h2>
            <p>{ lead.text(lang) }</p>
            <ul>{ for rows }</ul>
        </div>
    }
}

fn error_line(field: &Field, draft: &Draft, lang: Lang) -> Html {
    let id = dom_id(&field.id);
    let error = fault_of(field, draft.text(&field.id), lang);
    let class = if error.is_some() { "still" } else { "mended" };
    let mark = if error.is_some() { "" } else { "✓ " };
    let text = words::pair(words::field_name(field, lang), error.as_deref().unwrap_or_default(), lang);
    let text = if error.is_some() { text } else { words::field_name(field, lang).to_owned() };
    let onclick = {
        let id = id.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            dom::focus(&id);
        })
    };
    html! { <li {class}><a href={format!("#{id}")} {onclick} data-test="error-link">{ mark }{ text }</a></li> }
}
