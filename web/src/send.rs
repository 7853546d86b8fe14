//! Sending a command from a page: one at a time, and with the same id until the node has answered.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, Ask, Fault, new_id};
use crate::app::session::{Event, use_session};

/// How a command stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Sending {
    /// Nothing was sent, or the last was taken.
    Idle,
    /// On its way: buttons are off.
    Busy,
    /// Refused, with the reason; it was not taken.
    Refused(Fault),
    /// The node did not answer: it may have been taken, so only the same command may be sent again.
    Unknown(Rc<Ask>),
}

impl Sending {
    /// Nothing else may be sent now.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy)
    }

    /// What the person typed must stay as it is.
    pub fn is_frozen(&self) -> bool {
        matches!(self, Self::Busy | Self::Unknown(_))
    }

    /// What the node says about one field.
    pub fn field(&self, name: &str) -> Option<String> {
        match self {
            Self::Refused(Fault::Refused(problem)) => problem
                .fields
                .get(name)
                .cloned()
                .or_else(|| (problem.field.as_deref() == Some(name)).then(|| problem.detail.clone())),
            Self::Idle | Self::Busy | Self::Refused(_) | Self::Unknown(_) => None,
        }
    }
}

/// Sends commands for one form.
#[derive(Clone, PartialEq)]
pub struct Sender {
    /// How the last command stands.
    pub state: Sending,
    set: UseStateSetter<Sending>,
    under_way: Rc<std::cell::Cell<bool>>,
    session: UseReducerDispatcher<crate::app::session::Session>,
    lang: daiban_shared::text::Lang,
}

impl Sender {
    /// Sends; `done` gets the answer. Ignored while another is on its way, so that a double click sends once.
    pub fn send<T: DeserializeOwned + 'static>(&self, ask: Ask, done: impl FnOnce(T) + 'static) {
        self.send_text(ask, move |text| match serde_json::from_str::<T>(&text) {
            Ok(value) => {
                done(value);
                Ok(())
            }
            Err(_) => Err(Fault::Strange(200)),
        });
    }

    /// Sends something whose answer does not matter.
    pub fn send_blind(&self, ask: Ask, done: impl FnOnce() + 'static) {
        self.send_text(ask, move |_| {
            done();
            Ok(())
        });
    }

    /// The command that the node has not answered: nothing but it may be sent until it has.
    pub fn unanswered(&self) -> Option<Ask> {
        match &self.state {
            Sending::Unknown(ask) => Some((**ask).clone()),
            Sending::Idle | Sending::Busy | Sending::Refused(_) => None,
        }
    }

    /// Forgets a refusal.
    pub fn clear(&self) {
        if !self.under_way.get() {
            self.set.set(Sending::Idle);
        }
    }

    fn send_text(&self, ask: Ask, done: impl FnOnce(String) -> Result<(), Fault> + 'static) {
        if self.under_way.replace(true) {
            return;
        }
        self.set.set(Sending::Busy);
        let sender = self.clone();
        spawn_local(async move {
            let result = api::send(sender.lang, &ask).await;
            sender.under_way.set(false);
            let reached = !matches!(result, Err(Fault::Unreachable));
            sender.session.dispatch(Event::Reached(reached));
            match result {
                Ok(text) => match done(text) {
                    Ok(()) => sender.set.set(Sending::Idle),
                    Err(fault) => sender.set.set(Sending::Refused(fault)),
                },
                Err(Fault::Unreachable) => sender.set.set(Sending::Unknown(Rc::new(ask))),
                Err(fault) => {
                    if fault == Fault::SignedOut {
                        sender.session.dispatch(Event::Ended);
                    }
                    sender.set.set(Sending::Refused(fault));
                }
            }
        });
    }
}

/// A sender for one form.
#[hook]
pub fn use_sender() -> Sender {
    let session = use_session();
    let state = use_state(|| Sending::Idle);
    let under_way = use_memo((), |()| std::cell::Cell::new(false));
    Sender {
        state: (*state).clone(),
        set: state.setter(),
        under_way,
        session: session.dispatcher(),
        lang: session.lang,
    }
}

/// The command's id, the same over a closed tab: a step that was taken without an answer is not taken twice. Only when
/// the node says that it was used with other content, what stands here is a step of its own.
#[hook]
pub fn use_command_id(kept: Option<String>, sender: &Sender) -> String {
    let id = use_state(|| kept.unwrap_or_else(new_id));
    let used = match &sender.state {
        Sending::Refused(Fault::Refused(problem)) => problem.code == "same_command_other_content",
        Sending::Refused(_) | Sending::Idle | Sending::Busy | Sending::Unknown(_) => false,
    };
    {
        let id = id.clone();
        use_effect_with(used, move |used| {
            if *used {
                id.set(new_id());
            }
        });
    }
    (*id).clone()
}
