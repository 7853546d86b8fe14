//! The rules: when each lights up, whether it asks for an answer, and the document it rests on. The district's administrator
//! changes one; everybody else who looks over reads them.

use daiban_shared::api::{WatchRule, WatchRules};
use daiban_shared::kind::{Rule, RuleKind};
use daiban_shared::text::{Lang, WatchUi, fill};
use yew::prelude::*;

use super::Tabs;
use super::lamp::{self, Lamp};
use super::rule_form::RuleForm;
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::state;
use crate::ui::title::Title;
use crate::ui::words;

/// What a threshold counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nothing: the limit itself.
    Limit,
    /// Nothing: as soon as it is there.
    AtOnce,
    /// Per cent of the promise.
    Percent,
    /// Quarter working days that are left.
    Workdays,
    /// Minutes between two moves.
    Minutes,
    /// Minutes between a claim and its evidence.
    Claim,
    /// Steps at night.
    Night,
    /// Notices.
    Notices,
    /// Times within some days.
    Times,
    /// Hours of silence.
    Hours,
    /// Hours that nothing confirms.
    Interval,
}

impl Unit {
    /// Of a rule.
    pub fn of(rule: RuleKind) -> Self {
        match rule {
            RuleKind::DaysLeft => Self::Workdays,
            RuleKind::PromiseShare | RuleKind::PromiseNear => Self::Percent,
            RuleKind::StepLate
            | RuleKind::PromisePassed
            | RuleKind::LegalPassed
            | RuleKind::AcceptLate
            | RuleKind::SpecialLate
            | RuleKind::DeliverLate
            | RuleKind::TaskLate
            | RuleKind::UrgeUnanswered => Self::Limit,
            RuleKind::NoReason => Self::AtOnce,
            RuleKind::SecondNotice => Self::Notices,
            RuleKind::AfterTheFact => Self::Minutes,
            RuleKind::NightBatch => Self::Night,
            RuleKind::ClaimOutside => Self::Claim,
            RuleKind::ReturnedOften => Self::Times,
            RuleKind::PlaceSilent => Self::Hours,
            RuleKind::IntervalWide => Self::Interval,
        }
    }

    /// A number as it is typed; none where there is nothing to type.
    pub fn typed(self, threshold: u32) -> Option<String> {
        match self {
            Self::Limit | Self::AtOnce => None,
            Self::Workdays => Some(words::quarters(threshold)),
            Self::Percent
            | Self::Minutes
            | Self::Claim
            | Self::Night
            | Self::Notices
            | Self::Times
            | Self::Hours
            | Self::Interval => Some(threshold.to_string()),
        }
    }

    /// What was typed; none if it is no number of this unit.
    pub fn read(self, text: &str) -> Option<u32> {
        let text = text.trim();
        match self {
            Self::Limit | Self::AtOnce => Some(0),
            Self::Workdays => read_quarters(text),
            Self::Percent => text.parse().ok().filter(|share| (1..=100).contains(share)),
            Self::Minutes | Self::Claim | Self::Night | Self::Notices | Self::Times | Self::Hours | Self::Interval => {
                text.parse().ok().filter(|n| (1..=100_000).contains(n))
            }
        }
    }

    /// The unit's name, beside the number.
    pub fn name(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::Limit => WatchUi::RuleAtLimit,
            Self::AtOnce => WatchUi::RuleAtOnce,
            Self::Percent => WatchUi::NamePercent,
            Self::Workdays => WatchUi::NameWorkdays,
            Self::Minutes | Self::Claim => WatchUi::NameMinutes,
            Self::Night | Self::Notices | Self::Times => WatchUi::NameTimes,
            Self::Hours | Self::Interval => WatchUi::NameHours,
        };
        text.text(lang)
    }
}

/// `1`, `0.5`, `1.25` working days as quarters.
pub fn read_quarters(text: &str) -> Option<u32> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part = match part {
        "" | "0" | "00" => 0,
        "25" => 1,
        "5" | "50" => 2,
        "75" => 3,
        _ => return None,
    };
    let whole: u32 = whole.parse().ok().filter(|whole| *whole <= 250)?;
    Some(whole * 4 + part).filter(|quarters| *quarters > 0)
}

/// `/watch-rules`
#[component]
pub fn RulesPage() -> Html {
    let lang = use_lang();
    let loaded = use_load::<WatchRules>("/watch-rules".to_owned(), true);
    let edited = use_state(|| None::<RuleKind>);
    let saved = use_state(|| false);
    let again = loaded.again.clone();
    html! {
        <>
            <Title text={WatchUi::RulesTitle.text(lang)} />
            <Tabs here={Route::WatchRules} />
            { state::of(&loaded, |view| {
                let close = {
                    let (edited, saved, again) = (edited.setter(), saved.setter(), again.clone());
                    Callback::from(move |is_saved: bool| {
                        edited.set(None);
                        saved.set(is_saved);
                        if is_saved {
                            again.emit(());
                        }
                    })
                };
                let on_edit = {
                    let (edited, saved) = (edited.setter(), saved.setter());
                    Callback::from(move |rule: RuleKind| {
                        edited.set(Some(rule));
                        saved.set(false);
                    })
                };
                let of = edited.and_then(|rule| view.rules.iter().find(|row| row.rule.what == rule));
                html! {
                    <>
                        <p class="lead">{ fill(WatchUi::RulesLead.text(lang), &[("place", view.by.name(lang))]) }</p>
                        if *saved { <p class="notice good" role="status" data-test="rule-saved">{ WatchUi::RuleSaved.text(lang) }</p> }
                        if let Some(row) = of { <RuleForm key={super::word(&row.rule.what)} row={row.clone()} on_close={close} /> }
                        { table(view, &on_edit, lang) }
                    </>
                }
            }) }
        </>
    }
}

fn table(view: &WatchRules, on_edit: &Callback<RuleKind>, lang: Lang) -> Html {
    let head = |text: WatchUi| html! { <th scope="col">{ text.text(lang) }</th> };
    html! {
        <div class="scroll"><table class="cards rules" data-test="rules">
            <thead><tr>
                { head(WatchUi::RuleName) }{ head(WatchUi::RuleLight) }{ head(WatchUi::RuleThreshold) }{ head(WatchUi::RuleAnswer) }{ head(WatchUi::RuleDocument) }
                if view.may_enter { <th></th> }
            </tr></thead>
            <tbody>{ for view.rules.iter().map(|row| line(row, view.may_enter, on_edit, lang)) }</tbody>
        </table></div>
    }
}

fn line(row: &WatchRule, may_enter: bool, on_edit: &Callback<RuleKind>, lang: Lang) -> Html {
    let rule = &row.rule;
    let answer = if rule.is_card {
        let days = crate::ui::words::span(
            daiban_shared::item::Span { quarters: rule.answer_quarters, unit: daiban_shared::item::Unit::Workday },
            lang,
        );
        fill(WatchUi::RuleAnswerIn.text(lang), &[("days", &days)])
    } else {
        WatchUi::RuleAnswerNo.text(lang).to_owned()
    };
    let document = if row.is_default { WatchUi::RuleDefault.text(lang).to_owned() } else { rule.document.clone() };
    let edit = {
        let (on_edit, what) = (on_edit.clone(), rule.what);
        Callback::from(move |_: MouseEvent| on_edit.emit(what))
    };
    let name = fill(WatchUi::RuleEditOf.text(lang), &[("rule", &row.text)]);
    html! {
        <tr key={super::word(&rule.what)} class={classes!(rule.ended.then_some("ended"))} data-test="rule" data-rule={super::word(&rule.what)}>
            <th scope="row">{ row.text.clone() }
                if rule.ended { { words::bracketed(WatchUi::RuleOff.text(lang), lang) } }
            </th>
            <td data-label={WatchUi::RuleLight.text(lang)}><span class={classes!("lamp", Lamp::of(rule.light).class())}>
                { crate::ui::icon::icon(lamp_shape(rule)) }{ " " }{ rule.light.text(lang) }</span></td>
            <td data-label={WatchUi::RuleThreshold.text(lang)} data-test="rule-from">{ threshold(rule, lang) }</td>
            <td data-label={WatchUi::RuleAnswer.text(lang)}>{ answer }</td>
            <td data-label={WatchUi::RuleDocument.text(lang)} data-test="rule-source">{ document }</td>
            if may_enter { <td><button type="button" onclick={edit} aria-label={name} data-test="rule-edit">{ WatchUi::RuleEdit.text(lang) }</button></td> }
        </tr>
    }
}

fn lamp_shape(rule: &Rule) -> crate::ui::icon::Icon {
    lamp::Lamp::of(rule.light).shape()
}

/// The threshold in words.
fn threshold(rule: &Rule, lang: Lang) -> String {
    let unit = Unit::of(rule.what);
    let n = unit.typed(rule.threshold).unwrap_or_default();
    let text = match unit {
        Unit::Limit => WatchUi::RuleAtLimit,
        Unit::AtOnce => WatchUi::RuleAtOnce,
        Unit::Percent => WatchUi::UnitPercent,
        Unit::Workdays => WatchUi::UnitWorkdays,
        Unit::Minutes => WatchUi::UnitMinutes,
        Unit::Claim => WatchUi::UnitClaim,
        Unit::Night => WatchUi::UnitNight,
        Unit::Notices => WatchUi::UnitNotices,
        Unit::Times => WatchUi::UnitTimes,
        Unit::Hours => WatchUi::UnitHours,
        Unit::Interval => WatchUi::UnitInterval,
    };
    fill(text.text(lang), &[("n", &n), ("days", &rule.days.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::watch::default_rule;

    #[test]
    fn every_threshold_is_told_in_its_own_unit_and_comes_back_as_it_went() {
        let said = |rule: RuleKind| threshold(&default_rule(rule), Lang::Zh);
        let table = [
            (RuleKind::DaysLeft, "剩余 1 个工作日"),
            (RuleKind::PromiseShare, "已用 80%"),
            (RuleKind::PromisePassed, "期限一过"),
            (RuleKind::AfterTheFact, "2 分钟内"),
            (RuleKind::ClaimOutside, "相差超过 10 分钟"),
            (RuleKind::ReturnedOften, "30 天内 5 次起"),
            (RuleKind::PlaceSilent, "72 小时没有联系"),
            (RuleKind::SecondNotice, "第 2 次起"),
        ];
        for (rule, words) in table {
            assert_eq!(said(rule), words);
        }
        for rule in RuleKind::ALL {
            let (unit, default) = (Unit::of(*rule), default_rule(*rule));
            if let Some(text) = unit.typed(default.threshold) {
                assert_eq!(unit.read(&text), Some(default.threshold), "{rule:?}");
            }
            assert!(!threshold(&default, Lang::En).contains('{'), "{rule:?}");
        }
        assert_eq!(
            (Unit::Percent.read("101"), Unit::Workdays.read("0.3"), Unit::Workdays.read("0")),
            (None, None, None)
        );
    }
}
