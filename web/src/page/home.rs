//! Today's work, by role: what is in hand, what is owed, what is urgent, what was begun.

mod today;

use daiban_shared::api::{CardCount, ColleagueView, Home, ItemRow, Me, Page};
use daiban_shared::day::stamp;
use daiban_shared::kind::{AssignGround, Role};
use daiban_shared::site::Tier;
use daiban_shared::text::{AppraisalText, FilingUi, Lang, PlaceUi, Ui, WatchUi, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{Begin, CaseFilter, Route};
use crate::app::session::use_session;
use crate::draft::{Draft, store};
use crate::load::use_load;
use crate::page::cases::{CaseTable, SavedBar};
use crate::page::handing::over::HandOver;
use crate::ui::as_of::as_of;
use crate::ui::desk::{DeskSwitch, use_desk};
use crate::ui::link::Go;
use crate::ui::state::{self, Empty};
use crate::ui::tile::{Tile, Tone};
use crate::ui::title::Title;
use crate::ui::words;

/// Statuses of a case that is not done.
pub const OPEN: &str = "received,accepted";

/// `/`
#[component]
pub fn HomePage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let shown = CaseFilter { desk: use_desk(), ..CaseFilter::default() };
    let path = if session.is_lay() { String::new() } else { format!("/home{}", shown.query()) };
    let loaded = use_load::<Home>(path, true);
    let Some(me) = session.me().cloned() else { return Html::default() };
    if session.is_lay() {
        // He has no work of his own here: he looks on.
        return html! { <Redirect<Route> to={Route::Wall} /> };
    }
    let files = session.has_role(&[Role::Agent, Role::Clerk]);
    let watches = session.has_role(&[Role::Supervisor, Role::LaySupervisor, Role::Head, Role::Admin])
        && me.site.tier != Tier::Village;
    let greeting = fill(Ui::HomeGreeting.text(lang), &[("name", &me.name), ("place", me.site.name(lang))]);
    html! {
        <>
            <div class="head">
                <div>
                    <Title text={Ui::Home.text(lang)} />
                    <p class="lead">{ greeting }</p>
                </div>
                if files { <Go to={Route::Items} class={classes!("button", "main")} test="start-filing">{ Ui::StartFiling.text(lang) }</Go> }
                if watches { <Go to={Route::Overview} class={classes!("button")} test="to-overview">{ Ui::Overview.text(lang) }</Go> }
            </div>
            if files { <Drafts me={(*me).clone()} /> }
            <SavedBar />
            <DeskSwitch to={Route::Home} filter={shown.clone()} />
            if session.has_role(&[Role::Head]) { <Absent /> }
            { state::of(&loaded, |home| draw(home, &shown.desk, lang)) }
        </>
    }
}

fn draw(home: &Home, desk: &str, lang: Lang) -> Html {
    let tile = |number: u32, text: Ui, test: &'static str, to: Route, filter: CaseFilter, tone: Tone| {
        let filter = CaseFilter { desk: desk.to_owned(), ..filter };
        html! { <Tile n={words::counted(number)} text={text.text(lang)} {to} {filter} {tone} {test} /> }
    };
    html! {
        <>
            <ul class="tiles">
                { tile(home.in_hand, Ui::InHand, "tile-in-hand", Route::Cases, CaseFilter::of(OPEN, "here", ""), Tone::Plain) }
                { tile(home.overdue, Ui::Overdue, "tile-overdue", Route::Cases, CaseFilter::of(OPEN, "here", "overdue"), Tone::Bad) }
                { tile(home.due_soon, Ui::DueSoon, "tile-due-soon", Route::Cases, CaseFilter::of(OPEN, "here", "soon"), Tone::Soon) }
                { tile(home.tasks, Ui::OwedTasks, "tile-tasks", Route::Tasks, CaseFilter::default(), Tone::Warn) }
                { tile(home.elsewhere, Ui::Elsewhere, "tile-elsewhere", Route::Cases, CaseFilter::of(OPEN, "elsewhere", "").own(), Tone::Plain) }
                { tile(home.to_deliver, Ui::ToDeliver, "tile-to-deliver", Route::Cases, CaseFilter::todo("deliver"), Tone::Plain) }
                { tile(home.to_close, Ui::ToClose, "tile-to-close", Route::Cases, CaseFilter::todo("close"), Tone::Plain) }
                { tile(home.pending_up, Ui::PendingUp, "tile-pending-up", Route::Sync, CaseFilter::default(), Tone::Plain) }
            </ul>
            { as_of(Some(home.as_of), lang) }
            <CardsWaiting />
            <today::Today desk={desk.to_owned()} />
            <h2>{ Ui::Urgent.text(lang) }</h2>
            if home.urgent.is_empty() {
                <Empty text={Ui::NothingUrgent.text(lang)} />
            } else {
                <CaseTable rows={home.urgent.clone()} />
            }
        </>
    }
}

/// Cards of supervision that wait for this place.
#[component]
fn CardsWaiting() -> Html {
    let lang = crate::app::session::use_lang();
    let count = use_load::<CardCount>("/card-count".to_owned(), true).value.map(|count| *count).unwrap_or_default();
    let others = [
        (count.to_mend, AppraisalText::HomeMend, Route::Inspections, AppraisalText::SeeInspections),
        (count.to_review, AppraisalText::HomeReview, Route::Inspections, AppraisalText::SeeInspections),
        (count.to_decide, AppraisalText::HomeDecide, Route::Sheets, AppraisalText::SeeSheet),
    ];
    if count.to_answer + count.to_rule + count.to_mend + count.to_review + count.to_decide == 0 {
        return Html::default();
    }
    let says = |text: WatchUi, n: u32| fill(text.text(lang), &[("n", &n.to_string())]);
    html! {
        <p class="notice warn" role="status" data-test="cards-wait">
            if count.to_answer > 0 { { says(WatchUi::HomeAnswer, count.to_answer) }{ " " } }
            if count.to_rule > 0 { { says(WatchUi::HomeRule, count.to_rule) }{ " " } }
            if count.to_answer + count.to_rule > 0 { <Go to={Route::Cards} test="home-cards">{ WatchUi::SeeCard.text(lang) }</Go>{ " " } }
            { for others.into_iter().filter(|(n, ..)| *n > 0).map(|(n, text, to, see)| html! {
                <>{ fill(text.text(lang), &[("n", &n.to_string())]) }{ " " }<Go {to} test="home-papers">{ see.text(lang) }</Go>{ " " }</>
            }) }
        </p>
    }
}

/// Colleagues who are away today with work in hand: the head gives it to somebody who is here.
#[component]
fn Absent() -> Html {
    let lang = crate::app::session::use_lang();
    let people = use_load::<Vec<ColleagueView>>("/colleagues".to_owned(), true);
    let on_done = people.again.clone();
    let away = people.value.map_or_else(Vec::new, |people| {
        people.iter().filter(|person| person.away_until.is_some() && person.cases > 0).cloned().collect::<Vec<_>>()
    });
    if away.is_empty() {
        return Html::default();
    }
    html! {
        <section class="absent" data-test="absent">
            <h2>{ PlaceUi::AwayWithCases.text(lang) }</h2>
            { for away.into_iter().map(|person| {
                let until = person.away_until.map(|day| day.to_string()).unwrap_or_default();
                let words = fill(PlaceUi::AwayUntil.text(lang), &[("day", &until)]);
                html! {
                    <details key={person.id.to_string()} data-test="absent-person">
                        <summary>{ format!("{} · {words} · ", person.name) }{ fill(PlaceUi::InHandOf.text(lang), &[("n", &person.cases.to_string())]) }</summary>
                        <HandOver user={person.id} name={person.name.clone()} ground={AssignGround::Absence} on_done={on_done.clone()} />
                    </details>
                }
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct DraftsProps {
    me: Me,
}

/// Filings that were begun in this browser.
#[component]
fn Drafts(props: &DraftsProps) -> Html {
    let lang = crate::app::session::use_lang();
    let user = props.me.user;
    let drafts = use_state(|| store::all(user));
    // Deleted a moment ago: it can be had back while the page stands.
    let gone = use_state(|| None::<Draft>);
    let wanted = if drafts.is_empty() { String::new() } else { "/items".to_owned() };
    let items = use_load::<Page<ItemRow>>(wanted, false);
    if drafts.is_empty() && gone.is_none() {
        return Html::default();
    }
    let name = |code: &str| {
        let rows = items.value.as_ref();
        let row = rows.and_then(|page| page.items.iter().find(|row| row.item.code == code));
        row.map_or_else(|| code.to_owned(), |row| lang.pick(&row.item.zh, &row.item.en).to_owned())
    };
    let undo = {
        let (drafts, gone) = (drafts.clone(), gone.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(draft) = &*gone {
                store::put_back(user, draft);
            }
            gone.set(None);
            drafts.set(store::all(user));
        })
    };
    let rows = drafts.iter().map(|draft| {
        let code = draft.item.clone();
        let words = fill(Ui::DraftOf.text(lang), &[("item", &name(&code)), ("time", &stamp(draft.saved_at))]);
        let whose = draft.text("applicant.name").trim().to_owned();
        let words = if whose.is_empty() { words } else { words::pair(&whose, &words, lang) };
        let drop = {
            let (drafts, gone, draft) = (drafts.clone(), gone.clone(), draft.clone());
            Callback::from(move |_: MouseEvent| {
                store::drop(user, &draft);
                gone.set(Some(draft.clone()));
                drafts.set(store::all(user));
            })
        };
        html! {
            <li key={format!("{code}-{}", draft.id)}>
                <span>{ words }</span>
                <Go to={Route::File { code }} begin={Begin::with_draft(&draft.id)} class={classes!("button")} test="draft-go-on">
                    { Ui::DraftGoOn.text(lang) }
                </Go>
                <button type="button" class="quiet" onclick={drop} data-test="draft-drop">
                    { Ui::DraftDrop.text(lang) }
                </button>
            </li>
        }
    });
    html! {
        <section class="drafts" data-test="drafts">
            <h2>{ Ui::Drafts.text(lang) }</h2>
            if let Some(draft) = &*gone {
                <p role="status" data-test="draft-deleted">
                    { fill(FilingUi::DraftDeleted.text(lang), &[("name", &name(&draft.item))]) }{ " " }
                    <button type="button" onclick={undo} data-test="undo">{ FilingUi::Undo.text(lang) }</button>
                </p>
            }
            <ul>{ for rows }</ul>
        </section>
    }
}
