//! The last look before filing: everything that was typed and ticked, to be read to the resident.

use daiban_shared::api::ItemView;
use daiban_shared::form::{Field, parse_value};
use daiban_shared::text::{FileUi, FilingUi, Lang, fill};
use yew::prelude::*;

use super::habit::Mode;
use super::key::{Key, Press};
use super::parts::Desk;
use super::step::{Step, steps};
use super::{After, send};
use crate::app::session::{use_lang, use_session};
use crate::draft::{Act, Stage};
use crate::send::{Sender, Sending};
use crate::ui::button::SendButton;
use crate::ui::input::Tick;
use crate::ui::keys::{is_finish, use_keys};
use crate::ui::notice::Outcome;
use crate::ui::{dom, words};

#[derive(Properties, PartialEq)]
pub struct CheckingProps {
    pub desk: Desk,
    pub sender: Sender,
    pub mode: Mode,
    /// Files, and goes on as asked.
    pub on_file: Callback<After>,
    /// Back to a part of the form.
    pub on_change: Callback<Step>,
}

/// The summary with the buttons that file.
#[component]
pub fn Checking(props: &CheckingProps) -> Html {
    let lang = use_lang();
    let (draft, sender, view) = (&props.desk.draft, &props.sender, &props.desk.view);
    let reachable = use_session().reachable;
    let forwards = view.forwards_to.is_some();
    use_effect_with((), |()| {
        dom::focus("file-send");
    });
    let keep = {
        let (draft, sender, view) = (draft.clone(), sender.clone(), view.clone());
        Callback::from(move |()| send::file(&draft, &sender, &view, false))
    };
    let usual = props.on_file.reform(|()| After::Show);
    {
        let (on_file, mode) = (props.on_file.clone(), props.mode);
        use_keys(Callback::from(move |event: KeyboardEvent| {
            let Some(after) = after_key(mode, &Press::of(&event), is_finish(&event)) else { return };
            event.prevent_default();
            on_file.emit(after);
        }));
    }
    let again = {
        let (draft, sender) = (draft.clone(), sender.clone());
        Callback::from(move |()| send::repeat(&draft, &sender))
    };
    let change = props.on_change.reform(|()| Step::Applicant);
    let busy = sender.state.is_busy();
    let frozen = sender.state.is_frozen() || matches!(draft.0.stage, Stage::Sent { .. });
    // On one page F9 prints, so that the usual button must not name it too.
    let usual_text = match (forwards, props.mode) {
        (true, Mode::Guided) => FileUi::SendForward.text(lang),
        (true, Mode::Expert) => FilingUi::SendForwardPlain.text(lang),
        (false, Mode::Guided | Mode::Expert) => FileUi::Send.text(lang),
    };
    html! {
        <div class="checking" data-test="checking">
            <h2>{ FileUi::CheckTitle.text(lang) }</h2>
            <p class="lead">{ FileUi::CheckLead.text(lang) }</p>
            { answers(props, lang) }
            { papers(props, lang) }
            <p class="next" data-test="forwards-to">{ where_to(view, lang) }</p>
            if matches!(sender.state, Sending::Unknown(_)) && !reachable {
                <p class="notice warn" role="status" data-test="waiting">{ FilingUi::Waiting.text(lang) }</p>
            } else {
                <Outcome sender={sender.clone()} on_again={again} />
            }
            { duplicate(props, lang) }
            <p class="buttons actions">
                <SendButton id={Some(AttrValue::from("file-send"))} text={usual_text} {busy}
                    off={frozen && !busy} onclick={usual} test="send" />
                if props.mode == Mode::Expert {
                    <SendButton second={true} text={FilingUi::PrintKey.text(lang)} busy={false} off={frozen}
                        onclick={props.on_file.reform(|()| After::Print)} test="send-print" />
                    <SendButton second={true} text={FilingUi::AnotherKey.text(lang)} busy={false} off={frozen}
                        onclick={props.on_file.reform(|()| After::Next)} test="send-next" />
                }
                if forwards {
                    <SendButton second={true} text={FileUi::SendKeep.text(lang)} busy={false} off={frozen}
                        onclick={keep} test="send-keep" />
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

/// What was typed, part by part, each with the way back to it.
fn answers(props: &CheckingProps, lang: Lang) -> Html {
    let parts = steps(&props.desk.view).into_iter().filter(|step| *step != Step::Papers).map(|step| {
        let draft = &props.desk.draft.0;
        let fields = step.fields(&props.desk.view.fields);
        let filled = fields.into_iter().filter(|field| field.required || !draft.text(&field.id).trim().is_empty());
        let rows: Vec<Html> = filled.map(|field| answer(field, draft.text(&field.id), lang)).collect();
        let none = rows.is_empty().then(|| html! { <p class="hint">{ FileUi::NotFilled.text(lang) }</p> });
        html! {
            <section key={step.code()}>
                { part_title(props, step, lang) }
                if let Some(none) = none { { none } } else { <dl class="facts">{ rows }</dl> }
            </section>
        }
    });
    html! { <div data-test="answers">{ for parts }</div> }
}

fn part_title(props: &CheckingProps, step: Step, lang: Lang) -> Html {
    let is_open = matches!(props.desk.draft.0.stage, Stage::Checking);
    let change = props.on_change.reform(move |_: MouseEvent| step);
    let label = fill(FilingUi::ChangePartOf.text(lang), &[("part", step.title(lang))]);
    html! {
        <h3 class="part">
            { step.title(lang) }
            <button type="button" class="quiet" disabled={!is_open} aria-label={label} onclick={change}
                data-test={format!("change-{}", step.code())}>{ FilingUi::ChangePart.text(lang) }</button>
        </h3>
    }
}

fn answer(field: &Field, text: &str, lang: Lang) -> Html {
    let value = parse_value(field, text).map(|value| words::value(Some(field), &value, lang));
    let value = value.ok().filter(|value| !value.is_empty()).unwrap_or_else(|| FileUi::NotFilled.text(lang).to_owned());
    html! { <><dt>{ words::field_name(field, lang).to_owned() }</dt><dd>{ value }</dd></> }
}

fn papers(props: &CheckingProps, lang: Lang) -> Html {
    let (draft, materials) = (&props.desk.draft.0, &props.desk.view.item.materials);
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
            { part_title(props, Step::Papers, lang) }
            if materials.is_empty() { <p class="hint">{ FileUi::NoMaterials.text(lang) }</p> }
            <ul class="papers">{ for rows }</ul>
            if !draft.note.trim().is_empty() {
                <dl class="facts"><dt>{ FileUi::GroupNote.text(lang) }</dt><dd>{ draft.note.clone() }</dd></dl>
            }
            if let Some(renews) = draft.renews() {
                <dl class="facts" data-test="check-renewal">
                    <dt>{ FileUi::RenewalLicence.text(lang) }</dt><dd>{ renews.licence }</dd>
                    <dt>{ FileUi::RenewalExpires.text(lang) }</dt><dd>{ renews.expires.map(|day| day.to_string()).unwrap_or_default() }</dd>
                </dl>
            }
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
    if !refused && !props.desk.draft.0.file_anyway {
        return Html::default();
    }
    let draft = props.desk.draft.dispatcher();
    let on_tick = Callback::from(move |yes| draft.dispatch(Act::FileAnyway(yes)));
    html! {
        <Tick id="file-anyway" initial={props.desk.draft.0.file_anyway} text={FileUi::FileAnyway.text(lang)}
            test="file-anyway" {on_tick} />
    }
}

/// What a key does at the last look: on one page the F keys file at once, step by step F9 and Ctrl+Enter file as the
/// button does.
fn after_key(mode: Mode, press: &Press, is_finish: bool) -> Option<After> {
    if mode == Mode::Guided {
        return (is_finish && !press.repeat).then_some(After::Show);
    }
    match press.means()? {
        Key::Check if press.ctrl => Some(After::Show),
        Key::Check => None,
        Key::FilePrint => Some(After::Print),
        Key::FileNext => Some(After::Next),
        Key::Help | Key::Same | Key::TickAll => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_the_last_look_file_in_the_way_that_was_chosen() {
        let press = |key: &str| Press { key: key.into(), ..Press::default() };
        assert_eq!(after_key(Mode::Guided, &press("F9"), true), Some(After::Show));
        assert_eq!(after_key(Mode::Guided, &press("F10"), false), None);
        assert_eq!(after_key(Mode::Guided, &Press { repeat: true, ..press("F9") }, true), None);
        assert_eq!(after_key(Mode::Expert, &press("F9"), true), Some(After::Print));
        assert_eq!(after_key(Mode::Expert, &press("F10"), false), Some(After::Next));
        assert_eq!(after_key(Mode::Expert, &press("F8"), false), None, "the form was checked already");
        assert_eq!(after_key(Mode::Expert, &Press { composing: true, ..press("F9") }, false), None);
    }
}
