//! When the places work: limits end at the close of business of the place that owes them. The district's administrator
//! changes it.

use daiban_shared::api::{HoursIn, Page, SiteView};
use daiban_shared::day::clock;
use daiban_shared::deadline::Hours as Usual;
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{ClockUi, Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::Ask;
use crate::app::session::use_session;
use crate::draft::form::use_kept;
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};
use crate::ui::{state, words};

/// The section of the calendar page.
#[component]
pub fn Hours() -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    // How often something was saved, and whether the last time is still to be said.
    let (saved, is_said) = (use_state(|| 0_u32), use_state(|| false));
    let on_begun = {
        let is_said = is_said.setter();
        Callback::from(move |()| is_said.set(false))
    };
    let on_done = {
        let (count, saved, is_said, again) = (*saved, saved.setter(), is_said.setter(), loaded.again.clone());
        Callback::from(move |()| {
            // The form begins anew.
            saved.set(count.saturating_add(1));
            is_said.set(true);
            again.emit(());
        })
    };
    let edits = session.has_role(&[Role::Admin]) && session.me().is_some_and(|me| me.site.tier == Tier::District);
    html! {
        <section data-test="hours">
            <h2>{ ClockUi::Hours.text(lang) }</h2>
            { state::of(&loaded, |page| told(&page.items, lang)) }
            if let Some(page) = loaded.value.as_ref().filter(|_| edits) {
                <Change key={*saved} sites={page.items.clone()} {on_begun} {on_done} />
                <div role="status">if *is_said { <p class="notice good" data-test="hours-done">{ ClockUi::HoursDone.text(lang) }</p> }</div>
            }
        </section>
    }
}

/// The usual hours, and the places that work otherwise.
fn told(sites: &[SiteView], lang: Lang) -> Html {
    let usual = Usual::default();
    let others = sites.iter().filter(|site| (site.opens, site.closes) != (usual.opens, usual.closes));
    let rows: Vec<String> = others.map(|site| format!("{} {}", words::place(site, sites, lang), span(site))).collect();
    let values = [("opens", clock(usual.opens)), ("closes", clock(usual.closes))];
    html! {
        <>
            <p>{ fill(ClockUi::HoursUsual.text(lang), &values.each_ref().map(|(name, value)| (*name, value.as_str()))) }</p>
            if !rows.is_empty() {
                <ul data-test="hours-others">{ for rows.into_iter().map(|row| html! { <li>{ row }</li> }) }</ul>
            }
        </>
    }
}

fn span(site: &SiteView) -> String {
    format!("{}–{}", clock(site.opens), clock(site.closes))
}

#[derive(Properties, PartialEq)]
struct ChangeProps {
    sites: Vec<SiteView>,
    /// Another place was chosen.
    on_begun: Callback<()>,
    on_done: Callback<()>,
}

#[component]
fn Change(props: &ChangeProps) -> Html {
    let lang = use_session().lang;
    let sender = use_sender();
    let kept = use_kept("hours", Typed::default, &sender);
    let typed = &kept.typed;
    let chosen = typed.text("place").to_owned();
    let options = props.sites.iter().map(|site| (site.id.0.to_string(), words::place(site, &props.sites, lang)));
    let options: Vec<(String, String)> = options.collect();
    let on_text = {
        let (typed, sender, sites) = (typed.dispatcher(), sender.clone(), props.sites.clone());
        let on_begun = props.on_begun.clone();
        Callback::from(move |place: String| {
            // The hours as they are, to be changed.
            let site = sites.iter().find(|site| site.id.0.to_string() == place);
            let hours = site.map_or_else(Default::default, |site| (clock(site.opens), clock(site.closes)));
            for (field, text) in [("place", place), ("opens", hours.0), ("closes", hours.1)] {
                typed.dispatch((field.to_owned(), text));
            }
            sender.clear();
            on_begun.emit(());
        })
    };
    let send = {
        let (sender, typed, id) = (sender.clone(), typed.clone(), kept.id.clone());
        let (end, on_done) = (kept.end.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let ask = sender.unanswered().unwrap_or_else(|| {
                let (opens, closes) = (typed.text("opens").to_owned(), typed.text("closes").to_owned());
                let path = format!("/sites/{}/hours", typed.text("place"));
                Ask::numbered(path, &id, &[], &HoursIn { id: None, opens, closes })
            });
            let (end, on_done) = (end.clone(), on_done.clone());
            sender.send_blind(ask, move || {
                end.emit(());
                on_done.emit(());
            });
        })
    };
    let time = |id: &'static str, field: &'static str, label: ClockUi| {
        let error = sender.state.field(field).map(AttrValue::from);
        html! {
            <Labelled {id} label={label.text(lang)} {error}>
                <TextInput key={chosen.clone()} {id} kind="time" initial={typed.text(field).to_owned()} test={id}
                    on_text={typed::into(typed, field)} />
            </Labelled>
        }
    };
    html! {
        <div class="panel screen-only" data-test="hours-edit">
            <h3>{ ClockUi::HoursChange.text(lang) }</h3>
            <p class="hint">{ ClockUi::HoursHint.text(lang) }</p>
            <Labelled id="hours-place" label={PlaceUi::Place.text(lang)}>
                <Select id="hours-place" {options} initial={chosen.clone()} empty={PlaceUi::EndPlaceChoose.text(lang)} test="hours-place" {on_text} />
            </Labelled>
            if !chosen.is_empty() {
                { time("hours-opens", "opens", ClockUi::HoursOpens) }
                { time("hours-closes", "closes", ClockUi::HoursCloses) }
                <Outcome sender={sender.clone()} on_again={send.clone()} />
                <SendButton text={Ui::Confirm.text(lang)} busy={sender.state.is_busy()} onclick={send} test="hours-save" />
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_tells_when_it_opens_and_closes() {
        let village = words::tests::site(3, Some(2), Tier::Village, "长教村");
        assert_eq!(span(&SiteView { closes: 1_080, ..village }), "08:30–18:00");
    }
}
