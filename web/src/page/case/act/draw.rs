//! Draws the inputs of a step. Text is never written back while somebody types; lists always show what is chosen.

use daiban_shared::api::CaseView;
use daiban_shared::kind::DefectCode;
use daiban_shared::text::{CaseUi, Lang, Ui};
use yew::prelude::*;

use super::body::{ANSWER_DAYS, FIELD_DEFECT, applies, chosen, key};
use super::find::FindCase;
use super::inputs::{Input, code};
use super::missing::Faults;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput, Tick};
use crate::ui::typed::{self, Typed};
use crate::ui::words::bracketed;

/// The places to ask are ticked under the first; in the command they stand under the second.
const ASK: &str = "ask";
const ASKED: &str = "to";

/// What all inputs of a panel share.
struct Pen<'a> {
    typed: &'a UseReducerHandle<Typed>,
    faults: &'a Faults,
    lang: Lang,
}

/// One input.
pub fn input(input: &Input, typed: &UseReducerHandle<Typed>, faults: &Faults, case: &CaseView, lang: Lang) -> Html {
    let pen = Pen { typed, faults, lang };
    match input {
        Input::Warning(text) => html! { <p class="notice warn">{ text.text(lang) }</p> },
        Input::Words { name, label, required } => pen.line(name, *label, "text", true, !required),
        Input::Line { name, label } => pen.line(name, *label, "text", false, true),
        Input::Number { name, label, .. } => pen.line(name, *label, "text", false, true),
        Input::Day { name, label } => pen.line(name, *label, "date", false, true),
        Input::Moment { name, label } => pen.line(name, *label, "datetime-local", true, true),
        Input::Flag { name, label } => pen.tick(name, label.text(lang), None),
        Input::Choice { name, label, options, initial, empty } => {
            let none = (*empty || initial.is_empty()).then_some(Ui::Choose);
            pen.list(name, label.text(lang), options, initial, none.map(|text| text.text(lang)), *empty)
        }
        Input::Numbered { options, .. } if options.is_empty() => Html::default(),
        Input::Numbered { name, label, options, empty } => {
            pen.list(name, label.text(lang), options, "", empty.map(|text| text.text(lang)), true)
        }
        Input::Many { name, label, options, .. } => pen.ticks(*label, options, name),
        Input::Papers { name, papers } => {
            let options: Vec<_> = papers.iter().map(|(no, text, ..)| (no.to_string(), text.clone())).collect();
            pen.ticks(CaseUi::PapersBrought, &options, name)
        }
        Input::Answered { defects } => {
            let options: Vec<_> = defects.iter().map(|(no, _, text)| (no.to_string(), text.clone())).collect();
            pen.ticks(CaseUi::DefectsAnswered, &options, "defects")
        }
        Input::Addressees { places } => html! {
            <>
                { pen.ticks(CaseUi::AskWhom, places, ASK) }
                { pen.line(ANSWER_DAYS, CaseUi::AnswerDays, "text", false, true) }
            </>
        },
        Input::Defects { papers, fields, codes } => pen.defects(papers, fields, codes),
        Input::OtherCase { name, label } => html! {
            <FindCase id={id(name)} label={label.text(lang)} error={pen.fault(name)} own={case.id} chosen={typed.text(name).to_owned()}
                on_chosen={typed::into(typed, *name)} />
        },
        Input::When { name, is, then } if applies(name, is, typed) => self::input(then, typed, faults, case, lang),
        Input::When { .. } => Html::default(),
    }
}

/// The id of an input's control; of several tick boxes, of what stands around them.
pub fn id(name: &str) -> String {
    format!("act-{}", name.replace('.', "-"))
}

impl Pen<'_> {
    fn fault(&self, name: &str) -> Option<AttrValue> {
        self.faults.get(name).cloned().map(AttrValue::from)
    }

    /// What is wrong with several tick boxes, beneath their heading, and its id for them.
    fn fault_above(&self, name: &str) -> (Html, Option<AttrValue>) {
        let Some(fault) = self.fault(name) else { return (Html::default(), None) };
        let at = described(&id(name));
        (html! { <p id={at.clone()} class="error" data-test={format!("error-{}", id(name))}>{ fault }</p> }, Some(at))
    }

    fn line(&self, name: &str, label: CaseUi, kind: &'static str, area: bool, optional: bool) -> Html {
        let fault = self.fault(name);
        html! {
            <Labelled id={id(name)} label={label.text(self.lang)} {optional} error={fault.clone()}>
                <TextInput id={id(name)} {kind} {area} initial={self.typed.text(name).to_owned()} invalid={fault.is_some()}
                    described={described(&id(name))} test={id(name)} on_text={typed::into(self.typed, name)} />
            </Labelled>
        }
    }

    fn list(
        &self,
        name: &str,
        label: &'static str,
        options: &[(String, String)],
        initial: &str,
        empty: Option<&'static str>,
        optional: bool,
    ) -> Html {
        let shown = chosen(name, initial, options, self.typed).to_owned();
        let fault = self.fault(name);
        html! {
            <Labelled id={id(name)} {label} {optional} error={fault.clone()}>
                <Select id={id(name)} initial={shown} options={options.to_vec()} empty={empty.map(AttrValue::from)}
                    invalid={fault.is_some()} described={described(&id(name))}
                    test={id(name)} on_text={typed::into(self.typed, name)} />
            </Labelled>
        }
    }

    fn tick(&self, name: &str, text: &str, wrong: Option<AttrValue>) -> Html {
        html! {
            <Tick id={id(name)} text={text.to_owned()} initial={self.typed.ticked(name)} test={id(name)} {wrong}
                on_tick={typed::tick(self.typed, name)} />
        }
    }

    fn ticks(&self, label: CaseUi, options: &[(String, String)], name: &str) -> Html {
        // Whom to ask is ticked under a name of its own.
        let (fault, wrong) = self.fault_above(if name == ASK { ASKED } else { name });
        let rows = options.iter().map(|(code, text)| self.tick(&key(name, code), text, wrong.clone()));
        let at = id(if name == ASK { ASKED } else { name });
        html! {
            <fieldset class="ticks" id={at} tabindex="-1" aria-describedby={wrong.clone()}>
                <legend>{ label.text(self.lang) }</legend>{ fault }{ for rows }
            </fieldset>
        }
    }

    fn defects(&self, papers: &[(u8, String)], fields: &[(String, String)], codes: &[(String, String)]) -> Html {
        let of_paper = papers
            .iter()
            .map(|(no, name)| self.defect(&key("defect", &no.to_string()), name, codes, DefectCode::Missing));
        let of_field =
            fields.iter().map(|(field, name)| self.defect(&key(FIELD_DEFECT, field), name, codes, DefectCode::Wrong));
        let (fault, wrong) = self.fault_above("defects");
        // Those that are ticked are counted outside, because nobody sees them while they are folded.
        let ticked = fields.iter().filter(|(field, _)| self.typed.ticked(&key(FIELD_DEFECT, field))).count();
        html! {
            <fieldset id={id("defects")} tabindex="-1" aria-describedby={wrong}>
                <legend>{ CaseUi::Defects.text(self.lang) }</legend>
                { fault }
                { for of_paper }
                if !fields.is_empty() {
                    // Most notices are about papers: the fields stay folded until they are needed.
                    <details>
                        <summary data-test="defect-fields">
                            { CaseUi::DefectsForm.text(self.lang) }
                            if ticked > 0 { { bracketed(&ticked.to_string(), self.lang) } }
                        </summary>
                        { for of_field }
                    </details>
                }
                { self.line("defect.other.words", CaseUi::DefectOther, "text", false, true) }
            </fieldset>
        }
    }

    /// A paper or field with what is wrong about it; code and words appear once it is ticked.
    fn defect(&self, at: &str, name: &str, codes: &[(String, String)], usual: DefectCode) -> Html {
        let (kind, words) = (key(at, "code"), key(at, "words"));
        let shown = chosen(&kind, "", codes, self.typed);
        let shown = if shown.is_empty() { code(&usual) } else { shown.to_owned() };
        let hint = CaseUi::DefectWhat.text(self.lang);
        html! {
            <div class="defect">
                { self.tick(at, name, None) }
                if self.typed.ticked(at) {
                    <div class="defect-more">
                        <label class="hidden" for={id(&kind)}>{ CaseUi::Ground.text(self.lang) }</label>
                        <Select id={id(&kind)} initial={shown} options={codes.to_vec()} test={id(&kind)}
                            on_text={typed::into(self.typed, kind.clone())} />
                        <label class="hidden" for={id(&words)}>{ hint }</label>
                        <TextInput id={id(&words)} initial={self.typed.text(&words).to_owned()}
                            placeholder={Some(AttrValue::from(hint))} test={id(&words)}
                            on_text={typed::into(self.typed, words.clone())} />
                    </div>
                }
            </div>
        }
    }
}
