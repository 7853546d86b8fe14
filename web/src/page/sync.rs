//! The line up and down: last contact, what waits, what is missing. Nothing here needs pressing.

use daiban_shared::api::{ChildView, ParentView, SyncView};
use daiban_shared::id::Millis;
use daiban_shared::text::{Lang, LineUi, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::state;
use crate::ui::title::Title;
use crate::ui::words::{moment, moment_ago, pair};

/// `/line`
#[component]
pub fn SyncPage() -> Html {
    let lang = use_lang();
    let loaded = use_load::<SyncView>("/sync".to_owned(), true);
    html! {
        <>
            <Title text={Ui::Sync.text(lang)} />
            <p class="lead">{ PlaceUi::SyncLead.text(lang) }</p>
            { state::of(&loaded, |sync| draw(sync, lang)) }
        </>
    }
}

fn draw(sync: &SyncView, lang: Lang) -> Html {
    let row = |name: PlaceUi, value: String, test: &'static str| {
        html! {
            <><dt>{ name.text(lang) }</dt><dd data-test={test}>{ value }</dd></>
        }
    };
    let why = |name: PlaceUi, why: LineUi, value: String, test: &'static str| {
        html! {
            <><dt>{ name.text(lang) }</dt><dd><span data-test={test}>{ value }</span><br /><small>{ why.text(lang) }</small></dd></>
        }
    };
    let count = |n: u64| fill(PlaceUi::Entries.text(lang), &[("n", &n.to_string())]);
    html! {
        <>
            if let Some((heard, all)) = sync.recovering {
                <p class="notice warn" data-test="recovering">
                    { fill(PlaceUi::Recovering.text(lang), &[("n", &heard.to_string()), ("all", &all.to_string())]) }
                </p>
            }
            <h2>{ PlaceUi::Parent.text(lang) }</h2>
            { parent(sync, lang) }
            if sync.parent.is_some() { { not_up(sync, lang) } }
            <dl class="facts">
                { row(PlaceUi::WaitingUp, count(sync.pending_up), "pending-up") }
                { row(PlaceUi::WaitingDown, count(sync.pending_down), "pending-down") }
                if sync.waiting > 0 { { why(PlaceUi::WaitsFor, LineUi::WhyWaits, count(sync.waiting), "waiting") } }
                if sync.missing_parts > 0 { { why(PlaceUi::PartsMissing, LineUi::WhyMissing, count(sync.missing_parts), "missing-parts") } }
                if sync.refused > 0 { { why(PlaceUi::RefusedBytes, LineUi::WhyRefused, count(sync.refused), "refused") } }
            </dl>
            <h2>{ PlaceUi::Children.text(lang) }</h2>
            if sync.children.is_empty() {
                <p class="faint">{ PlaceUi::ChildrenNone.text(lang) }</p>
            } else {
                <table class="cards" data-test="children">
                    <thead><tr>
                        <th scope="col">{ PlaceUi::Place.text(lang) }</th>
                        <th scope="col">{ PlaceUi::LastHeard.text(lang) }</th>
                        <th scope="col">{ PlaceUi::WaitingDown.text(lang) }</th>
                    </tr></thead>
                    <tbody>{ for sync.children.iter().map(|child| child_row(child, sync.now, lang)) }</tbody>
                </table>
            }
        </>
    }
}

/// Which cases have steps that are not above yet, since when, and why.
fn not_up(sync: &SyncView, lang: Lang) -> Html {
    if sync.pending_up == 0 {
        return html! { <p data-test="not-up-none">{ icon(Icon::CheckCheck) }{ " " }{ LineUi::NotUpNone.text(lang) }</p> };
    }
    let is_connected = sync.parent.as_ref().is_some_and(|parent| parent.connected);
    let reason = if is_connected { LineUi::NotUpWhyUp } else { LineUi::NotUpWhyDown };
    let listed: u64 = sync.pending_cases.iter().map(|case| u64::from(case.steps)).sum();
    let others = sync.pending_up.saturating_sub(listed);
    let rows = sync.pending_cases.iter().map(|case| {
        let name = if case.applicant.is_empty() { Ui::NoName.text(lang).to_owned() } else { case.applicant.clone() };
        let since = moment_ago(sync.now, Some(case.since), lang);
        html! {
            <tr key={case.id.to_string()} data-test="not-up">
                <td class="name"><Go to={Route::Case { id: case.id.to_string() }}>{ name }</Go><small class="number">{ case.number.clone() }</small></td>
                <td data-label={Ui::ColumnItem.text(lang)}><span>{ lang.pick(&case.item_zh, &case.item_en).to_owned() }</span></td>
                <td data-label={LineUi::ColumnWaiting.text(lang)}>
                    <span>{ fill(LineUi::NotUpSteps.text(lang), &[("n", &case.steps.to_string())]) }
                    <small>{ fill(LineUi::NotUpSince.text(lang), &[("time", &since)]) }</small></span>
                </td>
            </tr>
        }
    });
    html! {
        <section>
            <h3>{ LineUi::NotUp.text(lang) }</h3>
            <p data-test="not-up-why">{ reason.text(lang) }</p>
            <table class="cards">
                <thead><tr>
                    <th scope="col">{ Ui::ColumnApplicant.text(lang) }</th>
                    <th scope="col">{ Ui::ColumnItem.text(lang) }</th>
                    <th scope="col">{ LineUi::ColumnWaiting.text(lang) }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            if others > 0 { <p class="hint">{ fill(LineUi::NotUpMore.text(lang), &[("n", &others.to_string())]) }</p> }
        </section>
    }
}

fn child_row(child: &ChildView, now: Millis, lang: Lang) -> Html {
    let heard = |at| moment_ago(now, Some(at), lang);
    let heard = child.last_heard.map_or_else(|| PlaceUi::NeverHeard.text(lang).to_owned(), heard);
    html! {
        <tr>
            <th scope="row">{ child.site.name(lang).to_owned() }</th>
            <td data-label={PlaceUi::LastHeard.text(lang)}>{ heard }</td>
            <td data-label={PlaceUi::WaitingDown.text(lang)}>{ child.pending }</td>
        </tr>
    }
}

fn parent(sync: &SyncView, lang: Lang) -> Html {
    let Some(parent) = &sync.parent else { return html! { <p>{ PlaceUi::NoParent.text(lang) }</p> } };
    let ParentView { site, url, connected, error, clock_offset_ms } = parent;
    let (shape, class, text) = match connected {
        true => (Icon::CheckCheck, "good", PlaceUi::LineUp),
        false => (Icon::CloudOff, "warn", PlaceUi::LineDown),
    };
    let contact = sync.last_contact.map(|at| moment_ago(sync.now, Some(at), lang));
    let contact = contact.unwrap_or_else(|| moment(None));
    html! {
        <div class={classes!("notice", class)} data-test="parent" data-connected={connected.to_string()}>
            <p>
                { icon(shape) }
                { format!(" {} · {}", site.name(lang), text.text(lang)) }
            </p>
            <p>{ pair(PlaceUi::LastContact.text(lang), &contact, lang) }</p>
            if let Some(error) = error.as_ref().filter(|_| !connected) { <p>{ error.clone() }</p> }
            <details>
                <summary>{ LineUi::Technical.text(lang) }</summary>
                <p class="number">{ url.clone() }</p>
                if let Some(ms) = clock_offset_ms {
                    <p>{ pair(PlaceUi::ClockOffset.text(lang), &fill(PlaceUi::Seconds.text(lang), &[("n", &(ms / 1000).to_string())]), lang) }</p>
                }
            </details>
        </div>
    }
}
