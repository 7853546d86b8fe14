//! The timeline: every entry in the order in which it counts, with who, where, when, effect and arrival.

use super::Look;
use super::names::{code_of, person};
use super::payload::{Around, payload};
use crate::cases::Part;
use daiban_shared::api::{EffectView, Reason, StepView};
use daiban_shared::case::{Effect, Flag, Step, Void, Wait};
use daiban_shared::text::Lang;

impl Look<'_> {
    pub(super) fn steps(&self, number: &str) -> Vec<StepView> {
        self.state().steps.iter().filter_map(|step| self.step(step, number)).collect()
    }

    fn step(&self, step: &Step, number: &str) -> Option<StepView> {
        let entry = self.dossier.entry(step.hash)?;
        let part = self.dossier.part(step.hash);
        let (effect, reason) = effect(step.effect, self.names.lang);
        let ground = entry.head.ground.and_then(|ground| self.directory.at(ground));
        let around = Around { names: &self.names, notice: self.state().notice.as_ref(), others: self.others, ground };
        let says = payload(&around, step.hash, &entry.body, part.private());
        Some(StepView {
            id: step.hash,
            kind: step.kind,
            by: person(step.by, part),
            role: step.role,
            site: self.names.site(step.site),
            at: step.at,
            witnessed_at: self.arrivals.witnessed_at(step),
            effect,
            reason,
            flags: step.flags.iter().map(|flag| self.names.code(*flag, Flag::text)).collect(),
            delivered: self.arrivals.of(step.hash),
            payload: if step.effect == Effect::Effect { self.with_past(step.hash, step.kind, says) } else { says },
            paper_number: paper_number(step, number),
            private: private_state(part),
        })
    }
}

fn effect(effect: Effect, lang: Lang) -> (EffectView, Option<Reason>) {
    match effect {
        Effect::Effect => (EffectView::Effect, None),
        Effect::None(why) => {
            (EffectView::None, Some(Reason { code: code_of(&why), text: Void::text(why, lang).to_owned() }))
        }
        Effect::Waits(why) => {
            (EffectView::Waits, Some(Reason { code: code_of(&why), text: Wait::text(why, lang).to_owned() }))
        }
    }
}

/// 文号: case number, letter of the paper, ordinal, and the place where several may count. Nobody has to hand out numbers.
fn paper_number(step: &Step, number: &str) -> Option<String> {
    step.paper_mark().map(|mark| format!("{number}{mark}"))
}

fn private_state(part: &Part) -> Option<String> {
    match part {
        Part::None => None,
        Part::Here(_) => Some("here".to_owned()),
        Part::Absent(state) => Some(state.name().to_owned()),
    }
}
