//! What a person likes on the pages: columns, saved filters, favourites. The node keeps it with the account, so that it is
//! there at another computer too. While the node is away a change counts on this page and is sent when it is back.
//!
//! Knows keys and JSON, not what the values mean.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::text::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, Ask, Fault, Why};
use crate::app::session::{Event, use_session};
use crate::ui::dom;

/// Somebody who ticks five columns changes one thing.
const SEND_AFTER_MS: u32 = 300;

/// The preferences of the person who is signed in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prefs {
    values: BTreeMap<String, Rc<Value>>,
    /// Changed here and not yet at the node, with the number of the change.
    unsent: BTreeMap<String, u32>,
    changes: u32,
    is_read: bool,
}

/// What happens to preferences.
#[derive(Debug)]
pub enum Change {
    /// The node says what it keeps.
    Read(BTreeMap<String, Value>),
    /// The person likes something else.
    Set(String, Value),
    /// The node has taken the change of this number, or will never take it.
    Sent(String, u32),
}

impl Prefs {
    /// The preferences after a change.
    fn after(&self, change: Change) -> Self {
        let mut next = self.clone();
        match change {
            Change::Read(kept) => {
                // What was changed here meanwhile is newer than what the node says.
                let own = next.values.into_iter().filter(|(key, _)| next.unsent.contains_key(key));
                let own: BTreeMap<String, Rc<Value>> = own.collect();
                next.values = kept.into_iter().map(|(key, value)| (key, Rc::new(value))).chain(own).collect();
                next.is_read = true;
            }
            Change::Set(key, value) => {
                next.changes += 1;
                next.unsent.insert(key.clone(), next.changes);
                next.values.insert(key, Rc::new(value));
            }
            Change::Sent(key, number) => {
                // It may have been changed again while it was on its way.
                if next.unsent.get(&key) == Some(&number) {
                    next.unsent.remove(&key);
                }
            }
        }
        next
    }

    /// What must be sent, with the number of each change; a value that is nothing is forgotten.
    fn to_send(&self) -> Vec<(String, u32, Ask)> {
        let ask = |key: &String| {
            let path = format!("/preferences/{key}");
            match self.values.get(key).map(Rc::as_ref) {
                None | Some(Value::Null) => Ask::delete(path),
                Some(value) => Ask::put(path, value),
            }
        };
        self.unsent.iter().map(|(key, number)| (key.clone(), *number, ask(key))).collect()
    }
}

impl Reducible for Prefs {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        Rc::new(self.after(change))
    }
}

/// The preferences with the means to change them.
type Handle = UseReducerHandle<Prefs>;

#[derive(Properties, PartialEq)]
pub struct PrefsOfProps {
    pub children: Html,
}

/// Stands around the pages of one person, and must be made anew for another.
#[component]
pub fn PrefsOf(props: &PrefsOfProps) -> Html {
    let session = use_session();
    let prefs = use_reducer(Prefs::default);
    let newest = use_mut_ref(|| prefs.clone());
    newest.replace(prefs.clone());
    let sending = use_mut_ref(|| false);
    let may_ask = session.reachable && !session.has_ended();
    let (lang, epoch) = (session.lang, session.epoch);
    {
        let (prefs, session) = (prefs.dispatcher(), session.dispatcher());
        use_effect_with((may_ask, epoch), move |(may_ask, _)| {
            if *may_ask {
                spawn_local(async move {
                    match api::get(lang, "/preferences", Why::Page).await {
                        Ok(kept) => prefs.dispatch(Change::Read(kept)),
                        Err(fault) => tell(&fault, &session),
                    }
                });
            }
        });
    }
    {
        let session = session.dispatcher();
        use_effect_with((prefs.changes, may_ask, epoch), move |(changes, may_ask, _)| {
            // One sender at a time: an older value must not arrive after a newer one.
            if *may_ask && *changes > 0 && !sending.replace(true) {
                spawn_local(async move {
                    let sent = send_all(lang, &newest).await;
                    sending.replace(false);
                    if let Err(fault) = sent {
                        tell(&fault, &session);
                    }
                });
            }
        });
    }
    html! { <ContextProvider<Handle> context={prefs}>{ props.children.clone() }</ContextProvider<Handle>> }
}

/// Sends until nothing is left, also what is changed while it sends.
async fn send_all(lang: Lang, newest: &RefCell<Handle>) -> Result<(), Fault> {
    dom::sleep(SEND_AFTER_MS).await;
    loop {
        let first = newest.borrow().to_send().into_iter().next();
        let Some((key, number, ask)) = first else { return Ok(()) };
        match api::send(lang, &ask).await {
            // What the node refuses once it refuses always; it stays as it is on this page.
            Ok(_) | Err(Fault::Refused(_) | Fault::Strange(_)) => {
                newest.borrow().dispatch(Change::Sent(key, number));
            }
            Err(fault) => return Err(fault),
        }
        // The page is drawn meanwhile, and with it what is left to send.
        dom::sleep(0).await;
    }
}

fn tell(fault: &Fault, session: &UseReducerDispatcher<crate::app::session::Session>) {
    match fault {
        Fault::SignedOut => session.dispatch(Event::Ended),
        Fault::Unreachable => session.dispatch(Event::Reached(false)),
        Fault::Refused(_) | Fault::Strange(_) => {}
    }
}

/// One preference and the means to change it. Until the node has answered, and where it keeps nothing that can be read, it
/// is the default; a value that serialises to nothing (`None`) is forgotten.
#[hook]
pub fn use_pref<T>(key: &str) -> (Rc<T>, Callback<T>)
where
    T: Default + Serialize + DeserializeOwned + 'static,
{
    let prefs = use_context::<Handle>().expect("every page stands inside the preferences");
    let kept = prefs.values.get(key).cloned();
    let value = use_memo(kept, |kept| kept.as_ref().and_then(|kept| read(kept)).unwrap_or_default());
    let set = use_callback(key.to_owned(), {
        let prefs = prefs.dispatcher();
        move |value: T, key| {
            if let Ok(value) = serde_json::to_value(value) {
                prefs.dispatch(Change::Set(key.clone(), value));
            }
        }
    });
    (value, set)
}

/// Whether the node has said what it keeps: before, a default may only be a default for want of an answer.
#[hook]
pub fn use_prefs_read() -> bool {
    use_context::<Handle>().expect("every page stands inside the preferences").is_read
}

/// A value of an earlier build that no longer fits counts as none.
fn read<T: DeserializeOwned>(kept: &Value) -> Option<T> {
    T::deserialize(kept).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Verb;
    use serde_json::json;

    fn kept(pairs: &[(&str, Value)]) -> Change {
        Change::Read(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    }

    fn set(key: &str, value: Value) -> Change {
        Change::Set(key.to_owned(), value)
    }

    fn shown(prefs: &Prefs, key: &str) -> Option<Value> {
        prefs.values.get(key).map(|value| (**value).clone())
    }

    #[test]
    fn what_was_changed_before_the_node_answered_is_not_overwritten() {
        let prefs = Prefs::default().after(set("columns", json!(["due"])));
        assert!(!prefs.is_read);
        let read = prefs.after(kept(&[("columns", json!(["item"])), ("favourites", json!(["V01"]))]));
        assert_eq!(shown(&read, "columns"), Some(json!(["due"])));
        assert_eq!(shown(&read, "favourites"), Some(json!(["V01"])));
        assert!(read.is_read);
    }

    #[test]
    fn what_another_computer_forgot_is_gone_here_too() {
        let prefs = Prefs::default().after(kept(&[("columns", json!(1)), ("favourites", json!(2))]));
        let again = prefs.after(kept(&[("favourites", json!(2))]));
        assert_eq!((shown(&again, "columns"), shown(&again, "favourites")), (None, Some(json!(2))));
    }

    #[test]
    fn a_change_waits_until_the_node_has_taken_it() {
        let once = Prefs::default().after(set("columns", json!(1)));
        let [(key, number, ask)] = &once.to_send()[..] else { panic!("one change") };
        assert_eq!((ask.verb, ask.path.as_str(), ask.body.as_str()), (Verb::Put, "/preferences/columns", "1"));
        let twice = once.after(set("columns", json!(2)));
        let late = twice.after(Change::Sent(key.clone(), *number));
        assert_eq!(late.to_send().len(), 1, "the second is still to be sent");
        let number = late.to_send()[0].1;
        assert!(late.after(Change::Sent(key.clone(), number)).to_send().is_empty());
        assert_eq!(shown(&late, "columns"), Some(json!(2)));
    }

    #[test]
    fn nothing_is_forgotten_at_the_node() {
        let prefs = Prefs::default().after(set("desk", serde_json::to_value(None::<u8>).expect("nothing")));
        let sent = prefs.to_send();
        assert_eq!((sent[0].2.verb, sent[0].2.path.as_str()), (Verb::Delete, "/preferences/desk"));
    }

    #[test]
    fn a_value_of_an_earlier_build_counts_as_none() {
        assert_eq!(read::<Vec<String>>(&json!(["due"])), Some(vec!["due".to_owned()]));
        assert_eq!(read::<Vec<String>>(&json!({ "shown": true })), None);
    }
}
