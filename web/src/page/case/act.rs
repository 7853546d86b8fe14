//! What may be done with a case now: a button a step, its form beneath, and in words why other steps are not possible.
//!
//! The node says what is allowed; this file only asks for what a step needs.

mod body;
mod draft;
mod draw;
mod find;
mod heard;
mod inputs;
mod missing;
mod panel;

pub use inputs::code;

use std::rc::Rc;

use daiban_shared::api::{ActionView, CaseView, DutyKind};
use daiban_shared::id::Hash;
use daiban_shared::kind::Kind;
use daiban_shared::text::{ActUi, CaseUi, DossierUi, Lang, fill};
use yew::prelude::*;

use super::timeline::code_of;
use crate::app::session::use_session;
use crate::ui::dom;

#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    pub case: Rc<CaseView>,
    pub on_written: Callback<Vec<Hash>>,
}

/// The id of the heading: it takes the focus when a button has gone.
const HEAD: &str = "case-actions";

/// The id of the button that opens a step's form.
fn opener(kind: Kind) -> String {
    format!("act-open-{}", code_of(kind))
}

/// Buttons, what was begun before, the open form, the refusals.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let session = use_session();
    let (lang, user) = (session.lang, session.me().map(|me| me.user));
    let open = use_state(|| None::<Kind>);
    let case = &props.case;
    // Written by the machine itself, or offered elsewhere on the page.
    let offered = |action: &&ActionView| {
        !matches!(action.kind, Kind::Taken | Kind::Join | Kind::Open | Kind::FormChange | Kind::Unknown)
    };
    let (may, may_not): (Vec<&ActionView>, Vec<&ActionView>) =
        case.actions.iter().filter(offered).partition(|action| action.allowed);
    let close = {
        let open = open.clone();
        Callback::from(move |()| {
            // The button stands while the form goes, so the focus is never lost in between.
            if !(*open).is_some_and(|kind| dom::focus(&opener(kind))) {
                dom::focus(HEAD);
            }
            open.set(None);
        })
    };
    let unfinished = draft::unfinished(user, case.id).into_iter().filter(|kind| *open != Some(*kind));
    let unfinished = unfinished.map(|kind| {
        let open = open.clone();
        let onclick = Callback::from(move |_: MouseEvent| open.set(Some(kind)));
        html! {
            <button key={format!("unfinished-{}", code_of(kind))} type="button" {onclick}
                data-test={format!("unfinished-{}", code_of(kind))}>
                { fill(DossierUi::Unfinished.text(lang), &[("step", verb(kind, lang))]) }
            </button>
        }
    });
    let unfinished: Vec<Html> = unfinished.collect();
    let usual = usual(case, &may);
    let buttons = may.iter().map(|action| {
        let (open, kind) = (open.clone(), action.kind);
        let current = *open == Some(kind);
        let onclick = Callback::from(move |_: MouseEvent| open.set(Some(kind).filter(|_| !current)));
        html! {
            <button key={code_of(kind)} type="button" id={opener(kind)} class={classes!(current.then_some("current"), (usual == Some(kind)).then_some("main"))} aria-expanded={current.to_string()}
                {onclick} data-test={format!("act-{}", code_of(kind))}>
                { verb(kind, lang) }
            </button>
        }
    });
    // An open form stays when its step is not possible any more: what was typed must not vanish.
    let chosen = (*open).map(|kind| {
        let known = case.actions.iter().find(|action| action.kind == kind).cloned();
        known.unwrap_or(ActionView { kind, allowed: false, why: None, code: None, targets: Vec::new(), heard: None })
    });
    html! {
        <section class="actions" data-test="actions">
            <h2 id={HEAD} tabindex="-1">{ CaseUi::Actions.text(lang) }</h2>
            if !unfinished.is_empty() { <div class="notice warn unfinished"><p class="buttons">{ unfinished }</p></div> }
            if may.is_empty() { <p class="faint">{ CaseUi::ActionsNone.text(lang) }</p> }
            <p class="buttons">{ for buttons }</p>
            if let Some(action) = chosen {
                <panel::Panel key={code_of(action.kind)} case={case.clone()} action={action.clone()} on_close={close}
                    on_written={props.on_written.clone()} />
            }
            { refusals(&may_not, lang) }
        </section>
    }
}

/// The step that takes the case on: what somebody waits for comes before what the flow does next.
fn usual(case: &CaseView, may: &[&ActionView]) -> Option<Kind> {
    let to_deliver = case.duties.iter().any(|duty| duty.here && duty.code == DutyKind::OutcomeToDeliver);
    let deliver = to_deliver.then_some(Kind::Deliver);
    let order =
        [Some(Kind::Withdraw), deliver, Some(Kind::Accept), Some(Kind::Grant), Some(Kind::Forward), Some(Kind::Close)];
    order.into_iter().flatten().find(|kind| may.iter().any(|action| action.kind == *kind))
}

fn refusals(actions: &[&ActionView], lang: Lang) -> Html {
    if actions.is_empty() {
        return Html::default();
    }
    let rows = actions.iter().map(|action| {
        html! {
            <li data-test="refused" data-kind={code_of(action.kind)} data-code={action.code.clone()}>
                <strong>{ verb(action.kind, lang) }</strong>{ lang.pick("：", ": ") }
                { action.why.clone().unwrap_or_else(|| CaseUi::Refused.text(lang).to_owned()) }
            </li>
        }
    });
    html! {
        <details data-test="refusals">
            <summary>{ CaseUi::RefusedShow.text(lang) }</summary><ul>{ for rows }</ul>
        </details>
    }
}

/// A step as something one does.
pub fn verb(kind: Kind, lang: Lang) -> &'static str {
    let text = match kind {
        Kind::Forward => ActUi::Forward,
        Kind::Return => ActUi::Return,
        Kind::Assign => ActUi::Assign,
        Kind::TakeOver => ActUi::TakeOver,
        Kind::Notify => ActUi::Notify,
        Kind::Accept => ActUi::Accept,
        Kind::NotAccept => ActUi::NotAccept,
        Kind::TaskOpen => ActUi::TaskOpen,
        Kind::TaskEnd => ActUi::TaskEnd,
        Kind::Grant => ActUi::Grant,
        Kind::Deny => ActUi::Deny,
        Kind::Withdraw => ActUi::Withdraw,
        Kind::Terminate => ActUi::Terminate,
        Kind::Close => ActUi::Close,
        Kind::Annul => ActUi::Annul,
        Kind::Supplement => ActUi::Supplement,
        Kind::WithdrawAsked => ActUi::WithdrawAsked,
        Kind::Answer => ActUi::Answer,
        Kind::Deliver => ActUi::Deliver,
        Kind::Note => ActUi::Note,
        Kind::FormChange => ActUi::FormChange,
        Kind::Extend => ActUi::Extend,
        Kind::Lapse => ActUi::Lapse,
        Kind::Urge => ActUi::Urge,
        Kind::TimeSet => ActUi::TimeSet,
        Kind::Green => ActUi::Green,
        Kind::Open
        | Kind::Taken
        | Kind::Join
        | Kind::Site
        | Kind::Node
        | Kind::Cut
        | Kind::Right
        | Kind::Item
        | Kind::Calendar
        | Kind::Rule
        | Kind::Scheme
        | Kind::SheetFix
        | Kind::SheetAppeal
        | Kind::SheetRuling
        | Kind::InspectionOpen
        | Kind::InspectionAnswer
        | Kind::InspectionRuling
        | Kind::Root
        | Kind::Witness
        | Kind::Clock
        | Kind::NodeAsked
        | Kind::RightAsked
        | Kind::CardServe
        | Kind::CardAnswer
        | Kind::CardAppeal
        | Kind::CardRuling
        | Kind::Unknown => ActUi::Other,
    };
    text.text(lang)
}
