//! One card: what it is about, until when it is to be answered, its steps, what may be done with it; as a sheet on paper.

use std::rc::Rc;

use daiban_shared::api::{CardAct, CardStep, CardView};
use daiban_shared::day::stamp;
use daiban_shared::text::{Lang, Ui, WatchUi, fill};
use daiban_shared::watch::Stand;
use yew::prelude::*;

use super::act::Acts;
use super::cards::stand;
use super::lamp::{self, Lamp};
use super::late::officer;
use crate::api::Fault;
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::{Go, up};
use crate::ui::state;
use crate::ui::title::Title;
use crate::ui::{dom, words};

#[derive(Properties, PartialEq)]
pub struct CardPageProps {
    pub id: String,
}

/// `/cards/{id}`
#[component]
pub fn CardPage(props: &CardPageProps) -> Html {
    let lang = use_lang();
    let loaded = use_load::<CardView>(format!("/cards/{}", props.id), true);
    if let (None, Some(Fault::Refused(problem))) = (&loaded.value, &loaded.fault)
        && problem.status == 404
    {
        return html! {
            <>
                <Title text={Ui::NotFoundTitle.text(lang)} />
                <p><Go to={Route::Cards}>{ WatchUi::ToCards.text(lang) }</Go></p>
            </>
        };
    }
    let again = loaded.again.clone();
    state::of(&loaded, |card| html! { <Drawn card={card.clone()} on_done={again.clone()} /> })
}

#[derive(Properties, PartialEq)]
struct DrawnProps {
    card: Rc<CardView>,
    on_done: Callback<()>,
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    let lang = use_lang();
    let card = &props.card;
    let title = fill(WatchUi::CardOf.text(lang), &[("rule", &card.alarm.rule_text)]);
    html! {
        <article class="supervision-card" data-test="card">
            { up(Route::Cards, WatchUi::ToCards.text(lang)) }
            <Title text={title} />
            <p class="buttons">
                { stand(card.stand, lang) }{ lamp::badge(Lamp::of(card.alarm.light), lang) }
                <button type="button" onclick={|_| dom::print()} data-test="card-print">{ icon(Icon::Printer) }{ WatchUi::Print.text(lang) }</button>
            </p>
            if let Some(other) = card.repeats {
                <p class="notice" role="status" data-test="card-repeats">
                    { WatchUi::CardRepeats.text(lang) }{ " " }<Go to={Route::Card { id: other.to_string() }}>{ WatchUi::CardOther.text(lang) }</Go>
                </p>
            }
            { facts(card, lang) }
            <Acts<CardAct> of={card.clone()} may={card.may.clone()} on_done={props.on_done.clone()} />
            <h2>{ WatchUi::CardSteps.text(lang) }</h2>
            <ul class="timeline">{ for card.steps.iter().rev().map(|step| draw_step(step, lang)) }</ul>
            { sheet(card, lang) }
        </article>
    }
}

fn facts(card: &CardView, lang: Lang) -> Html {
    let alarm = &card.alarm;
    let row = |name: WatchUi, value: Html| html! { <><dt>{ name.text(lang) }</dt><dd>{ value }</dd></> };
    let number = if alarm.number.is_empty() { "–".to_owned() } else { alarm.number.clone() };
    html! {
        <dl class="facts" data-test="card-facts">
            { row(WatchUi::CardCase, html! {
                <><Go to={Route::Case { id: alarm.case.to_string() }} class={classes!("number")} test="card-case">{ number }</Go>{ " " }{ alarm.item.clone() }</>
            }) }
            { row(WatchUi::CardTo, html! { alarm.site.name(lang).to_owned() }) }
            { row(WatchUi::CardOfficer, html! { officer(alarm, lang) }) }
            if let Some(day) = alarm.due { { row(WatchUi::CardDue, html! { day.to_string() }) } }
            { row(WatchUi::CardSince, html! { stamp(alarm.since) }) }
            if alarm.due.is_some() && alarm.days_late > 0 {
                { row(WatchUi::CardLate, html! { fill(WatchUi::DaysLate.text(lang), &[("n", &alarm.days_late.to_string())]) }) }
            }
            { row(WatchUi::CardBy, html! { card.by.name(lang).to_owned() }) }
            { row(WatchUi::CardServed, html! { stamp(card.served_at) }) }
            if let Some(day) = card.answer_by {
                { row(WatchUi::CardAnswerBy, html! {
                    <>
                        { day.to_string() }
                        if card.answer_late { { " " }<strong class="lamp lamp-red">{ icon(Icon::OctagonAlert) }{ " " }{ WatchUi::CardAnswerLate.text(lang) }</strong> }
                    </>
                }) }
            }
        </dl>
    }
}

/// One step: what, who, where, when.
pub fn draw_step(step: &CardStep, lang: Lang) -> Html {
    let name = if step.by.name.is_empty() { WatchUi::OfficerElsewhere.text(lang) } else { &step.by.name };
    html! {
        <li key={step.id.to_string()} class={classes!((!step.counts).then_some("void"))} data-test="card-step">
            <p class="step-head"><strong>{ step.text.clone() }</strong>
                if !step.says.is_empty() { <span>{ step.says.clone() }</span> }
                if !step.counts { <em>{ words::bracketed(WatchUi::CardVoid.text(lang), lang) }</em> }
            </p>
            if !step.words.is_empty() { <p class="said">{ step.words.clone() }</p> }
            <p class="step-foot"><small>{ format!("{} · {} · {}", step.site.name(lang), name, stamp(step.at)) }</small></p>
        </li>
    }
}

/// The card on paper, with room for the place's answer.
fn sheet(card: &CardView, lang: Lang) -> Html {
    let alarm = &card.alarm;
    let day = card.answer_by.map_or_else(|| WatchUi::SheetNoDay.text(lang).to_owned(), |day| day.to_string());
    let lead = [("place", alarm.site.name(lang)), ("rule", alarm.rule_text.as_str()), ("day", &day)];
    let row =
        |name: WatchUi, value: String| html! { <tr><th scope="row">{ name.text(lang) }</th><td>{ value }</td></tr> };
    let said = card.steps.iter().filter(|step| step.counts && !step.words.is_empty());
    html! {
        <article class="sheet paper-only" aria-hidden="true" data-test="card-sheet">
            <h1>{ WatchUi::Sheet.text(lang) }</h1>
            <p class="paper-number">{ card.id.to_string() }</p>
            <p class="indent">{ fill(WatchUi::SheetLead.text(lang), &lead) }</p>
            <table class="paper-facts"><tbody>
                { row(WatchUi::CardCase, alarm.number.clone()) }
                { row(WatchUi::CardItem, alarm.item.clone()) }
                { row(WatchUi::CardOfficer, officer(alarm, lang)) }
                { row(WatchUi::CardRule, alarm.rule_text.clone()) }
                { row(WatchUi::CardLight, alarm.light.text(lang).to_owned()) }
                { row(WatchUi::CardDue, alarm.due.map_or_else(|| "–".to_owned(), |day| day.to_string())) }
                { row(WatchUi::CardSince, stamp(alarm.since)) }
                { row(WatchUi::CardServed, stamp(card.served_at)) }
            </tbody></table>
            { for said.map(|step| html! { <p class="indent">{ words::pair(&step.text, &step.words, lang) }</p> }) }
            if card.stand == Stand::Served { <p class="sheet-room">{ WatchUi::SheetAnswer.text(lang) }</p> }
            <div class="signatures"><p>{ WatchUi::SheetSign.text(lang) }{ card.by.name(lang).to_owned() }</p><p>{ WatchUi::SheetDate.text(lang) }</p></div>
        </article>
    }
}
