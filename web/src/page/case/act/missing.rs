//! What a step still needs before it is sent, and what the node said about it: each at its input.

use std::collections::BTreeMap;

use daiban_shared::text::{DossierUi, Lang};

use super::body::{ANSWER_DAYS, applies, chosen, defects, key};
use super::inputs::Input;
use crate::send::Sending;
use crate::ui::typed::Typed;

/// Words by input.
pub type Faults = BTreeMap<&'static str, String>;

/// What must be chosen or written first.
pub fn missing(inputs: &[Input], typed: &Typed, lang: Lang) -> Faults {
    let lacking = inputs.iter().filter_map(|input| lack(input, inputs, typed));
    lacking.map(|(name, words)| (name, words.text(lang).to_owned())).collect()
}

/// The node's refusal at the inputs that it names; a refusal of something else has no place here.
pub fn told(inputs: &[Input], state: &Sending, typed: &Typed) -> Faults {
    let names = inputs.iter().flat_map(|input| names(input, typed));
    names.filter_map(|name| Some((name, state.field(name).or_else(|| state.field(as_told(name)))?))).collect()
}

/// The first input that something is wrong with.
pub fn first(inputs: &[Input], typed: &Typed, faults: &Faults) -> Option<&'static str> {
    inputs.iter().flat_map(|input| names(input, typed)).find(|name| faults.contains_key(name))
}

/// The node has one name for what is chosen as the reason, and one for days.
fn as_told(name: &str) -> &str {
    match name {
        "grounds" | "authority" => "ground",
        ANSWER_DAYS => "days",
        name => name,
    }
}

fn names(input: &Input, typed: &Typed) -> Vec<&'static str> {
    match input {
        Input::Addressees { .. } => vec![input.name(), ANSWER_DAYS],
        Input::When { name, is, .. } if !applies(name, is, typed) => Vec::new(),
        Input::When { .. }
        | Input::Words { .. }
        | Input::Line { .. }
        | Input::Choice { .. }
        | Input::Numbered { .. }
        | Input::Many { .. }
        | Input::Number { .. }
        | Input::Day { .. }
        | Input::Moment { .. }
        | Input::Flag { .. }
        | Input::Defects { .. }
        | Input::Answered { .. }
        | Input::Papers { .. }
        | Input::OtherCase { .. }
        | Input::Warning(_) => vec![input.name()],
    }
}

fn lack(input: &Input, all: &[Input], typed: &Typed) -> Option<(&'static str, DossierUi)> {
    let is_blank = |name: &str| typed.text(name).trim().is_empty();
    match input {
        Input::Words { name, required, .. } => (*required && is_blank(name)).then_some((*name, DossierUi::NeedWords)),
        Input::Choice { name, options, initial, empty, .. } => {
            let is_asked = !empty && !options.is_empty();
            (is_asked && chosen(name, initial, options, typed).is_empty()).then_some((*name, DossierUi::NeedChoice))
        }
        Input::Many { name, options, required, .. } => {
            let mut codes = options.iter().map(|(code, _)| code);
            (*required && !codes.any(|code| typed.ticked(&key(name, code)))).then_some((*name, DossierUi::NeedOne))
        }
        Input::Papers { name, papers } => {
            let brought = papers.iter().any(|(no, ..)| typed.ticked(&key(name, &no.to_string())));
            (!brought && !all.iter().any(|other| is_answered(other, typed))).then_some((*name, DossierUi::NeedOne))
        }
        Input::Defects { papers, fields, .. } => {
            defects(papers, fields, typed).is_empty().then_some((input.name(), DossierUi::NeedOne))
        }
        Input::Moment { name, .. } => is_blank(name).then_some((*name, DossierUi::NeedWords)),
        Input::OtherCase { name, .. } => is_blank(name).then_some((*name, DossierUi::NeedChoice)),
        Input::When { name, is, then } => applies(name, is, typed).then(|| lack(then, all, typed)).flatten(),
        Input::Line { .. }
        | Input::Numbered { .. }
        | Input::Number { .. }
        | Input::Day { .. }
        | Input::Flag { .. }
        | Input::Answered { .. }
        | Input::Addressees { .. }
        | Input::Warning(_) => None,
    }
}

/// Something of the notice is mended without a paper.
fn is_answered(input: &Input, typed: &Typed) -> bool {
    let Input::Answered { defects } = input else { return false };
    defects.iter().any(|(no, ..)| typed.ticked(&key("defects", &no.to_string())))
}

#[cfg(test)]
mod tests {
    use super::super::inputs::{self, Basis, Warning};
    use super::*;
    use crate::api::Fault;
    use crate::page::case::sample::{case, site};
    use daiban_shared::api::{ActionView, Problem};
    use daiban_shared::kind::Kind;

    fn inputs_of(kind: Kind) -> Vec<Input> {
        let action = ActionView { kind, allowed: true, why: None, code: None, targets: vec![site()], heard: None };
        inputs::of(&Basis { case: &case(), action: &action, sites: &[], colleagues: &[], lang: Lang::Zh })
    }

    fn as_typed(typed: &[(&str, &str)]) -> Typed {
        Typed(typed.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect())
    }

    #[test]
    fn what_must_be_chosen_or_written_is_said_at_its_input() {
        let table: [(Kind, &[(&str, &str)], &[&str]); 9] = [
            (Kind::Terminate, &[], &["ground", "words"]),
            (Kind::Terminate, &[("ground", "duplicate"), ("words", "重复")], &["duplicate_of"]),
            (Kind::Terminate, &[("ground", "moot"), ("words", "不用办了")], &[]),
            (Kind::Return, &[("words", " \n")], &["ground", "words"]),
            (Kind::TaskOpen, &[], &["words"]),
            (Kind::Supplement, &[], &["papers"]),
            (Kind::Supplement, &[("papers.1", "true")], &[]),
            (Kind::Notify, &[("days", "10")], &["defects"]),
            (Kind::Deny, &[("words", "不符合")], &["grounds"]),
        ];
        for (kind, typed, expected) in table {
            let found = missing(&inputs_of(kind), &as_typed(typed), Lang::Zh);
            assert_eq!(found.into_keys().collect::<Vec<_>>(), expected, "{kind:?} {typed:?}");
        }
        let usual = [Kind::Forward, Kind::Grant, Kind::Accept, Kind::Close, Kind::Deliver];
        for kind in usual {
            assert_eq!(missing(&inputs_of(kind), &Typed::default(), Lang::Zh), Faults::new(), "{kind:?}");
        }
    }

    #[test]
    fn a_refusal_stands_at_the_input_that_the_node_names() {
        let refused = |field: &str| {
            Sending::Refused(Fault::Refused(Box::new(Problem {
                kind: String::new(),
                title: String::new(),
                status: 422,
                detail: "请选择理由".into(),
                code: "no_ground".into(),
                field: Some(field.into()),
                fields: Default::default(),
            })))
        };
        for (kind, field, at) in [
            (Kind::Return, "to", Some("to")),
            (Kind::Annul, "ground", Some("authority")),
            (Kind::TaskOpen, "days", Some(ANSWER_DAYS)),
            (Kind::Return, "heads", None),
        ] {
            let inputs = inputs_of(kind);
            let told = told(&inputs, &refused(field), &Typed::default());
            assert_eq!(first(&inputs, &Typed::default(), &told), at, "{kind:?} {field}");
        }
    }

    #[test]
    fn a_step_that_stands_for_good_says_so_before() {
        let lasting = [
            Kind::Accept,
            Kind::NotAccept,
            Kind::Notify,
            Kind::Grant,
            Kind::Deny,
            Kind::Withdraw,
            Kind::Terminate,
            Kind::Annul,
            Kind::Close,
            Kind::TakeOver,
            Kind::Extend,
            Kind::Lapse,
        ];
        for kind in Kind::ALL {
            let warned = inputs_of(*kind).iter().any(|input| matches!(input, Input::Warning(_)));
            assert_eq!(warned, lasting.contains(kind), "{kind:?}");
        }
        assert!(inputs_of(Kind::Terminate).contains(&Input::Warning(Warning::Final)));
    }
}
