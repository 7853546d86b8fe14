//! What may be done with a document of supervision: a button each, and the form of the one that is chosen.
//!
//! What is typed is kept in this browser until it was sent; an act that was begun before is open at once.

use std::rc::Rc;

use daiban_shared::text::{CaseUi, Lang, Ui};
use serde::Serialize;
use yew::prelude::*;

use super::word;
use crate::api::Ask;
use crate::app::session::use_session;
use crate::draft::form::{find, key, use_kept};
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::dom;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

/// One line of an act's form.
pub struct Line {
    /// The field, as the node calls it.
    pub name: &'static str,
    pub label: &'static str,
    pub input: Input,
}

/// What a line takes.
pub enum Input {
    /// One of a closed list; and the words of the empty choice.
    Choice(Vec<(String, String)>, &'static str),
    /// Several lines of text.
    Words,
    /// One line: a number.
    Number,
    /// A day.
    Day,
}

/// Something that may be done with a document of supervision.
pub trait Act: Copy + PartialEq + Serialize + 'static {
    /// The document, as the page has it.
    type Of: PartialEq + 'static;
    /// How its controls are called: `card-words`, `card-send`.
    const FORM: &'static str;

    /// Names the document, so that each keeps its own text.
    fn doc(of: &Self::Of) -> String;
    /// Tells the controls of several on one page apart.
    fn mark(of: &Self::Of) -> String;
    /// The button.
    fn text(self, lang: Lang) -> &'static str;
    /// What its form asks for, as far as it is filled in.
    fn lines(self, of: &Self::Of, typed: &Typed, lang: Lang) -> Vec<Line>;
    /// What is sent.
    fn ask(self, of: &Self::Of, typed: &Typed, id: &str) -> Ask;
}

#[derive(Properties, PartialEq)]
pub struct ActsProps<A: Act> {
    pub of: Rc<A::Of>,
    pub may: Vec<A>,
    pub on_done: Callback<()>,
}

/// A button each, and the form of the one that is chosen.
#[component]
pub fn Acts<A: Act>(props: &ActsProps<A>) -> Html {
    let session = use_session();
    let (lang, user) = (session.lang, session.me().map(|me| me.user));
    let chosen = {
        let (may, of) = (props.may.clone(), props.of.clone());
        let is_begun = move |act: &A| key(user, &form_name(*act, &of)).as_deref().and_then(find).is_some();
        use_state(move || may.into_iter().find(is_begun))
    };
    let open = *chosen;
    if props.may.is_empty() && open.is_none() {
        return Html::default();
    }
    let opener = |act: A| format!("{}-open-{}{}", A::FORM, word(&act), A::mark(&props.of));
    let close = {
        let (chosen, opener) = (chosen.setter(), open.map(opener));
        Callback::from(move |()| {
            // The button stands while the form goes, so the focus is never lost in between.
            if let Some(opener) = &opener {
                dom::focus(opener);
            }
            chosen.set(None);
        })
    };
    let on_done = {
        let (close, on_done) = (close.clone(), props.on_done.clone());
        Callback::from(move |()| {
            close.emit(());
            on_done.emit(());
        })
    };
    let button = |act: &A| {
        let (act, set) = (*act, chosen.setter());
        let is_open = open == Some(act);
        html! {
            <button type="button" id={opener(act)} class={classes!(is_open.then_some("current"))} aria-expanded={is_open.to_string()}
                onclick={move |_| set.set(Some(act))} data-test={format!("{}-{}", A::FORM, word(&act))}>{ act.text(lang) }</button>
        }
    };
    html! {
        <section class="screen-only">
            <p class="buttons">{ for props.may.iter().map(button) }</p>
            if let Some(act) = open { <ActForm<A> key={word(&act)} of={props.of.clone()} {act} on_close={close} {on_done} /> }
        </section>
    }
}

fn form_name<A: Act>(act: A, of: &A::Of) -> String {
    format!("{}.{}.{}", A::FORM, A::doc(of), word(&act))
}

#[derive(Properties, PartialEq)]
struct ActFormProps<A: Act> {
    of: Rc<A::Of>,
    act: A,
    on_close: Callback<()>,
    on_done: Callback<()>,
}

#[component]
fn ActForm<A: Act>(props: &ActFormProps<A>) -> Html {
    let lang = use_session().lang;
    let sender = use_sender();
    let (act, of) = (props.act, &props.of);
    let kept = use_kept(&form_name(act, of), Typed::default, &sender);
    let send = {
        let (sender, of, typed, id) = (sender.clone(), of.clone(), kept.typed.clone(), kept.id.clone());
        let (end, on_done) = (kept.end.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let ask = sender.unanswered().unwrap_or_else(|| act.ask(&of, &typed, &id));
            let (end, on_done) = (end.clone(), on_done.clone());
            sender.send_blind(ask, move || {
                end.emit(());
                on_done.emit(());
            });
        })
    };
    let cancel = {
        let (end, close) = (kept.end.clone(), props.on_close.clone());
        Callback::from(move |()| {
            end.emit(());
            close.emit(());
        })
    };
    let mark = A::mark(of);
    let line = |line: Line| {
        let Line { name, label, input } = line;
        let (field, test) = (format!("{}-{name}{mark}", A::FORM), format!("{}-{name}", A::FORM));
        let (initial, on_text) = (kept.typed.text(name).to_owned(), typed::into(&kept.typed, name));
        let described = described(&field);
        let control = match input {
            Input::Choice(options, empty) => {
                html! { <Select id={field.clone()} {options} {empty} {initial} {described} {test} {on_text} /> }
            }
            Input::Words => {
                html! { <TextInput id={field.clone()} area={true} {initial} {described} {test} {on_text} /> }
            }
            Input::Number => html! { <TextInput id={field.clone()} {initial} {described} {test} {on_text} /> },
            Input::Day => html! { <TextInput id={field.clone()} kind="date" {initial} {described} {test} {on_text} /> },
        };
        let error = sender.state.field(name).map(AttrValue::from);
        html! { <Labelled key={name} id={field.clone()} {label} {error}>{ control }</Labelled> }
    };
    let is_busy = sender.state.is_busy();
    html! {
        <div class="panel" data-test={format!("{}-form", A::FORM)}>
            if kept.is_back { <p class="hint" data-test={format!("{}-draft", A::FORM)}>{ CaseUi::DraftBack.text(lang) }</p> }
            <fieldset class="bare" disabled={sender.state.is_frozen()}>{ for act.lines(of, &kept.typed, lang).into_iter().map(line) }</fieldset>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={act.text(lang)} busy={is_busy} off={sender.state.is_frozen()} onclick={send} test={format!("{}-send", A::FORM)} />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} off={is_busy} onclick={cancel} test={format!("{}-cancel", A::FORM)} />
            </p>
        </div>
    }
}
