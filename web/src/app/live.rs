//! News from the node: waits at it until something changed, so that a village sees a decision within two seconds.

use std::cell::Cell;
use std::rc::Rc;

use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::session::{Event, Session, use_session};
use crate::api::{self, Fault};
use crate::ui::dom;

/// While much arrives at once, lists are read again at most this often.
const PAUSE_MS: u32 = 500;
/// While the node is away it is asked this often.
const AWAY_MS: u32 = 2_000;

#[derive(Deserialize)]
struct Changes {
    seq: u64,
}

/// Draws nothing; dispatches `Changed`.
#[component]
pub fn Live() -> Html {
    let session = use_session();
    let dispatcher = session.dispatcher();
    let lang = session.lang;
    use_effect_with(session.epoch, move |_| {
        let stopped = Rc::new(Cell::new(false));
        let watched = Rc::clone(&stopped);
        spawn_local(async move { watch(lang, dispatcher, watched).await });
        move || stopped.set(true)
    });
    Html::default()
}

async fn watch(lang: daiban_shared::text::Lang, session: UseReducerDispatcher<Session>, stopped: Rc<Cell<bool>>) {
    let mut since = 0;
    let mut away = false;
    while !stopped.get() {
        // A browser opens few connections to one machine; a tab that nobody sees keeps none.
        if dom::is_hidden() {
            dom::sleep(PAUSE_MS).await;
            continue;
        }
        let result = api::poll::<Changes>(lang, &format!("/changes?since={since}")).await;
        if stopped.get() {
            return;
        }
        match result {
            Ok(changes) => {
                session.dispatch(Event::Reached(true));
                if changes.seq != since {
                    since = changes.seq;
                    session.dispatch(Event::Changed(since));
                    dom::sleep(PAUSE_MS).await;
                }
                away = false;
            }
            Err(Fault::SignedOut) => {
                session.dispatch(Event::Ended);
                return;
            }
            Err(Fault::Unreachable) => {
                // One lost request is no lost node: the second in a row is.
                if away {
                    session.dispatch(Event::Reached(false));
                }
                away = true;
                // Without a position the node answers at once: a page must not wait half a minute to see that it is back.
                since = 0;
                dom::sleep(AWAY_MS).await;
            }
            Err(Fault::Refused(_) | Fault::Strange(_)) => dom::sleep(AWAY_MS * 5).await,
        }
    }
}
