//! The frame: routes, the session's context, the bar on top, live news from the node.

mod clock;
pub mod display;
pub mod far;
mod find;
mod frame;
pub use frame::LangSwitch;
pub mod help;
mod live;
pub mod route;
pub mod seat;
pub mod session;

use std::rc::Rc;

use daiban_shared::api::Me;
use daiban_shared::text::Ui;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::{self, Fault, Why};
use crate::page;
use crate::page::cases::memory::MemoryOf;
use crate::prefs::PrefsOf;
use crate::ui::dom;
use crate::ui::state::Loading;
use route::Route;
use session::{Event, Handle, Session, Who};

/// The whole client.
#[component]
pub fn App() -> Html {
    let session = use_reducer(Session::start);
    {
        let session = session.dispatcher();
        let lang = Session::start().lang;
        use_effect_with((), move |()| {
            spawn_local(async move { find_out_who(lang, session).await });
        });
    }
    let code = session.lang.pick("zh-CN", "en");
    use_effect_with(code, |code| dom::set_language(code));
    // Every paper of a practice network says so; the style sheet knows the mark.
    let practises = session.me().is_some_and(|me| me.practice);
    use_effect_with(practises, |practises| dom::mark_body("practises", *practises));
    // The display in the hall has nobody who could sign in, and no way from there to a page.
    if dom::path() == Route::Screen.to_path() {
        return html! {
            <ContextProvider<Handle> context={session}>
                <BrowserRouter>{ page::first(Route::Screen) }</BrowserRouter>
            </ContextProvider<Handle>>
        };
    }
    html! {
        <ContextProvider<Handle> context={session.clone()}>
            <BrowserRouter>
                { match &session.who {
                    Who::Asking if session.reachable => html! { <Loading /> },
                    Who::Asking => html! { <p class="banner away" role="status" data-test="node-away">{ Ui::NodeAway.text(session.lang) }</p> },
                    Who::Nobody => html! { <page::sign_in::SignInPage /> },
                    // Behind the dialog the page stays as it is, and takes no keys. Another person gets a page of his own:
                    // what the one before him typed and saw is not his.
                    Who::Known(me) | Who::Ended(me) => html! {
                        <div key={me.user.to_string()} class="under-veil" inert={session.has_ended()}>
                            <PrefsOf><MemoryOf><Switch<Route> render={draw} /></MemoryOf></PrefsOf>
                        </div>
                    },
                } }
                { match &session.who {
                    Who::Ended(me) => html! { <page::sign_in::SignInAgain login={me.login.clone()} /> },
                    Who::Asking | Who::Nobody | Who::Known(_) => Html::default(),
                } }
                if session.me().is_some() { <live::Live /> }
            </BrowserRouter>
        </ContextProvider<Handle>>
    }
}

/// Asks until the node answers: a page opened while the node starts goes on by itself.
async fn find_out_who(lang: daiban_shared::text::Lang, session: UseReducerDispatcher<Session>) {
    if let Some(me) = seat::sit_down(lang).await {
        return session.dispatch(Event::SignedIn(Rc::new(me)));
    }
    loop {
        match api::get::<Me>(lang, "/me", Why::Person).await {
            Ok(me) => return session.dispatch(Event::SignedIn(Rc::new(me))),
            Err(Fault::Unreachable) => session.dispatch(Event::Reached(false)),
            Err(Fault::SignedOut | Fault::Refused(_) | Fault::Strange(_)) => {
                session.dispatch(Event::Reached(true));
                return session.dispatch(Event::SignedOut);
            }
        }
        dom::sleep(2_000).await;
    }
}

fn draw(route: Route) -> Html {
    // Papers are printed without the frame, and the wall screen has no room for it.
    if let Route::Print { .. } | Route::PrintFile { .. } | Route::PrintMany | Route::WallScreen = &route {
        return page::first(route);
    }
    html! { <frame::Frame route={route.clone()}>{ page::first(route) }</frame::Frame> }
}
