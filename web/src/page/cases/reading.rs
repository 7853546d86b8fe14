//! Reads a list: its first page, further ones as the person scrolls, and what has changed while he reads.

use std::cell::Cell;
use std::rc::Rc;

use daiban_shared::api::CasePage;
use daiban_shared::text::Lang;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::listing::{Listing, Step};
use crate::api::{self, Fault, Why, encode};
use crate::app::session::{Event, Session, use_session};

/// Rows of a page: a few screens, read in a few milliseconds.
const PAGE_ROWS: u32 = 100;
/// Changes that are looked at one by one.
const NEWS_ROWS: u32 = 200;

/// A list and the means to read on.
#[derive(Clone)]
pub struct Reading {
    /// What was read.
    pub listing: UseReducerHandle<Listing>,
    /// Reads the next page, unless it is on its way.
    pub more: Callback<()>,
    /// Reads the list anew, from its beginning.
    pub again: Callback<()>,
}

/// Reads `path`, nothing while it is empty; `kept` = the list as it was left.
#[hook]
pub fn use_listing(path: String, kept: Option<Rc<Listing>>) -> Reading {
    let session = use_session();
    let is_back = use_mut_ref(|| kept.is_some());
    let listing = use_reducer(|| kept.map_or_else(Listing::default, |kept| Listing::back(&kept)));
    let asked = use_state(|| 0u32);
    let news = use_memo((), |()| Cell::new(false));
    let (lang, seq, epoch) = (session.lang, session.seq, session.epoch);
    {
        let (listing, session) = (listing.dispatcher(), session.dispatcher());
        use_effect_with((path.clone(), *asked), move |(path, _)| {
            // Who comes back sees what he left; what has changed since is read below.
            if is_back.replace(false) || path.is_empty() {
                return;
            }
            let path = path.clone();
            listing.dispatch(Step::Begin(path.clone()));
            spawn_local(async move {
                let page = api::get(lang, &with(&path, &format!("size={PAGE_ROWS}")), Why::Person).await;
                end(page, &listing, &session, path, Step::First);
            });
        });
    }
    {
        // What failed while the node was away or the session had ended is read once it is back.
        let failed = listing.fault.is_some() && !listing.is_read;
        let asked = asked.clone();
        use_effect_with(epoch, move |_| {
            if failed {
                asked.set(*asked + 1);
            }
        });
    }
    {
        let (list, session) = (listing.clone(), session.dispatcher());
        let is_read = listing.is_read;
        use_effect_with((seq, epoch, is_read), move |_| {
            // One at a time: while an answer is on its way the next change waits for the next call.
            if is_read && !news.replace(true) {
                let (path, pos) = (list.path.clone(), list.pos);
                let list = list.dispatcher();
                spawn_local(async move {
                    let read = read_news(lang, &path, pos).await;
                    news.set(false);
                    end(read, &list, &session, path, |path, (all, fitting)| Step::News(path, all, fitting));
                });
            }
        });
    }
    let more = {
        let (list, session) = (listing.clone(), session.dispatcher());
        Callback::from(move |()| {
            let Some(next) = list.next.clone().filter(|_| !list.busy && list.is_read) else { return };
            let (path, list, session) = (list.path.clone(), list.dispatcher(), session.clone());
            list.dispatch(Step::Begin(path.clone()));
            spawn_local(async move {
                let part = format!("size={PAGE_ROWS}&page={}", encode(&next));
                let page = api::get(lang, &with(&path, &part), Why::Person).await;
                end(page, &list, &session, path, Step::Next);
            });
        })
    };
    let again = Callback::from(move |()| asked.set(*asked + 1));
    Reading { listing, more, again }
}

async fn read_news(lang: Lang, path: &str, pos: u64) -> Result<(CasePage, CasePage), Fault> {
    let part = format!("size={NEWS_ROWS}&news={pos}");
    let all = api::get(lang, &format!("/cases?desk=all&{part}"), Why::Page).await?;
    // A list of news is narrowed by its own, older position, which finds these too.
    let narrowed = if path.contains("news=") { with(path, &format!("size={NEWS_ROWS}")) } else { with(path, &part) };
    Ok((all, api::get(lang, &narrowed, Why::Page).await?))
}

fn with(path: &str, part: &str) -> String {
    format!("{path}{}{part}", if path.contains('?') { '&' } else { '?' })
}

fn end<T>(
    read: Result<T, Fault>,
    listing: &UseReducerDispatcher<Listing>,
    session: &UseReducerDispatcher<Session>,
    path: String,
    step: impl FnOnce(String, T) -> Step,
) {
    match &read {
        Err(Fault::SignedOut) => session.dispatch(Event::Ended),
        Err(Fault::Unreachable) => session.dispatch(Event::Reached(false)),
        Ok(_) | Err(Fault::Refused(_) | Fault::Strange(_)) => session.dispatch(Event::Reached(true)),
    }
    match read {
        Ok(value) => listing.dispatch(step(path, value)),
        Err(fault) => listing.dispatch(Step::Failed(path, fault)),
    }
}
