//! The list of grants: found by words and state; each with its items, its history and the way to end it.

use daiban_shared::api::{EndRequest, RightEvent, RightState, RightView};
use daiban_shared::day::stamp;
use daiban_shared::text::{GrantUi, Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::{Ask, new_id};
use crate::app::session::use_lang;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::grant;
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::search::SearchField;
use crate::ui::state::Empty;

/// Items named in a row; the others are unfolded.
const ITEMS_SHOWN: usize = 3;

#[derive(Properties, PartialEq)]
pub struct GrantsProps {
    pub rows: Vec<RightView>,
    /// The reader may end them.
    pub ends: bool,
    pub on_change: Callback<()>,
}

#[component]
pub fn Grants(props: &GrantsProps) -> Html {
    let lang = use_lang();
    let words = use_state(String::new);
    let state = use_state(String::new);
    let ending = use_state(|| None::<u32>);
    let states: Vec<(String, String)> = RightState::ALL
        .iter()
        .map(|state| (code(*state), format!("{} ({})", grant::state(*state).text(lang), count(&props.rows, *state))))
        .collect();
    let shown: Vec<&RightView> = props.rows.iter().filter(|row| fits(row, &words, &state, lang)).collect();
    let into = |handle: &UseStateHandle<String>| {
        let set = handle.setter();
        Callback::from(move |text: String| set.set(text))
    };
    let head = |text: &'static str| html! { <th scope="col">{ text }</th> };
    html! {
        <>
            <div class="filters">
                <span class="search"><SearchField id="rights-search" words={GrantUi::Search.text(lang)} on_text={into(&words)} /></span>
                <label for="rights-state">{ GrantUi::StateWord.text(lang) }
                    <Select id="rights-state" options={states} empty={GrantUi::EveryState.text(lang)} test="rights-state" on_text={into(&state)} />
                </label>
            </div>
            if shown.is_empty() {
                <Empty text={GrantUi::None.text(lang)} />
            } else {
                <table class="cards" data-test="rights">
                    <thead><tr>
                        { head(PlaceUi::RightNo.text(lang)) }{ head(GrantUi::Who.text(lang)) }{ head(PlaceUi::Power.text(lang)) }
                        { head(PlaceUi::ItemsWord.text(lang)) }{ head(GrantUi::Limit.text(lang)) }{ head(GrantUi::Days.text(lang)) }
                        { head(PlaceUi::BasisWord.text(lang)) }{ head(GrantUi::StateWord.text(lang)) }
                    </tr></thead>
                    <tbody>{ for shown.into_iter().map(|row| {
                        let no = row.grant.right.no;
                        let is_open = *ending == Some(no);
                        let toggle = {
                            let ending = ending.setter();
                            Callback::from(move |_: MouseEvent| ending.set((!is_open).then_some(no)))
                        };
                        let on_done = {
                            let (ending, on_change) = (ending.setter(), props.on_change.clone());
                            Callback::from(move |done: bool| {
                                ending.set(None);
                                if done {
                                    on_change.emit(());
                                }
                            })
                        };
                        html! {
                            <>
                                { draw(row, props.ends.then_some(toggle), lang) }
                                if is_open {
                                    <tr class="unfolded"><td colspan="8"><End key={no} {no} {on_done} /></td></tr>
                                }
                            </>
                        }
                    }) }</tbody>
                </table>
            }
        </>
    }
}

fn code(state: RightState) -> String {
    serde_json::to_value(state).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn count(rows: &[RightView], state: RightState) -> usize {
    rows.iter().filter(|row| row.state == state).count()
}

/// Whether a row has these words and stands so.
fn fits(row: &RightView, words: &str, state: &str, lang: Lang) -> bool {
    let words = words.trim().to_lowercase();
    let right = &row.grant.right;
    let named = row.items.iter().flat_map(|item| [item.zh.clone(), item.en.to_lowercase(), item.code.to_lowercase()]);
    let mut texts =
        vec![right.no.to_string(), grant::whom(&row.grant, lang).to_lowercase(), right.basis.to_lowercase()];
    texts.extend(named);
    (state.is_empty() || code(row.state) == state)
        && (words.is_empty() || texts.iter().any(|text| text.contains(&words)))
}

fn draw(row: &RightView, end: Option<Callback<MouseEvent>>, lang: Lang) -> Html {
    let right = &row.grant.right;
    let is_over = match row.state {
        RightState::Ended | RightState::Expired => true,
        RightState::InForce | RightState::Expiring | RightState::NotYet => false,
    };
    let limit = grant::limit(right, lang).unwrap_or_else(|| GrantUi::NoLimit.text(lang).to_owned());
    html! {
        <tr class={classes!(is_over.then_some("ended"))} data-test="right" data-no={right.no.to_string()} data-state={code(row.state)}>
            <td data-label={PlaceUi::RightNo.text(lang)}>{ right.no }</td>
            <td data-label={GrantUi::Who.text(lang)}>{ grant::whom(&row.grant, lang) }</td>
            <td class="nowrap" data-label={PlaceUi::Power.text(lang)}>{ right.power.text(lang) }</td>
            <td data-label={PlaceUi::ItemsWord.text(lang)}>{ items(row, lang) }</td>
            <td class="nowrap" data-label={GrantUi::Limit.text(lang)}>{ limit }</td>
            <td class="nowrap" data-label={GrantUi::Days.text(lang)}>{ grant::days(right, lang) }</td>
            <td data-label={PlaceUi::BasisWord.text(lang)}>{ right.basis.clone() }{ history(&row.history, lang) }</td>
            <td data-label={GrantUi::StateWord.text(lang)}>
                <span class={classes!("badge", badge(row.state))}>{ grant::state(row.state).text(lang) }</span>
                if let Some(onclick) = end.filter(|_| row.state != RightState::Ended) {
                    { " " }<button type="button" class="quiet" {onclick} data-test="right-end"
                        aria-label={format!("{} {}", GrantUi::EndIt.text(lang), fill(GrantUi::Number.text(lang), &[("no", &right.no.to_string())]))}>
                        { GrantUi::EndIt.text(lang) }
                    </button>
                }
            </td>
        </tr>
    }
}

fn badge(state: RightState) -> &'static str {
    match state {
        RightState::InForce => "done",
        RightState::Expiring | RightState::NotYet => "accepted",
        RightState::Expired | RightState::Ended => "closed",
    }
}

fn items(row: &RightView, lang: Lang) -> Html {
    let names = grant::items(&row.grant.right, &row.items, lang);
    let comma = lang.pick("、", ", ");
    if names.len() <= ITEMS_SHOWN + 1 {
        return html! { { names.join(comma) } };
    }
    let count = fill(GrantUi::ItemsCount.text(lang), &[("n", &names.len().to_string())]);
    html! {
        <details>
            <summary>{ format!("{}…{}{count}{}", names[..ITEMS_SHOWN].join(comma), lang.pick("（", " ("), lang.pick("）", ")")) }</summary>
            <p>{ names.join(comma) }</p>
        </details>
    }
}

fn history(events: &[RightEvent], lang: Lang) -> Html {
    let line = |event: &RightEvent| {
        let what = if event.ended { GrantUi::EndedOn } else { GrantUi::Entered };
        let by = event.by.clone().unwrap_or_else(|| GrantUi::AtDistrict.text(lang).to_owned());
        html! { <li>{ format!("{} {by} {}{}{}", stamp(event.at), what.text(lang), lang.pick("：", ": "), event.basis) }</li> }
    };
    html! {
        <details class="history" data-test="right-history">
            <summary>{ GrantUi::History.text(lang) }</summary>
            <ul>{ for events.iter().map(line) }</ul>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct EndProps {
    no: u32,
    /// Closed; true = it was ended.
    on_done: Callback<bool>,
}

/// Asks once more before a grant ends, and for the document.
#[component]
fn End(props: &EndProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let basis = use_state(String::new);
    let id = use_memo((), |()| new_id());
    let send = {
        let (sender, basis, id, no, done) =
            (sender.clone(), basis.clone(), id.clone(), props.no, props.on_done.clone());
        Callback::from(move |()| {
            let ask = sender.unanswered().unwrap_or_else(|| {
                Ask::numbered(format!("/rights/{no}/end"), &id, &[], &EndRequest { basis: (*basis).clone() })
            });
            let done = done.clone();
            sender.send_blind(ask, move || done.emit(true));
        })
    };
    let on_text = {
        let set = basis.setter();
        Callback::from(move |text: String| set.set(text))
    };
    html! {
        <section class="panel" data-test="end-right">
            <h2>{ fill(GrantUi::EndTitle.text(lang), &[("no", &props.no.to_string())]) }</h2>
            <p>{ GrantUi::EndHint.text(lang) }</p>
            <Labelled id="end-basis" label={GrantUi::EndBasis.text(lang)} error={sender.state.field("basis").map(AttrValue::from)}>
                <TextInput id="end-basis" test="end-basis" focus={true} {on_text} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={GrantUi::EndYes.text(lang)} busy={sender.state.is_busy()} off={basis.trim().is_empty()} onclick={send} test="end-yes" />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} onclick={props.on_done.reform(|()| false)} test="end-no" />
            </p>
        </section>
    }
}
