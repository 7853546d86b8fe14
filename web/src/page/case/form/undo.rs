//! Taking back a correction of the form: it has no legal effect, so one press writes what stood before. Only as long as
//! nobody has written over it.

use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::api::{CaseView, StepsWritten};
use daiban_shared::form::Value;
use daiban_shared::id::Hash;
use daiban_shared::text::DossierUi;
use yew::prelude::*;

use super::edits::says;
use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::dom;
use crate::ui::notice::Outcome;

/// A correction that was taken.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Undo {
    /// What stood there; an empty text where nothing did. Empty = fields in conflict were settled, which is not taken back.
    before: BTreeMap<String, Value>,
    after: BTreeMap<String, Value>,
}

impl Undo {
    /// Of what is about to be written over what the page shows.
    pub fn of(case: &CaseView, after: &BTreeMap<String, Value>) -> Self {
        if after.keys().any(|field| case.conflicts.contains_key(field)) {
            return Self::default();
        }
        let nothing = || Value::Text(String::new());
        let before = after.keys().map(|field| (field.clone(), case.form.get(field).cloned().unwrap_or_else(nothing)));
        Self { before: before.collect(), after: after.clone() }
    }

    /// There is something that can be taken back.
    pub fn is_possible(&self) -> bool {
        !self.before.is_empty()
    }

    /// Nobody has written over it.
    fn still_stands(&self, case: &CaseView) -> bool {
        self.after.iter().all(|(field, value)| says(case, field) == [value.clone()])
    }
}

/// The id of the notice.
const NOTICE: &str = "form-saved";

#[derive(Properties, PartialEq)]
pub struct UndoNoticeProps {
    pub case: Rc<CaseView>,
    pub change: Undo,
    pub on_written: Callback<Vec<Hash>>,
}

/// Says that the form was changed, with a button that takes it back.
#[component]
pub fn UndoNotice(props: &UndoNoticeProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let key = use_memo(props.change.clone(), |_| new_id());
    let stands = props.change.is_possible() && props.change.still_stands(&props.case);
    // The page has not read yet what was written.
    let was_seen = use_mut_ref(|| false);
    *was_seen.borrow_mut() |= stands;
    let is_seen = *was_seen.borrow();
    use_effect_with(is_seen, |is_seen| {
        if *is_seen {
            dom::focus(NOTICE);
        }
    });
    if !is_seen {
        return Html::default();
    }
    let send = {
        let (sender, on_written) = (sender.clone(), props.on_written.clone());
        let (case, before) = (props.case.clone(), props.change.before.clone());
        Callback::from(move |()| {
            let ask = sender.unanswered().unwrap_or_else(|| {
                Ask::patch(format!("/cases/{}/form", case.id), &before, Some((*key).clone())).seen(&case.heads)
            });
            let on_written = on_written.clone();
            sender.send::<StepsWritten>(ask, move |answer| on_written.emit(answer.steps));
        })
    };
    html! {
        <div id={NOTICE} tabindex="-1" class="notice good" role="status" data-test="form-saved">
            <p>{ if stands { DossierUi::FormSaved } else { DossierUi::UndoTooLate }.text(lang) }</p>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            if stands {
                <SendButton second={true} text={DossierUi::UndoForm.text(lang)} busy={sender.state.is_busy()} onclick={send} test="undo-form" />
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::case::sample;

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn a_change_can_be_taken_back_until_somebody_writes_over_it() {
        let mut case = CaseView { form: BTreeMap::from([("phone".into(), text("1"))]), ..sample::case() };
        let after = BTreeMap::from([("phone".to_owned(), text("2")), ("address".to_owned(), text("x"))]);
        let undo = Undo::of(&case, &after);
        assert_eq!(undo.before, BTreeMap::from([("address".to_owned(), text("")), ("phone".to_owned(), text("1"))]));
        assert!(undo.is_possible() && !undo.still_stands(&case), "it is not written yet");
        case.form = after;
        assert!(undo.still_stands(&case));
        case.form.insert("phone".into(), text("3"));
        assert!(!undo.still_stands(&case));
    }

    #[test]
    fn picking_one_of_several_values_is_not_taken_back() {
        let case =
            CaseView { conflicts: BTreeMap::from([("phone".into(), vec![sample::candidate()])]), ..sample::case() };
        assert!(!Undo::of(&case, &BTreeMap::from([("phone".to_owned(), text("2"))])).is_possible());
    }
}
