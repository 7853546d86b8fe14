//! When the places work: limits end at the close of business of the place that owes them. The district's administrator
//! changes it.

use daiban_shared::api::{HoursIn, Page, SiteView};
use daiban_shared::day::clock;
use daiban_shared::deadline::Hours as Usual;
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{ClockUi, Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::{Ask, new_id};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::state;

/// The section of the calendar page.
#[component]
pub fn Hours() -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let edits = session.has_role(&[Role::Admin]) && session.me().is_some_and(|me| me.site.tier == Tier::District);
    html! {
        <section data-test="hours">
            <h2>{ ClockUi::Hours.text(lang) }</h2>
            { state::of(&loaded, |page| told(&page.items, lang)) }
            if let Some(page) = loaded.value.as_ref().filter(|_| edits) {
                <Change sites={page.items.clone()} on_done={loaded.again.clone()} />
            }
        </section>
    }
}

/// The usual hours, and the places that work otherwise.
fn told(sites: &[SiteView], lang: Lang) -> Html {
    let usual = Usual::default();
    let others = sites.iter().filter(|site| (site.opens, site.closes) != (usual.opens, usual.closes));
    let rows: Vec<String> = others.map(|site| format!("{} {}", site_name(site, sites, lang), span(site))).collect();
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

/// Villages of one name lie in several towns, so the town stands before it.
fn site_name(site: &SiteView, sites: &[SiteView], lang: Lang) -> String {
    let name = |site: &SiteView| lang.pick(&site.zh, &site.en).to_owned();
    let town = sites.iter().find(|other| Some(other.id) == site.parent && other.tier == Tier::Town);
    town.map_or_else(|| name(site), |town| format!("{} {}", name(town), name(site)))
}

#[derive(Properties, PartialEq)]
struct ChangeProps {
    sites: Vec<SiteView>,
    on_done: Callback<()>,
}

#[component]
fn Change(props: &ChangeProps) -> Html {
    let lang = use_session().lang;
    let sender = use_sender();
    let chosen = use_state(String::new);
    let done = use_state(|| false);
    let (opens, closes) = (use_state(String::new), use_state(String::new));
    let options = props.sites.iter().map(|site| (site.id.0.to_string(), site_name(site, &props.sites, lang)));
    let options: Vec<(String, String)> = options.collect();
    let on_text = {
        let (chosen, done, sender, sites) = (chosen.setter(), done.setter(), sender.clone(), props.sites.clone());
        let (opens, closes) = (opens.setter(), closes.setter());
        Callback::from(move |text: String| {
            if let Some(site) = sites.iter().find(|site| site.id.0.to_string() == text) {
                opens.set(clock(site.opens));
                closes.set(clock(site.closes));
            }
            chosen.set(text);
            done.set(false);
            sender.clear();
        })
    };
    let send = {
        let (sender, chosen, done, on_done) = (sender.clone(), chosen.clone(), done.setter(), props.on_done.clone());
        let (opens, closes) = (opens.clone(), closes.clone());
        Callback::from(move |()| {
            let ask = match &sender.state {
                Sending::Unknown(ask) => (**ask).clone(),
                Sending::Idle | Sending::Busy | Sending::Refused(_) => {
                    let body = HoursIn { id: None, opens: (*opens).clone(), closes: (*closes).clone() };
                    Ask::numbered(format!("/sites/{}/hours", *chosen), &new_id(), &[], &body)
                }
            };
            let (done, on_done) = (done.clone(), on_done.clone());
            sender.send_blind(ask, move || {
                done.set(true);
                on_done.emit(());
            });
        })
    };
    let time = |id: &'static str, name: &str, label: ClockUi, value: &UseStateHandle<String>| {
        let (setter, done) = (value.setter(), done.setter());
        let on_text = Callback::from(move |text: String| {
            setter.set(text);
            done.set(false);
        });
        html! {
            <Labelled {id} label={label.text(lang)} error={sender.state.field(name).map(AttrValue::from)}>
                <TextInput key={(*chosen).clone()} {id} kind="time" initial={(**value).clone()} test={id} {on_text} />
            </Labelled>
        }
    };
    html! {
        <div class="panel screen-only" data-test="hours-edit">
            <h3>{ ClockUi::HoursChange.text(lang) }</h3>
            <p class="hint">{ ClockUi::HoursHint.text(lang) }</p>
            <Labelled id="hours-place" label={PlaceUi::Place.text(lang)}>
                <Select id="hours-place" {options} empty={PlaceUi::EndPlaceChoose.text(lang)} test="hours-place" {on_text} />
            </Labelled>
            if !chosen.is_empty() {
                { time("hours-opens", "opens", ClockUi::HoursOpens, &opens) }
                { time("hours-closes", "closes", ClockUi::HoursCloses, &closes) }
                <Outcome sender={sender.clone()} on_again={send.clone()} />
                <div role="status">if *done { <p class="notice good" data-test="hours-done">{ ClockUi::HoursDone.text(lang) }</p> }</div>
                <SendButton text={Ui::Confirm.text(lang)} busy={sender.state.is_busy()} onclick={send} test="hours-save" />
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::id::SiteId;
    use daiban_shared::site::SiteKind;

    #[test]
    fn a_place_that_works_otherwise_is_named_with_its_town() {
        let site = |id, parent: Option<u32>, tier, zh: &str, closes| SiteView {
            id: SiteId(id),
            number: id as u16,
            parent: parent.map(SiteId),
            tier,
            kind: SiteKind::VillagersCommittee,
            zh: zh.to_owned(),
            en: zh.to_owned(),
            code: String::new(),
            departments: Vec::new(),
            phone: String::new(),
            live: true,
            opens: 510,
            closes,
        };
        let sites = [
            site(1, None, Tier::District, "梅县区", 1_050),
            site(2, Some(1), Tier::Town, "雁洋镇", 1_020),
            site(3, Some(2), Tier::Village, "长教村", 1_080),
        ];
        assert_eq!(site_name(&sites[2], &sites, Lang::Zh), "雁洋镇 长教村");
        assert_eq!(site_name(&sites[1], &sites, Lang::Zh), "雁洋镇", "the district goes without saying");
        assert_eq!(span(&sites[2]), "08:30–18:00");
    }
}
