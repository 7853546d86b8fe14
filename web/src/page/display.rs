//! Size of text, contrast, movement.

use daiban_shared::text::{FrameUi, Ui};
use yew::prelude::*;

use crate::app::display::{CHOICES, Choice, Display};
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::ui::link::Go;
use crate::ui::title::Title;

/// `/display`
#[component]
pub fn DisplayPage() -> Html {
    let lang = use_lang();
    html! {
        <section class="narrow">
            <Title text={FrameUi::Display.text(lang)} />
            <p class="hint">{ FrameUi::DisplayLead.text(lang) }</p>
            <DisplayChoices />
            <p class="card">{ FrameUi::Sample.text(lang) }</p>
            <p><Go to={Route::Password}>{ Ui::Password.text(lang) }</Go></p>
        </section>
    }
}

/// The choices, each at once in force.
#[component]
pub fn DisplayChoices() -> Html {
    let lang = use_lang();
    let display = use_state(Display::stored);
    let choose = |choice: Choice, value: &'static str| {
        let display = display.clone();
        Callback::from(move |_: Event| {
            let next = display.with(&choice, value);
            next.apply();
            display.set(next);
        })
    };
    let one = |choice: &Choice| {
        let values = choice.values.iter().map(|(value, text)| {
            let checked = display.value(choice) == *value;
            html! {
                <label class="tick">
                    <input type="radio" name={choice.name} {checked} onchange={choose(*choice, value)}
                        data-test={format!("{}-{value}", choice.name)} />
                    { text.text(lang) }
                </label>
            }
        });
        html! {
            <fieldset>
                <legend>{ choice.text.text(lang) }</legend>
                <div class="choices">{ for values }</div>
            </fieldset>
        }
    };
    html! { <div data-test="display">{ for CHOICES.iter().map(one) }</div> }
}
