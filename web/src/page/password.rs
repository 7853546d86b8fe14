//! The own password.

use daiban_shared::api::PasswordChange;
use daiban_shared::text::Ui;
use yew::prelude::*;

use crate::api::Ask;
use crate::app::session::use_lang;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::input::TextInput;
use crate::ui::notice::Outcome;
use crate::ui::title::Title;
use crate::ui::typed::{self, Typed};

/// `/password`
#[component]
pub fn PasswordPage() -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let typed = use_reducer(Typed::default);
    let done = use_state(|| false);
    let differ = !typed.text("again").is_empty() && typed.text("new") != typed.text("again");
    let ready = !typed.text("old").is_empty()
        && typed.text("new").chars().count() >= 8
        && typed.text("new") == typed.text("again");
    let send = {
        let (sender, typed, done) = (sender.clone(), typed.clone(), done.clone());
        Callback::from(move |()| {
            let change = PasswordChange { old: typed.text("old").to_owned(), new: typed.text("new").to_owned() };
            let done = done.clone();
            sender.send_blind(Ask::post("/session/password", &change), move || done.set(true));
        })
    };
    let onsubmit = {
        let send = send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if ready {
                send.emit(());
            }
        })
    };
    let line = |name: &'static str, label: Ui, hint: Option<Ui>, error: Option<Ui>, complete: &'static str| {
        html! {
            <Labelled id={name} label={label.text(lang)} hint={hint.map(|hint| hint.text(lang)).unwrap_or_default()}
                error={error.map(|error| AttrValue::from(error.text(lang)))}>
                <TextInput id={name} kind="password" complete={Some(AttrValue::from(complete))}
                    test={format!("password-{name}")} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    html! {
        <section class="narrow">
            <Title text={Ui::Password.text(lang)} />
            if *done {
                <p class="notice good" role="status" data-test="password-changed">{ Ui::PasswordChanged.text(lang) }</p>
            } else {
                <form {onsubmit}>
                    { line("old", Ui::OldPassword, None, None, "current-password") }
                    { line("new", Ui::NewPassword, Some(Ui::PasswordHint), None, "new-password") }
                    { line("again", Ui::RepeatPassword, None, differ.then_some(Ui::PasswordsDiffer), "new-password") }
                    <Outcome sender={sender.clone()} on_again={send} />
                    <SendButton text={Ui::Save.text(lang)} busy={sender.state.is_busy()} off={!ready} submit={true}
                        test="password-save" />
                </form>
            }
        </section>
    }
}
