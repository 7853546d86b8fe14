//! Reading for a page: the last good data stay on the screen when the node cannot be reached.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, Fault};
use crate::app::session::{Event, use_session};

/// What a page has of the thing it shows.
pub struct Loaded<T> {
    /// The last good answer.
    pub value: Option<Rc<T>>,
    /// Why the newest request has no answer.
    pub fault: Option<Fault>,
    /// A request is under way.
    pub busy: bool,
    /// Reads again.
    pub again: Callback<()>,
}

struct State<T> {
    path: String,
    value: Option<Rc<T>>,
    fault: Option<Fault>,
    ticket: u32,
    busy: bool,
}

enum Step<T> {
    Begin(u32, String),
    End(u32, Result<T, Fault>),
}

impl<T> Reducible for State<T> {
    type Action = Step<T>;

    fn reduce(self: Rc<Self>, step: Step<T>) -> Rc<Self> {
        let value = self.value.clone();
        match step {
            Step::Begin(ticket, path) => {
                // Another thing's data would be wrong, another filter of the same list is only old.
                let same = path.split('?').next() == self.path.split('?').next();
                Rc::new(Self { value: value.filter(|_| same), path, fault: self.fault.clone(), ticket, busy: true })
            }
            // An answer that was overtaken by a newer request is dropped.
            Step::End(ticket, _) if ticket != self.ticket => self,
            Step::End(ticket, result) => {
                let (value, fault) = match result {
                    Ok(value) => (Some(Rc::new(value)), None),
                    Err(fault) => (value, Some(fault)),
                };
                Rc::new(Self { path: self.path.clone(), value, fault, ticket, busy: false })
            }
        }
    }
}

/// Reads `path` now, when it changes, in another language, when the node is back, and, if `live`, when something changed.
#[hook]
pub fn use_load<T: DeserializeOwned + 'static>(path: String, live: bool) -> Loaded<T> {
    let session = use_session();
    let state = use_reducer(|| State::<T> { path: String::new(), value: None, fault: None, ticket: 0, busy: true });
    let counter = use_mut_ref(|| 0u32);
    let asked = use_state(|| 0u32);
    let seq = if live { session.seq } else { 0 };
    let wanted = (path, session.lang, session.epoch, seq, *asked);
    {
        let state = state.dispatcher();
        let session = session.dispatcher();
        use_effect_with(wanted, move |(path, lang, ..)| {
            let ticket = {
                let mut counter = counter.borrow_mut();
                *counter += 1;
                *counter
            };
            let (path, lang) = (path.clone(), *lang);
            if path.is_empty() {
                return;
            }
            state.dispatch(Step::Begin(ticket, path.clone()));
            spawn_local(async move {
                let result = api::get::<T>(lang, &path).await;
                match &result {
                    Err(Fault::SignedOut) => session.dispatch(Event::Ended),
                    Err(Fault::Unreachable) => session.dispatch(Event::Reached(false)),
                    Ok(_) | Err(Fault::Refused(_) | Fault::Strange(_)) => session.dispatch(Event::Reached(true)),
                }
                state.dispatch(Step::End(ticket, result));
            });
        });
    }
    let again = Callback::from(move |()| asked.set(*asked + 1));
    Loaded { value: state.value.clone(), fault: state.fault.clone(), busy: state.busy, again }
}
