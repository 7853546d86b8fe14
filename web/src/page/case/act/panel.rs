//! The form of one step: its inputs, a warning where it cannot be undone, and one button that sends it once.
//!
//! It stays open with what was typed until somebody closes it, also when the case has moved on meanwhile.

use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::api::{ActionView, CaseView, ColleagueView, Page, SiteView, StepsWritten};
use daiban_shared::id::Hash;
use daiban_shared::kind::Kind;
use daiban_shared::text::{ActUi, CaseUi, Lang, Ui, fill};
use yew::prelude::*;

use super::body::{faults, request};
use super::draft::{self, DraftOf};
use super::inputs::{self, Basis, Input};
use super::missing::{Faults, first, missing, told};
use super::{draw, heard, verb};
use crate::api::Ask;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::case::timeline::code_of;
use crate::send::{Sender, Sending, use_command_id, use_sender};
use crate::ui::button::SendButton;
use crate::ui::keys::{is_finish, use_keys};
use crate::ui::notice::Outcome;
use crate::ui::typed::Typed;
use crate::ui::{dom, words};

/// The id of what the node answered.
const OUTCOME: &str = "act-outcome";

#[derive(Properties, PartialEq)]
pub struct PanelProps {
    pub case: Rc<CaseView>,
    pub action: ActionView,
    pub on_close: Callback<()>,
    pub on_written: Callback<Vec<Hash>>,
}

/// The form of one step.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let sender = use_sender();
    let kind = props.action.kind;
    let draft_of = DraftOf { user: session.me().map(|me| me.user), case: props.case.id, kind };
    let kept = use_memo((), |()| draft::find(&draft_of));
    let id = use_command_id(kept.as_ref().as_ref().map(|kept| kept.id.clone()), &sender);
    let typed = use_reducer(|| {
        Typed(kept.as_ref().as_ref().map_or_else(|| begun(kind, &props.case), |kept| kept.typed.clone()))
    });
    // The heads that the screen showed when the form was opened: the node refuses a step taken on a stale screen.
    let heads = use_state(|| props.case.heads.clone());
    let (action, refused) = use_last_allowed(&props.action, lang);
    let (sites, colleagues) = use_choices(kind);
    let basis = Basis { case: &props.case, action: &action, sites: &sites, colleagues: &colleagues, lang };
    let inputs = inputs::of(&basis);
    let wrong = faults(&inputs, &typed, lang);
    let lacking = missing(&inputs, &typed, lang);
    let blocked = refused.is_some() || !wrong.is_empty();
    use_effect_with((), |()| {
        dom::focus("act-panel");
    });
    let begun = begun(kind, &props.case);
    use_effect_with(((*typed).clone(), id.clone()), move |(typed, id)| draft::keep(&draft_of, id, &typed.0, &begun));
    let ask = (!blocked && lacking.is_empty())
        .then(|| Ask::command(format!("/cases/{}/steps", props.case.id), &request(&id, &heads, kind, &inputs, &typed)));
    let (faults, pressed) = use_faults(&inputs, &typed, &sender, wrong, lacking);
    let send = sends(props, &sender, ask, draft_of).reform(move |()| pressed.emit(()));
    let is_busy = sender.state.is_busy();
    let cancel = props.on_close.reform(move |()| draft::drop(&draft_of));
    use_panel_keys(send.clone(), if is_busy { Callback::noop() } else { props.on_close.clone() });
    let looked = {
        let (heads, newest, sender) = (heads.clone(), props.case.heads.clone(), sender.clone());
        Callback::from(move |_: MouseEvent| {
            heads.set(newest.clone());
            sender.clear();
        })
    };
    let stale = *heads != props.case.heads;
    html! {
        <section class="panel" id="act-panel" tabindex="-1" aria-label={verb(kind, lang)}
            data-test={format!("panel-{}", code_of(kind))}>
            <h3>{ verb(kind, lang) }</h3>
            if kept.is_some() { <p class="hint" data-test="panel-draft">{ CaseUi::DraftBack.text(lang) }</p> }
            if let Some(heard) = &action.heard { { heard::draw(heard, lang) } }
            <fieldset class="bare" disabled={sender.state.is_frozen()}>
                { for inputs.iter().map(|input| html! {
                    <key={input.name()}>{ draw::input(input, &typed, &faults, &props.case, lang) }</>
                }) }
            </fieldset>
            if let Some(why) = refused.filter(|_| !sender.state.is_busy()) {
                <p class="notice warn" role="status" data-test="action-gone">
                    { fill(CaseUi::ActionGone.text(lang), &[("step", verb(kind, lang)), ("why", &why)]) }
                </p>
            }
            if stale && !sender.state.is_busy() { { look_again(looked, lang) } }
            <div id={OUTCOME} tabindex="-1"><Outcome sender={sender.clone()} on_again={send.clone()} /></div>
            <p class="buttons">
                <SendButton text={words::pair(Ui::Confirm.text(lang), &format!("{} (F9)", verb(kind, lang)), lang)}
                    busy={sender.state.is_busy()} off={sender.state.is_frozen() || blocked} onclick={send} test="act-send" />
                // What is on its way cannot be called back.
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} off={is_busy} onclick={cancel} test="act-cancel" />
            </p>
        </section>
    }
}

/// What stands in a form before anything is typed: a case that is given to a colleague stays at its desk.
fn begun(kind: Kind, case: &CaseView) -> BTreeMap<String, String> {
    let desk = case.holder.department.as_ref().filter(|_| kind == Kind::Assign);
    desk.map(|desk| ("dept".to_owned(), desk.id.0.to_string())).into_iter().collect()
}

/// What to say at which input, and what a press does before anything is sent: what is lacking is said from then on. The focus
/// goes to the first input with a fault, or to the refusal.
#[hook]
fn use_faults(
    inputs: &[Input],
    typed: &Typed,
    sender: &Sender,
    wrong: Faults,
    lacking: Faults,
) -> (Faults, Callback<()>) {
    let presses = use_state(|| 0_u32);
    // What the node said of an input is true of what was sent, not of what was typed since.
    let sent = use_mut_ref(Typed::default);
    let mut faults = if *sent.borrow() == *typed { told(inputs, &sender.state, typed) } else { Faults::new() };
    if *presses > 0 {
        faults.extend(lacking);
    }
    faults.extend(wrong);
    let at = first(inputs, typed, &faults);
    // What is said as an answer, also that there was none.
    let is_told = matches!(sender.state, Sending::Refused(_) | Sending::Unknown(_));
    use_effect_with((*presses, is_told), move |(presses, is_told)| {
        let has_focus = *presses > 0 && at.is_some_and(|name| dom::focus(&draw::id(name)));
        if *is_told && !has_focus {
            dom::focus(OUTCOME);
        }
    });
    let pressed = {
        let typed = typed.clone();
        Callback::from(move |()| {
            sent.replace(typed.clone());
            presses.set(*presses + 1);
        })
    };
    (faults, pressed)
}

/// Sends once; what went out without an answer goes out again as it was. None = it must not be sent now.
fn sends(props: &PanelProps, sender: &Sender, ask: Option<Ask>, draft_of: DraftOf) -> Callback<()> {
    let (sender, close, on_written) = (sender.clone(), props.on_close.clone(), props.on_written.clone());
    Callback::from(move |()| {
        let Some(ask) = sender.unanswered().or_else(|| ask.clone()) else { return };
        let (close, on_written) = (close.clone(), on_written.clone());
        sender.send::<StepsWritten>(ask, move |answer| {
            draft::drop(&draft_of);
            on_written.emit(answer.steps);
            close.emit(());
        });
    })
}

fn look_again(looked: Callback<MouseEvent>, lang: Lang) -> Html {
    html! {
        <div class="notice warn" role="status" data-test="look-again">
            <p>{ CaseUi::LookAgain.text(lang) }</p>
            <button type="button" onclick={looked} data-test="looked">{ ActUi::Looked.text(lang) }</button>
        </div>
    }
}

/// The action as it was when it was last allowed, so that lists keep what was chosen; and why it is not allowed now.
#[hook]
fn use_last_allowed(action: &ActionView, lang: Lang) -> (ActionView, Option<String>) {
    let last = use_mut_ref(|| action.clone());
    if action.allowed {
        last.replace(action.clone());
        return (action.clone(), None);
    }
    let why = action.why.clone().unwrap_or_else(|| CaseUi::Refused.text(lang).to_owned());
    let last = last.borrow().clone();
    (last, Some(why))
}

/// What lists are made from beside the case: places, and for a reassignment and an answer the people of this one.
#[hook]
fn use_choices(kind: Kind) -> (Vec<SiteView>, Vec<ColleagueView>) {
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let path = if matches!(kind, Kind::Assign | Kind::Answer) { "/colleagues" } else { "" };
    let colleagues = use_load::<Vec<ColleagueView>>(path.to_owned(), false);
    let sites = sites.value.map(|page| page.items.clone()).unwrap_or_default();
    (sites, colleagues.value.map(|list| (*list).clone()).unwrap_or_default())
}

/// F9 or Ctrl+Enter sends, Escape closes.
#[hook]
fn use_panel_keys(send: Callback<()>, close: Callback<()>) {
    use_keys(Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if !event.is_composing() => close.emit(()),
        _ if is_finish(&event) && !event.repeat() => send.emit(()),
        _ => {}
    }));
}
