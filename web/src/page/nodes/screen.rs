//! The switch of the hall's screen.

use daiban_shared::api::ScreenSwitch;
use daiban_shared::text::OfficeUi;
use yew::prelude::*;

use crate::api::Ask;
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::Outcome;
use crate::ui::state;
use yew_router::prelude::*;

/// Whether the screen is on, and the button that changes it.
#[component]
pub fn ScreenSwitchPanel() -> Html {
    let lang = use_lang();
    let loaded = use_load::<ScreenSwitch>("/screen/switch".to_owned(), false);
    let sender = use_sender();
    let again = loaded.again.clone();
    html! {
        <section class="card" data-test="screen-switch">
            <h2>{ OfficeUi::ScreenSwitch.text(lang) }</h2>
            <p>{ OfficeUi::ScreenSwitchLead.text(lang) }</p>
            { state::of(&loaded, |now| {
                let on = now.on;
                let (word, turn) = if on { (OfficeUi::ScreenIsOn, OfficeUi::ScreenTurnOff) } else { (OfficeUi::ScreenIsOff, OfficeUi::ScreenTurnOn) };
                let send = {
                    let (sender, again) = (sender.clone(), again.clone());
                    Callback::from(move |()| {
                        let again = again.clone();
                        let ask = Ask { repeatable: true, ..Ask::post("/screen/switch", &ScreenSwitch { on: !on }) };
                        sender.send_blind(ask, move || again.emit(()));
                    })
                };
                html! {
                    <>
                        <Outcome sender={sender.clone()} on_again={send.clone()} />
                        <p class="buttons">
                            <span class="badge" data-test="screen-state">{ word.text(lang) }</span>
                            <SendButton second={true} text={turn.text(lang)} busy={sender.state.is_busy()} onclick={send} test="screen-turn" />
                            if on {
                                // In a window of its own: from the screen no link leads back.
                                <a class="button" href={Route::Screen.to_path()} target="_blank" rel="noopener">
                                    { icon(Icon::ExternalLink) }{ OfficeUi::ScreenOpen.text(lang) }
                                </a>
                            }
                        </p>
                    </>
                }
            }) }
        </section>
    }
}
