//! The district's administrator changes the calendar: a file with whole years, checked before it is published, or a single
//! day by a document.

use std::rc::Rc;

use daiban_shared::api::{CalendarCheck, CalendarDayIn, CheckedYear};
use daiban_shared::day::Day;
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{ClockUi, Lang, Ui, fill};
use serde::Deserialize;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{Ask, encode};
use crate::app::session::use_session;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::{Select, TextInput};
use crate::ui::notice::Outcome;
use crate::ui::typed::{self, Typed};

/// What was entered.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct Entered {
    entered: usize,
}

#[derive(Properties, PartialEq)]
pub struct EditProps {
    /// The year on the page.
    pub year: u16,
    /// It is published, so that a day of it can be corrected.
    pub published: bool,
    pub on_done: Callback<()>,
}

/// The panel; nothing for anybody else.
#[component]
pub fn Edit(props: &EditProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let edits = session.has_role(&[Role::Admin]) && session.me().is_some_and(|me| me.site.tier == Tier::District);
    if !edits {
        return Html::default();
    }
    html! {
        <section class="panel screen-only" data-test="calendar-edit">
            <h2>{ ClockUi::EditTitle.text(lang) }</h2>
            <p class="hint">{ ClockUi::EditLead.text(lang) }</p>
            <File on_done={props.on_done.clone()} />
            if props.published { <One key={props.year} year={props.year} on_done={props.on_done.clone()} /> }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct FileProps {
    on_done: Callback<()>,
}

/// Whole years from a file: what would change, then exactly that.
#[component]
fn File(props: &FileProps) -> Html {
    let lang = use_session().lang;
    let (checker, publisher) = (use_sender(), use_sender());
    let file = use_state(|| None::<web_sys::File>);
    let found = use_state(|| None::<Rc<CalendarCheck>>);
    let done = use_state(|| None::<usize>);
    let typed = use_reducer(Typed::default);
    let document = typed.text("document").trim().to_owned();
    let is_unnamed = |year: &CheckedYear| !year.same && year.document.is_empty();
    let asks = (*found).as_ref().is_some_and(|found| found.errors.is_empty() && found.years.iter().any(is_unnamed));
    let check = {
        let (checker, found) = (checker.clone(), found.clone());
        move |file: web_sys::File| {
            let found = found.clone();
            checker.send::<CalendarCheck>(Ask::file("/calendar/check", file), move |check| {
                found.set(Some(Rc::new(check)))
            });
        }
    };
    let onchange = {
        let (file, found, done, check, publisher) =
            (file.clone(), found.clone(), done.clone(), check.clone(), publisher.clone());
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(chosen) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
            publisher.clear();
            found.set(None);
            done.set(None);
            file.set(Some(chosen.clone()));
            check(chosen);
        })
    };
    let again = {
        let file = file.clone();
        Callback::from(move |()| {
            if let Some(file) = (*file).clone() {
                check(file);
            }
        })
    };
    let publish = {
        let (publisher, file, found, done, on_done) =
            (publisher.clone(), file.clone(), found.clone(), done.clone(), props.on_done.clone());
        let document = document.clone();
        Callback::from(move |()| {
            let Some((chosen, check)) = (*file).clone().zip((*found).clone()) else { return };
            let (found, done, on_done) = (found.clone(), done.clone(), on_done.clone());
            let path = format!("/calendar/publish?mark={}&document={}", encode(&check.mark), encode(&document));
            publisher.send::<Entered>(Ask::file(path, chosen), move |answer| {
                found.set(None);
                done.set(Some(answer.entered));
                on_done.emit(());
            });
        })
    };
    let busy = checker.state.is_busy() || publisher.state.is_busy();
    html! {
        <>
            <p class="file-pick">
                <input type="file" id="calendar-file" class="hidden" accept=".csv,text/csv" disabled={busy} {onchange} data-test="calendar-file" />
                <label for="calendar-file" class="button">{ icon(Icon::FolderOpen) }{ ClockUi::EditFile.text(lang) }</label>
            </p>
            <Outcome sender={checker.clone()} on_again={again} />
            <div role="status">
                if let Some(found) = (*found).clone() { { checked(&found, lang) } }
                if let Some(n) = *done { <p class="notice good" data-test="calendar-done">{ fill(ClockUi::EditDone.text(lang), &[("n", &n.to_string())]) }</p> }
            </div>
            if asks {
                <Labelled id="calendar-year-document" label={ClockUi::EditDayDocument.text(lang)} hint={ClockUi::EditDayDocumentHint.text(lang)}
                    error={publisher.state.field("document").map(AttrValue::from)}>
                    <TextInput id="calendar-year-document" initial={document.clone()} test="calendar-year-document" on_text={typed::into(&typed, "document")} />
                </Labelled>
            }
            <Outcome sender={publisher.clone()} on_again={publish.clone()} />
            if (*found).as_ref().is_some_and(|found| found.errors.is_empty() && found.years.iter().any(|year| !year.same)) {
                <SendButton text={ClockUi::EditPublish.text(lang)} busy={publisher.state.is_busy()} off={asks && document.is_empty()} onclick={publish} test="calendar-publish" />
            }
        </>
    }
}

fn checked(found: &CalendarCheck, lang: Lang) -> Html {
    let fault = |fault: &daiban_shared::api::CheckedFault| {
        let row = fault.row.to_string();
        fill(ClockUi::EditRow.text(lang), &[("row", &row), ("column", &fault.column), ("words", &fault.words)])
    };
    html! {
        <>
            if !found.errors.is_empty() {
                <div class="notice bad" data-test="calendar-errors">
                    <p>{ fill(ClockUi::EditErrors.text(lang), &[("n", &found.errors.len().to_string())]) }</p>
                    <ul>{ for found.errors.iter().map(|error| html! { <li>{ fault(error) }</li> }) }</ul>
                </div>
            }
            if !found.warnings.is_empty() {
                <div class="notice warn"><ul>{ for found.warnings.iter().map(|error| html! { <li>{ fault(error) }</li> }) }</ul></div>
            }
            if found.errors.is_empty() && found.years.iter().all(|year| year.same) { <p class="notice">{ ClockUi::EditNothing.text(lang) }</p> }
            <ul data-test="calendar-changes">{ for found.years.iter().filter(|year| !year.same).map(|year| html! { <li>{ changes(year, lang) }</li> }) }</ul>
        </>
    }
}

fn changes(year: &CheckedYear, lang: Lang) -> Html {
    let number = year.year.to_string();
    let (text, n) = match (year.known, year.same) {
        (false, _) => (ClockUi::EditNew, year.workdays as usize),
        (true, true) => (ClockUi::EditSame, 0),
        (true, false) => (ClockUi::EditChanged, year.changed.len()),
    };
    let days = year.changed.iter().map(|(day, works)| {
        let text = if *works { ClockUi::EditWorks } else { ClockUi::EditOff };
        fill(text.text(lang), &[("day", &day.to_string())])
    });
    html! {
        <>
            { fill(text.text(lang), &[("year", &number), ("n", &n.to_string())]) }
            if !year.document.is_empty() { <small>{ " · " }{ fill(ClockUi::EditDocument.text(lang), &[("document", &year.document)]) }</small> }
            <ul>{ for days.map(|day| html! { <li>{ day }</li> }) }</ul>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OneProps {
    year: u16,
    on_done: Callback<()>,
}

/// One day by a document.
#[component]
fn One(props: &OneProps) -> Html {
    let lang = use_session().lang;
    let typed = use_reducer(Typed::default);
    let sender = use_sender();
    let done = use_state(|| false);
    let day = Day::parse(typed.text("day")).filter(|day| day.ymd().0 == props.year.cast_signed());
    let document = typed.text("document").trim().to_owned();
    let change = day.filter(|_| !document.is_empty()).map(|day| CalendarDayIn {
        day,
        works: typed.text("works") == "true",
        document,
    });
    let send = {
        let (sender, on_done, done, change, year) =
            (sender.clone(), props.on_done.clone(), done.clone(), change.clone(), props.year);
        Callback::from(move |()| {
            let Some(change) = &change else { return };
            let (on_done, done) = (on_done.clone(), done.clone());
            sender.send::<Entered>(Ask::post(format!("/calendar/{year}/day"), change), move |_| {
                done.set(true);
                on_done.emit(());
            });
        })
    };
    let options = [("false", ClockUi::EditDayOff), ("true", ClockUi::EditDayWorks)];
    let options: Vec<_> = options.map(|(code, text)| (code.to_owned(), text.text(lang).to_owned())).into();
    let document_hint = ClockUi::EditDayDocumentHint.text(lang);
    html! {
        <>
            <h3>{ ClockUi::EditDayTitle.text(lang) }</h3>
            <Labelled id="calendar-day" label={ClockUi::EditDay.text(lang)}>
                <TextInput id="calendar-day" kind="date" test="calendar-day" on_text={typed::into(&typed, "day")} />
            </Labelled>
            <Labelled id="calendar-works" label={ClockUi::EditDayIs.text(lang)}>
                <Select id="calendar-works" {options} test="calendar-works" on_text={typed::into(&typed, "works")} />
            </Labelled>
            <Labelled id="calendar-document" label={ClockUi::EditDayDocument.text(lang)} hint={document_hint}>
                <TextInput id="calendar-document" test="calendar-document" on_text={typed::into(&typed, "document")} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <div role="status">if *done { <p class="notice good" data-test="calendar-day-done">{ ClockUi::EditDayDone.text(lang) }</p> }</div>
            <SendButton text={Ui::Confirm.text(lang)} busy={sender.state.is_busy()} off={change.is_none()} onclick={send} test="calendar-correct" />
        </>
    }
}
