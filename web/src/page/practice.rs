//! Practice: starting it, choosing a seat, beginning again and ending it. On the sign-in page and on a page of its own.

use daiban_shared::api::{PracticeView, Seat};
use daiban_shared::text::{Lang, PracticeUi};
use yew::prelude::*;

use crate::api::Ask;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::Outcome;
use crate::ui::state;
use crate::ui::title::Title;

/// `/practice`
#[component]
pub fn PracticePage() -> Html {
    let lang = use_session().lang;
    html! {
        <section class="narrow">
            <Title text={PracticeUi::Title.text(lang)} />
            <Room />
        </section>
    }
}

/// What the node says about practice, and what can be done.
#[component]
pub fn Room() -> Html {
    let lang = use_session().lang;
    let loaded = use_load::<PracticeView>("/practice".to_owned(), false);
    // The newest answer to a command; it is newer than what was read.
    let newest = use_state(|| None::<PracticeView>);
    let ended = use_state(|| false);
    let sender = use_sender();
    let start = |path: &'static str| {
        let (sender, newest, ended) = (sender.clone(), newest.setter(), ended.setter());
        Callback::from(move |()| {
            ended.set(false);
            let newest = newest.clone();
            // Sent twice it starts once: at most one runs.
            sender.send::<PracticeView>(Ask::command(path, &()), move |view| newest.set(Some(view)));
        })
    };
    let end = {
        let (sender, newest, ended, again) = (sender.clone(), newest.setter(), ended.setter(), loaded.again.clone());
        Callback::from(move |()| {
            let (newest, ended, again) = (newest.clone(), ended.clone(), again.clone());
            sender.send_blind(Ask::delete("/practice"), move || {
                newest.set(None);
                ended.set(true);
                again.emit(());
            });
        })
    };
    let busy = sender.state.is_busy();
    let room = |view: &PracticeView| {
        if view.inside {
            return html! { <>{ seats(view, lang) }{ home(view, lang) }</> };
        }
        if !view.allowed {
            return html! { <p class="notice" data-test="practice-elsewhere">{ PracticeUi::OnlyHere.text(lang) }</p> };
        }
        if view.seats.is_empty() {
            return html! {
                <SendButton text={PracticeUi::Start.text(lang)} {busy} onclick={start("/practice")} test="practice-start" />
            };
        }
        html! {
            <>
                { seats(view, lang) }
                <p class="buttons">
                    <SendButton second={true} text={PracticeUi::Again.text(lang)} {busy} onclick={start("/practice/again")}
                        test="practice-again" />
                    <SendButton second={true} text={PracticeUi::End.text(lang)} {busy} onclick={end.clone()} test="practice-end" />
                </p>
                <p class="hint">{ PracticeUi::AgainHint.text(lang) }{ lang.pick("", " ") }{ PracticeUi::EndHint.text(lang) }</p>
            </>
        }
    };
    html! {
        <div class="practice-room" data-test="practice">
            <p class="lead">{ PracticeUi::Lead.text(lang) }</p>
            if *ended { <p class="notice good" role="status" data-test="practice-ended">{ PracticeUi::Ended.text(lang) }</p> }
            { state::of(&loaded, |view| room(newest.as_ref().unwrap_or(view))) }
            if busy { <p role="status" data-test="practice-busy">{ PracticeUi::Starting.text(lang) }</p> }
            <Outcome sender={sender.clone()} on_again={start("/practice")} />
        </div>
    }
}

/// Every seat is a plain link to the practice machine of its place.
fn seats(view: &PracticeView, lang: Lang) -> Html {
    let rows = view.seats.iter().map(|seat| {
        let role = seat.role.text(lang);
        let words = format!("{role} · {}", seat.site.name(lang));
        html! {
            <li key={seat.code.clone()}>
                <a class="button" href={address(seat)} data-test={format!("seat-{}", seat.code)}>{ icon(Icon::User) }{ words }</a>
            </li>
        }
    });
    html! {
        <>
            <p>{ PracticeUi::Choose.text(lang) }</p>
            <ul class="seats" data-test="seats">{ for rows }</ul>
        </>
    }
}

fn home(view: &PracticeView, lang: Lang) -> Html {
    let Some(home) = &view.home else { return Html::default() };
    html! {
        <p><a class="button" href={home.clone()} data-test="practice-home">{ icon(Icon::House) }{ PracticeUi::Home.text(lang) }</a>
            { " " }<span class="hint">{ PracticeUi::HomeHint.text(lang) }</span></p>
    }
}

/// Where somebody sits down at a seat.
fn address(seat: &Seat) -> String {
    format!("{}/?seat={}", seat.url, seat.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::SiteRef;
    use daiban_shared::id::SiteId;
    use daiban_shared::kind::Role;
    use daiban_shared::site::Tier;

    #[test]
    fn a_seat_is_entered_at_the_machine_of_its_place() {
        let site = SiteRef { id: SiteId(1), zh: "长教村".into(), en: "Changjiao".into(), tier: Tier::Village };
        let seat = Seat { code: "agent".into(), role: Role::Agent, site, url: "http://127.0.0.1:4000".into() };
        assert_eq!(address(&seat), "http://127.0.0.1:4000/?seat=agent");
    }
}
