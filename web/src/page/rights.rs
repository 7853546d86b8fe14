//! Who may accept and decide what: rows of the district's public feed, entered there, asked for elsewhere.

use daiban_shared::api::{Page, RightRequest, RightView, SiteView};
use daiban_shared::day::Day;
use daiban_shared::id::{DeptId, SiteId};
use daiban_shared::kind::Power;
use daiban_shared::text::{Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::page::case::code;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::typed::{self, Typed};
use crate::ui::words;

/// `/rights`
#[component]
pub fn RightsPage() -> Html {
    let lang = use_lang();
    let loaded = use_load::<Page<RightView>>("/rights".to_owned(), true);
    // Rises with every right that was sent: the form begins anew, with a new command id.
    let sent = use_state(|| 0u32);
    let on_done = {
        let (sent, again) = (sent.clone(), loaded.again.clone());
        Callback::from(move |()| {
            sent.set(*sent + 1);
            again.emit(());
        })
    };
    html! {
        <>
            <Title text={Ui::Rights.text(lang)} />
            <p class="lead">{ PlaceUi::RightsLead.text(lang) }</p>
            { state::of(&loaded, |page| if page.items.is_empty() {
                html! { <Empty text={PlaceUi::RightsNone.text(lang)} /> }
            } else {
                table(&page.items, lang)
            }) }
            <AddRight key={*sent} asked={*sent > 0} {on_done} />
        </>
    }
}

fn table(rows: &[RightView], lang: Lang) -> Html {
    let head = |text: PlaceUi| html! { <th scope="col">{ text.text(lang) }</th> };
    html! {
        <table class="cards" data-test="rights">
            <thead><tr>
                { head(PlaceUi::RightNo) }{ head(PlaceUi::Power) }{ head(PlaceUi::Scope) }{ head(PlaceUi::ItemsWord) }
                { head(PlaceUi::ValidFrom) }{ head(PlaceUi::ValidTo) }{ head(PlaceUi::BasisWord) }
            </tr></thead>
            <tbody>{ for rows.iter().map(|row| draw(row, lang)) }</tbody>
        </table>
    }
}

fn draw(row: &RightView, lang: Lang) -> Html {
    let right = &row.right;
    let place = match (&row.site, right.tier) {
        (Some(site), _) => site.name(lang).to_owned(),
        (None, Some(tier)) => fill(PlaceUi::EveryPlace.text(lang), &[("tier", words::tier(tier, lang))]),
        (None, None) => Ui::All.text(lang).to_owned(),
    };
    let desk = row.department.as_ref().map(|desk| format!(" · {}", words::department(desk, lang))).unwrap_or_default();
    let items = if right.items.is_empty() { PlaceUi::EveryItem.text(lang).to_owned() } else { right.items.join(" ") };
    let until = right.until.map(|day| day.to_string()).unwrap_or_else(|| "–".to_owned());
    html! {
        <tr class={classes!(right.ended.then_some("ended"))} data-test="right">
            <td>{ right.no }</td>
            <td class="nowrap" data-label={PlaceUi::Power.text(lang)}>{ right.power.text(lang) }</td>
            <td class="nowrap" data-label={PlaceUi::Scope.text(lang)}>{ place }{ desk }</td>
            <td data-label={PlaceUi::ItemsWord.text(lang)}>{ items }</td>
            <td class="nowrap" data-label={PlaceUi::ValidFrom.text(lang)}>{ right.from.to_string() }</td>
            <td class="nowrap" data-label={PlaceUi::ValidTo.text(lang)}>
                { if right.ended { PlaceUi::Ended.text(lang).to_owned() } else { until } }
            </td>
            <td data-label={PlaceUi::BasisWord.text(lang)}>{ right.basis.clone() }</td>
        </tr>
    }
}

#[derive(Properties, PartialEq)]
struct AddRightProps {
    /// One was sent just before.
    asked: bool,
    on_done: Callback<()>,
}

#[component]
fn AddRight(props: &AddRightProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let typed = use_reducer(Typed::default);
    let id = use_memo((), |()| new_id());
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let known = sites.value.as_ref().map(|page| page.items.clone()).unwrap_or_default();
    let places: Vec<_> =
        known.iter().map(|site| (site.id.0.to_string(), lang.pick(&site.zh, &site.en).to_owned())).collect();
    let chosen = known.iter().find(|site| site.id.0.to_string() == typed.text("site"));
    let desks: Vec<_> = chosen
        .map(|site| {
            site.departments.iter().map(|desk| (desk.id.0.to_string(), words::department(desk, lang))).collect()
        })
        .unwrap_or_default();
    let powers: Vec<_> = Power::ALL.iter().map(|power| (code(power), power.text(lang).to_owned())).collect();
    let request = request(&typed);
    let send = {
        let (sender, on_done, request) = (sender.clone(), props.on_done.clone(), request.clone());
        Callback::from(move |()| {
            let ask = match (&sender.state, &request) {
                // It may have been taken as it was: only the same may be sent again.
                (Sending::Unknown(ask), _) => (**ask).clone(),
                (Sending::Idle | Sending::Busy | Sending::Refused(_), Some(request)) => {
                    Ask::numbered("/rights", &id, &[], request)
                }
                (Sending::Idle | Sending::Busy | Sending::Refused(_), None) => return,
            };
            let on_done = on_done.clone();
            sender.send_blind(ask, move || on_done.emit(()));
        })
    };
    let select = |name: &'static str, label: PlaceUi, options: Vec<(String, String)>, empty: Ui| {
        html! {
            <Labelled id={format!("right-{name}")} label={label.text(lang)}>
                <Select id={format!("right-{name}")} {options} empty={empty.text(lang)} test={format!("right-{name}")}
                    on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let line = |name: &'static str, label: PlaceUi, hint: Option<PlaceUi>, kind: &'static str| {
        html! {
            <Labelled id={format!("right-{name}")} label={label.text(lang)}
                hint={hint.map(|hint| hint.text(lang)).unwrap_or_default()}>
                <TextInput id={format!("right-{name}")} {kind} described={described(&format!("right-{name}"))}
                    test={format!("right-{name}")} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    html! {
        <section class="panel" data-test="add-right">
            <h2>{ PlaceUi::AddRight.text(lang) }</h2>
            { select("site", PlaceUi::Place, places, Ui::Choose) }
            if !desks.is_empty() { { select("desk", PlaceUi::Desk, desks, Ui::All) } }
            { select("power", PlaceUi::Power, powers, Ui::Choose) }
            { line("items", PlaceUi::ItemsWord, Some(PlaceUi::ItemCodes), "text") }
            { line("until", PlaceUi::ValidTo, None, "date") }
            { line("basis", PlaceUi::BasisWord, None, "text") }
            if props.asked && typed.0.is_empty() { <p class="notice good" role="status" data-test="right-asked">{ PlaceUi::Asked.text(lang) }</p> }
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            if request.is_none() { <p class="hint" data-test="right-needs">{ PlaceUi::RightNeeds.text(lang) }</p> }
            <SendButton text={Ui::Save.text(lang)} busy={sender.state.is_busy()} off={request.is_none()}
                onclick={send} test="right-save" />
        </section>
    }
}

/// The request, once place, power and basis are there.
fn request(typed: &Typed) -> Option<RightRequest> {
    let power = serde_json::from_value(serde_json::Value::String(typed.text("power").to_owned())).ok()?;
    let basis = typed.text("basis").trim().to_owned();
    let items = typed.text("items").split(|c: char| !c.is_alphanumeric()).filter(|item| !item.is_empty());
    (!basis.is_empty()).then_some(RightRequest {
        site: SiteId(typed.text("site").parse().ok()?),
        department: typed.text("desk").parse().ok().map(DeptId),
        power,
        items: items.map(str::to_uppercase).collect(),
        until: Day::parse(typed.text("until")),
        basis,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_needs_place_power_and_basis() {
        let mut typed = Typed::default();
        for (field, text) in [("site", "7"), ("power", "decide"), ("items", "v04， T12"), ("basis", "梅区〔2026〕1号")]
        {
            assert!(request(&typed).is_none());
            typed.0.insert(field.into(), text.into());
        }
        let right = request(&typed).expect("complete");
        assert_eq!(
            (right.site, right.power, right.items),
            (SiteId(7), Power::Decide, vec!["V04".to_owned(), "T12".to_owned()])
        );
    }
}
