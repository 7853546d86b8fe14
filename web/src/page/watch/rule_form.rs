//! Changing a rule, by a document.

use daiban_shared::api::WatchRule;
use daiban_shared::kind::{LightCode, Rule, RuleKind};
use daiban_shared::text::{CaseUi, Ui, WatchUi, fill};
use daiban_shared::watch::{has_fixed_light, makes_alarms};
use yew::prelude::*;

use super::rules::{Unit, read_quarters};
use super::word;
use crate::api::Ask;
use crate::app::session::use_lang;
use crate::draft::form::use_kept;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput, Tick};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct RuleFormProps {
    pub row: WatchRule,
    /// Closed; true = it was entered.
    pub on_close: Callback<bool>,
}

/// The form of one rule.
#[component]
pub fn RuleForm(props: &RuleFormProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let rule = props.row.rule.clone();
    let unit = Unit::of(rule.what);
    let kept = {
        let rule = rule.clone();
        use_kept(&format!("rule.{}", word(&rule.what)), move || begun(&rule), &sender)
    };
    let (typed, id) = (kept.typed.clone(), kept.id.clone());
    let next = read(&rule, &typed);
    let send = {
        let (sender, next, on_close, end) = (sender.clone(), next.clone(), props.on_close.clone(), kept.end.clone());
        Callback::from(move |()| {
            let ask = match (&sender.state, &next) {
                (Sending::Unknown(ask), _) => (**ask).clone(),
                (Sending::Idle | Sending::Busy | Sending::Refused(_), Some(rule)) => {
                    Ask { key: Some(id.clone()), ..Ask::command("/watch-rules", rule) }
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
    let line = |name: &'static str, label: String, hint: &'static str| {
        let field = format!("rule-{name}");
        html! {
            <Labelled id={field.clone()} {label} {hint} error={sender.state.field(name).map(AttrValue::from)}>
                <TextInput id={field.clone()} initial={typed.text(name).to_owned()} described={described(&field)} test={field.clone()}
                    on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let lights = LightCode::ALL.iter().map(|light| (word(light), light.text(lang).to_owned())).collect::<Vec<_>>();
    let cancel = {
        let (on_close, end) = (props.on_close.clone(), kept.end.clone());
        Callback::from(move |_: MouseEvent| {
            end.emit(());
            on_close.emit(false);
        })
    };
    let name = words::pair(WatchUi::RuleThreshold.text(lang), unit.name(lang), lang);
    html! {
        <section class="panel" data-test="rule-form">
            <h2>{ fill(WatchUi::RuleEditOf.text(lang), &[("rule", &props.row.text)]) }</h2>
            if kept.is_back { <p class="hint" data-test="rule-draft">{ CaseUi::DraftBack.text(lang) }</p> }
            <Labelled id="rule-light" label={WatchUi::RuleLight.text(lang)}>
                if has_fixed_light(rule.what) {
                    <p id="rule-light" data-test="rule-light-fixed">{ rule.light.text(lang) }{ " " }<small class="faint">{ WatchUi::RuleLightFixed.text(lang) }</small></p>
                } else { <Select id="rule-light" initial={typed.text("light").to_owned()} options={lights} test="rule-light" on_text={typed::into(&typed, "light")} /> }
            </Labelled>
            if unit.typed(0).is_some() { { line("threshold", name, "") } }
            if rule.what == RuleKind::ReturnedOften { { line("days", WatchUi::RuleDays.text(lang).to_owned(), "") } }
            if makes_alarms(rule.what) { <Tick id="rule-card" initial={typed.ticked("card")} text={WatchUi::RuleAnswer.text(lang)} test="rule-card" on_tick={typed::tick(&typed, "card")} /> }
            if typed.ticked("card") { { line("answer", WatchUi::RuleAnswerDays.text(lang).to_owned(), "") } }
            { line("document", WatchUi::RuleDocument.text(lang).to_owned(), WatchUi::RuleDocumentHint.text(lang)) }
            <Tick id="rule-ended" initial={typed.ticked("ended")} text={WatchUi::RuleEnds.text(lang)} test="rule-ended" on_tick={typed::tick(&typed, "ended")} />
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            if next.is_none() { <p class="hint" data-test="rule-needs">{ WatchUi::RuleNeeds.text(lang) }</p> }
            <p class="buttons">
                <SendButton text={Ui::Save.text(lang)} busy={sender.state.is_busy()} off={next.is_none()} onclick={send} test="rule-save" />
                <button type="button" onclick={cancel} data-test="rule-cancel">{ Ui::Cancel.text(lang) }</button>
            </p>
        </section>
    }
}

/// The rule as it stands; a new document is asked for each change.
fn begun(rule: &Rule) -> Typed {
    let flag = |yes: bool| if yes { "true".to_owned() } else { String::new() };
    let fields = [
        ("light", word(&rule.light)),
        ("threshold", Unit::of(rule.what).typed(rule.threshold).unwrap_or_default()),
        ("days", rule.days.to_string()),
        ("card", flag(rule.is_card)),
        ("answer", words::quarters(rule.answer_quarters.into())),
        ("ended", flag(rule.ended)),
    ];
    Typed(fields.into_iter().map(|(name, text)| (name.to_owned(), text)).collect())
}

/// What was typed as a rule; none while a number or the document is missing.
fn read(rule: &Rule, typed: &Typed) -> Option<Rule> {
    let document = typed.text("document").trim().to_owned();
    let threshold = Unit::of(rule.what).read(typed.text("threshold"))?;
    let days = typed.text("days").trim().parse().ok()?;
    let is_card = typed.ticked("card");
    let quarters = read_quarters(typed.text("answer")).and_then(|quarters| u16::try_from(quarters).ok());
    let answer_quarters = if is_card { quarters? } else { rule.answer_quarters };
    let light = serde_json::from_value(serde_json::Value::String(typed.text("light").to_owned())).ok()?;
    let ended = typed.ticked("ended");
    let threshold = if Unit::of(rule.what).typed(0).is_some() { threshold } else { rule.threshold };
    (!document.is_empty()).then_some(Rule {
        what: rule.what,
        light,
        threshold,
        days,
        is_card,
        answer_quarters,
        document,
        ended,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::watch::default_rule;

    #[test]
    fn a_change_needs_a_document_and_changes_only_what_was_typed() {
        let rule = default_rule(RuleKind::DaysLeft);
        let mut typed = begun(&rule);
        assert_eq!(read(&rule, &typed), None, "no document");
        typed.0.insert("document".into(), "梅区府办〔2026〕12号".into());
        assert_eq!(read(&rule, &typed), Some(Rule { document: "梅区府办〔2026〕12号".into(), ..rule.clone() }));
        typed.0.insert("threshold".into(), "1.5".into());
        assert_eq!(read(&rule, &typed).map(|rule| rule.threshold), Some(6));
        typed.0.insert("threshold".into(), "bald".into());
        assert_eq!(read(&rule, &typed), None);
    }
}
