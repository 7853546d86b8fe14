//! The two commands of a filing, each with the id that stands in the draft.

use daiban_shared::api::{CaseCreated, Command, ItemView, StepsWritten};
use daiban_shared::text::{FileUi, FilingUi, Ui, fill};
use yew::prelude::*;

use super::Kept;
use crate::api::{Ask, Fault, new_id};
use crate::app::session::{use_lang, use_session};
use crate::draft::{Act, Stage};
use crate::send::{Sender, Sending};
use crate::ui::notice::words_of;

/// Files for the first time; later presses do nothing, because the draft is no longer open.
pub fn file(draft: &UseReducerHandle<Kept>, sender: &Sender, view: &ItemView, forward: bool) {
    if !matches!(draft.0.stage, Stage::Typing | Stage::Checking) || sender.state.is_frozen() {
        return;
    }
    let request = draft.0.request(&view.fields, &view.item.materials);
    let Ok(body) = serde_json::to_string(&request) else { return };
    draft.dispatch(Act::Send { forward, body: body.clone() });
    open(draft, sender, body);
}

/// Sends the same bytes again.
pub fn repeat(draft: &UseReducerHandle<Kept>, sender: &Sender) {
    if let Stage::Sent { body, .. } = &draft.0.stage {
        open(draft, sender, body.clone());
    }
}

fn open(draft: &UseReducerHandle<Kept>, sender: &Sender, body: String) {
    let ask = Ask { body, ..Ask::command("/cases", &()) };
    let draft = draft.dispatcher();
    sender.send::<CaseCreated>(ask, move |case| draft.dispatch(Act::Filed(case)));
}

/// Goes on where a filing stands: a refusal opens it again, a filed case is handed up, a reloaded page repeats.
#[hook]
pub fn use_go_on(draft: UseReducerHandle<Kept>, sender: Sender, finish: Callback<(String, String)>) {
    let reachable = use_session().reachable;
    let reloaded = use_mut_ref(|| matches!(draft.0.stage, Stage::Sent { .. }));
    // A draft is done once, although the sender is idle again a moment before its page is gone.
    let done = use_mut_ref(String::new);
    let finish = {
        let (done, id) = (done.clone(), draft.0.id.clone());
        finish.reform(move |filed| {
            done.replace(id.clone());
            filed
        })
    };
    let deps = (draft.0.stage.clone(), sender.state.clone(), reachable);
    use_effect_with(deps, move |(stage, state, reachable)| match (stage, state) {
        _ if *done.borrow() == draft.0.id => {}
        // What went out before a reload goes out again, once, by itself.
        (Stage::Sent { .. }, Sending::Idle) if reloaded.replace(false) => repeat(&draft, &sender),
        (Stage::Sent { .. }, Sending::Refused(fault)) => {
            draft.dispatch(Act::Refused);
            // Another tab filed this draft with other content: what stands here is a filing of its own.
            if matches!(fault, Fault::Refused(problem) if problem.code == "same_command_other_content") {
                draft.dispatch(Act::Renew(new_id(), new_id()));
            }
        }
        // The node is back: what waited goes out by itself, with the same ids.
        (Stage::Sent { .. }, Sending::Unknown(_)) if *reachable => repeat(&draft, &sender),
        (Stage::Filed { forward: true, .. }, Sending::Unknown(_)) if *reachable => sender.clear(),
        (Stage::Filed { forward: false, case }, Sending::Idle) => {
            finish.emit((case.id.to_string(), case.number.clone()))
        }
        (Stage::Filed { forward: true, case }, Sending::Idle) => hand_up(&draft, &sender, case, finish.clone()),
        (Stage::Typing | Stage::Checking | Stage::Sent { .. } | Stage::Filed { .. }, _) => {}
    });
}

fn hand_up(draft: &UseReducerHandle<Kept>, sender: &Sender, case: &CaseCreated, finish: Callback<(String, String)>) {
    let command = Command::Forward { to: None, dept: None, opinion: None, words: String::new() };
    let (id, number) = (case.id.to_string(), case.number.clone());
    let ask = Ask::numbered(format!("/cases/{id}/steps"), &draft.0.forward_id, &[], &command);
    sender.send::<StepsWritten>(ask, move |_| finish.emit((id, number)));
}

#[derive(Properties, PartialEq)]
pub struct ForwardingProps {
    pub draft: UseReducerHandle<Kept>,
    pub sender: Sender,
    pub number: String,
    pub on_done: Callback<String>,
}

/// Between the two commands: the case has its number, the hand-over is on its way or was refused.
#[component]
pub fn Forwarding(props: &ForwardingProps) -> Html {
    let lang = use_lang();
    let id = match &props.draft.0.stage {
        Stage::Filed { case, .. } => case.id.to_string(),
        Stage::Typing | Stage::Checking | Stage::Sent { .. } => return Html::default(),
    };
    let on_done = props.on_done.clone();
    let see = html! {
        <button type="button" class="main" onclick={move |_| on_done.emit(id.clone())} data-test="go-on">
            { FileUi::SeeCase.text(lang) }
        </button>
    };
    let again = {
        // Idle again: the effect above sends the same command.
        let sender = props.sender.clone();
        html! { <button type="button" onclick={move |_| sender.clear()} data-test="send-again">{ Ui::Retry.text(lang) }</button> }
    };
    let number = ("number", props.number.as_str());
    match &props.sender.state {
        Sending::Idle | Sending::Busy => html! {
            <p class="loading" role="status">{ fill(FileUi::FiledForwarding.text(lang), &[number]) }</p>
        },
        Sending::Refused(fault) => html! {
            <div class="notice warn" role="alert" data-test="not-forwarded">
                <p>{ fill(FileUi::FiledNotForwarded.text(lang), &[number, ("why", &words_of(fault, lang))]) }</p>
                <p class="buttons">{ again }{ see }</p>
            </div>
        },
        Sending::Unknown(_) => html! {
            <div class="notice warn" role="alert" data-test="unknown">
                <p>{ FilingUi::Waiting.text(lang) }</p>
                <p class="buttons">{ again }{ see }</p>
            </div>
        },
    }
}
