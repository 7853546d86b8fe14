//! Entering an inspection: where, when, how, and each problem with its owner, its date and its points.

use daiban_shared::api::{InspectionView, NewFinding, NewInspection, Page, Person, SiteView, Wall};
use daiban_shared::day::Day;
use daiban_shared::id::{DeptId, SiteId, UserId};
use daiban_shared::kind::{FindingCode, InspectionWay};
use daiban_shared::text::{AppraisalText, CaseUi, Ui};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{choices, chosen, options};
use crate::api::Ask;
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::draft::form::use_kept;
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::{Labelled, described};
use crate::ui::icon::{Icon, icon};
use crate::ui::input::{Select, TextInput};
use crate::ui::link::up;
use crate::ui::notice::Outcome;
use crate::ui::title::Title;
use crate::ui::typed::{self, Typed};

/// Days that a place usually has to put something right.
const DAYS: i32 = 7;

/// `/inspections/new`
#[component]
pub fn InspectionNewPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let wall = use_load::<Wall>("/wall".to_owned(), false);
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let sender = use_sender();
    let navigator = use_navigator();
    let kept = use_kept("inspection.new", begun, &sender);
    let (typed, id) = (kept.typed.clone(), kept.id.clone());
    let rows = rows(&typed);
    let today = wall.value.as_ref().map(|wall| Day::of(wall.as_of));
    let to = typed.text("to").to_owned();
    let people_path = if to.is_empty() { String::new() } else { format!("?site={to}") };
    let people = use_load::<Page<Person>>(format!("/people-of{people_path}"), false);
    let asked = read(&typed, &rows, today);
    let send = {
        let (sender, asked, id, end) = (sender.clone(), asked.clone(), id.clone(), kept.end.clone());
        Callback::from(move |()| {
            let ask = sender.unanswered().unwrap_or_else(|| {
                let asked = NewInspection { id: Some(id.clone()), ..asked.clone() };
                Ask::command("/inspections", &asked)
            });
            let (navigator, end) = (navigator.clone(), end.clone());
            sender.send(ask, move |view: InspectionView| {
                end.emit(());
                if let Some(navigator) = navigator {
                    navigator.replace(&Route::Inspection { id: view.id.to_string() });
                }
            });
        })
    };
    let cancel = {
        let (navigator, end) = (use_navigator(), kept.end.clone());
        Callback::from(move |()| {
            end.emit(());
            if let Some(navigator) = &navigator {
                navigator.push(&Route::Inspections);
            }
        })
    };
    let places = wall.value.as_ref().map(|wall| choices(wall, lang)).unwrap_or_default();
    let departments: Vec<(String, String)> = sites
        .value
        .as_ref()
        .and_then(|page| page.items.iter().find(|site| site.id.0.to_string() == to).cloned())
        .map(|site| site.departments)
        .unwrap_or_default()
        .into_iter()
        .map(|dept| (dept.id.0.to_string(), lang.pick(&dept.zh, &dept.en).to_owned()))
        .collect();
    let people: Vec<(String, String)> = people
        .value
        .as_ref()
        .map(|page| page.items.iter().map(|person| (person.id.to_string(), person.name.clone())).collect())
        .unwrap_or_default();
    let field = |name: String, label: AppraisalText, hint: &'static str, error: String, control: Html| {
        html! {
            <Labelled id={name} label={label.text(lang)} {hint} error={sender.state.field(&error).map(AttrValue::from)}>{ control }</Labelled>
        }
    };
    let select = |name: &str, options: Vec<(String, String)>, empty: &'static str| {
        html! {
            <Select id={name.to_owned()} {options} {empty} initial={typed.text(name).to_owned()} described={described(name)} test={test(name)} on_text={typed::into(&typed, name)} />
        }
    };
    let line = |name: &str, kind: &'static str, begun: String, area: bool| {
        let initial = Some(typed.text(name)).filter(|text| !text.is_empty()).map_or(begun, str::to_owned);
        html! {
            <TextInput id={name.to_owned()} {kind} {initial} {area} described={described(name)} test={test(name)} on_text={typed::into(&typed, name)} />
        }
    };
    let day = |ahead: i32| today.map(|day| day.plus(ahead).to_string()).unwrap_or_default();
    let add = {
        let next = typed.text("next").parse().unwrap_or(0_usize);
        let (all, typed) = (rows.iter().copied().chain([next]).collect::<Vec<_>>(), typed.dispatcher());
        Callback::from(move |_: MouseEvent| {
            typed.dispatch(("rows".to_owned(), joined(&all)));
            typed.dispatch(("next".to_owned(), (next + 1).to_string()));
        })
    };
    let finding = |(at, row): (usize, &usize)| {
        let row = *row;
        let name = |of: &str| format!("f{row}-{of}");
        let error = |of: &str| format!("findings.{at}.{of}");
        let remove = {
            let rest = joined(&rows.iter().copied().filter(|one| *one != row).collect::<Vec<_>>());
            typed::into(&typed, "rows").reform(move |_: MouseEvent| rest.clone())
        };
        let none = "";
        html! {
            <li key={row} class="panel" data-test="new-finding">
                { field(name("code"), AppraisalText::Code, none, error("code"), select(&name("code"), options(FindingCode::ALL, |code| code.text(lang)), Ui::Choose.text(lang))) }
                { field(name("words"), AppraisalText::Seen, none, error("words"), line(&name("words"), "", String::new(), true)) }
                { field(name("officer"), AppraisalText::Officer, none, error("officer"), select(&name("officer"), people.clone(), AppraisalText::OfPlace.text(lang))) }
                if !departments.is_empty() {
                    { field(name("dept"), AppraisalText::Window, none, error("department"), select(&name("dept"), departments.clone(), AppraisalText::OfNoWindow.text(lang))) }
                }
                { field(name("case"), AppraisalText::CaseNumber, none, error("case"), line(&name("case"), "text", String::new(), false)) }
                { field(name("until"), AppraisalText::Until, none, error("until"), line(&name("until"), "date", day(DAYS), false)) }
                { field(name("points"), AppraisalText::Points, AppraisalText::PointsHint.text(lang), error("points"), line(&name("points"), "number", "0".to_owned(), false)) }
                <p class="buttons"><button type="button" onclick={remove} data-test="remove-finding">{ icon(Icon::Trash2) }{ AppraisalText::RemoveFinding.text(lang) }</button></p>
            </li>
        }
    };
    html! {
        <>
            { up(Route::Inspections, AppraisalText::ToInspections.text(lang)) }
            <Title text={AppraisalText::NewInspection.text(lang)} />
            <p class="lead">{ AppraisalText::NewLead.text(lang) }</p>
            if kept.is_back { <p class="hint" data-test="inspection-draft">{ CaseUi::DraftBack.text(lang) }</p> }
            <section class="panel" data-test="inspection-form">
                { field("way".into(), AppraisalText::Way, "", "way".into(), select("way", options(InspectionWay::ALL, |way| way.text(lang)), Ui::Choose.text(lang))) }
                { field("to".into(), AppraisalText::Place, "", "to".into(), select("to", places, Ui::Choose.text(lang))) }
                if today.is_some() { { field("on".into(), AppraisalText::OnDay, "", "on".into(), line("on", "date", day(0), false)) } }
                { field("words".into(), AppraisalText::Overall, AppraisalText::OverallHint.text(lang), "words".into(), line("words", "", String::new(), true)) }
            </section>
            <h2>{ AppraisalText::Findings.text(lang) }</h2>
            if today.is_some() { <ol class="findings">{ for rows.iter().enumerate().map(finding) }</ol> }
            <p class="buttons"><button type="button" onclick={add} data-test="add-finding">{ icon(Icon::Plus) }{ AppraisalText::AddFinding.text(lang) }</button></p>
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={AppraisalText::Submit.text(lang)} busy={sender.state.is_busy()} onclick={send} test="inspection-send" />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} off={sender.state.is_busy()} onclick={cancel} test="inspection-cancel" />
            </p>
        </>
    }
}

/// The form as it begins: one problem.
fn begun() -> Typed {
    Typed([("rows", "0"), ("next", "1")].map(|(name, text)| (name.to_owned(), text.to_owned())).into())
}

/// Numbers of the problems that are on the page; a removed one does not come back.
fn rows(typed: &Typed) -> Vec<usize> {
    typed.text("rows").split(',').filter_map(|no| no.parse().ok()).collect()
}

fn joined(rows: &[usize]) -> String {
    rows.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}

/// A control's mark for tests: of a problem, without its number.
fn test(name: &str) -> String {
    let name = name.split_once('-').map_or(name, |(_, name)| name);
    format!("inspection-{name}")
}

/// What was typed; days that nobody touched are those that stood there.
fn read(typed: &Typed, rows: &[usize], today: Option<Day>) -> NewInspection {
    let day = |name: &str, ahead: i32| match typed.text(name) {
        "" => today.map(|day| day.plus(ahead)),
        text => Day::parse(text),
    };
    let finding = |row: &usize| {
        let text = |of: &str| typed.text(&format!("f{row}-{of}")).trim();
        NewFinding {
            code: chosen(typed, &format!("f{row}-code")),
            words: text("words").to_owned(),
            department: text("dept").parse().ok().map(DeptId),
            officer: UserId::parse(text("officer")).ok(),
            case: text("case").to_owned(),
            until: day(&format!("f{row}-until"), DAYS),
            points: text("points").parse().unwrap_or(0),
        }
    };
    NewInspection {
        id: None,
        way: chosen(typed, "way"),
        to: typed.text("to").parse().ok().map(SiteId),
        on: day("on", 0),
        words: typed.text("words").trim().to_owned(),
        findings: rows.iter().map(finding).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_nobody_touched_are_those_that_stood_there() {
        let today = Day::parse("2026-11-26");
        let mut typed = Typed::default();
        typed.0.insert("f2-words".into(), " 窗口无人 ".into());
        typed.0.insert("f2-code".into(), "absent".into());
        let asked = read(&typed, &[2], today);
        assert_eq!(asked.on, today);
        let found = &asked.findings[0];
        assert_eq!((found.until, found.code), (Day::parse("2026-12-03"), Some(FindingCode::Absent)));
        assert_eq!((found.words.as_str(), found.points), ("窗口无人", 0));
        typed.0.insert("on".into(), "2026-11-20".into());
        assert_eq!(read(&typed, &[], today).on, Day::parse("2026-11-20"));
    }
}
