//! Reading for a page: the last good data stay on the screen when the node cannot be reached.

mod pages;

pub use pages::{Pages, use_pages};

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use daiban_shared::text::Lang;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, Fault, Why};
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

/// What a reading depends on: when any of it changes, it is done again.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    path: String,
    lang: Lang,
    /// Pages of a list.
    pages: u32,
    /// Presses of "again".
    asked: u32,
    /// The node is back, or somebody signed in.
    epoch: u32,
    /// News from the node.
    seq: u64,
    /// Time has passed: what depends on now is read anew.
    beat: u32,
}

impl Wanted {
    /// Who wants it, after `before` was read.
    fn why(&self, before: Option<&Self>) -> Why {
        let by_itself =
            |before: &Self| Self { epoch: self.epoch, seq: self.seq, beat: self.beat, ..before.clone() } == *self;
        if before.is_some_and(by_itself) { Why::Page } else { Why::Person }
    }
}

type Read<T> = fn(Lang, String, u32, Why) -> Pin<Box<dyn Future<Output = Result<T, Fault>>>>;

/// Reads `path` now, when it changes, in another language, when the node is back, and, if `live`, when something changed.
#[hook]
pub fn use_load<T: DeserializeOwned + 'static>(path: String, live: bool) -> Loaded<T> {
    use_reading(path, live, 0, 1, one::<T>)
}

/// The same, and again with every beat, by itself: for what grows late while nobody does anything.
#[hook]
pub fn use_load_on<T: DeserializeOwned + 'static>(path: String, beat: u32) -> Loaded<T> {
    use_reading(path, true, beat, 1, one::<T>)
}

fn one<T: DeserializeOwned + 'static>(
    lang: Lang,
    path: String,
    _pages: u32,
    why: Why,
) -> Pin<Box<dyn Future<Output = Result<T, Fault>>>> {
    Box::pin(async move { api::get::<T>(lang, &path, why).await })
}

#[hook]
fn use_reading<T: 'static>(path: String, live: bool, beat: u32, pages: u32, read: Read<T>) -> Loaded<T> {
    let session = use_session();
    let state = use_reducer(|| State::<T> { path: String::new(), value: None, fault: None, ticket: 0, busy: true });
    let counter = use_mut_ref(|| 0u32);
    let before = use_mut_ref(|| None::<Wanted>);
    let asked = use_state(|| 0u32);
    let seq = if live { session.seq } else { 0 };
    let wanted = Wanted { path, lang: session.lang, pages, asked: *asked, epoch: session.epoch, seq, beat };
    {
        let state = state.dispatcher();
        let session = session.dispatcher();
        use_effect_with(wanted, move |wanted| {
            let ticket = {
                let mut counter = counter.borrow_mut();
                *counter += 1;
                *counter
            };
            let why = wanted.why(before.borrow().as_ref());
            before.replace(Some(wanted.clone()));
            let Wanted { path, lang, pages, .. } = wanted.clone();
            if path.is_empty() {
                return;
            }
            state.dispatch(Step::Begin(ticket, path.clone()));
            spawn_local(async move {
                let result = read(lang, path, pages, why).await;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_pressed_is_read_for_the_page() {
        let first = Wanted { path: "/home".into(), lang: Lang::Zh, pages: 1, asked: 0, epoch: 1, seq: 5, beat: 0 };
        assert_eq!(first.why(None), Why::Person, "the page was opened");
        let table = [
            (Wanted { seq: 6, ..first.clone() }, Why::Page),
            (Wanted { beat: 1, ..first.clone() }, Why::Page),
            (Wanted { epoch: 2, seq: 9, ..first.clone() }, Why::Page),
            (Wanted { path: "/home?desk=all".into(), seq: 6, ..first.clone() }, Why::Person),
            (Wanted { pages: 2, ..first.clone() }, Why::Person),
            (Wanted { asked: 1, seq: 6, ..first.clone() }, Why::Person),
            (Wanted { lang: Lang::En, epoch: 2, ..first.clone() }, Why::Person),
        ];
        for (wanted, why) in table {
            assert_eq!(wanted.why(Some(&first)), why, "{wanted:?}");
        }
    }

    #[test]
    fn an_overtaken_answer_is_dropped_and_a_fault_keeps_the_last_good_one() {
        let empty = State::<u8> { path: String::new(), value: None, fault: None, ticket: 0, busy: true };
        let read = Rc::new(empty).reduce(Step::Begin(1, "/cases?q=a".into())).reduce(Step::End(1, Ok(7)));
        let asked = read.reduce(Step::Begin(2, "/cases?q=b".into())).reduce(Step::Begin(3, "/cases?q=c".into()));
        let late = asked.reduce(Step::End(2, Ok(8)));
        assert_eq!((late.value.as_deref(), late.busy), (Some(&7), true));
        let failed = late.reduce(Step::End(3, Err(Fault::Unreachable)));
        assert_eq!((failed.value.as_deref(), failed.fault.clone()), (Some(&7), Some(Fault::Unreachable)));
        let other = failed.reduce(Step::Begin(4, "/tasks".into()));
        assert_eq!(other.value, None, "another list");
    }
}
