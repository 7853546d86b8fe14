//! Entering a scheme of appraisal: begun from lines that fit what is appraised, with the numbers of the district's document.

use std::rc::Rc;

use daiban_shared::api::Schemes;
use daiban_shared::appraisal::{SchemeFault, Unit, faults, template};
use daiban_shared::day::Day;
use daiban_shared::kind::{AppraisalOf, Cycle, Indicator, Scheme, SchemeLine};
use daiban_shared::text::{AppraisalText, CaseUi, Ui, fill};
use yew::prelude::*;

use super::sheet_lines::value;
use super::{chosen, options, word};
use crate::api::Ask;
use crate::app::session::use_lang;
use crate::draft::form::use_kept;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput, Tick};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

/// Cases below which nobody is ranked, unless something else is typed.
const MIN_CASES: u32 = 10;

#[derive(Properties, PartialEq)]
pub struct SchemeFormProps {
    pub schemes: Rc<Schemes>,
    /// None = a new one.
    pub scheme: Option<Scheme>,
    /// Closed; true = it was entered.
    pub on_close: Callback<bool>,
}

/// The form of one scheme.
#[component]
pub fn SchemeForm(props: &SchemeFormProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let known = props.scheme.clone();
    let (no, today) = (known.as_ref().map_or(props.schemes.next, |scheme| scheme.no), props.schemes.today);
    let kept = {
        let known = known.clone();
        let form = known.as_ref().map_or_else(|| "scheme.new".to_owned(), |scheme| format!("scheme.{}", scheme.no));
        use_kept(&form, move || begun(known.as_ref(), today), &sender)
    };
    let (typed, id) = (kept.typed.clone(), kept.id.clone());
    let next = read(no, &typed);
    let of: AppraisalOf = chosen(&typed, "of").unwrap_or(AppraisalOf::Place);
    let send = {
        let (sender, next, on_close, end) = (sender.clone(), next.clone(), props.on_close.clone(), kept.end.clone());
        Callback::from(move |()| {
            let ask = match (&sender.state, &next) {
                (Sending::Unknown(ask), _) => (**ask).clone(),
                (Sending::Idle | Sending::Busy | Sending::Refused(_), Some(scheme)) => {
                    Ask { key: Some(id.clone()), ..Ask::command("/schemes", scheme) }
                }
                (Sending::Idle | Sending::Busy | Sending::Refused(_), None) => return,
            };
            let (on_close, end) = (on_close.clone(), end.clone());
            sender.send_blind(ask, move || {
                end.emit(());
                on_close.emit(true);
            });
        })
    };
    let line = |name: &'static str, label: AppraisalText, hint: &'static str, kind: &'static str| {
        let field = format!("scheme-{name}");
        html! {
            <Labelled id={field.clone()} label={label.text(lang)} {hint} error={sender.state.field(name).map(AttrValue::from)}>
                <TextInput id={field.clone()} {kind} initial={typed.text(name).to_owned()} described={described(&field)} test={field.clone()}
                    on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    // Another subject begins with its own lines.
    let on_of = {
        let typed = typed.dispatcher();
        Callback::from(move |text: String| {
            let of = serde_json::from_value(serde_json::Value::String(text.clone())).unwrap_or(AppraisalOf::Place);
            typed.dispatch(("of".to_owned(), text));
            line_fields(&template(of)).into_iter().for_each(|field| typed.dispatch(field));
        })
    };
    let weights: u32 =
        Indicator::ALL.iter().filter_map(|of| typed.text(&weight_of(*of)).trim().parse::<u32>().ok()).sum();
    let cancel = {
        let (on_close, end) = (props.on_close.clone(), kept.end.clone());
        Callback::from(move |_: MouseEvent| {
            end.emit(());
            on_close.emit(false);
        })
    };
    let is_new = known.is_none();
    let title = if is_new { AppraisalText::NewScheme } else { AppraisalText::EditScheme };
    html! {
        <section class="panel" data-test="scheme-form">
            <h2>{ title.text(lang) }</h2>
            if kept.is_back { <p class="hint" data-test="scheme-draft">{ CaseUi::DraftBack.text(lang) }</p> }
            { line("name", AppraisalText::SchemeName, "", "text") }
            if is_new {
                <Labelled id="scheme-of" label={AppraisalText::SchemeOf.text(lang)} error={sender.state.field("of").map(AttrValue::from)}>
                    <Select id="scheme-of" initial={word(&of)} options={options(AppraisalOf::ALL, |of| of.text(lang))} test="scheme-of" on_text={on_of} />
                </Labelled>
                <Labelled id="scheme-cycle" label={AppraisalText::SchemeCycle.text(lang)}>
                    <Select id="scheme-cycle" initial={typed.text("cycle").to_owned()} options={options(Cycle::ALL, |cycle| cycle.text(lang))} test="scheme-cycle"
                        on_text={typed::into(&typed, "cycle")} />
                </Labelled>
            }
            { line("from", AppraisalText::SchemeFrom, AppraisalText::SchemeFromHint.text(lang), "date") }
            { line("min", AppraisalText::SchemeMin, AppraisalText::SchemeMinHint.text(lang), "number") }
            { line("document", AppraisalText::SchemeDocument, "", "text") }
            <fieldset>
                <legend>{ AppraisalText::SchemeLines.text(lang) }</legend>
                <p class="hint">{ AppraisalText::LineHint.text(lang) }</p>
                if let Some(error) = sender.state.field("lines") { <p class="error" role="alert" data-test="scheme-lines-error">{ error }</p> }
                <table class="figures scheme-lines" key={word(&of)}>
                    <thead><tr>
                        <th scope="col">{ AppraisalText::Indicator.text(lang) }</th><th scope="col">{ AppraisalText::Weight.text(lang) }</th>
                        <th scope="col">{ AppraisalText::LineFull.text(lang) }</th><th scope="col">{ AppraisalText::LineZero.text(lang) }</th>
                    </tr></thead>
                    <tbody>{ for Indicator::ALL.iter().map(|of| row(*of, &typed, lang)) }</tbody>
                </table>
                <p role="status" data-test="scheme-weights">{ fill(AppraisalText::WeightSum.text(lang), &[("n", &weights.to_string())]) }</p>
            </fieldset>
            if !is_new { <Tick id="scheme-ended" initial={typed.ticked("ended")} text={AppraisalText::SchemeEnds.text(lang)} test="scheme-ended" on_tick={typed::tick(&typed, "ended")} /> }
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            if next.is_none() { <p class="hint" data-test="scheme-needs">{ AppraisalText::SchemeNeeds.text(lang) }</p> }
            <p class="buttons">
                <SendButton text={Ui::Save.text(lang)} busy={sender.state.is_busy()} off={next.is_none()} onclick={send} test="scheme-save" />
                <button type="button" onclick={cancel} data-test="scheme-cancel">{ Ui::Cancel.text(lang) }</button>
            </p>
        </section>
    }
}

fn row(of: Indicator, typed: &UseReducerHandle<Typed>, lang: daiban_shared::text::Lang) -> Html {
    let cell = |name: String, label: AppraisalText| {
        let aria = format!("{} {}", of.text(lang), label.text(lang));
        html! {
            <td><label class="hidden" for={name.clone()}>{ aria }</label>
                <TextInput id={name.clone()} initial={typed.text(&name).to_owned()} mode="decimal" test={name.clone()} on_text={typed::into(typed, name.clone())} />
            </td>
        }
    };
    html! {
        <tr key={word(&of)}>
            <th scope="row">{ of.text(lang) }</th>
            { cell(weight_of(of), AppraisalText::Weight) }
            { cell(format!("full-{}", word(&of)), AppraisalText::LineFull) }
            { cell(format!("zero-{}", word(&of)), AppraisalText::LineZero) }
        </tr>
    }
}

fn weight_of(of: Indicator) -> String {
    format!("weight-{}", word(&of))
}

/// The form as it begins: the scheme as it stands, or lines that fit.
fn begun(known: Option<&Scheme>, today: Day) -> Typed {
    let (of, cycle) = known.map_or((AppraisalOf::Place, Cycle::Quarter), |scheme| (scheme.of, scheme.cycle));
    let from = known.map_or_else(|| cycle.term().first(today), |scheme| scheme.from);
    let fields = [
        ("name", known.map(|scheme| scheme.name.clone()).unwrap_or_default()),
        ("of", word(&of)),
        ("cycle", word(&cycle)),
        ("from", from.to_string()),
        ("min", known.map_or(MIN_CASES, |scheme| scheme.min_cases).to_string()),
        ("ended", if known.is_some_and(|scheme| scheme.ended) { "true".into() } else { String::new() }),
    ];
    let lines = known.map_or_else(|| template(of), |scheme| scheme.lines.clone());
    let fields = fields.into_iter().map(|(name, text)| (name.to_owned(), text));
    Typed(fields.chain(line_fields(&lines)).collect())
}

/// Every measure with its numbers; one that is not measured weighs nothing.
fn line_fields(lines: &[SchemeLine]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for of in Indicator::ALL {
        let line = lines.iter().find(|line| line.indicator == *of);
        let number = |number: Option<u32>| number.map(|number| value(*of, number.into())).unwrap_or_default();
        out.push((weight_of(*of), line.map_or_else(|| "0".to_owned(), |line| line.weight.to_string())));
        out.push((format!("full-{}", word(of)), number(line.map(|line| line.full)).replace('%', "")));
        out.push((format!("zero-{}", word(of)), number(line.map(|line| line.zero)).replace('%', "")));
    }
    out
}

/// What was typed as a scheme; none while something is missing or wrong.
fn read(no: u32, typed: &Typed) -> Option<Scheme> {
    let mut lines = Vec::new();
    for of in Indicator::ALL {
        let text = |part: &str| typed.text(&format!("{part}-{}", word(of))).trim().to_owned();
        let weight: u16 = match text("weight").as_str() {
            "" => 0,
            text => text.parse().ok()?,
        };
        if weight > 0 {
            let (full, zero) = (number(*of, &text("full"))?, number(*of, &text("zero"))?);
            lines.push(SchemeLine { indicator: *of, weight, full, zero });
        }
    }
    let scheme = Scheme {
        no,
        name: typed.text("name").trim().to_owned(),
        of: chosen(typed, "of")?,
        cycle: chosen(typed, "cycle")?,
        lines,
        min_cases: typed.text("min").trim().parse().ok()?,
        from: Day::parse(typed.text("from"))?,
        document: typed.text("document").trim().to_owned(),
        ended: typed.ticked("ended"),
    };
    // A day within a period and lines the wrong way round are told by the node, at their field.
    let waits = |fault: &SchemeFault| match fault {
        SchemeFault::Name | SchemeFault::Document | SchemeFault::NoLines | SchemeFault::Weights => true,
        SchemeFault::From | SchemeFault::Twice | SchemeFault::Direction => false,
    };
    (!faults(&scheme).iter().any(waits)).then_some(scheme)
}

/// A number as a line has it: shares are typed in per cent.
fn number(of: Indicator, text: &str) -> Option<u32> {
    match of.unit() {
        Unit::More | Unit::Fewer => text.parse().ok(),
        Unit::Share(_) => {
            let (whole, part) = text.split_once('.').unwrap_or((text, ""));
            let hundredths: u32 = match part.len() {
                0 => 0,
                1 => part.parse::<u32>().ok()? * 10,
                2 => part.parse().ok()?,
                _ => return None,
            };
            let share = whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(hundredths)?;
            (share <= 10_000).then_some(share)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_read_as_its_lines_were_typed_and_waits_for_name_and_document() {
        let today = Day::parse("2026-11-26").expect("a day");
        let mut typed = begun(None, today);
        assert_eq!(typed.text("from"), "2026-10-01");
        assert_eq!(typed.text("zero-on_time"), "90");
        assert_eq!(read(1, &typed), None, "no name and no document");
        typed.0.insert("name".into(), "站点考核".into());
        typed.0.insert("document".into(), "梅区政数〔2026〕8号".into());
        let scheme = read(1, &typed).expect("a scheme");
        assert_eq!(scheme.lines, template(AppraisalOf::Place));
        typed.0.insert("zero-on_time".into(), "92.5".into());
        let line = read(1, &typed).expect("a scheme").lines[0];
        assert_eq!((line.indicator, line.zero), (Indicator::OnTime, 9_250));
        typed.0.insert("weight-on_time".into(), "34".into());
        assert_eq!(read(1, &typed), None, "weights are 99");
        typed.0.insert("weight-on_time".into(), "viel".into());
        assert_eq!(read(1, &typed), None);
    }
}
