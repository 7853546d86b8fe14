//! Taking back that a case was given to a colleague.

use std::rc::Rc;

use daiban_shared::api::{CaseView, HolderView, StepsWritten};
use daiban_shared::id::Hash;
use daiban_shared::text::DossierUi;
use yew::prelude::*;

use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::page::handing;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::notice::Outcome;

#[derive(Properties, PartialEq)]
pub struct UndoHandingProps {
    pub case: Rc<CaseView>,
    /// Who had the case before.
    pub before: HolderView,
    pub on_written: Callback<Vec<Hash>>,
}

/// A button that gives the case back to the desk and the person who had it.
#[component]
pub fn UndoHanding(props: &UndoHandingProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let id = use_memo(props.before.clone(), |_| new_id());
    let send = {
        let (sender, on_written) = (sender.clone(), props.on_written.clone());
        let (case, before) = (props.case.clone(), props.before.clone());
        Callback::from(move |()| {
            let ask = sender.unanswered().unwrap_or_else(|| {
                Ask::numbered(format!("/cases/{}/steps", case.id), &id, &case.heads, &handing::back(&before))
            });
            let on_written = on_written.clone();
            sender.send::<StepsWritten>(ask, move |answer| on_written.emit(answer.steps));
        })
    };
    html! {
        <>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <SendButton second={true} text={DossierUi::UndoHanding.text(lang)} busy={sender.state.is_busy()} onclick={send}
                test="undo-assign" />
        </>
    }
}
