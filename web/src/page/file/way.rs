//! Where somebody is within a filing: the step stands in the address, so that the browser's back button leads to the step before
//! and a reload to the same one.

use std::rc::Rc;

use daiban_shared::form::Field;
use yew::prelude::*;
use yew_router::prelude::*;

use super::Kept;
use super::step::{Step, first_fault};
use crate::app::route::{Begin, Route};
use crate::draft::{Act, Draft, Stage};
use crate::send::Sender;

/// The last look, in the address.
const CHECK: &str = "check";

/// Leads about within a filing.
#[derive(Clone, PartialEq)]
pub struct Way {
    /// To a step.
    pub on_step: Callback<Step>,
    /// To the last look.
    pub on_check: Callback<()>,
    /// To the beginning, without a step before it: the next application.
    pub on_begin: Callback<()>,
}

/// The step to show: the one asked for, but none behind something that is wrong or missing.
pub fn shown(asked: &str, all: &[Step], draft: &Draft, fields: &[Field]) -> usize {
    let asked = match all.iter().position(|step| step.code() == asked) {
        Some(at) => at,
        // From the last look back to typing by another way.
        None if asked == CHECK => all.len() - 1,
        None => 0,
    };
    first_fault(all, draft, fields).map_or(asked, |wrong| wrong.min(asked))
}

/// The ways, and what an address asks for: whoever comes to the last look sees it when nothing is wrong, and who leaves it types
/// again.
#[hook]
pub fn use_way(begin: &Begin, draft: &UseReducerHandle<Kept>, fields: &Rc<Vec<Field>>, sender: &Sender) -> Way {
    let navigator = use_navigator();
    let newest = use_mut_ref(|| draft.clone());
    newest.replace(draft.clone());
    let go = {
        let newest = newest.clone();
        move |step: &'static str, is_new: bool| {
            let Some(navigator) = &navigator else { return };
            let draft = &newest.borrow().0;
            let route = Route::File { code: draft.item.clone() };
            // By its own number: the newest draft may be another one after a reload, and an applicant is taken once.
            let begin = Begin { draft: draft.id.clone(), step: step.to_owned(), ..Begin::default() };
            let _ = if is_new {
                navigator.push_with_query(&route, &begin)
            } else {
                navigator.replace_with_query(&route, &begin)
            };
        }
    };
    {
        let (go, fields, sender) = (go.clone(), fields.clone(), sender.clone());
        let is_first = use_mut_ref(|| true);
        use_effect_with(begin.step.clone(), move |step| {
            let draft = newest.borrow().clone();
            let is_first = is_first.replace(false);
            match (&draft.0.stage, step.as_str()) {
                (Stage::Typing, CHECK) if draft.0.faults(&fields).is_empty() => draft.dispatch(Act::Check),
                // What is wrong is said where it stands.
                (Stage::Typing, CHECK) => go("", false),
                // A draft that was left at the last look.
                (Stage::Checking, step) if is_first && step != CHECK => go(CHECK, false),
                (Stage::Checking, step) if step != CHECK => {
                    sender.clear();
                    draft.dispatch(Act::Change);
                }
                (Stage::Typing | Stage::Checking | Stage::Sent { .. } | Stage::Filed { .. }, _) => {}
            }
        });
    }
    {
        let go = go.clone();
        let known = use_mut_ref(|| draft.0.id.clone());
        use_effect_with(draft.0.id.clone(), move |id| {
            // Another draft on this page: a reload shall find it.
            if known.replace(id.clone()) != *id {
                go("", false);
            }
        });
    }
    let (step, check) = (go.clone(), go.clone());
    Way {
        on_step: Callback::from(move |to: Step| step(to.code(), true)),
        on_check: Callback::from(move |()| check(CHECK, true)),
        on_begin: Callback::from(move |()| go("", false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::form::common_fields;

    #[test]
    fn an_address_leads_to_its_step_but_not_past_what_is_missing() {
        let fields = common_fields();
        let all = [Step::Applicant, Step::Household, Step::Papers];
        let blank = Draft::new("V03", 1, "open".into(), "forward".into());
        assert_eq!(shown("papers", &all, &blank, &fields), 0, "nobody is named yet");
        let typed = [
            ("applicant.name", "张三"),
            ("applicant.id_number", "44142119990101124X"),
            ("applicant.phone", "13800001000"),
        ];
        let whole =
            typed.iter().fold(blank, |draft, (field, text)| draft.after(Act::Type((*field).into(), (*text).into())));
        let at = |asked| shown(asked, &all, &whole, &fields);
        assert_eq!((at("papers"), at("household"), at(""), at("no-such")), (2, 1, 0, 0));
        assert_eq!(at(CHECK), 2);
    }
}
