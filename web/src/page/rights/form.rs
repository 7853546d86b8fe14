//! A new grant: entered at the district, asked for elsewhere.

use std::collections::BTreeSet;

use daiban_shared::api::{ColleagueView, ItemRow, Page, RightRequest, SiteView};
use daiban_shared::day::Day;
use daiban_shared::id::{DeptId, SiteId, UserId};
use daiban_shared::kind::Power;
use daiban_shared::site::Tier;
use daiban_shared::text::{CaseUi, GrantUi, Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::Ask;
use crate::app::session::use_session;
use crate::draft::form::use_kept;
use crate::load::use_load;
use crate::page::case::code;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput, Tick};
use crate::ui::notice::Outcome;
use crate::ui::search::SearchField;
use crate::ui::typed::{self, Typed};
use crate::ui::words;

/// A choice of every place of a tier begins so; a place is a number.
const TIER: &str = "tier:";
/// Under which the ticked items stand, with commas between.
const ITEMS: &str = "items";

#[derive(Properties, PartialEq)]
pub struct AddGrantProps {
    /// One was sent just before.
    pub sent: bool,
    pub is_district: bool,
    pub on_done: Callback<()>,
}

#[component]
pub fn AddGrant(props: &AddGrantProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let own = session.me().map(|me| me.site.id);
    let sender = use_sender();
    let kept = use_kept("right.new", Typed::default, &sender);
    let (typed, id) = (kept.typed.clone(), kept.id.clone());
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let people = use_load::<Vec<ColleagueView>>("/colleagues".to_owned(), false);
    let known = sites.value.as_ref().map(|page| page.items.clone()).unwrap_or_default();
    let chosen = known.iter().find(|site| site.id.0.to_string() == typed.text("site"));
    let desks: Vec<_> = chosen
        .map(|site| {
            site.departments.iter().map(|desk| (desk.id.0.to_string(), words::department(desk, lang))).collect()
        })
        .unwrap_or_default();
    let is_own = chosen.is_some_and(|site| Some(site.id) == own);
    let persons: Vec<_> = people
        .value
        .filter(|_| is_own)
        .map(|people| people.iter().map(|person| (person.id.to_string(), person.name.clone())).collect())
        .unwrap_or_default();
    let powers: Vec<_> = [Power::Decide, Power::Accept, Power::Green]
        .iter()
        .map(|power| (code(power), power.text(lang).to_owned()))
        .collect();
    let request = request(&typed);
    let send = {
        let (sender, on_done, request, end) =
            (sender.clone(), props.on_done.clone(), request.clone(), kept.end.clone());
        Callback::from(move |()| {
            let ask = match (&sender.state, &request) {
                // It may have been taken as it was: only the same may be sent again.
                (Sending::Unknown(ask), _) => (**ask).clone(),
                (Sending::Idle | Sending::Busy | Sending::Refused(_), Some(request)) => {
                    Ask::numbered("/rights", &id, &[], request)
                }
                (Sending::Idle | Sending::Busy | Sending::Refused(_), None) => return,
            };
            let (on_done, end) = (on_done.clone(), end.clone());
            sender.send_blind(ask, move || {
                end.emit(());
                on_done.emit(());
            });
        })
    };
    let select = |name: &'static str, label: &'static str, options: Vec<(String, String)>, empty: &'static str| {
        html! {
            <Labelled id={format!("right-{name}")} {label} error={sender.state.field(name).map(AttrValue::from)}>
                <Select id={format!("right-{name}")} {options} empty={empty} initial={typed.text(name).to_owned()} test={format!("right-{name}")} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let line = |name: &'static str, label: GrantUi, hint: Option<GrantUi>, kind: &'static str| {
        html! {
            <Labelled id={format!("right-{name}")} label={label.text(lang)} hint={hint.map(|hint| hint.text(lang)).unwrap_or_default()}
                error={sender.state.field(name).map(AttrValue::from)}>
                <TextInput id={format!("right-{name}")} {kind} initial={typed.text(name).to_owned()} described={described(&format!("right-{name}"))}
                    test={format!("right-{name}")} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let (title, thanks) =
        if props.is_district { (GrantUi::AddHere, GrantUi::SentHere) } else { (GrantUi::AddAsk, GrantUi::SentAsked) };
    html! {
        <section class="panel" data-test="add-right">
            <h2>{ title.text(lang) }</h2>
            if kept.is_back { <p class="hint" data-test="right-draft">{ CaseUi::DraftBack.text(lang) }</p> }
            { select("site", PlaceUi::Place.text(lang), places(&known, own, props.is_district, lang), Ui::Choose.text(lang)) }
            if !desks.is_empty() { { select("desk", PlaceUi::Desk.text(lang), desks, Ui::All.text(lang)) } }
            if !persons.is_empty() { { select("user", GrantUi::Person.text(lang), persons, GrantUi::AnyPerson.text(lang)) } }
            { select("power", PlaceUi::Power.text(lang), powers, Ui::Choose.text(lang)) }
            <PickItems typed={typed.clone()} />
            { line("up_to_yuan", GrantUi::UpTo, Some(GrantUi::UpToHint), "text") }
            { line("from", GrantUi::From, None, "date") }
            { line("until", GrantUi::Until, None, "date") }
            { line("basis", GrantUi::Basis, Some(GrantUi::BasisHint), "text") }
            if !props.is_district { { line("why", GrantUi::Why, Some(GrantUi::WhyHint), "text") } }
            if props.sent && typed.0.is_empty() { <p class="notice good" role="status" data-test="right-asked">{ thanks.text(lang) }</p> }
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            if request.is_none() { <p class="hint" data-test="right-needs">{ GrantUi::Needs.text(lang) }</p> }
            <SendButton text={title.text(lang)} busy={sender.state.is_busy()} off={request.is_none()} onclick={send} test="right-save" />
        </section>
    }
}

/// The own place and those below; at the district whole tiers too.
fn places(known: &[SiteView], own: Option<SiteId>, is_district: bool, lang: Lang) -> Vec<(String, String)> {
    let tiers = [Tier::District, Tier::Town, Tier::Village].into_iter().filter(|_| is_district).map(|tier| {
        let code =
            serde_json::to_value(tier).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
        (format!("{TIER}{code}"), fill(GrantUi::Tier.text(lang), &[("tier", words::tier(tier, lang))]))
    });
    let parent = |site: &SiteView| site.parent.and_then(|parent| known.iter().find(|other| other.id == parent));
    let below = |site: &&SiteView| {
        let mut here = Some(*site);
        while let Some(at) = here {
            if Some(at.id) == own {
                return true;
            }
            here = parent(at);
        }
        false
    };
    let one = |site: &SiteView| {
        // In the town itself it goes without saying.
        let all = if site.parent == own { &[] } else { known };
        (site.id.0.to_string(), words::place(site, all, lang))
    };
    tiers.chain(known.iter().filter(below).map(one)).collect()
}

#[derive(Properties, PartialEq)]
struct PickItemsProps {
    typed: UseReducerHandle<Typed>,
}

/// Items by name, to be ticked.
#[component]
fn PickItems(props: &PickItemsProps) -> Html {
    let lang = use_session().lang;
    let items = use_load::<Page<ItemRow>>("/items".to_owned(), false);
    let words = use_state(String::new);
    let rows = items.value.map(|page| page.items.clone()).unwrap_or_default();
    let wanted = words.trim().to_lowercase();
    let fits = |row: &&ItemRow| {
        let item = &row.item;
        wanted.is_empty() || [&item.zh, &item.en, &item.code].iter().any(|text| text.to_lowercase().contains(&wanted))
    };
    let on_text = {
        let set = words.setter();
        Callback::from(move |text: String| set.set(text))
    };
    let picked = picked(&props.typed);
    let row = |row: &ItemRow| {
        let (others, code) = (picked.clone(), row.item.code.clone());
        let on_tick = typed::into(&props.typed, ITEMS).reform(move |yes: bool| {
            let others = others.iter().filter(|other| **other != code).cloned();
            others.chain(yes.then(|| code.clone())).collect::<Vec<_>>().join(",")
        });
        let text = format!("{} {}", row.item.code, lang.pick(&row.item.zh, &row.item.en));
        html! {
            <Tick key={row.item.code.clone()} id={format!("pick-{}", row.item.code)} {text} initial={picked.contains(&row.item.code)}
                test={format!("pick-{}", row.item.code)} {on_tick} />
        }
    };
    html! {
        <fieldset class="ticks pick-items" data-test="pick-items">
            <legend>{ GrantUi::PickItems.text(lang) }</legend>
            <SearchField id="pick-search" words={GrantUi::PickSearch.text(lang)} {on_text} />
            <p class="hint" role="status">{ fill(GrantUi::Picked.text(lang), &[("n", &picked.len().to_string())]) }</p>
            <div class="pick-list">{ for rows.iter().filter(fits).map(row) }</div>
        </fieldset>
    }
}

/// The codes that are ticked.
fn picked(typed: &Typed) -> BTreeSet<String> {
    typed.text(ITEMS).split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// The request, once place, power and basis are there.
fn request(typed: &Typed) -> Option<RightRequest> {
    let power = serde_json::from_value(serde_json::Value::String(typed.text("power").to_owned())).ok()?;
    let basis = typed.text("basis").trim().to_owned();
    let place = typed.text("site");
    let tier: Option<Tier> = place
        .strip_prefix(TIER)
        .and_then(|tier| serde_json::from_value(serde_json::Value::String(tier.to_owned())).ok());
    let site = place.parse().ok().map(SiteId);
    let amount = typed.text("up_to_yuan").trim();
    let up_to_yuan = if amount.is_empty() { None } else { Some(amount.parse().ok()?) };
    (!basis.is_empty() && (site.is_some() || tier.is_some())).then_some(RightRequest {
        site,
        tier,
        department: typed.text("desk").parse().ok().map(DeptId),
        user: UserId::parse(typed.text("user")).ok(),
        person: None,
        power,
        items: picked(typed).into_iter().collect(),
        up_to_yuan,
        from: Day::parse(typed.text("from")),
        until: Day::parse(typed.text("until")),
        basis,
        why: typed.text("why").trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed(fields.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn a_grant_needs_place_power_and_document() {
        let all = [("site", "7"), ("power", "decide"), ("basis", "梅区〔2026〕1号")];
        for n in 0..all.len() {
            assert!(request(&typed(&all[..n])).is_none(), "{n}");
        }
        let all: Vec<_> = all.into_iter().chain([("items", "V04")]).collect();
        let right = request(&typed(&all)).expect("complete");
        assert_eq!((right.site, right.tier, right.power), (Some(SiteId(7)), None, Power::Decide));
        assert_eq!((right.items, right.up_to_yuan), (vec!["V04".to_owned()], None));
    }

    #[test]
    fn a_whole_tier_and_an_amount_are_read_and_words_are_no_amount() {
        let mut fields = vec![("site", "tier:town"), ("power", "decide"), ("basis", "x"), ("up_to_yuan", "5000")];
        let right = request(&typed(&fields)).expect("complete");
        assert_eq!((right.site, right.tier, right.up_to_yuan), (None, Some(Tier::Town), Some(5_000)));
        fields[3] = ("up_to_yuan", "五千");
        assert!(request(&typed(&fields)).is_none(), "an unread limit is not no limit");
    }
}
