//! Rules of supervision: the defaults of domain §2.7, each replaced by the district's row where it has one.

use crate::ground::View;
use crate::id::Millis;
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
/// Hours within which a claimed time has to be confirmed: two weeks.
const WIDE_HOURS: u32 = 336;
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
        // Counted and nothing more: a village without a line for weeks is not punished for it.
        RuleKind::IntervalWide => (Yellow, WIDE_HOURS, 0, false),
    };
    let document = String::new();
    Rule { what, light, threshold, days, is_card, answer_quarters: ANSWER_QUARTERS, document, ended: false }
}

/// The rules, each with its earlier versions: a change says nothing about what came about before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules(Vec<Versions>);

/// A rule as it was from each moment on, the default from the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Versions {
    first: Rule,
    later: Vec<(Millis, Rule)>,
}

impl Versions {
    fn newest(&self) -> &Rule {
        self.later.last().map_or(&self.first, |(_, rule)| rule)
    }

    fn at(&self, moment: Millis) -> &Rule {
        let in_force = self.later.iter().rfind(|(from, _)| *from <= moment);
        in_force.map_or(&self.first, |(_, rule)| rule)
    }
}

impl Rules {
    /// As the district has them, with the defaults for all others.
    pub fn of(view: View<'_>) -> Self {
        let versions = |what: &RuleKind| Versions { first: default_rule(*what), later: view.rule_versions(*what) };
        Self(RuleKind::ALL.iter().map(versions).collect())
    }

    fn versions(&self, what: RuleKind) -> Option<&Versions> {
        self.0.iter().find(|versions| versions.first.what == what)
    }

    /// A rule as it is now, unless it is switched off.
    pub fn get(&self, what: RuleKind) -> Option<&Rule> {
        self.versions(what).map(Versions::newest).filter(|rule| !rule.ended)
    }

    /// A rule as it was at a moment, unless it was switched off then.
    pub fn at(&self, what: RuleKind, moment: Millis) -> Option<&Rule> {
        self.versions(what).map(|versions| versions.at(moment)).filter(|rule| !rule.ended)
    }

    /// A rule as it was from each moment on, the first one from the beginning, switched off or not.
    pub fn history(&self, what: RuleKind) -> impl Iterator<Item = (Millis, &Rule)> {
        self.versions(what).into_iter().flat_map(|versions| {
            let later = versions.later.iter().map(|(from, rule)| (*from, rule));
            std::iter::once((0, &versions.first)).chain(later)
        })
    }

    /// A rule as it is now, switched off or not.
    pub fn newest(&self, what: RuleKind) -> Option<&Rule> {
        self.versions(what).map(Versions::newest)
    }

    /// Every rule as it is now, those that are switched off included.
    pub fn all(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter().map(Versions::newest)
    }
}

/// Whether alarms come of a rule, so that it can ask for an answer; the others only set lights.
pub fn makes_alarms(what: RuleKind) -> bool {
    !matches!(what, RuleKind::DaysLeft | RuleKind::PromiseShare | RuleKind::PromiseNear | RuleKind::PlaceSilent)
}

/// Whether a rule's light is that of the limit which it watches: the wall, lists and the case show it from the limit
/// itself, so that no row can give it another.
pub fn has_fixed_light(what: RuleKind) -> bool {
    match what {
        RuleKind::DaysLeft
        | RuleKind::PromiseShare
        | RuleKind::PromiseNear
        | RuleKind::StepLate
        | RuleKind::PromisePassed
        | RuleKind::LegalPassed
        | RuleKind::AcceptLate
        | RuleKind::PlaceSilent => true,
        RuleKind::SecondNotice
        | RuleKind::NoReason
        | RuleKind::SpecialLate
        | RuleKind::AfterTheFact
        | RuleKind::NightBatch
        | RuleKind::ClaimOutside
        | RuleKind::ReturnedOften
        | RuleKind::DeliverLate
        | RuleKind::TaskLate
        | RuleKind::UrgeUnanswered
        | RuleKind::IntervalWide => false,
    }
}
