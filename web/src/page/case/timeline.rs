//! The steps of a case: who, when, where, whether each counts, how far each has come, what it says.

use std::rc::Rc;

use daiban_shared::api::{CaseView, EffectView, StepView};
use daiban_shared::day::stamp;
use daiban_shared::form::Field;
use daiban_shared::id::Hash;
use daiban_shared::kind::Kind;
use daiban_shared::text::{CaseUi, DossierUi, FileUi, Lang, fill};
use yew::prelude::*;

use super::changed::FormChanged;
use super::says::facts;
use super::then::FormThen;
use crate::app::route::Route;
use crate::app::session::{use_lang, use_session};
use crate::ui::link::Go;
use crate::ui::{badge, words};

#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    pub case: Rc<CaseView>,
}

/// Steps that are shown without asking: a screen full of them is what somebody reads.
const STEPS_SHOWN: usize = 30;
/// The newest changes of the form say old and new; each costs two readings of the form.
const CHANGES_READ: usize = 5;

/// Newest first.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let lang = use_lang();
    let case = &props.case;
    let all = use_state(|| false);
    let long = use_state(|| false);
    // What the machines did by themselves matters to nobody unless it went wrong.
    let by_itself = |step: &StepView| is_automatic(step.kind) && step.effect == EffectView::Effect;
    let automatic = case.steps.iter().filter(|step| by_itself(step)).count();
    let toggle = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    let words = match *all {
        true => DossierUi::AutomaticHide.text(lang).to_owned(),
        false => fill(DossierUi::Automatic.text(lang), &[("n", &automatic.to_string())]),
    };
    let mut shown: Vec<&StepView> = case.steps.iter().rev().filter(|step| *all || !by_itself(step)).collect();
    let earlier = shown.len().saturating_sub(STEPS_SHOWN);
    if !*long {
        shown.truncate(STEPS_SHOWN);
    }
    let changes = shown.iter().filter(|step| step.kind == Kind::FormChange).take(CHANGES_READ);
    let changes: Vec<Hash> = changes.map(|step| step.id).collect();
    let is_cut = !*long && earlier > 0;
    let show = Callback::from(move |_: MouseEvent| long.set(true));
    html! {
        <section>
            <h2>{ CaseUi::TabTimeline.text(lang) }{ " " }<span class="count">{ case.steps.len() }</span></h2>
            if automatic > 0 {
                <button type="button" class="quiet" aria-expanded={all.to_string()} onclick={toggle} data-test="automatic">{ words }</button>
            }
            <ol class="timeline" reversed={true} data-test="timeline">
                { for shown.into_iter().map(|step| html! {
                    <Step key={step.id.to_string()} case={case.clone()} step={step.clone()} is_read={changes.contains(&step.id)} />
                }) }
            </ol>
            if is_cut {
                <button type="button" onclick={show} data-test="steps-earlier">
                    { fill(DossierUi::StepsEarlier.text(lang), &[("n", &earlier.to_string())]) }
                </button>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct StepProps {
    case: Rc<CaseView>,
    step: StepView,
    /// A change of the form says old and new.
    is_read: bool,
}

#[component]
fn Step(props: &StepProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let own = session.me().map(|me| me.site.id);
    let (case, step) = (&props.case, &props.step);
    let then = use_state(|| false);
    let toggle = {
        let then = then.clone();
        Callback::from(move |_: MouseEvent| then.set(!*then))
    };
    let (class, test) = match step.effect {
        EffectView::Effect => ("effect", "effect"),
        EffectView::None => ("no-effect", "none"),
        EffectView::Waits => ("waits", "waits"),
    };
    let silent = is_automatic(step.kind);
    // Its words stand among the notes.
    if step.kind == Kind::Note && step.effect == EffectView::Effect && step.flags.is_empty() {
        return html! {
            <li class="effect minor" data-test="step" data-kind={code_of(step.kind)} data-effect={test}>
                <p class="step-head">
                    <strong>{ step.kind.text(lang) }</strong>
                    <span class="faint">{ format!("{} · {}", stamp(step.at), step.by.name) }</span>
                    { badge::arrived(&step.delivered, step.site.tier, own == Some(step.site.id), lang) }
                </p>
            </li>
        };
    }
    html! {
        <li class={classes!(class, silent.then_some("minor"))} data-test="step" data-kind={code_of(step.kind)}
            data-effect={test}>
            <p class="step-head">
                <strong>{ step.kind.text(lang) }</strong>
                { effect(step, lang) }
                { badge::arrived(&step.delivered, step.site.tier, own == Some(step.site.id), lang) }
            </p>
            <p class="step-who">
                <time datetime={stamp(step.at)}>{ stamp(step.at) }</time>{ words::bracketed(&words::ago(case.now, step.at, lang), lang) }
                { format!(" · {} · {}", step.site.name(lang), by(step, lang)) }
                if let Some(at) = step.witnessed_at { <small>{ fill(CaseUi::StepWitnessed.text(lang), &[("time", &stamp(at))]) }</small> }
            </p>
            if step.kind == Kind::FormChange {
                <FormChanged case={case.clone()} step={step.clone()} is_read={props.is_read} />
            } else {
                { payload(case, step, lang) }
            }
            { for step.flags.iter().map(|flag| html! { <p class="flag">{ format!("⚑ {}", words::pair(CaseUi::Flags.text(lang), &flag.text, lang)) }</p> }) }
            { private(step, lang) }
            <p class="step-foot">
                if let Some(number) = &step.paper_number {
                    <span class="number">{ fill(CaseUi::PaperNumber.text(lang), &[("number", number)]) }</span>
                    <Go to={Route::Print { id: case.id.to_string(), step: step.id.to_string() }} test="print-step">
                        { CaseUi::PrintPaper.text(lang) }
                    </Go>
                }
                if !silent {
                    <button type="button" class="quiet" aria-expanded={then.to_string()} onclick={toggle}
                        data-test="form-then">{ CaseUi::FormThen.text(lang) }</button>
                }
            </p>
            if *then { <FormThen case={case.clone()} step={step.clone()} /> }
        </li>
    }
}

/// The machine writes it, not a person.
fn is_automatic(kind: Kind) -> bool {
    matches!(kind, Kind::Taken | Kind::Join)
}

fn effect(step: &StepView, lang: Lang) -> Html {
    let (shape, text) = match step.effect {
        EffectView::Effect => return html! { <span class="hidden">{ CaseUi::EffectYes.text(lang) }</span> },
        EffectView::None => ("✕", CaseUi::EffectNo),
        EffectView::Waits => ("…", CaseUi::EffectWaits),
    };
    let why =
        step.reason.as_ref().map(|reason| format!("{}{}", lang.pick("：", ": "), reason.text)).unwrap_or_default();
    html! {
        <span class="effect-word" data-test="effect-word">
            <span aria-hidden="true">{ shape }</span>{ format!(" {}{why}", text.text(lang)) }
        </span>
    }
}

fn by(step: &StepView, lang: Lang) -> String {
    // A capacity of a later version has no words here.
    let Some(role) = step.role.map(|role| role.text(lang)) else { return step.by.name.clone() };
    if step.by.name.is_empty() {
        return role.to_owned();
    }
    format!("{}{}", step.by.name, words::bracketed(role, lang))
}

fn private(step: &StepView, lang: Lang) -> Html {
    let text = match step.private.as_deref() {
        None | Some("here") => return Html::default(),
        Some("erased") => CaseUi::PrivateErased,
        Some(_) => CaseUi::PrivateMissing,
    };
    html! { <p class="faint" data-test="private">{ text.text(lang) }</p> }
}

/// The kind as the API spells it.
pub fn code_of(kind: Kind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn payload(case: &CaseView, step: &StepView, lang: Lang) -> Html {
    let says = &step.payload;
    let rows = facts(case, step, lang);
    html! {
        <>
            if !rows.is_empty() {
                <dl class="facts small">
                    { for rows.into_iter().map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ value }</dd></> }) }
                </dl>
            }
            if !says.defects.is_empty() { <ol class="defects" data-test="defects">{ for says.defects.iter().map(|defect| html! {
                <li value={defect.defect.no.to_string()}>
                    { defect_words(case, defect, lang) }
                    if defect.answered { <small>{ format!(" ✓ {}", FileUi::HandedIn.text(lang)) }</small> }
                </li>
            }) }</ol> }
            if let Some(text) = says.words.as_ref().filter(|text| !text.is_empty()) { <blockquote>{ text.clone() }</blockquote> }
        </>
    }
}

/// `身份证：已过期，请带新证`
pub fn defect_words(case: &CaseView, defect: &daiban_shared::api::DefectView, lang: Lang) -> String {
    let paper = defect.defect.paper.and_then(|no| paper_name(case, no, lang));
    let field = defect.defect.field.as_ref().map(|id| field_name(&case.fields, id, lang));
    let parts = [paper, field, Some(defect.defect.code.text(lang).to_owned()), Some(defect.words.clone())];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(lang.pick("，", ", "))
}

/// A paper's name by its number.
pub fn paper_name(case: &CaseView, no: u8, lang: Lang) -> Option<String> {
    let material = case.materials.iter().find(|material| material.no == no);
    match material {
        Some(material) => Some(lang.pick(&material.zh, &material.en).to_owned()),
        None if no == 0 => Some(CaseUi::OtherPaper.text(lang).to_owned()),
        None => None,
    }
}

/// A field's name by its id.
pub fn field_name(fields: &[Field], id: &str, lang: Lang) -> String {
    fields
        .iter()
        .find(|field| field.id == id)
        .map_or_else(|| id.to_owned(), |field| words::field_name(field, lang).to_owned())
}
