//! Machines: this one, those below, those that ask to join; codes and fingerprint words.

mod end_place;
mod screen;

use daiban_shared::api::{ConfirmRequest, InviteCode, InviteRequest, NodeAsking, NodeView, NodesView, Page, SiteView};
use daiban_shared::day::stamp;
use daiban_shared::id::SiteId;
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, LineUi, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::Ask;
use crate::app::session::{use_lang, use_session};
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::input::Select;
use crate::ui::notice::Outcome;
use crate::ui::title::Title;
use crate::ui::words::{bracketed, moment_ago, pair};
use crate::ui::{dom, state};

/// `/nodes`
#[component]
pub fn NodesPage() -> Html {
    let lang = use_lang();
    let loaded = use_load::<NodesView>("/nodes".to_owned(), true);
    let again = loaded.again.clone();
    let is_district = use_session().me().is_some_and(|me| me.site.tier == Tier::District);
    html! {
        <>
            <Title text={Ui::Nodes.text(lang)} />
            <p class="lead">{ PlaceUi::NodesLead.text(lang) }</p>
            { state::of(&loaded, |view| draw(view, &again, lang)) }
            <screen::ScreenSwitchPanel />
            if is_district { <end_place::EndPlace /> }
        </>
    }
}

fn draw(view: &NodesView, again: &Callback<()>, lang: Lang) -> Html {
    html! {
        <>
            { how(view, lang) }
            <h2>{ PlaceUi::Asking.text(lang) }</h2>
            if view.asking.is_empty() { <p class="faint">{ PlaceUi::AskingNone.text(lang) }</p> }
            { for view.asking.iter().map(|asking| html! { <Asking key={asking.node.to_string()} asking={asking.clone()} on_done={again.clone()} /> }) }
            <h2>{ PlaceUi::Invite.text(lang) }</h2>
            <Invite on_done={again.clone()} />
            if !view.invites.is_empty() {
                <h3>{ PlaceUi::InvitesOpen.text(lang) }</h3>
                <ul data-test="invites">{ for view.invites.iter().map(|invite| html! {
                    <li>
                        { format!("{} · {}", invite.site.name(lang), fill(PlaceUi::ValidUntil.text(lang), &[("time", &stamp(invite.expires))])) }
                    </li>
                }) }</ul>
            }
            <h2>{ PlaceUi::OwnNode.text(lang) }</h2>
            { machine(&view.own, lang) }
            if !view.below.is_empty() {
                <h2>{ PlaceUi::Below.text(lang) }</h2>
                { below(&view.below, lang) }
            }
        </>
    }
}

/// The four steps, with the one that is to be done now.
fn how(view: &NodesView, lang: Lang) -> Html {
    let now = match (view.asking.iter().any(|asking| !asking.confirmed), view.invites.is_empty()) {
        (true, _) => 2,
        (false, false) => 1,
        (false, true) => 0,
    };
    let steps = [LineUi::JoinOne, LineUi::JoinTwo, LineUi::JoinThree, LineUi::JoinFour];
    let steps = steps.iter().enumerate().map(|(place, text)| {
        let (class, word) = match place.cmp(&now) {
            std::cmp::Ordering::Less => ("done", Some(LineUi::JoinDone)),
            std::cmp::Ordering::Equal => ("now", Some(LineUi::JoinNow)),
            std::cmp::Ordering::Greater => ("later", None),
        };
        html! {
            <li {class} aria-current={(place == now).then_some("step")} data-test={format!("join-{class}")}>
                { text.text(lang) }
                if let Some(word) = word { { " " }<small>{ bracketed(word.text(lang), lang) }</small> }
            </li>
        }
    });
    html! { <details class="join" open={now > 0}><summary>{ LineUi::JoinHow.text(lang) }</summary><ol>{ for steps }</ol></details> }
}

fn below(nodes: &[NodeView], lang: Lang) -> Html {
    let rows = nodes.iter().map(|node| {
        let live = if node.live { PlaceUi::Live } else { PlaceUi::NotLive };
        html! {
            <tr key={node.node.to_string()} data-test="node">
                <th scope="row" class="name">{ node.site.name(lang).to_owned() }<small class="number">{ node.node.to_string() }</small></th>
                <td><span class="badge">{ live.text(lang) }</span></td>
                <td data-label={PlaceUi::LastHeard.text(lang)}><span>{ heard(node, lang).unwrap_or_else(|| PlaceUi::NeverHeard.text(lang).to_owned()) }</span></td>
                <td data-label={PlaceUi::Fingerprint.text(lang)}><span class="words">{ for node.words.iter().map(|word| html! { <b>{ word.clone() }</b> }) }</span></td>
            </tr>
        }
    });
    html! {
        <table class="cards" data-test="below">
            <thead><tr>
                <th scope="col">{ PlaceUi::Place.text(lang) }</th>
                <th scope="col">{ Ui::ColumnStatus.text(lang) }</th>
                <th scope="col">{ PlaceUi::LastHeard.text(lang) }</th>
                <th scope="col">{ PlaceUi::Fingerprint.text(lang) }</th>
            </tr></thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

/// The last contact with a machine; none where there was none.
fn heard(node: &NodeView, lang: Lang) -> Option<String> {
    node.last_heard.map(|at| moment_ago(dom::now_ms(), Some(at), lang))
}

fn machine(node: &NodeView, lang: Lang) -> Html {
    let live = if node.live { PlaceUi::Live } else { PlaceUi::NotLive };
    html! {
        <div class="card" data-test="node">
            <p class="step-head">
                <strong>{ node.site.name(lang).to_owned() }</strong><span class="badge">{ live.text(lang) }</span>
                if let Some(heard) = heard(node, lang) { <small>{ pair(PlaceUi::LastHeard.text(lang), &heard, lang) }</small> }
            </p>
            { words(&node.words, lang) }
            <p><small class="number">{ node.node.to_string() }</small></p>
        </div>
    }
}

fn words(words: &[String], lang: Lang) -> Html {
    if words.is_empty() {
        return Html::default();
    }
    html! {
        <p class="words"><small>{ PlaceUi::Fingerprint.text(lang) }</small>
            <span data-test="words">{ for words.iter().map(|word| html! { <b>{ word.clone() }</b> }) }</span>
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct AskingProps {
    asking: NodeAsking,
    on_done: Callback<()>,
}

/// A machine that used a code: its words are compared by telephone before anything is confirmed.
#[component]
fn Asking(props: &AskingProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let asking = &props.asking;
    let confirm = {
        let (sender, node, done) = (sender.clone(), asking.node, props.on_done.clone());
        Callback::from(move |()| {
            let done = done.clone();
            sender.send_blind(Ask::post("/nodes/confirm", &ConfirmRequest { node }), move || done.emit(()));
        })
    };
    html! {
        <div class="card" data-test="asking">
            <p class="step-head">
                <strong>{ asking.site.name(lang).to_owned() }</strong>
                <small>{ fill(PlaceUi::AskedAt.text(lang), &[("time", &stamp(asking.at))]) }</small>
            </p>
            { words(&asking.words, lang) }
            if asking.confirmed {
                <p class="notice">{ PlaceUi::ConfirmedWaits.text(lang) }</p>
            } else {
                <p class="hint">{ PlaceUi::FingerprintHint.text(lang) }</p>
                <Outcome sender={sender.clone()} on_again={confirm.clone()} />
                <SendButton text={PlaceUi::ConfirmNode.text(lang)} busy={sender.state.is_busy()} onclick={confirm}
                    test="confirm-node" />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct InviteProps {
    on_done: Callback<()>,
}

/// Makes a one-time code for a place below that has no machine.
#[component]
fn Invite(props: &InviteProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let sender = use_sender();
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let chosen = use_state(String::new);
    // The code that was made, and for which place; and that one was wanted for none.
    let code = use_state(|| None::<(InviteCode, String)>);
    let is_unsaid = use_state(|| false);
    let own = session.me().map(|me| me.site.id);
    let places = sites.value.as_ref().zip(own).map(|(page, own)| free(&page.items, own, lang));
    let on_text = {
        let (chosen, is_unsaid) = (chosen.clone(), is_unsaid.clone());
        Callback::from(move |text| {
            chosen.set(text);
            is_unsaid.set(false);
        })
    };
    let send = {
        let (sender, code, done, is_unsaid) = (sender.clone(), code.clone(), props.on_done.clone(), is_unsaid.clone());
        let (chosen, places) = (chosen.clone(), places.clone().unwrap_or_default());
        Callback::from(move |()| {
            let place = places.iter().find(|(id, _)| *id == *chosen);
            let Some((site, name)) = place.and_then(|(id, name)| Some((id.parse().ok()?, name.clone()))) else {
                is_unsaid.set(true);
                return;
            };
            code.set(None);
            let (code, done, chosen) = (code.clone(), done.clone(), chosen.clone());
            sender.send::<InviteCode>(Ask::post("/nodes/invite", &InviteRequest { site: SiteId(site) }), move |made| {
                code.set(Some((made, name)));
                // Pressed once more it must not make a second code unasked.
                chosen.set(String::new());
                done.emit(());
            });
        })
    };
    if places.as_ref().is_some_and(Vec::is_empty) && code.is_none() {
        return html! { <p class="faint" data-test="invite-none">{ PlaceUi::InviteNone.text(lang) }</p> };
    }
    let error = is_unsaid.then(|| AttrValue::from(PlaceUi::InviteChoose.text(lang)));
    html! {
        <div class="card" data-test="invite">
            <Labelled id="invite-site" label={PlaceUi::InvitePlace.text(lang)} {error}>
                <Select id="invite-site" initial={(*chosen).clone()} options={places.unwrap_or_default()}
                    empty={Ui::Choose.text(lang)} described={described("invite-site")} invalid={*is_unsaid} test="invite-site" {on_text} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <SendButton text={PlaceUi::InviteButton.text(lang)} busy={sender.state.is_busy()} onclick={send}
                test="invite-send" />
            if let Some((made, place)) = &*code {
                <div class="notice good" role="status">
                    <p>{ fill(PlaceUi::InviteOnce.text(lang), &[("place", place), ("time", &stamp(made.expires))]) }</p>
                    <p class="big-number"><strong data-test="invite-code">{ made.code.clone() }</strong></p>
                </div>
            }
        </div>
    }
}

/// Places directly below this one that have no machine yet: a village's machine is invited by its town.
fn free(sites: &[SiteView], own: SiteId, lang: Lang) -> Vec<(String, String)> {
    let free = sites.iter().filter(|site| !site.live && site.parent == Some(own));
    free.map(|site| (site.id.0.to_string(), lang.pick(&site.zh, &site.en).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::site::{SiteKind, Tier};

    fn site(id: u32, parent: Option<u32>, live: bool) -> SiteView {
        SiteView {
            phone: String::new(),
            id: SiteId(id),
            number: id as u16,
            parent: parent.map(SiteId),
            tier: Tier::Village,
            kind: SiteKind::VillagersCommittee,
            zh: format!("地{id}"),
            en: format!("Place {id}"),
            code: String::new(),
            departments: Vec::new(),
            live,
            opens: 510,
            closes: 1_050,
        }
    }

    #[test]
    fn only_places_that_the_node_takes_are_offered() {
        let sites = [site(1, None, true), site(2, Some(1), true), site(3, Some(1), false), site(4, Some(2), false)];
        assert_eq!(free(&sites, SiteId(1), Lang::Zh), [("3".to_owned(), "地3".to_owned())]);
        assert_eq!(free(&sites, SiteId(2), Lang::En), [("4".to_owned(), "Place 4".to_owned())]);
        assert!(free(&sites, SiteId(4), Lang::Zh).is_empty());
    }
}
