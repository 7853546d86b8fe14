//! Rules of supervision: the defaults of domain §2.7, each replaced by the district's row where it has one.

use crate::ground::View;
use crate::kind::{LightCode, Rule, RuleKind};

/// Two working days to answer a card: assumed, to be confirmed by an official.
const ANSWER_QUARTERS: u16 = 8;
/// Accepting and deciding within so many minutes on an item with several steps looks entered after the fact.
const FACT_MINUTES: u32 = 2;
/// Steps of one officer within the night hours before they are a batch.
const NIGHT_STEPS: u32 = 10;
/// Returns by one officer within the days of the rule.
const RETURNS: u32 = 5;
/// Days back that "too often" looks.
const OFTEN_DAYS: u16 = 30;
/// Minutes by which a claimed time may lie outside its evidence.
const CLAIM_MINUTES: u32 = 10;
/// A place is silent after so many hours.
const SILENT_HOURS: u32 = 72;

/// The rule that holds where the district has none.
pub fn default_rule(what: RuleKind) -> Rule {
    use LightCode::{Blue, DeepRed, Grey, Red, Yellow};
    // Light, threshold, days back, asks for an answer.
    let (light, threshold, days, is_card) = match what {
        RuleKind::DaysLeft => (Blue, 4, 0, false),
        RuleKind::PromiseShare => (Blue, 80, 0, false),
        RuleKind::PromiseNear => (Yellow, 90, 0, false),
        RuleKind::StepLate => (Yellow, 0, 0, true),
        RuleKind::PromisePassed => (Red, 0, 0, true),
        RuleKind::LegalPassed => (DeepRed, 0, 0, true),
        RuleKind::AcceptLate => (Red, 0, 0, true),
        RuleKind::SecondNotice => (Red, 2, 0, true),
        RuleKind::NoReason => (Red, 0, 0, true),
        RuleKind::SpecialLate => (Red, 0, 0, true),
        RuleKind::AfterTheFact => (Red, FACT_MINUTES, 0, true),
        RuleKind::NightBatch => (Yellow, NIGHT_STEPS, 0, false),
        RuleKind::ClaimOutside => (Yellow, CLAIM_MINUTES, 0, false),
        RuleKind::ReturnedOften => (Yellow, RETURNS, OFTEN_DAYS, false),
        RuleKind::PlaceSilent => (Grey, SILENT_HOURS, 0, false),
        RuleKind::DeliverLate => (Yellow, 0, 0, true),
        RuleKind::TaskLate => (Yellow, 0, 0, true),
        RuleKind::UrgeUnanswered => (Red, 0, 0, true),
    };
    let document = String::new();
    Rule { what, light, threshold, days, is_card, answer_quarters: ANSWER_QUARTERS, document, ended: false }
}

/// The rules in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// As the district has them, with the defaults for all others.
    pub fn of(view: View<'_>) -> Self {
        let rule = |what: &RuleKind| view.rule(*what).cloned().unwrap_or_else(|| default_rule(*what));
        Self(RuleKind::ALL.iter().map(rule).collect())
    }

    /// A rule, unless it is switched off.
    pub fn get(&self, what: RuleKind) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.what == what && !rule.ended)
    }

    /// Every rule, those that are switched off included.
    pub fn all(&self) -> &[Rule] {
        &self.0
    }
}
