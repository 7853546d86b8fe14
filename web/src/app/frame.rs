//! What stands around every page: name of the place, menu, language, who is signed in, banners.

use daiban_shared::api::CardCount;
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{CatalogueUi, ClockUi, FrameUi, HelpUi, Lang, OfficeUi, PracticeUi, Ui, WatchUi};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::clock::ClockNotice;
use super::far;
use super::find::FindBox;
use super::help::{PageHelp, guide_of};
use super::route::Route;
use super::seat;
use super::session::{Event, use_session};
use crate::api::Ask;
use crate::load::use_load;
use crate::send::{Sending, use_sender};
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::menu::Menu;

#[derive(Properties, PartialEq)]
pub struct FrameProps {
    pub route: Route,
    pub children: Html,
}

/// Bar, banners and the page.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let practice = session.me().is_some_and(|me| me.practice);
    let files = session.has_role(&[Role::Agent, Role::Clerk]);
    let watches = session.has_role(&[Role::Supervisor, Role::LaySupervisor, Role::Head, Role::Admin]);
    use_effect_with((files, watches), |(files, watches)| spawn_local(far::preload(*files, *watches)));
    html! {
        <>
            <a class="skip" href="#main">{ Ui::SkipToContent.text(lang) }</a>
            <TopBar route={props.route.clone()} />
            if practice {
                <p class="practice" data-test="practice-banner">
                    { Ui::Practice.text(lang) }
                    if seat::is_taken() { { " " }<Go to={Route::Practice} test="other-seat">{ PracticeUi::Other.text(lang) }</Go> }
                </p>
            }
            if !session.reachable {
                <p class="banner away" role="status" data-test="node-away">{ Ui::NodeAway.text(lang) }</p>
            }
            <main id="main" tabindex="-1">
                <ClockNotice />
                { props.children.clone() }
            </main>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct BarProps {
    route: Route,
}

#[component]
fn TopBar(props: &BarProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let Some(me) = session.me().cloned() else { return Html::default() };
    let files = me.roles.iter().any(|role| matches!(role, Role::Agent | Role::Clerk));
    let watches = session.has_role(&[Role::Supervisor, Role::LaySupervisor, Role::Head, Role::Admin])
        && me.site.tier != Tier::Village;
    let admin = session.has_role(&[Role::Admin]);
    let is_lay = session.is_lay();
    let first = if is_lay { Route::Wall } else { Route::Home };
    // Inspections and score sheets stand under supervision, or beside the cards for who sees those of his place alone.
    let here = match section(&props.route) {
        PAPERS if watches => WATCH,
        PAPERS => CARDS,
        here => here,
    };
    let entry = |route: Route, text: &'static str, test: &'static str| {
        let current = section(&route) == here;
        html! {
            <li>
                <Go to={route} test={test} class={classes!(current.then_some("current"))} {current}>
                    { text }
                </Go>
            </li>
        }
    };
    html! {
        <header class="bar">
            <div class="bar-top">
                <Go to={first} class={classes!("brand")} test="brand">
                    <strong>{ Ui::AppName.text(lang) }</strong>
                    <span data-test="place">{ me.site.name(lang).to_owned() }</span>
                </Go>
                if !is_lay { <FindBox /> }
                <PageHelp route={props.route.clone()} />
                <LangSwitch />
                <Menu icon={Icon::User} label={who(&me.name, &me.roles, lang)} test="account">
                    <Go to={Route::Help { topic: guide_of(&me.roles).to_owned() }} test="nav-help">{ icon(Icon::BookOpen) }{ HelpUi::Help.text(lang) }</Go>
                    <Go to={Route::Catalogue} test="nav-catalogue">{ icon(Icon::BookOpen) }{ CatalogueUi::Title.text(lang) }</Go>
                    <Go to={Route::Calendar} test="nav-calendar">{ icon(Icon::CalendarDays) }{ OfficeUi::Calendar.text(lang) }</Go>
                    <Go to={Route::Deadline} test="nav-deadline">{ icon(Icon::Clock) }{ ClockUi::DeadlineTitle.text(lang) }</Go>
                    <Go to={Route::Practice} test="nav-practice">{ icon(Icon::GraduationCap) }{ PracticeUi::Title.text(lang) }</Go>
                    <Go to={Route::Display} test="nav-display">{ icon(Icon::ALargeSmall) }{ FrameUi::Display.text(lang) }</Go>
                    <Go to={Route::Password} test="nav-password">{ icon(Icon::Lock) }{ Ui::Password.text(lang) }</Go>
                    <SignOut />
                </Menu>
            </div>
            <nav aria-label={Ui::Navigation.text(lang)}>
                <ul>
                    if !is_lay { { entry(Route::Home, Ui::Home.text(lang), "nav-home") } }
                    if files { { entry(Route::Items, Ui::FileCase.text(lang), "nav-items") } }
                    { entry(Route::Cases, Ui::Cases.text(lang), "nav-cases") }
                    if !is_lay { { entry(Route::Tasks, Ui::Tasks.text(lang), "nav-tasks") } }
                    if watches {
                        { entry(Route::Wall, WatchUi::Menu.text(lang), "nav-wall") }
                        { entry(Route::Overview, Ui::Overview.text(lang), "nav-overview") }
                    }
                    if !is_lay { <CardEntry current={here == section(&Route::Cards)} /> }
                    { entry(Route::Sync, Ui::Sync.text(lang), "nav-sync") }
                    if admin {
                        { entry(Route::People, Ui::People.text(lang), "nav-people") }
                        { entry(Route::Nodes, Ui::Nodes.text(lang), "nav-nodes") }
                        { entry(Route::Rights, Ui::Rights.text(lang), "nav-rights") }
                    }
                </ul>
            </nav>
        </header>
    }
}

#[derive(Properties, PartialEq)]
struct CardEntryProps {
    current: bool,
}

/// Cards of supervision, with the number of those that wait for this place; nothing where there never was one.
#[component]
fn CardEntry(props: &CardEntryProps) -> Html {
    let lang = use_session().lang;
    let count = use_load::<CardCount>("/card-count".to_owned(), true).value.map(|count| *count).unwrap_or_default();
    let waiting = count.to_answer + count.to_rule + count.to_mend + count.to_review + count.to_decide;
    if count.all == 0 && !props.current {
        return Html::default();
    }
    html! {
        <li>
            <Go to={Route::Cards} test="nav-cards" class={classes!(props.current.then_some("current"))} current={props.current}>
                { WatchUi::TabCards.text(lang) }
                if waiting > 0 { { " " }<span class="count" data-test="cards-waiting">{ waiting }</span> }
            </Go>
        </li>
    }
}

fn who(name: &str, roles: &[Role], lang: Lang) -> String {
    let roles: Vec<&str> = roles.iter().map(|role| role.text(lang)).collect();
    format!("{name} · {}", roles.join(lang.pick("、", ", ")))
}

/// Entries of supervision, of cards, and of what stands under either.
const WATCH: u8 = 16;
const CARDS: u8 = 17;
const PAPERS: u8 = 18;

/// The menu entry under which a page stands.
fn section(route: &Route) -> u8 {
    match route {
        Route::Home => 0,
        Route::Items | Route::Item { .. } | Route::File { .. } | Route::Filed { .. } | Route::Groups => 1,
        Route::Cases
        | Route::Case { .. }
        | Route::Print { .. }
        | Route::PrintFile { .. }
        | Route::PrintClock { .. }
        | Route::PrintMany => 2,
        Route::Tasks => 3,
        Route::Overview | Route::OverviewAs { .. } => 4,
        Route::Wall | Route::WallScreen | Route::Alarms | Route::WatchRules | Route::Reports | Route::Registers => {
            WATCH
        }
        Route::Cards | Route::Card { .. } => CARDS,
        Route::Inspections
        | Route::InspectionNew
        | Route::Inspection { .. }
        | Route::Appraisal
        | Route::Schemes
        | Route::Sheets
        | Route::Sheet { .. } => PAPERS,
        Route::Sync => 5,
        Route::People => 6,
        Route::Nodes => 7,
        Route::Rights => 8,
        Route::Password => 9,
        Route::Catalogue | Route::CatalogueImport | Route::Versions { .. } => 13,
        Route::Calendar | Route::CalendarOf { .. } | Route::Deadline => 14,
        Route::Screen => 15,
        Route::Display => 10,
        Route::NotFound => 11,
        Route::Help { .. } => 12,
        Route::Practice => 13,
    }
}

/// Chinese or English, by one press.
#[component]
pub fn LangSwitch() -> Html {
    let session = use_session();
    let (other, code) = match session.lang {
        Lang::Zh => (Lang::En, "en"),
        Lang::En => (Lang::Zh, "zh-CN"),
    };
    let words = match session.lang {
        Lang::Zh => "English",
        Lang::En => "中文",
    };
    let onclick = Callback::from(move |_| session.dispatch(Event::Speak(other)));
    html! { <button type="button" class="quiet" lang={code} {onclick} data-test="lang">
        { icon(Icon::Languages) }{ " " }{ words }
    </button> }
}

#[component]
fn SignOut() -> Html {
    let session = use_session();
    let sender = use_sender();
    let navigator = use_navigator();
    let lang = session.lang;
    let onclick = {
        let (session, sender) = (session.dispatcher(), sender.clone());
        Callback::from(move |_| {
            let (session, navigator) = (session.clone(), navigator.clone());
            sender.send_blind(Ask::delete("/session"), move || {
                session.dispatch(Event::SignedOut);
                if let Some(navigator) = navigator {
                    navigator.push(&Route::Home);
                }
            });
        })
    };
    let failed = matches!(sender.state, Sending::Refused(_) | Sending::Unknown(_));
    html! {
        <>
            <button type="button" disabled={sender.state.is_busy()} {onclick} data-test="sign-out">
                { icon(Icon::LogOut) }{ Ui::SignOut.text(lang) }
            </button>
            // Whoever leaves must not believe that he is signed out.
            if failed { <strong class="sign-out-failed" role="alert" data-test="sign-out-failed">{ Ui::SignOutFailed.text(lang) }</strong> }
        </>
    }
}
