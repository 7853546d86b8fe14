//! A place ends: asked twice, and refused while cases lie there.

use daiban_shared::api::{Page, SiteView};
use daiban_shared::text::{PlaceUi, Ui};
use yew::prelude::*;

use crate::api::{Ask, Fault, new_id};
use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::input::Select;
use crate::ui::link::Go;
use crate::ui::notice::Outcome;
use crate::ui::words;

/// The district's administrator ends a place.
#[component]
pub fn EndPlace() -> Html {
    let lang = use_lang();
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let sender = use_sender();
    let chosen = use_state(String::new);
    let done = use_state(|| false);
    let known = sites.value.as_ref().map(|page| page.items.clone()).unwrap_or_default();
    let options: Vec<(String, String)> = known
        .iter()
        .filter(|site| site.parent.is_some())
        .map(|site| (site.id.0.to_string(), words::place(site, &known, lang)))
        .collect();
    let on_text = {
        let (chosen, done, sender) = (chosen.setter(), done.setter(), sender.clone());
        Callback::from(move |text: String| {
            chosen.set(text);
            done.set(false);
            sender.clear();
        })
    };
    let send = {
        let (sender, chosen, done, again) = (sender.clone(), chosen.clone(), done.setter(), sites.again.clone());
        Callback::from(move |()| {
            let ask = sender.unanswered().unwrap_or_else(|| {
                Ask::numbered(format!("/sites/{}/end", *chosen), &new_id(), &[], &serde_json::json!({}))
            });
            let (done, again) = (done.clone(), again.clone());
            sender.send_blind(ask, move || {
                done.set(true);
                again.emit(());
            });
        })
    };
    let has_cases =
        matches!(&sender.state, Sending::Refused(Fault::Refused(problem)) if problem.code == "site_has_cases");
    let list = CaseFilter { at: (*chosen).clone(), desk: "all".into(), ..CaseFilter::default() };
    html! {
        <section class="panel" data-test="end-place">
            <h2>{ PlaceUi::EndPlace.text(lang) }</h2>
            <p>{ PlaceUi::EndPlaceHint.text(lang) }</p>
            <Labelled id="end-place" label={PlaceUi::Place.text(lang)}>
                <Select id="end-place" {options} empty={PlaceUi::EndPlaceChoose.text(lang)} test="end-place-which" {on_text} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            if has_cases {
                <p><Go to={Route::Cases} filter={Some(list)} test="end-place-cases">{ PlaceUi::EndPlaceCases.text(lang) }</Go></p>
            }
            if *done { <p class="notice good" role="status" data-test="end-place-done">{ PlaceUi::EndPlaceDone.text(lang) }</p> }
            if !chosen.is_empty() && !*done {
                <SendButton text={PlaceUi::EndPlaceYes.text(lang)} busy={sender.state.is_busy()} onclick={send} test="end-place-yes" />
            } else if chosen.is_empty() {
                <p class="hint">{ Ui::Choose.text(lang) }</p>
            }
        </section>
    }
}
