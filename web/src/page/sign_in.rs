//! Signing in: a page of its own at first, a dialog on top of the page when a session has ended.

use std::rc::Rc;

use daiban_shared::api::{Me, PracticeView, SignIn};
use daiban_shared::text::{FrameUi, PracticeUi, Ui};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::Ask;
use crate::app::seat;
use crate::app::session::{Event, use_session};
use crate::load::use_load;
use crate::page::display::DisplayChoices;
use crate::page::practice::Room;
use crate::send::{Sender, use_sender};
use crate::ui::button::SendButton;
use crate::ui::dom;
use crate::ui::field::Labelled;
use crate::ui::input::TextInput;
use crate::ui::notice::Outcome;
use crate::ui::title::Title;

/// The page before anything else.
#[component]
pub fn SignInPage() -> Html {
    let lang = crate::app::session::use_lang();
    html! {
        <main id="main" class="sign-in">
            <Title text={Ui::AppName.text(lang)} keep_focus={true} />
            <p class="lead">{ Ui::SignInLead.text(lang) }</p>
            <SeatsOrForm />
            <p class="hint">{ Ui::OfflineHint.text(lang) }</p>
            <details data-test="display-open">
                <summary>{ FrameUi::Display.text(lang) }</summary>
                <DisplayChoices />
            </details>
            <crate::app::LangSwitch />
        </main>
    }
}

/// The form; in a practice network the seats instead, where nobody has a password.
#[component]
fn SeatsOrForm() -> Html {
    let lang = crate::app::session::use_lang();
    let practice = use_load::<PracticeView>("/practice".to_owned(), false);
    let view = practice.value.as_deref();
    if view.is_some_and(|view| view.inside) {
        return html! { <Room /> };
    }
    html! {
        <>
            <Form login={String::new()} />
            if view.is_some_and(|view| view.allowed) {
                <details class="offer" data-test="practice-offer">
                    <summary>{ PracticeUi::Offer.text(lang) }</summary>
                    <Room />
                </details>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct AgainProps {
    pub login: String,
}

/// On top of a page whose session has ended; the page stays as it is.
#[component]
pub fn SignInAgain(props: &AgainProps) -> Html {
    let lang = crate::app::session::use_lang();
    // The page behind may have put somebody's name into the window's title.
    use_effect_with((), move |()| {
        let behind = dom::title();
        dom::set_title(Ui::SignIn.text(lang));
        move || dom::set_title(&behind)
    });
    // Who has signed in again goes on where he was.
    use_effect_with((), |()| {
        let before = dom::focused();
        move || {
            spawn_local(async move {
                // The page behind takes no focus until it has been drawn again.
                dom::sleep(0).await;
                let is_left = |element: &web_sys::HtmlElement| element.is_connected() && element.tag_name() != "BODY";
                match before.filter(is_left) {
                    Some(before) => _ = before.focus(),
                    None => _ = dom::focus("main"),
                }
            });
        }
    });
    html! {
        <div class="veil">
            <section class="dialog" role="dialog" aria-modal="true" aria-labelledby="again" data-test="sign-in-again">
                <h2 id="again">{ Ui::SignIn.text(lang) }</h2>
                <p>{ Ui::SessionEnded.text(lang) }</p>
                if seat::is_taken() { <GoOn /> } else { <Form login={props.login.clone()} /> }
            </section>
        </div>
    }
}

/// At a seat of practice nobody has a password.
#[component]
fn GoOn() -> Html {
    let session = use_session();
    let lang = session.lang;
    let onclick = Callback::from(move |()| {
        let session = session.dispatcher();
        spawn_local(async move {
            if let Some(me) = seat::sit_down_again(lang).await {
                session.dispatch(Event::SignedIn(Rc::new(me)));
            }
        });
    });
    html! { <SendButton text={PracticeUi::GoOn.text(lang)} busy={false} {onclick} test="practice-go-on" /> }
}

#[component]
fn Form(props: &AgainProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let sender = use_sender();
    let typed = use_mut_ref(|| (props.login.clone(), String::new()));
    let send = {
        let (sender, typed) = (sender.clone(), typed.clone());
        Callback::from(move |()| send(&sender, &typed.borrow(), session.dispatcher()))
    };
    let onsubmit = {
        let send = send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(());
        })
    };
    let on_user = {
        let typed = typed.clone();
        Callback::from(move |text| typed.borrow_mut().0 = text)
    };
    let on_password = Callback::from(move |text| typed.borrow_mut().1 = text);
    let known = !props.login.is_empty();
    html! {
        <form {onsubmit}>
            <Labelled id="user" label={Ui::UserName.text(lang)}>
                <TextInput id="user" initial={props.login.clone()} complete={Some(AttrValue::from("username"))} focus={!known}
                    test="user" on_text={on_user} />
            </Labelled>
            <Labelled id="password" label={Ui::PasswordWord.text(lang)}>
                <TextInput id="password" kind="password" complete={Some(AttrValue::from("current-password"))} focus={known}
                    test="password" on_text={on_password} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={send} />
            <SendButton text={Ui::SignIn.text(lang)} busy={sender.state.is_busy()} submit={true} test="sign-in" />
        </form>
    }
}

fn send(sender: &Sender, typed: &(String, String), session: UseReducerDispatcher<crate::app::session::Session>) {
    let wanted = SignIn { user: typed.0.trim().to_owned(), password: typed.1.clone() };
    // Sent twice it opens two sessions, of which one stays unused: nothing is recorded twice.
    sender.send::<Me>(Ask::command("/session", &wanted), move |me| session.dispatch(Event::SignedIn(Rc::new(me))));
}
