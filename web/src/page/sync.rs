//! The line up and down: last contact, what waits, what is missing. Nothing here needs pressing.

use daiban_shared::api::{ChildView, ParentView, SyncView};
use daiban_shared::day::stamp;
use daiban_shared::text::{Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::state;
use crate::ui::title::Title;
use crate::ui::words::{moment, pair};

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
            <dl class="facts">
                { row(PlaceUi::WaitingUp, count(sync.pending_up), "pending-up") }
                { row(PlaceUi::WaitingDown, count(sync.pending_down), "pending-down") }
                if sync.waiting > 0 { { row(PlaceUi::WaitsFor, count(sync.waiting), "waiting") } }
                if sync.missing_parts > 0 { { row(PlaceUi::PartsMissing, count(sync.missing_parts), "missing-parts") } }
                if sync.refused > 0 { { row(PlaceUi::RefusedBytes, count(sync.refused), "refused") } }
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
                    <tbody>{ for sync.children.iter().map(|child| child_row(child, lang)) }</tbody>
                </table>
            }
        </>
    }
}

fn child_row(child: &ChildView, lang: Lang) -> Html {
    let heard = child.last_heard.map_or_else(|| PlaceUi::NeverHeard.text(lang).to_owned(), stamp);
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
        true => ("✓", "good", PlaceUi::LineUp),
        false => ("✕", "warn", PlaceUi::LineDown),
    };
    html! {
        <div class={classes!("notice", class)} data-test="parent" data-connected={connected.to_string()}>
            <p>
                <span aria-hidden="true">{ shape }</span>
                { format!(" {} · {}", site.name(lang), text.text(lang)) }
            </p>
            <p>
                <small>{ format!("{} · {url}", pair(PlaceUi::LastContact.text(lang), &moment(sync.last_contact), lang)) }</small>
            </p>
            if let Some(error) = error.as_ref().filter(|_| !connected) { <p>{ error.clone() }</p> }
            if let Some(ms) = clock_offset_ms {
                <p><small>
                    { pair(PlaceUi::ClockOffset.text(lang), &fill(PlaceUi::Seconds.text(lang), &[("n", &(ms / 1000).to_string())]), lang) }
                </small></p>
            }
        </div>
    }
}
