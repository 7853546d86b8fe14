//! Machines: this one, those below, those that ask to join; codes and fingerprint words.

use daiban_shared::api::{ConfirmRequest, InviteCode, InviteRequest, NodeAsking, NodeView, NodesView, Page, SiteView};
use daiban_shared::day::stamp;
use daiban_shared::id::SiteId;
use daiban_shared::text::{Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::Ask;
use crate::app::session::{use_lang, use_session};
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::input::Select;
use crate::ui::notice::Outcome;
use crate::ui::state;
use crate::ui::title::Title;

/// `/nodes`
#[component]
pub fn NodesPage() -> Html {
    let lang = use_lang();
    let loaded = use_load::<NodesView>("/nodes".to_owned(), true);
    let again = loaded.again.clone();
    html! {
        <>
            <Title text={Ui::Nodes.text(lang)} />
            <p class="lead">{ PlaceUi::NodesLead.text(lang) }</p>
            { state::of(&loaded, |view| draw(view, &again, lang)) }
        </>
    }
}

fn draw(view: &NodesView, again: &Callback<()>, lang: Lang) -> Html {
    html! {
        <>
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
                { for view.below.iter().map(|node| machine(node, lang)) }
            }
        </>
    }
}

fn machine(node: &NodeView, lang: Lang) -> Html {
    let live = if node.live { PlaceUi::Live } else { PlaceUi::NotLive };
    html! {
        <div class="card" data-test="node">
            <p class="step-head">
                <strong>{ node.site.name(lang).to_owned() }</strong><span class="badge">{ live.text(lang) }</span>
                if let Some(at) = node.last_heard { <small>{ format!("{} {}", PlaceUi::LastHeard.text(lang), stamp(at)) }</small> }
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
    let chosen = use_mut_ref(String::new);
    let code = use_state(|| None::<InviteCode>);
    let own = session.me().map(|me| me.site.id);
    let free = sites.value.as_ref().zip(own).map(|(page, own)| free(&page.items, own, lang));
    let on_text = {
        let chosen = chosen.clone();
        Callback::from(move |text| *chosen.borrow_mut() = text)
    };
    let send = {
        let (sender, code, done) = (sender.clone(), code.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let Ok(site) = chosen.borrow().parse() else { return };
            let (code, done) = (code.clone(), done.clone());
            sender.send::<InviteCode>(Ask::post("/nodes/invite", &InviteRequest { site: SiteId(site) }), move |made| {
                code.set(Some(made));
                done.emit(());
            });
        })
    };
    html! {
        <div class="card" data-test="invite">
            <Labelled id="invite-site" label={PlaceUi::InvitePlace.text(lang)}>
                <Select id="invite-site" options={free.unwrap_or_default()} empty={Ui::Choose.text(lang)}
                    test="invite-site" {on_text} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <SendButton text={PlaceUi::InviteButton.text(lang)} busy={sender.state.is_busy()} onclick={send}
                test="invite-send" />
            if let Some(made) = &*code {
                <div class="notice good" role="status">
                    <p>{ fill(PlaceUi::InviteOnce.text(lang), &[("time", &stamp(made.expires))]) }</p>
                    <p class="big-number"><strong data-test="invite-code">{ made.code.clone() }</strong></p>
                </div>
            }
        </div>
    }
}

/// Places below this one that have no machine yet.
fn free(sites: &[SiteView], own: SiteId, lang: Lang) -> Vec<(String, String)> {
    let parent = |id: SiteId| sites.iter().find(|site| site.id == id).and_then(|site| site.parent);
    // District, town, village: whoever is below is so within two steps.
    let is_below = |site: &&SiteView| site.parent == Some(own) || site.parent.and_then(parent) == Some(own);
    let free = sites.iter().filter(|site| !site.live).filter(is_below);
    free.map(|site| (site.id.0.to_string(), lang.pick(&site.zh, &site.en).to_owned())).collect()
}
