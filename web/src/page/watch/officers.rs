//! What rules saw, counted per officer and place: who returns too often, enters after the fact, or whose times do not fit.

use daiban_shared::api::{OfficerCount, OfficerPage, OfficerWatch};
use daiban_shared::text::{Lang, WatchUi};
use yew::prelude::*;

use crate::app::session::{use_lang, use_session};
use crate::load::use_load;
use crate::ui::{state, words};

/// A table of officers, read only when somebody opens it.
#[component]
pub fn Officers() -> Html {
    let session = use_session();
    let lang = session.lang;
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: Event| open.set(!*open))
    };
    if session.is_lay() {
        return Html::default();
    }
    html! {
        <details class="officers" data-test="officers" ontoggle={toggle}>
            <summary>{ WatchUi::OfficersTitle.text(lang) }</summary>
            if *open { <Table /> }
        </details>
    }
}

#[component]
fn Table() -> Html {
    let lang = use_lang();
    let loaded = use_load::<OfficerPage>("/officers".to_owned(), true);
    state::of(&loaded, |page| {
        if page.items.is_empty() {
            return html! {
                <>
                    <p class="faint">{ WatchUi::OfficersNone.text(lang) }</p>
                    <p class="hint" data-test="officers-complete">{ words::complete(page.complete, lang) }</p>
                </>
            };
        }
        html! {
            <>
                <p class="hint">{ WatchUi::OfficersLead.text(lang) }</p>
                <p class="hint" data-test="officers-complete">{ words::complete(page.complete, lang) }</p>
                <div class="scrolls">
                    <table class="plain">
                        <thead><tr>
                            <th scope="col">{ WatchUi::CardOfficer.text(lang) }</th>
                            <th scope="col">{ WatchUi::FilterPlaceName.text(lang) }</th>
                            <th scope="col">{ WatchUi::OfficersSeen.text(lang) }</th>
                        </tr></thead>
                        <tbody>{ for page.items.iter().map(|officer| row(officer, lang)) }</tbody>
                    </table>
                </div>
            </>
        }
    })
}

fn row(officer: &OfficerWatch, lang: Lang) -> Html {
    let name = &officer.officer.name;
    let name = if name.is_empty() { WatchUi::OfficerElsewhere.text(lang) } else { name.as_str() };
    let count = |one: &OfficerCount| {
        html! {
            <li class={classes!((!one.too_often).then_some("faint"))}>{ format!("{} {}", one.rule_text, one.count) }</li>
        }
    };
    html! {
        <tr data-test="officer">
            <th scope="row">{ name.to_owned() }</th>
            <td>{ officer.site.name(lang).to_owned() }</td>
            <td><ul class="inline">{ for officer.counts.iter().map(count) }</ul></td>
        </tr>
    }
}
